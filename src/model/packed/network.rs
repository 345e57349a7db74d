//! The BERT encoder with case embedding in int8: forward pass only, on packed sequences.
//!
//! Takes [`Packed`] sequences laid end to end; gives the last hidden states. What is wide (queries, keys and values; the inner
//! numbers of the feed-forward block) is made and used a part at a time, so that it is still in the cache when it is read.

use super::attention::{self, Heads, attend};
use super::buffer::{Buffer, LINE_NUMBERS, Target};
use super::kernel::{Instructions, Mode};
use super::quantise::{Quantised, quantise};
use super::rows::{Norm, add_and_normalise, gelu};
use super::weight::{Rows, Weight};
use crate::model::ModelError;
use crate::model::batch::Packed;
use crate::model::network::Network;
use crate::model::tensors::{IntegerRows, Tensors};

/// Inner numbers of the feed-forward block worked on at a time, and heads of the attention: a batch of them and the weights that
/// make and read them stay in the L2 cache.
const INNER: usize = 384;
const HEADS: usize = 4;

/// Weights of the encoder.
pub(super) struct Bert {
    words: IntegerRows,
    /// Position embeddings, with that of token type 0 added.
    positions: Vec<f32>,
    /// Case embeddings; empty where the model has none.
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Heads,
}

pub(super) struct Layer {
    /// Queries, keys and values in one map for every [`HEADS`] heads.
    attention_in: Vec<Weight>,
    attention_out: Weight,
    attention_norm: Norm,
    /// The two maps of the feed-forward block for every [`INNER`] of its inner numbers.
    feed_forward: Vec<[Weight; 2]>,
    norm: Norm,
}

/// Layers that go on from those of a [`Bert`] in place of its last ones.
pub(super) struct Branch<'a> {
    /// Layers before it.
    pub(super) from: usize,
    /// Its layers.
    pub(super) layers: &'a [Layer],
    /// What is added to the states where it begins, a number each.
    pub(super) added: &'a [f32],
    /// Rows of each of its sequences.
    pub(super) lengths: &'a [usize],
}

/// Buffers of one thread, kept from batch to batch.
#[derive(Default)]
pub(super) struct Scratch {
    states: Buffer,
    /// What is added to the states: the end of attention, then of the feed-forward block.
    change: Buffer,
    /// Queries, keys and values, or inner numbers.
    wide: Buffer,
    /// What attention gives.
    mixed: Buffer,
    attention: attention::Scratch,
    quantised: Quantised,
    inner: Quantised,
}

impl Bert {
    /// The weights in `tensors`, for a vocabulary of `n_pieces`.
    pub(super) fn load(tensors: &Tensors<'_>, network: &Network, n_pieces: usize) -> Result<Self, ModelError> {
        let loader = Loader { tensors, network };
        let name = |name: &str| format!("bert.embeddings.{name}_embeddings.weight");
        let embedding = |of: &str, n: usize| tensors.floats(&name(of), &[n, network.hidden]);
        let mut positions = embedding("position", network.max_positions)?;
        let types = embedding("token_type", 2)?;
        for row in positions.chunks_exact_mut(network.hidden) {
            row.iter_mut().zip(&types).for_each(|(x, t)| *x += t);
        }
        Ok(Self {
            words: tensors.integer_rows(&name("word"), [n_pieces, network.hidden])?,
            positions,
            cases: if network.case_shapes > 0 { embedding("case", network.case_shapes)? } else { Vec::new() },
            norm: loader.norm("bert.embeddings.LayerNorm")?,
            layers: layers(tensors, network, 0)?,
            heads: Heads { count: network.n_heads, width: network.head_width() },
        })
    }

    /// Last hidden states of `packed`, one row a piece.
    pub(super) fn hidden(&self, packed: &Packed, scratch: &mut Scratch, instructions: Instructions) -> Vec<f32> {
        self.enter(packed, self.layers.len(), scratch, instructions);
        scratch.states.room(packed.ids.len() * self.norm.gain.len()).to_vec()
    }

