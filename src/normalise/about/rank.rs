//! Picks one of several answers by the weights of what speaks for each.
//!
//! Takes candidates with the features that hold of them; the best is the one whose weights sum highest, and its share
//! among all says how sure that is. The weights are in `weights.tsv` and `weights.read.tsv`, fitted by `fit.py`, which names the commands. Where
//! the model has layers for it, what it reads of the figure counts beside them.

use crate::types::Span;

/// A list of yes-or-no features, each with its name in the file of weights.
macro_rules! features {
    ($(#[$meta:meta])* $name:ident { $($feature:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u16)]
        pub(super) enum $name { $($feature),* }

        impl $name {
            /// Names in the file of weights, in order.
            pub(super) const NAMES: &'static [&'static str] = &[$(stringify!($feature)),*];
        }
    };
}
pub(super) use features;

/// Features as they are gathered, each once.
#[derive(Debug, Default)]
pub(super) struct Gathered(pub(super) Vec<u16>);

impl Gathered {
    /// Adds `feature` where it `holds`.
    pub(super) fn add(&mut self, holds: bool, feature: u16) {
        if holds && !self.0.contains(&feature) {
            self.0.push(feature);
        }
    }
}

/// A figure with all that one of its fields could be: what the weights are fitted on.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Where the figure stands.
    pub(crate) span: Span,
    /// Name of the field.
    pub(crate) field: &'static str,
    /// Which weights count beside those of all groups.
    pub(crate) group: usize,
    /// Answers.
    pub(crate) candidates: Vec<Choice<String>>,
    /// By answer where the text names it, as far as that is known.
    pub(crate) places: Vec<Vec<Span>>,
}

/// One answer that a field may have.
#[derive(Debug, Clone)]
pub(crate) struct Choice<T> {
    /// The answer; none is one too.
    pub(crate) answer: Option<T>,
    /// Numbers of its features.
    pub(crate) features: Vec<u16>,
    /// What the model calls answers of its sort.
    pub(crate) class: String,
}

/// Weights of one field: by feature one for every case, then one for each group of cases.
pub(super) struct Weights {
    features: Vec<f32>,
    groups: usize,
    /// Of the log probability by the model.
    reading: f32,
}

/// Files of weights, of texts that no model reads and of those that one does: field, feature, weights, parted by tabs.
pub(super) const FILES: [&str; 2] = [include_str!("weights.tsv"), include_str!("weights.read.tsv")];
/// What stands in place of a feature's name before the weight of the model's log probability.
pub(super) const READING: &str = "Reading";

impl Weights {
    /// The weights of `field`, by [`FILES`], whose features are `names` and whose cases are of `groups` groups; a feature that
    /// a file does not hold weighs nothing.
    pub(super) fn of(field: &str, names: &[String], groups: usize) -> [Self; 2] {
        FILES.map(|file| Self::in_file(file, field, names, groups))
    }

    fn in_file(file: &str, field: &str, names: &[String], groups: usize) -> Self {
        let width = groups + 1;
        let (mut weights, mut reading) = (vec![0.0; names.len() * width], 0.0);
        for line in file.lines() {
            let mut columns = line.split('\t');
            if columns.next() != Some(field) {
                continue;
            }
            let name = columns.next().unwrap_or_default();
            if name == READING {
                reading = columns.next().and_then(|weight| weight.parse().ok()).unwrap_or_default();
            }
            let Some(at) = names.iter().position(|known| *known == name) else { continue };
            for (weight, column) in weights[at * width..(at + 1) * width].iter_mut().zip(columns) {
                *weight = column.parse().unwrap_or_default();
            }
        }
        Self { features: weights, groups, reading }
    }

    fn score(&self, group: usize, features: &[u16]) -> f32 {
        let width = self.groups + 1;
        let at = |feature: &u16| usize::from(*feature) * width;
        features.iter().map(|feature| self.features[at(feature)] + self.features[at(feature) + 1 + group]).sum()
    }

    /// Index of the best of `choices` and its share among all, 0 to 1; of equal ones the first. `likely` is the log
    /// probability of each by the model.
    pub(super) fn best<T>(&self, group: usize, choices: &[Choice<T>], likely: Option<&[f32]>) -> Option<(usize, f32)> {
        let read = |at: usize| likely.map_or(0.0, |likely| self.reading * likely[at]);
        let scores: Vec<f32> =
            choices.iter().enumerate().map(|(at, choice)| self.score(group, &choice.features) + read(at)).collect();
        let (best, top) = scores.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1))?;
        let all: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        Some((best, 1.0 / all))
    }
}
