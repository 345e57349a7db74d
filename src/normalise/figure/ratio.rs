//! Reads how many times one thing is another where no word of measure says so: `a price-earnings ratio of 14.2`, `a P/E of
//! 25`, `a 3-for-1 split`, `by a factor of three`.
//!
//! Takes tokens and a number without a measure; gives a figure or nothing.

use rust_decimal::Decimal;

use crate::types::{Amount, Bound};

use super::amount::Found;
use super::bare::{one, quantity};
use super::lexicon::Class;
use super::piece::Piece;
use super::token::{Shape, Tokens};
use super::{bound, multiple, number};

/// The ratio that the words before the number in digits of `piece` tell.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    let value = piece.value().filter(|value| *value < Decimal::ONE_THOUSAND)?;
    let told = matches!(tokens.word_before(i), "of" | "to" | "at" | "was" | "is" | "stood") && i > 1;
    let earnings = i > 3 && tokens.is(i - 3, "/") && tokens.is(i - 2, "E") && tokens.is(i - 4, "P");
    // `the ratio sank to 0.87`
    let moved = usize::from(i > 2 && tokens.is_of(i - 2, Class::Change));
    let named = matches!(tokens.word(i.checked_sub(2 + moved)?), "ratio" | "multiple") || earnings;
    if !(told && named) {
        return factor(tokens, piece);
    }
    one(tokens, piece.first, piece.next, |bound| quantity(value, bound, multiple::UNIT))
}

/// `by a factor of three`.
pub(super) fn factor(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    let told = tokens.word_before(i) == "of" && i > 1 && tokens.word(i - 2) == "factor";
    let value = piece.value().filter(|_| told)?;
    one(tokens, piece.first, piece.next, |bound| quantity(value, bound, multiple::UNIT))
}

/// `3-for-1`, `one-for-ten` at token `i`: how many are given for how many, of shares.
pub(super) fn split(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let joins = |at: usize| tokens.is(at, "-") && tokens.is_glued(at) && tokens.is_glued(at + 1);
    let whole =
        |at: usize| number::read(tokens, at).filter(|number| number.is_unscaled() && number.mantissa.is_integer());
    let joined = joins(i + 1) && tokens.word(i + 2) == "for" && joins(i + 3) && !tokens.is_glued(i);
    if !joined {
        return None;
    }
    let (given, held) = (whole(i)?, whole(i + 4)?);
    // Of goods, `2-for-1` is an offer.
    let near = |at: usize| {
        matches!(
            tokens.word(at),
            "split" | "splits" | "share" | "stock" | "rights" | "bonus" | "reverse" | "consolidation"
        )
    };
    let of_shares = (held.next..held.next + 4).chain(i.saturating_sub(6)..i).any(near);
    let one_word = given.next == i + 1 && held.next == i + 5 && tokens.shape(i) != Some(Shape::Mark);
    let times = given.mantissa.checked_div(held.mantissa).filter(|_| of_shares && one_word)?.round_dp(4).normalize();
    let value = crate::types::Value::Quantity(crate::types::Quantity {
        amount: Amount::single(times, Bound::Exact),
        unit: multiple::UNIT.to_owned(),
    });
    Some(Found { figures: vec![(i, held.next, value)], next: held.next })
}
