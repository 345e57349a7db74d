//! Reads dates told from publication (`yesterday`, `last week`, `a year ago`) and parts of a year (`first quarter of
//! 2026`, `Q1`, `H1 2026`, `fiscal 2025`).

use super::calendar::{Period, When, Which};
use super::date::{Said, four_digits, month};
use super::lexicon::Class;
use super::token::{Shape, Tokens};
use super::{FigureContext, unit};

/// The date told from publication at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    let day = |by| Some((When::Shift { unit: Period::Day, by }, i + 1));
    match tokens.word(i) {
        "today" | "tonight" => day(0),
        "yesterday" => day(-1),
        "tomorrow" => day(1),
        "last" => which(tokens, i, Which::Last, -1),
        "this" => which(tokens, i, Which::This, 0),
        "next" => which(tokens, i, Which::Next, 1),
        "a" | "an" => ago(tokens, i),
        "fiscal" | "financial" | "fy" => fiscal(tokens, i, context),
        _ => None,
    }
}

/// `last week`, `this September`, `next Monday`.
fn which(tokens: &Tokens<'_>, i: usize, which: Which, by: i32) -> Option<Said> {
    let word = tokens.word(i + 1);
    if let Some(day) = tokens.value(i + 1, Class::Weekday).filter(|_| tokens.is_capital(i + 1) && word.ends_with("day"))
    {
        return Some((When::Weekday { day: i8::try_from(day).ok()?, which }, i + 2));
    }
    if let Some((month, next)) = month(tokens, i + 1).filter(|_| tokens.is_capital(i + 1)) {
        return tokens.number(next).is_empty().then_some((When::MonthOf { month, which }, next));
    }
    let unit = match (word, by) {
        ("night", -1) | ("morning" | "afternoon" | "evening", 0) => {
            return Some((When::Shift { unit: Period::Day, by }, i + 2));
        }
        ("fiscal" | "financial", _) if matches!(tokens.word(i + 2), "year" | "quarter") => {
            return Some((When::Open, i + 3));
        }
        ("weekend" | "spring" | "summer" | "autumn" | "fall" | "winter", _) => return Some((When::Open, i + 2)),
        ("week", _) => Period::Week,
        ("month", _) => Period::Month,
        ("quarter", _) => Period::Quarter,
        ("year", _) => Period::Year,
        ("decade", _) => Period::Decade,
        _ => return None,
    };
    let rolling = matches!(tokens.word_before(i), "the" | "past") && by != 0;
    Some((if rolling { When::Open } else { When::Shift { unit, by } }, i + 2))
}

/// Whether `year ago` or `week earlier` stands at token `i`.
pub(super) fn is_ago(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.word(i + 1), "ago" | "earlier") && unit::is_time(tokens.word(i))
}

/// `a year ago`, `a week earlier`.
fn ago(tokens: &Tokens<'_>, i: usize) -> Option<Said> {
    let clock = matches!(tokens.word(i + 1), "second" | "minute" | "hour");
    (is_ago(tokens, i + 1) && !clock).then_some((When::Open, i + 3))
}

/// `fiscal 2025`, `fiscal year 2015-16`, `fiscal fourth quarter`, `FY25`; what a fiscal year covers is known where the law
/// of the country says it for companies too.
fn fiscal(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    let year = usize::from(tokens.word(i + 1) == "year");
    let at = i + 1 + year;
    let digits = tokens.number(at);
    if matches!(digits.len(), 2 | 4) && (digits.len() == 4 || (tokens.word(i) == "fy" && tokens.is_glued(at))) {
        let tail = matches!(tokens.written(at + 1), "-" | "/" | "–")
            && tokens.is_glued(at + 2)
            && matches!(tokens.number(at + 2).len(), 2 | 4);
        let written: i16 = digits.parse().ok()?;
        let year = if digits.len() == 2 { 2000 + written } else { written };
        let next = at + 1 + if tail { 2 } else { 0 };
        return Some((fiscal_months(context, if tail { year + 1 } else { year }, 1, 12), next));
    }
    let ordinal = tokens.value(i + 1, Class::Ordinal)?;
    let part = i + 2 + usize::from(tokens.is(i + 2, "-"));
    let ends = matches!(tokens.word(part), "quarter" | "half") && ordinal <= 4;
    let (_, next) = year_of_part(tokens, part + 1).unwrap_or((YearSaid::None, part + 1));
    (ends && tokens.word(i) != "fy").then_some((When::Open, next))
}

/// Months `first` to `last` of the fiscal year that ends in `year`.
fn fiscal_months(context: &FigureContext, year: i16, first: i8, last: i8) -> When {
    match context.company_year {
        Some(begins) => When::Fiscal { begins, year: year - i16::from(begins > 1), first, last },
        None => When::Open,
    }
}

/// The year said after a part of one.
enum YearSaid {
    /// This year.
    Calendar(i16),
    /// So many away from that of publication.
    Away(i16),
    /// A fiscal one.
    Fiscal,
    /// None.
    None,
}

/// `of 2026`, `2026`, `of last year`, `of fiscal 2026`, `of the year` at token `i`.
fn year_of_part(tokens: &Tokens<'_>, i: usize) -> Option<Said2> {
    let of = matches!(tokens.word(i), "of" | "in");
    let at =
        i + usize::from(of || (matches!(tokens.written(i), "'" | "’" | "," | "-") && !tokens.number(i + 1).is_empty()));
    if let Some((year, next)) = four_digits(tokens, at) {
        return Some((YearSaid::Calendar(year), next));
    }
    let short = tokens.number(at);
    if short.len() == 2 && (tokens.is_glued(at) || at > i) && !of {
        return short.parse::<i16>().ok().map(|year| (YearSaid::Calendar(2000 + year), at + 1));
    }
    let the = at + usize::from(tokens.word(at) == "the");
    if of && (matches!(tokens.word(the), "fiscal" | "financial")) {
        let year = the + 1 + usize::from(tokens.word(the + 1) == "year");
        return Some((YearSaid::Fiscal, if tokens.number(year).len() == 4 { year + 1 } else { year }));
    }
    let away = match (tokens.word(at), tokens.word(at + 1)) {
        ("last", "year") => -1,
        ("the" | "this", "year") => 0,
        ("next", "year") => 1,
        _ => return None,
    };
    (of && !(tokens.word(at) == "the" && tokens.word(at + 2) == "ago")).then_some((YearSaid::Away(away), at + 2))
}

