//! Listed companies: tickers a text gives (`(NYSE: ABC)`) and those of the bundled table.
//!
//! `companies.tsv` (name, `EXCHANGE:TICKER`, `1` for firms of the S&P 500) is rebuilt by `build_companies.py`. A name
//! gives a ticker only where exactly one listed firm bears it; a name of one bare word must show a legal form or
//! belong to an S&P 500 firm, since short names are shared with firms that are not listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::entity::name::{self, Strip};
use crate::types::Span;

/// The rows of the bundled table.
fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("companies.tsv").lines().filter(|line| !line.starts_with('#'))
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

struct Listing {
    ticker: &'static str,
    large: bool,
    firms: usize,
}

static LISTINGS: LazyLock<BTreeMap<String, Listing>> = LazyLock::new(|| {
    let mut listings: BTreeMap<String, Listing> = BTreeMap::new();
    for row in rows() {
        let mut cells = row.split('\t');
        let (Some(name), Some(ticker)) = (cells.next(), cells.next()) else { continue };
        let large = cells.next() == Some("1");
        let key = name::squashed(&name::core(name, Strip::Legal));
        let listing = listings.entry(key).or_insert(Listing { ticker, large, firms: 0 });
        listing.firms += usize::from(listing.firms == 0 || listing.ticker != ticker);
    }
    listings
});

/// First words that begin the names of so many listed firms that alone they name none.
const SHARED: usize = 3;

/// How many listed firms, told apart by their second word, begin with each word.
static HEADS: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
    let mut seconds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        let core = name::core(row.split('\t').next().unwrap_or_default(), Strip::Generic);
        if let [first, rest @ ..] = core.as_slice() {
            seconds.entry(first.clone()).or_default().insert(rest.first().cloned().unwrap_or_default());
        }
    }
    seconds.into_iter().map(|(word, seconds)| (word, seconds.len())).collect()
});

/// Whether `word` (lower case) begins so many names of firms that it names none alone: `american`, `first`, `united`.
pub(super) fn is_common_head(word: &str) -> bool {
    HEADS.get(word).is_some_and(|firms| *firms >= SHARED)
}

static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[\s,]*[\[(]\s*(?P<exchange>NYSE American|NYSE Arca|NYSE|NASDAQ(?:[- ]?(?:GS|GM|CM))?|Nasdaq(?:[- ]?(?:GS|GM|CM))?|NasdaqGS|LSE|LON|AIM|TSX|TSXV|TSX-V|ASX|HKEX|HKG|SEHK|TSE|TYO|NSE|BSE|SGX|ETR|FRA|EPA|AMS|KRX|KOSDAQ|SSE|SZSE|SIX|CSE|OTC|OTCQB|OTCQX|AMEX|JSE|KLSE|Euronext|BME|BIT|STO|CPH|HEL|OSE)\s*:\s*(?P<ticker>[A-Z0-9]{1,6}(?:[.-][A-Z]{1,2})?)\b").ok()
});

/// The ticker written right after a name, as `EXCHANGE:TICKER`.
pub(super) fn written(after: &str) -> Option<String> {
    let captures = WRITTEN.as_ref()?.captures(after)?;
    let exchange = captures.name("exchange")?.as_str().to_uppercase();
    let exchange = if exchange.starts_with("NASDAQ") { "NASDAQ".to_owned() } else { exchange };
    Some(format!("{exchange}:{}", captures.name("ticker")?.as_str()))
}

/// The ticker of the one listed firm called `name`.
fn ticker(name: &str) -> Option<&'static str> {
    let core = name::core(name, Strip::Legal);
    let listing = LISTINGS.get(&name::squashed(&core))?;
    let sure = core.len() > 1 || listing.large || name::has_legal_form(name);
    (listing.firms == 1 && sure).then_some(listing.ticker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticker_in_brackets_is_read() {
        assert_eq!(written(" (NYSE: QRL) rose").as_deref(), Some("NYSE:QRL"));
        assert_eq!(written(" (Nasdaq:QRLB), which").as_deref(), Some("NASDAQ:QRLB"));
        assert_eq!(written(" (LON: QR.L)").as_deref(), Some("LON:QR.L"));
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
    fn the_table_has_no_row_twice_and_tickers_are_well_formed() {
        let shape =
            Regex::new(r"^(NYSE|NASDAQ|NYSE American|NYSE Arca|Cboe|IEX):[A-Z]{1,5}([.][A-Z])?$").expect("a pattern");
        let mut seen = std::collections::BTreeSet::new();
        for row in rows() {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 3, "{row}");
            assert!(shape.is_match(cells[1]), "{row}");
            assert!(seen.insert(cells[0]), "twice: {row}");
        }
    }
}
