"""Fits the weights of src/consolidate/pair.rs.

    cargo run --release -- eval eval/gold/stories --pairs pairs.tsv
    python3 src/consolidate/pairs.py pairs.tsv

Reads the pairs that are compared (story, relation of the gold, places, features); fits a logistic regression on the
stories whose number is odd and prints the constants to paste, then how the best pairs of either half come out.
Needs numpy.
"""

import collections
import sys

import numpy as np

RELATED = {"agreed", "rounded", "converted", "updated", "scope", "disputed"}
L2 = 0.05  # by leaving one story out, on the odd ones


def read(path):
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    x = np.array([[float(f) for f in row[4:]] for row in rows])
    y = np.array([float(row[1] in RELATED) for row in rows])
    odd = np.array([int(row[0].rsplit("-", 1)[1]) % 2 == 1 for row in rows])
    return rows, x, y, odd


def fit(x, y):
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = (x - mean) / scale
    w, b = np.zeros(z.shape[1]), 0.0
    for _ in range(6000):
        g = 1 / (1 + np.exp(-(z @ w + b))) - y
        w -= 0.3 * (z.T @ g / len(y) + L2 * w)
        b -= 0.3 * g.mean()
    return w / scale, b - (w / scale * mean).sum()


def best(rows, score, mask):
    partner = {}
    keys = lambda i: [((rows[i][0], rows[i][2 + s]), rows[i][3 - s].split(",")[0]) for s in (0, 1)]
    for i in np.where(mask)[0]:
        for key in keys(i):
            if key not in partner or score[i] > score[partner[key]]:
                partner[key] = i
    return [i for i in np.where(mask)[0] if all(partner[key] == i for key in keys(i))]


def main():
    rows, x, y, odd = read(sys.argv[1])
    w, b = fit(x[odd], y[odd])
    print("const WEIGHTS: [f32; FEATURES] = [" + ", ".join(f"{v:.3f}" for v in w) + "];")
    print(f"const BIAS: f32 = {b:.3f};")
    score = x @ w + b
    for name, mask in (("odd", odd), ("even", ~odd)):
        kept = best(rows, score, mask)
        for bar in (-1, -0.5, 0, 0.5, 1, 1.5):
            said = collections.Counter(rows[i][1] for i in kept if score[i] > bar)
            print(name, bar, f"right {sum(n for k, n in said.items() if k in RELATED)} of {sum(said.values())}", dict(said))


main()
