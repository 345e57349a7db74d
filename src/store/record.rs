//! The lines of each file, as the contract of the command line gives them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::types::{
    Content, Document, DocumentId, Dropped, EntityId, Flag, Hygiene, Joined, Kind, Mention, Sentence, StoryId,
    content_hash,
};

/// The word in `run.json` by which a folder is known to be ours.
pub const TOOL: &str = "wirebrief";

/// A line of `documents.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Id.
    pub id: DocumentId,
    /// File it came from.
    pub path: String,
    /// Record inside the file.
    pub record_id: Option<String>,
    /// First byte in the source text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Headline.
    pub title: Option<String>,
    /// Where the headline stands in the source text.
    pub title_span: Option<crate::types::Span>,
    /// The line below the headline, where it is declared.
    pub subtitle: Option<String>,
    /// Who wrote it, where it is declared.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// Day of the last change, where it is declared.
    pub updated: Option<Date>,
    /// ISO 639-3.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Its story.
    pub story: StoryId,
    /// Original it reprints.
    pub copy_of: Option<DocumentId>,
    /// What to know about it.
    pub flags: Vec<Flag>,
    /// Where the source text is kept below the run, for pages; `None` where it is the file or record itself.
    pub source: Option<String>,
    /// XXH3-64 of the source text.
    pub source_hash: String,
    /// XXH3-64 of what was read (the page, or the source text itself).
    pub content_hash: String,
    /// Sentences of the body.
    pub sentences: Vec<Sentence>,
    /// What was dropped.
    pub dropped: Vec<Dropped>,
}

impl DocumentRecord {
    /// The record of `document` in `story`; `page_hash` is the hash of its page where it was one.
    pub fn new(document: &Document, story: StoryId, copy_of: Option<DocumentId>, page_hash: Option<String>) -> Self {
        let source_hash = content_hash(document.source.as_bytes());
        Self {
            id: document.id.clone(),
            path: document.origin.path.clone(),
            record_id: document.origin.record_id.clone(),
            start: document.span.start(),
            end: document.span.end(),
            title: document.title.as_ref().map(|title| title.text.clone()),
            title_span: document.title.as_ref().and_then(|title| title.span),
            subtitle: document.subtitle.clone(),
            authors: document.authors.clone(),
            publisher: document.publisher.clone(),
            published: document.published.as_ref().map(|publication| publication.date),
            updated: document.updated.as_ref().map(|publication| publication.date),
            language: document.language.clone(),
            url: document.url.clone(),
            story,
            copy_of,
            flags: document.flags.clone(),
            source: page_hash.is_some().then(|| format!("{}/{source_hash}.txt", super::files::SOURCES)),
            content_hash: page_hash.unwrap_or_else(|| source_hash.clone()),
            source_hash,
            sentences: document.sentences.clone(),
            dropped: document.dropped.clone(),
        }
    }
}

/// The hash of a page, or `None` for plain text, whose source text is the content itself.
pub fn page_hash(content: &Content) -> Option<String> {
    match content {
        Content::Html(text) | Content::Extracted(text) | Content::Repaired(text) => Some(content_hash(text.as_bytes())),
        Content::Plain(_) => None,
    }
}

/// A line of `mentions.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// The document.
    pub document: DocumentId,
    /// Kind.
    pub kind: Kind,
    /// First byte in the source text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Probability, four decimals.
    pub score: f64,
    /// Entity inside the document.
    pub entity: Option<EntityId>,
    /// Exact value, as the contract shapes it for the kind.
    pub value: Option<serde_json::Value>,
    /// What a figure is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<crate::types::About>,
}

impl MentionRecord {
    /// The record of `mention` in `document`, whose source text is `source`.
    pub fn new(document: &DocumentId, mention: &Mention, source: &str) -> Self {
        Self {
            document: document.clone(),
            kind: mention.kind,
            start: mention.span.start(),
            end: mention.span.end(),
            text: mention.span.slice(source).unwrap_or_default().to_owned(),
            // Rounded, so that the last bits of a float never show in a file.
            score: (f64::from(mention.score) * 1e4).round() / 1e4,
            entity: mention.entity.clone(),
            value: mention.value.as_ref().and_then(|value| serde_json::to_value(value).ok()),
            about: mention.about.as_deref().cloned(),
        }
    }
}

/// A line of `stories.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryRecord {
    /// Id.
    pub id: StoryId,
    /// Headline of its brief.
    pub headline: String,
    /// Day.
    pub date: Option<Date>,
    /// Text families.
    pub families: usize,
    /// Members with the reason each joined.
    pub documents: Vec<Joined>,
}

/// `run.json`. All but `measured` depends on input and settings alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`TOOL`].
    pub tool: String,
    /// Version of the program.
    pub version: String,
    /// Inputs as given.
    pub inputs: Vec<String>,
    /// Fields of records that were named with `--field` or in the settings, by what they mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Day of the edition.
    pub date: Date,
    /// What went in and came out.
    pub counts: Counts,
    /// What was decided by hand with `--links`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<LinksRecord>,
    /// How clean the texts are.
    #[serde(default)]
    pub hygiene: Hygiene,
    /// The model.
    pub model: ModelRecord,
    /// SHA-256 of the settings as TOML.
    pub settings_sha256: String,
    /// XXH3-64 of each other file of the run, by its path below it.
    pub files: BTreeMap<String, String>,
    /// Times and memory: the only part that differs between two runs over the same input.
    pub measured: Measured,
}

/// What went in and came out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Files read.
    pub files: usize,
    /// Records read, taken or not.
    pub records: usize,
    /// Records taken.
    pub articles: usize,
    /// Documents cut from them.
    pub documents: usize,
    /// Records not taken.
    pub rejected: usize,
    /// The same by reason.
    pub rejected_by_reason: BTreeMap<String, usize>,
    /// Documents that reprint another.
    pub copies: usize,
    /// Sentences.
    pub sentences: usize,
    /// Wordpieces of the sentences and titles.
    pub wordpieces: usize,
    /// Mentions by kind.
    pub mentions: BTreeMap<String, usize>,
    /// Stories, each with one brief.
    pub stories: usize,
}

/// What came of the lines of `--links`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinksRecord {
    /// Lines that were honoured.
    pub honoured: usize,
    /// Lines that name no document of the run, in words.
    pub unknown: Vec<String>,
}

/// Which model made a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelRecord {
    /// Name.
    pub name: String,
    /// SHA-256 of its weights.
    pub sha256: String,
    /// Device and kernel it ran on.
    pub device: String,
    /// What tells a user's own tables of companies and laws from others; empty for the bundled ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tables: String,
}

/// Seconds of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageTime {
    /// Stage.
    pub stage: String,
    /// Wall time.
    pub seconds: f64,
}

/// Times and memory of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Threads used.
    pub threads: usize,
    /// Wall time of the whole run.
    pub seconds: f64,
    /// Wall time a stage, in order.
    pub stages: Vec<StageTime>,
    /// Wordpieces read by the encoder; those of a store's other documents were read before.
    #[serde(default)]
    pub wordpieces: usize,
    /// Records taken a second of the whole run.
    pub articles_per_second: f64,
    /// Wordpieces a second of the encoder, those of sentences met again not counted.
    pub wordpieces_per_second: f64,
    /// Wall time in the encoder, part of the stage `extract`.
    #[serde(default)]
    pub encoder_seconds: f64,
    /// Share of sentences that had been encoded before in this run, where the encoder remembers.
    #[serde(default)]
    pub cache_hit_rate: Option<f64>,
    /// Peak resident memory in MiB, where the system tells.
    pub peak_memory_mib: Option<f64>,
}
