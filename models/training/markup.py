"""Turns hand-marked articles into corpora/annotated/TOPIC/articles.jsonl, and checks that corpus.

    markup.py build SOURCE_DIR CORPUS_DIR   read every SOURCE_DIR/*.txt, rewrite the topics found there
    markup.py check CORPUS_DIR              refuse a corpus that breaks a rule; print counts

A source file holds articles, each under a line `## TOPIC NUMBER STYLE [figures]`; the title follows,
then the sentences or paragraphs, one a line. Names are marked inline: `[c:Brightwater Freight plc] said`.
Only the first mention needs a mark: exact repeats, and a person's last name alone, are marked by the
converter. `[n:Apple]` keeps a word that looks like a marked name, but is none here, out of the labels.

It knows nothing of models or tokens. Offsets are bytes of the UTF-8 text. Standard library only.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

SHORT = {"c": "company", "o": "organisation", "p": "person", "l": "place", "r": "regulation",
         "m": "money", "%": "percent", "q": "quantity", "d": "date", "n": "plain"}
NAMES = ("company", "organisation", "person", "place", "regulation")
FIGURES = ("money", "percent", "quantity", "date")
MARK = re.compile(r"\[([a-z%]+):([^\[\]]+)\]")
HEADER = re.compile(r"## ([a-z-]+) (\d+) ([a-z-]+)( figures)?")
# Prices and shares are unmistakable, so an article that claims to mark figures must mark these.
FIGURE_SIGN = re.compile(r"[$€£¥₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|percent\b|per cent\b)")


class Broken(Exception):
    """A source or corpus that breaks a rule; the message names the article."""


def split_of(article_id):
    """The split hangs on the id alone, so that adding articles never moves one to another split.

    The topic is hashed and the number added, so that of ten articles of a topic one is dev and one test.
    """
    topic, _, number = article_id.rpartition("-")
    bucket = (hashlib.sha256(topic.encode()).digest()[0] + int(number)) % 10
    return {0: "dev", 1: "test"}.get(bucket, "train")


def unmark(marked, article_id):
    """Returns the plain text and its (start, end, kind) spans in characters."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at:mark.start()]
        kind = SHORT.get(mark[1], mark[1])
        if kind not in SHORT.values():
            raise Broken(f"{article_id}: unknown kind in {mark[0]}")
        spans.append((len(text), len(text) + len(mark[2]), kind))
        text, at = text + mark[2], mark.end()
    text += marked[at:]
    if re.search(r"\[[a-z%]+:", text):
        raise Broken(f"{article_id}: a mark is not closed or nested: {text[:80]}")
    return text, spans


def whole_words(name, text):
    return re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)


def repeats(text, spans):
    """Unmarked repeats of marked names, longest name first, as spans."""
    kinds = {}
    for start, end, kind in spans:
        if kind in NAMES:
            kinds.setdefault(text[start:end], set()).add(kind)
    for name in [name for name, found in kinds.items() if found == {"person"} and " " in name]:
        kinds.setdefault(name.split()[-1], {"person"})
    taken, found = list(spans), []
    for name in sorted(kinds, key=len, reverse=True):
        for hit in whole_words(name, text):
            start, end = hit.span()
            if any(start < e and s < end for s, e, _ in taken):
                continue
            span = (start, end, "|".join(sorted(kinds[name])))
            taken.append(span)
            found.append(span)
    return found


def parse(source):
    """Yields the articles of one marked file, with spans in characters and `plain` marks kept."""
    blocks = re.split(r"^(?=## )", source.read_text(encoding="utf-8"), flags=re.M)
    for block in filter(str.strip, blocks):
        head, _, body = block.partition("\n")
        header = HEADER.fullmatch(head.strip())
        if not header:
            raise Broken(f"{source}: bad header: {head}")
        article_id = f"{header[1]}-{int(header[2]):03}"
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        text, spans = unmark("\n".join(lines), article_id)
        figures = header[4] is not None
        spans = [span for span in spans if figures or span[2] not in FIGURES]
        for start, end, kind in repeats(text, spans):
            if "|" in kind:
                raise Broken(f"{article_id}: mark each `{text[start:end]}`, it is {kind}")
            spans.append((start, end, kind))
        yield {"id": article_id, "topic": header[1], "style": header[3], "split": split_of(article_id),
               "figures": figures, "text": text, "spans": sorted(spans)}


