//! How far what the words of a text are about moves from one side of a place to the other.
//!
//! Takes the senses of words by paragraph, sums their vectors, answers by cosine for the words near a place and by the gain
//! in variance told for the whole text. Two texts that share no word are far from each other only where their subjects are.

use super::sense::{DIMS, Sense};

/// Added to the lengths of sums: few known words tell little. A vector of one word is about 100 long.
const SURE: f32 = 2000.0;
/// Brings gains to the size of those in nats.
const SCALE: f32 = 300.0;

type Vector = [f32; DIMS];

/// What the words before each paragraph are about, in sum.
pub(super) struct Drift {
    sums: Vec<Vector>,
    /// Words before each paragraph, and in all.
    before: Vec<usize>,
}

impl Drift {
    pub(super) fn of(before: &[usize], paragraphs: impl Iterator<Item = impl Iterator<Item = Sense>>) -> Self {
        let mut sum = [0.0; DIMS];
        let mut sums = Vec::with_capacity(before.len());
        sums.push(sum);
        for senses in paragraphs {
            for vector in senses.filter_map(Sense::vector) {
                sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += f32::from(value.cast_signed()));
            }
            sums.push(sum);
        }
        Self { sums, before: before.to_vec() }
    }

    /// One less the cosine of the words on either side of paragraph `at`, about `reach` of them on each.
    pub(super) fn at(&self, at: usize, reach: usize) -> f32 {
        let here = self.before[at];
        let from = self.before[..=at].partition_point(|before| *before + reach <= here).saturating_sub(1);
        let to = self.before[at..].partition_point(|before| *before < here + reach);
        let to = (at + to).min(self.before.len() - 1);
        let (left, right) = (less(&self.sums[at], &self.sums[from]), less(&self.sums[to], &self.sums[at]));
        1.0 - dot(&left, &right) / ((dot(&left, &left) * dot(&right, &right)).sqrt() + SURE)
    }

    /// What a break before each paragraph gains: how much less the vectors of each side lie from their mean than from that
    /// of all.
    pub(super) fn gains(&self) -> Vec<f32> {
        let (Some(whole), Some(n_words)) = (self.sums.last(), self.before.last()) else { return Vec::new() };
        let mean_square = |sum: &Vector, words: usize| dot(sum, sum) / words.max(1) as f32;
        let all = mean_square(whole, *n_words);
        let gain = |(sum, before): (&Vector, &usize)| {
            let sides = mean_square(sum, *before) + mean_square(&less(whole, sum), n_words - before);
            (sides - all) / SCALE
        };
        self.sums.iter().zip(&self.before).map(gain).collect()
    }
}

fn less(one: &Vector, other: &Vector) -> Vector {
    std::array::from_fn(|at| one[at] - other[at])
}

fn dot(one: &Vector, other: &Vector) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::words::stem;

    #[test]
    fn subjects_are_told_apart_without_a_common_word() {
        let paragraphs = [
            "goal striker football league",
            "midfielder coach penalty stadium",
            "inflation bank \
             loan currency",
            "interest bond treasury lender",
        ];
        let words: Vec<Vec<&str>> = paragraphs.iter().map(|text| text.split_whitespace().collect()).collect();
        let senses = words.iter().map(|words| words.iter().map(|word| Sense::of(stem(word))));
        let drift = Drift::of(&[0, 4, 8, 12, 16], senses);
        for reach in [4, 8] {
            assert!(drift.at(2, reach) > drift.at(1, reach).max(drift.at(3, reach)) + 0.1, "{reach}");
        }
        let gains = drift.gains();
        assert!(
            gains[2] > gains[1] && gains[2] > gains[3] && gains[0].abs() < 1e-3 && gains[4].abs() < 1e-3,
            "{gains:?}"
        );
    }
}
