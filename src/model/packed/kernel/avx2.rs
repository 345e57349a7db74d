//! The product with AVX2: `vpmaddubsw` multiplies 32 pairs of bytes and adds neighbours in 16 bits, `vpmaddwd` adds those
//! in 32.
//!
//! Weights keep to `PAIR_LIMIT`, so the 16-bit sums cannot saturate. A tile is up to four rows by
//! 16 outputs: eight sums, two weight vectors, the ones and what is in flight fill the 16 registers.

#![expect(unsafe_code, reason = "vector loads and stores take pointers")]

use std::arch::x86_64::{
    __m256, __m256i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_fmadd_ps, _mm256_load_ps,
    _mm256_load_si256, _mm256_loadu_ps, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_set1_epi16,
    _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_si256, _mm256_storeu_ps,
};

use super::super::buffer::Target;
use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, Block, DEPTH, LANES, Lane, Panel, Weight};
use super::{Instructions, Mode, Tile, by_tiles};

/// Rows of a tile.
const ROWS: usize = 4;
/// Vectors of a block.
const HALVES: usize = 2;
/// Numbers of a vector.
const HALF: usize = LANES / HALVES;

/// Puts or adds `input · weight + bias` into `output`; `_proof` shows that the machine has the instructions.
pub(super) fn multiply(_proof: Instructions, input: &Quantised, weight: &Weight, output: &mut Target<'_>, mode: Mode) {
    by_tiles(input, weight, (output, mode), ROWS, |n_rows, mut tile_of| {
        for block in 0..tile_of.panel.n_outputs.div_ceil(LANES) {
            // SAFETY: the caller holds a value of `Instructions::Avx2`, which is only made after the machine was asked.
            unsafe {
                match n_rows {
                    1 => tile::<1>(&mut tile_of, block),
                    2 => tile::<2>(&mut tile_of, block),
                    3 => tile::<3>(&mut tile_of, block),
                    _ => tile::<ROWS>(&mut tile_of, block),
                }
            }
        }
    });
}

/// `R` rows by the outputs of one block of a panel.
#[target_feature(enable = "avx2,fma")]
fn tile<const R: usize>(tile: &mut Tile<'_>, block: usize) {
    let Tile { input, first, panel, target, stride, mode, next: _ } = tile;
    let (first, stride) = (*first, *stride);
    // Plain indices throughout: `from_fn`, `zip` and closures are not compiled for these instructions and would stay calls.
    let sums = sums::<R>(input, first, panel.blocks, block);
    let mut rows = [Row { integers: &[], scale: 0.0, offset: 0.0 }; R];
    for r in 0..R {
        rows[r] = input.row(first + r);
    }
    let n_outputs = (panel.n_outputs - block * LANES).min(LANES);
    let target = &mut target[block * LANES..];
    if n_outputs < LANES {
        let mut numbers = [0.0_f32; ROWS * LANES];
        // SAFETY: `numbers` has room for as many rows of 16 numbers as a tile has.
        unsafe { store::<R, false>(&sums, &rows, (panel, block), numbers.as_mut_ptr(), LANES) };
        for r in 0..R {
            for i in 0..n_outputs {
                let before = if *mode == Mode::Add { target[r * stride + i] } else { 0.0 };
                target[r * stride + i] = before + numbers[r * LANES + i];
            }
        }
        return;
    }
    // Tested once here, so that what follows is without a branch and the sums never leave the registers.
    assert!(target.len() >= (R - 1) * stride + LANES);
    let start = target.as_mut_ptr();
    match mode {
        // SAFETY: `start` points to `R` rows of 16 numbers that are `stride` apart, as just tested.
        Mode::Put => unsafe { store::<R, false>(&sums, &rows, (panel, block), start, stride) },
        // SAFETY: the same.
        Mode::Add => unsafe { store::<R, true>(&sums, &rows, (panel, block), start, stride) },
    }
}

/// Writes the sums of a tile as numbers, or adds them.
///
/// # Safety
///
/// `start` points to `R` rows of 16 numbers that are `stride` apart.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn store<const R: usize, const ADD: bool>(
    sums: &[[__m256i; HALVES]; R],
    rows: &[Row<'_>; R],
    (panel, block): (&Panel<'_>, usize),
    start: *mut f32,
    stride: usize,
) {
    // Written out: left in a loop, the sums would go through memory.
    macro_rules! each_half {
        ($r:literal, [$($half:literal),*]) => {
            $(
                let result = numbers(sums[$r][$half], panel, (block, $half), rows[$r]);
                // SAFETY: `$r` is below `R` and the half ends within 16 numbers.
                unsafe {
                    let part = start.add($r * stride + $half * HALF);
                    let result = if ADD { _mm256_add_ps(_mm256_loadu_ps(part), result) } else { result };
                    _mm256_storeu_ps(part, result);
                }
            )*
        };
    }
    macro_rules! each_row {
        ($($r:literal),*) => {
            $(
                if $r < R {
                    each_half!($r, [0, 1]);
                }
            )*
        };
    }
    each_row!(0, 1, 2, 3);
}

/// The integer sums of a half of a block as numbers.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn numbers(sums: __m256i, panel: &Panel<'_>, (block, half): (usize, usize), row: Row<'_>) -> __m256 {
    let (scales, offsets, biases) = (&panel.scales[block], &panel.offsets[block], &panel.biases[block]);
    let factor = _mm256_mul_ps(half_of(scales, half), _mm256_set1_ps(row.scale));
    let constant = _mm256_fmadd_ps(half_of(offsets, half), _mm256_set1_ps(row.offset), half_of(biases, half));
    _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums), factor, constant)
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn sums<const R: usize>(
    input: &Quantised,
    first: usize,
    quads: &[[Block; BLOCKS]],
    block: usize,
) -> [[__m256i; HALVES]; R] {
    let mut sums = [[_mm256_setzero_si256(); HALVES]; R];
    let ones = _mm256_set1_epi16(1);
    let mut inputs: [&[[u8; DEPTH]]; R] = [&[]; R];
    for r in 0..R {
        inputs[r] = &input.row(first + r).integers.as_chunks().0[..quads.len()];
    }
    for quad in 0..quads.len() {
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
