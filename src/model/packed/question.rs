//! Which question a figure answers, by layers fitted for that.
//!
//! Takes chunks of a report; gives one direction a figure, close where figures of two reports answer one question whatever
//! their words. The layers are a file of the model folder, fitted by `models/training/questions.py`.

use super::branch::{Opened, Reread};
use crate::model::ModelError;
use crate::model::dense::Dense;
use crate::model::folder::{ModelFolder, QUESTIONS};
use crate::model::network::Network;
use crate::model::question::{Asked, Chunk, PARTS, chunks};
use crate::model::reading::means;
use crate::model::words::Reader;
use crate::types::Vector;

/// The layers and what follows them.
pub(super) struct Questions {
    pub(super) reread: Reread,
    /// From the parts of a figure, one behind the other, to its vector.
    projection: Dense,
}

impl Questions {
    /// Those of `folder`, for an encoder of `network`; `None` where the model has none.
    pub(super) fn load(folder: &ModelFolder, network: &Network) -> Result<Option<Self>, ModelError> {
        let Some(bytes) = &folder.questions else { return Ok(None) };
        let opened = Opened::read(folder, (QUESTIONS, bytes), network)?;
        let (width, n_inputs) = (opened.number("width", network.hidden)?, PARTS * network.hidden);
        let weights = opened.tensors.floats("projection.weight", &[width, n_inputs])?;
        let biases = opened.tensors.floats("projection.bias", &[width])?;
        Ok(Some(Self { projection: Dense::new(&weights, n_inputs, &biases), reread: opened.reread }))
    }

    /// One vector a figure of `asked`, `None` where no word stands; `hidden` gives the states of a chunk.
    pub(super) fn vectors(
        &self,
        asked: &Asked<'_>,
        reader: &Reader,
        hidden: impl Fn(&Chunk) -> Vec<f32>,
    ) -> Result<Vec<Option<Vector>>, ModelError> {
        let mut vectors = vec![None; asked.n_figures()];
        for chunk in chunks(asked, reader)? {
            let states = hidden(&chunk);
            let width = self.projection.n_inputs() / PARTS;
            for (number, parts) in &chunk.figures {
                let row = means(parts, &states, width);
                vectors[*number] = Some(Vector::normalised(self.projection.apply(&[&row])));
            }
        }
        Ok(vectors)
    }
}
