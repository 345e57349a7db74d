"""One command from raw data to a model folder.

    python models/training/train.py --base DIR --out models/newswire-minilm

Reads the training sets (`data.py`), fine-tunes the base encoder with partial labels and a distillation term that keeps the sentence vector near the
base model's, averages the weights of the end of the run, fits the vector map on training sentences and
the temperature on our dev split, and writes the folder, rounded to int8 (`rounding.py`, `export.py`).
A log of loss and dev F1 goes to `OUT/training.log`.
"""

import argparse
import copy
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import data
import evaluate
import export
import rounding
import vectors
import words
from labels import LABELS
from model import Tagger, base_encoder, load_base
from tagger import collate, load_folder, predict
from vectors import BASE

ANNOTATED = Path(__file__).resolve().parents[2] / "corpora/annotated"


@dataclass
class Recipe:
    """Settings of a run; every figure was chosen on our dev split, FiNER-ORD val and CleanCoNLL dev (see README.md)."""

    epochs: float = 2.0
    batch_pieces: int = 1000
    rate: float = 2e-4  # encoder, top layer
    layer_decay: float = 0.9
    head_rate: float = 1e-3  # head and case embedding
    warmup: float = 0.06
    dropout: float = 0.1
    distil_every: int = 3
    distil_weight: float = 4.0
    average_decay: float = 0.998
    weight_decay: float = 0.01
    last_epoch_news: float = 1.5  # factor on our own sentences in the last epoch
    seed: int = 17


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, default=BASE)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--set", nargs="*", default=[], help="recipe settings, NAME=VALUE")
    parser.add_argument("--copies", nargs="*", default=[], help="copies of a set in an epoch, SET=NUMBER")
    parser.add_argument("--start", type=Path, help="model folder, or float weights, to go on from instead of the base encoder")
    parser.add_argument("--finish-only", action="store_true", help="no training: fit map and temperature of `--start` and write the folder")
    parser.add_argument("--keep-float", type=Path, help="also write the float weights to this file")
    parser.add_argument("--never-ship", action="store_true", help="also learn from the training parts of evaluate-only sets, to price their lack")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end the run early: the rate falls to nothing by then")
    args = parser.parse_args()
    recipe = Recipe()
    for setting in args.set:
        name, value = setting.split("=")
        setattr(recipe, name, type(getattr(recipe, name))(value))
    copies = dict(data.COPIES) | {name: float(n) for name, n in (c.split("=") for c in args.copies)}
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    with open(args.out / "training.log", "w", encoding="utf-8") as log:
        run = Run(args.base, recipe, copies, log, args.never_ship)
        if args.start:
            run.model.load_state_dict(weights_of(args.start, run.model))
        model = run.model if args.finish_only else run.train(args.minutes)
        error = vectors.fit_map(model, run.teacher, run.tokenizer, run.by_source)
        run.say(f"vector map: cosine to base {error:.4f} on what it was fitted on")
        temperature = fit_temperature(model, run.tokenizer)
        run.say(f"temperature {temperature:.3f}")
        notes = manifest_notes(run, recipe, copies)
        rounded = rounding.calibrated(model, run.tokenizer, run.by_source)
        export.write_folder(args.out, model, args.base, temperature, notes, rounded)
        if args.keep_float:
            save_file(model.state_dict(), str(args.keep_float))


def weights_of(start: Path, model: Tagger) -> dict[str, torch.Tensor]:
    """Weights of a model folder, or of a file of float weights (which may lack the vector map)."""
    weights = load_folder(start)[0].state_dict() if start.is_dir() else load_file(str(start))
    return {"vector.weight": model.state_dict()["vector.weight"]} | weights


