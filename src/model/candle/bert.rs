//! The BERT encoder with case embedding on packed sequences: forward pass only, no padding, no dropout.
//!
//! Takes [`Packed`] sequences laid end to end; gives the last hidden states, one row a piece. Tensor names are those of
//! Hugging Face's `BertForTokenClassification`.

use candle_core::{Device, Result as CandleResult, Tensor};

use super::ops::{
    FeedForward, Heads, Linear, Norm, add_and_norm, feed_forward, linear, linear_and_norm, self_attention,
};
use super::weights::Weights;
use crate::model::ModelError;
use crate::model::batch::Packed;
use crate::model::network::Network;

/// Weights of the encoder.
pub(super) struct Bert {
    words: Tensor,
    /// Position embeddings, with that of token type 0 added.
    positions: Tensor,
    cases: Option<Tensor>,
    norm: Norm,
    layers: Vec<Layer>,
    n_heads: usize,
    head_width: usize,
    device: Device,
}

struct Layer {
    /// Queries, keys and values in one map.
    attention_in: Linear,
    attention_out: Linear,
    attention_norm: Norm,
    feed_forward: FeedForward,
    norm: Norm,
}

impl Bert {
    /// The weights of `network`, for a vocabulary of `n_pieces`.
    pub(super) fn load(weights: &Weights<'_>, network: &Network, n_pieces: usize) -> Result<Self, ModelError> {
        let loader = Loader { weights, network };
        let embedding = |name: &str, n: usize| {
            weights.get(&format!("bert.embeddings.{name}_embeddings.weight"), &[n, network.hidden])
        };
        let positions = embedding("position", network.max_positions)?;
        let types = embedding("token_type", 2)?;
        let words = embedding("word", n_pieces)?;
        Ok(Self {
            positions: positions.broadcast_add(&types.narrow(0, 0, 1)?)?,
            cases: (network.case_shapes > 0).then(|| embedding("case", network.case_shapes)).transpose()?,
            norm: loader.norm("bert.embeddings.LayerNorm")?,
            layers: (0..network.n_layers).map(|i| loader.layer(i)).collect::<Result<_, _>>()?,
            n_heads: network.n_heads,
            head_width: network.head_width(),
            device: words.device().clone(),
            words,
        })
    }

    /// Last hidden states of `packed`, `[pieces, hidden]`.
    pub(super) fn hidden(&self, packed: &Packed) -> CandleResult<Tensor> {
        let mut states = self.embed(packed)?;
        let heads = Heads { lengths: &packed.lengths, count: self.n_heads, width: self.head_width };
        for layer in &self.layers {
            states = layer.forward(&states, heads)?;
        }
        Ok(states)
    }

    fn embed(&self, packed: &Packed) -> CandleResult<Tensor> {
        let pick =
            |table: &Tensor, rows: &[u32]| table.index_select(&Tensor::from_slice(rows, rows.len(), &self.device)?, 0);
        let mut rest = pick(&self.positions, &packed.positions)?;
        if let Some(cases) = &self.cases {
            rest = (rest + pick(cases, &packed.shapes)?)?;
        }
        add_and_norm(&pick(&self.words, &packed.ids)?, &rest, &self.norm)
    }
}

impl Layer {
    fn forward(&self, states: &Tensor, heads: Heads<'_>) -> CandleResult<Tensor> {
        let mixed = self_attention(&linear(states, &self.attention_in)?, heads)?;
        let states = linear_and_norm(&mixed, &self.attention_out, states, &self.attention_norm)?;
        feed_forward(&states, &self.feed_forward, &self.norm)
    }
}

struct Loader<'a> {
    weights: &'a Weights<'a>,
    network: &'a Network,
}

impl Loader<'_> {
    fn layer(&self, layer_idx: usize) -> Result<Layer, ModelError> {
        let name = |part: &str| format!("bert.encoder.layer.{layer_idx}.{part}");
        let (hidden, inner) = (self.network.hidden, self.network.inner);
        let square = [hidden, hidden];
        let parts = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Layer {
            attention_in: self.linear(&parts, square)?,
            attention_out: self.linear(&[name("attention.output.dense")], square)?,
            attention_norm: self.norm(&name("attention.output.LayerNorm"))?,
            feed_forward: self.weights.feed_forward(
                &self.numbers(&name("intermediate.dense"), [inner, hidden])?,
                &self.numbers(&name("output.dense"), [hidden, inner])?,
            )?,
            norm: self.norm(&name("output.LayerNorm"))?,
        })
    }

    /// The maps of `names`, each of `n_outputs`, side by side in one.
    fn linear(&self, names: &[String], [n_outputs, n_inputs]: [usize; 2]) -> Result<Linear, ModelError> {
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            let (rows, biases) = self.numbers(name, [n_outputs, n_inputs])?;
            weight.extend(rows);
            bias.extend(biases);
        }
        self.weights.linear(&weight, &bias)
    }

    /// Weights and biases of the map `name`.
    fn numbers(&self, name: &str, [n_outputs, n_inputs]: [usize; 2]) -> Result<(Vec<f32>, Vec<f32>), ModelError> {
        let weight = self.weights.numbers(&format!("{name}.weight"), &[n_outputs, n_inputs])?;
        Ok((weight, self.weights.numbers(&format!("{name}.bias"), &[n_outputs])?))
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        let row = |part: &str| self.weights.numbers(&format!("{name}.{part}"), &[self.network.hidden]);
        let numbers = [row("weight")?, row("bias")?];
        let tensor = |row: &[f32]| Tensor::from_slice(row, row.len(), self.weights.device());
        Ok(Norm { gain: tensor(&numbers[0])?, shift: tensor(&numbers[1])?, numbers, epsilon: self.network.epsilon })
    }
}
