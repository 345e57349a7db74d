//! Which pairs are worth scoring.
//!
//! Takes evidence; gives pairs that share one of their rarest words or names and lie within the window of days. The
//! cost grows with the documents and not with their square: in one list of a word each document meets its neighbours
//! in time only, up to a limit.

use rayon::prelude::*;

use crate::config::Cluster;

use super::evidence::Evidence;

/// Heaviest words of a document under which it is listed.
const WORDS: usize = 32;
/// Rarest names of a document under which it is listed.
const NAMES: usize = 12;
/// Documents after it in a list, in order of day, that a document meets.
const NEIGHBOURS: usize = 48;
/// Listings that a pair has in common at least.
const LISTINGS: usize = 2;
/// Stands for a day that is not known, before all days.
const UNDATED: i32 = i32::MIN;

/// Pairs `(a, b)`, `a < b`, in order.
pub(super) fn pairs(evidence: &[Evidence], settings: &Cluster) -> Vec<(usize, usize)> {
    let mut listings: Vec<(u32, i32, u32)> = Vec::new();
    for (document, known) in (0..).zip(evidence) {
        let day = known.day.map_or(UNDATED, |day| day as i32);
        let terms = heaviest(&known.words.0, WORDS).chain(heaviest(&known.names.0, NAMES));
        listings.extend(terms.map(|term| (term, day, document)));
    }
    listings.sort_unstable();
    listings.dedup();
    // One entry a list, and no more of it than the two numbers: a large run has a hundred million of them.
    let mut met: Vec<(u32, u32)> = Vec::new();
    let mut in_list = Vec::new();
    for list in listings.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, day, a)) in list.iter().enumerate() {
            let undated = list.iter().filter(|(_, d, _)| *d == UNDATED).take(NEIGHBOURS).map(|(_, _, b)| b);
            let near = list[at + 1..].iter().take(NEIGHBOURS);
            let last = i64::from(*day) + settings.window_days;
            let near = near.take_while(|(_, d, _)| last >= i64::from(*d)).map(|(_, _, b)| b);
            in_list.extend(near.chain(undated).filter(|b| a != *b).map(|b| (*a.min(b), *a.max(b))));
        }
        in_list.sort_unstable();
        in_list.dedup();
        met.append(&mut in_list);
    }
    met.par_sort_unstable();
    let often = met.chunk_by(PartialEq::eq).filter(|same| same.len() >= LISTINGS);
    often.map(|same| (same[0].0 as usize, same[0].1 as usize)).collect()
}

fn heaviest(terms: &[(u32, f32)], n: usize) -> impl Iterator<Item = u32> {
    let mut terms = terms.to_vec();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.into_iter().take(n).map(|(term, _)| term)
}
