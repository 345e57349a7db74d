//! Reads dates: days, months, quarters, years, weekdays and days told from publication, and ranges of them.
//!
//! Takes tokens and the place to read from; gives the [`When`] said and the token after it. What it means is settled in
//! [`super::calendar`].

use jiff::civil::Date;

use crate::types::{DateRange, Value};

use super::amount::Found;
use super::calendar::{self, Ahead, Period, When, Which};
use super::lexicon::Class;
use super::token::{Shape, Tokens};
use super::{FigureContext, piece, relative};

/// A date as said, and the token after it.
pub(super) type Said = (When, usize);

/// The date or range of dates at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Found> {
    let (when, next) =
        day_range(tokens, i).or_else(|| one(tokens, i, context).map(|(when, next)| ((when, when), next)))?;
    let ahead = looks_ahead(tokens, i);
    if when.0 == when.1 {
        if let Some((range, next)) = joined(tokens, i, (when.0, next), context) {
            return Some(found(i, next, range));
        }
        return Some(found(i, next, calendar::settle(when.0, context.published, ahead)));
    }
    calendar::span(when.0, when.1, context.published, ahead).map(|range| found(i, next, range))
}

fn found(first: usize, next: usize, range: DateRange) -> Found {
    Found { figures: vec![(first, next, Value::Date(range))], next }
}

/// `March 3 to March 5`, `2019-2021`, `between 2010 and 2015`, `July-September 2015`.
fn joined(tokens: &Tokens<'_>, i: usize, first: Said, context: &FigureContext) -> Option<(DateRange, usize)> {
    let (when, at) = first;
    let dash = tokens.is_dash(at) && tokens.is_glued(at) == tokens.is_glued(at + 1);
    let word = matches!(tokens.word(at), "to" | "through" | "until" | "till")
        || (tokens.word(at) == "and" && tokens.word_before(i) == "between");
    if !(dash || word) || matches!(when, When::Open | When::Shift { .. } | When::Weekday { .. }) {
        return None;
    }
    let (last, next) = short_year(tokens, when, at, context)
        .or_else(|| named(tokens, at + 1, context))
        .or_else(|| numeric(tokens, at + 1, context))
        .or_else(|| joined_year(tokens, when, at + 1))?;
    let alike = matches!(
        (when, last),
        (When::Years { .. }, When::Years { .. })
            | (When::Day { .. } | When::Months { .. }, When::Day { .. } | When::Months { .. })
    );
    if matches!(last, When::Open | When::Fiscal { .. }) {
        return Some((calendar::settle(last, context.published, Ahead::Unknown), next));
    }
    let range = calendar::span(when, last, context.published, looks_ahead(tokens, i)).filter(|_| alike)?;
    Some((range, next))
}

/// The year that ends a range of years.
fn joined_year(tokens: &Tokens<'_>, first: When, i: usize) -> Option<Said> {
    let (year, next) =
        four_digits(tokens, i).filter(|_| matches!(first, When::Years { .. }) && !is_measured(tokens, i))?;
    Some((When::Years { first: year, last: year }, next))
}

/// The end of `2019-21`; `2015-16` is a season or fiscal year, of which the context may know when it begins.
fn short_year(tokens: &Tokens<'_>, when: When, dash: usize, context: &FigureContext) -> Option<Said> {
    let When::Years { first, .. } = when else { return None };
    let written = tokens.number(dash + 1);
    if written.len() != 2
        || !tokens.is_glued(dash + 1)
        || tokens.is_glued(dash + 2) && tokens.shape(dash + 2) == Some(Shape::Word)
    {
        return None;
    }
    let last = first / 100 * 100 + written.parse::<i16>().ok()?;
    let next = dash + 2 + fiscal_tail(tokens, dash + 2);
    match last - first {
        1 => Some((split_year(tokens, first, next, context), next)),
        2.. => Some((When::Years { first: last, last }, next)),
        _ => None,
    }
}

