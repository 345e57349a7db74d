//! Settles which act a name means, from its year, the jurisdiction beside it and the rest of the text.
//!
//! A wrong identifier is worse than none: where more than one act remains, none is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::gazetteer::{Candidate, Gazetteer};
use super::table::Need;
use crate::types::RegulationStatus;

/// What the text gives to settle names by.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Jurisdictions it speaks of, with the number of times.
    pub(super) jurisdictions: BTreeMap<&'static str, usize>,
    /// Acts it names beyond doubt.
    pub(super) named: BTreeSet<usize>,
}

impl Evidence {
    /// Whether the text gives no ground to take the law of `code` for another country's: it speaks of `code`, or of none.
    fn allows(&self, code: &str) -> bool {
        matches!(code, "EU" | "INT") || self.jurisdictions.is_empty() || self.jurisdictions.contains_key(code)
    }

    /// Whether the text speaks of countries, and `code` is none of them.
    fn is_foreign(&self, code: &str) -> bool {
        let mut countries = self.jurisdictions.keys().filter(|key| is_country(key)).peekable();
        countries.peek().is_some()
            && !matches!(code, "EU" | "INT")
            && !countries.any(|country| *country == country_of(code))
    }

    /// Whether the text speaks of a member state of the European Union, whose laws bind there.
    pub(super) fn speaks_of_member(&self) -> bool {
        MEMBERS.iter().any(|code| self.speaks_of(code))
    }

    /// How often the text speaks of `code`.
    fn count(&self, code: &str) -> usize {
        self.jurisdictions.get(code).copied().unwrap_or(0)
    }

    /// Whether the text speaks of `code`; of a country at least half as often as of the one it speaks of most.
    pub(super) fn speaks_of(&self, code: &str) -> bool {
        let Some(count) = self.jurisdictions.get(code) else { return false };
        let most = self.jurisdictions.values().max().copied().unwrap_or(0);
        !is_country(code) || count * 2 >= most
    }
}

/// Member states of the European Union.
const MEMBERS: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

fn is_country(code: &str) -> bool {
    code.len() == 2 && code != "EU"
}

/// `US` of `US-CA`.
fn country_of(code: &str) -> &str {
    code.split_once('-').map_or(code, |(country, _)| country)
}

/// What the words right before a name say of whose law it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Owner {
    /// Nothing.
    #[default]
    Unsaid,
    /// That of a jurisdiction (`UK Bribery Act`, `Kenya's Companies Act`).
    Known(&'static str),
    /// That of a part of a country, or of a place that the table does not know (`the county's Finance Act`).
    Unknown,
}

/// One name to settle.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Question<'a> {
    /// The acts it may mean.
    pub(super) candidates: &'a [Candidate],
    /// The year it bears.
    pub(super) year: Option<u16>,
    /// What the words right before it say.
    pub(super) owner: Owner,
    /// The jurisdiction that its sentence opens with (`In Britain, …`).
    pub(super) place: Option<&'static str>,
    /// Whether it is called as the European Union's acts alone are: a directive, and in the news of a member state a
    /// regulation or an acronym.
    pub(super) is_of_union: bool,
    /// Whether it is named with a provision, as only a law is.
    pub(super) is_cited: bool,
}

/// Acts of a country from which on the table holds most that news names.
const WELL_KNOWN: usize = 30;

