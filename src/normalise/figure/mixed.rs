//! Reads lengths, weights and times in two units: `5 ft 2 in`, `6-foot-5`, `7 pounds and 3 ounces`, `two hours and 51
//! minutes`.
//!
//! Takes tokens and the part in the larger unit; gives both as one number: of the larger unit, and of the smaller for
//! times, whose parts have no end in decimals.

use rust_decimal::Decimal;

use super::number::{self, Number};
use super::piece::{Measure, Piece};
use super::token::Tokens;
use super::unit;

/// Larger unit, smaller unit, how many of the smaller make one of the larger.
const PAIRS: [(&str, &str, u32); 3] = [("ft", "in", 12), ("lb", "oz", 16), ("st", "lb", 14)];

/// The same for times of the clock; of the calendar, `two years and three months` are two lengths side by side.
const TIMES: [(&str, &str, u32); 2] = [("hour", "minute", 60), ("minute", "second", 60)];

/// `piece` with the smaller part that follows it.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece) -> Option<Piece> {
    let Some(Measure::Unit(larger)) = &piece.measure else { return None };
    let whole = piece.number.value().filter(Decimal::is_integer)?;
    let at = piece.next + usize::from(tokens.word(piece.next) == "and" || tokens.is(piece.next, ","));
    if let Some((_, smaller, many)) = PAIRS.into_iter().find(|(of, ..)| of == larger) {
        let many = Decimal::from(many);
        let part = height(tokens, piece).or_else(|| part(tokens, at, smaller));
        let (part, next) = part.filter(|(part, _)| *part < many)?;
        return Some(joined(piece, whole.checked_add(part.checked_div(many)?)?, next));
    }
    let (_, smaller, many) = TIMES.into_iter().find(|(of, ..)| of == larger)?;
    let many = Decimal::from(many);
    // After a comma another length of time may stand: `two hours, ten minutes of it in silence`.
    let (part, next) = part(tokens, at, smaller).filter(|(part, _)| *part < many && !tokens.is(piece.next, ","))?;
    let both = joined(piece, whole.checked_mul(many)?.checked_add(part)?, next);
    Some(Piece { measure: Some(Measure::Unit(smaller.to_owned())), ..both })
}

/// `piece` up to token `next`, as `mantissa` says.
fn joined(piece: &Piece, mantissa: Decimal, next: usize) -> Piece {
    Piece { next, number: Number { mantissa, scale: Decimal::ONE, ..piece.number }, ..piece.clone() }
}

/// The number of `unit` at token `i`, and the token after it.
fn part(tokens: &Tokens<'_>, i: usize, unit: &str) -> Option<(Decimal, usize)> {
    let part = number::read(tokens, i).filter(Number::is_unscaled)?;
    let named = unit::read(tokens, part.next).filter(|named| named.symbol == unit).map(|named| named.next);
    let short = || (tokens.written(part.next) == unit).then_some(part.next + 1);
    Some((part.mantissa, named.or_else(short)?))
}

/// The inches of `6-foot-5`, and the token after them.
fn height(tokens: &Tokens<'_>, piece: &Piece) -> Option<(Decimal, usize)> {
    let at = piece.next;
    let hyphens = tokens.is(at, "-") && tokens.is_glued(at) && tokens.is_glued(at + 1) && tokens.word(at - 1) == "foot";
    let inches = number::read(tokens, at + 1).filter(|inches| hyphens && inches.digits && inches.is_unscaled())?;
    (!tokens.is_glued(inches.next) || !tokens.is(inches.next, "-")).then_some((inches.mantissa, inches.next))
}
