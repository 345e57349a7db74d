//! Reads numbers that a noun elsewhere in the clause counts: `the number of branches is 640`, `a tally of collapses that
//! has reached 148`, `members, who number 41,300`, `six of the charges`, `3,000 of us`.
//!
//! Takes tokens and a number without a measure; gives a figure or nothing.

use rust_decimal::Decimal;

use super::amount::Found;
use super::bare::{ends_here, one, quantity, sentence_start};
use super::lexicon::Class;
use super::piece::{self, Piece};
use super::token::{Shape, Tokens};
use super::{bound, noun, people, unit};

/// Nouns whose `of` names what is counted.
const COUNTS: [&str; 10] =
    ["number", "numbers", "count", "tally", "tallies", "total", "line", "queue", "list", "stock"];
/// Words that put such a noun to its number.
const PUTS: [&str; 21] = [
    "is", "was", "are", "were", "be", "been", "to", "at", "nearer", "closer", "hit", "hits", "reached", "reaches",
    "reach", "totalled", "totaled", "totals", "now", "become", "became",
];
/// Words that bear numbers as labels do: `day 3 of the talks`.
const NUMBERED: [&str; 9] = ["day", "week", "month", "year", "game", "round", "lap", "hole", "group"];
/// Tokens from such a noun to its number.
const CLAUSE: usize = 16;

/// What the number of `piece` counts, told by the words of its clause.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let value = piece.value().filter(|value| value.is_integer() && *value > Decimal::ONE)?;
    // `millions of its customers` are nobody's number.
    let rough = tokens.word(piece.next - 1).ends_with('s');
    if rough || piece::is_year_like(tokens, piece) || tokens.is_glued(piece.first) {
        return None;
    }
    let unit = part_of(tokens, piece).or_else(|| {
        let ends = ends_here(tokens, piece.next) || noun::read(tokens, piece.next).is_none();
        let whole = piece.number.digits || piece.number.is_unscaled();
        (ends && whole).then(|| head(tokens, piece)).flatten()
    })?;
    (!unit::is_time(&unit)).then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, &unit)))?
}

/// `threw out six of the charges`, `68 of its outlets`, `3,000 of us`. Chapters, days and games of something bear numbers
/// too.
fn part_of(tokens: &Tokens<'_>, piece: &Piece) -> Option<String> {
    let before = tokens.word_before(piece.first);
    let capital = piece.first > 0 && tokens.is_capital(piece.first - 1) && !tokens.is_sentence_start(piece.first - 1);
    let labelled = capital || tokens.is_of(piece.first.wrapping_sub(1), Class::Label) || NUMBERED.contains(&before);
    if labelled || tokens.word(piece.next) != "of" || matches!(before, "the" | "these" | "those") {
        return None;
    }
    match tokens.word(piece.next + 1) {
        "us" if !tokens.is_capital(piece.next + 1) => Some("person".to_owned()),
        "the" | "its" | "their" | "these" | "those" | "his" | "her" | "our" => {
            noun::read(tokens, piece.next + 2).map(|noun| noun.singular)
        }
        _ => None,
    }
}

/// `the number of workers leaving the stores is nearer 3,100`, `the number killed to five`, `fatalities number 19`.
fn head(tokens: &Tokens<'_>, piece: &Piece) -> Option<String> {
    let edge = bound::start(tokens, piece.first);
    let put = edge.checked_sub(1)?;
    if tokens.word(put) == "number" {
        // `Members, who number 41,300`
        let who = put.checked_sub(1).filter(|at| tokens.word(*at) == "who").map_or(put, |at| at.saturating_sub(1));
        let counted = tokens.word(who.checked_sub(1)?);
        return noun::is_plural(counted).then(|| noun::singular(counted));
    }
    if !PUTS.contains(&tokens.word(put)) {
        return None;
    }
    let from = put.saturating_sub(CLAUSE).max(sentence_start(tokens, put));
    let ends = |at: usize| {
        tokens.shape(at) == Some(Shape::Number) || matches!(tokens.written(at), ";" | ":" | "," | "(" | ")" | "$" | "%")
    };
    let at = (from..put).rev().take_while(|at| !ends(*at)).find(|at| COUNTS.contains(&tokens.word(*at)))?;
    if tokens.word(at + 1) == "of" {
        return noun::read(tokens, at + 2).map(|noun| noun.singular);
    }
    people::is_harm(tokens.word(at + 1)).then(|| "person".to_owned())
}
