//! What clean gives: one news article with its sentences, and every dropped byte with a reason.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DocumentId, Origin, Span};

/// Why a byte range of the source is not article text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// Advert or promotion.
    Advert,
    /// Links to other articles.
    Related,
    /// Menu, breadcrumb, page furniture.
    Navigation,
    /// Newsletter or app sign-up.
    Newsletter,
    /// Share buttons and counters.
    Share,
    /// Reader comments or their form.
    Comment,
    /// Picture caption.
    Caption,
    /// Picture or text credit.
    Credit,
    /// Paywall or log-in notice.
    Paywall,
    /// Copyright, disclaimer, terms, cookie notice.
    Legal,
    /// By-line or author box.
    Byline,
    /// Stand-alone date line.
    Dateline,
    /// Headline, kept as title and not as a sentence.
    Title,
    /// Left behind by a text generator.
    Generator,
    /// A line said before in the same document.
    Repeat,
    /// A line that its outlet prints under many different headlines.
    Furniture,
    /// Rule, bullet or mark between articles.
    Separator,
}

/// A dropped byte range of the source text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The bytes.
    #[serde(flatten)]
    pub span: Span,
    /// Why.
    pub reason: DropReason,
}

/// A sentence of the article body (white space trimmed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its bytes in the source text.
    #[serde(flatten)]
    pub span: Span,
    /// Index of its paragraph in the document, from 0.
    pub paragraph: usize,
}

/// A headline and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The words, white space folded.
    pub text: String,
    /// Its bytes in the source text, or `None` where only the record or page declares it.
    pub span: Option<Span>,
}

/// When the document was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The day, in the time zone written.
    pub date: Date,
    /// What it was written as.
    pub written: String,
}

/// Something a reader of the brief must know about a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Cut off by an ellipsis or a paywall.
    Partial,
    /// Holds text a generator left behind.
    MachineWrittenChatter,
    /// No publication date found.
    Undated,
    /// Its encoding was broken and has been repaired.
    EncodingRepaired,
    /// Not English; tagged all the same, with less to be expected.
    NotEnglish,
}

/// One article: a checked part of a source text. Sentences and drops tile `span` except for white space.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Stable id.
    pub id: DocumentId,
    /// Where the source text came from.
    pub origin: Origin,
    /// The whole source text, shared by all documents cut from it.
    pub source: Arc<str>,
    /// The part of the source text that is this document.
    pub span: Span,
    /// Headline.
    pub title: Option<Title>,
    /// The line below the headline, where it is declared.
    pub subtitle: Option<String>,
    /// Who wrote it, where it is declared.
    pub authors: Vec<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Publication day.
    pub published: Option<Publication>,
    /// Day of the last change, where it is declared.
    pub updated: Option<Publication>,
    /// ISO 639-3 code (`eng`), or `None` where too short to tell.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Sentences of the body in order.
    pub sentences: Vec<Sentence>,
    /// What was dropped, in order.
    pub dropped: Vec<Dropped>,
    /// What to know about this source.
    pub flags: Vec<Flag>,
}

impl Document {
    /// The words under `span`; empty where the span is not of this source (a bug `verify` reports).
    pub fn words(&self, span: Span) -> &str {
        span.slice(&self.source).unwrap_or_default()
    }

    /// The spans that are read for mentions: the title where it stands in the source text, then the sentences.
    pub fn read_spans(&self) -> impl Iterator<Item = Span> {
        self.title_span().into_iter().chain(self.sentences.iter().map(|sentence| sentence.span))
    }

    /// Where the title stands in the source text.
    pub fn title_span(&self) -> Option<Span> {
        self.title.as_ref().and_then(|title| title.span)
    }

    /// Texts of the sentences, in order.
    pub fn sentence_texts(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(|s| self.words(s.span))
    }

    /// Whether sentences and drops tile the document but for white space; else the first words that are in none of them,
    /// or in two.
    pub fn tiles(&self) -> Result<(), String> {
        let mut spans: Vec<_> = self.sentences.iter().map(|s| s.span).collect();
        spans.extend(self.dropped.iter().map(|d| d.span));
        spans.sort();
        let mut at = self.span.start();
        for span in spans {
            let gap =
                self.source.get(at..span.start()).ok_or_else(|| format!("{span:?} overlaps or cuts a character"))?;
            if !gap.trim().is_empty() {
                return Err(format!("neither kept nor dropped: {gap:?}"));
            }
            at = span.end();
        }
        let rest = self.source.get(at..self.span.end()).ok_or("leaves the document")?;
        if rest.trim().is_empty() { Ok(()) } else { Err(format!("neither kept nor dropped: {rest:?}")) }
    }
}

/// The result of cleaning one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// The source text every span of these documents points into.
    pub source: Arc<str>,
    /// At least one document where any article text was found.
    pub documents: Vec<Document>,
}
