"""The training sets, each read into `Example`s: text, mentions with the kinds they may be, and what an unmarked capitalised word may be.

A set teaches only what it labels. Where it lumps kinds together, a mention may be any of them; where it does not label a kind, capitalised words
outside its mentions stay open for that kind instead of being taught as `O`.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import facts

C, G, P, L, R = ("company",), ("organisation",), ("person",), ("place",), ("regulation",)
FIRM_OR_BODY = ("company", "organisation")
MAYBE_FIRM = ("O", "company")
UNKNOWN = ("O", "company", "organisation", "person", "place", "regulation")


@dataclass
class Example:
    """`marks` are `(start, end, kinds)` in characters; `open_kinds` is what an unmarked capitalised word may be beside `O`."""

    text: str
    marks: list[tuple[int, int, tuple[str, ...]]]
    open_kinds: tuple[str, ...] = ()
    source: str = ""
    extra: dict = field(default_factory=dict)


FEWNERD = {
    "organization_company": C, "organization_media/newspaper": FIRM_OR_BODY, "organization_education": G, "organization_other": G,
    "organization_sportsteam": G, "organization_sportsleague": G, "location_GPE": L, "location_road/railway/highway/transit": L,
    "location_mountain": L, "location_island": L, "building_airport": L, "building_sportsfacility": L, "building_hotel": ("place", "company"),
    "building_restaurant": ("place", "company"), "person_artist/author": P, "person_politician": P, "person_soldier": P, "person_director": P,
    "other_law": R, "other_god": ("O", "person"), "product_other": MAYBE_FIRM, "product_airplane": MAYBE_FIRM, "product_software": MAYBE_FIRM,
    "product_food": MAYBE_FIRM, "product_ship": MAYBE_FIRM,
}  # fmt: skip
CONLL = {"ORG": FIRM_OR_BODY, "PER": P, "LOC": L, "MISC": ("O", "regulation")}
WNUT = {"corporation": C, "group": ("organisation", "O"), "person": P, "location": L, "product": MAYBE_FIRM}
FIRE = {"Company": C, "Person": P, "Location": L, "GeopoliticalEntity": L, "BusinessUnit": MAYBE_FIRM, "Product": MAYBE_FIRM}
CROSSNER = {
    "politicalparty": G, "organisation": FIRM_OR_BODY, "university": G, "politician": P, "person": P, "researcher": P, "location": L,
    "country": L, "misc": ("O", "organisation", "regulation", "person"), "event": ("O", "regulation", "organisation"),
    "conference": ("O", "organisation"), "product": MAYBE_FIRM,
}  # fmt: skip
INDIAN = {
    "STATUTE": R, "PROVISION": R, "COURT": G, "ORG": FIRM_OR_BODY, "GPE": L, "JUDGE": P, "LAWYER": P, "WITNESS": P, "OTHER_PERSON": P,
    "PETITIONER": ("person", "company", "organisation", "place"), "RESPONDENT": ("person", "company", "organisation", "place"),
    "PRECEDENT": UNKNOWN, "CASE_NUMBER": ("O",), "DATE": ("O",),
}  # fmt: skip
GROBID = {
    "LEGAL": R, "LOCATION": L, "country/N1": L, "municipality/N1": L, "supernational_region/N1": L, "PERSON": P, "politician/N2": P,
    "INSTITUTION": ("organisation", "O"), "ORGANISATION": ("organisation", "O"), "BUSINESS": C, "MEDIA": FIRM_OR_BODY,
    "INSTALLATION": ("place", "organisation", "O"), "supernational_organization/N1": G, "MEASURE": ("O",), "PERIOD": ("O",),
    "NATIONAL": ("O",), "date/N7": ("O",), "EVENT": ("O",), "PERSON_TYPE": ("O",),
}  # fmt: skip


def fewnerd(root: Path) -> list[Example]:
    """Government bodies, parties, actors, athletes, scholars, lakes, parks… are `O` in these slices, so capitalised words stay open."""
    files = ["fewnerd_inter_part.dev.jsonl", "fewnerd_inter_part.test.jsonl"]
    return _token_sets(root, files, FEWNERD, ("organisation", "person", "place"), "fewnerd")


def wikigold(root: Path) -> list[Example]:
    return _token_sets(root, ["wikigold.all.jsonl"], CONLL, (), "wikigold")


def never_shipped(root: Path) -> list[Example]:
    """Training parts of evaluate-only sets, for a run that shows what licence-clean data costs; its weights are never shipped."""
    files = ["conll2003.train.jsonl", "finer_ord.train.jsonl"]
    return _token_sets(root, files, CONLL, ("regulation",), "never_shipped", "evaluate-only")


def uner(root: Path) -> list[Example]:
    files = ["uner_en_ewt.dev.jsonl", "uner_en_ewt.test.jsonl"]
    return _token_sets(root, files, CONLL, ("regulation",), "uner")


def wnut(root: Path) -> list[Example]:
    return _token_sets(root, ["wnut17.dev.jsonl", "wnut17.train.jsonl"], WNUT, ("regulation", "organisation"), "wnut")


def crossner(root: Path) -> list[Example]:
    files = [f"crossner_{topic}.{part}.jsonl" for topic in ("ai", "politics") for part in ("train", "dev")]
    return _token_sets(root, files, CROSSNER, ("regulation",), "crossner")


def fire(root: Path) -> list[Example]:
    return _token_sets(root, ["fire.dev.jsonl"], FIRE, ("organisation", "regulation"), "fire")


def grobid(root: Path) -> list[Example]:
    examples = []
    for row in _rows(root, "grobid_ner_xml.all.jsonl"):
        marks = []
        for start, end, label in row["spans"]:
            text = row["text"][start:end]
            joined = re.search(r",|;| and ", text) or not text[:1].isupper()
            marks.append((start, end, UNKNOWN if joined and label not in ("MEASURE", "PERIOD") else GROBID.get(label, UNKNOWN)))
        examples.append(_example(row["text"], marks, UNKNOWN[1:], "grobid"))
    return examples


def indian_legal(root: Path) -> list[Example]:
    """Sentences (not headings) that hold a statute, a provision or an organisation."""
    examples = []
    for row in _rows(root, "indian_legal_ner.train_docbin.jsonl", "indian_legal_ner.dev_judgement.jsonl"):
        if "tags" in row:
            text, spans = _join(row["tokens"], row["tags"])
        else:
            text, spans = row["text"], row["spans"]
        labels = {label for _, _, label in spans}
        words = len(text.split())
        if words > 70 or words < 6 or "<" in text or not labels & {"STATUTE", "PROVISION", "ORG"}:
            continue
        marks = [(s, e, UNKNOWN if e - s > 60 and k == "COURT" else INDIAN.get(k, UNKNOWN)) for s, e, k in _provisions(text, spans)]
        examples.append(_example(text, marks, ("company", "organisation", "person", "place"), "indian_legal"))
    return examples


def sentfin(root: Path) -> list[Example]:
    """Headlines whose one label mixes firms, bodies, indices, goods and sectors: clear non-names become `O`, doubtful ones stay open."""
    return [
        _example(row["text"], [(s, e, _headline_kinds(row["text"], s, e)) for s, e, _ in row["spans"]], UNKNOWN[1:], "sentfin")
        for row in _rows(root, "sentfin.all.jsonl")
    ]


def annotated(folder: Path, split: str) -> list[Example]:
    """Our own sentences of one split, one example a line of an article; `extra` holds the article id."""
    examples = []
    for path in sorted(folder.glob("*/articles.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] == split:
                examples += _lines(row)
    return examples


def token_rows(path: Path) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Text and labelled character spans of a file of tokens and BIO tags (for scoring)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_join(row["tokens"], row["tags"]) for row in rows]


def _token_sets(root, files, mapping, open_kinds, source, folder="train"):
    examples = []
    for row in _rows(root, *files, folder=folder):
        if "amp" in row["tokens"]:
            continue
        text, spans = _join(row["tokens"], row["tags"])
        examples.append(_example(text, [(s, e, mapping.get(k, ("O",))) for s, e, k in spans], open_kinds, source))
    return examples


def _rows(root: Path, *files: str, folder: str = "train"):
    for file in files:
        with open(root / "ner" / folder / file, encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def _join(tokens, tags):
    """Tokens joined by blanks (`n't` glued on, as in running text) and the spans of their tags."""
    text, spans, current = "", [], None
    for token, tag in zip(tokens, tags):
        token = token.replace("\u00ad", "").strip() or "."
        if text and token.lower() != "n't":
            text += " "
        start = len(text)
        text += token
        if tag.startswith("B-") or (tag.startswith("I-") and (current is None or current[2] != tag[2:])):
            current = [start, len(text), tag[2:]]
            spans.append(current)
        elif tag.startswith("I-"):
            current[1] = len(text)
        else:
            current = None
    return text, [tuple(span) for span in spans]


def _example(text, marks, open_kinds, source):
    cleaned = []
    for start, end, kinds in marks:
        for part_start, part_end in _trimmed(text, start, end, kinds):
            part = text[part_start:part_end]
            if facts.is_demonym(part) or (kinds == L and facts.is_demonym(part.split()[-1])):
                kinds = ("O",)
            cleaned.append((part_start, part_end, facts.settle(kinds, part)))
    return Example(text, cleaned, tuple(open_kinds), source)


_TAIL = re.compile(r"(?:\s*['’]\s*s|\s*['’]|[\s,:;]+)$")
_HEAD = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.I)
_POST = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Prof|Professor|President|Senator|Justice|Judge|General|Marshal|Captain|Colonel|King|Queen)\b\s*\.?\s+(?=\S)")
_BRACKETS = re.compile(r"^(?P<long>.+?)\s*\(\s*(?:the\s+)?[\"“]?\s*(?P<short>[^()]*?)\s*[\"”]?\s*\)$", re.I)


def _trimmed(text, start, end, kinds):
    """A mention without possessive, article, post or trailing comma; `Long Name ( LN )` gives two."""
    if kinds in (("O",), UNKNOWN):
        return [(start, end)]
    both = _BRACKETS.match(text[start:end])
    if both and both["short"]:
        inner = [(start + both.start(g), start + both.end(g)) for g in ("long", "short")]
        return [span for part in inner for span in _trimmed(text, *part, kinds)]
    for _ in range(2):
        tail = _TAIL.search(text[start:end])
        if tail:
            end = start + tail.start()
        head = _HEAD.match(text[start:end]) if kinds != ("person",) else _POST.match(text[start:end])
        if head:
            start += head.end()
    return [(start, end)] if end > start else []


def _provisions(text, spans):
    """`Section 5 of the X Act` is one span: a provision and the statute that follows it are joined."""
    joined = []
    for start, end, label in sorted(spans):
        if label == "STATUTE" and joined and joined[-1][2] == "PROVISION" and re.fullmatch(r"[\s,]*(?:of|under)?(?:\s+the)?\s*", text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end, label)
        else:
            joined.append((start, end, label))
    return joined


def _headline_kinds(text, start, end):
    mention = text[start:end]
    words = [w.lower().strip(".,:'") for w in mention.split()]
    if mention.islower() or any(w in facts.GOODS for w in words) or any(w in facts.CALENDAR for w in words):
        return ("O",)
    if len(words) > 1 and mention.split()[-1].islower():
        return UNKNOWN
    if words[-1] in facts.FIRM_WORDS and len(words) > 1:
        return C
    if start == 0 and len(words) == 1 and mention.istitle():
        return ("O", "company", "organisation", "place")
    return FIRM_OR_BODY if not facts.is_demonym(words[0]) else UNKNOWN


def _lines(row):
    text, kinds = row["text"].encode(), ("company", "organisation", "person", "place", "regulation")
    examples, offset = [], 0
    for line in text.split(b"\n"):
        end = offset + len(line)
        marks = [
            (len(text[offset : s["start"]].decode()), len(text[offset : s["end"]].decode()), (s["kind"],))
            for s in row["spans"]
            if s["kind"] in kinds and offset <= s["start"] and s["end"] <= end
        ]
        if line.strip():
            examples.append(Example(line.decode(), marks, (), "annotated", {"article": row["id"], "style": row.get("style", "")}))
        offset = end + 1
    return examples
