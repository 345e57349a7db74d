//! The companies, organisations, people and places of a story, merged across its documents.
//!
//! Takes a telling; gives one row a name. Two documents mean the same where their fullest forms are equal but for case
//! and legal form, or where the short form of one is the alias of exactly one fuller name. `X Cloud` and `X` stay two.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Citation, DocumentId, Entity, EntityId, EntityRow, Kind, folded};

use super::cite::{of_text, quotation};
use super::member::{Member, Telling};
use super::role;

/// Legal forms that may end a company's name.
const LEGAL_FORMS: [&str; 24] = [
    "ab",
    "ag",
    "as",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "pty",
    "sa",
    "se",
    "spa",
];

/// All that the story calls by one name.
#[derive(Default)]
struct Named {
    /// Names in the documents, without case and legal form.
    names: BTreeSet<String>,
    forms: BTreeSet<String>,
    /// Forms that another document may use for it.
    shorts: BTreeSet<String>,
    /// Mentions of originals by kind, since documents may disagree on whether a name is a company.
    n_mentions: BTreeMap<Kind, usize>,
    /// Fullest first is picked when all are known.
    citations: Vec<Citation>,
    /// The entities of single documents that are joined in it.
    parts: JoinedNames,
}

/// Entities of single documents that are one to the story.
pub type JoinedNames = BTreeSet<(DocumentId, EntityId)>;

/// Class of name (so that a company and an organisation of one name meet) and core of the name.
type Key = (u8, String);

/// Rows: companies, organisations, people, places; each by mentions, then name.
pub(super) fn rows(telling: &Telling<'_>) -> Vec<EntityRow> {
    let mut rows: Vec<EntityRow> = named(telling).into_values().filter_map(|n| row(n, telling)).collect();
    rows.sort_by(|a, b| {
        (a.kind, std::cmp::Reverse(a.mentions), a.name.text()).cmp(&(
            b.kind,
            std::cmp::Reverse(b.mentions),
            b.name.text(),
        ))
    });
    rows
}

/// What the rows are made of: which entities of the documents are one.
pub(super) fn joined(telling: &Telling<'_>) -> Vec<JoinedNames> {
    named(telling).into_values().map(|named| named.parts).collect()
}

fn named(telling: &Telling<'_>) -> BTreeMap<Key, Named> {
    let mut named: BTreeMap<Key, Named> = BTreeMap::new();
    for member in &telling.members {
        gather(member, telling, &mut named);
    }
    merge_short_forms(&mut named);
    named
}

fn gather(member: &Member<'_>, telling: &Telling<'_>, named: &mut BTreeMap<Key, Named>) {
    let Some(extraction) = member.extraction else { return };
    let speaks = telling.originals().any(|o| o.document.id == member.document.id);
    for entity in extraction.entities.iter().filter(|e| class(e.kind).is_some()) {
        let mentions: Vec<_> = extraction.mentions.iter().filter(|m| m.entity.as_ref() == Some(&entity.id)).collect();
        let (Some(class), false) = (class(entity.kind), mentions.is_empty()) else { continue };
        let entry = named.entry((class, core(entity))).or_default();
        entry.names.insert(bare(&entity.name));
        entry.forms.extend(entity.aliases.iter().map(|form| folded(form)));
        entry.shorts.extend(entity.shorts.iter().cloned());
        entry.parts.insert((member.document.id.clone(), entity.id.clone()));
        entry.citations.extend(mentions.iter().map(|m| of_text(member.document, m.span)));
        if speaks {
            *entry.n_mentions.entry(entity.kind).or_insert(0) += mentions.len();
        }
    }
}

fn class(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Company | Kind::Organisation => Some(0),
        Kind::Person => Some(1),
        Kind::Place => Some(2),
        _ => None,
    }
}

