//! Tensors of a safetensors file as candle tensors in f32.

use candle_core::{Device, Tensor};

use super::ops::{FeedForward, Linear};
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

    /// The map whose `weights` are rows of inputs, one an output, with a bias each, as the device wants it.
    pub(super) fn linear(&self, weights: &[f32], bias: &[f32]) -> Result<Linear, ModelError> {
        let n_inputs = weights.len() / bias.len().max(1);
        if self.device.is_cpu() {
            return Ok(Linear::Packed(Dense::new(weights, n_inputs, bias)));
        }
        let weight = Tensor::from_slice(weights, (bias.len(), n_inputs), self.device)?.t()?.contiguous()?;
        Ok(Linear::Tensors { weight, bias: Tensor::from_slice(bias, bias.len(), self.device)? })
    }

    /// The maps to the inner numbers and back, each as weights and biases, as the device wants them.
    pub(super) fn feed_forward(
        &self,
        inner: &(Vec<f32>, Vec<f32>),
        outer: &(Vec<f32>, Vec<f32>),
    ) -> Result<FeedForward, ModelError> {
        if self.device.is_cpu() {
            return Ok(FeedForward::packed(inner, outer));
        }
        Ok(FeedForward::Tensors([self.linear(&inner.0, &inner.1)?, self.linear(&outer.0, &outer.1)?]))
    }
}
