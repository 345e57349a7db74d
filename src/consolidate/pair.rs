//! Which figures of different reports answer one question.
//!
//! Two figures are compared on what they measure, whose they are, the words near them and how their numbers lie to each
//! other; a logistic score says how likely they answer one question. A second one weighs how far that is above what the
//! next best partners of the two have, and of all figures of another report only the best partner counts, seen from both
//! sides. Where a model reads the reports, how close it reads the two questions counts as well. The weights are fitted on the
//! tuning half of `eval/gold/stories` and on texts written for it (`src/consolidate/pairs.py`, which names the commands).

use std::collections::{BTreeMap, HashMap};

use crate::types::{Amount, Kind, Value, significant};

use super::convert;
use super::figure::Conversion;
use super::named::may_be_one;
use super::question::Answer;

/// Figures of a story that are compared; past it a story is a table of a market.
const COMPARED: usize = 400;
/// Words that stand away from a figure by this many count half.
const HALF: f32 = 3.0;
/// Log ratio past which numbers are simply far apart.
const FAR: f32 = 3.0;
/// Log ratio within which numbers are near.
const NEAR: f32 = 0.1;
/// Log ratio within which they are not far.
const NOT_FAR: f32 = 0.3;
/// Digits past which more do not make a chance smaller.
const DIGITS: f32 = 4.0;

/// What is looked at, in the order of the weights.
pub(super) const FEATURES: usize = 35;

/// What the features weigh, and what the score and the leads make of it.
struct Weights {
    features: [f32; FEATURES],
    bias: f32,
    /// Of the score, and of the smaller and the larger lead over the next best partner of either.
    leads: [f32; 3],
    leads_bias: f32,
}

/// Where no model reads the questions.
const UNREAD: Weights = Weights {
    features: [
        0.640,  // the same unit
        0.977,  // one can be the other converted
        -0.666, // two nouns
        -2.328, // two nouns of one head
        0.514,  // same metric
        -0.710, // other metric
        -0.131, // subjects share a word
        -0.215, // subjects share none
        0.424,  // same period
        -1.263, // other period
        0.290,  // same direction
        0.768,  // same base
        0.099,  // same modality
        0.404,  // words near the figures
        0.618,  // words of the sentences
        0.408,  // rarest word in both
        0.000,  // cosine of the sentences
        0.000,  // a name in both sentences
        -1.417, // log ratio
        -1.380, // equal
        0.816,  // equal, by digits
        0.438,  // near
        0.164,  // converted, by digits
        -1.250, // percentages
        -0.522, // money
        0.576,  // both in the lead
        0.067,  // reports of one firm
        -0.297, // reports of other firms
        0.279,  // not far
        0.000,  // whether the model reads their questions
        0.000,  // how close it reads them
        0.000,  // how far that is past the middle
        0.000,  // close and equal
        0.000,  // close, by log ratio
        0.000,  // close, of two nouns
    ],
    bias: -0.714,
    leads: [0.622, 0.319, 0.255],
    leads_bias: -0.734,
};
/// Where a model reads them, in the order of [`UNREAD`].
const READ: Weights = Weights {
    features: [
        0.838, 1.263, -0.873, -2.094, 0.200, -0.636, -0.210, -0.188, -0.039, -1.442, 0.401, -0.034, 0.161, -0.397,
        -0.613, 0.288, 2.736, -0.599, -0.986, -0.805, 0.423, -0.094, 0.373, -0.792, -0.445, 0.440, -0.017, -0.165,
        -0.020, 0.000, 4.238, -0.660, -1.148, 0.250, 2.731,
    ],
    bias: -3.590,
    leads: [0.664, 0.278, 0.248],
    leads_bias: -0.704,
};
/// Lead of a figure that the other report has no second partner for.
const ALONE: f32 = 3.0;

/// Two figures of different reports, each the other's best partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Index of the first answer.
    pub(super) a: usize,
    /// Index of the second.
    pub(super) b: usize,
    /// Log odds that they answer one question.
    pub(super) score: f32,
}

/// The pairs of `answers` that are each other's best between two text families, in order.
pub(super) fn best(answers: &[Answer<'_, '_>]) -> Vec<Pair> {
    let scored = compared(answers).into_iter().map(|(a, b, features)| {
        let weights = if features[IS_READ] > 0.0 { &READ } else { &UNREAD };
        (Pair { a, b, score: weights.score(&features) }, weights)
    });
    let scored: Vec<(Pair, &Weights)> = scored.collect();
    // By figure and other family: the best score and the next.
    let mut partners: HashMap<(usize, &str), [f32; 2]> = HashMap::new();
    let ends = |pair: &Pair| [(pair.a, &*answers[pair.b].family.0), (pair.b, &*answers[pair.a].family.0)];
    for (pair, _) in &scored {
        for end in ends(pair) {
            let [first, second] = partners.entry(end).or_insert([f32::NEG_INFINITY; 2]);
            if pair.score > *first {
                (*second, *first) = (*first, pair.score);
            } else {
                *second = second.max(pair.score);
            }
        }
    }
    let led = |(pair, weights): &(Pair, &Weights)| {
        let [a, b] = ends(pair).map(|end| partners[&end]);
        let is_best = a[0] <= pair.score && b[0] <= pair.score;
        let score = weights.with_leads(pair.score, [pair.score - a[1], pair.score - b[1]]);
        (is_best && score > LEAST).then_some(Pair { score, ..*pair })
    };
    scored.iter().filter_map(led).collect()
}

