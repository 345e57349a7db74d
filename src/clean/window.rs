//! Words on both sides of a place and what the sides have in common, kept up to date word by word.
//!
//! Takes words as they come into a side and leave it, gives an [`Overlap`] at any time. Knows no text.

use super::topic::Word;

/// What both sides of a place have in common; each from 0 (nothing) to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Overlap {
    /// Share of the smaller side's different words that the other side uses too.
    pub(super) words: f32,
    /// The same of names.
    pub(super) names: f32,
    /// The same of words, each counted by its rarity.
    pub(super) rare: f32,
    /// The cosine of the words of both sides, each by its count and rarity.
    pub(super) cosine: f32,
}

#[derive(Clone, Copy)]
pub(super) enum Side {
    Left,
    Right,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    words: [u32; 2],
    names: [u32; 2],
}

/// Words on both sides, and how many different ones each side and both have, kept up to date word by word.
pub(super) struct Window {
    counts: Vec<Counts>,
    kinds: [usize; 2],
    shared: usize,
    name_kinds: [usize; 2],
    shared_names: usize,
    /// The same, each kind counted by its rarity.
    rare_kinds: [f64; 2],
    shared_rare: f64,
    /// Squares of the counts of each side, and products of both sides' counts, by the squares of rarities.
    norms: [f64; 2],
    dot: f64,
}

impl Window {
    pub(super) fn new(n_ids: usize) -> Self {
        Self {
            counts: vec![Counts::default(); n_ids],
            kinds: [0; 2],
            shared: 0,
            name_kinds: [0; 2],
            shared_names: 0,
            rare_kinds: [0.0; 2],
            shared_rare: 0.0,
            norms: [0.0; 2],
            dot: 0.0,
        }
    }

    pub(super) fn add(&mut self, side: Side, word: Word) {
        let (here, there) = (side as usize, 1 - side as usize);
        let counts = &mut self.counts[word.id as usize];
        let (rarity, square) = (f64::from(word.rarity), f64::from(word.rarity * word.rarity));
        if counts.words[here] == 0 {
            self.kinds[here] += 1;
            self.rare_kinds[here] += rarity;
            if counts.words[there] > 0 {
                self.shared += 1;
                self.shared_rare += rarity;
            }
        }
        self.dot += f64::from(counts.words[there]) * square;
        self.norms[here] += f64::from(2 * counts.words[here] + 1) * square;
        counts.words[here] += 1;
        if word.name {
            if counts.names[here] == 0 {
                self.name_kinds[here] += 1;
                self.shared_names += usize::from(counts.names[there] > 0);
            }
            counts.names[here] += 1;
        }
    }

    pub(super) fn remove(&mut self, side: Side, word: Word) {
        let (here, there) = (side as usize, 1 - side as usize);
        let counts = &mut self.counts[word.id as usize];
        let (rarity, square) = (f64::from(word.rarity), f64::from(word.rarity * word.rarity));
        counts.words[here] -= 1;
        self.dot -= f64::from(counts.words[there]) * square;
        self.norms[here] -= f64::from(2 * counts.words[here] + 1) * square;
        if counts.words[here] == 0 {
            self.kinds[here] -= 1;
            self.rare_kinds[here] -= rarity;
            if counts.words[there] > 0 {
                self.shared -= 1;
                self.shared_rare -= rarity;
            }
        }
        if word.name {
            counts.names[here] -= 1;
            if counts.names[here] == 0 {
                self.name_kinds[here] -= 1;
                self.shared_names -= usize::from(counts.names[there] > 0);
            }
        }
    }

    /// What both sides have in common now; sums that went up and down may end a little below zero.
    pub(super) fn overlap(&self) -> Overlap {
        let share = |shared: usize, kinds: [usize; 2]| shared as f32 / kinds[0].min(kinds[1]).max(1) as f32;
        Overlap {
            words: share(self.shared, self.kinds),
            names: share(self.shared_names, self.name_kinds),
            rare: (self.shared_rare / self.rare_kinds[0].min(self.rare_kinds[1]).max(1.0)).max(0.0) as f32,
            cosine: (self.dot / (self.norms[0] * self.norms[1]).max(1.0).sqrt()).max(0.0) as f32,
        }
    }
}
