"""The fixed workload: 4,000 distinct sentences, drawn from our own invented news, as long as those of real news.

Real news (a business crawl of 2015 and two sets of finance and agency news, with [CLS] and [SEP]) has 20 to 30 wordpieces a
sentence on average, half of them between 19 and 40, one in twenty under 9 and one in twenty over 57. A gamma distribution of
mean 28 (27.6 before its ends are cut) and deviation 14.5 is close to that; a line of `corpora/annotated` of each drawn length, or two or three neighbours
joined where no line is that long, makes the sentence. Any change of the corpora changes the workload: results name its hash.
"""

import hashlib
import json
import random
from bisect import bisect_left
from pathlib import Path

from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT / "corpora" / "annotated"
TOKENIZER = ROOT / "models" / "newswire-minilm" / "tokenizer.json"
N_SENTENCES = 4_000
SEED = 20_150_729
MEAN, SHAPE = 27.6, 3.6
SHORTEST, LONGEST = 5, 120


def articles() -> list[list[str]]:
    """The lines of each article."""
    texts = []
    for path in sorted(CORPORA.glob("*/articles.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [[line.strip() for line in text.split("\n") if line.strip()] for text in texts]


def candidates(tokenizer: Tokenizer) -> dict[int, list[str]]:
    """Distinct sentences by number of wordpieces: every line, and neighbours joined where the two are longer than most."""
    texts: dict[str, None] = {}
    for lines in articles():
        texts.update(dict.fromkeys(lines))
    singles = list(texts)
    joined: dict[str, None] = {}
    for lines in articles():
        joined.update((" ".join(lines[i : i + n]), None) for n in (2, 3) for i in range(len(lines) - n + 1))
    by_length: dict[int, list[str]] = {}
    for group, least in ((singles, 0), (list(joined), 50)):
        for text, encoding in zip(group, tokenizer.encode_batch(group)):
            if len(encoding.ids) >= least:
                by_length.setdefault(len(encoding.ids), []).append(text)
    return by_length


def sentences() -> tuple[list[str], list[int]]:
    """The workload in its fixed order, and the wordpieces of each sentence."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    rng = random.Random(SEED)
    by_length = candidates(tokenizer)
    for texts in by_length.values():
        rng.shuffle(texts)
    drawn, lengths, seen = [], [], set()
    while len(drawn) < N_SENTENCES:
        wanted = rng.gammavariate(SHAPE, MEAN / SHAPE)
        if not SHORTEST <= wanted <= LONGEST:
            continue
        length = nearest(sorted(by_length), wanted)
        text = by_length[length].pop()
        if not by_length[length]:
            del by_length[length]
        if text not in seen:
            seen.add(text)
            drawn.append(text)
            lengths.append(length)
    return drawn, lengths


def nearest(ordered: list[int], wanted: float) -> int:
    """The number of `ordered` that is nearest to `wanted`."""
    at = bisect_left(ordered, wanted)
    return min(ordered[max(at - 1, 0) : at + 1], key=lambda number: abs(number - wanted))


def describe(texts: list[str], lengths: list[int]) -> str:
    """One line on the workload: hash, size and spread."""
    ordered = sorted(lengths)
    spread = ", ".join(f"{p} %: {ordered[len(ordered) * p // 100]}" for p in (1, 5, 25, 50, 75, 95, 99))
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    mean = sum(lengths) / len(lengths)
    return (
        f"workload {digest}: {len(texts):,} sentences, {sum(lengths):,} wordpieces with [CLS] and [SEP], mean {mean:.1f} "
        f"({spread}; longest {ordered[-1]})"
    )
