//! Tensors of a safetensors file as candle tensors in f32.

use candle_core::{Device, Tensor};

use crate::model::ModelError;
use crate::model::tensors::Tensors;

/// The tensors of one file, for one device.
pub(super) struct Weights<'a> {
    tensors: &'a Tensors<'a>,
    device: &'a Device,
}

impl<'a> Weights<'a> {
    /// `tensors`, to be put on `device`.
    pub(super) fn new(tensors: &'a Tensors<'a>, device: &'a Device) -> Self {
        Self { tensors, device }
    }

    /// The tensor `name` as f32, which must have `shape`.
    pub(super) fn get(&self, name: &str, shape: &[usize]) -> Result<Tensor, ModelError> {
        Ok(Tensor::from_vec(self.tensors.floats(name, shape)?, shape, self.device)?)
    }

    /// A weight stored `[outputs, inputs]`, as `[inputs, outputs]`, which is how products read it.
    pub(super) fn transposed(&self, name: &str, [n_outputs, n_inputs]: [usize; 2]) -> Result<Tensor, ModelError> {
        Ok(self.get(name, &[n_outputs, n_inputs])?.t()?.contiguous()?)
    }
}