type Said2 = (YearSaid, usize);

/// `first quarter of 2026`, `second-half results`, `first nine months`, `Q1 2026`, `1H26`, `H2`.
pub(super) fn part_of_year(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Said> {
    let (first, last, end, is_loose) = part(tokens, i)?;
    if let Some((year, next)) = fiscal_year_of_part(tokens, end) {
        return Some((fiscal_months(context, year, first, last), next));
    }
    let (year, next) = match year_of_part(tokens, end) {
        Some((YearSaid::Calendar(year), next)) => (Some(year), next),
        Some((YearSaid::Away(by), next)) => match context.published {
            Some(published) => (Some(published.year() + by), next),
            None => return Some((When::Open, next)),
        },
        Some((YearSaid::Fiscal, next)) => return Some((When::Open, next)),
        _ if is_loose => return None,
        _ => (None, end),
    };
    Some((When::Months { year, first, last }, next))
}

/// `FY26`, `of FY2025-26`, `of 2025-26` at token `i` behind a part of a year: the year that ends it.
fn fiscal_year_of_part(tokens: &Tokens<'_>, i: usize) -> Option<(i16, usize)> {
    let of = i + usize::from(matches!(tokens.word(i), "of" | "in"));
    let code = usize::from(tokens.word(of) == "fy");
    let digits = tokens.number(of + code);
    let year: i16 = digits.parse().ok().filter(|_| matches!(digits.len(), 2 | 4))?;
    let year = if digits.len() == 2 { 2000 + year } else { year };
    let end = of + code + 1;
    let split = matches!(tokens.written(end), "-" | "/" | "–") && tokens.is_glued(end + 1);
    let last: Option<i16> = tokens.number(end + 1).parse().ok().filter(|last| split && (year + 1) % 100 == last % 100);
    match last {
        Some(_) if digits.len() == 4 || code > 0 => Some((year + 1, end + 2)),
        _ => (code > 0 && (digits.len() == 4 || tokens.is_glued(of + 1))).then_some((year, end)),
    }
}

/// First and last month of the part of a year named at token `i`, the token after it, and whether it needs its year.
fn part(tokens: &Tokens<'_>, i: usize) -> Option<(i8, i8, usize, bool)> {
    coded(tokens, i).or_else(|| {
        let nth = i8::try_from(tokens.value(i, Class::Ordinal)?).ok()?;
        let hyphen = i + 1 + usize::from(tokens.is(i + 1, "-"));
        let at = hyphen + usize::from(tokens.word(hyphen) == "calendar");
        match tokens.word(at) {
            "quarter" => Some((nth * 3 - 2, nth * 3, at + 1, false)),
            "half" if nth <= 2 => {
                let told = matches!(
                    tokens.word(at + 1),
                    "results"
                        | "profit"
                        | "profits"
                        | "earnings"
                        | "revenue"
                        | "net"
                        | "sales"
                        | "loss"
                        | "pretax"
                        | "operating"
                );
                Some((nth * 6 - 5, nth * 6, at + 1, !told))
            }
            _ if nth == 1 && tokens.word(at + 1) == "months" => {
                let digits = tokens.number(at).parse().ok();
                let months = digits.or_else(|| {
                    let word = tokens.value(at, Class::Unit).or_else(|| tokens.value(at, Class::Teen));
                    word.and_then(|n| i8::try_from(n).ok())
                });
                // `the first six months after the launch` are of no year.
                let loose = matches!(tokens.word(at + 2), "of" | "after" | "since" | "on" | "as" | "following" | "in");
                months.filter(|months| (2..=11).contains(months)).map(|months| (1, months, at + 2, loose))
            }
            _ => None,
        }
    })
}

/// `Q1`, `1Q`, `H1`, `1H`.
fn coded(tokens: &Tokens<'_>, i: usize) -> Option<(i8, i8, usize, bool)> {
    let (letter, digit) = if tokens.shape(i)? == Shape::Number { (i + 1, i) } else { (i, i + 1) };
    let n: i8 = tokens.number(digit).parse().ok().filter(|n| (1..=4).contains(n))?;
    // `H1N1` is a virus.
    let goes_on = tokens.is_glued(i + 2) && tokens.shape(i + 2) == Some(Shape::Word) && tokens.word(i + 2) != "fy";
    if !tokens.is_glued(i + 1) || tokens.is_glued(i) || !tokens.is_capital(letter) || goes_on {
        return None;
    }
    match tokens.word(letter) {
        "q" => Some((n * 3 - 2, n * 3, i + 2, false)),
        "h" if n <= 2 => Some((n * 6 - 5, n * 6, i + 2, false)),
        _ => None,
    }
}

/// `2015 first quarter`, `2015's second half`.
pub(super) fn part_after_year(tokens: &Tokens<'_>, year: i16, i: usize) -> Option<Said> {
    let possessive = matches!(tokens.written(i), "'" | "’") && tokens.word(i + 1) == "s";
    let (first, last, next, _) = part(tokens, if possessive { i + 2 } else { i })?;
    Some((When::Months { year: Some(year), first, last }, next))
}
