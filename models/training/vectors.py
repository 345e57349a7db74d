"""How far the sentence vectors of a model folder are from the base model's.

    python models/training/vectors.py models/newswire-minilm

Prints the Spearman correlation of cosines on 5,000 pairs of news sentences (half are neighbours in the same file, half random), and the mean cosine of a
sentence's vector to its base vector. Sentences: FiNER-ORD train and CleanCoNLL dev (scored only, never trained on).
"""

import argparse
import random
from pathlib import Path

import numpy as np

import data
import sets
import words
from labels import LABELS
from model import Tagger, load_base
from tagger import load_folder, vectors
from train import BASE


def pairs() -> tuple[list[str], list[tuple[int, int]]]:
    """3,000 sentences of 6 to 60 words and 5,000 pairs of them."""
    rng = random.Random(5)
    texts = []
    for name in ("finer_ord.train", "cleanconll.dev"):
        rows = [text for text, _ in sets.token_rows(data.DATA / "ner/evaluate-only" / f"{name}.jsonl") if 6 <= len(text.split()) <= 60]
        texts += rows[:1500]
    near = [(i, i + rng.randint(1, 3)) for i in (rng.randrange(len(texts) - 3) for _ in range(2500))]
    far = [tuple(rng.sample(range(len(texts)), 2)) for _ in range(2500)]
    return texts, near + far


def ranks(values: np.ndarray) -> np.ndarray:
    result = np.empty(len(values))
    result[np.argsort(values, kind="stable")] = np.arange(len(values))
    return result


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def compare(model, base, tokenizer) -> dict[str, float]:
    texts, chosen = pairs()
    sentences = words.encode_many(tokenizer, texts)
    ours, theirs = vectors(model, sentences), vectors(base, sentences)
    left, right = (np.array(side) for side in zip(*chosen))
    cosines = [(v[left] * v[right]).sum(1) for v in (ours, theirs)]
    return {"spearman": spearman(*cosines), "cosine to base": float((ours * theirs).sum(1).mean())}


def base_tagger(config: dict) -> Tagger:
    """The base encoder as a tagger with a zero case embedding (its labels mean nothing)."""
    model = Tagger(config, len(LABELS))
    load_base(model.bert, BASE)
    model.bert.embeddings.case_embeddings.weight.data.zero_()
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    model, tokenizer, config = load_folder(parser.parse_args().folder)
    for name, value in compare(model, base_tagger(config), tokenizer).items():
        print(f"{name} {value:.4f}")


if __name__ == "__main__":
    main()
