//! Laws: finds the numbered and the named, and links them to the bundled table.
//!
//! Takes text, gives mentions with a [`RegulationRef`]. Laws the table does not hold are left to the model and kept as
//! named, without identifiers. Knows nothing of companies, figures or other documents.

mod antecedent;
mod boundary;
mod choice;
mod citation;
mod eu_number;
mod evidence;
mod expressions;
mod gazetteer;
mod noun;
mod provision;
mod reference;
mod shape;
mod surroundings;
pub(crate) mod table;
mod us_code;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use choice::{Evidence, Owner, Question};
use citation::{Citation, Series};
use gazetteer::{Candidate, Gazetteer, Hit};
use table::Need;

use super::{Tables, acronym};
use crate::types::{Kind, Mention, RegulationRef, Span, Value};

/// What a text says of laws as a whole: evidence for shared names, and acronyms it defines.
pub(crate) struct Reading<'t> {
    laws: &'t Laws,
    evidence: Evidence,
    defined: BTreeMap<String, Law>,
    year: Option<i16>,
}

/// A law as settled: its row, if the table holds it, and what a mention says of it.
#[derive(Debug, Clone)]
struct Law {
    act: Option<usize>,
    reference: RegulationRef,
}

/// Whether words are known to name a law, as a bare acronym may or may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsLaw {
    Told,
    Unsaid,
}

pub(crate) use antecedent::provisions;
pub(crate) use evidence::jurisdictions;
pub(crate) use gazetteer::Laws;
pub(crate) use noun::{ends_with_law_noun, is_generic, is_pledge, may_name_law, opens_with_law_noun};
pub(crate) use provision::{numbered, opens_provision};
pub(crate) use surroundings::after_possessor;
/// Whether `word` is a place or a people that laws are told by.
pub(crate) fn is_place(word: &str) -> bool {
    evidence::of_word(word).is_some()
}

/// Whether `words` open with the whole citation of a numbered law, noun and number: `Law No. 5275`, `COM(2022) 209`.
pub(crate) fn opens_with_numbered(words: &str) -> bool {
    let is_named = |word: &str| word == "COM" || word.chars().nth(1).is_some_and(char::is_lowercase);
    let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_own = is_named(first) && !matches!(first, "Act" | "Cap" | "Chap" | "No");
    is_own && citation::find(words).first().is_some_and(|citation| citation.span.start() == 0)
}

/// Whether `words` open with the number of a law that one body counts once for all (`2016/679/EU`), or with that of a bill.
pub(crate) fn opens_with_citation(words: &str) -> bool {
    let is_own = |citation: &Citation| matches!(citation.series, Series::One | Series::Session);
    citation::find(words).first().is_some_and(|citation| citation.span.start() == 0 && is_own(citation))
}

pub(crate) use us_code::{holds as us_code_holds, is_place as is_us_code};

/// The laws `text` names, in order, each with its value; spans are bytes of `text`.
pub fn find(text: &str, tables: &Tables) -> Vec<Mention> {
    Reading::of(text, None, &tables.laws).find(text)
}

