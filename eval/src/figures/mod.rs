//! Scores of figures: whether they are found, and what they are said to be about.
//!
//! *Value*: a found figure is right where bytes, kind and value are those of a gold figure (any of its alternatives).
//! *Span*: where the bytes are. Figures found in a headline without marks are passed over: only bodies are marked in full.
//!
//! Fields are judged on figures whose value is right. `-` is right where nothing is said. Subject and `by` agree where the
//! names share the first word and one holds the other; base and scope where the words of one hold those of the other;
//! metric, direction, period and modality where they are equal. *Filled wrongly* counts answers that are none of the
//! alternatives, *left empty* silence where there is an answer; both are shares of all fields judged.

mod gold;
mod table;
mod value;

pub use gold::{FIGURE_FIELDS, FigureGold, figure_gold};
pub use value::FigureValue;

use std::collections::BTreeMap;

use crate::answer::{same_name, same_words};
use crate::{Counts, Fault, MarkedArticle, Share, Verdict, Verdicts};

/// One figure as the program reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureFound {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// `money`, `percent` or `quantity`.
    pub kind: String,
    /// The value as gold writes it; empty where it cannot be told.
    pub value: String,
    /// Bytes of the figure this one converts.
    pub conversion_of: Option<(usize, usize)>,
    /// Answers by [`FIGURE_FIELDS`].
    pub fields: [Option<String>; 8],
}

/// Counts of one kind of figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FigureCounts {
    /// Bytes, kind and value right.
    pub value: Counts,
    /// Bytes right.
    pub span: Counts,
}

/// Counts over articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureScores {
    /// By kind: hits and misses under the kind of the gold, false finds under their own.
    pub by_kind: BTreeMap<String, FigureCounts>,
    /// By [`FIGURE_FIELDS`], of figures whose value is right.
    pub fields: [Verdicts; 8],
    /// Conversions that point at the figure they convert, of those whose value is right.
    pub conversions: Share,
}

impl FigureScores {
    /// Counts one article and tells what is wrong with it.
    pub fn add(&mut self, article: &MarkedArticle, gold: &[FigureGold], found: &[FigureFound]) -> Vec<Fault> {
        let document = &article.documents[0];
        let is_headline_marked = document.marks.iter().any(|mark| mark.start < document.headline_end);
        let is_scored = |figure: &&FigureFound| is_headline_marked || figure.start >= document.headline_end;
        let found: Vec<&FigureFound> = found.iter().filter(is_scored).collect();
        let mut faults = Vec::new();
        for figure in gold {
            let place = |f: &&&FigureFound| (f.start, f.end) == (figure.start, figure.end);
            match found.iter().find(place) {
                None => self.miss(figure, &mut faults),
                Some(same) => self.judge(gold, figure, same, &mut faults),
            }
        }
        for figure in found.iter().filter(|f| !gold.iter().any(|g| (g.start, g.end) == (f.start, f.end))) {
            let counts = self.by_kind.entry(figure.kind.clone()).or_default();
            counts.value.spurious += 1;
            counts.span.spurious += 1;
            faults.push(fault("spurious", (figure.start, figure.end), "", &figure.value));
        }
        faults
    }

    fn miss(&mut self, figure: &FigureGold, faults: &mut Vec<Fault>) {
        let counts = self.by_kind.entry(figure.values[0].kind.clone()).or_default();
        counts.value.missed += 1;
        counts.span.missed += 1;
        faults.push(fault("missed", (figure.start, figure.end), &figure.written, ""));
    }

    /// Judges a figure whose bytes are right.
    fn judge(&mut self, gold: &[FigureGold], figure: &FigureGold, found: &FigureFound, faults: &mut Vec<Fault>) {
        let counts = self.by_kind.entry(figure.values[0].kind.clone()).or_default();
        counts.span.hits += 1;
        let value = FigureValue::parse(&found.value);
        if value.as_ref().is_some_and(|value| value.kind == found.kind && figure.values.contains(value)) {
            counts.value.hits += 1;
        } else {
            counts.value.missed += 1;
            self.by_kind.entry(found.kind.clone()).or_default().value.spurious += 1;
            faults.push(fault("value", (figure.start, figure.end), &figure.written, &found.value));
            return;
        }
        for (at, name) in FIGURE_FIELDS.iter().enumerate() {
            let said = found.fields[at].as_deref();
            let verdict = figure.fields[at].judge(said, |gold, said| agree(name, gold, said));
            self.fields[at].add(verdict);
            if verdict != Verdict::Right {
                let expected = figure.fields[at].written();
                faults.push(fault(name, (figure.start, figure.end), &expected, said.unwrap_or_default()));
            }
        }
        if let Some(of) = figure.conversion_of {
            self.conversions.add(found.conversion_of == Some((gold[of].start, gold[of].end)));
        }
    }
}

impl FigureGold {
    /// What is said of `said` as the answer to the field `name`; `None` where no field is so called.
    pub fn judge(&self, name: &str, said: Option<&str>) -> Option<Verdict> {
        let at = FIGURE_FIELDS.iter().position(|field| *field == name)?;
        Some(self.fields[at].judge(said, |gold, said| agree(name, gold, said)))
    }
}

/// Whether two answers to the field `name` are one.
fn agree(name: &str, gold: &str, said: &str) -> bool {
    match name {
        "subject" | "by" => same_name(gold, said),
        "base" | "scope" => same_words(gold, said),
        _ => gold == said,
    }
}

fn fault(what: &str, (start, end): (usize, usize), expected: &str, found: &str) -> Fault {
    Fault { what: what.to_owned(), document: 0, start, end, expected: expected.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests;
