//! How rare a word is in general, and what it is about: a table over the stems of English words.
//!
//! Takes a stem, gives its rarity and a vector. Most words of other languages are not in the table; they count as rare. The
//! table is made by `models/training/clean/senses.py` from the vocabulary and the weights of MiniLM (Apache-2.0), no text.

use std::sync::LazyLock;

use super::words::{self, ByHash};

const TABLE: &[u8] = include_bytes!("senses.bin");
/// Numbers of a vector.
pub(super) const DIMS: usize = 32;
/// Bytes of a stem in the table.
const STEM: usize = 7;
/// A stem, its rarity, its vector.
const ROW: usize = STEM + 1 + DIMS;
/// Steps of the rarity in one nat.
const STEPS: f32 = 12.0;
/// Negative logarithm of the share that a word outside the table has of all words.
const RARE: f32 = 13.7;

static ROWS: LazyLock<ByHash<u32>> = LazyLock::new(|| {
    let rows = TABLE.chunks_exact(ROW).enumerate();
    rows.filter_map(|(idx, row)| Some((words::stem(stem(row)?), idx as u32))).collect()
});

fn stem(row: &[u8]) -> Option<&str> {
    let stem = std::str::from_utf8(row.get(..STEM)?).ok()?;
    Some(stem.trim_end_matches('\0'))
}

/// A place in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense(Option<u32>);

impl Sense {
    pub(super) fn of(stem: u64) -> Self {
        Self(ROWS.get(&stem).copied())
    }

    fn row(self) -> Option<&'static [u8]> {
        let from = self.0? as usize * ROW;
        TABLE.get(from..from + ROW)
    }

    /// Negative logarithm of the share that the word has of all words.
    pub(super) fn rarity(self) -> f32 {
        self.row().map_or(RARE, |row| f32::from(row[STEM]) / STEPS)
    }

    /// What the word is about, in bytes with a sign; `None` where it is not known.
    pub(super) fn vector(self) -> Option<&'static [u8; DIMS]> {
        self.row()?.last_chunk()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_together() {
        assert!(TABLE.len().is_multiple_of(ROW) && ROWS.len() == TABLE.len() / ROW);
    }

    #[test]
    fn rare_words_are_told_from_common_ones() {
        let rarity = |word: &str| Sense::of(words::stem(word)).rarity();
        assert!(rarity("people") + 1.0 < rarity("dolphin"), "{} {}", rarity("people"), rarity("dolphin"));
        assert!(rarity("dolphin") <= rarity("quillonia") && Sense::of(words::stem("quillonia")).vector().is_none());
    }
}
