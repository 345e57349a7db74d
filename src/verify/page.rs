//! Files of the run against what they should be: pages rendered again from the edition, counts counted again, the rest
//! by hash.

use super::{Report, Sources};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use crate::render::Texts;
use crate::store::{DocumentRecord, ReadError, StoredRun, files};
use crate::types::{DocumentId, Span};
use crate::{hygiene, render};

/// Compares every file of the run.
pub(super) fn files(run: &StoredRun, sources: &Sources, report: &mut Report) -> Result<(), ReadError> {
    let date = run.run.date;
    let hygiene = hygiene::report(&run.documents, &run.rejected);
    if hygiene != run.run.hygiene {
        report.fault(files::RUN, "`hygiene` is not what the documents and rejected records count to");
    }
    let pages = [
        ("md", render::markdown(&run.edition)),
        ("html", render::html(&run.edition, &hygiene, &Read::of(run, sources))),
    ];
    for (ending, expected) in pages {
        let name = format!("{}/{date}.{ending}", files::BRIEFS);
        let found = run.text(&name)?;
        match expected {
            Ok(expected) => compare(&name, &expected, &found, report),
            Err(error) => report.fault(&name, error.to_string()),
        }
    }
    for (name, hash) in &run.run.files {
        report.files += 1;
        if run.hash(name)? != *hash {
            report.fault(name, "is not the file the run wrote: its hash differs");
        }
    }
    Ok(())
}

/// The words of the run's documents as their sources read now.
struct Read<'a> {
    sources: &'a Sources,
    spans: BTreeMap<&'a DocumentId, Span>,
}

impl<'a> Read<'a> {
    fn of(run: &'a StoredRun, sources: &'a Sources) -> Self {
        let span = |document: &'a DocumentRecord| Some((&document.id, Span::new(document.start, document.end).ok()?));
        Self { sources, spans: run.documents.iter().filter_map(span).collect() }
    }
}

impl Texts for Read<'_> {
    fn text(&self, document: &DocumentId) -> io::Result<Option<(Cow<'_, str>, usize)>> {
        let Some(span) = self.spans.get(document) else { return Ok(None) };
        let text = self.sources.text(document).and_then(|text| span.slice(text));
        Ok(text.map(|text| (text.into(), span.start())))
    }
}

/// Names the claim on each line that is not as the edition has it.
fn compare(name: &str, expected: &str, found: &str, report: &mut Report) {
    let mut lines = found.lines();
    for (i, wanted) in expected.lines().enumerate() {
        let line = lines.next().unwrap_or_default();
        if line != wanted {
            report.fault(
                format!("{name}:{}", i + 1),
                format!("expected the claim `{}`, found `{}`", short(wanted), short(line)),
            );
        }
    }
    if lines.next().is_some() {
        report.fault(name, "holds more than the edition");
    }
}

fn short(line: &str) -> String {
    let line = line.trim();
    if line.chars().count() <= 160 { line.to_owned() } else { line.chars().take(159).chain(['…']).collect() }
}
