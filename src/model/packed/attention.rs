//! Attention of every sequence to itself, in f32, on packed rows: no padding, nothing shared between sequences.
//!
//! Takes queries, keys and values side by side in each row; gives the mixed values. Keys are turned once a head so that
//! 16 of them stand side by side; four queries are worked on at a time.

use super::kernel::{Arithmetic, Instructions, Work};

/// Keys, and numbers of a value, worked on at a time.
const LANES: usize = 16;
/// Queries worked on at a time.
const QUERIES: usize = 4;

/// How a row falls into heads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heads {
    /// Number of heads.
    pub(super) count: usize,
    /// Numbers of a head.
    pub(super) width: usize,
}

/// Buffers that are kept from batch to batch.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// `[number of the head][key]`, filled up with zeros to whole lanes.
    keys: Vec<f32>,
    /// `[query][key]`.
    scores: Vec<f32>,
}

/// Writes to `output`, rows of `count · width` numbers, what the sequences of `input` (rows three times as wide, `lengths`
/// rows a sequence) attend to.
pub(super) fn attend(
    input: &[f32],
    lengths: &[usize],
    heads: Heads,
    (output, scratch): (&mut [f32], &mut Scratch),
    instructions: Instructions,
) {
    instructions.run(AttentionWork { input, lengths, heads, output, scratch });
}

struct AttentionWork<'a> {
    input: &'a [f32],
    lengths: &'a [usize],
    heads: Heads,
    output: &'a mut [f32],
    scratch: &'a mut Scratch,
}

impl Work for AttentionWork<'_> {
    type Output = ();

    #[inline(always)]
    fn run<A: Arithmetic>(self) {
        let hidden = self.heads.count * self.heads.width;
        let mut first = 0;
        for &length in self.lengths {
            let rows = &self.input[first * 3 * hidden..(first + length) * 3 * hidden];
            let output = &mut self.output[first * hidden..(first + length) * hidden];
            let sequence = Sequence { rows, length, heads: self.heads };
            for head in 0..self.heads.count {
                sequence.attend::<A>(head, output, self.scratch);
            }
            first += length;
        }
    }
}

/// The rows of one sequence.
#[derive(Clone, Copy)]
struct Sequence<'a> {
    rows: &'a [f32],
    length: usize,
    heads: Heads,
}

impl Sequence<'_> {
    #[inline(always)]
    fn hidden(&self) -> usize {
        self.heads.count * self.heads.width
    }

    /// The numbers of `head` in part `part` (0 queries, 1 keys, 2 values) of row `row`.
    #[inline(always)]
    fn part(&self, row: usize, part: usize, head: usize) -> &[f32] {
        let start = (row * 3 + part) * self.hidden() + head * self.heads.width;
        &self.rows[start..start + self.heads.width]
    }

    #[inline(always)]
    fn attend<A: Arithmetic>(&self, head: usize, output: &mut [f32], scratch: &mut Scratch) {
        self.turn_keys(head, &mut scratch.keys);
        scratch.scores.resize(QUERIES * self.padded(), 0.0);
        for first in (0..self.length).step_by(QUERIES) {
            match self.length - first {
                1 => self.queries::<A, 1>(first, head, output, scratch),
                2 => self.queries::<A, 2>(first, head, output, scratch),
                3 => self.queries::<A, 3>(first, head, output, scratch),
                _ => self.queries::<A, QUERIES>(first, head, output, scratch),
            }
        }
    }

    /// Keys, filled up to whole lanes.
    #[inline(always)]
    fn padded(&self) -> usize {
        self.length.next_multiple_of(LANES)
    }

    #[inline(always)]
    fn turn_keys(&self, head: usize, keys: &mut Vec<f32>) {
        let padded = self.padded();
        keys.clear();
        keys.resize(self.heads.width * padded, 0.0);
        for row in 0..self.length {
            for (i, &number) in self.part(row, 1, head).iter().enumerate() {
                keys[i * padded + row] = number;
            }
        }
    }

    /// Attention of `Q` queries from `first` on.
    #[inline(always)]
    fn queries<A: Arithmetic, const Q: usize>(
        &self,
        first: usize,
        head: usize,
        output: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let padded = self.padded();
        let queries: [&[f32]; Q] = std::array::from_fn(|q| self.part(first + q, 0, head));
        for start in (0..padded).step_by(LANES) {
            let mut sums = [[0.0_f32; LANES]; Q];
            for i in 0..self.heads.width {
                let keys: &[f32; LANES] = lanes(&scratch.keys[i * padded + start..]);
                for q in 0..Q {
                    add::<A>(&mut sums[q], queries[q][i], keys);
                }
            }
            for (q, sums) in sums.iter().enumerate() {
                scratch.scores[q * padded + start..][..LANES].copy_from_slice(sums);
            }
        }
        let factor = 1.0 / (self.heads.width as f32).sqrt();
        let per_sum: [f32; Q] = std::array::from_fn(|q| {
            1.0 / exponentials::<A>(&mut scratch.scores[q * padded..(q + 1) * padded], self.length, factor)
        });
        self.mix::<A, Q>(first, head, (&scratch.scores, per_sum), output);
    }

    /// The values, weighted.
    #[inline(always)]
    fn mix<A: Arithmetic, const Q: usize>(
        &self,
        first: usize,
        head: usize,
        (weights, per_sum): (&[f32], [f32; Q]),
        output: &mut [f32],
    ) {
        let padded = self.padded();
        for start in (0..self.heads.width).step_by(LANES) {
            let width = (self.heads.width - start).min(LANES);
            let mut sums = [[0.0_f32; LANES]; Q];
            for row in 0..self.length {
                let values = &self.part(row, 2, head)[start..start + width];
                for q in 0..Q {
                    let weight = weights[q * padded + row];
                    if width == LANES {
                        add::<A>(&mut sums[q], weight, lanes(values));
                    } else {
                        for (sum, value) in sums[q].iter_mut().zip(values) {
                            *sum = A::multiply_add(weight, *value, *sum);
                        }
                    }
                }
            }
            for q in 0..Q {
                let place = (first + q) * self.hidden() + head * self.heads.width + start;
                for (target, sum) in output[place..place + width].iter_mut().zip(&sums[q]) {
                    *target = sum * per_sum[q];
                }
            }
        }
    }
}

