//! From stories to briefs: the reports of some stories at a time are read back, settled among themselves and told.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::question::questions;
use super::reading::reading;
use super::{PipelineError, Progress, Reader};
use crate::config::Settings;
use crate::consolidate::{self, Earlier, Material, Questions};
use crate::model::ModelError;
use crate::normalise::{self, figure};
use crate::render::Texts;
use crate::store::{Shelf, Spool, StoreError};
use crate::types::{Brief, Copies, Document, DocumentId, Extraction, Story, StoryId};

/// What stories are told with.
pub(super) struct Teller<'a> {
    /// Who reprints whom.
    pub(super) copies: &'a Copies,
    /// What earlier editions told.
    pub(super) earlier: &'a BTreeMap<StoryId, Earlier>,
    /// Settings.
    pub(super) settings: &'a Settings,
    /// The model, and companies and laws to link to.
    pub(super) reader: Reader<'a>,
}

/// A report of a story: where it stands, and what it says.
struct Report {
    at: usize,
    document: Document,
    found: Extraction,
}

/// A story with its reports, and its brief with what that weighs.
struct Told {
    reports: Vec<Report>,
    brief: Option<(f32, Brief)>,
}

impl Teller<'_> {
    /// Puts the briefs of `stories` into `edition`. What the reports of a story settle among themselves is put down beside
    /// `documents`.
    pub(super) fn tell(
        &self,
        stories: &[Story],
        documents: &mut Shelf,
        edition: &mut Spool,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        let places: BTreeMap<DocumentId, usize> =
            documents.by_id().into_iter().map(|(id, at)| (id.clone(), at)).collect();
        for stories in batches(stories) {
            let tell = |story| self.told(story, reports(story, documents, &places)?);
            let told: Vec<Told> = stories.par_iter().map(tell).collect::<Result<_, PipelineError>>()?;
            let found = told.iter().flat_map(|story| &story.reports).map(|report| (report.at, &report.found));
            documents.put(&found.collect::<Vec<_>>())?;
            let made: Vec<(f32, Brief)> = told.into_iter().filter_map(|story| story.brief).collect();
            edition.take(&made)?;
            progress.advance(stories.len() as u64);
        }
        edition.close();
        Ok(())
    }

    fn told(&self, story: &Story, mut reports: Vec<Report>) -> Result<Told, PipelineError> {
        settle(reports.iter_mut().map(|report| (&report.document, &mut report.found)), self.reader)?;
        let is_original = |report: &&Report| self.copies.original_of(&report.document.id).is_none();
        let originals = reports.iter().filter(is_original).map(|report| (&report.document, &report.found));
        let questions = questions(originals, self.reader.encoder)?;
        Ok(Told { brief: self.brief(story, &reports, &questions), reports })
    }

    fn brief(&self, story: &Story, reports: &[Report], questions: &Questions) -> Option<(f32, Brief)> {
        let material = Material {
            documents: &reports.iter().map(|report| (report.document.id.clone(), &report.document)).collect(),
            extractions: &reports.iter().map(|report| (report.document.id.clone(), &report.found)).collect(),
            copies: self.copies,
            earlier: self.earlier,
            questions,
            print: &|value| figure::print(value).unwrap_or_default(),
        };
        let brief = consolidate::brief(story, &material, &self.settings.consolidate)?;
        Some((consolidate::weight(&brief, &self.settings.consolidate), brief))
    }
}

/// Stories that are told at once: enough for every core, few enough that what they are told from does not pile up.
fn batches(stories: &[Story]) -> impl Iterator<Item = &[Story]> {
    let mut documents = 0;
    stories.chunk_by(move |_, next| {
        documents += next.documents.len();
        let goes_on = documents < Shelf::AT_ONCE;
        documents = if goes_on { documents } else { 0 };
        goes_on
    })
}

/// The reports of `story`; one that is on no shelf is left out.
fn reports(story: &Story, shelf: &Shelf, places: &BTreeMap<DocumentId, usize>) -> Result<Vec<Report>, StoreError> {
    let mut reports = Vec::with_capacity(story.documents.len());
    for at in story.documents.iter().filter_map(|joined| places.get(&joined.document).copied()) {
        if let Some(found) = shelf.extraction(at)? {
            reports.push(Report { at, document: shelf.document(at)?, found });
        }
    }
    Ok(reports)
}

/// Settles what the reports of one story tell of each other: names of companies, and the country of bare dollars.
pub(super) fn settle<'r>(
    reports: impl Iterator<Item = (&'r Document, &'r mut Extraction)>,
    reader: Reader<'_>,
) -> Result<(), ModelError> {
    let reports = &mut reports.collect::<Vec<_>>();
    normalise::settle_names(reports, reader.tables, &|document, mentions| reading(document, mentions, reader.encoder))?;
    normalise::settle_dollars(reports);
    Ok(())
}

/// The texts of a run's documents, for the page.
pub(super) struct Passages<'a> {
    shelf: &'a Shelf,
    places: BTreeMap<&'a DocumentId, usize>,
}

impl<'a> Passages<'a> {
    /// The texts on `shelf`.
    pub(super) fn of(shelf: &'a Shelf) -> Self {
        Self { shelf, places: shelf.by_id() }
    }
}

impl Texts for Passages<'_> {
    fn text(&self, document: &DocumentId) -> io::Result<Option<(Cow<'_, str>, usize)>> {
        let Some(at) = self.places.get(document) else { return Ok(None) };
        let document = self.shelf.document(*at).map_err(io::Error::other)?;
        Ok(Some((document.words(document.span).to_owned().into(), document.span.start())))
    }
}
