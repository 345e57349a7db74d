//! The briefs of a day, wherever they are kept.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;
use serde::ser::{Error as _, SerializeSeq as _, SerializeStruct as _};
use serde::{Deserialize, Serialize, Serializer};

use super::Brief;

/// Briefs of one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// The day.
    pub date: Date,
    /// Briefs, weightiest first.
    pub briefs: Vec<Brief>,
}

/// An edition in memory, or one too large for it that is read a brief at a time.
pub trait Briefs {
    /// The day.
    fn date(&self) -> Date;
    /// How many briefs there are.
    fn n_stories(&self) -> usize;
    /// How many documents they tell from.
    fn n_documents(&self) -> usize;
    /// The briefs, weightiest first.
    fn briefs(&self) -> impl Iterator<Item = io::Result<Cow<'_, Brief>>>;
}

impl Briefs for Edition {
    fn date(&self) -> Date {
        self.date
    }

    fn n_stories(&self) -> usize {
        self.briefs.len()
    }

    fn n_documents(&self) -> usize {
        self.briefs.iter().map(|brief| brief.sources.len()).sum()
    }

    fn briefs(&self) -> impl Iterator<Item = io::Result<Cow<'_, Brief>>> {
        self.briefs.iter().map(|brief| Ok(Cow::Borrowed(brief)))
    }
}

/// Writes any edition as [`Edition`] is written.
#[derive(Debug)]
pub struct AsEdition<'a, B>(pub &'a B);

impl<B: Briefs> Serialize for AsEdition<'_, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut edition = serializer.serialize_struct("Edition", 2)?;
        edition.serialize_field("date", &self.0.date())?;
        edition.serialize_field("briefs", &InOrder(self.0))?;
        edition.end()
    }
}

struct InOrder<'a, B>(&'a B);

impl<B: Briefs> Serialize for InOrder<'_, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut briefs = serializer.serialize_seq(Some(self.0.n_stories()))?;
        for brief in self.0.briefs() {
            briefs.serialize_element(&*brief.map_err(S::Error::custom)?)?;
        }
        briefs.end()
    }
}
