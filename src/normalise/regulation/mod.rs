//! Laws: finds the numbered and the named, and links them to the bundled table.
//!
//! Takes text, gives mentions with a [`RegulationRef`]. Laws the table does not hold are left to the model and kept as
//! named, without identifiers. Knows nothing of companies, figures or other documents.

mod boundary;
mod choice;
mod citation;
mod eu_number;
mod evidence;
mod gazetteer;
mod provision;
mod surroundings;
mod table;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use choice::{Evidence, Question};
use citation::Citation;
use gazetteer::{Gazetteer, Hit};
use table::Need;

use super::acronym;
use crate::types::{Kind, Mention, RegulationIds, RegulationRef, RegulationStatus, Span, Value};

/// Last words of laws' names.
const LAW_NOUNS: &[&str] = &[
    "Act",
    "Agreement",
    "Bill",
    "Charter",
    "Code",
    "Constitution",
    "Convention",
    "Decree",
    "Directive",
    "Directives",
    "Framework",
    "Law",
    "Ordinance",
    "Protocol",
    "Regulation",
    "Regulations",
    "Rule",
    "Rules",
    "Standard",
    "Standards",
    "Statute",
    "Treaty",
];
/// Words after an act's name that make it another act.
const CONTINUATIONS: &[&str] = &[
    " Amendment",
    " Amending",
    " Reauthorization",
    " Reauthorisation",
    " Modernization",
    " Improvement",
    " Reform",
    " (Amendment",
    " Implementation",
    " Enforcement Act",
];

/// What a text says of laws as a whole: evidence for shared names, and acronyms it defines.
pub(crate) struct Reading {
    evidence: Evidence,
    defined: BTreeMap<String, RegulationRef>,
}

/// The laws `text` names, in order, each with its value; spans are bytes of `text`.
pub fn find(text: &str) -> Vec<Mention> {
    Reading::of(text).find(text)
}

impl Reading {
    /// Reads the whole of a document, title included.
    pub(crate) fn of(text: &str) -> Self {
        let jurisdictions = evidence::jurisdictions(text);
        let mut reading =
            Self { evidence: Evidence { jurisdictions, ..Evidence::default() }, defined: BTreeMap::new() };
        let Some(gazetteer) = gazetteer::bundled() else { return reading };
        // Names that need no evidence first: they are evidence for the rest.
        let named = gazetteer.hits(text).into_iter().filter_map(|hit| reading.act(gazetteer, text, &hit));
        let cited = citation::find(text).into_iter().filter_map(|citation| cited_act(gazetteer, &citation));
        reading.evidence.named = named.chain(cited).collect();
        reading.defined = acronym::definitions(text)
            .into_iter()
            .filter_map(|definition| {
                let long = definition.long.slice(text)?;
                let law = reading.reference(long);
                let is_law = law.status != RegulationStatus::Unknown || ends_in_law_noun(long);
                is_law.then(|| (definition.short.slice(text).unwrap_or_default().to_owned(), law))
            })
            .collect();
        let bound = reading.defined.values().filter_map(|law| act_of(gazetteer, law));
        let bound: Vec<usize> = bound.collect();
        reading.evidence.named.extend(bound);
        reading
    }

    /// The laws a part of the document names, in order; spans are bytes of `text`.
    pub(crate) fn find(&self, text: &str) -> Vec<Mention> {
        let Some(gazetteer) = gazetteer::bundled() else { return Vec::new() };
        let flat = text.replace(['\n', '\t', '\r'], " ");
        let cited = citation::find(&flat).into_iter().map(|citation| {
            (citation.span, Self::cited(gazetteer, &citation, &flat[citation.span.start()..citation.span.end()]))
        });
        let named = gazetteer.hits(&flat).into_iter().filter_map(|hit| self.named(gazetteer, &flat, &hit));
        let mut found: Vec<(Span, RegulationRef)> = cited.chain(named).chain(self.acronyms(&flat)).collect();
        for (span, _) in &mut found {
            *span = provision::widened(&flat, *span);
        }
        found.sort_by_key(|(span, _)| (span.start(), usize::MAX - span.end()));
        let mut end = 0;
        found.retain(|(span, _)| {
            span.start() >= end && {
                end = span.end();
                true
            }
        });
        found.into_iter().map(|(span, law)| mention(span, law)).collect()
    }

