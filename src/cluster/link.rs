//! Average-link agglomeration over log odds.
//!
//! Takes scored pairs and what was decided by hand; gives groups. Two groups join where the mean over all pairs between them clears the bar, pairs
//! that were never scored counting as far apart: one document that resembles two events cannot pull them together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::score::{Pair, log_odds};

/// Log odds of a pair that was not worth scoring.
const UNSCORED: f64 = -6.0;
/// Log odds are kept in this many parts of one, so that ties are exact and the order of sums does not matter.
const PARTS: f64 = 1e6;

/// Scores from which groups join.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bars {
    /// Of two documents that stand alone: nothing is averaged there, and one chance likeness decides.
    pub(super) alone: f32,
    /// Of all others.
    pub(super) group: f32,
}

/// Pairs decided by hand, as indices.
#[derive(Debug, Default)]
pub(super) struct Decided {
    /// Pairs in one group.
    pub(super) must: Vec<(usize, usize)>,
    /// Pairs in two groups.
    pub(super) cannot: Vec<(usize, usize)>,
}

/// Groups of `0..n`, each sorted, in order of their smallest member.
pub(super) fn groups<'a>(
    n: usize,
    pairs: impl Iterator<Item = &'a Pair>,
    decided: &Decided,
    bars: Bars,
) -> Vec<Vec<usize>> {
    let mut forest = Forest::new(n, pairs);
    for &(a, b) in &decided.cannot {
        forest.apart[a].insert(b);
        forest.apart[b].insert(a);
    }
    for &(a, b) in &decided.must {
        let (a, b) = (forest.home(a), forest.home(b));
        if a != b {
            forest.merge(a.min(b), a.max(b));
        }
    }
    let bars = [bars.alone, bars.group].map(|bar| log_odds(bar) * PARTS);
    let mut heap: BinaryHeap<(i64, Reverse<(usize, usize)>)> = BinaryHeap::new();
    for a in forest.members.keys().copied().collect::<Vec<_>>() {
        forest.offer(a, bars, &mut heap);
    }
    while let Some((mean, Reverse((a, b)))) = heap.pop() {
        if forest.mean(a, b) == Some(mean) {
            forest.merge(a, b);
            forest.offer(a, bars, &mut heap);
        }
    }
    forest.members.into_values().collect()
}

/// Groups so far, named by their smallest member.
struct Forest {
    members: BTreeMap<usize, Vec<usize>>,
    /// Sum and number of scored pairs between two groups.
    between: Vec<BTreeMap<usize, (i64, usize)>>,
    /// Groups that must not join a group.
    apart: Vec<BTreeSet<usize>>,
}

/// Mean log odds between two groups, with how many pairs there are and how many of them were scored.
pub(super) fn between(a: &[usize], b: &[usize], pairs: &[Pair]) -> (f64, usize, usize) {
    let crosses = |p: &&Pair| (a.contains(&p.a) && b.contains(&p.b)) || (a.contains(&p.b) && b.contains(&p.a));
    let scored: Vec<f64> = pairs.iter().filter(crosses).map(Pair::log_odds).collect();
    let n = a.len() * b.len();
    let sum = scored.iter().sum::<f64>() + UNSCORED * (n - scored.len()) as f64;
    (sum / n.max(1) as f64, n, scored.len())
}

impl Forest {
    fn new<'a>(n: usize, pairs: impl Iterator<Item = &'a Pair>) -> Self {
        let mut between = vec![BTreeMap::new(); n];
        for pair in pairs {
            let log_odds = (pair.log_odds() * PARTS) as i64;
            between[pair.a].insert(pair.b, (log_odds, 1));
            between[pair.b].insert(pair.a, (log_odds, 1));
        }
        Self { members: (0..n).map(|m| (m, vec![m])).collect(), between, apart: vec![BTreeSet::new(); n] }
    }

    /// The group that `document` is in.
    fn home(&self, document: usize) -> usize {
        self.members.iter().find(|(_, members)| members.contains(&document)).map_or(document, |(name, _)| *name)
    }

    /// Mean log odds between two living groups that share a scored pair and may join.
    fn mean(&self, a: usize, b: usize) -> Option<i64> {
        if self.apart[a].contains(&b) {
            return None;
        }
        let n_pairs = self.members.get(&a)?.len() * self.members.get(&b)?.len();
        let (sum, n_scored) = self.between[a].get(&b)?;
        Some((sum + (UNSCORED * PARTS) as i64 * (n_pairs - n_scored) as i64) / n_pairs as i64)
    }

    /// Puts on the heap each neighbour that `a` may join.
    fn offer(&self, a: usize, [alone, group]: [f64; 2], heap: &mut BinaryHeap<(i64, Reverse<(usize, usize)>)>) {
        let n_members = |name: usize| self.members.get(&name).map_or(0, Vec::len);
        for &b in self.between[a].keys() {
            let bar = if n_members(a) + n_members(b) == 2 { alone } else { group };
            if let Some(mean) = self.mean(a, b).filter(|m| *m as f64 >= bar) {
                heap.push((mean, Reverse((a.min(b), a.max(b)))));
            }
        }
    }

    /// Makes `b` part of `a`.
    fn merge(&mut self, a: usize, b: usize) {
        let moved = self.members.remove(&b).unwrap_or_default();
        let home = self.members.entry(a).or_default();
        home.extend(moved);
        home.sort_unstable();
        for other in std::mem::take(&mut self.apart[b]) {
            self.apart[other].insert(a);
            self.apart[a].insert(other);
        }
        let edges = std::mem::take(&mut self.between[b]);
        self.between[a].remove(&b);
        let others: BTreeSet<usize> = edges.keys().copied().filter(|&k| k != a).collect();
        for other in others {
            let (sum, n) = edges[&other];
            self.between[other].remove(&b);
            for (from, to) in [(a, other), (other, a)] {
                let edge = self.between[from].entry(to).or_insert((0, 0));
                *edge = (edge.0 + sum, edge.1 + n);
            }
        }
    }
}
