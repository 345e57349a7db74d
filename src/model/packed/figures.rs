//! What each figure of a document measures, whose it is and when, by layers fitted for that.
//!
//! Takes chunks of a document; gives a [`Reading`]. The layers are a file of the model folder, fitted by
//! `models/training/figures.py`.

use std::sync::Arc;

use super::branch::{Opened, Reread};
use crate::model::ModelError;
use crate::model::folder::{FIGURES, ModelFolder};
use crate::model::network::Network;
use crate::model::question::{Asked, Chunk, chunks};
use crate::model::reading::{Heads, Reading};
use crate::model::words::Reader;

/// The layers and what follows them.
pub(super) struct Figures {
    pub(super) reread: Reread,
    heads: Arc<Heads>,
}

impl Figures {
    /// Those of `folder`, for an encoder of `network`; `None` where the model has none.
    pub(super) fn load(folder: &ModelFolder, network: &Network) -> Result<Option<Self>, ModelError> {
        let Some(bytes) = &folder.figures else { return Ok(None) };
        let opened = Opened::read(folder, (FIGURES, bytes), network)?;
        let heads = Heads::load(&opened.tensors, &opened.notes, network.hidden, |message| opened.unfit(message))?;
        Ok(Some(Self { heads: Arc::new(heads), reread: opened.reread }))
    }

    /// What is read of `asked`; `hidden` gives the states of a chunk.
    pub(super) fn reading(
        &self,
        asked: &Asked<'_>,
        reader: &Reader,
        hidden: impl Fn(&Chunk) -> Vec<f32>,
    ) -> Result<Reading, ModelError> {
        let mut reading = Reading::new(&self.heads);
        let places = asked.places();
        for chunk in chunks(asked, reader)? {
            reading.add(&chunk, &hidden(&chunk), &places);
        }
        Ok(reading)
    }
}
