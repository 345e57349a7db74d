//! Finds the sign or words of a percentage after a number.

use crate::types::PercentUnit;

use super::token::{Shape, Tokens};

/// The unit at token `i`, right after a number, and the token after it.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<(PercentUnit, usize)> {
    let dash = |at: usize| at + usize::from(tokens.is(at, "-"));
    let then_points = |at: usize| is_point(tokens.word(at)).then_some((PercentUnit::PercentagePoint, at + 1));
    match tokens.lower(i) {
        "%" | "％" => then_points(dash(i + 1)).or(Some((PercentUnit::Percent, i + 1))),
        "percent" | "percents" | "pct" => then_points(i + 1).or(Some((PercentUnit::Percent, i + 1))),
        "per" if tokens.word(dash(i + 1)).starts_with("cent") && tokens.word(dash(i + 1)).len() <= 5 => {
            let next = dash(i + 1) + 1;
            then_points(next).or(Some((PercentUnit::Percent, next)))
        }
        "pc" if tokens.is_glued(i) || is_free(tokens, i + 1) => {
            then_points(i + 1).or(Some((PercentUnit::Percent, i + 1)))
        }
        "of" if (1..=3).map(|n| tokens.word(i + n)).eq(["a", "percentage", "point"]) => {
            Some((PercentUnit::PercentagePoint, i + 4))
        }
        // `0.4 of a point`
        "of" if tokens.number(i.wrapping_sub(1)).starts_with("0.")
            && tokens.word(i + 1) == "a"
            && tokens.word(i + 2) == "point" =>
        {
            Some((PercentUnit::PercentagePoint, i + 3))
        }
        "percentage" => {
            then_points(dash(i + 1)).or_else(|| (tokens.word(i + 1) != "of").then_some((PercentUnit::Percent, i + 1)))
        }
        "basis" | "basic" if is_point(tokens.word(dash(i + 1))) => Some((PercentUnit::BasisPoint, dash(i + 1) + 1)),
        "bps" | "bp" => Some((PercentUnit::BasisPoint, i + 1)),
        "pp" | "pps" | "ppt" | "ppts" | "p.p." => Some((PercentUnit::PercentagePoint, i + 1)),
        _ => None,
    }
}

fn is_point(word: &str) -> bool {
    matches!(word, "point" | "points")
}

/// Whether no noun follows that `pc` could belong to.
fn is_free(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "" | "of"
            | "in"
            | "to"
            | "from"
            | "on"
            | "at"
            | "since"
            | "this"
            | "last"
            | "and"
            | "a"
            | "year"
            | "stake"
            | "higher"
            | "lower"
    )
}

/// `a quarter-point cut`: the fraction of a percentage point at token `i`, right after a fraction in words.
pub(super) fn read_after_part(tokens: &Tokens<'_>, i: usize) -> Option<(PercentUnit, usize)> {
    let at = i + usize::from(tokens.is(i, "-"));
    (tokens.word(at) == "point" && !tokens.is_glued(at + 1)).then_some((PercentUnit::PercentagePoint, at + 1))
}

/// Letters of a ticker.
const TICKER: std::ops::RangeInclusive<usize> = 1..=5;

/// The token after the quote that a page puts behind a ticker, `VLA, +0.69%` or `Vela Co. VLA 0.69 %`, where `i` is its
/// sign or number: what the share does while the page is open is no figure of the text.
pub(super) fn quote(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    if tokens.shape(i)? == Shape::Number {
        let is_move = tokens.is(i + 1, "%") && !tokens.is_glued(i + 1) && tokens.number(i).rfind('.').is_some();
        let of_firm = i > 1 && (tokens.is_capital(i - 2) || tokens.is(i - 2, "."));
        return (is_move && of_firm && is_ticker(tokens.written(i - 1)) && !tokens.is_glued(i)).then_some(i + 2);
    }
    let is_signed = tokens.shape(i)? == Shape::Mark && (tokens.is(i, "+") || tokens.is_dash(i));
    let ticker = if is_signed { tokens.written(i.checked_sub(2)?) } else { return None };
    let is_move = tokens.shape(i + 1) == Some(Shape::Number) && tokens.is(i + 2, "%");
    let is_apart = tokens.is(i - 1, ",") && tokens.is_glued(i - 1) && !tokens.is_glued(i) && tokens.is_glued(i + 1);
    (is_move && is_ticker(ticker) && is_apart).then_some(i + 3)
}

fn is_ticker(word: &str) -> bool {
    TICKER.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}
