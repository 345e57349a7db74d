//! What time a figure is about.
//!
//! Takes a line, the place of a figure and the dates of the line and of the text; gives every stretch of days that may be
//! meant with the features that hold of it, which `rank` weighs. Periods are ISO 8601 days or intervals of days.

use jiff::Span as Time;
use jiff::civil::Date;

use crate::types::{DateRange, Kind, Mention, Modality, Value};

use super::cue;
use super::line::{Item, Line, Place};
use super::rank::{Choice, Gathered, features};

features! {
    /// What speaks for and against a stretch of time as that of a figure.
    Feature {
        Silent, SilentNoDate, SilentNoStretch, SilentForecast, SilentCompared,
        OfBefore, OfBeforeTwin, OfStretch, OfStretchNoDate, OfStretchLong, OfCountry, OfCountryNoDate, OfLast, OfLastNoDate,
        Published, PublishedNoDate, YearBack, YearBackSaid, StepBack, StepBackSaid, ThisYear, LastYear, FullYearSaid, Annual,
        InLine, DateBefore, DateAfter, SameClause, EarlierClause, LaterClause,
        Gap1, Gap4, Gap8, Gap14, GapFar, Nearest, NearestBefore, NearestAfter, OnlyDate, Opens, Crowded,
        Joined, Ended, AtEnd, LedIn, LedBy, LedSince, LedUntil, LedFrom, LedThan, LedOn, LedFor, LedOf, LedAfter, LedEvent,
        Said, SayingBetween, Weekday,
        Day, Week, Month, Quarter, Half, Year, Long, Future, Old, Whole,
        ForecastFuture, ForecastPast, ReportedFuture, ComparedLine, ComparedNot,
    }
}

/// How many groups of measures have weights of their own.
pub(super) const GROUPS: usize = 9;

/// What of the `features` of a stretch its class is made of: its length, and where it stands or where else it is from.
fn class(features: &[u16]) -> String {
    let has = |feature: Feature| features.contains(&(feature as u16));
    if has(Feature::Silent) {
        return "-".to_owned();
    }
    let first = |of: &[Feature]| of.iter().find(|feature| has(**feature)).map_or("", |f| Feature::NAMES[*f as usize]);
    let length = first(&[
        Feature::Day,
        Feature::Week,
        Feature::Month,
        Feature::Quarter,
        Feature::Half,
        Feature::Year,
        Feature::Long,
    ]);
    let told = first(&[Feature::DateBefore, Feature::DateAfter]);
    let from = || {
        first(&[
            Feature::Published,
            Feature::OfBefore,
            Feature::OfStretch,
            Feature::OfCountry,
            Feature::OfLast,
            Feature::YearBack,
            Feature::StepBack,
            Feature::ThisYear,
            Feature::LastYear,
        ])
    };
    let place = if told.is_empty() { from() } else { told };
    format!("{}{length} {place}", if has(Feature::Future) { "future " } else { "" })
}

/// Names of all features.
pub(super) fn features() -> Vec<String> {
    Feature::NAMES.iter().map(|name| (*name).to_owned()).collect()
}

/// The group of `metric`: measures that are timed alike.
pub(super) fn group(metric: Option<&str>) -> usize {
    match metric {
        Some(
            "debt" | "cash" | "headcount" | "assets" | "deposits" | "loans" | "customers" | "users" | "stores"
            | "capacity" | "inventory" | "orders" | "bad_loans" | "market_share",
        ) => 1,
        Some("share_price" | "index_level" | "exchange_rate" | "yield") => 2,
        Some("price" | "interest_rate" | "rent" | "temperature" | "wage" | "tariff" | "tax") => 3,
        Some(
            "inflation" | "unemployment" | "gdp" | "exports" | "imports" | "trade_balance" | "jobs_added" | "budget",
        ) => 4,
        Some(
            "deal_value" | "stake" | "market_value" | "funding" | "fine" | "settlement" | "damages" | "investment"
            | "aid" | "jobs_cut",
        ) => 5,
        Some("dead" | "injured" | "missing" | "population" | "vote_share" | "other") => 6,
        Some("age" | "duration" | "distance" | "weight" | "area" | "rank" | "energy") => 7,
        None => 8,
        Some(_) => 0,
    }
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    start: Date,
    end: Date,
}

impl Period {
    /// How many days it has.
    fn days(self) -> i32 {
        self.start.until((jiff::Unit::Day, self.end)).map_or(0, |length| length.get_days()) + 1
    }

