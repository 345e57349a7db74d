//! What `config.json` says of a network: its sizes, its labels and how wirebrief reads it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ModelError;
use super::folder::{CONFIG, ModelFolder};
use super::label::{Label, labels};

/// Sizes and labels of a BERT token classifier.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Network {
    /// Width of a hidden state.
    pub(super) hidden: usize,
    /// Width inside a feed-forward block.
    pub(super) inner: usize,
    /// Number of layers.
    pub(super) n_layers: usize,
    /// Attention heads; divides `hidden`.
    pub(super) n_heads: usize,
    /// Rows of the position embedding.
    pub(super) max_positions: usize,
    /// Epsilon of every layer normalisation.
    pub(super) epsilon: f32,
    /// Rows of the case embedding, 0 where the model has none.
    pub(super) case_shapes: usize,
    /// Wordpieces of one window, with `[CLS]` and `[SEP]`.
    pub(super) max_wordpieces: usize,
    /// What logits are divided by before they become probabilities.
    pub(super) temperature: f32,
    /// Whether a linear map follows the pooling (`vector.weight`).
    pub(super) vector_map: bool,
    /// Labels in order of id.
    pub(super) labels: Vec<Label>,
}

#[derive(Deserialize)]
struct RawConfig {
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    max_position_embeddings: usize,
    layer_norm_eps: f32,
    hidden_act: String,
    id2label: BTreeMap<String, String>,
    #[serde(default)]
    wirebrief: RawReading,
}

#[derive(Deserialize)]
#[serde(default)]
struct RawReading {
    format: u32,
    case_shapes: usize,
    max_wordpieces: usize,
    temperature: f32,
    pooling: String,
    vector_map: bool,
}

impl Default for RawReading {
    /// How a plain Hugging Face checkpoint is read: no case shapes, no calibration.
    fn default() -> Self {
        Self {
            format: 1,
            case_shapes: 0,
            max_wordpieces: 256,
            temperature: 1.0,
            pooling: "mean".to_owned(),
            vector_map: false,
        }
    }
}

impl Network {
    /// The network of `folder`.
    pub(super) fn load(folder: &ModelFolder) -> Result<Self, ModelError> {
        let path = folder.path_of(CONFIG);
        let raw: RawConfig =
            serde_json::from_slice(&folder.config).map_err(|source| ModelError::Json { path: path.clone(), source })?;
        check(&raw)
            .and_then(|()| labels(&raw.id2label))
            .map(|labels| raw.into_network(labels))
            .map_err(|message| ModelError::Unfit { path, message })
    }

    /// Width of one attention head.
    pub(super) fn head_width(&self) -> usize {
        self.hidden / self.n_heads
    }
}

impl RawConfig {
    fn into_network(self, labels: Vec<Label>) -> Network {
        Network {
            hidden: self.hidden_size,
            inner: self.intermediate_size,
            n_layers: self.num_hidden_layers,
            n_heads: self.num_attention_heads,
            max_positions: self.max_position_embeddings,
            epsilon: self.layer_norm_eps,
            case_shapes: self.wirebrief.case_shapes,
            max_wordpieces: self.wirebrief.max_wordpieces,
            temperature: self.wirebrief.temperature,
            vector_map: self.wirebrief.vector_map,
            labels,
        }
    }
}

/// Fails on values that this program has no code for, rather than computing something else.
fn check(raw: &RawConfig) -> Result<(), String> {
    let reading = &raw.wirebrief;
    let faults = [
        (raw.hidden_act == "gelu", format!("expected `hidden_act` gelu, found `{}`", raw.hidden_act)),
        (reading.format == 1, format!("expected `wirebrief.format` 1, found {}", reading.format)),
        (reading.pooling == "mean", format!("expected `wirebrief.pooling` mean, found `{}`", reading.pooling)),
        (
            matches!(reading.case_shapes, 0 | 8),
            format!("expected `wirebrief.case_shapes` 0 or 8, found {}", reading.case_shapes),
        ),
        (
            (3..=raw.max_position_embeddings).contains(&reading.max_wordpieces),
            format!(
                "expected `wirebrief.max_wordpieces` from 3 to {}, found {}",
                raw.max_position_embeddings, reading.max_wordpieces
            ),
        ),
        (
            reading.temperature > 0.0,
            format!("expected a positive `wirebrief.temperature`, found {}", reading.temperature),
        ),
        (
            raw.num_attention_heads > 0 && raw.hidden_size.is_multiple_of(raw.num_attention_heads),
            format!(
                "expected `num_attention_heads` to divide `hidden_size` {}, found {}",
                raw.hidden_size, raw.num_attention_heads
            ),
        ),
    ];
    faults.into_iter().find(|(fine, _)| !fine).map_or(Ok(()), |(_, message)| Err(message))
}
