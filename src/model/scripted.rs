//! A model that answers what it was told: for tests and examples, with no weights and no arithmetic to speak of.

use crate::config;
use crate::types::{Kind, Span, Vector, content_hash};

use super::{Encoder, ModelError, NameSpan, SentenceEncoding};

/// Numbers of a scripted vector.
const WIDTH: usize = 64;

/// Tags the names it was told wherever they stand as whole words; its vectors are close where sentences share words.
///
/// ```
/// use wirebrief::config::Settings;
/// use wirebrief::model::{Encoder, Scripted};
/// use wirebrief::types::Kind;
///
/// let model = Scripted::new(&[("Norlund Ports", Kind::Company), ("Redport", Kind::Place)]);
/// let settings = Settings::embedded()?.model;
/// let encodings = model.encode(&["Norlund Ports will leave Redport."], &settings)?;
/// let kinds: Vec<Kind> = encodings[0].names.iter().map(|name| name.kind).collect();
/// assert_eq!(kinds, [Kind::Company, Kind::Place]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scripted {
    names: Vec<(String, Kind)>,
    score: f32,
}

impl Scripted {
    /// A model that knows `names`, all with score .99; where two overlap, the one that starts first, then the longer, is
    /// tagged.
    pub fn new(names: &[(&str, Kind)]) -> Self {
        let names = names.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Self { names, score: 0.99 }
    }

    /// The same model with another score for every name.
    #[must_use]
    pub fn with_score(self, score: f32) -> Self {
        Self { score, ..self }
    }

    fn names_in(&self, sentence: &str) -> Vec<NameSpan> {
        let mut found: Vec<NameSpan> = Vec::new();
        for (name, kind) in &self.names {
            let starts = sentence.match_indices(name.as_str()).map(|(start, _)| start);
            let spans = starts.filter_map(|start| Span::new(start, start + name.len()).ok());
            let whole = spans.filter(|span| is_whole_word(sentence, *span));
            found.extend(whole.map(|span| NameSpan { span, kind: *kind, score: self.score }));
        }
        found.sort_by_key(|name| (name.span.start(), std::cmp::Reverse(name.span.end())));
        let mut kept: Vec<NameSpan> = Vec::new();
        for name in found {
            if kept.last().is_none_or(|before| !before.span.overlaps(name.span)) {
                kept.push(name);
            }
        }
        kept
    }
}

impl Encoder for Scripted {
    fn encode(&self, sentences: &[&str], _settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        let encode = |sentence: &&str| SentenceEncoding {
            names: self.names_in(sentence),
            vector: hashed(sentence),
            wordpieces: sentence.split_whitespace().count(),
        };
        Ok(sentences.iter().map(encode).collect())
    }
}

/// A sum of one direction a word, the direction being read from the word's hash.
fn hashed(sentence: &str) -> Vector {
    let mut numbers = vec![0.0; WIDTH];
    for word in sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let hash = content_hash(word.to_lowercase().as_bytes());
        let bits = u64::from_str_radix(&hash, 16).unwrap_or_default();
        for (i, number) in numbers.iter_mut().enumerate() {
            *number += if bits >> i & 1 == 1 { 1.0 } else { -1.0 };
        }
    }
    Vector::normalised(numbers)
}

fn is_whole_word(text: &str, span: Span) -> bool {
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
