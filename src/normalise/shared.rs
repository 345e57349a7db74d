//! Names of companies that one report of an event is sure of, marked in its other reports.
//!
//! Takes the reports of a story. What is a company in one of them is one in the next, where the model missed it or took
//! it for a person or a place; a headline in capitals is read as well. Reports that gain a name are told anew: entities,
//! identifiers, and what their figures are about.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::entity::name::{self, Strip, is_contracted};
use super::entity::{self, Kin};
use super::{Tables, alone, company_short_forms, told, whole_text};
use crate::model::{ModelError, Reading};
use crate::types::{About, Document, Entity, EntityId, Extraction, Kind, Mention, Span};

/// What gives the model's reading of a report whose mentions are given.
pub type Read<'a> = &'a dyn Fn(&Document, &[Mention]) -> Result<Option<Reading>, ModelError>;

/// Score from which a name, in any of its forms, is evidence for the other reports.
const EVIDENCE: f32 = 0.9;
/// Share of the evidence's score that a name in another report gets.
const SHARE: f32 = 0.8;
/// Score from which a person or place is one though a company is called so, and though it is called so for short.
const CERTAIN: [f32; 2] = [0.97, 0.9];
/// By how much a company must outweigh the people and places of the same words.
const MARGIN: f32 = 1.5;

/// What a name is of.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    kind: Kind,
    score: f32,
    /// Score from which a person or place stands against it.
    certain: f32,
}

/// What the reports say of the words of a name.
#[derive(Debug, Default)]
struct Votes {
    company: f32,
    organisation: f32,
    best: f32,
    /// Sum over the people and places that are called so.
    other: f32,
}

impl Votes {
    /// The kind and score of a name that is surely of a company or another body.
    fn evidence(&self) -> Option<Evidence> {
        let kind = if self.company >= self.organisation { Kind::Company } else { Kind::Organisation };
        let is_sure = self.best >= EVIDENCE && self.company + self.organisation > self.other * MARGIN;
        is_sure.then_some(Evidence { kind, score: self.best * SHARE, certain: CERTAIN[0] })
    }
}

/// Marks the names of companies and other bodies that some of `reports` are sure of in all of them.
/// `read` gives what the model reads of the figures of a report that is told anew.
pub fn settle_names(
    reports: &mut [(&Document, &mut Extraction)],
    tables: &Tables,
    read: Read<'_>,
) -> Result<(), ModelError> {
    if reports.len() > 1 {
        mark(reports, tables, read)?;
        add_contractions(reports);
    }
    Ok(())
}

fn mark(reports: &mut [(&Document, &mut Extraction)], tables: &Tables, read: Read<'_>) -> Result<(), ModelError> {
    let evidence = evidence(reports);
    let surfaces: Vec<&str> = evidence.keys().map(String::as_str).collect();
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&surfaces) else {
        return Ok(());
    };
    let companies = evidence.iter().filter(|(_, of)| of.kind == Kind::Company);
    let known: BTreeSet<&str> = companies.map(|(words, _)| words.as_str()).collect();
    let changed: Vec<bool> = reports
        .iter_mut()
        .map(|(document, extraction)| {
            let is_ended = settle_ends(document, &mut extraction.mentions, &known);
            let found = marked(document, &extraction.mentions, (&finder, &surfaces, &evidence));
            let is_changed = is_ended || !found.is_empty();
            extraction.mentions.retain(|mention| !found.iter().any(|other| other.span.overlaps(mention.span)));
            extraction.mentions.extend(found);
            extraction.mentions.sort_by_key(|mention| (mention.span, mention.kind));
            is_changed
        })
        .collect();
    let told = |(document, extraction): &(&Document, &mut Extraction)| {
        entity::kin(document, &whole_text(document), &extraction.mentions)
    };
    let kin: Vec<BTreeSet<Kin>> = reports.iter().map(told).collect();
    let all: BTreeSet<Kin> = kin.iter().flatten().cloned().chain(namesakes(reports)).collect();
    for (((document, extraction), own), is_changed) in reports.iter_mut().zip(&kin).zip(changed) {
        if is_changed || all.difference(own).any(|kin| is_named(kin, &extraction.entities)) {
            let reading = read(document, &extraction.mentions)?;
            tell_anew(document, extraction, (tables, &all), reading.as_ref());
        }
    }
    Ok(())
}

