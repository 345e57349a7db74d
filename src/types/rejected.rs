//! A record that could not be read: a value, counted and kept, never the end of a run.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Origin;

/// Why a record was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// No words in it.
    Empty,
    /// Not well-formed (JSON, gzip, page).
    Malformed,
    /// A field holds the wrong type.
    WrongType,
    /// No field that holds text.
    NoText,
    /// Not text at all.
    Binary,
    /// Over the size limit.
    TooLarge,
    /// The file could not be opened or read.
    Unreadable,
    /// Nothing was left after cleaning.
    NothingLeft,
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Malformed => "malformed",
            Self::WrongType => "wrong type",
            Self::NoText => "no text",
            Self::Binary => "binary",
            Self::TooLarge => "too large",
            Self::Unreadable => "unreadable",
            Self::NothingLeft => "nothing left",
        })
    }
}

/// A record that was not taken, with what, where and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Where it stands.
    #[serde(flatten)]
    pub origin: Origin,
    /// Class of fault.
    pub reason: RejectReason,
    /// What was expected and found, lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}
