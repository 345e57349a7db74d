//! Which field of a record holds what, where the user says so: `--field title=headline`, `[ingest.fields]`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a field of a record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Own id of the record.
    Id,
    /// Article text.
    Text,
    /// Headline.
    Title,
    /// Time of publication.
    Published,
    /// Outlet.
    Publisher,
    /// Address.
    Url,
    /// Language.
    Language,
}

/// Fields that are named rather than inferred; a path such as `a.b` goes into the object `a`.
pub type Fields = BTreeMap<Meaning, String>;

/// The fields that a run was told to read, as `run.json` names them.
pub fn fields_of(names: &BTreeMap<String, String>) -> Fields {
    names.iter().filter_map(|(meaning, name)| Some((meaning.parse().ok()?, name.clone()))).collect()
}

impl Meaning {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Id, Self::Text, Self::Title, Self::Published, Self::Publisher, Self::Url, Self::Language];

    /// As the command line and the settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Title => "title",
            Self::Published => "published",
            Self::Publisher => "publisher",
            Self::Url => "url",
            Self::Language => "language",
        }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that no field of a record is called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown field `{0}`; known fields: `id`, `text`, `title`, `published`, `publisher`, `url`, `language`")]
pub struct UnknownMeaning(String);

impl FromStr for Meaning {
    type Err = UnknownMeaning;

    fn from_str(text: &str) -> Result<Self, UnknownMeaning> {
        Self::ALL.into_iter().find(|meaning| meaning.name() == text).ok_or_else(|| UnknownMeaning(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_is_known_by_its_name_and_the_error_lists_them() {
        for meaning in Meaning::ALL {
            assert_eq!(meaning.name().parse(), Ok(meaning));
            let error = "headline".parse::<Meaning>().expect_err("unknown").to_string();
            assert!(error.contains(&format!("`{meaning}`")), "{error}");
        }
    }
}
