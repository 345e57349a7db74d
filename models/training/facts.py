"""Facts of the world that decide doubtful labels: demonyms, calendar words, currencies and goods, words that tell a firm from a body.

Nothing in here is taken from a labelled set. Also reads the public-domain company listings and the free lists of law names (names as facts).
"""

import csv
import re
from pathlib import Path

DEMONYMS = frozenset(
    """afghan african albanian algerian american americans angolan arab arabs arabic argentine argentinian armenian asian australian australians austrian
    azerbaijani bahraini bangladeshi basque belarusian belgian bolivian bosnian brazilian british briton britons bulgarian burmese cambodian
    cameroonian canadian canadians catalan chadian chilean chinese colombian congolese corsican croatian cuban cypriot czech danish dane danes dutch
    ecuadorian egyptian emirati english estonian ethiopian european europeans filipino finnish flemish french georgian german germans ghanaian
    greek greeks guatemalan haitian hawaiian hebrew hindi hispanic honduran hungarian icelandic indian indians indonesian iranian iraqi irish islamic israeli
    israelis italian italians jamaican japanese jewish jordanian kazakh kenyan korean kurdish kuwaiti kyrgyz laotian latin latvian lebanese liberian
    libyan lithuanian malaysian maltese mexican mexicans moldovan mongolian moroccan mozambican muslim muslims namibian nepalese nepali
    nicaraguan nigerian nordic norwegian ottoman pakistani palestinian palestinians panamanian paraguayan persian peruvian polish poles portuguese
    prussian qatari roman romanian russian russians rwandan saudi scandinavian scottish senegalese serbian serb serbs sicilian singaporean slovak
    slovenian somali soviet spanish sudanese swedish swiss syrian taiwanese tamil tanzanian thai tibetan tunisian turkish turks ugandan
    ukrainian ukrainians uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean christian catholic protestant hindu buddhist
    sunni shia shiite republican republicans democrat democrats democratic conservative liberal communist socialist""".split()
)

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu thurs fri sat sun christmas easter q1 q2 q3 q4 fy""".split()
)

POSTS = frozenset(
    """mr mrs ms dr sir dame lord lady prof professor president chairman chairwoman chief executive officer director minister
    secretary senator governor prime vice general captain colonel major judge justice ceo cfo coo chancellor commissioner mayor king queen
    prince princess pope saint st i""".split()
)

GOODS = frozenset(
    """gold silver oil crude copper nickel zinc lead aluminium aluminum sugar cotton wheat corn soybean rubber platinum palladium gas brent
    wti rupee dollar euro yen yuan pound sterling won ringgit baht rupiah peso real rand franc krona bitcoin bond bonds bullion
    sensex nifty nikkei ftse dow nasdaq kospi dax hang seng index indices shares stocks stock market markets equities futures midcaps
    smallcaps commodities forex treasuries gilts cac topix s&p""".split()
)

FIRM_WORDS = frozenset(
    """inc inc. corp corp. corporation co co. company ltd ltd. limited plc llc llp lp ag sa s.a. nv n.v. gmbh spa s.p.a. se ab asa oyj group holdings holding
    bank banks motors motor steel industries pharma pharmaceuticals securities airlines airways air capital partners records energy power foods
    technologies systems software electronics chemicals cement insurance financial broking infotech telecom communications petroleum
    oil resources mining labs laboratories entertainment studios pictures stores retail hotels brands ventures investments bancorp newspapers""".split()
)

BODY_WORDS = frozenset(
    """university college school academy ministry department commission party council parliament association union court institute army police
    committee federation league society foundation agency authority church navy congress senate assembly government fc club united city
    board bureau office administration force forces brigade regiment museum library hospital nato un eu court courts museum team""".split()
)

_LISTING_TAIL = re.compile(
    r"\s+[-–(].*$|,?\s+(?:American Depositary|Class [A-C]\b|Common (?:Stock|Shares?)|Ordinary Shares?|Units?\b|Depositary|each representing).*$", re.I
)
_NOT_A_FIRM = re.compile(
    r"\b(?:ETF|ETN|Fund|Trust|Index|Acquisition|Warrants?|Rights?|Units?|Notes?|Preferred|Portfolio|Shares|Municipal|Income|Bull|Bear|Merger|due)\b|%|\d{3}", re.I
)
_LEGAL_TAIL = re.compile(r",?\s+(?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|plc|LLC|L\.P|LP|N\.V|S\.A|AG|SE|Incorporated)\.?$", re.I)


def is_demonym(text: str) -> bool:
    return text.strip().lower() in DEMONYMS


def settle(kinds: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Where a set knows only ORG, a tell-tale last word (firm) or any word (body) settles the kind; otherwise both stay open."""
    if "company" not in kinds or "organisation" not in kinds:
        return kinds
    words = [w.strip(".,()").lower() for w in text.split()]
    words = [w for w in words if w]
    if not words:
        return kinds
    drop = None
    if any(w in BODY_WORDS for w in words):
        drop = "company"
    elif len(words) > 1 and words[-1] in FIRM_WORDS:
        drop = "organisation"
    return tuple(k for k in kinds if k != drop)


def without_legal_form(name: str) -> str:
    return _LEGAL_TAIL.sub("", name).rstrip(" ,")


def listed_companies(root: Path) -> list[str]:
    """Names of listed firms from the public-domain listings: instruments, funds and shells dropped, share classes cut off."""
    names = set()
    for file, column in (("sp500_constituents.csv", 1), ("nasdaq-listed.csv", 1), ("nyse-listed.csv", 1)):
        with open(root / "companies/companies" / file, encoding="utf-8", newline="") as source:
            rows = csv.reader(source)
            next(rows)
            names.update(_LISTING_TAIL.sub("", row[column]).strip() for row in rows if len(row) > column)
    return sorted(n for n in names if 2 < len(n) < 45 and not _NOT_A_FIRM.search(n))


def law_names(root: Path) -> list[str]:
    """Names of laws that come from official or freely licensed lists (never from a labelled set)."""
    free = ("us_code_text", "ai_tracker")
    names = set()
    with open(root / "regulations/regulation_gazetteer/regulation_names.tsv", encoding="utf-8", newline="") as source:
        for row in csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row[0].strip() if row else ""
            if len(row) > 1 and row[1].startswith(free) and re.search(r"\b(?:Act|Code|Law|Regulation|Directive)\b", name):
                names.add(name)
    return sorted(n for n in names if 8 < len(n) < 70 and "(" not in n and not re.match(r"[IVX]+ ", n))
