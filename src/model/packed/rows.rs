//! Row-wise arithmetic between the products: add and normalise, GELU; each ends in quantised rows for the next product.
//!
//! Takes and changes rows of f32, a vector at a time and the rest of a row number by number.

use pulp::{Simd, WithSimd};

use super::kernel::Instructions;
use super::quantise::{Quantised, range};

/// Partial sums of a row, so that one addition need not wait for the one before.
const SUMS: usize = 4;

/// A layer normalisation.
#[derive(Debug, Clone)]
pub(super) struct Norm {
    /// Gain of each number of a row.
    pub(super) gain: Vec<f32>,
    /// Shift of each number of a row.
    pub(super) shift: Vec<f32>,
    /// Added to the variance.
    pub(super) epsilon: f32,
}

/// Sets `states` to the normalised sum of `states` and `change`, and `quantised` to the same rows.
pub(super) fn add_and_normalise(
    states: &mut [f32],
    change: &[f32],
    norm: &Norm,
    quantised: &mut Quantised,
    instructions: Instructions,
) {
    quantised.resize(states.len() / norm.gain.len(), norm.gain.len());
    instructions.run(NormWork { states, change, norm, quantised });
}

struct NormWork<'a> {
    states: &'a mut [f32],
    change: &'a [f32],
    norm: &'a Norm,
    quantised: &'a mut Quantised,
}

impl WithSimd for NormWork<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Norm { gain, shift, epsilon } = self.norm;
        let width = gain.len();
        let rows = self.states.chunks_exact_mut(width).zip(self.change.chunks_exact(width));
        for (i, (row, change)) in rows.enumerate() {
            row.iter_mut().zip(change).for_each(|(x, c)| *x += c);
            let mean = Sum { minus: 0.0, squared: false }.of(simd, row) / width as f32;
            let variance = Sum { minus: mean, squared: true }.of(simd, row) / width as f32;
            let scale = 1.0 / (variance + epsilon).sqrt();
            for ((x, g), s) in row.iter_mut().zip(gain).zip(shift) {
                *x = (*x - mean) * scale * g + s;
            }
            self.quantised.set_row(i, row, range(simd, row));
        }
    }
}

/// A sum over a row: of its numbers less `minus`, or of their squares.
#[derive(Clone, Copy)]
struct Sum {
    minus: f32,
    squared: bool,
}

impl Sum {
    #[inline(always)]
    fn of<S: Simd>(self, simd: S, row: &[f32]) -> f32 {
        let (vectors, rest) = S::as_simd_f32s(row);
        let minus = simd.splat_f32s(self.minus);
        let mut sums = [simd.splat_f32s(0.0); SUMS];
        let (groups, last) = vectors.as_chunks::<SUMS>();
        for group in groups {
            for i in 0..SUMS {
                sums[i] = self.add(simd, sums[i], simd.sub_f32s(group[i], minus));
            }
        }
        for &vector in last {
            sums[0] = self.add(simd, sums[0], simd.sub_f32s(vector, minus));
        }
        let pairs = [simd.add_f32s(sums[0], sums[1]), simd.add_f32s(sums[2], sums[3])];
        let mut total = simd.reduce_sum_f32s(simd.add_f32s(pairs[0], pairs[1]));
        for x in rest {
            let x = x - self.minus;
            total += if self.squared { x * x } else { x };
        }
        total
    }

    #[inline(always)]
    fn add<S: Simd>(self, simd: S, sum: S::f32s, x: S::f32s) -> S::f32s {
        if self.squared { simd.mul_add_e_f32s(x, x, sum) } else { simd.add_f32s(x, sum) }
    }
}

/// Applies GELU to `numbers`, rows of `width`, and quantises them.
pub(super) fn gelu(numbers: &mut [f32], width: usize, quantised: &mut Quantised, instructions: Instructions) {
    quantised.resize(numbers.len() / width, width);
    instructions.run(GeluWork { numbers, width, quantised });
}

struct GeluWork<'a> {
    numbers: &'a mut [f32],
    width: usize,
    quantised: &'a mut Quantised,
}

