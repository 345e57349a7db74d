//! Reads fractions whose denominator is any ordinal: `three twenty-firsts`, `two hundred and fifty-four hundredths`,
//! `2000 over 3`, `one out of three`.
//!
//! For numbers by themselves ([`plain`](super::plain)): before a noun an ordinal is a rank. Takes tokens and the place to
//! read from; gives the value and the token after it.

use rust_decimal::Decimal;

use super::lexicon::{self, Class};
use super::number;
use super::token::Tokens;

/// The fraction at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    over(tokens, i).or_else(|| mixed(tokens, i))
}

/// `1 over twenty-one`, `two out of five`: out of, where the share is below one.
fn over(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    let top = number::read(tokens, i).filter(|top| top.mantissa.is_integer())?;
    let out_of = tokens.word(top.next) == "out" && tokens.word(top.next + 1) == "of";
    let at = match tokens.word(top.next) {
        "over" => top.next + 1,
        _ if out_of => top.next + 2,
        _ => return None,
    };
    let bottom = number::read(tokens, at)?;
    let share = top.value()?.checked_div(bottom.value()?)?;
    (!out_of || share < Decimal::ONE).then_some((share, bottom.next))
}

/// A word of a fraction, and whether a hyphen joins it to the one before.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    word: &'a str,
    is_joined: bool,
}

/// A fraction in words, with a whole number and `and` before it or without: `a twentieth`, `six and two thirds`.
fn mixed(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    let (words, next) = words(tokens, i)?;
    let and = words.iter().rposition(|word| word.word == "and");
    if let Some((whole, part)) = and.map(|and| (&words[..and], &words[and + 1..])) {
        // `two million and three fifths`: of a million, which `number` reads.
        if lexicon::is(Class::Scale, whole.last()?.word) {
            return None;
        }
        if let (Some(whole), Some(part)) = (cardinal(whole), parted(part).filter(|part| *part < Decimal::ONE)) {
            return Some((whole.checked_add(part)?, next));
        }
    }
    parted(&words).map(|part| (part, next))
}

/// The words from token `i` to the ordinal that ends them, and the token after it.
fn words<'a>(tokens: &'a Tokens<'_>, i: usize) -> Option<(Vec<Word<'a>>, usize)> {
    let (mut words, mut at, mut is_joined) = (Vec::new(), i, false);
    loop {
        let word = tokens.word(at);
        if tokens.is(at, "-") && !words.is_empty() && !is_joined {
            is_joined = true;
        } else if !words.is_empty() && nth(word).is_some() {
            words.push(Word { word, is_joined });
            return Some((words, at + 1));
        } else if size(word).is_some() || word == "and" && !words.is_empty() || matches!(word, "a" | "an") {
            words.push(Word { word, is_joined });
            is_joined = false;
        } else {
            return None;
        }
        at += 1;
    }
}

/// Numerator and denominator, the longest that leaves a numerator: `one hundred thirty fifths` are hundred of 35 parts.
fn parted(words: &[Word<'_>]) -> Option<Decimal> {
    (1..words.len()).filter(|split| !words[*split].is_joined || *split + 1 == words.len()).find_map(|split| {
        let (top, bottom) = (cardinal(&words[..split])?, ordinal(&words[split..])?);
        let plural = words.last()?.word.ends_with('s');
        (plural || top == Decimal::ONE).then(|| top.checked_div(bottom))?
    })
}

/// The place of an ordinal word in the singular or plural: a number below 100, or a scale.
fn nth(word: &str) -> Option<Size> {
    let word = word.strip_suffix('s').unwrap_or(word);
    let small = || lexicon::value(Class::Nth, word).map(Size::Small);
    small().or_else(|| lexicon::value(Class::NthScale, word).map(Size::Scale))
}

/// What a number word says.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Size {
    /// A number below 100.
    Small(u32),
    /// A power of ten from 100.
    Scale(u32),
}

fn size(word: &str) -> Option<Size> {
    let small = lexicon::entry(word).small();
    let scale = || if word == "hundred" { Some(2) } else { lexicon::value(Class::Scale, word) };
    small.map(Size::Small).or_else(|| scale().map(Size::Scale))
}

/// `twenty-first`, `one hundred fifth`, `millionth`; no bare `first` or `second`.
fn ordinal(words: &[Word<'_>]) -> Option<Decimal> {
    let (last, before) = words.split_last()?;
    let last = nth(last.word)?;
    let sizes: Option<Vec<Size>> = before.iter().map(|word| size(word.word)).chain([Some(last)]).collect();
    match (before, last) {
        ([], Size::Small(1 | 2)) => None,
        ([], Size::Scale(exponent)) => Some(number::power(exponent)),
        _ => sum(&sizes?),
    }
}

/// A whole number in words; `and` is read over.
fn cardinal(words: &[Word<'_>]) -> Option<Decimal> {
    let read = |word: &Word<'_>| if matches!(word.word, "a" | "an") { Some(Size::Small(1)) } else { size(word.word) };
    sum(&words.iter().filter(|word| word.word != "and").map(read).collect::<Option<Vec<Size>>>()?)
}

/// The sum of number words, each smaller than what it follows: `[2, hundred, 5]`.
fn sum(sizes: &[Size]) -> Option<Decimal> {
    let (mut total, mut group, mut room, mut last) = (Decimal::ZERO, 0, 1000, u32::MAX);
    for size in sizes {
        match *size {
            Size::Small(value) => {
                let fits = value > 0 && value < room && (value < 10 || room > 10);
                group = fits.then_some(group + value)?;
                room = if value >= 20 && value % 10 == 0 { 10 } else { 1 };
            }
            Size::Scale(2) if (1..100).contains(&group) => (group, room) = (group * 100, 100),
            Size::Scale(exponent) if group > 0 && exponent < last => {
                total = total.checked_add(Decimal::from(group).checked_mul(number::power(exponent))?)?;
                (group, room, last) = (0, 1000, exponent);
            }
            Size::Scale(_) => return None,
        }
    }
    (!sizes.is_empty()).then(|| total.checked_add(Decimal::from(group)))?
}
