//! Cleans what was kept once more, until nothing is dropped that was kept: cleaning a cleaned text changes nothing.
//!
//! What a line is depends on the lines around it. Where some were dropped, the others have new neighbours, and what
//! looked like article text beside a menu may be the last line of that menu. Takes the document of one pass, gives the
//! document on which a further pass agrees; every byte stays kept or dropped.

use std::sync::Arc;

use crate::types::{Article, Content, Document, DropReason, Dropped, Metadata, Sentence, Span, Title};

use super::cut;
use super::part::{self, Context, Form};

/// Most passes; each but the last drops or cuts something, and two are the rule.
const PASSES: usize = 24;

/// `document` as further passes leave it; `None` where one of them leaves nothing.
pub(super) fn settled(context: &Context<'_>, mut document: Document) -> Option<Document> {
    // A page's lines are told by its mark-up, not by their neighbours.
    if context.form == Form::Page || is_whole(&document) {
        return Some(document);
    }
    for _ in 0..PASSES {
        let kept = Kept::of(&document);
        let source: Arc<str> = kept.text.as_str().into();
        let metadata = declared(&document);
        let again = Context { source: &source, metadata: &metadata, ..*context };
        let sorted = part::sorted(&source, context.form, context.memory);
        let found = part::once(&again, 0, &sorted)?;
        let same = found.dropped.iter().all(|dropped| dropped.reason == DropReason::Title);
        let next = kept.traced(&document, found);
        let spans = |document: &Document| document.sentences.iter().map(|s| (s.span, s.paragraph)).collect::<Vec<_>>();
        let settled = same && spans(&next) == spans(&document);
        document = next;
        if settled {
            break;
        }
    }
    Some(document)
}

/// Whether a further pass would read the same text: nothing was dropped, and the headline stands above.
fn is_whole(document: &Document) -> bool {
    let first = document.sentences.first().map_or(0, |sentence| sentence.span.start());
    document.dropped.iter().all(|dropped| dropped.reason == DropReason::Title && dropped.span.start() < first)
}

/// What was kept of `document` as a plain text of its own, with what is known of it declared. Cleaning it changes
/// nothing, except where its mark-up told what its words do not.
pub fn kept(document: &Document) -> Article {
    let content = Content::Plain(Kept::of(document).text);
    Article { origin: document.origin.clone(), content, metadata: declared(document) }
}

/// Where in the source further articles begin of which the lines show only in what was kept.
pub(super) fn starts(context: &Context<'_>, document: &Document) -> Vec<usize> {
    if document.dropped.is_empty() {
        return Vec::new();
    }
    let kept = Kept::of(document);
    // Nothing but white space is gone, and all of the text was found to be one article.
    if kept.text == context.source.trim() {
        return Vec::new();
    }
    let sorted = part::sorted(&kept.text, context.form, context.memory);
    let parts = cut::parts(&kept.text, &sorted.kept, context.memory);
    let firsts = parts.iter().skip(1).filter_map(|part| sorted.kept.get(part.start));
    firsts.filter_map(|first| kept.origin(first.span).first().map(|span| span.start())).collect()
}

/// What is known of a document, as a record would declare it.
fn declared(document: &Document) -> Metadata {
    Metadata {
        title: document.title.as_ref().map(|title| title.text.clone()),
        publisher: document.publisher.clone(),
        published: document.published.as_ref().map(|published| published.written.clone()),
        url: document.url.clone(),
        language: document.language.clone(),
        ..Metadata::default()
    }
}

/// What was kept of a document as a text of its own, and where each part of it came from.
struct Kept {
    text: String,
    /// Where a part begins in the text, and its bytes in the source; in order.
    parts: Vec<(usize, Span)>,
}

