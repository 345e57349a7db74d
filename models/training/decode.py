"""From log-probabilities of words to mentions: Viterbi over BIO with illegal steps forbidden, and the score of a span."""

import numpy as np

from labels import KINDS, LABELS, begin, inside

FORBIDDEN = -1e9
_N = len(LABELS)
START = np.array([FORBIDDEN if label.startswith("I-") else 0.0 for label in LABELS])
STEP = np.zeros((_N, _N))
for _kind in KINDS:
    for _before in range(_N):
        if _before not in (begin(_kind), inside(_kind)):
            STEP[_before, inside(_kind)] = FORBIDDEN


def viterbi(log_probs: np.ndarray) -> list[int]:
    """Best legal label path of `[n_words, n_labels]` log-probabilities; ties go to the lower label."""
    if len(log_probs) == 0:
        return []
    best, back = log_probs[0] + START, []
    for row in log_probs[1:]:
        paths = best[:, None] + STEP
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def mentions(path: list[int]) -> list[tuple[int, int, str]]:
    """`(first word, word after last, kind)` of each mention of a legal path."""
    found, start = [], None
    for i, label in enumerate(path + [0]):
        if start is not None and label != inside(found_kind):
            found.append((start, i, found_kind))
            start = None
        if label and label % 2 == 1:
            start, found_kind = i, KINDS[label // 2]
    return found


def score(log_probs: np.ndarray, start: int, stop: int, kind: str) -> float:
    """exp of the mean over the span's words of log p(kind), p(kind) = p(B-kind) + p(I-kind)."""
    of_kind = np.logaddexp(log_probs[start:stop, begin(kind)], log_probs[start:stop, inside(kind)])
    return float(np.exp(of_kind.mean()))
