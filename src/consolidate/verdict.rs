//! What the difference between two figures comes to, where a model reads their questions.
//!
//! Takes a pair that `pair` scores; looks at its score, at how close the model reads the two questions, and at all that
//! `question`, `scope` and `relation` say for and against, none of which settles it alone.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::types::{About, DifferenceKind, Kind, words};

use super::figure::is_odd;
use super::member::Telling;
use super::metric::is_casualty;
use super::named::may_be_one;
use super::pair::Pair;
use super::question::{self, Answer, is_time};
use super::relation::{self, LATER};
use super::scope::{self, Scopes};

/// How much is looked at.
pub(super) const FEATURES: usize = 54;
/// Names of the features in the file of weights.
const NAMES: [&str; FEATURES] = [
    "score",
    "score past half",
    "closeness",
    "closeness past half",
    "same unit",
    "percentages",
    "money",
    "spans of time",
    "plainly one question",
    "reports of other firms",
    "reports of one firm",
    "strangers by firms",
    "strangers",
    "of another day",
    "forecast and fact",
    "change and level",
    "measure another",
    "one measure",
    "both quotes",
    "one a quote",
    "a move",
    "one form filled in",
    "words of scope differ",
    "place and wide word",
    "periods differ",
    "periods open",
    "scope open",
    "elsewhere",
    "shares of two wholes",
    "one period",
    "two periods",
    "two scopes",
    "one scope",
    "two bases",
    "one subject",
    "two subjects",
    "two directions",
    "two modalities",
    "cosine of sentences",
    "later one updates",
    "earlier one provisional",
    "later one disputes",
    "one of a day disputes",
    "a day or two later",
    "days later",
    "later one larger",
    "more casualties",
    "two speakers",
    "a report gives both",
    "log ratio",
    "far apart",
    "rounding",
    "smaller a part",
    "larger the whole",
];

/// Score past which more says nothing.
const MOST: f32 = 4.0;
/// Log ratio past which numbers are simply far apart.
const APART: f32 = 3.0;

/// Words by which a figure is part of another, near it.
const PART: [&str; 12] =
    ["alone", "among", "of", "including", "half", "partly", "mostly", "further", "another", "other", "each", "per"];
/// Words by which a figure is the whole.
const WHOLE: [&str; 9] = ["all", "altogether", "entire", "full", "overall", "sum", "total", "totalled", "whole"];

/// What two figures come to, in the order of the columns of [`WEIGHTS`]; that nothing is to be told has no column.
const KINDS: [DifferenceKind; 4] =
    [DifferenceKind::Updated, DifferenceKind::Scope, DifferenceKind::Disputed, DifferenceKind::Rounded];

/// Weights by feature and kind, fitted by `pairs.py`.
static WEIGHTS: LazyLock<[[f32; KINDS.len()]; FEATURES + 1]> = LazyLock::new(|| read(include_str!("verdict.tsv")));

/// Weights as `pairs.py` writes them: the name of a feature, then one number a kind; last the constants.
fn read(file: &str) -> [[f32; KINDS.len()]; FEATURES + 1] {
    let mut weights = [[0.0; KINDS.len()]; FEATURES + 1];
    for line in file.lines() {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or_default();
        let known = NAMES.iter().position(|known| *known == name).or((name == CONSTANT).then_some(FEATURES));
        if let Some(at) = known {
            for (weight, column) in weights[at].iter_mut().zip(columns) {
                *weight = column.parse().unwrap_or_default();
            }
        }
    }
    weights
}

/// Name of the constants in the file of weights.
const CONSTANT: &str = "constant";

/// Share among all that a kind could be from which a dispute is told: a false one is worse than a missed one.
const SURE: f32 = 0.5;

/// Closeness of two questions from which answers can be disputed or of two scopes: two fleets of ships are alike in every word.
pub(super) const CLOSE: f32 = 0.5;
/// The same for percentages, spans of time and counts of two nouns (`55 providers`, `52 beds`), which are told of everything.
const CLOSE_OF_ANYTHING: f32 = 0.65;

/// Whether two figures are none to be disputed, however alike their questions: one number can be what both say, they are of
/// two firms, one is expected, a price of the hour or an addition, or a report gives both.
pub(super) fn is_undisputed(a: &Answer<'_, '_>, b: &Answer<'_, '_>, gives_either: bool) -> bool {
    let way = |answer: &Answer<'_, '_>| answer.mention.about.as_deref().map(|about| about.direction);
    let is_of_quote = a.is_quote() != b.is_quote();
    let of_strangers = a.is_of_stranger(b, true) || a.of_one_firm(b) == Some(false);
    let is_another = of_strangers || a.is_forecast_of(b) || a.is_change_of(b) || way(a) != way(b);
    gives_either || is_of_quote || is_another || !is_close(a, b) || !relation::contradict(a.amount(), b.amount())
}

