//! The dated facts of a story, in order of time.
//!
//! Takes a telling; gives one row a day or short period: the sentence nearest to the story's centre that names it and no
//! other, among those that can be read on their own. Days that more reports name come first where there are too many.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::types::{Citation, Kind, Mention, TimelineRow, Value};

use super::cite::{of_text, worded};
use super::member::{Statement, Telling};
use super::sentence;

/// Rows of a timeline: what a reader takes in.
const ROWS: usize = 8;
/// Days of the longest period that is one point in time: a quarter.
const SPAN: i32 = 92;
/// Share of words from which two sentences tell one fact.
const REPEATED: f32 = 0.8;

/// A period and the sentence that dates it best.
struct Dated<'t, 'a> {
    start: Date,
    end: Date,
    value: &'a Value,
    statement: &'t Statement<'a>,
}

/// The timeline of the story; empty where fewer than two days or periods are named.
pub(super) fn rows(telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Vec<TimelineRow> {
    let mut by_date: BTreeMap<(Date, Date), Vec<Dated<'_, '_>>> = BTreeMap::new();
    for statement in telling.originals().flat_map(sentence::able) {
        if let Some(dated) = dated(statement) {
            by_date.entry((dated.start, dated.end)).or_default().push(dated);
        }
    }
    let mut best: Vec<Dated<'_, '_>> =
        by_date.into_values().filter_map(|all| all.into_iter().max_by(|a, b| rank(a, b, telling))).collect();
    best.sort_by(|a, b| {
        let support = |dated: &Dated<'_, '_>| Reverse(telling.support.of_value(dated.value));
        support(a).cmp(&support(b)).then_with(|| rank(b, a, telling))
    });
    let mut kept: Vec<Dated<'_, '_>> = Vec::new();
    for dated in best {
        if kept.len() < ROWS && kept.iter().all(|other| other.statement.overlap(dated.statement) < REPEATED) {
            kept.push(dated);
        }
    }
    if kept.len() < 2 {
        return Vec::new();
    }
    kept.sort_by_key(|dated| (dated.start, dated.end));
    kept.iter().filter_map(|dated| row(dated, telling, print)).collect()
}

/// The sentence with the one day or short period that it names.
fn dated<'t, 'a>(statement: &'t Statement<'a>) -> Option<Dated<'t, 'a>> {
    let mut dates = statement.mentions.iter().filter(|mention| mention.kind == Kind::Date);
    let value = dates.next()?.value.as_ref()?;
    let Value::Date(range) = value else { return None };
    let (start, end) = (range.start?, range.end?);
    let alone = dates.all(|other| other.value.as_ref() == Some(value));
    let days = (end - start).get_days();
    (alone && (0..=SPAN).contains(&days)).then_some(Dated { start, end, value, statement })
}

/// Nearer to the centre of the story, then earlier in its report.
fn rank(a: &Dated<'_, '_>, b: &Dated<'_, '_>, telling: &Telling<'_>) -> std::cmp::Ordering {
    let central = |dated: &Dated<'_, '_>| dated.statement.vector.map_or(0.0, |vector| vector.cosine(&telling.centre));
    let place = |dated: &Dated<'_, '_>| (dated.statement.index, dated.statement.member);
    central(a).total_cmp(&central(b)).then_with(|| place(b).cmp(&place(a)))
}

fn row(dated: &Dated<'_, '_>, telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Option<TimelineRow> {
    let own = dated.statement;
    let is_it = |mention: &&&Mention| mention.kind == Kind::Date && mention.value.as_ref() == Some(dated.value);
    let cite = |statement: &Statement<'_>| -> Option<Citation> {
        let mention = statement.mentions.iter().find(is_it)?;
        Some(of_text(telling.members[statement.member].document, mention.span))
    };
    let others = telling.originals().flat_map(|member| &member.sentences);
    let others = others.filter(|other| (other.member, other.index) != (own.member, own.index));
    let citations: Vec<Citation> = cite(own).into_iter().chain(others.filter_map(cite)).collect();
    Some(TimelineRow {
        start: dated.start,
        date: worded(print(dated.value), citations, telling.copies)?,
        context: sentence::claim(own, telling)?,
    })
}
