//! `wirebrief verify`.

use std::fmt::Write;
use std::path::Path;

use super::args::{Global, VerifyArgs};
use super::{Failure, Outcome, inspect, models, print, text};
use crate::clean;
use crate::config::Settings;
use crate::pipeline::{self, Reader, Silent};
use crate::store::StoredRun;
use crate::types::{Document, Extraction, Mention};
use crate::verify::{
    self,
    prose::{self, Finding, Place, Read, Statement, Verdict},
};

pub(super) fn run(args: &VerifyArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    match &args.brief {
        Some(brief) => foreign(brief, args, global, settings),
        None => own(args.dir.as_deref().unwrap_or(Path::new("")), settings),
    }
}

/// Proves a run.
fn own(dir: &Path, settings: &Settings) -> Result<Outcome, Failure> {
    let run = StoredRun::open(dir)?;
    let report = verify::check(&run, settings)?;
    let mut text = String::new();
    for fault in &report.faults {
        let _ = writeln!(text, "FAULT {fault}");
    }
    let _ = writeln!(
        text,
        "{}: {} documents, {} mentions, {} claims, {} files checked, {} faults",
        if report.faults.is_empty() { "proved" } else { "not proved" },
        report.documents,
        report.mentions,
        report.claims,
        report.files,
        report.faults.len()
    );
    print(&text)?;
    Ok(if report.faults.is_empty() { Outcome::Done } else { Outcome::Flawed })
}

/// Proves a text that someone else wrote.
fn foreign(brief: &Path, args: &VerifyArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let statements = prose::statements(&text(brief)?);
    let (documents, rejected) = inspect::read(&args.sources, settings)?;
    let all_taken = inspect::tell(&rejected);
    if documents.is_empty() {
        return Err(Failure::new(
            "the sources hold no article",
            "name what the brief was written from with `--sources`",
        ));
    }
    let model = if args.no_model { models::none(global)? } else { models::load(global)? };
    let mentions = mentions(&statements, model.reader(), settings)?;
    let reads: Vec<Read<'_>> =
        statements.iter().zip(&mentions).map(|(statement, mentions)| Read { statement, mentions }).collect();
    let findings = prose::check(&reads, &documents, model.tables());
    let mut told = String::new();
    for finding in &findings {
        describe(finding, brief, args.all, &mut told);
    }
    let faults = findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Unsupported(_))).count();
    let _ = writeln!(
        told,
        "{}: {} statements, {} figures, days, laws, names, numbers and quotations against {} documents, {faults} faults",
        if faults == 0 { "proved" } else { "not proved" },
        statements.len(),
        findings.len(),
        documents.len(),
    );
    print(&told)?;
    Ok(if faults == 0 { all_taken } else { Outcome::Flawed })
}

/// What is found in each statement, spans in its own text.
fn mentions(statements: &[Statement], reader: Reader<'_>, settings: &Settings) -> Result<Vec<Vec<Mention>>, Failure> {
    let documents: Vec<Document> = statements.iter().filter_map(|statement| clean::bare(&statement.text)).collect();
    let (found, _): (Vec<Extraction>, _) = pipeline::extractions(&documents, reader, settings, &Silent)?;
    Ok(found.into_iter().map(|extraction| extraction.mentions).collect())
}

fn describe(finding: &Finding, brief: &Path, all: bool, text: &mut String) {
    let Finding { line, item, words, verdict } = finding;
    let what = format!("{}:{line}: {item} `{words}`", brief.display());
    let _ = match verdict {
        Verdict::Supported(place) if all => writeln!(text, "OK    {what} stands in {}", shown(place)),
        Verdict::Supported(_) => Ok(()),
        Verdict::OtherUnit(place) => writeln!(text, "NOTE  {what} is {}", told(place)),
        Verdict::Unsupported(None) => writeln!(text, "FAULT {what} is in no source"),
        Verdict::Unsupported(Some(place)) => writeln!(text, "FAULT {what} is in no source; nearest is {}", told(place)),
    };
}

/// `` `$4.5 million` in a.html, bytes 1204..1216 ``
fn told(place: &Place) -> String {
    format!("`{}` in {}", place.words, shown(place))
}

fn shown(place: &Place) -> String {
    let record = place.origin.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    let bytes = place.span.map(|span| format!(", bytes {}..{}", span.start(), span.end())).unwrap_or_default();
    format!("{}{record}{bytes}", place.origin.path)
}
