//! Attention of every sequence to itself, in f32, on packed rows: no padding, nothing shared between sequences.
//!
//! Takes queries, keys and values side by side in each row; gives the mixed values. Both engines use it. A vector holds as many queries as it has
//! lanes, so that greatest scores and sums of weights need no work across lanes.

use pulp::{Simd, WithSimd};

use super::buffer::Target;
use super::kernel::Instructions;

/// Sums worked on at a time: as many as keep the multipliers busy.
const SUMS: usize = 8;
/// Lanes of the widest vector.
const LANES: usize = 16;
/// Numbers of a head worked on without a test for bounds.
const CHUNK: usize = 16;

/// How a row falls into heads.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) struct Heads {
    /// Number of heads.
    pub(in crate::model) count: usize,
    /// Numbers of a head.
    pub(in crate::model) width: usize,
}

/// Buffers that are kept from batch to batch.
#[derive(Debug, Default)]
pub(in crate::model) struct Scratch {
    /// `[number of the head][query]`, as many queries as a vector has lanes.
    queries: Vec<f32>,
    /// `[key][query]`: scores, then weights.
    weights: Vec<f32>,
}

/// Rows of queries, keys and values.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) struct Input<'a> {
    /// Three times `count · width` numbers a row.
    pub(in crate::model) numbers: &'a [f32],
    /// Numbers from one row to the next.
    pub(in crate::model) stride: usize,
}

/// Puts into `output`, rows of `count · width` numbers, what the sequences of `input` (`lengths` rows a sequence) attend to.
pub(in crate::model) fn attend(
    input: Input<'_>,
    lengths: &[usize],
    heads: Heads,
    (output, scratch): (Target<'_>, &mut Scratch),
    instructions: Instructions,
) {
    instructions.run(AttentionWork { input, lengths, heads, output, scratch });
}

struct AttentionWork<'a> {
    input: Input<'a>,
    lengths: &'a [usize],
    heads: Heads,
    output: Target<'a>,
    scratch: &'a mut Scratch,
}

impl WithSimd for AttentionWork<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut first = 0;
        for &length in self.lengths {
            let Input { numbers, stride } = self.input;
            let Target { numbers: output, stride: output_stride } = &mut self.output;
            let mut output = Target { numbers: &mut output[first * *output_stride..], stride: *output_stride };
            let sequence = Sequence { rows: &numbers[first * stride..], stride, length, heads: self.heads };
            for head in 0..self.heads.count {
                sequence.attend(simd, head, &mut output, self.scratch);
            }
            first += length;
        }
    }
}

/// The rows of one sequence.
#[derive(Clone, Copy)]
struct Sequence<'a> {
    rows: &'a [f32],
    /// Numbers from one row to the next.
    stride: usize,
    length: usize,
    heads: Heads,
}

