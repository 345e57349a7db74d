//! How many of the places where articles were glued together clean finds, and how many whole articles it cuts.
//!
//! ```text
//! cargo bench --bench segment                    cuts found and false cuts, tuning half and held half
//! cargo bench --bench segment -- --errors 20     the first failures of the tuning half
//! cargo bench --bench segment -- --seams FILE    places of the tuning half with features and labels, for training
//! ```
//!
//! Makes 400 files of two or three articles and 400 of one long article with section headings, from
//! `../shared/data/dumps/webhose-2015` and `../shared/data/html/trafilatura-eval`, the same on every run. Says so where
//! the data is missing. An article belongs to one half by a hash of its text, and is glued to articles of that half.

mod article;
mod dress;
mod glue;

use std::io::Write;
use std::path::{Path, PathBuf};

use glue::{Made, Pool};
use wirebrief::clean::{documents, seam_features};
use wirebrief::config;
use wirebrief::types::{Content, Metadata, Origin};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Files of each kind; half of them of each half of the articles.
const FILES: usize = 400;
/// Files of each kind for training.
const TRAINING: usize = 3000;

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() -> Result<(), Fault> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let (Some(dumps), Some(pages)) = (data("dumps/webhose-2015"), data("html/trafilatura-eval")) else {
        println!("skipped: no `../shared/data` beside this checkout");
        return Ok(());
    };
    let crawled = article::of_dump(&dumps)?;
    let mut extracted = article::of_pages(&pages.join("eval"))?;
    if let Some(path) = value("--seams") {
        // Training sees pages alone, the cached ones too: the licence of the dump is for tests.
        extracted.extend(article::of_pages(&pages.join("cache"))?);
        return write_seams(Path::new(path), &Pool::of(&[], &extracted, false));
    }
    let errors = value("--errors").map_or(Ok(0), |n| n.parse())?;
    report("tuning half", &Pool::of(&crawled, &extracted, false), errors);
    report("held half", &Pool::of(&crawled, &extracted, true), 0);
    Ok(())
}

/// The data folder, from the main checkout or a worktree of it.
fn data(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared/data", "../../shared/data"].iter().map(|d| root.join(d).join(path)).find(|p| p.exists())
}

/// Line indices at which the documents of `text` begin, the first apart.
fn cuts(text: &str) -> Vec<usize> {
    let origin = Origin { path: "file".into(), record_id: None };
    let article =
        wirebrief::types::Article { origin, content: Content::Plain(text.to_owned()), metadata: Metadata::default() };
    let cleaned = documents(article, &config::Clean { min_words: 3, furniture_titles: 4 });
    let documents = cleaned.map(|cleaned| cleaned.documents).unwrap_or_default();
    documents.iter().skip(1).map(|document| line_at(text, document.span.start())).collect()
}

/// Index of the line, blank ones not counted, in which byte `at` stands.
fn line_at(text: &str, at: usize) -> usize {
    text[..at].lines().filter(|line| !line.trim().is_empty()).count()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn report(half: &str, pool: &Pool<'_>, errors: usize) {
    let (mut there, mut found, mut extra, mut shown) = (0, 0, 0, 0);
    let mut by_kind = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    for made in pool.glued(FILES / 2) {
        let cuts = cuts(&made.text);
        let hit = |seam: &glue::Joint| cuts.iter().any(|cut| (seam.from.saturating_sub(1)..=seam.to + 1).contains(cut));
        let hits = made.joints.iter().filter(|joint| hit(joint)).count();
        there += made.joints.len();
        found += hits;
        extra += cuts.len().saturating_sub(hits);
        for joint in &made.joints {
            let kind = by_kind.entry(joint.kind).or_default();
            kind.0 += usize::from(hit(joint));
            kind.1 += 1;
        }
        if shown < errors && hits < made.joints.len() {
            shown += 1;
            show(&made, &cuts);
        }
    }
    let singles: Vec<Made> = pool.singles(FILES / 2);
    let cut: Vec<(&Made, Vec<usize>)> =
        singles.iter().map(|made| (made, cuts(&made.text))).filter(|(_, cuts)| !cuts.is_empty()).collect();
    cut.iter().take(errors).for_each(|(made, cuts)| show(made, cuts));
    println!(
        "{half}: cuts found {:.3} ({found} of {there}), beside them {extra}; single articles cut {:.3} ({} of {})",
        f64::from(found as u32) / f64::from(there as u32),
        cut.len() as f64 / singles.len() as f64,
        cut.len(),
        singles.len()
    );
    let kinds: Vec<String> = by_kind.iter().map(|(kind, (found, of))| format!("{kind} {found}/{of}")).collect();
    println!("  {}", kinds.join(", "));
}

/// The lines round each joint and each cut, for the eye.
#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn show(made: &Made, cuts: &[usize]) {
    let lines: Vec<&str> = made.text.lines().filter(|line| !line.trim().is_empty()).collect();
    println!("--- joints {:?}, cuts {cuts:?}", made.joints.iter().map(|j| (j.from, j.to, j.kind)).collect::<Vec<_>>());
    for at in made.joints.iter().map(|joint| joint.to).chain(cuts.iter().copied()) {
        for (idx, line) in lines.iter().enumerate().skip(at.saturating_sub(3)).take(7) {
            println!("  {idx}{} {}", if idx == at { ">" } else { " " }, line.chars().take(110).collect::<String>());
        }
        println!("  ..");
    }
}

/// Writes `text, label, features…` a line, tabs between. The label is 1 at a joint, 0 away from any, and near one the
/// place is left out, since a cut there is as good. Each run of articles of a file is a text of its own, as it is once the
/// cuts around it are made; single articles stand beside them, whole and from every fifth line on. The places of a text
/// follow each other.
#[expect(clippy::disallowed_methods, reason = "a benchmark writes what training reads")]
fn write_seams(path: &Path, pool: &Pool<'_>) -> Result<(), Fault> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let texts = pool.trained(TRAINING).into_iter().flat_map(|made| made.runs());
    let singles =
        pool.singles(TRAINING).into_iter().chain(pool.dressed_singles(TRAINING)).flat_map(|made| made.tails());
    for (number, made) in texts.chain(singles).enumerate() {
        for (at, row) in seam_features(&made.text) {
            let line = line_at(&made.text, at);
            let within = |slack: usize| {
                let near = |joint: &glue::Joint| (joint.from.saturating_sub(slack)..=joint.to + slack).contains(&line);
                made.joints.iter().any(near)
            };
            if within(1) && !within(0) {
                continue;
            }
            write!(out, "{number}\t{}", u8::from(within(0)))?;
            for value in row {
                write!(out, "\t{value}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
