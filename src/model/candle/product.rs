//! The matrix product of the forward pass: the `gemm` crate that candle itself uses, called directly.
//!
//! candle's own `matmul` splits each product over threads and reads `/proc/cpuinfo` in each call to learn how many. Here a
//! product stays on the thread that asked for it, since the batches already keep every core busy.

use candle_core::Result;
use gemm::Parallelism;

/// A strided view of numbers as a matrix.
#[derive(Clone, Copy)]
pub(super) struct Matrix<'a> {
    /// The numbers; the first is element (0, 0).
    pub(super) data: &'a [f32],
    /// Rows.
    pub(super) n_rows: usize,
    /// Columns.
    pub(super) n_cols: usize,
    /// Distance of vertical neighbours.
    pub(super) row_stride: usize,
    /// Distance of horizontal neighbours.
    pub(super) col_stride: usize,
}

impl<'a> Matrix<'a> {
    /// `n_rows` rows of `n_cols` numbers, `row_stride` numbers apart.
    pub(super) fn rows(data: &'a [f32], n_rows: usize, n_cols: usize, row_stride: usize) -> Self {
        Self { data, n_rows, n_cols, row_stride, col_stride: 1 }
    }
}

/// Where a product goes: rows `row_stride` numbers apart, as many rows and columns as the product has.
pub(super) struct Target<'a> {
    /// The numbers; the first is element (0, 0).
    pub(super) data: &'a mut [f32],
    /// Distance of rows, at least their length.
    pub(super) row_stride: usize,
}

/// Writes `factor · left · right` to `target`; fails, before any memory is touched, where the inner sizes differ or a view
/// reaches past its numbers.
pub(super) fn multiply(left: Matrix<'_>, right: Matrix<'_>, factor: f32, target: Target<'_>) -> Result<()> {
    let Target { data, row_stride } = target;
    let (m, n, k) = (left.n_rows, right.n_cols, left.n_cols);
    if m == 0 || n == 0 || k == 0 {
        data.fill(0.0);
        return Ok(());
    }
    let fits = k == right.n_rows
        && reach(m, k, left.row_stride, left.col_stride) <= left.data.len()
        && reach(k, n, right.row_stride, right.col_stride) <= right.data.len()
        && n <= row_stride
        && reach(m, n, row_stride, 1) <= data.len();
    if !fits {
        candle_core::bail!("a product of {m}x{k} and {}x{n} does not fit its numbers", right.n_rows);
    }
    // SAFETY: the test above keeps every element that the strides reach inside its slice; `data` is borrowed
    // mutably, so it overlaps neither operand; f32 is a type gemm supports; `read_dst` is false, so the old numbers are
    // never read.
    #[expect(unsafe_code, reason = "gemm takes raw pointers")]
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            data.as_mut_ptr(),
            1,
            row_stride as isize,
            false,
            left.data.as_ptr(),
            left.col_stride as isize,
            left.row_stride as isize,
            right.data.as_ptr(),
            right.col_stride as isize,
            right.row_stride as isize,
            0.0,
            factor,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
    Ok(())
}

/// Numbers that a strided matrix spans.
fn reach(n_rows: usize, n_cols: usize, row_stride: usize, col_stride: usize) -> usize {
    (n_rows - 1) * row_stride + (n_cols - 1) * col_stride + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strided_product_equals_the_sum_written_out() {
        let left: Vec<f32> = (0..40).map(|i| i as f32 * 0.25 - 3.0).collect();
        let right: Vec<f32> = (0..60).map(|i| 2.0 - i as f32 * 0.125).collect();
        let mut out = vec![7.0; 4 * 9];
        let (a, b) = (Matrix::rows(&left, 4, 5, 10), Matrix { col_stride: 10, ..Matrix::rows(&right, 5, 6, 1) });
        multiply(a, b, 2.0, Target { data: &mut out, row_stride: 9 }).expect("fits");
        for i in 0..4 {
            for j in 0..6 {
                let expected: f32 = (0..5).map(|k| 2.0 * left[i * 10 + k] * right[j * 10 + k]).sum();
                assert!((out[i * 9 + j] - expected).abs() < 1e-4);
            }
            assert!(out[i * 9 + 6..(i + 1) * 9].iter().all(|x| (x - 7.0).abs() < 1e-6), "beyond the row is untouched");
        }
    }

    #[test]
    fn a_product_that_does_not_fit_is_refused() {
        let (numbers, mut out) = ([0.0; 16], [0.0; 15]);
        let square = Matrix::rows(&numbers, 4, 4, 4);
        assert!(multiply(square, square, 1.0, Target { data: &mut out, row_stride: 4 }).is_err());
        let wide = Matrix::rows(&numbers, 3, 5, 5);
        assert!(multiply(square, wide, 1.0, Target { data: &mut [0.0; 64], row_stride: 8 }).is_err());
    }
}
