//! What normalise gives: the mentions of one document with values, gathered into entities, and its vectors.

use super::{DocumentId, EntityId, Kind, Mention, Vector};

/// One thing a document names, whatever the forms it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Id inside the document.
    pub id: EntityId,
    /// Company, organisation, person, place or regulation.
    pub kind: Kind,
    /// Fullest form in the document, or the table's name for a law.
    pub name: String,
    /// Every form used, sorted, without repetition.
    pub aliases: Vec<String>,
    /// Forms in lower case that another document may use for it, sorted: initials, the head of its name.
    pub shorts: Vec<String>,
}

/// All that is known of one document after extraction and normalisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The document.
    pub document: DocumentId,
    /// Mentions in order of start, without overlaps inside one kind group.
    pub mentions: Vec<Mention>,
    /// Entities in order of first mention.
    pub entities: Vec<Entity>,
    /// One vector a sentence, in order.
    pub sentences: Vec<Vector>,
    /// Vector of the title, where there is one.
    pub title: Option<Vector>,
}
