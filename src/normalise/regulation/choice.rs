//! Settles which act a name means, from its year, the jurisdiction beside it and the rest of the text.
//!
//! A wrong identifier is worse than none: where more than one act remains, none is chosen.

use std::collections::BTreeSet;

use super::gazetteer::{Candidate, Gazetteer};
use super::table::Need;
use crate::types::RegulationStatus;

/// What the text gives to settle names by.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Jurisdictions it speaks of.
    pub(super) jurisdictions: BTreeSet<&'static str>,
    /// Acts it names beyond doubt.
    pub(super) named: BTreeSet<usize>,
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
        left.retain(|candidate| candidate.year == Some(year));
    }
    if let Some(code) = question.beside {
        left.retain(|candidate| act(candidate).jurisdiction == code);
    }
    let settled = question.year.is_some() || question.beside.is_some();
    if !settled {
        left.retain(|candidate| candidate.need != Need::LongForm || evidence.named.contains(&candidate.act));
    }
    prefer(&mut left, |candidate| evidence.named.contains(&candidate.act));
    let free = left.iter().any(|candidate| is_free(*candidate, evidence));
    if let (Some(only), true) = (only_act(&left), settled || free) {
        return Some(only);
    }
    left.retain(|candidate| evidence.jurisdictions.contains(act(candidate).jurisdiction.as_str()));
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
