//! The mentions of one document: names from the model, figures from the grammar, in one list without overlaps.
//!
//! Takes a [`Document`], what the model said of each of its sentences, and the figures; gives [`Mention`]s in the source
//! text. Works with general rules on the edges of names, repeats certain names through the document, and settles what a
//! byte belongs to where name and figure meet. Knows nothing of other documents, entities or values.

mod bracket;
mod edges;
mod merge;
mod repeat;
#[cfg(test)]
mod tests;

use crate::config;
use crate::model::{NameSpan, SentenceEncoding};
use crate::normalise::figure::{self, FigureContext};
use crate::types::{Document, Kind, Mention, Span};

/// What the model said of a document.
#[derive(Debug, Clone, Copy)]
pub struct Encoded<'a> {
    /// Of the title as it stands in the source text, where it does.
    pub title: Option<&'a SentenceEncoding>,
    /// Of each sentence, in order.
    pub sentences: &'a [SentenceEncoding],
}

/// The mentions of `document` in order of place; `figures` are of the source text ([`figures`] reads them).
///
/// 1. Names below the threshold of their kind are dropped; words without a capital are a name only where they are all but
///    certain, and the time zone behind an hour is none.
/// 2. Edges are settled: no quotation marks, brackets, possessive `'s` or leading `the`; legal forms with their full stop.
/// 3. The short name or ticker in brackets behind a company is that company.
/// 4. A name of score .9 or more is also marked where the same words stand unmarked, or marked otherwise with less, with nine
///    tenths of its score.
/// 5. A figure inside a longer name belongs to the name; any other overlap belongs to the figure.
pub fn mentions(
    document: &Document,
    encoded: Encoded<'_>,
    figures: Vec<Mention>,
    settings: &config::Extract,
) -> Vec<Mention> {
    let title = document.title_span().and(encoded.title);
    let mut names: Vec<Mention> = document
        .read_spans()
        .zip(title.into_iter().chain(encoded.sentences))
        .flat_map(|(span, encoding)| names_under(document, span, &encoding.names, settings))
        .collect();
    names = merge::without_overlaps(names);
    names = bracket::named(document, names);
    names = repeat::consistent(document, names);
    merge::with_figures(document, names, figures)
}

/// The figures of `document`, read from its title and sentence by sentence, in the source text.
pub fn figures(document: &Document) -> Vec<Mention> {
    let context = FigureContext::of(document);
    figure::find_each(document.read_spans().map(|span| (span.start(), document.words(span))), &context)
}

/// Score from which words without a capital are a name (`eircom`): below it, in texts that use capitals, they are not.
const LOWER_CASE: f32 = 0.95;

/// Short names of measures, which are no bodies: `Ebitda was €5m`.
const MEASURES: [&str; 13] =
    ["ebitda", "ebitdar", "ebita", "ebit", "eps", "gdp", "cpi", "ppi", "pmi", "ipo", "cagr", "capex", "opex"];

fn is_measure(text: &str, name: &NameSpan) -> bool {
    let words = name.span.slice(text).unwrap_or_default();
    name.kind != Kind::Regulation && MEASURES.contains(&words.to_lowercase().as_str())
}

fn names_under(document: &Document, span: Span, names: &[NameSpan], settings: &config::Extract) -> Vec<Mention> {
    let (text, start) = (document.words(span), span.start());
    let sure = names.iter().filter(|name| name.score >= settings.threshold(name.kind));
    let told = sure.filter(|name| !edges::is_of_time(text, name.span) && !is_measure(text, name));
    let settled = told.filter_map(|name| {
        let span = edges::settled(text, name.span, name.kind)?;
        let may_be_plain = name.kind == Kind::Regulation || name.score >= LOWER_CASE;
        let span = Some(span).filter(|span| may_be_plain || !edges::is_plain(text, *span))?.shifted(start);
        Some(Mention { kind: name.kind, span, score: name.score, entity: None, value: None, about: None })
    });
    settled.collect()
}
