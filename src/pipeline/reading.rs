//! Documents laid out for the layers of the model that read a report as a whole.

use crate::model::{Asked, Encoder, ModelError, Reading};
use crate::types::{Document, Mention, Span};

/// `document` with its figures among `mentions`, which stand in order of place, and the spans of the figures by number.
pub(super) fn asked<'d>(document: &'d Document, mentions: &[Mention]) -> (Asked<'d>, Vec<Span>) {
    let figures: Vec<Span> = mentions.iter().filter(|m| m.kind.is_figure()).map(|m| m.span).collect();
    let mut places = Vec::with_capacity(figures.len());
    let mut within = |sentence: Span| -> Vec<Span> {
        let from = figures.partition_point(|figure| figure.start() < sentence.start());
        let inside = figures[from..].iter().take_while(|figure| figure.start() < sentence.end());
        let inside: Vec<Span> = inside.filter(|figure| sentence.contains(**figure)).copied().collect();
        let start = sentence.start();
        places.extend(&inside);
        inside.iter().filter_map(|figure| Span::new(figure.start() - start, figure.end() - start).ok()).collect()
    };
    let title = document.title.as_ref().map(|title| match title.span {
        Some(span) => (document.words(span), within(span)),
        None => (title.text.as_str(), Vec::new()),
    });
    let sentences = document.sentences.iter().map(|one| (document.words(one.span), within(one.span))).collect();
    (Asked { title, sentences }, places)
}

/// What `encoder` reads of the figures of `document` among `mentions`; `None` where there are none or it cannot tell.
pub(super) fn reading(
    document: &Document,
    mentions: &[Mention],
    encoder: &dyn Encoder,
) -> Result<Option<Reading>, ModelError> {
    let (asked, places) = asked(document, mentions);
    if places.is_empty() { Ok(None) } else { encoder.figures(&asked) }
}
