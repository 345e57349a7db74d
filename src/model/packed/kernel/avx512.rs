//! The product with AVX-512 VNNI: `vpdpbusd` multiplies 64 pairs of bytes and adds them to 16 sums.
//!
//! A tile is up to eight rows by 48 outputs: 24 sums, three weight vectors and one input stay in the 32 registers, and 11
//! loads feed 24 products, so that the two multipliers are what it waits for. The weights of a panel (18 KB where there are
//! 384 inputs) and the rows of a tile stay in the L1 cache.

#![expect(unsafe_code, reason = "vector loads and stores take pointers")]

use std::arch::x86_64::{
    __m512, __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_load_ps, _mm512_load_si512,
    _mm512_mask_storeu_ps, _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512,
};

use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, DEPTH, LANES, Lane, Panel, Weight};
use super::Instructions;

/// Rows of a tile.
const ROWS: usize = 8;

/// Calls `tile` for as many rows as `$n` says, each number of rows compiled by itself so that its sums stay in registers.
macro_rules! by_rows {
    ($n:expr, [$($rows:literal),*], $arguments:tt) => {
        match $n {
            $($rows => tile::<$rows> $arguments,)*
            _ => tile::<ROWS> $arguments,
        }
    };
}

/// Writes `input · weight + bias` to `output`; `_proof` shows that the machine has the instructions.
pub(super) fn multiply(_proof: Instructions, input: &Quantised, weight: &Weight, output: &mut [f32]) {
    let n_outputs = weight.n_outputs();
    for panel in weight.panels() {
        for first in (0..input.n_rows()).step_by(ROWS) {
            let n_rows = (input.n_rows() - first).min(ROWS);
            let target = &mut output[first * n_outputs + panel.first..];
            // SAFETY: the caller holds a value of `Instructions::Avx512Vnni`, which is only made after the machine was asked
            // for AVX-512 F, BW, DQ, VL and VNNI.
            unsafe { by_rows!(n_rows, [1, 2, 3, 4, 5, 6, 7], (input, first, &panel, target, n_outputs)) }
        }
    }
}

/// Rows `first..first + R` by the outputs of `panel`, to rows of `target` that are `stride` numbers apart.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn tile<const R: usize>(input: &Quantised, first: usize, panel: &Panel<'_>, target: &mut [f32], stride: usize) {
    let rows: [Row<'_>; R] = std::array::from_fn(|r| input.row(first + r));
    let sums = sums(&rows, panel);
    for (r, row) in rows.iter().enumerate() {
        let target = &mut target[r * stride..r * stride + panel.n_outputs];
        let (scale, offset) = (_mm512_set1_ps(row.scale), _mm512_set1_ps(row.offset));
        for (b, part) in target.chunks_mut(LANES).enumerate() {
            let factor = _mm512_mul_ps(lane(&panel.scales[b]), scale);
            let constant = _mm512_add_ps(_mm512_mul_ps(lane(&panel.offsets[b]), offset), lane(&panel.biases[b]));
            let numbers = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][b]), factor), constant);
            let mask = u16::MAX >> (LANES - part.len());
            // SAFETY: the mask lets through as many lanes as `part` has numbers, 1 to 16.
            unsafe { _mm512_mask_storeu_ps(part.as_mut_ptr(), mask, numbers) };
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn sums<const R: usize>(rows: &[Row<'_>; R], panel: &Panel<'_>) -> [[__m512i; BLOCKS]; R] {
    let mut sums = [[_mm512_setzero_si512(); BLOCKS]; R];
    let mut inputs: [&[[u8; DEPTH]]; R] = [&[]; R];
    for r in 0..R {
        inputs[r] = &rows[r].integers.as_chunks().0[..panel.blocks.len()];
    }
    for quad in 0..panel.blocks.len() {
        let blocks = &panel.blocks[quad];
        // Plain indices: `from_fn` and `zip` are not compiled for these instructions and would stay calls.
        let mut weights = [_mm512_setzero_si512(); BLOCKS];
        for b in 0..BLOCKS {
            // SAFETY: a block is 64 bytes, aligned to 64.
            weights[b] = unsafe { _mm512_load_si512(blocks[b].0.as_ptr().cast()) };
        }
        for r in 0..R {
            // SAFETY: every slice of `inputs` is as long as `panel.blocks`, over which `quad` runs.
            let bytes = unsafe { *inputs[r].get_unchecked(quad) };
            let input = _mm512_set1_epi32(i32::from_le_bytes(bytes));
            for b in 0..BLOCKS {
                sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], input, weights[b]);
            }
        }
    }
    sums
}

#[inline]
#[target_feature(enable = "avx512f")]
fn lane(lane: &Lane) -> __m512 {
    // SAFETY: a lane is 16 numbers, aligned to 64 bytes.
    unsafe { _mm512_load_ps(lane.0.as_ptr()) }
}
