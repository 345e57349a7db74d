//! Rows of f32 as 8-bit numbers, each row with a scale and an offset of its own.
//!
//! `number ≈ offset + scale · integer`: the range of a row is spread over all steps, also where it lies to one side of
//! zero, as it does after GELU. Buffers are kept from batch to batch.

use pulp::{Simd, WithSimd};

use super::kernel::Instructions;
use super::weight::DEPTH;

/// Steps of a row.
const LEVELS: f32 = 255.0;

/// Quantised rows.
#[derive(Debug, Default)]
pub(super) struct Quantised {
    width: usize,
    /// As many as any batch has needed.
    integers: Vec<u8>,
    scales: Vec<f32>,
    offsets: Vec<f32>,
}

/// One quantised row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// The integers, filled up to a multiple of four.
    pub(super) integers: &'a [u8],
    /// What a step comes to.
    pub(super) scale: f32,
    /// What the integer 0 stands for.
    pub(super) offset: f32,
}

impl Quantised {
    /// Makes room for `n_rows` rows of `width` numbers.
    pub(super) fn resize(&mut self, n_rows: usize, width: usize) {
        self.width = width;
        let n_integers = n_rows * self.stride();
        // Grows only, so that nothing is cleared twice. What fills a row up meets weights of zero and may be anything.
        if self.integers.len() < n_integers {
            self.integers.resize(n_integers, 0);
        }
        self.scales.resize(n_rows, 0.0);
        self.offsets.resize(n_rows, 0.0);
    }

    /// Number of rows.
    #[inline]
    pub(super) fn n_rows(&self) -> usize {
        self.scales.len()
    }

    /// Numbers in a row.
    #[inline]
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Bytes from one row to the next.
    #[inline]
    pub(super) fn stride(&self) -> usize {
        self.width.next_multiple_of(DEPTH)
    }

    /// Row `i`.
    #[inline]
    pub(super) fn row(&self, i: usize) -> Row<'_> {
        let stride = self.stride();
        Row { integers: &self.integers[i * stride..(i + 1) * stride], scale: self.scales[i], offset: self.offsets[i] }
    }

    /// Puts `numbers`, which lie between `low` and `high`, into row `i`.
    #[inline(always)]
    pub(super) fn set_row(&mut self, i: usize, numbers: &[f32], [low, high]: [f32; 2]) {
        let stride = self.stride();
        // A row of equal numbers has no range; any step will do, the offset says it all.
        let scale = if high > low { (high - low) / LEVELS } else { 1.0 };
        let per_number = 1.0 / scale;
        let target = &mut self.integers[i * stride..i * stride + numbers.len()];
        for (integer, number) in target.iter_mut().zip(numbers) {
            *integer = rounded((number - low) * per_number);
        }
        self.scales[i] = scale;
        self.offsets[i] = low;
    }
}

/// `x` from 0 to 255 to the nearest integer. Adding 2^23 leaves it in the low bits of the mantissa, which compiles to vector
/// code; a cast would test for the range.
#[inline(always)]
fn rounded(x: f32) -> u8 {
    ((x + 8_388_608.0).to_bits() & 0xff) as u8
}

/// Quantises `numbers`, rows of `width`, into `target`.
pub(super) fn quantise(numbers: &[f32], width: usize, target: &mut Quantised, instructions: Instructions) {
    target.resize(numbers.len() / width, width);
    instructions.run(QuantiseWork { numbers, target });
}

struct QuantiseWork<'a> {
    numbers: &'a [f32],
    target: &'a mut Quantised,
}

impl WithSimd for QuantiseWork<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for (i, row) in self.numbers.chunks_exact(self.target.width).enumerate() {
            self.target.set_row(i, row, range(simd, row));
        }
    }
}

/// Least and greatest number of a row that is not empty.
#[inline(always)]
pub(super) fn range<S: Simd>(simd: S, row: &[f32]) -> [f32; 2] {
    let (vectors, rest) = S::as_simd_f32s(row);
    let mut low = [simd.splat_f32s(row[0]); 2];
    let mut high = low;
    let (pairs, last) = vectors.as_chunks::<2>();
    for pair in pairs {
        for i in 0..2 {
            low[i] = simd.min_f32s(low[i], pair[i]);
            high[i] = simd.max_f32s(high[i], pair[i]);
        }
    }
    for &vector in last {
        low[0] = simd.min_f32s(low[0], vector);
        high[0] = simd.max_f32s(high[0], vector);
    }
    let mut lowest = simd.reduce_min_f32s(simd.min_f32s(low[0], low[1]));
    let mut highest = simd.reduce_max_f32s(simd.max_f32s(high[0], high[1]));
    for &number in rest {
        lowest = lowest.min(number);
        highest = highest.max(number);
    }
    [lowest, highest]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_comes_back_within_half_a_step(
            numbers in prop::collection::vec(-50_f32..900.0, 1..200),
            shift in -1000_f32..1000.0,
        ) {
            let numbers: Vec<f32> = numbers.iter().map(|x| x + shift).collect();
            for instructions in Instructions::available() {
                let mut quantised = Quantised::default();
                quantise(&numbers, numbers.len(), &mut quantised, instructions);
                let row = quantised.row(0);
                for (number, &integer) in numbers.iter().zip(row.integers) {
                    let back = row.offset + row.scale * f32::from(integer);
                    prop_assert!((back - number).abs() <= 0.51 * row.scale + 1e-4, "{number} came back as {back}");
                }
            }
        }
    }

    #[test]
    fn a_row_of_equal_numbers_is_its_offset() {
        let mut quantised = Quantised::default();
        quantise(&[7.5, 7.5, 7.5, 0.0, 0.0, 0.0], 3, &mut quantised, Instructions::Portable);
        assert_eq!([quantised.row(0).offset.to_bits(), quantised.row(1).offset.to_bits()], [7.5_f32.to_bits(), 0]);
        assert!(quantised.row(0).integers[..3].iter().all(|&q| q == 0));
    }
}
