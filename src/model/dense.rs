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
/// Rows that see every panel before the next rows do: a whole batch, since weights come from a cache that cores share and
/// rows from a core's own.
const BLOCK: usize = 256;
/// Inputs that all rows of a block see before the next inputs: their part of a panel, 18 KB, stays in the first cache.
const SLAB: usize = 96;

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
        self.apply_to(rows, &mut output);
        output
    }

    /// The same, put into `output`.
    pub(super) fn apply_to(&self, rows: &[&[f32]], output: &mut [f32]) {
        self.work(rows, output, false);
    }

    /// Adds the outputs of `rows`, without biases, to `output`.
    pub(super) fn add_to(&self, rows: &[&[f32]], output: &mut [f32]) {
        self.work(rows, output, true);
    }

    fn work(&self, rows: &[&[f32]], output: &mut [f32], adds: bool) {
        assert_eq!(output.len(), rows.len() * self.n_outputs, "one row of outputs a row");
        let arch = Arch::new();
        for (rows, output) in rows.chunks(BLOCK).zip(output.chunks_mut(BLOCK * self.n_outputs.max(1))) {
            arch.dispatch(Work { dense: self, rows, output, adds });
        }
    }
}

struct Work<'a> {
    dense: &'a Dense,
    rows: &'a [&'a [f32]],
    output: &'a mut [f32],
    /// Whether the sums go on from what `output` holds.
    adds: bool,
}

impl WithSimd for Work<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut sums = vec![Column([0.0; PANEL]); self.rows.len().next_multiple_of(ROWS)];
        // Panel by panel, so that a panel stays in the cache while the rows go by.
        for panel in 0..self.dense.biases.len() {
            if S::F32_LANES == WIDEST {
                self.panel::<S, ROWS>(simd, panel, &mut sums, eight_rows);
            } else {
                self.panel::<S, ROWS_OF_16_REGISTERS>(simd, panel, &mut sums, four_rows);
            }
        }
    }
}

impl Work<'_> {
    /// The outputs of one panel; what `sums` hold before does not matter.
    #[inline(always)]
    fn panel<S: Simd, const R: usize>(
        &mut self,
        simd: S,
        panel: usize,
        sums: &mut [Column],
        tile: impl Fn(S, Tile<'_, R>, usize),
    ) {
        let Dense { n_inputs, n_outputs, columns, biases } = self.dense;
        let columns = &columns[panel * n_inputs..][..*n_inputs];
        let n = (n_outputs - panel * PANEL).min(PANEL);
        if self.adds {
            for (row, sums) in self.output.chunks_exact(*n_outputs).zip(&mut *sums) {
                sums.0[..n].copy_from_slice(&row[panel * PANEL..][..n]);
            }
        }
        for (slab, columns) in columns.chunks(SLAB).enumerate() {
            let bias = (slab == 0 && !self.adds).then_some(&biases[panel]);
            for first in (0..self.rows.len()).step_by(R) {
                // Past the last row the last stands again, for nothing.
                let mut rows: [&[f32]; R] = [&[]; R];
                for r in 0..R {
                    rows[r] = &self.rows[(first + r).min(self.rows.len() - 1)][slab * SLAB..][..columns.len()];
                }
                let Some(sums) = sums[first..].first_chunk_mut() else { return };
                for at in (0..n.div_ceil(S::F32_LANES)).step_by(VECTORS) {
                    tile(simd, Tile { rows, columns, bias, sums }, at);
                }
            }
        }
        for (row, sums) in self.output.chunks_exact_mut(*n_outputs).zip(&*sums) {
            match row[panel * PANEL..].first_chunk_mut() {
                // Of a size known here, which is a few moves and no call.
                Some(row) => *row = sums.0,
                None => row[panel * PANEL..].copy_from_slice(&sums.0[..n]),
            }
        }
    }
}

/// Rows by the outputs of a panel.
struct Tile<'a, const R: usize> {
    rows: [&'a [f32]; R],
    columns: &'a [Column],
    /// What the sums start from; without it they go on from where they are.
    bias: Option<&'a Column>,
    sums: &'a mut [Column; R],
}

/// A function that adds to three vectors of each row's sums, from the `at`-th of the panel on.
///
/// Rows are written out, as names and not as places of an array: what stands in an array that a loop runs over is stored
/// to memory at every step.
macro_rules! tile {
    ($name:ident, $n_rows:ident, $($row:ident $index:literal)+) => {
        #[inline(always)]
        fn $name<S: Simd>(simd: S, tile: Tile<'_, $n_rows>, at: usize) {
            let three = |column: &Column| -> [S::f32s; VECTORS] {
                let vectors = S::as_simd_f32s(&column.0).0;
                [vectors[at], vectors[at + 1], vectors[at + 2]]
            };
            $(let mut $row = three(tile.bias.unwrap_or(&tile.sums[$index]));)+
            let step = |weights: [S::f32s; VECTORS], input: f32, sums: [S::f32s; VECTORS]| -> [S::f32s; VECTORS] {
                let input = simd.splat_f32s(input);
                [
                    simd.mul_add_e_f32s(input, weights[0], sums[0]),
                    simd.mul_add_e_f32s(input, weights[1], sums[1]),
                    simd.mul_add_e_f32s(input, weights[2], sums[2]),
                ]
            };
            let (chunks, rest) = tile.columns.as_chunks::<CHUNK>();
            for c in 0..chunks.len() {
                // Arrays, so that nothing below is tested for bounds.
                let inputs: [&[f32; CHUNK]; $n_rows] = [$(&tile.rows[$index].as_chunks::<CHUNK>().0[c]),+];
                for i in 0..CHUNK {
                    let weights = three(&chunks[c][i]);
                    $($row = step(weights, inputs[$index][i], $row);)+
                }
            }
            for i in 0..rest.len() {
                let weights = three(&rest[i]);
                $($row = step(weights, tile.rows[$index][chunks.len() * CHUNK + i], $row);)+
            }
            // One by one: a sum whose address is taken is kept in memory.
            $(
                let sums = S::as_mut_simd_f32s(&mut tile.sums[$index].0).0;
                [sums[at], sums[at + 1], sums[at + 2]] = $row;
            )+
        }
    };
}

tile!(eight_rows, ROWS, r0 0 r1 1 r2 2 r3 3 r4 4 r5 5 r6 6 r7 7);
tile!(four_rows, ROWS_OF_16_REGISTERS, r0 0 r1 1 r2 2 r3 3);

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
                let mut twice = found.to_vec();
                dense.add_to(&[row], &mut twice);
                for ((twice, once), bias) in twice.iter().zip(found).zip(&biases) {
                    prop_assert!((twice + bias - 2.0 * once).abs() < 1e-4);
                }
                for (output, found) in found.iter().enumerate() {
                    let sum: f32 = (0..n_inputs).map(|i| row[i] * weights[output * n_inputs + i]).sum();
                    prop_assert!((sum + biases[output] - found).abs() < 1e-4);
                }
            }
        }
    }
}
