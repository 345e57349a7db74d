//! The order of the stages; the only place that knows it.
//!
//! [`run`] takes inputs to a folder of briefs; [`extractions`] is the part of it that `extract`, `explain` and `eval`
//! share, [`as_one_story`] the part that `eval` runs on documents that are known to tell one event. Knows no format, no model and no page: each is behind its stage.

mod clock;
mod days;
mod extraction;
mod intake;
mod one_story;
mod record;
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cluster::{Compared, Comparison, Link, LinkError, NameError, Overrides, Reports};
use crate::config::Settings;
use crate::consolidate::Material;
use crate::ingest::{self, Found, IngestError, SourceFile};
use crate::model::{ModelError, Reuse};
use crate::normalise::{Tables, figure};
use crate::render::{self, RenderError};
use crate::store::{DatabaseError, Measured, ModelRecord, Output, RunRecord, Spool, StoreError, files};
use crate::types::{Briefs as _, Copies, Document, DocumentId, Extraction, Origin, Story};
use crate::{consolidate, dedupe, hygiene, normalise};
use clock::Clock;
use days::Days;
pub use extraction::{Effort, Reader, extractions};
use intake::Intake;
pub use one_story::{OneStory, as_one_story, compared_figures, settle_as_one};
use record::Written;
pub use why::{Asked, Explained, Place, why};

/// Told how far a run has come.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn begin(&self, stage: &str, total: Option<u64>);
    /// `n` more steps are done.
    fn advance(&self, n: u64);
    /// No stage is running.
    fn end(&self);
}

/// What to run over, and where to.
pub struct Request<'a> {
    /// Files and folders, and [`ingest::STDIN`].
    pub inputs: &'a [PathBuf],
    /// Opens standard input, where it is one of the inputs.
    pub stdin: &'a dyn Fn() -> Box<dyn Read>,
    /// Folder to write.
    pub out: &'a Path,
    /// Database of other days to build on, where there is one.
    pub store: Option<&'a Path>,
    /// Day of the edition, where given.
    pub date: Option<Date>,
    /// Day to use where neither is the day given nor is any document dated.
    pub fallback_date: Date,
    /// What was decided by hand about pairs of documents.
    pub links: &'a [Link],
    /// What is written beside the contract's files.
    pub extras: Extras,
    /// Settings.
    pub settings: &'a Settings,
    /// What `run.json` says of the model.
    pub model: ModelRecord,
    /// Peak resident memory in MiB, asked for at the end.
    pub peak_memory_mib: &'a dyn Fn() -> Option<f64>,
}

/// What a run writes only where it is asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extras {
    /// Nothing.
    None,
    /// Every pair of documents that was compared, with its channels.
    Pairs,
}