    /// As ISO 8601 gives it.
    pub(super) fn written(self) -> String {
        if self.start == self.end { self.start.to_string() } else { format!("{}/{}", self.start, self.end) }
    }

    /// The same `months` months before.
    fn earlier(self, months: i32) -> Option<Self> {
        let back = |date: Date| date.checked_sub(Time::new().months(months)).ok();
        let end = back(self.end)?;
        // The last day of a month stays one.
        let last = self.end == self.end.last_of_month();
        Some(Self { start: back(self.start)?, end: if last { end.last_of_month() } else { end } })
    }

    /// The stretch of the same length right before it, where it is of whole months.
    fn step_back(self) -> Option<Self> {
        let months = match self.days() {
            28..=31 => 1,
            89..=92 => 3,
            181..=184 => 6,
            365..=366 => 12,
            _ => return None,
        };
        self.earlier(months)
    }

    /// The calendar year that holds `day`, or the one `back` years before.
    fn year_of(day: Date, back: i16) -> Option<Self> {
        let year = day.year() - back;
        Some(Self { start: Date::new(year, 1, 1).ok()?, end: Date::new(year, 12, 31).ok()? })
    }
}

/// A date of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    at: usize,
    period: Period,
    joined: bool,
    ended: bool,
    at_end: bool,
}

/// A figure whose time is sought.
pub(super) struct Seeker<'a> {
    pub(super) line: &'a Line,
    pub(super) figure: usize,
    /// The dates of the line.
    pub(super) told: &'a [Told],
    pub(super) published: Option<Date>,
    /// The stretches of business and of a country's figures that the text is about.
    pub(super) stretches: [Option<Period>; 2],
    /// The time of the figure before in the line, and of the last in the text.
    pub(super) before: Option<Period>,
    pub(super) last: Option<Period>,
    /// Whether it says that figure again, and whether it is what that one is set against.
    pub(super) twin: bool,
    pub(super) compared: bool,
}

