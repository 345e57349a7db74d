//! The records of a run on disk: written whole or not at all, read back for `verify`.
//!
//! Takes records and rendered text, gives files under one folder; knows nothing of how either was made. A run is
//! written beside its place and moved in when complete, so a killed run leaves the earlier output as it was. Days that
//! build on each other are kept in one [`Database`].

mod claim;
mod database;
mod output;
mod reader;
mod record;
mod shelf;
mod spool;

pub use claim::{ClaimRecord, claims, claims_of, parts};
pub use database::{Arrival, Arriving, Database, DatabaseError, DayRecord, Kept, Member, Stored, Told};
pub use output::{Output, StoreError};
pub use reader::{ReadError, StoredRun};
pub use record::{
    Counts, DocumentRecord, LinksRecord, Measured, MentionRecord, ModelRecord, RunRecord, StageTime, StoryRecord, TOOL,
    page_hash,
};
pub use shelf::Shelf;
pub use spool::Spool;

/// Names of the files of a run.
pub mod files {
    /// One document a line.
    pub const DOCUMENTS: &str = "documents.jsonl";
    /// One mention a line.
    pub const MENTIONS: &str = "mentions.jsonl";
    /// One story a line.
    pub const STORIES: &str = "stories.jsonl";
    /// One rejected record a line.
    pub const REJECTED: &str = "rejected.jsonl";
    /// One pair of documents that was compared a line, where it was asked for.
    pub const PAIRS: &str = "pairs.jsonl";
    /// Counts, times and hashes of the run.
    pub const RUN: &str = "run.json";
    /// Folder of briefs.
    pub const BRIEFS: &str = "briefs";
    /// Folder of extracted texts, for pages whose source text is not the file itself.
    pub const SOURCES: &str = "sources";
    /// The bytes that came on standard input, kept so that they can be read again.
    pub const STDIN: &str = "sources/stdin";
}
