//! Finds the letter a text writes for its money: who writes `R7.2bn` writes `R50`, who speaks of naira writes `N865`.
//!
//! Takes a text, or tokens with the letter of their text; gives the ISO 4217 code. Knows nothing of other signs.

use std::cell::LazyCell;

use super::FigureContext;
use super::currency::{Currency, Unit};
use super::token::{Shape, Tokens};

/// A letter for money, its ISO 4217 code, what the money is called and its sign.
const LETTERS: [(char, &str, &[&str]); 5] = [
    ('R', "ZAR", &["rand"]),
    ('N', "NGN", &["naira", "₦"]),
    ('P', "PHP", &["philippin", "the peso", "₱", "manila", "cebu", "davao"]),
    ('K', "ZMW", &["kwacha"]),
    ('W', "KRW", &["korea", "seoul", "₩"]),
];

/// The money that `text` writes with a letter: it names it, and an amount with a scale or cents bears the letter.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    let lower = LazyCell::new(|| text.to_ascii_lowercase());
    let mut used = LETTERS.iter().filter(|(letter, _, names)| {
        writes(text, *letter, |rest| is_amount(rest) || names.iter().any(|name| lower.contains(name)))
    });
    let (_, code, _) = used.next()?;
    used.next().is_none().then_some(*code)
}

/// Whether `letter` and digits stand in `text` as a word that `fits`, given the digits and what follows.
fn writes(text: &str, letter: char, fits: impl Fn(&str) -> bool) -> bool {
    text.match_indices(letter).any(|(at, _)| {
        let apart = !text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
        let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
        apart && rest.starts_with(|c: char| c.is_ascii_digit()) && fits(rest)
    })
}

/// Whether digits with a scale begin `rest`.
fn is_amount(rest: &str) -> bool {
    let scale = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let scales = ["bn", "m ", "m,", "m.", "tn", "trn", " billion", " million", " trillion"];
    scale.len() < rest.len() && scales.iter().any(|word| scale.starts_with(word))
}

/// The money whose letter stands at token `i` before digits, where the text writes it so. Roads and bonds bear letters too.
pub(super) fn before(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<(Unit, usize)> {
    let written = context.letter?;
    let (letter, code, _) = LETTERS.iter().find(|(_, code, _)| *code == written)?;
    let letter = tokens.written(i).chars().eq([*letter]);
    let digits = tokens.shape(i + 1) == Some(Shape::Number) && tokens.is_glued(i + 1) && !tokens.is_glued(i);
    let free = !tokens.is_glued(i + 2) || matches!(tokens.written(i + 2), "." | "," | ";" | ")" | "/" | ":");
    // `the N4` is a road, `the R2035` a bond.
    let number = tokens.number(i + 1);
    let bond = number.len() == 4 && number.starts_with("20");
    let named = matches!(tokens.word_before(i), "the" | "on" | "along" | "and" | "via") && (number.len() <= 2 || bond);
    (letter && digits && free && !named).then_some((Unit { currency: Currency::Code(code), parts: 1 }, i + 1))
}
