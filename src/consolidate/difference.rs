//! Where sources differ: figures that answer one question and are not equal.
//!
//! Takes a telling, its answers and a printer of values; gives rows of positions, disputes first. Only different text
//! families can differ, and a report that gives both figures sides with nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Citation, Claim, Difference, DifferenceKind, Kind, Position, Value};

use super::cite::{of_text, worded};
use super::figure::is_odd;
use super::member::Telling;
use super::pair::Pair;
use super::question::{self, Answer};
use super::verdict::Common;
use super::{convert, relation, sentence, verdict};

/// Answers to one key that are compared; a market table of hundreds is no set of answers.
const COMPARED: usize = 60;
/// Log odds from which the words around two figures say that they answer one question, whatever measures were read.
const SURE: f32 = 0.0;
/// Log odds from which two figures that differ are told as disputed: a false dispute is worse than a missed one.
const DISPUTED: f32 = 0.3;
/// The same for percentages and for spans of time, which are told of everything (`the first time in four years`).
const DISPUTED_SHARE: f32 = 0.7;
const DISPUTED_TIME: f32 = 2.0;
/// Log odds from which they are told to differ in scope, or as given and later mended.
const DIFFERENT: f32 = -0.3;
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
    let is_read = answers.iter().any(|answer| answer.closeness(answer).is_some());
    let mut found = if is_read { judged(telling, answers, pairs) } else { ruled(answers, pairs) };
    found.sort_by_key(|f| (f.kind, f.pair));
    let same = Same::of(answers, pairs);
    let mut told: Vec<(DifferenceKind, (usize, usize))> = Vec::new();
    // Found in the order of kinds: what is disputed is not told as updated as well, nor once more in other words.
    found.retain(|one| {
        let ends = same.ends(one);
        let is_known = told.contains(&(one.kind, ends));
        let is_new = is_known || !told.iter().any(|(_, other)| are_alike(*other, ends, answers));
        told.extend((is_new && !is_known).then_some((one.kind, ends)));
        is_new
    });
    gathered(&found, answers, &same)
        .into_iter()
        .filter_map(|(first, positions)| row(first, &positions, answers, telling, print))
        .collect()
}

/// The differences that the weights tell, where a model reads the questions.
fn judged(telling: &Telling<'_>, answers: &[Answer<'_, '_>], pairs: &[Pair]) -> Vec<Found> {
    let told = |(pair, (features, common)): ((usize, usize), Evidence)| {
        let (a, b) = (&answers[pair.0], &answers[pair.1]);
        // One number that rounds the other is told by its digits.
        let ruled = relation::between(a, b, features[0] > SURE).map(|(kind, _)| kind);
        let kind = match ruled.filter(|kind| *kind == DifferenceKind::Rounded) {
            Some(rounded) => rounded,
            None => verdict::kind(&features).filter(|_| common.is_of_one_event())?,
        };
        let is_told = match kind {
            DifferenceKind::Disputed => !verdict::is_undisputed(a, b, is_given(answers, a, b)),
            DifferenceKind::Scope => a.closeness(b).is_some_and(|close| close >= verdict::CLOSE),
            DifferenceKind::Rounded | DifferenceKind::Updated => true,
        };
        is_told.then(|| Found { kind, reason: relation::reason(kind, a, b), pair })
    };
    evidence(telling, answers, pairs).into_iter().filter_map(told).collect()
}

/// What is looked at of two figures, and what their reports have in common.
type Evidence = ([f32; verdict::FEATURES], Common);

/// What is looked at of the pairs that may differ, by their answers.
pub(super) fn evidence(
    telling: &Telling<'_>,
    answers: &[Answer<'_, '_>],
    pairs: &[Pair],
) -> BTreeMap<(usize, usize), Evidence> {
    let mut known = BTreeMap::new();
    let features = |pair: &Pair| {
        let (a, b) = (&answers[pair.a], &answers[pair.b]);
        // What is given in another unit is no other answer.
        if !a.counts_alike(b) || relation::is_nothing(a, b) {
            return None;
        }
        let reports = (a.statement.member, b.statement.member);
        let common = *known.entry(reports).or_insert_with(|| Common::of(a, b, answers, telling));
        Some(((pair.a, pair.b), (verdict::features(a, b, pair, is_given(answers, a, b)), common)))
    };
    pairs.iter().filter_map(features).collect()
}

