//! How likely two documents tell one event.
//!
//! Takes two [`Evidence`]s; gives a [`Pair`] with its channels and score: the logistic function of a weighted sum whose
//! weights stand in the settings, those of `[cluster.by_words]` where a side has no sentence vectors. A channel that one
//! side knows nothing about takes the value at which it decides nothing.

use std::fmt::Write as _;

use crate::config::Cluster;
use crate::types::DocumentId;

use super::evidence::Evidence;

/// Cosine of the leads below which no other channel is looked at.
const FAR: f32 = 0.2;
/// Cosine of the words below which two documents that are compared by words alone are not looked at: what they share is
/// chance, and there are more such pairs than all others.
const FEW: f32 = 0.12;
/// Titles in the same words, for the rule on regular columns.
const SAME_TITLE: f32 = 0.85;
/// Odd figures that both sides have before a lack of common ones counts against them.
const ENOUGH_FIGURES: usize = 3;

/// Two documents and what speaks for their telling one event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// Index of the first document.
    pub(super) a: usize,
    /// Index of the second.
    pub(super) b: usize,
    /// Probability that they tell one event, 0 to 1.
    pub(super) score: f32,
    channels: Channels,
}

/// What the channels say, each from 0 (apart) to about 1 (together).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Channels {
    /// What needs sentence vectors; `None` where a side has none.
    cosines: Option<Cosines>,
    words: f32,
    title_words: f32,
    names: Option<f32>,
    figures: f32,
    clash: f32,
    outlet: f32,
    days: Option<i64>,
    n_names: usize,
    n_figures: usize,
}

/// What the sentence vectors of two documents say.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cosines {
    title: f32,
    lead: f32,
    opening: f32,
    closest: f32,
}

impl Pair {
    /// The one that is not `document`.
    pub(super) fn other(&self, document: usize) -> usize {
        if self.a == document { self.b } else { self.a }
    }

    /// Log odds of the score, bounded so that one certain pair outweighs no dozen doubtful ones.
    pub(super) fn log_odds(&self) -> f64 {
        log_odds(self.score)
    }

    /// The channels with their weights.
    pub(super) fn weighed(&self, settings: &Cluster) -> Vec<Weighed> {
        match &self.channels.cosines {
            Some(cosines) => weighed(cosines, &self.channels, settings).to_vec(),
            None => weighed_words(&self.channels, settings).to_vec(),
        }
    }

    /// The constant of their sum.
    pub(super) fn bias(&self, settings: &Cluster) -> f32 {
        bias(&self.channels, settings)
    }

    /// The channels in words, for the reason of a member that joined `other`.
    pub(super) fn in_words(&self, other: &DocumentId) -> String {
        let c = &self.channels;
        let by = c.cosines.map_or(" by words alone".to_owned(), |cosines| format!(", vectors {:.2}", cosines.lead));
        let mut words = format!("with {other}: score {:.2}{by}, words {:.2}", self.score, c.words);
        for (n, noun) in [(c.n_names, "name"), (c.n_figures, "figure")] {
            let plural = if n == 1 { "" } else { "s" };
            if n > 0 {
                let _ = write!(words, ", {n} {noun}{plural}");
            }
        }
        match c.days {
            Some(1) => words.push_str(", 1 day apart"),
            Some(days) => {
                let _ = write!(words, ", {days} days apart");
            }
            None => words.push_str(", day unknown"),
        }
        words
    }
}

/// Log odds of a probability, between −8 and 8.
pub(super) fn log_odds(probability: f32) -> f64 {
    let p = f64::from(probability).clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln().clamp(-8.0, 8.0)
}

/// Why a pair is not scored, whatever its channels say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Obstacle {
    /// So many days apart.
    Days(i64),
    /// Titles and first sentences of this cosine.
    Far(f32),
    /// Words of this cosine, where there are no sentence vectors.
    Few(f32),
    /// One headline on two days over different figures.
    Column,
    /// Sentences or headlines of one form over different names.
    Template,
    /// Headlines that each name a firm of which the other text says nothing.
    Firms,
}

