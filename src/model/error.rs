//! What can go wrong with a model: what, where, expected and found; the hint stands apart.

use std::path::PathBuf;

/// Why a model cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the folder cannot be read.
    #[error("cannot read model file `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not the one the manifest lists.
    #[error("model file `{path}` is not the one its manifest lists: expected sha256 {expected}, found {found}")]
    Checksum {
        /// The file.
        path: String,
        /// As the manifest says.
        expected: String,
        /// As the bytes say.
        found: String,
    },
    /// `config.json` or `manifest.json` is not the JSON that is expected.
    #[error("{path}: not the JSON that is expected")]
    Json {
        /// The file.
        path: String,
        /// What the parser said.
        source: serde_json::Error,
    },
    /// A value in a file that this program cannot work with.
    #[error("{path}: {message}")]
    Unfit {
        /// The file.
        path: String,
        /// Expected and found.
        message: String,
    },
    /// `tokenizer.json` cannot be used.
    #[error("{path}: not a tokenizer that can be loaded")]
    Tokenizer {
        /// The file.
        path: String,
        /// What the tokenizers crate said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// `model.safetensors` is not well-formed.
    #[error("{path}: not a safetensors file")]
    Weights {
        /// The file.
        path: String,
        /// What the safetensors crate said.
        source: safetensors::SafeTensorError,
    },
    /// A tensor is missing or of the wrong form.
    #[error("{path}: expected tensor `{tensor}` {expected}, found {found}")]
    Tensor {
        /// The file.
        path: String,
        /// Its name.
        tensor: String,
        /// Form that is needed.
        expected: String,
        /// Form that is there.
        found: String,
    },
    /// A kernel that this machine or build does not have.
    #[error("cannot use kernel `{asked}`: this machine has {available}")]
    Kernel {
        /// As asked for.
        asked: String,
        /// What there is.
        available: String,
    },
    /// A device that this build or machine does not have.
    #[error("cannot use device `{asked}`: {message}")]
    Device {
        /// As asked for.
        asked: String,
        /// Why not.
        message: String,
    },
    /// The tokenizer refused a sentence.
    #[error("the tokenizer refused a sentence of {bytes} bytes")]
    Words {
        /// Its length.
        bytes: usize,
        /// What the tokenizers crate said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The forward pass failed.
    #[error("the forward pass failed")]
    Forward(#[from] candle_core::Error),
}

impl ModelError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => {
                "a model folder holds config.json, tokenizer.json, model.safetensors and manifest.json; \
                 drop `--model` to use the embedded model"
            }
            Self::Checksum { .. } => "copy the folder again, or write a new manifest where the change is meant",
            Self::Json { .. } | Self::Unfit { .. } | Self::Tokenizer { .. } | Self::Weights { .. } => {
                "the format is described in models/newswire-minilm/README.md; drop `--model` to use the embedded model"
            }
            Self::Tensor { .. } => "the folder needs a BERT token classifier in the Hugging Face layout",
            Self::Kernel { .. } => "drop `--kernel` to use the best one; `wirebrief models` lists them",
            Self::Device { .. } => {
                "drop `--device` to use the processor, or build with `cargo build --release --features cuda`"
            }
            Self::Words { .. } | Self::Forward(_) => "this is a fault of wirebrief: please report it with the input",
        }
    }
}
