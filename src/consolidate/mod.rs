//! Turns a story into a brief of cited claims.
//!
//! Takes a [`Story`] and the run's [`Material`]; gives a [`Brief`]. Every statement is a quotation with the place it came
//! from; nothing is composed. A copy is cited but is no voice of its own. Must not know how a brief will look.

mod around;
mod cite;
mod convert;
mod dateline;
mod difference;
mod entity;
mod event;
mod figure;
mod headline;
mod member;
mod metric;
mod named;
mod news;
mod pair;
mod question;
mod regulation;
mod relation;
mod role;
mod scope;
mod sentence;
mod source;
mod standing;
mod timeline;
mod verdict;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::config::Consolidate;
use crate::types::{Brief, Copies, Document, DocumentId, Extraction, Span, Story, StoryId, Value, Vector};

pub use entity::JoinedNames;
use member::Telling;
pub use news::Earlier;

/// Which question the figures of each document answer, by their place: close vectors where two answer one.
pub type Questions = BTreeMap<DocumentId, BTreeMap<Span, Vector>>;

/// What a run knows, by document.
pub struct Material<'a> {
    /// Documents.
    pub documents: &'a BTreeMap<DocumentId, &'a Document>,
    /// Extractions; a document without one is told by its words alone.
    pub extractions: &'a BTreeMap<DocumentId, &'a Extraction>,
    /// Who reprints whom.
    pub copies: &'a Copies,
    /// What earlier editions told, of the stories that they told.
    pub earlier: &'a BTreeMap<StoryId, Earlier>,
    /// Which question figures answer, where a model tells.
    pub questions: &'a Questions,
    /// How a figure is printed (`CNY 41600000000`, `at least 38 %`).
    pub print: &'a (dyn Fn(&Value) -> String + Sync),
}

/// The brief of `story`, or `None` where none of its documents has a word to cite (which clean rejects).
pub fn brief(story: &Story, material: &Material<'_>, settings: &Consolidate) -> Option<Brief> {
    let telling = Telling::of(story, material);
    let headline = headline::claim(&telling)?;
    let sentences = sentence::chosen(&telling, &headline, settings);
    let answers = question::all(&telling);
    let pairs = pair::best(&answers);
    let conversions = pair::conversions(&answers, &pairs);
    Some(Brief {
        story: story.id.clone(),
        headline,
        date: event::day(&telling),
        place: event::place(&telling),
        sentences,
        entities: entity::rows(&telling),
        figures: figure::rows(&telling, &conversions, material.print, settings.max_figures),
        regulations: regulation::rows(&telling),
        timeline: timeline::rows(&telling, material.print),
        differences: difference::rows(&telling, &answers, &pairs, material.print),
        news: material.earlier.get(&story.id).map(|earlier| news::of(&telling, earlier, material.print, settings)),
        sources: source::rows(&telling),
        families: telling.n_families(),
    })
}

/// Two figures of different reports of a story, with what `pair` looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedFigures {
    /// Documents and bytes of the two.
    pub places: [(DocumentId, Span); 2],
    /// What is looked at, in the order of the weights.
    pub features: Vec<f32>,
    /// What is looked at to tell how they differ, where they do and are each other's best.
    pub judged: Option<Vec<f32>>,
}

/// Every pair of figures of `story` that is compared: what the weights of the pair score are fitted on.
pub fn compared_figures(story: &Story, material: &Material<'_>) -> Vec<ComparedFigures> {
    let telling = Telling::of(story, material);
    let answers = question::all(&telling);
    let place = |at: usize| {
        let answer = &answers[at];
        (telling.members[answer.statement.member].document.id.clone(), answer.mention.span)
    };
    let judged = difference::evidence(&telling, &answers, &pair::best(&answers));
    let compared = pair::compared(&answers).into_iter();
    compared
        .map(|(a, b, features)| ComparedFigures {
            places: [place(a), place(b)],
            features: features.to_vec(),
            judged: judged.get(&(a, b)).map(|(features, common)| [&features[..], &common.features()].concat()),
        })
        .collect()
}

/// The companies, organisations, people and places of `story`: which entities of its documents the brief takes for one.
pub fn joined_names(story: &Story, material: &Material<'_>) -> Vec<JoinedNames> {
    entity::joined(&Telling::of(story, material))
}

/// What a brief weighs in an edition: a sum over independent texts, documents and facts with the weights of the settings. Facts count by their logarithm: a table of a hundred figures is no hundred times
/// the story.
pub fn weight(brief: &Brief, settings: &Consolidate) -> f32 {
    let n_facts = brief.entities.len() + brief.figures.len() + brief.regulations.len();
    settings.weight_family * brief.families as f32
        + settings.weight_document * brief.sources.len() as f32
        + settings.weight_facts * (n_facts as f32).ln_1p()
}
