//! What a mention says of a settled law: name, identifiers, and its status when the text was published.

use super::Law;
use super::choice::{self, Evidence, Question};
use super::citation::{Citation, Series};
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
pub(super) fn cited(gazetteer: &Gazetteer, citation: &Citation, words: &str, evidence: &Evidence) -> Law {
    let Some(idx) = cited_act(gazetteer, citation, evidence).or_else(|| named_act(gazetteer, words, evidence)) else {
        let law = unlinked(words);
        return Law { reference: RegulationRef { ids: citation.ids.clone(), ..law.reference }, ..law };
    };
    let Law { act, mut reference } = linked(gazetteer, idx);
    // The table's acts keep their own identifiers; a missing ELI is filled from the number.
    reference.ids.eli = reference.ids.eli.or_else(|| citation.ids.eli.clone());
    Law { act, reference }
}

/// The row a citation's number settles.
pub(super) fn cited_act(gazetteer: &Gazetteer, citation: &Citation, evidence: &Evidence) -> Option<usize> {
    let ids = &citation.ids;
    let sure = [&ids.celex, &ids.public_law, &ids.number].into_iter().flatten();
    let by_number = sure.chain(&citation.candidates).find_map(|number| {
        let mut acts = gazetteer.by_number(number).iter().copied().filter(|act| match citation.series {
            Series::One => true,
            Series::Country | Series::Known => evidence.speaks_of(&gazetteer.acts[*act].jurisdiction),
            Series::Session => evidence.named.contains(act),
        });
        // Two acts of one number: the number settles neither.
        acts.next().filter(|_| acts.next().is_none())
    });
    by_number.or_else(|| gazetteer.by_place(ids.us_code.as_ref()?))
}

/// The row whose name is the number a citation is written with: `Rule 10b-5`, `Regulation Z`.
fn named_act(gazetteer: &Gazetteer, words: &str, evidence: &Evidence) -> Option<usize> {
    let (candidates, year) = gazetteer.lookup(words);
    choice::act(gazetteer, Question { candidates, year, ..Question::default() }, evidence)
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
