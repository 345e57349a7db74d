//! One-article files: plain text and HTML pages, read whole up to the limit.

use std::io::{BufRead, Read};
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
    let mut bytes = Vec::new();
    match reader.take(place.limit as u64 + 1).read_to_end(&mut bytes) {
        Ok(read) if read > place.limit => sink(Err(place.too_large(None))),
        Ok(_) if is_blank(&bytes) => {
            let message = "expected text, found white space only".to_owned();
            sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put an article in it")))
        }
        Ok(_) => {
            let origin = place.origin(None);
            sink(Ok(Article { origin, content: content(&bytes), metadata: Metadata::default() }))
        }
        Err(error) => sink(Err(place.unreadable(None, &error))),
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    charset::unmarked(bytes).trim_ascii().is_empty()
}