impl WithSimd for GeluWork<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for (i, row) in self.numbers.chunks_exact_mut(self.width).enumerate() {
            let (vectors, rest) = S::as_mut_simd_f32s(row);
            // The range on the way: rows are too wide for a second pass to find them where the first left them.
            let mut low = simd.splat_f32s(f32::INFINITY);
            let mut high = simd.splat_f32s(f32::NEG_INFINITY);
            for v in 0..vectors.len() {
                let number = gelu_of(simd, vectors[v]);
                low = simd.min_f32s(low, number);
                high = simd.max_f32s(high, number);
                vectors[v] = number;
            }
            let [mut lowest, mut highest] = [simd.reduce_min_f32s(low), simd.reduce_max_f32s(high)];
            for number in rest {
                *number = gelu_of(pulp::Scalar::new(), *number);
                lowest = lowest.min(*number);
                highest = highest.max(*number);
            }
            self.quantised.set_row(i, row, [lowest, highest]);
        }
    }
}

/// x · Φ(x), Φ the normal distribution: Φ(x) − ½ as an odd polynomial on [−4, 4] that reaches ±½ at the ends, fitted for
/// least absolute error of the product, which is below 1.4e-4; an 8-bit step is a hundred times that. No division and no
/// branch.
#[inline(always)]
fn gelu_of<S: Simd>(simd: S, x: S::f32s) -> S::f32s {
    const ODD: [f32; 8] = [
        -4.680_493e-10,
        5.249_273_7e-8,
        -2.362_094_2e-6,
        5.811_491_4e-5,
        -8.882_097e-4,
        9.061_558e-3,
        -6.510_559_5e-2,
        3.982_131e-1,
    ];
    let near = simd.min_f32s(simd.max_f32s(x, simd.splat_f32s(-4.0)), simd.splat_f32s(4.0));
    let square = simd.mul_f32s(near, near);
    let mut sum = simd.splat_f32s(ODD[0]);
    for i in 1..ODD.len() {
        sum = simd.mul_add_e_f32s(sum, square, simd.splat_f32s(ODD[i]));
    }
    simd.mul_f32s(x, simd.mul_add_e_f32s(near, sum, simd.splat_f32s(0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The normal distribution by its Taylor series, in double precision.
    fn normal(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..150 {
            term *= -x * x / f64::from(2 * n);
            sum += term / f64::from(2 * n + 1);
        }
        0.5 + sum / (2.0 * std::f64::consts::PI).sqrt()
    }

    #[test]
    fn gelu_is_right_to_a_hundredth_of_a_step() {
        for instructions in Instructions::available() {
            for i in -600..=600 {
                let x = i as f32 / 100.0;
                let mut numbers = [x; 4];
                gelu(&mut numbers, 4, &mut Quantised::default(), instructions);
                let error = f64::from(numbers[0]) - f64::from(x) * normal(f64::from(x));
                assert!(error.abs() < 1.6e-4, "gelu({x}) is off by {error}");
            }
        }
    }

    #[test]
    fn normalised_rows_have_the_mean_and_spread_of_the_norm() {
        for instructions in Instructions::available() {
            for width in [5, 48, 100, 384] {
                let mut states: Vec<f32> = (0..2 * width).map(|i| (i as f32 * 0.7).sin() * 5.0).collect();
                let norm = Norm { gain: vec![2.0; width], shift: vec![3.0; width], epsilon: 1e-12 };
                let mut quantised = Quantised::default();
                add_and_normalise(&mut states, &vec![1.5; 2 * width], &norm, &mut quantised, instructions);
                for (i, row) in states.chunks_exact(width).enumerate() {
                    let mean = row.iter().sum::<f32>() / width as f32;
                    let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / width as f32;
                    assert!((mean - 3.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3, "{mean} {variance}");
                    let packed = quantised.row(i);
                    let back = packed.offset + packed.scale * f32::from(packed.integers[width - 1]);
                    assert!((back - row[width - 1]).abs() <= packed.scale);
                }
            }
        }
    }
}
