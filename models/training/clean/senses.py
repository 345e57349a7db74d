"""Writes `src/clean/senses.bin`, the table of `src/clean/sense.rs`: how rare words are and what they are about.

    python models/training/clean/senses.py FOLDER --out src/clean/senses.bin

FOLDER holds the base encoder with its vocabulary (`sentence-transformers/all-MiniLM-L6-v2`, Apache-2.0; see
`models/training/README.md`). No text is read: the words are those of the vocabulary, which is in order of frequency, and
the vector of a word is what the encoder makes of it alone, brought to few numbers (as in Model2Vec, Tulkens and van Dongen
2024). Needs numpy, PyTorch and transformers; takes half a minute on one core.

A row is a stem of seven bytes, filled up with zeros; the negative logarithm of its share of all words in twelfths; and the
vector in bytes with a sign. Rows are in order of their stems.
"""

import argparse
import pathlib
import re

import numpy as np
import torch
import transformers

STEM, STEPS, DIMS = 7, 12, 32
# The first direction holds what all words have in common.
SKIPPED = 1
# Weight of words by their share (Arora, Liang and Ma 2017).
COMMON = 1e-4
BATCH = 512


def vectors(folder, words):
    """What the encoder makes of each word alone."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    encoder = transformers.AutoModel.from_pretrained(folder).eval()
    found = []
    for at in range(0, len(words), BATCH):
        tokens = tokenizer(words[at : at + BATCH], return_tensors="pt", padding=True)
        with torch.no_grad():
            states = encoder(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None]
        found.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)


def shares(ranks, n_ranks):
    """The share of all words by rank (Zipf)."""
    return 1 / ((ranks + 2) * np.log(n_ranks))


def narrowed(vectors):
    """The directions in which words differ most, evened out by half."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors - vectors.mean(0)
    _, spread, directions = np.linalg.svd(vectors, full_matrices=False)
    kept = slice(SKIPPED, SKIPPED + DIMS)
    return vectors @ directions[kept].T * np.sqrt(spread[SKIPPED] / spread[kept])


def function_words():
    table = pathlib.Path(__file__).parents[3] / "src/clean/words.txt"
    lists = [line for line in table.read_text().splitlines() if line.startswith("function: ")]
    return {word for line in lists for word in line.removeprefix("function: ").split(" ")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    args = parser.parse_args()
    vocabulary = (args.folder / "vocab.txt").read_text().splitlines()
    ranks = np.array([rank for rank, word in enumerate(vocabulary) if re.fullmatch("[a-z]{4,}", word)])
    words = [vocabulary[rank] for rank in ranks]
    share = shares(ranks, len(vocabulary))
    found = narrowed(vectors(args.folder, words)) * (COMMON / (COMMON + share))[:, None]
    left_out, stems = function_words(), {}
    for idx, word in enumerate(words):
        if word not in left_out:
            stems.setdefault(word[:STEM], []).append(idx)
    table = {stem: np.average(found[ids], axis=0, weights=share[ids]) for stem, ids in stems.items()}
    scale = 127 / np.quantile(np.abs(list(table.values())), 0.999)
    with args.out.open("wb") as out:
        for stem in sorted(table):
            rarity = round(-np.log(share[stems[stem]].sum()) * STEPS)
            vector = np.clip(np.round(table[stem] * scale), -127, 127).astype(np.int8)
            out.write(stem.encode().ljust(STEM, b"\0") + bytes([rarity]) + vector.tobytes())


if __name__ == "__main__":
    main()
