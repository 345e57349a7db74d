//! What every engine shares: sentences to batches of windows, last hidden states to names and vectors.
//!
//! Takes texts and a function that gives the last hidden states of a batch; gives one encoding a text. Batches run in
//! parallel and are fixed before any thread starts.

use std::collections::HashMap;

use pulp::Arch;
use rayon::prelude::*;

use super::batch::{Frame, Job, Packed, batches};
use super::decode::names;
use super::folder::ModelFolder;
use super::network::Network;
use super::tensors::Tensors;
use super::words::{Pieces, Reader};
use super::{ModelError, NameSpan, SentenceEncoding};
use crate::types::{Span, Vector};

/// Labels are computed this many at a time.
const LANES: usize = 16;

/// The parts of a model around its encoder: tokenizer, sizes, label head.
pub(super) struct Sentences {
    reader: Reader,
    /// Sizes and labels.
    pub(super) network: Network,
    head: Head,
    /// Map of the pooled state towards the base model's, `[output][input]`; empty where there is none.
    vector_map: Vec<f32>,
}

/// What a window says of the words it owns.
struct Reading {
    sentence: usize,
    /// Index of the first owned word.
    first_word: usize,
    /// One row of logits an owned word.
    logits: Vec<f32>,
    /// Sum of the hidden states of all its rows.
    sum: Vec<f32>,
    n_rows: usize,
}

impl Sentences {
    /// The tokenizer and label head of `folder`.
    pub(super) fn load(folder: &ModelFolder, tensors: &Tensors<'_>) -> Result<Self, ModelError> {
        let network = Network::load(folder)?;
        let head = Head::load(tensors, &network)?;
        let sizes = [network.hidden, network.hidden];
        let vector_map = if network.vector_map { tensors.floats("vector.weight", &sizes)? } else { Vec::new() };
        Ok(Self { reader: Reader::load(folder)?, network, head, vector_map })
    }

    /// Number of pieces the vocabulary holds.
    pub(super) fn vocabulary(&self) -> usize {
        self.reader.vocabulary()
    }

    /// One encoding a text; the same text is encoded once however often it stands in `texts`. `hidden` gives the last hidden
    /// states of a batch of at most `budget` rows (more only where one window is longer), one row of `hidden` numbers a piece.
    pub(super) fn encode(
        &self,
        texts: &[&str],
        budget: usize,
        hidden: impl Fn(&Packed) -> Result<Vec<f32>, ModelError> + Sync,
    ) -> Result<Vec<SentenceEncoding>, ModelError> {
        let (distinct, order) = distinct(texts);
        let encodings = self.encode_distinct(&distinct, budget, hidden)?;
        if distinct.len() == texts.len() {
            return Ok(encodings);
        }
        Ok(order.into_iter().map(|index| encodings[index].clone()).collect())
    }

    fn encode_distinct(
        &self,
        texts: &[&str],
        budget: usize,
        hidden: impl Fn(&Packed) -> Result<Vec<f32>, ModelError> + Sync,
    ) -> Result<Vec<SentenceEncoding>, ModelError> {
        let pieces: Vec<Pieces> = texts.par_iter().map(|text| self.reader.read(text)).collect::<Result<_, _>>()?;
        let frame = Frame { cls: self.reader.cls, sep: self.reader.sep };
        let read_batch = |jobs: &Vec<Job>| -> Result<Vec<Reading>, ModelError> {
            let packed = Packed::new(jobs, &pieces, frame);
            Ok(self.readings(jobs, &pieces, &hidden(&packed)?))
        };
        // Longest first, so that no thread is left alone with a long batch at the end.
        let batches = batches(&pieces, self.network.max_wordpieces, budget);
        let readings: Vec<Vec<Reading>> = batches.par_iter().rev().map(read_batch).collect::<Result<_, _>>()?;
        let mut by_sentence: Vec<Vec<Reading>> = std::iter::repeat_with(Vec::new).take(texts.len()).collect();
        for reading in readings.into_iter().flatten() {
            by_sentence[reading.sentence].push(reading);
        }
        Ok(pieces.par_iter().zip(by_sentence).map(|(pieces, readings)| self.encoding(pieces, readings)).collect())
    }

    fn readings(&self, jobs: &[Job], pieces: &[Pieces], hidden: &[f32]) -> Vec<Reading> {
        let mut rest = hidden;
        let mut readings = Vec::with_capacity(jobs.len());
        for job in jobs {
            let (rows, after) = rest.split_at(job.n_rows() * self.network.hidden);
            readings.push(self.reading(job, &pieces[job.sentence], rows));
            rest = after;
        }
        readings
    }

