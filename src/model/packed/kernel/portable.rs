//! The product in plain Rust: what the other kernels are held against, and what runs where none of them can.

use pulp::WithSimd;

use super::super::buffer::Target;
use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, Block, DEPTH, LANES, Panel, Weight};
use super::Mode;

/// Vector work one number at a time on x86, where the other kernels cover every machine of the last ten years; on the
/// target's own vectors elsewhere (NEON).
pub(super) fn run<W: WithSimd>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    return pulp::Simd::vectorize(pulp::Scalar::new(), work);
    #[cfg(not(target_arch = "x86_64"))]
    pulp::Arch::new().dispatch(work)
}

/// Puts or adds `input · weight + bias` into `output`.
pub(super) fn multiply(input: &Quantised, weight: &Weight, output: &mut Target<'_>, mode: Mode) {
    for panel in (0..weight.n_panels()).map(|i| weight.panel(i)) {
        for i in 0..input.n_rows() {
            let start = i * output.stride + panel.first;
            one_row(input.row(i), &panel, &mut output.numbers[start..start + panel.n_outputs], mode);
        }
    }
}

fn one_row(row: Row<'_>, panel: &Panel<'_>, output: &mut [f32], mode: Mode) {
    let mut sums = [[0_i32; LANES]; BLOCKS];
    for (quad, blocks) in row.integers.as_chunks::<DEPTH>().0.iter().zip(panel.blocks) {
        for (sums, block) in sums.iter_mut().zip(blocks) {
            add(sums, *quad, block);
        }
    }
    for (i, target) in output.iter_mut().enumerate() {
        let (block, lane) = (i / LANES, i % LANES);
        let sum = sums[block][lane] as f32;
        let number = number(sum, row, [panel.scales, panel.offsets, panel.biases].map(|all| all[block].0[lane]));
        *target = if mode == Mode::Add { *target + number } else { number };
    }
}

fn add(sums: &mut [i32; LANES], quad: [u8; DEPTH], block: &Block) {
    for (sum, weights) in sums.iter_mut().zip(block.0.as_chunks::<DEPTH>().0) {
        for (input, weight) in quad.iter().zip(weights) {
            *sum += i32::from(*input) * i32::from(*weight);
        }
    }
}

/// An integer sum as a number. The order of roundings is that of the vector kernels.
fn number(sum: f32, row: Row<'_>, [scale, offset, bias]: [f32; 3]) -> f32 {
    sum.mul_add(scale * row.scale, offset.mul_add(row.offset, bias))
}
