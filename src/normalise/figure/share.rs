//! Reads shares of a whole that no sign of percent tells: `nine in ten`, `1/4 of the staff`, `a fifth of sales`, `rose by
//! half`, `a third less than`.
//!
//! Takes tokens and the place to read from; gives a percentage or nothing.

use rust_decimal::Decimal;

use crate::types::{Amount, Percent, PercentUnit, Value};

use super::amount::Found;
use super::bare::{ends_here, one};
use super::lexicon::Class;
use super::token::{Shape, Tokens};
use super::{bound, lexicon, number};

/// The share at token `i` in numbers.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    out_of(tokens, i).or_else(|| slashed(tokens, i)).or_else(|| headed(tokens, i))
}

/// Whether token `i` may head a share: what [`headed`] reads begins so.
pub(super) fn may_head(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.word(i).starts_with("per") && tokens.is_line_start(i)
}

/// `percent of 10` as a line of its own: how forms and tables head a share.
fn headed(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let (_, next) = super::percent::read(tokens, i).filter(|_| tokens.is_line_start(i))?;
    let number = number::read(tokens, next + 1).filter(|_| tokens.word(next) == "of")?;
    let ends = number.next >= tokens.len() || tokens.is_line_start(number.next);
    let share = number.value()?.checked_div(Decimal::ONE_HUNDRED).filter(|_| ends)?;
    percent(tokens, i, number.next, share)
}

/// `1/4 of the staff`: a share in digits; `10/32 of a point` is how bonds are quoted.
fn slashed(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let slash = tokens.is(i + 1, "/") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2) && !tokens.is_glued(i);
    let number = slash.then(|| number::read(tokens, i))?.filter(|number| number.next == i + 3)?;
    let share = number.value().filter(|share| *share < Decimal::ONE && tokens.word(number.next) == "of")?;
    let quoted = ["a", "point"].iter().enumerate().all(|(at, word)| tokens.word(number.next + 1 + at) == *word);
    percent(tokens, i, number.next, share).filter(|_| !quoted)
}

/// `nine in ten`, `3 out of 4`: a share.
fn out_of(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let small =
        |at: usize| number::read(tokens, at).filter(|number| number.is_unscaled() && number.mantissa.is_integer());
    let over = small(i)?;
    // `one child in three`
    let who = usize::from(tokens.word(i) == "one" && tokens.word(over.next + 1) == "in" && is_one(tokens, over.next));
    let over = number::Number { next: over.next + who, ..over };
    let join = match (tokens.word(over.next), tokens.word(over.next + 1)) {
        ("in", "every") | ("out", "of") => 2,
        ("in", _) => 1,
        _ => return None,
    };
    let under = small(over.next + join)?;
    // `1 in every 9 bridges`, `from 1 in 12`: of one, any number may be the whole.
    let lone = over.mantissa == Decimal::ONE
        && under.mantissa <= Decimal::ONE_THOUSAND
        && (tokens.word(over.next + 1) == "every" || matches!(tokens.word_before(i), "from" | "to" | "than" | "about"));
    // `one in eleven`, `two out of seven`: any whole, where the words say that it is one.
    let alone = matches!(tokens.word(i), "one" | "two" | "three")
        && tokens.shape(under.next - 1) == Some(Shape::Word)
        && (ends_here(tokens, under.next) || tokens.word(under.next) == "of");
    let usual =
        lone || alone || [2, 3, 4, 5, 6, 8, 10, 20, 100].into_iter().any(|n| under.mantissa == Decimal::from(n));
    let fits = usual && over.mantissa >= Decimal::ONE && over.mantissa < under.mantissa;
    // `one in 10 minutes`, `2 in 4 days`: a measure follows, and `in` is of time or place.
    let free = who == 0 && join == 2
        || ends_here(tokens, under.next)
        || super::noun::read(tokens, under.next).is_some()
        || !tokens.word(under.next).is_empty() && !tokens.is_capital(under.next) && !tokens.is_glued(under.next);
    let timed = super::unit::read(tokens, under.next).is_some();
    if !fits || !free || timed || tokens.is_glued(i) {
        return None;
    }
    percent(tokens, i, under.next, over.mantissa.checked_div(under.mantissa)?)
}

/// Whether one of many stands at token `i`: a noun in the singular, no measure.
fn is_one(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    let noun =
        !word.is_empty() && !tokens.is_of(i, Class::Stop) && !tokens.is_capital(i) && !super::noun::is_plural(word);
    noun && super::unit::read(tokens, i).is_none()
}

