//! What a figure covers: period, comparison, base and region.
//!
//! Takes the words near two figures and the dates of their sentences; says in words how their scopes differ. Two figures of different scope can both
//! be true.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::types::{Kind, Value, is_stop_word, stem};

use super::question::Answer;

/// Words of scope by what they settle. Within one row two sentences that each have words and none in common differ.
const SCOPES: &[(&str, &[&str])] = &[
    (
        "comparison",
        &["year-on-year", "year-over-year", "quarter-on-quarter", "month-on-month", "sequentially", "yoy", "qoq"],
    ),
    ("rate", &["annual", "annually", "yearly", "monthly", "weekly", "daily", "hourly", "quarterly"]),
    (
        "base",
        &[
            "total",
            "overall",
            "external",
            "internal",
            "net",
            "gross",
            "pretax",
            "pre-tax",
            "underlying",
            "adjusted",
            "operating",
            "organic",
            "comparable",
            "like-for-like",
            "excluding",
            "including",
            "recurring",
            "diluted",
            "basic",
            "core",
            "combined",
            "initial",
            "upfront",
            "consolidated",
            "standalone",
            "constant",
            "in real terms",
            "with additions",
        ],
    ),
    (
        "region",
        &[
            "worldwide",
            "global",
            "globally",
            "abroad",
            "overseas",
            "domestic",
            "domestically",
            "nationwide",
            "national",
            "regional",
            "international",
            "internationally",
            "local",
        ],
    ),
    (
        "period",
        &[
            "first-quarter",
            "second-quarter",
            "third-quarter",
            "fourth-quarter",
            "q1",
            "q2",
            "q3",
            "q4",
            "first-half",
            "second-half",
            "half-year",
            "full-year",
            "nine-month",
            "six-month",
        ],
    ),
    ("standing", &["full-time", "part-time", "permanent", "temporary", "seasonal", "direct", "indirect"]),
];

/// Phrases that mean the same as a word of the table.
const PHRASES: &[(&str, &str)] = &[
    ("from a year earlier", "year-on-year"),
    ("from a year ago", "year-on-year"),
    ("compared with a year earlier", "year-on-year"),
    ("year on year", "year-on-year"),
    ("year over year", "year-on-year"),
    ("from the previous quarter", "quarter-on-quarter"),
    ("from the prior quarter", "quarter-on-quarter"),
    ("quarter on quarter", "quarter-on-quarter"),
    ("from the previous month", "month-on-month"),
    ("month on month", "month-on-month"),
    ("first quarter", "first-quarter"),
    ("second quarter", "second-quarter"),
    ("third quarter", "third-quarter"),
    ("fourth quarter", "fourth-quarter"),
    ("first half", "first-half"),
    ("second half", "second-half"),
    ("full year", "full-year"),
    ("nine months", "nine-month"),
    ("six months", "six-month"),
    ("before tax", "pre-tax"),
    ("in real terms", "in real terms"),
    ("adjusted for inflation", "in real terms"),
    ("after inflation", "in real terms"),
    ("strip out", "excluding"),
    ("strips out", "excluding"),
    ("stripped out", "excluding"),
    ("stripping out", "excluding"),
    ("leave out", "excluding"),
    ("leaves out", "excluding"),
    ("leaving out", "excluding"),
    ("left out", "excluding"),
    ("ignores", "excluding"),
    ("ignoring", "excluding"),
    ("not counting", "excluding"),
    ("not including", "excluding"),
    ("once you add", "with additions"),
    ("once you count", "with additions"),
    ("when you add", "with additions"),
    ("when you count", "with additions"),
    ("if you add", "with additions"),
    ("if you count", "with additions"),
    ("adds in", "with additions"),
    ("adding in", "with additions"),
    ("counts in", "with additions"),
    ("counting in", "with additions"),
    ("reckons in", "with additions"),
    ("reckoning in", "with additions"),
    ("are counted", "with additions"),
    ("is counted", "with additions"),
    ("constant currencies", "constant"),
    ("constant currency", "constant"),
    ("constant exchange rates", "constant"),
    ("currency-neutral", "constant"),
    ("local currencies", "constant"),
    ("local currency", "constant"),
    ("full time", "full-time"),
    ("part time", "part-time"),
    ("a year", "annual"),
    ("per year", "annual"),
    ("a month", "monthly"),
    ("per month", "monthly"),
    ("a week", "weekly"),
    ("a day", "daily"),
    ("per day", "daily"),
];

