//! Reads numbers of people whom the words around them tell: `killed 12`, `the toll climbed to 23`, `attendance was 41,312`,
//! `a headcount of 5,000`, `a family of six`.
//!
//! Takes tokens, the place to read from or a number without a measure; gives a figure or nothing.

use rust_decimal::Decimal;

use super::amount::Found;
use super::bare::{ends_here, one, quantity, sentence_start};
use super::piece::{self, Piece};
use super::token::Tokens;
use super::{bound, noun};

/// Words of a body of people, and whom its number counts.
const BODIES: [(&[&str], &str); 3] = [
    (&["attendance", "attendances", "gate", "gates", "crowd", "crowds"], "person"),
    (&["population", "enrollment", "enrolment", "membership", "electorate"], "person"),
    (&["headcount", "workforce"], "employee"),
];
/// Words that may stand between such a word and its number.
const JOINS: [&str; 23] = [
    "was",
    "were",
    "of",
    "is",
    "averaged",
    "averaging",
    "hit",
    "reached",
    "a",
    "record",
    "at",
    "to",
    "stood",
    "stands",
    "ended",
    "the",
    "year",
    "quarter",
    "now",
    "fell",
    "rose",
    "will",
    "reach",
];

/// Tokens from a word for a body of people to its number.
const BODY: usize = 6;

/// `attendance was 41,312`, `a workforce of 5,000`, `the headcount ended the year at 21,400`: people who are there.
pub(super) fn crowd(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    let value = piece.value().filter(|value| value.is_integer() && *value >= Decimal::ONE_HUNDRED)?;
    let at = (i.saturating_sub(BODY)..i).rev().find(|at| !JOINS.contains(&tokens.word(*at)))?;
    let (_, unit) = BODIES.iter().find(|(words, _)| words.contains(&tokens.word(at)))?;
    let told = at + 1 < piece.first && !piece::is_year_like(tokens, piece);
    told.then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, unit)))?
}

/// `a family of six`, `a mother of three`: how many a small body of people has.
pub(super) fn band(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = piece.first;
    let value = piece.value().filter(|value| value.is_integer() && *value > Decimal::ONE)?;
    let body = i.checked_sub(2).filter(|at| !tokens.is_capital(*at) && tokens.word_before(i) == "of")?;
    let unit = match tokens.word(body) {
        "family" | "families" | "crew" | "party" | "gang" | "panel" | "jury" | "household" | "squad" => "person",
        "mother" | "father" => "child",
        _ => return None,
    };
    let few = value <= Decimal::ONE_HUNDRED && noun::read(tokens, piece.next).is_none();
    few.then(|| one(tokens, i, piece.next, |bound| quantity(value, bound, unit)))?
}

/// What happens to people, so that a number beside it is of them.
const HARM: [&str; 24] = [
    "killed",
    "injured",
    "wounded",
    "hurt",
    "dead",
    "missing",
    "arrested",
    "detained",
    "hospitalised",
    "hospitalized",
    "drowned",
    "rescued",
    "evacuated",
    "displaced",
    "homeless",
    "died",
    "fled",
    "perished",
    "stranded",
    "trapped",
    "kidnapped",
    "abducted",
    "jailed",
    "infected",
];
/// What is done to as many as stand behind it.
const DOING: [&str; 11] = [
    "killing",
    "injuring",
    "wounding",
    "kills",
    "injures",
    "employ",
    "employs",
    "employing",
    "employed",
    "hired",
    "recruited",
];
/// Words between a number and what has happened to so many.
const HELPS: [&str; 18] = [
    "were",
    "are",
    "remain",
    "remained",
    "people",
    "others",
    "more",
    "feared",
    "still",
    "have",
    "had",
    "been",
    "now",
    "confirmed",
    "presumed",
    "reported",
    "believed",
    "also",
];

/// Whether `word` says what happens to people.
pub(super) fn is_harm(word: &str) -> bool {
    HARM.contains(&word)
}

/// `killed 12`, `six were injured`, `4.2 million have fled`, `employs 5,000`: people, whom the verb tells.
pub(super) fn harmed(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = piece.first;
    let value = piece.value().filter(|value| value.is_integer() && *value > Decimal::ONE)?;
    let verb = |word: &str| DOING.contains(&word) || HARM.contains(&word) && !matches!(word, "dead" | "died" | "fled");
    let skip = |at: usize| {
        let hedge = matches!(tokens.word(at), "least" | "about" | "some" | "nearly" | "around" | "over");
        at.saturating_sub(usize::from(hedge))
    };
    let from = skip(i.saturating_sub(1));
    let from = from - usize::from(from > 0 && tokens.word(from) == "at");
    let after = (piece.next..piece.next + 4).find(|at| !HELPS.contains(&tokens.word(*at))).unwrap_or(piece.next);
    // `the two died` were named before.
    let named = !piece.number.digits && matches!(tokens.word_before(i), "the" | "these" | "those");
    let aboard = tokens.word(piece.next) == "aboard"
        || tokens.word(piece.next) == "on"
            && tokens.word(piece.next + 1) == "board"
            && tokens.word(piece.next + 2) != "of";
    let told = aboard
        || (verb(tokens.word(from)) || is_toll(tokens, i)) && ends_here(tokens, piece.next)
        || HARM.contains(&tokens.word(after)) && !tokens.is_glued(after) && !named;
    if !told || piece::is_year_like(tokens, piece) || tokens.is_glued(i) {
        return None;
    }
    let employed = tokens.word(from).starts_with("employ");
    one(tokens, i, piece.next, |bound| quantity(value, bound, if employed { "employee" } else { "person" }))
}

/// Tokens from a toll to the number it has come to.
const TOLL: usize = 12;

/// `the death toll from the capsizing of a ferry climbed to 23`.
fn is_toll(tokens: &Tokens<'_>, i: usize) -> bool {
    let edge = bound::start(tokens, i);
    let from = edge.saturating_sub(TOLL).max(sentence_start(tokens, i));
    let said = matches!(
        tokens.word_before(edge),
        "to" | "at" | "stands" | "stood" | "was" | "is" | "hit" | "reach" | "reached" | "of" | "passed"
    );
    said && (from..edge).any(|at| tokens.word(at) == "toll")
}
