"""Rebuilds `companies.tsv` from open lists and `companies_own.tsv`. Standard library only.

    python3 src/normalise/build_companies.py LISTS

LISTS: folder with
- `nasdaq-listed.csv` (github.com/datasets/nasdaq-listings), `other-listed.csv` (datasets/nyse-other-listings) and
  `sp500_constituents.csv` (datasets/s-and-p-500-companies), all PDDL 1.0: names, tickers, who is in the S&P 500;
- `{nasdaq,nyse,amex}_full_tickers.json` (rreichel3/US-Stock-Symbols, no licence stated): the country of a firm, as a fact
  of that firm, and nothing else. Without these files the countries of US listings stay empty.

`companies_own.tsv` holds firms of other exchanges, kept by hand.

`companies.tsv`: name, exchange and ticker (`NYSE:IBM`), `1` where the firm is in the S&P 500, country of its seat
(ISO 3166-1), other names, other listings, the last two parted by `|`. A firm listed at home and in the United States is one
row, its home listing first. Shares only: funds, warrants, rights, notes, preferred stock and shells in search of a firm are
left out; of several classes of one firm the first is kept.
"""
import csv
import json
import pathlib
import re
import sys
import unicodedata

import exchanges

HERE = pathlib.Path(__file__).parent
NOT_SHARES = re.compile(
    r"\b(ETF|ETN|Fund|Funds|Warrants?|Rights?|Units?|Notes?|Preferred|Preference|Debentures?|Bonds?|Trust Units|Subordinated|"
    r"Index|ETNs|STRATS|CorTS|iShares|ProShares|SPDR|Direxion|Invesco QQQ|Depositary Receipts? representing|Perpetual|Cumulative|"
    r"Acquisition Corp\w*|Acquisition Co\w*|Acquisition Inc|Acquisition Ltd|Municipal|Income Shares|Term Trust|Portfolio|Strategy|Multi-Alternative|Closed End|Municipals?|Opportunities Trust|Income Trust)\b", re.I)
# What the words above mean when they do not say what is traded: partnerships trade in units, shares give rights.
SHARES_AFTER_ALL = re.compile(
    r"\b(?:(?:common|depositary|limited partnership) units\b.*|each (?:representing|unit)\b.*|strategy\b(?=.*\b(?:common stock|ordinary shares)))", re.I)
SHARE_WORDS = re.compile(
    r"(?:[\s,-]+|(?<=\)))(?:\(?(?:the )?(?:new |american depositary|american deposit|class [a-z]\b|series [a-z]\b|common|ordinary|"
    r"capital stock|ny registry|registered shares|shares$|closed end|each share|par\b|subordinate voting|limited voting|non-voting|sponsored|adss?\b|adrs?\b|depositary|"
    r"shares? of beneficial|limited partner|each representing|voting |no par|par value)).*$", re.I)
TEST = re.compile(r"\bsymbology\b|\btest (?:stock|issue|symbol|pilot|common)", re.I)
MARKETS = {"N": "NYSE", "A": "NYSE American", "P": "NYSE Arca", "Z": "Cboe", "V": "IEX"}


def firm(security):
    """Name of the firm that issues `security`."""
    name = re.split(r" - ", security)[0]
    name = re.sub(r"\s*(?:\((?:The|DE|NV|MD|PR|New|Delaware|Holding Company|Name to be [^)]*)\)|\(?D/B/A\)?|Trading under .*)", "", SHARE_WORDS.sub("", name), flags=re.I)
    name = re.sub(r"^(.{10,}) \1$", r"\1", re.sub(r"\s+", " ", name).strip(" ,-("))
    return name if len(name) > 1 else security


