//! Reads dumps: files and folders in, one [`Article`] or one [`Rejected`] a record out, streaming.
//!
//! ```text
//! path ─folder▶ SourceFile ─opened▶ bytes (unpacked) ─format▶ text │ page │ json │ jsonl │ ninjs │ CSV, TSV │ Parquet
//!                                                              │ RSS, Atom │ JSON Feed │ NewsML-G2, NITF │ mbox, EML
//!                                                              │ WARC, WET, ARC │ Reuters SGML
//!                                                             ─record▶ Article
//! archive (zip, tar) ─▶ one stream a file in it, read as above
//! ```
//!
//! The format is recognised by content, never by the file's name. Memory is bounded by one record
//! (`[ingest] max_record_mb`), not by the dump, and what a file unpacks to by its size (`max_unpack_ratio`); a record that
//! cannot be read is a value and the run goes on. A byte-order mark is no part of the text; line ends are kept as they are.
//! This module knows no model and no story, and judges no text: what is article and what is chrome is told by `clean`.

mod arc;
mod archive;
mod budget;
mod charset;
mod columns;
mod element;
mod error;
mod feed;
mod fields;
mod folder;
mod format;
mod json;
mod json_feed;
mod jsonl;
mod line;
mod mail;
mod mailbox;
mod markup;
mod mojibake;
mod newsml;
mod nitf;
mod opened;
mod pages;
mod record;
mod sgml;
mod table;
mod warc;
mod whole;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

pub use error::IngestError;
pub use folder::{Found, STDIN, SourceFile, files};

use crate::config;
use crate::types::{Article, Origin, RejectReason, Rejected};
use budget::Budget;
use format::Format;
use opened::Opened;

/// Where records go; it answers whether to read on.
type Sink<'a> = dyn FnMut(Result<Article, Rejected>) -> ControlFlow<()> + 'a;

/// What every reader needs to know: the file's name in origins, the way to a file inside an archive, and the largest record in
/// bytes.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    name: &'a str,
    inner: Option<&'a str>,
    limit: usize,
    /// Fields of records that the user named.
    fields: &'a config::Fields,
    /// What the file may still unpack to.
    budget: &'a Budget,
}

impl<'a> Place<'a> {
    fn of(name: &'a str, settings: &'a config::Ingest, budget: &'a Budget) -> Self {
        let limit = settings.max_record_mb.saturating_mul(1 << 20);
        Self { name, inner: None, limit, fields: &settings.fields, budget }
    }

    /// A record of a file in an archive is `path/in/archive#record`; the path of the origin is the archive's.
    fn origin(self, record_id: Option<String>) -> Origin {
        let record_id = match (self.inner, record_id) {
            (Some(inner), Some(id)) => Some(format!("{inner}#{id}")),
            (Some(inner), None) => Some(inner.to_owned()),
            (None, id) => id,
        };
        Origin { path: self.name.to_owned(), record_id }
    }

    /// Everything `reader` gives, at most a record, and what broke it off, where something did.
    fn all(self, reader: impl Read) -> Result<(Vec<u8>, Option<std::io::Error>), Rejected> {
        let mut bytes = Vec::new();
        let fault = reader.take(self.limit as u64 + 1).read_to_end(&mut bytes).err();
        if fault.is_none() && bytes.len() > self.limit { Err(self.too_large(None)) } else { Ok((bytes, fault)) }
    }

    /// Everything `reader` gives, at most a record; nothing where it breaks off.
    fn whole(self, reader: impl Read) -> Result<Vec<u8>, Rejected> {
        match self.all(reader)? {
            (bytes, None) => Ok(bytes),
            (_, Some(error)) => Err(self.unreadable(None, &error)),
        }
    }

    fn rejected(self, record_id: Option<String>, reason: RejectReason, message: String, hint: &str) -> Rejected {
        Rejected { origin: self.origin(record_id), reason, message, hint: hint.to_owned() }
    }

    fn too_large(self, record_id: Option<String>) -> Rejected {
        let message = format!("expected a record of at most {} bytes, found a longer one", self.limit);
        self.rejected(record_id, RejectReason::TooLarge, message, "raise `max_record_mb` under `[ingest]`, or split it")
    }

    fn unreadable(self, record_id: Option<String>, error: &std::io::Error) -> Rejected {
        use std::io::ErrorKind::{InvalidData, InvalidInput, PermissionDenied, QuotaExceeded, UnexpectedEof};
        let (reason, hint) = match error.kind() {
            UnexpectedEof | InvalidData | InvalidInput => {
                (RejectReason::Malformed, "the compressed data is cut off or broken; fetch the file again")
            }
            QuotaExceeded => (
                RejectReason::TooLarge,
                "raise `max_unpack_ratio` under `[ingest]` if you trust the file, or unpack it first",
            ),
            PermissionDenied => (RejectReason::Unreadable, "give this user the right to read the file"),
            _ => (RejectReason::Unreadable, "check that the file is there and the disk is sound"),
        };
        self.rejected(record_id, reason, format!("cannot be read: {error}"), hint)
    }
}