impl<'t> Reading<'t> {
    /// Reads the whole of a document, title included. `year` is that of its publication: a law stands as it stood then.
    pub(crate) fn of(text: &str, year: Option<i16>, laws: &'t Laws) -> Self {
        let evidence = Evidence { jurisdictions: evidence::jurisdictions(text), ..Evidence::default() };
        let mut reading = Self { laws, evidence, defined: BTreeMap::new(), year };
        let Some(gazetteer) = laws.gazetteer() else { return reading };
        // Names that need no evidence first: they are evidence for the rest.
        let hits = gazetteer.hits(text);
        let named = hits.iter().filter_map(|hit| reading.act(gazetteer, text, hit)).collect();
        reading.take_as_evidence(gazetteer, named);
        let citations = citation::find(text);
        let of = |citation| reference::cited_act(gazetteer, citation, &reading.evidence);
        let cited: BTreeSet<usize> = citations.iter().filter_map(of).collect();
        let new: BTreeSet<usize> = cited.difference(&reading.evidence.named).copied().collect();
        reading.take_as_evidence(gazetteer, new);
        reading.define_numbered(gazetteer, text, &citations);
        // A sentence alone may not tell a bill's number from another.
        for citation in citations.iter().filter(|citation| citation.series == Series::Session) {
            let words = citation.span.slice(text).unwrap_or_default();
            let law = reference::cited(gazetteer, citation, words, &reading.evidence);
            reading.defined.entry(words.to_owned()).or_insert(law);
        }
        reading.define_initials(gazetteer, text, &hits);
        for citation in &citations {
            let Some(short) = shape::nickname_after(&text[citation.span.end()..]) else { continue };
            let words = citation.span.slice(text).unwrap_or_default();
            let law = reference::cited(gazetteer, citation, words, &reading.evidence);
            reading.defined.entry(short.to_owned()).or_insert(law);
        }
        reading.define_unknown(gazetteer, text);
        for (long, short) in shape::nicknames(text) {
            let law = reading.settle(long);
            reading.defined.entry(short.to_owned()).or_insert(law);
        }
        for definition in acronym::definitions(text) {
            let (Some(long), Some(short)) = (definition.long.slice(text), definition.short.slice(text)) else {
                continue;
            };
            // `Directive (EU) 2016/680` defines nothing.
            if citation::is_mark(short) {
                continue;
            }
            let law = reading.settle(long);
            if law.act.is_some() || noun::ends_law(long) {
                reading.evidence.named.extend(law.act);
                // The long form is found wherever its acronym is.
                reading.defined.entry(long.to_owned()).or_insert_with(|| law.clone());
                reading.defined.entry(short.to_owned()).or_insert(law);
            }
        }
        reading
    }

    /// Counts `acts`, named beyond doubt, as words of their countries: who speaks of one country's act means its others.
    fn take_as_evidence(&mut self, gazetteer: &Gazetteer, acts: BTreeSet<usize>) {
        for act in &acts {
            if let Some(code) = evidence::known(&gazetteer.acts[*act].jurisdiction) {
                *self.evidence.jurisdictions.entry(code).or_insert(0) += 1;
            }
        }
        self.evidence.named.extend(acts);
    }

    /// Defines the names that a number in brackets tells: `Bathing Water Directive (Directive 2006/7/EC)`.
    fn define_numbered(&mut self, gazetteer: &Gazetteer, text: &str, citations: &[Citation]) {
        for citation in citations {
            let before = text[..citation.span.start()].strip_suffix(" (").unwrap_or_default();
            let Some(name) = shape::last_name(before) else { continue };
            let law = reference::cited(gazetteer, citation, name, &self.evidence);
            let is_of_table = |name: &str| !gazetteer.lookup(name).0.is_empty();
            let is_other = |idx| gazetteer.lookup(name).0.iter().all(|candidate| candidate.act != idx);
            if law.act.is_none_or(|idx| is_of_table(name) && is_other(idx)) {
                continue;
            }
            self.defined.entry(name.to_owned()).or_insert(law);
        }
    }