impl Kept {
    /// Headline and sentences with the white space that stands between them in the source.
    fn of(document: &Document) -> Self {
        let (len, n_parts) = (document.span.len(), document.sentences.len() + 1);
        let mut kept = Self { text: String::with_capacity(len), parts: Vec::with_capacity(n_parts) };
        let mut paragraph = None;
        if let Some(span) = document.title_span() {
            kept.push(document, span, "");
        }
        for sentence in &document.sentences {
            let apart = paragraph.replace(sentence.paragraph) != Some(sentence.paragraph);
            let space = kept.space_before(document, sentence.span).unwrap_or(if apart { "\n\n" } else { " " });
            kept.push(document, sentence.span, space);
        }
        kept
    }

    /// What stands between the last part and `next` where that is white space: nothing was dropped there.
    fn space_before<'d>(&self, document: &'d Document, next: Span) -> Option<&'d str> {
        let (_, last) = self.parts.last()?;
        document.source.get(last.end()..next.start()).filter(|space| space.trim().is_empty())
    }

    fn push(&mut self, document: &Document, span: Span, apart: &str) {
        if !self.text.is_empty() {
            self.text.push_str(apart);
        }
        self.parts.push((self.text.len(), span));
        self.text.push_str(document.words(span));
    }

    /// The bytes of the source under `span` of the text: one range for each part that it touches.
    fn origin(&self, span: Span) -> Vec<Span> {
        let first = self.parts.partition_point(|(start, _)| *start <= span.start()).saturating_sub(1);
        let touched = self.parts[first..].iter().take_while(|(start, _)| *start < span.end());
        let cut = |(start, part): &(usize, Span)| {
            let from = span.start().max(*start) - start;
            let to = (span.end() - start).min(part.end() - part.start());
            Span::new(part.start() + from.min(to), part.start() + to).ok().filter(|span| span.start() < span.end())
        };
        touched.filter_map(cut).collect()
    }

    /// What the next pass found in the text, in the bytes of the source.
    fn traced(&self, document: &Document, found: Document) -> Document {
        let (mut sentences, mut paragraph, mut last) = (Vec::<Sentence>::new(), 0, None);
        for sentence in &found.sentences {
            let spans = not_title(document, self.origin(sentence.span));
            for (idx, span) in joined(document, spans).into_iter().enumerate() {
                // A sentence that would reach over dropped words is two, in two paragraphs.
                let apart = idx > 0 || last.is_some_and(|last| last != sentence.paragraph);
                paragraph += usize::from(apart && !sentences.is_empty());
                last = Some(sentence.paragraph);
                sentences.push(Sentence { span, paragraph });
            }
        }
        let mut dropped: Vec<Dropped> = document.dropped.clone();
        let title = found.title.filter(|_| document.title.is_none()).and_then(|title| self.title(document, &title));
        // The headline is listed already; where it stands a second time, that place is dropped as well.
        for drop in &found.dropped {
            let spans = not_title(document, self.origin(drop.span));
            dropped.extend(spans.into_iter().map(|span| Dropped { span, reason: drop.reason }));
        }
        let mut next = Document {
            title: document.title.clone().or(title),
            sentences,
            language: found.language,
            dropped: Vec::new(),
            ..document.clone()
        };
        part::put_drops(&mut next, dropped);
        next
    }

    fn title(&self, document: &Document, title: &Title) -> Option<Title> {
        let span = self.origin(title.span?).into_iter().next()?;
        Some(Title { text: crate::types::folded(document.words(span)), span: Some(span) })
    }
}

/// Without the bytes of the headline, which the document has listed already.
fn not_title(document: &Document, mut spans: Vec<Span>) -> Vec<Span> {
    let title = document.title_span();
    spans.retain(|span| title.is_none_or(|title| span.end() <= title.start() || title.end() <= span.start()));
    spans
}

/// Ranges with nothing but white space between them as one.
fn joined(document: &Document, spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let gap = |last: &Span| document.source.get(last.end()..span.start()).is_some_and(|gap| gap.trim().is_empty());
        match joined.last_mut() {
            Some(last) if gap(last) => *last = Span::new(last.start(), span.end()).unwrap_or(*last),
            _ => joined.push(span),
        }
    }
    joined
}