impl Seeker<'_> {
    /// Every time that may be meant with what speaks for it; the first is none, unless `2024: €4m` leaves no doubt.
    pub(super) fn candidates(&self) -> Vec<Choice<Period>> {
        let all = self.all().into_iter();
        all.map(|(answer, features)| Choice { answer, class: class(&features), features }).collect()
    }

    fn all(&self) -> Vec<(Option<Period>, Vec<u16>)> {
        let near = |told: &&Told| told.at.abs_diff(self.figure) <= NEAR;
        let told: Vec<Told> =
            self.told.iter().filter(near).filter(|told| !self.is_of_other(told.at)).copied().collect();
        let headed = |told: &&Told| self.line.lower(told.at + 1) == ":" && told.at + 2 == self.figure;
        if let Some(own) = told.iter().find(headed) {
            return vec![(Some(own.period), self.features(own.period, &told))];
        }
        let now = [self.before, self.stretches[0], self.last, self.stretches[1]];
        let mut periods: Vec<Period> = told.iter().map(|told| told.period).collect();
        periods.extend(now.into_iter().flatten());
        periods.extend(now.into_iter().flatten().filter_map(|period| period.earlier(12)));
        periods.extend(now.into_iter().flatten().filter_map(Period::step_back));
        periods.extend(self.published.map(|day| Period { start: day, end: day }));
        periods.extend((0..2).filter_map(|back| Period::year_of(self.published?, back)));
        periods.sort_unstable();
        periods.dedup();
        let mut candidates = vec![(None, self.silence(&told))];
        candidates.extend(periods.into_iter().map(|period| (Some(period), self.features(period, &told))));
        candidates
    }

    /// Whether the date at `at` stands in brackets with a figure of its own, `£212m (2024: £198m)`, and this is another.
    fn is_of_other(&self, at: usize) -> bool {
        let places = &self.line.places;
        let is = |at: usize, mark: &str| self.line.lower(at) == mark;
        let open = (0..at).rev().take_while(|at| !is(*at, ")")).find(|at| is(*at, "("));
        let close = (at..places.len()).take_while(|at| !is(*at, "(")).find(|at| is(*at, ")"));
        let (Some(open), Some(close)) = (open, close) else { return false };
        let inside = open..close;
        !inside.contains(&self.figure) && places[inside].iter().any(Place::is_figure)
    }

    fn silence(&self, told: &[Told]) -> Vec<u16> {
        let mut features = Gathered::default();
        features.add(true, Feature::Silent as u16);
        features.add(told.is_empty(), Feature::SilentNoDate as u16);
        features.add(self.stretches[0].is_none(), Feature::SilentNoStretch as u16);
        features.add(cue::modality(self.line, self.figure) != Modality::Reported, Feature::SilentForecast as u16);
        features.add(self.compared, Feature::SilentCompared as u16);
        features.0
    }

    fn features(&self, period: Period, told: &[Told]) -> Vec<u16> {
        let mut features = Gathered::default();
        self.of_text(period, told, &mut features);
        self.of_length(period, &mut features);
        let mut here = told.iter().filter(|told| told.period == period).peekable();
        let in_line = here.peek().is_some();
        features.add(in_line, Feature::InLine as u16);
        features.add(in_line && self.compared, Feature::ComparedLine as u16);
        features.add(!in_line && self.compared, Feature::ComparedNot as u16);
        for date in here {
            self.of_date(date, told, &mut features);
        }
        features.0
    }

    fn of_text(&self, period: Period, told: &[Told], features: &mut Gathered) {
        let is = |other: Option<Period>| other == Some(period);
        let bare = told.is_empty();
        features.add(is(self.before), Feature::OfBefore as u16);
        features.add(is(self.before) && self.twin, Feature::OfBeforeTwin as u16);
        features.add(is(self.stretches[0]), Feature::OfStretch as u16);
        features.add(is(self.stretches[0]) && bare, Feature::OfStretchNoDate as u16);
        features.add(is(self.stretches[0]) && period.days() >= 300, Feature::OfStretchLong as u16);
        features.add(is(self.stretches[1]), Feature::OfCountry as u16);
        features.add(is(self.stretches[1]) && bare, Feature::OfCountryNoDate as u16);
        features.add(is(self.last), Feature::OfLast as u16);
        features.add(is(self.last) && bare, Feature::OfLastNoDate as u16);
        let today = self.published.map(|day| Period { start: day, end: day });
        features.add(is(today), Feature::Published as u16);
        features.add(is(today) && bare, Feature::PublishedNoDate as u16);
        let now = self.before.or(self.stretches[0]).or(self.last).or(self.stretches[1]);
        let (year, step) = (now.and_then(|now| now.earlier(12)), now.and_then(Period::step_back));
        features.add(is(year), Feature::YearBack as u16);
        features.add(is(year) && self.compared && self.says(&YEAR_BACK), Feature::YearBackSaid as u16);
        features.add(is(step), Feature::StepBack as u16);
        features.add(is(step) && self.says(&STEP_BACK), Feature::StepBackSaid as u16);
        let whole = ["full-year", "full year", "the year", "this year", "annual"];
        let near = self.figure.saturating_sub(8)..(self.figure + 6).min(self.line.places.len());
        let said = near.clone().any(|at| whole.iter().any(|phrase| self.line.phrase(at, phrase).is_some()));
        let year_of = |back: i16| self.published.and_then(|day| Period::year_of(day, back));
        features.add(is(year_of(0)), Feature::ThisYear as u16);
        features.add(is(year_of(1)), Feature::LastYear as u16);
        features.add(is(year_of(0)) && said, Feature::FullYearSaid as u16);
        features.add(is(year_of(1)) && said, Feature::Annual as u16);
        let future = self.published.is_some_and(|day| period.end > day);
        let forecast = cue::modality(self.line, self.figure) != Modality::Reported;
        features.add(forecast && future, Feature::ForecastFuture as u16);
        features.add(forecast && !future, Feature::ForecastPast as u16);
        features.add(!forecast && future, Feature::ReportedFuture as u16);
    }

    /// Whether one of `phrases` stands right behind the figure.
    fn says(&self, phrases: &[&str]) -> bool {
        (self.figure + 1..(self.figure + 7).min(self.line.places.len()))
            .any(|at| phrases.iter().any(|phrase| self.line.phrase(at, phrase).is_some()))
    }

    fn of_length(&self, period: Period, features: &mut Gathered) {
        let length = match period.days() {
            1 => Feature::Day,
            2..=27 => Feature::Week,
            28..=31 => Feature::Month,
            32..=120 => Feature::Quarter,
            121..=330 => Feature::Half,
            331..=380 => Feature::Year,
            _ => Feature::Long,
        };
        features.add(true, length as u16);
        features.add(self.published.is_some_and(|day| period.start > day), Feature::Future as u16);
        let old = self.published.and_then(|day| day.checked_sub(Time::new().months(14)).ok());
        features.add(old.is_some_and(|old| period.end < old), Feature::Old as u16);
        let covers = self.published.is_some_and(|day| period.start <= day && period.end >= day);
        features.add(covers && period.start < period.end, Feature::Whole as u16);
    }

    fn of_date(&self, date: &Told, told: &[Told], features: &mut Gathered) {
        let (line, figure, at) = (self.line, self.figure, date.at);
        let clause = |at: usize| line.places[at].clause;
        let lower = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
        features.add(at < figure, Feature::DateBefore as u16);
        features.add(at > figure, Feature::DateAfter as u16);
        features.add(clause(at) == clause(figure), Feature::SameClause as u16);
        features.add(clause(at) < clause(figure), Feature::EarlierClause as u16);
        features.add(clause(at) > clause(figure), Feature::LaterClause as u16);
        let gap = match at.abs_diff(figure) {
            0..=2 => Feature::Gap1,
            3..=5 => Feature::Gap4,
            6..=9 => Feature::Gap8,
            10..=15 => Feature::Gap14,
            _ => Feature::GapFar,
        };
        features.add(true, gap as u16);
        let nearest = |side: &dyn Fn(usize) -> bool| {
            told.iter().map(|told| told.at).filter(|at| side(*at)).min_by_key(|at| at.abs_diff(figure))
        };
        features.add(nearest(&|_| true) == Some(at), Feature::Nearest as u16);
        features.add(nearest(&|at| at < figure) == Some(at), Feature::NearestBefore as u16);
        features.add(nearest(&|at| at > figure) == Some(at), Feature::NearestAfter as u16);
        features.add(told.iter().all(|other| other.period == date.period), Feature::OnlyDate as u16);
        features.add(at <= 2, Feature::Opens as u16);
        let between = &line.places[at.min(figure) + 1..at.max(figure)];
        features.add(between.iter().any(Place::is_figure), Feature::Crowded as u16);
        let between = at.min(figure) + 1..at.max(figure);
        features.add(between.clone().any(|at| cue::is_saying(line, at)), Feature::SayingBetween as u16);
        features.add(date.joined, Feature::Joined as u16);
        features.add(date.ended, Feature::Ended as u16);
        features.add(date.at_end, Feature::AtEnd as u16);
        let article = usize::from(matches!(lower(1), "the" | "its" | "their" | "a" | "late" | "early" | "mid"));
        let led = match lower(1 + article) {
            "in" | "during" | "over" => Some(Feature::LedIn),
            "by" => Some(Feature::LedBy),
            "since" => Some(Feature::LedSince),
            "until" | "till" | "before" => Some(Feature::LedUntil),
            "from" => Some(Feature::LedFrom),
            "than" | "versus" | "against" => Some(Feature::LedThan),
            "on" => Some(Feature::LedOn),
            "for" => Some(Feature::LedFor),
            "of" => Some(Feature::LedOf),
            "after" => Some(Feature::LedAfter),
            _ => None,
        };
        if let Some(led) = led {
            features.add(true, led as u16);
        }
        let event =
            ["election", "meeting", "policy", "decision", "vote", "edition", "deal", "agreement", "report", "filing"];
        features.add(event.contains(&line.lower(at + 1)), Feature::LedEvent as u16);
        let said = (1..=3).any(|n| at >= n && cue::is_saying(line, at - n));
        features.add(said || at + 1 < line.places.len() && cue::is_saying(line, at + 1), Feature::Said as u16);
        features.add(
            date.period.days() == 1 && !line.lower(at).contains(|c: char| c.is_ascii_digit()),
            Feature::Weekday as u16,
        );
    }
}

