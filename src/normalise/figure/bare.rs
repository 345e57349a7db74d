//! Reads figures whose measure stands elsewhere or nowhere: `1,874 homes against 1,722`, `nine in ten`, `Ola Brandt, 51,`,
//! `a fifth of sales`.
//!
//! Takes tokens, the place to read from and the figures before it; gives a figure or nothing. What is counted comes from
//! the last figure of the same sentence.

use rust_decimal::Decimal;

use crate::types::{Amount, Mention, Money, Percent, PercentUnit, Quantity, Value};

use super::amount::Found;
use super::bound::{self, Reach};
use super::number;
use super::piece::{self, Piece};
use super::token::{Shape, Tokens};
use super::{FigureContext, currency, lexicon};

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
    let number = number::read(tokens, i).filter(|number| slash && number.next == i + 3)?;
    let share = number.value().filter(|share| *share < Decimal::ONE && tokens.word(number.next) == "of")?;
    let quoted = ["a", "point"].iter().enumerate().all(|(at, word)| tokens.word(number.next + 1 + at) == *word);
    percent(tokens, i, number.next, share).filter(|_| !quoted)
}

/// The figure at token `i`, which the rules for measured and counted numbers left; `before` are the figures up to it.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, context: &FigureContext, before: &[Mention]) -> Option<Found> {
    let shape = tokens.shape(i)?;
    if shape == Shape::Mark {
        return None;
    }
    let told = out_of(tokens, i).or_else(|| slashed(tokens, i)).or_else(|| headed(tokens, i));
    told.or_else(|| harmed(tokens, i, context)).or_else(|| {
        let piece = piece::read(tokens, i, context).filter(|piece| piece.measure.is_none() && !piece.is_negative)?;
        if !piece.number.digits {
            return some_of(tokens, &piece, before);
        }
        if !ends_here(tokens, piece.next) {
            return None;
        }
        let close = || close(tokens, &piece).or_else(|| part_of(tokens, &piece));
        age(tokens, &piece, before)
            .or_else(|| level(tokens, &piece, context))
            .or_else(|| elided(tokens, &piece, before))
            .or_else(close)
    })
}

/// One figure over the tokens `first..next`.
#[expect(clippy::unnecessary_wraps, reason = "its callers give an option and end with it")]
fn one(tokens: &Tokens<'_>, first: usize, next: usize, value: impl Fn(crate::types::Bound) -> Value) -> Option<Found> {
    let bound = bound::of(tokens, Reach { first, next, is_time: false });
    Some(Found { figures: vec![(first, next, value(bound))], next })
}

fn percent(tokens: &Tokens<'_>, first: usize, next: usize, share: Decimal) -> Option<Found> {
    // Thirds have no end.
    let share = share.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(2).normalize();
    one(tokens, first, next, |bound| {
        Value::Percent(Percent { amount: Amount::single(share, bound), unit: PercentUnit::Percent })
    })
}

/// `nine in ten`, `3 out of 4`: a share.
fn out_of(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let small =
        |at: usize| number::read(tokens, at).filter(|number| number.is_unscaled() && number.mantissa.is_integer());
    let over = small(i)?;
    let join = match (tokens.word(over.next), tokens.word(over.next + 1)) {
        ("in", "every") | ("out", "of") => 2,
        ("in", _) => 1,
        _ => return None,
    };
    let under = small(over.next + join)?;
    let usual = [2, 3, 4, 5, 6, 8, 10, 20, 100].into_iter().any(|n| under.mantissa == Decimal::from(n));
    let fits = usual && over.mantissa >= Decimal::ONE && over.mantissa < under.mantissa;
    // `one in 10 minutes`, `2 in 4 days`: a measure follows, and `in` is of time or place.
    let free = join == 2 || ends_here(tokens, under.next) || super::noun::read(tokens, under.next).is_some();
    let timed = super::unit::read(tokens, under.next).is_some();
    if !fits || !free || timed || tokens.is_glued(i) {
        return None;
    }
    percent(tokens, i, under.next, over.mantissa.checked_div(under.mantissa)?)
}

