//! Counts what was wrong with the texts of a run, source by source.
//!
//! Takes the lines of `documents.jsonl` and `rejected.jsonl`, gives [`Hygiene`]; so the same counts come out of a run
//! that is being written and of one that is read back. Knows no text: flags and byte ranges are all it looks at.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::store::DocumentRecord;
use crate::types::{DropReason, Flag, Hygiene, Part, RejectReason, Rejected, SourceHygiene};

/// Name of the row for the whole run.
const WHOLE: &str = "all";

/// The hygiene of a run of `documents` and `rejected` records.
pub fn report(documents: impl IntoIterator<Item: Borrow<DocumentRecord>>, rejected: &[Rejected]) -> Hygiene {
    let mut tallies = Tallies::default();
    documents.into_iter().for_each(|document| tallies.add(document.borrow()));
    tallies.hygiene(rejected)
}

/// Counts of a run whose documents come one at a time.
#[derive(Debug, Default)]
pub struct Tallies {
    whole: Tally,
    sources: BTreeMap<String, Tally>,
}

impl Tallies {
    /// Counts `document`.
    pub fn add(&mut self, document: &DocumentRecord) {
        self.whole.add(document);
        self.sources.entry(source(document).to_owned()).or_default().add(document);
    }

    /// The hygiene of the documents counted and of `rejected` records.
    pub fn hygiene(self, rejected: &[Rejected]) -> Hygiene {
        let Self { mut whole, mut sources } = self;
        for rejected in rejected {
            whole.reject(rejected.reason);
            // A record that was not taken tells no outlet.
            sources.entry(rejected.origin.path.clone()).or_default().reject(rejected.reason);
        }
        let mut sources: Vec<SourceHygiene> = sources.into_iter().map(|(name, tally)| tally.hygiene(name)).collect();
        sources.sort_by_key(|source| std::cmp::Reverse(source.documents));
        Hygiene { whole: whole.hygiene(WHOLE.to_owned()), sources }
    }
}

/// The outlet, which is the host of the address where the page names none (`clean` sees to that), else the file.
fn source(document: &DocumentRecord) -> &str {
    document.publisher.as_deref().unwrap_or(&document.path)
}

#[derive(Debug, Default)]
struct Tally {
    documents: usize,
    copies: usize,
    flags: BTreeMap<Flag, usize>,
    bytes: usize,
    dropped: BTreeMap<DropReason, usize>,
    rejected: BTreeMap<RejectReason, usize>,
}

impl Tally {
    fn add(&mut self, document: &DocumentRecord) {
        self.documents += 1;
        self.copies += usize::from(document.copy_of.is_some());
        self.bytes += document.end - document.start;
        for flag in &document.flags {
            *self.flags.entry(*flag).or_default() += 1;
        }
        for dropped in &document.dropped {
            *self.dropped.entry(dropped.reason).or_default() += dropped.span.len();
        }
    }

    fn reject(&mut self, reason: RejectReason) {
        *self.rejected.entry(reason).or_default() += 1;
    }

    fn hygiene(self, source: String) -> SourceHygiene {
        let of_documents = |n: usize| Part::of(n, self.documents);
        let flagged = |flag: Flag| of_documents(self.flags.get(&flag).copied().unwrap_or_default());
        let boilerplate = self.dropped.iter().filter(|(reason, _)| reason.is_boilerplate()).map(|(_, n)| n).sum();
        SourceHygiene {
            source,
            documents: self.documents,
            undated: flagged(Flag::Undated),
            partial: flagged(Flag::Partial),
            not_english: flagged(Flag::NotEnglish),
            copies: of_documents(self.copies),
            machine_written_chatter: flagged(Flag::MachineWrittenChatter),
            bytes: self.bytes,
            boilerplate: Part::of(boilerplate, self.bytes),
            rejected: self.rejected.values().sum(),
            dropped_bytes: self.dropped,
            rejected_by_reason: self.rejected,
        }
    }
}

#[cfg(test)]
mod tests;
