//! Finds the documents that tell one event.
//!
//! Takes [`Document`]s, their [`Extraction`]s and [`Copies`]; gives [`Story`]s in which every document appears exactly
//! once, with the reason in words, and why any two are in one or not (`why`). Pairs that share something rare within a few days (`candidate`) are scored on
//! several channels (`evidence`, `score`) and joined by average link (`link`), which cannot chain. Copies are not
//! compared: they follow their original. Must not depend on the order of its input.

mod candidate;
mod evidence;
mod identity;
mod link;
mod overrides;
mod rarity;
mod roundup;
mod score;
mod template;
mod why;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use rayon::prelude::*;
use serde::Serialize;

use crate::config::Cluster;
use crate::types::{Copies, Document, DocumentId, Extraction, Joined, Story, StoryId, Vector};

use candidate::Lists;
use evidence::{Evidence, Gathered};
pub use identity::identified;
use link::{Bars, Decided};
pub use overrides::{Link, LinkError, NameError, Names, Overrides, links};
use score::Pair;
pub use score::{Obstacle, Weighed};
pub use why::{Decision, Why, why};

/// What stories are made of, where all of it is in memory.
#[derive(Debug, Clone, Copy)]
pub struct Reports<'a> {
    /// Documents.
    pub documents: &'a [Document],
    /// What was found in each; a document without one is compared by its words alone.
    pub extractions: &'a [Extraction],
    /// Who reprints whom.
    pub copies: &'a Copies,
    /// What was decided by hand.
    pub overrides: &'a Overrides,
}

impl Reports<'_> {
    /// The documents, compared.
    pub fn compared(&self, settings: &Cluster) -> Comparison {
        let by_id: BTreeMap<&DocumentId, &Extraction> = self.extractions.iter().map(|e| (&e.document, e)).collect();
        let ids = self.documents.iter().map(|document| document.id.clone()).collect();
        let mut gathering = Gathering::new(ids, self.copies, self.overrides);
        gathering.add(self.documents.iter().map(|document| (document, by_id.get(&document.id).copied())));
        let sentences = |id: &DocumentId| by_id.get(id).map(|found| found.sentences.clone()).unwrap_or_default();
        match Comparison::of(gathering, self.overrides, settings, &|id| Ok::<_, Infallible>(sentences(id))) {
            Ok(comparison) => comparison,
            Err(never) => match never {},
        }
    }
}

/// What stories are made of, which takes documents as they come and keeps of each what it is compared by.
#[derive(Debug)]
pub struct Gathering {
    ids: Vec<DocumentId>,
    roots: Roots,
    gathered: Vec<Gathered>,
}

impl Gathering {
    /// Of the documents `ids`; `copies` tells who reprints whom among them, `overrides` what was decided by hand.
    pub fn new(ids: Vec<DocumentId>, copies: &Copies, overrides: &Overrides) -> Self {
        let roots = Roots::of(&ids, copies, overrides);
        Self { ids, roots, gathered: Vec::new() }
    }

    /// Takes some of the documents, in any order, with what was found in them.
    pub fn add<'d>(&mut self, reports: impl IntoIterator<Item = (&'d Document, Option<&'d Extraction>)>) {
        let originals: Vec<_> =
            reports.into_iter().filter(|(document, _)| *self.roots.of_id(&document.id) == document.id).collect();
        self.gathered.par_extend(originals.into_par_iter().map(|(document, found)| Gathered::of(document, found)));
    }
}

/// Two documents that were compared, with what the channels say of them: what the weights are fitted on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The one of the smaller id.
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// How likely they tell one event.
    pub score: f32,
    /// What each channel says; one that nothing is known of says what the settings put in its place.
    pub channels: BTreeMap<&'static str, f32>,
}

/// Gives the vectors of all sentences of a document again: few are asked for, and those of all would be most of a run.
pub type Again<'d, E> = dyn Fn(&DocumentId) -> Result<Vec<Vector>, E> + 'd;

