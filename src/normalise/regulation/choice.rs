//! Settles which act a name means, from its year, the jurisdiction beside it and the rest of the text.
//!
//! A wrong identifier is worse than none: where more than one act remains, none is chosen.

use std::collections::BTreeSet;

use super::gazetteer::{Candidate, Gazetteer};
use super::table::Need;

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
        left.retain(|candidate| act(candidate).year == Some(year));
    }
    if let Some(code) = question.beside {
        left.retain(|candidate| act(candidate).jurisdiction == code);
    }
    let settled = question.year.is_some() || question.beside.is_some();
    if !settled {
        left.retain(|candidate| candidate.need != Need::LongForm || evidence.named.contains(&candidate.act));
    }
    prefer(&mut left, |candidate| evidence.named.contains(&candidate.act));
    if let ([only], true) = (left.as_slice(), settled || left.iter().all(|c| is_free(gazetteer, *c, evidence))) {
        return Some(only.act);
    }
    left.retain(|candidate| evidence.jurisdictions.contains(act(candidate).jurisdiction.as_str()));
    match left.as_slice() {
        [only] => Some(only.act),
        _ => None,
    }
}

/// Whether the form names the act without further evidence. A name that drops the year of its title does not.
fn is_free(gazetteer: &Gazetteer, candidate: Candidate, evidence: &Evidence) -> bool {
    let dated = gazetteer.acts[candidate.act].year.is_some();
    evidence.named.contains(&candidate.act) || (candidate.need == Need::Nothing && !dated)
}

fn prefer(candidates: &mut Vec<Candidate>, wanted: impl Fn(&Candidate) -> bool) {
    if candidates.iter().any(&wanted) {
        candidates.retain(wanted);
    }
}
