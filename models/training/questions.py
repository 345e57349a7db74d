"""Fits FOLDER/questions.safetensors: layers that tell which question a figure of a report answers.

    python models/training/questions.py models/newswire-minilm
    python models/training/questions.py models/newswire-minilm --gold DIR      # the events kept apart, as gold of stories
    python models/training/questions.py models/newswire-minilm --mixed DIR     # reports of different events, as gold of stories
    python models/training/questions.py models/newswire-minilm --reference     # FOLDER/questions.json, for the tests of the Rust side

Reads the events of `questions/` (its README gives the form): reports of one event in which figures that answer one question
have one key. The encoder's layers before BRANCH stay as they are and read each sentence by itself; copies of its last
ones then read the title and the sentences of a report as one sequence, figures marked, and a linear map makes a
vector of what stands at a figure, near it and in its sentence (src/model/question.rs reads reports the same way). Of all
figures of another report that could be compared, the one that answers the same question is to be the closest, or none.
The events of KEPT are left out: src/consolidate/pairs.py fits the weight of that closeness on them.
"""

import argparse
import hashlib
import json
import math
import random
import re
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

import words
from tagger import collate, load_folder

KEPT = "society"
BRANCH, WIDTH, NEAR, CHUNK = 3, 128, 6, 256  # CHUNK and NEAR as in src/model/question.rs
EPOCHS, EVENTS, DROPOUT = 5, 4, 0.1
RATE, HEAD_RATE, WARM = 2e-4, 1e-3, 0.1
# Of a figure without a partner in another report, beside one with; of a pair that is one, beside one that is not.
ALONE, ONE = 0.5, 4.0
OPENING, SENTENCE, FIGURE = range(3)

MARK = re.compile(r"\{(\d+)([a-z]?):([^{}]+)\}")
END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9£$€])")
SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Inc|Ltd|Co|Corp|vs|Gen|Sen|Rep|Prof|Rs|approx|est)|\b[A-Z])\.$")
SHARE = re.compile(r"%|per ?cent|\bpct\b|basis point|\bbps?\b|percentage|points?$")
PART = re.compile(r"\b(third|quarter|half|fifth|tenth|two-thirds|three-quarters)\b")
MONEY = re.compile(
    r"[$€£¥₹₩₽]|\b(dollars?|euros?|pounds?|yen|yuan|rupees?|kron\w+|krone\w*|francs?|pesos?|rand|ringgit|baht|won|lira|real|reais|zloty|forint|crown|koruny"
    r"|dinars?|dirhams?|riyals?|naira|shillings?|cedis?|usd|eur|gbp|chf|sek|nok|dkk|pln|rm|rs|cents?|pence|p|crore|lakh)\b"
)


@dataclass
class Figure:
    report: int
    question: str
    scope: str  # what follows the number in the key, less `u`: a later answer is one to the same question
    kind: str
    sentence: int
    start: int
    end: int


@dataclass
class Report:
    sentences: list[str]  # the headline first
    figures: list[Figure]


def kind(figure: str) -> str:
    low = figure.lower()
    return next((name for name, form in (("share", SHARE), ("money", MONEY), ("part", PART)) if form.search(low)), "count")


def comparable(a: Figure, b: Figure) -> bool:
    return a.report != b.report and (a.kind == b.kind or "part" in (a.kind, b.kind))


def split(line: str):
    last = 0
    for end in END.finditer(line):
        if not SHORT.search(line[last : end.start()]) and line.count("{", 0, end.start()) == line.count("}", 0, end.start()):
            yield line[last : end.end()].strip()
            last = end.end()
    yield line[last:].strip()


def events(folder: Path):
    """Name of the file and of the event, and its reports with heads and marked text."""
    for path in sorted(folder.glob("*.txt")):
        for event in re.split(r"(?m)^=== *", path.read_text(encoding="utf-8"))[1:]:
            name, rest = event.split("\n", 1)
            reports = [text.split("\n", 1)[1].split("\n\n", 1) for text in re.split(r"(?m)^== doc *", rest)[1:]]
            yield path.stem, name.strip(), [(head, body.strip()) for head, body in reports]


