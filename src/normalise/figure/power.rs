//! Reads numbers with a power: `5.5x10-3`, `2.48×10−5`, `4e14`, `1.1^23`.
//!
//! Takes tokens and the place of the first number, with its value; gives the value of the whole and the token after it.

use rust_decimal::Decimal;

use super::token::{Shape, Tokens};

/// Exponent past which nothing is read; a decimal holds 28 digits.
const MOST: u32 = 28;

/// The number with a power at token `i`, where its first number is `mantissa`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, mantissa: Decimal) -> Option<(Decimal, usize)> {
    let glued = |at: usize| tokens.is_glued(at);
    if tokens.is(i + 1, "^") && glued(i + 1) {
        let (exponent, next) = exponent(tokens, i + 2)?;
        return Some((raised(mantissa, exponent)?, next));
    }
    if tokens.word(i + 1) == "e" && glued(i + 1) {
        let (exponent, next) = exponent(tokens, i + 2)?;
        return Some((mantissa.checked_mul(raised(Decimal::TEN, exponent)?)?, next));
    }
    let times = tokens.word(i + 1) == "x" || tokens.is(i + 1, "×");
    let base: Decimal = tokens.number(i + 2).parse().ok().filter(|_| times)?;
    let caret = tokens.is(i + 3, "^");
    // `4x10-15` may be four times ten to fifteen; a decimal or a true minus tells the power.
    let minus = tokens.is(i + 3, "−") || tokens.is(i + 3, "-") && tokens.number(i).contains('.');
    let raises = caret || minus && base == Decimal::TEN;
    if !raises || !glued(i + 3) {
        return None;
    }
    let (exponent, next) = exponent(tokens, i + 3 + usize::from(caret))?;
    Some((mantissa.checked_mul(raised(base, exponent)?)?, next))
}

/// The whole number with its sign at token `i`, glued to what stands before, and the token after it.
fn exponent(tokens: &Tokens<'_>, i: usize) -> Option<(i64, usize)> {
    let minus = matches!(tokens.written(i), "-" | "−");
    let mut at = i;
    while at < i + 2 && tokens.is_glued(at) && matches!(tokens.written(at), "-" | "−" | "+") {
        at += 1;
    }
    let digits = tokens.number(at);
    let exponent: i64 =
        digits.parse().ok().filter(|_| tokens.shape(at) == Some(Shape::Number) && tokens.is_glued(at))?;
    // Two signs undo each other no more than one does: `--23` is written for `23`.
    let negative = minus && at == i + 1;
    Some((if negative { -exponent } else { exponent }, at + 1))
}

/// `base` to the power of `exponent`, exact as far as a decimal holds it.
fn raised(base: Decimal, exponent: i64) -> Option<Decimal> {
    let times = u32::try_from(exponent.unsigned_abs()).ok().filter(|times| *times <= MOST)?;
    let power = (0..times).try_fold(Decimal::ONE, |power, _| power.checked_mul(base))?;
    if exponent < 0 { Decimal::ONE.checked_div(power) } else { Some(power) }
}
