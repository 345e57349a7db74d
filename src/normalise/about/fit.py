"""Fits src/normalise/about/weights.tsv and weights.read.tsv, for texts that no model reads and for those that one does.

    python3 src/normalise/about/fit.py about.tsv tuning.tsv > src/normalise/about/weights.tsv
    python3 src/normalise/about/fit.py about.read.tsv tuning.read.tsv kept.read.tsv > src/normalise/about/weights.read.tsv

Reads choices as `models/training/figures.py` writes them, which names the commands before: the features of each field, then by line article, field, group,
the figure's bytes, gold, and a candidate a column: whether it is right, the numbers of its features, its log probability by the model, where it is
named, its answer. (As `eval --pairs` writes them its sort stands in place of the probability, and nothing is read by the model.) Fits, for each field, a
conditional logit: the weights by which the right candidates have the greatest share of all, with weights of their own for each group drawn towards
none, and one for the log probability. Where no candidate is right, silence is. How well it does is told on standard error by folds that share no
article. Needs numpy.
"""

import sys
import zlib

import numpy as np

FOLDS = 5
# Name of the weight of the log probability.
READING = "Reading"
STEPS = 200
# What rules alone tell where no model reads.
RULED = ("direction", "modality")
# Pull towards zero of the weights of all groups and of those of one, by the folds on 2026-11-21.
L2, L2_GROUP = 0.006, 0.01


def heads(path):
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            _, field, groups, names = line.rstrip("\n").split("\t")
            yield field, names.split(","), int(groups)


def log_prob(written):
    try:
        return float(written)
    except ValueError:
        return 0.0


def read(paths, field):
    cases = []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            if line[0] in "#@":
                continue
            article, name, group, _, _, *candidates = line.rstrip("\n").split("\t")
            if name == field:
                parts = [candidate.split(":", 4) for candidate in candidates]
                right = np.array([part[0] == "1" for part in parts], dtype=float)
                log_probs = [log_prob(part[2]) for part in parts]
                if not right.any():
                    right[0] = 0.3
                features = [[int(i) for i in part[1].split(",") if i] for part in parts]
                cases.append((article, int(group), right, features, log_probs))
    return cases


class Design:
    def __init__(self, cases, n, groups):
        rows = [features for case in cases for features in case[3]]
        self.x = np.zeros((len(rows), n), dtype=np.float32)
        for at, features in enumerate(rows):
            self.x[at, features] = 1
        sizes = np.array([len(case[3]) for case in cases])
        self.case = np.repeat(np.arange(len(cases)), sizes)
        self.start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.group = np.repeat(np.array([case[1] for case in cases]), sizes)
        self.right = np.concatenate([case[2] for case in cases])
        self.log_probs = np.array([p for case in cases for p in case[4]])
        self.rows = [np.where(self.group == g)[0] for g in range(groups)]

    def scores(self, weights):
        w, of_reading = weights
        score = of_reading * self.log_probs
        for g, rows in enumerate(self.rows):
            if len(rows):
                score[rows] += self.x[rows] @ (w[:, 0] + w[:, 1 + g])
        return score

    def shares(self, score):
        top = np.maximum.reduceat(score, self.start)
        e = np.exp(score - top[self.case])
        return e / np.add.reduceat(e, self.start)[self.case]

    def gradient(self, weights):
        """Of the features' weights, and of that of the log probability."""
        p = self.shares(self.scores(weights))
        q = p * self.right
        total = np.add.reduceat(q, self.start)
        weight = np.maximum.reduceat(self.right, self.start)
        q = q / np.maximum(total, 1e-9)[self.case]
        d = (p - q) * weight[self.case]
        grad = np.zeros_like(weights[0])
        for g, rows in enumerate(self.rows):
            if len(rows):
                part = self.x[rows].T @ d[rows]
                grad[:, 0] += part
                grad[:, 1 + g] += part
        return grad / len(self.start), d @ self.log_probs / len(self.start)


def fit(cases, n, groups, l2=L2, l2_group=L2_GROUP):
    design = Design(cases, n, groups)
    w = np.zeros(n * (groups + 1) + 1)
    pull = np.full((n, groups + 1), l2_group)
    pull[:, 0] = l2
    pull = np.append(pull.ravel(), 0.0)
    m, v = np.zeros_like(w), np.zeros_like(w)
    of = lambda w: (w[:-1].reshape(n, groups + 1), w[-1])
    for step in range(1, STEPS + 1):
        of_features, of_reading = design.gradient(of(w))
        grad = np.append(of_features.ravel(), of_reading) + pull * w
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        w -= 0.1 * (1 - step / (STEPS + 1)) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return of(w)


def picked(cases, w, groups):
    design = Design(cases, len(w[0]), groups)
    share = design.shares(design.scores(w))
    for at, case in enumerate(cases):
        own = share[design.start[at]:design.start[at] + len(case[2])]
        best = int(own.argmax())
        yield case, best, own[best]


def report(field, outcomes, bars=(0.0, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)):
    for bar in bars:
        right = wrong = 0
        for case, best, share in outcomes:
            at = best if share >= bar else 0
            ok = case[2][at] == 1
            right += ok
            wrong += not ok and at > 0
        n = len(outcomes)
        print(f"{field} bar {bar:.2f}: right {right / n:.3f} wrong {wrong / n:.3f} of {n}", file=sys.stderr)


def main():
    for field, features, groups in heads(sys.argv[1]):
        cases = read(sys.argv[1:], field)
        if field in RULED and not any(p for case in cases for p in case[4]):
            continue
        fold = lambda case: zlib.crc32(case[0].encode()) % FOLDS
        outcomes = []
        for held in range(FOLDS):
            w = fit([case for case in cases if fold(case) != held], len(features), groups)
            outcomes += picked([case for case in cases if fold(case) == held], w, groups)
        reach = sum(case[2].max() == 1 for case in cases) / len(cases)
        print(f"{field}: a right answer among the candidates {reach:.3f}", file=sys.stderr)
        report(field, outcomes)
        w = fit(cases, len(features), groups)
        print(f"{field}\t{READING}\t{w[1]:.2f}")
        for name, row in zip(features, w[0]):
            print("\t".join([field, name] + [f"{value:.2f}" for value in row]))


if __name__ == "__main__":
    main()