/// Whether the report of one of the two gives the value of the other too.
fn is_given(answers: &[Answer<'_, '_>], a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    answers.iter().any(|other| gives_either(other, a, b))
}

/// The differences that the rules tell, where no model reads the questions.
fn ruled(answers: &[Answer<'_, '_>], pairs: &[Pair]) -> Vec<Found> {
    let mut found = plain(answers);
    for pair in pairs {
        let (a, b) = (&answers[pair.a], &answers[pair.b]);
        if !a.counts_alike(b) || found.iter().any(|other| other.pair == (pair.a, pair.b)) {
            continue;
        }
        if a.unit != b.unit && pair.score < SURE {
            continue;
        }
        let Some((kind, reason)) = relation::between(a, b, pair.score > SURE) else { continue };
        let is_told = match kind {
            DifferenceKind::Rounded => true,
            DifferenceKind::Scope | DifferenceKind::Updated => pair.score > DIFFERENT,
            DifferenceKind::Disputed => pair.score > disputed_from(a) && !is_given(answers, a, b),
        };
        if is_told {
            found.push(Found { kind, reason, pair: (pair.a, pair.b) });
        }
    }
    found
}

fn disputed_from(answer: &Answer<'_, '_>) -> f32 {
    match answer.mention.kind {
        Kind::Percent => DISPUTED_SHARE,
        _ if question::is_time(&answer.unit) => DISPUTED_TIME,
        _ => DISPUTED,
    }
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
                if differ && !same.iter().any(|&at| gives_either(&answers[at], left, right)) {
                    let told = relation::between(left, right, false);
                    found.extend(told.map(|(kind, reason)| Found { kind, reason, pair: (a, b) }));
                }
            }
        }
    }
    found
}

/// Whether `other` is the report of one of the two giving the other's value too.
fn gives_either(other: &Answer<'_, '_>, a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let gives = |own: &Answer<'_, '_>, value: &Answer<'_, '_>| {
        other.family == own.family && other.unit == value.unit && other.amount().amount == value.amount().amount
    };
    gives(a, b) || gives(b, a)
}

/// Answers that give one value to one question, by their first.
struct Same(Vec<usize>);

impl Same {
    fn of(answers: &[Answer<'_, '_>], pairs: &[Pair]) -> Self {
        let mut first: Vec<usize> = (0..answers.len()).collect();
        let mut join = |a: usize, b: usize| {
            let (a, b) = (first[a], first[b]);
            if a != b {
                first.iter_mut().filter(|at| **at == a.max(b)).for_each(|at| *at = a.min(b));
            }
        };
        let (mut odd, mut keyed) = (BTreeMap::new(), BTreeMap::new());
        for (at, answer) in answers.iter().enumerate() {
            if is_odd(&answer.value) {
                join(*odd.entry(&*answer.value).or_insert(at), at);
            }
            if let Some(key) = &answer.key {
                join(*keyed.entry((key, &*answer.value)).or_insert(at), at);
            }
        }
        for pair in pairs.iter().filter(|pair| answers[pair.a].value == answers[pair.b].value) {
            join(pair.a, pair.b);
        }
        Self(first)
    }

    /// The first answers that give the values of the two that differ, in order.
    fn ends(&self, one: &Found) -> (usize, usize) {
        let (a, b) = (self.0[one.pair.0], self.0[one.pair.1]);
        (a.min(b), a.max(b))
    }
}

/// Whether two pairs of answers give the same two numbers of what two words may name: `450 jobs` and `450 posts` against `600 jobs`.
fn are_alike(one: (usize, usize), other: (usize, usize), answers: &[Answer<'_, '_>]) -> bool {
    let is_same = |a: usize, b: usize| {
        let (a, b) = (&answers[a], &answers[b]);
        a.amount() == b.amount() && a.mention.kind == b.mention.kind && a.counts_alike(b)
    };
    is_same(one.0, other.0) && is_same(one.1, other.1) || is_same(one.0, other.1) && is_same(one.1, other.0)
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
    let question = if shared.is_empty() { measure } else { format!("{measure} ({shared})") };
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
    let value: Claim = worded(print(first.mention.value.as_ref()?), citations, telling.copies)?;
    let amount = convert::number(&first.value).unwrap_or_default();
    Some(Position { value, amount, context: sentence::claim(first.statement, telling)? })
}
