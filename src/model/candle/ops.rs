//! The three operations of the encoder on candle tensors: linear map, attention, add-and-normalise.
//!
//! On the CPU each is one custom operation without copies in between. On other devices the same is composed of candle's
//! own operations; a test holds the two against each other.

use candle_core::{CpuStorage, CustomOp1, CustomOp3, D, Layout, Result, Shape, Tensor};

use super::rows::{Activation, activate, add_and_normalise};
use crate::model::dense::Dense;
use crate::model::packed::kernel::Instructions;
use crate::model::packed::{attention, buffer};

/// A linear map.
pub(super) enum Linear {
    /// On a processor.
    Packed(Dense),
    /// On other devices.
    Tensors {
        /// `[inputs, outputs]`.
        weight: Tensor,
        /// `[outputs]`.
        bias: Tensor,
    },
}

/// A layer normalisation.
pub(super) struct Norm {
    /// Gain, `[hidden]`.
    pub(super) gain: Tensor,
    /// Shift, `[hidden]`.
    pub(super) shift: Tensor,
    /// Gain above shift, `[2, hidden]`: one tensor for the custom operation.
    pub(super) both: Tensor,
    /// Added to the variance.
    pub(super) epsilon: f32,
}

/// How the rows of a packed tensor fall into sequences, and attention into heads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heads<'a> {
    /// Rows of each sequence, in order.
    pub(super) lengths: &'a [usize],
    /// Number of heads.
    pub(super) count: usize,
    /// Width of one head.
    pub(super) width: usize,
}

/// `activation(input · weight + bias)`; `input` is `[rows, inputs]`.
pub(super) fn linear(input: &Tensor, map: &Linear, activation: Activation) -> Result<Tensor> {
    let (weight, bias) = match map {
        Linear::Packed(dense) => return input.apply_op1_no_bwd(&LinearOp { dense, activation }),
        Linear::Tensors { weight, bias } => (weight, bias),
    };
    let output = input.matmul(weight)?.broadcast_add(bias)?;
    match activation {
        Activation::Identity => Ok(output),
        Activation::Gelu => output.gelu_erf(),
    }
}

/// Attention of each sequence to itself; `input` is `[rows, 3 · hidden]`, queries, keys and values side by side.
pub(super) fn self_attention(input: &Tensor, heads: Heads<'_>) -> Result<Tensor> {
    if input.device().is_cpu() { input.apply_op1_no_bwd(&AttentionOp(heads)) } else { composed_attention(input, heads) }
}

/// Layer normalisation of `input + residual`.
pub(super) fn add_and_norm(input: &Tensor, residual: &Tensor, norm: &Norm) -> Result<Tensor> {
    if input.device().is_cpu() {
        input.apply_op3_no_bwd(residual, &norm.both, &NormOp { epsilon: norm.epsilon })
    } else {
        composed_norm(input, residual, norm)
    }
}

fn composed_attention(input: &Tensor, heads: Heads<'_>) -> Result<Tensor> {
    let hidden = heads.count * heads.width;
    let (mut outputs, mut start) = (Vec::with_capacity(heads.lengths.len()), 0);
    for &length in heads.lengths {
        let rows = input.narrow(0, start, length)?;
        let part = |i: usize| {
            let part = rows.narrow(1, i * hidden, hidden)?.contiguous()?;
            part.reshape((length, heads.count, heads.width))?.transpose(0, 1)?.contiguous()
        };
        let scores = part(0)?.matmul(&part(1)?.t()?.contiguous()?)?.affine(1.0 / (heads.width as f64).sqrt(), 0.0)?;
        let weights = scores.broadcast_sub(&scores.max_keepdim(D::Minus1)?)?.exp()?;
        let weights = weights.broadcast_div(&weights.sum_keepdim(D::Minus1)?)?;
        outputs.push(weights.matmul(&part(2)?)?.transpose(0, 1)?.reshape((length, hidden))?);
        start += length;
    }
    Tensor::cat(&outputs, 0)
}

fn composed_norm(input: &Tensor, residual: &Tensor, norm: &Norm) -> Result<Tensor> {
    let sum = (input + residual)?;
    let centred = sum.broadcast_sub(&sum.mean_keepdim(D::Minus1)?)?;
    let deviation = centred.sqr()?.mean_keepdim(D::Minus1)?.affine(1.0, f64::from(norm.epsilon))?.sqrt()?;
    centred.broadcast_div(&deviation)?.broadcast_mul(&norm.gain)?.broadcast_add(&norm.shift)
}

struct LinearOp<'a> {
    dense: &'a Dense,
    activation: Activation,
}

