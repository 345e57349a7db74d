//! The product in plain Rust: what the other kernels are held against, and what runs where none of them can.

use pulp::WithSimd;

use super::super::quantise::{Quantised, Row};
use super::super::weight::{BLOCKS, Block, DEPTH, LANES, Panel, Weight};

/// Vector work one number at a time on x86, where the other kernels cover every machine of the last ten years; on the
/// target's own vectors elsewhere (NEON).
pub(super) fn run<W: WithSimd>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    return pulp::Simd::vectorize(pulp::Scalar::new(), work);
    #[cfg(not(target_arch = "x86_64"))]
    pulp::Arch::new().dispatch(work)
}

/// Writes `input · weight + bias` to `output`.
pub(super) fn multiply(input: &Quantised, weight: &Weight, output: &mut [f32]) {
    let n_outputs = weight.n_outputs();
    for panel in weight.panels() {
        for i in 0..input.n_rows() {
            let row = input.row(i);
            let start = i * n_outputs + panel.first;
            one_row(row, &panel, &mut output[start..start + panel.n_outputs]);
        }
    }
}

fn one_row(row: Row<'_>, panel: &Panel<'_>, output: &mut [f32]) {
    let mut sums = [[0_i32; LANES]; BLOCKS];
    for (quad, blocks) in row.integers.as_chunks::<DEPTH>().0.iter().zip(panel.blocks) {
        for (sums, block) in sums.iter_mut().zip(blocks) {
            add(sums, *quad, block);
        }
    }
    for (i, target) in output.iter_mut().enumerate() {
        let (block, lane) = (i / LANES, i % LANES);
        let sum = sums[block][lane] as f32;
        *target = number(sum, row, [&panel.scales, &panel.offsets, &panel.biases].map(|all| all[block].0[lane]));
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
    sum * (scale * row.scale) + (offset * row.offset + bias)
}
