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

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Dedupe;
use crate::types::{Copies, Copy, Document, DocumentId};

use minhash::Buckets;
use shingle::{Commonness, Fingerprint};

/// Share of the fullest text of a family that the original has at least, so that no teaser stands for the family.
const FULL_SHARE: f32 = 0.5;
/// Share of the Jaccard bar that a copy reaches against its original itself; without it a chain of small edits would
/// join texts that have nothing in common.
const DRIFT: f32 = 0.6;

/// Texts of which the whole print stays in memory, some hundred megabytes; past them one is made again from the
/// document where it is asked for.
const KEPT: usize = 30_000;

/// One document on its way through dedupe.
struct Text {
    id: DocumentId,
    published: Option<Date>,
    /// Which document and which text it was, as they came.
    came: (u32, u32),
    n_words: usize,
    /// Sampled shingles, sorted.
    sample: Box<[u32]>,
    print: Option<Box<Fingerprint>>,
}

/// Who reprints whom among `documents`.
pub fn copies(documents: &[Document], settings: &Dedupe) -> Copies {
    let mut finder = Finder::new(settings);
    finder.add(documents);
    match finder.copies(&|at| Ok::<_, Infallible>(Cow::Borrowed(&documents[at]))) {
        Ok(copies) => copies,
        Err(never) => match never {},
    }
}

/// Takes documents as they come and keeps of each what its wording is told by.
pub struct Finder<'s> {
    settings: &'s Dedupe,
    kept: usize,
    ids: BTreeSet<DocumentId>,
    n_came: usize,
    texts: Vec<Text>,
    buckets: Buckets,
    common: Commonness,
}

impl<'s> Finder<'s> {
    /// Of no document yet.
    pub fn new(settings: &'s Dedupe) -> Self {
        Self {
            settings,
            kept: KEPT,
            ids: BTreeSet::new(),
            n_came: 0,
            texts: Vec::new(),
            buckets: Buckets::new(settings),
            common: Commonness::default(),
        }
    }

    /// Takes some of the documents.
    pub fn add(&mut self, documents: &[Document]) {
        let fresh: Vec<(usize, &Document)> =
            (self.n_came..).zip(documents).filter(|(_, document)| self.ids.insert(document.id.clone())).collect();
        self.n_came += documents.len();
        let made = fresh.par_iter().map(|(came, document)| (*came, *document, print_of(document, self.settings)));
        let made: Vec<(usize, &Document, Fingerprint)> = made.collect();
        let numbered: Vec<(usize, &Fingerprint)> =
            (self.texts.len()..).zip(made.iter().map(|(.., print)| print)).collect();
        self.buckets.add(&numbered);
        for (came, document, print) in made {
            self.common.add(&print);
            let number = self.texts.len();
            self.texts.push(Text {
                id: document.id.clone(),
                published: document.published.as_ref().map(|p| p.date),
                came: (came as u32, number as u32),
                n_words: print.n_words(),
                sample: excerpt::sample(print.shingles()),
                print: (number < self.kept).then(|| Box::new(print)),
            });
        }
    }

    /// Who reprints whom among all documents taken; `again` gives the one that came as the nth, from 0.
    pub fn copies<E: Send>(self, again: &Again<'_, E>) -> Result<Copies, E> {
        let Self { settings, mut texts, buckets, common, .. } = self;
        // Nothing below depends on the order in which they came.
        texts.sort_by(|a, b| a.id.cmp(&b.id));
        let mut place = vec![0; texts.len()];
        for (now, text) in (0..).zip(&texts) {
            place[text.came.1 as usize] = now;
        }
        let pairs = buckets.candidates(&place);
        let prints = Prints { texts: &texts, again, settings };
        let mut families = same_texts(&pairs, &prints, &common, settings)?;
        drop(pairs);
        families.sort_unstable();
        let originals: Vec<usize> = families.iter().map(|family| family.original).collect();
        let fuller = excerpt::fuller_texts(&prints, &originals, &common, settings)?;
        let mut by_copy = BTreeMap::new();
        for family in &families {
            let original = fuller.get(&family.original).map_or(family.original, |(full, _)| *full);
            for &member in family.members.iter().filter(|&&m| m != original) {
                let similarity = prints.of(member)?.likeness(&*prints.of(original)?);
                by_copy.insert(texts[member].id.clone(), Copy { original: texts[original].id.clone(), similarity });
            }
        }
        Ok(Copies { by_copy })
    }
}

