//! How rare terms are among the documents of their days.
//!
//! Takes the terms of each document with its day; gives them weights by inverse document frequency. What is rare is
//! counted in the days around a document: the same words in a run of one week and of a year, or in a store that only
//! has the days around, must weigh the same, or stories come out differently. Where those days hold few documents,
//! further ones are counted too.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::evidence::Weighted;

/// Days before and after a document that are always counted: those that a store has around it.
const REACH: i64 = 8;
/// Documents that are counted at least, where there are as many.
const ENOUGH: usize = 2000;
/// Documents that a run is imagined to stand among: without them each word of a small run would count as common.
const IMAGINED: f32 = 300.0;

/// Hashed terms of one document, before it is known what they weigh.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Words with their numbers, sorted.
    pub(super) words: Vec<(u32, u32)>,
    /// Words of the title, sorted.
    pub(super) title_words: Vec<u32>,
    /// Forms of names, sorted.
    pub(super) names: Vec<u32>,
    /// Figures that two reports hardly share by chance, sorted.
    pub(super) figures: Vec<u32>,
}

/// What the terms of one document weigh.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// Words, unit length.
    pub(super) words: Weighted,
    /// Words of the title.
    pub(super) title_words: Weighted,
    /// Forms of names.
    pub(super) names: Weighted,
    /// Figures.
    pub(super) figures: Weighted,
}

/// The weights of each document of `terms`, in their order; `days` are counted from any epoch.
pub(super) fn weights(days: &[Option<i64>], terms: &[Terms]) -> Vec<Weights> {
    let mut dated: Vec<(i64, usize)> = (0..).zip(days).filter_map(|(at, day)| Some(((*day)?, at))).collect();
    dated.sort_unstable();
    let undated: Vec<usize> = (0..terms.len()).filter(|at| days[*at].is_none()).collect();
    let mut window = Window { terms, dated: &dated, range: (0, 0), counts: Counts::default() };
    // They may be of any day.
    for at in &undated {
        window.counts.add(&terms[*at]);
    }
    let mut found: Vec<(usize, Weights)> = Vec::with_capacity(terms.len());
    for of_day in dated.chunk_by(|a, b| a.0 == b.0) {
        window.move_to(around(&dated, of_day[0].0, ENOUGH.saturating_sub(undated.len())));
        found.par_extend(of_day.par_iter().map(|(_, at)| (*at, window.counts.weights(&terms[*at]))));
    }
    if !undated.is_empty() {
        window.move_to((0, dated.len()));
        found.par_extend(undated.par_iter().map(|at| (*at, window.counts.weights(&terms[*at]))));
    }
    found.sort_unstable_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, weights)| weights).collect()
}

/// The range of `dated` around `day`, wide enough for `least` documents where there are as many.
fn around(dated: &[(i64, usize)], day: i64, least: usize) -> (usize, usize) {
    let mut from = dated.partition_point(|(other, _)| *other < day - REACH);
    let mut to = dated.partition_point(|(other, _)| *other <= day + REACH);
    while to - from < least.min(dated.len()) {
        let before = from.checked_sub(1).map(|at| dated[at].0);
        let after = dated.get(to).map(|(other, _)| *other);
        let gap = [before, after].into_iter().flatten().map(|other| (other - day).abs()).min().unwrap_or_default();
        from = dated.partition_point(|(other, _)| *other < day - gap).min(from);
        to = dated.partition_point(|(other, _)| *other <= day + gap).max(to);
    }
    (from, to)
}

/// The documents that are counted.
struct Window<'a> {
    terms: &'a [Terms],
    dated: &'a [(i64, usize)],
    range: (usize, usize),
    counts: Counts,
}

impl Window<'_> {
    fn move_to(&mut self, (from, to): (usize, usize)) {
        let (old_from, old_to) = self.range;
        let is_in = |at: usize, range: (usize, usize)| range.0 <= at && at < range.1;
        for at in from..to {
            if !is_in(at, (old_from, old_to)) {
                self.counts.add(&self.terms[self.dated[at].1]);
            }
        }
        for at in old_from..old_to {
            if !is_in(at, (from, to)) {
                self.counts.remove(&self.terms[self.dated[at].1]);
            }
        }
        self.range = (from, to);
    }
}

/// In how many documents each term stands.
#[derive(Default)]
struct Counts {
    words: BTreeMap<u32, u32>,
    names: BTreeMap<u32, u32>,
    figures: BTreeMap<u32, u32>,
    n_documents: u32,
}

impl Counts {
    fn add(&mut self, terms: &Terms) {
        self.n_documents += 1;
        self.each(terms, |counts, term| *counts.entry(term).or_insert(0) += 1);
    }

    fn remove(&mut self, terms: &Terms) {
        self.n_documents -= 1;
        self.each(terms, |counts, term| {
            if let Some(count) = counts.get_mut(&term) {
                *count -= 1;
            }
        });
    }

    fn each(&mut self, terms: &Terms, change: impl Fn(&mut BTreeMap<u32, u32>, u32)) {
        for (term, _) in &terms.words {
            change(&mut self.words, *term);
        }
        for term in &terms.names {
            change(&mut self.names, *term);
        }
        for term in &terms.figures {
            change(&mut self.figures, *term);
        }
    }

    fn weights(&self, terms: &Terms) -> Weights {
        let rarity = |counts: &BTreeMap<u32, u32>, term: u32| self.rarity(counts.get(&term).copied());
        let of = |terms: &[u32], counts| Weighted(terms.iter().map(|&t| (t, rarity(counts, t))).collect());
        let words = terms.words.iter().map(|&(t, n)| (t, (1.0 + (n as f32).ln()) * rarity(&self.words, t)));
        Weights {
            words: Weighted(words.collect()).unit(),
            title_words: of(&terms.title_words, &self.words),
            names: of(&terms.names, &self.names),
            figures: of(&terms.figures, &self.figures),
        }
    }

    /// Inverse document frequency, smoothed so that a run of ten documents has sensible weights.
    fn rarity(&self, count: Option<u32>) -> f32 {
        let count = count.unwrap_or(1).max(1) as f32;
        ((self.n_documents as f32 + IMAGINED) / count).ln().max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[u32]) -> Terms {
        Terms { words: words.iter().map(|word| (*word, 1)).collect(), ..Terms::default() }
    }

    /// What word 1 weighs in each of `n` documents a day on each of `days`, all of which hold it, before any norm.
    fn first_weights(days: &[i64], n: usize) -> Vec<Vec<(u32, f32)>> {
        let of: Vec<Option<i64>> = days.iter().flat_map(|day| vec![Some(*day); n]).collect();
        let all: Vec<Terms> = (0..of.len() as u32).map(|at| terms(&[1, 2 + at])).collect();
        weights(&of, &all).into_iter().map(|weights| weights.words.0).collect()
    }

    #[test]
    fn other_months_change_nothing_where_a_week_has_enough() {
        let n = ENOUGH / 2;
        let week = first_weights(&[100, 103], n);
        let with_others = first_weights(&[100, 103, 200, 400], n);
        assert_eq!(week[..n], with_others[..n].iter().map(|w| vec![w[0], w[1]]).collect::<Vec<_>>());
    }

    #[test]
    fn a_thin_week_is_counted_with_its_neighbours() {
        let near = around(&(0..30).map(|at| (at * 10, at as usize)).collect::<Vec<_>>(), 100, 5);
        assert_eq!(near, (8, 13), "the day itself and two on either side");
        assert_eq!(around(&[(0, 0), (50, 1)], 0, 5), (0, 2), "no more than there are");
    }
}
