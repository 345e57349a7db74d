//! Reading and cleaning: records stream in, are cleaned a batch at a time on all cores, and keep their order.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use rayon::prelude::*;

use super::{PipelineError, Progress};
use crate::clean;
use crate::config::Settings;
use crate::ingest::{self, Found};
use crate::store::{Shelf, StoreError, page_hash};
use crate::types::{Article, Cleaned, Document, DocumentId, DropReason, RejectReason, Rejected};

/// Records cleaned at once: enough for every core, few enough that pages do not pile up.
const BATCH: usize = 64;

/// What was read.
#[derive(Debug)]
pub(super) struct Intake {
    /// Files found.
    pub(super) files: usize,
    /// Records read, taken or not.
    pub(super) records: usize,
    /// Records taken.
    pub(super) articles: usize,
    /// Documents in order of input.
    pub(super) documents: Shelf,
    /// Hash of the page of each document that came from one.
    pub(super) pages: BTreeMap<DocumentId, String>,
    /// Records not taken, in order of input.
    pub(super) rejected: Vec<Rejected>,
}

/// Reads and cleans every record of what was found; the documents go on `shelf`, which is empty.
pub(super) fn read(
    found: Found,
    shelf: Shelf,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Intake, PipelineError> {
    let mut intake = Intake {
        files: found.files.len(),
        records: 0,
        articles: 0,
        documents: shelf,
        pages: BTreeMap::new(),
        rejected: found.rejected,
    };
    progress.begin("read", None);
    let mut lines = clean::Lines::default();
    let mut batch: Vec<Result<Article, Rejected>> = Vec::with_capacity(BATCH);
    let mut taken: Result<(), StoreError> = Ok(());
    for file in &found.files {
        ingest::read(file, &settings.ingest, &mut |outcome| {
            // Reading cannot be stopped half way; what comes after a full disk is let go.
            if taken.is_err() {
                return;
            }
            batch.push(outcome);
            if batch.len() == BATCH {
                progress.advance(BATCH as u64);
                taken = intake.take(std::mem::take(&mut batch), &mut lines, settings);
            }
        });
    }
    taken?;
    intake.take(batch, &mut lines, settings)?;
    intake.drop_furniture(&lines.furniture(settings.clean.furniture_titles))?;
    Ok(intake)
}

impl Intake {
    fn take(
        &mut self,
        batch: Vec<Result<Article, Rejected>>,
        lines: &mut clean::Lines,
        settings: &Settings,
    ) -> Result<(), StoreError> {
        self.records += batch.len();
        let cleaned: Vec<_> =
            batch.into_par_iter().map(|outcome| outcome.and_then(|a| clean_one(a, settings))).collect();
        let mut documents = Vec::with_capacity(cleaned.len());
        for outcome in cleaned {
            match outcome {
                Ok((cleaned, page)) => {
                    for document in cleaned.documents {
                        lines.add(&document);
                        self.pages.extend(page.as_ref().map(|hash| (document.id.clone(), hash.clone())));
                        documents.push(document);
                    }
                }
                Err(rejected) => self.rejected.push(rejected),
            }
        }
        self.documents.add(&documents)
    }

    /// Drops what outlets print under many headlines, and counts the records of which something is left. A document
    /// that was nothing but furniture is no document; one that has a title alone was so from the start.
    fn drop_furniture(&mut self, furniture: &clean::Furniture) -> Result<(), StoreError> {
        // Records by a hash: all of them are in hand at once.
        let (hasher, mut records) = (RandomState::new(), HashSet::new());
        let mut bare: Vec<usize> = Vec::new();
        for places in self.documents.batches(Shelf::AT_ONCE) {
            let mut documents = self.documents.documents(places.clone())?;
            let changed: Vec<bool> = documents.par_iter_mut().map(|document| furniture.drop_from(document)).collect();
            let (mut at_changed, mut now) = (Vec::new(), Vec::new());
            for ((at, document), changed) in places.zip(documents).zip(changed) {
                if is_bare(&document) {
                    bare.push(at);
                    self.rejected.push(nothing_left(document));
                    continue;
                }
                records.insert(hasher.hash_one(&document.origin));
                if changed {
                    at_changed.push(at);
                    now.push(document);
                }
            }
            self.documents.replace(&at_changed, &now)?;
        }
        self.documents.remove(&bare);
        self.articles = records.len();
        Ok(())
    }
}

fn is_bare(document: &Document) -> bool {
    document.sentences.is_empty() && document.dropped.iter().any(|x| x.reason == DropReason::Furniture)
}

fn nothing_left(document: Document) -> Rejected {
    Rejected {
        origin: document.origin,
        reason: RejectReason::NothingLeft,
        message: "expected an article, found only lines its outlet prints under every headline".to_owned(),
        hint: "raise `furniture_titles` under `[clean]` if these lines are news".to_owned(),
    }
}

fn clean_one(article: Article, settings: &Settings) -> Result<(Cleaned, Option<String>), Rejected> {
    let page = page_hash(&article.content);
    clean::documents(article, &settings.clean).map(|cleaned| (cleaned, page))
}
