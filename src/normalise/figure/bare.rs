//! Reads numbers whose measure the words around them tell: `Ola Brandt, 51,`, `killed 12`, `weakened to 11.48 per euro`,
//! `the index ended at 83,271.85`.
//!
//! Takes tokens, the place to read from and the figures before it; gives a figure or nothing.

use rust_decimal::Decimal;

use crate::types::{Amount, Mention, Money, Quantity, Value};

use super::amount::Found;
use super::bound::{self, Reach};
use super::lexicon::Class;
use super::piece::Piece;
use super::token::{Shape, Tokens};
use super::{FigureContext, currency, elided, number, people, percent, quake, ratio, share, tally};

/// The figure at token `i`, which the rules for measured and counted numbers left: of `piece`, the number there, if it is
/// one without a measure; `before` are the figures up to it.
pub(super) fn read(
    tokens: &Tokens<'_>,
    i: usize,
    piece: Option<&Piece>,
    context: &FigureContext,
    before: &[Mention],
) -> Option<Found> {
    let shape = tokens.shape(i)?;
    if shape == Shape::Mark {
        return None;
    }
    share::read(tokens, i).or_else(|| people::harmed(tokens, piece?)).or_else(|| {
        let piece = piece?;
        if let Some(found) = people::band(tokens, piece).or_else(|| quake::read(tokens, piece)) {
            return Some(found);
        }
        if !piece.number.digits {
            // `millions` are nobody's number.
            let vague = tokens.word(piece.next - 1).ends_with('s');
            let set = || (!piece.number.is_unscaled() && !vague && ends_here(tokens, piece.next)).then_some(());
            return ratio::factor(tokens, piece)
                .or_else(|| tally::read(tokens, piece))
                .or_else(|| elided::some_of(tokens, piece, before))
                .or_else(|| set().and_then(|()| elided::set_against(tokens, piece, before)));
        }
        if !ends_here(tokens, piece.next) {
            return moved(tokens, piece).or_else(|| tally::read(tokens, piece));
        }
        age(tokens, piece, before)
            .or_else(|| level(tokens, piece, context))
            .or_else(|| close(tokens, piece))
            .or_else(|| moved(tokens, piece))
            .or_else(|| ratio::read(tokens, piece))
            .or_else(|| people::crowd(tokens, piece))
            .or_else(|| tally::read(tokens, piece))
            .or_else(|| elided::read(tokens, piece, before))
    })
}

/// One figure over the tokens `first..next`.
#[expect(clippy::unnecessary_wraps, reason = "its callers give an option and end with it")]
pub(super) fn one(
    tokens: &Tokens<'_>,
    first: usize,
    next: usize,
    value: impl Fn(crate::types::Bound) -> Value,
) -> Option<Found> {
    let bound = bound::of(tokens, Reach { first, next, is_time: false });
    Some(Found { figures: vec![(first, next, value(bound))], next })
}

/// `Ola Brandt, 51, said`: an age after a name of two words; `she turned 60`, `retire at 67 rather than 65`.
fn age(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let i = piece.first;
    let value = piece.value()?;
    let is_age = |value: Decimal| value.is_integer() && value >= Decimal::TEN && value <= Decimal::from(109);
    let years = is_age(value);
    let closes = matches!(tokens.written(piece.next), "," | "." | ")" | "") || tokens.word(piece.next) == "who";
    let opens = i >= 2 && matches!(tokens.written(i - 1), "," | "(");
    let is_name = |at: usize| {
        let word = tokens.word(at);
        tokens.is_capital(at) && word.len() > 1 && !tokens.is_of(at, Class::Month) && !tokens.is_of(at, Class::Weekday)
    };
    // A family name alone: `Moreno, 61, has`, `Prof. Hale, 83, heard`; `in Dover, 61,` is a place.
    let alone = opens && tokens.is(i - 1, ",") && tokens.is(piece.next, ",") && !tokens.is_capital(piece.next + 1);
    let before_name = i.saturating_sub(3);
    let placed =
        i > 2 && matches!(tokens.word(before_name), "in" | "at" | "near" | "from" | "to" | "since" | "until" | "and");
    let says = matches!(tokens.word(before_name), "said" | "says" | "added") && tokens.is(i - 1, ",");
    let family = opens && is_name(i - 2) && (alone && !placed || says);
    let named = opens
        && is_name(i - 2)
        && i > 2
        && (is_name(before_name) || tokens.is(before_name, "-") || tokens.is(before_name, "’"))
        || family;
    let word = tokens.word_before(i);
    let of_whom = |at: usize| matches!(tokens.word(at), "he" | "she" | "who" | "i");
    let near = |n: usize| i.checked_sub(n).is_some_and(of_whom);
    let turns = matches!(word, "turns" | "turned") && (near(2) || near(3))
        || matches!(word, "is" | "was") && near(2)
        || word == "be" && near(3)
        || matches!(word, "at" | "from" | "to" | "until" | "till" | "of" | "be" | "is" | "was")
            && (i.saturating_sub(5)..i).any(|at| {
                let word = tokens.word(at);
                word.starts_with("retire")
                    || word == "age"
                    || matches!(word, "work" | "working") && tokens.word(i - 1).ends_with("il")
            });
    // Another age is told by digits alone.
    let bare = |mention: &Mention| {
        mention.span.len() <= 3
            && matches!(&mention.value, Some(Value::Quantity(Quantity { unit, .. })) if unit == "year")
    };
    let again = matches!(word, "at" | "to" | "from" | "than")
        && before.last().is_some_and(bare)
        && before.last().is_some_and(|mention| mention.span.start() >= tokens.start(sentence_start(tokens, i)));
    if !(years && (closes && named || turns || again)) || piece.next != i + 1 {
        return None;
    }
    // `ranged in age from 17 to 81`; `raised from 65 to 67` is a change.
    let ranged = (i.saturating_sub(5)..i).any(|at| tokens.word(at).starts_with("rang"));
    let other = |at: usize| number::read(tokens, at).filter(|other| other.next == at + 1 && ranged)?.value();
    if word == "from"
        && tokens.word(piece.next) == "to"
        && let Some(high) = other(piece.next + 1).filter(|high| *high > value && is_age(*high))
    {
        let next = piece.next + 2;
        let ages = Value::Quantity(Quantity { amount: Amount::range(value, high), unit: "year".to_owned() });
        return Some(Found { figures: vec![(i, next, ages)], next });
    }
    one(tokens, i, piece.next, |bound| quantity(value, bound, "year"))
}

