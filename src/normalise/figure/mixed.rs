//! Reads lengths and weights in two units: `5 ft 2 in`, `7 pounds and 3 ounces`.
//!
//! Takes tokens and the part in the larger unit; gives both as one number of the larger unit.

use rust_decimal::Decimal;

use super::number::{self, Number};
use super::piece::{Measure, Piece};
use super::token::Tokens;
use super::unit;

/// Larger unit, smaller unit, how many of the smaller make one of the larger.
const PAIRS: [(&str, &str, u32); 3] = [("ft", "in", 12), ("lb", "oz", 16), ("st", "lb", 14)];

/// `piece` with the smaller part that follows it.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece) -> Option<Piece> {
    let Some(Measure::Unit(larger)) = &piece.measure else { return None };
    let (_, smaller, many) = PAIRS.into_iter().find(|(of, ..)| of == larger)?;
    let at = piece.next + usize::from(tokens.word(piece.next) == "and" || tokens.is(piece.next, ","));
    let part = number::read(tokens, at).filter(|part| part.is_unscaled() && part.mantissa < Decimal::from(many))?;
    let unit = unit::read(tokens, part.next).filter(|unit| unit.symbol == smaller);
    let short = || (tokens.written(part.next) == smaller).then_some(part.next + 1);
    let next = unit.map(|unit| unit.next).or_else(short)?;
    let whole = piece.number.value().filter(Decimal::is_integer)?;
    let mantissa = whole.checked_add(part.mantissa.checked_div(Decimal::from(many))?)?;
    let number = Number { mantissa, scale: Decimal::ONE, ..piece.number };
    Some(Piece { next, number, ..piece.clone() })
}