    /// What the rows of one window come to.
    fn reading(&self, job: &Job, pieces: &Pieces, rows: &[f32]) -> Reading {
        let mut logits = Vec::with_capacity(job.window.owned.len() * self.network.labels.len());
        for word in &pieces.words[job.window.owned.clone()] {
            let row = 1 + word.piece - job.window.pieces.start;
            self.head.push_logits(&rows[row * self.network.hidden..(row + 1) * self.network.hidden], &mut logits);
        }
        let mut sum = vec![0.0; self.network.hidden];
        for row in rows.chunks_exact(self.network.hidden) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        let (sentence, first_word) = (job.sentence, job.window.owned.start);
        Reading { sentence, first_word, logits, sum, n_rows: job.n_rows() }
    }

    /// `sum` after the map; its length does not matter, since vectors are directions.
    fn mapped(&self, sum: Vec<f32>) -> Vec<f32> {
        if self.vector_map.is_empty() {
            return sum;
        }
        let dot = |row: &[f32]| row.iter().zip(&sum).map(|(a, b)| a * b).sum::<f32>();
        self.vector_map.chunks_exact(self.network.hidden).map(dot).collect()
    }

    fn encoding(&self, pieces: &Pieces, mut readings: Vec<Reading>) -> SentenceEncoding {
        readings.sort_by_key(|reading| reading.first_word);
        let logits: Vec<f32> = readings.iter().flat_map(|reading| &reading.logits).copied().collect();
        let mut sum = vec![0.0; self.network.hidden];
        for reading in &readings {
            sum.iter_mut().zip(&reading.sum).for_each(|(s, x)| *s += x);
        }
        let runs = names(&logits, &self.network.labels, self.network.temperature);
        let span = |words: &std::ops::Range<usize>| {
            Span::new(pieces.words[words.start].span.start(), pieces.words[words.end - 1].span.end()).ok()
        };
        SentenceEncoding {
            names: runs
                .into_iter()
                .filter_map(|run| Some(NameSpan { span: span(&run.words)?, kind: run.kind, score: run.score }))
                .collect(),
            vector: Vector::normalised(self.mapped(sum)),
            wordpieces: readings.iter().map(|reading| reading.n_rows).sum(),
        }
    }
}

/// The texts that differ, in order of their first place, and the index of each of `texts` among them.
fn distinct<'a>(texts: &[&'a str]) -> (Vec<&'a str>, Vec<usize>) {
    let mut index_of: HashMap<&str, usize> = HashMap::with_capacity(texts.len());
    let mut distinct: Vec<&str> = Vec::new();
    let order = texts
        .iter()
        .map(|text| {
            *index_of.entry(text).or_insert_with(|| {
                distinct.push(text);
                distinct.len() - 1
            })
        })
        .collect();
    (distinct, order)
}

/// The linear map from a hidden state to one logit a label, in f32.
struct Head {
    n_labels: usize,
    /// `[label / 16][input][label % 16]`.
    weights: Vec<Vec<[f32; LANES]>>,
    biases: Vec<f32>,
}

impl Head {
    fn load(tensors: &Tensors<'_>, network: &Network) -> Result<Self, ModelError> {
        let (n_labels, width) = (network.labels.len(), network.hidden);
        let rows = tensors.floats("classifier.weight", &[n_labels, width])?;
        let biases = tensors.floats("classifier.bias", &[n_labels])?;
        let at = |label: usize, input: usize| if label < n_labels { rows[label * width + input] } else { 0.0 };
        let group = |first: usize| (0..width).map(|input| std::array::from_fn(|i| at(first + i, input))).collect();
        Ok(Self { n_labels, weights: (0..n_labels).step_by(LANES).map(group).collect(), biases })
    }

    /// Adds the logits of one hidden state to `logits`.
    fn push_logits(&self, state: &[f32], logits: &mut Vec<f32>) {
        let start = logits.len();
        for group in &self.weights {
            let sums = Arch::new().dispatch(|| {
                let mut sums = [0.0_f32; LANES];
                for (x, weights) in state.iter().zip(group) {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += x * weight;
                    }
                }
                sums
            });
            logits.extend(sums);
        }
        logits.truncate(start + self.n_labels);
        logits[start..].iter_mut().zip(&self.biases).for_each(|(logit, bias)| *logit += bias);
    }
}
