//! The source text of every document, read again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Fault, Report};
use crate::config;
use crate::ingest::{self, SourceFile};
use crate::store::{DocumentRecord, StoredRun};
use crate::types::{Article, Content, DocumentId, content_hash};

/// Source texts by document; a document whose source cannot be read or has changed is a fault, and its text as it is now
/// is kept, so that the claims it breaks are named too.
#[derive(Debug, Default)]
pub struct Sources {
    texts: BTreeMap<DocumentId, String>,
    titles: BTreeMap<DocumentId, String>,
}

impl Sources {
    pub(super) fn read(run: &StoredRun, settings: &config::Ingest, report: &mut Report) -> Self {
        let mut sources = Self::default();
        let settings = &config::Ingest { fields: config::fields_of(&run.run.fields), ..settings.clone() };
        for (path, documents) in by_path(&run.documents) {
            sources.read_path(run, &Place { path, settings }, &documents, report);
        }
        for document in &run.documents {
            if let Some(title) = &document.title {
                sources.titles.insert(document.id.clone(), title.clone());
            }
            if !sources.texts.contains_key(&document.id) {
                report.fault(place(document), "the source cannot be read again");
            }
        }
        sources
    }

    /// The sources of `run` as they read now, and what is not as the run read it.
    pub fn open(run: &StoredRun, settings: &config::Settings) -> (Self, Vec<Fault>) {
        let mut report = Report::default();
        let sources = Self::read(run, &settings.ingest, &mut report);
        (sources, report.faults)
    }

    /// The source texts by document.
    pub fn into_texts(self) -> BTreeMap<DocumentId, String> {
        self.texts
    }

    /// The source text of `document`.
    pub fn text(&self, document: &DocumentId) -> Option<&str> {
        self.texts.get(document).map(String::as_str)
    }

    /// The declared title of `document`.
    pub fn title(&self, document: &DocumentId) -> Option<&str> {
        self.titles.get(document).map(String::as_str)
    }

    fn read_path(&mut self, run: &StoredRun, place: &Place, documents: &[&DocumentRecord], report: &mut Report) {
        let wanted: BTreeSet<Option<&str>> = documents.iter().map(|d| d.record_id.as_deref()).collect();
        ingest::read(&file(run, place.path), place.settings, &mut |outcome| {
            let Ok(article) = outcome else { return };
            let record = article.origin.record_id.as_deref();
            if !wanted.contains(&record) {
                return;
            }
            for document in documents.iter().filter(|d| d.record_id.as_deref() == record) {
                self.take(run, document, &article, report);
            }
        });
    }

    fn take(&mut self, run: &StoredRun, document: &DocumentRecord, article: &Article, report: &mut Report) {
        let (Content::Plain(bytes) | Content::Extracted(bytes) | Content::Repaired(bytes) | Content::Html(bytes)) =
            &article.content;
        report.documents += 1;
        if content_hash(bytes.as_bytes()) != document.content_hash {
            report.fault(place(document), "the source is not what the run read: its hash differs");
        }
        let text = match &document.source {
            None => bytes.clone(),
            Some(kept) => run.text(kept).unwrap_or_default(),
        };
        if content_hash(text.as_bytes()) != document.source_hash && document.source.is_some() {
            let kept = document.source.as_deref().unwrap_or_default();
            report
                .fault(place(document), format!("the kept text `{kept}` is not what the run wrote: its hash differs"));
        }
        self.texts.insert(document.id.clone(), text);
    }
}

/// Where `path` lies now: standard input was kept with the run.
fn file(run: &StoredRun, path: &str) -> SourceFile {
    match run.stdin() {
        Some(disk) if path == ingest::STDIN => SourceFile { name: path.to_owned(), disk },
        _ => SourceFile::at(Path::new(path)),
    }
}

struct Place<'a> {
    path: &'a str,
    settings: &'a config::Ingest,
}

fn by_path(documents: &[DocumentRecord]) -> BTreeMap<&str, Vec<&DocumentRecord>> {
    let mut map: BTreeMap<&str, Vec<&DocumentRecord>> = BTreeMap::new();
    for document in documents {
        map.entry(&document.path).or_default().push(document);
    }
    map
}

fn place(document: &DocumentRecord) -> String {
    let record = document.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    format!("{}{record} (document {})", document.path, document.id)
}
