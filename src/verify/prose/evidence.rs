//! What the sources say: their figures and laws with exact values, and their words.
//!
//! Takes documents, gives look-ups. All that stands in a source counts, its adverts too: it is for the brief to choose
//! among what was written, and for the proof to find that it was.

use rayon::prelude::*;

use super::support::{self, Support};
use crate::normalise::figure::{self, FigureContext};
use crate::normalise::{Tables, regulation};
use crate::types::{DateRange, Document, Mention, Origin, Span, Value, folded};

/// Where in the sources something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// File and record.
    pub origin: Origin,
    /// Bytes of the source text; `None` for what is declared beside it (title, publisher, day).
    pub span: Option<Span>,
    /// The words there.
    pub words: String,
}

/// All that the sources say.
pub(super) struct Evidence<'a> {
    sources: Vec<Source<'a>>,
}

struct Source<'a> {
    document: &'a Document,
    mentions: Vec<Mention>,
    /// Its words and what is declared of it, made alike.
    plain: String,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(documents: &'a [Document], tables: &Tables) -> Self {
        Self { sources: documents.par_iter().map(|document| Source::of(document, tables)).collect() }
    }

    /// The place that supports `value` best, the first of several.
    pub(super) fn of_value(&self, value: &Value) -> (Support, Option<Place>) {
        let mut best = (Support::None, None);
        for source in &self.sources {
            for mention in &source.mentions {
                let found = mention.value.as_ref().map_or(Support::None, |known| support::support(value, known));
                if found > best.0 {
                    best = (found, Some(source.place(mention.span)));
                }
            }
            if let Value::Date(said) = value
                && best.0 < Support::Holds
                && source.published_in(said)
            {
                best = (Support::Holds, Some(source.declared()));
            }
            if best.0 == Support::Holds {
                break;
            }
        }
        best
    }

    /// The figure of the sources that measures like `value` and is nearest to it, within half of it.
    pub(super) fn nearest(&self, value: &Value) -> Option<Place> {
        let near = |mention: &Mention| support::distance(value, mention.value.as_ref()?);
        let all = self.sources.iter().flat_map(|source| source.mentions.iter().map(move |mention| (source, mention)));
        let close = all.filter_map(|(source, mention)| Some((near(mention)?, source, mention)));
        let close = close.filter(|(share, ..)| share.round_dp(1) <= rust_decimal::Decimal::new(5, 1));
        close.min_by_key(|(share, ..)| *share).map(|(_, source, mention)| source.place(mention.span))
    }

    /// The first source that holds `words` as whole words, whatever the case, the white space and the shape of its marks.
    pub(super) fn of_words(&self, words: &str) -> Option<Place> {
        let wanted = plain(words);
        self.sources.iter().find(|source| holds(&source.plain, &wanted)).map(Source::declared)
    }
}

impl<'a> Source<'a> {
    fn of(document: &'a Document, tables: &Tables) -> Self {
        let context = FigureContext::of(document);
        let dropped = document.dropped.iter().map(|dropped| dropped.span);
        let spans: Vec<Span> = document.read_spans().chain(dropped).collect();
        let mut mentions = figure::find_each(spans.iter().map(|span| (span.start(), document.words(*span))), &context);
        for span in spans {
            let found = regulation::find(document.words(span), tables).into_iter();
            mentions.extend(found.map(|m| Mention { span: m.span.shifted(span.start()), ..m }));
        }
        let declared = [&document.publisher, &document.subtitle, &document.url].into_iter().flatten();
        let title = document.title.iter().map(|title| &title.text);
        let all: Vec<&str> = title.chain(declared).chain(&document.authors).map(String::as_str).collect();
        let plain = plain(&format!("{}\n{}", document.words(document.span), all.join("\n")));
        Self { document, mentions, plain }
    }

    fn place(&self, span: Span) -> Place {
        let words = folded(self.document.words(span));
        Place { origin: self.document.origin.clone(), span: Some(span), words }
    }

    fn declared(&self) -> Place {
        Place { origin: self.document.origin.clone(), span: None, words: String::new() }
    }

    fn published_in(&self, said: &DateRange) -> bool {
        let Some(day) = self.document.published.as_ref().map(|published| published.date) else { return false };
        said.start.is_some_and(|start| start <= day) && said.end.is_some_and(|end| day <= end)
    }
}

/// `text` in lower case with white space folded and one shape for each mark.
fn plain(text: &str) -> String {
    let alike = |c: char| match c {
        '‘' | '’' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        c => c,
    };
    folded(&text.chars().map(alike).collect::<String>().to_lowercase())
}

/// Whether `wanted` stands in `text` and neither begins nor ends inside a word or number.
fn holds(text: &str, wanted: &str) -> bool {
    let inside = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric());
    // `5` is not in `1.5` or `5,000`.
    let in_number = |text: &str, mark: Option<char>| {
        mark.is_some_and(|c| matches!(c, '.' | ',')) && text.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(wanted).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + wanted.len()..]);
        let (first, last) = (wanted.chars().next(), wanted.chars().next_back());
        let (left, right) = (before.chars().next_back(), after.chars().next());
        let joins_left = is_digit(first)
            && matches!(left, Some('.' | ','))
            && before.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
        let joins_right = is_digit(last) && in_number(after.get(1..).unwrap_or_default(), right);
        !inside(left, first) && !inside(last, right) && !joins_left && !joins_right
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        for (wanted, found) in [
            ("Corvane", true),
            ("Corvan", false),
            ("said “we won’t”", true),
            ("5", false),
            ("1.5", true),
            ("000", false),
            ("net-zero", true),
        ] {
            let text = plain("Corvane's chief\nsaid \"we won't\" pay 1.5 of 5,000 for net\u{2011}zero.");
            assert_eq!(holds(&text, &plain(wanted)), found, "{wanted}");
        }
    }
}
