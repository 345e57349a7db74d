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

    /// Whether the text speaks of `code`; of a country at least half as often as of the one it speaks of most.
    pub(super) fn speaks_of(&self, code: &str) -> bool {
        let Some(count) = self.jurisdictions.get(code) else { return false };
        let is_country = code.len() == 2 && code != "EU";
        let most = self.jurisdictions.values().max().copied().unwrap_or(0);
        !is_country || count * 2 >= most
    }
}

/// One name to settle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// The acts it may mean.
    pub(super) candidates: &'a [Candidate],
    /// The year it bears.
    pub(super) year: Option<u16>,
    /// The jurisdiction right before it (`UK Bribery Act`).
    pub(super) beside: Option<&'static str>,
}

/// The one act the name means, if the evidence leaves one.
pub(super) fn act(gazetteer: &Gazetteer, question: Question<'_>, evidence: &Evidence) -> Option<usize> {
    let act = |candidate: &Candidate| &gazetteer.acts[candidate.act];
    let mut left: Vec<Candidate> = question.candidates.to_vec();
    if let Some(year) = question.year {
        left.retain(|candidate| gazetteer.bears(*candidate, year));
    }
    if let Some(code) = question.beside {
        left.retain(|candidate| act(candidate).jurisdiction == code);
    }
    left.retain(|candidate| candidate.need != Need::LongForm || evidence.named.contains(&candidate.act));
    prefer(&mut left, |candidate| evidence.named.contains(&candidate.act));
    let free = left.iter().any(|candidate| is_free(*candidate, evidence));
    if let Some(only) = only_act(&left) {
        // Laws of a name and a year are many: `Companies Act 2012` may be that of a country the table does not have.
        let dated = question.year.is_some() && evidence.allows(&gazetteer.acts[only].jurisdiction);
        if free || dated || question.beside.is_some() {
            return Some(only);
        }
    }
    left.retain(|candidate| evidence.speaks_of(&act(candidate).jurisdiction));
    // A name without a year means the act in force, not the one it replaced.
    prefer(&mut left, |candidate| act(candidate).status != RegulationStatus::Repealed);
    only_act(&left)
}

fn only_act(candidates: &[Candidate]) -> Option<usize> {
    let first = candidates.first()?.act;
    candidates.iter().all(|candidate| candidate.act == first).then_some(first)
}

/// Whether the form names the act without further evidence. A name that drops the year of its title does not.
fn is_free(candidate: Candidate, evidence: &Evidence) -> bool {
    evidence.named.contains(&candidate.act) || (candidate.need == Need::Nothing && candidate.year.is_none())
}

fn prefer(candidates: &mut Vec<Candidate>, wanted: impl Fn(&Candidate) -> bool) {
    if candidates.iter().any(&wanted) {
        candidates.retain(wanted);
    }
}
