"""Fits the weights of src/consolidate/pair.rs.

    cargo run --release -- eval eval/gold/stories --part tuning --pairs tuning.tsv
    cargo run --release -- eval models/training/relations --pairs relations.tsv
    python models/training/questions.py models/newswire-minilm --gold kept
    cargo run --release -- eval kept --pairs kept.tsv
    python3 src/consolidate/pairs.py tuning.tsv relations.tsv kept.tsv

Reads the pairs that are compared (story, relation of the gold, places, features, and what `verdicts.py` reads); fits a logistic regression, and on its
scores of stories it has not seen a second one over the leads of a pair before the next best partners of its figures, once with
what the model reads of their questions and once without. The events kept apart are unknown to those layers of the
model, as the gold is. Prints the constants to paste, then by folds of stories how the best pairs come out. Needs numpy.
"""

import collections
import sys

import numpy as np

RELATED = {"agreed", "rounded", "converted", "updated", "scope", "disputed"}
L2 = 1e-3
FOLDS = 5
ALONE = 3.0  # as in pair.rs
UNREAD = 29  # features without what the model reads
OF_MODEL = (16, 17)  # and those that a run without a model lacks: the cosine of the sentences, names in both


def read(paths):
    rows = [line.rstrip("\n").split("\t") for path in paths for line in open(path, encoding="utf-8")]
    x = np.array([[float(f) for f in row[4:-1]] for row in rows])
    y = np.array([float(row[1] in RELATED) for row in rows])
    return rows, x, y, np.array([row[0] for row in rows])


def fit(x, y):
    """Newton's method on the penalised likelihood; gives weights and constant."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    w, penalty = np.zeros(z.shape[1]), L2 * len(y) * np.append(np.ones(x.shape[1]), 1e-3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-(z @ w)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        w -= np.linalg.solve(hessian, z.T @ (p - y) + penalty * w)
    return w[:-1] / scale, w[-1] - (w[:-1] / scale * mean).sum()


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
    is_best = [min(pair) >= 0 for pair in both]
    return np.column_stack([score, np.array(both)]), np.array(is_best)


def folded(x, y, fold):
    """Scores by weights fitted on the other folds."""
    score = np.zeros(len(y))
    for at in range(FOLDS):
        w, b = fit(x[fold != at], y[fold != at])
        score[fold == at] = x[fold == at] @ w + b
    return score


def show(rows, x, y, fold, name):
    x = x[:, x.std(0) > 0]
    first = folded(x, y, fold)
    led, is_best = leads(rows, first)
    score = folded(led, y, fold)
    order = np.argsort(-first, kind="stable")
    precision = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    print(f"// {name}: average precision {precision[y[order] > 0].mean():.3f} of {len(y)} pairs, {int(y.sum())} related")
    for bar in (-0.6, 0, 0.5, 1, 1.5, 2):
        said = collections.Counter(rows[i][1] for i in np.where(is_best & (score > bar))[0])
        print("//", bar, f"right {sum(n for k, n in said.items() if k in RELATED)} of {sum(said.values())}", dict(said))


def main():
    rows, x, y, story = read(sys.argv[1:])
    names = sorted(set(story))
    fold = np.array([names.index(name) % FOLDS for name in story])
    blind = x[:, :UNREAD].copy()
    blind[:, OF_MODEL] = 0
    for name, used in (("UNREAD", blind), ("READ", x)):
        w, b = fit(used, y)
        w = np.append(w, np.zeros(x.shape[1] - used.shape[1]))
        w2, b2 = fit(leads(rows, folded(used, y, fold))[0], y)
        print(f"const {name}: features [" + ", ".join(f"{v:.3f}" for v in w) + f"], bias: {b:.3f},")
        print("leads: [" + ", ".join(f"{v:.3f}" for v in w2) + f"], leads_bias: {b2:.3f}")
        show(rows, used, y, fold, name)


main()
