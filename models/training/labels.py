"""The label set, and sets of labels as bit masks.

A training word carries the set of labels it may have, not one label: a set that knows only ORG allows `B-company` and `B-organisation`.
"""

KINDS = ["company", "organisation", "person", "place", "regulation"]
LABELS = ["O"] + [f"{prefix}-{kind}" for kind in KINDS for prefix in "BI"]
OUTSIDE = 1
ANY = (1 << len(LABELS)) - 1


def begin(kind: str) -> int:
    return 1 + 2 * KINDS.index(kind)


def inside(kind: str) -> int:
    return 2 + 2 * KINDS.index(kind)


def mask(kinds, position: str) -> int:
    """Allowed labels of a word at `position` ("B", "I" or "BI") of a mention that may be any of `kinds`; the kind "O" allows no mention."""
    bits = 0
    for kind in kinds:
        if kind == "O":
            bits |= OUTSIDE
            continue
        if "B" in position:
            bits |= 1 << begin(kind)
        if "I" in position:
            bits |= 1 << inside(kind)
    return bits
