//! Citations, and claims made of them.
//!
//! Takes spans of documents; gives [`Citation`]s and [`Claim`]s whose counts come from the citations themselves, so that
//! no claim can say it has more voices than it cites.

use std::collections::BTreeSet;

use crate::types::{Citation, Claim, Copies, Document, DocumentId, SourceField, Span, folded};

/// The words under `span` of the source text of `document`.
pub(super) fn of_text(document: &Document, span: Span) -> Citation {
    let quote = document.words(span).to_owned();
    Citation { document: document.id.clone(), field: SourceField::Text, span, quote }
}

/// The headline of `document`: from its source text where it stands there, else as declared.
pub(super) fn of_title(document: &Document) -> Option<Citation> {
    let title = document.title.as_ref()?;
    if let Some(span) = title.span {
        return Some(of_text(document, span)).filter(|c| !c.quote.trim().is_empty());
    }
    let span = Span::new(0, title.text.len()).ok()?;
    Some(Citation { document: document.id.clone(), field: SourceField::Title, span, quote: title.text.clone() })
}

/// The claim that says what its first citation says; `None` without citations.
pub(super) fn quotation(citations: Vec<Citation>, copies: &Copies) -> Option<Claim> {
    let text = folded(&citations.first()?.quote);
    worded(text, citations, copies)
}

/// A claim in other words (a value in standard print); `None` without citations.
pub(super) fn worded(text: String, citations: Vec<Citation>, copies: &Copies) -> Option<Claim> {
    let documents: BTreeSet<&DocumentId> = citations.iter().map(|c| &c.document).collect();
    let families: BTreeSet<&DocumentId> = documents.iter().map(|id| copies.family(id)).collect();
    let (n_documents, n_families) = (documents.len(), families.len());
    Claim::new(text, citations, n_documents, n_families).ok()
}
