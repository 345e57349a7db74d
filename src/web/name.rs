//! Companies and laws over all editions: where each is mentioned, in which stories, and what is known of it.
//!
//! Two mentions are of one name where `normalise` gave them the same entity id.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::link;
use crate::store::MentionRecord;
use crate::types::{DocumentId, Kind, RegulationIds, RegulationStatus, Span, StoryId, Value};

/// Where a name is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) date: Date,
    pub(super) document: DocumentId,
    pub(super) span: Span,
}

/// A company or law.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) kind: Kind,
    /// Entity id without its kind.
    pub(super) key: String,
    /// Words it is mentioned by.
    pub(super) forms: BTreeSet<String>,
    /// What is known of it: label and value.
    pub(super) facts: BTreeSet<(String, String)>,
    /// In order of day and place.
    pub(super) places: Vec<Place>,
    /// Mentions in each story.
    pub(super) stories: BTreeMap<(Date, StoryId), usize>,
    /// Canonical names by how often each is given.
    canonical: BTreeMap<String, usize>,
}

impl Name {
    /// The canonical name most documents give, else the key.
    pub(super) fn title(&self) -> &str {
        let most = self.canonical.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map_or(&self.key, |(name, _)| name)
    }

    fn learn(&mut self, value: Value) {
        match value {
            Value::Company(company) => {
                self.facts.extend(company.ids);
                *self.canonical.entry(company.name).or_default() += 1;
            }
            Value::Regulation(law) => {
                self.facts.extend(identifiers(law.ids));
                self.facts.extend(status(law.status).map(|words| ("status".to_owned(), words.to_owned())));
                *self.canonical.entry(law.name).or_default() += 1;
            }
            _ => {}
        }
    }
}

/// All companies and laws.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: Vec<Name>,
    by_key: BTreeMap<(Kind, String), usize>,
}

impl Names {
    /// Takes a mention of a document of `story`; the index of its name, or `None` for a mention that has no page.
    pub(super) fn add(&mut self, date: Date, mention: &MentionRecord, story: &StoryId) -> Option<usize> {
        let idx = self.idx(mention)?;
        let span = Span::new(mention.start, mention.end).ok()?;
        let name = &mut self.all[idx];
        name.forms.insert(mention.text.clone());
        name.places.push(Place { date, document: mention.document.clone(), span });
        *name.stories.entry((date, story.clone())).or_default() += 1;
        if let Some(value) = mention.value.as_ref().and_then(|value| Value::from_json(mention.kind, value)) {
            name.learn(value);
        }
        Some(idx)
    }

    fn idx(&mut self, mention: &MentionRecord) -> Option<usize> {
        link::shelf(mention.kind)?;
        let id = &mention.entity.as_ref()?.0;
        let key = id.split_once(':').map_or(&**id, |(_, key)| key).to_owned();
        let next = self.all.len();
        let idx = *self.by_key.entry((mention.kind, key.clone())).or_insert(next);
        if idx == next {
            self.all.push(Name {
                kind: mention.kind,
                key,
                forms: BTreeSet::new(),
                facts: BTreeSet::new(),
                places: Vec::new(),
                stories: BTreeMap::new(),
                canonical: BTreeMap::new(),
            });
        }
        Some(idx)
    }

    /// Every name.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Name> {
        self.all.iter()
    }

    /// The name of that index.
    pub(super) fn get(&self, idx: usize) -> Option<&Name> {
        self.all.get(idx)
    }

    /// The name of that kind and key.
    pub(super) fn find(&self, kind: Kind, key: &str) -> Option<&Name> {
        self.get(*self.by_key.get(&(kind, key.to_owned()))?)
    }
}

fn identifiers(ids: RegulationIds) -> impl Iterator<Item = (String, String)> {
    let us_code = ids.us_code_in_words();
    let labelled = [
        ("CELEX", ids.celex),
        ("ELI", ids.eli),
        ("US Public Law", ids.public_law),
        ("U.S. Code", us_code),
        ("official number", ids.number),
    ];
    labelled.into_iter().filter_map(|(label, id)| Some((label.to_owned(), id?)))
}

fn status(status: RegulationStatus) -> Option<&'static str> {
    match status {
        RegulationStatus::InForce => Some("in force"),
        RegulationStatus::Adopted => Some("adopted, not yet in force"),
        RegulationStatus::Proposed => Some("proposed"),
        RegulationStatus::Repealed => Some("no longer in force"),
        RegulationStatus::Unknown => None,
    }
}
