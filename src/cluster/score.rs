//! How likely two documents tell one event.
//!
//! Takes two [`Evidence`]s; gives a [`Pair`] with its channels and score: the logistic function of a weighted sum whose
//! weights stand in the settings. A channel that one side knows nothing about takes the value at which it decides
//! nothing.

use std::fmt::Write as _;

use crate::config::Cluster;
use crate::types::DocumentId;

use super::evidence::Evidence;

/// Cosine of the leads below which no other channel is looked at.
const FAR: f32 = 0.2;
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
    title: f32,
    lead: f32,
    opening: f32,
    closest: f32,
    words: f32,
    title_words: f32,
    names: Option<f32>,
    figures: f32,
    clash: f32,
    days: Option<i64>,
    n_names: usize,
    n_figures: usize,
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

    /// The channels in words, for the reason of a member that joined `other`.
    pub(super) fn in_words(&self, other: &DocumentId) -> String {
        let c = &self.channels;
        let mut words = format!("with {other}: score {:.2}, vectors {:.2}, words {:.2}", self.score, c.lead, c.words);
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

/// The scored pair, or `None` where it is out of the question.
pub(super) fn pair(a: usize, b: usize, left: &Evidence, right: &Evidence, settings: &Cluster) -> Option<Pair> {
    let days = left.day.zip(right.day).map(|(l, r)| (l - r).abs());
    let lead = left.lead.cosine(&right.lead);
    if days.is_some_and(|d| d > settings.window_days) || lead < FAR {
        return None;
    }
    let channels = channels(left, right, lead, days);
    if is_regular_column(&channels, left, right) {
        return None;
    }
    Some(Pair { a, b, score: probability(&channels, settings), channels })
}

fn channels(left: &Evidence, right: &Evidence, lead: f32, days: Option<i64>) -> Channels {
    let title = left.title.as_ref().zip(right.title.as_ref()).map_or(lead, |(l, r)| l.cosine(r));
    let closest = left.first.iter().flat_map(|l| right.first.iter().map(|r| l.cosine(r))).fold(0.0, f32::max);
    let words = left.words.shared(&right.words).map(|(l, r)| l * r).sum();
    Channels {
        title,
        lead,
        opening: left.opening.cosine(&right.opening),
        closest,
        words,
        title_words: left.title_words.overlap(&right.title_words).unwrap_or(words),
        names: left.names.overlap(&right.names),
        figures: left.figures.shared(&right.figures).map(|(w, _)| w).sum::<f32>().ln_1p(),
        clash: clash(left, right),
        days,
        n_names: left.names.shared(&right.names).count(),
        n_figures: left.figures.shared(&right.figures).count(),
    }
}

/// 1 where both titles name someone and neither text names whom the other's title names.
fn clash(left: &Evidence, right: &Evidence) -> f32 {
    let names = |of: &Evidence, term: &u64| of.names.0.binary_search_by_key(term, |(t, _)| *t).is_ok();
    let strangers = |subjects: &Evidence, text: &Evidence| {
        !subjects.subjects.is_empty() && !subjects.subjects.iter().any(|s| names(text, s))
    };
    if strangers(left, right) && strangers(right, left) { 1.0 } else { 0.0 }
}

/// One title on two days over different figures: a market report that comes daily, not one event.
fn is_regular_column(channels: &Channels, left: &Evidence, right: &Evidence) -> bool {
    let enough = left.figures.0.len().min(right.figures.0.len());
    channels.days.is_some_and(|d| d > 0)
        && channels.title.max(channels.title_words) >= SAME_TITLE
        && enough >= ENOUGH_FIGURES
        && channels.n_figures * 3 < enough
}

fn probability(c: &Channels, s: &Cluster) -> f32 {
    let days = c.days.map_or(s.unknown_days, |d| d as f32);
    let sum = s.bias
        + s.title * c.title
        + s.lead * c.lead
        + s.opening * c.opening
        + s.closest * c.closest
        + s.words * c.words
        + s.title_words * c.title_words
        + s.names * c.names.unwrap_or(s.unknown_names)
        + s.figures * c.figures
        + s.clash * c.clash
        + s.days * days;
    1.0 / (1.0 + (-sum).exp())
}
