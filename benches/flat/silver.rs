//! Lines of flattened pages with features and labels, for `models/training/clean/lines.py`.
//!
//! The label of a line is `1` (article) or `0` (not), with a weight. A page is labelled by the extraction, of three,
//! that agrees best with its snippets; a line that holds a snippet is labelled by the snippet. Each page comes a second
//! time as its article lines alone, so that a text that is clean already is seen as one.

use std::collections::BTreeSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use trafilatura::{ExtractionFocus, Options};
use wirebrief::clean::line_features;

use crate::score::joined;
use crate::strip::stripped;
use crate::{Fault, Page};

/// Weight of a line that a snippet labels, beside lines that an extraction labels.
const SNIPPET: f64 = 6.0;
/// Shortest line, in characters without white space, that is looked for inside the extracted text.
const INSIDE: usize = 24;

/// Writes `page, label, weight, features…` a line, tabs between.
#[expect(clippy::disallowed_methods, reason = "a benchmark writes what training reads")]
pub(crate) fn write_lines<'p>(path: &Path, pages: impl Iterator<Item = &'p Page>) -> Result<(), Fault> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (number, page) in pages.enumerate() {
        let Some((article, quality)) = best(page) else { continue };
        let mut body = String::new();
        for (label, weight, text, row) in labelled(page, &article, &page.text) {
            if label {
                body.extend([text, "\n"]);
            }
            write_row(&mut out, number, label, weight * quality, &row)?;
        }
        for (_, row) in line_features(&body) {
            write_row(&mut out, number, true, quality * 0.5, &row)?;
        }
    }
    Ok(())
}

fn write_row(out: &mut impl Write, page: usize, label: bool, weight: f64, row: &[f32]) -> Result<(), Fault> {
    write!(out, "{page}\t{}\t{weight:.3}", u8::from(label))?;
    for value in row {
        write!(out, "\t{value}")?;
    }
    Ok(writeln!(out)?)
}

/// The lines of `text` with label, weight and features.
fn labelled<'t>(page: &Page, article: &Extracted, text: &'t str) -> Vec<(bool, f64, &'t str, Vec<f32>)> {
    let with: Vec<String> = page.with.iter().map(|snippet| joined(snippet)).collect();
    let without: Vec<String> = page.without.iter().map(|snippet| joined(snippet)).collect();
    let row = |(span, row): (wirebrief::types::Span, Vec<f32>)| {
        let text = span.slice(text).unwrap_or_default();
        let line = joined(text);
        let silver = article.holds(&line);
        // A snippet labels the line that it is most of, or that it stands in where the extraction does not object.
        let names = |snippet: &String| {
            line.contains(snippet.as_str()) || (line.len() >= INSIDE && snippet.contains(line.as_str()))
        };
        let most = |snippet: &&String| snippet.len() * 3 >= line.len();
        let (label, weight) = if with.iter().any(names) {
            (true, SNIPPET)
        } else if without.iter().filter(|snippet| names(snippet)).any(|s| most(&s) || !silver) {
            (false, SNIPPET)
        } else {
            (silver, 1.0)
        };
        (label, weight, text, row)
    };
    line_features(text).into_iter().map(row).collect()
}

struct Extracted {
    whole: String,
    lines: BTreeSet<String>,
}

impl Extracted {
    fn holds(&self, line: &str) -> bool {
        self.lines.contains(line) || (line.chars().count() >= INSIDE && self.whole.contains(line))
    }
}

/// The extraction of the page that agrees best with its snippets, and how well (0 to 1).
fn best(page: &Page) -> Option<(Extracted, f64)> {
    let focuses = [ExtractionFocus::Balanced, ExtractionFocus::FavorPrecision, ExtractionFocus::FavorRecall];
    let scored = focuses.into_iter().filter_map(|focus| {
        let options = Options::default().with_focus(focus).with_fallback(true).with_exclude_comments(true);
        let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&page.html, &options))).ok()?.ok()?;
        let text = stripped(&found.content_html);
        let whole = joined(&text);
        let kept = page.with.iter().filter(|snippet| whole.contains(&joined(snippet))).count();
        let left = page.without.iter().filter(|snippet| whole.contains(&joined(snippet))).count();
        let good = kept + page.without.len() - left;
        let quality = good as f64 / (page.with.len() + page.without.len()).max(1) as f64;
        Some((Extracted { whole, lines: text.lines().map(joined).collect() }, quality))
    });
    // The first of equals: balanced before the others.
    scored.fold(None, |best: Option<(Extracted, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    })
}
