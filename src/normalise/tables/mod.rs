//! The tables of laws and companies that normalisation reads: the bundled ones, and what a user adds to them.
//!
//! Takes the text of a user's files; gives [`Tables`]. A row of the user's replaces the bundled act of that name. Knows
//! no documents and touches no disk.

mod own;

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::listed::Listings;
use super::regulation::Laws;
use crate::types::content_hash;

pub use own::TableError;

/// Laws and companies to link to.
#[derive(Debug)]
pub struct Tables {
    pub(super) laws: Laws,
    pub(super) companies: Listings,
    fingerprint: String,
}

static BUNDLED: LazyLock<Tables> = LazyLock::new(|| Tables {
    laws: Laws::with(Vec::new()),
    companies: Listings::with(Vec::new()),
    fingerprint: String::new(),
});

/// Files of a user's own, each as its name and text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Own<'a> {
    /// Companies.
    pub companies: Option<(&'a str, &'a str)>,
    /// Laws.
    pub regulations: Option<(&'a str, &'a str)>,
}

impl Tables {
    /// The bundled tables.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// The bundled tables with the rows of `own`.
    pub fn with(own: Own<'_>) -> Result<Self, TableError> {
        let companies = own.companies.map(|(name, text)| own::companies(name, text)).transpose()?;
        let acts = own.regulations.map(|(name, text)| own::acts(name, text)).transpose()?;
        let mut fingerprint = String::new();
        for (_, text) in [own.companies, own.regulations].into_iter().flatten() {
            let _ = write!(fingerprint, "+{}", content_hash(text.as_bytes()));
        }
        Ok(Self {
            laws: Laws::with(acts.unwrap_or_default()),
            companies: Listings::with(companies.unwrap_or_default()),
            fingerprint,
        })
    }

    /// What tells these tables from others; empty for the bundled ones.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}
