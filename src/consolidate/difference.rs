//! Where sources differ: figures that answer one question and are not equal.
//!
//! Takes a telling, its answers and a printer of values; gives rows of positions, disputes first. Only different text families can
//! differ, and a report that gives both figures sides with nobody.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use crate::types::{Citation, Claim, Difference, DifferenceKind, Position, Value};

use super::cite::{of_text, worded};
use super::figure::is_odd;
use super::member::Telling;
use super::pair::Pair;
use super::question::{self, Answer};
use super::{relation, sentence};

/// Answers to one key that are compared; a market table of hundreds is no set of answers.
const COMPARED: usize = 60;
/// Log odds from which two figures that differ are told as a difference, and as a dispute, of which a false one is worse
/// than a missed one.
const TOLD: f32 = -0.5;
const DISPUTED: f32 = 1.0;

/// Two answers that differ.
struct Found {
    kind: DifferenceKind,
    reason: String,
    pair: (usize, usize),
}

/// The differences, disputes first, then as they come in the sources.
pub(super) fn rows(
    telling: &Telling<'_>,
    answers: &[Answer<'_, '_>],
    pairs: &[Pair],
    print: &dyn Fn(&Value) -> String,
) -> Vec<Difference> {
    let mut found = plain(answers);
    for pair in pairs.iter().filter(|pair| pair.score > TOLD) {
        // What is given in another unit is no other answer.
        let is_new =
            answers[pair.a].unit == answers[pair.b].unit && found.iter().all(|other| other.pair != (pair.a, pair.b));
        let (kind, reason) = match relation::between(&answers[pair.a], &answers[pair.b]) {
            Some(told) if is_new => told,
            _ => continue,
        };
        let is_sure = pair.score > DISPUTED && !gives_both(&answers[pair.a], &answers[pair.b], answers);
        if kind != DifferenceKind::Disputed || is_sure {
            found.push(Found { kind, reason, pair: (pair.a, pair.b) });
        }
    }
    found.sort_by_key(|f| (f.kind, f.pair));
    let same = Same::of(answers, pairs);
    gathered(&found, answers, &same)
        .into_iter()
        .filter_map(|(first, positions)| row(first, &positions, answers, telling, print))
        .collect()
}

/// Pairs that plainly answer one question.
fn plain(answers: &[Answer<'_, '_>]) -> Vec<Found> {
    let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        by_key.entry(answer.key.as_ref()).or_default().push(at);
    }
    by_key.remove(&None);
    let mut found = Vec::new();
    for same in by_key.values() {
        let same = &same[..same.len().min(COMPARED)];
        for (at, &a) in same.iter().enumerate() {
            for &b in &same[at + 1..] {
                let (left, right) = (&answers[a], &answers[b]);
                let differ = left.family != right.family && question::is_same(left, right);
                let keyed = || same.iter().map(|&at| &answers[at]);
                if differ && !keyed().any(|o| gives(o, left, right) || gives(o, right, left)) {
                    let told = relation::between(left, right);
                    found.extend(told.map(|(kind, reason)| Found { kind, reason, pair: (a, b) }));
                }
            }
        }
    }
    found
}

/// Whether `other` is the first one's report giving the second one's value.
fn gives(other: &Answer<'_, '_>, first: &Answer<'_, '_>, second: &Answer<'_, '_>) -> bool {
    other.family == first.family && other.unit == second.unit && other.amount().amount == second.amount().amount
}

/// Whether one of the two families gives the other's value too.
fn gives_both(a: &Answer<'_, '_>, b: &Answer<'_, '_>, answers: &[Answer<'_, '_>]) -> bool {
    answers.iter().any(|other| gives(other, a, b) || gives(other, b, a))
}

/// Answers that give one value to one question, by their first.
struct Same(Vec<usize>);

impl Same {
    fn of(answers: &[Answer<'_, '_>], pairs: &[Pair]) -> Self {
        let mut odd: BTreeMap<&Value, usize> = BTreeMap::new();
        let of_odd =
            |at: usize| if is_odd(answers[at].value) { *odd.entry(answers[at].value).or_insert(at) } else { at };
        let mut first: Vec<usize> = (0..answers.len()).map(of_odd).collect();
        let keyed = |a: usize| (0..a).filter(move |b| answers[*b].key.is_some() && answers[*b].key == answers[a].key);
        let paired = pairs.iter().map(|pair| (pair.a, pair.b));
        for (a, b) in (0..answers.len()).flat_map(|a| keyed(a).map(move |b| (b, a))).chain(paired) {
            if answers[a].value == answers[b].value {
                let (a, b) = (first[a], first[b]);
                first.iter_mut().filter(|at| **at == a.max(b)).for_each(|at| *at = a.min(b));
            }
        }
        Self(first)
    }
}

/// Answers by printed position.
type Positions = BTreeMap<usize, BTreeSet<usize>>;

/// Pairs of one kind that share an answer's value become one difference, where each of its answers is paired with each
/// other: a chain of pairs is no one question. Each with its first pair.
fn gathered<'f>(found: &'f [Found], answers: &[Answer<'_, '_>], same: &Same) -> Vec<(&'f Found, Vec<BTreeSet<usize>>)> {
    let ends = |one: &Found| (same.0[one.pair.0], same.0[one.pair.1]);
    let paired: BTreeSet<(DifferenceKind, usize, usize)> = found
        .iter()
        .flat_map(|one| [(one.kind, ends(one).0, ends(one).1), (one.kind, ends(one).1, ends(one).0)])
        .collect();
    let mut groups: Vec<(&Found, Positions)> = Vec::new();
    for one in found {
        let (a, b) = ends(one);
        let fits = |group: &(&Found, Positions)| {
            let with_all =
                |at: usize| group.1.keys().all(|other| *other == at || paired.contains(&(one.kind, at, *other)));
            group.0.kind == one.kind
                && answers[group.0.pair.0].unit == answers[one.pair.0].unit
                && (group.1.contains_key(&a) || group.1.contains_key(&b))
                && with_all(a)
                && with_all(b)
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

fn row(
    first: &Found,
    positions: &[BTreeSet<usize>],
    answers: &[Answer<'_, '_>],
    telling: &Telling<'_>,
    print: &dyn Fn(&Value) -> String,
) -> Option<Difference> {
    let (a, b) = (&answers[first.pair.0], &answers[first.pair.1]);
    let shared = a.shared_words(b);
    let measure = a.measure().replace('_', " ");
    let question = if shared.is_empty() { measure } else { format!("{measure}: {shared}") };
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
