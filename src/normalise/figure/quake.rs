//! Reads how strong earthquakes are: `a magnitude 6.3 earthquake`, `a 6.3-magnitude quake`, `measured 6.6 on the Richter
//! scale`.
//!
//! Takes tokens and a number without a measure; gives a figure or nothing.

use rust_decimal::Decimal;

use super::amount::Found;
use super::bare::{one, quantity, sentence_start};
use super::piece::Piece;
use super::token::Tokens;

/// The unit: a number on a logarithmic scale.
pub(super) const UNIT: &str = "magnitude";

/// The magnitude at the number of `piece`.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let (i, next) = (piece.first, piece.next);
    let value = piece.value().filter(|value| *value < Decimal::TEN && piece.number.digits)?;
    // `a magnitude of 6.3`, `magnitude-6.3`; `an order of magnitude 3 years ago` has no tenths.
    let tenths = tokens.number(i).contains('.');
    let back = i - usize::from(i > 0 && (tokens.word_before(i) == "of" || tokens.is(i - 1, "-")));
    let before = tokens.word_before(back) == "magnitude";
    let hyphen = usize::from(tokens.is(next, "-"));
    let behind = tokens.word(next + hyphen) == "magnitude";
    let on_scale = matches!(tokens.word(next), "on" | "by") && (next..next + 4).any(|at| tokens.word(at) == "richter");
    // `revised the strength of the shock to 6.5`
    let shook = || {
        tenths
            && matches!(tokens.word_before(i), "at" | "to" | "measured" | "measuring" | "from")
            && (sentence_start(tokens, i)..i)
                .any(|at| matches!(tokens.word(at), "earthquake" | "quake" | "tremor" | "aftershock"))
    };
    let ends = || !tokens.is_glued(next) || tokens.shape(next) == Some(super::token::Shape::Mark);
    if behind || on_scale {
        let next = if behind { next + hyphen + 1 } else { next };
        return one(tokens, i, next, |bound| quantity(value, bound, UNIT));
    }
    (before && ends() || shook() && super::bare::ends_here(tokens, next))
        .then(|| one(tokens, i, next, |bound| quantity(value, bound, UNIT)))?
}
