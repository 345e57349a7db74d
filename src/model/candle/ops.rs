//! The operations of the encoder on candle tensors: linear map, attention, feed-forward, add-and-normalise.
//!
//! On the CPU each is one custom operation without copies in between, which works on a few rows at a time where its steps
//! would else go through memory. On other devices the same is composed of candle's own operations; a test holds the two
//! against each other.

use candle_core::{CpuStorage, CustomOp1, CustomOp2, D, Layout, Result, Shape, Tensor};

use super::rows::{add_and_normalise, gelu};
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
    /// Gain and shift once more, for the processor.
    pub(super) numbers: [Vec<f32>; 2],
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

/// `input · weight + bias`; `input` is `[rows, inputs]`.
pub(super) fn linear(input: &Tensor, map: &Linear) -> Result<Tensor> {
    match map {
        Linear::Packed(dense) => input.apply_op1_no_bwd(&LinearOp(dense)),
        Linear::Tensors { weight, bias } => input.matmul(weight)?.broadcast_add(bias),
    }
}

/// Layer normalisation of `input · weight + bias + residual`.
pub(super) fn linear_and_norm(input: &Tensor, map: &Linear, residual: &Tensor, norm: &Norm) -> Result<Tensor> {
    match map {
        Linear::Packed(dense) => input.apply_op2_no_bwd(residual, &LinearNormOp { dense, norm }),
        Linear::Tensors { .. } => composed_norm(&linear(input, map)?, residual, norm),
    }
}

/// Two maps with GELU between them.
pub(super) enum FeedForward {
    /// On a processor: the inner numbers in parts, each with the map to it and from it. What lies between the two then
    /// stays in a core's own cache.
    Packed(Vec<[Dense; 2]>),
    /// On other devices.
    Tensors([Linear; 2]),
}

/// Inner numbers of a part.
const PART: usize = 384;

impl FeedForward {
    /// The maps from `hidden` numbers to the inner ones and back, each as weights and biases.
    pub(super) fn packed(inner: &(Vec<f32>, Vec<f32>), outer: &(Vec<f32>, Vec<f32>)) -> Self {
        let (n_hidden, n_inner) = (outer.1.len(), inner.1.len());
        let starts = (0..n_inner).step_by(PART);
        let part = |start: usize| {
            let end = (start + PART).min(n_inner);
            let to = Dense::new(&inner.0[start * n_hidden..end * n_hidden], n_hidden, &inner.1[start..end]);
            let columns: Vec<f32> = outer.0.chunks_exact(n_inner).flat_map(|row| &row[start..end]).copied().collect();
            [to, Dense::new(&columns, end - start, &outer.1)]
        };
        Self::Packed(starts.map(part).collect())
    }
}

/// Layer normalisation of `outer(GELU(inner(input))) + input`.
pub(super) fn feed_forward(input: &Tensor, maps: &FeedForward, norm: &Norm) -> Result<Tensor> {
    match maps {
        FeedForward::Packed(parts) => input.apply_op1_no_bwd(&FeedForwardOp { parts, norm }),
        FeedForward::Tensors([inner, outer]) => {
            composed_norm(&linear(&linear(input, inner)?.gelu_erf()?, outer)?, input, norm)
        }
    }
}

/// Attention of each sequence to itself; `input` is `[rows, 3 · hidden]`, queries, keys and values side by side.
pub(super) fn self_attention(input: &Tensor, heads: Heads<'_>) -> Result<Tensor> {
    if input.device().is_cpu() { input.apply_op1_no_bwd(&AttentionOp(heads)) } else { composed_attention(input, heads) }
}

/// Layer normalisation of `input + residual`.
pub(super) fn add_and_norm(input: &Tensor, residual: &Tensor, norm: &Norm) -> Result<Tensor> {
    if input.device().is_cpu() {
        input.apply_op2_no_bwd(residual, &NormOp(norm))
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

struct LinearOp<'a>(&'a Dense);

impl CustomOp1 for LinearOp<'_> {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn cpu_fwd(&self, input: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let rows = rows(input, layout, self.0.n_inputs())?;
        Ok((CpuStorage::F32(self.0.apply(&rows)), (rows.len(), self.0.n_outputs()).into()))
    }
}

struct LinearNormOp<'a> {
    dense: &'a Dense,
    norm: &'a Norm,
}

impl CustomOp2 for LinearNormOp<'_> {
    fn name(&self) -> &'static str {
        "linear-and-norm"
    }

    fn cpu_fwd(
        &self,
        input: &CpuStorage,
        layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let rows = rows(input, layout, self.dense.n_inputs())?;
        let mut output = self.dense.apply(&rows);
        self.norm.add_to(&mut output, numbers(residual, residual_layout)?);
        Ok((CpuStorage::F32(output), (rows.len(), self.dense.n_outputs()).into()))
    }
}

struct FeedForwardOp<'a> {
    parts: &'a [[Dense; 2]],
    norm: &'a Norm,
}

