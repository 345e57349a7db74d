//! `wirebrief eval` of a folder of web pages with their gold (`evaldata.json`).
//!
//! Scores the text a reader gets: the kept sentences of all documents of a page, without the headline. Half of the pages
//! are for tuning and half are held back; errors are listed for the first half only, so that the second stays a measure.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use wirebrief_eval::{PAGE_HEADING, PageFaults, PageFound, PageGold, PageScores, parse_pages};

use super::args::EvalArgs;
use super::{Failure, Outcome, print};
use crate::clean;
use crate::config::Settings;
use crate::ingest::{self, SourceFile};
use crate::types::{Article, Document};

/// The file by which such a folder is known.
const GOLD: &str = "evaldata.json";
/// Folders below it in which the pages are.
const FOLDERS: [&str; 3] = ["eval", "cache", "."];

/// Whether `path` is a folder of pages with gold.
pub(super) fn is_gold(path: &Path) -> bool {
    path.join(GOLD).is_file()
}

/// Scores the pages and prints a line for each half and for all.
pub(super) fn run(args: &EvalArgs, settings: &Settings) -> Result<Outcome, Failure> {
    if args.baseline.is_some() {
        return Err(Failure::new("floors are for gold of spans, not for pages", "leave `--baseline` out"));
    }
    let pages = gold(&args.gold)?;
    let files: Vec<PathBuf> = pages.iter().map(|page| place(&args.gold, page)).collect::<Result<_, _>>()?;
    let found: Vec<(PageFound, f64)> = files.par_iter().map(|file| timed(file, settings)).collect();
    let [mut tuning, mut held, mut all] = [PageScores::default(); 3];
    let mut errors = String::new();
    for (page, (found, _)) in pages.iter().zip(&found) {
        all.add(page, found);
        if page.is_for_tuning() {
            list(page, &tuning.add(page, found), &mut errors);
        } else {
            held.add(page, found);
        }
    }
    let seconds: f64 = found.iter().map(|(_, seconds)| seconds).sum();
    let rows = [("tuning half", tuning), ("held half", held), ("all", all)].map(|(name, scores)| scores.row(name));
    print(&format!("{PAGE_HEADING}\n{}\n", rows.join("\n")))?;
    print(&format!("{:.0} pages/s a core, reading included\n", pages.len() as f64 / seconds.max(1e-9)))?;
    if args.errors {
        print(&errors)?;
    }
    Ok(Outcome::Done)
}

fn gold(folder: &Path) -> Result<Vec<PageGold>, Failure> {
    let path = folder.join(GOLD);
    #[expect(clippy::disallowed_methods, reason = "the cli reads gold")]
    let text = fs::read_to_string(&path).map_err(|error| Failure::unreadable(&path, &error))?;
    parse_pages(&path.display().to_string(), &text)
        .map_err(|error| Failure::new(error.to_string(), "expected an object of address → file, with, without"))
}

fn place(folder: &Path, page: &PageGold) -> Result<PathBuf, Failure> {
    let places = FOLDERS.iter().map(|part| folder.join(part).join(&page.file));
    places.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        Failure::new(format!("no page `{}` below `{}`", page.file, folder.display()), "fetch the whole set of pages")
    })
}

#[expect(clippy::disallowed_methods, reason = "the cli times a run")]
fn timed(file: &Path, settings: &Settings) -> (PageFound, f64) {
    let start = Instant::now();
    let found = found(&documents(file, settings));
    (found, start.elapsed().as_secs_f64())
}

/// The documents of a page; none where it is rejected.
fn documents(file: &Path, settings: &Settings) -> Vec<Document> {
    let mut articles: Vec<Article> = Vec::new();
    ingest::read(&SourceFile::at(file), &settings.ingest, &mut |outcome| articles.extend(outcome.ok()));
    let cleaned = articles.into_iter().filter_map(|article| clean::documents(article, &settings.clean).ok());
    cleaned.flat_map(|cleaned| cleaned.documents).collect()
}

fn found(documents: &[Document]) -> PageFound {
    let text = documents.iter().flat_map(Document::sentence_texts).collect::<Vec<_>>().join("\n");
    let first = documents.first();
    let title = first.and_then(|document| document.title.as_ref()).map(|title| title.text.clone());
    let date = first.and_then(|document| document.published.as_ref()).map(|published| published.date.to_string());
    PageFound { text, title: title.unwrap_or_default(), date: date.unwrap_or_default() }
}

fn list(page: &PageGold, faults: &PageFaults, out: &mut String) {
    let mut line = |word: &str, text: &str| {
        let _ = writeln!(out, "{word:<8} {:<40} {text}", page.file);
    };
    faults.missed.iter().for_each(|snippet| line("missed", &format!("`{snippet}`")));
    faults.spurious.iter().for_each(|snippet| line("spurious", &format!("`{snippet}`")));
    faults.title.iter().for_each(|title| line("title", &format!("`{title}` for `{}`", page.title)));
    faults.date.iter().for_each(|date| line("date", &format!("`{date}` for {}", page.date)));
}