// Plain loops over indices: closures given to `from_fn` or `map` are not compiled for the instructions picked.
impl Sequence<'_> {
    #[inline(always)]
    fn hidden(&self) -> usize {
        self.heads.count * self.heads.width
    }

    /// The numbers of `head` in part `part` (0 queries, 1 keys, 2 values) of row `row`.
    #[inline(always)]
    fn part(&self, row: usize, part: usize, head: usize) -> &[f32] {
        let start = row * self.stride + part * self.hidden() + head * self.heads.width;
        &self.rows[start..start + self.heads.width]
    }

    #[inline(always)]
    fn attend<S: Simd>(&self, simd: S, head: usize, output: &mut Target<'_>, scratch: &mut Scratch) {
        let Scratch { queries, weights } = scratch;
        weights.resize(self.length * S::F32_LANES, 0.0);
        queries.resize(self.heads.width * S::F32_LANES, 0.0);
        let factor = 1.0 / (self.heads.width as f32).sqrt();
        for first in (0..self.length).step_by(S::F32_LANES) {
            self.turn_queries::<S>(first, head, queries);
            let (weights, _) = S::as_mut_simd_f32s(&mut weights[..]);
            let most = self.score(simd, head, S::as_simd_f32s(queries).0, weights);
            let sums = exponentials(simd, weights, most, factor);
            let mut per_sum = [0.0; LANES];
            S::as_mut_simd_f32s(&mut per_sum).0[0] = simd.div_f32s(simd.splat_f32s(1.0), sums);
            let weights = Weights { numbers: pulp::bytemuck::cast_slice(weights), per_sum };
            let n_queries = (self.length - first).min(S::F32_LANES);
            for lane in (0..n_queries).step_by(SUMS) {
                self.mix(simd, Group { head, first: first + lane, lane }, &weights, output);
            }
        }
    }

    /// The queries from `first` on side by side. Past the last query the last stands again.
    #[inline(always)]
    fn turn_queries<S: Simd>(&self, first: usize, head: usize, queries: &mut [f32]) {
        for lane in 0..S::F32_LANES {
            let numbers = self.part((first + lane).min(self.length - 1), 0, head);
            let (chunks, rest) = numbers.as_chunks::<CHUNK>();
            for c in 0..chunks.len() {
                let target = &mut queries[c * CHUNK * S::F32_LANES..][..CHUNK * S::F32_LANES];
                for i in 0..CHUNK {
                    target[i * S::F32_LANES + lane] = chunks[c][i];
                }
            }
            for i in 0..rest.len() {
                queries[(chunks.len() * CHUNK + i) * S::F32_LANES + lane] = rest[i];
            }
        }
    }

    /// Products of the queries with every key; gives the greatest of each query.
    #[inline(always)]
    fn score<S: Simd>(&self, simd: S, head: usize, queries: &[S::f32s], scores: &mut [S::f32s]) -> S::f32s {
        let width = self.heads.width;
        let mut most = simd.splat_f32s(f32::NEG_INFINITY);
        for first in (0..self.length).step_by(SUMS) {
            let mut keys: [&[f32]; SUMS] = [&[]; SUMS];
            for k in 0..SUMS {
                keys[k] = self.part((first + k).min(self.length - 1), 1, head);
            }
            let mut sums = [simd.splat_f32s(0.0); SUMS];
            for c in 0..width / CHUNK {
                let queries = &queries.as_chunks::<CHUNK>().0[c];
                // Arrays, so that nothing below is tested for bounds.
                let mut chunks: [&[f32; CHUNK]; SUMS] = [&[0.0; CHUNK]; SUMS];
                for k in 0..SUMS {
                    chunks[k] = &keys[k].as_chunks::<CHUNK>().0[c];
                }
                for i in 0..CHUNK {
                    for k in 0..SUMS {
                        sums[k] = simd.mul_add_e_f32s(simd.splat_f32s(chunks[k][i]), queries[i], sums[k]);
                    }
                }
            }
            for i in width / CHUNK * CHUNK..width {
                for k in 0..SUMS {
                    sums[k] = simd.mul_add_e_f32s(simd.splat_f32s(keys[k][i]), queries[i], sums[k]);
                }
            }
            // Past the last key the last stands again, which is no greater than itself.
            for k in 0..SUMS {
                most = simd.max_f32s(most, sums[k]);
            }
            for (score, sum) in scores[first..].iter_mut().zip(sums) {
                *score = sum;
            }
        }
        most
    }

    /// The values, weighted, for up to [`SUMS`] queries.
    #[inline(always)]
    fn mix<S: Simd>(&self, simd: S, group: Group, weights: &Weights<'_>, output: &mut Target<'_>) {
        let (lanes, width) = (S::F32_LANES, self.heads.width);
        let n_vectors = if lanes.is_multiple_of(SUMS) { width / lanes } else { 0 };
        let mut at = 0;
        // Sixteen sums fit beside their terms only where there are 32 registers, as with 512-bit vectors.
        while lanes == LANES && at + 2 <= n_vectors {
            self.mix_vectors::<S, 2>(simd, (group, at), weights, output);
            at += 2;
        }
        while at < n_vectors {
            self.mix_vectors::<S, 1>(simd, (group, at), weights, output);
            at += 1;
        }
        for q in 0..self.queries_of(group, lanes) {
            for i in n_vectors * lanes..width {
                let mut sum = 0.0;
                for row in 0..self.length {
                    sum += weights.numbers[row * lanes + group.lane + q] * self.part(row, 2, group.head)[i];
                }
                self.target(group.first + q, group.head, output)[i] = sum * weights.per_sum[group.lane + q];
            }
        }
    }

    /// `N` vectors of the mixed values, from the `at`-th of the head on.
    #[inline(always)]
    fn mix_vectors<S: Simd, const N: usize>(
        &self,
        simd: S,
        (group, at): (Group, usize),
        weights: &Weights<'_>,
        output: &mut Target<'_>,
    ) {
        let lanes = S::F32_LANES;
        let (by_group, _) = weights.numbers.as_chunks::<SUMS>();
        let mut sums = [[simd.splat_f32s(0.0); SUMS]; N];
        for row in 0..self.length {
            let values = S::as_simd_f32s(&self.part(row, 2, group.head)[at * lanes..]).0.as_chunks::<N>().0[0];
            let of: &[f32; SUMS] = &by_group[(row * lanes + group.lane) / SUMS];
            for q in 0..SUMS {
                let weight = simd.splat_f32s(of[q]);
                for n in 0..N {
                    sums[n][q] = simd.mul_add_e_f32s(weight, values[n], sums[n][q]);
                }
            }
        }
        for q in 0..self.queries_of(group, lanes) {
            let target = &mut self.target(group.first + q, group.head, output)[at * lanes..];
            let share = simd.splat_f32s(weights.per_sum[group.lane + q]);
            for n in 0..N {
                S::as_mut_simd_f32s(target).0[n] = simd.mul_f32s(sums[n][q], share);
            }
        }
    }

    /// Number of queries in `group`, of `lanes` to a vector.
    #[inline(always)]
    fn queries_of(&self, group: Group, lanes: usize) -> usize {
        (self.length - group.first).min(SUMS).min(lanes - group.lane)
    }

    #[inline(always)]
    fn target<'o>(&self, row: usize, head: usize, output: &'o mut Target<'_>) -> &'o mut [f32] {
        let start = row * output.stride + head * self.heads.width;
        &mut output.numbers[start..start + self.heads.width]
    }
}

