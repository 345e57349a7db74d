"""Fits FOLDER/context.safetensors: what the words around a figure say of its measure, owner and time.

    cargo run --release -- eval models/training/about --pairs about.tsv
    cargo run --release -- eval eval/gold/figures --part tuning --pairs tuning.tsv
    python models/training/context.py models/newswire-minilm about.tsv tuning.tsv

Reads the choices as src/normalise/about/fit.py does (the same files). The encoder stays as it is: its last hidden states
at the first piece of each word are brought down to WIDTH numbers by one projection for all fields, and from the means of
five parts (the figure, NEAR words on either side, the whole sentence, the word before, the word after) a linear map gives
one logit a class of answers. Its log probability, times `CONTEXT` of src/normalise/about/mod.rs, is added to what the
features of each candidate weigh. Folds that share no article tell on standard error what that is worth.
"""

import argparse
import hashlib
import importlib.util
import json
import zlib
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import words
from tagger import collate, load_folder

FIELDS = ("metric", "subject", "period")
WIDTH, NEAR, PARTS, FOLDS = 64, 6, 5, 5
# By the folds on 2026-11-22.
STEPS = 60
L2 = {"metric": 0.01, "subject": 0.03, "period": 0.03}
SHARES = (0.0, 0.2, 0.3, 0.4)
BARS = (0.3, 0.4, 0.5, 0.6)

spec = importlib.util.spec_from_file_location("fit", Path(__file__).parents[2] / "src/normalise/about/fit.py")
fit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fit)


def read(paths, field):
    """Per choice: sentence, bytes of the figure, and the class of each candidate with whether it is right."""
    for path in paths:
        for line in open(path, encoding="utf-8"):
            if line.startswith("#"):
                continue
            article, name, _, place, _, *candidates = line.rstrip("\n").split("\t")
            if name != field:
                continue
            start, end, sentence = place.split(" ", 2)
            parts = [candidate.split(":", 3) for candidate in candidates]
            yield article, sentence, (int(start), int(end)), [(part[2], part[0] == "1") for part in parts]


class Sentences:
    """Parts of figures in sentences, each sentence encoded once."""

    def __init__(self, folder):
        self.model, self.tokenizer, _ = load_folder(folder)
        self.states = {}

    @torch.no_grad()
    def parts(self, sentence, figure):
        """`[PARTS, hidden]`, as src/model/context.rs takes them; `None` where no word stands there."""
        if sentence not in self.states:
            encoded = words.encode(self.tokenizer, sentence)
            if len(encoded.pieces) > words.MAX_PIECES:
                return None
            at = [len(sentence[:start].encode()) for start, _ in encoded.spans]
            ends = [len(sentence[:end].encode()) for _, end in encoded.spans]
            hidden = self.model.bert(*collate([encoded]))[0, 1:-1]
            self.states[sentence] = (at, ends, hidden[encoded.first])
        starts, ends, hidden = self.states[sentence]
        inside = [i for i in range(len(starts)) if ends[i] > figure[0] and starts[i] < figure[1]]
        if not inside:
            return None
        first, last, n = inside[0], inside[-1] + 1, len(starts)
        spans = [(first, last), (max(0, first - NEAR), min(n, last + NEAR)), (0, n)]
        spans += [(max(0, first - 1), max(0, first - 1) + 1), (min(last, n - 1), min(last, n - 1) + 1)]
        return torch.stack([hidden[a:b].mean(0) for a, b in spans])


class Data:
    """The choices of one field: features and answers for the weights, parts and classes for the head."""

    def __init__(self, paths, field, sentences):
        self.field = field
        self.cases = fit.read(paths, field)
        rows = list(read(paths, field))
        self.classes = [[name for name, _ in row[3]] for row in rows]
        parts = [sentences.parts(row[1], row[2]) for row in rows]
        self.known = np.array([part is not None for part in parts])
        empty = torch.zeros(PARTS, sentences.model.classifier.in_features)
        self.x = torch.stack([empty if part is None else part for part in parts])
        self.names = sorted({name for row in self.classes for name in row})
        self.at = {name: i for i, name in enumerate(self.names)}
        self.y = torch.zeros(len(rows), len(self.names))
        for i, row in enumerate(rows):
            right = [name for name, is_right in row[3] if is_right] or [self.classes[i][0]]
            for name in right:
                self.y[i, self.at[name]] += 1 / len(right)
        self.fold = np.array([zlib.crc32(case[0].encode()) % FOLDS for case in self.cases])


