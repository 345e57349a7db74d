//! What cluster gives: documents that tell one event.

use serde::{Deserialize, Serialize};

use super::{DocumentId, StoryId};

/// Why a document is in a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The document.
    pub document: DocumentId,
    /// In words: `first`, `copy of d…`, `vectors .81, 3 entities, 1 figure, 0 days apart`.
    pub reason: String,
}

/// Documents that tell one event; each document of a run is in exactly one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Stable id: from the smallest document id, or under a store the one that the story had before.
    pub id: StoryId,
    /// Members in order of id, with the reason each joined.
    pub documents: Vec<Joined>,
}
