//! Reads tensors of a safetensors file as f32: plain (F32, F16, BF16) or int8 rows with one scale each.
//!
//! Takes bytes and the name and shape that are needed; gives candle tensors. `NAME` of type I8 goes with `NAME.scale`
//! (F32, one a row): value = q · scale.

use candle_core::{DType, Device, Tensor};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::model::ModelError;
use crate::model::folder::{ModelFolder, WEIGHTS};

/// The tensors of one file.
pub(super) struct Weights<'a> {
    path: String,
    tensors: SafeTensors<'a>,
    device: &'a Device,
}

impl<'a> Weights<'a> {
    /// The tensors of `folder`, to be put on `device`.
    pub(super) fn open(folder: &'a ModelFolder, device: &'a Device) -> Result<Self, ModelError> {
        let path = folder.path_of(WEIGHTS);
        let tensors = SafeTensors::deserialize(&folder.weights)
            .map_err(|source| ModelError::Weights { path: path.clone(), source })?;
        Ok(Self { path, tensors, device })
    }

    /// The tensor `name` as f32, which must have `shape`.
    pub(super) fn get(&self, name: &str, shape: &[usize]) -> Result<Tensor, ModelError> {
        let view = self.view(name, shape)?;
        let dtype = match view.dtype() {
            Dtype::I8 => return self.int8(name, &view),
            Dtype::F32 => DType::F32,
            Dtype::F16 => DType::F16,
            Dtype::BF16 => DType::BF16,
            other => return Err(self.fault(name, "of type I8, F32, F16 or BF16".to_owned(), format!("{other:?}"))),
        };
        Ok(Tensor::from_raw_buffer(view.data(), dtype, shape, self.device)?.to_dtype(DType::F32)?)
    }

    /// A weight stored `[outputs, inputs]`, as `[inputs, outputs]`, which is how products read it.
    pub(super) fn transposed(&self, name: &str, [n_outputs, n_inputs]: [usize; 2]) -> Result<Tensor, ModelError> {
        Ok(self.get(name, &[n_outputs, n_inputs])?.t()?.contiguous()?)
    }

    fn int8(&self, name: &str, view: &TensorView<'_>) -> Result<Tensor, ModelError> {
        let shape = view.shape();
        let &[n_rows, n_cols] = shape else {
            return Err(self.fault(name, "with two dimensions where it is int8".to_owned(), format!("{shape:?}")));
        };
        let scale_name = format!("{name}.scale");
        let scales = self.view(&scale_name, &[n_rows])?;
        if scales.dtype() != Dtype::F32 {
            return Err(self.fault(&scale_name, "of type F32".to_owned(), format!("{:?}", scales.dtype())));
        }
        let mut values = Vec::with_capacity(n_rows * n_cols);
        for (row, scale) in view.data().chunks_exact(n_cols.max(1)).zip(scales.data().as_chunks().0) {
            let scale = f32::from_le_bytes(*scale);
            values.extend(row.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
        }
        Ok(Tensor::from_vec(values, (n_rows, n_cols), self.device)?)
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
