//! The companies, organisations, people and places of a story, merged across its documents.
//!
//! Takes a telling; gives one row a name. Two documents mean the same where their fullest forms are equal but for case
//! and legal form, or where the short form of one is the alias of exactly one fuller name. `X Cloud` and `X` stay two.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Citation, DocumentId, Entity, EntityId, EntityRow, Kind, folded, without_accents};

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
    /// Whether a headline names it.
    in_headline: bool,
    /// Fullest first is picked when all are known.
    citations: Vec<Citation>,
    /// Where each document first names it.
    first: BTreeMap<DocumentId, usize>,
    /// The entities of single documents that are joined in it.
    parts: JoinedNames,
}

impl Named {
    /// Notes that `document` names it at `at`.
    fn name_at(&mut self, document: &DocumentId, at: usize) {
        let first = self.first.entry(document.clone()).or_insert(at);
        *first = at.min(*first);
    }
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
    merge_short_forms(&mut named, &told_apart(telling));
    named
}

/// Pairs of names of which some document has both and does not call the second by the first: `Vela` and `Vela Congo`.
fn told_apart(telling: &Telling<'_>) -> BTreeSet<(Key, Key)> {
    let mut apart = BTreeSet::new();
    for extraction in telling.members.iter().filter_map(|member| member.extraction) {
        let bodies: Vec<(&Entity, Key)> = extraction
            .entities
            .iter()
            .filter_map(|e| Some((e, (class(e.kind).filter(|class| *class == 0)?, core(e)))))
            .collect();
        for (_, key) in &bodies {
            let is_other = |(entity, other): &&(&Entity, Key)| {
                let goes_on = other.1.strip_prefix(&key.1).is_some_and(|rest| rest.starts_with(' '));
                goes_on && !entity.shorts.iter().any(|short| without_accents(short) == key.1)
            };
            apart.extend(bodies.iter().filter(is_other).map(|(_, other)| (key.clone(), other.clone())));
        }
    }
    apart
}

fn gather(member: &Member<'_>, telling: &Telling<'_>, named: &mut BTreeMap<Key, Named>) {
    let Some(extraction) = member.extraction else { return };
    let speaks = telling.originals().any(|o| o.document.id == member.document.id);
    for entity in extraction.entities.iter().filter(|e| class(e.kind).is_some()) {
        let mentions: Vec<_> = extraction.mentions.iter().filter(|m| m.entity.as_ref() == Some(&entity.id)).collect();
        let (Some(class), false) = (class(entity.kind), mentions.is_empty()) else { continue };
        let (core, bare) = (core(entity), bare(&entity.name));
        let entry = named.entry((class, core.clone())).or_default();
        // What a document keeps apart from the bare name is not called by it.
        entry.names.insert(if core.starts_with(&bare) { core } else { bare });
        entry.forms.extend(entity.aliases.iter().map(|form| folded(form)));
        entry.shorts.extend(entity.shorts.iter().map(|short| without_accents(short)));
        entry.parts.insert((member.document.id.clone(), entity.id.clone()));
        let title = member.document.title_span();
        let first = mentions.iter().map(|mention| mention.span.start()).min().unwrap_or_default();
        entry.name_at(&member.document.id, first);
        entry.in_headline |= mentions.iter().any(|m| title.is_some_and(|title| title.contains(m.span)));
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
    let known = without_accents(entity.id.0.split_once(':').map_or(&*entity.id.0, |(_, name)| name));
    match known.split(' ').collect::<Vec<_>>()[..] {
        [first, .., last] if entity.kind == Kind::Person && first.chars().count() > 1 => format!("{first} {last}"),
        _ => Some(bare(&entity.name)).filter(|bare| bare.starts_with(&known)).unwrap_or(known),
    }
}

/// The name in lower case without accents, `the` in front and legal forms behind.
fn bare(name: &str) -> String {
    let lower = without_accents(&name.to_lowercase()).replace('’', "'");
    let mut words: Vec<&str> = lower.split_whitespace().map(|w| w.trim_matches(['.', ','])).collect();
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL_FORMS.contains(&w.replace('.', "").as_str())) {
        words.pop();
    }
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ").trim_end_matches("'s").to_owned()
}

