//! The last layers of the encoder once more, fitted to read what it read sentence by sentence as one report.
//!
//! Takes a chunk of a report; gives the states of its rows. The layers before them are those of the encoder itself.

use std::borrow::Cow;
use std::collections::HashMap;

use super::kernel::Instructions;
use super::network::{Bert, Branch, Layer, Scratch, layers};
use crate::model::ModelError;
use crate::model::folder::ModelFolder;
use crate::model::network::Network;
use crate::model::question::{Chunk, RowRole};
use crate::model::tensors::Tensors;

/// Kinds of rows that something is added to.
const ROLES: usize = 3;

/// The layers and what is added to their rows.
pub(super) struct Reread {
    /// Layers of the encoder before them.
    from: usize,
    layers: Vec<Layer>,
    /// What is added to the rows of each role.
    roles: Vec<f32>,
    /// Numbers of a row.
    width: usize,
}

/// What a file of such layers holds beside them.
pub(super) struct Opened<'a> {
    pub(super) reread: Reread,
    pub(super) tensors: Tensors<'a>,
    pub(super) notes: HashMap<String, String>,
    path: String,
}

impl<'a> Opened<'a> {
    /// The file `name` of `folder`, which is `bytes`, for an encoder of `network`.
    pub(super) fn read(
        folder: &ModelFolder,
        (name, bytes): (&str, &'a Cow<'static, [u8]>),
        network: &Network,
    ) -> Result<Self, ModelError> {
        let path = folder.path_of(name);
        let (tensors, notes) = Tensors::with_notes(path.clone(), bytes)?;
        let from = number(&notes, "branch", network.n_layers, &path)?;
        let reread = Reread {
            from,
            layers: layers(&tensors, network, from)?,
            roles: tensors.floats("roles", &[ROLES, network.hidden])?,
            width: network.hidden,
        };
        Ok(Self { reread, tensors, notes, path })
    }

    /// The note `name`, a number from 1 to `most`.
    pub(super) fn number(&self, name: &str, most: usize) -> Result<usize, ModelError> {
        number(&self.notes, name, most, &self.path)
    }

    /// An error about the file.
    pub(super) fn unfit(&self, message: String) -> ModelError {
        ModelError::Unfit { path: self.path.clone(), message }
    }
}

fn number(notes: &HashMap<String, String>, name: &str, most: usize, path: &str) -> Result<usize, ModelError> {
    let message = || format!("expected `{name}`, a number from 1 to {most}");
    let found = notes.get(name).and_then(|number| number.parse().ok());
    found
        .filter(|number| (1..=most).contains(number))
        .ok_or_else(|| ModelError::Unfit { path: path.to_owned(), message: message() })
}

impl Reread {
    /// The states of `chunk`, one row a piece.
    pub(super) fn hidden(
        &self,
        bert: &Bert,
        chunk: &Chunk,
        scratch: &mut Scratch,
        instructions: Instructions,
    ) -> Vec<f32> {
        let width = self.width;
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
