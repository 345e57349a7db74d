//! The source texts a page carries, so that a click on a statement shows where it stands in its source.
//!
//! They travel as JSON in a data block, which no browser runs: HTML would fold line ends and so move every byte offset.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::types::{Brief, Document, DocumentId};

use super::RenderError;

/// Bytes of source text that one page carries; past it a click shows the words of the citation alone.
const CARRIED: usize = 32 << 20;

/// The source texts behind an edition.
pub trait Texts {
    /// The words of a document as they stand in its source, and the byte of the source at which they begin.
    fn text(&self, document: &DocumentId) -> io::Result<Option<(Cow<'_, str>, usize)>>;
}

impl Texts for BTreeMap<DocumentId, &Document> {
    fn text(&self, document: &DocumentId) -> io::Result<Option<(Cow<'_, str>, usize)>> {
        let Some(document) = self.get(document) else { return Ok(None) };
        Ok(Some((document.words(document.span).into(), document.span.start())))
    }
}

/// The words of one document.
#[derive(Serialize)]
struct Passage<'a> {
    start: usize,
    text: &'a str,
}

/// Writes the texts of all documents that `briefs` cite as JSON for a data block, one document a line.
pub(super) fn write_block<'a>(
    briefs: impl Iterator<Item = io::Result<Cow<'a, Brief>>>,
    texts: &dyn Texts,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let (mut seen, mut carried) = (BTreeSet::new(), 0);
    out.write_all(b"{")?;
    for brief in briefs {
        for source in &brief?.sources {
            if seen.contains(&source.document) {
                continue;
            }
            let Some((text, start)) = texts.text(&source.document)? else { continue };
            if carried + text.len() > CARRIED {
                continue;
            }
            seen.insert(source.document.clone());
            carried += text.len();
            let line = format!(
                "{}\n{}: {}",
                if seen.len() > 1 { "," } else { "" },
                serde_json::to_string(&source.document)?,
                serde_json::to_string(&Passage { start, text: &text })?
            );
            // A data block ends at the first `</`, and `<!--` would begin a comment in it.
            out.write_all(line.replace('<', "\\u003c").as_bytes())?;
        }
    }
    Ok(out.write_all(b"\n}")?)
}
