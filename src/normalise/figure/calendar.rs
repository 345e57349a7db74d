//! Settles what a date means: first and last day, both included.
//!
//! Takes a [`When`] and the day of publication; gives a [`DateRange`] whose ends stay `None` where neither settles
//! them. Knows no text.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Unit};

use crate::types::DateRange;

/// A date as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// A day, perhaps without its year.
    Day { year: Option<i16>, month: i8, day: i8 },
    /// Whole months of one year: a month, quarter, half or `first nine months`.
    Months { year: Option<i16>, first: i8, last: i8 },
    /// Months of a fiscal year, counted from the month of the calendar in which the year `year` begins it.
    Fiscal { begins: i8, year: i16, first: i8, last: i8 },
    /// Whole years.
    Years { first: i16, last: i16 },
    /// A weekday, Monday 1.
    Weekday { day: i8, which: Which },
    /// A month named from the day of publication: `last September`.
    MonthOf { month: i8, which: Which },
    /// A unit of the calendar, so many away from the one of publication.
    Shift { unit: Period, by: i32 },
    /// A fiscal or vague time.
    Open,
}

/// Which of the recurring days or months is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The most recent one, the day of publication included.
    Recent,
    /// The first one from the day of publication on.
    Coming,
    /// `last`: before the day of publication.
    Last,
    /// `next`: after the day of publication.
    Next,
    /// `this`: of the week or year of publication.
    This,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// Months a date without a year may lie from publication; further away either year could be meant.
const NEAR_MONTHS: i32 = 4;

const OPEN: DateRange = DateRange { start: None, end: None };

/// First and last day of `when`, seen from `published`.
pub(super) fn settle(when: When, published: Option<Date>, ahead: Ahead) -> DateRange {
    settled(when, published, ahead).map_or(OPEN, |(start, end)| DateRange { start: Some(start), end: Some(end) })
}

/// Whether the sentence looks ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// It does.
    Yes,
    /// It tells what was.
    No,
    /// It does not say.
    Unknown,
}

fn settled(when: When, published: Option<Date>, ahead: Ahead) -> Option<(Date, Date)> {
    match when {
        When::Day { year, month, day } => {
            let date = Date::new(year.or_else(|| near_year(month, published?, ahead))?, month, day).ok()?;
            Some((date, date))
        }
        When::Months { year, first, last } => {
            let year = year.or_else(|| {
                if first == last { near_year(first, published?, ahead) } else { past_year(first, published?) }
            })?;
            months(year, first, last)
        }
        When::Fiscal { begins, year, first, last } => {
            let start = Date::new(year, begins, 1).ok()?;
            let months = |n: i8| start.checked_add(i32::from(n).months()).ok();
            Some((months(first - 1)?, months(last - 1)?.last_of_month()))
        }
        When::Years { first, last } => Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)),
        When::Weekday { day, which } => weekday(day, which, published?, ahead).map(|date| (date, date)),
        When::MonthOf { month, which } => months(month_year(month, which, published?), month, month),
        When::Shift { unit, by } => shifted(published?, unit, by),
        When::Open => None,
    }
}

fn months(year: i16, first: i8, last: i8) -> Option<(Date, Date)> {
    Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
}

/// The year of a month said without one, where only one is near.
fn near_year(month: i8, published: Date, ahead: Ahead) -> Option<i16> {
    let away = i32::from(month) - i32::from(published.month());
    let (year, away) = match away {
        ..=-7 => (published.year() + 1, away + 12),
        7.. => (published.year() - 1, away - 12),
        _ => (published.year(), away),
    };
    match ahead {
        Ahead::No if away > 0 => Some(year - 1),
        Ahead::Yes if away < 0 => Some(year + 1),
        Ahead::Yes | Ahead::No => Some(year),
        Ahead::Unknown => (away.abs() <= NEAR_MONTHS).then_some(year),
    }
}