/// Places from a figure within which dates may be its time.
const NEAR: usize = 80;
/// Words that put what a figure is set against a year back, and a step of the same length back.
const YEAR_BACK: [&str; 13] = [
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
    "the same half",
    "the same month",
];
const STEP_BACK: [&str; 10] = [
    "the previous quarter",
    "a quarter earlier",
    "the prior quarter",
    "the preceding quarter",
    "the month before",
    "the previous month",
    "a month earlier",
    "a month before",
    "the quarter before",
    "previously",
];

/// The dates of `line` as periods; `the quarter ended September` is three months, `January to September` nine.
pub(super) fn told(line: &Line, mentions: &[Mention]) -> Vec<Told> {
    let mut dates: Vec<Told> = Vec::new();
    for (at, idx) in line.mentions(|kind| kind == Kind::Date) {
        let Some((start, end)) = days(&mentions[idx]) else { continue };
        let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
        let at_end = before(1) == "of" && before(2) == "end" || matches!(before(1), "end" | "end-");
        let first = first_of(line, mentions, at, at_end, end);
        let from = dates.last().filter(|last| first.is_none() && joins(line, last.at, at) && last.period.start < start);
        let period = match (first, from) {
            (Some(first), _) => Period { start: first, end },
            (None, Some(from)) => Period { start: from.period.start, end },
            (None, None) => Period { start: if at_end { end } else { start }, end },
        };
        let told = Told { at, period, joined: from.is_some(), ended: first.is_some(), at_end };
        if from.is_some() || first.is_some() && dates.last().is_some_and(|last| at - last.at <= 2) {
            dates.pop();
        }
        dates.push(told);
    }
    dates
}

