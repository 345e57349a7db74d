//! What a document says about all its figures: the day it was published and the money of the place it was written in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::types::Document;

use super::{currency, letter};
use crate::normalise::regulation::jurisdictions;

/// What figures are read against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureContext {
    /// Day of publication; without it `on Wednesday` and `last year` stay open.
    pub published: Option<Date>,
    /// ISO 4217 code of the money used where the text was written, where the text shows it.
    pub currency: Option<String>,
    /// ISO 4217 code of the money that the text writes with a letter, as South African papers write `R50`.
    pub letter: Option<&'static str>,
    /// Whether the text writes all its dollars with the letters of the United States, so that its bare cents are theirs.
    pub of_us: bool,
    /// Month in which the fiscal year of the country begins that the text speaks of, where it speaks of one.
    pub fiscal_year: Option<i8>,
    /// The same for companies, where the law of the country sets it for them too.
    pub company_year: Option<i8>,
}

/// How often a text speaks of each jurisdiction.
type Spoken = BTreeMap<&'static str, usize>;

/// Bytes of the head of a text in which a dateline may stand.
const HEAD: usize = 400;

impl FigureContext {
    /// The context of a text published on `published`, with the local money its dateline shows.
    pub fn of_text(text: &str, published: Option<Date>) -> Self {
        let lettered = lettered(text);
        let currency = match dateline_currency(text) {
            // Who writes `US$` for the American one does not mean it by a bare sign.
            Some(local) if lettered.contains(&local) && !writes(text, "US$") => None,
            Some(local) => Some(local),
            None => currency::of_text(text),
        };
        // `$US` is how Australian papers write it; a bare sign is their own dollar.
        let currency = currency.or_else(|| writes(text, "$US").then_some("AUD"));
        // A text that writes `A$` and converts nothing means the same dollar by a bare sign.
        let currency = currency.or_else(|| local_dollar(text, &lettered));
        let currency = currency.or_else(|| joins_scale(text).then_some("CAD"));
        let spoken = jurisdictions(text);
        let currency = currency.or_else(|| dollar_of_country(text, &spoken, &lettered));
        let (fiscal_year, company_year) = fiscal_years(&spoken);
        let letter = letter::of_text(text);
        let of_us = (writes(text, "$US") || writes(text, "US$")) && !writes(text, "$");
        Self { published, currency: currency.map(str::to_owned), letter, of_us, fiscal_year, company_year }
    }

    /// The context of `document`: as its text has it, else the money of the country its address lies in.
    pub fn of(document: &Document) -> Self {
        let text = document.words(document.span);
        let of_text = Self::of_text(text, document.published.as_ref().map(|p| p.date));
        let of_host = || document.url.as_deref().and_then(|url| host_currency(url, text)).map(str::to_owned);
        Self { currency: of_text.currency.clone().or_else(of_host), ..of_text }
    }

    /// The local currency.
    pub(super) fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }
}

/// The currency of the city a dateline names: capitals before a dash, at the start of a line in the head of the text.
fn dateline_currency(text: &str) -> Option<&'static str> {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    head.lines().find_map(|line| {
        let (place, rest) = line.split_once(['—', '–', '-'])?;
        let city = place.split([',', '(', '/']).next().unwrap_or_default().trim();
        let written = city.len() > 2 && city.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.'));
        let agency = ["reuters", "associated press", "(ap)", "bloomberg", "afp", "dow jones", "cnn"]
            .iter()
            .any(|a| place.to_lowercase().contains(a));
        (written && !rest.is_empty() && !agency).then(|| city_currency(city))?
    })
}

fn city_currency(city: &str) -> Option<&'static str> {
    let lines = include_str!("tables/datelines.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .find(|(name, _)| name.eq_ignore_ascii_case(city))
        .map(|(_, code)| code)
}

/// Countries whose money shares its noun or sign with another's: the end of their addresses, the code of the country and
/// of its money (ISO 3166-1, ISO 4217).
const HOSTS: [(&str, &str, &str); 16] = [
    ("au", "AU", "AUD"),
    ("ca", "CA", "CAD"),
    ("nz", "NZ", "NZD"),
    ("sg", "SG", "SGD"),
    ("hk", "HK", "HKD"),
    ("tw", "TW", "TWD"),
    ("jm", "JM", "JMD"),
    ("tt", "TT", "TTD"),
    ("fj", "FJ", "FJD"),
    ("pk", "PK", "PKR"),
    ("lk", "LK", "LKR"),
    ("np", "NP", "NPR"),
    ("ke", "KE", "KES"),
    ("ug", "UG", "UGX"),
    ("tz", "TZ", "TZS"),
    ("ph", "PH", "PHP"),
];

/// The money of the country that the host of `url` lies in, unless the text speaks more of the United States, whose
/// dollars a reprint keeps, or writes the local dollar with its letters.
fn host_currency(url: &str, text: &str) -> Option<&'static str> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', ':', '?']).next()?;
    let (first, last) = (host.split('.').next()?, host.rsplit('.').next()?);
    let (_, country, code) = HOSTS.iter().find(|(end, ..)| last == *end || first == *end)?;
    let spoken = jurisdictions(text);
    let count = |code: &str| spoken.get(code).copied().unwrap_or_default();
    (count("US") <= count(country) && !lettered(text).contains(code)).then_some(*code)
}

