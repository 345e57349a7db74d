//! A text taken as it is: sentences and nothing else, for callers that hand over text and want spans into it.

use std::sync::Arc;

use super::memory::Memory;
use super::shape::Shape;
use super::{language, paragraph, sentence};
use crate::types::{Document, DocumentId, Origin, Sentence, Span};

/// `text` as a document in which nothing is dropped and no title is sought; `None` where it is empty.
pub fn bare(text: &str) -> Option<Document> {
    let span = Span::new(0, text.len()).ok()?;
    let paragraphs = paragraph::split(text);
    let language =
        language::of(text, paragraphs.iter().map(|span| (*span, Shape::at(text, *span))), &Memory::default());
    let code = language::two_letters(language.as_deref());
    let sentences = paragraphs.iter().enumerate().flat_map(|(paragraph, span)| {
        sentence::split(text, *span, code).into_iter().map(move |span| Sentence { span, paragraph })
    });
    Some(Document {
        id: DocumentId::of("", None, 0, text.len()),
        origin: Origin { path: String::new(), record_id: None },
        source: Arc::from(text),
        span,
        title: None,
        subtitle: None,
        authors: Vec::new(),
        updated: None,
        publisher: None,
        published: None,
        url: None,
        sentences: sentences.collect(),
        language,
        dropped: Vec::new(),
        flags: Vec::new(),
    })
}
