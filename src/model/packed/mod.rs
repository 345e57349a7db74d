//! The engine for processors: the encoder in int8 on packed sequences, sentences in, names and vectors out.
//!
//! Takes a [`ModelFolder`]; gives an [`Encoder`] that stays within a small tolerance of [`super::CandleModel`], the
//! reference. Weights are packed once at load, activations are quantised a row at a time, sums are exact integers. A
//! sentence's numbers do not depend on its neighbours or on threads.

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined is not compiled for the instruction set picked"
)]
#![expect(clippy::needless_range_loop, reason = "iterators are calls where they are not compiled for the set picked")]

pub(super) mod attention;
mod branch;
pub(super) mod buffer;
mod figures;
pub(super) mod kernel;
mod network;
mod quantise;
mod question;
mod rows;
mod weight;

use std::sync::{Mutex, PoisonError};

use self::branch::Reread;
use self::figures::Figures;
use self::kernel::Instructions;
use self::network::{Bert, Scratch};
use self::question::Questions;
use super::batch::Packed;
use super::folder::ModelFolder;
use super::question::Chunk;
use super::sentences::Sentences;
use super::tensors::Tensors;
use super::{Asked, Encoder, ModelError, Reading, SentenceEncoding};
use crate::config;
use crate::types::Vector;

/// A BERT token classifier in int8, ready to run.
pub struct PackedModel {
    sentences: Sentences,
    bert: Bert,
    /// What tells which question a figure answers, where the model has it.
    questions: Option<Questions>,
    /// What tells what figures are about, where the model has it.
    figures: Option<Figures>,
    instructions: Instructions,
    /// Buffers that no thread uses at the moment.
    spare: Mutex<Vec<Scratch>>,
}

impl PackedModel {
    /// The model of `folder`, with the best kernel this machine can run.
    pub fn load(folder: &ModelFolder) -> Result<Self, ModelError> {
        Self::with_kernel(folder, None)
    }

    /// The model of `folder` with the kernel `name` (one of [`PackedModel::kernels`]), or with the best.
    pub fn with_kernel(folder: &ModelFolder, name: Option<&str>) -> Result<Self, ModelError> {
        let available = Instructions::available();
        let mut chosen = available.iter().filter(|instructions| name.is_none_or(|name| name == instructions.name()));
        let Some(&instructions) = chosen.next() else {
            let asked = name.unwrap_or_default().to_owned();
            return Err(ModelError::Kernel { asked, available: Self::kernels().join(", ") });
        };
        let tensors = Tensors::open(folder)?;
        let sentences = Sentences::load(folder, &tensors)?;
        let bert = Bert::load(&tensors, &sentences.network, sentences.vocabulary())?;
        let questions = Questions::load(folder, &sentences.network)?;
        let figures = Figures::load(folder, &sentences.network)?;
        Ok(Self { sentences, bert, questions, figures, instructions, spare: Mutex::default() })
    }

    /// Names of the kernels this machine can run, best first.
    pub fn kernels() -> Vec<&'static str> {
        Instructions::available().into_iter().map(Instructions::name).collect()
    }

    /// Name of the kernel in use.
    pub fn kernel(&self) -> &'static str {
        self.instructions.name()
    }

    /// The states that `layers` make of `chunk`.
    fn reread(&self, layers: &Reread, chunk: &Chunk) -> Vec<f32> {
        self.with_scratch(|scratch| layers.hidden(&self.bert, chunk, scratch, self.instructions))
    }

    /// What `run` makes with buffers that no other thread uses meanwhile.
    fn with_scratch<T>(&self, run: impl FnOnce(&mut Scratch) -> T) -> T {
        let taken = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = taken.unwrap_or_default();
        let made = run(&mut scratch);
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        made
    }
}

impl Encoder for PackedModel {
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        let hidden =
            |packed: &Packed| self.with_scratch(|scratch| self.bert.hidden(packed, scratch, self.instructions));
        self.sentences.encode(sentences, settings.batch_wordpieces, |packed| Ok(hidden(packed)))
    }

    fn questions(&self, asked: &Asked<'_>) -> Result<Vec<Option<Vector>>, ModelError> {
        let Some(questions) = &self.questions else { return Ok(vec![None; asked.n_figures()]) };
        questions.vectors(asked, self.sentences.reader(), |chunk| self.reread(&questions.reread, chunk))
    }

    fn figures(&self, asked: &Asked<'_>) -> Result<Option<Reading>, ModelError> {
        let Some(figures) = &self.figures else { return Ok(None) };
        figures.reading(asked, self.sentences.reader(), |chunk| self.reread(&figures.reread, chunk)).map(Some)
    }
}
