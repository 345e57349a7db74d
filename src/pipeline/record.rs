//! From findings to the lines of the output files.

use std::collections::BTreeMap;
use std::io;

use super::{Findings, Request};
use crate::store::{Counts, DocumentRecord, LinksRecord, Measured, MentionRecord, RunRecord, StoryRecord, TOOL};
use crate::types::{Briefs as _, Document, DocumentId, Hygiene, Kind, StoryId, sha256_hex};

/// Lines of `documents.jsonl`, in order of input.
pub(super) fn documents(findings: &Findings) -> impl Iterator<Item = DocumentRecord> {
    let mut story_of: BTreeMap<&DocumentId, &StoryId> = BTreeMap::new();
    for story in &findings.stories {
        story_of.extend(story.documents.iter().map(|joined| (&joined.document, &story.id)));
    }
    let record = move |document: &Document| {
        // Every document is in a story; its own is named where clustering broke that promise, and `verify` sees it.
        let story = story_of.get(&document.id).map_or_else(|| StoryId::of(&document.id), |id| (*id).clone());
        let copy_of = findings.copies.original_of(&document.id).cloned();
        DocumentRecord::new(document, story, copy_of, findings.intake.pages.get(&document.id).cloned())
    };
    findings.intake.documents.iter().map(record)
}

/// Lines of `mentions.jsonl`, in order of document and place.
pub(super) fn mentions(findings: &Findings) -> impl Iterator<Item = MentionRecord> {
    let pairs = findings.intake.documents.iter().zip(&findings.extractions);
    pairs.flat_map(|(document, extraction)| {
        extraction.mentions.iter().map(|mention| MentionRecord::new(&document.id, mention, &document.source))
    })
}

/// Lines of `stories.jsonl`, in order of the edition.
pub(super) fn stories(findings: &Findings) -> io::Result<Vec<StoryRecord>> {
    let by_id: BTreeMap<&StoryId, _> = findings.stories.iter().map(|story| (&story.id, story)).collect();
    let mut lines = Vec::with_capacity(by_id.len());
    for brief in findings.edition.briefs() {
        let brief = brief?;
        let Some(story) = by_id.get(&brief.story) else { continue };
        lines.push(StoryRecord {
            id: story.id.clone(),
            headline: brief.headline.text().to_owned(),
            date: brief.date,
            families: brief.families,
            documents: story.documents.clone(),
        });
    }
    Ok(lines)
}

/// Extracted texts of pages, each with its name below the run.
pub(super) fn sources(findings: &Findings) -> impl Iterator<Item = (String, &str)> {
    let texts = findings.intake.documents.iter().zip(documents(findings));
    texts.filter_map(|(document, record)| Some((record.source?, &*document.source)))
}

/// What is known of a run once its other files are written.
pub(super) struct Written {
    pub(super) hygiene: Hygiene,
    pub(super) files: BTreeMap<String, String>,
    pub(super) measured: Measured,
}

/// `run.json`.
pub(super) fn run(request: &Request<'_>, findings: &Findings, written: Written) -> RunRecord {
    RunRecord {
        tool: TOOL.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: request.inputs.iter().map(|input| input.display().to_string()).collect(),
        fields: request.settings.ingest.fields.iter().map(|(k, v)| (k.name().to_owned(), v.clone())).collect(),
        date: findings.edition.date(),
        counts: counts(findings),
        links: (!request.links.is_empty()).then(|| LinksRecord {
            honoured: request.links.len() - findings.unknown_links.len(),
            unknown: findings.unknown_links.clone(),
        }),
        hygiene: written.hygiene,
        model: request.model.clone(),
        settings_sha256: sha256_hex(request.settings.to_toml().as_bytes()),
        files: written.files,
        measured: written.measured,
    }
}

fn counts(findings: &Findings) -> Counts {
    let intake = &findings.intake;
    let mut rejected_by_reason: BTreeMap<String, usize> = BTreeMap::new();
    for rejected in &intake.rejected {
        *rejected_by_reason.entry(rejected.reason.to_string()).or_default() += 1;
    }
    let mut mentions: BTreeMap<String, usize> = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), 0)).collect();
    for mention in findings.extractions.iter().flat_map(|extraction| &extraction.mentions) {
        *mentions.entry(mention.kind.name().to_owned()).or_default() += 1;
    }
    Counts {
        files: intake.files,
        records: intake.records,
        articles: intake.articles,
        documents: intake.documents.len(),
        rejected: intake.rejected.len(),
        rejected_by_reason,
        copies: findings.copies.by_copy.len(),
        sentences: intake.documents.iter().map(|document| document.sentences.len()).sum(),
        wordpieces: findings.wordpieces,
        mentions,
        stories: findings.stories.len(),
    }
}
