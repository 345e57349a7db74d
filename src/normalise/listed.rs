//! Listed companies: tickers a text gives (`(NYSE: ABC)`) and those of the bundled table.
//!
//! `companies.tsv` (name, `EXCHANGE:TICKER`, `1` for firms of the S&P 500, country, other names, other listings) is
//! rebuilt by `build_companies.py`. A name gives a ticker only where exactly one listed firm bears it. A name of one word is
//! shared with firms that are not listed, with things and with places (`Orange`, `Next`): it must show the firm's own legal
//! form, be kept as another name of the firm, or belong to an S&P 500 firm.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::entity::name::{self, Strip};
use crate::types::Span;

/// The lines of the bundled table.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("companies.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// A firm of the bundled table.
struct Row {
    name: &'static str,
    ticker: &'static str,
    /// Whether it is in the S&P 500.
    large: bool,
    /// Other names, parted by `|`.
    aliases: &'static str,
}

impl Row {
    fn aliases(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.aliases.split('|').filter(|alias| !alias.is_empty())
    }
}

/// The firms of the bundled table.
fn rows() -> impl Iterator<Item = Row> {
    lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (name, ticker) = (cells.next()?, cells.next()?);
        let large = cells.next() == Some("1");
        let aliases = cells.nth(1).unwrap_or_default();
        Some(Row { name, ticker, large, aliases })
    })
}

/// A company that a user names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnCompany {
    /// Name.
    pub(crate) name: String,
    /// Other names.
    pub(crate) aliases: Vec<String>,
    /// Identifiers by scheme.
    pub(crate) ids: BTreeMap<String, String>,
}

/// Companies that names are linked to: the listed ones, and a user's own.
#[derive(Debug)]
pub(crate) struct Listings {
    own: Vec<OwnCompany>,
    /// Index of the own company of each name and alias.
    own_forms: BTreeMap<String, usize>,
    finder: Option<AhoCorasick>,
}

impl Listings {
    /// The listed companies and `own`. A form that two of them bear is the first one's.
    pub(crate) fn with(own: Vec<OwnCompany>) -> Self {
        let mut own_forms = BTreeMap::new();
        for (idx, company) in own.iter().enumerate() {
            for form in std::iter::once(&company.name).chain(&company.aliases) {
                own_forms.entry(form.clone()).or_insert(idx);
            }
        }
        let kind = MatchKind::LeftmostLongest;
        let finder = AhoCorasick::builder().match_kind(kind).build(own_forms.keys()).ok().filter(|_| !own.is_empty());
        Self { own, own_forms, finder }
    }

    /// The own company that bears `form`.
    pub(crate) fn own(&self, form: &str) -> Option<&OwnCompany> {
        self.own_forms.get(form).map(|idx| &self.own[*idx])
    }

    /// Where `text` writes a form of an own company as words of their own.
    pub(crate) fn find_own(&self, text: &str) -> Vec<Span> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let whole = |start: usize, end: usize| {
            !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
        };
        let hits = finder.find_iter(text).filter(|hit| whole(hit.start(), hit.end()));
        hits.filter_map(|hit| Span::new(hit.start(), hit.end()).ok()).collect()
    }

    /// The ticker of the one listed firm called `name`, or of a user's own, as `EXCHANGE:TICKER`.
    pub(crate) fn ticker(&self, name: &str) -> Option<&str> {
        match self.own(name) {
            Some(own) => own.ids.get("ticker").map(String::as_str),
            None => ticker(name),
        }
    }
}

/// Firms that go by one name.
struct Listing {
    ticker: &'static str,
    /// Whether the name tells the firm though it is one bare word.
    alone: bool,
    /// Words of the name.
    words: usize,
    firms: usize,
}

/// Firms by their names in full, where those bear a legal form, and by their cores. A name in full has a space and a core
/// none, so the two are never taken for each other.
static LISTINGS: LazyLock<BTreeMap<String, Listing>> = LazyLock::new(|| {
    let mut listings: BTreeMap<String, Listing> = BTreeMap::new();
    let mut add = |key: String, ticker: &'static str, alone: bool, words: usize| {
        let listing = listings.entry(key).or_insert(Listing { ticker, alone, words, firms: 0 });
        listing.alone |= alone;
        listing.firms += usize::from(listing.firms == 0 || listing.ticker != ticker);
    };
    for row in rows() {
        let aliases = row.aliases().map(|alias| (alias, true));
        for (name, alone) in std::iter::once((row.name, row.large)).chain(aliases) {
            let core = name::core(name, Strip::Legal);
            if name::has_legal_form(name) {
                add(name::in_full(name), row.ticker, true, core.len());
            }
            add(name::squashed(&core), row.ticker, alone, core.len());
        }
    }
    listings
});

