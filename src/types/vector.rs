//! Sentence vectors of unit length.

use std::sync::Arc;

/// A vector of unit length (or all zeros for an empty text); 384 numbers with the embedded model. Shared: with a model the
/// vectors are most of what a run holds, and each stage keeps those it compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(Arc<[f32]>);

impl Vector {
    /// `numbers` scaled to unit length.
    pub fn normalised(mut numbers: Vec<f32>) -> Self {
        let norm = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 {
            for x in &mut numbers {
                *x /= norm;
            }
        }
        Self(numbers.into())
    }

    /// The vector that [`as_slice`](Self::as_slice) gave `numbers` of, to the last bit.
    pub fn stored(numbers: Vec<f32>) -> Self {
        Self(numbers.into())
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// Cosine of the angle to `other`, −1 to 1; 0 where the lengths differ.
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.0.len() != other.0.len() {
            return 0.0;
        }
        self.0.iter().zip(&*other.0).map(|(a, b)| a * b).sum()
    }

    /// The direction of the weighted sum of `parts`; zeros where there are none.
    pub fn mean<'a>(parts: impl IntoIterator<Item = (&'a Self, f32)>) -> Self {
        let mut sum: Vec<f32> = Vec::new();
        for (vector, weight) in parts {
            sum.resize(sum.len().max(vector.0.len()), 0.0);
            for (s, x) in sum.iter_mut().zip(&*vector.0) {
                *s += weight * x;
            }
        }
        Self::normalised(sum)
    }
}
