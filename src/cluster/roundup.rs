//! Roundups: documents that touch several events and tell none.
//!
//! Takes evidence and scored pairs; gives the documents that must join no story. Such a document resembles others that
//! do not resemble each other, and different sentences of it resemble different ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Cluster;

use super::evidence::Evidence;
use super::score::Pair;

/// Cosine from which a sentence is about an event.
const ABOUT: f32 = 0.45;
/// Largest share of its sentences that a roundup gives to one event.
const ONE_EVENT: f32 = 0.6;

/// Indices of roundups.
pub(super) fn find(evidence: &[Evidence], pairs: &[Pair], settings: &Cluster) -> BTreeSet<usize> {
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.score >= settings.same_event) {
        near.entry(pair.a).or_default().insert(pair.b);
        near.entry(pair.b).or_default().insert(pair.a);
    }
    let is_roundup = |(document, others): &(&usize, &BTreeSet<usize>)| {
        let events = events_of(others, &near);
        events.len() > 1 && splits(&evidence[**document], &events, evidence)
    };
    near.iter().filter(is_roundup).map(|(document, _)| *document).collect()
}

/// The neighbours of a document, parted into groups that have no pair between them.
fn events_of(neighbours: &BTreeSet<usize>, near: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut left = neighbours.clone();
    let mut events = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut event = vec![first];
        let mut at = 0;
        while at < event.len() {
            let linked: Vec<usize> = left.iter().copied().filter(|n| near[&event[at]].contains(n)).collect();
            linked.iter().for_each(|n| {
                left.remove(n);
            });
            event.extend(linked);
            at += 1;
        }
        events.push(event);
    }
    events
}

/// Whether the sentences of `document` are shared out between `events`, with no event that most are about.
fn splits(document: &Evidence, events: &[Vec<usize>], evidence: &[Evidence]) -> bool {
    let mut n_about = vec![0_usize; events.len()];
    for sentence in &document.sentences {
        let nearness =
            |event: &Vec<usize>| event.iter().map(|&o| sentence.cosine(&evidence[o].lead)).fold(0.0, f32::max);
        let best = events.iter().map(nearness).enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((event, _)) = best.filter(|(_, cosine)| *cosine >= ABOUT) {
            n_about[event] += 1;
        }
    }
    let total: usize = n_about.iter().sum();
    n_about.iter().all(|&n| n as f32 <= ONE_EVENT * total as f32) && n_about.iter().filter(|n| **n > 0).count() > 1
}