impl CustomOp1 for LinearOp<'_> {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn cpu_fwd(&self, input: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (n_rows, n_inputs) = layout.shape().dims2()?;
        if n_inputs != self.dense.n_inputs() {
            candle_core::bail!("a map of {} inputs does not fit rows of {n_inputs}", self.dense.n_inputs());
        }
        let rows: Vec<&[f32]> = numbers(input, layout)?.chunks_exact(n_inputs).collect();
        let mut output = self.dense.apply(&rows);
        activate(&mut output, self.activation);
        Ok((CpuStorage::F32(output), (n_rows, self.dense.n_outputs()).into()))
    }
}

struct AttentionOp<'a>(Heads<'a>);

impl CustomOp1 for AttentionOp<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(&self, input: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let Heads { lengths, count, width } = self.0;
        let (n_rows, stride) = layout.shape().dims2()?;
        let hidden = count * width;
        if stride != 3 * hidden || lengths.iter().sum::<usize>() != n_rows {
            candle_core::bail!(
                "attention of {count} heads of {width} over {lengths:?} rows does not fit {n_rows} rows of {stride}"
            );
        }
        let input = attention::Input { numbers: numbers(input, layout)?, stride };
        let mut output = vec![0.0; n_rows * hidden];
        let target = buffer::Target { numbers: &mut output, stride: hidden };
        let heads = attention::Heads { count, width };
        attention::attend(input, lengths, heads, (target, &mut attention::Scratch::default()), Instructions::best());
        Ok((CpuStorage::F32(output), (n_rows, hidden).into()))
    }
}

struct NormOp {
    epsilon: f32,
}

impl CustomOp3 for NormOp {
    fn name(&self) -> &'static str {
        "add-and-norm"
    }

    fn cpu_fwd(
        &self,
        input: &CpuStorage,
        input_layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
        both: &CpuStorage,
        both_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let mut output = numbers(input, input_layout)?.to_vec();
        let (gain, shift) = numbers(both, both_layout)?.split_at(both_layout.shape().dims2()?.1);
        add_and_normalise(&mut output, numbers(residual, residual_layout)?, [gain, shift], self.epsilon);
        Ok((CpuStorage::F32(output), input_layout.shape().clone()))
    }
}

/// The numbers of a contiguous tensor.
fn numbers<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match layout.contiguous_offsets() {
        Some((start, end)) => Ok(&storage.as_slice::<f32>()?[start..end]),
        None => candle_core::bail!("expected a contiguous tensor, found strides {:?}", layout.stride()),
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    fn tensor(n_rows: usize, n_cols: usize, seed: f32) -> Tensor {
        let numbers = (0..n_rows * n_cols).map(|i| ((i as f32 + seed) * 0.731).sin() * 2.0).collect();
        Tensor::from_vec(numbers, (n_rows, n_cols), &Device::Cpu).expect("sizes agree")
    }

    fn check_close(fused: &Tensor, composed: &Tensor) {
        let difference = (fused - composed).and_then(|d| d.abs()?.max_all()?.to_scalar::<f32>()).expect("same shape");
        assert!(difference < 2e-5, "off by {difference}");
    }

    #[test]
    fn fused_attention_equals_the_composed_one() {
        let heads = Heads { lengths: &[1, 3, 17, 40], count: 4, width: 8 };
        let input = tensor(61, 96, 0.0);
        check_close(&self_attention(&input, heads).expect("runs"), &composed_attention(&input, heads).expect("runs"));
    }

    #[test]
    fn fused_norm_equals_the_composed_one() {
        let both = tensor(2, 48, 3.0);
        let row = |i| both.get(i).expect("two rows");
        let norm = Norm { gain: row(0), shift: row(1), both: both.clone(), epsilon: 1e-12 };
        let (input, residual) = (tensor(5, 48, 1.0), tensor(5, 48, 2.0));
        check_close(
            &add_and_norm(&input, &residual, &norm).expect("runs"),
            &composed_norm(&input, &residual, &norm).expect("runs"),
        );
    }

    #[test]
    fn fused_linear_equals_the_composed_one() {
        let (weight, bias) = (tensor(32, 48, 1.0), tensor(1, 32, 9.0).flatten_all().expect("flat"));
        let numbers = |tensor: &Tensor| tensor.flatten_all().and_then(|flat| flat.to_vec1()).expect("flat");
        let fused = Linear::Packed(Dense::new(&numbers(&weight), 48, &numbers(&bias)));
        let composed = Linear::Tensors { weight: weight.t().and_then(|w| w.contiguous()).expect("a matrix"), bias };
        let input = tensor(7, 48, 4.0);
        for activation in [Activation::Identity, Activation::Gelu] {
            let run = |map: &Linear| linear(&input, map, activation).expect("runs");
            check_close(&run(&fused), &run(&composed));
        }
    }
}
