"""Writes a model folder in the format that the Rust side loads: int8 rows with scales, config, tokenizer, manifest."""

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from labels import LABELS
from words import CASE_SHAPES

INT8 = ("word_embeddings.weight", "position_embeddings.weight", "query.weight", "key.weight", "value.weight", "dense.weight", "vector.weight")


Rounded = dict[str, tuple[torch.Tensor, torch.Tensor]]


def quantised(weights: dict[str, torch.Tensor], rounded: Rounded) -> dict[str, torch.Tensor]:
    """Every encoder matrix and the word and position embeddings as int8 rows: value = q * scale.

    `rounded` holds integers and scales of the matrices that `rounding.py` rounded; the others go to the nearest of max|row| / 127.
    """
    stored = {}
    for name, tensor in weights.items():
        tensor = tensor.detach().float().cpu().contiguous()
        if not name.endswith(INT8):
            stored[name] = tensor
            continue
        if name in rounded:
            integers, scale = rounded[name]
        else:
            scale = tensor.abs().amax(1) / 127
            safe = torch.where(scale > 0, scale, torch.ones_like(scale))
            integers = (tensor / safe[:, None]).round().clamp(-127, 127)
        stored[name] = integers.to(torch.int8).contiguous()
        stored[f"{name}.scale"] = scale.contiguous()
    return stored


def write_folder(folder: Path, model, base: Path, temperature: float, notes: dict, rounded: Rounded) -> None:
    """`config.json`, `tokenizer.json`, `model.safetensors`, `manifest.json`; `notes` goes into the manifest (data, licence, base); `rounded` as in `quantised`."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(quantised(model.state_dict(), rounded), str(folder / "model.safetensors"), metadata={"format": "pt"})
    tokenizer = json.loads((base / "tokenizer.json").read_text())
    tokenizer["padding"] = tokenizer["truncation"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    write_config(folder, base, temperature)
    write_manifest(folder, notes)


def write_config(folder: Path, base: Path, temperature: float) -> None:
    config = json.loads((base / "config.json").read_text())
    for key in ("_name_or_path", "transformers_version", "use_cache"):
        config.pop(key, None)
    config["architectures"] = ["BertForTokenClassification"]
    config["id2label"] = {str(i): label for i, label in enumerate(LABELS)}
    config["label2id"] = {label: i for i, label in enumerate(LABELS)}
    config["wirebrief"] = {
        "format": 1, "case_shapes": CASE_SHAPES, "max_wordpieces": 256, "temperature": round(temperature, 4), "pooling": "mean",
        "vector_map": True,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def write_manifest(folder: Path, notes: dict) -> None:
    files = {name: sha256(folder / name) for name in ("config.json", "tokenizer.json", "model.safetensors")}
    manifest = {"name": "newswire-minilm", "format": 1, "labels": LABELS, "sha256": files, **notes}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