    /// Hidden states of `packed` after `branch` in place of the layers that it leaves out: from there on each of `lengths`
    /// rows is one sequence.
    pub(super) fn branched(
        &self,
        packed: &Packed,
        branch: &Branch<'_>,
        scratch: &mut Scratch,
        instructions: Instructions,
    ) -> Vec<f32> {
        self.enter(packed, branch.from, scratch, instructions);
        let width = self.norm.gain.len();
        let states = scratch.states.room(packed.ids.len() * width);
        states.iter_mut().zip(branch.added).for_each(|(x, a)| *x += a);
        quantise(states, width, &mut scratch.quantised, instructions);
        self.pass(branch.layers, branch.lengths, scratch, instructions);
        scratch.states.room(packed.ids.len() * width).to_vec()
    }

    /// Leaves the states of `packed` after the first `n_layers` in `scratch`.
    fn enter(&self, packed: &Packed, n_layers: usize, scratch: &mut Scratch, instructions: Instructions) {
        let n_numbers = packed.ids.len() * self.norm.gain.len();
        let change = scratch.change.room(n_numbers);
        let states = scratch.states.room(n_numbers);
        self.embed(packed, states, change);
        add_and_normalise(states, change, &self.norm, &mut scratch.quantised, instructions);
        self.pass(&self.layers[..n_layers], &packed.lengths, scratch, instructions);
    }

    fn pass(&self, layers: &[Layer], lengths: &[usize], scratch: &mut Scratch, instructions: Instructions) {
        for layer in layers {
            layer.attend(lengths, self.heads, scratch, instructions);
            layer.feed_forward(scratch, instructions);
        }
    }

    /// Word embeddings to `states`, those of position and case to `rest`.
    fn embed(&self, packed: &Packed, states: &mut [f32], rest: &mut [f32]) {
        let width = self.norm.gain.len();
        for (row, (state, rest)) in states.chunks_exact_mut(width).zip(rest.chunks_exact_mut(width)).enumerate() {
            let (integers, scale) = self.words.row(packed.ids[row] as usize);
            state.iter_mut().zip(integers).for_each(|(x, q)| *x = f32::from(*q) * scale);
            rest.copy_from_slice(&self.positions[packed.positions[row] as usize * width..][..width]);
            if !self.cases.is_empty() {
                let case = &self.cases[packed.shapes[row] as usize * width..][..width];
                rest.iter_mut().zip(case).for_each(|(x, c)| *x += c);
            }
        }
    }
}

impl Layer {
    /// Adds what the sequences attend to to the states, and quantises them.
    fn attend(&self, lengths: &[usize], heads: Heads, scratch: &mut Scratch, instructions: Instructions) {
        let Scratch { states, change, wide, mixed, attention, quantised, .. } = scratch;
        let (n_rows, width) = (quantised.n_rows(), quantised.width());
        let mixed = mixed.room(n_rows * width);
        let mut first = 0;
        for weight in &self.attention_in {
            let part = Heads { count: weight.n_outputs() / (3 * heads.width), width: heads.width };
            // A line more than the rows are wide: with a power of two of lines many rows share few places of the cache.
            let stride = weight.n_outputs() + LINE_NUMBERS;
            let numbers = wide.room(n_rows * stride);
            instructions.multiply(quantised, weight, &mut Target { numbers, stride }, Mode::Put);
            let input = attention::Input { numbers, stride };
            let target = Target { numbers: &mut mixed[first * heads.width..], stride: width };
            attend(input, lengths, part, (target, attention), instructions);
            first += part.count;
        }
        let change = change.room(n_rows * width);
        quantise(mixed, width, quantised, instructions);
        let mut target = Target { numbers: change, stride: width };
        instructions.multiply(quantised, &self.attention_out, &mut target, Mode::Put);
        let states = states.room(n_rows * width);
        add_and_normalise(states, change, &self.attention_norm, quantised, instructions);
    }

