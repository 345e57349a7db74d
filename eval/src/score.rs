//! Counting of hits, misses and false finds.

use std::collections::BTreeMap;

/// A byte span with its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labelled {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Kind by name.
    pub kind: String,
}

impl Labelled {
    /// A span `start..end` of `kind`.
    pub fn new(kind: &str, start: usize, end: usize) -> Self {
        Self { start, end, kind: kind.to_owned() }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Hits, false finds and misses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold spans that were found.
    pub hits: usize,
    /// Found spans that are not gold.
    pub spurious: usize,
    /// Gold spans that were not found.
    pub missed: usize,
}

impl Counts {
    /// Share of found spans that are gold; 0 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.hits + self.spurious)
    }

    /// Share of gold spans that were found; 0 where there are none.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.hits + self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        share(2 * self.hits, 2 * self.hits + self.spurious + self.missed)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            spurious: self.spurious + other.spurious,
            missed: self.missed + other.missed,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Strict and overlap counts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KindScores {
    /// Start, end and kind equal.
    pub strict: Counts,
    /// Kind equal and a byte shared.
    pub overlap: Counts,
}

impl KindScores {
    /// How many gold spans there are.
    pub fn support(&self) -> usize {
        self.strict.hits + self.strict.missed
    }
}

/// Counts by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    by_kind: BTreeMap<String, KindScores>,
}

impl Scores {
    /// Counts one text. Only `kinds` are scored: spans of other kinds are ignored on both sides.
    pub fn add(&mut self, kinds: &[impl AsRef<str>], gold: &[Labelled], found: &[Labelled]) {
        for kind in kinds {
            let kind = kind.as_ref();
            let gold: Vec<&Labelled> = gold.iter().filter(|span| span.kind == kind).collect();
            let found: Vec<&Labelled> = found.iter().filter(|span| span.kind == kind).collect();
            let scores = self.by_kind.entry(kind.to_owned()).or_default();
            scores.strict = scores.strict.plus(count(&gold, &found, |a, b| a == b));
            scores.overlap = scores.overlap.plus(count(&gold, &found, Labelled::overlaps));
        }
    }

    /// The counts of `kind`; zeros where it was never scored.
    pub fn kind(&self, kind: &str) -> KindScores {
        self.by_kind.get(kind).copied().unwrap_or_default()
    }

    /// Kinds that were scored with their counts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, KindScores)> {
        self.by_kind.iter().map(|(kind, scores)| (kind.as_str(), *scores))
    }

    /// The counts of all kinds together (micro average).
    pub fn total(&self) -> KindScores {
        self.by_kind.values().fold(KindScores::default(), |sum, scores| KindScores {
            strict: sum.strict.plus(scores.strict),
            overlap: sum.overlap.plus(scores.overlap),
        })
    }
}

/// Matches each gold span with at most one found span, in order of the text.
fn count(gold: &[&Labelled], found: &[&Labelled], matches: impl Fn(&Labelled, &Labelled) -> bool) -> Counts {
    let mut free: Vec<&Labelled> = found.to_vec();
    let mut hits = 0;
    for span in gold {
        if let Some(i) = free.iter().position(|candidate| matches(span, candidate)) {
            free.remove(i);
            hits += 1;
        }
    }
    Counts { hits, spurious: found.len() - hits, missed: gold.len() - hits }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gold: &[(usize, usize)], found: &[(usize, usize)], strict: [usize; 3], overlap: [usize; 3]) {
        let spans =
            |pairs: &[(usize, usize)]| pairs.iter().map(|(s, e)| Labelled::new("k", *s, *e)).collect::<Vec<_>>();
        let mut scores = Scores::default();
        scores.add(&["k"], &spans(gold), &spans(found));
        let counts = |c: Counts| [c.hits, c.spurious, c.missed];
        let kind = scores.kind("k");
        assert_eq!((counts(kind.strict), counts(kind.overlap)), (strict, overlap), "{gold:?} against {found:?}");
    }

    #[test]
    fn spans_are_matched_once() {
        check(&[(0, 5)], &[(0, 5)], [1, 0, 0], [1, 0, 0]);
        check(&[(0, 5)], &[(0, 4)], [0, 1, 1], [1, 0, 0]);
        check(&[(0, 5)], &[(5, 9)], [0, 1, 1], [0, 1, 1]);
        check(&[(0, 9)], &[(0, 4), (5, 9)], [0, 2, 1], [1, 1, 0]);
        check(&[(0, 4), (5, 9)], &[(0, 9)], [0, 1, 2], [1, 0, 1]);
        check(&[], &[(1, 2)], [0, 1, 0], [0, 1, 0]);
    }

    #[test]
    fn kinds_that_are_not_asked_for_do_not_count() {
        let mut scores = Scores::default();
        scores.add(&["k"], &[], &[Labelled::new("other", 0, 3)]);
        assert_eq!(scores.total(), KindScores::default());
    }
}
