//! Roundups: documents that touch several events and tell none.
//!
//! Takes evidence and scored pairs; gives the documents that must join no story. Such a document resembles others that
//! do not resemble each other, and different sentences of it resemble different ones. Where it has no sentence vectors,
//! its words are shared out in place of its sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Cluster;
use crate::types::Vector;

use super::Again;
use super::evidence::Evidence;
use super::score::Pair;

/// Pair score from which two events are held to be linked: a document between two outlets that tell one running story
/// is no roundup. Set on allsides_dev, where no article is one: at the bar of an event itself 87 of 3,057 were taken
/// for roundups.
const LINKED: f32 = 0.05;
/// Cosine from which a sentence is about an event, and by how much it is nearer to it than to any other.
const ABOUT: f32 = 0.45;
const NEARER: f32 = 0.1;
/// Largest share of its sentences that a roundup gives to one event.
const ONE_EVENT: f32 = 0.6;
/// Sentences that a roundup gives to each of two events at least.
const TOLD: usize = 2;

/// Share of a document's words, by the squares of their weights, that a roundup shares with each of two events alone.
const OWN: f32 = 0.15;

/// Indices of roundups; `again` gives the vectors of all sentences of a document.
pub(super) fn find<E>(
    evidence: &[Evidence],
    pairs: &[Pair],
    settings: &Cluster,
    again: &Again<'_, E>,
) -> Result<BTreeSet<usize>, E> {
    let near = partners(pairs, settings.same_event);
    let linked = partners(pairs, LINKED);
    let mut roundups = BTreeSet::new();
    for (document, others) in near {
        let events = events_of(&others, &linked);
        let is_split = match &evidence[document] {
            _ if events.len() < 2 => false,
            known if known.has_vectors() => splits(&again(&known.id)?, &events, evidence),
            known => splits_words(known, &events, evidence),
        };
        if is_split {
            roundups.insert(document);
        }
    }
    Ok(roundups)
}

/// The documents that each document has a pair with whose score reaches `bar`.
fn partners(pairs: &[Pair], bar: f32) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut partners: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.score >= bar) {
        partners.entry(pair.a).or_default().insert(pair.b);
        partners.entry(pair.b).or_default().insert(pair.a);
    }
    partners
}

/// The neighbours of a document, parted into groups that have no linked pair between them.
fn events_of(neighbours: &BTreeSet<usize>, linked: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut left = neighbours.clone();
    let mut events = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut event = vec![first];
        let mut at = 0;
        while at < event.len() {
            let found: Vec<usize> = left.iter().copied().filter(|n| linked[&event[at]].contains(n)).collect();
            left.retain(|n| !found.contains(n));
            event.extend(found);
            at += 1;
        }
        events.push(event);
    }
    events
}

/// Whether `sentences` of a document are shared out between `events`, with no event that most are about.
fn splits(sentences: &[Vector], events: &[Vec<usize>], evidence: &[Evidence]) -> bool {
    let mut n_about = vec![0_usize; events.len()];
    for sentence in sentences {
        let nearness =
            |event: &Vec<usize>| event.iter().map(|&o| sentence.cosine(&evidence[o].lead)).fold(0.0, f32::max);
        let mut ranked: Vec<(f32, usize)> = events.iter().map(nearness).zip(0..).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if let [(first, event), (second, _), ..] = ranked[..]
            && first >= ABOUT
            && first - second >= NEARER
        {
            n_about[event] += 1;
        }
    }
    let total: usize = n_about.iter().sum();
    n_about.iter().all(|&n| n as f32 <= ONE_EVENT * total as f32) && n_about.iter().filter(|n| **n >= TOLD).count() > 1
}

/// Whether the words of `document` that only one of `events` has are shared out between these, and are more than chance.
fn splits_words(document: &Evidence, events: &[Vec<usize>], evidence: &[Evidence]) -> bool {
    let mut about = vec![0.0_f32; events.len()];
    for &(term, weight) in &document.words.0 {
        let holds = |event: &Vec<usize>| event.iter().any(|&other| evidence[other].words.weight(term).is_some());
        let mut holding = (0..events.len()).filter(|&at| holds(&events[at]));
        if let (Some(event), None) = (holding.next(), holding.next()) {
            about[event] += weight * weight;
        }
    }
    let total: f32 = about.iter().sum();
    about.iter().all(|share| *share <= ONE_EVENT * total) && about.iter().filter(|share| **share >= OWN).count() > 1
}