/// What `2015-16` in front of token `next` means: a fiscal year, where it is no season and the context knows the country's.
pub(super) fn split_year(tokens: &Tokens<'_>, first: i16, next: usize, context: &FigureContext) -> When {
    let season = matches!(
        tokens.word(next),
        "season"
            | "campaign"
            | "crop"
            | "marketing"
            | "league"
            | "school"
            | "academic"
            | "harvest"
            | "milling"
            | "premier"
    );
    match context.fiscal_year.filter(|_| !season) {
        Some(begins) => When::Fiscal { begins, year: first, first: 1, last: 12 },
        None => When::Open,
    }
}

/// Tokens of `fiscal year` or `financial year` at token `i`.
fn fiscal_tail(tokens: &Tokens<'_>, i: usize) -> usize {
    let fiscal = matches!(tokens.word(i), "fiscal" | "financial");
    if fiscal && tokens.word(i + 1) == "year" { 2 } else { 0 }
}

/// `July 27-29, 2015` and `27-29 July 2015`.
fn day_range(tokens: &Tokens<'_>, i: usize) -> Option<((When, When), usize)> {
    let join = |at: usize| (tokens.is_dash(at) || matches!(tokens.word(at), "to" | "and")).then_some(at + 1);
    let (month, first, last, end) = if let Some((month, at)) = month(tokens, i) {
        let (first, at) = day(tokens, at)?;
        let from = join(at)?;
        let (last, end) = day(tokens, from).filter(|_| tokens.word(at) != "and")?;
        (month, first, last, end)
    } else {
        let (first, at) = day(tokens, i)?;
        let (last, at) = day(tokens, join(at)?)?;
        let (month, end) = month(tokens, at)?;
        (month, first, last, end)
    };
    let (year, next) = year_tail(tokens, end).map_or((None, end), |(year, next)| (Some(year), next));
    let when = |day| When::Day { year, month, day };
    (first < last && !is_measured(tokens, end - 1)).then(|| ((when(first), when(last)), next))
}

/// One date, not a range.
fn one(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    match tokens.shape(i)? {
        Shape::Number => {
            numeric(tokens, i, context).or_else(|| named(tokens, i, context)).or_else(|| year(tokens, i, context))
        }
        Shape::Word => named(tokens, i, context).or_else(|| relative::read(tokens, i, context)),
        Shape::Mark => None,
    }
}

/// A date with the name of its weekday, month, quarter or half.
fn named(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    weekday(tokens, i, context)
        .or_else(|| month_day(tokens, i))
        .or_else(|| day_month(tokens, i))
        .or_else(|| relative::part_of_year(tokens, i, context))
}

/// `Wednesday`, `Wednesday, July 29, 2015`.
fn weekday(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    let word = tokens.word(i);
    let day = i8::try_from(tokens.value(i, Class::Weekday).filter(|_| tokens.is_capital(i))?).ok()?;
    let is_short = !word.ends_with("day");
    let stop = usize::from(is_short && tokens.is(i + 1, "."));
    let after = i + 1 + stop;
    let comma = after + usize::from(tokens.is(after, ",") || tokens.is(after, "("));
    let date =
        month_day(tokens, comma).or_else(|| day_month(tokens, comma)).or_else(|| numeric(tokens, comma, context));
    if let Some((when @ When::Day { .. }, next)) = date {
        return Some((when, next + usize::from(tokens.is(after, "(") && tokens.is(next, ")"))));
    }
    let named_day = matches!(tokens.word_before(i), "black" | "good" | "cyber" | "ash" | "super" | "bloody" | "easter")
        && tokens.is_capital(i - 1);
    (!is_short && !named_day).then_some((When::Weekday { day, which: Which::Recent }, after))
}

