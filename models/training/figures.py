"""Fits FOLDER/figures.safetensors: layers that tell what a figure measures, whose it is, when, which way it went and how real it is.

    python models/training/figures.py models/newswire-minilm --gold marked                              # what they learn from, as gold of figures
    cargo run --release -- eval marked/learnt --pairs learnt.tsv
    cargo run --release -- eval marked/kept --pairs kept.tsv
    cargo run --release -- eval models/training/about --pairs about.tsv
    cargo run --release -- eval eval/gold/figures --part tuning --pairs tuning.tsv
    python models/training/figures.py models/newswire-minilm --train learnt.tsv --test about.tsv tuning.tsv kept.tsv
    python models/training/figures.py models/newswire-minilm --read about.tsv tuning.tsv kept.tsv       # about.read.tsv ...: for fit.py
    python models/training/figures.py models/newswire-minilm --reference                                # FOLDER/figures.json, for the tests of the Rust side

Reads the events of `questions/` with the rows of `figures/` and the articles of `figures/` (their README gives the form). As in
`questions.py`, whose layout of reports this is, the encoder's first layers stay as they are and copies of its last ones read
title and sentences as one sequence, figures marked. Of the mean states of a figure's parts linear maps make logits for measure,
sort of time, direction and modality. Its owner is pointed at: a query of the figure meets a key of each name, and a logit for the sort of owner is added.
src/model/reading.rs reads documents the same way; src/normalise/about weighs what comes out beside its own features, by weights
fitted on texts that the layers do not learn from.
"""

import argparse
import importlib.util
import json
import math
import random
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn

import questions
import words
from questions import BRANCH, DROPOUT
from tagger import load_folder

HERE = Path(__file__).parent
# Of the articles every so many-th is kept apart, for the weights beside the layers.
KEPT = 6
KEY = 64
EPOCHS, REPORTS = 4, 10
# Of a figure whose owner is none of the names.
NOBODY = 0.3
FIELDS = ("metric", "subject", "period", "direction", "modality")
METRICS = (
    "revenue net_profit net_loss operating_profit operating_loss pretax_profit gross_profit ebitda eps dividend margin market_share stake share_price price"
    " market_value deal_value investment funding debt cash cost fine settlement damages budget aid tax tariff headcount jobs_cut jobs_added wage customers"
    " users output capacity sales_volume orders deliveries stores inventory inflation interest_rate unemployment gdp exports imports trade_balance yield"
    " exchange_rate index_level dead injured missing population vote_share distance area weight temperature duration age rank rent emissions energy"
    " bad_loans assets deposits loans other"
).split()
ANSWERS = {
    "metric": ["-", *sorted(METRICS)],
    "direction": ["rose", "fell", "level"],
    "modality": ["reported", "forecast", "target", "hypothetical", "denied"],
}

spec = importlib.util.spec_from_file_location("fit", HERE.parents[1] / "src/normalise/about/fit.py")
fit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fit)


# What is learnt from, as gold.

# Of rows that leave them open: every answer is right, so that nothing is learnt.
OPEN = ["~".join(ANSWERS["direction"]), "~".join(ANSWERS["modality"]), "-"]


def rows_of(text):
    """`N | subject | metric | period`, or with `| direction | modality | scope` behind, by its first column."""
    parts = [[part.strip() for part in line.split("|")] for line in text.split("\n") if line.strip()]
    return {part[0]: part[1:] + OPEN[len(part) - 4 :] for part in parts if len(part) in (4, 7)}


def marked(name, head, body, row_of):
    """An article of gold; figures without a row lose their marks."""
    records = []

    def keyed(mark):
        row = row_of(mark[1])
        if row is None:
            return mark[2]
        subject, metric, period, direction, modality, scope = row
        # The value is not read from here.
        about = f"subject={subject} | metric={metric} | direction={direction} | base=- | scope={scope} | period={period} | by=- | modality={modality}"
        records.append(f"{len(records) + 1} | quantity 1 thing | {about}")
        return f"{{{len(records)}:{mark[2]}}}"

    text = "\n".join(line for line in re.sub(r"\{(\d+[a-z]*):([^{}]*)\}", keyed, body).split("\n") if line.strip())
    published = "".join(line + "\n" for line in head.split("\n") if line.startswith("@published"))
    return f"=== {name}\n{published}@style training\n\n{text}\n---\n" + "\n".join(records) + "\n" if records else ""