/// First words that begin the names of so many listed firms that alone they name none.
const SHARED: usize = 3;

/// How many listed firms, told apart by their second word, begin with each word. A word that is itself another name of one
/// firm is none of them: after `Toyota Motor Corporation`, `Toyota` is that firm, for all its sisters.
static HEADS: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
    let mut seconds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        let core = name::core(row.name, Strip::Generic);
        if let [first, rest @ ..] = core.as_slice() {
            seconds.entry(first.clone()).or_default().insert(rest.first().cloned().unwrap_or_default());
        }
    }
    let single = rows().flat_map(|row| row.aliases()).filter(|alias| !alias.contains(' '));
    for alias in single.flat_map(|alias| name::core(alias, Strip::Legal)) {
        seconds.remove(&alias);
    }
    seconds.into_iter().map(|(word, seconds)| (word, seconds.len())).collect()
});

/// Whether `word` (lower case) begins so many names of firms that it names none alone: `american`, `first`, `united`.
pub(super) fn is_common_head(word: &str) -> bool {
    HEADS.get(word).is_some_and(|firms| *firms >= SHARED)
}

/// Words that so many listed firms bear behind the first that they tell a trade and no firm.
static TRADES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut firms: BTreeMap<String, usize> = BTreeMap::new();
    for word in rows().flat_map(|row| name::core(row.name, Strip::Legal).into_iter().skip(1)) {
        *firms.entry(word).or_default() += 1;
    }
    firms.into_iter().filter(|(_, n)| *n >= SHARED).map(|(word, _)| word).collect()
});

/// Whether `word` (lower case) of a firm's name says what it does, as `foods`, `energy` and `group` do.
pub(super) fn is_trade_word(word: &str) -> bool {
    TRADES.contains(word)
}

/// Exchanges that the bundled table has no firm of, as news writes them.
const FURTHER: [&str; 9] = ["BSE", "CSE", "Euronext", "FRA", "OTC", "OTCQB", "OTCQX", "OTCMKTS", "TSXV"];

/// Other ways to write an exchange: `LON: VOD` is `LSE: VOD`.
const EXCHANGES: [(&str, &str); 12] = [
    ("AMEX", "NYSE American"),
    ("BVMF", "B3"),
    ("HKG", "HKEX"),
    ("LON", "LSE"),
    ("NASDAQGM", "NASDAQ"),
    ("NASDAQGS", "NASDAQ"),
    ("NASDAQCM", "NASDAQ"),
    ("SEHK", "HKEX"),
    ("SWX", "SIX"),
    ("TSX-V", "TSXV"),
    ("TYO", "TSE"),
    ("XETRA", "ETR"),
];

static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let of_table = rows().filter_map(|row| Some(row.ticker.split_once(':')?.0));
    let further = FURTHER.into_iter().chain(EXCHANGES.map(|(written, _)| written));
    let mut exchanges: Vec<&str> = of_table.chain(further).collect::<BTreeSet<&str>>().into_iter().collect();
    // The longer first: `NYSE American` is not `NYSE`.
    exchanges.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let exchanges = exchanges.into_iter().map(regex::escape).collect::<Vec<_>>().join("|");
    let pattern = format!(
        r"^[\s,]*[\[(]\s*(?P<exchange>{exchanges}|(?i:nasdaq)[- ]?(?:GS|GM|CM)?)\s*:\s*(?P<ticker>[A-Z0-9&]{{1,10}}(?:[.-][A-Z]{{1,4}})?)\b"
    );
    Regex::new(&pattern).ok()
});

/// The ticker written right after a name, as `EXCHANGE:TICKER`.
pub(super) fn written(after: &str) -> Option<String> {
    let captures = WRITTEN.as_ref()?.captures(after)?;
    let written = captures.name("exchange")?.as_str();
    let same = EXCHANGES.into_iter().find(|(other, _)| *other == written).map_or(written, |(_, code)| code);
    let exchange = if same.to_uppercase().starts_with("NASDAQ") { "NASDAQ" } else { same };
    Some(format!("{exchange}:{}", captures.name("ticker")?.as_str()))
}