/// Whether the model reads the two questions as close as those of disputes are.
fn is_close(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let is_of_anything = a.unit != b.unit || is_time(&a.unit) || a.mention.kind == Kind::Percent;
    let least = if is_of_anything { CLOSE_OF_ANYTHING } else { CLOSE };
    a.closeness(b).is_some_and(|close| close >= least)
}

/// What the difference comes to by `features`; `None` where nothing is to be told. Only what can be a rounding is one, and is
/// no dispute; only a later figure updates another.
pub(super) fn kind(features: &[f32; FEATURES]) -> Option<DifferenceKind> {
    let any = |places: &[usize]| places.iter().any(|at| features[*at] > 0.0);
    let (is_rounding, has_later, is_narrowed) = (any(&[ROUNDING]), any(&LATER_BY), any(&NARROWED));
    let score = |kind: usize| {
        let of = |at: usize| features[at] * WEIGHTS[at][kind];
        WEIGHTS[FEATURES][kind] + (0..FEATURES).map(of).sum::<f32>()
    };
    let can_be = |kind: DifferenceKind| match kind {
        DifferenceKind::Rounded => is_rounding,
        DifferenceKind::Disputed => !is_rounding,
        DifferenceKind::Updated => has_later,
        // That two figures cover different things is told only where their words show it.
        DifferenceKind::Scope => is_narrowed,
    };
    let scores: Vec<(DifferenceKind, f32)> =
        KINDS.iter().enumerate().filter(|(_, kind)| can_be(**kind)).map(|(at, kind)| (*kind, score(at))).collect();
    let (best, top) = scores.iter().copied().reduce(|best, other| if other.1 > best.1 { other } else { best })?;
    let share = 1.0 / ((-top).exp() + scores.iter().map(|(_, score)| (score - top).exp()).sum::<f32>());
    // Words that narrow one of the two are no matter of likelihood: `once you add the temps`.
    let told = if best == DifferenceKind::Disputed && is_narrowed { DifferenceKind::Scope } else { best };
    (top > 0.0 && (told != DifferenceKind::Disputed || share >= SURE)).then_some(told)
}

/// Place of the feature that tells whether one number can be the other rounded, and of those that tell that one is later.
const ROUNDING: usize = 51;
const LATER_BY: [usize; 2] = [43, 44];
/// Places of the features that tell whether their words cover different things.
const NARROWED: [usize; 4] = [22, 23, 24, 28];

/// What the reports of two figures have in common: the more, the likelier they tell one event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common {
    /// Share of the words of names of the report with fewer of them.
    names: f32,
    /// Numbers that are no chance.
    numbers: usize,
    /// Cosine of the first sentences.
    leads: f32,
}

/// How much is looked at of what reports have in common.
const COMMON: usize = 5;
/// Numbers in common past which more say nothing.
const NUMBERS: f32 = 4.0;

impl Common {
    /// Of the reports of `a` and `b`, among all `answers` of `telling`.
    pub(super) fn of(
        a: &Answer<'_, '_>,
        b: &Answer<'_, '_>,
        answers: &[Answer<'_, '_>],
        telling: &Telling<'_>,
    ) -> Self {
        let odd = |of: &Answer<'_, '_>| -> BTreeSet<String> {
            let own = answers.iter().filter(|other| other.statement.member == of.statement.member);
            own.filter(|other| is_odd(&other.value))
                .map(|other| other.amount().middle().unwrap_or_default().to_string())
                .collect()
        };
        let lead = |of: &Answer<'_, '_>| telling.members[of.statement.member].lead();
        Self {
            names: a.names_in_common(b),
            numbers: odd(a).intersection(&odd(b)).count(),
            leads: lead(a).cosine(&lead(b)),
        }
    }

    /// Whether reports that have so much in common tell one event: a story may hold reports that only look alike. By
    /// weights that `verdicts.py` prints.
    pub(super) fn is_of_one_event(self) -> bool {
        let weighed = self.features().into_iter().zip(ONE_EVENT).map(|(x, weight)| x * weight);
        ONE_EVENT[COMMON] + weighed.sum::<f32>() > 0.0
    }

    /// What [`ONE_EVENT`] weighs.
    pub(super) fn features(self) -> [f32; COMMON] {
        let has = |number: f32| f32::from(u8::from(number > 0.0));
        let numbers = (self.numbers as f32).min(NUMBERS) / NUMBERS;
        [self.names, has(self.names), numbers, has(numbers), self.leads]
    }
}

/// Weights of what reports have in common, and the constant.
const ONE_EVENT: [f32; COMMON + 1] = [2.942, 2.160, 1.813, 0.572, 9.875, -4.669];