impl Weights {
    /// The log odds of a pair by its features alone.
    fn score(&self, features: &[f32; FEATURES]) -> f32 {
        self.bias + self.features.iter().zip(features).map(|(weight, feature)| weight * feature).sum::<f32>()
    }

    /// The log odds of a pair that leads the next best partners of its figures by so much.
    fn with_leads(&self, score: f32, leads: [f32; 2]) -> f32 {
        let [a, b] = leads.map(|lead| lead.min(ALONE));
        self.leads_bias + self.leads[0] * score + self.leads[1] * a.min(b) + self.leads[2] * a.max(b)
    }
}

/// Figures of which the second is the first in another currency or unit, or under another noun (`11 dead`, `11 bodies`):
/// the earlier document's is the first.
pub(super) fn conversions(answers: &[Answer<'_, '_>], pairs: &[Pair]) -> Vec<Conversion> {
    let is_one = |pair: &&Pair| {
        let (a, b) = (&answers[pair.a], &answers[pair.b]);
        // What a currency or a share costs is no amount that another report converts; one reading of a measure may err.
        let is_price = a.moves || b.moves || a.is_quote() && b.is_quote();
        let is_converted = !is_price && convert::can_be(&a.value, &b.value);
        // `4.2 tonnes`, `4,200 kg`.
        let is_rescaled = a.value == b.value && a.mention.value != b.mention.value;
        is_converted
            || is_rescaled
            || a.unit != b.unit && a.counts_alike(b) && a.amount() == b.amount() && pair.score > RENAMED
    };
    let place = |at: usize| (answers[at].statement.member, answers[at].mention.span);
    pairs.iter().filter(is_one).map(|pair| (place(pair.a), place(pair.b))).collect()
}

/// Log odds from which equal counts of two nouns are one count.
const RENAMED: f32 = 0.0;

/// Log odds below which a pair is not looked at again.
const LEAST: f32 = -0.6;

/// Every pair of figures of different families that can be compared at all, with its features.
pub(super) fn compared(answers: &[Answer<'_, '_>]) -> Vec<(usize, usize, [f32; FEATURES])> {
    let answers = &answers[..answers.len().min(COMPARED)];
    let words = Words::of(answers);
    let mut pairs = Vec::new();
    for (a, left) in answers.iter().enumerate() {
        for (b, right) in answers.iter().enumerate().skip(a + 1) {
            if left.family == right.family || left.mention.kind != right.mention.kind {
                continue;
            }
            if let Some(unit) = Unit::of(left, right) {
                pairs.push((a, b, features(left, right, unit, &words.nearness(a, b))));
            }
        }
    }
    pairs
}

/// How the units of two figures lie to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Same,
    /// One can be the other converted.
    Converted,
    /// Two nouns.
    Nouns,
}