def report(number: int, body: str) -> Report:
    sentences, figures = [], []
    for text in (s for line in body.split("\n") for s in split(line.strip()) if s):
        plain, last = "", 0
        for mark in MARK.finditer(text):
            plain += text[last : mark.start()]
            place = len(plain), len(plain) + len(mark[3])
            figures.append(Figure(number, mark[1], mark[2].replace("u", ""), kind(mark[3]), len(sentences), *place))
            plain += mark[3]
            last = mark.end()
        sentences.append(plain + text[last:])
    return Report(sentences, figures)


class Event:
    """An event ready to be read: hidden states of its sentences, its chunks, and where its figures stand in them."""

    def __init__(self, reports, tokenizer):
        self.sentences, self.figures, self.rows, self.chunks = [], [], [], []
        for report in reports:
            first = len(self.sentences)
            encoded = [words.encode(tokenizer, text) for text in report.sentences]
            inside = [self.place(encoded[figure.sentence], figure) for figure in report.figures]
            asked = {figure.sentence for figure, place in zip(report.figures, inside) if place}
            chunk, offsets = [], {}
            for at, sentence in enumerate(encoded):
                length = min(len(sentence.pieces), words.MAX_PIECES) + 2
                if at and at not in asked and at + 1 not in asked:
                    continue
                if not chunk or sum(n for _, n in chunk) + length > CHUNK and len(chunk) > 1:
                    chunk = [(first, offsets[0][2])] if chunk else []
                    self.chunks.append(chunk)
                offsets[at] = len(self.chunks) - 1, sum(n for _, n in chunk), length
                chunk.append((first + at, length))
            for figure, place in zip(report.figures, inside):
                if place:
                    row, offset, length = offsets[figure.sentence]
                    parts = [(offset + 1 + a, offset + 1 + b) for a, b in place]
                    self.figures.append(figure)
                    self.rows.append((row, [*parts, (offset + 1, offset + length - 1)]))
            self.sentences += encoded
        self.marks = [(row, parts[0]) for row, parts in self.rows]
        for sentence in self.sentences:
            sentence.pieces, sentence.shapes = sentence.pieces[: words.MAX_PIECES], sentence.shapes[: words.MAX_PIECES]

    @staticmethod
    def place(sentence, figure):
        """Pieces of the figure and of what is near it."""
        inside = [w for w, (a, b) in enumerate(sentence.spans) if b > figure.start and a < figure.end]
        if not inside or len(sentence.pieces) > words.MAX_PIECES:
            return None
        ends = [*sentence.first[1:], len(sentence.pieces)]
        near = max(0, inside[0] - NEAR), min(len(ends), inside[-1] + 1 + NEAR)
        return [(sentence.first[inside[0]], ends[inside[-1]]), (sentence.first[near[0]], ends[near[1] - 1])]


@torch.no_grad()
def read_first_layers(encoder, items: list[Event]) -> None:
    sentences = sorted((s for item in items for s in item.sentences), key=lambda s: len(s.pieces))
    for at in range(0, len(sentences), 32):
        group = sentences[at : at + 32]
        pieces, shapes, present = collate(group)
        x = encoder.embeddings(pieces, shapes)
        bias = torch.zeros(present.shape).masked_fill(~present, -1e4)[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16):
            for layer in encoder.encoder["layer"][:BRANCH]:
                x = layer(x, bias.to(torch.bfloat16))
        for sentence, rows in zip(group, x):
            sentence.hidden = rows[: len(sentence.pieces) + 2].half()


class Reread(nn.Module):
    """Copies of the encoder's last layers, which read a report as one sequence."""

    def __init__(self, encoder, hidden):
        super().__init__()
        self.layers = deepcopy(encoder.encoder["layer"][BRANCH:])
        self.role = nn.Embedding(3, hidden)
        nn.init.normal_(self.role.weight, std=0.02)

    def sums(self, items, roughly: bool):
        """Of the states of every chunk of `items` the sums over all rows before each, and the number of each item's first chunk."""
        rows, first = [], []
        for item in items:
            first.append(len(rows))
            for number, chunk in enumerate(item.chunks):
                states = [item.sentences[s].hidden.float() + self.role.weight[SENTENCE if i else OPENING] for i, (s, _) in enumerate(chunk)]
                marked = torch.zeros(sum(len(s) for s in states), 1)
                for row, part in item.marks:
                    if row == number:
                        marked[slice(*part)] = 1
                rows.append(torch.cat(states) + marked * self.role.weight[FIGURE])
        longest = max(len(row) for row in rows)
        x = torch.stack([F.pad(row, (0, 0, 0, longest - len(row))) for row in rows])
        bias = torch.tensor([[0.0] * len(row) + [-1e4] * (longest - len(row)) for row in rows])[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16, enabled=roughly):
            for layer in self.layers:
                x = F.dropout(layer(x, bias.to(torch.bfloat16) if roughly else bias), DROPOUT, self.training)
        return F.pad(x.float().cumsum(1), (0, 0, 1, 0)), first


