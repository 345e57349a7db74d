//! Words of the names that stand beside figures, by which one firm is told from another.
//!
//! Takes a report, or a sentence of it; gives words in lower case.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{EntityId, Kind, Mention, words};

use super::member::{Member, Statement};

/// Words of names that tell no firm from another.
const GENERAL: [&str; 30] = [
    "ab",
    "ag",
    "and",
    "asa",
    "bank",
    "co",
    "company",
    "corp",
    "corporation",
    "for",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "international",
    "limited",
    "llc",
    "ltd",
    "national",
    "new",
    "nv",
    "of",
    "plc",
    "sa",
    "se",
    "south",
    "the",
    "trust",
    "united",
];

/// Words of a name that tell it from others, in lower case.
pub(super) fn telling_words(name: &str) -> BTreeSet<String> {
    words(name).map(str::to_lowercase).filter(|word| !GENERAL.contains(&word.as_str())).collect()
}

/// Whether two names may be of one thing: they share a word that tells it from others.
pub(super) fn may_be_one(a: &str, b: &str) -> bool {
    !telling_words(a).is_disjoint(&telling_words(b))
}

/// Whether one of two names is the other with words left out.
pub(super) fn are_forms(a: &str, b: &str) -> bool {
    let (a, b) = (telling_words(a), telling_words(b));
    a == b || !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// Words of the names of the firms, bodies and people that a report names most, three at most and each more than once: two
/// reports in the same words about different firms come from one template and differ in nothing.
pub(super) fn mains(member: &Member<'_>) -> BTreeSet<String> {
    let mut counts: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for mention in member.extraction.iter().flat_map(|extraction| &extraction.mentions) {
        if let (Kind::Company | Kind::Organisation | Kind::Person, Some(entity)) = (mention.kind, &mention.entity) {
            *counts.entry(entity).or_default() += 1;
        }
    }
    let mut often: Vec<(&EntityId, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    often.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let main: BTreeSet<&EntityId> = often.into_iter().take(3).map(|(entity, _)| entity).collect();
    let entities = member.extraction.iter().flat_map(|extraction| &extraction.entities);
    entities.filter(|entity| main.contains(&entity.id)).flat_map(|entity| telling_words(&entity.name)).collect()
}

/// Words of the names of firms in the sentence of a figure and of the firm it is about.
pub(super) fn names_of_firms(member: &Member<'_>, statement: &Statement<'_>, mention: &Mention) -> BTreeSet<String> {
    let of = mention.about.as_deref().and_then(|about| about.entity.as_ref());
    let mut entities = member.extraction.iter().flat_map(|extraction| &extraction.entities);
    let subject = entities.find(|entity| Some(&entity.id) == of && entity.kind == Kind::Company);
    let mut firms = names(member, statement, |kind| kind == Kind::Company);
    firms.extend(subject.into_iter().flat_map(|entity| telling_words(&entity.name)));
    firms
}

/// Words of the names in a sentence that are `of_kind`.
pub(super) fn names(member: &Member<'_>, statement: &Statement<'_>, of_kind: fn(Kind) -> bool) -> BTreeSet<String> {
    let named = statement.mentions.iter().filter(|m| m.kind.is_name() && of_kind(m.kind));
    named.flat_map(|m| words(member.document.words(m.span))).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
}

pub(super) fn places(member: &Member<'_>, statement: &Statement<'_>) -> BTreeSet<String> {
    let places = statement.mentions.iter().filter(|m| m.kind == Kind::Place);
    places.map(|m| member.document.words(m.span).to_owned()).collect()
}
