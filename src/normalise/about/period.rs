//! What time a figure is about.
//!
//! Takes a line, the place of a figure and the dates of the line; gives an ISO 8601 day or interval of days. A weekday on
//! which something was said is no period of a quarter's revenue.

use jiff::Span as Time;
use jiff::civil::Date;

use crate::types::{DateRange, Kind, Mention, Value};

use super::line::Line;

/// Measures that are of a moment: for them a weekday is a time, and moves of markets are of the day of the report.
const MOMENTS: [&str; 10] = [
    "share_price",
    "index_level",
    "exchange_rate",
    "yield",
    "price",
    "dead",
    "injured",
    "missing",
    "temperature",
    "interest_rate",
];
const MARKETS: [&str; 4] = ["share_price", "index_level", "exchange_rate", "yield"];
/// Measures that hold whatever the day.
const TIMELESS: [&str; 6] = ["age", "duration", "distance", "weight", "area", "rank"];
/// Measures of a stretch of business, which the text names once for several figures.
const OF_BUSINESS: [&str; 18] = [
    "revenue",
    "net_profit",
    "net_loss",
    "operating_profit",
    "operating_loss",
    "pretax_profit",
    "gross_profit",
    "ebitda",
    "eps",
    "margin",
    "sales_volume",
    "deliveries",
    "output",
    "orders",
    "bad_loans",
    "dividend",
    "customers",
    "market_share",
];
/// Measures of a country's month, quarter or year, which the text names once likewise.
const OF_COUNTRIES: [&str; 8] =
    ["inflation", "unemployment", "gdp", "exports", "imports", "trade_balance", "output", "rent"];
/// How far from its figure a date may stand, in words, a clause counting for six.
const FAR: usize = 10;
/// Words before a date that make it an end or a beginning and no time of the figure.
const ENDS: [&str; 9] = ["by", "since", "until", "before", "after", "till", "policy", "decision", "late"];

/// Whether a stretch of `days` that the text names is the time of its figures of `metric`.
pub(super) fn carries(metric: &str, days: i32) -> bool {
    OF_BUSINESS.contains(&metric) && days >= 80 || OF_COUNTRIES.contains(&metric) && days >= 28
}

/// Days from start to end of a mention of kind date, where both are known.
fn days(mention: &Mention) -> Option<(Date, Date)> {
    match &mention.value {
        Some(Value::Date(DateRange { start: Some(start), end: Some(end) })) => Some((*start, *end)),
        _ => None,
    }
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    start: Date,
    end: Date,
}

impl Period {
    /// How many days it has.
    pub(super) fn days(self) -> i32 {
        self.start.until((jiff::Unit::Day, self.end)).map_or(0, |length| length.get_days()) + 1
    }

    /// As ISO 8601 gives it.
    pub(super) fn written(self) -> String {
        if self.start == self.end { self.start.to_string() } else { format!("{}/{}", self.start, self.end) }
    }

    /// The same a year before.
    pub(super) fn a_year_earlier(self) -> Option<Self> {
        let back = |date: Date| date.checked_sub(Time::new().years(1)).ok();
        let end = back(self.end)?;
        // The last day of a month stays one.
        let last = self.end == self.end.last_of_month();
        Some(Self { start: back(self.start)?, end: if last { end.last_of_month() } else { end } })
    }
}

/// The period that `line` gives the figure at `figure`.
pub(super) fn of(
    line: &Line,
    figure: usize,
    metric: &str,
    mentions: &[Mention],
    published: Option<Date>,
) -> Option<Period> {
    if TIMELESS.contains(&metric) {
        return None;
    }
    let clause = line.places[figure].clause;
    let found = periods(line, mentions).filter_map(|(at, period)| {
        let apart = line.places[at].clause.abs_diff(clause);
        let weekday = period.start == period.end && !line.lower(at).contains(|c: char| c.is_ascii_digit());
        let said_on = weekday && !MOMENTS.contains(&metric);
        let end = at.checked_sub(1).is_some_and(|before| ENDS.contains(&line.lower(before)));
        let reach = at.abs_diff(figure) + 6 * apart + if at < figure { 2 } else { 0 };
        (!said_on && !end && apart <= 1 && reach <= FAR).then_some((reach, period))
    });
    let found = found.min_by_key(|(reach, _)| *reach).map(|(_, period)| period);
    found.or_else(|| {
        let day = published.filter(|_| MARKETS.contains(&metric))?;
        Some(Period { start: day, end: day })
    })
}

/// The dates of `line` as periods; `the quarter ended September` is three months.
fn periods<'a>(line: &'a Line, mentions: &'a [Mention]) -> impl Iterator<Item = (usize, Period)> + 'a {
    line.mentions(|kind| kind == Kind::Date).filter_map(|(at, idx)| {
        let (start, end) = days(mentions.get(idx)?)?;
        let start = months_to(line, at).and_then(|months| first_of(end, months)).unwrap_or(start);
        // `at the end of March` is its last day.
        let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
        let at_end = before(1) == "of" && before(2) == "end" || before(1) == "end";
        let start = if at_end { end } else { start };
        Some((at, Period { start, end }))
    })
}

/// How many months end with the date at `at`: `three months to`, `half-year ended`.
fn months_to(line: &Line, at: usize) -> Option<i32> {
    let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
    if !matches!(before(1), "ended" | "ending" | "to" | "through" | "until") {
        return None;
    }
    match before(2) {
        "quarter" => Some(3),
        "half-year" | "half" => Some(6),
        "year" => Some(12),
        "months" => ["three", "six", "nine", "twelve"].iter().position(|n| *n == before(3)).map(|i| 3 * (i as i32 + 1)),
        _ => None,
    }
}

/// The day on which `months` months that end on `end` begin.
fn first_of(end: Date, months: i32) -> Option<Date> {
    let back = end.tomorrow().ok()?.checked_sub(Time::new().months(months)).ok();
    back.filter(|_| months > 0)
}

/// The stretch that `line` names first, at least `least` days and over when the text was published.
pub(super) fn stretch(line: &Line, mentions: &[Mention], published: Option<Date>, least: i32) -> Option<Period> {
    let over = |period: &Period| published.is_none_or(|published| period.end <= published);
    let mut stretches = periods(line, mentions).map(|(_, period)| period);
    stretches.find(|period| (least..=370).contains(&period.days()) && over(period))
}

/// Whether the words after the figure at `figure` put it a year back.
pub(super) fn is_a_year_back(line: &Line, figure: usize) -> bool {
    let phrases = [
        "a year earlier",
        "a year ago",
        "a year before",
        "the year before",
        "the same period",
        "the previous year",
        "the corresponding period",
        "the same quarter",
        "the prior year",
        "the prior-year period",
        "the year-earlier period",
    ];
    (figure + 1..(figure + 6).min(line.places.len()))
        .any(|at| phrases.iter().any(|phrase| line.phrase(at, phrase).is_some()))
}
