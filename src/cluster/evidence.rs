//! What is known of one document for comparing it with others.
//!
//! Takes a document and its extraction; gives [`Evidence`]: vectors of title, lead and opening, words, names and odd
//! figures weighted by how rare they are in this run, and the day. Whatever is missing stays missing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use crate::types::{Document, DocumentId, Extraction, Kind, Vector, content_stems, words};

use super::template::Template;

/// Sentences of the lead, and of the opening that stands for the body.
const LEAD: usize = 3;
const OPENING: usize = 8;
/// Words of a document that are read: the rest of a long article is background.
const READ_WORDS: usize = 1200;

/// One document as the channels see it.
#[derive(Debug)]
pub(super) struct Evidence {
    /// The document.
    pub(super) id: DocumentId,
    /// Publication day, counted from an epoch.
    pub(super) day: Option<i64>,
    /// Vector of the title.
    pub(super) title: Option<Vector>,
    /// Direction of title and first sentences.
    pub(super) lead: Vector,
    /// Direction of the first sentences of the body.
    pub(super) opening: Vector,
    /// Vectors of title and lead sentences.
    pub(super) first: Vec<Vector>,
    /// Vectors of all sentences.
    pub(super) sentences: Vec<Vector>,
    /// Words, unit length.
    pub(super) words: Weighted,
    /// Words of the title.
    pub(super) title_words: Weighted,
    /// Names.
    pub(super) names: Weighted,
    /// Names of the title.
    pub(super) subjects: BTreeSet<u64>,
    /// Stem of the first word of the firm that the title names first.
    pub(super) firm: Option<u64>,
    /// Figures other than years and small round numbers.
    pub(super) figures: Weighted,
    /// What it has of a template.
    pub(super) template: Template,
}

/// Hashed terms with their weights, sorted by hash.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighted(pub(super) Vec<(u64, f32)>);

impl Weighted {
    /// Sum of the weights.
    pub(super) fn total(&self) -> f32 {
        self.0.iter().map(|(_, w)| w).sum()
    }

    /// Weights in both of the terms that both hold.
    pub(super) fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (f32, f32)> + 'a {
        let mut at = 0;
        self.0.iter().filter_map(move |&(term, weight)| {
            at += other.0[at..].iter().take_while(|(t, _)| *t < term).count();
            other.0.get(at).filter(|(t, _)| *t == term).map(|(_, w)| (weight, *w))
        })
    }

    /// Share of the lighter side's weight that stands in both; `None` where a side is empty.
    pub(super) fn overlap(&self, other: &Self) -> Option<f32> {
        let least = self.total().min(other.total());
        (least > 0.0).then(|| self.shared(other).map(|(w, _)| w).sum::<f32>() / least)
    }

    fn unit(mut self) -> Self {
        let norm = self.0.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if norm > 0.0 {
            self.0.iter_mut().for_each(|(_, w)| *w /= norm);
        }
        self
    }
}

/// Counts of terms in one document, before the run's weights are known.
struct Terms {
    words: Vec<(u64, u32)>,
    title_words: BTreeSet<u64>,
    names: BTreeSet<u64>,
    subjects: BTreeSet<u64>,
    firm: Option<u64>,
    figures: BTreeSet<u64>,
}

/// Evidence of each of `documents`, in their order.
pub(super) fn gather(documents: &[&Document], extractions: &BTreeMap<&DocumentId, &Extraction>) -> Vec<Evidence> {
    let terms: Vec<Terms> = documents.par_iter().map(|d| terms_of(d, extractions.get(&d.id).copied())).collect();
    let words = Rarity::of(terms.iter().map(|t| t.words.iter().map(|(term, _)| term)));
    let names = Rarity::of(terms.iter().map(|t| t.names.iter()));
    let figures = Rarity::of(terms.iter().map(|t| t.figures.iter()));
    // Each document's terms go as its evidence comes: all of both would be the peak of a large run.
    let finish = |(document, terms): (&&Document, Terms)| {
        let extraction = extractions.get(&document.id).copied();
        let title = extraction.and_then(|e| e.title.clone());
        let sentences = extraction.map(|e| e.sentences.clone()).unwrap_or_default();
        let first: Vec<Vector> = title.iter().chain(sentences.iter().take(LEAD)).cloned().collect();
        let counted = terms.words.iter().map(|&(t, n)| (t, (1.0 + (n as f32).ln()) * words.weight(t)));
        Evidence {
            id: document.id.clone(),
            day: document.published.as_ref().map(|p| day_number(p.date)),
            lead: Vector::mean(first.iter().map(|v| (v, 1.0))),
            opening: Vector::mean(sentences.iter().take(OPENING).map(|v| (v, 1.0))),
            title,
            first,
            sentences,
            words: Weighted(counted.collect()).unit(),
            title_words: weighted(&terms.title_words, &words),
            names: weighted(&terms.names, &names),
            subjects: terms.subjects,
            firm: terms.firm,
            figures: weighted(&terms.figures, &figures),
            template: Template::of(document, names_in(extraction)),
        }
    };
    documents.par_iter().zip(terms).map(finish).collect()
}