/// The month named at token `i` and the token after it, a full stop after a short form included.
pub(super) fn month(tokens: &Tokens<'_>, i: usize) -> Option<(i8, usize)> {
    let word = tokens.word(i);
    let month = i8::try_from(tokens.value(i, Class::Month)?).ok()?;
    let verb = matches!(word, "may" | "march" | "mar");
    let numbered = tokens.shape(i + 1) == Some(Shape::Number);
    let dated = numbered && (tokens.number(i + 1).len() == 4 || tokens.is(i + 2, ","));
    let sure = tokens.is_capital(i) || (numbered && !verb) || dated;
    let stop =
        usize::from(tokens.is(i + 1, ".") && word.len() <= 4 && word != "may" && word != "june" && word != "july");
    sure.then_some((month, i + 1 + stop))
}

/// `July 27, 2015`, `July 27th`, `July 2015`, `in July`.
fn month_day(tokens: &Tokens<'_>, i: usize) -> Option<Said> {
    let (month, after) = month(tokens, i)?;
    if let Some((day, next)) = day(tokens, after).filter(|_| !is_measured(tokens, after)) {
        let (year, next) = year_tail(tokens, next).map_or((None, next), |(year, next)| (Some(year), next));
        return valid(month, day).then_some((When::Day { year, month, day }, next));
    }
    let of = after + usize::from(tokens.word(after) == "of" || tokens.is(after, ","));
    if let Some((year, next)) = four_digits(tokens, of).filter(|_| !is_measured(tokens, of)) {
        return Some((When::Months { year: Some(year), first: month, last: month }, next));
    }
    if tokens.word(after) == "quarter" && (3..=12).contains(&month) {
        // Named by its last month: `the September quarter` is July to September.
        return Some((When::Months { year: None, first: month - 2, last: month }, after + 1));
    }
    is_month_alone(tokens, i).then_some((When::Months { year: None, first: month, last: month }, after))
}

/// Whether a month word by itself is a month and not a verb or a name.
fn is_month_alone(tokens: &Tokens<'_>, i: usize) -> bool {
    let at = i.wrapping_sub(if i > 0 && tokens.is(i - 1, "-") { 2 } else { 1 });
    let led = matches!(
        tokens.word(at),
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "of"
            | "last"
            | "next"
            | "this"
            | "early"
            | "late"
            | "mid"
            | "end"
            | "during"
            | "through"
            | "to"
            | "between"
            | "before"
            | "after"
            | "for"
            | "and"
            | "previous"
    ) || tokens.is_of(at, Class::Month);
    let name = tokens.is_capital(i + 1) && tokens.shape(i + 1) == Some(Shape::Word) && !tokens.is_line_start(i + 1);
    let word = tokens.word(i);
    let is_full = word.len() > 3 && word != "sept";
    tokens.is_capital(i) && (led && (is_full || word == "may") || (is_full && word != "march" && !name))
}

/// `27 July 2015`, `27th of July`.
fn day_month(tokens: &Tokens<'_>, i: usize) -> Option<Said> {
    let (day, after) = day(tokens, i).filter(|_| is_free(tokens, i))?;
    let of = after + usize::from(tokens.word(after) == "of" || (tokens.is(after, "-") && tokens.is_glued(after)));
    let (month, next) = month(tokens, of).filter(|_| tokens.is_capital(of))?;
    let dash = next + usize::from(tokens.is(next, "-") && tokens.is_glued(next));
    let (year, next) = year_tail(tokens, dash).map_or((None, next), |(year, next)| (Some(year), next));
    valid(month, day).then_some((When::Day { year, month, day }, next))
}

/// A day of the month at token `i`: `27`, `27th`.
fn day(tokens: &Tokens<'_>, i: usize) -> Option<(i8, usize)> {
    let written = tokens.number(i);
    let day: i8 = written.parse().ok().filter(|day| (1..=31).contains(day) && written.len() <= 2)?;
    let ordinal = tokens.is_glued(i + 1) && matches!(tokens.word(i + 1), "st" | "nd" | "rd" | "th");
    let stuck = tokens.is_glued(i + 1) && tokens.shape(i + 1) == Some(Shape::Word) && !ordinal;
    (!stuck).then_some((day, i + 1 + usize::from(ordinal)))
}

fn valid(month: i8, day: i8) -> bool {
    Date::new(2024, month, day).is_ok()
}

