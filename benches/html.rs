//! Our page extraction beside the libraries we could have used: score and speed on the same pages, one thread.
//!
//! `cargo bench --bench html -- FOLDER [N]` takes every Nth page (all by default) of a folder with an `evaldata.json`, as
//! `wirebrief eval FOLDER` does, and prints a line each: pages, snippet precision, recall and F1, titles, days, pages a
//! second. Ours is measured whole: extraction, cleaning, sentences. The libraries only extract.

use std::path::{Path, PathBuf};
use std::time::Instant;

use wirebrief::clean;
use wirebrief::config::Settings;
use wirebrief::ingest::{self, SourceFile};
use wirebrief::types::{Article, Content, Document, Metadata};
use wirebrief_eval::{PAGE_HEADING, PageFound, PageGold, PageScores, parse_pages};

type Fault = Box<dyn std::error::Error + Send + Sync>;

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() -> Result<(), Fault> {
    let mut given = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let Some(folder) = given.next().map(PathBuf::from) else {
        println!("name a folder of pages: cargo bench --bench html -- FOLDER [N]");
        return Ok(());
    };
    let every = given.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let settings = Settings::embedded()?;
    let gold = gold(&folder)?;
    let pages: Vec<(PageGold, String)> = gold
        .into_iter()
        .step_by(every)
        .filter_map(|page| Some((page_of(&folder, &page, &settings)?, page)).map(|(text, page)| (page, text)))
        .collect();
    println!("{PAGE_HEADING}  pages/s");
    measure("wirebrief", &pages, |page| ours(page, &settings));
    measure("trafilatura precision", &pages, |page| trafilatura(page, trafilatura::ExtractionFocus::FavorPrecision));
    measure("trafilatura balanced", &pages, |page| trafilatura(page, trafilatura::ExtractionFocus::Balanced));
    measure("libreadability", &pages, readability);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
fn gold(folder: &Path) -> Result<Vec<PageGold>, Fault> {
    let path = folder.join("evaldata.json");
    Ok(parse_pages(&path.display().to_string(), &std::fs::read_to_string(&path)?)?)
}

/// The decoded page.
fn page_of(folder: &Path, gold: &PageGold, settings: &Settings) -> Option<String> {
    let path =
        ["eval", "cache", "."].iter().map(|part| folder.join(part).join(&gold.file)).find(|path| path.is_file())?;
    let mut page = None;
    ingest::read(&SourceFile::at(&path), &settings.ingest, &mut |outcome| {
        if let Ok(Article { content: Content::Html(text), .. }) = outcome {
            page = Some(text);
        }
    });
    page
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
#[expect(clippy::disallowed_methods, reason = "a benchmark takes the time")]
fn measure(name: &str, pages: &[(PageGold, String)], extract: impl Fn(&str) -> PageFound) {
    let start = Instant::now();
    let found: Vec<PageFound> = pages.iter().map(|(_, page)| extract(page)).collect();
    let seconds = start.elapsed().as_secs_f64();
    let mut scores = PageScores::default();
    for ((gold, _), found) in pages.iter().zip(&found) {
        scores.add(gold, found);
    }
    println!("{}  {:>7.1}", scores.row(name), pages.len() as f64 / seconds.max(1e-9));
}

fn ours(page: &str, settings: &Settings) -> PageFound {
    let origin = wirebrief::types::Origin { path: "page".into(), record_id: None };
    let article = Article { origin, content: Content::Html(page.to_owned()), metadata: Metadata::default() };
    let documents = clean::documents(article, &settings.clean).map(|cleaned| cleaned.documents).unwrap_or_default();
    let text = documents.iter().flat_map(Document::sentence_texts).collect::<Vec<_>>().join("\n");
    let first = documents.first();
    let title = first.and_then(|document| document.title.as_ref()).map(|title| title.text.clone());
    let date = first.and_then(|document| document.published.as_ref()).map(|published| published.date.to_string());
    PageFound { text, title: title.unwrap_or_default(), date: date.unwrap_or_default() }
}

fn trafilatura(page: &str, focus: trafilatura::ExtractionFocus) -> PageFound {
    let options = trafilatura::Options::default().with_focus(focus).with_fallback(true).with_exclude_comments(true);
    // The library panics on some pages; a page lost is a page without text.
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| trafilatura::extract(page, &options)));
    let Ok(Ok(found)) = result else { return PageFound::default() };
    let date = found.metadata.date.map(|date| date.to_string()).unwrap_or_default();
    let date = date.get(..10).unwrap_or_default().to_owned();
    PageFound { text: found.content_text, title: found.metadata.title, date }
}

fn readability(page: &str) -> PageFound {
    match libreadability::extract(page, None) {
        Ok(found) => PageFound { text: found.text_content, title: found.title, date: String::new() },
        Err(_) => PageFound::default(),
    }
}
