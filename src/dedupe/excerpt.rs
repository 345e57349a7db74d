//! Teasers and excerpts: a short text that stands in a fuller one.
//!
//! MinHash cannot see them, since a teaser shares few of all the shingles. A sample of each text's shingles (those with
//! the smallest hashes, as in FracMinHash, Irber 2022) goes into one index; a text is looked up by its own sample.
//! Takes the originals that Jaccard left; gives, for each excerpt among them, the fullest chain end it belongs to.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::Dedupe;

use super::Text;
use super::shingle::Commonness;

/// One shingle in so many is sampled.
const SAMPLE: u32 = 4;
/// Texts that share a shingle are looked at up to this number: more of them is a phrase of a template.
const POSTINGS: usize = 64;
/// Fewest words of an excerpt; below it a shared sentence is chance or furniture.
const LEAST_WORDS: usize = 15;
/// Share of an excerpt's sampled shingles that the fuller text holds before it is verified.
const SAMPLED_SHARE: f32 = 0.5;

/// Excerpt → fuller text and containment; the fuller texts are no excerpts themselves.
pub(super) fn fuller_texts(
    texts: &[Text<'_>],
    originals: &[usize],
    common: &Commonness,
    settings: &Dedupe,
) -> BTreeMap<usize, (usize, f32)> {
    let index = Index::of(texts, originals);
    let found: Vec<(usize, (usize, f32))> =
        originals.par_iter().filter_map(|&text| Some((text, best(text, texts, &index, common, settings)?))).collect();
    let direct: BTreeMap<usize, (usize, f32)> = found.into_iter().collect();
    direct.iter().map(|(&text, &(_, share))| (text, (chain_end(text, &direct), share))).collect()
}

/// Follows excerpt → fuller text; ends because each step goes to a text with more words.
fn chain_end(mut text: usize, direct: &BTreeMap<usize, (usize, f32)>) -> usize {
    while let Some((fuller, _)) = direct.get(&text) {
        text = *fuller;
    }
    text
}

/// The fuller text that holds most of `text`; of equals the shortest, since a roundup that quotes it is longer.
fn best(
    text: usize,
    texts: &[Text<'_>],
    index: &Index,
    common: &Commonness,
    settings: &Dedupe,
) -> Option<(usize, f32)> {
    let print = &texts[text].print;
    if print.n_words() < LEAST_WORDS {
        return None;
    }
    index
        .sharing(print.shingles())
        .into_iter()
        .filter(|&other| texts[other].print.n_words() > print.n_words())
        .map(|other| (other, print.containment(&texts[other].print)))
        .filter(|&(other, share)| share >= settings.containment && print.tells_of_the_same(&texts[other].print, common))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| rank(texts, b.0).cmp(&rank(texts, a.0))))
}

fn rank<'a>(texts: &'a [Text<'_>], text: usize) -> (usize, &'a str) {
    (texts[text].print.n_words(), &*texts[text].id.0)
}

/// Sampled shingle and text, sorted.
struct Index(Vec<(u32, usize)>);

impl Index {
    fn of(texts: &[Text<'_>], originals: &[usize]) -> Self {
        let mut entries: Vec<(u32, usize)> =
            originals.iter().flat_map(|&text| sample(texts[text].print.shingles()).map(move |s| (s, text))).collect();
        entries.par_sort_unstable();
        Self(entries)
    }

    /// Texts that hold at least the asked share of the sample of `shingles`, sorted.
    fn sharing(&self, shingles: &[u32]) -> Vec<usize> {
        let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
        let mut n_sampled = 0;
        for shingle in sample(shingles) {
            n_sampled += 1;
            let from = self.0.partition_point(|entry| entry.0 < shingle);
            for (_, text) in self.0[from..].iter().take_while(|entry| entry.0 == shingle).take(POSTINGS) {
                *hits.entry(*text).or_insert(0) += 1;
            }
        }
        let bar = SAMPLED_SHARE * n_sampled as f32;
        hits.into_iter().filter(|&(_, n)| n as f32 >= bar).map(|(text, _)| text).collect()
    }
}

fn sample(shingles: &[u32]) -> impl Iterator<Item = u32> + '_ {
    // Sorted slice: the sample is its head.
    shingles.iter().copied().take_while(|s| *s < u32::MAX / SAMPLE)
}
