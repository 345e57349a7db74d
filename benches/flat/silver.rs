//! Lines of flattened pages with features and labels, for `models/training/clean/lines.py`.
//!
//! The label of a line is how far it is article text, 0 to 1, with a weight. Four extractions of the page vote, each
//! with a voice that grows with how well it agrees with the page's snippets; a line that holds a snippet is labelled by
//! the snippet. Each page comes a second time as its article lines alone, so that a text that is clean already is seen as
//! one.

use std::collections::BTreeSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use trafilatura::{ExtractionFocus, Options};
use wirebrief::clean::{documents, line_features};
use wirebrief::config;
use wirebrief::types::{Article, Content, Metadata, Origin, Span};

use crate::score::joined;
use crate::strip::stripped;
use crate::{Fault, Page};

/// Weight of a line that a snippet labels, beside lines that extractions label.
const SNIPPET: f64 = 6.0;
/// Weight of a line where the article stands alone.
const ALONE: f64 = 0.5;
/// Shortest line, in characters without white space, that is looked for inside an extracted text.
const INSIDE: usize = 24;
/// How fast a voice falls with the share of snippets that an extraction gets wrong.
const SHARPNESS: f64 = 8.0;

/// Writes `page, label, weight, features…` a line, tabs between.
#[expect(clippy::disallowed_methods, reason = "a benchmark writes what training reads")]
pub(crate) fn write_lines<'p>(path: &Path, pages: impl Iterator<Item = &'p Page>) -> Result<(), Fault> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (number, page) in pages.enumerate() {
        let rows = line_features(&page.text);
        let text = |span: Span| span.slice(&page.text).unwrap_or_default();
        let labels = labels(page, &rows.iter().map(|(span, _)| joined(text(*span))).collect::<Vec<_>>());
        let mut article = String::new();
        for ((label, weight), (span, row)) in labels.into_iter().zip(rows) {
            if label >= 0.5 {
                article.extend([text(span), "\n"]);
            }
            write_row(&mut out, 2 * number, (label, weight), &row)?;
        }
        for (_, row) in line_features(&article) {
            write_row(&mut out, 2 * number + 1, (1.0, ALONE), &row)?;
        }
    }
    Ok(())
}

fn write_row(out: &mut impl Write, page: usize, (label, weight): (f64, f64), row: &[f32]) -> Result<(), Fault> {
    write!(out, "{page}\t{label:.3}\t{weight:.3}")?;
    for value in row {
        write!(out, "\t{value}")?;
    }
    Ok(writeln!(out)?)
}

/// Label and weight of each line.
fn labels(page: &Page, lines: &[String]) -> Vec<(f64, f64)> {
    let texts = extractions(page);
    let qualities: Vec<f64> = texts.iter().map(|text| quality(page, text)).collect();
    let best = qualities.iter().copied().fold(0.0, f64::max);
    let voices: Vec<f64> = qualities.iter().map(|quality| ((quality - best) * SHARPNESS).exp()).collect();
    let mut labels: Vec<(f64, f64)> = vec![(0.0, best); lines.len()];
    for (text, voice) in texts.iter().zip(&voices) {
        let whole = joined(text);
        let own: BTreeSet<String> = text.lines().map(joined).collect();
        for (line, (label, _)) in lines.iter().zip(&mut labels) {
            let holds = own.contains(line) || (line.chars().count() >= INSIDE && whole.contains(line.as_str()));
            *label += if holds { voice / voices.iter().sum::<f64>() } else { 0.0 };
        }
    }
    let starts: Vec<usize> = lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
    let text = lines.concat();
    for snippet in page.without.iter().map(|snippet| joined(snippet)).filter(|snippet| !snippet.is_empty()) {
        for idx in places(&text, &starts, &snippet).into_iter().flatten() {
            // A long line is not chrome for one snippet in it, where extractions take it for text.
            let most = lines[idx].len() <= snippet.len() * 3;
            if most || labels[idx].0 < 0.5 {
                labels[idx] = (0.0, if most { SNIPPET } else { SNIPPET / 2.0 });
            }
        }
    }
    for snippet in page.with.iter().map(|snippet| joined(snippet)).filter(|snippet| !snippet.is_empty()) {
        let places = places(&text, &starts, &snippet);
        let worth =
            |place: &std::ops::Range<usize>| place.clone().map(|idx| labels[idx].0).sum::<f64>() / place.len() as f64;
        let best = places.iter().map(worth).fold(0.0, f64::max);
        let places: Vec<_> = places.into_iter().filter(|place| worth(place) >= best - 1e-6).collect();
        places.into_iter().flatten().for_each(|idx| labels[idx] = (1.0, SNIPPET));
    }
    labels
}

/// The lines that each occurrence of `snippet` touches.
fn places(text: &str, starts: &[usize], snippet: &str) -> Vec<std::ops::Range<usize>> {
    let line_at = |byte: usize| starts.partition_point(|start| *start <= byte);
    text.match_indices(snippet).map(|(at, _)| line_at(at) - 1..line_at(at + snippet.len() - 1)).collect()
}

/// Share of the page's snippets that a text keeps or leaves out as it should.
fn quality(page: &Page, text: &str) -> f64 {
    let text = joined(text);
    let kept = page.with.iter().filter(|snippet| text.contains(&joined(snippet))).count();
    let left = page.without.iter().filter(|snippet| text.contains(&joined(snippet))).count();
    (kept + page.without.len() - left) as f64 / (page.with.len() + page.without.len()).max(1) as f64
}

/// The page's text as three settings of a peer and our own reader of pages find it.
fn extractions(page: &Page) -> Vec<String> {
    let focuses = [ExtractionFocus::Balanced, ExtractionFocus::FavorPrecision, ExtractionFocus::FavorRecall];
    let mut texts: Vec<String> = focuses.into_iter().map(|focus| peer(page, focus).unwrap_or_default()).collect();
    texts.push(own(page));
    texts
}

fn peer(page: &Page, focus: ExtractionFocus) -> Option<String> {
    let options = Options::default().with_focus(focus).with_fallback(true).with_exclude_comments(true);
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&page.html, &options))).ok()?.ok()?;
    Some(stripped(&found.content_html))
}

fn own(page: &Page) -> String {
    let origin = Origin { path: "page".into(), record_id: None };
    let article = Article { origin, content: Content::Html(page.html.clone()), metadata: Metadata::default() };
    let cleaned = documents(article, &config::Clean { min_words: 1, furniture_titles: 4 });
    let mut text = String::new();
    for document in cleaned.map(|cleaned| cleaned.documents).unwrap_or_default() {
        text.extend(document.title.iter().map(|title| title.text.as_str()));
        let mut paragraph = usize::MAX;
        for sentence in &document.sentences {
            text.push_str(if sentence.paragraph == paragraph { " " } else { "\n" });
            text.push_str(document.words(sentence.span));
            paragraph = sentence.paragraph;
        }
    }
    text
}
