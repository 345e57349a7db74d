//! From findings to the lines of the output files.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::{Findings, Request};
use crate::hygiene;
use crate::store::{
    Counts, DocumentRecord, LinksRecord, Measured, MentionRecord, RunRecord, StoreError, StoryRecord, TOOL,
};
use crate::types::{Briefs as _, Document, DocumentId, Hygiene, Kind, StoryId, sha256_hex};

/// What is counted while documents and mentions are written.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) hygiene: hygiene::Tallies,
    sentences: usize,
    mentions: BTreeMap<Kind, usize>,
}

/// Lines of `documents.jsonl`, in order of input; `counted` takes their sentences and hygiene.
pub(super) fn documents<'f>(
    findings: &'f Findings,
    counted: &'f mut Counted,
) -> impl Iterator<Item = Result<DocumentRecord, StoreError>> + 'f {
    let record = recorder(findings);
    findings.intake.documents.stream(&findings.told).map(move |document| {
        let document = document?;
        let line = record(&document);
        counted.sentences += document.sentences.len();
        counted.hygiene.add(&line);
        Ok(line)
    })
}

/// What makes a document's line.
fn recorder(findings: &Findings) -> impl Fn(&Document) -> DocumentRecord {
    let mut story_of: BTreeMap<&DocumentId, &StoryId> = BTreeMap::new();
    for story in &findings.stories {
        story_of.extend(story.documents.iter().map(|joined| (&joined.document, &story.id)));
    }
    move |document: &Document| {
        // Every document is in a story; its own is named where clustering broke that promise, and `verify` sees it.
        let story = story_of.get(&document.id).map_or_else(|| StoryId::of(&document.id), |id| (*id).clone());
        let copy_of = findings.copies.original_of(&document.id).cloned();
        DocumentRecord::new(document, story, copy_of, findings.intake.pages.get(&document.id).cloned())
    }
}

/// Lines of `mentions.jsonl`, in order of document and place; `counted` takes their kinds.
pub(super) fn mentions<'f>(
    findings: &'f Findings,
    counted: &'f mut Counted,
) -> impl Iterator<Item = Result<MentionRecord, StoreError>> + 'f {
    findings.intake.documents.stream_found(&findings.told).flat_map(move |report| -> Vec<_> {
        let (document, found) = match report {
            Ok(report) => report,
            Err(fault) => return vec![Err(fault)],
        };
        let mentions = found.iter().flat_map(|found| &found.mentions);
        let lines = mentions.map(|mention| {
            *counted.mentions.entry(mention.kind).or_default() += 1;
            Ok(MentionRecord::new(&document.id, mention, &document.source))
        });
        lines.collect()
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
pub(super) fn sources(findings: &Findings) -> impl Iterator<Item = Result<(String, Arc<str>), StoreError>> {
    let record = recorder(findings);
    // Only what came from a page has a text of its own to keep.
    let told = if findings.intake.pages.is_empty() { &[][..] } else { &findings.told };
    findings.intake.documents.stream(told).filter_map(move |document| match document {
        Ok(document) => Some(Ok((record(&document).source?, document.source))),
        Err(fault) => Some(Err(fault)),
    })
}

/// What is known of a run once its other files are written.
pub(super) struct Written {
    pub(super) hygiene: Hygiene,
    pub(super) counted: Counted,
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
        counts: counts(findings, &written.counted),
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

fn counts(findings: &Findings, counted: &Counted) -> Counts {
    let intake = &findings.intake;
    let mut rejected_by_reason: BTreeMap<String, usize> = BTreeMap::new();
    for rejected in &intake.rejected {
        *rejected_by_reason.entry(rejected.reason.to_string()).or_default() += 1;
    }
    let of_kind = |kind: &Kind| counted.mentions.get(kind).copied().unwrap_or_default();
    Counts {
        files: intake.files,
        records: intake.records,
        articles: intake.articles,
        documents: findings.told.len(),
        rejected: intake.rejected.len(),
        rejected_by_reason,
        copies: findings.copies.by_copy.len(),
        sentences: counted.sentences,
        wordpieces: findings.wordpieces,
        mentions: Kind::ALL.iter().map(|kind| (kind.name().to_owned(), of_kind(kind))).collect(),
        stories: findings.stories.len(),
    }
}
