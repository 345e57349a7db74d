//! From an [`Article`] to the news documents in it: what is article text is cut into sentences, what is not is
//! listed as dropped, by byte range and reason.
//!
//! ```text
//! Article ─html▶ source text ─paragraph▶ paragraphs ─cut▶ parts, one a document
//!                  part ─head▶ title, date, publisher ─chrome▶ labels ─sentence▶ Document
//! ```
//!
//! Pure: no disk, no model, no clock. The source text of plain articles is their text byte for byte; of pages it is
//! the text that extraction finds. Sentences and drops of a document tile its span except for white space, and no byte
//! is altered. Where a rule is in doubt it keeps the text: a lost fact is worse than a kept advert.

mod bare;
mod chrome;
mod content;
mod cut;
mod date;
mod dense;
mod drift;
mod furniture;
mod gain;
mod head;
mod html;
mod language;
mod layout;
mod line;
mod manner;
mod memory;
mod meta;
mod net;
mod opening;
mod page;
mod paragraph;
mod part;
mod phrases;
mod piece;
mod seam;
mod sense;
mod sentence;
mod settle;
mod shape;
mod topic;
mod weights;
mod window;
mod words;

use std::sync::Arc;

pub use bare::bare;
pub use furniture::{Furniture, Lines};
pub use settle::kept;

use crate::config;
use crate::types::{Article, Cleaned, Content, Flag, Metadata, Origin, RejectReason, Rejected, Span};
use part::Form;

/// The documents of `article`, at least one; rejected where no article text is left.
pub fn documents(article: Article, settings: &config::Clean) -> Result<Cleaned, Rejected> {
    let Article { origin, content, metadata } = article;
    let is_repaired = matches!(content, Content::Repaired(_));
    let (source, metadata, form) = match content {
        Content::Plain(text) | Content::Extracted(text) | Content::Repaired(text) => (text, metadata, Form::Text),
        Content::Html(page) => {
            let page = html::extracted(&page).map_err(|fault| no_page(&origin, &fault))?;
            (page.text, declared(metadata, page.metadata), Form::Page)
        }
    };
    let source: Arc<str> = source.into();
    let memory = memory::Memory::default();
    let sorted = part::sorted(&source, form, &memory);
    let parts = match form {
        Form::Text => cut::parts(&source, &sorted.kept, &memory),
        // One article was looked for, and the tree says where it ends.
        Form::Page => std::iter::once(0..sorted.kept.len()).collect(),
    };
    let context =
        part::Context { source: &source, origin: &origin, metadata: &metadata, settings, form, memory: &memory };
    let mut documents: Vec<_> =
        sorted.parts(&parts).iter().enumerate().flat_map(|(idx, part)| part::documents(&context, idx, part)).collect();
    if documents.is_empty() {
        return Err(nothing_left(origin, &source, settings));
    }
    if is_repaired {
        for document in &mut documents {
            document.flags.push(Flag::EncodingRepaired);
        }
    }
    Ok(Cleaned { source, documents })
}

/// The lines of a plain text with the features that the line classifier reads, for training and looking.
pub fn line_features(text: &str) -> Vec<(Span, Vec<f32>)> {
    let paragraphs = paragraph::read(text);
    let rows = line::features(&line::lines(text, &paragraphs));
    paragraphs.into_iter().map(|paragraph| paragraph.span).zip(rows).collect()
}

/// Where each place of a plain text stands at which a second article could begin, with the features that are weighed.
pub fn seam_features(text: &str) -> Vec<(usize, Vec<f32>)> {
    cut::features(text, &part::sorted(text, Form::Text, &memory::Memory::default()).kept)
}

/// What the record declares; what it leaves open is taken from the page.
fn declared(record: Metadata, page: Metadata) -> Metadata {
    Metadata {
        title: record.title.or(page.title),
        subtitle: record.subtitle.or(page.subtitle),
        authors: if record.authors.is_empty() { page.authors } else { record.authors },
        publisher: record.publisher.or(page.publisher),
        published: record.published.or(page.published),
        updated: record.updated.or(page.updated),
        url: record.url.or(page.url),
        language: record.language.or(page.language),
    }
}

fn no_page(origin: &Origin, fault: &html::PageFault) -> Rejected {
    Rejected {
        origin: origin.clone(),
        reason: RejectReason::Malformed,
        message: fault.to_string(),
        hint: "check that the page is whole; save it again or give its text".into(),
    }
}

fn nothing_left(origin: Origin, source: &str, settings: &config::Clean) -> Rejected {
    let found = source.split_whitespace().count();
    let message = format!(
        "expected at least {} words of article text, found none in a text of {found} words",
        settings.min_words
    );
    let hint = "see what was dropped with `wirebrief clean`, or lower `min_words` under `[clean]`";
    let reason = if found == 0 { RejectReason::Empty } else { RejectReason::NothingLeft };
    Rejected { origin, reason, message, hint: hint.into() }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
