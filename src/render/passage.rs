//! The source texts a page carries, so that a click on a statement shows where it stands in its source.
//!
//! They travel as JSON in a data block, which no browser runs: HTML would fold line ends and so move every byte offset.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::types::{DocumentId, Edition};

/// Bytes of source text that one page carries; past it a click shows the words of the citation alone.
const CARRIED: usize = 32 << 20;

/// The source texts behind an edition.
pub trait Texts {
    /// The words of a document as they stand in its source, and the byte of the source at which they begin.
    fn text(&self, document: &DocumentId) -> Option<(&str, usize)>;
}

/// The words of one document.
#[derive(Serialize)]
struct Passage<'a> {
    start: usize,
    text: &'a str,
}

/// The texts of all documents the edition cites as JSON for a data block, one document a line.
pub(super) fn block(edition: &Edition, texts: &dyn Texts) -> Result<String, serde_json::Error> {
    let mut lines = Vec::new();
    let (mut seen, mut carried) = (BTreeSet::new(), 0);
    for source in edition.briefs.iter().flat_map(|brief| &brief.sources) {
        let Some((text, start)) = texts.text(&source.document) else { continue };
        if carried + text.len() > CARRIED || !seen.insert(&source.document) {
            continue;
        }
        carried += text.len();
        let id = serde_json::to_string(&source.document)?;
        lines.push(format!("{id}: {}", serde_json::to_string(&Passage { start, text })?));
    }
    // A data block ends at the first `</`, and `<!--` would begin a comment in it.
    Ok(format!("{{\n{}\n}}", lines.join(",\n")).replace('<', "\\u003c"))
}
