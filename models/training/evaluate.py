"""Scores a model folder: strict and overlap F1 per kind on our dev and test splits and on the evaluate-only sets (which are never trained on).

    python models/training/evaluate.py models/newswire-minilm            # the table of the model card
    python models/training/evaluate.py models/newswire-minilm --sets test,finer_ord.val --errors 20
    python models/training/evaluate.py models/newswire-minilm --float float.safetensors   # int8 beside the weights it was rounded from

Strict: same characters, same kind. Overlap: same kind, at least one shared character, one to one.
"""

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import data
import facts
import sets
import words
from decode import mentions, score, viterbi
from labels import KINDS
from safetensors.torch import load_file
from tagger import load_folder, predict

ANNOTATED = Path(__file__).resolve().parents[2] / "corpora/annotated"
ORG = {"company": "ORG", "organisation": "ORG", "person": "PER", "place": "LOC"}
# Per evaluate-only set: file, how our kinds read in its labels, how its labels read, and how many sentences (a fixed sample where fewer).
FOREIGN = {
    "finer_ord.val": (ORG, {"ORG": "ORG", "PER": "PER", "LOC": "LOC"}, None),
    "cleanconll.dev": (ORG, {"ORG": "ORG", "PER": "PER", "LOC": "LOC"}, None),
    "e_ner.all": (
        {"company": "BUSINESS", "organisation": "GOVERNMENT", "person": "PERSON", "place": "LOCATION", "regulation": "LAW"},
        {"BUSINESS": "BUSINESS", "GOVERNMENT": "GOVERNMENT", "COURT": "GOVERNMENT", "PERSON": "PERSON", "LOCATION": "LOCATION", "LEGISLATION/ACT": "LAW"},
        1500,
    ),
}
OURS = {kind: kind for kind in KINDS}


@dataclass
class Gold:
    """Sentences with gold spans `(start, end, label)` and the reading of our kinds as the set's labels."""

    texts: list[str]
    spans: list[list[tuple[int, int, str]]]
    reading: dict[str, str]
    recase: str = ""


def gold(name: str) -> Gold:
    """`dev`, `test`, `test.upper`, `test.lower`, or an evaluate-only set."""
    split, _, case = name.partition(".")
    if split in ("dev", "test") and case in ("", "upper", "lower"):
        examples = sets.annotated(ANNOTATED, split)
        return Gold([e.text for e in examples], [[(s, e, k[0]) for s, e, k in x.marks] for x in examples], OURS, case)
    reading, labels, limit = FOREIGN[name]
    rows = sets.token_rows(data.DATA / "ner/evaluate-only" / f"{name}.jsonl")
    if limit:
        rows = random.Random(1).sample(rows, limit)
    return Gold([text for text, _ in rows], [[(s, e, labels[k]) for s, e, k in spans if k in labels] for _, spans in rows], reading)


def recased(sentence: words.Encoded, case: str) -> words.Encoded:
    """The sentence as it would be read in upper or lower case (pieces are the same, shapes are not)."""
    if case == "upper":
        change = {words.LOWER: words.UPPER, words.TITLE: words.UPPER, words.MIXED: words.UPPER}
    elif case == "lower":
        change = {words.UPPER: words.LOWER, words.TITLE: words.LOWER, words.MIXED: words.LOWER}
    else:
        return sentence
    return words.Encoded(sentence.pieces, [change.get(s, s) for s in sentence.shapes], sentence.first, sentence.spans)


def tag(model, tokenizer, target: Gold, temperature: float):
    """Predicted `(start, end, kind, score)` of every sentence."""
    sentences = [recased(words.encode(tokenizer, text), target.recase) for text in target.texts]
    return spans(sentences, predict(model, sentences, temperature))


def spans(sentences: list[words.Encoded], log_probs: list[np.ndarray]):
    """Decoded `(start, end, kind, score)` of every sentence."""
    found = []
    for sentence, rows in zip(sentences, log_probs):
        path = mentions(viterbi(rows))
        found.append([(sentence.spans[a][0], sentence.spans[b - 1][1], kind, score(rows, a, b, kind)) for a, b, kind in path])
    return found


def counts(target: Gold, found) -> dict[str, Counter]:
    """Per label: gold, found, strict hits, overlap hits."""
    table = {label: Counter() for label in sorted(set(target.reading.values()))}
    for expected, predicted in zip(target.spans, found):
        predicted = [(s, e, target.reading[k]) for s, e, k, _ in predicted if k in target.reading]
        for label, row in table.items():
            want = [(s, e) for s, e, k in expected if k == label]
            have = [(s, e) for s, e, k in predicted if k == label]
            row.update(gold=len(want), found=len(have), strict=len(set(want) & set(have)), overlap=_overlaps(want, have))
    return table


def _overlaps(want, have) -> int:
    left, hits = list(have), 0
    for start, end in want:
        match = next((h for h in left if h[0] < end and h[1] > start), None)
        if match:
            left.remove(match)
            hits += 1
    return hits


def f1(row: Counter, hits: str) -> float:
    return 2 * row[hits] / max(1, row["gold"] + row["found"])


