//! Why two documents of a finished run are in one story or in two: the run's comparison, made again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::ToSpan;
use jiff::civil::Date;

use super::days::maker;
use super::extraction::{Effort, Reader, batch};
use super::{PipelineError, Progress, extractions, intake};
use crate::cluster::{self, Link, Names, Overrides, Reports, Why};
use crate::config::{Settings, fields_of};
use crate::dedupe;
use crate::ingest::{self, SourceFile};
use crate::store::{Database, DatabaseError, ModelRecord, Shelf, StoredRun};
use crate::types::{Document, DocumentId, Extraction};

/// Where the two documents are.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In a run's folder.
    Run(&'a StoredRun),
    /// In a store of days.
    Store(&'a Database),
}

/// What is asked.
pub struct Asked<'a> {
    /// Where the documents are.
    pub place: Place<'a>,
    /// Id, path, or `path#record` of each.
    pub names: [&'a str; 2],
    /// What was decided by hand.
    pub links: &'a [Link],
    /// Settings of the run.
    pub settings: &'a Settings,
    /// The model of the run.
    pub model: ModelRecord,
}

/// The answer.
#[derive(Debug)]
pub struct Explained {
    /// The two documents.
    pub documents: [Document; 2],
    /// What spoke for and against.
    pub why: Why,
    /// Lines of the links that name no document.
    pub unknown: Vec<String>,
}

/// Why the two documents of `asked` are in one story or in two.
pub fn why(asked: &Asked<'_>, reader: Reader<'_>, progress: &dyn Progress) -> Result<Explained, PipelineError> {
    let (documents, extractions) = match asked.place {
        Place::Run(run) => of_run(run, asked, reader, progress)?,
        Place::Store(store) => of_store(store, asked, reader)?,
    };
    progress.begin("compare", None);
    let copies = dedupe::copies(&documents, &asked.settings.dedupe);
    let names = Names::of(&documents);
    let overrides = Overrides::resolved(asked.links, &names)?;
    let reports = Reports { documents: &documents, extractions: &extractions, copies: &copies, overrides: &overrides };
    let ids = [names.document(asked.names[0])?, names.document(asked.names[1])?];
    let found = cluster::why(reports, &asked.settings.cluster, ids);
    progress.end();
    let unknown = || PipelineError::Name(cluster::NameError::Unknown(asked.names[0].to_owned()));
    let document = |id: &DocumentId| documents.iter().find(|document| document.id == *id).cloned();
    let [a, b] = ids.map(document);
    let (Some(why), Some(a), Some(b)) = (found, a, b) else { return Err(unknown()) };
    Ok(Explained { documents: [a, b], why, unknown: overrides.unknown })
}

/// The documents of a run's inputs, read and encoded again.
fn of_run(
    run: &StoredRun,
    asked: &Asked<'_>,
    reader: Reader<'_>,
    progress: &dyn Progress,
) -> Result<(Vec<Document>, Vec<Extraction>), PipelineError> {
    let mut settings = asked.settings.clone();
    settings.ingest.fields = fields_of(&run.run.fields);
    let inputs: Vec<PathBuf> = run.run.inputs.iter().map(PathBuf::from).collect();
    let paths: Vec<PathBuf> = inputs.iter().filter(|input| input.as_os_str() != ingest::STDIN).cloned().collect();
    let mut found = ingest::files(&paths)?;
    if let Some(disk) = run.stdin() {
        found.files.insert(0, SourceFile { name: ingest::STDIN.to_owned(), disk });
    }
    let shelf = intake::read(found, Shelf::in_memory(), &settings, progress)?.documents;
    let documents: Vec<Document> = shelf.documents(0..shelf.len())?;
    let read: BTreeSet<&DocumentId> = documents.iter().map(|document| &document.id).collect();
    if read != run.documents.iter().map(|document| &document.id).collect() {
        return Err(PipelineError::Moved(run.folder.clone()));
    }
    let (extractions, _) = extractions(&documents, reader, &settings, progress)?;
    Ok((documents, extractions))
}

/// The documents of the window around the later of the two, with all that the store has of it by now.
fn of_store(
    store: &Database,
    asked: &Asked<'_>,
    reader: Reader<'_>,
) -> Result<(Vec<Document>, Vec<Extraction>), PipelineError> {
    let asked_for = asked.names.map(|name| store.named(name));
    let mut days: Vec<Date> = Vec::new();
    let mut documents: Vec<Document> = Vec::new();
    for stored in asked_for {
        for stored in stored? {
            days.push(stored.arrived);
            documents.push(stored.document);
        }
    }
    let reach = i64::from(asked.settings.store.window_days).days();
    if let Some(day) = days.iter().max() {
        store.window((day.saturating_sub(reach), day.saturating_add(reach)), |window| {
            documents.extend(window.into_iter().map(|stored| stored.document));
            Ok::<(), DatabaseError>(())
        })?;
    }
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    documents.dedup_by(|a, b| a.id == b.id);
    let maker = maker(&asked.model, asked.settings);
    let mut effort = Effort::default();
    let mut extractions = Vec::with_capacity(documents.len());
    for document in &documents {
        let made = match store.kept(document, Some(&maker))? {
            Some(kept) => vec![kept],
            None => batch(&[document], reader, asked.settings, &mut effort)?,
        };
        extractions.extend(made.into_iter().map(|kept| kept.extraction));
    }
    Ok((documents, extractions))
}
