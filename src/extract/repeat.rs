//! Marks a certain name wherever the same words stand in the same document, unmarked or in doubt, and the short forms of a
//! certain company where they stand unmarked.
//!
//! A model reads one sentence at a time and may miss in the fifth what it knew in the first, or take a firm for a person.
//! Takes the names of a document; gives them with those repetitions, each with a share of the score of its evidence.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::normalise::{alone, company_short_forms};
use crate::types::{Document, Kind, Mention, Span};

/// Score from which a name is evidence for its repetitions.
const EVIDENCE: f32 = 0.9;
/// Share of the evidence's score that a repetition gets: the same words are mostly, but not always, the same thing.
const SHARE: f32 = 0.9;

/// What a certain name is, by its words.
struct Evidence {
    kind: Kind,
    score: f32,
    /// Whether the name stands there in full: a short form is marked only where nothing else is.
    full: bool,
}

/// `names` (sorted, without overlaps) of `document`, certain names marked wherever they are repeated. Where a repetition was
/// marked as something else, or as a part of the name, and without certainty, the evidence decides.
pub(super) fn consistent(document: &Document, names: Vec<Mention>) -> Vec<Mention> {
    let names = whole(document, names);
    let repeated = repetitions(document, &names);
    let is_overruled = |name: &Mention| repeated.iter().any(|other| other.span.overlaps(name.span));
    let mut kept: Vec<Mention> = names.into_iter().filter(|name| !is_overruled(name)).collect();
    kept.extend(repeated);
    kept.sort_by_key(|name| (name.span.start(), name.span.end()));
    kept
}

/// `names` with companies of which the model saw the first words alone as whole as their names stand elsewhere.
fn whole(document: &Document, mut names: Vec<Mention>) -> Vec<Mention> {
    let companies = names.iter().filter(|name| name.kind == Kind::Company).map(|name| document.words(name.span));
    let known: BTreeSet<&str> = companies.filter(|words| words.contains(' ')).collect();
    for at in 0..names.len() {
        let next = names.get(at + 1).map_or(document.source.len(), |next| next.span.start());
        let name = &mut names[at];
        if name.kind == Kind::Company
            && let Some(span) = alone::whole(&document.source, name.span, &known)
            && span.end() <= next
        {
            name.span = span;
        }
    }
    names
}

fn repetitions(document: &Document, names: &[Mention]) -> Vec<Mention> {
    let evidence = evidence(document, names);
    let surfaces: Vec<&str> = evidence.keys().map(String::as_str).collect();
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&surfaces) else {
        return Vec::new();
    };
    let repetition = |(span, surface): (Span, &str)| {
        let Evidence { kind, score, full } = evidence[surface];
        let repetition = Mention { kind, span, score: score * SHARE, entity: None, value: None, about: None };
        may_mark(names, &repetition, full).then_some(repetition)
    };
    alone::places(document, &finder, &surfaces).into_iter().filter_map(repetition).collect()
}

/// Whether `repetition` meets nothing, or is of a full name and meets only names in doubt that it covers and that are not
/// the same already.
fn may_mark(names: &[Mention], repetition: &Mention, full: bool) -> bool {
    let start = names.partition_point(|name| name.span.end() <= repetition.span.start());
    let mut met = names[start..].iter().take_while(|name| name.span.overlaps(repetition.span));
    if !full {
        return met.next().is_none();
    }
    let in_doubt = |name: &Mention| {
        let covered = repetition.span.start() <= name.span.start() && name.span.end() <= repetition.span.end();
        covered && name.score < EVIDENCE && (name.span != repetition.span || name.kind != repetition.kind)
    };
    met.all(in_doubt)
}

/// The kind most often meant by each certain name (then the surest, then the first in the order of kinds).
fn evidence(document: &Document, names: &[Mention]) -> BTreeMap<String, Evidence> {
    let mut counts: BTreeMap<&str, BTreeMap<Kind, (usize, f32)>> = BTreeMap::new();
    for name in names.iter().filter(|name| name.score >= EVIDENCE) {
        let surface = document.words(name.span);
        if surface.chars().count() >= 2 && surface.contains(char::is_uppercase) {
            let (count, score) = counts.entry(surface).or_default().entry(name.kind).or_default();
            *count += 1;
            *score = score.max(name.score);
        }
    }
    let strongest = |kinds: BTreeMap<Kind, (usize, f32)>| {
        let rank = |a: &(Kind, (usize, f32)), b: &(Kind, (usize, f32))| {
            a.1.0.cmp(&b.1.0).then(a.1.1.total_cmp(&b.1.1)).then(b.0.cmp(&a.0))
        };
        kinds.into_iter().max_by(rank).map(|(kind, (_, score))| Evidence { kind, score, full: true })
    };
    let full = counts.into_iter().filter_map(|(surface, kinds)| Some((surface.to_owned(), strongest(kinds)?)));
    let mut evidence: BTreeMap<String, Evidence> = full.collect();
    for (surface, score) in short_forms(document, &evidence) {
        evidence.entry(surface).or_insert(Evidence { kind: Kind::Company, score: score * SHARE, full: false });
    }
    evidence
}

/// Short forms of the certain companies, with the score of the company: those that two of them could bear are left out.
fn short_forms(document: &Document, evidence: &BTreeMap<String, Evidence>) -> BTreeMap<String, f32> {
    let common = alone::common_words(document);
    let mut forms: BTreeMap<String, BTreeMap<String, f32>> = BTreeMap::new();
    for (surface, of) in evidence.iter().filter(|(_, of)| of.kind == Kind::Company) {
        for form in company_short_forms(surface) {
            let bearer = form.whole.clone();
            if !common.contains(form.words.to_lowercase().as_str()) {
                forms.entry(form.words).or_default().insert(bearer, of.score);
            }
        }
    }
    let sole = forms.into_iter().filter(|(_, bearers)| bearers.len() == 1);
    sole.filter_map(|(form, bearers)| Some((form, bearers.into_values().next()?))).collect()
}
