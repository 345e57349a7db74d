//! What ingest gives: one record of a dump, its metadata as declared, its text not yet cleaned.

use serde::{Deserialize, Serialize};

/// Where a record came from; enough to read it again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Path as given or found below a given folder, with `/` between parts.
    pub path: String,
    /// The record inside the file: its own id field where unique, else its line (`line:418`); `None` for one-article files.
    pub record_id: Option<String>,
}

/// The body of a record, by what it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Plain text: the decoded file, or the text field of a record. It is the source text as it stands.
    Plain(String),
    /// Text that the reader made out of markup (an item of a feed, a record of an archive). It is the source text, and kept.
    Extracted(String),
    /// Plain text whose broken encoding the reader turned back. It is the source text, and kept.
    Repaired(String),
    /// A page: the source text is what extraction finds in it.
    Html(String),
}

/// What the record or page declares about itself. Strings as found, trimmed; nothing is guessed here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// The line below the headline.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Outlet: site, publisher or source name.
    pub publisher: Option<String>,
    /// Publication time as written, any format.
    pub published: Option<String>,
    /// Time of the last change as written, any format.
    pub updated: Option<String>,
    /// Address of the article.
    pub url: Option<String>,
    /// Language as declared, any form (`en`, `english`).
    pub language: Option<String>,
}

/// One record of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Where it came from.
    pub origin: Origin,
    /// Its text or page.
    pub content: Content,
    /// What it declares.
    pub metadata: Metadata,
}
