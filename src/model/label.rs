//! Labels of words in the BIO scheme, as `id2label` of a model's `config.json` lists them.

use std::collections::BTreeMap;

use crate::types::Kind;

/// What a word is to the name it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// In no name.
    Outside,
    /// First word of a name.
    Begin(Kind),
    /// Further word of a name.
    Inside(Kind),
}

impl Label {
    /// The label written `O`, `B-company`, `I-company`, …; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "O" {
            return Some(Self::Outside);
        }
        let (prefix, kind) = text.split_once('-')?;
        let kind = Kind::from_name(kind).filter(|kind| kind.is_name())?;
        match prefix {
            "B" => Some(Self::Begin(kind)),
            "I" => Some(Self::Inside(kind)),
            _ => None,
        }
    }

    /// The kind of name, or `None` outside.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Outside => None,
            Self::Begin(kind) | Self::Inside(kind) => Some(kind),
        }
    }

    /// Whether `self` may stand right after `before` (`None` at the start of a sentence): `I-x` only follows `B-x` or `I-x`.
    pub fn may_follow(self, before: Option<Self>) -> bool {
        match self {
            Self::Inside(kind) => before.and_then(Self::kind) == Some(kind),
            Self::Outside | Self::Begin(_) => true,
        }
    }
}

/// The labels of `id2label` in order of id, or what is wrong with them.
pub(super) fn labels(id2label: &BTreeMap<String, String>) -> Result<Vec<Label>, String> {
    let mut labels = Vec::with_capacity(id2label.len());
    for id in 0..id2label.len() {
        let text = id2label.get(&id.to_string()).ok_or(format!("expected label {id} in `id2label`, found none"))?;
        labels.push(Label::parse(text).ok_or(format!(
            "expected `O`, `B-KIND` or `I-KIND` (kinds: company, organisation, person, place, regulation), found `{text}`"
        ))?);
    }
    if labels.contains(&Label::Outside) { Ok(labels) } else { Err("expected a label `O`, found none".to_owned()) }
}
