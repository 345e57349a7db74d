//! How a text is written, whatever it is about: its language, its quotation marks, the length of its paragraphs.
//!
//! Takes the paragraphs of a text and what was counted in each, answers for any two stretches of them how unlike they are. Two desks, or a desk and
//! its readers, rarely agree in all three. Far stretches tell habits; near ones tell a change of language on the spot.

use std::ops::Range;
use std::rc::Rc;

use super::content::{CLASSES, Content};
use super::paragraph::Paragraph;

/// Function words on either side of a place that tell its language: few, and more.
const NEAR: [f32; 2] = [25.0, 80.0];

/// Sums over the paragraphs before each, so that a stretch costs two look-ups.
pub(super) struct Manner {
    function: Vec<[f32; CLASSES]>,
    /// All function words.
    words: Vec<f32>,
    /// Straight quotation marks and apostrophes, and curly ones.
    quotes: Vec<[f32; 2]>,
    /// Paragraphs of running text, and the logarithms of their lengths.
    prose: Vec<[f32; 2]>,
}

/// How unlike two stretches of a text are; each 0 where nothing tells them apart.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unlike {
    /// One less the cosine of their function words.
    pub(super) function: f32,
    /// Difference of their shares of curly marks, where both have marks.
    pub(super) quotes: f32,
    /// Difference of the mean logarithms of their paragraphs' lengths.
    pub(super) lengths: f32,
}

impl Manner {
    pub(super) fn of(paragraphs: &[Paragraph], contents: &[Rc<Content>]) -> Self {
        let (mut function, mut quotes, mut prose) = ([0.0; CLASSES], [0.0; 2], [0.0; 2]);
        let n = paragraphs.len() + 1;
        let mut manner = Self {
            function: Vec::with_capacity(n),
            words: Vec::with_capacity(n),
            quotes: Vec::with_capacity(n),
            prose: Vec::with_capacity(n),
        };
        manner.push(function, quotes, prose);
        for (Paragraph { shape, .. }, content) in paragraphs.iter().zip(contents) {
            content.function.iter().for_each(|class| function[usize::from(*class)] += 1.0);
            quotes.iter_mut().zip(content.quotes).for_each(|(sum, marks)| *sum += marks);
            if shape.is_prose() {
                prose[0] += 1.0;
                prose[1] += (shape.words as f32).ln_1p();
            }
            manner.push(function, quotes, prose);
        }
        manner
    }

    fn push(&mut self, function: [f32; CLASSES], quotes: [f32; 2], prose: [f32; 2]) {
        self.function.push(function);
        self.words.push(function.iter().sum());
        self.quotes.push(quotes);
        self.prose.push(prose);
    }

    /// How unlike in their function words the paragraphs of `range` before and after `at` are, nearest first: 0 where a
    /// side has too few to tell.
    pub(super) fn change(&self, range: &Range<usize>, at: usize) -> [f32; NEAR.len()] {
        NEAR.map(|enough| {
            let from = self.words[range.start..=at].partition_point(|words| *words <= self.words[at] - enough);
            let to = self.words[at..=range.end].partition_point(|words| *words < self.words[at] + enough);
            let (from, to) = (range.start + from.saturating_sub(1), (at + to).min(range.end));
            let fewest = (self.words[at] - self.words[from]).min(self.words[to] - self.words[at]);
            let (left, right) = (within(&self.function, &(from..at)), within(&self.function, &(at..to)));
            (fewest * 2.0 / enough).min(1.0) * (1.0 - cosine(&left, &right))
        })
    }

    /// How unlike the paragraphs of `left` and `right` are.
    pub(super) fn unlike(&self, left: Range<usize>, right: Range<usize>) -> Unlike {
        Unlike {
            function: 1.0 - cosine(&within(&self.function, &left), &within(&self.function, &right)),
            quotes: quotes_apart(within(&self.quotes, &left), within(&self.quotes, &right)),
            lengths: lengths_apart(within(&self.prose, &left), within(&self.prose, &right)),
        }
    }
}

fn within<const N: usize>(sums: &[[f32; N]], range: &Range<usize>) -> [f32; N] {
    let (from, to) = (&sums[range.start], &sums[range.end]);
    std::array::from_fn(|at| to[at] - from[at])
}

fn cosine(a: &[f32; CLASSES], b: &[f32; CLASSES]) -> f32 {
    let dot = |a: &[f32; CLASSES], b: &[f32; CLASSES]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1.0)
}

/// Few marks say little: below four on a side the difference counts in part.
fn quotes_apart(left: [f32; 2], right: [f32; 2]) -> f32 {
    let (n_left, n_right) = (left[0] + left[1], right[0] + right[1]);
    let sure = (n_left.min(n_right) / 4.0).min(1.0);
    sure * (left[1] / n_left.max(1.0) - right[1] / n_right.max(1.0)).abs()
}

fn lengths_apart(left: [f32; 2], right: [f32; 2]) -> f32 {
    let sure = (left[0].min(right[0]) / 3.0).min(1.0);
    sure * (left[1] / left[0].max(1.0) - right[1] / right[0].max(1.0)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{content, memory::Memory, paragraph};

    #[test]
    fn languages_marks_and_lengths_tell_texts_apart() {
        let text = "The firm said that it's 'not for sale' and that the plant in Orrin won't close before the summer.\n\
                    It isn't the first time that the firm has said so, and it won't be the last of its 'plans'.\n\
                    Die Firma sagte, dass sie nicht verkauft wird und dass “das Werk” in Orrin nicht schließt.\n\
                    Es ist nicht das erste Mal, dass die Firma „das“ sagt, und es wird nicht das letzte Mal sein.";
        let paragraphs = paragraph::read(text);
        let manner = Manner::of(&paragraphs, &content::all(text, &paragraphs, &Memory::default()));
        let (apart, alike) = (manner.unlike(0..2, 2..4), manner.unlike(0..1, 1..2));
        assert!(apart.function > 0.4 && alike.function < apart.function / 2.0, "{apart:?} {alike:?}");
        assert!(apart.quotes > 0.9 && alike.quotes < 0.1, "{apart:?} {alike:?}");
        let changes = [1, 2, 3].map(|at| manner.change(&(0..4), at)[0]);
        assert!(changes[1] > 0.4 && changes[1] > changes[0] && changes[1] > changes[2], "{changes:?}");
    }
}