class Questions(Reread):
    def __init__(self, encoder, hidden):
        super().__init__(encoder, hidden)
        self.proj = nn.Linear(3 * hidden, WIDTH)
        self.scale, self.bias, self.null = (nn.Parameter(torch.tensor(x)) for x in (math.log(10.0), -4.0, 4.0))

    def forward(self, items: list[Event]) -> list[torch.Tensor]:
        """The vectors of the figures of each event."""
        sums, first = self.sums(items, roughly=True)
        places = [(at + row, parts) for at, item in zip(first, items) for row, parts in item.rows]
        means = [torch.cat([(sums[row, b] - sums[row, a]) / (b - a) for a, b in parts]) for row, parts in places]
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.proj(F.dropout(torch.stack(means), DROPOUT, self.training)).float()
        return list(F.normalize(vectors, dim=-1).split([len(item.rows) for item in items]))

    def loss(self, figures: list[Figure], vectors: torch.Tensor) -> torch.Tensor:
        able = torch.tensor([[comparable(a, b) for b in figures] for a in figures])
        same = torch.tensor([[a.question == b.question for b in figures] for a in figures])
        exact = same & torch.tensor([[a.scope == b.scope for b in figures] for a in figures])
        reports = torch.tensor([figure.report for figure in figures])
        logits = 2 * self.scale.exp() * (vectors @ vectors.T)
        losses = []
        for other in reports.unique():
            among = able & (reports == other)[None, :]
            # The answer of the same scope where there is one, else that of another; answers in between teach nothing.
            right = torch.where((exact & among).any(1, keepdim=True), exact & among, same & among)
            open_ = among & ~(same & ~right)
            alone = ~right.any(1, keepdim=True)
            choices = torch.cat([logits.masked_fill(~open_, -1e4), self.null.expand(len(figures), 1)], 1)
            chosen = choices.masked_fill(~torch.cat([right, alone], 1), -1e4)
            weight = torch.where(alone[:, 0], ALONE, 1.0)
            losses.append((weight * (choices.logsumexp(1) - chosen.logsumexp(1)))[among.any(1)])
        pairs = torch.triu(able, 1)
        one = same[pairs].float()
        weight = 1 + (ONE - 1) * one
        of_pairs = F.binary_cross_entropy_with_logits(logits[pairs] + 2 * self.bias, one, weight=weight)
        return torch.cat(losses).mean() + of_pairs


@torch.no_grad()
def average_precision(model: Questions, items: list[Event]) -> float:
    """Of all comparable pairs of figures by closeness."""
    model.eval()
    closeness, right = [], []
    for item in items:
        (vectors,) = model([item])
        for i, a in enumerate(item.figures):
            for j, b in enumerate(item.figures[:i]):
                if comparable(a, b):
                    closeness.append(float(vectors[i] @ vectors[j]))
                    right.append(a.question == b.question)
    order = np.argsort(-np.array(closeness), kind="stable")
    found = np.array(right)[order]
    return float((np.cumsum(found) / np.arange(1, len(found) + 1))[found].mean())


def schedule(model: Reread, steps: int):
    """An optimizer of the layers and, faster, of what follows them, and its rates over so many steps."""
    slow = [p for name, p in model.named_parameters() if name.startswith("layers")]
    fast = [p for name, p in model.named_parameters() if not name.startswith("layers")]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": RATE}, {"params": fast, "lr": HEAD_RATE}], weight_decay=0.01)
    shape = lambda step: min(1, (step + 1) / (WARM * steps + 1)) * max(0.02, 1 - step / steps)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, shape)


