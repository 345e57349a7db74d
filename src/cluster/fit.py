"""Fits the weights of `[cluster]` in src/config/default.toml, and measures them on articles they were not fitted on.

    wirebrief run allsides_dev.jsonl --out out --pairs
    python3 src/cluster/fit.py out allsides_dev.jsonl [--by-words] [--ablate]

Reads the pairs that a run compared (pairs.jsonl) and the event of each article (`id` and `cluster` of the gold); fits a
logistic regression, prints the weights, and five-fold figures: the events are parted by a fixed shuffle into five, each
fifth is joined by average link (src/cluster/link.rs) with weights fitted on the other four, and B3 is taken over all. The
bar, as an offset of the constant, is chosen on the four. With --by-words, the weights of `[cluster.by_words]`, from a run
with --no-model; with --ablate, the same without each channel. Needs numpy.
"""

import collections
import heapq
import json
import random
import sys

import numpy as np

CHANNELS = ["title", "lead", "opening", "closest", "words", "title_words", "figures", "clash", "days"]
if "--by-words" in sys.argv:
    CHANNELS = ["words", "title_words", "figures", "clash", "days"]
UNSCORED = -6.0  # as in link.rs
L2 = 1e-3
FOLDS = 5


def read(out, gold):
    event = {str(row["id"]): str(row["cluster"]) for row in map(json.loads, open(gold, encoding="utf-8"))}
    documents = [json.loads(line) for line in open(f"{out}/documents.jsonl", encoding="utf-8")]
    of = {d["id"]: event[d["record_id"]] for d in documents if d["record_id"] in event}
    copies = {d["id"]: d["copy_of"] for d in documents if d["copy_of"] and d["id"] in of}
    pairs = [json.loads(line) for line in open(f"{out}/pairs.jsonl", encoding="utf-8")]
    pairs = [p for p in pairs if p["a"] in of and p["b"] in of]
    x = np.array([[p["channels"][c] for c in CHANNELS] for p in pairs])
    return of, copies, [(p["a"], p["b"]) for p in pairs], x


def fit(x, y):
    """Newton's method on the penalised likelihood; gives weights and constant."""
    x1 = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x1.shape[1])
    ridge = L2 * len(x1) * np.eye(len(w)) / 100
    ridge[-1, -1] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x1 @ w, -30, 30)))
        gradient = x1.T @ (y - p) - ridge @ w
        hessian = (x1 * (p * (1 - p))[:, None]).T @ x1 + ridge
        w += np.linalg.solve(hessian, gradient)
    return w[:-1], w[-1]


def joined(members, pairs, odds):
    """Average link over log odds: the group of each member."""
    home = {m: {m} for m in members}
    between = collections.defaultdict(dict)
    for (a, b), odd in zip(pairs, odds):
        between[a][b] = between[b][a] = (odd, 1)
    mean = lambda a, b: (between[a][b][0] + UNSCORED * (len(home[a]) * len(home[b]) - between[a][b][1])) / (
        len(home[a]) * len(home[b]))
    heap = [(-mean(a, b), a, b) for a in between for b in between[a] if a < b and mean(a, b) >= 0]
    heapq.heapify(heap)
    while heap:
        score, a, b = heapq.heappop(heap)
        if a not in home or b not in home or b not in between[a] or -mean(a, b) != score:
            continue
        home[a] |= home.pop(b)
        between[a].pop(b)
        for other, (total, n) in between.pop(b).items():
            if other == a:
                continue
            between[other].pop(b)
            old, m = between[a].get(other, (0.0, 0))
            between[a][other] = between[other][a] = (old + total, m + n)
        for other in between[a]:
            if mean(a, other) >= 0:
                heapq.heappush(heap, (-mean(a, other), min(a, other), max(a, other)))
    return {m: name for name, group in home.items() for m in group}


def b_cubed(found, of):
    groups, events = collections.defaultdict(set), collections.defaultdict(set)
    for m in of:
        groups[found[m]].add(m)
        events[of[m]].add(m)
    both = {m: len(groups[found[m]] & events[of[m]]) for m in of}
    p = np.mean([both[m] / len(groups[found[m]]) for m in of])
    r = np.mean([both[m] / len(events[of[m]]) for m in of])
    return p, r, 2 * p * r / (p + r)


def grouped(data, w, b, keep):
    of, copies, pairs, x = data
    inside = [i for i, (a, c) in enumerate(pairs) if of[a] in keep and of[c] in keep]
    odds = np.clip(x[inside] @ w + b, -8, 8)
    members = {m for m in of if of[m] in keep}
    found = joined(members - set(copies), [pairs[i] for i in inside], odds)
    root = lambda m: root(copies[m]) if m in copies and copies[m] in members else m
    return {m: found.get(root(m), root(m)) for m in members}


def folds(data, columns):
    of, copies, pairs, x = data
    x = x * np.isin(np.arange(x.shape[1]), columns)
    events = sorted(set(of.values()))
    random.Random(0).shuffle(events)
    found = {}
    for fold in range(FOLDS):
        held = set(events[fold::FOLDS])
        rest = set(events) - held
        train = [i for i, (a, c) in enumerate(pairs) if of[a] in rest and of[c] in rest]
        y = np.array([float(of[pairs[i][0]] == of[pairs[i][1]]) for i in train])
        w, b = fit(x[train], y)
        data_x = (of, copies, pairs, x)
        score = lambda shift: b_cubed(g := grouped(data_x, w, b + shift, rest), {m: of[m] for m in g})[2]
        shift = max(np.arange(0, 4.1, 0.5), key=score)
        found.update({m: (fold, g) for m, g in grouped(data_x, w, b + shift, held).items()})
    return b_cubed(found, of)


def main():
    data = read(*sys.argv[1:3])
    of, _, pairs, x = data
    y = np.array([float(of[a] == of[b]) for a, b in pairs])
    w, b = fit(x, y)
    print(f"{len(pairs)} pairs, {int(y.sum())} of one event, {len(of)} articles, {len(set(of.values()))} events")
    for name, weight in [*zip(CHANNELS, w), ("bias", b)]:
        print(f"{name} = {weight:.2f}")
    show = lambda name, f: print(f"{name:<24} B3 P {f[0]:.3f} R {f[1]:.3f} F1 {f[2]:.3f}", flush=True)
    show("five folds", folds(data, list(range(len(CHANNELS)))))
    if "--ablate" in sys.argv:
        for at, name in enumerate(CHANNELS):
            show(f"without {name}", folds(data, [i for i in range(len(CHANNELS)) if i != at]))


main()
