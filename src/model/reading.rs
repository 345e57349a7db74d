//! What the model reads of the figures of a document: what each measures, whose it is, when, which way it went and how real
//! it is.
//!
//! Takes the states of rows that the layers for figures make of a chunk; gives log probabilities of answers, which
//! `normalise::about` weighs beside its own evidence. Whose a figure is, is told by pointing: the figure has a query, every
//! word of the chunk a key, and an owner's worth is how well the keys of its name fit the query. The maps are in the
//! model folder's `figures.safetensors`, fitted by `models/training/figures.py`, which reads documents the same way.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::ModelError;
use super::dense::Dense;
use super::question::{Chunk, PARTS};
use super::tensors::Tensors;
use crate::types::Span;

/// Where something stands in what was asked: 0 for the title, 1 for the first sentence, and its bytes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Number of the sentence.
    pub sentence: usize,
    /// Bytes of it.
    pub span: Span,
}

/// The maps from states to answers.
#[derive(Debug)]
pub(super) struct Heads {
    metric: Answers,
    period: Answers,
    direction: Answers,
    modality: Answers,
    /// Sorts of owners, by where they stand.
    owner: Answers,
    query: Dense,
    key: Dense,
}

/// The answers to one field and the map from a figure's parts to one logit each.
#[derive(Debug)]
struct Answers {
    names: HashMap<String, usize>,
    map: Dense,
}

/// What is read of the figures of one document.
#[derive(Debug)]
pub struct Reading {
    heads: Arc<Heads>,
    figures: HashMap<Place, Figure>,
    chunks: Vec<Keys>,
}

/// What is read of one figure.
#[derive(Debug)]
struct Figure {
    chunk: usize,
    metric: Vec<f32>,
    period: Vec<f32>,
    direction: Vec<f32>,
    modality: Vec<f32>,
    /// Logits of the sorts of owners.
    owner: Vec<f32>,
    query: Vec<f32>,
}

/// The keys of a chunk's words.
#[derive(Debug)]
struct Keys {
    /// Words in order, each with its pieces.
    words: Vec<(Place, usize)>,
    /// Of each word the sum over its pieces.
    sums: Vec<f32>,
}

/// How likely each answer to a field of a figure is.
#[derive(Debug, Clone, Copy)]
pub struct Likelihood<'a> {
    names: &'a HashMap<String, usize>,
    log_probs: &'a [f32],
}

impl Likelihood<'_> {
    /// Log probability of `answer`; of one that the model never saw, that of the least likely.
    pub fn of(&self, answer: &str) -> f32 {
        let least = || self.log_probs.iter().copied().fold(0.0, f32::min);
        self.names.get(answer).map_or_else(least, |at| self.log_probs[*at])
    }

    /// The likeliest of `answers`; of equal ones the first.
    pub fn best<'n>(&self, answers: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let known = answers.filter_map(|name| Some((name, self.log_probs[*self.names.get(name)?])));
        known.reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(name, _)| name)
    }
}

/// Logits as log probabilities.
fn log_softmax(logits: Vec<f32>) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = logits.iter().map(|x| (x - most).exp()).sum::<f32>().ln();
    logits.into_iter().map(|x| x - most - log_sum).collect()
}

impl Heads {
    /// The maps in `tensors`, whose `notes` name the answers; states are `hidden` wide. `unfit` makes an error of a message.
    pub(super) fn load(
        tensors: &Tensors<'_>,
        notes: &HashMap<String, String>,
        hidden: usize,
        unfit: impl Fn(String) -> ModelError,
    ) -> Result<Self, ModelError> {
        let width = notes.get("width").and_then(|width| width.parse().ok()).filter(|width| *width > 0);
        let width: usize = width.ok_or_else(|| unfit("expected `width`, the numbers of a key".to_owned()))?;
        let map = |name: &str, n_inputs: usize, n_outputs: usize| -> Result<Dense, ModelError> {
            let weights = tensors.floats(&format!("{name}.weight"), &[n_outputs, n_inputs])?;
            Ok(Dense::new(&weights, n_inputs, &tensors.floats(&format!("{name}.bias"), &[n_outputs])?))
        };
        let answers = |field: &str| -> Result<Answers, ModelError> {
            let written = notes.get(field).ok_or_else(|| unfit(format!("expected `{field}`, names of answers")))?;
            let names: HashMap<_, _> =
                written.split('\t').enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
            Ok(Answers { map: map(field, PARTS * hidden, names.len())?, names })
        };
        Ok(Self {
            metric: answers("metric")?,
            period: answers("period")?,
            direction: answers("direction")?,
            modality: answers("modality")?,
            owner: answers("owner")?,
            query: map("query", PARTS * hidden, width)?,
            key: map("key", hidden, width)?,
        })
    }
}

impl Reading {
    /// An empty one.
    pub(super) fn new(heads: &Arc<Heads>) -> Self {
        Self { heads: Arc::clone(heads), figures: HashMap::new(), chunks: Vec::new() }
    }

