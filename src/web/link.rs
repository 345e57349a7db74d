//! Addresses of the pages. Ids and names are encoded, so that no name can lead anywhere else.

use std::fmt::Write;

use jiff::civil::Date;

use crate::types::{DocumentId, Kind, SourceField, StoryId};

/// An edition.
pub(super) fn edition(date: Date) -> String {
    format!("/editions/{date}")
}

/// A story of an edition.
pub(super) fn story(date: Date, story: &StoryId) -> String {
    format!("/editions/{date}/stories/{}", segment(&story.0))
}

/// A source of an edition.
pub(super) fn document(date: Date, document: &DocumentId) -> String {
    format!("/editions/{date}/documents/{}", segment(&document.0))
}

/// Bytes of a source, marked and scrolled to.
pub(super) fn passage(date: Date, id: &DocumentId, field: SourceField, bytes: (usize, usize)) -> String {
    let field = match field {
        SourceField::Text => "",
        SourceField::Title => "&field=title",
    };
    format!("{}?start={}&end={}{field}#cited", document(date, id), bytes.0, bytes.1)
}

/// The folder of pages that names of this kind have, or `None` where they have no pages.
pub(super) fn shelf(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Company => Some("companies"),
        Kind::Regulation => Some("regulations"),
        _ => None,
    }
}

/// A company or law by its key.
pub(super) fn name(kind: Kind, key: &str) -> Option<String> {
    Some(format!("/{}/{}", shelf(kind)?, segment(key)))
}

/// `text` as one part of a path or one value of a query: all but the unreserved characters of RFC 3986 as `%XX`.
pub(super) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
