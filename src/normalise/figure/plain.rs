//! Reads the numbers of a text whether or not they measure anything: `three and a half`, `between 20 and 30`.
//!
//! Takes a text; gives [`Number`]s in order, without overlaps, with what bounds them. [`find`](super::find) leaves such
//! numbers out unless they measure or count something; this is for scoring the number grammar by itself.

use rust_decimal::Decimal;

use super::bound::{self, Reach};
use super::fraction;
use super::number;
use super::token::{Shape, Tokens};
use crate::types::{Amount, Bound, Span};

/// A number of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number with its ends, without the words that bound it.
    pub span: Span,
    /// Its value.
    pub amount: Amount,
}

/// A number as it is read: token range and value.
#[derive(Debug, Clone, Copy)]
struct Plain {
    first: usize,
    next: usize,
    value: Decimal,
}

/// The numbers of `text` and the ranges between two of them.
pub fn numbers(text: &str) -> Vec<Number> {
    let lower = text.to_ascii_lowercase();
    let tokens = Tokens::of(text, &lower);
    let mut found: Vec<(usize, usize, Amount)> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(plain) = read(&tokens, i) else {
            i += 1;
            continue;
        };
        let (amount, next) = ranged(&tokens, plain).unwrap_or_else(|| (bounded(&tokens, plain), plain.next));
        found.push((plain.first, next, amount));
        i = next;
    }
    join(&tokens, &mut found);
    let number = |(first, next, amount): (usize, usize, Amount)| {
        Some(Number { span: Span::new(tokens.start(first), tokens.end(next - 1)).ok()?, amount })
    };
    found.into_iter().filter_map(number).collect()
}

/// The number at token `i`, with its sign.
fn read(tokens: &Tokens<'_>, i: usize) -> Option<Plain> {
    let sign = usize::from(is_minus(tokens, i));
    let at = i + sign;
    let word_before = tokens.is_glued(i) && tokens.shape(i.checked_sub(1)?) == Some(Shape::Word);
    if word_before || is_pronoun(tokens, at) {
        return None;
    }
    let (value, next) = fraction::read(tokens, at).or_else(|| scaled(tokens, at))?;
    // `1960s`
    let decade = tokens.word(next) == "s" && tokens.number(at).len() == 4;
    let stuck = tokens.is_glued(next) && tokens.shape(next) == Some(Shape::Word) && !decade;
    let value = if sign > 0 { -value } else { value };
    (!stuck).then_some(Plain { first: i, next, value })
}

/// A minus that belongs to the number after it: a word, or a dash with no number before.
fn is_minus(tokens: &Tokens<'_>, i: usize) -> bool {
    let after_number = i > 0 && tokens.shape(i - 1) == Some(Shape::Number);
    let dash = matches!(tokens.written(i), "-" | "−") && !after_number && !tokens.is_glued(i);
    let number = tokens.shape(i + 1) == Some(Shape::Number) && tokens.is_glued(i + 1);
    let mixed = tokens.shape(i + 1) == Some(Shape::Number) && i == 0;
    matches!(tokens.word(i), "minus" | "negative") || dash && (number || mixed)
}

/// `this one`, `the next one`: `one` for a thing.
fn is_pronoun(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = tokens.word_before(i);
    tokens.word(i) == "one"
        && matches!(
            before,
            "this" | "that" | "the" | "which" | "next" | "last" | "first" | "previous" | "current" | "no" | "any"
        )
        && number::read(tokens, i).is_some_and(|number| number.next == i + 1)
        && tokens.is_glued(i + 1) == matches!(tokens.written(i + 1), "." | "," | "?" | "!")
}

