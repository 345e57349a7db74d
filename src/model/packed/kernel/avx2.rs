//! The product with AVX2: `vpmaddubsw` multiplies 32 pairs of bytes and adds neighbours in 16 bits, `vpmaddwd` adds those
//! in 32.
//!
//! The inputs keep to 7 bits, so the 16-bit sums cannot saturate ([`Instructions::levels`]). A tile is up to four rows by
//! 16 outputs: eight sums, two weight vectors, the ones and what is in flight fill the 16 registers.

#![expect(unsafe_code, reason = "vector loads and stores take pointers")]

use std::arch::x86_64::{
    __m256, __m256i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_load_ps, _mm256_load_si256,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps,
    _mm256_setzero_si256, _mm256_storeu_ps,
};

use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, Block, DEPTH, LANES, Lane, Panel, Weight};
use super::Instructions;

/// Rows of a tile.
const ROWS: usize = 4;
/// Vectors of a block.
const HALVES: usize = 2;
/// Numbers of a vector.
const HALF: usize = LANES / HALVES;

/// Writes `input · weight + bias` to `output`; `_proof` shows that the machine has the instructions.
pub(super) fn multiply(_proof: Instructions, input: &Quantised, weight: &Weight, output: &mut [f32]) {
    let n_outputs = weight.n_outputs();
    for panel in weight.panels() {
        for first in (0..input.n_rows()).step_by(ROWS) {
            let n_rows = (input.n_rows() - first).min(ROWS);
            let target = &mut output[first * n_outputs + panel.first..];
            for block in 0..panel.n_outputs.div_ceil(LANES) {
                // SAFETY: the caller holds a value of `Instructions::Avx2`, which is only made after the machine was asked.
                unsafe {
                    match n_rows {
                        1 => tile::<1>(input, first, (&panel, block), target, n_outputs),
                        2 => tile::<2>(input, first, (&panel, block), target, n_outputs),
                        3 => tile::<3>(input, first, (&panel, block), target, n_outputs),
                        _ => tile::<ROWS>(input, first, (&panel, block), target, n_outputs),
                    }
                }
            }
        }
    }
}

/// Rows `first..first + R` by the outputs of one block of a panel, to rows of `target` that are `stride` numbers apart.
#[target_feature(enable = "avx2,fma")]
fn tile<const R: usize>(
    input: &Quantised,
    first: usize,
    (panel, block): (&Panel<'_>, usize),
    target: &mut [f32],
    stride: usize,
) {
    let rows: [Row<'_>; R] = std::array::from_fn(|r| input.row(first + r));
    let sums = sums(&rows, panel.blocks, block);
    let start = block * LANES;
    let n_outputs = (panel.n_outputs - start).min(LANES);
    for (r, row) in rows.iter().enumerate() {
        let (scale, offset) = (_mm256_set1_ps(row.scale), _mm256_set1_ps(row.offset));
        let mut numbers = [0.0_f32; LANES];
        for (half, part) in numbers.chunks_exact_mut(HALF).enumerate() {
            let of = |all: &[Lane; BLOCKS]| half_of(&all[block], half);
            let factor = _mm256_mul_ps(of(&panel.scales), scale);
            let constant = _mm256_add_ps(_mm256_mul_ps(of(&panel.offsets), offset), of(&panel.biases));
            let result = _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[r][half]), factor), constant);
            // SAFETY: `part` is eight numbers.
            unsafe { _mm256_storeu_ps(part.as_mut_ptr(), result) };
        }
        target[r * stride + start..][..n_outputs].copy_from_slice(&numbers[..n_outputs]);
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn sums<const R: usize>(rows: &[Row<'_>; R], quads: &[[Block; BLOCKS]], block: usize) -> [[__m256i; HALVES]; R] {
    let mut sums = [[_mm256_setzero_si256(); HALVES]; R];
    let ones = _mm256_set1_epi16(1);
    let mut inputs: [&[[u8; DEPTH]]; R] = [&[]; R];
    for r in 0..R {
        inputs[r] = &rows[r].integers.as_chunks().0[..quads.len()];
    }
    for quad in 0..quads.len() {
        // Plain indices: `from_fn` and `zip` are not compiled for these instructions and would stay calls.
        let mut weights = [_mm256_setzero_si256(); HALVES];
        for half in 0..HALVES {
            let bytes = &quads[quad][block].0[half * HALF * DEPTH..];
            // SAFETY: half a block is 32 bytes, aligned to 32 since a block is to 64.
            weights[half] = unsafe { _mm256_load_si256(bytes.as_ptr().cast()) };
        }
        for r in 0..R {
            // SAFETY: every slice of `inputs` is as long as `quads`, over which `quad` runs.
            let bytes = unsafe { *inputs[r].get_unchecked(quad) };
            let input = _mm256_set1_epi32(i32::from_le_bytes(bytes));
            for half in 0..HALVES {
                let pairs = _mm256_maddubs_epi16(input, weights[half]);
                sums[r][half] = _mm256_add_epi32(sums[r][half], _mm256_madd_epi16(pairs, ones));
            }
        }
    }
    sums
}

#[inline]
#[target_feature(enable = "avx2")]
fn half_of(lane: &Lane, half: usize) -> __m256 {
    let part = &lane.0.as_chunks::<HALF>().0[half];
    // SAFETY: `part` is eight numbers, aligned to 32 bytes since a lane is to 64.
    unsafe { _mm256_load_ps(part.as_ptr()) }
}
