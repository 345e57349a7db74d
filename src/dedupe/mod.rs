//! Finds who reprinted whom, by wording alone.
//!
//! Takes [`Document`]s; gives [`Copies`]: each copy with the original it reprints, never another copy. Candidates come
//! from MinHash bands (`minhash`) and from sampled shingles in common (`excerpt`), and every one is verified on the
//! full shingle sets (`shingle`). Knows no meaning: neither vectors nor mentions. The result depends on the set of
//! documents alone, not on their order or on the number of threads.

mod excerpt;
mod minhash;
mod shingle;
mod union;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Dedupe;
use crate::types::{Copies, Copy, Document, DocumentId};

use shingle::{Commonness, Fingerprint};

/// Share of the fullest text of a family that the original has at least, so that no teaser stands for the family.
const FULL_SHARE: f32 = 0.5;
/// Share of the Jaccard bar that a copy reaches against its original itself; without it a chain of small edits would
/// join texts that have nothing in common.
const DRIFT: f32 = 0.6;

/// One document on its way through dedupe.
struct Text {
    id: DocumentId,
    published: Option<Date>,
    print: Fingerprint,
}

/// Who reprints whom among `documents`.
pub fn copies(documents: &[Document], settings: &Dedupe) -> Copies {
    let mut finder = Finder::new(settings);
    finder.add(documents);
    finder.copies()
}

/// Takes documents as they come and keeps of each what its wording is told by.
pub struct Finder<'s> {
    settings: &'s Dedupe,
    texts: Vec<Text>,
}

impl<'s> Finder<'s> {
    /// Of no document yet.
    pub fn new(settings: &'s Dedupe) -> Self {
        Self { settings, texts: Vec::new() }
    }

    /// Takes some of the documents.
    pub fn add(&mut self, documents: &[Document]) {
        self.texts.par_extend(documents.par_iter().map(|document| Text {
            id: document.id.clone(),
            published: document.published.as_ref().map(|p| p.date),
            print: print_of(document, self.settings.shingle_words),
        }));
    }

    /// Who reprints whom among all documents taken.
    pub fn copies(self) -> Copies {
        let Self { settings, mut texts } = self;
        // Nothing below depends on the order in which they came.
        texts.sort_by(|a, b| a.id.cmp(&b.id));
        texts.dedup_by(|a, b| a.id == b.id);
        let common = Commonness::of(texts.iter().map(|t| &t.print));
        let mut families = same_texts(&texts, &common, settings);
        families.sort_unstable();
        let originals: Vec<usize> = families.iter().map(|family| family.original).collect();
        let fuller = excerpt::fuller_texts(&texts, &originals, &common, settings);
        let mut by_copy = BTreeMap::new();
        for family in &families {
            let original = fuller.get(&family.original).map_or(family.original, |(full, _)| *full);
            for &member in family.members.iter().filter(|&&m| m != original) {
                let similarity = texts[member].print.likeness(&texts[original].print);
                by_copy.insert(texts[member].id.clone(), Copy { original: texts[original].id.clone(), similarity });
            }
        }
        Copies { by_copy }
    }
}

fn print_of(document: &Document, width: usize) -> Fingerprint {
    let title = document.title.as_ref().map_or("", |t| t.text.as_str());
    Fingerprint::of(title, document.sentence_texts(), width)
}

/// Documents of one text; `members` holds `original` too.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Family {
    original: usize,
    members: Vec<usize>,
}

/// Families by Jaccard; a document without a copy is a family of one.
fn same_texts(texts: &[Text], common: &Commonness, settings: &Dedupe) -> Vec<Family> {
    let pairs = minhash::candidates(texts.iter().map(|t| &t.print), settings);
    let same: Vec<(usize, usize)> = pairs
        .into_par_iter()
        .filter(|&(a, b)| is_same(&texts[a].print, &texts[b].print, settings.jaccard, common))
        .collect();
    let mut families = Vec::new();
    for group in union::groups(texts.len(), &same) {
        split_family(group, texts, common, settings, &mut families);
    }
    families
}

fn is_same(a: &Fingerprint, b: &Fingerprint, bar: f32, common: &Commonness) -> bool {
    a.jaccard(b) >= bar && a.is_more_than_a_blurb(b) && a.tells_of_the_same(b, common)
}

/// Cuts a group joined by a chain of pairs into families whose members all resemble their original.
fn split_family(
    mut group: Vec<usize>,
    texts: &[Text],
    common: &Commonness,
    settings: &Dedupe,
    families: &mut Vec<Family>,
) {
    while let Some(original) = original_of(&group, texts) {
        let (members, rest): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|&m| {
            m == original || is_same(&texts[m].print, &texts[original].print, settings.jaccard * DRIFT, common)
        });
        families.push(Family { original, members });
        group = rest;
    }
}

/// The earliest of the full texts, then the fullest, then the smallest id.
fn original_of(group: &[usize], texts: &[Text]) -> Option<usize> {
    let fullest = group.iter().map(|&m| texts[m].print.n_words()).max()? as f32;
    let is_full = |m: &usize| texts[*m].print.n_words() as f32 >= fullest * FULL_SHARE;
    group.iter().copied().filter(is_full).min_by_key(|&m| {
        let text = &texts[m];
        (text.published.unwrap_or(Date::MAX), std::cmp::Reverse(text.print.n_words()), &text.id)
    })
}
