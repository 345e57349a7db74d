//! Reads comparisons in a word or two: `tripled`, `halved`, `15-fold`, `twice as many`, and tells `eleven times the rate`
//! from how often a thing happened.
//!
//! Takes tokens and the place to read from; gives a figure or nothing.

use rust_decimal::Decimal;

use super::amount::Found;
use super::bare::quantity;
use super::bound::{self, Reach};
use super::lexicon::Class;
use super::token::Tokens;
use super::{lexicon, number};

/// The unit of comparisons.
pub(super) const UNIT: &str = "multiple";

/// Words after `eleven times` that make it a comparison and no frequency.
const COMPARED: [&str; 36] = [
    "the",
    "as",
    "more",
    "higher",
    "larger",
    "greater",
    "bigger",
    "its",
    "their",
    "what",
    "faster",
    "oversubscribed",
    "covered",
    "that",
    "those",
    "earnings",
    "profit",
    "ebitda",
    "ebit",
    "sales",
    "revenue",
    "turnover",
    "book",
    "forward",
    "trailing",
    "core",
    "adjusted",
    "annual",
    "net",
    "gdp",
    "cashflow",
    "his",
    "her",
    "our",
    "your",
    "over",
];

/// Whether `times` before token `i` compares and counts no occasions: `eleven times the rate`, `ten times harder`, `113
/// times 2013 earnings`.
pub(super) fn compares(tokens: &Tokens<'_>, i: usize) -> bool {
    let i = i + usize::from(tokens.number(i).len() == 4);
    let than = tokens.word(i);
    let harder = than.len() > 4 && than.ends_with("er") && !tokens.is_of(i, Class::Stop);
    COMPARED.contains(&than) || harder
}

/// `tripled`, `halved`, `fivefold`, `15-fold`, `twice as many`: a comparison in a word or two.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let (times, next) = match tokens.word(i) {
        "halved" => (Decimal::new(5, 1), i + 1),
        "double" | "triple" | "treble" | "quadruple" if is_level(tokens, i + 1) => {
            let times = match tokens.word(i) {
                "double" => 2,
                "quadruple" => 4,
                _ => 3,
            };
            (Decimal::from(times), i + 1)
        }
        "doubles" | "triples" | "trebles" | "halves" | "doubling" | "tripling" | "trebling" | "halving"
            if is_change(tokens, i) =>
        {
            let times = match tokens.word(i).split_at(3).0 {
                "dou" => Decimal::TWO,
                "hal" => Decimal::new(5, 1),
                _ => Decimal::from(3),
            };
            (times, i + 1)
        }
        "doubled" => (Decimal::TWO, i + 1),
        "tripled" | "trebled" => (Decimal::from(3), i + 1),
        "quadrupled" => (Decimal::from(4), i + 1),
        "quintupled" => (Decimal::from(5), i + 1),
        "twice" if matches!(tokens.word(i + 1), "as" | "the" | "its" | "their" | "what" | "those" | "that") => {
            (Decimal::TWO, i + 1)
        }
        _ => fold(tokens, i)?,
    };
    let bound = bound::of(tokens, Reach { first: i, next, is_time: false });
    let value = quantity(times, bound, UNIT);
    Some(Found { figures: vec![(i, next, value)], next })
}

/// Whether a level to be compared with stands at token `i`: `double the rate`, `triple last year's`; `double its output` is
/// a deed, which tells no more than a plan.
fn is_level(tokens: &Tokens<'_>, i: usize) -> bool {
    let possessive = matches!(tokens.written(i + 1), "'" | "’") || matches!(tokens.written(i + 2), "'" | "’");
    let time = matches!(tokens.word(i), "today" | "last" | "yesterday");
    let verb = matches!(tokens.word_before(i - 1), "to" | "will" | "would" | "could" | "may" | "might" | "can");
    (tokens.word(i) == "the" || possessive && time) && !verb
}

/// Whether `doubles` at token `i` is a change and no game or hit: `doubles its dividend`, `profit triples,`, `a doubling of
/// the price`.
fn is_change(tokens: &Tokens<'_>, i: usize) -> bool {
    let owned = matches!(tokens.word(i + 1), "its" | "the" | "their" | "his" | "her");
    let noun = tokens.word(i).ends_with("ing") && tokens.word(i + 1) == "of";
    let measured = tokens.is_of(i + 1, Class::Account) && !tokens.is_capital(i);
    let told = tokens.is_after(i, Class::Account) || tokens.is_after(i, Class::Level);
    let ends =
        matches!(tokens.written(i + 1), "" | "," | "." | ";") || matches!(tokens.word(i + 1), "to" | "as" | "in");
    let more = tokens.word_before(i) == "than" && tokens.word(i.wrapping_sub(2)) == "more";
    owned || noun || measured || more || told && ends
}

/// Whether the word at token `i` may be one of [`fold`] that begins no number by itself.
pub(super) fn may_start(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.word(i).ends_with("fold")
}

/// How many times `fivefold` or `15-fold` at token `i` says, and the token after it.
pub(super) fn fold(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    if let Some(word) = tokens.word(i).strip_suffix("fold") {
        let times = lexicon::entry(word).small();
        return times.filter(|times| *times > 1).map(|times| (Decimal::from(times), i + 1));
    }
    let hyphen = tokens.is(i + 1, "-") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2);
    if !hyphen || tokens.word(i + 2) != "fold" {
        return None;
    }
    let word = || tokens.entry(i).small();
    let digits = Some(tokens.number(i)).filter(|digits| !digits.is_empty()).and_then(number::decimal);
    let times = digits.or_else(|| word().map(Decimal::from))?;
    (times > Decimal::ONE && !tokens.is_glued(i)).then_some((times, i + 3))
}