/// Ends the companies of `document` where the `known` names that begin so end; says whether that changed one. Of a headline
/// in capitals the model takes too much: `VELA FREIGHT ARM` is `VELA`.
fn settle_ends(document: &Document, mentions: &mut [Mention], known: &BTreeSet<&str>) -> bool {
    let starts: Vec<usize> =
        mentions.iter().skip(1).map(|next| next.span.start()).chain([document.source.len()]).collect();
    let mut is_changed = false;
    for (mention, next) in mentions.iter_mut().zip(starts).filter(|(mention, _)| mention.kind == Kind::Company) {
        let more = alone::whole(&document.source, mention.span, known).filter(|span| span.end() <= next);
        let settled = more.or_else(|| cut(document, mention.span, known));
        is_changed |= settled.is_some();
        mention.span = settled.unwrap_or(mention.span);
    }
    is_changed
}

/// `span` in a line of capitals up to the last word with which it is the start of a known name.
fn cut(document: &Document, span: Span, known: &BTreeSet<&str>) -> Option<Span> {
    let line = document.read_spans().find(|line| line.contains(span))?;
    let words = document.words(span);
    if document.words(line).contains(char::is_lowercase)
        || known.range(words..).next().is_some_and(|name| name.starts_with(words))
    {
        return None;
    }
    let ends = words.match_indices(' ').map(|(at, _)| at).rev();
    let end = ends.into_iter().find(|end| known.contains(&words[..*end]))?;
    Span::new(span.start(), span.start() + end).ok()
}

/// Firms that some report names by one word or more and a legal form alone, as owners of all firms whose names go on from
/// there: in a story of `Vela AG` and `Vela Stahl`, `Vela` is the first.
fn namesakes(reports: &[(&Document, &mut Extraction)]) -> Vec<Kin> {
    let entities = reports.iter().flat_map(|(_, extraction)| &extraction.entities);
    let aliases = entities.filter(|entity| entity.kind == Kind::Company).flat_map(|entity| &entity.aliases);
    let names: BTreeMap<&String, Vec<String>> =
        aliases.map(|alias| (alias, name::core(alias, Strip::Generic))).collect();
    let is_whole =
        |alias: &str, core: &[String]| name::has_legal_form(alias) && name::core(alias, Strip::Legal) == core;
    let wholes: BTreeSet<&Vec<String>> =
        names.iter().filter(|(alias, core)| is_whole(alias, core)).map(|(_, core)| core).collect();
    let cores: BTreeSet<&Vec<String>> = names.values().collect();
    wholes.iter().flat_map(|whole| cores.iter().filter_map(|core| Kin::of_namesake(core, whole))).collect()
}

/// Whether a report whose `entities` are given may name one of `kin`.
fn is_named(kin: &Kin, entities: &[Entity]) -> bool {
    let bodies = entities.iter().filter(|entity| matches!(entity.kind, Kind::Company | Kind::Organisation));
    bodies.flat_map(|entity| &entity.aliases).any(|alias| kin.concerns(&name::core(alias, Strip::Generic)))
}

/// Entities and identifiers with the names and the units and owners that the other reports tell of; of figures, whose they are and who says so. What they measure and when
/// stays as it was read, with the model at hand.
fn tell_anew(
    document: &Document,
    extraction: &mut Extraction,
    (tables, kin): (&Tables, &BTreeSet<Kin>),
    reading: Option<&Reading>,
) {
    let before: BTreeMap<Span, Box<About>> =
        extraction.mentions.iter_mut().filter_map(|mention| Some((mention.span, mention.about.take()?))).collect();
    let text = whole_text(document);
    let known = entity::Known { text: &text, companies: &tables.companies, kin };
    extraction.entities = told(document, &mut extraction.mentions, &known, reading);
    for mention in &mut extraction.mentions {
        let (Some(now), Some(was)) = (&mut mention.about, before.get(&mention.span)) else { continue };
        let About { subject, entity, attribution, .. } = std::mem::take(now.as_mut());
        **now = About { subject, entity, attribution, ..(**was).clone() };
    }
}