    /// Adds the feed-forward block to the states, and quantises them.
    fn feed_forward(&self, scratch: &mut Scratch, instructions: Instructions) {
        let Scratch { states, change, wide, quantised, inner, .. } = scratch;
        let (n_rows, width) = (quantised.n_rows(), quantised.width());
        let change = change.room(n_rows * width);
        for (i, [enter, leave]) in self.feed_forward.iter().enumerate() {
            let stride = enter.n_outputs();
            let numbers = wide.room(n_rows * stride);
            instructions.multiply(quantised, enter, &mut Target { numbers, stride }, Mode::Put);
            gelu(numbers, stride, inner, instructions);
            let mode = if i == 0 { Mode::Put } else { Mode::Add };
            instructions.multiply(inner, leave, &mut Target { numbers: change, stride: width }, mode);
        }
        let states = states.room(n_rows * width);
        add_and_normalise(states, change, &self.norm, quantised, instructions);
    }
}

/// The layers of `tensors` from number `from` to the last of `network`.
pub(super) fn layers(tensors: &Tensors<'_>, network: &Network, from: usize) -> Result<Vec<Layer>, ModelError> {
    (from..network.n_layers).map(|i| Loader { tensors, network }.layer(i)).collect()
}

struct Loader<'a> {
    tensors: &'a Tensors<'a>,
    network: &'a Network,
}

impl Loader<'_> {
    fn layer(&self, layer_idx: usize) -> Result<Layer, ModelError> {
        let name = |part: &str| format!("bert.encoder.layer.{layer_idx}.{part}");
        let (hidden, inner) = (self.network.hidden, self.network.inner);
        let attention = |part: &str| self.rows(&name(&format!("attention.self.{part}")), [hidden, hidden]);
        let parts = [attention("query")?, attention("key")?, attention("value")?];
        let attention_in = (0..hidden).step_by(HEADS * self.network.head_width()).map(|first| {
            let outputs = first..hidden.min(first + HEADS * self.network.head_width());
            let [query, key, value] = parts.each_ref().map(|part| part.giving(outputs.clone()));
            Weight::pack(query.followed_by(key).followed_by(value))
        });
        Ok(Layer {
            attention_in: attention_in.collect(),
            attention_out: Weight::pack(self.rows(&name("attention.output.dense"), [hidden, hidden])?),
            attention_norm: self.norm(&name("attention.output.LayerNorm"))?,
            feed_forward: self.feed_forward(&name, [hidden, inner])?,
            norm: self.norm(&name("output.LayerNorm"))?,
        })
    }

    fn feed_forward(
        &self,
        name: &dyn Fn(&str) -> String,
        [hidden, inner]: [usize; 2],
    ) -> Result<Vec<[Weight; 2]>, ModelError> {
        let enter = self.rows(&name("intermediate.dense"), [inner, hidden])?;
        let leave = self.rows(&name("output.dense"), [hidden, inner])?;
        let parts = (0..inner).step_by(INNER).map(|first| {
            let part = first..inner.min(first + INNER);
            let mut leave_part = leave.reading(part.clone());
            if first == 0 {
                leave_part.biases.clone_from(&leave.biases);
            }
            [Weight::pack(enter.giving(part)), Weight::pack(leave_part)]
        });
        Ok(parts.collect())
    }

    fn rows(&self, name: &str, [n_outputs, n_inputs]: [usize; 2]) -> Result<Rows, ModelError> {
        let IntegerRows { integers, scales } =
            self.tensors.integer_rows(&format!("{name}.weight"), [n_outputs, n_inputs])?;
        Ok(Rows { integers, scales, biases: self.tensors.floats(&format!("{name}.bias"), &[n_outputs])? })
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        let row = |part: &str| self.tensors.floats(&format!("{name}.{part}"), &[self.network.hidden]);
        Ok(Norm { gain: row("weight")?, shift: row("bias")?, epsilon: self.network.epsilon })
    }
}