/// All pairs of a run, and what came of them.
pub struct Comparison {
    evidence: Vec<Evidence>,
    /// Pairs that were scored, those of roundups too.
    pairs: Vec<Pair>,
    roundups: BTreeSet<usize>,
    decided: Decided,
    groups: Vec<Vec<usize>>,
    ids: Vec<DocumentId>,
    roots: Roots,
}

impl Comparison {
    /// Compares the documents of `gathering`, for which `overrides` decide; `again` gives what is not kept of them.
    pub fn of<E>(
        gathering: Gathering,
        overrides: &Overrides,
        settings: &Cluster,
        again: &Again<'_, E>,
    ) -> Result<Self, E> {
        let Gathering { ids, roots, mut gathered } = gathering;
        gathered.sort_by(|a, b| a.id().cmp(b.id()));
        gathered.dedup_by(|a, b| a.id() == b.id());
        let evidence = evidence::weighed(gathered);
        let decided = roots.decided(overrides, &evidence);
        let pairs = scored(&evidence, settings);
        let mut roundups = roundup::find(&evidence, &pairs, settings, again)?;
        roundups.retain(|roundup| !decided.must.iter().any(|(a, b)| a == roundup || b == roundup));
        let groups = link::groups(evidence.len(), joining(&pairs, &roundups), &decided, bars(settings));
        Ok(Self { evidence, pairs, roundups, decided, groups, ids, roots })
    }

    /// The stories that the documents tell, in order of id; `copies` are those of the gathering.
    pub fn stories(&self, copies: &Copies) -> Vec<Story> {
        let reasons = Reasons {
            evidence: &self.evidence,
            best: best_partners(&self.groups, joining(&self.pairs, &self.roundups)),
            roundups: &self.roundups,
            decided: &self.decided,
        };
        let mut members: Vec<Vec<Joined>> = self.groups.iter().map(|group| reasons.joined(group)).collect();
        add_copies(&mut members, &self.ids, copies);
        let mut stories: Vec<Story> = members.into_iter().filter_map(story).collect();
        stories.sort_by(|a, b| a.id.cmp(&b.id));
        stories
    }

    /// Every pair that was compared, in order of ids.
    pub fn compared(&self, settings: &Cluster) -> Vec<Compared> {
        let compared = |pair: &Pair| Compared {
            a: self.evidence[pair.a].id.clone(),
            b: self.evidence[pair.b].id.clone(),
            score: pair.score,
            channels: pair.weighed(settings).iter().map(|channel| (channel.name, channel.value)).collect(),
        };
        let mut all: Vec<Compared> = self.pairs.iter().map(compared).collect();
        all.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        all
    }
}

fn bars(settings: &Cluster) -> Bars {
    Bars { alone: settings.same_pair.max(settings.same_event), group: settings.same_event }
}

/// The pairs that may join documents: a roundup joins none.
fn joining<'a>(pairs: &'a [Pair], roundups: &'a BTreeSet<usize>) -> impl Iterator<Item = &'a Pair> {
    pairs.iter().filter(|p| !roundups.contains(&p.a) && !roundups.contains(&p.b))
}

/// The document that stands for each one: a copy follows its original, unless the two were parted by hand.
#[derive(Debug)]
struct Roots(BTreeMap<DocumentId, DocumentId>);

impl Roots {
    fn of(ids: &[DocumentId], copies: &Copies, overrides: &Overrides) -> Self {
        let present: BTreeSet<&DocumentId> = ids.iter().collect();
        let follows = copies.by_copy.iter().map(|(copy, of)| (copy, &of.original));
        let follows = follows.filter(|(copy, original)| present.contains(copy) && present.contains(original));
        let mut roots = Self(follows.map(|(copy, original)| (copy.clone(), original.clone())).collect());
        for (a, b) in &overrides.cannot {
            if roots.of_id(a) == roots.of_id(b) {
                let parted = if roots.0.contains_key(b) { b } else { a };
                roots.0.remove(parted);
            }
        }
        roots
    }

    fn of_id<'b>(&'b self, id: &'b DocumentId) -> &'b DocumentId {
        self.0.get(id).unwrap_or(id)
    }

