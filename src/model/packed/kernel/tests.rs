//! Every kernel against the product written out, on ragged shapes and extreme numbers.

use proptest::prelude::*;

use super::super::buffer::Target;
use super::super::quantise::{Quantised, quantise};
use super::super::weight::{Rows, Weight};
use super::{Instructions, Mode};

/// Pseudo-random bytes.
fn bytes(n: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..n).map(|_| next()).collect()
}

fn rows(n_outputs: usize, integers: Vec<i8>) -> Rows {
    Rows {
        integers,
        scales: (0..n_outputs).map(|i| 0.001 * (1 + i % 7) as f32).collect(),
        biases: (0..n_outputs).map(|i| i as f32 * 0.1 - 1.0).collect(),
    }
}

/// The product of quantised rows with `rows`, in exact integers and double precision.
fn written_out(input: &Quantised, rows: &Rows) -> Vec<f64> {
    let mut output = Vec::new();
    for i in 0..input.n_rows() {
        let row = input.row(i);
        for ((weights, scale), bias) in rows.integers.chunks_exact(input.width()).zip(&rows.scales).zip(&rows.biases) {
            let sum: i64 = row.integers.iter().zip(weights).map(|(a, w)| i64::from(*a) * i64::from(*w)).sum();
            let total: i64 = weights.iter().map(|w| i64::from(*w)).sum();
            let number = sum as f64 * f64::from(row.scale) + total as f64 * f64::from(row.offset);
            output.push(number * f64::from(*scale) + f64::from(*bias));
        }
    }
    output
}

/// Checks every kernel of this machine; gives nothing but panics where one is off.
fn check(numbers: &[f32], width: usize, rows: &Rows) {
    let weight = Weight::pack(rows.clone());
    let rows = &rows.clone().fitted();
    let mut portable: Option<Vec<u32>> = None;
    for instructions in Instructions::available().into_iter().rev() {
        let mut input = Quantised::default();
        // Left over from a larger batch: must not be read.
        input.resize(40, width + 9);
        quantise(numbers, width, &mut input, instructions);
        // Wider apart than the rows are long: what lies between must stay as it was.
        let stride = weight.n_outputs() + 3;
        let mut output = vec![-0.25; input.n_rows() * stride];
        for mode in [Mode::Put, Mode::Add] {
            instructions.multiply(&input, &weight, &mut Target { numbers: &mut output, stride }, mode);
        }
        let name = instructions.name();
        assert!(
            output.chunks_exact(stride).all(|row| row[stride - 3..] == [-0.25; 3]),
            "{name} writes beside its rows"
        );
        let output: Vec<f32> =
            output.chunks_exact(stride).flat_map(|row| &row[..stride - 3]).map(|x| x / 2.0).collect();
        for (found, expected) in output.iter().zip(written_out(&input, rows)) {
            let tolerance = 1e-5 * (expected.abs() + 200.0);
            assert!((f64::from(*found) - expected).abs() < tolerance, "{found} for {expected} with {name}");
        }
        let bits: Vec<u32> = output.iter().map(|x| x.to_bits()).collect();
        let reference = portable.get_or_insert_with(|| bits.clone());
        assert!(*reference == bits, "{name} rounds as the portable kernel does");
    }
}

fn numbers(n: usize, seed: u64) -> Vec<f32> {
    bytes(n, seed).into_iter().map(|byte| f32::from(byte) / 32.0 - 3.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_kernel_gives_the_product_written_out(
        n_rows in 1_usize..30,
        width in 1_usize..140,
        n_outputs in 1_usize..150,
        seed in any::<u64>(),
    ) {
        let integers = bytes(width * n_outputs, seed ^ 1).into_iter().map(|b| b.cast_signed().max(-127)).collect();
        check(&numbers(n_rows * width, seed), width, &rows(n_outputs, integers));
    }
}

#[test]
fn extreme_numbers_do_not_saturate() {
    for weight in [64_i8, -64, 127, -127] {
        for n_rows in 1..=13 {
            let width = 1536;
            // Every input but one at the top of its range.
            let mut input = vec![1.0; n_rows * width];
            input.iter_mut().step_by(width).for_each(|x| *x = -1.0);
            check(&input, width, &rows(65, vec![weight; width * 65]));
        }
    }
}

#[test]
fn the_shapes_of_the_shipped_model_are_right() {
    for (n_rows, width, n_outputs) in [(1, 384, 1152), (7, 384, 384), (6, 384, 1536), (11, 1536, 384)] {
        let integers = bytes(width * n_outputs, 5).into_iter().map(|b| b.cast_signed().max(-127)).collect();
        check(&numbers(n_rows * width, 9), width, &rows(n_outputs, integers));
    }
}

#[test]
fn a_kernel_this_machine_lacks_is_not_listed() {
    let names: Vec<&str> = Instructions::available().into_iter().map(Instructions::name).collect();
    assert_eq!(names.last(), Some(&"portable"));
    #[cfg(target_arch = "x86_64")]
    assert_eq!(names.contains(&"avx512-vnni"), std::arch::is_x86_feature_detected!("avx512vnni"));
}
