//! What time a figure is about.
//!
//! Takes a line, the place of a figure and the dates of the line; gives an ISO 8601 day or interval of days. A weekday on
//! which something was said is no period of a quarter's revenue.

use jiff::civil::Date;
use jiff::Span as Time;

use crate::types::{DateRange, Kind, Mention, Value};

use super::line::Line;

/// Measures that are of a moment: for them a single day is a period, and moves of markets are of the day of the report.
const MOMENTS: [&str; 9] =
    ["share_price", "index_level", "exchange_rate", "yield", "price", "dead", "injured", "missing", "temperature"];
const MARKETS: [&str; 4] = ["share_price", "index_level", "exchange_rate", "yield"];
/// Measures of a stretch of business, which the text names once for several figures.
const OF_BUSINESS: [&str; 16] = [
    "revenue", "net_profit", "net_loss", "operating_profit", "operating_loss", "pretax_profit", "gross_profit", "ebitda", "eps",
    "margin", "sales_volume", "deliveries", "output", "orders", "bad_loans", "dividend",
];

pub(super) fn is_of_business(metric: &str) -> bool {
    OF_BUSINESS.contains(&metric)
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
pub(super) fn of(line: &Line, figure: usize, metric: &str, mentions: &[Mention], published: Option<Date>) -> Option<Period> {
    let clause = line.places[figure].clause;
    let dates = line.mentions(|kind| kind == Kind::Date).filter_map(|(at, idx)| Some((at, days(mentions.get(idx)?)?)));
    let found = dates.filter_map(|(at, (start, end))| {
        let is_day = start == end;
        let apart = line.places[at].clause.abs_diff(clause);
        let said_on = is_day && !MOMENTS.contains(&metric);
        let reach = at.abs_diff(figure) + 6 * apart + if at < figure { 2 } else { 0 };
        (!said_on && apart <= 1).then_some((reach, Period { start, end }))
    });
    let found = found.min_by_key(|(reach, _)| *reach).map(|(_, period)| period);
    found.or_else(|| {
        let day = published.filter(|_| MARKETS.contains(&metric))?;
        Some(Period { start: day, end: day })
    })
}

/// The stretch of business that `line` names first: a quarter, half or year.
pub(super) fn of_business(line: &Line, mentions: &[Mention], published: Option<Date>) -> Option<Period> {
    let dates = line.mentions(|kind| kind == Kind::Date).filter_map(|(_, idx)| days(mentions.get(idx)?));
    let mut stretches = dates.filter(|(start, end)| {
        let length = start.until((jiff::Unit::Day, *end)).map_or(0, |length| length.get_days());
        (80..=370).contains(&length) && published.is_none_or(|published| *end <= published)
    });
    stretches.next().map(|(start, end)| Period { start, end })
}

/// Whether the words after the figure at `figure` put it a year back.
pub(super) fn is_a_year_back(line: &Line, figure: usize) -> bool {
    let phrases = ["a year earlier", "a year ago", "a year before", "the year before", "the same period", "the previous year",
        "the corresponding period", "the same quarter", "the prior year", "the prior-year period", "the year-earlier period"];
    (figure + 1..(figure + 6).min(line.places.len()))
        .any(|at| phrases.iter().any(|phrase| line.phrase(at, phrase).is_some()))
}
