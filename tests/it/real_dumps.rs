//! Reading and cleaning of the real dumps that lie beside the checkout; skipped, saying so, where they do not.

use std::path::{Path, PathBuf};

use wirebrief::clean::{documents, kept};
use wirebrief::types::{Document, folded};
use wirebrief::{config, ingest};

/// The data folder, from the main checkout or a worktree of it.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn data(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../shared/data", "../../shared/data"].iter().map(|d| root.join(d).join(path)).find(|p| p.exists());
    if found.is_none() {
        println!("skipped: no `../shared/data/{path}` beside this checkout");
    }
    found
}

fn ingest_settings() -> config::Ingest {
    config::Settings::embedded().expect("well-formed").ingest
}

/// Documents and rejects of all records under `path` of the data; `None` where it is missing.
fn run(path: &str) -> Option<(Vec<Document>, usize)> {
    data(path).map(cleaned)
}

/// Documents and rejects of all records under `path`.
fn cleaned(path: PathBuf) -> (Vec<Document>, usize) {
    let found = ingest::files(&[path]).expect("it exists");
    let (mut kept, mut rejected) = (Vec::new(), 0);
    for file in &found.files {
        ingest::read(file, &ingest_settings(), &mut |outcome| match outcome
            .and_then(|article| documents(article, &config::Clean { min_words: 3, furniture_titles: 4 }))
        {
            Ok(cleaned) => kept.extend(cleaned.documents),
            Err(reject) => {
                assert!(!reject.message.is_empty() && !reject.hint.is_empty(), "{reject:?}");
                rejected += 1;
            }
        });
    }
    (kept, rejected)
}

/// Share of records that may be rejected, in per cent: the dumps hold pages of buttons and nothing else.
fn check(path: &str, rejects_per_cent: usize) {
    let Some((documents, rejected)) = run(path) else { return };
    for document in &documents {
        assert_eq!(document.tiles(), Ok(()), "{:?}", document.origin);
    }
    assert!(rejected * 100 <= (documents.len() + rejected) * rejects_per_cent, "{rejected} of {}", documents.len());
}

#[test]
fn a_day_of_the_crawl_is_kept_or_dropped_to_the_byte() {
    check("dumps/webhose-2015/2015-07-29.jsonl.gz", 4);
}

/// Cleaning what was kept changes nothing: at most one document in a thousand is cut in two by a second look.
fn check_settled(path: &str) {
    let Some((documents, _)) = run(path) else { return };
    let changed: Vec<_> = documents.iter().filter(|document| !is_settled(document)).map(|d| &d.origin).collect();
    assert!(changed.len() * 1000 <= documents.len(), "{} change: {changed:?}", changed.len());
}

#[test]
fn a_day_that_is_clean_stays_as_it_is() {
    check_settled("dumps/webhose-2015/2015-07-28.jsonl.gz");
    check_settled("dumps/reuters-text");
    check_settled("dumps/reuters-sgml");
}

#[test]
fn the_sample_that_is_clean_stays_as_it_is() {
    let (documents, _) = cleaned(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample"));
    assert!(documents.len() > 10 && documents.iter().all(is_settled));
}

fn is_settled(document: &Document) -> bool {
    let again = documents(kept(document), &config::Clean { min_words: 3, furniture_titles: 4 });
    again.is_ok_and(|again| {
        again.documents.len() == 1 && again.documents[0].sentence_texts().eq(document.sentence_texts())
    })
}

#[test]
fn wire_files_are_kept_or_dropped_to_the_byte() {
    // Three files are heads without a body.
    check("dumps/reuters-text", 3);
}

#[test]
fn wire_files_give_title_day_and_outlet() {
    let Some((documents, _)) = run("dumps/reuters-text") else { return };
    let whole = documents.iter().filter(|document| {
        let title = document.title.as_ref().is_some_and(|title| !title.text.starts_with('-'));
        title && document.published.is_some() && document.publisher.is_some()
    });
    let whole = whole.count();
    assert!(whole * 100 >= documents.len() * 97, "{whole} of {}", documents.len());
    let files: std::collections::BTreeSet<_> = documents.iter().map(|document| &document.origin).collect();
    assert_eq!(files.len(), documents.len(), "a wire file is one article");
}

#[derive(serde::Deserialize)]
struct Page {
    file: String,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

/// Snippets of real pages that must be kept and must not be; F1 as the set's own evaluation counts it.
#[test]
fn pages_keep_the_article_and_lose_the_chrome() {
    let Some(folder) = data("html/trafilatura-eval") else { return };
    let every = 20;
    #[expect(clippy::disallowed_methods, reason = "reads the gold of the real pages")]
    let gold = std::fs::read(folder.join("evaldata.json")).expect("the gold is there");
    let gold: std::collections::BTreeMap<String, Page> = serde_json::from_slice(&gold).expect("the gold is JSON");
    let (mut kept, mut missed, mut leaked) = (0.0_f64, 0.0, 0.0);
    for page in gold.values().step_by(every) {
        let text = page_text(&folder, &page.file);
        let text = folded(&text);
        for snippet in &page.with {
            if text.contains(&folded(snippet)) { kept += 1.0 } else { missed += 1.0 }
        }
        leaked += page.without.iter().filter(|snippet| text.contains(&folded(snippet))).count() as f64;
    }
    let (precision, recall) = (kept / (kept + leaked), kept / (kept + missed));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("P {precision:.3} R {recall:.3} F1 {f1:.3} over every {every}th page");
    assert!(f1 >= 0.88, "P {precision:.3} R {recall:.3} F1 {f1:.3}");
}

fn page_text(folder: &Path, file: &str) -> String {
    let path = ["eval", "cache"].iter().map(|part| folder.join(part).join(file)).find(|path| path.exists());
    let mut text = String::new();
    ingest::read(&ingest::SourceFile::at(&path.expect("the page is there")), &ingest_settings(), &mut |outcome| {
        let cleaned =
            outcome.and_then(|article| documents(article, &config::Clean { min_words: 1, furniture_titles: 4 }));
        for document in cleaned.map(|cleaned| cleaned.documents).unwrap_or_default() {
            text.extend(document.title.iter().map(|title| format!("{}\n", title.text)));
            document.sentence_texts().for_each(|sentence| text.extend([sentence, " "]));
        }
    });
    text
}
