//! The encoder on candle tensors: sentences in, names and vectors out, in one pass.
//!
//! Takes a [`ModelFolder`] and a device; gives an [`Encoder`]. The numbers of a sentence depend on that sentence alone,
//! whatever stands beside it in a batch and however many threads run: each product stays on one thread, and the order of
//! its additions follows from its inner size.

mod batch;
mod bert;
mod ops;
mod product;
mod rows;
mod weights;

use std::collections::HashMap;

use candle_core::Device;
use rayon::prelude::*;

use self::batch::{Frame, Job, Packed, batches};
use self::bert::Bert;
use self::ops::linear;
use self::rows::Activation;
use self::weights::Weights;
use super::decode::names;
use super::folder::ModelFolder;
use super::network::Network;
use super::words::{Pieces, Reader};
use super::{Encoder, ModelError, NameSpan, SentenceEncoding};
use crate::config;
use crate::types::{Span, Vector};

/// A BERT token classifier, ready to run.
pub struct CandleModel {
    reader: Reader,
    network: Network,
    bert: Bert,
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

impl CandleModel {
    /// The model of `folder` on `device`.
    pub fn load(folder: &ModelFolder, device: &Device) -> Result<Self, ModelError> {
        let network = Network::load(folder)?;
        let reader = Reader::load(folder)?;
        let bert = Bert::load(&Weights::open(folder, device)?, &network, reader.vocabulary())?;
        Ok(Self { reader, network, bert })
    }

    /// Encodes `sentences` that all differ.
    fn encode_distinct(&self, sentences: &[&str], budget: usize) -> Result<Vec<SentenceEncoding>, ModelError> {
        let pieces: Vec<Pieces> = sentences.par_iter().map(|text| self.reader.read(text)).collect::<Result<_, _>>()?;
        let batches = batches(&pieces, self.network.max_wordpieces, budget);
        // Longest first, so that no thread is left alone with a long batch at the end.
        let readings: Vec<Vec<Reading>> =
            batches.par_iter().rev().map(|jobs| self.read_batch(jobs, &pieces)).collect::<Result<_, _>>()?;
        let mut by_sentence: Vec<Vec<Reading>> = std::iter::repeat_with(Vec::new).take(sentences.len()).collect();
        for reading in readings.into_iter().flatten() {
            by_sentence[reading.sentence].push(reading);
        }
        Ok(pieces.par_iter().zip(by_sentence).map(|(pieces, readings)| self.encoding(pieces, readings)).collect())
    }

    fn read_batch(&self, jobs: &[Job], pieces: &[Pieces]) -> Result<Vec<Reading>, ModelError> {
        let packed = Packed::new(jobs, pieces, Frame { cls: self.reader.cls, sep: self.reader.sep });
        let hidden = self.bert.hidden(&packed)?;
        let logits = linear(&hidden, &self.bert.classifier, Activation::Identity)?.flatten_all()?.to_vec1::<f32>()?;
        let hidden = hidden.flatten_all()?.to_vec1::<f32>()?;
        let mut row = 0;
        let mut readings = Vec::with_capacity(jobs.len());
        for job in jobs {
            let rows = row..row + job.n_rows();
            readings.push(self.reading(
                job,
                &pieces[job.sentence],
                [part(&hidden, &rows, self.network.hidden), part(&logits, &rows, self.network.labels.len())],
            ));
            row = rows.end;
        }
        Ok(readings)
    }

    /// What the rows of one window come to.
    fn reading(&self, job: &Job, pieces: &Pieces, [hidden, logits]: [&[f32]; 2]) -> Reading {
        let n_labels = self.network.labels.len();
        let mut owned = Vec::with_capacity(job.window.owned.len() * n_labels);
        for word in &pieces.words[job.window.owned.clone()] {
            let row = 1 + word.piece - job.window.pieces.start;
            owned.extend_from_slice(&logits[row * n_labels..(row + 1) * n_labels]);
        }
        let mut sum = vec![0.0; self.network.hidden];
        for row in hidden.chunks_exact(self.network.hidden) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        let (sentence, first_word) = (job.sentence, job.window.owned.start);
        Reading { sentence, first_word, logits: owned, sum, n_rows: job.n_rows() }
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

impl Encoder for CandleModel {
    /// The same text is encoded once however often it stands in `sentences`.
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        let mut index_of: HashMap<&str, usize> = HashMap::with_capacity(sentences.len());
        let mut distinct: Vec<&str> = Vec::new();
        let order: Vec<usize> = sentences
            .iter()
            .map(|text| {
                *index_of.entry(text).or_insert_with(|| {
                    distinct.push(text);
                    distinct.len() - 1
                })
            })
            .collect();
        let encodings = self.encode_distinct(&distinct, settings.batch_wordpieces)?;
        if distinct.len() == sentences.len() {
            return Ok(encodings);
        }
        Ok(order.into_iter().map(|index| encodings[index].clone()).collect())
    }
}

/// The numbers of `rows` in a table `width` wide.
fn part<'a>(table: &'a [f32], rows: &std::ops::Range<usize>, width: usize) -> &'a [f32] {
    &table[rows.start * width..rows.end * width]
}
