//! What a figure is about: whose it is, what it measures, against what, when, and who says so.

use serde::{Deserialize, Serialize};

use super::{EntityId, Span};

/// Which way a figure went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Said to have grown, or grown to this.
    Rose,
    /// Said to have shrunk, or shrunk to this.
    Fell,
    /// A plain level.
    #[default]
    Level,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rose, Self::Fell, Self::Level];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Level => "level",
        }
    }
}

/// How real a figure is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Told as a fact.
    #[default]
    Reported,
    /// Expected.
    Forecast,
    /// Aimed at, planned or asked for.
    Target,
    /// Only if something else holds.
    Hypothetical,
    /// Said to be wrong.
    Denied,
}

impl Modality {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Reported, Self::Forecast, Self::Target, Self::Hypothetical, Self::Denied];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Forecast => "forecast",
            Self::Target => "target",
            Self::Hypothetical => "hypothetical",
            Self::Denied => "denied",
        }
    }
}

/// What a figure is about. A field is empty where the text does not settle it: an invented one is worse than none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Whose figure it is, by the fullest name the document uses.
    pub subject: Option<String>,
    /// The entity of that name, where it is one of the document's.
    pub entity: Option<EntityId>,
    /// What is measured, by the name of the taxonomy (`net_profit`).
    pub metric: Option<String>,
    /// Which way it went.
    pub direction: Direction,
    /// What it is compared with (`year_on_year`, or words of the text).
    pub base: Option<String>,
    /// Words of the text that narrow it (`Europe`, `external revenue`).
    pub scope: Option<String>,
    /// What time it is about: an ISO 8601 day or interval of days, or a fiscal term as said.
    pub period: Option<String>,
    /// Who says so, by the fullest name the document uses.
    pub attribution: Option<String>,
    /// How real it is.
    pub modality: Modality,
    /// The amount this one converts into another currency.
    pub conversion_of: Option<Span>,
}
