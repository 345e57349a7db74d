"""Writes FOLDER/README.md, the model card: scores, calibration, vectors and hashes are computed here, words come from `card.md`.

    python models/training/card.py models/newswire-minilm --float float.safetensors --price CLEAN UNSHIPPED
"""

import argparse
import json
import re
from pathlib import Path

import evaluate
import export
import vectors
from tagger import load_folder

SETS = ("dev", "test", "test.upper", "test.lower", "finer_ord.val", "cleanconll.dev", "e_ner.all")
LICENCES = {
    "annotated": ("our own articles (`corpora/annotated`, train split)", "the project's"),
    "fewnerd": ("Few-NERD, slices of the inter dev and test files", "CC BY-SA 4.0"),
    "uner": ("Universal NER, English EWT dev and test", "CC BY-SA 4.0"),
    "wikigold": ("Wikigold", "CC BY 4.0"),
    "wnut": ("WNUT 2017 train and dev", "CC BY 4.0"),
    "crossner": ("CrossNER politics and AI", "MIT"),
    "fire": ("FIRE dev", "CC BY 4.0"),
    "sentfin": ("SEntFiN headlines", "MIT"),
    "indian_legal": ("Indian legal NER (sentences with a statute, provision or organisation)", "Apache-2.0"),
    "grobid": ("GROBID-NER", "Apache-2.0"),
}


def data_table(manifest: dict) -> str:
    lines = ["| set | sentences | copies an epoch | licence |", "|---|---|---|---|"]
    for name, number in manifest["training_sentences"].items():
        title, licence = LICENCES[name]
        lines.append(f"| {title} | {number} | {manifest['copies'][name]} | {licence} |")
    return "\n".join(lines)


def score_tables(model, tokenizer, temperature: float) -> tuple[str, str]:
    """The table of scores and the calibration tables of dev and test."""
    scores = ["| set | label | precision | recall | strict F1 | overlap F1 | gold |", "|---|---|---|---|---|---|---|"]
    reliability = []
    for name in SETS:
        target = evaluate.gold(name)
        found = evaluate.tag(model, tokenizer, target, temperature)
        scores += evaluate.table_lines(name, evaluate.counts(target, found))
        if name == "test":
            scores += evaluate.table_lines("test, unseen names", evaluate.counts(*evaluate.only_unseen(target, found)))
        if name in ("dev", "test"):
            error, lines = evaluate.calibration(target, found)
            reliability += [f"{name}: {error:.4f}", "", "| score | spans | mean score | share right |", "|---|---|---|---|", *lines, ""]
    return "\n".join(scores), "\n".join(reliability).rstrip()


def price_table(folders: list[Path]) -> str:
    """Strict F1 of two folders that differ in whether evaluate-only sets were learnt from, per set and label."""
    heads = ["| set | label | clean | with evaluate-only sets | difference |", "|---|---|---|---|---|"]
    models = [load_folder(folder) for folder in folders]
    names = ["test", "finer_ord.val", "cleanconll.dev", "e_ner.all"]
    return "\n".join(heads + evaluate.side_by_side(models, names, 3))


def file_table(folder: Path) -> str:
    lines = ["| file | bytes | sha256 |", "|---|---|---|"]
    for name in ("model.safetensors", "questions.safetensors", "figures.safetensors", "tokenizer.json", "config.json", "manifest.json"):
        lines.append(f"| `{name}` | {(folder / name).stat().st_size} | `{export.sha256(folder / name)}` |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--float", type=Path, required=True, help="the float weights that the folder's int8 was rounded from (`train.py --keep-float`)")
    parser.add_argument("--price", type=Path, nargs=2, required=True, metavar=("CLEAN", "UNSHIPPED"),
                        help="two folders of one recipe and corpus, the second trained with `--never-ship`")  # fmt: skip
    args = parser.parse_args()
    folder = args.folder
    model, tokenizer, config = load_folder(folder)
    temperature = config["wirebrief"]["temperature"]
    scores, reliability = score_tables(model, tokenizer, temperature)
    base = vectors.base_tagger(config)
    compared = vectors.compare(model, base, tokenizer)
    stories = [f"{name} {vectors.story_scores(tagger, tokenizer)[0]:.4f}" for name, tagger in (("this model", model), ("base model", base))]
    parts = {
        "data": data_table(json.loads((folder / "manifest.json").read_text())),
        "scores": scores,
        "calibration": reliability,
        "temperature": str(temperature),
        "vectors": ", ".join(f"{name} {value:.4f}" for name, value in compared.items()) + ".",
        "stories": ", ".join(stories) + ".",
        "int8": "\n".join(evaluate.against_float(folder, args.float, ["dev", "test", "finer_ord.val", "cleanconll.dev"])),
        "price": price_table(args.price),
        "files": file_table(folder),
    }
    card = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(re.sub(r"\{(\w+)\}", lambda m: parts[m[1]], card), encoding="utf-8")


if __name__ == "__main__":
    main()
