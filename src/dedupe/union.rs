//! Union-find: groups from pairs.
//!
//! Takes pairs of indices; gives groups in order of their smallest member, each sorted.

use std::collections::BTreeMap;

/// Groups of `0..n` joined by `pairs`; an index in no pair is a group of one.
pub(super) fn groups(n: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..n).collect();
    for &(a, b) in pairs {
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        let (low, high) = (a.min(b), a.max(b));
        parents[high] = low;
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for member in 0..n {
        by_root.entry(root(&mut parents, member)).or_default().push(member);
    }
    by_root.into_values().collect()
}

/// The root of `member`, halving the path on the way.
fn root(parents: &mut [usize], mut member: usize) -> usize {
    while parents[member] != member {
        parents[member] = parents[parents[member]];
        member = parents[member];
    }
    member
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn pairs_in_any_order_give_the_same_groups() {
        let expected = vec![vec![0], vec![1, 2, 4, 5], vec![3]];
        assert_eq!(groups(6, &[(1, 2), (4, 5), (2, 5)]), expected);
        assert_eq!(groups(6, &[(5, 2), (5, 4), (2, 1)]), expected);
    }
}