def train(model: Questions, items: list[Event], kept: list[Event]) -> None:
    optimizer, rate = schedule(model, EPOCHS * math.ceil(len(items) / EVENTS))
    began = time.time()
    for epoch in range(EPOCHS):
        model.train()
        random.shuffle(items)
        for at in range(0, len(items), EVENTS):
            group = items[at : at + EVENTS]
            loss = sum(model.loss(item.figures, vectors) for item, vectors in zip(group, model(group))) / len(group)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
        print(f"epoch {epoch}: loss {loss:.3f}, average precision kept {average_precision(model, kept):.3f}, {time.time() - began:.0f} s", flush=True)


def export(model: Questions, folder: Path) -> None:
    tensors = {}
    for name, weight in model.state_dict().items():
        if name.startswith("layers."):
            pack(tensors, stored_name(name), weight)
    tensors |= {"roles": model.role.weight.half(), "projection.weight": model.proj.weight.half(), "projection.bias": model.proj.bias}
    save(tensors, folder / "questions.safetensors", {"branch": str(BRANCH), "width": str(WIDTH)})


def pack(tensors: dict, name: str, weight: torch.Tensor) -> None:
    """Adds a weight of a layer: matrices in int8 with a scale a row."""
    if weight.dim() == 2:
        scale = weight.abs().amax(1).clamp(min=1e-12) / 127
        tensors[f"{name}.scale"] = scale
        weight = torch.round(weight / scale[:, None]).to(torch.int8)
    tensors[name] = weight if weight.dtype == torch.int8 else weight.half()


def unpacked(stored: dict, name: str) -> torch.Tensor:
    return stored[name].float() * stored[f"{name}.scale"][:, None] if f"{name}.scale" in stored else stored[name].float()


def stored_name(name: str) -> str:
    """The name in the file of a weight of the layers or the rows' roles."""
    if name.startswith("layers."):
        number, part = name.removeprefix("layers.").split(".", 1)
        return f"bert.encoder.layer.{int(number) + BRANCH}.{part}"
    return "roles" if name == "role.weight" else name


def save(tensors: dict, path: Path, notes: dict) -> None:
    """Writes a file of the model's folder and its sum in the manifest."""
    save_file({name: t.detach().contiguous() for name, t in tensors.items()}, path, notes)
    manifest = path.parent / "manifest.json"
    listed = json.loads(manifest.read_text())
    listed["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")


REFERENCE = [
    """Halvorsen Kelp to shut two drying halls
TROMVIK, March 3 - Halvorsen Kelp AS said on Tuesday that it would close two of its drying halls and let {1:140 people} go.
Turnover came to {2:61.3 million kroner} in the fourth quarter. "We had no choice," said its head, Ms. Ragna Lie.
It has {3:920} staff in all, and the halls stand in Tromvik and Skarnes.
The group's debt is {4:SEK 310m}.""",
    """One in seven to leave the seaweed works
Unions say {1:as many as 160 jobs} are at stake at Halvorsen. The firm sold goods worth {2:NOK 61m} between October and December, a {5:4%} fall.
It owes its banks {4:about 310 million kronor} and rents its head office.
Some {3:900 men and women} work there.""",
]


def load(folder: Path, encoder, hidden: int) -> Questions:
    """What `export` wrote."""
    stored = load_file(folder / "questions.safetensors")
    model = Questions(encoder, hidden)
    weights = model.state_dict()
    for name in weights:
        key = stored_name(name).replace("proj.", "projection.")
        # Those of the loss are not kept.
        if key in stored:
            weights[name] = unpacked(stored, key)
    model.load_state_dict(weights)
    return model.eval()


