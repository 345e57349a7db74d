//! How much two sides of a place in a text have in common, by their content words: the lexical break in topic.
//!
//! Takes what was counted in the paragraphs of a text, answers for any paragraph what share of the words around it both
//! sides use. Words are compared by their first letters, so that `merger` and `mergers` are one; function words of several
//! languages do not count, and a rare word counts more than a common one. No list of subjects: what an article is about
//! it says again.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::content::Content;
use super::drift::Drift;
use super::gain;
use super::sense::Sense;
use super::window::{Overlap, Side, Window};
use super::words::ByHash;

/// Makes hashes of small numbers: 2 to the 64th over the golden ratio, odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Words on either side of a place that are asked whether the other side says them too.
const NEAR: usize = 40;
/// Words that open an article: about its first sentence.
const OPENING: usize = 12;

/// Rarity of a word that is neither common nor rare.
const COMMON: f32 = 10.0;

/// A content word: which one, whether it is written like a name inside a sentence, and what the table knows of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) id: u32,
    pub(super) name: bool,
    pub(super) sense: Sense,
    pub(super) rarity: f32,
}

/// The content words of a text by paragraph.
#[derive(Clone)]
pub(super) struct Words {
    content: Vec<Word>,
    /// Content words before each paragraph, and in all.
    before: Vec<usize>,
    places: Places,
}

/// Where each word stands.
#[derive(Clone)]
struct Places {
    /// By word, where its places begin among all of them; and their end.
    from: Vec<u32>,
    /// The places of each word in order, one word after the other.
    all: Vec<u32>,
}

/// Share of the words nearest to a place that stand anywhere on its other side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Recall {
    /// Of the words that follow, those said before; of the words before, those said again.
    pub(super) words: [f32; 2],
    /// The same of names.
    pub(super) names: [f32; 2],
    /// The same of all words, each counted by its rarity.
    pub(super) rare: [f32; 2],
}

/// Share of a few words that is said again after them, and before them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Echo {
    pub(super) words: [f32; 2],
    /// The same, each word counted by its rarity.
    pub(super) rare: [f32; 2],
}

impl Places {
    fn of(words: &[Word], n_ids: usize) -> Self {
        let mut from = vec![0_u32; n_ids + 1];
        for word in words {
            from[word.id as usize + 1] += 1;
        }
        for id in 1..from.len() {
            from[id] += from[id - 1];
        }
        let (mut next, mut all) = (from.clone(), vec![0; words.len()]);
        for (at, word) in words.iter().enumerate() {
            let next = &mut next[word.id as usize];
            all[*next as usize] = at as u32;
            *next += 1;
        }
        Self { from, all }
    }

    fn n_ids(&self) -> usize {
        self.from.len() - 1
    }

    /// Whether `word` stands in `range`.
    fn within(&self, word: Word, range: &Range<usize>) -> bool {
        let (from, to) = (self.from[word.id as usize] as usize, self.from[word.id as usize + 1] as usize);
        let places = &self.all[from..to];
        places
            .get(places.partition_point(|at| (*at as usize) < range.start))
            .is_some_and(|at| range.contains(&(*at as usize)))
    }
}

impl Words {
    pub(super) fn of(contents: &[Rc<Content>]) -> Self {
        let mut ids = ByHash::default();
        let n_words = contents.iter().map(|content| content.words.len()).sum();
        let (mut all, mut before) = (Vec::with_capacity(n_words), Vec::with_capacity(contents.len() + 1));
        for content in contents {
            before.push(all.len());
            for (stem, name) in &content.words {
                let id = ids.len() as u32;
                let word = *ids.entry(*stem).or_insert_with(|| {
                    let sense = Sense::of(*stem);
                    Word { id, name: false, sense, rarity: sense.rarity() }
                });
                all.push(Word { name: *name, ..word });
            }
        }
        before.push(all.len());
        let places = Places::of(&all, ids.len());
        Self { content: all, before, places }
    }

