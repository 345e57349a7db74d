//! Teasers and excerpts: a short text that stands in a fuller one.
//!
//! MinHash cannot see them, since a teaser shares few of all the shingles. A sample of each text's shingles (those with
//! the smallest hashes, as in FracMinHash, Irber 2022) goes into one index; a text is looked up by its own sample.
//! Takes the originals that Jaccard left; gives, for each excerpt among them, the fullest chain end it belongs to.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::Dedupe;

use super::shingle::Commonness;
use super::{Prints, Text};

/// One shingle in so many is sampled.
const SAMPLE: u32 = 4;
/// Texts that share a shingle are looked at up to this number: more of them is a phrase of a template.
const POSTINGS: usize = 64;
/// Fewest words of an excerpt; below it a shared sentence is chance or furniture.
const LEAST_WORDS: usize = 15;
/// Share of an excerpt's sampled shingles that the fuller text holds before it is verified.
const SAMPLED_SHARE: f32 = 0.5;

/// Excerpt → fuller text and containment; the fuller texts are no excerpts themselves.
pub(super) fn fuller_texts<E: Send>(
    prints: &Prints<'_, '_, E>,
    originals: &[usize],
    common: &Commonness,
    settings: &Dedupe,
) -> Result<BTreeMap<usize, (usize, f32)>, E> {
    let texts = prints.texts;
    let index = Index::of(texts, originals);
    let found: Vec<Option<(usize, (usize, f32))>> = originals
        .par_iter()
        .map_init(
            || index.hits(),
            |hits, &text| {
                let others = index.sharing(&texts[text].sample, hits);
                Ok(best(text, &others, prints, common, settings)?.map(|fuller| (text, fuller)))
            },
        )
        .collect::<Result<_, E>>()?;
    let direct: BTreeMap<usize, (usize, f32)> = found.into_iter().flatten().collect();
    Ok(direct.iter().map(|(&text, &(_, share))| (text, (chain_end(text, &direct), share))).collect())
}

/// Follows excerpt → fuller text; ends because each step goes to a text with more words.
fn chain_end(mut text: usize, direct: &BTreeMap<usize, (usize, f32)>) -> usize {
    while let Some((fuller, _)) = direct.get(&text) {
        text = *fuller;
    }
    text
}

/// The one of the fuller texts among `others` that holds most of `text`; of equals the shortest, since a roundup that quotes it is longer.
fn best<E>(
    text: usize,
    others: &[usize],
    prints: &Prints<'_, '_, E>,
    common: &Commonness,
    settings: &Dedupe,
) -> Result<Option<(usize, f32)>, E> {
    let texts = prints.texts;
    let n_words = texts[text].n_words;
    let mut fuller = others.iter().copied().filter(|&other| texts[other].n_words > n_words).peekable();
    if n_words < LEAST_WORDS || fuller.peek().is_none() {
        return Ok(None);
    }
    let print = prints.of(text)?;
    let mut best: Option<(usize, f32)> = None;
    for other in fuller {
        let found = prints.of(other)?;
        let share = print.containment(&found);
        let is_better = best.is_none_or(|(so_far, most)| {
            share.total_cmp(&most).then_with(|| rank(texts, so_far).cmp(&rank(texts, other))).is_ge()
        });
        if share >= settings.containment && is_better && print.tells_of_the_same(&found, common) {
            best = Some((other, share));
        }
    }
    Ok(best)
}

fn rank(texts: &[Text], text: usize) -> (usize, &str) {
    (texts[text].n_words, &*texts[text].id.0)
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
        let sampled = |&text: &usize| texts[text].sample.iter().map(move |s| (*s, text as u32));
        let mut entries: Vec<(u32, u32)> =
            Vec::with_capacity(originals.iter().map(|text| texts[*text].sample.len()).sum());
        entries.extend(originals.iter().flat_map(sampled));
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

    /// Texts that hold at least the asked share of `sample`, sorted; `hits` is as it was afterwards.
    fn sharing(&self, sample: &[u32], hits: &mut Hits) -> Vec<usize> {
        for &shingle in sample {
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
        let bar = SAMPLED_SHARE * sample.len() as f32;
        hits.texts.sort_unstable();
        let counted = hits.texts.drain(..).map(|text| (text as usize, std::mem::take(&mut hits.counts[text as usize])));
        counted.filter(|&(_, n)| n as f32 >= bar).map(|(text, _)| text).collect()
    }
}

/// The sample of a text of these shingles.
pub(super) fn sample(shingles: &[u32]) -> Box<[u32]> {
    // Sorted: the sample is the head.
    shingles[..shingles.partition_point(|s| *s < u32::MAX / SAMPLE)].into()
}
