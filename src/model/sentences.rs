//! What every engine shares: sentences to batches of windows, last hidden states to names and vectors.
//!
//! Takes texts and a function that gives the last hidden states of a batch; gives one encoding a text. Batches run in
//! parallel and are fixed before any thread starts.

use std::collections::HashMap;

use rayon::prelude::*;

use super::batch::{Frame, Job, Packed, batches};
use super::decode::names;
use super::dense::Dense;
use super::folder::ModelFolder;
use super::network::Network;
use super::reading::sum_of;
use super::tensors::Tensors;
use super::words::{Pieces, Reader};
use super::{ModelError, NameSpan, SentenceEncoding};
use crate::types::{Span, Vector};

/// The parts of a model around its encoder: tokenizer, sizes, label head.
pub(super) struct Sentences {
    reader: Reader,
    /// Sizes and labels.
    pub(super) network: Network,
    /// From a hidden state to one logit a label.
    head: Dense,
    /// From the pooled state to the base model's, where the model has such a map.
    vector_map: Option<Dense>,
}

/// What a window says of the words it owns.
struct Reading {
    sentence: usize,
    /// Index of the first owned word.
    first_word: usize,
    /// One row of logits an owned word.
    logits: Vec<f32>,
    /// Sum of the hidden states of all its rows, after the vector map; its length does not matter, since vectors are directions.
    sum: Vec<f32>,
    n_rows: usize,
}

impl Reading {
    /// The reading of `job`, its logits still to come.
    fn of(job: &Job, sum: Vec<f32>) -> Self {
        let (sentence, first_word) = (job.sentence, job.window.owned.start);
        Self { sentence, first_word, logits: Vec::new(), sum, n_rows: job.n_rows() }
    }
}

impl Sentences {
    /// The tokenizer and label head of `folder`.
    pub(super) fn load(folder: &ModelFolder, tensors: &Tensors<'_>) -> Result<Self, ModelError> {
        let network = Network::load(folder)?;
        let (n_labels, width) = (network.labels.len(), network.hidden);
        let weights = tensors.floats("classifier.weight", &[n_labels, width])?;
        let head = Dense::new(&weights, width, &tensors.floats("classifier.bias", &[n_labels])?);
        let map = |weights: Vec<f32>| Dense::new(&weights, width, &vec![0.0; width]);
        let has_map = network.vector_map.then(|| tensors.floats("vector.weight", &[width, width]));
        let vector_map = has_map.transpose()?.map(map);
        Ok(Self { reader: Reader::load(folder)?, network, head, vector_map })
    }

    /// How texts are read.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
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
        let width = self.network.hidden;
        let mut rest = hidden;
        let mut word_rows: Vec<&[f32]> = Vec::new();
        let mut readings = Vec::with_capacity(jobs.len());
        for job in jobs {
            let (rows, after) = rest.split_at(job.n_rows() * width);
            for word in &pieces[job.sentence].words[job.window.owned.clone()] {
                let row = 1 + word.piece - job.window.pieces.start;
                word_rows.push(&rows[row * width..(row + 1) * width]);
            }
            readings.push(Reading::of(job, sum_of(rows, width)));
            rest = after;
        }
        let logits = self.head.apply(&word_rows);
        let mut rest = &logits[..];
        for (reading, job) in readings.iter_mut().zip(jobs) {
            let (own, after) = rest.split_at(job.window.owned.len() * self.network.labels.len());
            reading.logits = own.to_vec();
            rest = after;
        }
        if let Some(map) = &self.vector_map {
            let sums: Vec<&[f32]> = readings.iter().map(|reading| &reading.sum[..]).collect();
            let mapped = map.apply(&sums);
            readings.iter_mut().zip(mapped.chunks_exact(width)).for_each(|(r, sum)| r.sum = sum.to_vec());
        }
        readings
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
            vector: Vector::normalised(sum),
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