def only_unseen(target: Gold, found):
    """Gold and found spans whose text stands in no training text and in no list of names that training draws on."""
    known = "\n".join(e.text for group in data.training_examples(ANNOTATED).values() for e in group)
    known = "\n".join([known, *facts.listed_companies(data.DATA), *facts.law_names(data.DATA)]).lower()
    known = re.sub(r" (?=[.,;:)'’-])|(?<=[('’-]) ", "", known)
    fresh = lambda text, span: text[span[0] : span[1]].lower() not in known  # noqa: E731
    kept = [[span for span in spans if fresh(text, span)] for text, spans in zip(target.texts, target.spans)]
    left = [[span for span in spans if fresh(text, span)] for text, spans in zip(target.texts, found)]
    return Gold(target.texts, kept, target.reading), left


def table_lines(name: str, table: dict[str, Counter]) -> list[str]:
    lines = []
    for label, row in table.items():
        if row["gold"]:
            precision, recall = row["strict"] / max(1, row["found"]), row["strict"] / row["gold"]
            lines.append(
                f"| {name} | {label} | {precision:.3f} | {recall:.3f} | {f1(row, 'strict'):.3f} | {f1(row, 'overlap'):.3f} | {row['gold']} |"
            )
    return lines


def calibration(target: Gold, found) -> tuple[float, list[str]]:
    """Expected calibration error of span scores over ten equal bins, and the reliability table."""
    pairs = []
    for expected, predicted in zip(target.spans, found):
        right = set(expected)
        pairs += [(p, (s, e, target.reading[k]) in right) for s, e, k, p in predicted]
    if not pairs:
        return 0.0, []
    scores, hits = np.array([p for p, _ in pairs]), np.array([h for _, h in pairs], dtype=float)
    error, lines = 0.0, []
    for low in np.arange(0, 1, 0.1):
        inside = (scores >= low) & ((scores < low + 0.1) | (low > 0.85))
        if inside.any():
            error += inside.mean() * abs(scores[inside].mean() - hits[inside].mean())
            lines.append(f"| {low:.1f}–{low + 0.1:.1f} | {int(inside.sum())} | {scores[inside].mean():.3f} | {hits[inside].mean():.3f} |")
    return float(error), lines


def errors(target: Gold, found, limit: int) -> list[str]:
    lines = []
    for text, expected, predicted in zip(target.texts, target.spans, found):
        have = {(s, e, target.reading[k]) for s, e, k, _ in predicted if k in target.reading}
        missed, extra = set(expected) - have, have - set(expected)
        if missed or extra:
            show = [f"-{text[s:e]}/{k}" for s, e, k in sorted(missed)] + [f"+{text[s:e]}/{k}" for s, e, k in sorted(extra)]
            lines.append(f"{text[:160]}\n      {'  '.join(show)}")
    return random.Random(0).sample(lines, min(limit, len(lines)))


def against_float(folder: Path, weights: Path, names: list[str]) -> list[str]:
    """Strict F1 of the folder's int8 weights and of the float weights they were rounded from, per set and label."""
    models = [load_folder(folder), load_folder(folder)]
    models[0][0].load_state_dict(load_file(str(weights)))
    return ["| set | label | float | int8 | difference |", "|---|---|---|---|---|", *side_by_side(models, names, 4)]


def side_by_side(models: list[tuple], names: list[str], digits: int) -> list[str]:
    """Strict F1 of two models (as `load_folder` gives them) and by how much the second is better, per set and label."""
    lines = []
    for name in names:
        target = gold(name)
        tables = [counts(target, tag(model, tokenizer, target, config["wirebrief"]["temperature"])) for model, tokenizer, config in models]
        for label, row in tables[0].items():
            if row["gold"]:
                first, second = (f1(table[label], "strict") for table in tables)
                lines.append(f"| {name} | {label} | {first:.{digits}f} | {second:.{digits}f} | {second - first:+.{digits}f} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", default="dev,test,test.upper,test.lower,finer_ord.val,cleanconll.dev,e_ner.all")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--float", type=Path, help="float weights (`train.py --keep-float`) to compare the folder's int8 with")
    args = parser.parse_args()
    if args.float:
        print("\n".join(against_float(args.folder, args.float, ["dev", "test", "finer_ord.val", "cleanconll.dev"])))
        return
    model, tokenizer, config = load_folder(args.folder)
    print("| set | label | precision | recall | strict F1 | overlap F1 | gold |\n|---|---|---|---|---|---|---|")
    for name in args.sets.split(","):
        target = gold(name)
        found = tag(model, tokenizer, target, config["wirebrief"]["temperature"])
        print("\n".join(table_lines(name, counts(target, found))), flush=True)
        if name == "test":
            print("\n".join(table_lines("test, unseen names", counts(*only_unseen(target, found)))), flush=True)
        if name in ("dev", "test"):
            error, lines = calibration(target, found)
            print(f"\n{name}: expected calibration error {error:.4f}\n\n| score | spans | mean score | share right |\n|---|---|---|---|")
            print("\n".join(lines) + "\n")
        for line in errors(target, found, args.errors):
            print("   ", line)


if __name__ == "__main__":
    main()
