//! Which question a figure answers: the last layers of the encoder once more, fitted for that.
//!
//! Takes chunks of a report; gives one direction a figure, close where figures of two reports answer one question whatever
//! their words. The layers are a file of the model folder, fitted by `models/training/questions.py`; the layers before
//! them are those of the encoder itself.

use super::kernel::Instructions;
use super::network::{Bert, Branch, Layer, Scratch, layers};
use crate::model::ModelError;
use crate::model::dense::Dense;
use crate::model::folder::{ModelFolder, QUESTIONS};
use crate::model::network::Network;
use crate::model::question::{Asked, Chunk, RowRole, chunks};
use crate::model::sentences::sum_of;
use crate::model::tensors::Tensors;
use crate::model::words::Reader;
use crate::types::Vector;

/// Kinds of rows that something is added to.
const ROLES: usize = 3;
/// Parts of which a figure's mean states are read: itself, what is near it, its sentence.
const PARTS: usize = 3;

/// The layers and what follows them.
pub(super) struct Questions {
    /// Layers of the encoder before them.
    from: usize,
    layers: Vec<Layer>,
    /// What is added to the rows of each role.
    roles: Vec<f32>,
    /// From the parts of a figure, one behind the other, to its vector.
    projection: Dense,
}

impl Questions {
    /// Those of `folder`, for an encoder of `network`; `None` where the model has none.
    pub(super) fn load(folder: &ModelFolder, network: &Network) -> Result<Option<Self>, ModelError> {
        let Some(bytes) = &folder.questions else { return Ok(None) };
        let (tensors, notes) = Tensors::with_notes(folder.path_of(QUESTIONS), bytes)?;
        let number = |name: &str, most: usize| {
            let message = format!("expected `{name}`, a number from 1 to {most}");
            let found = notes.get(name).and_then(|number| number.parse().ok());
            found
                .filter(|number| (1..=most).contains(number))
                .ok_or_else(|| ModelError::Unfit { path: folder.path_of(QUESTIONS), message })
        };
        let (from, width) = (number("branch", network.n_layers)?, number("width", network.hidden)?);
        let n_inputs = PARTS * network.hidden;
        let weights = tensors.floats("projection.weight", &[width, n_inputs])?;
        Ok(Some(Self {
            from,
            layers: layers(&tensors, network, from)?,
            roles: tensors.floats("roles", &[ROLES, network.hidden])?,
            projection: Dense::new(&weights, n_inputs, &tensors.floats("projection.bias", &[width])?),
        }))
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
                let means = parts.iter().flat_map(|rows| mean(&states[rows.start * width..rows.end * width], width));
                let row: Vec<f32> = means.collect();
                vectors[*number] = Some(Vector::normalised(self.projection.apply(&[&row])));
            }
        }
        Ok(vectors)
    }

    /// The states of `chunk`, one row a piece.
    pub(super) fn hidden(
        &self,
        bert: &Bert,
        chunk: &Chunk,
        scratch: &mut Scratch,
        instructions: Instructions,
    ) -> Vec<f32> {
        let width = self.projection.n_inputs() / PARTS;
        let of = |role: RowRole| &self.roles[role as usize * width..][..width];
        let mut added: Vec<f32> = chunk.roles.iter().flat_map(|role| of(*role)).copied().collect();
        for row in &chunk.marked {
            let own = &mut added[row * width..(row + 1) * width];
            own.iter_mut().zip(of(RowRole::Figure)).for_each(|(x, mark)| *x += mark);
        }
        let branch = Branch { from: self.from, layers: &self.layers, added: &added, lengths: &[chunk.roles.len()] };
        bert.branched(&chunk.packed, &branch, scratch, instructions)
    }
}

/// The mean of `rows`, which are not none.
fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let n = (rows.len() / width) as f32;
    sum_of(rows, width).into_iter().map(|sum| sum / n).collect()
}