/// Gives a document again by the number under which it came.
pub type Again<'d, E> = dyn Fn(usize) -> Result<Cow<'d, Document>, E> + Sync + 'd;

/// The prints of all texts, kept or made again.
struct Prints<'a, 'd, E> {
    texts: &'a [Text],
    again: &'a Again<'d, E>,
    settings: &'a Dedupe,
}

impl<E> Prints<'_, '_, E> {
    fn of(&self, text: usize) -> Result<Cow<'_, Fingerprint>, E> {
        let text = &self.texts[text];
        match &text.print {
            Some(print) => Ok(Cow::Borrowed(print)),
            None => Ok(Cow::Owned(print_of(&*(self.again)(text.came.0 as usize)?, self.settings))),
        }
    }
}

fn print_of(document: &Document, settings: &Dedupe) -> Fingerprint {
    let title = document.title.as_ref().map_or("", |t| t.text.as_str());
    Fingerprint::of(title, document.sentence_texts(), settings.shingle_words)
}

/// Documents of one text; `members` holds `original` too.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Family {
    original: usize,
    members: Vec<usize>,
}

/// Families by Jaccard, of `pairs` worth a look; a document without a copy is a family of one.
fn same_texts<E: Send>(
    pairs: &[(u32, u32)],
    prints: &Prints<'_, '_, E>,
    common: &Commonness,
    settings: &Dedupe,
) -> Result<Vec<Family>, E> {
    let by_first: Vec<&[(u32, u32)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    let same_as_first = |pairs: &&[(u32, u32)]| {
        let first = pairs[0].0 as usize;
        let (print, mut same) = (prints.of(first)?, Vec::new());
        for second in pairs.iter().map(|pair| pair.1 as usize) {
            if is_same(&print, &*prints.of(second)?, settings.jaccard, common) {
                same.push((first, second));
            }
        }
        Ok(same)
    };
    let same: Vec<Vec<(usize, usize)>> = by_first.par_iter().map(same_as_first).collect::<Result<_, E>>()?;
    let mut families = Vec::new();
    for group in union::groups(prints.texts.len(), &same.concat()) {
        split_family(group, prints, common, settings, &mut families)?;
    }
    Ok(families)
}

fn is_same(a: &Fingerprint, b: &Fingerprint, bar: f32, common: &Commonness) -> bool {
    a.jaccard(b) >= bar && a.is_more_than_a_blurb(b) && a.tells_of_the_same(b, common)
}

/// Cuts a group joined by a chain of pairs into families whose members all resemble their original.
fn split_family<E>(
    mut group: Vec<usize>,
    prints: &Prints<'_, '_, E>,
    common: &Commonness,
    settings: &Dedupe,
    families: &mut Vec<Family>,
) -> Result<(), E> {
    while let Some(original) = original_of(&group, prints.texts) {
        if group.len() == 1 {
            families.push(Family { original, members: group });
            break;
        }
        let (mut members, mut rest) = (Vec::new(), Vec::new());
        let of_original = prints.of(original)?;
        for member in group {
            let bar = settings.jaccard * DRIFT;
            let belongs = member == original || is_same(&*prints.of(member)?, &of_original, bar, common);
            if belongs { &mut members } else { &mut rest }.push(member);
        }
        families.push(Family { original, members });
        group = rest;
    }
    Ok(())
}

/// The earliest of the full texts, then the fullest, then the smallest id.
fn original_of(group: &[usize], texts: &[Text]) -> Option<usize> {
    let fullest = group.iter().map(|&m| texts[m].n_words).max()? as f32;
    let is_full = |m: &usize| texts[*m].n_words as f32 >= fullest * FULL_SHARE;
    group.iter().copied().filter(is_full).min_by_key(|&m| {
        let text = &texts[m];
        (text.published.unwrap_or(Date::MAX), std::cmp::Reverse(text.n_words), &text.id)
    })
}
