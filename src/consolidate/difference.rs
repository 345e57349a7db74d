//! Where sources differ: figures that answer one question and are not equal.
//!
//! Takes a telling and a printer of values; gives rows of positions, disputes first. Only different text families can
//! differ, and a report that gives both figures sides with nobody.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use crate::types::{Citation, Claim, Difference, DifferenceKind, Position, Value};

use super::cite::{of_text, worded};
use super::member::Telling;
use super::question::{self, Answer};
use super::{relation, sentence};

/// Answers to one key that are compared; a market table of hundreds is no set of answers.
const COMPARED: usize = 60;

/// Two answers that differ.
struct Found {
    kind: DifferenceKind,
    reason: String,
    pair: (usize, usize),
}

/// The differences, disputes first, then as they come in the sources.
pub(super) fn rows(telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Vec<Difference> {
    let answers: Vec<Answer<'_, '_>> = telling.originals().flat_map(|m| question::answers(m, telling)).collect();
    let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        by_key.entry(&answer.key).or_default().push(at);
    }
    let mut found: Vec<Found> = by_key.values().flat_map(|same| compared(same, &answers, question::is_same)).collect();
    let mut by_about: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        by_about.entry(answer.about.as_ref()).or_default().push(at);
    }
    by_about.remove(&None);
    let is_same = |a: &Answer<'_, '_>, b: &Answer<'_, '_>| question::is_same_about(a, b, &answers);
    for one in by_about.values().flat_map(|same| compared(same, &answers, is_same)) {
        if found.iter().all(|other| other.pair != one.pair) {
            found.push(one);
        }
    }
    found.sort_by_key(|f| (f.kind, f.pair));
    gathered(&found, &answers)
        .into_iter()
        .filter_map(|(first, positions)| row(first, &positions, &answers, telling, print))
        .collect()
}

fn compared<'t, 'a>(
    same: &[usize],
    answers: &[Answer<'t, 'a>],
    is_same: impl Fn(&Answer<'t, 'a>, &Answer<'t, 'a>) -> bool,
) -> Vec<Found> {
    let same = &same[..same.len().min(COMPARED)];
    let mut found = Vec::new();
    for (at, &a) in same.iter().enumerate() {
        for &b in &same[at + 1..] {
            let (left, right) = (&answers[a], &answers[b]);
            let differ = left.family != right.family && is_same(left, right);
            if !differ || gives_both(left, right, same, answers) {
                continue;
            }
            found.extend(relation::between(left, right).map(|(kind, reason)| Found { kind, reason, pair: (a, b) }));
        }
    }
    found
}

/// Whether one of the two families gives the other's value too.
fn gives_both(a: &Answer<'_, '_>, b: &Answer<'_, '_>, same: &[usize], answers: &[Answer<'_, '_>]) -> bool {
    let gives = |x: &Answer<'_, '_>, y: &Answer<'_, '_>| {
        same.iter().map(|&at| &answers[at]).any(|o| o.family == x.family && o.amount().amount == y.amount().amount)
    };
    gives(a, b) || gives(b, a)
}

/// Answers by printed position.
type Positions = BTreeMap<usize, BTreeSet<usize>>;

/// Pairs of one kind that share an answer's value become one difference; each with its first pair.
fn gathered<'f>(found: &'f [Found], answers: &[Answer<'_, '_>]) -> Vec<(&'f Found, Vec<BTreeSet<usize>>)> {
    let mut groups: Vec<(&Found, Positions)> = Vec::new();
    for one in found {
        let value_of = |at: usize| found_value(at, answers);
        let (a, b) = (value_of(one.pair.0), value_of(one.pair.1));
        let fits = |group: &(&Found, Positions)| {
            group.0.kind == one.kind
                && answers[group.0.pair.0].key == answers[one.pair.0].key
                && (group.1.contains_key(&a) || group.1.contains_key(&b))
        };
        let at = groups.iter().position(fits).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push((one, Positions::new()));
        }
        let group = &mut groups[at].1;
        group.entry(a).or_default().insert(one.pair.0);
        group.entry(b).or_default().insert(one.pair.1);
    }
    groups.into_iter().map(|(first, positions)| (first, positions.into_values().collect())).collect()
}

/// The first answer with the value of the answer `at`.
fn found_value(at: usize, answers: &[Answer<'_, '_>]) -> usize {
    let same = |other: &Answer<'_, '_>| other.key == answers[at].key && other.value == answers[at].value;
    answers.iter().position(same).unwrap_or(at)
}

fn row(
    first: &Found,
    positions: &[BTreeSet<usize>],
    answers: &[Answer<'_, '_>],
    telling: &Telling<'_>,
    print: &dyn Fn(&Value) -> String,
) -> Option<Difference> {
    let (a, b) = (&answers[first.pair.0], &answers[first.pair.1]);
    let shared = a.shared_words(b);
    let question = if shared.is_empty() { a.key.2.clone() } else { format!("{}: {shared}", a.key.2) };
    let positions: Vec<Position> =
        positions.iter().filter_map(|said| position(said, answers, telling, print)).collect();
    (positions.len() > 1).then(|| Difference { kind: first.kind, question, reason: first.reason.clone(), positions })
}

fn position(
    said: &BTreeSet<usize>,
    answers: &[Answer<'_, '_>],
    telling: &Telling<'_>,
    print: &dyn Fn(&Value) -> String,
) -> Option<Position> {
    let first = &answers[*said.first()?];
    let cite = |answer: &Answer<'_, '_>| -> Citation {
        of_text(telling.members[answer.statement.member].document, answer.mention.span)
    };
    let citations = said.iter().map(|&at| cite(&answers[at])).collect();
    let value: Claim = worded(print(first.value), citations, telling.copies)?;
    let amount = first.amount().middle().and_then(|amount| amount.to_f64()).unwrap_or_default();
    Some(Position { value, amount, context: sentence::claim(first.statement, telling)? })
}
