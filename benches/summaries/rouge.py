"""Briefs beside lead-3, LexRank and TextRank: ROUGE against human references, on the same clusters in one run.

    pip install rouge-score sumy numpy
    cargo build --release
    python3 benches/summaries/rouge.py ../shared/data target/release/wirebrief [--split val] [--clusters N]

The clusters are those of summaries/allsides_refs_dev.jsonl, their articles those of stories/allsides_dev.jsonl. Each
cluster is one run whose articles are linked by hand into one story, so that only the telling is measured. Each system
gives three sentences, since ROUGE's F1 rewards brevity: the first three of the brief, the first three of the article that
comes first in the file (lead-3), and those that LexRank and TextRank (sumy) pick of all articles of the cluster. F1 with stemming against the reference's
article part, mean over clusters, with the share of clusters in which ours is the better.
"""

import argparse
import collections
import json
import pathlib
import re
import statistics
import subprocess
import tempfile

from nltk.tokenize import PunktSentenceTokenizer
from rouge_score import rouge_scorer
from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

MEASURES = ["rouge1", "rouge2", "rougeL"]
SENTENCES = 3


class Tokenizer:
    """What sumy asks for, without the data that NLTK loads from the network."""

    def __init__(self):
        self.punkt = PunktSentenceTokenizer()

    def to_sentences(self, text):
        return [sentence for line in text.split("\n") for sentence in self.punkt.tokenize(line)]

    def to_words(self, sentence):
        return re.findall(r"[^\W\d_][\w'’-]*", sentence)


def ours(binary, articles):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        keys = {"id": "id", "title": "title", "text": "text", "date": "published", "source": "publisher", "url": "url"}
        records = [{ours: article[theirs] for theirs, ours in keys.items() if article.get(theirs)} for article in articles]
        (folder / "articles.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        names = [f"articles.jsonl#{record['id']}" for record in records]
        (folder / "links.txt").write_text("".join(f"must-link {names[0]} {name}\n" for name in names[1:]))
        command = [binary, "run", "articles.jsonl", "--links", "links.txt", "--out", "out", "--quiet"]
        subprocess.run([pathlib.Path(binary).resolve(), *command[1:]], cwd=folder, check=True, capture_output=True)
        briefs = json.loads(next((folder / "out" / "briefs").glob("*.json")).read_text())["briefs"]
    brief = max(briefs, key=lambda brief: len(brief["sources"]))
    return " ".join(sentence["text"] for sentence in brief["sentences"][:SENTENCES])


def lead(articles, tokenizer):
    return " ".join(tokenizer.to_sentences(articles[0]["text"])[:SENTENCES])


def picked(summarizer, articles, tokenizer):
    text = "\n\n".join(article["text"] for article in articles)
    document = PlaintextParser.from_string(text, tokenizer).document
    return " ".join(str(sentence) for sentence in summarizer(document, SENTENCES))


def clusters(data, split):
    articles = collections.defaultdict(list)
    for line in (data / "stories" / "allsides_dev.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        articles[record["cluster"]].append(record)
    for line in (data / "summaries" / "allsides_refs_dev.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        if record["split"] == split and articles[record["cluster"]]:
            yield articles[record["cluster"]], record["reference"].split("ARTICLE=>")[-1].strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("binary")
    parser.add_argument("--split", default="val")
    parser.add_argument("--clusters", type=int)
    args = parser.parse_args()
    tokenizer, stemmer = Tokenizer(), Stemmer("english")
    peers = {"LexRank": LexRankSummarizer(stemmer), "TextRank": TextRankSummarizer(stemmer)}
    scorer = rouge_scorer.RougeScorer(MEASURES, use_stemmer=True)
    scores = collections.defaultdict(list)
    for articles, reference in list(clusters(args.data, args.split))[:args.clusters]:
        told = {"wirebrief": ours(args.binary, articles), "lead-3": lead(articles, tokenizer)}
        told.update({name: picked(peer, articles, tokenizer) for name, peer in peers.items()})
        for name, text in told.items():
            scored = scorer.score(reference, text)
            scores[name].append([scored[measure].fmeasure for measure in MEASURES])
    print(f"{len(scores['wirebrief'])} clusters of {args.split}, ROUGE-1 / ROUGE-2 / ROUGE-L F1, share where ours is better")
    for name, rows in scores.items():
        means = " ".join(f"{statistics.mean(row[i] for row in rows):.3f}" for i in range(len(MEASURES)))
        wins = [statistics.mean(a[i] > b[i] for a, b in zip(scores["wirebrief"], rows)) for i in range(len(MEASURES))]
        print(f"{name:<10} {means}" + ("" if name == "wirebrief" else "   " + " ".join(f"{win:.2f}" for win in wins)))


if __name__ == "__main__":
    main()