/// `the krone weakened to 11.48 per euro`, `slid past 41 to the dollar`: what one currency is worth in the other.
fn level(tokens: &Tokens<'_>, piece: &Piece, context: &FigureContext) -> Option<Found> {
    let i = piece.first;
    let names_currency = |from: usize, most: usize| {
        (from..from + most).take_while(|at| tokens.shape(*at) == Some(Shape::Word)).any(|at| noun(tokens, at).is_some())
    };
    // What stands right behind the number says enough; further off, the number has to look like a rate.
    let quoted = matches!(tokens.word(piece.next), "to" | "per" | "against") && names_currency(piece.next + 1, 2);
    let exact = tokens.number(i).contains('.') && matches!(tokens.word_before(i), "to" | "at" | "from");
    if !(quoted || exact) || piece.next != i + 1 {
        return None;
    }
    let start = sentence_start(tokens, i);
    let priced = (i + 1..i + 14)
        .take_while(|at| !tokens.is(*at, "."))
        .any(|at| matches!(tokens.word(at), "per" | "against" | "to" | "versus") && names_currency(at + 1, 4));
    let before = (start..i).any(|at| {
        matches!(tokens.word(at), "per" | "against") && (at + 1..at + 4).any(|at| noun(tokens, at).is_some())
    });
    let names = |at: &usize| tokens.shape(at.wrapping_sub(1)) != Some(Shape::Number) && noun(tokens, *at).is_some();
    let currency = if quoted { (start..i).rev().find(names) } else { (start..i).find(names) };
    let unit = noun(tokens, currency.filter(|_| priced || before)?)?;
    let value = piece.value()?;
    let code = currency::settle(unit, context).map(str::to_owned);
    // The dollar of `the dollar rose to 151.2 yen` is what is priced, not what it is priced in.
    if code.as_deref() == Some("USD") {
        return None;
    }
    one(tokens, i, piece.next, |bound| {
        Value::Money(Money { amount: Amount::single(value, bound), currency: code.clone() })
    })
}

/// The currency named at token `at` by a noun.
fn noun(tokens: &Tokens<'_>, at: usize) -> Option<currency::Unit> {
    let (unit, _) = currency::after(tokens, at).filter(|_| tokens.shape(at) == Some(Shape::Word))?;
    let long = tokens.word(at).len() > 2 && !tokens.is_capital(at) || matches!(tokens.word(at), "yen" | "euro");
    (unit.parts == 1 && long && tokens.word(at) != "mark").then_some(unit)
}

