//! Tensors of a safetensors file as candle tensors in f32.

use candle_core::{Device, Tensor};

use super::ops::Linear;
use crate::model::ModelError;
use crate::model::dense::Dense;
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

    /// The device they are put on.
    pub(super) fn device(&self) -> &Device {
        self.device
    }

    /// The numbers of the tensor `name`, which must have `shape`.
    pub(super) fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        self.tensors.floats(name, shape)
    }

    /// The map whose `weights` are rows of `n_inputs` numbers, one an output, with a bias each, as the device wants it.
    pub(super) fn linear(&self, weights: &[f32], n_inputs: usize, bias: &[f32]) -> Result<Linear, ModelError> {
        if self.device.is_cpu() {
            return Ok(Linear::Packed(Dense::new(weights, n_inputs, bias)));
        }
        let weight = Tensor::from_slice(weights, (bias.len(), n_inputs), self.device)?.t()?.contiguous()?;
        Ok(Linear::Tensors { weight, bias: Tensor::from_slice(bias, bias.len(), self.device)? })
    }
}