/// The first 16 numbers of `numbers`, which has as many.
#[inline(always)]
fn lanes(numbers: &[f32]) -> &[f32; LANES] {
    &numbers[..LANES].as_chunks().0[0]
}

#[inline(always)]
fn add<A: Arithmetic>(sums: &mut [f32; LANES], factor: f32, numbers: &[f32; LANES]) {
    for lane in 0..LANES {
        sums[lane] = A::multiply_add(factor, numbers[lane], sums[lane]);
    }
}

/// Turns the first `length` of `scores` into exp(factor · (score − greatest)), the rest to 0; gives their sum.
#[inline(always)]
fn exponentials<A: Arithmetic>(scores: &mut [f32], length: usize, factor: f32) -> f32 {
    scores[length..].fill(f32::MIN);
    let (chunks, _) = scores.as_chunks_mut::<LANES>();
    let mut most = [f32::MIN; LANES];
    for chunk in chunks.iter() {
        for lane in 0..LANES {
            most[lane] = if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] };
        }
    }
    let most = most.into_iter().fold(f32::MIN, f32::max);
    let mut sums = [0.0_f32; LANES];
    for chunk in chunks {
        for lane in 0..LANES {
            chunk[lane] = exp::<A>((chunk[lane] - most) * factor);
            sums[lane] += chunk[lane];
        }
    }
    sums.into_iter().sum()
}

/// e to the power of `x` ≤ 0 as in Cephes (`expf`), relative error below 3e-7; 0 below −87. No branch.
#[inline(always)]
fn exp<A: Arithmetic>(x: f32) -> f32 {
    // Adding 1.5 · 2^23 rounds to a whole number in the low bits of the mantissa.
    const ROUND: f32 = 12_582_912.0;
    let floored = if x < -87.0 { -87.0 } else { x };
    let rounded = A::multiply_add(floored, std::f32::consts::LOG2_E, ROUND);
    let n = rounded - ROUND;
    let r = A::multiply_add(n, 2.121_944_4e-4, A::multiply_add(n, -0.693_359_4, floored));
    let p = A::multiply_add(1.987_569_1e-4, r, 1.398_2e-3);
    let p = A::multiply_add(p, r, 8.333_452e-3);
    let p = A::multiply_add(p, r, 4.166_579_6e-2);
    let p = A::multiply_add(p, r, 1.666_666_5e-1);
    let p = A::multiply_add(p, r, 0.5);
    let mantissa = A::multiply_add(p * r, r, r) + 1.0;
    let exponent = (rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23;
    let power = mantissa * f32::from_bits(exponent);
    if x < -87.0 { 0.0 } else { power }
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
            let input: Vec<f32> =
                (0..n_rows * 3 * count * width).map(|i| ((i as f32 + seed as f32) * 0.731).sin() * 2.0).collect();
            let expected = plain(&input, &lengths, heads);
            for instructions in Instructions::available() {
                let mut output = vec![0.0; n_rows * count * width];
                attend(&input, &lengths, heads, (&mut output, &mut Scratch::default()), instructions);
                for (found, expected) in output.iter().zip(&expected) {
                    prop_assert!((f64::from(*found) - expected).abs() < 2e-5, "{found} for {expected} with {}", instructions.name());
                }
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
            attend(&input, &[2], heads, (&mut output, &mut Scratch::default()), instructions);
            assert!((output[0] - 3.0).abs() < 1e-6, "{}", output[0]);
        }
    }
}
