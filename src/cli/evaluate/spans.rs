//! `wirebrief eval` of texts with labelled spans (JSONL): precision, recall and F1 a kind, floors, errors.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use wirebrief_eval::{Baseline, GoldRecord, Labelled, Scores, parse_gold, table};

use super::read;
use crate::clean;
use crate::cli::args::{EvalArgs, Global};
use crate::cli::{Failure, Outcome, models, print};
use crate::config::Settings;
use crate::pipeline::{self, Silent};
use crate::types::{Document, Extraction, Kind};

/// Scores the mentions of every kind and prints a line a kind.
pub(super) fn run(args: &EvalArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let records = gold(&args.gold)?;
    let model = models::load(global)?;
    let documents: Vec<Document> = records.iter().filter_map(document).collect();
    let (extractions, _) = pipeline::extractions(&documents, model.reader(), settings, &Silent)?;
    let mut scores = Scores::default();
    let mut errors = String::new();
    for (record, extraction) in records.iter().zip(&extractions) {
        let (gold, found) = (record.labelled(), labelled(extraction));
        scores.add(&record.kinds, &gold, &found);
        if args.errors {
            list_errors(record, &gold, &found, &mut errors);
        }
    }
    print(&table(&scores, &Kind::ALL.map(Kind::name)))?;
    print(&errors)?;
    match &args.baseline {
        None => Ok(Outcome::Done),
        Some(path) => compare(path, &scores),
    }
}

fn compare(path: &Path, scores: &Scores) -> Result<Outcome, Failure> {
    let name = path.display().to_string();
    let baseline = Baseline::parse(&name, &read(path)?).map_err(|error| {
        Failure::new(error.to_string(), "floors are `[kind]` with strict_f1, overlap_f1 and support")
    })?;
    let shortfalls = baseline.shortfalls(scores);
    for shortfall in &shortfalls {
        print(&format!("below the floor: {shortfall}\n"))?;
    }
    Ok(if shortfalls.is_empty() { Outcome::Done } else { Outcome::Flawed })
}

fn gold(path: &Path) -> Result<Vec<GoldRecord>, Failure> {
    let mut records = Vec::new();
    for file in gold_files(path)? {
        let name = file.display().to_string();
        let parsed = parse_gold(&name, &read(&file)?);
        records.extend(parsed.map_err(|error| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            Failure::new(format!("{error}{cause}"), "CONTRIBUTING.md shows the form of a gold record")
        })?);
    }
    if let Some(record) = records.iter().find(|record| record.text.is_empty()) {
        return Err(Failure::new(format!("gold record `{}` has no text", record.id), "remove it, or give it its text"));
    }
    if records.is_empty() {
        return Err(Failure::new(
            format!("no gold in `{}`", path.display()),
            "name a folder with .jsonl files of gold",
        ));
    }
    Ok(records)
}

fn gold_files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path).map_err(|error| Failure::unreadable(path, &error))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    Ok(files)
}

/// The text of `record` as a document; gold texts are never empty (`gold` refuses them).
fn document(record: &GoldRecord) -> Option<Document> {
    let mut document = clean::bare(&record.text)?;
    if let Some(written) = &record.published
        && let Ok(date) = written.parse()
    {
        document.published = Some(crate::types::Publication { date, written: written.clone() });
    }
    Some(document)
}

fn labelled(extraction: &Extraction) -> Vec<Labelled> {
    let label = |m: &crate::types::Mention| Labelled::new(m.kind.name(), m.span.start(), m.span.end());
    extraction.mentions.iter().map(label).collect()
}

fn list_errors(record: &GoldRecord, gold: &[Labelled], found: &[Labelled], out: &mut String) {
    let mut list = |word: &str, these: &[Labelled], others: &[Labelled]| {
        for span in these.iter().filter(|span| record.kinds.contains(&span.kind) && !others.contains(span)) {
            let words = record.text.get(span.start..span.end).unwrap_or_default();
            let around = around(record, span);
            let _ = writeln!(out, "{word:<8} {:<13} {:<10} `{words}` in `{around}`", span.kind, record.id);
        }
    };
    list("missed", gold, found);
    list("spurious", found, gold);
}

fn around<'a>(record: &'a GoldRecord, span: &Labelled) -> &'a str {
    let text = &record.text;
    let from = text.floor_char_boundary(span.start.saturating_sub(40));
    let to = text.ceil_char_boundary((span.end + 40).min(text.len()));
    &text[from..to]
}
