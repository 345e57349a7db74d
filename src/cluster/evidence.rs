//! What is known of one document for comparing it with others.
//!
//! Takes a document and its extraction; gives [`Evidence`]: vectors of title, lead and opening, words, names and odd
//! figures weighted by how rare they are in this run, and the day. Whatever is missing stays missing. The evidence of
//! all documents of a run is in hand at once, so nothing of it is a text.

use std::collections::{BTreeMap, BTreeSet};

use twox_hash::XxHash3_64;

use crate::types::{Document, DocumentId, Entity, Extraction, Kind, Vector, content_stems, words};

use super::rarity::{self, Terms, Weights};
use super::template::Template;

/// Sentences of the lead, and of the opening that stands for the body.
const LEAD: usize = 3;
const OPENING: usize = 8;
/// Bytes from which what is left of a name still names the firm.
const SHORT_FORM: usize = 5;
/// Words of a document that are read: the rest of a long article is background.
const READ_WORDS: usize = 1200;
/// The same of a document without vectors: with 1,200 words the stories of allsides_dev are no better, with 150 they are
/// worse, and the words are most of what such a document holds.
const READ_ALONE: usize = 300;

/// One document as the channels see it.
#[derive(Debug)]
pub(super) struct Evidence {
    /// The document.
    pub(super) id: DocumentId,
    /// Publication day, counted from an epoch.
    pub(super) day: Option<i64>,
    /// The outlet, hashed.
    pub(super) outlet: Option<u32>,
    /// Vector of the title.
    pub(super) title: Option<Vector>,
    /// Direction of title and first sentences.
    pub(super) lead: Vector,
    /// Direction of the first sentences of the body.
    pub(super) opening: Vector,
    /// Vectors of title and lead sentences.
    pub(super) first: Vec<Vector>,
    /// Words, unit length.
    pub(super) words: Weighted,
    /// Words of the title.
    pub(super) title_words: Weighted,
    /// Names.
    pub(super) names: Weighted,
    /// Names of the title, sorted; without vectors, stems of its words that stand as names in the text.
    pub(super) subjects: Vec<u32>,
    /// Stem of the first word of the firm that the title names first.
    pub(super) firm: Option<u32>,
    /// Stems of words that stand as names: large inside a sentence, or first in a name that was found. Sorted.
    pub(super) spoken: Vec<u32>,
    /// Figures other than years and small round numbers.
    pub(super) figures: Weighted,
    /// What it has of a template.
    pub(super) template: Template,
}

impl Evidence {
    /// Whether there are sentence vectors: a run without a model has none.
    pub(super) fn has_vectors(&self) -> bool {
        !self.lead.as_slice().is_empty()
    }
}

/// Hashed terms with their weights, sorted by hash.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighted(pub(super) Vec<(u32, f32)>);

impl Weighted {
    /// The weight of a term.
    pub(super) fn weight(&self, term: u32) -> Option<f32> {
        self.0.binary_search_by_key(&term, |(t, _)| *t).ok().map(|at| self.0[at].1)
    }

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

    /// Sum of the products of the weights that both hold: of two of unit length the cosine.
    pub(super) fn dot(&self, other: &Self) -> f32 {
        self.shared(other).map(|(l, r)| l * r).sum()
    }

    /// Share of the lighter side's weight that stands in both; `None` where a side is empty.
    pub(super) fn overlap(&self, other: &Self) -> Option<f32> {
        let least = self.total().min(other.total());
        (least > 0.0).then(|| self.shared(other).map(|(w, _)| w).sum::<f32>() / least)
    }

    /// The same of unit length.
    pub(super) fn unit(mut self) -> Self {
        let norm = self.0.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if norm > 0.0 {
            self.0.iter_mut().for_each(|(_, w)| *w /= norm);
        }
        self
    }
}

/// A document before it is known what its terms weigh.
#[derive(Debug)]
pub(super) struct Gathered {
    /// What does not depend on other documents.
    evidence: Evidence,
    terms: Terms,
}