impl Unit {
    fn of(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Option<Self> {
        if a.unit == b.unit {
            Some(Self::Same)
        } else if convert::can_be(&a.value, &b.value) {
            Some(Self::Converted)
        } else {
            (a.mention.kind == Kind::Quantity).then_some(Self::Nouns)
        }
    }
}

fn features(a: &Answer<'_, '_>, b: &Answer<'_, '_>, unit: Unit, words: &Nearness) -> [f32; FEATURES] {
    let yes = |holds: bool| f32::from(u8::from(holds));
    let (left, right) = (a.mention.about.as_deref(), b.mention.about.as_deref());
    let both = |field: fn(&crate::types::About) -> Option<&str>| left.and_then(field).zip(right.and_then(field));
    let metric = a.metric().zip(b.metric());
    let subject = both(|about| about.subject.as_deref()).map(|(x, y)| may_be_one(x, y));
    let period = both(|about| about.period.as_deref());
    let base = both(|about| about.base.as_deref());
    let numbers = convert::number(&a.value).zip(convert::number(&b.value));
    let ratio = match numbers {
        Some((x, y)) if unit != Unit::Converted => ((x.abs().max(1e-9) / y.abs().max(1e-9)).ln().abs() as f32).min(FAR),
        _ => 0.0,
    };
    let is_equal = unit != Unit::Converted && numbers.is_some_and(|(x, y)| x.to_bits() == y.to_bits());
    let digits = digits(&a.value).min(digits(&b.value)).min(DIGITS);
    let converted = yes(unit == Unit::Converted);
    let closeness = a.closeness(b);
    let close = closeness.unwrap_or_default();
    let noun = |answer: &Answer<'_, '_>| answer.unit.rsplit(' ').next().map(str::to_owned);
    [
        yes(unit == Unit::Same),
        converted,
        yes(unit == Unit::Nouns),
        yes(unit == Unit::Nouns && noun(a) == noun(b)),
        yes(metric.is_some_and(|(x, y)| x == y)),
        yes(metric.is_some_and(|(x, y)| x != y)),
        yes(subject == Some(true)),
        yes(subject == Some(false)),
        yes(period.is_some_and(|(x, y)| x == y)),
        yes(period.is_some_and(|(x, y)| x != y)),
        yes(left.map(|about| about.direction) == right.map(|about| about.direction)),
        yes(base.is_some_and(|(x, y)| x == y)),
        yes(left.map(|about| about.modality) == right.map(|about| about.modality)),
        words.near,
        words.all,
        words.rarest,
        a.statement.cosine(b.statement),
        yes(a.shares_name(b)),
        ratio,
        yes(is_equal),
        yes(is_equal) * digits,
        yes(!is_equal && unit != Unit::Converted && ratio < NEAR),
        converted * digits,
        yes(a.mention.kind == Kind::Percent),
        yes(a.mention.kind == Kind::Money),
        yes(a.statement.index < LEAD && b.statement.index < LEAD),
        yes(a.of_one_firm(b) == Some(true)),
        yes(a.of_one_firm(b) == Some(false)),
        yes((NEAR..NOT_FAR).contains(&ratio)),
        yes(closeness.is_some()),
        close,
        (close - MIDDLE).max(0.0),
        close * yes(is_equal),
        close * ratio,
        close * yes(unit == Unit::Nouns),
    ]
}

/// Place of the feature that tells whether a model reads the questions.
const IS_READ: usize = 29;
/// Closeness between that of two questions and that of one.
const MIDDLE: f32 = 0.5;
/// Sentences in which a report says what matters most.
const LEAD: usize = 3;

/// Digits of a number without zeros at either end.
fn digits(value: &Value) -> f32 {
    significant(value.amount().and_then(Amount::middle).unwrap_or_default()).len() as f32
}

/// How near two figures are by the words around them.
struct Nearness {
    /// Cosine of the words, each weighted by rarity and by how near it stands.
    near: f32,
    /// Share of the weight of the sentence with less of it that stands in both.
    all: f32,
    /// Weight of the rarest word in both.
    rarest: f32,
}

/// The words around each figure.
struct Words {
    /// By figure: words by number with their weight for nearness, sorted.
    figures: Vec<Vec<(u32, f32)>>,
    /// Rarity by word.
    rarity: Vec<f32>,
}

impl Words {
    fn of(answers: &[Answer<'_, '_>]) -> Self {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut counts: Vec<f32> = Vec::new();
        let mut figures = Vec::with_capacity(answers.len());
        for answer in answers {
            let mut words: Vec<(u32, f32)> = Vec::with_capacity(answer.around.len());
            for (stem, distance) in &answer.around {
                let next = numbers.len() as u32;
                let number = *numbers.entry(stem).or_insert(next);
                if number == next {
                    counts.push(0.0);
                }
                counts[number as usize] += 1.0;
                words.push((number, 1.0 / (1.0 + *distance as f32 / HALF)));
            }
            words.sort_unstable_by_key(|(number, _)| *number);
            figures.push(words);
        }
        let n = answers.len() as f32;
        Self { figures, rarity: counts.iter().map(|count| ((n + 1.0) / (count + 0.5)).ln()).collect() }
    }

    fn nearness(&self, a: usize, b: usize) -> Nearness {
        let (left, right) = (&self.figures[a], &self.figures[b]);
        let rarity = |word: &(u32, f32)| self.rarity[word.0 as usize];
        let norm = |words: &[(u32, f32)]| words.iter().map(|w| rarity(w) * w.1 * w.1).sum::<f32>().sqrt();
        let mass = |words: &[(u32, f32)]| words.iter().map(rarity).sum::<f32>();
        let (mut near, mut all, mut rarest) = (0.0, 0.0, 0.0_f32);
        for word in left {
            if let Ok(at) = right.binary_search_by_key(&word.0, |(number, _)| *number) {
                near += rarity(word) * word.1 * right[at].1;
                all += rarity(word);
                rarest = rarest.max(rarity(word));
            }
        }
        Nearness {
            near: near / (norm(left) * norm(right)).max(1e-6),
            all: all / mass(left).min(mass(right)).max(1e-6),
            rarest,
        }
    }
}
