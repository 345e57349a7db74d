//! Documents and extractions for tests, built from a few words in the clear.
//!
//! The vectors hash words into 64 places, so that sentences in the same words are near each other. Compiled for tests
//! alone.

use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::{
    Brief, Citation, Claim, Document, DocumentId, Entity, EntityId, Extraction, Kind, Mention, Origin, Publication,
    Sentence, SourceField, Span, StoryId, Title, Value, Vector,
};

/// A document of `title` (first line of the source) and `sentences`, published on `day` (`2025-03-07`).
pub(crate) fn document(name: &str, day: Option<&str>, title: &str, sentences: &[&str]) -> Document {
    let mut source = format!("{title}\n\n");
    let mut spans = Vec::new();
    for (paragraph, sentence) in sentences.iter().enumerate() {
        let start = source.len();
        source.push_str(sentence);
        spans.push(Sentence { span: Span::new(start, source.len()).expect("a sentence has words"), paragraph });
        source.push('\n');
    }
    Document {
        id: DocumentId::of(name, None, 0, source.len()),
        origin: Origin { path: name.to_owned(), record_id: None },
        span: Span::new(0, source.len()).expect("not empty"),
        title: Some(Title { text: title.to_owned(), span: Span::new(0, title.len()).ok() }),
        subtitle: None,
        authors: Vec::new(),
        updated: None,
        publisher: Some(name.to_owned()),
        published: day
            .map(|day| Publication { date: day.parse().expect("a day like 2025-03-07"), written: day.to_owned() }),
        language: Some("eng".to_owned()),
        url: None,
        sentences: spans,
        dropped: Vec::new(),
        flags: Vec::new(),
        source: Arc::from(source),
    }
}

/// The brief of a story of one document, of which the headline is all it says.
pub(crate) fn brief(name: &str) -> Brief {
    let document = document(name, None, name, &[]);
    let cited = Citation {
        document: document.id.clone(),
        field: SourceField::Title,
        span: document.span,
        quote: name.to_owned(),
    };
    Brief {
        story: StoryId::of(&document.id),
        headline: Claim::new(name.to_owned(), vec![cited], 1, 1).expect("cited"),
        date: None,
        place: None,
        sentences: Vec::new(),
        entities: Vec::new(),
        figures: Vec::new(),
        regulations: Vec::new(),
        timeline: Vec::new(),
        differences: Vec::new(),
        news: None,
        sources: Vec::new(),
        families: 1,
    }
}

/// The extraction of `document`, in which every occurrence of each name or figure in the body is a mention.
pub(crate) fn extraction(document: &Document, names: &[(Kind, &str)], figures: &[(Kind, &str, Value)]) -> Extraction {
    let body = document.sentences.first().map_or(0, |s| s.span.start());
    let mut mentions = Vec::new();
    let mut entities = Vec::new();
    for (kind, name) in names {
        let id = EntityId(format!("{kind}:{}", name.to_lowercase()).into());
        let found = occurrences(document, body, name);
        if !found.is_empty() {
            let aliases = vec![(*name).to_owned()];
            entities.push(Entity {
                id: id.clone(),
                kind: *kind,
                name: (*name).to_owned(),
                aliases,
                shorts: Vec::new(),
            });
        }
        mentions.extend(found.into_iter().map(|span| Mention {
            kind: *kind,
            span,
            score: 0.9,
            entity: Some(id.clone()),
            value: None,
            about: None,
        }));
    }
    for (kind, words, value) in figures {
        mentions.extend(occurrences(document, body, words).into_iter().map(|span| Mention {
            kind: *kind,
            span,
            score: 1.0,
            entity: None,
            value: Some(value.clone()),
            about: None,
        }));
    }
    mentions.sort_by_key(|m| (m.span, m.kind));
    Extraction {
        document: document.id.clone(),
        mentions,
        entities,
        sentences: document.sentence_texts().map(vector).collect(),
        title: document.title.as_ref().map(|t| vector(&t.text)),
    }
}

fn occurrences(document: &Document, body: usize, words: &str) -> Vec<Span> {
    let found = document.source[body..].match_indices(words);
    found.filter_map(|(at, _)| Span::new(body + at, body + at + words.len()).ok()).collect()
}

/// The vector of a sentence: its words of four letters and more, hashed into 64 places.
pub(crate) fn vector(text: &str) -> Vector {
    let mut numbers = vec![0.0; 64];
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3) {
        numbers[(XxHash3_64::oneshot(word.as_bytes()) % 64) as usize] += 1.0;
    }
    Vector::normalised(numbers)
}
