//! The encoder on candle tensors: sentences in, names and vectors out, in one pass.
//!
//! Takes a [`ModelFolder`] and a device; gives an [`Encoder`]. The numbers of a sentence depend on that sentence alone,
//! whatever stands beside it in a batch and however many threads run: each product stays on one thread, and the order of
//! its additions follows from its inner size.

mod bert;
mod ops;
mod rows;
mod weights;

use candle_core::Device;

use self::bert::Bert;
use self::weights::Weights;
use super::folder::ModelFolder;
use super::sentences::Sentences;
use super::tensors::Tensors;
use super::{Asked, Encoder, ModelError, PackedModel, Reading, SentenceEncoding};
use crate::config;
use crate::types::Vector;

/// A BERT token classifier, ready to run.
pub struct CandleModel {
    sentences: Sentences,
    bert: Bert,
    /// Reads figures, where the model has layers for that, so that one engine for them will do.
    figures: Option<PackedModel>,
}

impl CandleModel {
    /// The model of `folder` on `device`.
    pub fn load(folder: &ModelFolder, device: &Device) -> Result<Self, ModelError> {
        let tensors = Tensors::open(folder)?;
        let sentences = Sentences::load(folder, &tensors)?;
        let bert = Bert::load(&Weights::new(&tensors, device), &sentences.network, sentences.vocabulary())?;
        let has_layers = folder.questions.is_some() || folder.figures.is_some();
        let figures = has_layers.then(|| PackedModel::load(folder)).transpose()?;
        Ok(Self { sentences, bert, figures })
    }
}

impl Encoder for CandleModel {
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        self.sentences.encode(sentences, settings.batch_wordpieces, |packed| {
            Ok(self.bert.hidden(packed)?.flatten_all()?.to_vec1::<f32>()?)
        })
    }

    fn questions(&self, asked: &Asked<'_>) -> Result<Vec<Option<Vector>>, ModelError> {
        match &self.figures {
            Some(model) => model.questions(asked),
            None => Ok(vec![None; asked.n_figures()]),
        }
    }

    fn figures(&self, asked: &Asked<'_>) -> Result<Option<Reading>, ModelError> {
        self.figures.as_ref().map_or(Ok(None), |model| model.figures(asked))
    }
}
