//! Proves a text that someone else wrote: every figure, day, law, name and quotation of it must stand in the sources.
//!
//! Takes [`Statement`]s with the mentions found in them and the documents they were written from; gives a [`Finding`] for
//! everything that can be checked. Knows no model: mentions come from whoever calls.

mod evidence;
mod markdown;
mod quotation;
mod support;

use std::fmt;

use crate::normalise::Tables;
use crate::types::{Document, Kind, Mention, Span, folded, words};

use evidence::Evidence;
pub use evidence::Place;
pub use markdown::{Statement, statements};
use support::Support;

/// What is looked for in the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Of a statement, something the model or the grammar found.
    Mention(Kind),
    /// A number that is no figure, such as the one in `Q3`.
    Number,
    /// Words between quotation marks.
    Quotation,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mention(kind) => kind.fmt(f),
            Self::Number => f.write_str("number"),
            Self::Quotation => f.write_str("quotation"),
        }
    }
}

/// What the sources say to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It stands there.
    Supported(Place),
    /// The number stands there, for something that is called otherwise.
    OtherUnit(Place),
    /// It stands in no source; the nearest figure of the same measure, where there is one.
    Unsupported(Option<Place>),
}

/// Something checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line of the brief on which its statement begins, from 1.
    pub line: usize,
    /// What it is.
    pub item: Item,
    /// As written in the brief.
    pub words: String,
    /// What the sources say to it.
    pub verdict: Verdict,
}

/// A statement with what was found in it; spans are bytes of its text.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Figures, laws and names.
    pub mentions: &'a [Mention],
}

/// Checks everything in `statements` against `sources`, in order of the brief.
pub fn check(statements: &[Read<'_>], sources: &[Document], tables: &Tables) -> Vec<Finding> {
    let evidence = Evidence::of(sources, tables);
    statements.iter().flat_map(|read| findings(read, &evidence)).collect()
}

fn findings(read: &Read<'_>, evidence: &Evidence<'_>) -> Vec<Finding> {
    let text = read.statement.text.as_str();
    let mut found: Vec<(Span, Item, Verdict)> = Vec::new();
    for mention in read.mentions {
        let words = mention.span.slice(text).unwrap_or_default();
        found.push((mention.span, Item::Mention(mention.kind), verdict(mention, words, evidence)));
    }
    let quoted = quotation::quotations(text);
    for span in quoted {
        let mut own = quotation::own_words(span.slice(text).unwrap_or_default()).peekable();
        if own.peek().is_some() {
            found.push((span, Item::Quotation, verbatim(own, evidence)));
        }
    }
    let covered = |span: Span| found.iter().any(|(other, ..)| other.overlaps(span));
    let numbers: Vec<Span> = numbers(text).filter(|span| !covered(*span)).collect();
    for span in numbers {
        found.push((span, Item::Number, verbatim(span.slice(text).into_iter(), evidence)));
    }
    found.sort_by_key(|(span, item, _)| (*span, *item));
    let finding = |(span, item, verdict): (Span, Item, Verdict)| Finding {
        line: read.statement.line,
        item,
        words: folded(span.slice(text).unwrap_or_default()),
        verdict,
    };
    found.into_iter().map(finding).collect()
}

fn verdict(mention: &Mention, words: &str, evidence: &Evidence<'_>) -> Verdict {
    let by_value = mention.value.as_ref().filter(|_| mention.kind != Kind::Company);
    let (support, place) = by_value.map_or((Support::None, None), |value| evidence.of_value(value));
    match (support, place) {
        (Support::Holds, Some(place)) => return Verdict::Supported(place),
        (Support::OtherUnit, Some(place)) => return Verdict::OtherUnit(place),
        _ => {}
    }
    // A figure is right by its value alone: the same words can say more than the source (`5%` of `about 5%`).
    let is_exact = mention.kind.is_figure() && by_value.is_some();
    match evidence.of_words(words).filter(|_| !is_exact) {
        Some(place) => Verdict::Supported(place),
        None => Verdict::Unsupported(by_value.and_then(|value| evidence.nearest(value))),
    }
}

/// Whether all of `parts` stand in the sources as they are.
fn verbatim<'t>(parts: impl Iterator<Item = &'t str>, evidence: &Evidence<'_>) -> Verdict {
    let mut place = None;
    for part in parts {
        match evidence.of_words(part) {
            Some(found) => place = place.or(Some(found)),
            None => return Verdict::Unsupported(None),
        }
    }
    place.map_or(Verdict::Unsupported(None), Verdict::Supported)
}

/// Words with a digit, but for a list mark at the start.
fn numbers(text: &str) -> impl Iterator<Item = Span> {
    let is_mark = |word: &str, start: usize| {
        text[..start].trim().is_empty() && text[start + word.len()..].starts_with(['.', ')']) && word.len() <= 2
    };
    words(text).filter(|word| word.chars().any(|c| c.is_ascii_digit())).filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len()).ok().filter(|_| !is_mark(word, start))
    })
}
