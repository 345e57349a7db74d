"""The tagger: a BERT encoder with a case embedding and a linear head over the first piece of each word.

Parameter names are those of the exported file. No padding mask is needed inside a batch of equal lengths; otherwise an additive mask is used.
Must not know labels, data sets or files other than the base checkpoint.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from words import CASE_SHAPES


class Attention(nn.Module):
    def __init__(self, hidden: int, heads: int, eps: float):
        super().__init__()
        self.heads = heads
        self.self = nn.ModuleDict({name: nn.Linear(hidden, hidden) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(hidden, hidden), "LayerNorm": nn.LayerNorm(hidden, eps=eps)})

    def forward(self, x, bias):
        n, length, hidden = x.shape
        q, k, v = (
            self.self[name](x).view(n, length, self.heads, hidden // self.heads).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(n, length, hidden)
        return self.output["LayerNorm"](x + self.output["dense"](mixed))


class Layer(nn.Module):
    def __init__(self, hidden: int, inner: int, heads: int, eps: float):
        super().__init__()
        self.attention = Attention(hidden, heads, eps)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(hidden, inner)})
        self.output = nn.ModuleDict({"dense": nn.Linear(inner, hidden), "LayerNorm": nn.LayerNorm(hidden, eps=eps)})

    def forward(self, x, bias):
        x = self.attention(x, bias)
        inner = F.gelu(self.intermediate["dense"](x))
        return self.output["LayerNorm"](x + self.output["dense"](inner))


class Embeddings(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        hidden = config["hidden_size"]
        self.word_embeddings = nn.Embedding(config["vocab_size"], hidden)
        self.position_embeddings = nn.Embedding(config["max_position_embeddings"], hidden)
        self.token_type_embeddings = nn.Embedding(config["type_vocab_size"], hidden)
        self.case_embeddings = nn.Embedding(CASE_SHAPES, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=config["layer_norm_eps"])
        nn.init.normal_(self.case_embeddings.weight, std=0.002)

    def forward(self, pieces, shapes):
        positions = self.position_embeddings.weight[: pieces.shape[1]] + self.token_type_embeddings.weight[0]
        return self.LayerNorm(self.word_embeddings(pieces) + positions + self.case_embeddings(shapes))


class Encoder(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        self.embeddings = Embeddings(config)
        sizes = (config["hidden_size"], config["intermediate_size"], config["num_attention_heads"], config["layer_norm_eps"])
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(*sizes) for _ in range(config["num_hidden_layers"]))})

    def forward(self, pieces, shapes, present, dropout=0.0):
        """Last hidden states `[n, length, hidden]`; `present` is 1 where there is a piece."""
        bias = None
        if not bool(present.all()):
            bias = torch.zeros(present.shape, device=pieces.device).masked_fill(~present, -1e9)[:, None, None, :]
        x = self.embeddings(pieces, shapes)
        x = F.dropout(x, dropout, self.training)
        for layer in self.encoder["layer"]:
            x = layer(x, bias)
        return x


class Tagger(nn.Module):
    def __init__(self, config: dict, n_labels: int):
        super().__init__()
        self.bert = Encoder(config)
        self.classifier = nn.Linear(config["hidden_size"], n_labels)
        # Turns the pooled vector towards the base model's; set once after training (`vectors.fit_map`), never by gradient.
        self.vector = nn.Linear(config["hidden_size"], config["hidden_size"], bias=False)
        nn.init.eye_(self.vector.weight)
        self.vector.weight.requires_grad = False
        nn.init.normal_(self.classifier.weight, std=0.02)
        nn.init.zeros_(self.classifier.bias)

    def forward(self, pieces, shapes, present, dropout=0.0):
        """Logits of every piece, and the sentence vectors (mean over all pieces, mapped, L2-normalised)."""
        hidden = self.bert(pieces, shapes, present, dropout)
        weight = present.unsqueeze(-1).to(hidden.dtype)
        vector = F.normalize(self.vector((hidden * weight).sum(1) / weight.sum(1)), dim=-1)
        return self.classifier(F.dropout(hidden, dropout, self.training)), vector


def base_encoder(folder: Path) -> tuple[Encoder, dict]:
    """The base checkpoint with a zero case embedding, so that it gives the base model's own vectors."""
    config = json.loads((folder / "config.json").read_text())
    encoder = Encoder(config)
    load_base(encoder, folder)
    nn.init.zeros_(encoder.embeddings.case_embeddings.weight)
    return encoder.eval(), config


def load_base(encoder: Encoder, folder: Path) -> None:
    """Copies the base weights into `encoder`; the case embedding keeps its own."""
    weights = load_file(str(folder / "model.safetensors"))
    kept = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    missing, _ = encoder.load_state_dict(kept, strict=False)
    if missing != ["embeddings.case_embeddings.weight"]:
        raise ValueError(f"base checkpoint lacks {missing}")


