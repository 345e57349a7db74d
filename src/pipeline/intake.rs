//! Reading and cleaning: records stream in, are cleaned a batch at a time on all cores, and keep their order.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Progress;
use crate::clean;
use crate::config::Settings;
use crate::ingest::{self, Found};
use crate::store::page_hash;
use crate::types::{Article, Cleaned, Document, DocumentId, DropReason, RejectReason, Rejected};

/// Records cleaned at once: enough for every core, few enough that pages do not pile up.
const BATCH: usize = 64;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Intake {
    /// Files found.
    pub(super) files: usize,
    /// Records read, taken or not.
    pub(super) records: usize,
    /// Records taken.
    pub(super) articles: usize,
    /// Documents in order of input.
    pub(super) documents: Vec<Document>,
    /// Hash of the page of each document that came from one.
    pub(super) pages: BTreeMap<DocumentId, String>,
    /// Records not taken, in order of input.
    pub(super) rejected: Vec<Rejected>,
}

/// Reads and cleans every record of what was found.
pub(super) fn read(found: Found, settings: &Settings, progress: &dyn Progress) -> Intake {
    let mut intake = Intake { files: found.files.len(), rejected: found.rejected, ..Intake::default() };
    progress.begin("read", None);
    let mut batch: Vec<Result<Article, Rejected>> = Vec::with_capacity(BATCH);
    for file in &found.files {
        ingest::read(file, &settings.ingest, &mut |outcome| {
            batch.push(outcome);
            if batch.len() == BATCH {
                progress.advance(BATCH as u64);
                intake.take(std::mem::take(&mut batch), settings);
            }
        });
    }
    intake.take(batch, settings);
    clean::drop_furniture(&mut intake.documents, settings.clean.furniture_titles);
    intake.reject_bare();
    intake.articles = intake.documents.iter().map(|document| &document.origin).collect::<BTreeSet<_>>().len();
    intake
}

impl Intake {
    fn take(&mut self, batch: Vec<Result<Article, Rejected>>, settings: &Settings) {
        self.records += batch.len();
        let cleaned: Vec<_> =
            batch.into_par_iter().map(|outcome| outcome.and_then(|a| clean_one(a, settings))).collect();
        for outcome in cleaned {
            match outcome {
                Ok((cleaned, page)) => self.keep(cleaned, page.as_deref()),
                Err(rejected) => self.rejected.push(rejected),
            }
        }
    }

    /// A document that was nothing but furniture is no document. One that has a title alone was so from the start.
    fn reject_bare(&mut self) {
        let is_bare =
            |d: &Document| d.sentences.is_empty() && d.dropped.iter().any(|x| x.reason == DropReason::Furniture);
        for document in self.documents.extract_if(.., |document| is_bare(document)) {
            self.rejected.push(Rejected {
                origin: document.origin,
                reason: RejectReason::NothingLeft,
                message: "expected an article, found only lines its outlet prints under every headline".to_owned(),
                hint: "raise `furniture_titles` under `[clean]` if these lines are news".to_owned(),
            });
        }
    }

    fn keep(&mut self, cleaned: Cleaned, page: Option<&str>) {
        for mut document in cleaned.documents {
            // Documents stay to the end of the run: what they grew by is given back.
            document.sentences.shrink_to_fit();
            document.dropped.shrink_to_fit();
            if let Some(hash) = page {
                self.pages.insert(document.id.clone(), hash.to_owned());
            }
            self.documents.push(document);
        }
    }
}

fn clean_one(article: Article, settings: &Settings) -> Result<(Cleaned, Option<String>), Rejected> {
    let page = page_hash(&article.content);
    clean::documents(article, &settings.clean).map(|cleaned| (cleaned, page))
}
