//! The BERT encoder with case embedding in int8: forward pass only, on packed sequences.
//!
//! Takes [`Packed`] sequences laid end to end; gives the last hidden states. Everything between two attentions is done for
//! [`TILE`] rows at a time, so that what one step writes is still in the cache when the next reads it.

use super::attention::{self, Heads, attend};
use super::kernel::Instructions;
use super::quantise::{Quantised, quantise};
use super::rows::{Norm, add_and_normalise, gelu};
use super::weight::{Rows, Weight};
use crate::model::ModelError;
use crate::model::batch::Packed;
use crate::model::network::Network;
use crate::model::tensors::{IntegerRows, Tensors};

/// Rows worked on between two attentions; a multiple of the kernels' tiles.
const TILE: usize = 96;

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

struct Layer {
    /// Queries, keys and values in one map.
    attention_in: Weight,
    attention_out: Weight,
    attention_norm: Norm,
    inner: Weight,
    outer: Weight,
    norm: Norm,
}

/// Buffers of one thread, kept from batch to batch.
#[derive(Default)]
pub(super) struct Scratch {
    /// Queries, keys and values of the batch.
    attention_in: Vec<f32>,
    /// What attention gives.
    mixed: Vec<f32>,
    attention: attention::Scratch,
    tile: Tile,
}

/// Buffers for [`TILE`] rows.
#[derive(Default)]
struct Tile {
    /// What is added to the states: the end of attention, then of the feed-forward block.
    change: Vec<f32>,
    inner: Vec<f32>,
    states: Quantised,
    inner_states: Quantised,
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
            layers: (0..network.n_layers).map(|i| loader.layer(i)).collect::<Result<_, _>>()?,
            heads: Heads { count: network.n_heads, width: network.head_width() },
        })
    }

    /// Last hidden states of `packed`, one row a piece.
    pub(super) fn hidden(&self, packed: &Packed, scratch: &mut Scratch, instructions: Instructions) -> Vec<f32> {
        let width = self.norm.gain.len();
        let mut states = vec![0.0; packed.ids.len() * width];
        scratch.attention_in.resize(packed.ids.len() * 3 * width, 0.0);
        scratch.mixed.resize(packed.ids.len() * width, 0.0);
        let Scratch { attention_in, mixed, attention, tile } = scratch;
        for (i, states) in states.chunks_mut(TILE * width).enumerate() {
            tile.change.resize(states.len(), 0.0);
            self.embed(packed, i * TILE, states, &mut tile.change);
            add_and_normalise(states, &tile.change, &self.norm, &mut tile.states, instructions);
            if let Some(layer) = self.layers.first() {
                instructions.multiply(&tile.states, &layer.attention_in, rows_of(attention_in, i, 3 * width));
            }
        }
        for (layer_idx, layer) in self.layers.iter().enumerate() {
            attend(attention_in, &packed.lengths, self.heads, (mixed, attention), instructions);
            for (i, states) in states.chunks_mut(TILE * width).enumerate() {
                layer.finish(&mixed[i * TILE * width..][..states.len()], states, tile, instructions);
                if let Some(next) = self.layers.get(layer_idx + 1) {
                    instructions.multiply(&tile.states, &next.attention_in, rows_of(attention_in, i, 3 * width));
                }
            }
        }
        states
    }

    /// Word embeddings of the rows from `first` on to `states`, those of position and case to `rest`.
    fn embed(&self, packed: &Packed, first: usize, states: &mut [f32], rest: &mut [f32]) {
        let width = self.norm.gain.len();
        for (i, (state, rest)) in states.chunks_exact_mut(width).zip(rest.chunks_exact_mut(width)).enumerate() {
            let row = first + i;
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

/// The rows of tile `i` in a table `width` wide.
fn rows_of(table: &mut [f32], i: usize, width: usize) -> &mut [f32] {
    let end = table.len().min((i + 1) * TILE * width);
    &mut table[i * TILE * width..end]
}

impl Layer {
    /// What follows attention, for the rows of one tile: `states` become those of the next layer, `tile.states` the same.
    fn finish(&self, mixed: &[f32], states: &mut [f32], tile: &mut Tile, instructions: Instructions) {
        let n_rows = mixed.len() / self.norm.gain.len();
        tile.states.resize(n_rows, self.norm.gain.len());
        quantise(mixed, &mut tile.states, instructions);
        tile.change.resize(states.len(), 0.0);
        instructions.multiply(&tile.states, &self.attention_out, &mut tile.change);
        add_and_normalise(states, &tile.change, &self.attention_norm, &mut tile.states, instructions);
        tile.inner.resize(n_rows * self.inner.n_outputs(), 0.0);
        instructions.multiply(&tile.states, &self.inner, &mut tile.inner);
        gelu(&mut tile.inner, self.inner.n_outputs(), &mut tile.inner_states, instructions);
        instructions.multiply(&tile.inner_states, &self.outer, &mut tile.change);
        add_and_normalise(states, &tile.change, &self.norm, &mut tile.states, instructions);
    }
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
        let attention_in = attention("query")?.followed_by(attention("key")?).followed_by(attention("value")?);
        Ok(Layer {
            attention_in: Weight::pack(&attention_in),
            attention_out: Weight::pack(&self.rows(&name("attention.output.dense"), [hidden, hidden])?),
            attention_norm: self.norm(&name("attention.output.LayerNorm"))?,
            inner: Weight::pack(&self.rows(&name("intermediate.dense"), [inner, hidden])?),
            outer: Weight::pack(&self.rows(&name("output.dense"), [hidden, inner])?),
            norm: self.norm(&name("output.LayerNorm"))?,
        })
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