    /// What was decided, between the documents that are compared.
    fn decided(&self, overrides: &Overrides, evidence: &[Evidence]) -> Decided {
        let at = |id: &DocumentId| evidence.binary_search_by(|known| known.id.cmp(self.of_id(id))).ok();
        let pairs = |decided: &[(DocumentId, DocumentId)]| -> Vec<(usize, usize)> {
            decided.iter().filter_map(|(a, b)| Some((at(a)?, at(b)?))).collect()
        };
        Decided { must: pairs(&overrides.must), cannot: pairs(&overrides.cannot) }
    }
}

fn scored(evidence: &[Evidence], settings: &Cluster) -> Vec<Pair> {
    let lists = Lists::of(evidence, settings);
    let of_document = |a: usize| {
        let scored = |b: usize| {
            let (a, b) = (a.min(b), a.max(b));
            score::pair(a, b, &evidence[a], &evidence[b], settings)
        };
        lists.met(a).into_iter().filter_map(scored).collect::<Vec<_>>()
    };
    let mut pairs: Vec<Pair> = (0..evidence.len()).into_par_iter().flat_map_iter(of_document).collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Why the members of groups are where they are.
struct Reasons<'a> {
    evidence: &'a [Evidence],
    best: BTreeMap<usize, &'a Pair>,
    roundups: &'a BTreeSet<usize>,
    decided: &'a Decided,
}

impl Reasons<'_> {
    fn joined(&self, group: &[usize]) -> Vec<Joined> {
        group.iter().map(|&m| Joined { document: self.evidence[m].id.clone(), reason: self.reason(m, group) }).collect()
    }

    /// A document that `member` was linked with by hand.
    fn linked(&self, member: usize) -> Option<usize> {
        let linked = |&(a, b): &(usize, usize)| if a == member { Some(b) } else { (b == member).then_some(a) };
        self.decided.must.iter().find_map(linked)
    }

    fn reason(&self, member: usize, group: &[usize]) -> String {
        if let Some(other) = self.linked(member).filter(|_| group[0] != member) {
            return format!("linked with {} by hand", self.evidence[other].id);
        }
        match self.best.get(&member) {
            _ if self.roundups.contains(&member) => "touches several events, so it joins none".to_owned(),
            Some(pair) if group[0] != member => pair.in_words(&self.evidence[pair.other(member)].id),
            _ if group.len() > 1 => "first".to_owned(),
            _ => "no other document tells this event".to_owned(),
        }
    }
}

/// The best pair that each document has inside its group.
fn best_partners<'a>(groups: &[Vec<usize>], pairs: impl Iterator<Item = &'a Pair>) -> BTreeMap<usize, &'a Pair> {
    let home: BTreeMap<usize, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |&m| (m, at))).collect();
    let mut best: BTreeMap<usize, &Pair> = BTreeMap::new();
    for pair in pairs.filter(|p| home.get(&p.a) == home.get(&p.b)) {
        for member in [pair.a, pair.b] {
            let so_far = best.entry(member).or_insert(pair);
            if pair.score > so_far.score {
                *so_far = pair;
            }
        }
    }
    best
}

fn add_copies(stories: &mut [Vec<Joined>], ids: &[DocumentId], copies: &Copies) {
    let home: BTreeMap<DocumentId, usize> = stories
        .iter()
        .enumerate()
        .flat_map(|(at, members)| members.iter().map(move |m| (m.document.clone(), at)))
        .collect();
    for id in ids.iter().filter(|id| !home.contains_key(*id)) {
        let Some(original) = copies.original_of(id) else { continue };
        let Some(&at) = home.get(original) else { continue };
        if stories[at].iter().all(|m| m.document != *id) {
            stories[at].push(Joined { document: id.clone(), reason: format!("copy of {original}") });
        }
    }
}

fn story(mut members: Vec<Joined>) -> Option<Story> {
    members.sort_by(|a, b| a.document.cmp(&b.document));
    let id = StoryId::of(&members.first()?.document);
    Some(Story { id, documents: members })
}
