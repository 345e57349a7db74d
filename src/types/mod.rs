//! The nouns of wirebrief, one type per stage: `Article → Document → Mention → Extraction → Story → Brief`.
//!
//! Plain data with checked constructors. This module imports nothing of the rest of the crate, touches no disk and
//! knows no stage; every other module may name it.

mod about;
mod article;
mod brief;
mod copies;
mod document;
mod edition;
#[cfg(test)]
pub(crate) mod example;
mod extraction;
mod hygiene;
mod ids;
mod mention;
mod rejected;
mod span;
mod story;
mod value;
mod vector;
mod word;

pub use about::{About, Direction, Modality};
pub use article::{Article, Content, Metadata, Origin};
pub use brief::{
    Brief, Citation, Claim, ClaimError, Difference, DifferenceKind, EntityRow, FigureAbout, FigureRow, News, Position,
    RegulationRow, Role, Source, SourceField, TimelineRow,
};
pub use copies::{Copies, Copy};
pub use document::{Cleaned, Document, DropReason, Dropped, Flag, Publication, Sentence, Title};
pub use edition::{AsEdition, Briefs, Edition};
pub use extraction::{Entity, Extraction};
pub use hygiene::{Hygiene, MEASURES, Measure, Part, SourceHygiene, by_count};
pub use ids::{ContentHasher, DocumentId, EntityId, StoryId, content_hash, sha256_hex};
pub use mention::{Kind, Mention};
pub use rejected::{RejectReason, Rejected};
pub use span::{Span, SpanError};
pub use story::{Joined, Story};
pub use value::{
    Amount, Bound, CompanyRef, DateRange, Money, Percent, PercentUnit, Quantity, RegulationIds, RegulationRef,
    RegulationStatus, Value, is_rounded, significant,
};
pub use vector::Vector;
pub use word::{content_stems, folded, is_day_or_month, is_stop_word, stem, stem_of_lower, without_accents, words};
