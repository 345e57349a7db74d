"""Rebuilds `companies.tsv` from open lists. Standard library only.

    python3 src/normalise/build_companies.py LISTS

LISTS: folder with `nasdaq-listed.csv` (github.com/datasets/nasdaq-listings), `other-listed.csv`
(datasets/nyse-other-listings) and `sp500_constituents.csv` (datasets/s-and-p-500-companies), all PDDL 1.0.

`companies.tsv`: name, exchange and ticker (`NYSE:IBM`), `1` where the firm is in the S&P 500. Shares only: funds,
warrants, rights, units, notes and preferred stock are left out; of several classes of one firm the first is kept.
"""
import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
NOT_SHARES = re.compile(
    r"\b(ETF|ETN|Fund|Funds|Warrants?|Rights?|Units?|Notes?|Preferred|Preference|Debentures?|Bonds?|Trust Units|Subordinated|"
    r"Index|iShares|ProShares|SPDR|Direxion|Invesco QQQ|When[- ]Issued|Depositary Receipts? representing|Perpetual|Cumulative|"
    r"Acquisition Corp\w*|Acquisition Co\w*|Acquisition Inc|Acquisition Ltd|Municipal|Income Shares|Term Trust|Portfolio|Strategy|Multi-Alternative|Closed End|Municipals?|Opportunities Trust|Income Trust)\b", re.I)
SHARE_WORDS = re.compile(
    r"[\s,-]*(?:\(?(?:the )?(?:new |american depositary|american deposit|class [a-z]\b|series [a-z]\b|common|ordinary|"
    r"capital stock|ny registry|registered shares|shares$|closed end|each share|par\b|subordinate voting|limited voting|non-voting|sponsored|adss?\b|adrs?\b|depositary|"
    r"shares? of beneficial|limited partner|each representing|voting |no par|par value)).*$", re.I)
EXCHANGES = {"N": "NYSE", "A": "NYSE American", "P": "NYSE Arca", "Z": "Cboe", "V": "IEX"}


def firm(security):
    """Name of the firm that issues `security`."""
    name = re.split(r" - ", security)[0]
    name = re.sub(r"\s*\((?:The|DE|NV|MD|PR)\)", "", SHARE_WORDS.sub("", name))
    return re.sub(r"\s+", " ", name).strip(" ,-(") if len(name) > 1 else security


def shares(path, exchange):
    """(name, listing) of every ordinary share of one list."""
    with open(path, encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            name, ticker = row[2 if len(row) > 2 else 1].strip(), row[0].strip()
            code = exchange(row)
            if code and not NOT_SHARES.search(name) and re.fullmatch(r"[A-Z]{1,5}([.][A-Z])?", ticker):
                yield firm(name), f"{code}:{ticker}"


def companies(folder):
    folder = pathlib.Path(folder)
    with open(folder / "sp500_constituents.csv", encoding="utf-8") as file:
        large = {row["Symbol"]: row["Security"] for row in csv.DictReader(file)}
    found = {}
    sources = [
        ("nasdaq-listed.csv", lambda row: "NASDAQ"),
        ("other-listed.csv", lambda row: EXCHANGES.get(row[3]) if row[5] == "N" else None),
    ]
    seen = set()
    for file, exchange in sources:
        for name, listing in shares(folder / file, exchange):
            ticker = listing.split(":")[1]
            if ticker in seen:
                continue
            seen.add(ticker)
            if name not in found:
                found[name] = (listing, "1" if ticker in large else "")
    listed = {listing.split(":")[1]: listing for listing, _ in found.values()}
    for ticker, name in large.items():
        # The index's own short name of the firm (`IBM`, `Ford Motor`), beside the full one.
        name = re.sub(r" \(Class [A-C]\)$", "", name)
        if ticker in listed and name not in found:
            found[name] = (listed[ticker], "1")
    return sorted((name, listing, mark) for name, (listing, mark) in found.items())


def main(lists):
    with open(HERE / "companies.tsv", "w", encoding="utf-8") as out:
        out.write("# name, exchange and ticker, `1` if in the S&P 500; written by build_companies.py from PDDL lists\n")
        out.writelines("\t".join(row) + "\n" for row in companies(lists))


if __name__ == "__main__":
    main(*sys.argv[1:2])