    /// The words of paragraphs `range` as those of a text of their own.
    pub(super) fn within(&self, range: &Range<usize>) -> Cow<'_, Self> {
        if range.len() + 1 == self.before.len() {
            return Cow::Borrowed(self);
        }
        let (first, end) = (self.before[range.start], self.before[range.end]);
        let mut ids = ByHash::default();
        let own = |word: &Word| {
            let next = ids.len() as u32;
            Word { id: *ids.entry(u64::from(word.id).wrapping_mul(SPREAD)).or_insert(next), ..*word }
        };
        let content: Vec<Word> = self.content[first..end].iter().map(own).collect();
        let before = self.before[range.start..=range.end].iter().map(|at| at - first).collect();
        let places = Places::of(&content, ids.len());
        Cow::Owned(Self { content, before, places })
    }

    /// Content words before paragraph `at`, and from it on.
    pub(super) fn sides(&self, at: usize) -> [usize; 2] {
        [self.before[at], self.content.len() - self.before[at]]
    }

    /// What the `reach` content words before each paragraph have in common with the `reach` words from it on.
    pub(super) fn overlaps(&self, reach: usize) -> Vec<Overlap> {
        let mut window = Window::new(self.places.n_ids());
        let (mut left, mut middle, mut right) = (0, 0, 0);
        let mut overlaps = Vec::with_capacity(self.before.len());
        for at in &self.before {
            while middle < *at {
                if right <= middle {
                    window.add(Side::Right, self.content[right]);
                    right += 1;
                }
                window.remove(Side::Right, self.content[middle]);
                window.add(Side::Left, self.content[middle]);
                middle += 1;
            }
            while right < self.content.len() && right - middle < reach {
                window.add(Side::Right, self.content[right]);
                right += 1;
            }
            while middle - left > reach {
                window.remove(Side::Left, self.content[left]);
                left += 1;
            }
            overlaps.push(window.overlap());
        }
        overlaps
    }

    /// The gain of a break before each paragraph.
    pub(super) fn gains(&self) -> Vec<f32> {
        let ids: Vec<u32> = self.content.iter().map(|word| word.id).collect();
        self.at_paragraphs(&gain::gains(&ids, self.places.n_ids()))
    }

    /// The same where the words of the language are known beforehand.
    pub(super) fn told_gains(&self) -> Vec<f32> {
        let words: Vec<(u32, f32)> = self.content.iter().map(|word| (word.id, word.rarity)).collect();
        self.at_paragraphs(&gain::told_gains(&words, self.places.n_ids()))
    }

    fn at_paragraphs(&self, values: &[f32]) -> Vec<f32> {
        self.before.iter().map(|at| values[*at]).collect()
    }

    /// What the words are about, paragraph by paragraph.
    pub(super) fn drift(&self) -> Drift {
        let paragraphs =
            self.before.windows(2).map(|ends| self.content[ends[0]..ends[1]].iter().map(|word| word.sense));
        Drift::of(&self.before, paragraphs)
    }

    /// How many of the words nearest to each paragraph the other side says too.
    pub(super) fn recalls(&self) -> Vec<Recall> {
        let recall = |at: &usize| {
            let (before, after) = (0..*at, *at..self.content.len());
            let follow = self.share(*at..self.content.len().min(at + NEAR), &before);
            let precede = self.share(at.saturating_sub(NEAR)..*at, &after);
            Recall { words: [follow[0], precede[0]], names: [follow[1], precede[1]], rare: [follow[2], precede[2]] }
        };
        self.before.iter().map(recall).collect()
    }

    /// Share of the words, of the names and of the rarity of the words `own` that stand in `side`; one half is taken as
    /// seen, which settles an empty list.
    fn share(&self, own: Range<usize>, side: &Range<usize>) -> [f32; 3] {
        let (mut yes, mut all) = ([0.5_f32, 0.5, COMMON / 2.0], [1.0_f32, 1.0, COMMON]);
        for word in &self.content[own] {
            let said = f32::from(u8::from(self.places.within(*word, side)));
            let weights = [1.0, f32::from(u8::from(word.name)), word.rarity];
            for ((yes, all), weight) in yes.iter_mut().zip(&mut all).zip(weights) {
                *yes += said * weight;
                *all += weight;
            }
        }
        std::array::from_fn(|kind| yes[kind] / all[kind])
    }

    /// The words of paragraph `at` that stand among the `reach` words after it, and among those before it.
    pub(super) fn echo(&self, at: usize, reach: usize) -> Echo {
        self.said(self.before[at]..self.before[at + 1], reach)
    }

    /// The same of the first words from paragraph `at` on.
    pub(super) fn opening(&self, at: usize, reach: usize) -> Echo {
        let start = self.before[at];
        self.said(start..self.content.len().min(start + OPENING), reach)
    }

    fn said(&self, own: Range<usize>, reach: usize) -> Echo {
        let sides = [own.end..own.end + reach, own.start.saturating_sub(reach)..own.start];
        let (mut words, mut rare, mut all) = ([0.0_f32; 2], [0.0_f32; 2], 1.0);
        for word in &self.content[own.clone()] {
            all += word.rarity;
            for (side, range) in sides.iter().enumerate() {
                if self.places.within(*word, range) {
                    words[side] += 1.0;
                    rare[side] += word.rarity;
                }
            }
        }
        Echo { words: words.map(|said| said / own.len().max(1) as f32), rare: rare.map(|said| said / all) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{content, memory::Memory, paragraph};

    #[test]
    fn one_subject_overlaps_and_two_do_not() {
        let text = "The harbour of Orrin reopened after the storm and the barges left the harbour.\n\
                    Barges from Orrin wait outside the harbour when a storm comes.\n\
                    Quillon makes wafers for sensors in the valley, its engineers said.\n\
                    Engineers at Quillon test wafers before sensors leave the valley.";
        let words = Words::of(&content::all(text, &paragraph::read(text), &Memory::default()));
        for reach in [6, 20, 1000] {
            let overlaps = words.overlaps(reach);
            assert!(overlaps[1].words > 0.4 && overlaps[3].words > 0.4, "{reach}: {overlaps:?}");
            assert!(overlaps[2].words < 0.1 && overlaps[2].names < 0.1, "{reach}: {overlaps:?}");
        }
        let (gains, recalls) = (words.gains(), words.recalls());
        assert!(words.within(&(2..4)).overlaps(20)[1].words > 0.4 && words.within(&(1..3)).overlaps(20)[1].words < 0.1);
        assert!(gains[2] > gains[1] && gains[2] > gains[3], "{gains:?}");
        assert!(recalls[2].words[0] < recalls[1].words[0] && recalls[2].words[1] < recalls[3].words[1], "{recalls:?}");
        assert!(words.echo(0, 50).words[0] > 0.3 && words.echo(2, 50).words[1] < 0.1);
    }
}
