//! A span of text that names or measures something.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{About, EntityId, Span, Value};

/// What a mention is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A commercial firm.
    Company,
    /// Any other body: ministry, regulator, court, party, club, university.
    Organisation,
    /// A human being.
    Person,
    /// Country, city, region, building.
    Place,
    /// Named or numbered law, directive, standard.
    Regulation,
    /// Amount with a currency.
    Money,
    /// Per cent, percentage point, basis point.
    Percent,
    /// Number with a unit or a counted noun.
    Quantity,
    /// Day, month, quarter, year or period.
    Date,
}

impl Kind {
    /// All kinds, in the order reports use.
    pub const ALL: [Self; 9] = [
        Self::Company,
        Self::Organisation,
        Self::Person,
        Self::Place,
        Self::Regulation,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Date,
    ];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Place => "place",
            Self::Regulation => "regulation",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Quantity => "quantity",
            Self::Date => "date",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the kind names an entity rather than a figure.
    pub fn is_name(self) -> bool {
        self <= Self::Regulation
    }

    /// Whether the kind is a number with a measure; a date is none.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Money | Self::Percent | Self::Quantity)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One mention in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// What it is of.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// Probability that the span and kind are right, 0 to 1; 1 for figures, which a grammar reads.
    pub score: f32,
    /// The entity it names inside its document; `None` for figures and before normalisation.
    pub entity: Option<EntityId>,
    /// What it says, in exact form; `None` where the kind has no value or it cannot be told.
    pub value: Option<Value>,
    /// What a figure is about; `None` for names and before normalisation.
    pub about: Option<Box<About>>,
}
