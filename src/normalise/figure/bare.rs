//! Reads numbers whose measure the words around them tell: `Ola Brandt, 51,`, `killed 12`, `weakened to 11.48 per euro`,
//! `the index ended at 83,271.85`.
//!
//! Takes tokens, the place to read from and the figures before it; gives a figure or nothing.

use rust_decimal::Decimal;

use crate::types::{Amount, Mention, Money, Quantity, Value};

use super::amount::Found;
use super::bound::{self, Reach};
use super::piece::{self, Piece};
use super::token::{Shape, Tokens};
use super::{FigureContext, currency, elided, lexicon, share};

/// The figure at token `i`, which the rules for measured and counted numbers left; `before` are the figures up to it.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, context: &FigureContext, before: &[Mention]) -> Option<Found> {
    let shape = tokens.shape(i)?;
    if shape == Shape::Mark {
        return None;
    }
    share::read(tokens, i).or_else(|| harmed(tokens, i, context)).or_else(|| {
        let piece = piece::read(tokens, i, context).filter(|piece| piece.measure.is_none() && !piece.is_negative)?;
        if !piece.number.digits {
            return elided::some_of(tokens, &piece, before);
        }
        if !ends_here(tokens, piece.next) {
            return None;
        }
        age(tokens, &piece, before)
            .or_else(|| level(tokens, &piece, context))
            .or_else(|| close(tokens, &piece))
            .or_else(|| ratio(tokens, &piece))
            .or_else(|| crowd(tokens, &piece))
            .or_else(|| elided::read(tokens, &piece, before))
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
    let years = value.is_integer() && value >= Decimal::from(10) && value <= Decimal::from(109);
    let closes = matches!(tokens.written(piece.next), "," | "." | ")" | "") || tokens.word(piece.next) == "who";
    let opens = i >= 3 && matches!(tokens.written(i - 1), "," | "(");
    let is_name = |at: usize| {
        let word = tokens.word(at);
        tokens.is_capital(at) && word.len() > 1 && !lexicon::is("month", word) && !lexicon::is("weekday", word)
    };
    let named = opens && is_name(i - 2) && (is_name(i - 3) || tokens.is(i - 3, "-") || tokens.is(i - 3, "’"));
    let word = tokens.word_before(i);
    let of_whom = |at: usize| matches!(tokens.word(at), "he" | "she" | "who");
    let near = |n: usize| i.checked_sub(n).is_some_and(of_whom);
    let turns = matches!(word, "turns" | "turned") && (near(2) || near(3))
        || word == "is" && near(2)
        || word == "be" && near(3)
        || matches!(word, "at" | "from" | "to")
            && (i.saturating_sub(4)..i).any(|at| tokens.word(at).starts_with("retire"));
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
    let code = currency::settle(unit.currency, context).map(str::to_owned);
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
    if !(closed && exact || right_behind || moved) {
        return None;
    }
    one(tokens, i, piece.next, |bound| quantity(value, bound, "point"))
}

/// `a price-earnings ratio of 14.2`: how many times one is the other.
fn ratio(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    let told = matches!(tokens.word_before(i), "of" | "to" | "at" | "was" | "is") && i > 1;
    let value = piece.value().filter(|value| told && *value < Decimal::ONE_THOUSAND)?;
    let named = tokens.word(i - 2) == "ratio";
    named.then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, super::amount::MULTIPLE)))?
}

/// Tokens from a word for a crowd to its number.
const CROWD: usize = 4;

/// `attendance was 41,312`, `gates averaged 18,650`: people who came.
fn crowd(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    let value = piece.value().filter(|value| value.is_integer() && *value >= Decimal::ONE_HUNDRED)?;
    let joins = |at: usize| {
        matches!(
            tokens.word(at),
            "was" | "were" | "of" | "is" | "averaged" | "averaging" | "hit" | "reached" | "a" | "record" | "at"
        )
    };
    let named =
        |at: usize| matches!(tokens.word(at), "attendance" | "attendances" | "gate" | "gates" | "crowd" | "crowds");
    let at = (i.saturating_sub(CROWD)..i).rev().find(|at| !joins(*at))?;
    let came = named(at) && at + 1 < piece.first && !piece::is_year_like(tokens, piece);
    came.then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, "person")))?
}

/// Tokens from the close of a market to the level it closed at.
const CLOSING: usize = 9;

/// `killed 12`, `six were injured`, `employs 5,000`: people, whom the verb tells.
fn harmed(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Found> {
    let piece = piece::read(tokens, i, context).filter(|piece| piece.measure.is_none() && !piece.is_negative)?;
    let value = piece.value().filter(|value| value.is_integer() && *value > Decimal::ONE)?;
    let harm = |word: &str| {
        matches!(
            word,
            "killed"
                | "injured"
                | "wounded"
                | "hurt"
                | "dead"
                | "missing"
                | "arrested"
                | "detained"
                | "hospitalised"
                | "hospitalized"
                | "drowned"
                | "rescued"
                | "evacuated"
                | "displaced"
                | "homeless"
        )
    };
    let verb = |word: &str| {
        matches!(word, "killing" | "injuring" | "wounding" | "kills" | "injures" | "employs" | "employing")
            || harm(word) && word != "dead"
    };
    let skip = |at: usize| {
        let hedge = matches!(tokens.word(at), "least" | "about" | "some" | "nearly" | "around" | "over");
        at.saturating_sub(usize::from(hedge))
    };
    let from = skip(i.checked_sub(1)?);
    let from = from - usize::from(from > 0 && tokens.word(from) == "at");
    let after = piece.next
        + usize::from(matches!(
            tokens.word(piece.next),
            "were" | "are" | "remain" | "remained" | "people" | "others" | "more" | "feared" | "still"
        ));
    let told = (verb(tokens.word(from)) || is_toll(tokens, i)) && ends_here(tokens, piece.next)
        || harm(tokens.word(after)) && !tokens.is_glued(after);
    if !told || piece::is_year_like(tokens, &piece) || tokens.is_glued(i) {
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
    matches!(tokens.word_before(edge), "to" | "at" | "stands" | "stood")
        && (from..edge).any(|at| tokens.word(at) == "toll")
}

/// Whether nothing that token `next` begins could be counted or measured.
pub(super) fn ends_here(tokens: &Tokens<'_>, next: usize) -> bool {
    let mark = matches!(tokens.written(next), "" | "." | "," | ";" | ")" | "?" | "!" | "”" | "\"");
    let word = tokens.word(next);
    let goes_on =
        mark && tokens.is_glued(next) && tokens.is_glued(next + 1) && tokens.shape(next + 1) == Some(Shape::Number);
    let compared = matches!(word, "fewer" | "more" | "less" | "higher" | "lower") && tokens.word(next + 1) == "than";
    !goes_on && (mark || compared || !word.is_empty() && !tokens.is_glued(next) && lexicon::is("stop", word))
}

/// A number of `unit`.
pub(super) fn quantity(value: Decimal, bound: crate::types::Bound, unit: &str) -> Value {
    Value::Quantity(Quantity { amount: Amount::single(value, bound), unit: unit.to_owned() })
}

/// The token that begins the sentence of token `i`.
pub(super) fn sentence_start(tokens: &Tokens<'_>, i: usize) -> usize {
    (0..=i).rev().find(|at| tokens.is_line_start(*at) || tokens.is(at.wrapping_sub(1), ".")).unwrap_or(0)
}