/// The year of a quarter or half that has begun by the day of publication; one still to come could be either year's.
fn past_year(first: i8, published: Date) -> Option<i16> {
    let begun = first <= published.month();
    let just_past = first >= 7 && published.month() <= 3;
    if begun && !just_past { Some(published.year()) } else { just_past.then(|| published.year() - 1) }
}

fn month_year(month: i8, which: Which, published: Date) -> i16 {
    match which {
        Which::Last | Which::Recent => published.year() - i16::from(month >= published.month()),
        Which::Next | Which::Coming => published.year() + i16::from(month <= published.month()),
        Which::This => published.year(),
    }
}

fn weekday(day: i8, which: Which, published: Date, ahead: Ahead) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(day).ok()?;
    let is_today = published.weekday() == weekday;
    let which = if which == Which::Recent && ahead == Ahead::Yes { Which::Coming } else { which };
    match which {
        Which::Recent | Which::Coming if is_today => Some(published),
        Which::Recent | Which::Last => published.nth_weekday(-1, weekday).ok(),
        Which::Coming | Which::Next => published.nth_weekday(1, weekday).ok(),
        Which::This => {
            let away = i32::from(day) - i32::from(published.weekday().to_monday_one_offset());
            published.checked_add(away.days()).ok()
        }
    }
}

fn shifted(published: Date, unit: Period, by: i32) -> Option<(Date, Date)> {
    let year = published.year();
    let whole = i16::try_from(by).ok()?;
    match unit {
        Period::Day => published.checked_add(by.days()).ok().map(|date| (date, date)),
        Period::Week => {
            let monday = published.checked_sub(i32::from(published.weekday().to_monday_zero_offset()).days()).ok()?;
            let start = monday.checked_add(by.checked_mul(7)?.days()).ok()?;
            Some((start, start.checked_add(6.days()).ok()?))
        }
        Period::Month => {
            let start = published.first_of_month().checked_add(by.months()).ok()?;
            Some((start, start.last_of_month()))
        }
        Period::Quarter => {
            let first = (published.month() - 1) / 3 * 3 + 1;
            let start = Date::new(year, first, 1).ok()?.checked_add(by.checked_mul(3)?.months()).ok()?;
            Some((start, start.checked_add(2.months()).ok()?.last_of_month()))
        }
        Period::Year => {
            let year = year.checked_add(whole)?;
            settled(When::Years { first: year, last: year }, None, Ahead::Unknown)
        }
        Period::Decade => {
            let first = (year / 10).checked_add(whole)?.checked_mul(10)?;
            settled(When::Years { first, last: first + 9 }, None, Ahead::Unknown)
        }
    }
}

/// From the first day of `first` to the last of `last`, a year missing in one taken from the other.
pub(super) fn span(first: When, last: When, published: Option<Date>, ahead: Ahead) -> Option<DateRange> {
    let (first, last) = share_year(first, last);
    let (start, end) = (settle(first, published, ahead), settle(last, published, ahead));
    match (start.start, end.end) {
        (Some(from), Some(to)) if from > to => None,
        (Some(from), Some(to)) if from.until((Unit::Year, to)).is_ok_and(|span| span.get_years() > 300) => None,
        (start, end) => Some(DateRange { start, end: end.filter(|_| start.is_some()) }),
    }
}

fn share_year(first: When, last: When) -> (When, When) {
    let (Some(year), Some(month)) = (year_of(last), month_of(last)) else {
        return (first, last);
    };
    let begun = |m: i8| Some(year - i16::from(m > month));
    let first = match first {
        When::Day { year: None, month: m, day } => When::Day { year: begun(m), month: m, day },
        When::Months { year: None, first: m, last } => When::Months { year: begun(m), first: m, last },
        other => other,
    };
    (first, last)
}

fn year_of(when: When) -> Option<i16> {
    match when {
        When::Day { year, .. } | When::Months { year, .. } => year,
        _ => None,
    }
}

fn month_of(when: When) -> Option<i8> {
    match when {
        When::Day { month, .. } => Some(month),
        When::Months { last, .. } => Some(last),
        _ => None,
    }
}