def shares(path, exchange):
    """(name, listing) of every ordinary share of one list."""
    with open(path, encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            name, ticker = row[2 if len(row) > 2 else 1].strip(), row[0].strip()
            code = exchange(row)
            if TEST.search(name):
                continue
            if code and not NOT_SHARES.search(SHARES_AFTER_ALL.sub("", name)) and re.fullmatch(r"[A-Z]{1,5}([.][A-Z])?", ticker):
                yield firm(name), f"{code}:{ticker}"


def places(folder):
    """Country of each US ticker."""
    found = {}
    for file in sorted(folder.glob("*_full_tickers.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            if row["country"]:
                found[row["symbol"].strip().replace("/", ".")] = exchanges.COUNTRIES[row["country"]]
    return found


def american(folder):
    """The firms of the US lists: rows by listing."""
    with open(folder / "sp500_constituents.csv", encoding="utf-8") as file:
        large = {row["Symbol"]: re.sub(r" \(Class [A-C]\)$", "", row["Security"]) for row in csv.DictReader(file)}
    countries = places(folder)
    sources = [
        ("nasdaq-listed.csv", lambda row: "NASDAQ"),
        ("other-listed.csv", lambda row: MARKETS.get(row[3]) if row[5] == "N" else None),
    ]
    rows, tickers, names = {}, set(), set()
    for file, exchange in sources:
        for name, listing in shares(folder / file, exchange):
            ticker = listing.split(":")[1]
            # Of two classes of one firm the index may know the second alone.
            if ticker in tickers or (name in names and ticker not in large):
                continue
            tickers.add(ticker)
            # The index's own short name of the firm (`IBM`, `Ford Motor`), beside the full one.
            short = large.get(ticker, name)
            aliases = {short} - {name}
            if name in names:
                first = next(row for row in rows.values() if row["name"] == name)
                first["aliases"] |= aliases
                first["large"] = "1"
                continue
            names.add(name)
            rows[listing] = {"name": name, "listing": listing, "large": "1" if ticker in large else "",
                             "country": countries.get(ticker, ""), "aliases": aliases, "others": set()}
    return rows


# Letters whose stroke or ligature is no accent to Unicode.
UNDIVIDED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae"})


def without_accents(name):
    """`name` as texts write it that leave accents out."""
    letters = unicodedata.normalize("NFKD", name.translate(UNDIVIDED))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def own():
    """The rows kept by hand."""
    for line in (HERE / "companies_own.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, listing, country, aliases, others = line.split("\t")
            names = {name, *filter(None, aliases.split("|"))}
            # One word without its accents may be another word (`Hermès`), so such aliases are kept by hand.
            names |= {without_accents(each) for each in names if " " in each}
            yield {"name": name, "listing": listing, "large": "", "country": country,
                   "aliases": names - {name}, "others": set(filter(None, others.split("|")))}


def key(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def companies(folder):
    """All firms, each once."""
    rows = american(folder)
    by_name = {(key(row["name"]), row["country"]): listing for listing, row in rows.items() if row["country"]}
    found = []
    for row in own():
        same = by_name.get((key(row["name"]), row["country"]))
        for listing in row["others"] | ({same} if same else set()):
            other = rows.pop(listing, None)
            if other:
                row["large"] = row["large"] or other["large"]
                row["others"].add(listing)
                row["aliases"] |= other["aliases"]
        found.append(row)
    return sorted([*found, *rows.values()], key=lambda row: (row["name"], row["listing"]))


def faults(rows):
    """What is wrong with `rows`, one line each."""
    listings, names = set(), set()
    for row in rows:
        for listing in [row["listing"], *row["others"]]:
            exchange, ticker = listing.split(":")
            shape = exchanges.TICKERS.get(exchange)
            if not shape or not re.fullmatch(shape, ticker):
                yield f"{listing}: no ticker of that exchange"
            if listing in listings:
                yield f"{listing}: twice"
            listings.add(listing)
        if row["country"] and row["country"] not in exchanges.COUNTRIES.values():
            yield f"{row['listing']}: no country `{row['country']}`"
        name = (row["name"].lower(), row["country"])
        if name in names:
            yield f"{row['listing']}: {name} twice"
        names.add(name)
        for cell in [row["name"], *row["aliases"]]:
            if not cell or cell != cell.strip() or re.search(r"[\t|]|\s\s", cell):
                yield f"{row['listing']}: name `{cell}`"


def main(lists):
    rows = companies(pathlib.Path(lists))
    wrong = list(faults(rows))
    if wrong:
        sys.exit("\n".join(wrong))
    with open(HERE / "companies.tsv", "w", encoding="utf-8") as out:
        out.write("# name, exchange and ticker, `1` if in the S&P 500, country, other names, other listings; written by\n"
                  "# build_companies.py, which has the format and the sources\n")
        for row in rows:
            cells = [row["name"], row["listing"], row["large"], row["country"],
                     "|".join(sorted(row["aliases"])), "|".join(sorted(row["others"]))]
            out.write("\t".join(cells) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
