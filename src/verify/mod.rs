//! Proves a run: re-reads every source and checks every span, value, claim and page against it.
//!
//! Takes a [`StoredRun`], gives a [`Report`] that names whatever does not hold. Nothing stored is trusted: texts come
//! from the inputs again (for pages, the page is hashed and the kept text under `sources/` read), pages are rendered
//! again from the edition.

mod claim;
mod page;
pub mod prose;
mod source;
mod span;

use std::fmt;

use crate::config;
use crate::store::{ReadError, StoredRun};

pub use source::Sources;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: file and line, or story and claim.
    pub place: String,
    /// What was expected and found.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What was checked and what does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents whose source was read again.
    pub documents: usize,
    /// Mentions checked against their bytes.
    pub mentions: usize,
    /// Claims checked against their citations.
    pub claims: usize,
    /// Files compared with what they should be.
    pub files: usize,
    /// What does not hold, in order of the files.
    pub faults: Vec<Fault>,
}

impl Report {
    fn fault(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault { place: place.into(), message: message.into() });
    }
}

/// Checks `run` against its sources.
pub fn check(run: &StoredRun, settings: &config::Settings) -> Result<Report, ReadError> {
    let mut report = Report::default();
    let sources = Sources::read(run, &settings.ingest, &mut report);
    span::documents(run, &sources, &mut report);
    span::mentions(run, &sources, &mut report);
    claim::edition(run, &sources, &mut report);
    page::files(run, &sources, &mut report)?;
    Ok(report)
}
