"""Rebuilds the rows of `regulations.tsv` that come from open lists. Standard library only.

    python3 src/normalise/build_regulations.py LISTS

LISTS: folder with `eu_reg_texts/seed/*.json` (github.com/Ansvar-Systems/EU_compliance_MCP, Apache-2.0),
`eu_reg_names/eurlex_link_list_full.csv` (EUR-Lex titles) and `regulation_gazetteer/regulation_names.tsv` (names of US
acts cited in the US Code, public domain). Names and numbers are taken, never text.

Rows of source `own` are kept as they stand; the others are written anew. An act a kept row already holds is left out.
The format is described in `regulation/table.rs`.
"""
import csv
import json
import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).parent / "regulations.tsv"
CELEX = re.compile(r"3\d{4}[RLDF]\d{4}")
TITLE = re.compile(
    r"^(?P<head>(?:Regulation|Directive) (?:\((?:EU|EC|EEC)\) )?(?:No )?\d+/\d+(?:/(?:EC|EU|EEC))?) of the European Parliament and of "
    r"the Council of \d+ \w+ \d{4} (?P<subject>.+)$")
US_NAME = re.compile(r"^(?:[A-Z][\w.’'-]+,? (?:(?:and|of|for|the|to|on|in) )*){3,9}(?:Act|Code)(?: of \d{4})$")


def eli(celex):
    path = {"R": "reg", "L": "dir"}.get(celex[5])
    return f"http://data.europa.eu/eli/{path}/{celex[1:5]}/{int(celex[6:])}/oj" if path else ""


def row(name, forms="", kind="act", place="EU", status="in_force", celex="", law_eli="", source=""):
    return [name, forms, "", kind, place, status, "", celex, law_eli, "", "", "", source]


def supervision_rules(folder):
    """EU delegated and implementing acts of the compliance set: CELEX and title."""
    for file in sorted((folder / "eu_reg_texts/seed").glob("*.json")):
        law = json.loads(file.read_text(encoding="utf-8"))
        celex = law.get("celex_id", "")
        head = re.match(r"Commission (Delegated|Implementing) Regulation \(EU\) \d+/\d+", law["full_name"])
        if CELEX.fullmatch(celex) and head:
            path = {"Delegated": "reg_del", "Implementing": "reg_impl"}[head[1]]
            link = f"http://data.europa.eu/eli/{path}/{celex[1:5]}/{int(celex[6:])}/oj"
            yield row(head[0], "", "regulation", celex=celex, law_eli=link, source="EU_compliance_MCP")


def union_acts(folder):
    """Regulations and directives of Parliament and Council, by number and subject."""
    with open(folder / "eu_reg_names/eurlex_link_list_full.csv", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            celex = re.search(r"CELEX:(3\d{4}[RL]\d{4})$", line["link"])
            title = TITLE.match(re.sub(r"\s+", " ", line["title"]))
            if celex and title and not re.search(r"\b(?:amending|repealing|codif)", title["subject"][:40]):
                subject = re.sub(r"\s*\(?Text with EEA relevance.*$", "", title["subject"]).strip(" .,")
                subject = re.split(r",? (?:and |)(?:amending|repealing) ", subject)[0]
                yield row(f"{title['head']} {subject}"[:200].rsplit("\t")[0], title["head"],
                          title["head"].split()[0].lower(), status="unknown", celex=celex[1], law_eli=eli(celex[1]), source="EUR-Lex")


def us_acts(folder):
    """Acts the US Code cites by full name and year; no number is given there, so none is set."""
    with open(folder / "regulation_gazetteer/regulation_names.tsv", encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = line["name"].replace("’", "'")
            if line["source"] == "us_code_text" and US_NAME.match(name) and not re.match(r"(?:Tables|Applicability|[IVX]+ )", name):
                yield row(name, kind="act", place="US", status="unknown", source="US Code")


def key(name):
    return re.sub(r"[^a-z0-9]+", " ", name.lower().lstrip("?!")).strip()


def main(folder):
    folder = pathlib.Path(folder)
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    kept = [line.split("\t") for line in lines if line and not line.startswith("#") and line.endswith("\town")]
    names = {(key(name), row[4]) for row in kept for cell in row[:3] for name in cell.split("|") if name}
    numbers = {row[7] for row in kept if row[7]}
    added = []
    for new in [*supervision_rules(folder), *union_acts(folder), *us_acts(folder)]:
        if (key(new[0]), new[4]) in names or (new[7] and new[7] in numbers):
            continue
        names.add((key(new[0]), new[4]))
        numbers.add(new[7])
        added.append(new)
    rows = kept + sorted(added, key=lambda row: (row[4], row[0]))
    TABLE.write_text("\n".join([*head, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
