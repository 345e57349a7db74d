//! One-article files: plain text and HTML pages, read whole up to the limit.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::{Place, Sink, charset, mojibake};
use crate::types::{Article, Content, Metadata, RejectReason};

/// Reads a plain text file.
pub(super) fn text(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    read(reader, place, sink, |bytes| mojibake::plain(charset::text(bytes)))
}

/// Reads a page.
pub(super) fn page(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    read(reader, place, sink, |bytes| Content::Html(charset::page(bytes)))
}

fn read(
    reader: Box<dyn BufRead + '_>,
    place: Place<'_>,
    sink: &mut Sink<'_>,
    content: fn(&[u8]) -> Content,
) -> ControlFlow<()> {
    sink(place.whole(reader).and_then(|bytes| {
        if is_blank(&bytes) {
            let message = "expected text, found white space only".to_owned();
            return Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put an article in it"));
        }
        Ok(Article { origin: place.origin(None), content: content(&bytes), metadata: Metadata::default() })
    }))
}

fn is_blank(bytes: &[u8]) -> bool {
    charset::unmarked(bytes).trim_ascii().is_empty()
}