def as_gold(folder):
    rows = {}
    for path in sorted((HERE / "figures").glob("*.rows")):
        for part in re.split(r"(?m)^=== *", path.read_text(encoding="utf-8"))[1:]:
            name, rest = part.split("\n", 1)
            rows[path.stem, name.strip()] = rows_of(rest)
    texts = {}
    for file, name, reports in questions.events(HERE / "questions"):
        known = rows.get((file, name), {})
        for number, (head, body) in enumerate(reports, 1):
            own = lambda key, number=number, known=known: known.get(f"{key}@{number}") or known.get(key)
            texts[file] = texts.get(file, "") + marked(f"{name}-{number}", head, body, own)
    for path in sorted((HERE / "figures").glob("*.txt")):
        for number, part in enumerate(re.split(r"(?m)^=== *", path.read_text(encoding="utf-8"))[1:], 1):
            article, records = part.split("\n---\n")
            name, rest = article.split("\n", 1)
            head, body = rest.split("\n\n", 1)
            file = f"{path.stem}{'' if number % KEPT else '.kept'}"
            texts[file] = texts.get(file, "") + marked(name.strip(), head, body, rows_of(records).get)
    for name, text in texts.items():
        place = folder / ("kept" if name.endswith(".kept") else "learnt")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.txt").write_text("# wirebrief gold: figures\n" + text, encoding="utf-8")


# What `eval --pairs` writes.


@dataclass
class Candidate:
    right: bool
    features: list[int]
    sort: str
    answer: str
    places: list  # sentence and characters there


@dataclass
class Case:
    line: str  # what stands before the candidates
    group: int
    gold: str
    candidates: list[Candidate]


@dataclass
class Figure:
    sentence: int
    start: int
    end: int
    cases: dict = field(default_factory=dict)  # by field


class Document:
    """A text with its sentences, the title first, and all its figures; cases of those that are marked."""

    def __init__(self, sheet):
        self.raw = sheet["text"].encode()
        title = sheet["title"]
        # Without a title the first is empty.
        self.spans = [title or (0, 0), *(span for span in sheet["sentences"] if span != title)]
        self.sentences = [self.raw[a:b].decode() for a, b in self.spans]
        places = [(tuple(span), self.place(*span)) for span in sheet["figures"]]
        self.figures = {span: Figure(*place) for span, place in places if place}

    def place(self, start, end):
        for number, (a, b) in enumerate(self.spans):
            if a <= start and end <= b:
                return number, *(len(self.raw[a:at].decode(errors="ignore")) for at in (start, end))
        return None


def documents(path):
    found = []
    for line in open(path, encoding="utf-8"):
        if line[0] == "#":
            continue
        columns = line.rstrip("\n").split("\t")
        if line[0] == "@":
            found.append(Document(json.loads(line.split("\t", 2)[2])))
            continue
        _, name, group, place, gold, *candidates = columns
        figure = found[-1].figures.get(tuple(map(int, place.split())))
        if figure:
            of = found[-1]
            parts = [candidate.split(":", 4) for candidate in candidates]
            read = [
                Candidate(right == "1", [int(i) for i in features.split(",") if i], sort, answer, [p for p in (of.place(*map(int, at.split("-"))) for at in places.split(",") if at) if p])
                for right, features, sort, places, answer in parts
            ]
            figure.cases[name] = Case("\t".join(columns[:5]), int(group), gold, read)
    return found


# The network.


class Item(questions.Event):
    """A document ready to be read: hidden states of its sentences, its chunks, and where figures and names stand in them."""

    def __init__(self, document, tokenizer):
        figures = list(document.figures.values())
        super().__init__([questions.Report(document.sentences, figures)], tokenizer)
        # All figures are marked; those that are asked about have cases.
        asked = [(figure, row) for figure, row in zip(self.figures, self.rows) if figure.cases]
        self.figures, self.rows = [figure for figure, _ in asked], [row for _, row in asked]
        self.named = [[self.pieces(row, candidate.places) for candidate in figure.cases["subject"].candidates] for figure, (row, _) in asked]

    def pieces(self, chunk, places):
        """Rows in `chunk` of the names at `places`, as far as they stand there."""
        found = []
        offset = 0
        for number, length in self.chunks[chunk]:
            sentence = self.sentences[number]
            ends = [*sentence.first[1:], len(sentence.pieces)]
            for _, start, end in (place for place in places if place[0] == number):
                inside = [w for w, (a, b) in enumerate(sentence.spans) if b > start and a < end and ends[w] <= words.MAX_PIECES]
                if inside:
                    found.append((offset + 1 + sentence.first[inside[0]], offset + 1 + ends[inside[-1]]))
            offset += length
        return found