/// Days from start to end of a mention of kind date, where both are known.
fn days(mention: &Mention) -> Option<(Date, Date)> {
    match &mention.value {
        Some(Value::Date(DateRange { start: Some(start), end: Some(end) })) => Some((*start, *end)),
        _ => None,
    }
}

/// Whether the dates at `from` and `to` are the ends of one stretch: `January to September`, `between 2019 and 2023`.
fn joins(line: &Line, from: usize, to: usize) -> bool {
    let between = from.checked_sub(1).map_or("", |at| line.lower(at));
    let word = if to == from + 2 { line.lower(from + 1) } else { "" };
    matches!(word, "-" | "–" | "through" | "to") || word == "and" && between == "between"
}

/// The first day of a stretch that ends with the date at `at`: `six months to the end of March`, `quarter ended March`.
fn first_of(line: &Line, mentions: &[Mention], at: usize, at_end: bool, end: Date) -> Option<Date> {
    let skipped = match (at_end, at.checked_sub(2).map_or("", |at| line.lower(at))) {
        (true, "end") => 2 + usize::from(at.checked_sub(3).is_some_and(|at| line.lower(at) == "the")),
        (true, _) => 1,
        // `the 12 months ended in March`
        _ => usize::from(at.checked_sub(1).is_some_and(|at| matches!(line.lower(at), "in" | "on"))),
    };
    let ended = at.checked_sub(skipped + 1)?;
    if !matches!(line.lower(ended), "ended" | "ending" | "to" | "through" | "until") {
        return None;
    }
    let unit = ended.checked_sub(1)?;
    let place = &line.places[unit];
    let back = |time: Time| end.tomorrow().ok()?.checked_sub(time).ok();
    if let Item::Mention(idx, Kind::Quantity) = place.item
        && let Some(Value::Quantity(quantity)) = &mentions[idx].value
    {
        let n = i64::try_from(quantity.amount.amount?.trunc().mantissa()).ok().filter(|n| (1..=60).contains(n))?;
        return match quantity.unit.as_str() {
            "month" => back(Time::new().months(n)),
            "week" => back(Time::new().weeks(n)),
            _ => None,
        };
    }
    let n = (1..=2).filter_map(|n| unit.checked_sub(n)).find_map(|at| {
        let word = NUMBERS.iter().position(|word| *word == line.lower(at)).and_then(|n| i64::try_from(n + 1).ok());
        word.or_else(|| line.lower(at).parse().ok().filter(|n| (1..=60).contains(n)))
    });
    let months = match place.lower.rsplit([' ', '-']).next().unwrap_or_default() {
        "quarter" => 3,
        "half" => 6,
        "year" if place.lower.starts_with("half") => 6,
        "year" => 12,
        "month" => 1,
        "months" => n?,
        "week" => return back(Time::new().weeks(1)),
        "weeks" => return back(Time::new().weeks(n?)),
        _ => return None,
    };
    back(Time::new().months(months))
}

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Years back that a text is still about.
const LATELY: i16 = 3;

/// The stretch that `line` names first, at least `least` days and over when the text was published, but not long over: what
/// was founded in 1961 reports for another year.
pub(super) fn stretch(line: &Line, mentions: &[Mention], published: Option<Date>, least: i32) -> Option<Period> {
    let old = |published: Date| published.year() - LATELY;
    let over = |period: &Period| {
        published.is_none_or(|published| period.end <= published && period.end.year() >= old(published))
    };
    let mut stretches = told(line, mentions).into_iter().map(|told| told.period);
    stretches.find(|period| (least..=370).contains(&period.days()) && over(period))
}
