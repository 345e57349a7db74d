//! One part of a source text to one [`Document`]: head, chrome, sentences, flags.

use std::sync::Arc;

use crate::config;
use crate::types::{Document, DocumentId, DropReason, Dropped, Flag, Metadata, Origin, Sentence, Span};

use super::chrome::{self, Said};
use super::head::{self, Head};
use super::memory::Memory;
use super::page::{self, Sorted};
use super::piece::Piece;
use super::{language, paragraph, sentence, settle, shape};

/// What is the same for all parts of an article.
pub(super) struct Context<'a> {
    pub(super) source: &'a Arc<str>,
    pub(super) origin: &'a Origin,
    pub(super) metadata: &'a Metadata,
    pub(super) settings: &'a config::Clean,
    pub(super) form: Form,
    pub(super) memory: &'a Memory,
}

/// How the lines of a source text came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As they stand in a file: any line may be chrome.
    Text,
    /// Taken out of a page by its mark-up, which tells chrome better than words do; only whole-line notices are dropped.
    Page,
}

/// The paragraphs of a text, those of chrome apart.
pub(super) fn sorted(source: &str, form: Form, memory: &Memory) -> Sorted {
    let read = |spans: Vec<Span>| spans.into_iter().map(|span| memory.paragraph(source, span)).collect();
    match form {
        Form::Text => page::sorted(source, read(paragraph::split(source))),
        Form::Page => page::unsorted(read(paragraph::lines(source))),
    }
}

/// The documents of part `idx`: none where no article text is left, more than one where a second article shows only
/// once the chrome between is gone.
pub(super) fn documents(context: &Context<'_>, idx: usize, part: &Sorted) -> Vec<Document> {
    let Some(document) = document(context, idx, part) else { return Vec::new() };
    let starts = if context.form == Form::Text { settle::starts(context, &document) } else { Vec::new() };
    let parts = if starts.is_empty() { Vec::new() } else { part.cut(context.source, &starts) };
    if parts.len() < 2 {
        return vec![document];
    }
    parts.iter().enumerate().flat_map(|(at, part)| documents(context, idx + at, part)).collect()
}

/// The document of part `idx`; `None` where no article text is left.
fn document(context: &Context<'_>, idx: usize, part: &Sorted) -> Option<Document> {
    let document = settle::settled(context, once(context, idx, part)?)?;
    Some(Document { flags: flags(&document), ..document })
}

/// The document that one pass over part `idx` finds, its flags still open.
pub(super) fn once(context: &Context<'_>, idx: usize, part: &Sorted) -> Option<Document> {
    let source: &str = context.source;
    let span = part.span()?;
    let mut pieces: Vec<Piece> = part.kept.iter().enumerate().map(|(at, kept)| Piece::of(kept, at)).collect();
    let head = head_of(context, idx, &mut pieces);
    if context.form == Form::Text {
        chrome::label(source, &mut pieces);
    }
    let kept = pieces.iter().filter(|piece| piece.is_kept()).map(|piece| (piece.span, piece.shape));
    let language = language::of(source, kept, context.memory);
    let mut body = body(source, &pieces, language.as_deref(), context.memory);
    body.drop_also(source, &part.dropped);
    if body.words < context.settings.min_words {
        return None;
    }
    let id = DocumentId::of(&context.origin.path, context.origin.record_id.as_deref(), span.start(), span.end());
    Some(Document {
        id,
        origin: context.origin.clone(),
        source: Arc::clone(context.source),
        span,
        title: head.title,
        subtitle: own(&context.metadata.subtitle, idx),
        authors: own(&context.metadata.authors, idx),
        publisher: head.publisher,
        published: head.published,
        updated: own(&context.metadata.updated, idx).as_deref().and_then(super::date::declared),
        language,
        url: head.url,
        sentences: body.sentences,
        dropped: body.dropped,
        flags: Vec::new(),
    })
}

/// What the record declares beside the head is said of its first part.
fn own<T: Clone + Default>(declared: &T, idx: usize) -> T {
    if idx == 0 { declared.clone() } else { T::default() }
}

