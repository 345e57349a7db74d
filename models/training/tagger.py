"""Running the model: collating sentences, windows over long ones, and loading an exported folder (int8 or float)."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

import words
from labels import LABELS
from model import Tagger
from words import Encoded

CLS, SEP, PAD = 101, 102, 0


def collate(group) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces, shapes and presence of a batch, with [CLS] and [SEP]; anything with `pieces` and `shapes` will do."""
    length = max(len(item.pieces) for item in group) + 2
    pieces = torch.full((len(group), length), PAD)
    shapes = torch.zeros((len(group), length), dtype=torch.long)
    present = torch.zeros((len(group), length), dtype=torch.bool)
    for row, item in enumerate(group):
        n = len(item.pieces)
        pieces[row, : n + 2] = torch.tensor([CLS, *item.pieces, SEP])
        shapes[row, 1 : n + 1] = torch.tensor(item.shapes, dtype=torch.long)
        present[row, : n + 2] = True
    return pieces, shapes, present


@torch.no_grad()
def predict(model: Tagger, sentences: list[Encoded], temperature: float = 1.0) -> list[np.ndarray]:
    """Log-probabilities `[n_words, n_labels]` of every sentence; a word in two windows is read where it is farthest from an edge."""
    model.eval()
    device = next(model.parameters()).device
    result = [np.full((len(s.first), len(LABELS)), -30.0) for s in sentences]
    depth = [np.full(len(s.first), -1) for s in sentences]
    parts = [(i, a, b, words.cut(s, a, b)) for i, s in enumerate(sentences) for a, b in words.windows(s)]
    parts.sort(key=lambda part: len(part[3].pieces))
    for group in _groups(parts, 3000):
        logits, _ = model(*(t.to(device) for t in collate([part for _, _, _, part in group])))
        log_probs = torch.log_softmax(logits.float() / temperature, -1).cpu().numpy()
        for (i, a, b, part), rows in zip(group, log_probs):
            n_words = len(sentences[i].first)
            for word in range(a, b):
                left = word - a if a > 0 else n_words
                right = b - 1 - word if b < n_words else n_words
                first = part.first[word - a]
                if min(left, right) > depth[i][word] and first < len(part.pieces):
                    depth[i][word] = min(left, right)
                    result[i][word] = rows[first + 1]
    return result


def _groups(parts, budget):
    group = []
    for part in parts:
        if group and (len(part[3].pieces) + 2) * (len(group) + 1) > budget:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


@torch.no_grad()
def vectors(model: Tagger, sentences: list[Encoded]) -> np.ndarray:
    """Sentence vectors of first windows, in input order."""
    model.eval()
    device = next(model.parameters()).device
    result = np.zeros((len(sentences), 384), dtype=np.float32)
    parts = [(i, 0, 0, words.cut(s, *words.windows(s)[0]) if s.first else s) for i, s in enumerate(sentences)]
    parts.sort(key=lambda part: len(part[3].pieces))
    for group in _groups(parts, 3000):
        _, vector = model(*(t.to(device) for t in collate([part for *_, part in group])))
        result[[i for i, *_ in group]] = vector.cpu().numpy()
    return result


def load_folder(folder: Path):
    """Model, tokenizer and config of an exported folder."""
    config = json.loads((folder / "config.json").read_text())
    model = Tagger(config, len(LABELS))
    stored = load_file(str(folder / "model.safetensors"))
    weights = {}
    for name, tensor in stored.items():
        if name.endswith(".scale"):
            continue
        scale = stored.get(f"{name}.scale")
        weights[name] = tensor.float() * scale[:, None] if scale is not None else tensor.float()
    weights.setdefault("vector.weight", torch.eye(config["hidden_size"]))
    model.load_state_dict(weights)
    return model.eval(), words.load_tokenizer(folder / "tokenizer.json"), config
