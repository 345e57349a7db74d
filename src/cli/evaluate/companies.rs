//! Scores companies: names joined over the reports of a story, as its brief joins them.

use std::collections::BTreeMap;

use wirebrief_eval::{CompanyFound, CompanyScores, MarkedError, company_gold};

use super::marked::Read;
use crate::config::Settings;
use crate::types::{DocumentId, EntityId, Extraction, Kind};
use crate::{normalise, pipeline};

/// The table and the faults of all stories.
pub(super) fn scored(read: &[Read<'_>], settings: &Settings) -> Result<(String, String), MarkedError> {
    let mut scores = CompanyScores::default();
    let mut errors = String::new();
    for read in read {
        let (entities, marks) = company_gold(read.article)?;
        let faults = scores.add(&entities, &marks, &companies(read, settings));
        errors.extend(faults.iter().map(|fault| fault.line(read.article)));
    }
    Ok((scores.table(), errors))
}

/// The companies and organisations of all documents and the nouns that stand for them, each with the number of what the
/// brief joins it to. A mention without an entity is joined to nothing and has a number of its own.
fn companies(read: &Read<'_>, settings: &Settings) -> Vec<CompanyFound> {
    let story = pipeline::as_one_story(read.documents, read.extractions, &read.questions, settings);
    let names = story.map(|story| story.names).unwrap_or_default();
    let of_entity: BTreeMap<&(DocumentId, EntityId), usize> =
        names.iter().enumerate().flat_map(|(at, joined)| joined.iter().map(move |part| (part, at))).collect();
    let mut found = Vec::new();
    let number = |extraction: &Extraction, entity: &EntityId| {
        of_entity.get(&(extraction.document.clone(), entity.clone())).copied()
    };
    for (document, extraction) in read.extractions.iter().enumerate() {
        for nominal in normalise::nominals(&read.documents[document], extraction) {
            if let Some(cluster) = number(extraction, &nominal.entity) {
                found.push(CompanyFound { document, start: nominal.span.start(), end: nominal.span.end(), cluster });
            }
        }
        for mention in &extraction.mentions {
            if !matches!(mention.kind, Kind::Company | Kind::Organisation) {
                continue;
            }
            let joined = mention.entity.as_ref().and_then(|entity| number(extraction, entity));
            let cluster = joined.unwrap_or(names.len() + found.len());
            found.push(CompanyFound { document, start: mention.span.start(), end: mention.span.end(), cluster });
        }
    }
    found
}
