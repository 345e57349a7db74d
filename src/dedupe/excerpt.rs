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
    texts: &[Text],
    originals: &[usize],
    common: &Commonness,
    settings: &Dedupe,
) -> BTreeMap<usize, (usize, f32)> {
    let index = Index::of(texts, originals);
    let found: Vec<Option<(usize, (usize, f32))>> = originals
        .par_iter()
        .map_init(
            || index.hits(),
            |hits, &text| {
                let others = index.sharing(texts[text].print.shingles(), hits);
                Some((text, best(text, &others, texts, common, settings)?))
            },
        )
        .collect();
    let direct: BTreeMap<usize, (usize, f32)> = found.into_iter().flatten().collect();
    direct.iter().map(|(&text, &(_, share))| (text, (chain_end(text, &direct), share))).collect()
}

/// Follows excerpt → fuller text; ends because each step goes to a text with more words.
fn chain_end(mut text: usize, direct: &BTreeMap<usize, (usize, f32)>) -> usize {
    while let Some((fuller, _)) = direct.get(&text) {
        text = *fuller;
    }
    text
}

/// The one of the fuller texts among `others` that holds most of `text`; of equals the shortest, since a roundup that quotes it is longer.
fn best(text: usize, others: &[usize], texts: &[Text], common: &Commonness, settings: &Dedupe) -> Option<(usize, f32)> {
    let print = &texts[text].print;
    if print.n_words() < LEAST_WORDS {
        return None;
    }
    others
        .iter()
        .copied()
        .filter(|&other| texts[other].print.n_words() > print.n_words())
        .map(|other| (other, print.containment(&texts[other].print)))
        .filter(|&(other, share)| share >= settings.containment && print.tells_of_the_same(&texts[other].print, common))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| rank(texts, b.0).cmp(&rank(texts, a.0))))
}

fn rank(texts: &[Text], text: usize) -> (usize, &str) {
    (texts[text].print.n_words(), &*texts[text].id.0)
}

/// Leading bits of a sampled shingle by which its place in the index is found, and the bits behind them.
const LEADING: u32 = 20;
const TRAILING: u32 = u32::BITS - LEADING;

/// Sampled shingle and text, sorted.
struct Index {
    entries: Vec<(u32, u32)>,
    /// Where the shingles of each beginning start: a binary search of a large index would miss the cache at every step.
    starts: Vec<usize>,
    n_texts: usize,
}

/// How often each text was hit, and which were.
struct Hits {
    counts: Vec<u32>,
    texts: Vec<u32>,
}

impl Index {
    fn of(texts: &[Text], originals: &[usize]) -> Self {
        let sampled = |&text: &usize| sample(texts[text].print.shingles()).map(move |s| (s, text as u32));
        let mut entries: Vec<(u32, u32)> = originals.iter().flat_map(sampled).collect();
        entries.par_sort_unstable();
        let mut starts = vec![0; (1 << LEADING) + 1];
        for (shingle, _) in &entries {
            starts[(shingle >> TRAILING) as usize + 1] += 1;
        }
        for leading in 1..starts.len() {
            starts[leading] += starts[leading - 1];
        }
        Self { entries, starts, n_texts: texts.len() }
    }

    fn hits(&self) -> Hits {
        Hits { counts: vec![0; self.n_texts], texts: Vec::new() }
    }

    /// Texts that hold at least the asked share of the sample of `shingles`, sorted; `hits` is as it was afterwards.
    fn sharing(&self, shingles: &[u32], hits: &mut Hits) -> Vec<usize> {
        let mut n_sampled = 0;
        for shingle in sample(shingles) {
            n_sampled += 1;
            let from = &self.entries[self.starts[(shingle >> TRAILING) as usize]..];
            let same = from.iter().skip_while(|entry| entry.0 < shingle).take_while(|entry| entry.0 == shingle);
            for (_, text) in same.take(POSTINGS) {
                let count = &mut hits.counts[*text as usize];
                if *count == 0 {
                    hits.texts.push(*text);
                }
                *count += 1;
            }
        }
        let bar = SAMPLED_SHARE * n_sampled as f32;
        hits.texts.sort_unstable();
        let counted = hits.texts.drain(..).map(|text| (text as usize, std::mem::take(&mut hits.counts[text as usize])));
        counted.filter(|&(_, n)| n as f32 >= bar).map(|(text, _)| text).collect()
    }
}

fn sample(shingles: &[u32]) -> impl Iterator<Item = u32> + '_ {
    // Sorted slice: the sample is its head.
    shingles.iter().copied().take_while(|s| *s < u32::MAX / SAMPLE)
}
