//! Row-wise arithmetic of the forward pass: GELU, layer normalisation, in place on slices.
//!
//! Every function compiles for several instruction sets and picks one at run time (`pulp`), with the same results on
//! all: sums run over a fixed number of lanes whatever the machine's width, and nothing is fused.

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined is not compiled for the instruction set picked"
)]

use pulp::Arch;

/// Partial sums of a row. Fixed, so that the order of additions never depends on the machine.
const LANES: usize = 16;

/// Gaussian error linear unit, exact form: x · (1 + erf(x / √2)) / 2.
pub(super) fn gelu(values: &mut [f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for x in values {
                *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2));
            }
        },
    );
}

/// Adds `residual` to `values`, then brings each row to mean 0 and variance 1, times `gain`, plus `shift`.
pub(super) fn add_and_normalise(values: &mut [f32], residual: &[f32], [gain, shift]: [&[f32]; 2], epsilon: f32) {
    let n_cols = gain.len();
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (row, before) in values.chunks_exact_mut(n_cols).zip(residual.chunks_exact(n_cols)) {
                row.iter_mut().zip(before).for_each(|(x, r)| *x += r);
                let mean = lanes(row, 0.0, |x| x, |a, b| a + b) / n_cols as f32;
                let variance = lanes(row, 0.0, |x| (x - mean) * (x - mean), |a, b| a + b) / n_cols as f32;
                let scale = 1.0 / (variance + epsilon).sqrt();
                for ((x, g), s) in row.iter_mut().zip(gain).zip(shift) {
                    *x = (*x - mean) * scale * g + s;
                }
            }
        },
    );
}

/// `fold` over `map` of the row, in `LANES` interleaved parts.
#[inline(always)]
fn lanes(row: &[f32], start: f32, map: impl Fn(f32) -> f32, fold: impl Fn(f32, f32) -> f32) -> f32 {
    let mut parts = [start; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (part, x) in parts.iter_mut().zip(chunk) {
            *part = fold(*part, map(*x));
        }
    }
    for (part, x) in parts.iter_mut().zip(rest) {
        *part = fold(*part, map(*x));
    }
    parts.into_iter().fold(start, fold)
}

/// erf as the rational minimax approximation of Eigen (`generic_fast_erf_float`), absolute error below 4e-7; no branch,
/// so that it compiles to vector code.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let s = x * x;
    let p = -2.726_142_3e-10_f32;
    let p = p * s + 2.770_681_4e-8;
    let p = p * s - 2.101_024e-6;
    let p = p * s - 5.692_506_4e-5;
    let p = p * s - 7.349_906_3e-4;
    let p = p * s - 2.954_6e-3;
    let p = p * s - 1.609_603_3e-2;
    let q = -1.456_607_2e-5_f32;
    let q = q * s - 2.133_740_6e-4;
    let q = q * s - 1.682_827e-3;
    let q = q * s - 7.373_329_2e-3;
    let q = q * s - 1.426_473_9e-2;
    x * p / q
}

#[cfg(test)]
mod tests {
    use super::*;

    /// erf by its Taylor series, in double precision.
    fn erf_series(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..120 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        sum * 2.0 / std::f64::consts::PI.sqrt()
    }

    #[test]
    fn erf_is_right_to_seven_digits() {
        for i in -4000..=4000 {
            let x = i as f32 / 1000.0;
            let error = f64::from(erf(x)) - erf_series(f64::from(x));
            assert!(error.abs() < 4e-7, "erf({x}) is off by {error}");
        }
    }

    #[test]
    fn normalised_rows_have_mean_zero_and_variance_one() {
        let mut values: Vec<f32> = (0..2 * 48).map(|i| (i as f32).sin() * 5.0).collect();
        add_and_normalise(&mut values, &[1.5; 2 * 48], [&[2.0; 48], &[3.0; 48]], 1e-12);
        for row in values.chunks(48) {
            let mean = row.iter().sum::<f32>() / 48.0;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 48.0;
            assert!((mean - 3.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3, "{mean} {variance}");
        }
    }
}