/// `gives_either` is whether the report of one gives the other's number too.
pub(super) fn features(a: &Answer<'_, '_>, b: &Answer<'_, '_>, pair: &Pair, gives_either: bool) -> [f32; FEATURES] {
    let yes = |holds: bool| f32::from(u8::from(holds));
    let close = a.closeness(b).unwrap_or_default();
    let scopes = scope::compared(a, b);
    let unknown = About::default();
    let left = a.mention.about.as_deref().unwrap_or(&unknown);
    let right = b.mention.about.as_deref().unwrap_or(&unknown);
    let periods = left.period.as_deref().zip(right.period.as_deref());
    let narrowed = left.scope.as_deref().zip(right.scope.as_deref());
    let subjects = left.subject.as_deref().zip(right.subject.as_deref()).map(|(x, y)| may_be_one(x, y));
    let bases = left.base.as_deref().zip(right.base.as_deref());
    let order = relation::by_day(a, b);
    let rises = order.is_some_and(|(earlier, later, _)| later.amount().middle() > earlier.amount().middle());
    let is_count_of_dead = |answer: &Answer<'_, '_>| answer.key.as_ref().is_some_and(|key| is_casualty(&key.2));
    let numbers = super::convert::number(&a.value).zip(super::convert::number(&b.value));
    let ratio = numbers.map_or(0.0, |(x, y)| ((x.abs().max(1e-9) / y.abs().max(1e-9)).ln().abs() as f32).min(APART));
    let near = |answer: &Answer<'_, '_>, list: &[&str]| {
        let lower = answer.near.to_lowercase();
        words(&lower).any(|word| list.contains(&word))
    };
    let (small, large) = if numbers.is_some_and(|(x, y)| x < y) { (a, b) } else { (b, a) };
    let day = order.map_or(0, |(.., days)| days);
    [
        pair.score.clamp(-MOST, MOST),
        (pair.score - 0.5).clamp(0.0, MOST),
        close,
        (close - 0.5).max(0.0),
        yes(a.unit == b.unit),
        yes(a.mention.kind == Kind::Percent),
        yes(a.mention.kind == Kind::Money),
        yes(is_time(&a.unit)),
        yes(question::is_same(a, b)),
        yes(a.of_one_firm(b) == Some(false)),
        yes(a.of_one_firm(b) == Some(true)),
        yes(a.is_of_stranger(b, true)),
        yes(a.is_of_stranger(b, false)),
        yes(a.is_of_another_time(b)),
        yes(a.is_forecast_of(b)),
        yes(a.is_change_of(b)),
        yes(a.measures_another(b)),
        yes(a.metric().zip(b.metric()).is_some_and(|(x, y)| x == y)),
        yes(a.is_quote() && b.is_quote()),
        yes(a.is_quote() != b.is_quote()),
        yes(a.moves || b.moves),
        yes(a.fills_form_of(b)),
        yes(scopes.terms.is_some()),
        yes(scopes.places.is_some()),
        yes(matches!(scopes.periods, Scopes::Differ(_))),
        yes(scopes.periods == Scopes::Open),
        yes(scopes.is_open),
        yes(scopes.is_elsewhere),
        yes(scope::wholes(a, b).is_some()),
        yes(periods.is_some_and(|(x, y)| x == y)),
        yes(periods.is_some_and(|(x, y)| x != y)),
        yes(narrowed.is_some_and(|(x, y)| x != y)),
        yes(left.scope.is_some() != right.scope.is_some()),
        yes(bases.is_some_and(|(x, y)| x != y)),
        yes(subjects == Some(true)),
        yes(subjects == Some(false)),
        yes(left.direction != right.direction),
        yes(left.modality != right.modality),
        a.statement.cosine(b.statement),
        yes(order.is_some_and(|(_, later, _)| relation::updating(later).is_some())),
        yes(order.is_some_and(|(earlier, ..)| relation::provisional(earlier).is_some())),
        yes(order.is_some_and(|(_, later, _)| relation::disputing(later).is_some())),
        yes(order.is_none() && (relation::disputing(a).is_some() || relation::disputing(b).is_some())),
        yes((1..LATER).contains(&day)),
        yes(day >= LATER),
        yes(rises),
        yes(rises && is_count_of_dead(a) && is_count_of_dead(b)),
        yes(relation::of_two_speakers(a, b)),
        yes(gives_either),
        ratio,
        yes(ratio > 1.1),
        yes(relation::rounding(a.amount(), b.amount()).is_some()),
        yes(near(small, &PART)),
        yes(near(large, &WHOLE)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_weights_for_every_feature() {
        let file = include_str!("verdict.tsv");
        let known: Vec<&str> = file.lines().filter_map(|line| line.split('\t').next()).collect();
        let named: Vec<&str> = NAMES.iter().copied().chain([CONSTANT]).collect();
        assert_eq!(known, named);
        assert_eq!(NAMES[ROUNDING], "rounding");
        let narrowed = ["words of scope differ", "place and wide word", "periods differ", "shares of two wholes"];
        assert_eq!(NARROWED.map(|at| NAMES[at]), narrowed);
        assert_eq!(LATER_BY.map(|at| NAMES[at]), ["a day or two later", "days later"]);
        assert!(WEIGHTS.iter().flatten().any(|weight| *weight != 0.0));
    }
}
