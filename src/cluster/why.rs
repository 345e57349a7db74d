//! Why two documents are in one story, or in two.
//!
//! Takes the reports of a run and two of their documents; gives every channel with its weight, the score and the bar,
//! and what else decided. It compares the whole run again, so that nothing is said that the run did not do.

use crate::config::Cluster;
use crate::types::{DocumentId, Joined, Story};

use super::score::{Obstacle, Weighed, judged};
use super::{Comparison, Reports, link};

/// What was decided by hand about two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// In one story.
    Must,
    /// In two.
    Cannot,
}

/// Two documents and what speaks for their telling one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The documents that were compared: a copy is not, its original stands for it.
    pub compared: [DocumentId; 2],
    /// Which of them has sentence vectors; where one has none, they are compared by words alone.
    pub has_vectors: [bool; 2],
    /// The channels in the order in which they are summed.
    pub channels: Vec<Weighed>,
    /// The constant of the sum.
    pub bias: f32,
    /// The logistic function of the sum: how likely they tell one event.
    pub score: f32,
    /// The score from which two documents tell one event.
    pub bar: f32,
    /// Why the pair was not scored in the run, where it was not.
    pub obstacle: Option<Obstacle>,
    /// Whether they share enough of their rarest words and names to be compared at all.
    pub is_candidate: bool,
    /// Which of the two touches several events, and so joins none.
    pub is_roundup: [bool; 2],
    /// What was decided by hand.
    pub decision: Option<Decision>,
    /// Where they are in two stories: the mean score over all pairs between these, how many pairs there are, and how many
    /// of them were scored.
    pub between: Option<(f32, usize, usize)>,
    /// The stories they are in.
    pub stories: [Story; 2],
    /// Why each is there.
    pub reasons: [String; 2],
}

/// Why the two `asked` documents are in one story or in two; `None` where one is not among the reports.
pub fn why(reports: Reports<'_>, settings: &Cluster, asked: [&DocumentId; 2]) -> Option<Why> {
    let comparison = reports.compared(settings);
    let stories = comparison.stories(reports.copies);
    let Comparison { evidence, pairs, roundups, groups, roots, .. } = &comparison;
    let compared = asked.map(|id| roots.of_id(id).clone());
    let at = |id: &DocumentId| evidence.binary_search_by(|known| known.id.cmp(id)).ok();
    let (a, b) = (at(&compared[0])?, at(&compared[1])?);
    let (pair, obstacle) = judged(a, b, evidence, settings);
    let [home, other] = [a, b].map(|member| groups.iter().find(|group| group.contains(&member)));
    let between = home.zip(other).filter(|(home, other)| home != other).map(|(home, other)| {
        let (mean, n, scored) = link::between(home, other, pairs);
        ((1.0 / (1.0 + (-mean).exp())) as f32, n, scored)
    });
    // Two that nothing else joins, or that are joined to each other alone.
    let sizes = [home, other].map(|group| group.map_or(1, Vec::len));
    let alone = sizes == [1, 1] || (home == other && sizes == [2, 2]);
    let told = |id: &DocumentId| -> Option<(Story, String)> {
        let found = |story: &&Story| story.documents.iter().any(|joined| joined.document == *id);
        let story = stories.iter().find(found)?;
        let Joined { reason, .. } = story.documents.iter().find(|joined| joined.document == *id)?;
        Some((story.clone(), reason.clone()))
    };
    let [(story, reason), (other_story, other_reason)] = [told(asked[0])?, told(asked[1])?];
    Some(Why {
        has_vectors: [a, b].map(|member| evidence[member].has_vectors()),
        channels: pair.weighed(settings),
        bias: pair.bias(settings),
        score: pair.score,
        bar: if alone { settings.same_pair.max(settings.same_event) } else { settings.same_event },
        obstacle,
        is_candidate: obstacle.is_some() || pairs.iter().any(|p| (p.a, p.b) == (a.min(b), a.max(b))),
        is_roundup: [a, b].map(|member| roundups.contains(&member)),
        decision: decision(reports, asked),
        between,
        stories: [story, other_story],
        reasons: [reason, other_reason],
        compared,
    })
}

fn decision(reports: Reports<'_>, asked: [&DocumentId; 2]) -> Option<Decision> {
    let [a, b] = asked;
    let names =
        |pairs: &[(DocumentId, DocumentId)]| pairs.iter().any(|(x, y)| (x == a && y == b) || (x == b && y == a));
    if names(&reports.overrides.must) {
        return Some(Decision::Must);
    }
    names(&reports.overrides.cannot).then_some(Decision::Cannot)
}
