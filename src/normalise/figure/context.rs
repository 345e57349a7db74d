//! What a document says about all its figures: the day it was published and the money of the place it was written in.

use jiff::civil::Date;

use crate::types::Document;

/// What figures are read against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureContext {
    /// Day of publication; without it `on Wednesday` and `last year` stay open.
    pub published: Option<Date>,
    /// ISO 4217 code of the money used where the text was written, where the text shows it.
    pub currency: Option<String>,
}

/// Bytes of the head of a text in which a dateline may stand.
const HEAD: usize = 400;

impl FigureContext {
    /// The context of a text published on `published`, with the local money its dateline shows.
    pub fn of_text(text: &str, published: Option<Date>) -> Self {
        let currency = dateline_currency(text).filter(|currency| !names_local_dollar(text, currency));
        Self { published, currency: currency.map(str::to_owned) }
    }

    /// The context of `document`.
    pub fn of(document: &Document) -> Self {
        Self::of_text(document.words(document.span), document.published.as_ref().map(|p| p.date))
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

/// Whether the text writes the local dollar with its letters (`A$`), so that a bare `$` is the US one.
fn names_local_dollar(text: &str, currency: &str) -> bool {
    let letters: &[&str] = match currency {
        "AUD" => &["A$", "AU$", "Australian dollar"],
        "CAD" => &["C$", "CA$", "CDN$", "Canadian dollar"],
        "NZD" => &["NZ$", "New Zealand dollar"],
        "HKD" => &["HK$", "Hong Kong dollar"],
        "SGD" => &["S$", "Singapore dollar"],
        "TWD" => &["NT$", "Taiwan dollar"],
        _ => &[],
    };
    letters.iter().any(|form| text.contains(form))
}