/// Why a run ended without output.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// An input cannot be read at all.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The model failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The output could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The days could not be read or added to.
    #[error(transparent)]
    Days(#[from] DatabaseError),
    /// A store knows documents by the name of their file, and this input has none.
    #[error("input `{0}` cannot be added to a store: it has no name by which another day could tell its documents")]
    Nameless(String),
    /// A file or record of another day came again, and is another now.
    #[error("{}{} came with the edition of {day}, with another text than today", .origin.path, record(.origin))]
    Changed {
        /// Which one.
        origin: Origin,
        /// The edition it came with.
        day: Date,
    },
    /// What was decided by hand cannot be honoured.
    #[error(transparent)]
    Links(#[from] LinkError),
    /// A run's inputs give other documents than the run had.
    #[error("the inputs of the run `{0}` do not give the documents that it has")]
    Moved(PathBuf),
    /// No document, or several, are called so.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A page could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
}

fn record(origin: &Origin) -> String {
    origin.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default()
}

/// Everything a run tells of, before it is written.
struct Findings {
    intake: Intake,
    extractions: Vec<Extraction>,
    copies: Copies,
    stories: Vec<Story>,
    edition: Spool,
    effort: Effort,
    /// Wordpieces of all documents told of, whichever run read them.
    wordpieces: usize,
    reuse: Option<Reuse>,
    /// Pairs of documents, where they are asked for.
    compared: Vec<Compared>,
    /// Lines of `--links` that name no document of the run.
    unknown_links: Vec<String>,
}

impl Findings {
    /// Takes out the documents of stories that the edition does not tell.
    fn keep_told(&mut self) -> Vec<Document> {
        let told: BTreeSet<&DocumentId> =
            self.stories.iter().flat_map(|story| &story.documents).map(|joined| &joined.document).collect();
        let untold = self.intake.documents.extract_if(.., |document| !told.contains(&document.id)).collect();
        self.extractions.retain(|extraction| told.contains(&extraction.document));
        self.copies.by_copy.retain(|copy, _| told.contains(copy));
        untold
    }
}

/// Runs every stage over the inputs and writes the output folder.
pub fn run(request: &Request<'_>, reader: Reader<'_>, progress: &dyn Progress) -> Result<RunRecord, PipelineError> {
    let mut clock = Clock::start();
    // Before any work: a folder that cannot be used must not cost an hour first.
    let mut output = Output::create(request.out)?;
    let mut days = Days::open(request)?;
    let found = found(request, &mut output)?;
    let mut intake = intake::read(found, request.settings, progress);
    let date = request.date.or_else(|| usual_date(&intake.documents)).unwrap_or(request.fallback_date);
    if let Some(days) = &mut days {
        days.join(&mut intake, date, request.settings)?;
    }
    clock.lap("read and clean");
    let (mut extractions, effort) = match &mut days {
        Some(days) => days.extractions(&intake.documents, reader, request.settings, progress)?,
        None => extractions(&intake.documents, reader, request.settings, progress)?,
    };
    clock.lap("extract");
    progress.begin("find copies", None);
    let copies = dedupe::copies(&intake.documents, &request.settings.dedupe);
    clock.lap("find copies");
    progress.begin("find stories", None);
    let overrides = Overrides::resolved(request.links, &intake.documents)?;
    let reports =
        Reports { documents: &intake.documents, extractions: &extractions, copies: &copies, overrides: &overrides };
    let comparison = Comparison::of(reports, &request.settings.cluster);
    let mut stories = comparison.stories(reports);
    let compared = match request.extras {
        Extras::Pairs => comparison.compared(&request.settings.cluster),
        Extras::None => Vec::new(),
    };
    drop(comparison);
    if let Some(days) = &mut days {
        let identified = days.identified(stories)?;
        stories = days.told(identified, &copies);
    }
    settle(&stories, &intake.documents, &mut extractions, reader.tables);
    clock.lap("find stories");
    let material = Material {
        documents: &by_id(&intake.documents),
        extractions: &extractions.iter().map(|extraction| (extraction.document.clone(), extraction)).collect(),
        copies: &copies,
        earlier: &match &days {
            Some(days) => days.earlier(&stories)?,
            None => BTreeMap::new(),
        },
        print: &|value| figure::print(value).unwrap_or_default(),
    };
    progress.begin("write briefs", Some(stories.len() as u64));
    let briefs = consolidate::briefs(&stories, &material, &request.settings.consolidate);
    let edition = output.spool(date, briefs.inspect(|made| progress.advance(made.len() as u64)))?;
    clock.lap("write briefs");
    let reuse = reader.encoder.reuse();
    let wordpieces = effort.wordpieces;
    let mut findings = Findings {
        intake,
        extractions,
        copies,
        stories,
        edition,
        effort,
        wordpieces,
        reuse,
        compared,
        unknown_links: overrides.unknown,
    };
    if let Some(days) = &mut days {
        let untold = findings.keep_told();
        days.set_aside(untold.into_iter());
        findings.wordpieces = days.wordpieces(&findings.intake.documents);
    }
    progress.begin("write files", None);
    let record = write(request, &findings, output, (clock, days))?;
    progress.end();
    Ok(record)
}

/// The files to read. Standard input is kept first: it can be read only once, and `verify` reads it again.
fn found(request: &Request<'_>, output: &mut Output) -> Result<Found, PipelineError> {
    let is_stdin = |input: &&PathBuf| input.as_os_str() == ingest::STDIN;
    let paths: Vec<PathBuf> = request.inputs.iter().filter(|input| !is_stdin(input)).cloned().collect();
    let mut found = ingest::files(&paths)?;
    if request.inputs.iter().any(|input| is_stdin(&input)) {
        let disk = output.keep(files::STDIN, &mut (request.stdin)())?;
        found.files.insert(0, SourceFile { name: ingest::STDIN.to_owned(), disk });
    }
    Ok(found)
}

/// The latest of the days that most documents were published on.
fn usual_date(documents: &[Document]) -> Option<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for publication in documents.iter().filter_map(|document| document.published.as_ref()) {
        *counts.entry(publication.date).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(date, count)| (*count, *date)).map(|(date, _)| date)
}