impl Gathered {
    /// What is known of `document` alone.
    pub(super) fn of(document: &Document, extraction: Option<&Extraction>) -> Self {
        let title = extraction.and_then(|e| e.title.clone());
        let sentences = extraction.map(|e| e.sentences.as_slice()).unwrap_or_default();
        let first: Vec<Vector> = title.iter().chain(sentences.iter().take(LEAD)).cloned().collect();
        let lead = Vector::mean(first.iter().map(|v| (v, 1.0)));
        let headline = document.title.as_ref().map_or("", |title| title.text.as_str());
        let has_vectors = !lead.as_slice().is_empty();
        let n_words = if has_vectors { READ_WORDS } else { READ_ALONE };
        let spoken = spoken(document, names_in(extraction), n_words);
        let subjects = extraction.filter(|_| has_vectors).map(|e| subjects_of(e, headline));
        // Without a model no name is found: the words that stand as names in the text are taken for some.
        let written = large(document).take(if has_vectors { 0 } else { READ_ALONE });
        let unweighed = Weighted::default;
        let evidence = Evidence {
            id: document.id.clone(),
            outlet: document.publisher.as_ref().map(|outlet| hash(outlet.to_lowercase())),
            day: document.published.as_ref().map(|published| day_number(published.date)),
            opening: Vector::mean(sentences.iter().take(OPENING).map(|v| (v, 1.0))),
            lead,
            title,
            first,
            words: unweighed(),
            title_words: unweighed(),
            names: unweighed(),
            subjects: subjects.unwrap_or_else(|| spoken_of(headline, &spoken)),
            firm: extraction.and_then(|e| firm_of(e, headline)),
            spoken,
            figures: unweighed(),
            template: Template::of(document, names_in(extraction).chain(written)),
        };
        let read = Some(document).filter(|document| has_vectors || tells_headline(document, headline));
        Self { evidence, terms: read.map(|document| terms_of(document, extraction, n_words)).unwrap_or_default() }
    }

    /// The document.
    pub(super) fn id(&self) -> &DocumentId {
        &self.evidence.id
    }
}

/// The evidence of all documents of a run, in their order.
pub(super) fn weighed(gathered: Vec<Gathered>) -> Vec<Evidence> {
    let (mut evidence, terms): (Vec<Evidence>, Vec<Terms>) =
        gathered.into_iter().map(|g| (g.evidence, g.terms)).unzip();
    let days: Vec<Option<i64>> = evidence.iter().map(|known| known.day).collect();
    let weights = rarity::weights(&days, &terms);
    for (known, weights) in evidence.iter_mut().zip(weights) {
        let Weights { words, title_words, names, figures } = weights;
        (known.words, known.title_words, known.names, known.figures) = (words, title_words, names, figures);
    }
    evidence
}

fn day_number(date: jiff::civil::Date) -> i64 {
    date.duration_since(jiff::civil::Date::ZERO).as_hours() / 24
}

fn terms_of(document: &Document, extraction: Option<&Extraction>, n_words: usize) -> Terms {
    let title = document.title.as_ref().map_or("", |t| t.text.as_str());
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let texts = std::iter::once(title).chain(document.sentence_texts());
    for stem in texts.flat_map(content_stems).take(n_words) {
        *counts.entry(hash(&stem)).or_insert(0) += 1;
    }
    Terms {
        words: counts.into_iter().collect(),
        title_words: sorted(content_stems(title).map(|s| hash(&s))),
        names: sorted(extraction.iter().flat_map(|e| &e.entities).flat_map(forms)),
        figures: sorted(document.sentence_texts().flat_map(words).filter(|w| is_odd_figure(w)).map(hash)),
    }
}

/// Whether a text holds a word of its headline. Where it holds none it is furniture of its site (a notice on cookies, a
/// table of prices), and so is what it has in common with another; its sentence vectors would tell, its words do not.
fn tells_headline(document: &Document, headline: &str) -> bool {
    let of_headline: BTreeSet<String> = content_stems(headline).collect();
    let mut read = document.sentence_texts().flat_map(content_stems).take(READ_ALONE);
    of_headline.is_empty() || read.any(|stem| of_headline.contains(&stem))
}

/// Hashed forms of an entity, where it is a name.
fn forms(entity: &Entity) -> impl Iterator<Item = u32> {
    let forms = entity.aliases.iter().chain([&entity.name]).filter(|_| entity.kind.is_name());
    forms.map(|form| hash(form.to_lowercase()))
}