class Run:
    """One training run: data, model, frozen base, log."""

    def __init__(self, base: Path, recipe: Recipe, copies: dict[str, float], log, never_ship: bool = False):
        torch.manual_seed(recipe.seed)
        self.recipe, self.copies, self.log = recipe, copies, log
        self.rng = random.Random(recipe.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = words.load_tokenizer(base / "tokenizer.json")
        self.teacher, config = base_encoder(base)
        self.teacher.to(self.device)
        self.known_vectors = {}
        self.model = Tagger(config, len(LABELS))
        load_base(self.model.bert, base)
        self.model.to(self.device)
        self.by_source = data.training_examples(ANNOTATED, never_ship)
        self.say(f"sentences {({name: len(group) for name, group in self.by_source.items()})}")
        self.say(f"recipe {recipe} copies {copies}")

    def say(self, line: str) -> None:
        stamped = f"{time.strftime('%H:%M:%S')} {line}"
        print(stamped, flush=True)
        print(stamped, file=self.log, flush=True)

    def train(self, minutes: float) -> Tagger:
        """Trains through the plan or until `minutes` have passed, whichever is sooner; gives the averaged model."""
        optimizer = torch.optim.AdamW(groups(self.model, self.recipe), betas=(0.9, 0.98), fused=True)
        peaks = [group["lr"] for group in optimizer.param_groups]
        average = copy.deepcopy(self.model)
        started, pieces_done, sums = time.time(), 0, np.zeros(3)
        for step, (batch, n_steps) in enumerate(self.plan(), 1):
            done = max(step / n_steps, (time.time() - started) / 60 / minutes)
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = peak * self.rate_at(done)
            tag_loss, drift = self.step(step, batch)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            self.blend(average, step)
            pieces_done += sum(len(item.pieces) + 2 for item in batch)
            sums += (tag_loss, drift, drift > 0)
            if step % 50 == 0:
                rate = pieces_done / (time.time() - started)
                self.say(f"step {step} loss {sums[0] / 50:.4f} drift {sums[1] / max(1, sums[2]):.4f} pieces/s {rate:.0f}")
                sums[:] = 0
            if step % 400 == 0 or done >= 1:
                self.say(f"step {step} dev {dev_scores(average, self.tokenizer)}")
            if done >= 1:
                break
        self.say(f"ended after {step} of {n_steps} steps, {pieces_done} pieces, {(time.time() - started) / 60:.1f} minutes")
        return average

    def plan(self):
        """The batches of the run, each with the number of steps of the whole run; the last epoch leans on our own sentences."""
        before, whole = 0, round(self.recipe.epochs)
        for number in range(whole):
            copies = dict(self.copies)
            if number == whole - 1:
                copies["annotated"] *= self.recipe.last_epoch_news
            items = data.epoch(self.tokenizer, self.by_source, copies, data.Renamer(self.by_source), self.rng)
            batches = data.batches(items, self.recipe.batch_pieces, self.rng)
            self.say(f"epoch {number + 1}: {len(items)} items, {len(batches)} batches, {len(self.by_source['annotated'])} own sentences")
            for batch in batches:
                yield batch, before + len(batches) * (whole - number)
            before += len(batches)

    def step(self, step: int, batch) -> tuple[float, float]:
        """Gradients of one batch; gives the tagging loss and the drift of the sentence vectors (0 where not measured)."""
        self.model.train()
        pieces, shapes, present = (t.to(self.device) for t in collate(batch))
        logits, vector = self.model(pieces, shapes, present, self.recipe.dropout)
        loss = tag_loss(logits, batch)
        drift = torch.zeros(())
        if self.recipe.distil_every and step % self.recipe.distil_every == 0:
            drift = (1 - (vector * self.base_vectors(batch)).sum(-1)).mean()
        (loss + self.recipe.distil_weight * drift).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        return loss.item(), drift.item()

    @torch.no_grad()
    def base_vectors(self, batch) -> torch.Tensor:
        """The base model's sentence vectors, kept for the next time the same pieces come."""
        keys = [tuple(item.pieces) for item in batch]
        fresh = [item for item, key in zip(batch, keys) if key not in self.known_vectors]
        if fresh:
            pieces, shapes, present = (t.to(self.device) for t in collate(fresh))
            rows = pooled(self.teacher(pieces, torch.zeros_like(shapes), present), present)
            self.known_vectors.update((tuple(item.pieces), row) for item, row in zip(fresh, rows))
        return torch.stack([self.known_vectors[key] for key in keys])

    def rate_at(self, done: float) -> float:
        """Share of the peak rate when `done` of the run is over: a linear rise, then a linear fall to nothing."""
        warm = self.recipe.warmup
        return done / warm if done < warm else max(0.0, (1 - done) / (1 - warm))

    @torch.no_grad()
    def blend(self, average: Tagger, step: int) -> None:
        """Running mean of the weights (shorter at the start of the run)."""
        keep = min(self.recipe.average_decay, step / (step + 10))
        pairs = [(a, b) for a, b in zip(average.parameters(), self.model.parameters()) if b.requires_grad]
        torch._foreach_lerp_([a for a, _ in pairs], [b.detach() for _, b in pairs], 1 - keep)


def pooled(hidden, present):
    weight = present.unsqueeze(-1).to(hidden.dtype)
    return F.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)