    /// Adds a chunk whose rows have `states`; `places` are those of all figures, by number.
    pub(super) fn add(&mut self, chunk: &Chunk, states: &[f32], places: &[Place]) {
        let heads = &self.heads;
        let width = heads.key.n_inputs();
        for (number, parts) in &chunk.figures {
            let row = means(parts, states, width);
            let of = |map: &Dense| map.apply(&[&row]);
            let figure = Figure {
                chunk: self.chunks.len(),
                metric: log_softmax(of(&heads.metric.map)),
                period: log_softmax(of(&heads.period.map)),
                direction: log_softmax(of(&heads.direction.map)),
                modality: log_softmax(of(&heads.modality.map)),
                owner: of(&heads.owner.map),
                query: of(&heads.query),
            };
            self.figures.insert(places[*number], figure);
        }
        let rows: Vec<&[f32]> = states.chunks_exact(width).collect();
        let keys = heads.key.apply(&rows);
        let n = heads.key.n_outputs();
        let sum = |rows: &Range<usize>| sum_of(&keys[rows.start * n..rows.end * n], n);
        let sums = chunk.words.iter().flat_map(|(_, rows)| sum(rows)).collect();
        self.chunks.push(Keys { words: chunk.words.iter().map(|(place, rows)| (*place, rows.len())).collect(), sums });
    }

    /// How likely the figure at `place` measures what; `None` where no word stands there.
    pub fn metric(&self, place: Place) -> Option<Likelihood<'_>> {
        self.likelihood(place, &self.heads.metric, |figure| &figure.metric)
    }

    /// How likely it is of which sort of time.
    pub fn period(&self, place: Place) -> Option<Likelihood<'_>> {
        self.likelihood(place, &self.heads.period, |figure| &figure.period)
    }

    /// How likely it went which way.
    pub fn direction(&self, place: Place) -> Option<Likelihood<'_>> {
        self.likelihood(place, &self.heads.direction, |figure| &figure.direction)
    }

    /// How likely it is how real.
    pub fn modality(&self, place: Place) -> Option<Likelihood<'_>> {
        self.likelihood(place, &self.heads.modality, |figure| &figure.modality)
    }

    fn likelihood<'a>(
        &'a self,
        place: Place,
        answers: &'a Answers,
        of: impl Fn(&'a Figure) -> &'a [f32],
    ) -> Option<Likelihood<'a>> {
        Some(Likelihood { names: &answers.names, log_probs: of(self.figures.get(&place)?) })
    }

    /// Log probability that the figure at `place` is of each of `owners`: their sort, and where they are named.
    pub fn owners<'n>(&self, place: Place, owners: impl Iterator<Item = (&'n str, Vec<Place>)>) -> Option<Vec<f32>> {
        let figure = self.figures.get(&place)?;
        let keys = &self.chunks[figure.chunk];
        let logit = |(sort, named): (&str, Vec<Place>)| {
            let sort = self.heads.owner.names.get(sort).copied().unwrap_or_default();
            let fits: Vec<f32> = named.iter().filter_map(|name| keys.fit(*name, &figure.query)).collect();
            figure.owner[sort] + log_sum(&fits)
        };
        Some(log_softmax(owners.map(logit).collect()))
    }
}

impl Keys {
    /// How well the words at `place` fit `query`; `None` where the chunk does not hold them.
    fn fit(&self, place: Place, query: &[f32]) -> Option<f32> {
        let key = |word: &Place| (word.sentence, word.span.end());
        let from = self.words.partition_point(|(word, _)| key(word) <= (place.sentence, place.span.start()));
        let inside = self.words[from..]
            .iter()
            .take_while(|(word, _)| word.sentence == place.sentence && word.span.start() < place.span.end());
        let n_words = inside.clone().count();
        let n_pieces: usize = inside.map(|(_, pieces)| pieces).sum();
        let n = query.len();
        let sum = sum_of(&self.sums[from * n..(from + n_words) * n], n);
        let dot: f32 = sum.iter().zip(query).map(|(k, q)| k * q).sum();
        (n_pieces > 0).then(|| dot / n_pieces as f32 / (n as f32).sqrt())
    }
}

/// The logarithm of the sum of what `logits` stand for; nothing is added where there is none.
fn log_sum(logits: &[f32]) -> f32 {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if logits.is_empty() { 0.0 } else { most + logits.iter().map(|x| (x - most).exp()).sum::<f32>().ln() }
}

/// The mean states of each of the `parts` of a figure, one behind the other.
pub(super) fn means(parts: &[Range<usize>; PARTS], states: &[f32], width: usize) -> Vec<f32> {
    parts.iter().flat_map(|rows| mean(&states[rows.start * width..rows.end * width], width)).collect()
}

/// The mean of `rows`, which are not none, each `width` numbers.
fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let n = (rows.len() / width) as f32;
    sum_of(rows, width).into_iter().map(|sum| sum / n).collect()
}

/// The sum of `rows`, each `width` numbers.
pub(super) fn sum_of(rows: &[f32], width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
    }
    sum
}
