"""From `Example`s to training items: allowed labels of every word, de-duplication, sampling, renaming and casing.

An `Item` holds pieces, shapes, the first piece of each word and the labels each word may have (bit masks of `labels`).
"""

import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import facts
import sets
import words
from labels import OUTSIDE, mask
from sets import Example

DATA = Path("/work/shared/data")
MAX_TRAIN_PIECES = 96
LINKERS = frozenset("of the for and & de la du der von van di del 's ' - .".split())

# Copies of each set in one epoch of the mix (a fraction: a fresh random part each epoch). Chosen by news style and label quality.
COPIES = {
    "annotated": 1.2, "fire": 1.5, "fewnerd": 0.2, "wikigold": 0.5, "uner": 0.3, "wnut": 0.15, "crossner": 0.4, "grobid": 0.15,
    "indian_legal": 0.12, "sentfin": 0.2, "never_shipped": 1.0,
}  # fmt: skip
RENAMED = {"annotated": 0.45, "fire": 0.4, "fewnerd": 0.1, "wikigold": 0.1, "sentfin": 0.1}


@dataclass
class Item:
    pieces: list[int]
    shapes: list[int]
    first: list[int]
    allowed: list[int]
    source: str


def held_out_texts(annotated: Path, never_shipped: bool) -> list[str]:
    """Every text that is only ever scored: the evaluate-only sets and our own dev and test sentences."""
    paths = sorted((DATA / "ner/evaluate-only").glob("*.jsonl"))
    scored = [path for path in paths if not (never_shipped and ".train." in path.name)]
    texts = [text for path in scored for text, _ in sets.token_rows(path)]
    return texts + [e.text for split in ("dev", "test") for e in sets.annotated(annotated, split)]