    /// The law that `words` name: linked where certain, else as named.
    pub(crate) fn reference(&self, words: &str) -> RegulationRef {
        let words = words.trim();
        let name = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words);
        if let Some(law) = self.defined.get(name) {
            return law.clone();
        }
        let Some(gazetteer) = gazetteer::bundled() else { return unknown(name) };
        let bare = provision::stripped(name);
        let bare = bare.strip_prefix("the ").unwrap_or(bare);
        if let Some(law) = self.defined.get(bare) {
            return law.clone();
        }
        if let Some(citation) = citation::find(bare).first() {
            let law = Self::cited(gazetteer, citation, citation.span.slice(bare).unwrap_or(bare));
            return if law.status == RegulationStatus::Unknown {
                RegulationRef { name: bare.to_owned(), ..law }
            } else {
                law
            };
        }
        let (beside, rest) = surroundings::beside(bare);
        let looked_up = [(None, bare), (beside, rest)].into_iter().find_map(|(beside, name)| {
            let (candidates, year) = gazetteer.lookup(name);
            choice::act(gazetteer, Question { candidates, year, beside }, &self.evidence)
        });
        looked_up.map_or_else(|| unknown(bare), |idx| reference(gazetteer, idx))
    }

    fn act(&self, gazetteer: &Gazetteer, text: &str, hit: &Hit<'_>) -> Option<usize> {
        let question =
            Question { candidates: hit.candidates, year: hit.year, beside: surroundings::beside_span(text, hit.span) };
        choice::act(gazetteer, question, &self.evidence)
    }

    fn named(&self, gazetteer: &Gazetteer, text: &str, hit: &Hit<'_>) -> Option<(Span, RegulationRef)> {
        let before = &text[..hit.span.start()];
        let shared = hit.candidates.iter().all(|candidate| candidate.need != Need::Nothing);
        let after = &text[hit.span.end()..];
        if CONTINUATIONS.iter().any(|word| after.starts_with(word))
            || (shared && surroundings::is_part_of_longer(before))
            || is_of_another(hit.form, after)
        {
            return None;
        }
        let span = surroundings::with_prefix(before, hit.span);
        if let Some(idx) = self.act(gazetteer, text, hit) {
            return Some((span, reference(gazetteer, idx)));
        }
        let words = hit.span.slice(text)?;
        (hit.form.contains(' ') && ends_in_law_noun(hit.form)).then(|| (span, unknown(words)))
    }

    fn cited(gazetteer: &Gazetteer, citation: &Citation, words: &str) -> RegulationRef {
        match cited_act(gazetteer, citation) {
            Some(idx) => {
                let known = reference(gazetteer, idx);
                // The table's acts keep their own identifiers; a missing ELI is filled from the number.
                let eli = known.ids.eli.clone().or_else(|| citation.ids.eli.clone());
                RegulationRef { ids: RegulationIds { eli, ..known.ids }, ..known }
            }
            None => {
                RegulationRef { name: words.to_owned(), ids: citation.ids.clone(), status: RegulationStatus::Unknown }
            }
        }
    }

    /// Later uses of the acronyms the text defines.
    fn acronyms(&self, text: &str) -> Vec<(Span, RegulationRef)> {
        let uses = self.defined.iter().flat_map(|(short, law)| {
            text.match_indices(short.as_str()).map(move |(start, _)| (start, start + short.len(), law))
        });
        uses.filter(|(start, end, _)| boundary::is_whole_word(text, *start, *end))
            .filter_map(|(start, end, law)| Some((Span::new(start, end).ok()?, law.clone())))
            .collect()
    }
}

fn mention(span: Span, law: RegulationRef) -> Mention {
    Mention { kind: Kind::Regulation, span, score: 1.0, entity: None, value: Some(Value::Regulation(law)) }
}

fn unknown(name: &str) -> RegulationRef {
    RegulationRef { name: name.to_owned(), ids: RegulationIds::default(), status: RegulationStatus::Unknown }
}

fn reference(gazetteer: &Gazetteer, idx: usize) -> RegulationRef {
    let act = &gazetteer.acts[idx];
    RegulationRef { name: act.name.clone(), ids: act.ids.clone(), status: act.status }
}

fn act_of(gazetteer: &Gazetteer, law: &RegulationRef) -> Option<usize> {
    gazetteer.acts.iter().position(|act| act.name == law.name && act.ids == law.ids && act.status == law.status)
}

fn cited_act(gazetteer: &Gazetteer, citation: &Citation) -> Option<usize> {
    let ids = &citation.ids;
    let sure = [&ids.celex, &ids.public_law, &ids.number].into_iter().flatten();
    sure.chain(&citation.candidates).find_map(|number| gazetteer.by_number(number))
}

fn ends_in_law_noun(name: &str) -> bool {
    let (base, _) = table::split_year(name);
    base.rsplit(' ').next().is_some_and(|word| LAW_NOUNS.contains(&word))
}

/// `Section 301`, which names an act's section where it stands alone, in `Section 301 of the Harbour Code`.
fn is_of_another(form: &str, after: &str) -> bool {
    (form.starts_with("Section ") || form.starts_with("Title ")) && after.starts_with(" of ")
}
