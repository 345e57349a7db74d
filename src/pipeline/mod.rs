//! The order of the stages; the only place that knows it.
//!
//! [`run`] takes inputs to a folder of briefs; [`extractions`] is the part of it that `extract`, `explain` and `eval`
//! share, [`as_one_story`] the part that `eval` runs on documents that are known to tell one event. Knows no format, no model and no page: each is behind its stage.

mod clock;
mod days;
mod extraction;
mod intake;
mod one_story;
mod question;
mod reading;
mod record;
mod telling;
mod why;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::cluster::{Compared, Comparison, Gathering, Link, LinkError, NameError, Names, Overrides};
use crate::config::Settings;
use crate::ingest::{self, Found, IngestError, SourceFile};
use crate::model::{ModelError, Reuse};
use crate::render::RenderError;
use crate::store::{DatabaseError, Measured, ModelRecord, Output, RunRecord, Shelf, Spool, StoreError, files};
use crate::types::{Briefs as _, Copies, DocumentId, Origin, Story};
use crate::{dedupe, render};
use clock::Clock;
use days::Days;
pub use extraction::{Effort, Reader, extractions};
use intake::Intake;
pub use one_story::{OneStory, as_one_story, compared_figures, settle_as_one};
pub use question::{Questions, questions};
use record::{Counted, Written};
use telling::Teller;
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
    /// Places of the documents that the edition tells of, in order.
    told: Vec<usize>,
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
    /// Takes out what is told of stories that the edition does not tell.
    fn keep_told(&mut self) {
        let told: BTreeSet<&DocumentId> =
            self.stories.iter().flat_map(|story| &story.documents).map(|joined| &joined.document).collect();
        let ids = self.intake.documents.ids().zip(0..);
        self.told = ids.filter(|(id, _)| told.contains(id)).map(|(_, at)| at).collect();
        self.copies.by_copy.retain(|copy, _| told.contains(copy));
    }

    /// Ids of the documents told of.
    fn told_ids(&self) -> impl Iterator<Item = &DocumentId> {
        let mut told = self.told.iter().copied().peekable();
        let ids = self.intake.documents.ids().zip(0..);
        ids.filter(move |(_, at)| told.next_if_eq(at).is_some()).map(|(id, _)| id)
    }
}

/// Runs every stage over the inputs and writes the output folder.
pub fn run(request: &Request<'_>, reader: Reader<'_>, progress: &dyn Progress) -> Result<RunRecord, PipelineError> {
    let mut clock = Clock::start();
    // Before any work: a folder that cannot be used must not cost an hour first.
    let mut output = Output::create(request.out)?;
    let mut days = Days::open(request)?;
    let found = found(request, &mut output)?;
    let mut intake = intake::read(found, output.shelf()?, request.settings, progress)?;
    let date = request.date.or_else(|| usual_date(&intake.documents)).unwrap_or(request.fallback_date);
    if let Some(days) = &mut days {
        days.join(&mut intake, date, request.settings)?;
    }
    clock.lap("read and clean");
    let effort = match &mut days {
        Some(days) => days.extract(&mut intake.documents, reader, request.settings, progress)?,
        None => extraction::extract(&mut intake.documents, reader, request.settings, progress)?,
    };
    clock.lap("extract");
    progress.begin("find copies", None);
    let copies = copies(&intake.documents, request.settings)?;
    clock.lap("find copies");
    progress.begin("find stories", None);
    let overrides = overrides(request.links, &intake.documents)?;
    let comparison = comparison(&intake.documents, &copies, &overrides, request.settings)?;
    let mut stories = comparison.stories(&copies);
    let compared = match request.extras {
        Extras::Pairs => comparison.compared(&request.settings.cluster),
        Extras::None => Vec::new(),
    };
    drop(comparison);
    if let Some(days) = &mut days {
        let identified = days.identified(stories)?;
        stories = days.told(identified, &copies);
    }
    clock.lap("find stories");
    let earlier = match &days {
        Some(days) => days.earlier(&stories)?,
        None => BTreeMap::new(),
    };
    progress.begin("write briefs", Some(stories.len() as u64));
    let mut edition = output.spool(date)?;
    let teller = Teller { copies: &copies, earlier: &earlier, settings: request.settings, reader };
    teller.tell(&stories, &mut intake.documents, &mut edition, progress)?;
    clock.lap("write briefs");
    let mut findings = Findings {
        told: (0..intake.documents.len()).collect(),
        intake,
        copies,
        stories,
        edition,
        effort,
        wordpieces: effort.wordpieces,
        reuse: reader.encoder.reuse(),
        compared,
        unknown_links: overrides.unknown,
    };
    if let Some(days) = &days {
        findings.keep_told();
        findings.wordpieces = days.wordpieces(findings.told_ids());
    }
    progress.begin("write files", None);
    let record = write(request, &findings, output, (clock, days))?;
    progress.end();
    Ok(record)
}

