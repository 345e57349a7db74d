//! A linear map in the layout that every kernel reads: int8, packed once at load.
//!
//! Takes rows of int8 (one an output) with a scale each, and a bias; gives blocks of 16 outputs by 4 inputs, three blocks
//! side by side to a panel, so that a panel is read from front to back. Rows are made to keep to [`PAIR_LIMIT`] first.

use std::ops::Range;

/// Outputs of a block: the 32-bit lanes of the widest vector.
pub(super) const LANES: usize = 16;
/// Inputs of a block: the bytes one lane adds up at a time.
pub(super) const DEPTH: usize = 4;
/// Blocks side by side in a panel.
pub(super) const BLOCKS: usize = 3;
/// Outputs of a panel.
pub(super) const PANEL: usize = LANES * BLOCKS;

/// The most that two neighbours of one sign may come to. `vpmaddubsw` adds two products in 16 bits and saturates above 32,767;
/// 255 · 128 is the last that fits, so that inputs can use all of their 8 bits.
pub(super) const PAIR_LIMIT: i32 = 128;

/// 16 outputs by 4 inputs: `0[4 * output + input]`. One cache line.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Block(pub(super) [i8; LANES * DEPTH]);

/// What turns the integer sums of 16 outputs back into numbers.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
pub(super) struct Lane(pub(super) [f32; LANES]);

/// A linear map from `n_inputs` to `n_outputs`.
#[derive(Debug, Clone)]
pub(super) struct Weight {
    n_inputs: usize,
    n_outputs: usize,
    /// `[panel][input / 4][block]`.
    blocks: Vec<Block>,
    /// Scale of each output, zero beyond the last.
    scales: Vec<Lane>,
    /// Scale times the sum of the output's integers: what an input offset of 1 comes to.
    offsets: Vec<Lane>,
    biases: Vec<Lane>,
}

/// Rows of a weight as they are stored: `integers[output * n_inputs + input] * scales[output]`.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Numbers from −127 to 127.
    pub(super) integers: Vec<i8>,
    /// One an output.
    pub(super) scales: Vec<f32>,
    /// One an output.
    pub(super) biases: Vec<f32>,
}

impl Rows {
    /// The rows of `self`, then those of `next`.
    pub(super) fn followed_by(mut self, next: Self) -> Self {
        self.integers.extend(next.integers);
        self.scales.extend(next.scales);
        self.biases.extend(next.biases);
        self
    }

    /// The same map with rows that break [`PAIR_LIMIT`] on a coarser scale. The rows of the shipped model are rounded to keep it.
    pub(super) fn fitted(mut self) -> Self {
        let n_inputs = self.integers.len() / self.scales.len().max(1);
        for (row, scale) in self.integers.chunks_exact_mut(n_inputs.max(1)).zip(&mut self.scales) {
            let most = row.as_chunks::<2>().0.iter().map(|&pair| together(pair)).max().unwrap_or(0);
            if most > PAIR_LIMIT {
                // One less than the limit, since each of two may be rounded up by half.
                let factor = (PAIR_LIMIT - 1) as f32 / most as f32;
                for q in row {
                    *q = (f32::from(*q) * factor).round() as i8;
                }
                *scale /= factor;
            }
        }
        self
    }

    /// The part of the map that reads `inputs`, with no bias.
    pub(super) fn reading(&self, inputs: Range<usize>) -> Self {
        let n_inputs = self.integers.len() / self.scales.len().max(1);
        let rows = self.integers.chunks_exact(n_inputs.max(1));
        Self {
            integers: rows.flat_map(|row| &row[inputs.clone()]).copied().collect(),
            scales: self.scales.clone(),
            biases: vec![0.0; self.biases.len()],
        }
    }

    /// The part of the map that gives `outputs`.
    pub(super) fn giving(&self, outputs: Range<usize>) -> Self {
        let n_inputs = self.integers.len() / self.scales.len().max(1);
        Self {
            integers: self.integers[outputs.start * n_inputs..outputs.end * n_inputs].to_vec(),
            scales: self.scales[outputs.clone()].to_vec(),
            biases: self.biases[outputs].to_vec(),
        }
    }
}

impl Weight {
    /// Packs `rows`.
    pub(super) fn pack(rows: Rows) -> Self {
        let rows = rows.fitted();
        let n_outputs = rows.scales.len();
        let n_inputs = rows.integers.len() / n_outputs.max(1);
        let (n_panels, n_quads) = (n_outputs.div_ceil(PANEL), n_inputs.div_ceil(DEPTH));
        let mut blocks = vec![Block([0; LANES * DEPTH]); n_panels * n_quads * BLOCKS];
        for (output, row) in rows.integers.chunks_exact(n_inputs.max(1)).enumerate() {
            for (input, &integer) in row.iter().enumerate() {
                let block = (output / PANEL * n_quads + input / DEPTH) * BLOCKS + output % PANEL / LANES;
                blocks[block].0[output % LANES * DEPTH + input % DEPTH] = integer;
            }
        }
        let sum = |row: &[i8]| row.iter().map(|&q| i32::from(q)).sum::<i32>() as f32;
        let sums = rows.integers.chunks_exact(n_inputs.max(1)).map(sum);
        let offsets: Vec<f32> = sums.zip(&rows.scales).map(|(sum, scale)| sum * scale).collect();
        let lanes = |numbers: &[f32]| lanes(numbers, n_panels * BLOCKS);
        Self {
            n_inputs,
            n_outputs,
            blocks,
            scales: lanes(&rows.scales),
            offsets: lanes(&offsets),
            biases: lanes(&rows.biases),
        }
    }