/// Adds to the short forms of each company the forms of others' reports that contract its name: `VelPor` for `Vela Ports`.
fn add_contractions(reports: &mut [(&Document, &mut Extraction)]) {
    let is_body = |entity: &&Entity| matches!(entity.kind, Kind::Company | Kind::Organisation);
    let start = |name: &str| name.chars().take(2).flat_map(char::to_lowercase).collect::<String>();
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entity in reports.iter().flat_map(|(_, extraction)| &extraction.entities).filter(is_body) {
        for alias in &entity.aliases {
            forms.entry(start(alias)).or_default().insert(alias.clone());
        }
    }
    for (_, extraction) in reports.iter_mut() {
        for entity in extraction.entities.iter_mut().filter(|entity| is_body(&&**entity)) {
            let alike = forms.get(&start(&entity.name)).into_iter().flatten();
            let new: Vec<String> =
                alike.filter(|form| is_contracted(form, &entity.name)).map(|form| form.to_lowercase()).collect();
            entity.shorts.extend(new);
            entity.shorts.sort();
            entity.shorts.dedup();
        }
    }
}

/// The bodies that some report is sure of: by the forms of their names, by short forms of these, and by both in capitals.
fn evidence(reports: &[(&Document, &mut Extraction)]) -> BTreeMap<String, Evidence> {
    let mut votes: BTreeMap<&str, Votes> = BTreeMap::new();
    let mut parts: BTreeSet<&str> = BTreeSet::new();
    for (document, extraction) in reports {
        for mention in extraction.mentions.iter().filter(|m| matches!(m.kind, Kind::Person | Kind::Place)) {
            let words = document.words(mention.span);
            votes.entry(words).or_default().other += mention.score;
            parts.extend(words.split(' ').filter(|part| *part != words));
        }
        let mut scores: BTreeMap<&EntityId, (f32, f32)> = BTreeMap::new();
        for (entity, score) in extraction.mentions.iter().filter_map(|m| Some((m.entity.as_ref()?, m.score))) {
            let (sum, best) = scores.entry(entity).or_default();
            *sum += score;
            *best = best.max(score);
        }
        for entity in extraction.entities.iter().filter(|e| matches!(e.kind, Kind::Company | Kind::Organisation)) {
            let (sum, best) = scores.get(&entity.id).copied().unwrap_or_default();
            for alias in &entity.aliases {
                let votes = votes.entry(alias).or_default();
                *(if entity.kind == Kind::Company { &mut votes.company } else { &mut votes.organisation }) += sum;
                votes.best = votes.best.max(best);
            }
        }
    }
    let named = votes.iter().filter(|(words, _)| words.chars().count() > 1 && words.contains(char::is_uppercase));
    let mut evidence: BTreeMap<String, Evidence> =
        named.filter_map(|(words, votes)| Some(((*words).to_owned(), votes.evidence()?))).collect();
    add_short_forms(&mut evidence, &votes);
    // A word of a person's or a place's name is one of a company's only where nothing stands against it.
    for (_, of) in evidence.iter_mut().filter(|(words, _)| parts.contains(words.as_str())) {
        of.certain = 0.0;
    }
    let capitals: Vec<(String, Evidence)> =
        evidence.iter().map(|(words, of)| (words.to_uppercase(), Evidence { certain: CERTAIN[1], ..*of })).collect();
    for (words, of) in capitals {
        evidence.entry(words).or_insert(of);
    }
    evidence
}

/// Adds the short forms of companies that no two of them bear, and that no person or place has been called by more surely.
fn add_short_forms(evidence: &mut BTreeMap<String, Evidence>, votes: &BTreeMap<&str, Votes>) {
    let mut bearers: BTreeMap<String, (BTreeSet<String>, f32)> = BTreeMap::new();
    for (words, of) in evidence.iter().filter(|(_, of)| of.kind == Kind::Company) {
        for form in company_short_forms(words) {
            let (bearers, score) = bearers.entry(form.words).or_default();
            bearers.insert(form.whole);
            *score = score.max(of.score * SHARE);
        }
    }
    for (words, (bearers, score)) in bearers.into_iter().filter(|(_, (bearers, _))| bearers.len() == 1) {
        let is_whole = bearers.contains(&words.to_lowercase());
        let certain = if is_whole { CERTAIN[0] } else { CERTAIN[1] };
        if votes.get(&*words).is_none_or(|votes| votes.other < certain) {
            evidence.entry(words).or_insert(Evidence { kind: Kind::Company, score, certain });
        }
    }
}

