//! A report whose figures are asked which question they answer, as the network reads it.
//!
//! Takes a title and sentences with the spans of figures; gives chunks: the title, then sentences one behind the other. The
//! first layers read each sentence by itself, the last ones the chunk as a whole, so that `the group` is known by what
//! stands before it. `models/training/questions.py` reads reports the same way.

use std::ops::Range;

use super::ModelError;
use super::batch::{Frame, Packed};
use super::window::Window;
use super::words::{Pieces, Reader};
use crate::types::Span;

/// Rows of a chunk, unless one sentence and the title are more.
const CHUNK: usize = 256;
/// Pieces of a sentence that are read.
const PIECES: usize = 254;
/// Words on either side of a figure that count as near it.
const NEAR: usize = 6;

/// A report and its figures.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// Its title.
    pub title: Option<&'a str>,
    /// Its sentences in order, with the bytes of the figures in each.
    pub sentences: Vec<(&'a str, Vec<Span>)>,
}

impl Asked<'_> {
    /// Figures asked about.
    pub fn n_figures(&self) -> usize {
        self.sentences.iter().map(|(_, figures)| figures.len()).sum()
    }
}

/// What a row of a chunk is, by number of what is added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowRole {
    /// Of the sentence that opens the chunk.
    Opening = 0,
    /// Of another sentence.
    Sentence = 1,
    /// Of a figure, beside what its sentence is.
    Figure = 2,
}

/// Sentences that are read together.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Their rows.
    pub(super) packed: Packed,
    /// What each row is.
    pub(super) roles: Vec<RowRole>,
    /// Rows of figures.
    pub(super) marked: Vec<usize>,
    /// Number of each figure with its rows: its own, those near it, those of its sentence.
    pub(super) figures: Vec<(usize, [Range<usize>; 3])>,
}

/// The chunks of `asked`.
pub(super) fn chunks(asked: &Asked<'_>, reader: &Reader) -> Result<Vec<Chunk>, ModelError> {
    let frame = Frame { cls: reader.cls, sep: reader.sep };
    let read = |text: &str| reader.read(text).map(cut);
    let title = asked.title.map(read).transpose()?;
    let has_figure = |at: usize| asked.sentences.get(at).is_some_and(|(_, figures)| !figures.is_empty());
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut number = 0;
    for (at, (text, figures)) in asked.sentences.iter().enumerate() {
        // What stands right before a figure's sentence often says whose it is.
        if !has_figure(at) && !has_figure(at + 1) {
            continue;
        }
        let pieces = read(text)?;
        let is_full = chunks.last().is_none_or(|chunk| chunk.roles.len() + pieces.ids.len() + 2 > CHUNK);
        if is_full {
            chunks.push(Chunk::default());
        }
        let Some(chunk) = chunks.last_mut() else { continue };
        if is_full && let Some(title) = &title {
            chunk.push(title, frame);
        }
        chunk.ask(&pieces, frame, figures, number);
        number += figures.len();
    }
    Ok(chunks)
}

/// The pieces of a sentence that are read, with the words that are whole in them.
fn cut(mut pieces: Pieces) -> Pieces {
    let n_whole = (0..pieces.words.len()).take_while(|&word| pieces.end_of(word) <= PIECES).count();
    pieces.words.truncate(n_whole);
    pieces.ids.truncate(PIECES);
    pieces
}

impl Chunk {
    /// Adds a sentence; gives its first row.
    fn push(&mut self, pieces: &Pieces, frame: Frame) -> usize {
        let first = self.roles.len();
        let role = if first == 0 { RowRole::Opening } else { RowRole::Sentence };
        let whole = Window { pieces: 0..pieces.ids.len(), words: 0..pieces.words.len(), owned: 0..pieces.words.len() };
        self.packed.push(&whole, pieces, frame);
        self.roles.resize(self.packed.ids.len(), role);
        first
    }

    /// Adds a sentence with `figures`, the first of which is figure `number`; one where no word stands is left out.
    fn ask(&mut self, pieces: &Pieces, frame: Frame, figures: &[Span], number: usize) {
        let first = self.push(pieces, frame) + 1;
        let row = |word: usize| first + pieces.words.get(word).map_or(pieces.ids.len(), |word| word.piece);
        let n = pieces.words.len();
        for (at, figure) in figures.iter().enumerate() {
            let from = pieces.words.partition_point(|word| word.span.end() <= figure.start());
            let to = pieces.words.partition_point(|word| word.span.start() < figure.end());
            if from < to {
                let near = from.saturating_sub(NEAR)..(to + NEAR).min(n);
                self.marked.extend(row(from)..row(to));
                let rows = [row(from)..row(to), row(near.start)..row(near.end), first..first + pieces.ids.len()];
                self.figures.push((number + at, rows));
            }
        }
    }
}