/// Hashes in order, each once, in no more room than they take.
fn sorted(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    hashes.collect::<BTreeSet<u32>>().into_iter().collect()
}

/// Hashed forms of the entities that `title` names, places apart.
fn subjects_of(extraction: &Extraction, title: &str) -> Vec<u32> {
    let is_subject = |entity: &&Entity| {
        entity.kind != Kind::Place && entity.aliases.iter().any(|form| title.contains(form.as_str()))
    };
    sorted(extraction.entities.iter().filter(is_subject).flat_map(forms))
}

/// Every name of the extraction, as written.
fn names_in(extraction: Option<&Extraction>) -> impl Iterator<Item = &str> {
    let entities = extraction.into_iter().flat_map(|e| &e.entities).filter(|e| e.kind.is_name());
    entities.flat_map(|entity| &entity.aliases).map(String::as_str)
}

/// Hashed stem of the first word of the firm that `title` names first: by this every text calls it.
fn firm_of(extraction: &Extraction, title: &str) -> Option<u32> {
    let firms = extraction.entities.iter().filter(|e| e.kind == Kind::Company);
    let called = firms.flat_map(|firm| &firm.aliases).flat_map(|name| [name.as_str(), headline_form(name)]);
    let (_, first) = called.filter_map(|name| Some((title.find(name)?, name))).min()?;
    content_stems(first).next().map(|stem| hash(&stem))
}

/// A name without its last word, a legal form as a rule, which headlines leave out: `General Dynamics Corp`.
fn headline_form(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((rest, _)) if rest.len() >= SHORT_FORM => rest,
        _ => name,
    }
}

/// Words of `document` that are large inside a sentence, in order.
fn large(document: &Document) -> impl Iterator<Item = &str> {
    let inside = document.sentence_texts().flat_map(|sentence| words(sentence).skip(1));
    inside.filter(|word| word.starts_with(char::is_uppercase))
}

/// Hashed stems of the words of `title` that are among `spoken`, sorted.
fn spoken_of(title: &str, spoken: &[u32]) -> Vec<u32> {
    sorted(content_stems(title).map(|stem| hash(&stem)).filter(|stem| spoken.binary_search(stem).is_ok()))
}

/// Hashed stems of the words that `document` writes as names, at most `n_words`, and the first of each of `named`. The firm
/// `Total` is not named by a text that has a total.
fn spoken<'a>(document: &'a Document, named: impl Iterator<Item = &'a str>, n_words: usize) -> Vec<u32> {
    let first = named.filter_map(|name| words(name).next());
    sorted(large(document).take(n_words).chain(first).flat_map(content_stems).map(|stem| hash(&stem)))
}

/// Numbers that two reports hardly share by chance: at least two digits that are not zeros at the end, and no year.
fn is_odd_figure(word: &str) -> bool {
    let n_digits = word.chars().filter(char::is_ascii_digit).count();
    let is_year = word.len() == 4 && n_digits == 4 && (word.starts_with("19") || word.starts_with("20"));
    n_digits > 0 && word.trim_matches('0').len() >= 2 && !is_year
}

/// Half of a hash: of the words of a language hardly two have one in common.
pub(super) fn hash(word: impl AsRef<str>) -> u32 {
    (XxHash3_64::oneshot(word.as_ref().as_bytes()) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::example::document;

    #[test]
    fn a_headline_names_a_firm_without_its_legal_form() {
        let report = document("a", None, "T", &["Oskar Dynamics Corp made money."]);
        let found = crate::types::example::extraction(&report, &[(Kind::Company, "Oskar Dynamics Corp")], &[]);
        assert_eq!(firm_of(&found, "Oskar Dynamics beats estimates"), Some(hash("oskar")));
        assert_eq!(firm_of(&found, "Total beats estimates"), None);
    }

    #[test]
    fn a_word_that_is_no_name_in_a_text_is_not_spoken_of() {
        let report = document("a", None, "T", &["The total rose as Veltrane sold more.", "Oskar was glad."]);
        let spoken = spoken(&report, std::iter::once("Oskar Lind"), READ_WORDS);
        let holds = |word: &str| content_stems(word).all(|stem| spoken.binary_search(&hash(&stem)).is_ok());
        assert!(holds("Veltrane") && holds("Oskar"));
        assert!(!holds("total") && !holds("sold"));
    }
}
