//! Tensors of a safetensors file: plain numbers (F32, F16, BF16), or int8 rows with one scale each.
//!
//! Takes bytes and the name and shape that are needed; gives numbers, or the integers as they are stored. `NAME` of type
//! I8 goes with `NAME.scale` (F32, one a row): value = q · scale.

use std::collections::HashMap;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::ModelError;
use super::folder::{ModelFolder, WEIGHTS};

/// The tensors of one file.
pub(super) struct Tensors<'a> {
    path: String,
    tensors: SafeTensors<'a>,
}

/// Rows of integers with a scale each: value = integer · scale of its row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct IntegerRows {
    /// From −127 to 127, row after row.
    pub(super) integers: Vec<i8>,
    /// One a row.
    pub(super) scales: Vec<f32>,
}

impl<'a> Tensors<'a> {
    /// The tensors of `folder`.
    pub(super) fn open(folder: &'a ModelFolder) -> Result<Self, ModelError> {
        Self::of(folder.path_of(WEIGHTS), &folder.weights)
    }

    /// The tensors in `bytes`, read from `path`, with the notes of the file.
    pub(super) fn with_notes(path: String, bytes: &'a [u8]) -> Result<(Self, HashMap<String, String>), ModelError> {
        let (_, metadata) =
            SafeTensors::read_metadata(bytes).map_err(|source| ModelError::Weights { path: path.clone(), source })?;
        Ok((Self::of(path, bytes)?, metadata.metadata().clone().unwrap_or_default()))
    }

    fn of(path: String, bytes: &'a [u8]) -> Result<Self, ModelError> {
        match SafeTensors::deserialize(bytes) {
            Ok(tensors) => Ok(Self { path, tensors }),
            Err(source) => Err(ModelError::Weights { path, source }),
        }
    }

    /// The numbers of tensor `name`, which must have `shape`, row after row.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.view(name, shape)?;
        let halves = || view.data().as_chunks().0.iter();
        match view.dtype() {
            Dtype::I8 => Ok(self.stored_rows(name, &view)?.numbers()),
            Dtype::F32 => Ok(view.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()),
            Dtype::F16 => Ok(halves().map(|bytes| half::f16::from_le_bytes(*bytes).to_f32()).collect()),
            Dtype::BF16 => Ok(halves().map(|bytes| half::bf16::from_le_bytes(*bytes).to_f32()).collect()),
            other => Err(self.fault(name, "of type I8, F32, F16 or BF16".to_owned(), format!("{other:?}"))),
        }
    }

    /// The matrix `name` as integers: as stored, or each row rounded to 127 steps either side of zero.
    pub(super) fn integer_rows(&self, name: &str, [n_rows, n_cols]: [usize; 2]) -> Result<IntegerRows, ModelError> {
        let view = self.view(name, &[n_rows, n_cols])?;
        if view.dtype() == Dtype::I8 {
            return self.stored_rows(name, &view);
        }
        Ok(IntegerRows::rounded(&self.floats(name, &[n_rows, n_cols])?, n_cols))
    }

    fn stored_rows(&self, name: &str, view: &TensorView<'_>) -> Result<IntegerRows, ModelError> {
        let shape = view.shape();
        let &[n_rows, _] = shape else {
            return Err(self.fault(name, "with two dimensions where it is int8".to_owned(), format!("{shape:?}")));
        };
        let scale_name = format!("{name}.scale");
        let scales = self.view(&scale_name, &[n_rows])?;
        if scales.dtype() != Dtype::F32 {
            return Err(self.fault(&scale_name, "of type F32".to_owned(), format!("{:?}", scales.dtype())));
        }
        Ok(IntegerRows {
            integers: view.data().iter().map(|byte| byte.cast_signed()).collect(),
            scales: self.floats(&scale_name, &[n_rows])?,
        })
    }

    fn view(&self, name: &str, shape: &[usize]) -> Result<TensorView<'_>, ModelError> {
        let expected = || format!("of shape {shape:?}");
        let view = self.tensors.tensor(name).map_err(|_| self.fault(name, expected(), "none".to_owned()))?;
        if view.shape() == shape { Ok(view) } else { Err(self.fault(name, expected(), format!("{:?}", view.shape()))) }
    }

    fn fault(&self, tensor: &str, expected: String, found: String) -> ModelError {
        ModelError::Tensor { path: self.path.clone(), tensor: tensor.to_owned(), expected, found }
    }
}

impl IntegerRows {
    fn rounded(numbers: &[f32], n_cols: usize) -> Self {
        let mut rows = Self::default();
        for row in numbers.chunks_exact(n_cols.max(1)) {
            let scale = row.iter().fold(0.0_f32, |most, x| most.max(x.abs())) / 127.0;
            let per_number = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            rows.integers.extend(row.iter().map(|x| (x * per_number).round() as i8));
            rows.scales.push(scale);
        }
        rows
    }

    /// Integers of row `i`, and what one comes to.
    pub(super) fn row(&self, i: usize) -> (&[i8], f32) {
        let n_cols = self.integers.len() / self.scales.len().max(1);
        (&self.integers[i * n_cols..(i + 1) * n_cols], self.scales[i])
    }

    fn numbers(&self) -> Vec<f32> {
        let row = |i| {
            let (integers, scale) = self.row(i);
            integers.iter().map(move |&q| f32::from(q) * scale)
        };
        (0..self.scales.len()).flat_map(row).collect()
    }
}