/// `a fifth of sales`, `rose by half`, `more than half the staff`: a share of something in words.
pub(super) fn fraction(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    if tokens.shape(i) != Some(Shape::Word) || tokens.is_glued(i) {
        return None;
    }
    let (over, at) = match tokens.word(i) {
        "half" => (1, i),
        "a" | "one" => (1, i + 1),
        word => (lexicon::value("unit", word).filter(|over| *over > 1)?, i + 1),
    };
    let at = at + usize::from(at > i && tokens.is(at, "-"));
    let under = lexicon::value("part", tokens.word(at))?;
    let next = at + 1;
    let before = tokens.word_before(i);
    let bounded = matches!(before, "than" | "about" | "nearly" | "almost" | "roughly" | "around" | "over");
    let of = tokens.word(next) == "of";
    let is_quarter = tokens.word(at).starts_with("quarter");
    let changed = lexicon::is("change", before) && (!is_quarter || matches!(tokens.written(next), "," | "." | "to"));
    let by = (before == "by" || changed) && ends_here(tokens, next);
    let of_a_year =
        of && (tokens.shape(next + 1) == Some(Shape::Number) || lexicon::is("month", tokens.word(next + 1)));
    // `the second half of 2025`, `a quarter of a million`, `a quarter of growth` tell no share.
    let article = |at: usize| matches!(tokens.word(at), "a" | "an");
    let scaled = article(next) || of && article(next + 1);
    let whole = matches!(tokens.word(next + 1), "the" | "its" | "their" | "all" | "his" | "her" | "our" | "those");
    let is_share = match tokens.word(i) {
        "half" => bounded && (of || matches!(tokens.word(next), "the" | "its" | "their" | "those" | "all")) || by,
        _ if is_quarter => of && whole || by,
        _ => of || by,
    };
    if !is_share || scaled || of_a_year || over >= under {
        return None;
    }
    percent(tokens, i, next, Decimal::from(over).checked_div(Decimal::from(under))?)
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

fn quantity(value: Decimal, bound: crate::types::Bound, unit: &str) -> Value {
    Value::Quantity(Quantity { amount: Amount::single(value, bound), unit: unit.to_owned() })
}

/// `the krone weakened to 11.48 per euro`: what one currency is worth in the other.
fn level(tokens: &Tokens<'_>, piece: &Piece, context: &FigureContext) -> Option<Found> {
    let i = piece.first;
    if !tokens.number(i).contains('.') || piece.next != i + 1 || !matches!(tokens.word_before(i), "to" | "at" | "from")
    {
        return None;
    }
    let start = sentence_start(tokens, i);
    let priced = (i + 1..i + 14).take_while(|at| !tokens.is(*at, ".")).any(|at| {
        matches!(tokens.word(at), "per" | "against" | "to" | "versus")
            && (at + 1..at + 5)
                .take_while(|at| tokens.shape(*at) == Some(Shape::Word))
                .any(|at| noun(tokens, at).is_some())
    });
    let before = (start..i).any(|at| {
        matches!(tokens.word(at), "per" | "against") && (at + 1..at + 4).any(|at| noun(tokens, at).is_some())
    });
    let currency =
        (start..i).find(|at| tokens.shape(at.wrapping_sub(1)) != Some(Shape::Number) && noun(tokens, *at).is_some());
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

fn sentence_start(tokens: &Tokens<'_>, i: usize) -> usize {
    (0..=i).rev().find(|at| tokens.is_line_start(*at) || tokens.is(at.wrapping_sub(1), ".")).unwrap_or(0)
}

/// `the index ended at 83,271.85`: a level at the close of a market.
fn close(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let i = piece.first;
    let closing = i >= 2
        && tokens.word(i - 1) == "at"
        && matches!(
            tokens.word(i - 2),
            "end" | "ended" | "close" | "closed" | "finish" | "finished" | "settled" | "stood"
        );
    let value = piece.value()?;
    let exact = tokens.number(i).contains('.') && tokens.number(i).contains(',');
    if !closing || !exact {
        return None;
    }
    one(tokens, i, piece.next, |bound| quantity(value, bound, "point"))
}

/// `ordered 38 trains, of which eleven have arrived`: a number word for some of what was counted before.
fn some_of(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let (i, next) = (piece.first, piece.next);
    let value = piece.value().filter(|value| *value > Decimal::ONE && value.is_integer())?;
    let of_them = tokens.word(next) == "of" && matches!(tokens.word(next + 1), "them" | "those" | "these" | "which");
    let verb = matches!(tokens.word(next), "have" | "were" | "are" | "had" | "remain" | "remained");
    let Some(Value::Quantity(Quantity { unit, .. })) = &last_counted(tokens, i, before)?.value else { return None };
    if !(of_them || verb) || super::unit::is_time(unit) || matches!(tokens.word_before(i), "the" | "these" | "those") {
        return None;
    }
    one(tokens, i, next, |bound| quantity(value, bound, unit))
}

/// The last money or count of the sentence before token `i`: of `35 stores in 12 countries` the stores.
fn last_counted<'a>(tokens: &Tokens<'_>, i: usize, before: &'a [Mention]) -> Option<&'a Mention> {
    let start = sentence_start(tokens, i);
    let from = tokens.start(start);
    let mut here = before
        .iter()
        .rev()
        .take_while(|mention| mention.span.start() >= from)
        .filter(|mention| matches!(mention.value, Some(Value::Quantity(_) | Value::Money(_))));
    let last = here.next()?;
    let at = (start..i).find(|at| tokens.start(*at) == last.span.start())?;
    let inside = matches!(tokens.word_before(at), "in" | "across" | "at" | "among" | "for" | "over" | "within");
    Some(here.next().filter(|_| inside).unwrap_or(last))
}

/// `cut 2,000 of its 80,000 staff`: what the whole counts.
fn part_of(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let at = piece.next + 2;
    let of = tokens.word(piece.next) == "of"
        && matches!(tokens.word(piece.next + 1), "its" | "the" | "their" | "his" | "her");
    let whole = number::read(tokens, at).filter(|_| of && tokens.shape(at) == Some(Shape::Number))?;
    let noun = super::noun::read(tokens, whole.next)?;
    let value = piece.value().filter(|value| *value > Decimal::ONE && !piece::is_year_like(tokens, piece))?;
    one(tokens, piece.first, piece.next, |bound| quantity(value, bound, &noun.singular))
}

/// `killed 12`, `six were injured`, `employs 5,000`: people, whom the verb tells.
fn harmed(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Found> {
    let piece = piece::read(tokens, i, context).filter(|piece| piece.measure.is_none() && !piece.is_negative)?;
    let value = piece.value().filter(|value| value.is_integer() && *value > Decimal::ONE)?;
    let harm = |word: &str| {
        matches!(
            word,
            "killed" | "injured" | "wounded" | "hurt" | "dead" | "missing" | "arrested" | "hospitalised" | "drowned"
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
    let told =
        verb(tokens.word(from)) && ends_here(tokens, piece.next) || harm(tokens.word(after)) && !tokens.is_glued(after);
    if !told || piece::is_year_like(tokens, &piece) || tokens.is_glued(i) {
        return None;
    }
    let employed = tokens.word(from).starts_with("employ");
    one(tokens, i, piece.next, |bound| quantity(value, bound, if employed { "employee" } else { "person" }))
}

/// Words before a number that only points elsewhere.
const POINTING: [&str; 12] =
    ["in", "since", "until", "by", "before", "after", "on", "during", "year", "early", "late", "mid"];
/// Words that set one figure against another.
const SETTING: [&str; 9] = ["from", "to", "against", "versus", "with", "than", "and", "of", "at"];

/// `completed 1,874 homes, against 1,722 the year before`: what the last figure of the sentence counts.
fn elided(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let i = piece.first;
    let value = piece.value()?;
    let prior = last_counted(tokens, i, before)?;
    let word = tokens.word_before(i);
    // `April 23 and 27`: more of the date.
    let dated = |mention: &Mention| {
        matches!(mention.value, Some(Value::Date(_)))
            && word == "and"
            && i >= 2
            && mention.span.end() == tokens.end(i - 2)
    };
    if before.last().is_some_and(dated) {
        return None;
    }
    let year = piece::is_year_like(tokens, piece);
    let named = i > 0 && tokens.is_capital(i - 1) && !tokens.is_sentence_start(i - 1) && !word.is_empty();
    if year || named || POINTING.contains(&word) || lexicon::is("label", word) || lexicon::is("month", word) {
        return None;
    }
    let set = SETTING.contains(&word);
    match &prior.value {
        Some(Value::Quantity(Quantity { unit, .. })) => {
            let time = super::unit::is_time(unit) || unit == super::amount::MULTIPLE;
            let large = value >= Decimal::ONE_HUNDRED;
            let compared = matches!(tokens.word(piece.next), "fewer" | "more" | "less");
            (!time && (set || large || compared)).then_some(())?;
            one(tokens, i, piece.next, |bound| quantity(value, bound, unit))
        }
        // `AED2.83 billion (770.49 million)`: a conversion that does not say into what.
        Some(Value::Money(_)) if tokens.is(i - 1, "(") && tokens.is(piece.next, ")") && !piece.number.is_unscaled() => {
            let touches = i >= 2 && prior.span.end() == tokens.end(i - 2);
            touches.then_some(())?;
            one(tokens, i, piece.next, |bound| {
                Value::Money(Money { amount: Amount::single(value, bound), currency: None })
            })
        }
        // `EUR 318.4 million (327.2)`: the figure of the year before, as Nordic releases give it.
        Some(Value::Money(money)) if tokens.is(i - 1, "(") && tokens.is(piece.next, ")") => {
            let scale = lexicon::value("scale", tokens.word(i.checked_sub(2)?)).map_or(Decimal::ONE, number::power);
            let touches = prior.span.end() == tokens.end(i - 2);
            let value = value.checked_mul(scale).filter(|_| touches && tokens.number(i).contains('.'))?;
            one(tokens, i, piece.next, |bound| {
                Value::Money(Money { amount: Amount::single(value, bound), currency: money.currency.clone() })
            })
        }
        _ => None,
    }
}

/// Whether nothing that token `next` begins could be counted or measured.
fn ends_here(tokens: &Tokens<'_>, next: usize) -> bool {
    let mark = matches!(tokens.written(next), "" | "." | "," | ";" | ")" | "?" | "!" | "”" | "\"");
    let word = tokens.word(next);
    let goes_on =
        mark && tokens.is_glued(next) && tokens.is_glued(next + 1) && tokens.shape(next + 1) == Some(Shape::Number);
    let compared = matches!(word, "fewer" | "more" | "less" | "higher" | "lower") && tokens.word(next + 1) == "than";
    !goes_on && (mark || compared || !word.is_empty() && !tokens.is_glued(next) && lexicon::is("stop", word))
}