/// Whether the number at token `i` counts or measures something, so that it is no day or year.
fn is_measured(tokens: &Tokens<'_>, i: usize) -> bool {
    piece::read_joined(tokens, i, &FigureContext::default())
        .is_some_and(|piece| piece.measure.is_some() || !piece.number.is_unscaled())
}

/// A year after a day: `, 2015`, `2015`.
fn year_tail(tokens: &Tokens<'_>, i: usize) -> Option<(i16, usize)> {
    let at = i + usize::from(tokens.is(i, ",") || tokens.word(i) == "of");
    four_digits(tokens, at).filter(|_| !is_measured(tokens, at))
}

/// A year from 1700 to 2099 at token `i`, not part of a longer sign.
pub(super) fn four_digits(tokens: &Tokens<'_>, i: usize) -> Option<(i16, usize)> {
    let written = tokens.number(i);
    let year: i16 = written.parse().ok().filter(|year| (1700..2100).contains(year) && written.len() == 4)?;
    let stuck = tokens.is_glued(i + 1)
        && (tokens.shape(i + 1) == Some(Shape::Word)
            || tokens.shape(i + 1) == Some(Shape::Number)
            || tokens.is(i + 1, "/"));
    // `1700 GMT` is a time of day.
    let clock = matches!(tokens.word(i + 1), "gmt" | "utc" | "bst" | "est" | "edt" | "cet" | "cest" | "ist" | "hrs");
    (!stuck && !clock).then_some((year, i + 1))
}

/// A year by itself, a decade, `2015/16` or `2015 financial year`.
fn year(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    if !is_free(tokens, i) {
        return None;
    }
    if tokens.word(i + 1) == "s" && tokens.is_glued(i + 1) {
        let first: i16 =
            tokens.number(i).parse().ok().filter(|first| (1700..2100).contains(first) && first % 10 == 0)?;
        return Some((When::Years { first, last: first + 9 }, i + 2));
    }
    if tokens.is(i + 1, "/")
        && tokens.is_glued(i + 2)
        && matches!(tokens.number(i + 2).len(), 2 | 4)
        && !tokens.is(i + 3, "/")
    {
        let first: i16 = tokens.number(i).parse().ok().filter(|first| (1900..2100).contains(first))?;
        let last: i16 = tokens.number(i + 2).parse().ok()?;
        let next = i + 3 + fiscal_tail(tokens, i + 3);
        return ((first + 1) % 100 == last % 100).then(|| (split_year(tokens, first, next, context), next));
    }
    let (first, next) = four_digits(tokens, i)?;
    let tail = fiscal_tail(tokens, next);
    if tail > 0 {
        return Some((When::Open, next + tail));
    }
    relative::part_after_year(tokens, first, next)
        .or_else(|| is_year(tokens, i, first).then_some((When::Years { first, last: first }, next)))
}

/// Whether a date may begin at token `i`: it sticks to nothing but `mid-`, `end-` and their like.
fn is_free(tokens: &Tokens<'_>, i: usize) -> bool {
    if !tokens.is_glued(i) {
        return true;
    }
    if tokens.is_dash(i - 1) {
        let lead = i.checked_sub(2).map_or("", |i| tokens.word(i));
        return !tokens.is_glued(i - 1)
            || tokens.is(i - 1, "—")
            || matches!(lead, "mid" | "end" | "early" | "late" | "pre" | "post");
    }
    tokens.shape(i - 1) == Some(Shape::Mark)
        && matches!(tokens.written(i - 1), "(" | "[" | "\"" | "'" | "“" | "‘" | "—" | ",")
}