    /// Width of an input row.
    #[inline]
    pub(super) fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// Width of an output row.
    #[inline]
    pub(super) fn n_outputs(&self) -> usize {
        self.n_outputs
    }

    /// Number of panels.
    #[inline]
    pub(super) fn n_panels(&self) -> usize {
        self.n_outputs.div_ceil(PANEL)
    }

    /// Panel `i`, in order of their outputs.
    #[inline]
    pub(super) fn panel(&self, i: usize) -> Panel<'_> {
        let n_blocks = self.n_inputs.div_ceil(DEPTH) * BLOCKS;
        Panel {
            first: i * PANEL,
            n_outputs: (self.n_outputs - i * PANEL).min(PANEL),
            blocks: self.blocks[i * n_blocks..(i + 1) * n_blocks].as_chunks().0,
            scales: &self.scales.as_chunks().0[i],
            offsets: &self.offsets.as_chunks().0[i],
            biases: &self.biases.as_chunks().0[i],
        }
    }
}

/// Up to 48 outputs of a weight.
pub(super) struct Panel<'a> {
    /// Index of the first output.
    pub(super) first: usize,
    /// Outputs that are there; the blocks are filled up with zeros.
    pub(super) n_outputs: usize,
    /// One row of blocks for every four inputs.
    pub(super) blocks: &'a [[Block; BLOCKS]],
    /// Scale of each output.
    pub(super) scales: &'a [Lane; BLOCKS],
    /// What an input offset of 1 comes to.
    pub(super) offsets: &'a [Lane; BLOCKS],
    /// Bias of each output.
    pub(super) biases: &'a [Lane; BLOCKS],
}

/// What two neighbours come to where they have one sign; otherwise their products never add up to more than one of them.
fn together([a, b]: [i8; 2]) -> i32 {
    if (a < 0) == (b < 0) { i32::from(a).abs() + i32::from(b).abs() } else { 0 }
}

fn lanes(numbers: &[f32], n: usize) -> Vec<Lane> {
    let mut result = vec![Lane::default(); n];
    for (i, &number) in numbers.iter().enumerate() {
        result[i / LANES].0[i % LANES] = number;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_integer_is_where_the_kernels_look_for_it() {
        let (n_outputs, n_inputs) = (70, 6);
        let integers: Vec<i8> = (0..n_outputs * n_inputs).map(|i| (i % 121) as i8 - 60).collect();
        let rows = Rows { integers, scales: vec![0.5; n_outputs], biases: vec![1.0; n_outputs] };
        let weight = Weight::pack(rows.clone());
        let panels: Vec<Panel<'_>> = (0..weight.n_panels()).map(|i| weight.panel(i)).collect();
        assert_eq!(panels.iter().map(|panel| panel.n_outputs).collect::<Vec<_>>(), [48, 22]);
        for output in 0..n_outputs {
            let panel = &panels[output / PANEL];
            let at = |input: usize| {
                panel.blocks[input / DEPTH][output % PANEL / LANES].0[output % LANES * DEPTH + input % DEPTH]
            };
            let found: Vec<i8> = (0..n_inputs).map(at).collect();
            assert_eq!(found, rows.integers[output * n_inputs..(output + 1) * n_inputs], "output {output}");
            assert!((n_inputs..8).all(|input| at(input) == 0), "filled up with zeros");
        }
    }

    #[test]
    fn only_rows_with_pairs_too_great_become_coarser() {
        let integers = vec![100, 28, -127, 1, -64, -64, -5, 127, 127, 3, -7, 90, -100, -29, 0, 0];
        let rows = Rows { integers: integers.clone(), scales: vec![0.5; 2], biases: vec![0.0; 2] }.fitted();
        assert_eq!(rows.integers[..8], integers[..8], "within the limit");
        assert_eq!(rows.scales[0].to_bits(), 0.5_f32.to_bits());
        assert!(
            rows.integers.as_chunks::<2>().0.iter().all(|&pair| together(pair) <= PAIR_LIMIT),
            "{:?}",
            rows.integers
        );
        for (found, before) in rows.integers[8..].iter().zip(&integers[8..]) {
            let error = f32::from(*found) * rows.scales[1] - f32::from(*before) * 0.5;
            assert!(error.abs() <= rows.scales[1] / 2.0 + 1e-5, "{before} became {found}");
        }
    }
}
