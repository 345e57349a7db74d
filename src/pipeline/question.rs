//! Which question each figure of the reports of a story answers, as the model reads it.

pub use crate::consolidate::Questions;
use crate::model::{Asked, Encoder, ModelError};
use crate::types::{Document, Extraction, Span};

/// What the figures of `reports` answer. One report alone leaves nothing to compare, so that nothing is asked of it.
pub fn questions<'r>(
    reports: impl IntoIterator<Item = (&'r Document, &'r Extraction)>,
    encoder: &dyn Encoder,
) -> Result<Questions, ModelError> {
    let reports: Vec<_> = reports.into_iter().collect();
    let mut questions = Questions::new();
    for (document, found) in reports.iter().filter(|_| reports.len() > 1) {
        let figures: Vec<_> = found.mentions.iter().filter(|m| m.kind.is_figure()).map(|m| m.span).collect();
        let mut asked = Asked { title: document.title.as_ref().map(|title| &*title.text), sentences: Vec::new() };
        let mut places = Vec::with_capacity(figures.len());
        for sentence in &document.sentences {
            let from = figures.partition_point(|figure| figure.start() < sentence.span.start());
            let inside: Vec<_> = figures[from..]
                .iter()
                .take_while(|figure| figure.start() < sentence.span.end())
                .copied()
                .filter(|figure| sentence.span.contains(*figure))
                .collect();
            let start = sentence.span.start();
            let within = |figure: &Span| Span::new(figure.start() - start, figure.end() - start).ok();
            asked.sentences.push((document.words(sentence.span), inside.iter().filter_map(within).collect()));
            places.extend(inside);
        }
        let vectors = encoder.questions(&asked)?;
        let known = places.into_iter().zip(vectors).filter_map(|(place, vector)| Some((place, vector?)));
        questions.insert(document.id.clone(), known.collect());
    }
    Ok(questions)
}
