//! The transformer: sentences in, names and sentence vectors out.
//!
//! [`Encoder`] gives both from one pass; [`Tagger`] and [`Embedder`] are its two halves, for callers that need one.
//! [`PackedModel`] runs a [`ModelFolder`] in int8 on the processor, [`CandleModel`] in f32 on any device; [`Scripted`] answers what a test tells it. Knows sentences, not documents:
//! spans are bytes of the sentence.

mod absent;
mod batch;
mod cache;
mod candle;
mod case;
mod decode;
mod dense;
mod device;
mod embedded;
mod error;
mod folder;
mod label;
mod network;
mod packed;
mod question;
mod reading;
mod scripted;
mod sentences;
mod tensors;
mod window;
mod words;

pub use candle_core::Device;

pub use self::absent::NoModel;
pub use self::cache::Cached;
pub use self::candle::CandleModel;
pub use self::case::CaseShape;
pub use self::device::{DeviceName, open as open_device};
pub use self::error::ModelError;
pub use self::folder::{Manifest, ModelFolder};
pub use self::label::Label;
pub use self::packed::PackedModel;
pub use self::question::Asked;
pub use self::reading::{Likelihood, Place, Reading};
pub use self::scripted::Scripted;
use crate::config;
use crate::types::{Kind, Span, Vector};

/// A name in a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameSpan {
    /// Its bytes in the sentence.
    pub span: Span,
    /// What it names.
    pub kind: Kind,
    /// Probability that span and kind are right, 0 to 1.
    pub score: f32,
}

/// What the model says of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceEncoding {
    /// Names in order, without overlaps.
    pub names: Vec<NameSpan>,
    /// Direction of the mean hidden state; zeros where the sentence has no words.
    pub vector: Vector,
    /// Wordpieces the model read for it, 0 where it has no words.
    pub wordpieces: usize,
}

/// How often an encoder was spared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reuse {
    /// Sentences asked for.
    pub sentences: u64,
    /// Those that had been encoded before.
    pub hits: u64,
    /// Wordpieces of those that had not.
    pub wordpieces: u64,
}

/// A model that gives names and vectors in one pass.
pub trait Encoder: Send + Sync {
    /// One encoding a sentence, in order. A sentence's encoding does not depend on the others.
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError>;

    /// Which question each figure of a report answers, in the order asked: close vectors where two reports answer one.
    /// `None` where the model cannot tell.
    fn questions(&self, asked: &Asked<'_>) -> Result<Vec<Option<Vector>>, ModelError> {
        Ok(vec![None; asked.n_figures()])
    }

    /// What is read of each figure of a document: what it measures, whose it is, when; `None` where the model cannot tell.
    fn figures(&self, asked: &Asked<'_>) -> Result<Option<Reading>, ModelError> {
        let _ = asked;
        Ok(None)
    }

    /// What was spared so far; `None` where every sentence is encoded each time.
    fn reuse(&self) -> Option<Reuse> {
        None
    }
}

impl<E: Encoder + ?Sized> Encoder for Box<E> {
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        (**self).encode(sentences, settings)
    }

    fn questions(&self, asked: &Asked<'_>) -> Result<Vec<Option<Vector>>, ModelError> {
        (**self).questions(asked)
    }

    fn figures(&self, asked: &Asked<'_>) -> Result<Option<Reading>, ModelError> {
        (**self).figures(asked)
    }

    fn reuse(&self) -> Option<Reuse> {
        (**self).reuse()
    }
}

/// A model that finds names.
pub trait Tagger: Send + Sync {
    /// The names of each sentence, in order.
    fn names(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<Vec<NameSpan>>, ModelError>;
}

/// A model that tells how close sentences are in meaning.
pub trait Embedder: Send + Sync {
    /// The vector of each sentence, in order.
    fn vectors(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<Vector>, ModelError>;
}

impl<E: Encoder + ?Sized> Tagger for E {
    fn names(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<Vec<NameSpan>>, ModelError> {
        Ok(self.encode(sentences, settings)?.into_iter().map(|encoding| encoding.names).collect())
    }
}

impl<E: Encoder + ?Sized> Embedder for E {
    fn vectors(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<Vector>, ModelError> {
        Ok(self.encode(sentences, settings)?.into_iter().map(|encoding| encoding.vector).collect())
    }
}

#[cfg(test)]
mod tests;