/// Queries worked on together.
#[derive(Clone, Copy)]
struct Group {
    /// Their head.
    head: usize,
    /// Row of the first.
    first: usize,
    /// Its lane.
    lane: usize,
}

/// How much every query takes of every key.
struct Weights<'a> {
    /// `[key][query]`, as many queries as a vector has lanes.
    numbers: &'a [f32],
    /// One over the sum of a query's weights.
    per_sum: [f32; LANES],
}

/// Turns scores into exp(factor · (score − `most`)), each lane for itself; gives their sums.
#[inline(always)]
fn exponentials<S: Simd>(simd: S, scores: &mut [S::f32s], most: S::f32s, factor: f32) -> S::f32s {
    let factor = simd.splat_f32s(factor * std::f32::consts::LOG2_E);
    let shift = simd.sub_f32s(simd.splat_f32s(0.0), simd.mul_f32s(most, factor));
    let mut sums = simd.splat_f32s(0.0);
    for i in 0..scores.len() {
        scores[i] = power_of_two(simd, simd.mul_add_e_f32s(scores[i], factor, shift));
        sums = simd.add_f32s(sums, scores[i]);
    }
    sums
}

/// 2 to the power of `x` ≤ 0, relative error below 4e-6; 2^-125 below −125. No branch.
#[inline(always)]
fn power_of_two<S: Simd>(simd: S, x: S::f32s) -> S::f32s {
    // Adding 1.5 · 2^23 rounds to a whole number in the low bits of the mantissa.
    const ROUND: f32 = 12_582_912.0;
    // The series of 2^x, for what rounding leaves: −½ to ½.
    const SERIES: [f32; 6] = [1.333_355_8e-3, 9.618_129e-3, 5.550_411e-2, 2.402_265e-1, std::f32::consts::LN_2, 1.0];
    let x = simd.max_f32s(x, simd.splat_f32s(-125.0));
    let rounded = simd.add_f32s(x, simd.splat_f32s(ROUND));
    let rest = simd.sub_f32s(x, simd.sub_f32s(rounded, simd.splat_f32s(ROUND)));
    let mut sum = simd.splat_f32s(SERIES[0]);
    for i in 1..SERIES.len() {
        sum = simd.mul_add_e_f32s(sum, rest, simd.splat_f32s(SERIES[i]));
    }
    // The exponent of a number is its bits from 23 on; the low nine bits of `ROUND` are zero.
    let exponent = simd.wrapping_dyn_shl_u32s(simd.transmute_u32s_f32s(rounded), simd.splat_u32s(23));
    simd.transmute_f32s_u32s(simd.add_u32s(simd.transmute_u32s_f32s(sum), exponent))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Attention written out, in double precision.
    fn plain(input: &[f32], lengths: &[usize], heads: Heads) -> Vec<f64> {
        let hidden = heads.count * heads.width;
        let mut output = Vec::new();
        let mut first = 0;
        for &length in lengths {
            let at = |row: usize, part: usize, i: usize| f64::from(input[((first + row) * 3 + part) * hidden + i]);
            for query in 0..length {
                for i in 0..hidden {
                    let head = i / heads.width * heads.width..(i / heads.width + 1) * heads.width;
                    let score = |key: usize| head.clone().map(|j| at(query, 0, j) * at(key, 1, j)).sum::<f64>();
                    let weights: Vec<f64> =
                        (0..length).map(|key| (score(key) / (heads.width as f64).sqrt()).exp()).collect();
                    let mixed: f64 = weights.iter().enumerate().map(|(key, weight)| weight * at(key, 2, i)).sum();
                    output.push(mixed / weights.iter().sum::<f64>());
                }
            }
            first += length;
        }
        output
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_instruction_set_attends_as_written_out(
            lengths in prop::collection::vec(1_usize..40, 1..4),
            count in 1_usize..4,
            width in 1_usize..40,
            seed in 0_u32..1000,
        ) {
            let heads = Heads { count, width };
            let n_rows: usize = lengths.iter().sum();
            let stride = 3 * count * width;
            let input: Vec<f32> =
                (0..n_rows * stride).map(|i| ((i as f32 + seed as f32) * 0.731).sin() * 2.0).collect();
            let expected = plain(&input, &lengths, heads);
            for instructions in Instructions::available() {
                let mut output = vec![0.0; n_rows * count * width];
                let input = Input { numbers: &input, stride };
                attend(input, &lengths, heads, (Target { numbers: &mut output, stride: heads.count * heads.width }, &mut Scratch::default()), instructions);
                for (found, expected) in output.iter().zip(&expected) {
                    prop_assert!((f64::from(*found) - expected).abs() < 2e-5, "{found} for {expected} with {}", instructions.name());
                }
            }
        }
    }

    /// 2^x of every number, with the vectors of an instruction set.
    struct Powers<'a>(&'a mut [f32]);

    impl WithSimd for Powers<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) {
            let (vectors, rest) = S::as_mut_simd_f32s(self.0);
            assert!(rest.is_empty(), "whole vectors are given");
            for x in vectors {
                *x = power_of_two(simd, *x);
            }
        }
    }

    #[test]
    fn powers_of_two_are_right_to_four_millionths() {
        let exponents: Vec<f32> = (0..128 * 256).map(|i| -(i as f32) / 256.0).collect();
        for instructions in Instructions::available() {
            let mut powers = exponents.clone();
            instructions.run(Powers(&mut powers));
            for (x, found) in exponents.iter().zip(powers) {
                let expected = f64::from(x.max(-125.0)).exp2();
                let error = (f64::from(found) - expected).abs() / expected;
                assert!(error < 4e-6, "2^{x} is off by {error:e} with {}", instructions.name());
            }
        }
    }

    #[test]
    fn exponentials_of_one_key_and_of_far_ones_are_exact() {
        for instructions in Instructions::available() {
            let heads = Heads { count: 1, width: 16 };
            let mut input = vec![0.0; 2 * 48];
            (input[0], input[16], input[64]) = (1000.0, 1000.0, -1000.0);
            (input[32], input[80]) = (3.0, 5.0);
            let mut output = vec![0.0; 32];
            attend(
                Input { numbers: &input, stride: 48 },
                &[2],
                heads,
                (Target { numbers: &mut output, stride: heads.count * heads.width }, &mut Scratch::default()),
                instructions,
            );
            assert!((output[0] - 3.0).abs() < 1e-6, "{}", output[0]);
        }
    }
}
