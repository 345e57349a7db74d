//! A linear map in f32: every map of the reference engine on a processor, and what follows the encoder in both (label logits, vector map).
//!
//! Takes rows of numbers; gives rows of outputs. Weights are packed once at load, which is what general products (`gemm`, candle's)
//! spend an eighth of each call on. The sum of an output runs over the inputs in order, so that a row comes to the same bits
//! whichever rows stand beside it.

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined is not compiled for the instruction set picked"
)]
#![expect(clippy::needless_range_loop, reason = "iterators are calls where they are not compiled for the set picked")]

use pulp::{Arch, Simd, WithSimd};

/// Outputs of a panel: three of the widest vectors, or six of those half as wide.
const PANEL: usize = 48;
/// Vectors of a tile.
const VECTORS: usize = 3;
/// Inputs worked on without a test for bounds.
const CHUNK: usize = 16;
/// Lanes of the widest vector. Machines that have it have 32 registers, others 16.
const WIDEST: usize = 16;
/// Rows of a tile: with them and its vectors the sums fill most of the registers.
const ROWS: usize = 8;
const ROWS_OF_16_REGISTERS: usize = 4;

/// A linear map from `n_inputs` to `n_outputs`.
#[derive(Debug)]
pub(super) struct Dense {
    n_inputs: usize,
    n_outputs: usize,
    /// `[panel][input]`, filled up with zeros.
    columns: Vec<Column>,
    /// One a panel.
    biases: Vec<Column>,
}

/// What one input gives to each output of a panel.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Column([f32; PANEL]);

impl Dense {
    /// The map whose `weights` are rows of `n_inputs` numbers, one an output, with a bias each.
    pub(super) fn new(weights: &[f32], n_inputs: usize, biases: &[f32]) -> Self {
        let n_panels = biases.len().div_ceil(PANEL);
        let zero = Column([0.0; PANEL]);
        let mut columns = vec![zero; n_panels * n_inputs];
        for (output, row) in weights.chunks_exact(n_inputs).enumerate() {
            for (column, &weight) in columns[output / PANEL * n_inputs..].iter_mut().zip(row) {
                column.0[output % PANEL] = weight;
            }
        }
        let mut bias_columns = vec![zero; n_panels];
        for (output, &bias) in biases.iter().enumerate() {
            bias_columns[output / PANEL].0[output % PANEL] = bias;
        }
        Self { n_inputs, n_outputs: biases.len(), columns, biases: bias_columns }
    }

    /// Numbers of an input row.
    pub(super) fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// Numbers of an output row.
    pub(super) fn n_outputs(&self) -> usize {
        self.n_outputs
    }

    /// The outputs of `rows`, each at least `n_inputs` numbers: `n_outputs` numbers a row.
    pub(super) fn apply(&self, rows: &[&[f32]]) -> Vec<f32> {
        let mut output = vec![0.0; rows.len() * self.n_outputs];
        if !output.is_empty() {
            Arch::new().dispatch(Work { dense: self, rows, output: &mut output });
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
    fn with_simd<S: Simd>(mut self, simd: S) {
        // Panel by panel, so that a panel stays in the cache while the rows go by.
        for panel in 0..self.dense.biases.len() {
            if S::F32_LANES == WIDEST {
                self.panel::<S, ROWS>(simd, panel);
            } else {
                self.panel::<S, ROWS_OF_16_REGISTERS>(simd, panel);
            }
        }
    }
}

impl Work<'_> {
    #[inline(always)]
    fn panel<S: Simd, const R: usize>(&mut self, simd: S, panel: usize) {
        let Dense { n_inputs, n_outputs, columns, biases } = self.dense;
        let columns = &columns[panel * n_inputs..][..*n_inputs];
        let n = (n_outputs - panel * PANEL).min(PANEL);
        let n_vectors = n.div_ceil(S::F32_LANES);
        for first in (0..self.rows.len()).step_by(R) {
            // Past the last row the last stands again, for nothing.
            let mut rows: [&[f32]; R] = [&[]; R];
            for r in 0..R {
                rows[r] = &self.rows[(first + r).min(self.rows.len() - 1)][..*n_inputs];
            }
            let tile = Tile { rows, columns, bias: &biases[panel] };
            let mut numbers = [Column([0.0; PANEL]); R];
            let mut at = 0;
            while at + VECTORS <= n_vectors {
                tile.sums::<S, VECTORS>(simd, at, &mut numbers);
                at += VECTORS;
            }
            while at < n_vectors {
                tile.sums::<S, 1>(simd, at, &mut numbers);
                at += 1;
            }
            for r in 0..R.min(self.rows.len() - first) {
                self.output[(first + r) * n_outputs + panel * PANEL..][..n].copy_from_slice(&numbers[r].0[..n]);
            }
        }
    }
}

/// Rows by the outputs of a panel.
struct Tile<'a, const R: usize> {
    rows: [&'a [f32]; R],
    columns: &'a [Column],
    bias: &'a Column,
}

impl<const R: usize> Tile<'_, R> {
    /// Puts `V` vectors of the outputs, from the `at`-th of the panel on, into `numbers`.
    #[inline(always)]
    fn sums<S: Simd, const V: usize>(&self, simd: S, at: usize, numbers: &mut [Column; R]) {
        let bias = S::as_simd_f32s(&self.bias.0).0;
        let mut sums = [[simd.splat_f32s(0.0); V]; R];
        for r in 0..R {
            sums[r].copy_from_slice(&bias[at..at + V]);
        }
        let (chunks, rest) = self.columns.as_chunks::<CHUNK>();
        for c in 0..chunks.len() {
            // Arrays, so that nothing below is tested for bounds.
            let mut inputs: [&[f32; CHUNK]; R] = [&[0.0; CHUNK]; R];
            for r in 0..R {
                inputs[r] = &self.rows[r].as_chunks::<CHUNK>().0[c];
            }
            for i in 0..CHUNK {
                let weights = &S::as_simd_f32s(&chunks[c][i].0).0[at..at + V];
                for r in 0..R {
                    let input = simd.splat_f32s(inputs[r][i]);
                    for v in 0..V {
                        sums[r][v] = simd.mul_add_e_f32s(input, weights[v], sums[r][v]);
                    }
                }
            }
        }
        for i in 0..rest.len() {
            let weights = &S::as_simd_f32s(&rest[i].0).0[at..at + V];
            for r in 0..R {
                let input = simd.splat_f32s(self.rows[r][chunks.len() * CHUNK + i]);
                for v in 0..V {
                    sums[r][v] = simd.mul_add_e_f32s(input, weights[v], sums[r][v]);
                }
            }
        }
        for r in 0..R {
            S::as_mut_simd_f32s(&mut numbers[r].0).0[at..at + V].copy_from_slice(&sums[r]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_map_is_its_sums_whatever_stands_beside_a_row(n_rows in 1_usize..20, n_inputs in 1_usize..60, n_outputs in 1_usize..110) {
            let number = |i: usize| (i as f32 * 0.37).sin();
            let weights: Vec<f32> = (0..n_inputs * n_outputs).map(number).collect();
            let biases: Vec<f32> = (0..n_outputs).map(|i| number(i + 7)).collect();
            let inputs: Vec<f32> = (0..n_rows * n_inputs).map(|i| number(3 * i + 1)).collect();
            let rows: Vec<&[f32]> = inputs.chunks_exact(n_inputs).collect();
            let dense = Dense::new(&weights, n_inputs, &biases);
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
