//! The product with AVX-512 VNNI: `vpdpbusd` multiplies 64 pairs of bytes and adds them to 16 sums.
//!
//! A tile is up to eight rows by 48 outputs: 24 sums, three weight vectors and one input stay in the 32 registers, and 11
//! loads feed 24 products, so that the two multipliers are what it waits for. The weights of a panel (18 KB where there are
//! 384 inputs) and the rows of a tile stay in the L1 cache.

#![expect(unsafe_code, reason = "vector loads and stores take pointers")]

use std::arch::x86_64::{
    __m512, __m512i, _MM_HINT_T1, _mm_prefetch, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32,
    _mm512_fmadd_ps, _mm512_load_ps, _mm512_load_si512, _mm512_mask_storeu_ps, _mm512_maskz_loadu_ps, _mm512_mul_ps,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512,
};

use super::super::buffer::Target;
use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, DEPTH, LANES, Lane, PANEL, Panel, Weight};
use super::{Instructions, Mode, Tile, by_tiles};

/// Rows of a tile.
const ROWS: usize = 8;

/// Calls `tile` for as many rows as `$n` says, each number of rows compiled by itself so that its sums stay in registers.
macro_rules! by_rows {
    ($n:expr, [$($rows:literal),*], $tile:expr) => {
        match $n {
            $($rows => tile::<$rows>($tile),)*
            _ => tile::<ROWS>($tile),
        }
    };
}

/// Puts or adds `input · weight + bias` into `output`; `_proof` shows that the machine has the instructions.
pub(super) fn multiply(_proof: Instructions, input: &Quantised, weight: &Weight, output: &mut Target<'_>, mode: Mode) {
    by_tiles(input, weight, (output, mode), ROWS, |n_rows, tile_of| {
        // SAFETY: the caller holds a value of `Instructions::Avx512Vnni`, which is only made after the machine was asked
        // for AVX-512 F, BW, DQ, VL and VNNI.
        unsafe { by_rows!(n_rows, [1, 2, 3, 4, 5, 6, 7], tile_of) }
    });
}

/// `R` rows by the outputs of a panel.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn tile<const R: usize>(tile: Tile<'_>) {
    let Tile { input, first, panel, target, stride, mode, next } = tile;
    for blocks in next {
        // The rows of this panel go by while the next comes from the outer cache.
        _mm_prefetch::<_MM_HINT_T1>(blocks[0].0.as_ptr());
        _mm_prefetch::<_MM_HINT_T1>(blocks[1].0.as_ptr());
        _mm_prefetch::<_MM_HINT_T1>(blocks[2].0.as_ptr());
    }
    // Plain indices throughout: `from_fn`, `zip` and closures are not compiled for these instructions and would stay calls.
    let sums = sums::<R>(input, first, panel);
    let mut rows = [Row { integers: &[], scale: 0.0, offset: 0.0 }; R];
    for r in 0..R {
        rows[r] = input.row(first + r);
    }
    let place = Place { panel, stride, start: target.as_mut_ptr() };
    // Tested once here, so that what follows is without a branch and the sums never leave the registers.
    assert!(panel.n_outputs <= PANEL && target.len() >= (R - 1) * stride + panel.n_outputs);
    match mode {
        // SAFETY: `target` has room for `R` rows of `n_outputs` numbers that are `stride` apart, as just tested.
        Mode::Put => unsafe { store::<R, false>(&sums, &rows, place) },
        // SAFETY: the same.
        Mode::Add => unsafe { store::<R, true>(&sums, &rows, place) },
    }
}

/// Where the sums of a tile go.
#[derive(Clone, Copy)]
struct Place<'a> {
    panel: &'a Panel<'a>,
    /// The first number of the first row.
    start: *mut f32,
    /// Numbers from one row to the next.
    stride: usize,
}

/// Writes the sums of a tile as numbers, or adds them.
///
/// # Safety
///
/// `place.start` points to `R` rows of `place.panel.n_outputs` numbers that are `place.stride` apart.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
unsafe fn store<const R: usize, const ADD: bool>(sums: &[[__m512i; BLOCKS]; R], rows: &[Row<'_>; R], place: Place<'_>) {
    let Place { panel, start, stride } = place;
    let mut masks = [0_u16; BLOCKS];
    for b in 0..BLOCKS {
        let n = panel.n_outputs.saturating_sub(b * LANES).min(LANES);
        masks[b] = ((1_u32 << n) - 1) as u16;
    }
    // Written out: left in a loop, the sums would go through memory.
    macro_rules! each_block {
        ($r:literal, [$($b:literal),*]) => {
            $(
                let result = numbers(sums[$r][$b], panel, $b, rows[$r]);
                let part = start.wrapping_add($r * stride + $b * LANES);
                // SAFETY: `$r` is below `R`, and the mask lets through only numbers below `n_outputs`.
                unsafe {
                    let result =
                        if ADD { _mm512_add_ps(_mm512_maskz_loadu_ps(masks[$b], part), result) } else { result };
                    _mm512_mask_storeu_ps(part, masks[$b], result);
                }
            )*
        };
    }
    macro_rules! each_row {
        ($($r:literal),*) => {
            $(
                if $r < R {
                    each_block!($r, [0, 1, 2]);
                }
            )*
        };
    }
    each_row!(0, 1, 2, 3, 4, 5, 6, 7);
}

/// The integer sums of block `b` as numbers.
#[inline]
#[target_feature(enable = "avx512f")]
fn numbers(sums: __m512i, panel: &Panel<'_>, b: usize, row: Row<'_>) -> __m512 {
    let factor = _mm512_mul_ps(lane(&panel.scales[b]), _mm512_set1_ps(row.scale));
    let constant = _mm512_fmadd_ps(lane(&panel.offsets[b]), _mm512_set1_ps(row.offset), lane(&panel.biases[b]));
    _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums), factor, constant)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn sums<const R: usize>(input: &Quantised, first: usize, panel: &Panel<'_>) -> [[__m512i; BLOCKS]; R] {
    let mut sums = [[_mm512_setzero_si512(); BLOCKS]; R];
    let mut inputs: [&[[u8; DEPTH]]; R] = [&[]; R];
    for r in 0..R {
        inputs[r] = &input.row(first + r).integers.as_chunks().0[..panel.blocks.len()];
    }
    for quad in 0..panel.blocks.len() {
        let blocks = &panel.blocks[quad];
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