def fitted(d, chosen, mean, scale):
    """Weights `[class, part, hidden]` and biases of a multinomial regression on states read as `(x - mean) / scale`."""
    rows = np.where(chosen & d.known)[0]
    x, y = ((d.x[rows] - mean) / scale).flatten(1), d.y[rows]
    weight = torch.zeros(y.shape[1], x.shape[1], requires_grad=True)
    bias = torch.zeros(y.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=STEPS)

    def loss():
        optimiser.zero_grad()
        value = -(y * torch.log_softmax(x @ weight.T + bias, 1)).sum() / len(y) + L2[d.field] * (weight**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weight.detach().view(len(d.names), PARTS, -1), bias.detach()


def head(data, chosen, mean, scale):
    """The projection to WIDTH numbers that serves all fields best, and weights and biases of each field on top of it."""
    full = {d.field: fitted(d, chosen[d.field], mean, scale) for d in data}
    # What the products make of real states is to be kept: directions count by how much states differ along them.
    states = torch.cat([(d.x[d.known] - mean) / scale for d in data]).flatten(0, 1)
    spread = torch.linalg.cholesky(states.T @ states / len(states) + 1e-3 * torch.eye(states.shape[1]))
    rows = torch.cat([weight.flatten(0, 1) for weight, _ in full.values()])
    _, _, right = torch.linalg.svd(rows @ spread, full_matrices=False)
    weights = {field: torch.einsum("cph,kh->cpk", weight @ spread, right[:WIDTH]) for field, (weight, _) in full.items()}
    projection = (right[:WIDTH] @ torch.linalg.inv(spread)) / scale
    biases = {f: b - torch.einsum("cpk,k->c", weights[f], projection @ mean) for f, (_, b) in full.items()}
    return projection, weights, biases


def log_probs(head, d, rows):
    projection, weights, biases = head
    with torch.no_grad():
        kept = (d.x[rows] @ projection.T).half().float()
        return torch.log_softmax(torch.einsum("npk,cpk->nc", kept, weights[d.field]) + biases[d.field], 1).numpy()


def told(data, paths, mean, scale):
    """Prints what the head adds, by folds."""
    groups = {field: (features, n) for field, features, n in fit.heads(paths[0])}
    of_fold = []
    for fold in range(FOLDS):
        chosen = {d.field: d.fold != fold for d in data}
        of_fold.append(head(data, chosen, mean, scale))
    for d in data:
        features, n_groups = groups[d.field]
        weighed = []
        for fold in range(FOLDS):
            rows = np.where(d.fold == fold)[0]
            weights = fit.fit([case for case, f in zip(d.cases, d.fold) if f != fold], len(features), n_groups)
            scores = np.split(fit.Design([d.cases[i] for i in rows], len(features), n_groups).scores(weights),
                              np.cumsum([len(d.cases[i][4]) for i in rows])[:-1])
            log_p = log_probs(of_fold[fold], d, rows)
            for i, score, log in zip(rows, scores, log_p):
                own = np.array([log[d.at[name]] for name in d.classes[i]]) if d.known[i] else 0.0 * score
                weighed.append((score, own, d.cases[i][2] == 1))
        for share in SHARES:
            line = []
            for bar in BARS:
                right = wrong = 0
                for score, own, is_right in weighed:
                    p = np.exp(score + share * own - (score + share * own).max())
                    best = int(p.argmax()) if p.max() / p.sum() >= bar else 0
                    right += is_right[best]
                    wrong += best > 0 and not is_right[best]
                line.append(f"{bar}: {right / len(weighed):.3f}/{wrong / len(weighed):.3f}")
            print(f"{d.field:8} context {share}  right/wrong at  " + "  ".join(line), flush=True)


class Fitted:
    """The head of an exported folder, as the Rust side reads it."""

    def __init__(self, folder):
        self.sentences = Sentences(folder)
        path = str(folder / "context.safetensors")
        self.tensors = load_file(path)
        with safe_open(path, "pt") as file:
            self.notes = file.metadata()

    def likeliest(self, sentence, figure):
        """By field the likeliest answer for the figure at these bytes, and its log probability."""
        parts = (self.sentences.parts(sentence, figure) @ self.tensors["projection"].T).flatten()
        answers = {}
        for field in FIELDS:
            logits = self.tensors[f"{field}.weight"] @ parts + self.tensors[f"{field}.bias"]
            best = int(logits.argmax())
            answers[field] = [self.notes[field].split("\t")[best], round(float(torch.log_softmax(logits, 0)[best]), 3)]
        return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("choices", nargs="+")
    parser.add_argument("--folds", action="store_true", help="only tell what the head adds")
    args = parser.parse_args()
    sentences = Sentences(args.folder)
    data = [Data(args.choices, field, sentences) for field in FIELDS]
    states = torch.cat([state for _, _, state in sentences.states.values()])
    mean, scale = states.mean(0), states.std(0) + 1e-6
    if args.folds:
        return told(data, args.choices, mean, scale)
    everything = {d.field: np.ones(len(d.cases), bool) for d in data}
    projection, weights, biases = head(data, everything, mean, scale)
    tensors = {"projection": projection.contiguous()}
    for d in data:
        tensors[f"{d.field}.weight"] = weights[d.field].flatten(1).contiguous()
        tensors[f"{d.field}.bias"] = biases[d.field].contiguous()
    notes = {"width": str(WIDTH)} | {d.field: "\t".join(d.names) for d in data}
    path = args.folder / "context.safetensors"
    save_file(tensors, str(path), metadata=notes)
    manifest = args.folder / "manifest.json"
    listed = json.loads(manifest.read_text())
    listed["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(listed, indent=2) + "\n")


if __name__ == "__main__":
    main()