/// `the index ended 0.2% lower at 83,271.85`, `closed at 17.4, up 1.9 points`: a level at the close of a market.
fn close(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = piece.first;
    let value = piece.value().filter(|_| tokens.word_before(i) == "at")?;
    let closing = |at: usize| {
        matches!(
            tokens.word(at),
            "end" | "ended" | "close" | "closed" | "finish" | "finished" | "settled" | "settle" | "stood"
        )
    };
    let from = i.saturating_sub(CLOSING).max(sentence_start(tokens, i));
    let closed = (from..i).rev().take_while(|at| !tokens.is(*at, ";")).any(closing);
    let exact = tokens.number(i).contains('.') && tokens.number(i).contains(',');
    let comma = piece.next + usize::from(tokens.is(piece.next, ","));
    let moved = matches!(tokens.word(comma), "up" | "down" | "off")
        && tokens.shape(comma + 1) == Some(Shape::Number)
        && tokens.word(comma + 2).starts_with("point");
    let right_behind = i > 1 && closing(i - 2) && tokens.number(i).contains(',');
    // `closed 541 points down at 25,652`
    let in_points = closed
        && (from..i).any(|at| tokens.word(at) == "points")
        && piece.number.value().is_some_and(|value| value >= Decimal::ONE_THOUSAND);
    if !(closed && exact || right_behind || moved || in_points) {
        return None;
    }
    one(tokens, i, piece.next, |bound| quantity(value, bound, "point"))
}

/// `the S&P 500 lost 61 to 6,644`, `the index jumped 49.43 (0.98 percent) to 5,089.21`: points of an index; the level they
/// led to follows.
fn moved(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = piece.first;
    let start = sentence_start(tokens, i);
    // `(NASDAQ: BWF)` names a share.
    let named = |at: usize| tokens.is_of(at, Class::Index) && !tokens.is(at + 1, ":");
    let initials = |at: usize| tokens.is(at, "S") && tokens.is(at + 1, "&") && tokens.is(at + 2, "P");
    let index = (start..i).any(|at| named(at) || initials(at));
    let value = piece.value().filter(|_| index)?;
    let leads = |at: usize| {
        matches!(tokens.word(at), "to" | "at") && tokens.number(at + 1).contains(',') && ends_here(tokens, at + 2)
    };
    let bracket = tokens.is(piece.next, "(") && percent::read(tokens, piece.next + 2).is_some();
    let behind =
        if bracket { (piece.next + 3..piece.next + 6).find(|at| tokens.is(*at, ")"))? + 1 } else { piece.next };
    let change = tokens.is_after(i, Class::Change) && leads(behind);
    let moved = |at: usize| tokens.is_of(at, Class::Change) && tokens.shape(at + 1) == Some(Shape::Number);
    // `the index rose 0.3 percent to 95.365`, `fell to 9.6 in October from 9.9`
    let linked = matches!(tokens.word_before(i), "to" | "from" | "at");
    let beside = tokens.word_before(i) == "to" && i > 1 && tokens.is_of(i - 2, Class::Change);
    let exact = linked && tokens.number(i).contains('.') || beside && value < Decimal::ONE_THOUSAND;
    let changed = || (start..i).any(|at| tokens.is_of(at, Class::Change));
    let level = i > 0 && leads(i - 1) && (start..i).any(moved) || exact && changed();
    (change || level).then(|| one(tokens, i, piece.next, |bound| quantity(value, bound, "point")))?
}

/// Tokens from the close of a market to the level it closed at.
const CLOSING: usize = 9;

/// Whether nothing that token `next` begins could be counted or measured.
pub(super) fn ends_here(tokens: &Tokens<'_>, next: usize) -> bool {
    let mark = matches!(tokens.written(next), "" | "." | "," | ";" | ")" | "?" | "!" | "”" | "\"");
    let named = tokens.is_capital(next) && tokens.is_glued(next + 1) && tokens.shape(next + 1) == Some(Shape::Number);
    let word = if named { "" } else { tokens.word(next) };
    let goes_on =
        mark && tokens.is_glued(next) && tokens.is_glued(next + 1) && tokens.shape(next + 1) == Some(Shape::Number);
    let compared = matches!(word, "fewer" | "more" | "less" | "higher" | "lower") && tokens.word(next + 1) == "than";
    let done = !named
        && tokens.is_of(next, Class::Change)
        && (word.ends_with("ed") || matches!(word, "rose" | "fell" | "grew"));
    !goes_on
        && (mark
            || compared
            || done && !tokens.is_glued(next)
            || !word.is_empty() && !tokens.is_glued(next) && tokens.is_of(next, Class::Stop))
}

/// A number of `unit`.
pub(super) fn quantity(value: Decimal, bound: crate::types::Bound, unit: &str) -> Value {
    Value::Quantity(Quantity { amount: Amount::single(value, bound), unit: unit.to_owned() })
}

/// The token that begins the sentence of token `i`.
pub(super) fn sentence_start(tokens: &Tokens<'_>, i: usize) -> usize {
    (0..=i).rev().find(|at| tokens.is_line_start(*at) || tokens.is(at.wrapping_sub(1), ".")).unwrap_or(0)
}