class Figures(questions.Reread):
    def __init__(self, encoder, hidden, owners, periods):
        super().__init__(encoder, hidden)
        self.owners, self.periods = owners, periods
        self.owner_at, self.period_at = ({sort: at for at, sort in enumerate(sorts)} for sorts in (owners, periods))
        self.period, self.owner = nn.Linear(3 * hidden, len(periods)), nn.Linear(3 * hidden, len(owners))
        self.metric, self.direction, self.modality = (nn.Linear(3 * hidden, len(answers)) for answers in ANSWERS.values())
        for head in (self.metric, self.period, self.owner, self.direction, self.modality):
            nn.init.zeros_(head.weight)
        self.query, self.key = nn.Linear(3 * hidden, KEY), nn.Linear(hidden, KEY)

    def forward(self, items):
        """The asked figures, with the log probabilities of the answers to each field; for owners, of each one's candidates."""
        sums, first = self.sums(items, roughly=self.training)

        def means(spans):
            """Of rows `a..b` of chunk `row`."""
            row, a, b = torch.tensor(spans).T
            return (sums[row, b] - sums[row, a]) / (b - a)[:, None]

        asked = [(at, *each) for at, item in zip(first, items) for each in zip(item.rows, item.figures, item.named)]
        places = [(at + row, parts, figure, named) for at, (row, parts), figure, named in asked]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            parts = means([(row, *part) for row, parts, _, _ in places for part in parts]).view(len(places), -1)
            parts = F.dropout(parts, DROPOUT, self.training)
            owner, query = self.owner(parts).float(), self.query(parts).float()
            plain = {name: F.log_softmax(getattr(self, name)(parts).float(), 1) for name in ("period", *ANSWERS)}
            candidates = [(i, at, candidate) for i, place in enumerate(places) for at, candidate in enumerate(place[2].cases["subject"].candidates)]
            sorts = torch.tensor([self.owner_at.get(candidate.sort, 0) for _, _, candidate in candidates])
            figure = torch.tensor([i for i, _, _ in candidates])
            logits = owner[figure, sorts]
            # Names of candidates: which candidate, which figure, where.
            names = [(number, i, (places[i][0], *span)) for number, (i, at, _) in enumerate(candidates) for span in places[i][3][at]]
            if names:
                number, i = (torch.tensor([name[part] for name in names]) for part in (0, 1))
                dots = (self.key(means([name[2] for name in names])).float() * query[i]).sum(1) / math.sqrt(KEY)
                most = torch.full((len(candidates),), -math.inf).scatter_reduce(0, number, dots.detach(), "amax")
                fits = torch.zeros(len(candidates)).scatter_add(0, number, torch.exp(dots - most[number]))
                named = fits > 0
                logits = logits + torch.where(named, torch.log(torch.where(named, fits, torch.ones(()))) + torch.where(named, most, torch.zeros(())), torch.zeros(()))
        owners = [F.log_softmax(of_figure, 0) for of_figure in logits.split([len(place[2].cases["subject"].candidates) for place in places])]
        found = [{name: rows[i] for name, rows in plain.items()} | {"subject": owner} for i, owner in enumerate(owners)]
        return [place[2] for place in places], found

    def loss(self, figures, found):
        losses = {name: [] for name in FIELDS}
        for figure, read in zip(figures, found):
            for name, answers in ANSWERS.items():
                right = [answers.index(answer) for answer in figure.cases[name].gold.split("~") if answer in answers] or [0]
                if len(right) < len(answers):
                    losses[name].append(-torch.logsumexp(read[name][right], 0) / (1 + 0.5 * (len(right) - 1)))
            right = [i for i, candidate in enumerate(figure.cases["subject"].candidates) if candidate.right]
            losses["subject"].append(-torch.logsumexp(read["subject"][right], 0) if right else -NOBODY * read["subject"][0])
            right = sorted({self.period_at[c.sort] for c in figure.cases["period"].candidates if c.right and c.sort in self.period_at})
            if right:
                losses["period"].append(-torch.logsumexp(read["period"][right], 0))
        return sum(torch.stack(each).mean() for each in losses.values() if each)

    def log_probs(self, name, case, read):
        """Of each candidate of `case`."""
        if name == "subject":
            return read[name].tolist()
        at = self.period_at if name == "period" else {answer: i for i, answer in enumerate(ANSWERS[name])}
        least = float(read[name].min())
        return [float(read[name][at[c.sort]]) if c.sort in at else least for c in case.candidates]


