//! What goes into the store and comes out of it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::types::{Copies, Document, DocumentId, Extraction, Story, StoryId};

/// A document of the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The document.
    pub document: Document,
    /// Hash of the page it was extracted from, where it was one.
    pub page: Option<String>,
    /// The edition it came with.
    pub arrived: Date,
}

/// Where a document of the store is among stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its story.
    pub story: StoryId,
    /// The original it reprints.
    pub copy_of: Option<DocumentId>,
}

/// An extraction of the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What was found.
    pub extraction: Extraction,
    /// Wordpieces that the encoder read for it.
    pub wordpieces: usize,
}

/// A document that is known by where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The document.
    pub document: DocumentId,
    /// Hash of what was read: the page, or the source text itself.
    pub content: String,
    /// The edition it came with.
    pub arrived: Date,
}

/// A document that is to be stored.
#[derive(Debug, Clone)]
pub struct Arriving {
    /// The document.
    pub document: Document,
    /// Hash of the page it was extracted from, where it was one.
    pub page: Option<String>,
    /// The edition it came with.
    pub arrived: Date,
}

/// What a run adds.
#[derive(Debug)]
pub struct DayRecord<'a, D, B> {
    /// Documents of the run's own inputs, as they can be read.
    pub documents: D,
    /// Documents that are no more: their file or record came again with another text.
    pub replaced: &'a [DocumentId],
    /// The stories of the whole window.
    pub stories: &'a [Story],
    /// Stories with those that documents of theirs were in before they split or merged.
    pub lineage: &'a BTreeSet<(StoryId, StoryId)>,
    /// Who reprints whom in the window.
    pub copies: &'a Copies,
    /// The edition.
    pub edition: &'a B,
}

/// What earlier editions told of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The last edition that told it.
    pub last: Option<Date>,
    /// The sentences and figures it told.
    pub texts: Vec<String>,
}
