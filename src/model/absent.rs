//! The absence of a model: no names, and vectors that are close to nothing.
//!
//! For runs that want reading, cleaning, figures and copies alone, or whose reader has no weights.

use super::{Encoder, ModelError, SentenceEncoding};
use crate::config;
use crate::types::Vector;

/// Finds no name and gives every sentence the zero vector, as for a sentence without words.
#[derive(Debug, Clone, Copy)]
pub struct NoModel;

impl Encoder for NoModel {
    fn encode(&self, sentences: &[&str], _settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        let nothing = SentenceEncoding { names: Vec::new(), vector: Vector::normalised(Vec::new()), wordpieces: 0 };
        Ok(vec![nothing; sentences.len()])
    }
}