/// The one act the name means, if the evidence leaves one.
pub(super) fn act(gazetteer: &Gazetteer, question: Question<'_>, evidence: &Evidence) -> Option<usize> {
    let act = |candidate: &Candidate| &gazetteer.acts[candidate.act];
    let mut left: Vec<Candidate> = question.candidates.to_vec();
    if let Some(year) = question.year {
        left.retain(|candidate| gazetteer.bears(*candidate, year));
    }
    match question.owner {
        Owner::Known(code) => left.retain(|candidate| act(candidate).jurisdiction == code),
        Owner::Unknown => left.retain(|one| is_sole(*one) || act(one).jurisdiction.contains('-')),
        Owner::Unsaid => {}
    }
    left.retain(|one| {
        let is_told = || question.is_cited && evidence.speaks_of(&act(one).jurisdiction);
        one.need != Need::LongForm || evidence.named.contains(&one.act) || is_told()
    });
    if let Some(place) = question.place.filter(|_| question.owner == Owner::Unsaid) {
        let is_there = |one: &Candidate| {
            let code = act(one).jurisdiction.as_str();
            code == place || code == country_of(place) || country_of(code) == place
        };
        let there: Vec<Candidate> = left.iter().copied().filter(is_there).collect();
        if let Some(only) = only_act(&there) {
            return Some(only);
        }
        let is_of_union = |one: &Candidate| question.is_of_union && act(one).jurisdiction == "EU";
        left.retain(|one| is_there(one) || is_free(*one, evidence) || is_of_union(one));
    }
    prefer(&mut left, |candidate| evidence.named.contains(&candidate.act));
    // What another country calls so too does not stand against the act that is known by the name, unless the text speaks of
    // that country.
    prefer(&mut left, |one| {
        is_free(*one, evidence) || evidence.jurisdictions.contains_key(act(one).jurisdiction.as_str())
    });
    let is_home = |one: &Candidate| one.is_distinctive || !evidence.is_foreign(&act(one).jurisdiction);
    let free = left.iter().any(|candidate| is_free(*candidate, evidence) && is_home(candidate));
    if let Some(only) = only_act(&left) {
        // Laws of a name and a year are many: `Companies Act 2012` may be that of a country the table does not have.
        let code = &gazetteer.acts[only].jurisdiction;
        let dated =
            question.year.is_some() && evidence.allows(code) && !is_overshadowed(gazetteer, code, question, evidence);
        if free || dated || matches!(question.owner, Owner::Known(_)) {
            return Some(only);
        }
    }
    left.retain(|one| {
        let code = act(one).jurisdiction.as_str();
        evidence.speaks_of(code) || (question.is_of_union && code == "EU")
    });
    left.retain(|one| !is_overshadowed(gazetteer, &act(one).jurisdiction, question, evidence));
    // A name without a year means the act in force, not the one it replaced.
    prefer(&mut left, |candidate| act(candidate).status != RegulationStatus::Repealed);
    only_act(&left)
}

/// Whether the text speaks as often of a country of whose laws the table holds few, none of that name: it may have one.
fn is_overshadowed(gazetteer: &Gazetteer, code: &str, question: Question<'_>, evidence: &Evidence) -> bool {
    let (country, count) = (country_of(code), evidence.count(country_of(code)));
    let has_one = |other: &str| question.candidates.iter().any(|one| gazetteer.acts[one.act].jurisdiction == other);
    let few = |other: &str| gazetteer.n_acts(other) < WELL_KNOWN && !has_one(other);
    let mut others = evidence.jurisdictions.iter().filter(|(other, n)| is_country(other) && **n >= count);
    is_country(country) && others.any(|(other, _)| *other != country && few(other))
}

fn only_act(candidates: &[Candidate]) -> Option<usize> {
    let first = candidates.first()?.act;
    candidates.iter().all(|candidate| candidate.act == first).then_some(first)
}

/// Whether the form names the act without further evidence. A name that drops the year of its title does not.
fn is_free(candidate: Candidate, evidence: &Evidence) -> bool {
    evidence.named.contains(&candidate.act) || is_sole(candidate)
}

fn is_sole(candidate: Candidate) -> bool {
    candidate.need == Need::Nothing && candidate.year.is_none()
}

fn prefer(candidates: &mut Vec<Candidate>, wanted: impl Fn(&Candidate) -> bool) {
    if candidates.iter().any(&wanted) {
        candidates.retain(wanted);
    }
}
