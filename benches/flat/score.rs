//! Counts the snippets that clean keeps and drops; prints figures of both halves and failures of the tuning half.

use std::time::Instant;

use wirebrief::clean::documents;
use wirebrief::config;
use wirebrief::types::{Article, Content, Metadata, Origin};

use crate::Page;

#[derive(Default)]
struct Counts {
    pages: usize,
    must: usize,
    kept: usize,
    must_not: usize,
    dropped: usize,
    /// Must-not snippets that stand nowhere in the flattened text.
    absent: usize,
}

/// Prints the figures, and up to `errors` pages of the tuning half with what went wrong.
#[expect(clippy::print_stdout, reason = "a benchmark prints")]
#[expect(clippy::disallowed_methods, reason = "a benchmark times")]
pub(crate) fn report(pages: &[Page], errors: usize) {
    let (mut tuning, mut held) = (Counts::default(), Counts::default());
    let (mut bytes, mut seconds, mut shown) = (0, 0.0, 0);
    for page in pages {
        let start = Instant::now();
        let kept = cleaned(&page.text);
        seconds += start.elapsed().as_secs_f64();
        bytes += page.text.len();
        let counts = if page.is_held() { &mut held } else { &mut tuning };
        let faults = count(counts, page, &kept);
        if !page.is_held() && !faults.is_empty() && shown < errors {
            shown += 1;
            println!("{}\n  {}", page.file, faults.join("\n  "));
        }
    }
    print("tuning half", &tuning);
    print("held half", &held);
    println!("{:.1} MB of text, {:.1} MB/s", bytes as f64 / 1e6, bytes as f64 / 1e6 / seconds);
}

/// Title and sentences of all documents cut from `text`.
pub(crate) fn cleaned(text: &str) -> String {
    let origin = Origin { path: "page".into(), record_id: None };
    let article = Article { origin, content: Content::Plain(text.to_owned()), metadata: Metadata::default() };
    let mut kept = String::new();
    for document in documents(article, &config::Clean { min_words: 1, furniture_titles: 4 })
        .map(|cleaned| cleaned.documents)
        .unwrap_or_default()
    {
        kept.extend(document.title.iter().map(|title| format!("{}\n", title.text)));
        document.sentence_texts().for_each(|sentence| kept.extend([sentence, " "]));
    }
    kept
}

/// Without white space: where a stripper put it is no matter of the article.
pub(crate) fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn count(counts: &mut Counts, page: &Page, kept: &str) -> Vec<String> {
    let (text, kept) = (joined(&page.text), joined(kept));
    let mut faults = Vec::new();
    counts.pages += 1;
    for snippet in page.with.iter().filter(|snippet| text.contains(&joined(snippet))) {
        counts.must += 1;
        if kept.contains(&joined(snippet)) {
            counts.kept += 1;
        } else {
            faults.push(format!("lost: {snippet}"));
        }
    }
    for snippet in &page.without {
        if !text.contains(&joined(snippet)) {
            counts.absent += 1;
            continue;
        }
        counts.must_not += 1;
        if kept.contains(&joined(snippet)) {
            faults.push(format!("left: {snippet}"));
        } else {
            counts.dropped += 1;
        }
    }
    faults
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn print(half: &str, counts: &Counts) {
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!(
        "{half}: {} pages, must-have kept {:.3} ({} of {}), must-not dropped {:.3} ({} of {}; {:.3} with {} absent)",
        counts.pages,
        share(counts.kept, counts.must),
        counts.kept,
        counts.must,
        share(counts.dropped, counts.must_not),
        counts.dropped,
        counts.must_not,
        share(counts.dropped + counts.absent, counts.must_not + counts.absent),
        counts.absent
    );
}
