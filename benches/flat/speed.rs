//! How fast clean reads ordinary article text, one core: the texts of a news crawl, each with its headline above.

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use wirebrief::clean::documents;
use wirebrief::config;
use wirebrief::types::{Article, Content, Metadata, Origin};

use crate::Fault;

/// Passes over the texts; the fastest counts, since other work on the machine only slows.
const PASSES: usize = 3;

#[derive(serde::Deserialize)]
struct Record {
    title: String,
    text: String,
}

/// Prints MB/s of the articles of `day`, a day of the crawl.
#[expect(clippy::print_stdout, reason = "a benchmark prints")]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input and times")]
pub(crate) fn report(day: &Path) -> Result<(), Fault> {
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(day)?)).lines();
    let mut texts = Vec::new();
    for line in lines {
        let Record { title, text } = serde_json::from_str(&line?)?;
        texts.push(format!("{title}\n{text}"));
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let (mut fastest, mut n_documents) = (f64::INFINITY, 0);
    for _ in 0..PASSES {
        let articles: Vec<Article> = texts.iter().map(|text| article(text)).collect();
        let start = Instant::now();
        n_documents = articles.into_iter().filter_map(|article| documents(article, &settings()).ok()).count();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!(
        "articles: {} texts, {n_documents} cleaned, {:.1} MB, {:.1} MB/s",
        texts.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / fastest
    );
    Ok(())
}

fn article(text: &str) -> Article {
    let origin = Origin { path: "article".into(), record_id: None };
    Article { origin, content: Content::Plain(text.to_owned()), metadata: Metadata::default() }
}

fn settings() -> config::Clean {
    config::Clean { min_words: 3, furniture_titles: 4 }
}
