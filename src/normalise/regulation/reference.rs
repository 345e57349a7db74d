//! What a mention says of a settled law: name, identifiers, and its status when the text was published.

use super::Law;
use super::citation::Citation;
use super::gazetteer::Gazetteer;
use crate::types::{RegulationIds, RegulationRef, RegulationStatus};

/// A law the table does not hold, as named.
pub(super) fn unlinked(name: &str) -> Law {
    let ids = RegulationIds::default();
    Law { act: None, reference: RegulationRef { name: name.to_owned(), ids, status: RegulationStatus::Unknown } }
}

/// The act of row `idx`.
pub(super) fn linked(gazetteer: &Gazetteer, idx: usize) -> Law {
    let act = &gazetteer.acts[idx];
    let reference = RegulationRef { name: act.name.clone(), ids: act.ids.clone(), status: act.status };
    Law { act: Some(idx), reference }
}

/// The law of a citation written as `words`.
pub(super) fn cited(gazetteer: &Gazetteer, citation: &Citation, words: &str) -> Law {
    let Some(idx) = cited_act(gazetteer, citation) else {
        let law = unlinked(words);
        return Law { reference: RegulationRef { ids: citation.ids.clone(), ..law.reference }, ..law };
    };
    let Law { act, mut reference } = linked(gazetteer, idx);
    // The table's acts keep their own identifiers; a missing ELI is filled from the number.
    reference.ids.eli = reference.ids.eli.or_else(|| citation.ids.eli.clone());
    Law { act, reference }
}

/// The row a citation's number settles.
pub(super) fn cited_act(gazetteer: &Gazetteer, citation: &Citation) -> Option<usize> {
    let ids = &citation.ids;
    let sure = [&ids.celex, &ids.public_law, &ids.number].into_iter().flatten();
    sure.chain(&citation.candidates).find_map(|number| gazetteer.by_number(number))
}

/// `law` with its status in `year`: an act of a later year was a proposal, one repealed later was in force.
pub(super) fn at(mut law: Law, gazetteer: &Gazetteer, year: Option<i16>) -> Law {
    let (Some(act), Some(year)) = (law.act.and_then(|idx| gazetteer.acts.get(idx)), year) else { return law };
    let is_later = |of: u16| i32::from(of) > i32::from(year);
    if act.years.iter().min().copied().is_some_and(is_later) {
        law.reference.status = RegulationStatus::Proposed;
    } else if act.status == RegulationStatus::Repealed && act.since.is_some_and(is_later) {
        law.reference.status = RegulationStatus::InForce;
    }
    law
}
