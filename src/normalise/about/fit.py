"""Fits src/normalise/about/weights.tsv.

    cargo run --release -- eval models/training/about --pairs about.tsv
    cargo run --release -- eval eval/gold/figures --part tuning --pairs tuning.tsv
    python3 src/normalise/about/fit.py about.tsv tuning.tsv > src/normalise/about/weights.tsv

Reads the features of each field and the choices there were (article, field, group, the figure's bytes in its sentence and that sentence, gold, then a
candidate a column: whether it is right, the numbers of its features, its class, its answer) and fits, for each field, a conditional logit: the weights by which the
right candidates have the greatest share of all, with weights of their own for each group drawn towards none. Where no
candidate is right, silence is. How well it does is told on standard error by folds that share no article.
Needs numpy.
"""

import sys
import zlib

import numpy as np

FOLDS = 5
STEPS = 200
# Pull towards zero of the weights of all groups and of those of one, by the folds on 2026-11-21.
L2, L2_GROUP = 0.006, 0.01


def heads(path):
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            _, field, groups, names = line.rstrip("\n").split("\t")
            yield field, names.split(","), int(groups)


def read(paths, field):
    cases = []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            if line.startswith("#"):
                continue
            article, name, group, _, gold, *candidates = line.rstrip("\n").split("\t")
            if name == field:
                parts = [candidate.split(":", 3) for candidate in candidates]
                right = np.array([part[0] == "1" for part in parts], dtype=float)
                answers = [part[3] for part in parts]
                if not right.any():
                    right[0] = 0.3
                features = [[int(i) for i in part[1].split(",") if i] for part in parts]
                cases.append((article, int(group), right, features, answers, gold))
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
        self.rows = [np.where(self.group == g)[0] for g in range(groups)]

    def scores(self, w):
        score = np.zeros(len(self.x))
        for g, rows in enumerate(self.rows):
            if len(rows):
                score[rows] = self.x[rows] @ (w[:, 0] + w[:, 1 + g])
        return score

    def shares(self, score):
        top = np.maximum.reduceat(score, self.start)
        e = np.exp(score - top[self.case])
        return e / np.add.reduceat(e, self.start)[self.case]

    def gradient(self, w):
        p = self.shares(self.scores(w))
        q = p * self.right
        total = np.add.reduceat(q, self.start)
        weight = np.maximum.reduceat(self.right, self.start)
        q = q / np.maximum(total, 1e-9)[self.case]
        d = (p - q) * weight[self.case]
        grad = np.zeros_like(w)
        for g, rows in enumerate(self.rows):
            if len(rows):
                part = self.x[rows].T @ d[rows]
                grad[:, 0] += part
                grad[:, 1 + g] += part
        return grad / len(self.start)


def fit(cases, n, groups, l2=L2, l2_group=L2_GROUP):
    design = Design(cases, n, groups)
    w = np.zeros((n, groups + 1))
    pull = np.full_like(w, l2_group)
    pull[:, 0] = l2
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        grad = design.gradient(w) + pull * w
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        w -= 0.1 * (1 - step / (STEPS + 1)) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def picked(cases, w, groups):
    design = Design(cases, len(w), groups)
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
        fold = lambda case: zlib.crc32(case[0].encode()) % FOLDS
        outcomes = []
        for held in range(FOLDS):
            w = fit([case for case in cases if fold(case) != held], len(features), groups)
            outcomes += picked([case for case in cases if fold(case) == held], w, groups)
        reach = sum(case[2].max() == 1 for case in cases) / len(cases)
        print(f"{field}: a right answer among the candidates {reach:.3f}", file=sys.stderr)
        report(field, outcomes)
        w = fit(cases, len(features), groups)
        for name, row in zip(features, w):
            print("\t".join([field, name] + [f"{value:.2f}" for value in row]))


if __name__ == "__main__":
    main()
