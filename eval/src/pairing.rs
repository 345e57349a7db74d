//! Pairs the spans of the gold with those found, each at most once: equal bytes first, then a byte shared.

/// Half-open bytes of one document of an article: (document, start, end).
pub type Place = (usize, usize, usize);

/// Whether two places share a byte.
pub(crate) fn overlap(a: Place, b: Place) -> bool {
    a.0 == b.0 && a.1 < b.2 && b.1 < a.2
}

/// For each of `gold` the index of the found place it is paired with.
pub(crate) fn pairs(gold: &[Place], found: &[Place]) -> Vec<Option<usize>> {
    let mut paired: Vec<Option<usize>> = vec![None; gold.len()];
    let mut free = vec![true; found.len()];
    for same in [|a: Place, b: Place| a == b, overlap] {
        for (at, place) in gold.iter().enumerate().filter(|(at, _)| paired[*at].is_none()).collect::<Vec<_>>() {
            if let Some(hit) = (0..found.len()).find(|&other| free[other] && same(*place, found[other])) {
                paired[at] = Some(hit);
                free[hit] = false;
            }
        }
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_spans_are_paired_before_overlapping_ones() {
        assert_eq!(pairs(&[(0, 0, 4), (0, 3, 6)], &[(0, 3, 6), (0, 4, 9)]), [None, Some(0)]);
        assert_eq!(pairs(&[(0, 0, 4), (0, 5, 9)], &[(0, 0, 9)]), [Some(0), None]);
        assert_eq!(pairs(&[(0, 0, 4)], &[(1, 0, 4), (0, 4, 5)]), [None]);
    }
}