impl CustomOp1 for FeedForwardOp<'_> {
    fn name(&self) -> &'static str {
        "feed-forward"
    }

    fn cpu_fwd(&self, input: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (_, hidden) = layout.shape().dims2()?;
        let rows = rows(input, layout, hidden)?;
        let mut output = vec![0.0; rows.len() * hidden];
        let mut between = Vec::new();
        for (i, [inner, outer]) in self.parts.iter().enumerate() {
            between.resize(rows.len() * inner.n_outputs(), 0.0);
            inner.apply_to(&rows, &mut between);
            gelu(&mut between);
            let inner_rows: Vec<&[f32]> = between.chunks_exact(inner.n_outputs()).collect();
            if i == 0 { outer.apply_to(&inner_rows, &mut output) } else { outer.add_to(&inner_rows, &mut output) }
        }
        self.norm.add_to(&mut output, numbers(input, layout)?);
        Ok((CpuStorage::F32(output), (rows.len(), hidden).into()))
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

struct NormOp<'a>(&'a Norm);

impl CustomOp2 for NormOp<'_> {
    fn name(&self) -> &'static str {
        "add-and-norm"
    }

    fn cpu_fwd(
        &self,
        input: &CpuStorage,
        layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let mut output = numbers(input, layout)?.to_vec();
        self.0.add_to(&mut output, numbers(residual, residual_layout)?);
        Ok((CpuStorage::F32(output), layout.shape().clone()))
    }
}

impl Norm {
    /// Adds `residual` to `rows` and normalises each.
    fn add_to(&self, rows: &mut [f32], residual: &[f32]) {
        let [gain, shift] = &self.numbers;
        add_and_normalise(rows, residual, [gain, shift], self.epsilon);
    }
}

/// The rows of a contiguous tensor, which must be of `n_inputs` numbers each.
fn rows<'a>(storage: &'a CpuStorage, layout: &Layout, n_inputs: usize) -> Result<Vec<&'a [f32]>> {
    let (_, n_cols) = layout.shape().dims2()?;
    if n_cols != n_inputs {
        candle_core::bail!("a map of {n_inputs} inputs does not fit rows of {n_cols}");
    }
    Ok(numbers(storage, layout)?.chunks_exact(n_inputs).collect())
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
        assert!(difference < 5e-5, "off by {difference}");
    }

    #[test]
    fn fused_attention_equals_the_composed_one() {
        let heads = Heads { lengths: &[1, 3, 17, 40], count: 4, width: 8 };
        let input = tensor(61, 96, 0.0);
        check_close(&self_attention(&input, heads).expect("runs"), &composed_attention(&input, heads).expect("runs"));
    }

    fn flat(tensor: &Tensor) -> Vec<f32> {
        tensor.flatten_all().and_then(|flat| flat.to_vec1()).expect("flat")
    }

    fn norm(n_cols: usize) -> Norm {
        let row = |seed| tensor(1, n_cols, seed).flatten_all().expect("flat");
        let (gain, shift) = (row(3.0), row(5.0));
        Norm { numbers: [flat(&gain), flat(&shift)], gain, shift, epsilon: 1e-12 }
    }

    /// One map as the processor has it and as tensors.
    fn both_forms(n_inputs: usize, n_outputs: usize) -> [Linear; 2] {
        let (weight, bias) = (tensor(n_outputs, n_inputs, 1.0), tensor(1, n_outputs, 9.0));
        let packed = Linear::Packed(Dense::new(&flat(&weight), n_inputs, &flat(&bias)));
        let weight = weight.t().and_then(|w| w.contiguous()).expect("a matrix");
        [packed, Linear::Tensors { weight, bias: bias.flatten_all().expect("flat") }]
    }

    #[test]
    fn fused_norm_equals_the_composed_one() {
        let (norm, input, residual) = (norm(48), tensor(5, 48, 1.0), tensor(5, 48, 2.0));
        check_close(
            &add_and_norm(&input, &residual, &norm).expect("runs"),
            &composed_norm(&input, &residual, &norm).expect("runs"),
        );
    }

    #[test]
    fn fused_maps_equal_the_composed_ones() {
        let (input, residual, norm) = (tensor(150, 48, 4.0), tensor(150, 32, 6.0), norm(32));
        let [packed, tensors] = both_forms(48, 32);
        check_close(&linear(&input, &packed).expect("runs"), &linear(&input, &tensors).expect("runs"));
        let run = |map| linear_and_norm(&input, map, &residual, &norm).expect("runs");
        check_close(&run(&packed), &run(&tensors));
    }

    #[test]
    fn fused_feed_forward_equals_the_composed_one() {
        let (input, norm) = (tensor(150, 48, 4.0), norm(48));
        let (weights, biases) =
            ([tensor(112, 48, 1.0), tensor(48, 112, 2.0)], [tensor(1, 112, 9.0), tensor(1, 48, 8.0)]);
        let of = |i: usize| (flat(&weights[i]), flat(&biases[i]));
        let packed = FeedForward::packed(&of(0), &of(1));
        let as_tensors = |i: usize| Linear::Tensors {
            weight: weights[i].t().and_then(|w| w.contiguous()).expect("a matrix"),
            bias: biases[i].flatten_all().expect("flat"),
        };
        let tensors = FeedForward::Tensors([as_tensors(0), as_tensors(1)]);
        let run = |maps| feed_forward(&input, maps, &norm).expect("runs");
        check_close(&run(&packed), &run(&tensors));
    }
}