@torch.no_grad()
def reference(folder: Path, tagger, tokenizer, hidden: int) -> None:
    """Two reports with the bytes of their figures, and how close each figure of the one is to each of the other."""
    reports = [report(i, body) for i, body in enumerate(REFERENCE)]
    item = Event(reports, tokenizer)
    read_first_layers(tagger.bert, [item])
    (vectors,) = load(folder, tagger.bert, hidden)([item])
    split_at = len(reports[0].figures)
    closeness = vectors[:split_at] @ vectors[split_at:].T
    written = []
    for one in reports:
        at = lambda figure: [len(one.sentences[figure.sentence][:char].encode()) for char in (figure.start, figure.end)]
        places = [[at(f) for f in one.figures if f.sentence == n] for n in range(len(one.sentences))]
        written.append({"title": one.sentences[0], "sentences": list(zip(one.sentences, places))[1:]})
    rows = {"reports": written, "closeness": [[round(float(x), 4) for x in row] for row in closeness]}
    (folder / "questions.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def as_gold(found, folder: Path) -> None:
    """The events kept apart in the form of `eval/gold/stories`: a relation for every pair of figures with one key."""
    text = "# wirebrief gold: stories\n"
    for _, name, reports in found:
        marks, bodies = [], []
        for number, (head, body) in enumerate(reports):
            keys = iter(f"{chr(97 + number)}{i}" for i in range(1, 1000))

            def keyed(mark, number=number, keys=keys):
                marks.append((number, next(keys), mark[1], mark[2]))
                return f"{{{marks[-1][1]}:{mark[3]}}}"

            lines = [line for line in MARK.sub(keyed, body).split("\n") if line.strip()]
            bodies.append(f"== doc {number + 1}\n{head.strip()}\n\n" + "\n".join(lines) + "\n")
        text += f"=== {name}\n" + "".join(bodies) + "---\n"
        for i, (report, key, question, scope) in enumerate(marks):
            for other, other_key, other_question, other_scope in marks[i + 1 :]:
                if report != other and question == other_question:
                    if scope.replace("u", "") != other_scope.replace("u", ""):
                        text += f"scope {key} {other_key} : another scope or time\n"
                    else:
                        text += f"{'agreed' if scope == other_scope else 'updated'} {key} {other_key}\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{KEPT}.txt").write_text(text, encoding="utf-8")


# Stories of each file, and by turns the reports of one and the events that a report tells: short ones, many, round-ups.
MIXED, MIXES = 45, ((4, 1), (6, 1), (3, 3))


def as_mixed(found, folder: Path) -> None:
    """Stories whose reports tell different events of one kind, so that no figure answers the question of another."""
    text = "# wirebrief gold: stories\n"
    for file in sorted({name for name, _, _ in found}):
        own = [reports for name, _, reports in found if name == file]
        for number in range(MIXED):
            n_reports, n_events = MIXES[number % len(MIXES)]
            picked = [random.choice(reports) for reports in random.sample(own, n_reports * n_events)]
            text += f"=== mixed-{file}-{number:02}\n"
            for at in range(n_reports):
                told = picked[at * n_events : (at + 1) * n_events]
                head = re.sub(r"(?m)^@published .*$", f"@published 2026-03-{random.randint(3, 5):02}", told[0][0].strip())
                lines = [line for _, body in told for line in body.split("\n")[0 if body is told[0][1] else 1 :] if line.strip()]
                keys = iter(f"{chr(97 + at)}{i}" for i in range(1, 1000))
                body = MARK.sub(lambda mark, keys=keys: f"{{{next(keys)}:{mark[3]}}}", "\n".join(lines))
                text += f"== doc {at + 1}\n{head}\n\n{body}\n"
            text += "---\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mixed.txt").write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, help="write the events kept apart to this folder and stop")
    parser.add_argument("--mixed", type=Path, help="write stories of reports of different events to this folder and stop")
    parser.add_argument("--reference", action="store_true", help="write FOLDER/questions.json and stop")
    args = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    found = list(events(Path(__file__).with_name("questions")))
    if args.gold:
        return as_gold([event for event in found if event[0] == KEPT], args.gold)
    if args.mixed:
        return as_mixed(found, args.mixed)
    tagger, tokenizer, config = load_folder(args.folder)
    if args.reference:
        return reference(args.folder, tagger, tokenizer, config["hidden_size"])
    items = {True: [], False: []}
    for file, _, reports in found:
        items[file == KEPT].append(Event([report(i, body) for i, (_, body) in enumerate(reports)], tokenizer))
    read_first_layers(tagger.bert, items[True] + items[False])
    model = Questions(tagger.bert, config["hidden_size"])
    train(model, items[False], items[True])
    export(model, args.folder)


if __name__ == "__main__":
    main()
