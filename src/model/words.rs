//! Reads a sentence as the model does: wordpieces, and the words they belong to.
//!
//! Takes text; gives piece ids and words with byte spans and case shapes. `[CLS]` and `[SEP]` are left to the windows.

use tokenizers::Tokenizer;

use super::ModelError;
use super::case::CaseShape;
use super::folder::{ModelFolder, TOKENIZER};
use crate::types::Span;

/// One word: a run of pieces that share a word of the pre-tokenizer (white space and punctuation split).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes in the sentence, `start..end`.
    pub(super) span: Span,
    /// Its case shape.
    pub(super) shape: CaseShape,
    /// Index of its first piece.
    pub(super) piece: usize,
}

/// A sentence in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    /// Ids of all pieces.
    pub(super) ids: Vec<u32>,
    /// Words in order.
    pub(super) words: Vec<Word>,
}

impl Pieces {
    /// Index one past the last piece of word `word_idx`.
    pub(super) fn end_of(&self, word_idx: usize) -> usize {
        self.words.get(word_idx + 1).map_or(self.ids.len(), |next| next.piece)
    }
}

/// A tokenizer with the ids of its special pieces.
pub(super) struct Reader {
    tokenizer: Tokenizer,
    /// Id of `[CLS]`.
    pub(super) cls: u32,
    /// Id of `[SEP]`.
    pub(super) sep: u32,
}

impl Reader {
    /// The tokenizer of `folder`, never padding or truncating whatever its file says.
    pub(super) fn load(folder: &ModelFolder) -> Result<Self, ModelError> {
        let path = folder.path_of(TOKENIZER);
        let mut tokenizer = Tokenizer::from_bytes(&folder.tokenizer)
            .map_err(|source| ModelError::Tokenizer { path: path.clone(), source })?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|source| ModelError::Tokenizer { path: path.clone(), source })?;
        let id = |piece: &str| {
            let message = format!("expected a piece `{piece}` in the vocabulary, found none");
            tokenizer.token_to_id(piece).ok_or(ModelError::Unfit { path: path.clone(), message })
        };
        let (cls, sep) = (id("[CLS]")?, id("[SEP]")?);
        Ok(Self { tokenizer, cls, sep })
    }

    /// Number of pieces the vocabulary holds.
    pub(super) fn vocabulary(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// The pieces and words of `text`.
    pub(super) fn read(&self, text: &str) -> Result<Pieces, ModelError> {
        let encoding =
            self.tokenizer.encode(text, false).map_err(|source| ModelError::Words { bytes: text.len(), source })?;
        let mut words: Vec<(usize, (usize, usize))> = Vec::new();
        let mut last = None;
        for (piece, (word, &(start, end))) in encoding.get_word_ids().iter().zip(encoding.get_offsets()).enumerate() {
            match words.last_mut() {
                Some(word_so_far) if last == Some(*word) => word_so_far.1.1 = end,
                _ => words.push((piece, (start, end))),
            }
            last = Some(*word);
        }
        let words = words.into_iter().filter_map(|(piece, range)| word(text, piece, range)).collect();
        Ok(Pieces { ids: encoding.get_ids().to_vec(), words })
    }
}

/// The word at `start..end`, widened to whole characters; `None` where the tokenizer made it of no text at all.
fn word(text: &str, piece: usize, (start, end): (usize, usize)) -> Option<Word> {
    let span = Span::new(text.floor_char_boundary(start), text.ceil_char_boundary(end)).ok()?;
    Some(Word { span, shape: CaseShape::of(span.slice(text)?), piece })
}