/// The ticker of the one listed firm called `name`.
fn ticker(name: &str) -> Option<&'static str> {
    let only = |key: &str| LISTINGS.get(key).filter(|listing| listing.firms == 1);
    if name::has_legal_form(name)
        && let Some(listing) = only(&name::in_full(name))
    {
        return Some(listing.ticker);
    }
    let core = name::core(name, Strip::Legal);
    let listing = only(&name::squashed(&core))?;
    // Both of several words: `San Lorenzo` is no form of `Sanlorenzo`.
    (listing.alone || core.len().min(listing.words) > 1).then_some(listing.ticker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticker_in_brackets_is_read() {
        assert_eq!(written(" (NYSE: QRL) rose").as_deref(), Some("NYSE:QRL"));
        assert_eq!(written(" (Nasdaq:QRLB), which").as_deref(), Some("NASDAQ:QRLB"));
        assert_eq!(written(" (LON: QRL)").as_deref(), Some("LSE:QRL"));
        assert_eq!(written(" (NYSE American: QR.A)").as_deref(), Some("NYSE American:QR.A"));
        assert_eq!(written(" [TYO:7203]").as_deref(), Some("TSE:7203"));
        assert_eq!(written(" (NSE: BAJAJ-AUTO)").as_deref(), Some("NSE:BAJAJ-AUTO"));
        assert_eq!(written(" (NYSE) rose"), None);
        assert_eq!(written(" rose (NYSE: QRL)"), None);
    }

    #[test]
    fn a_full_name_of_one_listed_firm_gives_its_ticker() {
        assert_eq!(ticker("International Business Machines Corp."), Some("NYSE:IBM"));
        assert_eq!(ticker("IBM"), Some("NYSE:IBM"));
        assert_eq!(ticker("Quarrel Tidewater Holdings plc"), None);
    }

    #[test]
    fn firms_of_the_world_have_the_ticker_of_their_home() {
        assert_eq!(ticker("Toyota Motor Corp."), Some("TSE:7203"));
        assert_eq!(ticker("Toyota"), Some("TSE:7203"));
        assert_eq!(ticker("Nestlé S.A."), Some("SIX:NESN"));
        assert_eq!(ticker("Nestle SA"), Some("SIX:NESN"));
        assert_eq!(ticker("Mahindra & Mahindra Ltd"), Some("NSE:M&M"));
    }

    #[test]
    fn one_word_is_no_firm_without_its_own_legal_form() {
        for (name, expected) in [
            ("Orange", None),
            ("Orange S.A.", Some("EPA:ORA")),
            ("Orange GmbH", None),
            ("Next", None),
            ("Next plc", Some("LSE:NXT")),
            ("San Lorenzo", None),
            ("Sanlorenzo S.p.A.", Some("BIT:SL")),
            ("Orion", None),
            ("Orion Oyj", Some("HEL:ORNBV")),
            ("Orion Corp", Some("KRX:271560")),
        ] {
            assert_eq!(ticker(name), expected, "{name}");
        }
    }

    #[test]
    fn a_word_that_begins_many_names_is_common_unless_it_is_a_name() {
        assert!(is_common_head("tata") && is_common_head("american") && is_common_head("bank"));
        assert!(!is_common_head("toyota") && !is_common_head("unilever"));
    }

    #[test]
    fn the_table_has_no_row_twice_and_tickers_are_well_formed() {
        let shape = Regex::new(r"^[A-Za-z0-9][A-Za-z0-9 ]*:[A-Z0-9&][A-Z0-9.&-]*$").expect("a pattern");
        let country = Regex::new(r"^([A-Z]{2})?$").expect("a pattern");
        let (mut listings, mut names) = (BTreeSet::new(), BTreeSet::new());
        for line in lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 6, "{line}");
            assert!(country.is_match(cells[3]), "{line}");
            assert!(names.insert((cells[0], cells[3])), "twice: {line}");
            for listing in std::iter::once(cells[1]).chain(cells[5].split('|').filter(|cell| !cell.is_empty())) {
                assert!(shape.is_match(listing), "{line}");
                assert!(listings.insert(listing), "twice: {line}");
            }
        }
        assert!(names.len() >= 9000, "{}", names.len());
    }
}
