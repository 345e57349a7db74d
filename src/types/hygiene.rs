//! How clean the texts of a run are, in counts: of the whole run and of each source.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{DropReason, RejectReason};

/// A part of a whole, and its share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How many.
    pub n: usize,
    /// Of the whole, 0 to 1, to four places; 0 where there is nothing.
    pub share: f64,
}

impl Part {
    /// `n` of `whole`.
    pub fn of(n: usize, whole: usize) -> Self {
        Self { n, share: (n as f64 / whole.max(1) as f64 * 1e4).round() / 1e4 }
    }
}

/// What was counted over the documents and rejected records of one source, or of the run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceHygiene {
    /// The outlet; the file where no outlet is known.
    pub source: String,
    /// Documents.
    pub documents: usize,
    /// Documents without a day of publication.
    pub undated: Part,
    /// Documents cut off by an ellipsis or a paywall.
    pub partial: Part,
    /// Documents in another language than English.
    pub not_english: Part,
    /// Documents that reprint another.
    pub copies: Part,
    /// Documents in which a text generator left its own words.
    pub machine_written_chatter: Part,
    /// Bytes of the documents in their source texts.
    pub bytes: usize,
    /// Bytes of them dropped for a reason that [`DropReason::is_boilerplate`].
    pub boilerplate: Part,
    /// Bytes dropped by reason, boilerplate or not.
    pub dropped_bytes: BTreeMap<DropReason, usize>,
    /// Records not taken.
    pub rejected: usize,
    /// The same by reason.
    pub rejected_by_reason: BTreeMap<RejectReason, usize>,
}

/// What is measured of a source: the words a table heads its column with, and the part.
pub type Measure = (&'static str, fn(&SourceHygiene) -> Part);

/// What is measured of every source.
pub const MEASURES: [Measure; 6] = [
    ("undated", |source| source.undated),
    ("partial", |source| source.partial),
    ("not English", |source| source.not_english),
    ("copies", |source| source.copies),
    ("chatter", |source| source.machine_written_chatter),
    ("boilerplate", |source| source.boilerplate),
];

/// How clean a run is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hygiene {
    /// The whole run.
    pub whole: SourceHygiene,
    /// Each source, most documents first, then by name.
    pub sources: Vec<SourceHygiene>,
}

/// Counts by reason in words, the most first: `1.2 % advert, 0.4 % share`, where `shown` gives the number.
pub fn by_count<K: Display>(counts: &BTreeMap<K, usize>, shown: impl Fn(usize) -> String) -> String {
    let mut counts: Vec<(&K, usize)> = counts.iter().map(|(reason, n)| (reason, *n)).collect();
    counts.sort_by_key(|(_, n)| Reverse(*n));
    counts.into_iter().map(|(reason, n)| format!("{} {reason}", shown(n))).collect::<Vec<_>>().join(", ")
}