/// Whether four digits by themselves are a year: no count, name, page or sum.
fn is_year(tokens: &Tokens<'_>, i: usize, year: i16) -> bool {
    let before = tokens.word_before(i);
    let counted = matches!(
        before,
        "about" | "around" | "nearly" | "almost" | "some" | "roughly" | "approximately" | "exactly" | "only"
    ) || tokens.is_after(i, Class::Label);
    let named = i > 0
        && !before.is_empty()
        && tokens.is_capital(i - 1)
        && !tokens.is_sentence_start(i - 1)
        && !tokens.is_of(i - 1, Class::Stop)
        && !tokens.is_of(i - 1, Class::Start);
    let dated = matches!(
        before,
        "in" | "since" | "year" | "from" | "until" | "circa" | "of" | "founded" | "established" | "by" | "to"
    );
    let dash = tokens.is(i + 1, "-")
        && tokens.is_glued(i + 1)
        && tokens.is_glued(i + 2)
        && tokens.shape(i + 2) == Some(Shape::Number);
    let short =
        dash && matches!(tokens.number(i + 2).len(), 2 | 4) && !(tokens.is(i + 3, "-") && tokens.is_glued(i + 3));
    !counted && !named && (year >= 1900 || dated) && (!dash || short) && !is_measured(tokens, i)
}

/// `2015-07-27`, `27/07/2015`, `27.07.2015`.
fn numeric(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    if !is_free(tokens, i) {
        return None;
    }
    if let [day, month, year] = tokens.number(i).split('.').collect::<Vec<_>>()[..] {
        return ordered(year, month, day).filter(|_| year.len() == 4).map(|when| (when, i + 1));
    }
    let mark = tokens.written(i + 1);
    let tight = (1..=4).all(|offset| tokens.is_glued(i + offset)) && tokens.is(i + 3, mark);
    let goes_on = tokens.is_glued(i + 5) && (tokens.shape(i + 5) == Some(Shape::Number) || tokens.is(i + 5, mark));
    if !tight || goes_on || !matches!(mark, "-" | "/") {
        return None;
    }
    let parts = [tokens.number(i), tokens.number(i + 2), tokens.number(i + 4)];
    let when = match parts.map(str::len) {
        [4, _, _] => ordered(parts[0], parts[1], parts[2]),
        [_, _, 4] => day_or_month_first(parts, context),
        _ => None,
    };
    when.map(|when| (when, i + 5))
}

/// `03/04/2026` is open unless the place of writing is known not to be the United States.
fn day_or_month_first([first, second, year]: [&str; 3], context: &FigureContext) -> Option<When> {
    match (ordered(year, second, first), ordered(year, first, second)) {
        (Some(day_first), Some(month_first)) if day_first != month_first => {
            Some(if context.currency().is_some() { day_first } else { When::Open })
        }
        (day_first, month_first) => day_first.or(month_first),
    }
}

fn ordered(year: &str, month: &str, day: &str) -> Option<When> {
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let fits = (1700..2100).contains(&year) && Date::new(year, month, day).is_ok();
    fits.then_some(When::Day { year: Some(year), month, day })
}

/// Whether a word of the same clause before token `i` looks ahead.
fn looks_ahead(tokens: &Tokens<'_>, i: usize) -> Ahead {
    let clause = (i.saturating_sub(12)..i)
        .rev()
        .take_while(|at| !matches!(tokens.written(*at), "." | "," | ";" | ":" | "”" | "\""));
    let leads = |at: usize| match tokens.word(at) {
        "set" => matches!(tokens.word(at + 1), "to" | "for"),
        "due" => tokens.word(at + 1) != "to",
        "may" | "will" => !tokens.is_capital(at),
        _ => tokens.is_of(at, Class::Future),
    };
    if clause.into_iter().any(leads) {
        return Ahead::Yes;
    }
    // What is told as of a day has been.
    let back = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let told = match back(1) {
        "ended" => true,
        "of" => back(2) == "as" || back(2) == "end" && matches!(back(4), "at" | "of"),
        "at" | "on" => back(2) == "as",
        _ => false,
    };
    if told { Ahead::No } else { Ahead::Unknown }
}

/// The date a length of time before publication is: `two days ago`; longer times are too vague for a day.
pub(super) fn ago(unit: &str, count: i32) -> When {
    match unit {
        "day" => When::Shift { unit: Period::Day, by: -count },
        _ => When::Open,
    }
}
