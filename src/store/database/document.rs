//! A document as a row: everything of it but its source text, which several documents may share.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::types::{Document, DocumentId, Dropped, Flag, Origin, Publication, Sentence, Span, Title, content_hash};

/// [`Document`] without its source.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct DocumentRow {
    id: DocumentId,
    #[serde(flatten)]
    origin: Origin,
    span: Span,
    title: Option<(String, Option<Span>)>,
    subtitle: Option<String>,
    authors: Vec<String>,
    publisher: Option<String>,
    published: Option<(Date, String)>,
    updated: Option<(Date, String)>,
    language: Option<String>,
    url: Option<String>,
    sentences: Vec<Sentence>,
    dropped: Vec<Dropped>,
    flags: Vec<Flag>,
}

impl DocumentRow {
    /// The row of `document`.
    pub(in crate::store) fn of(document: &Document) -> Self {
        let day = |publication: &Publication| (publication.date, publication.written.clone());
        Self {
            id: document.id.clone(),
            origin: document.origin.clone(),
            span: document.span,
            title: document.title.as_ref().map(|title| (title.text.clone(), title.span)),
            subtitle: document.subtitle.clone(),
            authors: document.authors.clone(),
            publisher: document.publisher.clone(),
            published: document.published.as_ref().map(day),
            updated: document.updated.as_ref().map(day),
            language: document.language.clone(),
            url: document.url.clone(),
            sentences: document.sentences.clone(),
            dropped: document.dropped.clone(),
            flags: document.flags.clone(),
        }
    }

    /// The document of this row over its `source`.
    pub(in crate::store) fn document(self, source: Arc<str>) -> Document {
        let publication = |(date, written)| Publication { date, written };
        Document {
            id: self.id,
            origin: self.origin,
            source,
            span: self.span,
            title: self.title.map(|(text, span)| Title { text, span }),
            subtitle: self.subtitle,
            authors: self.authors,
            publisher: self.publisher,
            published: self.published.map(publication),
            updated: self.updated.map(publication),
            language: self.language,
            url: self.url,
            sentences: self.sentences,
            dropped: self.dropped,
            flags: self.flags,
        }
    }
}

/// What tells whether `document` reads as it did: cleaning may have learned of other furniture since, and then its
/// sentences are others, and so are their vectors.
pub(in crate::store) fn read_hash(document: &Document) -> Result<String, serde_json::Error> {
    let row = serde_json::to_string(&DocumentRow::of(document))?;
    Ok(content_hash(format!("{row}\n{}", content_hash(document.source.as_bytes())).as_bytes()))
}