def fingerprint(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def training_examples(annotated: Path, never_shipped: bool = False) -> dict[str, list[Example]]:
    """All sets, without repeats and without any text that is held out (short texts of under 20 letters are never held out).

    `never_shipped` adds the training parts of evaluate-only sets.
    """
    held_out = {f for f in map(fingerprint, held_out_texts(annotated, never_shipped)) if len(f) >= 20}
    seen, by_source = set(), {}
    readers = [sets.fire, sets.wikigold, sets.uner, sets.wnut, sets.crossner, sets.fewnerd, sets.grobid, sets.indian_legal, sets.sentfin]
    readers += [sets.never_shipped] if never_shipped else []
    groups = [sets.annotated(annotated, "train")] + [reader(DATA) for reader in readers]
    for group in groups:
        for example in group:
            key = fingerprint(example.text)
            if key and key not in held_out and key not in seen:
                seen.add(key)
                by_source.setdefault(example.source, []).append(example)
    COMMON_STARTS.update(often_lower(by_source))
    return by_source


def drawn(by_source: dict[str, list[Example]], count: int, seed: int) -> list[str]:
    """At most `count` different training sentences of 6 to 60 words."""
    texts = sorted({e.text for examples in by_source.values() for e in examples if 6 <= len(e.text.split()) <= 60})
    return random.Random(seed).sample(texts, min(count, len(texts)))


def often_lower(by_source: dict[str, list[Example]]) -> set[str]:
    """Words that stand in lower case at least three times: capitalised at the start of a sentence, they say nothing of a name."""
    tally = Counter(word for group in by_source.values() for e in group for word in e.text.split() if word.islower())
    return {word for word, n in tally.items() if n >= 3}


def items(tokenizer, example: Example) -> list[Item]:
    """The training items of one example (more than one only where it is long)."""
    sentence = words.encode(tokenizer, example.text)
    allowed = allowed_labels(example, sentence)
    result, start = [], 0
    while start < len(sentence.first):
        stop = start + 1
        while stop < len(sentence.first) and sentence.first[stop] - sentence.first[start] < MAX_TRAIN_PIECES:
            stop += 1
        part = words.cut(sentence, start, stop)
        if len(part.first) == stop - start and all(f < len(part.pieces) for f in part.first):
            result.append(Item(part.pieces, part.shapes, part.first, allowed[start:stop], example.source))
        start = stop
    return result


def allowed_labels(example: Example, sentence: words.Encoded) -> list[int]:
    allowed = _open_labels(example, sentence)
    for start, end, kinds in example.marks:
        inside = [i for i, (s, e) in enumerate(sentence.spans) if s < end and e > start]
        loose = len(kinds) > 1
        for nth, i in enumerate(inside):
            either = loose and "O" in kinds
            allowed[i] = mask(kinds, "BI" if nth and either else "I" if nth else "BI" if either and len(kinds) > 2 else "B")
    return allowed


def _open_labels(example: Example, sentence: words.Encoded) -> list[int]:
    """`O` for every word, and the kinds its set does not label for capitalised words that could be names."""
    allowed = [OUTSIDE] * len(sentence.first)
    if not example.open_kinds:
        return allowed
    surfaces = [example.text[s:e] for s, e in sentence.spans]
    lower = [s for s in surfaces if s.isalpha() and s.islower()]
    headline = len(lower) * 3 < sum(s.isalpha() for s in surfaces)
    could = [_could_be_name(s, i, headline) for i, s in enumerate(surfaces)]
    if len(could) > 1 and not could[0] and could[1] and surfaces[0].lower() not in FUNCTION_WORDS | facts.POSTS | facts.DEMONYMS:
        could[0] = surfaces[0][:1].isupper()
    opened = mask(("O", *example.open_kinds), "BI")
    continued = mask(("O", *example.open_kinds), "I")
    for i, surface in enumerate(surfaces):
        if could[i]:
            allowed[i] = opened
        elif surface.lower() in LINKERS and any(could[max(0, i - 2) : i]) and any(could[i + 1 : i + 3]):
            allowed[i] = continued
    return allowed


def _could_be_name(surface: str, position: int, headline: bool) -> bool:
    low = surface.lower()
    if not any(c.isupper() for c in surface) or low in facts.DEMONYMS or low in facts.CALENDAR or low in facts.POSTS:
        return False
    if low in FUNCTION_WORDS:
        return False
    return headline or position > 0 or words.shape(surface) != words.TITLE or low not in COMMON_STARTS


FUNCTION_WORDS = frozenset(
    """the a an and or but if of in on at by for from to with without as is was are were be been being it its he she they we you i his her their our your
    this that these those there here which who whom whose what when where why how not no nor so than then also after before during since while
    although though because until unless about against between into through over under again further both each few more most other some such only
    own same too very can could will would shall should may might must do does did has have had having one two three four five six seven eight nine
    ten first second third new many much several however therefore thus meanwhile moreover instead according all any another among despite like
    up down out off per via""".split()
)
# Grows by `often_lower` when the sets are read.
COMMON_STARTS = set(FUNCTION_WORDS) | set(
    """today yesterday tomorrow later earlier following given based born located built known used made originally currently recently finally
    eventually initially subsequently additionally similarly nevertheless people members students women men children officials analysts shares
    sales profit revenue net total company companies firms investors in-depth most part early late next last high low great small large long short
    even just yet still once perhaps please thanks thank yes my me him them us let get go see use using work time day year years""".split()
)


class Renamer:
    """Puts other names of the same kind into an example, so that names are learnt by shape and context rather than by heart."""

    def __init__(self, by_source: dict[str, list[Example]]):
        self.listed = facts.listed_companies(DATA)
        self.laws = facts.law_names(DATA)
        pools = {"company": set(), "person": set(), "place": set()}
        for source in ("annotated", "fire", "fewnerd", "wikigold", "uner"):
            for example in by_source.get(source, []):
                for start, end, kinds in example.marks:
                    usable = len(kinds) == 1 and kinds[0] in pools and 2 < end - start < 40 and example.text[start].isupper()
                    if usable and not (source == "fewnerd" and kinds == ("place",)):
                        pools[kinds[0]].add(example.text[start:end])
        self.pools = {kind: sorted(names) for kind, names in pools.items()}

    def name(self, kind: str, old: str, rng: random.Random) -> str | None:
        if kind == "company":
            if rng.random() < 0.4:
                return rng.choice(self.pools[kind])
            name = rng.choice(self.listed)
            return facts.without_legal_form(name) if rng.random() < 0.7 else name
        if kind == "regulation":
            return self._law(old, rng)
        if (kind == "person" and " " in old) or (kind == "place" and rng.random() < 0.5):
            return rng.choice(self.pools[kind])
        return None

    def _law(self, old: str, rng: random.Random) -> str | None:
        """A law of the same form: a numbered act for a numbered one, a named act for a named one; others stay."""
        year, number = rng.randint(1985, 2026), rng.randint(2, 2600)
        if re.match(r"(?:Commission |Council |Delegated |Implementing )*(?:Regulation|Directive)\b.*\d", old):
            return rng.choice([f"Regulation (EU) {year}/{number}", f"Directive {year}/{number}/EU", f"Directive (EU) {year}/{number}",
                               f"Directive {year}/{number}/EC", f"Regulation (EC) No {number}/{year}"])  # fmt: skip
        if re.fullmatch(r"(?:Section|Article|Rule|Title|Schedule|Proposition) [\dIVXA-Z.()-]+", old):
            return f"{old.split()[0]} {rng.randint(1, 400)}"
        if re.fullmatch(r"(?:SB|AB|HB|H\.R\.|S\.|HR) ?\d+", old):
            return f"{rng.choice(['SB', 'AB', 'HB', 'H.R.'])} {number}"
        if re.search(r"\bAct\b", old) and not old.startswith(("Section", "Article")):
            return rng.choice(self.laws)
        return None

    def renamed(self, example: Example, rng: random.Random) -> Example:
        text, marks, shift, swaps = example.text, [], 0, {}
        for start, end, kinds in sorted(example.marks):
            old, start, end = example.text[start:end], start + shift, end + shift
            if len(kinds) == 1:
                if old not in swaps:
                    swaps[old] = (self.name(kinds[0], old, rng) if rng.random() < 0.6 else None) or old
                new = swaps[old].upper() if old.isupper() and len(old) > 5 else swaps[old]
                text = text[:start] + new + text[end:]
                shift += len(new) - len(old)
                end = start + len(new)
            marks.append((start, end, kinds))
        return Example(text, marks, example.open_kinds, example.source, example.extra)


def overlapping(example: Example) -> bool:
    marks = sorted(example.marks)
    return any(a[1] > b[0] for a, b in zip(marks, marks[1:]))


def epoch(tokenizer, by_source, copies: dict[str, float], renamer: Renamer, rng: random.Random) -> list[Item]:
    """The items of one epoch: every set in its number of copies, some renamed, some recased, in random order."""
    result = []
    for source in sorted(by_source):
        whole, part = divmod(copies.get(source, 0.0), 1)
        chosen = by_source[source] * int(whole) + rng.sample(by_source[source], int(part * len(by_source[source])))
        for example in chosen:
            if rng.random() < RENAMED.get(source, 0.0) and not overlapping(example):
                example = renamer.renamed(example, rng)
            result += [vary(item, rng) for item in items(tokenizer, example)]
    rng.shuffle(result)
    return result


MASK_PIECE = 103


def vary(item: Item, rng: random.Random) -> Item:
    """Casing of whole sentences (ALL CAPS, lower case, Title Case) and masking of the pieces of a mention."""
    turn = rng.random()
    shapes = item.shapes
    if turn < 0.07:
        shapes = [words.UPPER if s in (words.LOWER, words.TITLE, words.MIXED) else s for s in shapes]
    elif turn < 0.14:
        shapes = [words.LOWER if s in (words.UPPER, words.TITLE, words.MIXED) else s for s in shapes]
    elif turn < 0.19:
        shapes = [words.TITLE if s == words.LOWER else s for s in shapes]
    pieces = item.pieces
    if rng.random() < 0.12:
        pieces = list(pieces)
        bounds = item.first[1:] + [len(pieces)]
        for first, stop, allowed in zip(item.first, bounds, item.allowed):
            if not allowed & OUTSIDE and rng.random() < 0.35:
                pieces[first:stop] = [MASK_PIECE] * (stop - first)
    return Item(pieces, shapes, item.first, item.allowed, item.source)


def batches(group: list[Item], budget: int, rng: random.Random) -> list[list[Item]]:
    """Batches of at most `budget` pieces, of nearly equal lengths (sorted within large pools), in random order."""
    result, pool_size = [], 4000
    for at in range(0, len(group), pool_size):
        pool = sorted(group[at : at + pool_size], key=lambda item: len(item.pieces))
        batch = []
        for item in pool:
            if batch and (len(item.pieces) + 2) * (len(batch) + 1) > budget:
                result.append(batch)
                batch = []
            batch.append(item)
        if batch:
            result.append(batch)
    rng.shuffle(result)
    return result