def train(model, items, kept):
    optimizer, rate = questions.schedule(model, EPOCHS * math.ceil(len(items) / REPORTS))
    began = time.time()
    for epoch in range(EPOCHS):
        model.train()
        random.shuffle(items)
        for at in range(0, len(items), REPORTS):
            loss = model.loss(*model(items[at : at + REPORTS]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
        print(f"epoch {epoch}: loss {loss:.3f}, right by the layers alone {right_alone(model, kept)}, {time.time() - began:.0f} s", flush=True)


def readings(model, items):
    """Each item's asked figures with what is found of them."""
    model.eval()
    with torch.no_grad():
        for item in items:
            yield from zip(*model([item]))


def right_alone(model, items):
    counts = {name: [0, 0] for name in FIELDS}
    for figure, read in readings(model, items):
        for name, count in counts.items():
            case = figure.cases[name]
            if name == "metric":
                count[0] += ANSWERS[name][int(read[name].argmax())] in case.gold.split("~")
            else:
                count[0] += case.candidates[int(np.argmax(model.log_probs(name, case, read)))].right
            count[1] += 1
    return ", ".join(f"{name} {right / all_:.3f}" for name, (right, all_) in counts.items())


def export(model, folder):
    tensors = {}
    for name, weight in model.state_dict().items():
        if name.startswith("layers."):
            questions.pack(tensors, questions.stored_name(name), weight)
        else:
            tensors[questions.stored_name(name)] = weight.half() if name.endswith("weight") else weight
    notes = {"branch": str(BRANCH), "width": str(KEY), "owner": "\t".join(model.owners), "period": "\t".join(model.periods)}
    notes |= {name: "\t".join(answers) for name, answers in ANSWERS.items()}
    questions.save(tensors, folder / "figures.safetensors", notes)


def load(folder, encoder, hidden):
    """What `export` wrote."""
    path = folder / "figures.safetensors"
    stored = load_file(path)
    with safe_open(str(path), "pt") as file:
        notes = file.metadata()
    model = Figures(encoder, hidden, notes["owner"].split("\t"), notes["period"].split("\t"))
    model.load_state_dict({name: questions.unpacked(stored, questions.stored_name(name)) for name in model.state_dict()})
    return model.eval()


def write_readings(model, paths, items_of):
    """The choices of each of `paths` once more, a log probability in place of each candidate's sort."""
    for path in paths:
        heads = list(fit.heads(path))
        with open(Path(path).with_suffix(".read.tsv"), "w", encoding="utf-8") as file:
            for name, features, groups in heads:
                file.write(f"#\t{name}\t{groups}\t{','.join(features)}\n")
            only_read = next(features.index("OnlyRead") for name, features, _ in heads if name == "metric")
            for figure, found in readings(model, items_of(path)):
                for name, case in figure.cases.items():
                    best = ANSWERS["metric"][int(found["metric"].argmax())]
                    if name == "metric" and best not in [candidate.sort for candidate in case.candidates]:
                        case.candidates.append(Candidate(best in case.gold.split("~"), [only_read], best, best, []))
                    log_probs = model.log_probs(name, case, found)
                    written = [f"{int(c.right)}:{','.join(map(str, c.features))}:{p:.3f}::{c.answer}" for c, p in zip(case.candidates, log_probs)]
                    file.write("\t".join([case.line, *written]) + "\n")


REFERENCE = ("Halvorsen Kelp to shut two drying halls", [
    ("Halvorsen Kelp AS said on Tuesday that it would close two of its drying halls in Tromvik and let 140 people go.", ["140 people"]),
    ("Turnover came to 61.3 million kroner in the fourth quarter, while its rival Skarnes Tang sold goods worth NOK 48 million.", ["61.3 million kroner", "NOK 48 million"]),
    ("“We had no choice,” said its head, Ms. Ragna Lie, and Nordhav Bank, which owns 31%, agreed.", ["31%"]),
])  # fmt: skip
OWNERS = [("-", ""), ("Company before", "Halvorsen Kelp"), ("Company before", "Skarnes Tang"), ("Company before", "Nordhav Bank"), ("Place elsewhere", "Tromvik")]


def reference(folder, model, tokenizer, bert):
    """A report with the bytes of its figures and the names, and what is read of each figure."""
    title, told = REFERENCE
    texts = [title, *(text for text, _ in told)]
    raw, spans, at = "\n".join(texts), [], 0
    for text in texts:
        spans.append((at, at + len(text.encode())))
        at = spans[-1][1] + 1
    byte = lambda number, words: spans[number][0] + len(texts[number][: texts[number].index(words)].encode())
    span = lambda number, words: (byte(number, words), byte(number, words) + len(words.encode()))
    figures = [span(number, words) for number, (_, marks) in enumerate(told, 1) for words in marks]
    document = Document({"text": raw, "title": spans[0], "sentences": spans[1:], "figures": figures})
    named = [[span(n, name) for n, text in enumerate(texts) if name and name in text] for _, name in OWNERS]
    for figure in document.figures.values():
        owners = [Candidate(False, [], sort, name, [document.place(*s) for s in places]) for (sort, name), places in zip(OWNERS, named)]
        figure.cases = {"subject": Case("", 0, "", owners)}
    item = Item(document, tokenizer)
    questions.read_first_layers(bert, [item])
    inside = lambda a, b: next((n, a - start, b - start) for n, (start, end) in enumerate(spans) if start <= a and b <= end)
    written = []
    for place, (_, read) in zip(figures, readings(model, [item])):
        best = lambda name, answers: [answers[int(read[name].argmax())], round(float(read[name].max()), 3)]
        plain = {name: best(name, answers) for name, answers in (ANSWERS | {"period": model.periods}).items()}
        written.append({"at": inside(*place), **plain, "owners": [round(float(x), 3) for x in read["subject"]]})
    owners = [[sort, [inside(*s) for s in places]] for (sort, _), places in zip(OWNERS, named)]
    rows = {"sentences": texts, "owners": owners, "figures": written}
    (folder / "figures.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, help="write what is learnt from to this folder and stop")
    parser.add_argument("--train", nargs="+", default=[], help="choices to learn from")
    parser.add_argument("--test", nargs="+", default=[], help="choices to tell after each epoch what is right of")
    parser.add_argument("--read", nargs="+", default=[], help="write the choices of these files with what is read of them and stop")
    parser.add_argument("--reference", action="store_true", help="write FOLDER/figures.json and stop")
    args = parser.parse_args()
    if args.gold:
        return as_gold(args.gold)
    torch.manual_seed(1)
    random.seed(1)
    tagger, tokenizer, config = load_folder(args.folder)
    hidden = config["hidden_size"]

    def items_of(path):
        items = [Item(document, tokenizer) for document in documents(path) if any(figure.cases for figure in document.figures.values())]
        items = [item for item in items if item.figures]
        questions.read_first_layers(tagger.bert, items)
        return items

    if args.reference:
        return reference(args.folder, load(args.folder, tagger.bert, hidden), tokenizer, tagger.bert)
    if args.read:
        return write_readings(load(args.folder, tagger.bert, hidden), args.read, items_of)
    items = [item for path in args.train for item in items_of(path)]
    sorts = lambda name: sorted({c.sort for item in items for figure in item.figures for c in figure.cases[name].candidates})
    model = Figures(tagger.bert, hidden, sorts("subject"), sorts("period"))
    # They have learnt to read reports from more events than have rows here.
    asked = questions.load(args.folder, tagger.bert, hidden)
    model.layers.load_state_dict(asked.layers.state_dict())
    model.role.load_state_dict(asked.role.state_dict())
    train(model, items, [item for path in args.test for item in items_of(path)])
    export(model, args.folder)


if __name__ == "__main__":
    main()