/// The first part is what the record declares; the others have a headline and a day of their own, or the record's day.
fn head_of(context: &Context<'_>, idx: usize, pieces: &mut Vec<Piece>) -> Head {
    if idx == 0 {
        return head::take(context.source, pieces, context.metadata);
    }
    let shared = Metadata { title: None, published: None, url: None, ..context.metadata.clone() };
    let mut head = head::take(context.source, pieces, &shared);
    head.published = head.published.or_else(|| context.metadata.published.as_deref().and_then(super::date::declared));
    head
}

#[derive(Default)]
struct Body {
    sentences: Vec<Sentence>,
    dropped: Vec<Dropped>,
    /// Words of the sentences.
    words: usize,
}

impl Body {
    fn keep(&mut self, span: Span, paragraph: usize, words: usize) {
        self.sentences.push(Sentence { span, paragraph });
        self.words += words;
    }

    /// Adds what was dropped before, in order.
    fn drop_also(&mut self, source: &str, also: &[(Span, DropReason)]) {
        if also.is_empty() {
            return;
        }
        let mut all: Vec<Dropped> = std::mem::take(&mut self.dropped);
        all.extend(also.iter().map(|(span, reason)| Dropped { span: *span, reason: *reason }));
        all.sort_by_key(|dropped| dropped.span);
        for dropped in all {
            self.drop(source, dropped.span, dropped.reason);
        }
    }

    /// Neighbours dropped for one reason are one range.
    fn drop(&mut self, source: &str, span: Span, reason: DropReason) {
        if let Some(last) = self.dropped.last_mut() {
            let gap = source.get(last.span.end()..span.start()).is_some_and(|gap| gap.trim().is_empty());
            if last.reason == reason && gap {
                last.span = Span::new(last.span.start(), span.end()).unwrap_or(span);
                return;
            }
        }
        self.dropped.push(Dropped { span, reason });
    }
}

/// Sentences and drops of the pieces in order; paragraphs are numbered as they are kept.
fn body(source: &str, pieces: &[Piece], language: Option<&str>, memory: &Memory) -> Body {
    let (mut body, mut said) = (Body::default(), Said::default());
    let language = language::two_letters(language);
    let (mut paragraph, mut from) = (0, None);
    for piece in pieces {
        if let Some(reason) = piece.dropped {
            body.drop(source, piece.span, reason);
            continue;
        }
        for span in memory.sentences(source, piece.span, language) {
            // Most paragraphs of news are one sentence.
            let told = if span == piece.span { piece.told() } else { memory.paragraph(source, span) };
            if let Some(reason) = chrome::sentence(source, told, &mut said) {
                body.drop(source, span, reason);
                continue;
            }
            if from.is_some_and(|from| from != piece.paragraph) {
                paragraph += 1;
            }
            from = Some(piece.paragraph);
            body.keep(span, paragraph, told.shape.words);
        }
    }
    body
}

/// Replaces what `document` drops, in order, neighbours of one reason joined.
pub(super) fn put_drops(document: &mut Document, mut drops: Vec<Dropped>) {
    drops.sort_by_key(|drop| drop.span);
    let mut body = Body::default();
    for drop in drops {
        body.drop(&document.source, drop.span, drop.reason);
    }
    document.dropped = body.dropped;
}

fn flags(document: &Document) -> Vec<Flag> {
    let has = |reason| document.dropped.iter().any(|dropped| dropped.reason == reason);
    let mut flags = Vec::new();
    if is_partial(document) {
        flags.push(Flag::Partial);
    }
    if has(DropReason::Generator) {
        flags.push(Flag::MachineWrittenChatter);
    }
    if document.published.is_none() {
        flags.push(Flag::Undated);
    }
    if document.language.as_deref().is_some_and(|code| code != "eng") {
        flags.push(Flag::NotEnglish);
    }
    flags
}

/// Cut off: the last sentence breaks off, a paywall stands after it, or it is followed by `Read more` in mid-sentence.
fn is_partial(document: &Document) -> bool {
    let Some(last) = document.sentences.last().map(|sentence| sentence.span) else { return false };
    let text = document.words(last);
    let after = |reason| document.dropped.iter().any(|d| d.reason == reason && d.span.start() >= last.end());
    let mid_sentence = !shape::is_terminal(text) && shape::Shape::of(text).words >= 8;
    sentence::breaks_off(text) || after(DropReason::Paywall) || (mid_sentence && after(DropReason::Related))
}
