"""Writes FOLDER/reference.json: what this side computes for invented sentences, for the tests of the Rust side.

    python models/training/reference.py models/newswire-minilm

Per sentence: text, words as byte offsets, shapes, argmax label of each word (before Viterbi), mentions (bytes, kind, score), and, where it fits one window,
the first 8 dimensions of the sentence vector.
"""

import argparse
import json
from pathlib import Path

import words
from decode import mentions, score, viterbi
from tagger import load_folder, predict, vectors

LONG = " ".join(
    f"Plant {n} of Oakhaven Metals Ltd in Redport shipped {n * 37} tonnes to Delmira Shipping Co. under Regulation (EU) 2031/{n + 100}, manager Ilse Varga said;"
    for n in range(1, 15)
)
SENTENCES = [
    "Brightwater Freight plc said on Monday that it will buy Norlund Ports for 1.2 billion pounds.",
    "QUARRYSTONE BANK CUTS 400 JOBS IN GLASGOW, CHIEF EXECUTIVE MAEVE O'DOWD SAYS",
    "shares in tessera foods fell 3.4% after the competition authority opened a probe",
    "The European Commission fined Hálsjö AB and Société Martinol under Article 102 and the Digital Markets Act.",
    "Zeta8x Inc. (ZTX), eKart's owner, hired Dr. Priya Raghunathan-Lowe from AT&T.",
    "日本のOrinami Heavy Industries株式会社 opened a plant in Nagoya.",
    "Great quarter 🚀🚀 for @Pellucid_AI — up 12% 😀!",
    "“We’re pleased,” said Jürgen Groß of Müller & Söhne GmbH; Ankara’s ministry declined to comment…",
    "Section 12(b) of the Clean Harbours Act 2029, MiFID II and SB 881 apply.",
    "...",
    "   ",
    "",
    "A",
    LONG,
]


def row(model, tokenizer, temperature: float, text: str) -> dict:
    sentence = words.encode(tokenizer, text)
    log_probs = predict(model, [sentence], temperature)[0]
    at = lambda char: len(text[:char].encode())  # noqa: E731
    spans = [(at(s), at(e)) for s, e in sentence.spans]
    found = mentions(viterbi(log_probs))
    result = {
        "text": text,
        "pieces": len(sentence.pieces),
        "words": spans,
        "shapes": [sentence.shapes[f] for f in sentence.first],
        "argmax": [int(p.argmax()) for p in log_probs],
        "mentions": [[spans[a][0], spans[b - 1][1], kind, round(score(log_probs, a, b, kind), 4)] for a, b, kind in found],
    }
    if len(sentence.pieces) <= words.MAX_PIECES:
        result["vector"] = [round(float(v), 5) for v in vectors(model, [sentence])[0][:8]]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    model, tokenizer, config = load_folder(folder)
    rows = [row(model, tokenizer, config["wirebrief"]["temperature"], text) for text in SENTENCES]
    lines = ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows)
    (folder / "reference.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
