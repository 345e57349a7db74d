//! Which question each figure of the reports of a story answers, as the model reads it.

use super::reading::asked;
pub use crate::consolidate::Questions;
use crate::model::{Encoder, ModelError};
use crate::types::{Document, Extraction};

/// What the figures of `reports` answer. One report alone leaves nothing to compare, so that nothing is asked of it.
pub fn questions<'r>(
    reports: impl IntoIterator<Item = (&'r Document, &'r Extraction)>,
    encoder: &dyn Encoder,
) -> Result<Questions, ModelError> {
    let reports: Vec<_> = reports.into_iter().collect();
    let mut questions = Questions::new();
    for (document, found) in reports.iter().filter(|_| reports.len() > 1) {
        let (asked, places) = asked(document, &found.mentions);
        let vectors = encoder.questions(&asked)?;
        let known = places.into_iter().zip(vectors).filter_map(|(place, vector)| Some((place, vector?)));
        questions.insert(document.id.clone(), known.collect());
    }
    Ok(questions)
}
