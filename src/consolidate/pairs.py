"""Fits the weights of src/consolidate/pair.rs.

    cargo run --release -- eval eval/gold/stories --pairs pairs.tsv
    python3 src/consolidate/pairs.py pairs.tsv

Reads the pairs that are compared (story, relation of the gold, places, features); fits a logistic regression on the
stories whose number is odd, and on its scores of stories it has not seen a second one over the leads of a pair before
the next best partners of its figures. Prints the constants to paste, then how the best pairs of either half come out.
Needs numpy.
"""

import collections
import sys

import numpy as np

RELATED = {"agreed", "rounded", "converted", "updated", "scope", "disputed"}
L2 = 0.1  # by leaving one story out, on the odd ones
L2_LEADS = 0.01
ALONE = 3.0  # as in pair.rs


def read(path):
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    x = np.array([[float(f) for f in row[4:]] for row in rows])
    y = np.array([float(row[1] in RELATED) for row in rows])
    return rows, x, y, np.array([row[0] for row in rows])


def fit(x, y, l2):
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = (x - mean) / scale
    w, b = np.zeros(z.shape[1]), 0.0
    for _ in range(6000):
        g = 1 / (1 + np.exp(-(z @ w + b))) - y
        w -= 0.3 * (z.T @ g / len(y) + l2 * w)
        b -= 0.3 * g.mean()
    return w / scale, b - (w / scale * mean).sum()


def ends(row):
    """Each figure of a pair with the document of the other."""
    return [((row[0], row[2 + side]), row[3 - side].split(",")[0]) for side in (0, 1)]


def leads(rows, score):
    """The score of each pair, and its smaller and larger lead before the next best partners."""
    partners = collections.defaultdict(list)
    for i, row in enumerate(rows):
        for end in ends(row):
            partners[end].append(i)
    lead = lambda i, end: min([score[i] - score[j] for j in partners[end] if j != i] + [ALONE])
    both = [sorted(lead(i, end) for end in ends(row)) for i, row in enumerate(rows)]
    return np.column_stack([score, np.array(both)]), partners


def main():
    rows, x, y, story = read(sys.argv[1])
    odd = np.array([int(name.rsplit("-", 1)[1]) % 2 == 1 for name in story])
    unseen = np.zeros(len(rows))
    for name in set(story[odd]):
        w, b = fit(x[odd & (story != name)], y[odd & (story != name)], L2)
        unseen[story == name] = x[story == name] @ w + b
    w2, b2 = fit(leads(rows, unseen)[0][odd], y[odd], L2_LEADS)
    w, b = fit(x[odd], y[odd], L2)
    print("const WEIGHTS: [f32; FEATURES] = [" + ", ".join(f"{v:.3f}" for v in w) + "];")
    print(f"const BIAS: f32 = {b:.3f};")
    print("const LEADS: [f32; 3] = [" + ", ".join(f"{v:.3f}" for v in w2) + "];")
    print(f"const LEADS_BIAS: f32 = {b2:.3f};")
    first = x @ w + b
    led, partners = leads(rows, first)
    score = led @ w2 + b2
    is_best = np.array([all(first[i] >= first[j] for end in ends(row) for j in partners[end]) for i, row in enumerate(rows)])
    for name, mask in (("odd", odd), ("even", ~odd)):
        for bar in (-1, -0.5, 0, 0.5, 1, 1.5):
            said = collections.Counter(rows[i][1] for i in np.where(mask & is_best & (score > bar))[0])
            print(name, bar, f"right {sum(n for k, n in said.items() if k in RELATED)} of {sum(said.values())}", dict(said))


main()
