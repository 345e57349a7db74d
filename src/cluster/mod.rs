//! Finds the documents that tell one event.
//!
//! Takes [`Document`]s, their [`Extraction`]s and [`Copies`]; gives [`Story`]s in which every document appears exactly
//! once, with the reason in words. Pairs that share something rare within a few days (`candidate`) are scored on
//! several channels (`evidence`, `score`) and joined by average link (`link`), which cannot chain. Copies are not
//! compared: they follow their original. Must not depend on the order of its input.

mod candidate;
mod evidence;
mod link;
mod roundup;
mod score;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::Cluster;
use crate::types::{Copies, Document, DocumentId, Extraction, Joined, Story, StoryId};

use evidence::Evidence;
use score::Pair;

/// Stories of `documents`, in order of id.
pub fn stories(documents: &[Document], extractions: &[Extraction], copies: &Copies, settings: &Cluster) -> Vec<Story> {
    let by_id: BTreeMap<&DocumentId, &Extraction> = extractions.iter().map(|e| (&e.document, e)).collect();
    let present: BTreeSet<&DocumentId> = documents.iter().map(|d| &d.id).collect();
    let follows = |d: &Document| copies.original_of(&d.id).is_some_and(|original| present.contains(original));
    let mut originals: Vec<&Document> = documents.iter().filter(|d| !follows(d)).collect();
    originals.sort_by(|a, b| a.id.cmp(&b.id));
    originals.dedup_by(|a, b| a.id == b.id);
    let evidence = evidence::gather(&originals, &by_id);
    let pairs = scored(&evidence, settings);
    let roundups = roundup::find(&evidence, &pairs, settings);
    let pairs: Vec<Pair> = pairs.into_iter().filter(|p| !roundups.contains(&p.a) && !roundups.contains(&p.b)).collect();
    let groups = link::groups(evidence.len(), &pairs, settings.same_event);
    let reasons = Reasons { evidence: &evidence, best: best_partners(&groups, &pairs), roundups };
    let mut members: Vec<Vec<Joined>> = groups.iter().map(|group| reasons.joined(group)).collect();
    add_copies(&mut members, documents, copies);
    let mut stories: Vec<Story> = members.into_iter().filter_map(story).collect();
    stories.sort_by(|a, b| a.id.cmp(&b.id));
    stories
}

fn scored(evidence: &[Evidence], settings: &Cluster) -> Vec<Pair> {
    candidate::pairs(evidence, settings)
        .into_par_iter()
        .filter_map(|(a, b)| score::pair(a, b, &evidence[a], &evidence[b], settings))
        .collect()
}

/// Why the members of groups are where they are.
struct Reasons<'a> {
    evidence: &'a [Evidence],
    best: BTreeMap<usize, &'a Pair>,
    roundups: BTreeSet<usize>,
}

impl Reasons<'_> {
    fn joined(&self, group: &[usize]) -> Vec<Joined> {
        group.iter().map(|&m| Joined { document: self.evidence[m].id.clone(), reason: self.reason(m, group) }).collect()
    }

    fn reason(&self, member: usize, group: &[usize]) -> String {
        match self.best.get(&member) {
            _ if self.roundups.contains(&member) => "touches several events, so it joins none".to_owned(),
            Some(pair) if group[0] != member => pair.in_words(&self.evidence[pair.other(member)].id),
            _ if group.len() > 1 => "first".to_owned(),
            _ => "no other document tells this event".to_owned(),
        }
    }
}

/// The best pair that each document has inside its group.
fn best_partners<'a>(groups: &[Vec<usize>], pairs: &'a [Pair]) -> BTreeMap<usize, &'a Pair> {
    let home: BTreeMap<usize, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |&m| (m, at))).collect();
    let mut best: BTreeMap<usize, &Pair> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| home.get(&p.a) == home.get(&p.b)) {
        for member in [pair.a, pair.b] {
            let so_far = best.entry(member).or_insert(pair);
            if pair.score > so_far.score {
                *so_far = pair;
            }
        }
    }
    best
}

fn add_copies(stories: &mut [Vec<Joined>], documents: &[Document], copies: &Copies) {
    let home: BTreeMap<DocumentId, usize> = stories
        .iter()
        .enumerate()
        .flat_map(|(at, members)| members.iter().map(move |m| (m.document.clone(), at)))
        .collect();
    for document in documents.iter().filter(|d| !home.contains_key(&d.id)) {
        let Some(original) = copies.original_of(&document.id) else { continue };
        let Some(&at) = home.get(original) else { continue };
        if stories[at].iter().all(|m| m.document != document.id) {
            stories[at].push(Joined { document: document.id.clone(), reason: format!("copy of {original}") });
        }
    }
}

fn story(mut members: Vec<Joined>) -> Option<Story> {
    members.sort_by(|a, b| a.document.cmp(&b.document));
    let id = StoryId::of(&members.first()?.document);
    Some(Story { id, documents: members })
}