/// A number with its scale, a short one (`2.33 k`, `10G`) included, and what is added to it: `4 thousand 3 hundred and 21`.
fn scaled(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    let number = number::read(tokens, i)?;
    let (mut value, mut next) = (number.value()?, number.next);
    if number.digits && number.is_unscaled() {
        if let Some(exponent) = short(tokens, next) {
            return Some((value.checked_mul(number::power(exponent))?, next + 1));
        }
        return Some((value, next));
    }
    let mut scale = number.scale;
    while number.digits && scale > Decimal::ONE {
        let at = next + usize::from(tokens.word(next) == "and");
        let Some(more) = number::read(tokens, at).filter(|more| more.mantissa.is_integer()) else { break };
        let Some(part) = more.value().filter(|part| *part < scale) else { break };
        value = value.checked_add(part)?;
        (scale, next) = (more.scale, more.next);
    }
    Some((value, next))
}

/// The section of the US tax code by which a savings plan is called: `a 401k`.
const PLAN: &str = "401";

/// The power of ten of a letter after digits; a small `m` is of metres.
fn short(tokens: &Tokens<'_>, i: usize) -> Option<u32> {
    if tokens.written(i.checked_sub(1)?) == PLAN {
        return None;
    }
    let ends = !tokens.is_glued(i + 1) || tokens.shape(i + 1) == Some(Shape::Mark);
    let exponent = match tokens.written(i) {
        "k" | "K" => 3,
        "M" => 6,
        "G" | "b" | "B" => 9,
        "T" => 12,
        _ => return None,
    };
    ends.then_some(exponent)
}

/// The amount of a number by itself.
fn bounded(tokens: &Tokens<'_>, plain: Plain) -> Amount {
    let bound = bound::of(tokens, Reach { first: plain.first, next: plain.next, is_time: false });
    Amount::single(plain.value, bound)
}

/// `between 20 and 30`, `from 20 to 30`, `20 through 30`, `20 - 30`.
fn ranged(tokens: &Tokens<'_>, low: Plain) -> Option<(Amount, usize)> {
    let dash = tokens.is_dash(low.next) && tokens.is_glued(low.next) == tokens.is_glued(low.next + 1);
    let joins = match tokens.word(low.next) {
        "and" => tokens.word_before(low.first) == "between",
        "to" | "through" => true,
        _ => dash && !tokens.is_dash(low.next + 2) && !is_chain(tokens, low),
    };
    let high = read(tokens, low.next + 1).filter(|high| joins && high.value > low.value)?;
    Some((Amount::range(low.value, high.value), high.next))
}

/// Whether dashes join more than two numbers, as in a telephone number or day.
fn is_chain(tokens: &Tokens<'_>, low: Plain) -> bool {
    let before = low.first > 0 && (tokens.is_dash(low.first - 1) || tokens.is(low.first - 1, "+"));
    let padded = |i: usize| tokens.number(i).len() > 1 && tokens.number(i).starts_with('0');
    before || tokens.is_glued(low.next + 2) && tokens.is_dash(low.next + 2) || padded(low.first) || padded(low.next + 1)
}

/// Makes one range of two neighbours that bound a number from both sides: `more than 10 and less than 40`.
fn join(tokens: &Tokens<'_>, found: &mut Vec<(usize, usize, Amount)>) {
    let mut at = 1;
    while at < found.len() {
        let ((_, end, a), (start, _, b)) = (&found[at - 1], &found[at]);
        let between = tokens.word(*end) == "and" && (*end + 1..*start).all(|i| bound::is_word(tokens, i));
        let range = between.then(|| sides(a, b)).flatten();
        match range {
            Some(amount) => {
                found[at - 1] = (found[at - 1].0, found[at].1, amount);
                found.remove(at);
            }
            None => at += 1,
        }
    }
}

/// The range between two bounds, where one is from below and the other, larger, from above.
fn sides(a: &Amount, b: &Amount) -> Option<Amount> {
    let is_low = |amount: &Amount| matches!(amount.bound, Bound::Over | Bound::AtLeast);
    let is_high = |amount: &Amount| matches!(amount.bound, Bound::Under | Bound::AtMost);
    let (low, high) = match (is_low(a), is_high(a), is_low(b), is_high(b)) {
        (true, _, _, true) => (a.amount?, b.amount?),
        (_, true, true, _) => (b.amount?, a.amount?),
        _ => return None,
    };
    (low < high).then(|| Amount::range(low, high))
}
