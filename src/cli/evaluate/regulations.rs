//! Scores laws: mentions and the identifiers they are linked to.

use wirebrief_eval::{MarkedError, RegulationFound, RegulationScores, regulation_gold};

use super::marked::Read;
use crate::normalise::regulation::us_code_holds;
use crate::types::{Document, Extraction, Kind, RegulationIds, RegulationRef, RegulationStatus, Value};

/// The table and the faults of all articles.
pub(super) fn scored(read: &[Read<'_>]) -> Result<(String, String), MarkedError> {
    let mut scores = RegulationScores::new(us_code_holds);
    let mut errors = String::new();
    for Read { article, documents, extractions, .. } in read {
        let gold = regulation_gold(article)?;
        let found: Vec<RegulationFound> = documents
            .iter()
            .zip(extractions.iter())
            .flat_map(|(document, extraction)| regulations(document, extraction))
            .collect();
        errors.extend(scores.add(&gold, &found).iter().map(|fault| fault.line(article)));
    }
    Ok((scores.table(), errors))
}

fn regulations<'a>(document: &'a Document, extraction: &'a Extraction) -> impl Iterator<Item = RegulationFound> + 'a {
    extraction.mentions.iter().filter(|mention| mention.kind == Kind::Regulation).map(move |mention| {
        let law = match &mention.value {
            Some(Value::Regulation(law)) => Some(law),
            _ => None,
        };
        RegulationFound {
            start: mention.span.start(),
            end: mention.span.end(),
            words: document.words(mention.span).to_owned(),
            ids: law.map(|law| ids(&law.ids)).unwrap_or_default(),
            status: law.and_then(status).map(str::to_owned),
        }
    })
}

/// Identifiers by scheme; an ELI says no more than the CELEX number it stands beside.
fn ids(ids: &RegulationIds) -> Vec<(String, String)> {
    let schemes = [
        ("celex", &ids.celex),
        ("eli", &ids.eli),
        ("pl", &ids.public_law),
        ("usc", &ids.us_code),
        ("number", &ids.number),
    ];
    let given = schemes.into_iter().filter_map(|(scheme, id)| Some((scheme, id.as_ref()?)));
    given
        .filter(|(scheme, _)| *scheme != "eli" || ids.celex.is_none())
        .map(|(s, id)| (s.to_owned(), id.clone()))
        .collect()
}

fn status(law: &RegulationRef) -> Option<&'static str> {
    match law.status {
        RegulationStatus::InForce => Some("in_force"),
        RegulationStatus::Adopted => Some("adopted"),
        RegulationStatus::Proposed => Some("proposed"),
        RegulationStatus::Repealed => Some("repealed"),
        RegulationStatus::Unknown => None,
    }
}
