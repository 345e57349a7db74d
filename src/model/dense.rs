//! A linear map in f32 for what follows the encoder: label logits and the vector map.
//!
//! Takes rows of numbers; gives rows of outputs. The sum of an output runs over the inputs in order, so that a row comes to
//! the same bits whichever rows stand beside it.

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined is not compiled for the instruction set picked"
)]
#![expect(clippy::needless_range_loop, reason = "iterators are calls where they are not compiled for the set picked")]

use pulp::{Arch, Simd, WithSimd};

/// Outputs of a block: the lanes of the widest vector.
const LANES: usize = 16;
/// Rows worked on together, so that one addition need not wait for the one before.
const ROWS: usize = 8;

/// A linear map from `n_inputs` to `n_outputs`.
#[derive(Debug)]
pub(super) struct Dense {
    n_inputs: usize,
    n_outputs: usize,
    /// `[output / 16][input][output % 16]`, filled up with zeros.
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Dense {
    /// The map whose `weights` are rows of `n_inputs` numbers, one an output, with a bias each.
    pub(super) fn new(weights: &[f32], n_inputs: usize, biases: Vec<f32>) -> Self {
        let n_outputs = biases.len();
        let mut blocks = vec![0.0; n_outputs.div_ceil(LANES) * n_inputs * LANES];
        for (output, row) in weights.chunks_exact(n_inputs).enumerate() {
            for (input, &weight) in row.iter().enumerate() {
                blocks[(output / LANES * n_inputs + input) * LANES + output % LANES] = weight;
            }
        }
        Self { n_inputs, n_outputs, weights: blocks, biases }
    }

    /// The outputs of `rows`, `n_outputs` numbers a row.
    pub(super) fn apply(&self, rows: &[&[f32]]) -> Vec<f32> {
        let mut output = vec![0.0; rows.len() * self.n_outputs];
        for (rows, output) in rows.chunks(ROWS).zip(output.chunks_mut(ROWS * self.n_outputs)) {
            Arch::new().dispatch(Work { dense: self, rows, output });
        }
        output
    }
}

struct Work<'a> {
    dense: &'a Dense,
    rows: &'a [&'a [f32]],
    output: &'a mut [f32],
}

impl WithSimd for Work<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Dense { n_inputs, n_outputs, weights, biases } = self.dense;
        // Past the last row the last stands again, for nothing.
        let mut rows: [&[f32]; ROWS] = [&[]; ROWS];
        for r in 0..ROWS {
            rows[r] = &self.rows[r.min(self.rows.len() - 1)][..*n_inputs];
        }
        let lanes = S::F32_LANES.min(LANES);
        for first in (0..*n_outputs).step_by(lanes) {
            let block = &weights[first / LANES * n_inputs * LANES..][..n_inputs * LANES];
            let mut sums = [simd.splat_f32s(0.0); ROWS];
            for input in 0..*n_inputs {
                let weight = S::as_simd_f32s(&block[input * LANES + first % LANES..]).0[0];
                for r in 0..ROWS {
                    sums[r] = simd.mul_add_e_f32s(simd.splat_f32s(rows[r][input]), weight, sums[r]);
                }
            }
            let n = lanes.min(n_outputs - first);
            for r in 0..self.rows.len() {
                let mut numbers = [0.0; LANES];
                S::as_mut_simd_f32s(&mut numbers).0[0] = sums[r];
                for i in 0..n {
                    self.output[r * n_outputs + first + i] = numbers[i] + biases[first + i];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_map_is_its_sums_whatever_stands_beside_a_row(n_rows in 1_usize..20, n_inputs in 1_usize..40, n_outputs in 1_usize..40) {
            let number = |i: usize| (i as f32 * 0.37).sin();
            let weights: Vec<f32> = (0..n_inputs * n_outputs).map(number).collect();
            let biases: Vec<f32> = (0..n_outputs).map(|i| number(i + 7)).collect();
            let inputs: Vec<f32> = (0..n_rows * n_inputs).map(|i| number(3 * i + 1)).collect();
            let rows: Vec<&[f32]> = inputs.chunks_exact(n_inputs).collect();
            let dense = Dense::new(&weights, n_inputs, biases.clone());
            let output = dense.apply(&rows);
            for (row, found) in rows.iter().zip(output.chunks_exact(n_outputs)) {
                prop_assert_eq!(&dense.apply(&[row])[..], found);
                for (output, found) in found.iter().enumerate() {
                    let sum: f32 = (0..n_inputs).map(|i| row[i] * weights[output * n_inputs + i]).sum();
                    prop_assert!((sum + biases[output] - found).abs() < 1e-4);
                }
            }
        }
    }
}
