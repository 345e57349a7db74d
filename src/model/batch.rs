//! Packs windows of many sentences end to end, so that no arithmetic is spent on padding.
//!
//! Takes sentences in pieces; gives batches of windows of like length and the input rows of each. Batches are a function
//! of the input alone, fixed before any thread starts.

use super::case::CaseShape;
use super::window::{Window, windows};
use super::words::Pieces;

/// A window and the sentence it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// The window.
    pub(super) window: Window,
}

impl Job {
    /// Rows the window takes, with `[CLS]` and `[SEP]`.
    pub(super) fn n_rows(&self) -> usize {
        self.window.pieces.len() + 2
    }
}

/// The windows of `sentences`, shortest first, cut into batches of at most `budget` rows (a window longer than that is
/// a batch of its own).
pub(super) fn batches(sentences: &[Pieces], max_wordpieces: usize, budget: usize) -> Vec<Vec<Job>> {
    let mut jobs: Vec<Job> = Vec::with_capacity(sentences.len());
    for (sentence, pieces) in sentences.iter().enumerate() {
        jobs.extend(windows(pieces, max_wordpieces - 2).into_iter().map(|window| Job { sentence, window }));
    }
    jobs.sort_by_key(Job::n_rows);
    let mut batches: Vec<Vec<Job>> = Vec::new();
    let mut n_rows = 0;
    for job in jobs {
        match batches.last_mut() {
            Some(batch) if n_rows + job.n_rows() <= budget => {
                n_rows += job.n_rows();
                batch.push(job);
            }
            _ => {
                n_rows = job.n_rows();
                batches.push(vec![job]);
            }
        }
    }
    batches
}

/// Input rows of a batch: one entry a piece in `ids`, `positions` and `shapes`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    /// Piece ids.
    pub(super) ids: Vec<u32>,
    /// Position in the window.
    pub(super) positions: Vec<u32>,
    /// Case shape of the piece's word.
    pub(super) shapes: Vec<u32>,
    /// Rows of each window.
    pub(super) lengths: Vec<usize>,
}

/// Ids of the pieces that open and close a window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// `[CLS]`.
    pub(super) cls: u32,
    /// `[SEP]`.
    pub(super) sep: u32,
}

impl Packed {
    /// The rows of `jobs`, windows of `sentences`.
    pub(super) fn new(jobs: &[Job], sentences: &[Pieces], frame: Frame) -> Self {
        let mut packed = Self::default();
        for job in jobs {
            packed.push(&job.window, &sentences[job.sentence], frame);
        }
        packed
    }

    /// Adds the rows of `window`, of the sentence in `pieces`.
    pub(super) fn push(&mut self, window: &Window, pieces: &Pieces, frame: Frame) {
        let start = self.ids.len();
        self.ids.push(frame.cls);
        self.ids.extend_from_slice(&pieces.ids[window.pieces.clone()]);
        self.ids.push(frame.sep);
        let n_rows = self.ids.len() - start;
        self.positions.extend(0..n_rows as u32);
        self.shapes.push(CaseShape::Special as u32);
        for word_idx in window.words.clone() {
            let end = pieces.end_of(word_idx).min(window.pieces.end) - window.pieces.start;
            self.shapes.resize(start + 1 + end, pieces.words[word_idx].shape as u32);
        }
        self.shapes.push(CaseShape::Special as u32);
        self.lengths.push(n_rows);
    }
}
