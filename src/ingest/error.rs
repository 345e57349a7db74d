//! Why a run cannot start reading: what was given does not exist. Faults of single records are [`Rejected`] values.
//!
//! [`Rejected`]: crate::types::Rejected

/// An input that cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// Nothing is there.
    #[error("no file or folder at `{path}`")]
    Missing {
        /// As given.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl IngestError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "check the spelling; a folder is read with everything below it",
        }
    }
}
