//! Documents that are known to tell one event, taken as one story: what `run` would make of them had it joined them.

use std::collections::BTreeMap;

use super::extraction::Reader;
use super::telling::settle;
use crate::config::Settings;
use crate::consolidate::{self, ComparedFigures, JoinedNames, Material, Questions};
use crate::dedupe;
use crate::model::ModelError;
use crate::normalise::figure;
use crate::types::{Brief, Document, DocumentId, Extraction, Joined, Story, StoryId};

/// What is made of one story.
#[derive(Debug)]
pub struct OneStory {
    /// Its brief; `None` where no document has a word to cite.
    pub brief: Option<Brief>,
    /// Which entities of its documents the brief takes for one.
    pub names: Vec<JoinedNames>,
}

/// Settles what `documents`, which tell one event, say of each other in their `extractions`, as `run` does for a story.
pub fn settle_as_one(
    documents: &[Document],
    extractions: &mut [Extraction],
    reader: Reader<'_>,
) -> Result<(), ModelError> {
    settle(documents.iter().zip(extractions), reader)
}

/// The brief of `documents`, with copies found among them alone; `None` where there are none.
pub fn as_one_story(
    documents: &[Document],
    extractions: &[Extraction],
    questions: &Questions,
    settings: &Settings,
) -> Option<OneStory> {
    with_story(documents, extractions, (questions, settings), |story, material| OneStory {
        brief: consolidate::brief(story, material, &settings.consolidate),
        names: consolidate::joined_names(story, material),
    })
}

/// Every pair of figures of `documents` that is compared when they are told as one story.
pub fn compared_figures(
    documents: &[Document],
    extractions: &[Extraction],
    questions: &Questions,
    settings: &Settings,
) -> Vec<ComparedFigures> {
    with_story(documents, extractions, (questions, settings), consolidate::compared_figures).unwrap_or_default()
}

fn with_story<T>(
    documents: &[Document],
    extractions: &[Extraction],
    (questions, settings): (&Questions, &Settings),
    make: impl FnOnce(&Story, &Material<'_>) -> T,
) -> Option<T> {
    let mut ids: Vec<&DocumentId> = documents.iter().map(|document| &document.id).collect();
    ids.sort();
    let joined = |id: &&DocumentId| Joined { document: (*id).clone(), reason: "known to tell one event".to_owned() };
    let story = Story { id: StoryId::of(ids.first()?), documents: ids.iter().map(joined).collect() };
    let copies = dedupe::copies(documents, &settings.dedupe);
    let material = Material {
        documents: &documents.iter().map(|document| (document.id.clone(), document)).collect(),
        extractions: &extractions.iter().map(|extraction| (extraction.document.clone(), extraction)).collect(),
        copies: &copies,
        earlier: &BTreeMap::new(),
        questions,
        print: &|value| figure::print(value).unwrap_or_default(),
    };
    Some(make(&story, &material))
}