/// Lays a name that is the short form of exactly one other with that one.
fn merge_short_forms(named: &mut BTreeMap<Key, Named>, apart: &BTreeSet<(Key, Key)>) {
    // Longest first: what is called in two lengths is one before its short form is looked at.
    let mut keys: Vec<Key> = named.keys().cloned().collect();
    keys.sort_by_key(|key| (std::cmp::Reverse(key.1.len()), key.clone()));
    for key in &keys {
        let fuller = |is: &dyn Fn(&Key) -> bool| -> Vec<&Key> {
            keys.iter()
                .filter(|other| *other != key && other.0 == key.0 && key.1.len() < other.1.len() && is(other))
                .filter(|other| !apart.contains(&(key.clone(), (*other).clone())))
                .collect()
        };
        // What one document calls so says more than what any might. Of two that might, it is the one of the headlines.
        let mut found = fuller(&|other| is_alias(key, other, named));
        if found.is_empty() {
            found = fuller(&|other| is_abbreviation(key, other, named));
        }
        if found.is_empty() {
            let mut all = fuller(&|other| may_be_short(key, other, named));
            // `Vela` is `Vela Group` before it is `Vela Foods`.
            let group = all.iter().copied().find(|other| is_group(key, other) && is_apart(key, other, named));
            all = group.map_or(all, |group| vec![group]);
            let is_one = all.len() == 1;
            let is_meant = |other: &&Key| is_one || named.get(*other).is_some_and(|named| named.in_headline);
            found = all.into_iter().filter(is_meant).collect();
            found.retain(|other| {
                is_short(key, other, named)
                    && if is_one { is_apart(key, other, named) } else { !is_told_apart(key, other, named) }
            });
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
            short.first.iter().for_each(|(document, at)| home.name_at(document, *at));
            home.in_headline |= short.in_headline;
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

/// Whether `key` is letters of `other` in one word: `VPH`, `BoV`, `VelPor`.
fn is_abbreviation(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let has_capitals = |form: &String| form.chars().filter(|c| c.is_uppercase()).count() > 1 && !form.contains(' ');
    let is_coined = |named: &Named| named.forms.iter().all(has_capitals);
    !other.1.starts_with(&key.1) && named.get(key).is_some_and(is_coined) && is_short(key, other, named)
}

/// Whether a text might call `other` by `key`: its short form or the last word of its name.
fn may_be_short(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    other.1.rsplit(' ').next() == Some(key.1.as_str()) || is_short(key, other, named)
}

fn is_short(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let is_short = |short: &Named, long: &Named| !long.shorts.is_disjoint(&short.names);
    named.get(key).zip(named.get(other)).is_some_and(|(short, long)| is_short(short, long))
}

/// Whether no document names both `key` and `other`: one that does means two things.
fn is_apart(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let documents = |named: &Named| named.parts.iter().map(|(document, _)| document.clone()).collect::<BTreeSet<_>>();
    named.get(key).zip(named.get(other)).is_some_and(|(short, long)| documents(short).is_disjoint(&documents(long)))
}

/// Whether `other` is `key` with a word behind it that tells a firm from its units.
fn is_group(key: &Key, other: &Key) -> bool {
    let tail = other.1.strip_prefix(&key.1).map(str::trim_start);
    tail.is_some_and(|tail| matches!(tail, "group" | "holding" | "holdings" | "group holding" | "group holdings"))
}

/// Whether a document names `other` and then `key`, which it does not take for a short form of that.
fn is_told_apart(key: &Key, other: &Key, named: &BTreeMap<Key, Named>) -> bool {
    let is_after = |short: &Named, long: &Named| {
        long.first.iter().any(|(document, at)| short.first.get(document).is_some_and(|short| short > at))
    };
    named.get(key).zip(named.get(other)).is_some_and(|(short, long)| is_after(short, long))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::{Material, joined_names};
    use crate::types::{Copies, Document, Extraction, Joined, Mention, Story, StoryId, example};

    /// A report of `title` and one sentence, with each company's short forms behind it.
    fn report(at: usize, title: &str, sentence: &str, names: &[(&str, &[&str])]) -> (Document, Extraction) {
        let document = example::document(&format!("{at}"), None, title, &[sentence]);
        let kinds: Vec<(Kind, &str)> = names.iter().map(|(name, _)| (Kind::Company, *name)).collect();
        let mut extraction = example::extraction(&document, &kinds, &[]);
        for (entity, (name, shorts)) in extraction.entities.iter_mut().zip(names) {
            entity.shorts = shorts.iter().map(|short| (*short).to_owned()).collect();
            if let Some(span) = title.find(name).and_then(|at| crate::types::Span::new(at, at + name.len()).ok()) {
                let (kind, entity) = (Kind::Company, Some(entity.id.clone()));
                extraction.mentions.insert(0, Mention { kind, span, score: 0.9, entity, value: None, about: None });
            }
        }
        (document, extraction)
    }

    /// What the reports call by one name, in order of the name.
    fn groups(reports: &[(Document, Extraction)]) -> Vec<String> {
        let joined = |(document, _): &(Document, Extraction)| Joined {
            document: document.id.clone(),
            reason: "test".to_owned(),
        };
        let story = Story { id: StoryId("s".into()), documents: reports.iter().map(joined).collect() };
        let material = Material {
            documents: &reports.iter().map(|(document, _)| (document.id.clone(), document)).collect(),
            extractions: &reports.iter().map(|(_, extraction)| (extraction.document.clone(), extraction)).collect(),
            copies: &Copies::default(),
            earlier: &BTreeMap::new(),
            questions: &BTreeMap::new(),
            print: &|_| String::new(),
        };
        let name = |id: &EntityId| id.0.trim_start_matches("company:").to_owned();
        let named = joined_names(&story, &material);
        named.iter().map(|parts| parts.iter().map(|(_, id)| name(id)).collect::<BTreeSet<_>>()).map(shown).collect()
    }

    fn shown(names: BTreeSet<String>) -> String {
        names.into_iter().collect::<Vec<_>>().join(" = ")
    }

    #[test]
    fn of_two_firms_of_one_head_the_short_form_is_that_of_the_headlines() {
        let wide = [("Vela Ports", &["vela"][..]), ("Vela Foods", &["vela"])];
        let short =
            report(1, "Fees", "Vela pays, and Vela Foods does not.", &[("Vela Foods", &["vela"]), ("Vela", &[])]);
        let told = report(0, "Vela Ports to pay", "Vela Ports sued Vela Foods.", &wide);
        assert_eq!(groups(&[told, short.clone()]), ["vela foods", "vela = vela ports"]);
        let untold = report(0, "A firm is to pay", "Vela Ports sued Vela Foods.", &wide);
        assert_eq!(groups(&[untold, short]), ["vela", "vela foods", "vela ports"]);
    }

    #[test]
    fn a_short_form_is_not_the_firm_that_its_report_names_before_it() {
        let wide = [("Port Vela", &["vela"][..]), ("Vela Foods", &["vela"])];
        let told = report(0, "Port Vela to pay", "Port Vela sued Vela Foods.", &wide);
        let short = |sentence: &str| report(1, "Fees", sentence, &[("Port Vela", &["vela"]), ("Vela", &[])]);
        let one = ["port vela = vela", "vela foods"];
        assert_eq!(groups(&[told.clone(), short("Vela pays, said Port Vela.")]), one);
        let two = ["port vela", "vela", "vela foods"];
        assert_eq!(groups(&[told, short("Port Vela pays, and Vela does not.")]), two);
    }

    #[test]
    fn what_one_report_keeps_apart_no_other_joins() {
        let parted = [("Vela", &[][..]), ("Vela Congo", &[])];
        let headline = report(1, "Vela grows", "Vela Congo pays.", &[("Vela Congo", &["vela"])]);
        let mut joined = headline.clone();
        joined.1.entities[0].aliases.push("Vela".to_owned());
        let told = report(0, "Vela to pay", "Vela sells Vela Congo.", &parted);
        assert_eq!(groups(&[told, joined]), ["vela", "vela congo"]);
    }

    #[test]
    fn a_short_form_of_a_group_and_of_its_unit_is_the_groups() {
        let told = report(
            0,
            "Fees",
            "Vela Foods and Vela Group pay.",
            &[("Vela Foods", &["vela"]), ("Vela Group", &["vela"])],
        );
        assert_eq!(
            groups(&[told, report(1, "Debts", "Vela pays.", &[("Vela", &[])])]),
            ["vela foods", "vela = vela group"]
        );
    }

    #[test]
    fn a_last_word_that_two_names_have_is_of_neither() {
        let firms = [("Orla & Marsh", &["marsh"][..]), ("Marsh Bank", &["marsh"])];
        let reports = [
            report(0, "Loans", "Orla & Marsh owes Marsh Bank.", &firms),
            report(1, "Debts", "Marsh pays.", &[("Marsh", &[])]),
        ];
        assert_eq!(groups(&reports), ["marsh", "marsh bank", "orla & marsh"]);
    }

    #[test]
    fn letters_in_one_word_join_though_a_report_has_the_name_too() {
        let full = ("Bank of Vela", &["bov"][..]);
        let reports = [
            report(0, "Loans", "Bank of Vela pays.", &[full]),
            report(1, "Debts", "BoV owes, and Bank of Vela pays.", &[full, ("BoV", &[])]),
        ];
        assert_eq!(groups(&reports), ["bank of vela = bov"]);
    }

    #[test]
    fn accents_do_not_part_a_name() {
        let reports = [
            report(0, "Loans", "Société Vela pays.", &[("Société Vela", &[])]),
            report(1, "Debts", "Societe Vela owes.", &[("Societe Vela", &[])]),
        ];
        assert_eq!(groups(&reports).len(), 1);
    }
}
