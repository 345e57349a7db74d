//! The laws of a story.
//!
//! Takes a telling; gives one row a law: the same identifier is the same law, whatever it is called.

use std::collections::BTreeMap;

use crate::types::{Citation, RegulationIds, RegulationRef, RegulationRow, RegulationStatus, Value};

use super::cite::{of_text, quotation};
use super::member::Telling;

/// One row a law, the most cited first.
pub(super) fn rows(telling: &Telling<'_>) -> Vec<RegulationRow> {
    let mut laws: BTreeMap<String, (&RegulationRef, Vec<Citation>)> = BTreeMap::new();
    for member in &telling.members {
        for mention in member.sentences.iter().flat_map(|s| &s.mentions) {
            if let Some(Value::Regulation(law)) = &mention.value {
                let entry = laws.entry(key(law)).or_insert((law, Vec::new()));
                entry.1.push(of_text(member.document, mention.span));
            }
        }
    }
    let mut rows: Vec<RegulationRow> = laws.into_values().filter_map(|(law, cited)| row(law, cited, telling)).collect();
    rows.sort_by(|a, b| b.name.families().cmp(&a.name.families()).then_with(|| a.official.cmp(&b.official)));
    rows
}

fn key(law: &RegulationRef) -> String {
    printed_id(&law.ids).unwrap_or_else(|| law.name.to_lowercase())
}

/// The row, named by the longest form in which the law is cited.
fn row(law: &RegulationRef, mut citations: Vec<Citation>, telling: &Telling<'_>) -> Option<RegulationRow> {
    let longest =
        (0..citations.len()).max_by_key(|&at| (citations[at].quote.chars().count(), std::cmp::Reverse(at)))?;
    citations[..=longest].rotate_right(1);
    Some(RegulationRow {
        name: quotation(citations, telling.copies)?,
        official: law.name.clone(),
        id: printed_id(&law.ids),
        status: in_words(law.status).to_owned(),
    })
}

fn printed_id(ids: &RegulationIds) -> Option<String> {
    let celex = ids.celex.as_ref().map(|id| format!("CELEX {id}"));
    let public_law = ids.public_law.as_ref().map(|id| format!("Pub. L. {id}"));
    let eli = ids.eli.as_ref().map(|id| format!("ELI {id}"));
    celex.or(public_law).or(eli).or_else(|| ids.us_code_in_words()).or_else(|| ids.number.clone())
}

fn in_words(status: RegulationStatus) -> &'static str {
    match status {
        RegulationStatus::InForce => "in force",
        RegulationStatus::Adopted => "adopted, not yet in force",
        RegulationStatus::Proposed => "proposed",
        RegulationStatus::Repealed => "no longer in force",
        RegulationStatus::Unknown => "not known",
    }
}
