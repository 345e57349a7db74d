//! The sections of the settings, one struct a stage. What each number was set on stands in `default.toml`.

use serde::{Deserialize, Serialize};

use super::Fields;
use crate::types::Kind;

/// Reading dumps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ingest {
    /// Largest record, in MiB.
    pub max_record_mb: usize,
    /// How many times its size a packed file may unpack to, beyond one record.
    pub max_unpack_ratio: u64,
    /// Fields of JSON, CSV and Parquet records that are named; the others are inferred.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
}

/// Cleaning text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clean {
    /// Fewest words of a document.
    pub min_words: usize,
    /// Different headlines of one outlet over the same sentence from which it is furniture.
    pub furniture_titles: usize,
}

/// Encoding sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Wordpieces of one packed batch.
    pub batch_wordpieces: usize,
    /// Memory for encodings of sentences that may come again, in MiB; 0 for none.
    pub cache_mb: usize,
}

impl Model {
    /// Memory for encodings in bytes.
    pub fn cache_bytes(&self) -> usize {
        self.cache_mb << 20
    }
}

/// Lowest score of a model span, per kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "one field a kind, named as the kind")]
pub struct Extract {
    pub company: f32,
    pub organisation: f32,
    pub person: f32,
    pub place: f32,
    pub regulation: f32,
}

impl Extract {
    /// The lowest score of a span of `kind`; 0 for figures, which a grammar reads.
    pub fn threshold(&self, kind: Kind) -> f32 {
        match kind {
            Kind::Company => self.company,
            Kind::Organisation => self.organisation,
            Kind::Person => self.person,
            Kind::Place => self.place,
            Kind::Regulation => self.regulation,
            Kind::Money | Kind::Percent | Kind::Quantity | Kind::Date => 0.0,
        }
    }
}

/// Finding copies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dedupe {
    /// Words in a shingle.
    pub shingle_words: usize,
    /// MinHash permutations.
    pub permutations: usize,
    /// LSH bands; divides `permutations`.
    pub bands: usize,
    /// Jaccard from which two documents are copies.
    pub jaccard: f32,
    /// Containment from which the shorter is an excerpt.
    pub containment: f32,
}

/// Finding events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// Pair score from which two documents tell the same event.
    pub same_event: f32,
    /// Score from which two documents that no third one joins tell the same event.
    pub same_pair: f32,
    /// Largest distance in days.
    pub window_days: i64,
    /// Weight of the cosine of the titles.
    pub title: f32,
    /// Weight of the cosine of title and first sentences.
    pub lead: f32,
    /// Weight of the cosine of the first sentences of the bodies.
    pub opening: f32,
    /// Weight of the nearest two of the first sentences.
    pub closest: f32,
    /// Weight of the cosine of the words by rarity.
    pub words: f32,
    /// Weight of the words common to the titles.
    pub title_words: f32,
    /// Weight of the names in common by rarity.
    pub names: f32,
    /// Weight of odd figures in common by rarity.
    pub figures: f32,
    /// Weight of titles that name strangers to the other text.
    pub clash: f32,
    /// Weight of being of one outlet, which tells an event once and a subject often.
    pub outlet: f32,
    /// Weight of a day apart.
    pub days: f32,
    /// Days apart that an unknown day stands for.
    pub unknown_days: f32,
    /// Share of names in common that unknown names stand for.
    pub unknown_names: f32,
    /// The constant of the sum.
    pub bias: f32,
    /// Weights where a document has no sentence vectors.
    pub by_words: ByWords,
}

/// Finding events among documents without sentence vectors: weights of the channels that remain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByWords {
    /// Weight of the cosine of the words by rarity.
    pub words: f32,
    /// Weight of the words common to the titles.
    pub title_words: f32,
    /// Weight of odd figures in common by rarity.
    pub figures: f32,
    /// Weight of what the titles name of which the other text says nothing.
    pub clash: f32,
    /// Weight of being of one outlet.
    pub outlet: f32,
    /// Weight of a day apart.
    pub days: f32,
    /// The constant of the sum.
    pub bias: f32,
}

/// Building on earlier days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Days before and after the edition over which its stories are built.
    pub window_days: u16,
}

/// Writing briefs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consolidate {
    /// Fewest sentences, where the sources have them.
    pub min_sentences: usize,
    /// Most sentences.
    pub max_sentences: usize,
    /// Most sentences of what is new since an earlier edition.
    pub max_new: usize,
    /// Most rows of the table of figures.
    pub max_figures: usize,
    /// Cosine from which two sentences say the same.
    pub repetition: f32,
    /// What a text family weighs in an edition.
    pub weight_family: f32,
    /// What a document weighs.
    pub weight_document: f32,
    /// What the logarithm of the number of facts weighs.
    pub weight_facts: f32,
}
