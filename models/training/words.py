"""Words, their case shapes and their pieces: the reading of text that training and the Rust side must share.

In: text. Out: an `Encoded` sentence (pieces, shape of each piece's word, first piece and character span of each word).
The model is uncased, so case reaches it only through the shapes; upper- or lower-casing a sentence changes shapes, never pieces.
"""

from dataclasses import dataclass

from tokenizers import Tokenizer

SPECIAL, LOWER, TITLE, UPPER, MIXED, DIGITS, ALNUM, OTHER = range(8)
CASE_SHAPES = 8
MAX_PIECES = 254  # content pieces in one window; [CLS] and [SEP] make 256
CONTEXT_WORDS = 64  # words that neighbouring windows share


@dataclass
class Encoded:
    """One sentence: `pieces` and `shapes` run in parallel, without [CLS] and [SEP]; `first` and `spans` have one entry a word."""

    pieces: list[int]
    shapes: list[int]
    first: list[int]
    spans: list[tuple[int, int]]


def load_tokenizer(path) -> Tokenizer:
    """The tokenizer with padding and truncation off."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def shape(word: str) -> int:
    """Case shape of a word's surface (order of tests as in the format: other, digits, alnum, lower, UPPER, Title, miXed)."""
    letters = [c for c in word if c.isalpha()]
    digit = any(c.isdigit() for c in word)
    if not letters:
        return DIGITS if digit else OTHER
    if digit:
        return ALNUM
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return LOWER
    if all(upper) and len(letters) > 1:
        return UPPER
    if upper[0] and not any(upper[1:]):
        return TITLE
    return MIXED


def encode(tokenizer: Tokenizer, text: str) -> Encoded:
    """Pieces and words of one sentence; a word is a run of pieces with one word id."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    first, spans, of_piece, last = [], [], [], None
    for index, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets)):
        if word != last:
            first.append(index)
            spans.append((start, end))
            last = word
        spans[-1] = (spans[-1][0], end)
        of_piece.append(len(spans) - 1)
    shapes = [shape(text[start:end]) for start, end in spans]
    return Encoded(encoding.ids, [shapes[w] for w in of_piece], first, spans)


def encode_many(tokenizer: Tokenizer, texts: list[str]) -> list[Encoded]:
    return [encode(tokenizer, text) for text in texts]


def windows(sentence: Encoded) -> list[tuple[int, int]]:
    """Word ranges that each fit one window; neighbours share `CONTEXT_WORDS` words (fewer where words are very long)."""
    n_words = len(sentence.first)
    ends = sentence.first[1:] + [len(sentence.pieces)]
    ranges, start = [], 0
    while start < n_words:
        stop = start + 1
        while stop < n_words and ends[stop] - sentence.first[start] <= MAX_PIECES:
            stop += 1
        ranges.append((start, stop))
        if stop == n_words:
            break
        start = max(start + 1, stop - CONTEXT_WORDS)
    return ranges


def cut(sentence: Encoded, start: int, stop: int) -> Encoded:
    """The words `start..stop` as a sentence of their own (a word longer than a window keeps its first pieces)."""
    begin = sentence.first[start]
    end = sentence.first[stop] if stop < len(sentence.first) else len(sentence.pieces)
    end = min(end, begin + MAX_PIECES)
    return Encoded(
        sentence.pieces[begin:end],
        sentence.shapes[begin:end],
        [f - begin for f in sentence.first[start:stop]],
        sentence.spans[start:stop],
    )