/// Days from and to, as far as they are known.
type Period = (Option<Date>, Option<Date>);
const DIFFERENT_PERIODS: &str = "the sentences name different periods";

/// Words that only widen: alone on one side they leave the question as it is.
const WIDENING: [&str; 5] = ["total", "overall", "combined", "including", "net"];

/// What two scopes come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scopes {
    /// No difference in sight.
    Same,
    /// They differ, in words: `one says Europe, the other worldwide`.
    Differ(String),
    /// One side leaves open what the other settles, so that nothing follows.
    Open,
}

/// Compares what two figures cover.
pub(super) fn compare(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Scopes {
    let compared = compared(a, b);
    match (compared.terms.or(compared.places), compared.periods) {
        (Some(reason), _) | (None, Scopes::Differ(reason)) => Scopes::Differ(reason),
        (None, Scopes::Same) if !compared.is_open && !compared.is_elsewhere => Scopes::Same,
        (None, Scopes::Open | Scopes::Same) => Scopes::Open,
    }
}

/// Terms of scope by row.
type Terms = BTreeSet<(&'static str, &'static str)>;

/// How the terms of two figures differ, in words; and whether one has a term that the other lacks and that need not narrow it.
fn differing(left: &Terms, right: &Terms) -> (Option<String>, bool) {
    let mut open = false;
    for (row, _) in SCOPES {
        let side = |terms: &Terms| -> BTreeSet<&'static str> {
            terms.iter().filter(|(r, _)| r == row).map(|(_, term)| *term).collect()
        };
        let (left, right) = (side(left), side(right));
        if let (Some(l), Some(r), true) = (left.first(), right.first(), left.is_disjoint(&right)) {
            return (Some(format!("one says {l}, the other {r}")), open);
        }
        if let Some(term) = left.symmetric_difference(&right).find(|t| !WIDENING.contains(t)) {
            if matches!(*row, "base" | "region" | "standing" | "comparison") {
                return (Some(format!("one says {term}, the other does not")), open);
            }
            open = true;
        }
    }
    (None, open)
}

/// Row and term of each word of scope.
fn terms(text: &str) -> Terms {
    let mut lower = format!(" {} ", text.to_lowercase().replace('’', "'"));
    let mut found: Vec<&str> = Vec::new();
    for (phrase, term) in PHRASES {
        let padded = format!(" {phrase}");
        let ends = |at: usize| !lower[at + padded.len()..].starts_with(char::is_alphanumeric);
        if lower.match_indices(&padded).any(|(at, _)| ends(at)) {
            found.push(term);
            lower = lower.replace(&padded, " ");
        }
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: BTreeSet<String> = lower.split_whitespace().map(bare).collect();
    let rows = SCOPES.iter().flat_map(|(row, terms)| terms.iter().map(move |term| (*row, *term)));
    rows.filter(|(_, term)| found.contains(term) || words.contains(*term)).collect()
}

/// Words of what a percentage is of that are read.
const WHOLE: usize = 5;

/// Percentages of two things: `38% of passenger traffic` and `44% of the freight market`.
pub(super) fn wholes(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Option<String> {
    let (left, right) = (whole(a)?, whole(b)?);
    let stems = |words: &[&str]| words.iter().map(|word| stem(word)).collect::<BTreeSet<String>>();
    let differ = stems(&left).is_disjoint(&stems(&right));
    differ.then(|| format!("one is of {}, the other of {}", left.join(" "), right.join(" ")))
}

/// What a percentage is of, as its sentence says.
fn whole<'a>(answer: &'a Answer<'_, '_>) -> Option<Vec<&'a str>> {
    let after = (answer.mention.kind == Kind::Percent).then_some(answer.after.strip_prefix(" of ")?)?;
    let clause = after.split([',', ';', '.', ':', '(']).next().unwrap_or_default();
    let told = clause.split_whitespace().skip_while(|word| is_stop_word(word)).take_while(|word| !is_stop_word(word));
    let words: Vec<&str> = told.take(WHOLE).collect();
    (!words.is_empty()).then_some(words)
}

