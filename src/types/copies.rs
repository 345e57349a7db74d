//! Who reprinted whom.

use std::collections::BTreeMap;

use super::DocumentId;

/// One document's relation to the original it reprints.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The original: the fullest of the earliest.
    pub original: DocumentId,
    /// Share of word shingles in common (Jaccard, or containment for a teaser).
    pub similarity: f32,
}

/// Copies among a set of documents. A document that is not a key is an original.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Copies {
    /// Copy → original; originals never appear as keys.
    pub by_copy: BTreeMap<DocumentId, Copy>,
}

impl Copies {
    /// The original `id` reprints, or `None` where it is one itself.
    pub fn original_of(&self, id: &DocumentId) -> Option<&DocumentId> {
        self.by_copy.get(id).map(|copy| &copy.original)
    }

    /// The text family `id` belongs to, named by its original.
    pub fn family<'a>(&'a self, id: &'a DocumentId) -> &'a DocumentId {
        self.original_of(id).unwrap_or(id)
    }
}
