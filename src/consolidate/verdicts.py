"""Fits src/consolidate/verdict.tsv: what two figures that differ come to.

    python models/training/questions.py models/newswire-minilm --mixed mixed
    cargo run --release -- eval mixed --pairs mixed.tsv
    python3 src/consolidate/verdicts.py tuning.tsv relations.tsv kept.tsv mixed.tsv > src/consolidate/verdict.tsv

Reads pairs as `pairs.py` does, which names the other commands, after its constants stand in pair.rs: the last column holds what is looked at of pairs that
are each other's best and not equal. Fits a multinomial logit; where the gold tells no relation the pair is none. Of events whose figures are
only keyed by question, unequal answers to one question are disputed unless one rounds the other, and count half. Of reports of different events
put together none is: stories of a crawl hold many such. How well it does is told on
standard error by folds that share no story. Needs numpy.
"""

import collections
import re
import sys
from pathlib import Path

import numpy as np

KINDS = ["none", "updated", "scope", "disputed", "rounded"]
FOLDS = 8
L2, STEPS, RATE = 3e-3, 400, 0.05
KEYED = 0.5
BARS = (0.3, 0.4, 0.5, 0.6, 0.7)
RUST = Path(__file__).with_name("verdict.rs").read_text(encoding="utf-8")
NAMES = re.findall(r'"([^"]+)"', RUST.split("const NAMES", 1)[1].split("];", 1)[0])
ROUNDING = NAMES.index("rounding")
# Of stories made of different events, beside others: they are many, and of few can it be doubted.
MIXED = 0.25


def kind(relation, features):
    if relation in ("updated", "scope", "disputed"):
        return relation
    if relation in ("agreed", "converted", "rounded"):
        return "rounded" if relation == "rounded" or features[ROUNDING] else "disputed"
    return "none"


def read(paths):
    for path in paths:
        rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
        known = {row[1] for row in rows}
        weight = MIXED if known == {"-"} else 1.0 if "disputed" in known else KEYED
        for row in rows:
            if row[-1]:
                looked_at = [float(x) for x in row[-1].split(",")]
                features, common = looked_at[: len(NAMES)], looked_at[len(NAMES) :]
                yield row[0], row[1], kind(row[1], features), features, common, weight


def of_one_event(x, y):
    """Weights and constant of a logit that reports tell one event."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(z @ w)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + L2 * len(y) * np.eye(len(w))
        w -= np.linalg.solve(hessian, z.T @ (p - y) + L2 * len(y) * w)
    return [*(w[:-1] / scale), w[-1] - (w[:-1] / scale * mean).sum()]


def shares(scores):
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return scores / scores.sum(1, keepdims=True)


def fit(x, y, weight):
    """Weights and constants by feature and kind, those of none 0."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    w, m, v = (np.zeros((z.shape[1], len(KINDS))) for _ in range(3))
    pull = np.append(np.full(x.shape[1], L2), 0.0)[:, None]
    for step in range(1, STEPS + 1):
        gradient = z.T @ ((shares(z @ w) - np.eye(len(KINDS))[y]) * weight[:, None]) / weight.sum() + pull * w
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    rows = np.vstack([w[:-1] / scale[:, None], w[-1] - (mean / scale) @ w[:-1]])
    return rows - rows[:, :1]


def judged(x, rows):
    scores = x @ rows[:-1] + rows[-1]
    can_round = x[:, ROUNDING] > 0
    scores[~can_round, KINDS.index("rounded")] = -np.inf
    scores[can_round, KINDS.index("disputed")] = -np.inf
    return shares(scores)


def main():
    stories, relations, kinds, x, common, weight = (list(column) for column in zip(*read(sys.argv[1:])))
    one_event = of_one_event(np.array(common), np.array([at != MIXED for at in weight], dtype=float))
    print("ONE_EVENT:", ", ".join(f"{value:.3f}" for value in one_event), file=sys.stderr)
    x, weight, y = np.array(x), np.array(weight), np.array([KINDS.index(name) for name in kinds])
    names = sorted(set(stories))
    fold = np.array([names.index(story) % FOLDS for story in stories])
    share = np.zeros((len(y), len(KINDS)))
    for at in range(FOLDS):
        share[fold == at] = judged(x[fold == at], fit(x[fold != at], y[fold != at], weight[fold != at]))
    best = share.argmax(1)
    for relation in sorted(set(relations)):
        said = collections.Counter(KINDS[best[i]] for i, own in enumerate(relations) if own == relation)
        print(f"{relation}: {dict(said)}", file=sys.stderr)
    disputed = KINDS.index("disputed")
    for bar in BARS:
        told = [i for i in range(len(y)) if best[i] == disputed and share[i, disputed] >= bar]
        print(f"disputed from {bar}: {dict(collections.Counter(relations[i] for i in told))}", file=sys.stderr)
    for name, row in zip([*NAMES, "constant"], fit(x, y, weight)):
        print("\t".join([name, *(f"{value:.3f}" for value in row[1:])]))


main()
