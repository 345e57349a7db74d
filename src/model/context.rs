//! What the words around a figure say of it: the head that `normalise::about` weighs beside its own evidence.
//!
//! Takes the last hidden state of each word, brought down to a few numbers; gives, for a figure of the sentence, the log
//! probability of every answer to each field of it. The head is a file of the model folder, fitted by
//! `models/training/context.py`, which reads sentences the same way; models without it give no context.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use half::f16;

use super::dense::Dense;
use super::folder::{CONTEXT, ModelFolder};
use super::tensors::Tensors;
use super::{ModelError, words::Word};
use crate::types::Span;

/// Words on either side of a figure that count as near it.
const NEAR: usize = 6;
/// What is looked at: the figure, the words near it, all words, the word before and the word after.
const PARTS: usize = 5;
/// The fields a head may know.
const FIELDS: [&str; 3] = ["metric", "subject", "period"];

/// A head as it was fitted.
#[derive(Debug)]
pub(super) struct ContextHead {
    /// From a hidden state to the few numbers kept of each word.
    projection: Dense,
    fields: Vec<Field>,
}

/// The answers to one field.
#[derive(Debug)]
struct Field {
    name: &'static str,
    answers: HashMap<String, usize>,
    /// From the parts, one behind the other, to one logit an answer.
    weights: Dense,
}

/// The words of one sentence, as the head reads them.
#[derive(Debug, Clone)]
pub struct Context {
    head: Arc<ContextHead>,
    /// Bytes of each word in the sentence.
    words: Box<[Span]>,
    /// The numbers kept of each word, one word behind the other.
    numbers: Box<[f16]>,
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.head, &other.head) && (&self.words, &self.numbers) == (&other.words, &other.numbers)
    }
}

/// How likely each answer to a field of a figure is.
#[derive(Debug)]
pub struct Likelihood<'a> {
    answers: &'a HashMap<String, usize>,
    log_probs: Vec<f32>,
}

impl Likelihood<'_> {
    /// Log probability of `answer`; of one that the head never saw, that of the least likely.
    pub fn of(&self, answer: &str) -> f32 {
        let least = || self.log_probs.iter().copied().fold(0.0, f32::min);
        self.answers.get(answer).map_or_else(least, |at| self.log_probs[*at])
    }
}

impl ContextHead {
    /// The head of `folder`, whose hidden states are `hidden` wide; `None` where the model has none.
    pub(super) fn load(folder: &ModelFolder, hidden: usize) -> Result<Option<Arc<Self>>, ModelError> {
        let Some(bytes) = &folder.context else { return Ok(None) };
        let (tensors, notes) = Tensors::with_notes(folder.path_of(CONTEXT), bytes)?;
        let unfit = |message: String| ModelError::Unfit { path: folder.path_of(CONTEXT), message };
        let kept = notes.get("width").and_then(|width| width.parse().ok()).filter(|width| *width > 0);
        let kept: usize = kept.ok_or_else(|| unfit("expected `width`, the numbers kept of a word".to_owned()))?;
        let projection = Dense::new(&tensors.floats("projection", &[kept, hidden])?, hidden, &vec![0.0; kept]);
        let field = |name: &'static str| {
            let answers = notes.get(name)?.split('\t').enumerate().map(|(at, answer)| (answer.to_owned(), at));
            Some((name, answers.collect::<HashMap<String, usize>>()))
        };
        let mut fields = Vec::new();
        for (name, answers) in FIELDS.into_iter().filter_map(field) {
            let weights = tensors.floats(&format!("{name}.weight"), &[answers.len(), PARTS * kept])?;
            let biases = tensors.floats(&format!("{name}.bias"), &[answers.len()])?;
            fields.push(Field { name, answers, weights: Dense::new(&weights, PARTS * kept, &biases) });
        }
        Ok(Some(Arc::new(Self { projection, fields })))
    }

    /// The numbers kept of each of `rows`, one hidden state a word.
    pub(super) fn kept(&self, rows: &[&[f32]]) -> Vec<f16> {
        self.projection.apply(rows).into_iter().map(f16::from_f32).collect()
    }

    /// How many numbers are kept of a word.
    pub(super) fn width(&self) -> usize {
        self.projection.n_outputs()
    }
}

impl Context {
    /// The sentence of `words`, of which `head` kept `numbers`.
    pub(super) fn new(head: &Arc<ContextHead>, words: &[Word], numbers: Vec<f16>) -> Self {
        let words = words.iter().map(|word| word.span).collect();
        Self { head: Arc::clone(head), words, numbers: numbers.into() }
    }

    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.words) + size_of_val(&*self.numbers)
    }

    /// How likely each answer to `field` is for the figure at `span` of the sentence; `None` where the head does not know
    /// the field or no word stands there.
    pub fn likelihood(&self, field: &str, span: Span) -> Option<Likelihood<'_>> {
        let field = self.head.fields.iter().find(|known| known.name == field)?;
        let from = self.words.partition_point(|word| word.end() <= span.start());
        let to = self.words.partition_point(|word| word.start() < span.end());
        if from >= to {
            return None;
        }
        let n = self.words.len();
        let near = from.saturating_sub(NEAR)..(to + NEAR).min(n);
        let before = from.saturating_sub(1);
        let after = to.min(n - 1);
        let parts = [from..to, near, 0..n, before..before + 1, after..after + 1];
        let row: Vec<f32> = parts.into_iter().flat_map(|part| self.mean(part)).collect();
        let logits = field.weights.apply(&[&row]);
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let log_sum = logits.iter().map(|x| (x - most).exp()).sum::<f32>().ln();
        let log_probs = logits.iter().map(|x| x - most - log_sum).collect();
        Some(Likelihood { answers: &field.answers, log_probs })
    }

    /// The mean of what is kept of `words`, which are not none.
    fn mean(&self, words: Range<usize>) -> Vec<f32> {
        let width = self.head.width();
        let mut sum = vec![0.0; width];
        for row in self.numbers[words.start * width..words.end * width].chunks_exact(width) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x.to_f32());
        }
        let n = words.len() as f32;
        sum.into_iter().map(|s| s / n).collect()
    }
}