fn write(
    request: &Request<'_>,
    findings: &Findings,
    mut output: Output,
    (mut clock, days): (Clock, Option<Days>),
) -> Result<RunRecord, PipelineError> {
    let date = findings.edition.date();
    output.lines(files::DOCUMENTS, record::documents(findings))?;
    output.lines(files::MENTIONS, record::mentions(findings))?;
    let stories = record::stories(findings).map_err(RenderError::from)?;
    output.lines(files::STORIES, stories.iter())?;
    output.lines(files::REJECTED, findings.intake.rejected.iter())?;
    if request.extras == Extras::Pairs {
        output.lines(files::PAIRS, findings.compared.iter())?;
    }
    for (name, text) in record::sources(findings) {
        output.source(&name, text)?;
    }
    let hygiene = hygiene::report(record::documents(findings), &findings.intake.rejected);
    let brief = |ending: &str| format!("{}/{date}.{ending}", files::BRIEFS);
    let (edition, texts) = (&findings.edition, by_id(&findings.intake.documents));
    output.stream(&brief("json"), |out| render::write_json(edition, out))??;
    output.stream(&brief("md"), |out| render::write_markdown(edition, out))??;
    output.stream(&brief("html"), |out| render::write_html(edition, &hygiene, &texts, out))??;
    clock.lap("write files");
    let files = output.hashes().clone();
    let run = |clock| {
        record::run(request, findings, Written { hygiene, files, measured: measured(request, findings, clock) })
    };
    let record = match days {
        // Before the folder: a run killed between the two is in the store, and running it again writes the same folder.
        Some(mut days) => days.add(&findings.intake, &findings.edition, || {
            clock.lap("add to the store");
            run(clock)
        })?,
        None => run(clock),
    };
    output.finish(&record)?;
    Ok(record)
}

/// Settles what the reports of each of `stories` tell of each other: names of companies, and the country of bare dollars.
/// `extractions` are those of `documents`, in order.
fn settle(stories: &[Story], documents: &[Document], extractions: &mut [Extraction], tables: &Tables) {
    let mut story_of: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    for (n, story) in stories.iter().enumerate() {
        story_of.extend(story.documents.iter().map(|joined| (&joined.document, n)));
    }
    let mut told: Vec<Vec<(&Document, &mut Extraction)>> = stories.iter().map(|_| Vec::new()).collect();
    for (document, extraction) in documents.iter().zip(extractions) {
        if let Some(story) = story_of.get(&document.id) {
            told[*story].push((document, extraction));
        }
    }
    told.par_iter_mut().for_each(|reports| settle_reports(reports, tables));
}

fn settle_reports(reports: &mut [(&Document, &mut Extraction)], tables: &Tables) {
    normalise::settle_names(reports, tables);
    normalise::settle_dollars(reports);
}

/// The documents by their id.
fn by_id(documents: &[Document]) -> BTreeMap<DocumentId, &Document> {
    documents.iter().map(|document| (document.id.clone(), document)).collect()
}

fn measured(request: &Request<'_>, findings: &Findings, clock: Clock) -> Measured {
    let rate = |n: usize, seconds: f64| if seconds > 0.0 { (n as f64 / seconds * 10.0).round() / 10.0 } else { 0.0 };
    let (seconds, stages) = clock.finish();
    let encoded = findings.reuse.map_or(findings.effort.wordpieces, |reuse| reuse.wordpieces as usize);
    Measured {
        threads: rayon::current_num_threads(),
        seconds,
        stages,
        wordpieces: findings.effort.wordpieces,
        articles_per_second: rate(findings.intake.articles, seconds),
        wordpieces_per_second: rate(encoded, findings.effort.seconds),
        encoder_seconds: (findings.effort.seconds * 1e3).round() / 1e3,
        cache_hit_rate: findings.reuse.map(|reuse| share(reuse.hits, reuse.sentences)),
        peak_memory_mib: (request.peak_memory_mib)(),
    }
}

/// `part` of `whole`, to four places.
fn share(part: u64, whole: u64) -> f64 {
    (part as f64 / whole.max(1) as f64 * 1e4).round() / 1e4
}

/// Progress that nobody is shown.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: &str, _total: Option<u64>) {}
    fn advance(&self, _n: u64) {}
    fn end(&self) {}
}
