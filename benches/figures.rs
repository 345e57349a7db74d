//! Text a second through the grammar of figures and through the laws of the table, one thread, no model.
//!
//! `cargo bench --bench figures` reads our own annotated articles (`corpora/annotated`), sentence by sentence as `extract` does, and
//! prints a line each: megabytes of text, what was found, megabytes a second (the best of some rounds).

use std::path::Path;
use std::time::Instant;

use wirebrief::normalise::figure::{FigureContext, find};
use wirebrief::normalise::{Tables, regulation};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Rounds, of which the best counts.
const ROUNDS: usize = 5;

fn main() -> Result<(), Fault> {
    let articles = articles()?;
    let lines: Vec<&str> = articles.iter().flat_map(|text| text.lines()).filter(|line| !line.is_empty()).collect();
    let context = FigureContext::default();
    measure("figures", &lines, |line| find(line, &context).len());
    let whole: Vec<&str> = articles.iter().map(String::as_str).collect();
    measure("laws", &whole, |text| regulation::find(text, Tables::bundled()).len());
    Ok(())
}

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints and looks at the clock")]
fn measure(name: &str, texts: &[&str], found: impl Fn(&str) -> usize) {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let (mut n, mut best) = (0, f64::MAX);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        n = texts.iter().map(|text| found(text)).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    let megabytes = bytes as f64 / 1e6;
    println!("{name}: {megabytes:.1} MB, {n} found, {:.1} MB/s", megabytes / best);
}

/// The texts of `corpora/annotated`, in order of their files.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
fn articles() -> Result<Vec<String>, Fault> {
    let mut files: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/annotated"))?
        .map(|entry| entry.map(|entry| entry.path().join("articles.jsonl")))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let article: serde_json::Value = serde_json::from_str(line)?;
            texts.push(article["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    Ok(texts)
}