/// The scored pair, or `None` where it is out of the question.
pub(super) fn pair(a: usize, b: usize, left: &Evidence, right: &Evidence, settings: &Cluster) -> Option<Pair> {
    let (days, near) = (days_apart(left, right), Near::of(left, right));
    if distance(days, near, settings).is_some() {
        return None;
    }
    let channels = channels(left, right, near, days);
    if form(&channels, left, right).is_some() {
        return None;
    }
    Some(Pair { a, b, score: probability(&channels, settings), channels })
}

/// The pair scored even where it is out of the question, with why it is.
pub(super) fn judged(a: usize, b: usize, evidence: &[Evidence], settings: &Cluster) -> (Pair, Option<Obstacle>) {
    let (left, right) = (&evidence[a], &evidence[b]);
    let (days, near) = (days_apart(left, right), Near::of(left, right));
    let channels = channels(left, right, near, days);
    let obstacle = distance(days, near, settings).or_else(|| form(&channels, left, right));
    (Pair { a, b, score: probability(&channels, settings), channels }, obstacle)
}

fn days_apart(left: &Evidence, right: &Evidence) -> Option<i64> {
    left.day.zip(right.day).map(|(l, r)| (l - r).abs())
}

/// What is looked at first: it tells most pairs apart.
#[derive(Debug, Clone, Copy)]
enum Near {
    /// Cosine of the leads.
    Lead(f32),
    /// Cosine of the words, where a side has no vectors.
    Words(f32),
}

impl Near {
    fn of(left: &Evidence, right: &Evidence) -> Self {
        if left.has_vectors() && right.has_vectors() {
            Self::Lead(left.lead.cosine(&right.lead))
        } else {
            Self::Words(left.words.dot(&right.words))
        }
    }
}

fn distance(days: Option<i64>, near: Near, settings: &Cluster) -> Option<Obstacle> {
    match (days, near) {
        (Some(days), _) if days > settings.window_days => Some(Obstacle::Days(days)),
        (_, Near::Lead(lead)) => (lead < FAR).then_some(Obstacle::Far(lead)),
        (_, Near::Words(words)) => (words < FEW).then_some(Obstacle::Few(words)),
    }
}

fn channels(left: &Evidence, right: &Evidence, near: Near, days: Option<i64>) -> Channels {
    let (cosines, words) = match near {
        Near::Lead(lead) => (Some(cosines(left, right, lead)), left.words.dot(&right.words)),
        Near::Words(words) => (None, words),
    };
    Channels {
        cosines,
        words,
        title_words: left.title_words.overlap(&right.title_words).unwrap_or(words),
        names: left.names.overlap(&right.names),
        figures: left.figures.shared(&right.figures).map(|(w, _)| w).sum::<f32>().ln_1p(),
        clash: if cosines.is_some() { clash(left, right) } else { strange(left, right).min(strange(right, left)) },
        outlet: if left.outlet.is_some() && left.outlet == right.outlet { 1.0 } else { 0.0 },
        days,
        n_names: left.names.shared(&right.names).count(),
        n_figures: left.figures.shared(&right.figures).count(),
    }
}

fn cosines(left: &Evidence, right: &Evidence, lead: f32) -> Cosines {
    let title = left.title.as_ref().zip(right.title.as_ref()).map_or(lead, |(l, r)| l.cosine(r));
    let closest = left.first.iter().flat_map(|l| right.first.iter().map(|r| l.cosine(r))).fold(0.0, f32::max);
    Cosines { title, lead, opening: left.opening.cosine(&right.opening), closest }
}

/// 1 where both titles name someone and neither text names whom the other's title names.
fn clash(left: &Evidence, right: &Evidence) -> f32 {
    let names = |of: &Evidence, term: &u32| of.names.0.binary_search_by_key(term, |(t, _)| *t).is_ok();
    let strangers = |subjects: &Evidence, text: &Evidence| {
        !subjects.subjects.is_empty() && !subjects.subjects.iter().any(|s| names(text, s))
    };
    if strangers(left, right) && strangers(right, left) { 1.0 } else { 0.0 }
}

/// Share, by rarity, of what a title without vectors names of which the other text says nothing; 0 where it names nobody.
fn strange(title: &Evidence, text: &Evidence) -> f32 {
    let weighed = title.subjects.iter().filter_map(|subject| Some((*subject, title.words.weight(*subject)?)));
    let (strange, all) = weighed.fold((0.0, 0.0), |(strange, all), (subject, weight)| {
        let is_known = text.words.weight(subject).is_some();
        (strange + if is_known { 0.0 } else { weight }, all + weight)
    });
    if all > 0.0 { strange / all } else { 0.0 }
}