    /// Defines the initials of the acts that the text names in full, where it uses them: `PDPA` beside `Personal Data
    /// Protection Act 2012`, `IT Act` beside `Income-tax Act`, `GENIUS` beside `GENIUS Act`. Initials that the table gives to the act itself are left to it.
    fn define_initials(&mut self, gazetteer: &Gazetteer, text: &str, hits: &[Hit<'_>]) {
        let mut named: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for hit in hits.iter().filter(|hit| noun::ends_name(hit.form)) {
            let shorts = [noun::initials(hit.form), noun::headed(hit.form), noun::coined(hit.form)];
            if let Some(idx) = self.act(gazetteer, text, hit) {
                shorts.into_iter().flatten().for_each(|short| {
                    named.entry(short).or_default().insert(idx);
                });
            }
        }
        for (initials, acts) in named {
            let used =
                text.match_indices(&initials).any(|(at, _)| boundary::is_whole_word(text, at, at + initials.len()));
            let (candidates, _) = gazetteer.lookup(&initials);
            let is_known = candidates.iter().any(|candidate| acts.contains(&candidate.act));
            if let (true, false, 1, Some(idx)) = (used, is_known, acts.len(), acts.first()) {
                self.defined.entry(initials).or_insert_with(|| reference::linked(gazetteer, *idx));
            }
        }
    }

    /// Defines the initials of the acts that the table does not hold, where the text uses them: `HDA` beside `Harbour Dues Act`.
    fn define_unknown(&mut self, gazetteer: &Gazetteer, text: &str) {
        let is_used =
            |short: &str| text.match_indices(short).any(|(at, _)| boundary::is_whole_word(text, at, at + short.len()));
        for name in shape::full_names(text) {
            let Some(initials) = noun::initials(name).filter(|initials| is_used(initials)) else { continue };
            if gazetteer.lookup(&initials).0.is_empty() {
                let law = self.settle(name);
                self.defined.entry(initials).or_insert(law);
            }
        }
    }

    /// The laws a part of the document names, in order; spans are bytes of `text`.
    pub(crate) fn find(&self, text: &str) -> Vec<Mention> {
        let Some(gazetteer) = self.laws.gazetteer() else { return Vec::new() };
        let flat = text.replace(['\n', '\t', '\r'], " ");
        let cited = citation::find(&flat).into_iter().filter_map(|citation| {
            let words = citation.span.slice(&flat).unwrap_or_default();
            let law = reference::cited(gazetteer, &citation, words, &self.evidence);
            let is_law = citation.series != Series::Known || law.act.is_some();
            is_law.then_some((provision::titled(&flat, citation.span), law))
        });
        let named = gazetteer.hits(&flat).into_iter().filter_map(|hit| self.named(gazetteer, &flat, &hit));
        let shaped = shape::find(&flat).into_iter().map(|span| {
            let words = span.slice(&flat).unwrap_or_default();
            (span, self.settle(words))
        });
        // The official number after a name, and the noun after a name without one, belong to it and are no law of their own.
        let whole = |span: Span| {
            let is_nounless = span.slice(&flat).is_some_and(|words| !noun::ends_name(words));
            let end = if is_nounless { noun::with_noun(&flat, span.end()) } else { span.end() };
            provision::numbered(&flat, Span::new(span.start(), end).unwrap_or(span))
        };
        let named = named.chain(self.acronyms(&flat)).chain(shaped).map(|(span, law)| (whole(span), law));
        let mut found: Vec<(Span, Law)> = cited.chain(named).collect();
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
        let at_date = |law| reference::at(law, gazetteer, self.year).reference;
        found.into_iter().map(|(span, law)| mention(span, at_date(law))).collect()
    }

    /// The law that `words`, which name one, name: linked where certain, else as named.
    pub(crate) fn reference_of_law(&self, words: &str) -> RegulationRef {
        self.settle_as(words, IsLaw::Told).reference
    }

    fn settle(&self, words: &str) -> Law {
        self.settle_as(words, IsLaw::Unsaid)
    }

    fn settle_as(&self, words: &str, is_law: IsLaw) -> Law {
        let name = unarticled(words.trim());
        let bare = unarticled(provision::stripped(name));
        if let Some(law) = self.defined.get(name).or_else(|| self.defined.get(bare)) {
            return law.clone();
        }
        let Some(gazetteer) = self.laws.gazetteer() else { return reference::unlinked(bare) };
        if let Some(idx) = self.act_of_year(gazetteer, bare) {
            return reference::at(reference::linked(gazetteer, idx), gazetteer, self.year);
        }
        if let Some(citation) = citation::find(bare).first() {
            let law = reference::cited(gazetteer, citation, bare, &self.evidence);
            return reference::at(law, gazetteer, self.year);
        }
        let (beside, rest) = surroundings::beside(bare);
        let owner = beside.map_or(Owner::Unsaid, Owner::Known);
        let turned = noun::turned(bare);
        let names = [(Owner::Unsaid, bare), (owner, rest)].into_iter();
        let names = names.chain(turned.iter().map(|turned| (Owner::Unsaid, turned.as_str())));
        let found = names.into_iter().find_map(|(owner, name)| {
            let (candidates, year) = gazetteer.lookup(name);
            choice::act(
                gazetteer,
                Question {
                    candidates,
                    year,
                    owner,
                    is_of_union: self.is_of_union(name),
                    is_cited: is_law == IsLaw::Told,
                    place: None,
                },
                &self.evidence,
            )
        });
        // `Act 1075` is told by its number alone where the text speaks of its country.
        let numbered = || {
            let is_meant = |idx: &&usize| self.evidence.speaks_of(&gazetteer.acts[**idx].jurisdiction);
            let mut acts = gazetteer.by_number(bare).iter().filter(is_meant);
            acts.next().filter(|_| acts.next().is_none()).copied()
        };
        let found = found.or_else(numbered);
        let law = found.map_or_else(|| reference::unlinked(bare), |idx| reference::linked(gazetteer, idx));
        reference::at(law, gazetteer, self.year)
    }

    /// The one act of the text that `name` is short for: `2005 Act`.
    fn act_of_year(&self, gazetteer: &Gazetteer, name: &str) -> Option<usize> {
        let (year, noun) = name.split_once(' ').filter(|(_, noun)| noun::ends_with_law_noun(noun))?;
        let year: u16 = year.parse().ok()?;
        let is_meant = |idx: &&usize| {
            let act = &gazetteer.acts[**idx];
            act.years.contains(&year) && table::split_year(&act.name).0.ends_with(noun)
        };
        let mut acts = self.evidence.named.iter().filter(is_meant);
        acts.next().filter(|_| acts.next().is_none()).copied()
    }

    fn act(&self, gazetteer: &Gazetteer, text: &str, hit: &Hit<'_>) -> Option<usize> {
        let question = Question {
            candidates: hit.candidates,
            year: hit.year,
            owner: surroundings::owner(text, hit.span),
            place: surroundings::opening_place(text, hit.span),
            is_of_union: self.is_of_union(hit.form),
            is_cited: hit.candidates.iter().any(|candidate| candidate.need == Need::LongForm)
                && (provision::widened(text, hit.span) != hit.span || surroundings::tell_law(text, hit.span)),
        };
        choice::act(gazetteer, question, &self.evidence)
    }

    /// Whether `form` is such as the European Union's acts alone have.
    fn is_of_union(&self, form: &str) -> bool {
        let is_regulation = form.ends_with(" Regulation") || !form.contains(' ');
        form.ends_with(" Directive") || is_regulation && self.evidence.speaks_of_member()
    }

    fn named(&self, gazetteer: &Gazetteer, text: &str, hit: &Hit<'_>) -> Option<(Span, Law)> {
        let before = &text[..hit.span.start()];
        let is_common = |candidate: &Candidate| candidate.need != Need::Nothing || !candidate.is_distinctive;
        let longer = hit.candidates.iter().all(is_common) && surroundings::is_part_of_longer(before);
        if longer || noun::is_of_another(hit.form, &text[hit.span.end()..]) {
            return None;
        }
        let words = hit.span.slice(text)?;
        // `Quebec's Law 25` needs no evidence, and is named `Law 25`.
        let bare = surroundings::after_possessor(words).map_or(0, |rest| words.len() - rest.len());
        let span = Span::new(hit.span.start() + bare, hit.span.end()).ok()?;
        let span = surroundings::with_prefix(before, span);
        if let Some(law) = self.defined.get(hit.form).filter(|_| hit.year.is_none()) {
            return Some((span, law.clone()));
        }
        if let Some(idx) = self.act(gazetteer, text, hit) {
            return Some((span, reference::linked(gazetteer, idx)));
        }
        (hit.form.contains(' ') && noun::ends_name(hit.form)).then(|| (span, reference::unlinked(words)))
    }

    /// Uses of the acronyms the text defines and of their long forms.
    fn acronyms(&self, text: &str) -> Vec<(Span, Law)> {
        let uses = self.defined.iter().flat_map(|(short, law)| {
            text.match_indices(short.as_str()).map(move |(start, _)| (start, start + short.len(), law))
        });
        uses.filter(|(start, end, _)| boundary::is_whole_word(text, *start, *end))
            .filter_map(|(start, end, law)| Some((Span::new(start, end).ok()?, law.clone())))
            .collect()
    }
}

fn mention(span: Span, law: RegulationRef) -> Mention {
    Mention { kind: Kind::Regulation, span, score: 1.0, entity: None, value: Some(Value::Regulation(law)), about: None }
}

fn unarticled(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}
