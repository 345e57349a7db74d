//! Which pairs are worth scoring.
//!
//! Takes evidence; gives for each document those it shares some of its rarest words or names with and that lie within
//! the window of days. The cost grows with the documents and not with their square: in one list of a word each document
//! meets its neighbours in time only, up to a limit. No pair is kept: a large run has a hundred million meetings.

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

/// The lists of all words: each word with the documents it lists, in order of day.
///
/// Of two documents the same one comes first in every list, so that all lists a pair has in common can be counted from
/// one of them: from the first of two that are dated, from the dated one, or from the second of two that are not.
pub(super) struct Lists {
    listings: Vec<Listing>,
    /// Where the listings of each document stand in `places`, and the end of the last.
    starts: Vec<usize>,
    /// Places in `listings` by document.
    places: Vec<u32>,
    window_days: i64,
}

/// A document in the list of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Listing {
    term: u32,
    day: i32,
    document: u32,
}

impl Lists {
    /// The lists of `evidence`.
    pub(super) fn of(evidence: &[Evidence], settings: &Cluster) -> Self {
        let of_document = |(document, known): (u32, &Evidence)| {
            let day = known.day.map_or(UNDATED, |day| day as i32);
            let words = heaviest(&known.words.0, WORDS).into_iter();
            let mut terms: Vec<u32> = words.chain(heaviest(&known.names.0, NAMES)).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().map(move |term| Listing { term, day, document })
        };
        let numbered = evidence.par_iter().enumerate().map(|(at, known)| (at as u32, known));
        let mut listings: Vec<Listing> = numbered.flat_map_iter(of_document).collect();
        listings.par_sort_unstable();
        let mut starts = vec![0; evidence.len() + 1];
        for listing in &listings {
            starts[listing.document as usize + 1] += 1;
        }
        for document in 1..starts.len() {
            starts[document] += starts[document - 1];
        }
        let (mut places, mut next) = (vec![0; listings.len()], starts.clone());
        for (place, listing) in (0..).zip(&listings) {
            let next = &mut next[listing.document as usize];
            places[*next] = place;
            *next += 1;
        }
        Self { listings, starts, places, window_days: settings.window_days }
    }

    /// The documents to compare `document` with, in order. Each pair is given once, to one of the two.
    pub(super) fn met(&self, document: usize) -> Vec<usize> {
        let mut met: Vec<u32> = Vec::new();
        let mut in_list = Vec::new();
        for place in &self.places[self.starts[document]..self.starts[document + 1]] {
            self.meet(*place as usize, &mut in_list);
            in_list.sort_unstable();
            in_list.dedup();
            met.append(&mut in_list);
        }
        met.sort_unstable();
        let often = met.chunk_by(PartialEq::eq).filter(|same| same.len() >= LISTINGS);
        often.map(|same| same[0] as usize).collect()
    }

    /// Adds to `met` whom the document at `place` meets in that list.
    fn meet(&self, place: usize, met: &mut Vec<u32>) {
        let own = self.listings[place];
        let start = self.listings.partition_point(|listing| listing.term < own.term);
        let of_word = |from: usize| self.listings[from..].iter().take_while(|listing| listing.term == own.term);
        let undated = of_word(start).take_while(|listing| listing.day == UNDATED).take(NEIGHBOURS);
        if own.day == UNDATED {
            let before = self.listings[start.max(place.saturating_sub(NEIGHBOURS))..place].iter();
            let first = undated.take_while(|listing| listing.document < own.document);
            met.extend(before.chain(first).map(|listing| listing.document));
        } else {
            let last = i64::from(own.day) + self.window_days;
            let near = of_word(place + 1).take(NEIGHBOURS).take_while(|listing| i64::from(listing.day) <= last);
            met.extend(near.chain(undated).map(|listing| listing.document));
        }
    }
}

fn heaviest(terms: &[(u32, f32)], n: usize) -> Vec<u32> {
    let mut terms = terms.to_vec();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.into_iter().take(n).map(|(term, _)| term).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn lists(documents: &[(Option<u8>, Vec<u8>)]) -> Lists {
        let mut listings: Vec<Listing> = Vec::new();
        for (document, (day, terms)) in (0..).zip(documents) {
            let day = day.map_or(UNDATED, i32::from);
            listings.extend(terms.iter().map(|term| Listing { term: u32::from(*term), day, document }));
        }
        listings.sort_unstable();
        listings.dedup();
        let of = |document: u32| (0..).zip(&listings).filter(move |(_, l)| l.document == document).map(|(at, _)| at);
        let (mut starts, mut places) = (vec![0], Vec::new());
        for document in 0..documents.len() as u32 {
            places.extend(of(document));
            starts.push(places.len());
        }
        Lists { places, starts, window_days: 3, listings }
    }

    proptest! {
        #[test]
        fn a_pair_with_words_in_common_meets_once(
            documents in prop::collection::vec((prop::option::of(0u8..9), prop::collection::vec(0u8..12, 0..6)), 0..30)
        ) {
            let lists = lists(&documents);
            let mut met: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            for a in 0..documents.len() {
                for b in lists.met(a) {
                    *met.entry((a.min(b), a.max(b))).or_insert(0) += 1;
                }
            }
            // Fewer documents than neighbours: each meets all that it may.
            for (b, (day_b, terms_b)) in documents.iter().enumerate() {
                for (a, (day_a, terms_a)) in documents[..b].iter().enumerate() {
                    let shared = (0u8..12).filter(|term| terms_a.contains(term) && terms_b.contains(term)).count();
                    let near = day_a.zip(*day_b).is_none_or(|(x, y)| x.abs_diff(y) <= 3);
                    let times = usize::from(near && shared >= LISTINGS);
                    prop_assert_eq!(met.remove(&(a, b)).unwrap_or(0), times, "{} and {}", a, b);
                }
            }
            prop_assert!(met.is_empty());
        }
    }
}