/// What the words near two figures, their places and their periods say of what they cover, each by itself.
pub(super) struct Compared {
    /// How words of scope differ, in words.
    pub(super) terms: Option<String>,
    /// A place on one side against a word like `worldwide`.
    pub(super) places: Option<String>,
    /// What their periods come to.
    pub(super) periods: Scopes,
    /// Whether one side has a word of scope that the other lacks and that need not narrow it.
    pub(super) is_open: bool,
    /// Whether they name places and none in common.
    pub(super) is_elsewhere: bool,
}

/// Compares what two figures cover, side by side.
pub(super) fn compared(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Compared {
    let (left, right) = (terms(&a.near), terms(&b.near));
    let (terms, is_open) = differing(&left, &right);
    let places = places(a, &right).or_else(|| places(b, &left));
    Compared { terms, places, periods: periods(a, b), is_open, is_elsewhere: are_elsewhere(a, b) }
}

/// A place on one side against a word like `worldwide` on the other.
fn places(a: &Answer<'_, '_>, other: &Terms) -> Option<String> {
    let wide = other.iter().find(|(row, _)| *row == "region")?.1;
    let place = a.places().into_iter().next()?;
    Some(format!("one says {place}, the other {wide}"))
}

/// Whether the sentences name places and none in common: what is said of them may be of those places, or only be said
/// there, so that nothing follows.
fn are_elsewhere(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let (left, right) = (a.places(), b.places());
    !left.is_empty() && !right.is_empty() && left.is_disjoint(&right)
}

/// Periods longer than a day that the figures are known to be of, else those that the sentences name. Periods that overlap
/// may be one, told more and less closely: `the raids of 2021`, `raids in March 2021`.
fn periods(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Scopes {
    if let Some((one, other)) = a.period().zip(b.period()) {
        return if one == other { Scopes::Same } else { Scopes::Differ(DIFFERENT_PERIODS.to_owned()) };
    }
    let spans = |answer: &Answer<'_, '_>| -> BTreeSet<Period> {
        let dates = answer.statement.mentions.iter().filter(|m| m.kind == Kind::Date);
        let ranges = dates.filter_map(|m| match &m.value {
            Some(Value::Date(range)) if range.start != range.end => Some((range.start, range.end)),
            _ => None,
        });
        ranges.collect()
    };
    let (left, right) = (spans(a), spans(b));
    match (left.first(), right.first()) {
        (Some(_), Some(_)) if left.is_disjoint(&right) => {
            let overlap = |(one, other): (&Period, &Period)| {
                let begins_by_end = |one: &Period, of: &Period| one.0.zip(of.1).is_none_or(|(start, end)| start <= end);
                begins_by_end(one, other) && begins_by_end(other, one)
            };
            let any = left.iter().any(|one| right.iter().any(|other| overlap((one, other))));
            if any { Scopes::Open } else { Scopes::Differ(DIFFERENT_PERIODS.to_owned()) }
        }
        (Some(_), None) | (None, Some(_)) if a.mention.kind != Kind::Quantity => Scopes::Open,
        _ => Scopes::Same,
    }
}
