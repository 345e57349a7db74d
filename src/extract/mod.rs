//! The mentions of one document: names from the model, figures from the grammar, in one list without overlaps.
//!
//! Takes a [`Document`], what the model said of each of its sentences, and the figures; gives [`Mention`]s in the source
//! text. Works with general rules on the edges of names, repeats certain names through the document, and settles what a
//! byte belongs to where name and figure meet. Knows nothing of other documents, entities or values.

mod edges;
mod merge;
mod repeat;
#[cfg(test)]
mod tests;

use crate::config;
use crate::model::{NameSpan, SentenceEncoding};
use crate::normalise::figure::{self, FigureContext};
use crate::types::{Document, Mention, Sentence};

/// The mentions of `document` in order of place. `encodings` holds one entry a sentence, in order; `figures` are of the
/// source text ([`figures`] reads them).
///
/// 1. Names below the threshold of their kind are dropped.
/// 2. Edges are settled: no quotation marks, brackets, possessive `'s` or leading `the`; legal forms with their full stop.
/// 3. A name of score .9 or more is also marked where the same words stand unmarked, with nine tenths of its score.
/// 4. A figure inside a longer name belongs to the name; any other overlap belongs to the figure.
pub fn mentions(
    document: &Document,
    encodings: &[SentenceEncoding],
    figures: Vec<Mention>,
    settings: &config::Extract,
) -> Vec<Mention> {
    let mut names: Vec<Mention> = document
        .sentences
        .iter()
        .zip(encodings)
        .flat_map(|(sentence, encoding)| sentence_names(document, *sentence, &encoding.names, settings))
        .collect();
    names = merge::without_overlaps(names);
    let repeated = repeat::repeats(document, &names);
    names.extend(repeated);
    merge::with_figures(document, names, figures)
}

/// The figures of `document`, read sentence by sentence, in the source text.
pub fn figures(document: &Document) -> Vec<Mention> {
    let context = FigureContext::of(document);
    let in_sentence = |sentence: &Sentence| {
        let start = sentence.span.start();
        let found = figure::find(document.words(sentence.span), &context);
        found.into_iter().map(move |mention| Mention { span: mention.span.shifted(start), ..mention })
    };
    document.sentences.iter().flat_map(in_sentence).collect()
}

fn sentence_names(
    document: &Document,
    sentence: Sentence,
    names: &[NameSpan],
    settings: &config::Extract,
) -> Vec<Mention> {
    let text = document.words(sentence.span);
    let certain = names.iter().filter(|name| name.score >= settings.threshold(name.kind));
    let settled = certain.filter_map(|name| {
        let span = edges::settled(text, name.span, name.kind)?.shifted(sentence.span.start());
        Some(Mention { kind: name.kind, span, score: name.score, entity: None, value: None })
    });
    settled.collect()
}
