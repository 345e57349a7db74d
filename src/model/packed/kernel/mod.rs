//! The int8 matrix product: rows of 8-bit numbers times a packed weight, back to f32, for each instruction set.
//!
//! Takes quantised rows and a [`Weight`]; writes or adds `input · weight + bias` as f32. Every kernel adds the same integers and
//! rounds in the same order, so that all give the same bits for the same quantised rows.
//!
//! Kept crates looked at first (November 2026): `gemm` (candle's) and `matrixmultiply` have no integer product; candle's
//! `QMatMul` works on blocks of 32 with a scale each, in AVX2, and re-packs nothing (2,000 wordpieces/s); `rten-gemm` has
//! VNNI and NEON kernels but gives i32 to memory and quantises in passes of its own (4,300 as part of rten); oneDNN and
//! FBGEMM are C++ with a build of their own. None lets bias and scales be applied in registers, so this one is ours.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use pulp::{Simd, WithSimd};

use super::buffer::Target;
use super::quantise::Quantised;
use super::weight::Weight;
#[cfg(target_arch = "x86_64")]
use super::weight::{BLOCKS, Block, Panel};

/// Instruction sets with a kernel of their own; a value is proof that the machine has them.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) enum Instructions {
    /// 512-bit vectors with `vpdpbusd`.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni(V4),
    /// 256-bit vectors with `vpmaddubsw`.
    #[cfg(target_arch = "x86_64")]
    Avx2(V3),
    /// Plain Rust.
    Portable,
}

impl Instructions {
    /// All sets this machine has, best first; the last is always [`Instructions::Portable`].
    pub(in crate::model) fn available() -> Vec<Self> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512vnni") {
                all.extend(V4::try_new().map(Self::Avx512Vnni));
            }
            all.extend(V3::try_new().map(Self::Avx2));
        }
        all.push(Self::Portable);
        all
    }

    /// The best set this machine has.
    pub(in crate::model) fn best() -> Self {
        Self::available().into_iter().next().unwrap_or(Self::Portable)
    }

    /// The name by which `--kernel` and `run.json` know it.
    pub(in crate::model) fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(_) => "avx512-vnni",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            Self::Portable => "portable",
        }
    }

    /// Runs `work` on this set's vectors.
    pub(super) fn run<W: WithSimd>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(token) => Simd::vectorize(token, work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(token) => Simd::vectorize(token, work),
            Self::Portable => portable::run(work),
        }
    }

    /// Puts `input · weight + bias` into `output`, or adds it to what is there.
    pub(super) fn multiply(self, input: &Quantised, weight: &Weight, output: &mut Target<'_>, mode: Mode) {
        let n_outputs = weight.n_outputs();
        let room = output.stride * input.n_rows().saturating_sub(1) + n_outputs;
        let fits = input.width() == weight.n_inputs() && output.stride >= n_outputs && output.numbers.len() >= room;
        assert!(fits, "the sizes of a product follow from the network's, which were checked when it was loaded");
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(_) => avx512::multiply(self, input, weight, output, mode),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => avx2::multiply(self, input, weight, output, mode),
            Self::Portable => portable::multiply(input, weight, output, mode),
        }
    }
}

/// What becomes of the numbers that stand where a product goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They are overwritten.
    Put,
    /// The product is added to them.
    Add,
}

/// A part of a product that a kernel does in one go: some rows by one panel.
#[cfg(target_arch = "x86_64")]
struct Tile<'a> {
    input: &'a Quantised,
    /// The first row.
    first: usize,
    panel: &'a Panel<'a>,
    /// The numbers from the first row and the panel's first output on.
    target: &'a mut [f32],
    stride: usize,
    mode: Mode,
    /// A share of the panel that comes next, to be sent for.
    next: &'a [[Block; BLOCKS]],
}

/// Gives `work` every tile of up to `n_rows` rows with its number of rows, panel by panel, so that a panel stays in the cache
/// while the rows go by.
#[cfg(target_arch = "x86_64")]
fn by_tiles(
    input: &Quantised,
    weight: &Weight,
    (output, mode): (&mut Target<'_>, Mode),
    n_rows: usize,
    work: impl Fn(usize, Tile<'_>),
) {
    let n_tiles = input.n_rows().div_ceil(n_rows);
    for i in 0..weight.n_panels() {
        let panel = weight.panel(i);
        let next = weight.panel((i + 1).min(weight.n_panels() - 1)).blocks;
        for t in 0..n_tiles {
            let first = t * n_rows;
            let target = &mut output.numbers[first * output.stride + panel.first..];
            let next = &next[next.len() * t / n_tiles..next.len() * (t + 1) / n_tiles];
            let tile = Tile { input, first, panel: &panel, target, stride: output.stride, mode, next };
            work((input.n_rows() - first).min(n_rows), tile);
        }
    }
}

#[cfg(test)]
mod tests;
