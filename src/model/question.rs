//! A report whose figures are asked about, as the layers that read reports see it.
//!
//! Takes a title and sentences with the spans of figures; gives chunks: the title, then sentences one behind the other. The
//! first layers read each sentence by itself, the last ones the chunk as a whole, so that `the group` is known by what
//! stands before it. `models/training/questions.py` and `figures.py` read reports the same way.

use std::ops::Range;

use super::ModelError;
use super::batch::{Frame, Packed};
use super::reading::Place;
use super::window::Window;
use super::words::{Pieces, Reader};
use crate::types::Span;

/// Rows of a chunk, unless one sentence and the title are more.
const CHUNK: usize = 256;
/// Pieces of a sentence that are read.
const PIECES: usize = 254;
/// Words on either side of a figure that count as near it.
const NEAR: usize = 6;

/// Parts of which a figure's mean states are read: itself, what is near it, its sentence.
pub(super) const PARTS: usize = 3;

/// A report and its figures.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// Its title, with the bytes of the figures in it.
    pub title: Option<(&'a str, Vec<Span>)>,
    /// Its sentences in order, with the bytes of the figures in each.
    pub sentences: Vec<(&'a str, Vec<Span>)>,
}

impl Asked<'_> {
    /// Figures asked about: those of the title first.
    pub fn n_figures(&self) -> usize {
        self.title.iter().chain(&self.sentences).map(|(_, figures)| figures.len()).sum()
    }

    /// Where they stand, by number.
    pub(super) fn places(&self) -> Vec<Place> {
        let title = self.title.iter().map(|(_, figures)| (0, figures));
        let sentences = self.sentences.iter().enumerate().map(|(at, (_, figures))| (at + 1, figures));
        let all = title.chain(sentences);
        all.flat_map(|(sentence, figures)| figures.iter().map(move |span| Place { sentence, span: *span })).collect()
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
    pub(super) figures: Vec<(usize, [Range<usize>; PARTS])>,
    /// Its words in order with their rows.
    pub(super) words: Vec<(Place, Range<usize>)>,
}

/// The chunks of `asked`.
pub(super) fn chunks(asked: &Asked<'_>, reader: &Reader) -> Result<Vec<Chunk>, ModelError> {
    let frame = Frame { cls: reader.cls, sep: reader.sep };
    let read = |text: &str| reader.read(text).map(cut);
    let title = asked.title.as_ref().map(|(text, figures)| Ok::<_, ModelError>((read(text)?, figures))).transpose()?;
    let has_figure = |at: usize| asked.sentences.get(at).is_some_and(|(_, figures)| !figures.is_empty());
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut number = 0;
    if let Some((pieces, figures)) = title.as_ref().filter(|(_, figures)| !figures.is_empty()) {
        let mut chunk = Chunk::default();
        chunk.ask((0, pieces), frame, figures, number);
        chunks.push(chunk);
        number += figures.len();
    }
    for (at, (text, figures)) in asked.sentences.iter().enumerate() {
        // What stands right before a figure's sentence often says whose it is.
        if !has_figure(at) && !has_figure(at + 1) {
            continue;
        }
        let pieces = read(text)?;
        let is_full = chunks.last().is_none_or(|chunk| {
            let is_title = title.is_some() && chunk.packed.lengths.len() == 1;
            !is_title && chunk.roles.len() + pieces.ids.len() + 2 > CHUNK
        });
        if is_full {
            chunks.push(Chunk::default());
        }
        let Some(chunk) = chunks.last_mut() else { continue };
        if is_full && let Some((title, _)) = &title {
            chunk.push((0, title), frame);
        }
        chunk.ask((at + 1, &pieces), frame, figures, number);
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
    /// Adds the sentence numbered `sentence`; gives its first row.
    fn push(&mut self, (sentence, pieces): (usize, &Pieces), frame: Frame) -> usize {
        let first = self.roles.len();
        let role = if first == 0 { RowRole::Opening } else { RowRole::Sentence };
        let whole = Window { pieces: 0..pieces.ids.len(), words: 0..pieces.words.len(), owned: 0..pieces.words.len() };
        self.packed.push(&whole, pieces, frame);
        self.roles.resize(self.packed.ids.len(), role);
        let row = |piece: usize| first + 1 + piece;
        let words = pieces.words.iter().enumerate();
        self.words.extend(
            words.map(|(at, word)| (Place { sentence, span: word.span }, row(word.piece)..row(pieces.end_of(at)))),
        );
        first
    }

    /// Adds a sentence with `figures`, the first of which is figure `number`; one where no word stands is left out.
    fn ask(&mut self, (sentence, pieces): (usize, &Pieces), frame: Frame, figures: &[Span], number: usize) {
        let first = self.push((sentence, pieces), frame) + 1;
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
