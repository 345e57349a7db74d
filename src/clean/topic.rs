//! How much two sides of a place in a text have in common, by their content words: the lexical break in topic.
//!
//! Takes what was counted in the paragraphs of a text, answers for any paragraph what share of the words around it both sides use. Words
//! are compared by their first letters, so that `merger` and `mergers` are one; function words of several languages do
//! not count. No model, no list of subjects: what an article is about it says again.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::content::Content;
use super::gain;
use super::words::ByHash;

/// Makes hashes of small numbers: 2 to the 64th over the golden ratio, odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A content word: which one, and whether it is written like a name inside a sentence.
#[derive(Debug, Clone, Copy)]
struct Word {
    id: u32,
    name: bool,
}

/// The content words of a text by paragraph.
#[derive(Clone)]
pub(super) struct Words {
    content: Vec<Word>,
    /// Content words before each paragraph, and in all.
    before: Vec<usize>,
    n_ids: usize,
}

/// Words on either side of a place that are asked whether the other side says them too.
const NEAR: usize = 40;

/// Share of the words nearest to a place that stand anywhere on its other side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Recall {
    /// Of the words that follow, those said before; of the words before, those said again.
    pub(super) words: [f32; 2],
    /// The same of names.
    pub(super) names: [f32; 2],
}

/// What both sides of a place have in common; each from 0 (nothing) to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Overlap {
    /// Share of the smaller side's different words that the other side uses too.
    pub(super) words: f32,
    /// The same of names.
    pub(super) names: f32,
}

impl Words {
    pub(super) fn of(contents: &[Rc<Content>]) -> Self {
        let mut ids = ByHash::default();
        let n_words = contents.iter().map(|content| content.words.len()).sum();
        let (mut all, mut before) = (Vec::with_capacity(n_words), Vec::with_capacity(contents.len() + 1));
        for content in contents {
            before.push(all.len());
            for (stem, name) in &content.words {
                let next = ids.len() as u32;
                all.push(Word { id: *ids.entry(*stem).or_insert(next), name: *name });
            }
        }
        before.push(all.len());
        Self { content: all, before, n_ids: ids.len() }
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
            Word { id: *ids.entry(u64::from(word.id).wrapping_mul(SPREAD)).or_insert(next), name: word.name }
        };
        let content = self.content[first..end].iter().map(own).collect();
        let before = self.before[range.start..=range.end].iter().map(|at| at - first).collect();
        Cow::Owned(Self { content, before, n_ids: ids.len() })
    }

    /// Content words before paragraph `at`, and from it on.
    pub(super) fn sides(&self, at: usize) -> [usize; 2] {
        [self.before[at], self.content.len() - self.before[at]]
    }

    /// What the `reach` content words before each paragraph have in common with the `reach` words from it on.
    pub(super) fn overlaps(&self, reach: usize) -> Vec<Overlap> {
        let mut window = Window::new(self.n_ids);
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
        let gains = gain::gains(&ids, self.n_ids);
        self.before.iter().map(|at| gains[*at]).collect()
    }

    /// How many of the words nearest to each paragraph the other side says too.
    pub(super) fn recalls(&self) -> Vec<Recall> {
        let mut stands = vec![(usize::MAX, 0); self.n_ids];
        for (at, word) in self.content.iter().enumerate() {
            let stands = &mut stands[word.id as usize];
            *stands = (stands.0.min(at), at);
        }
        let recall = |at: &usize| {
            let after = &self.content[*at..self.content.len().min(at + NEAR)];
            let before = &self.content[at.saturating_sub(NEAR)..*at];
            let after = share(after, |word| stands[word.id as usize].0 < *at);
            let before = share(before, |word| stands[word.id as usize].1 >= *at);
            Recall { words: [after.0, before.0], names: [after.1, before.1] }
        };
        self.before.iter().map(recall).collect()
    }

    /// Share of the words of paragraph `at` that stand among the `reach` words after it, and among those before it.
    pub(super) fn echo(&self, at: usize, reach: usize) -> (f32, f32) {
        let (start, end) = (self.before[at], self.before[at + 1]);
        let own = &self.content[start..end];
        let after = &self.content[end..(end + reach).min(self.content.len())];
        let before = &self.content[start.saturating_sub(reach)..start];
        let share = |side: &[Word]| {
            let found = own.iter().filter(|word| side.iter().any(|other| other.id == word.id)).count();
            found as f32 / own.len().max(1) as f32
        };
        (share(after), share(before))
    }
}

/// Share of words, and of names among them, of which something is true; one half is taken as seen, which settles an empty
/// list.
fn share(words: &[Word], is: impl Fn(&Word) -> bool) -> (f32, f32) {
    let (mut yes, mut all) = ([0.5_f32; 2], [1.0_f32; 2]);
    for word in words {
        let said = f32::from(u8::from(is(word)));
        for kind in 0..=usize::from(word.name) {
            yes[kind] += said;
            all[kind] += 1.0;
        }
    }
    (yes[0] / all[0], yes[1] / all[1])
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    words: [u32; 2],
    names: [u32; 2],
}

/// Words on both sides, and how many different ones each side and both have, kept up to date word by word.
struct Window {
    counts: Vec<Counts>,
    kinds: [usize; 2],
    shared: usize,
    name_kinds: [usize; 2],
    shared_names: usize,
}

impl Window {
    fn new(n_ids: usize) -> Self {
        Self { counts: vec![Counts::default(); n_ids], kinds: [0; 2], shared: 0, name_kinds: [0; 2], shared_names: 0 }
    }

    fn add(&mut self, side: Side, word: Word) {
        let (here, there) = (side as usize, 1 - side as usize);
        let counts = &mut self.counts[word.id as usize];
        if counts.words[here] == 0 {
            self.kinds[here] += 1;
            self.shared += usize::from(counts.words[there] > 0);
        }
        counts.words[here] += 1;
        if word.name {
            if counts.names[here] == 0 {
                self.name_kinds[here] += 1;
                self.shared_names += usize::from(counts.names[there] > 0);
            }
            counts.names[here] += 1;
        }
    }

    fn remove(&mut self, side: Side, word: Word) {
        let (here, there) = (side as usize, 1 - side as usize);
        let counts = &mut self.counts[word.id as usize];
        counts.words[here] -= 1;
        if counts.words[here] == 0 {
            self.kinds[here] -= 1;
            self.shared -= usize::from(counts.words[there] > 0);
        }
        if word.name {
            counts.names[here] -= 1;
            if counts.names[here] == 0 {
                self.name_kinds[here] -= 1;
                self.shared_names -= usize::from(counts.names[there] > 0);
            }
        }
    }

    fn overlap(&self) -> Overlap {
        let share = |shared: usize, kinds: [usize; 2]| shared as f32 / kinds[0].min(kinds[1]).max(1) as f32;
        Overlap { words: share(self.shared, self.kinds), names: share(self.shared_names, self.name_kinds) }
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
        assert!(words.echo(0, 50).0 > 0.3 && words.echo(2, 50).1 < 0.1);
    }
}
