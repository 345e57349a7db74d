//! A run on top of other days: stories are built over a window of stored documents, and what the store knows is not
//! encoded again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::extraction::{BATCH, Effort, Reader, batch};
use super::intake::Intake;
use super::{PipelineError, Progress, Request};
use crate::cluster::identified;
use crate::config::Settings;
use crate::consolidate::Earlier;
use crate::store::{Arriving, Database, DayRecord, Kept, ModelRecord, RunRecord, Shelf, Spool, Stored, Told};
use crate::types::{Copies, Document, DocumentId, Origin, Story, StoryId, content_hash, sha256_hex};

/// The store of a run, and what the run has of it.
pub(super) struct Days {
    database: Database,
    maker: String,
    date: Date,
    /// The edition that each document of the window came with.
    arrived: BTreeMap<DocumentId, Date>,
    /// Documents of the run's own inputs.
    own: BTreeSet<DocumentId>,
    /// Documents whose file or record came again with another text.
    replaced: Vec<DocumentId>,
    /// Wordpieces of each document of the window.
    wordpieces: BTreeMap<DocumentId, usize>,
    /// The story that each document of the window was in before.
    before: BTreeMap<DocumentId, StoryId>,
    /// What goes into the store with the edition.
    added: Added,
}

/// What a run adds to the store beside its edition.
#[derive(Default)]
struct Added {
    /// All stories of the window.
    stories: Vec<Story>,
    /// Stories with those that documents of theirs were in before.
    lineage: BTreeSet<(StoryId, StoryId)>,
    /// Who reprints whom in the window.
    copies: Copies,
}

impl Days {
    /// The store that `request` names, or `None` where it names none.
    pub(super) fn open(request: &Request<'_>) -> Result<Option<Self>, PipelineError> {
        let Some(path) = request.store else { return Ok(None) };
        if let Some(stdin) = request.inputs.iter().find(|input| input.as_os_str() == crate::ingest::STDIN) {
            return Err(PipelineError::Nameless(stdin.display().to_string()));
        }
        Ok(Some(Self {
            database: Database::open(path)?,
            maker: maker(&request.model, request.settings),
            date: request.fallback_date,
            arrived: BTreeMap::new(),
            own: BTreeSet::new(),
            replaced: Vec::new(),
            wordpieces: BTreeMap::new(),
            before: BTreeMap::new(),
            added: Added::default(),
        }))
    }

    /// Puts the stored documents of the window around `date` beside those of `intake`, all in order of id: stories must
    /// not depend on the day a document came, nor on the order in which days are run.
    pub(super) fn join(&mut self, intake: &mut Intake, date: Date, settings: &Settings) -> Result<(), PipelineError> {
        self.date = date;
        intake.documents.sort();
        self.own = intake.documents.ids().cloned().collect();
        self.arrive(intake)?;
        let reach = i64::from(settings.store.window_days).days();
        let window = (date.saturating_sub(reach), date.saturating_add(reach));
        let Self { database, own, replaced, arrived: known, .. } = self;
        database.window(window, |mut stored| {
            stored.retain(|Stored { document, .. }| !own.contains(&document.id) && !replaced.contains(&document.id));
            let mut documents = Vec::with_capacity(stored.len());
            for Stored { document, page, arrived } in stored {
                known.insert(document.id.clone(), arrived);
                intake.pages.extend(page.map(|page| (document.id.clone(), page)));
                documents.push(document);
            }
            intake.documents.add(&documents).map_err(PipelineError::from)
        })?;
        intake.documents.sort();
        let members = self.database.members(self.arrived.keys())?;
        self.before = members.into_iter().map(|(document, member)| (document, member.story)).collect();
        Ok(())
    }

    /// Finds out with which edition each document of the run's own inputs came.
    fn arrive(&mut self, intake: &Intake) -> Result<(), PipelineError> {
        let places: Vec<usize> = (0..intake.documents.len()).collect();
        let came = |document: Document| {
            let page = intake.pages.get(&document.id).cloned();
            let content = page.unwrap_or_else(|| content_hash(document.source.as_bytes()));
            (document.origin, document.id, content)
        };
        let read = intake.documents.stream(&places).map(|document| document.map(came));
        let mut came: Vec<(Origin, DocumentId, String)> = read.collect::<Result<_, _>>()?;
        came.sort_unstable();
        for of_origin in came.chunk_by(|a, b| a.0 == b.0) {
            let (origin, _, content) = &of_origin[0];
            let mut first = self.date;
            for known in self.database.known_at(origin)? {
                let is_same = known.content == *content;
                if !is_same && known.arrived != self.date {
                    return Err(PipelineError::Changed { origin: origin.clone(), day: known.arrived });
                }
                if is_same {
                    first = first.min(known.arrived);
                }
                if !self.own.contains(&known.document) {
                    self.replaced.push(known.document);
                }
            }
            self.arrived.extend(of_origin.iter().map(|(_, document, _)| (document.clone(), first)));
        }
        Ok(())
    }

