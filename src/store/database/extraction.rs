//! An extraction as a row: mentions and entities as JSON, vectors as bytes, all exact to the last bit.

use serde::{Deserialize, Serialize};

use crate::types::{About, DocumentId, Entity, EntityId, Extraction, Kind, Mention, Span, Value, Vector};

/// Mentions and entities of an extraction.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct ExtractionRow {
    mentions: Vec<MentionRow>,
    entities: Vec<EntityRow>,
    /// Vectors of sentences, whose bytes stand beside.
    n_sentences: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct MentionRow {
    kind: Kind,
    #[serde(flatten)]
    span: Span,
    /// As f64, in which every f32 is exact.
    score: f64,
    entity: Option<EntityId>,
    value: Option<serde_json::Value>,
    about: Option<Box<About>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct EntityRow {
    id: EntityId,
    kind: Kind,
    name: String,
    aliases: Vec<String>,
    shorts: Vec<String>,
}

impl ExtractionRow {
    /// The row of `extraction`.
    pub(in crate::store) fn of(extraction: &Extraction) -> Result<Self, serde_json::Error> {
        let entity = |entity: &Entity| EntityRow {
            id: entity.id.clone(),
            kind: entity.kind,
            name: entity.name.clone(),
            aliases: entity.aliases.clone(),
            shorts: entity.shorts.clone(),
        };
        Ok(Self {
            mentions: extraction.mentions.iter().map(MentionRow::of).collect::<Result<_, _>>()?,
            entities: extraction.entities.iter().map(entity).collect(),
            n_sentences: extraction.sentences.len(),
        })
    }

    /// The extraction of this row; `sentences` and `title` are the bytes of its vectors.
    pub(in crate::store) fn extraction(
        self,
        document: DocumentId,
        title: Option<&[u8]>,
        sentences: &[u8],
    ) -> Extraction {
        let entity = |row: EntityRow| Entity {
            id: row.id,
            kind: row.kind,
            name: row.name,
            aliases: row.aliases,
            shorts: row.shorts,
        };
        let length = sentences.len().checked_div(self.n_sentences).unwrap_or_default();
        Extraction {
            document,
            mentions: self.mentions.into_iter().map(MentionRow::mention).collect(),
            entities: self.entities.into_iter().map(entity).collect(),
            sentences: (0..self.n_sentences).map(|i| vector(&sentences[i * length..(i + 1) * length])).collect(),
            title: title.map(vector),
        }
    }
}

impl MentionRow {
    fn of(mention: &Mention) -> Result<Self, serde_json::Error> {
        Ok(Self {
            kind: mention.kind,
            span: mention.span,
            score: f64::from(mention.score),
            entity: mention.entity.clone(),
            value: mention.value.as_ref().map(serde_json::to_value).transpose()?,
            about: mention.about.clone(),
        })
    }

    fn mention(self) -> Mention {
        Mention {
            kind: self.kind,
            span: self.span,
            score: self.score as f32,
            entity: self.entity,
            value: self.value.as_ref().and_then(|value| Value::from_json(self.kind, value)),
            about: self.about,
        }
    }
}

/// The numbers of `vectors`, little-endian, one vector after the other.
pub(in crate::store) fn bytes<'a>(vectors: impl IntoIterator<Item = &'a Vector>) -> Vec<u8> {
    vectors.into_iter().flat_map(|vector| vector.as_slice().iter().flat_map(|x| x.to_le_bytes())).collect()
}

fn vector(bytes: &[u8]) -> Vector {
    let (numbers, _) = bytes.as_chunks::<4>();
    Vector::stored(numbers.iter().map(|x| f32::from_le_bytes(*x)).collect())
}