/// What is equal in two documents' names for one thing: of a person the first and the last, else the bare name, or that
/// of the id where it is another (`U.S.` is the United States there). A firm's group stays apart from the firm.
fn core(entity: &Entity) -> String {
    let known = entity.id.0.split_once(':').map_or(&*entity.id.0, |(_, name)| name);
    match known.split(' ').collect::<Vec<_>>()[..] {
        [first, .., last] if entity.kind == Kind::Person && first.chars().count() > 1 => format!("{first} {last}"),
        _ => Some(bare(&entity.name)).filter(|bare| bare.starts_with(known)).unwrap_or_else(|| known.to_owned()),
    }
}

/// The name in lower case without `the` in front and legal forms behind.
fn bare(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let mut words: Vec<&str> = lower.split_whitespace().map(|w| w.trim_matches(['.', ','])).collect();
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL_FORMS.contains(&w.replace('.', "").as_str())) {
        words.pop();
    }
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ").trim_end_matches("'s").to_owned()
}

/// Lays a name that is the short form of exactly one other with that one.
fn merge_short_forms(named: &mut BTreeMap<Key, Named>) {
    // Longest first: what is called in two lengths is one before its short form is looked at.
    let mut keys: Vec<Key> = named.keys().cloned().collect();
    keys.sort_by_key(|key| (std::cmp::Reverse(key.1.len()), key.clone()));
    for key in &keys {
        let fuller = |is: &dyn Fn(&Key) -> bool| -> Vec<&Key> {
            keys.iter()
                .filter(|other| *other != key && other.0 == key.0 && key.1.len() < other.1.len() && is(other))
                .collect()
        };
        // What one document calls so says more than what any might.
        let mut found = fuller(&|other| is_alias(key, other, named));
        if found.is_empty() {
            found = fuller(&|other| is_short_elsewhere(key, other, named));
        }
        if let [fuller] = found[..]
            && let Some(short) = named.remove(key)
        {
            let home = named.entry(fuller.clone()).or_default();
            home.names.extend(short.names);
            home.forms.extend(short.forms);
            home.shorts.extend(short.shorts);
            home.citations.extend(short.citations);
            home.parts.extend(short.parts);
            short.n_mentions.into_iter().for_each(|(kind, n)| *home.n_mentions.entry(kind).or_insert(0) += n);
        }
    }
}

/// Whether `key` is an alias of `other` in its documents, or the family name of that person.
fn is_alias(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let is_family_name = key.0 == 1 && !key.1.contains(' ') && other.1.rsplit(' ').next() == Some(key.1.as_str());
    let is_form = |short: &Named, long: &Named| long.forms.iter().any(|form| short.names.contains(&bare(form)));
    is_family_name || named.get(key).zip(named.get(other)).is_some_and(|(short, long)| is_form(short, long))
}

/// Whether `key` is a short form of `other` in documents that do not name both: one that does means two things, unless
/// the short form is its initials.
fn is_short_elsewhere(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let (Some(short), Some(long)) = (named.get(key), named.get(other)) else { return false };
    let documents = |named: &Named| named.parts.iter().map(|(document, _)| document.clone()).collect::<BTreeSet<_>>();
    let is_initials = !other.1.starts_with(&key.1) && short.forms.iter().all(|form| !form.contains(char::is_lowercase));
    !long.shorts.is_disjoint(&short.names) && (is_initials || documents(short).is_disjoint(&documents(long)))
}

/// The row: the fullest cited form first, then the first mention in each other document.
fn row(mut named: Named, telling: &Telling<'_>) -> Option<EntityRow> {
    let kind =
        named.n_mentions.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind)?;
    let role = role::of(kind, &named.citations, telling);
    let fullness = |c: &Citation| folded(&c.quote).chars().count();
    let fullest =
        (0..named.citations.len()).max_by_key(|&at| (fullness(&named.citations[at]), std::cmp::Reverse(at)))?;
    let first = named.citations.remove(fullest);
    let mut seen = BTreeSet::from([first.document.clone()]);
    let others = named.citations.into_iter().filter(|c| seen.insert(c.document.clone()));
    let name = quotation(std::iter::once(first.clone()).chain(others).collect(), telling.copies)?;
    let aliases = named.forms.into_iter().filter(|form| form != name.text()).collect();
    Some(EntityRow { kind, name, aliases, mentions: named.n_mentions.values().sum(), role })
}