    /// Puts beside each document of `shelf` what it says: read back where the store has it, found and kept where not. What
    /// was found before a run was killed is kept, a batch at a time.
    pub(super) fn extract(
        &mut self,
        documents: &mut Shelf,
        reader: Reader<'_>,
        settings: &Settings,
        progress: &dyn Progress,
    ) -> Result<Effort, PipelineError> {
        progress.begin("extract", Some(documents.len() as u64));
        let mut effort = Effort::default();
        for places in documents.batches(BATCH) {
            let read = documents.documents(places.clone())?;
            let mut kept: BTreeMap<usize, Kept> = BTreeMap::new();
            for (at, document) in places.clone().zip(&read) {
                kept.extend(self.database.kept(document, Some(&self.maker))?.map(|kept| (at, kept)));
            }
            let unknown = places.zip(&read).filter(|(at, _)| !kept.contains_key(at));
            let (fresh, unknown): (Vec<usize>, Vec<&Document>) = unknown.unzip();
            let made = batch(&unknown, reader, settings, &mut effort)?;
            self.database.keep(&self.maker, &unknown.into_iter().zip(&made).collect::<Vec<_>>())?;
            kept.extend(fresh.into_iter().zip(made));
            let found: Vec<_> = kept.iter().map(|(at, kept)| (*at, &kept.extraction)).collect();
            documents.put(&found)?;
            self.wordpieces.extend(kept.into_values().map(|kept| (kept.extraction.document, kept.wordpieces)));
            progress.advance(read.len() as u64);
        }
        Ok(effort)
    }

    /// The stories under the ids they had before.
    pub(super) fn identified(&mut self, stories: Vec<Story>) -> Result<Vec<Story>, PipelineError> {
        let is_taken = |id: &StoryId| self.database.has_story(id);
        let stories = identified(stories, &self.before, &is_taken)?;
        for story in &stories {
            let before = story.documents.iter().filter_map(|joined| self.before.get(&joined.document));
            let others = before.filter(|before| **before != story.id);
            self.added.lineage.extend(others.map(|before| (story.id.clone(), before.clone())));
        }
        Ok(stories)
    }

    /// Those of `stories` that a document of this edition is in, without the documents of later ones; the findings of
    /// the whole window are set aside for the store.
    pub(super) fn told(&mut self, stories: Vec<Story>, copies: &Copies) -> Vec<Story> {
        let arrived = |id: &DocumentId| self.arrived.get(id).copied().unwrap_or(self.date);
        let told = stories.iter().filter(|story| story.documents.iter().any(|j| arrived(&j.document) == self.date));
        let until_today = |story: &Story| Story {
            id: story.id.clone(),
            documents: story.documents.iter().filter(|j| arrived(&j.document) <= self.date).cloned().collect(),
        };
        let told = told.map(until_today).collect();
        self.added.copies = copies.clone();
        self.added.stories = stories;
        told
    }

    /// What earlier editions told of the stories that the documents of `stories` were in.
    pub(super) fn earlier(&self, stories: &[Story]) -> Result<BTreeMap<StoryId, Earlier>, PipelineError> {
        let mut earlier = BTreeMap::new();
        for story in stories {
            let documents = || story.documents.iter().map(|joined| &joined.document);
            let before: BTreeSet<&StoryId> = documents().filter_map(|id| self.before.get(id)).collect();
            let Told { last: Some(since), texts } = self.database.told(&before, self.date)? else { continue };
            let fresh = documents().filter(|id| self.arrived.get(*id) == Some(&self.date)).cloned().collect();
            earlier.insert(story.id.clone(), Earlier { since, fresh, texts: texts.into_iter().collect() });
        }
        Ok(earlier)
    }

    /// Wordpieces of `documents`, whichever run read them.
    pub(super) fn wordpieces<'d>(&self, documents: impl Iterator<Item = &'d DocumentId>) -> usize {
        documents.filter_map(|document| self.wordpieces.get(document)).sum()
    }

    /// Adds the day: its documents, the stories of the window, the edition; `run` is asked for what `run.json` says of
    /// it when all else is in.
    pub(super) fn add(
        &mut self,
        intake: &Intake,
        edition: &Spool,
        run: impl FnOnce() -> RunRecord,
    ) -> Result<RunRecord, PipelineError> {
        let Added { stories, lineage, copies } = &self.added;
        let ids = intake.documents.ids().zip(0..);
        let own: Vec<usize> = ids.filter(|(id, _)| self.own.contains(*id)).map(|(_, at)| at).collect();
        let arriving = |document: Document| Arriving {
            page: intake.pages.get(&document.id).cloned(),
            arrived: self.arrived.get(&document.id).copied().unwrap_or(self.date),
            document,
        };
        let documents = intake.documents.stream(&own).map(|document| document.map(arriving));
        let day = DayRecord { documents, replaced: &self.replaced, stories, lineage, copies, edition };
        Ok(self.database.add(day, run)?)
    }
}

/// By what extractions are made: another model, engine, threshold, table or version may find other things in the same text.
/// The kernels of one engine compute the same.
pub(super) fn maker(model: &ModelRecord, settings: &Settings) -> String {
    let engine = model.device.rsplit_once(", ").map_or(model.device.as_str(), |(engine, _)| engine);
    let extract = toml::to_string(&settings.extract).unwrap_or_default();
    let tables = &model.tables;
    let made = format!("{}\n{}\n{engine}\n{extract}{tables}", env!("CARGO_PKG_VERSION"), model.sha256);
    sha256_hex(made.as_bytes())
}