fn weighted(terms: &BTreeSet<u64>, rarity: &Rarity) -> Weighted {
    Weighted(terms.iter().map(|&t| (t, rarity.weight(t))).collect())
}

fn day_number(date: jiff::civil::Date) -> i64 {
    date.duration_since(jiff::civil::Date::ZERO).as_hours() / 24
}

fn terms_of(document: &Document, extraction: Option<&Extraction>) -> Terms {
    let title = document.title.as_ref().map_or("", |t| t.text.as_str());
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    let texts = std::iter::once(title).chain(document.sentence_texts());
    for stem in texts.flat_map(content_stems).take(READ_WORDS) {
        *counts.entry(hash(&stem)).or_insert(0) += 1;
    }
    let figures = document.sentence_texts().flat_map(words).filter(|w| is_odd_figure(w)).map(hash).collect();
    let (names, subjects) = extraction.map(|e| names_of(e, title)).unwrap_or_default();
    let firm = extraction.and_then(|e| firm_of(e, title));
    Terms {
        words: counts.into_iter().collect(),
        title_words: content_stems(title).map(|s| hash(&s)).collect(),
        names,
        subjects,
        firm,
        figures,
    }
}

/// Hashed forms of the entities, and of those named in `title`.
fn names_of(extraction: &Extraction, title: &str) -> (BTreeSet<u64>, BTreeSet<u64>) {
    let mut names = BTreeSet::new();
    let mut subjects = BTreeSet::new();
    let entities = extraction.entities.iter().filter(|e| e.kind.is_name());
    for entity in entities {
        let forms: BTreeSet<u64> =
            entity.aliases.iter().chain([&entity.name]).map(|f| hash(f.to_lowercase())).collect();
        let is_subject = entity.kind != Kind::Place && entity.aliases.iter().any(|form| title.contains(form.as_str()));
        if is_subject {
            subjects.extend(&forms);
        }
        names.extend(forms);
    }
    (names, subjects)
}

/// Every name of the extraction, as written.
fn names_in(extraction: Option<&Extraction>) -> impl Iterator<Item = &str> {
    let entities = extraction.into_iter().flat_map(|e| &e.entities).filter(|e| e.kind.is_name());
    entities.flat_map(|entity| &entity.aliases).map(String::as_str)
}

/// Hashed stem of the first word of the firm that `title` names first: by this every text calls it.
fn firm_of(extraction: &Extraction, title: &str) -> Option<u64> {
    let firms = extraction.entities.iter().filter(|e| e.kind == Kind::Company);
    let placed = firms.flat_map(|firm| &firm.aliases).filter_map(|form| Some((title.find(form.as_str())?, form)));
    let (_, first) = placed.min()?;
    content_stems(first).next().map(|stem| hash(&stem))
}

/// Numbers that two reports hardly share by chance: at least two digits that are not zeros at the end, and no year.
fn is_odd_figure(word: &str) -> bool {
    let n_digits = word.chars().filter(char::is_ascii_digit).count();
    let is_year = word.len() == 4 && n_digits == 4 && (word.starts_with("19") || word.starts_with("20"));
    n_digits > 0 && word.trim_matches('0').len() >= 2 && !is_year
}

fn hash(word: impl AsRef<str>) -> u64 {
    XxHash3_64::oneshot(word.as_ref().as_bytes())
}

/// Inverse document frequency from the run itself, smoothed so that a run of ten documents has sensible weights.
struct Rarity {
    counts: BTreeMap<u64, u32>,
    n_documents: f32,
}

/// Documents that a run is imagined to stand among: without them each word of a small run would count as common.
const IMAGINED: f32 = 300.0;

impl Rarity {
    fn of<'a, I: Iterator<Item = &'a u64>>(documents: impl Iterator<Item = I>) -> Self {
        let mut counts = BTreeMap::new();
        let mut n_documents = 0.0;
        for terms in documents {
            n_documents += 1.0;
            for term in terms {
                *counts.entry(*term).or_insert(0) += 1;
            }
        }
        Self { counts, n_documents }
    }

    fn weight(&self, term: u64) -> f32 {
        let count = self.counts.get(&term).copied().unwrap_or(1) as f32;
        ((self.n_documents + IMAGINED) / count).ln().max(0.0)
    }
}
