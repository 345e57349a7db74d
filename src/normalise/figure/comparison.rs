//! Reads comparisons that hold the number itself: `greater than or equal to 50`, `equal to or less than`, `50 or equal`.
//!
//! Takes tokens and the edge of a number; gives the bound.

use crate::types::Bound;

use super::token::Tokens;

/// Which way a comparative points, with the number itself.
fn inclusive(word: &str) -> Option<Bound> {
    match word {
        "more" | "greater" | "higher" | "larger" | "bigger" | "older" | "longer" | "better" | "above" | "over"
        | "least" => Some(Bound::AtLeast),
        "less" | "fewer" | "lower" | "smaller" | "shorter" | "younger" | "below" | "under" | "most" => {
            Some(Bound::AtMost)
        }
        _ => None,
    }
}

/// The bound that ends before token `end`: `more than or equal to`, `bigger or equal than`, `equal to or more than`,
/// `no longer than`.
pub(super) fn before(tokens: &Tokens<'_>, end: usize) -> Option<Bound> {
    let is = |back: usize, words: &[&str]| end.checked_sub(back).is_some_and(|at| words.contains(&tokens.word(at)));
    let link = usize::from(is(1, &["to", "than"]));
    if is(link + 1, &["equal", "equals"]) && is(link + 2, &["or"]) {
        let than = usize::from(is(link + 3, &["than"]));
        return inclusive(tokens.word(end.checked_sub(link + than + 3)?));
    }
    if is(1, &["than"]) && is(3, &["no", "not"]) {
        return inclusive(tokens.word(end.checked_sub(2)?)).map(reverse);
    }
    let than = usize::from(is(1, &["than"]));
    let or = is(than + 2, &["or"]);
    let to = usize::from(is(than + 3, &["to"]));
    if or && is(than + to + 3, &["equal"]) {
        return inclusive(tokens.word(end.checked_sub(than + 1)?));
    }
    None
}

/// What `no more than` makes of `more`.
fn reverse(bound: Bound) -> Bound {
    if bound == Bound::AtLeast { Bound::AtMost } else { Bound::AtLeast }
}

/// `bound` with the number itself, where `or equal` follows at token `next`.
pub(super) fn closed(tokens: &Tokens<'_>, next: usize, bound: Bound) -> Bound {
    let equal = tokens.word(next) == "or" && matches!(tokens.word(next + 1), "equal" | "equals");
    match bound {
        Bound::Over if equal => Bound::AtLeast,
        Bound::Under if equal => Bound::AtMost,
        bound => bound,
    }
}