/// Who reprints whom among the documents of `shelf`.
fn copies(shelf: &Shelf, settings: &Settings) -> Result<Copies, StoreError> {
    let mut finder = dedupe::Finder::new(&settings.dedupe);
    for places in shelf.batches(Shelf::AT_ONCE) {
        finder.add(&shelf.documents(places)?);
    }
    finder.copies(&|at| shelf.document(at).map(Cow::Owned))
}

/// What `links` decide of the documents of `shelf`.
fn overrides(links: &[Link], shelf: &Shelf) -> Result<Overrides, PipelineError> {
    let mut names = Names::default();
    // Names are of no use where there is no link, and take room.
    let places = if links.is_empty() { Vec::new() } else { (0..shelf.len()).collect() };
    for document in shelf.stream(&places) {
        names.add(&document?);
    }
    Ok(Overrides::resolved(links, &names)?)
}

/// The documents of `shelf`, compared.
fn comparison(
    shelf: &Shelf,
    copies: &Copies,
    overrides: &Overrides,
    settings: &Settings,
) -> Result<Comparison, StoreError> {
    let mut gathering = Gathering::new(shelf.ids().cloned().collect(), copies, overrides);
    let places: Vec<usize> = (0..shelf.len()).collect();
    for places in places.chunks(Shelf::AT_ONCE) {
        let reports: Vec<_> = shelf.stream_found(places).collect::<Result<_, _>>()?;
        gathering.add(reports.iter().map(|(document, found)| (document, found.as_ref())));
    }
    let by_id = shelf.by_id();
    let sentences = |id: &DocumentId| {
        let found = by_id.get(id).map(|at| shelf.extraction(*at)).transpose()?.flatten();
        Ok(found.map(|found| found.sentences).unwrap_or_default())
    };
    Comparison::of(gathering, overrides, &settings.cluster, &sentences)
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
fn usual_date(documents: &Shelf) -> Option<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for date in documents.published().flatten() {
        *counts.entry(date).or_default() += 1;
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
    let mut counted = Counted::default();
    output.lines(files::DOCUMENTS, record::documents(findings, &mut counted))?;
    output.lines(files::MENTIONS, record::mentions(findings, &mut counted))?;
    let stories = record::stories(findings).map_err(RenderError::from)?;
    output.lines(files::STORIES, stories.iter().map(Ok))?;
    output.lines(files::REJECTED, findings.intake.rejected.iter().map(Ok))?;
    if request.extras == Extras::Pairs {
        output.lines(files::PAIRS, findings.compared.iter().map(Ok))?;
    }
    for source in record::sources(findings) {
        let (name, text) = source?;
        output.source(&name, &text)?;
    }
    let hygiene = std::mem::take(&mut counted.hygiene).hygiene(&findings.intake.rejected);
    let brief = |ending: &str| format!("{}/{date}.{ending}", files::BRIEFS);
    let (edition, texts) = (&findings.edition, telling::Passages::of(&findings.intake.documents));
    output.stream(&brief("json"), |out| render::write_json(edition, out))??;
    output.stream(&brief("md"), |out| render::write_markdown(edition, out))??;
    output.stream(&brief("html"), |out| render::write_html(edition, &hygiene, &texts, out))??;
    clock.lap("write files");
    let files = output.hashes().clone();
    let run = |clock| {
        let measured = measured(request, findings, clock);
        record::run(request, findings, Written { hygiene, counted, files, measured })
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