/// `a fifth of sales`, `rose by half`, `more than half the staff`: a share of something in words.
pub(super) fn fraction(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    if tokens.shape(i) != Some(Shape::Word) || tokens.is_glued(i) {
        return None;
    }
    if let Some(found) = between(tokens, i) {
        return Some(found);
    }
    let (over, under, next) = part(tokens, i)?;
    let bounded = matches!(
        tokens.word_before(i),
        "than" | "about" | "nearly" | "almost" | "roughly" | "around" | "over" | "under"
    );
    let before = tokens.word_before(bound::start(tokens, i));
    let of = tokens.word(next) == "of";
    let is_quarter = tokens.word(next - 1).starts_with("quarter");
    let changed = lexicon::is(Class::Change, before)
        && (!is_quarter || matches!(tokens.written(next), "" | "," | "." | ";" | ")" | "-" | "to"));
    let by = (before == "by" || changed) && ends_here(tokens, next) || is_compared(tokens, next);
    let of_a_year = of && (tokens.shape(next + 1) == Some(Shape::Number) || tokens.is_of(next + 1, Class::Month));
    // `the second half of 2025`, `a quarter of a million`, `a quarter of growth` tell no share.
    let article = |at: usize| matches!(tokens.word(at), "a" | "an");
    let scaled = article(next) || of && article(next + 1);
    let whole = matches!(
        tokens.word(next + 1),
        "the"
            | "its"
            | "their"
            | "all"
            | "his"
            | "her"
            | "our"
            | "those"
            | "these"
            | "them"
            | "that"
            | "what"
            | "it"
            | "us"
    );
    let says =
        over > 1 && HOLDING.contains(&tokens.word(next)) || tokens.word(i) == "half" && tokens.word(next) == "said";
    // `of which two thirds`, `nearly a fifth`; `about half past`, `a quarter to nine` are times.
    let timed = matches!(tokens.word(next), "past" | "to" | "way");
    let ended = ends_here(tokens, next) && !timed;
    let is_share = match tokens.word(i) {
        _ if says => true,
        _ if ended && (over > 1 && !is_quarter || bounded) => true,
        "half" if is_half(tokens, i) => true,
        // `three-quarters full`; without a hyphen they may be of a year.
        _ if is_quarter && over > 1 && tokens.is(i + 1, "-") => true,
        "half" if matches!(tokens.word(next), "that" | "this") => ends_here(tokens, next + 1),
        "half" if of && !bounded => {
            let many = super::noun::read(tokens, next + 1 + usize::from(whole));
            let part = matches!(tokens.word_before(i), "first" | "second" | "last" | "other" | "one" | "this" | "next");
            let them = matches!(tokens.word(next + 1), "them" | "it" | "us") && ends_here(tokens, next + 2);
            !part && (them || many.is_some_and(|noun| !super::unit::is_time(&noun.singular)))
        }
        "half" => bounded && (of || matches!(tokens.word(next), "the" | "its" | "their" | "those" | "all")) || by,
        _ if is_quarter => of && whole || by,
        _ => of || by,
    };
    if !is_share || scaled || of_a_year || over >= under {
        return None;
    }
    percent(tokens, i, next, Decimal::from(over).checked_div(Decimal::from(under))?)
}

/// `half of the company`, `Half may apply elsewhere`: half of a whole, not the half of a season or map.
fn is_half(tokens: &Tokens<'_>, i: usize) -> bool {
    const PARTS: [&str; 24] = [
        "first", "second", "third", "last", "other", "one", "this", "next", "latter", "back", "front", "top", "bottom",
        "upper", "lower", "better", "final", "opening", "northern", "southern", "eastern", "western", "the", "each",
    ];
    if PARTS.contains(&tokens.word_before(i)) || tokens.is(i.wrapping_sub(1), "-") {
        return false;
    }
    let does = matches!(tokens.word(i + 1), "will" | "may" | "would" | "must" | "have" | "were" | "are");
    let whole = tokens.word(i + 1) == "of"
        && matches!(tokens.word(i + 2), "the" | "its" | "their" | "that" | "this" | "what" | "these" | "all");
    let year = tokens.shape(i + 3) == Some(Shape::Number);
    let timed = super::unit::read(tokens, i + 3).is_some()
        || matches!(tokens.word(i + 3), "season" | "game" | "match" | "time" | "way");
    does || whole && !year && !timed
}

/// Verbs of many people, whose subject a share is: `three quarters had raised prices`.
const HOLDING: [&str; 13] =
    ["had", "have", "were", "are", "said", "say", "think", "want", "support", "oppose", "plan", "expect", "believe"];

/// `between a quarter and a third of voters`.
fn between(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let (over, under, next) = part(tokens, i).filter(|_| tokens.word_before(i) == "between")?;
    let low = Decimal::from(over).checked_div(Decimal::from(under))?;
    let (over, under, next) = part(tokens, next + 1).filter(|_| tokens.word(next) == "and")?;
    let high = Decimal::from(over).checked_div(Decimal::from(under))?;
    let is_range = low < high && (tokens.word(next) == "of" || ends_here(tokens, next));
    let percent = |share: Decimal| share.checked_mul(Decimal::ONE_HUNDRED).map(|share| share.round_dp(2).normalize());
    let amount = Amount::range(percent(low)?, percent(high)?);
    let value = Value::Percent(Percent { amount, unit: PercentUnit::Percent });
    is_range.then(|| Found { figures: vec![(i, next, value)], next })
}

/// How many parts of how many the fraction in words at token `i` is, and the token after it: `a third`, `two-thirds`, `half`.
fn part(tokens: &Tokens<'_>, i: usize) -> Option<(u32, u32, usize)> {
    let (over, at) = match tokens.word(i) {
        "half" => (1, i),
        "a" | "one" => (1, i + 1),
        _ => (tokens.value(i, Class::Unit).filter(|over| *over > 1)?, i + 1),
    };
    let at = at + usize::from(at > i && tokens.is(at, "-"));
    let under = tokens.value(at, Class::Part)?;
    Some((over, under, at + 1))
}

/// Whether `higher than` or `above` at token `i` says what the share before it is more or less of.
fn is_compared(tokens: &Tokens<'_>, i: usize) -> bool {
    let than = tokens.word(i + 1) == "than";
    match tokens.word(i) {
        "above" | "below" => true,
        "more" | "less" | "fewer" => than || matches!(tokens.written(i + 1), "," | "." | ";" | ")" | ""),
        word => than && (word.ends_with("er") || matches!(word, "better" | "worse")),
    }
}

fn percent(tokens: &Tokens<'_>, first: usize, next: usize, share: Decimal) -> Option<Found> {
    // Thirds have no end.
    let share = share.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(2).normalize();
    one(tokens, first, next, |bound| {
        Value::Percent(Percent { amount: Amount::single(share, bound), unit: PercentUnit::Percent })
    })
}