def tag_loss(logits, batch):
    """Mean over words of -log of the probability that the word's label is one of those it may have."""
    rows, columns, allowed = [], [], []
    for row, item in enumerate(batch):
        rows += [row] * len(item.first)
        columns += [f + 1 for f in item.first]
        allowed += item.allowed
    bits = torch.tensor(allowed)[:, None] >> torch.arange(len(LABELS)) & 1
    picked = logits[torch.tensor(rows), torch.tensor(columns)].log_softmax(-1)
    return -picked.masked_fill(bits.to(logits.device) == 0, -1e4).logsumexp(-1).mean()


def groups(model: Tagger, recipe: Recipe) -> list[dict]:
    """Parameter groups: word and position embeddings frozen, lower layers slower, head and case embedding fast."""
    n_layers = len(model.bert.encoder["layer"])
    result = {}
    for name, parameter in model.named_parameters():
        if name == "vector.weight":
            continue
        if "word_embeddings" in name or "position_embeddings" in name or "token_type" in name:
            parameter.requires_grad = False
            continue
        if "classifier" in name or "case_embeddings" in name:
            rate = recipe.head_rate
        elif "encoder.layer" in name:
            rate = recipe.rate * recipe.layer_decay ** (n_layers - 1 - int(name.split("layer.")[1].split(".")[0]))
        else:
            rate = recipe.rate * recipe.layer_decay**n_layers
        decay = recipe.weight_decay if parameter.dim() == 2 and "case" not in name else 0.0
        result.setdefault((rate, decay), []).append(parameter)
    return [{"params": parameters, "lr": rate, "weight_decay": decay} for (rate, decay), parameters in result.items()]


def dev_scores(model: Tagger, tokenizer) -> str:
    """Strict F1 on our dev split and on the dev sets of others, in one line."""
    parts = []
    for name in ("dev", "finer_ord.val"):
        target = evaluate.gold(name)
        table = evaluate.counts(target, evaluate.tag(model, tokenizer, target, 1.0))
        parts += [f"{name} {label} {evaluate.f1(row, 'strict'):.3f}" for label, row in table.items() if row["gold"]]
    return ", ".join(parts)


def fit_temperature(model: Tagger, tokenizer) -> float:
    """The temperature at which span scores on our dev split are best calibrated (least calibration error on a grid)."""
    target = evaluate.gold("dev")
    sentences = [words.encode(tokenizer, text) for text in target.texts]
    plain = predict(model, sentences)
    error = {}
    for temperature in np.round(np.arange(0.7, 2.51, 0.1), 2):
        log_probs = [torch.log_softmax(torch.from_numpy(p) / temperature, -1).numpy() for p in plain]
        error[float(temperature)] = evaluate.calibration(target, evaluate.spans(sentences, log_probs))[0]
    return min(error, key=error.get)


def manifest_notes(run: Run, recipe: Recipe, copies: dict[str, float]) -> dict:
    return {
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "licence": "CC BY-SA 4.0 (weights; see README.md for the data they learnt from)",
        "training_sentences": {name: len(group) for name, group in sorted(run.by_source.items())},
        "copies": copies,
        "recipe": json.loads(json.dumps(recipe.__dict__)),
    }


if __name__ == "__main__":
    main()