def in_bytes(article):
    """The stored record: byte offsets, `plain` marks apart so that the check can honour them."""
    text, record = article["text"], dict(article)
    at = lambda char: len(text[:char].encode())
    marks = [{"start": at(s), "end": at(e), "kind": kind} for s, e, kind in article["spans"]]
    record["spans"] = [mark for mark in marks if mark["kind"] != "plain"]
    plain = [{"start": m["start"], "end": m["end"]} for m in marks if m["kind"] == "plain"]
    return record | ({"plain": plain} if plain else {})


def in_chars(record):
    """Spans of a stored record in characters; raises where an offset cuts a letter or leaves the text."""
    raw = record["text"].encode()
    marks = record["spans"] + [mark | {"kind": "plain"} for mark in record.get("plain", [])]
    if any(not 0 <= m["start"] < m["end"] <= len(raw) for m in marks):
        raise Broken(f"{record['id']}: a span lies off the text")
    at = lambda byte: len(raw[:byte].decode())
    return sorted((at(m["start"]), at(m["end"]), m["kind"]) for m in marks)


def faults_of(record):
    """Every rule that one stored article breaks."""
    text = record["text"]
    try:
        spans = in_chars(record)
    except (Broken, UnicodeDecodeError) as fault:
        return [f"{record['id']}: {fault}"]
    faults, names = [], {text[s:e] for s, e, _ in spans}
    for start, end, kind in spans:
        name = text[start:end]
        if kind not in NAMES + FIGURES + ("plain",):
            faults.append(f"unknown kind {kind}")
        if name != name.strip() or "\n" in name:
            faults.append(f"span edge or line break in `{name}`")
        # `McDonald's` and `St John's` are whole names; a possessive shows by the bare name beside it.
        if name.lower().startswith("the ") or (name.endswith(("'s", "’s")) and name[:-2] in names):
            faults.append(f"possessive or article inside `{name}`")
        if text[start - 1:start].isalnum() or text[end:end + 1].isalnum():
            faults.append(f"`{name}` cuts a word")
    faults += [f"overlap at `{text[b[0]:b[1]]}`" for a, b in zip(spans, spans[1:]) if b[0] < a[1]]
    faults += [f"unlabelled repeat `{text[s:e]}`" for s, e, _ in repeats(text, spans)]
    if record["figures"]:
        faults += [f"unlabelled figure `{hit[0]}`" for hit in FIGURE_SIGN.finditer(text)
                   if not any(s <= hit.start() < e for s, e, _ in spans)]
    elif any(kind in FIGURES for _, _, kind in spans):
        faults.append("figures marked, but `figures` is false")
    if record["split"] != split_of(record["id"]):
        faults.append("the split does not follow from the id")
    return [f"{record['id']}: {fault}" for fault in faults]


def load(corpus):
    return [json.loads(line) for path in sorted(corpus.glob("*/articles.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()]


def check(corpus):
    """Prints counts, then every fault; true where there is none."""
    records = load(corpus)
    faults = [fault for record in records for fault in faults_of(record)]
    for field in ("id", "text"):
        seen = Counter(record[field] for record in records)
        faults += [f"{field} in two articles: {value[:60]}" for value, count in seen.items() if count > 1]
    for split in ("train", "dev", "test"):
        part = [record for record in records if record["split"] == split]
        kinds = Counter(span["kind"] for record in part for span in record["spans"])
        lines = sum(record["text"].count("\n") + 1 for record in part)
        print(f"{split}: {len(part)} articles, {lines} lines,",
              ", ".join(f"{kind} {kinds[kind]}" for kind in NAMES + FIGURES))
    print("\n".join(faults) if faults else f"ok: {len(records)} articles, no fault")
    return not faults


def build(sources, corpus):
    """Rewrites the topics that the marked files hold; other topics stay as they are."""
    topics = {}
    for source in sorted(sources.glob("*.txt")):
        for article in parse(source):
            topics.setdefault(article["topic"], []).append(in_bytes(article))
    for topic, records in topics.items():
        folder = corpus / topic
        folder.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(record, ensure_ascii=False) for record in sorted(records, key=lambda r: r["id"]))
        (folder / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments):
    match arguments:
        case ["build", sources, corpus]:
            build(Path(sources), Path(corpus))
            return 0
        case ["check", corpus]:
            return 0 if check(Path(corpus)) else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as broken:
        sys.exit(f"markup: {broken}")