/// Reads every record of `file` in order and hands each to `sink`: the article, or why it was not taken.
pub fn read(file: &SourceFile, settings: &config::Ingest, sink: &mut dyn FnMut(Result<Article, Rejected>)) {
    walk(file, settings, &mut |outcome| {
        sink(outcome);
        ControlFlow::Continue(())
    });
}

/// The record `record_id` of `file` (`None` for a one-article file), read again; reading stops once it is found.
pub fn read_one(file: &SourceFile, record_id: Option<&str>, settings: &config::Ingest) -> Option<Article> {
    let mut found = None;
    walk(file, settings, &mut |outcome| match outcome {
        Ok(article) if article.origin.record_id.as_deref() == record_id => {
            found = Some(article);
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    found
}

fn walk(file: &SourceFile, settings: &config::Ingest, sink: &mut Sink<'_>) {
    #[expect(clippy::disallowed_methods, reason = "ingest is one of the modules that read the disk")]
    let opened = File::open(&file.disk).and_then(|file| Ok((file.metadata()?.len(), file)));
    let size = opened.as_ref().map_or(0, |(size, _)| *size);
    let budget = Budget::of(size, settings);
    let place = Place::of(&file.name, settings, &budget);
    // Each reader answers whether the sink wants more; with one file there is nothing left to stop.
    let _ = match opened {
        Ok((_, file)) => match format::of(&beginning(&file)) {
            // Both have their list of contents at their end.
            Format::Zip => archive::read_zip(file, place, 0, sink),
            Format::Columns => columns::read_file(file, place, sink),
            _ => stream(Box::new(file), place, 0, sink),
        },
        Err(error) => sink(Err(place.unreadable(None, &error))),
    };
}

/// Reads `bytes` as [`read`] reads a file: for the fuzz targets, which have no disk.
#[doc(hidden)]
pub fn read_bytes(bytes: &[u8], settings: &config::Ingest, sink: &mut dyn FnMut(Result<Article, Rejected>)) {
    let budget = Budget::of(bytes.len() as u64, settings);
    let place = Place::of("bytes", settings, &budget);
    let mut go_on = |outcome| {
        sink(outcome);
        ControlFlow::Continue(())
    };
    let _ = match format::of(&bytes[..bytes.len().min(4)]) {
        Format::Zip => archive::read_zip(std::io::Cursor::new(bytes), place, 0, &mut go_on),
        _ => stream(Box::new(bytes), place, 0, &mut go_on),
    };
}

/// The first bytes of `file`, which is then at its beginning again; none where it cannot be read, which is met again.
fn beginning(mut file: &File) -> Vec<u8> {
    let mut head = [0; 4];
    let whole = file.read_exact(&mut head).is_ok();
    if file.seek(SeekFrom::Start(0)).is_ok() && whole { head.to_vec() } else { Vec::new() }
}

/// Reads a stream of any format; `depth` counts the archives around it.
fn stream<'a>(bytes: Box<dyn Read + 'a>, place: Place<'a>, depth: usize, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let Opened { head, reader } = match Opened::of(bytes, place.budget) {
        Ok(opened) => opened,
        Err(error) => return sink(Err(place.unreadable(None, &error))),
    };
    match format::of(&head) {
        Format::Lines => jsonl::read(reader, place, sink),
        Format::Array => json::read_array(reader, place, sink),
        Format::Object => json::read_object(reader, place, sink),
        Format::Page => whole::page(reader, place, sink),
        Format::Text => whole::text(reader, place, sink),
        Format::Table(delimiter) => table::read(reader, delimiter, place, sink),
        Format::Columns => columns::read(reader, place, sink),
        Format::Feed => feed::read(reader, place, sink),
        Format::JsonFeed => json_feed::read(reader, place, sink),
        Format::News => newsml::read(reader, place, sink),
        Format::Mail => mail::read(reader, place, sink),
        Format::Mailbox => mailbox::read(reader, place, sink),
        Format::Warc => warc::read(reader, place, sink),
        Format::Arc => arc::read(reader, place, sink),
        Format::Sgml => sgml::read(reader, place, sink),
        Format::Tar => archive::read_tar(reader, place, depth, sink),
        Format::Zip => archive::read_zip_stream(reader, place, depth, sink),
        Format::Nothing => {
            let hint = "remove the file, or put an article in it";
            sink(Err(place.rejected(None, RejectReason::Empty, "expected text, found an empty file".into(), hint)))
        }
        Format::Other(found) => sink(Err(other(place, found))),
    }
}

fn other(place: Place<'_>, found: format::Foreign) -> Rejected {
    let reason = if found.is_binary() { RejectReason::Binary } else { RejectReason::Malformed };
    let message =
        format!("expected text, HTML, JSON, a table, a feed, mail, NewsML, WARC or an archive, found {}", found.name());
    place.rejected(None, reason, message, found.hint())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own input")]
mod tests;
#[cfg(test)]
mod tests_formats;
#[cfg(test)]
mod tests_news;