/// One title on two days over different figures: a market report that comes daily, not one event.
fn is_regular_column(channels: &Channels, left: &Evidence, right: &Evidence) -> bool {
    let enough = left.figures.0.len().min(right.figures.0.len());
    channels.days.is_some_and(|d| d > 0)
        && channels.cosines.map_or(0.0, |cosines| cosines.title).max(channels.title_words) >= SAME_TITLE
        && enough >= ENOUGH_FIGURES
        && channels.n_figures * 3 < enough
}

/// A form that both are filled into: what they share is the form's.
fn form(channels: &Channels, left: &Evidence, right: &Evidence) -> Option<Obstacle> {
    if is_regular_column(channels, left, right) {
        return Some(Obstacle::Column);
    }
    if is_refilled(left, right) {
        return Some(Obstacle::Template);
    }
    are_strangers(left, right).then_some(Obstacle::Firms)
}

/// Whether each headline names a firm, and neither text the other's.
fn are_strangers(left: &Evidence, right: &Evidence) -> bool {
    let unknown =
        |of: &Evidence, text: &Evidence| of.firm.is_some_and(|stem| text.spoken.binary_search(&stem).is_err());
    unknown(left, right) && unknown(right, left)
}

/// Whether the word of this stem stands in a report.
fn stands(report: &Evidence, stem: u32) -> bool {
    report.words.weight(stem).is_some()
}

/// Whether the two are one template over different subjects.
fn is_refilled(left: &Evidence, right: &Evidence) -> bool {
    left.template.is_refilled(&right.template, [&|stem| stands(left, stem), &|stem| stands(right, stem)])
}

fn probability(c: &Channels, s: &Cluster) -> f32 {
    let add = |sum, channel: &Weighed| sum + channel.weight * channel.value;
    let sum = match &c.cosines {
        Some(cosines) => weighed(cosines, c, s).iter().fold(s.bias, add),
        None => weighed_words(c, s).iter().fold(s.by_words.bias, add),
    };
    1.0 / (1.0 + (-sum).exp())
}

fn bias(c: &Channels, s: &Cluster) -> f32 {
    if c.cosines.is_some() { s.bias } else { s.by_words.bias }
}

/// One channel of a pair: what it says and what that weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Its name in the settings.
    pub name: &'static str,
    /// What it says; where a side knows nothing, what the settings put in its place.
    pub value: f32,
    /// Whether both sides know of it.
    pub is_known: bool,
    /// Its weight.
    pub weight: f32,
}

fn known(name: &'static str, value: f32, weight: f32) -> Weighed {
    Weighed { name, value, is_known: true, weight }
}

fn days(c: &Channels, s: &Cluster, weight: f32) -> Weighed {
    let days = c.days.map_or(s.unknown_days, |d| d as f32);
    Weighed { is_known: c.days.is_some(), ..known("days", days, weight) }
}

/// The channels in the order in which they are summed.
fn weighed(cosines: &Cosines, c: &Channels, s: &Cluster) -> [Weighed; 11] {
    [
        known("title", cosines.title, s.title),
        known("lead", cosines.lead, s.lead),
        known("opening", cosines.opening, s.opening),
        known("closest", cosines.closest, s.closest),
        known("words", c.words, s.words),
        known("title_words", c.title_words, s.title_words),
        Weighed { is_known: c.names.is_some(), ..known("names", c.names.unwrap_or(s.unknown_names), s.names) },
        known("figures", c.figures, s.figures),
        known("clash", c.clash, s.clash),
        known("outlet", c.outlet, s.outlet),
        days(c, s, s.days),
    ]
}

/// The channels of two documents of which one has no vectors, in the order in which they are summed.
fn weighed_words(c: &Channels, s: &Cluster) -> [Weighed; 6] {
    let by = &s.by_words;
    [
        known("words", c.words, by.words),
        known("title_words", c.title_words, by.title_words),
        known("figures", c.figures, by.figures),
        known("clash", c.clash, by.clash),
        known("outlet", c.outlet, by.outlet),
        days(c, s, by.days),
    ]
}