/// What of the evidence stands in `document` and is not marked so.
fn marked(
    document: &Document,
    mentions: &[Mention],
    (finder, surfaces, evidence): (&AhoCorasick, &[&str], &BTreeMap<String, Evidence>),
) -> Vec<Mention> {
    let found = alone::places(document, finder, surfaces).into_iter();
    let sure = found.filter(|(span, surface)| may_mark(mentions, *span, evidence[*surface].certain));
    let mention = |(span, surface): (Span, &str)| {
        let Evidence { kind, score, .. } = evidence[surface];
        Mention { kind, span, score, entity: None, value: None, about: None }
    };
    sure.map(mention).collect()
}

/// Whether `span` meets nothing, or only what it covers and what is in doubt: people and places with a score below
/// `certain`, and the first words of a name that goes on.
fn may_mark(mentions: &[Mention], span: Span, certain: f32) -> bool {
    let start = mentions.partition_point(|mention| mention.span.end() <= span.start());
    let mut met = mentions[start..].iter().take_while(|mention| mention.span.start() < span.end());
    met.all(|mention| {
        let is_doubtful = match mention.kind {
            Kind::Person | Kind::Place => mention.score < certain,
            Kind::Company | Kind::Organisation => {
                mention.span != span && (certain >= CERTAIN[0] || mention.span.start() == span.start())
            }
            _ => false,
        };
        is_doubtful && span.contains(mention.span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::tests::extracted;

    /// The names of the last of `reports` once they are settled, as `kind:words`.
    fn settled(reports: &[&str]) -> Vec<String> {
        let mut reports: Vec<(Document, Extraction)> = reports.iter().map(|report| extracted(report)).collect();
        let mut both: Vec<(&Document, &mut Extraction)> = reports.iter_mut().map(|(d, e)| (&*d, e)).collect();
        settle_names(&mut both, Tables::bundled(), &|_, _| Ok(None)).expect("reads");
        let (document, extraction) = reports.last().expect("a report");
        for mention in extraction.mentions.iter().filter(|mention| mention.kind.is_name()) {
            let entity = extraction.entities.iter().find(|entity| Some(&entity.id) == mention.entity.as_ref());
            assert_eq!(entity.map(|entity| entity.kind), Some(mention.kind), "{:?}", document.words(mention.span));
        }
        let shown = |mention: &Mention| format!("{}:{}", mention.kind, document.words(mention.span));
        extraction.mentions.iter().map(shown).collect()
    }

    #[test]
    fn a_company_of_one_report_is_found_in_the_next() {
        let first = "[c:Vela Orla Ports plc] ([c:VOP]) pays.";
        let names = ["company:Vela Orla Ports", "company:VOP", "company:Vela", "company:Vela Orla"];
        assert_eq!(settled(&[first, "It is up to Vela Orla Ports. VOP said so; Vela did not, said Vela Orla."]), names);
    }

    #[test]
    fn a_person_or_place_in_doubt_is_the_company_of_the_other_reports() {
        let first = "[c:Vela Ports plc] and [c:Vela Ports] pay [c:Marsh Foods].";
        let found = settled(&[first, "It was [l?:Vela Ports] that paid [p?:Marsh]; [l:Redport] did not."]);
        assert_eq!(found, ["company:Vela Ports", "company:Marsh", "place:Redport"]);
    }

    #[test]
    fn a_headline_in_capitals_is_read_and_a_longer_name_is_whole() {
        let found =
            settled(&["[c:Vela Pay] and [c:Marsh Foods plc] met.", "^MARSH FOODS TO SUE\nIt has [c:Vela] Pay."]);
        assert_eq!(found, ["company:MARSH FOODS", "company:Vela Pay"]);
        let found = settled(&["[c:Orrin Heavy Industries Ltd] won.", "It will pay [c:Orrin] Heavy."]);
        assert_eq!(found, ["company:Orrin Heavy"]);
    }

    /// The entities of companies and other bodies in the last of `reports` once its names are settled.
    fn bodies(reports: &[&str]) -> Vec<String> {
        let mut reports: Vec<(Document, Extraction)> = reports.iter().map(|report| extracted(report)).collect();
        let mut all: Vec<(&Document, &mut Extraction)> = reports.iter_mut().map(|(d, e)| (&*d, e)).collect();
        settle_names(&mut all, Tables::bundled(), &|_, _| Ok(None)).expect("reads");
        let (_, extraction) = reports.last().expect("a report");
        extraction.entities.iter().map(|entity| entity.aliases.join("; ")).collect()
    }

    #[test]
    fn a_unit_of_one_report_is_not_its_owner_in_the_next() {
        let report = "[c:Vela Ports] pays.\n[c:Vela] fell.";
        assert_eq!(bodies(&["[c:Marsh] pays.", report]), ["Vela; Vela Ports"]);
        let told = "[c:Vela Ports], the harbour arm of [c:Vela Industries], pays.";
        assert_eq!(bodies(&[told, report]), ["Vela Ports", "Vela"]);
        assert_eq!(bodies(&["[c:Vela] pays [c:Vela Ports].", report]), ["Vela Ports", "Vela"]);
        assert_eq!(bodies(&["[c:Vela Ports] pays, and [c:Vela] will.", report]), ["Vela; Vela Ports"]);
        assert_eq!(bodies(&["[c:Vela], or [c:Vela Ports], pays.", report]), ["Vela; Vela Ports"]);
        let acronym = "[c:Vela Rail Lines] ([c:VRL]) pays, and so does [c:VRL Ports].";
        assert_eq!(bodies(&[acronym, "[c:VRL Ports] pays.\n[c:VRL] fell."]), ["VRL Ports", "VRL"]);
    }

    #[test]
    fn a_firm_named_in_full_is_not_absorbed_by_its_units() {
        let full = "[c:Vela AG] pays.";
        assert_eq!(bodies(&[full, "^[c:Vela Steel] pays\n[c:Vela] wants to sell."]), ["Vela Steel", "Vela"]);
        let joint = "^[c:Vela] pools masts in [c:Vela Towers]\n[c:Vela Telecom] will.";
        assert_eq!(bodies(&[joint, "[c:Vela Towers] grows. [c:Vela] pays."]), ["Vela Towers", "Vela"]);
    }

    #[test]
    fn a_name_ends_where_the_others_reports_end_it() {
        let first = "[c:Orrin Oils & Fats plc] and [c:Orrin] met.";
        assert_eq!(settled(&[first, "It pays [c?:Orrin] Oils today."]), ["company:Orrin Oils"]);
        assert_eq!(settled(&[first, "^[c?:ORRIN FREIGHT] ARM SOLD\nIt fell."]), ["company:ORRIN"]);
    }

    #[test]
    fn a_listed_firm_is_no_short_form_of_another() {
        let shorts = |text: &str| extracted(text).1.entities[0].shorts.clone();
        assert!(!shorts("[c:Anglo American Platinum] pays.").contains(&"anglo american".to_owned()));
        assert!(shorts("[c:Quarrel American Platinum] pays.").contains(&"quarrel american".to_owned()));
    }

    #[test]
    fn names_of_people_and_parts_of_other_names_stay() {
        let first = "[c:Tarn Foods] and [c:Orrin] met [p:Ines Tarn].";
        let found = settled(&[first, "[p?:Tarn] left Orrin Steel to the [l:Orrin] valley."]);
        assert_eq!(found, ["person:Tarn", "place:Orrin"]);
    }

    #[test]
    fn a_contraction_of_another_report_is_a_short_form() {
        let mut reports = [extracted("[c:Hoshen Security] is sold."), extracted("[c:HoSec] has an agent.")];
        let mut both: Vec<(&Document, &mut Extraction)> = reports.iter_mut().map(|(d, e)| (&*d, e)).collect();
        settle_names(&mut both, Tables::bundled(), &|_, _| Ok(None)).expect("reads");
        assert!(reports[0].1.entities[0].shorts.contains(&"hosec".to_owned()), "{:?}", reports[0].1.entities);
    }
}