/// The dollars with letters of their own: code, and how they are written.
const LETTERED: [(&str, &[&str]); 6] = [
    ("AUD", &["A$", "AU$", "$A", "Australian dollar", "Australian cent"]),
    ("CAD", &["C$", "CA$", "CDN$", "Canadian dollar", "Canadian cent"]),
    ("NZD", &["NZ$", "$NZ", "New Zealand dollar", "New Zealand cent"]),
    ("HKD", &["HK$", "Hong Kong dollar"]),
    ("SGD", &["S$", "Singapore dollar", "Singapore cent"]),
    ("TWD", &["NT$", "Taiwan dollar"]),
];

/// The dollars that the text writes with their letters (`A$`), so that a bare `$` is the US one.
fn lettered(text: &str) -> Vec<&'static str> {
    // Nearly no text names one in words: the cheap test first.
    let [dollars, cents] = [" dollar", " cent"].map(|noun| text.contains(noun));
    let may_stand = |form: &str| match form {
        _ if form.contains('$') => true,
        _ if form.ends_with("cent") => cents,
        _ => dollars,
    };
    let is_written = |forms: &[&str]| forms.iter().any(|form| may_stand(form) && writes(text, form));
    LETTERED.iter().filter(|(_, forms)| is_written(forms)).map(|(code, _)| *code).collect()
}

/// The one dollar that the text writes with letters, where no bare sign stands as a conversion of it.
fn local_dollar(text: &str, lettered: &[&'static str]) -> Option<&'static str> {
    let converts = ["($", "(about $", "(around $", "(roughly $", "or $", "or about $", "$US", "U.S. dollar"];
    let [code] = lettered else { return None };
    let is_converted = || !writes(text, "US$") && converts.iter().any(|form| text.contains(form));
    (!is_converted()).then_some(*code)
}

/// Months in which fiscal years of the state begin (ISO 3166-1, month).
const FISCAL_YEARS: [(&str, i8); 14] = [
    ("IN", 4),
    ("GB", 4),
    ("CA", 4),
    ("JP", 4),
    ("SG", 4),
    ("HK", 4),
    ("ZA", 4),
    ("AU", 7),
    ("NZ", 7),
    ("PK", 7),
    ("BD", 7),
    ("KE", 7),
    ("UG", 7),
    ("EG", 7),
];

/// When fiscal years begin in the country most spoken of: of the state, and of companies. Indian law sets one year for
/// both.
fn fiscal_years(spoken: &Spoken) -> (Option<i8>, Option<i8>) {
    let countries = || spoken.iter().filter(|(code, _)| code.len() == 2);
    let most = countries().map(|(_, count)| *count).max().unwrap_or_default();
    let mut first = countries().filter(|(_, count)| **count == most).map(|(code, _)| *code);
    let (Some(country), None) = (first.next(), first.next()) else { return (None, None) };
    let begins = FISCAL_YEARS.iter().find(|(code, _)| *code == country).map(|(_, month)| *month);
    (begins, begins.filter(|_| country == "IN"))
}

/// Whether a hyphen joins a dollar amount to its scale where no noun follows, as Canadian papers write it: `a shortfall of
/// $5.5-billion.`
fn joins_scale(text: &str) -> bool {
    let amounts = text.match_indices('$').filter_map(|(at, _)| text.get(at + 1..));
    amounts
        .filter_map(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).strip_prefix('-')
        })
        .filter_map(|rest| rest.strip_prefix("million").or_else(|| rest.strip_prefix("billion")))
        .any(|rest| {
            rest.starts_with(['.', ',', ';', ')', '\n']) || rest.starts_with(" in ") || rest.starts_with(" to ")
        })
}

/// Countries whose own dollar a text may mean by the bare sign (ISO 3166-1, ISO 4217).
const OWN_DOLLARS: [(&str, &str); 4] = [("AU", "AUD"), ("CA", "CAD"), ("NZ", "NZD"), ("SG", "SGD")];
/// How often a text names such a country, and no other place, before its dollar is taken to be meant.
const NAMED: usize = 2;

/// The dollar of the one country that the text speaks of, where it writes no dollar with letters: local news.
fn dollar_of_country(text: &str, spoken: &Spoken, lettered: &[&str]) -> Option<&'static str> {
    if !lettered.is_empty() || !text.contains('$') || writes(text, "US$") {
        return None;
    }
    let [(country, count)] = spoken.iter().filter(|(code, _)| !code.contains('-')).collect::<Vec<_>>()[..] else {
        return None;
    };
    let (_, code) = OWN_DOLLARS.iter().find(|(own, _)| own == country)?;
    (*count >= NAMED).then_some(*code)
}

/// Whether `form` stands in `text` as a word of its own: `S$`, not `US$`.
fn writes(text: &str, form: &str) -> bool {
    let apart = |at: usize| !text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let digit = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let stands = |at: usize| apart(at) && (!form.starts_with('$') || digit(at + form.len()));
    match form.find('$') {
        // Signs are rare and found at once.
        Some(sign) => text
            .match_indices('$')
            .filter_map(|(at, _)| at.checked_sub(sign))
            .any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(form)) && stands(at)),
        None => text.match_indices(form).any(|(at, _)| stands(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_of_the_address_settles_whose_dollar_is_meant() {
        let cases = [
            ("https://www.tide.com.au/news/1", "The council spent $5 million.", Some("AUD")),
            ("http://au.tide.example/1", "The council spent $5 million.", Some("AUD")),
            ("https://tide.co.nz", "Sales in New Zealand rose.", Some("NZD")),
            ("https://tide.ca/a", "Congress in Washington gave the American fund $5 billion.", None),
            ("https://tide.com.au/a", "It paid A$7 million for a $5 million plant.", None),
            ("https://tide.example/ca", "It paid $5 million.", None),
        ];
        for (url, text, expected) in cases {
            assert_eq!(host_currency(url, text), expected, "{url}: {text}");
        }
    }
}
