//! Ids of stories that live longer than a run.
//!
//! Takes the stories of today and the story that each document was in before; gives the same stories under ids that
//! survive growth, split and merge: an old id goes to the story that holds most of its documents, and a story takes the
//! id it shares most documents with. Every tie has an order, so that the ids depend on nothing else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::types::{DocumentId, Story, StoryId};

/// `stories` under the ids of `before` where they share documents with them; `is_taken` tells the ids that other
/// documents have or had.
pub fn identified<E>(
    mut stories: Vec<Story>,
    before: &BTreeMap<DocumentId, StoryId>,
    is_taken: &dyn Fn(&StoryId) -> Result<bool, E>,
) -> Result<Vec<Story>, E> {
    let shared = shared(&stories, before);
    let heirs = heirs(&stories, &shared);
    let mut used: BTreeSet<StoryId> = heirs.values().map(|id| (*id).clone()).collect();
    let heirs: BTreeMap<usize, StoryId> = heirs.into_iter().map(|(at, id)| (at, id.clone())).collect();
    for (at, story) in stories.iter_mut().enumerate() {
        story.id = match heirs.get(&at) {
            Some(id) => id.clone(),
            None => fresh(story, &mut used, is_taken)?,
        };
    }
    stories.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(stories)
}

/// How many documents each story of today has of each of before.
fn shared<'a>(stories: &[Story], before: &'a BTreeMap<DocumentId, StoryId>) -> BTreeMap<(&'a StoryId, usize), usize> {
    let mut shared = BTreeMap::new();
    for (at, story) in stories.iter().enumerate() {
        for old in story.documents.iter().filter_map(|joined| before.get(&joined.document)) {
            *shared.entry((old, at)).or_insert(0) += 1;
        }
    }
    shared
}

/// Who inherits which id: the pair that shares most first, of equal pairs that of the larger story, then that of the
/// smaller old id, then that of the smallest document.
fn heirs<'a>(stories: &[Story], shared: &BTreeMap<(&'a StoryId, usize), usize>) -> BTreeMap<usize, &'a StoryId> {
    let mut pairs: Vec<(&'a StoryId, usize, usize)> = shared.iter().map(|(&(old, at), &n)| (old, at, n)).collect();
    pairs.sort_by_key(|&(old, at, n)| {
        let members = &stories[at].documents;
        (Reverse(n), Reverse(members.len()), old, members.first().map(|joined| joined.document.clone()))
    });
    let mut heirs = BTreeMap::new();
    let mut given = BTreeSet::new();
    for (old, at, _) in pairs {
        if !heirs.contains_key(&at) && given.insert(old) {
            heirs.insert(at, old);
        }
    }
    heirs
}

/// The id of a new story: that of its smallest document, or the next from it that no other story has or had.
fn fresh<E>(
    story: &Story,
    used: &mut BTreeSet<StoryId>,
    is_taken: &dyn Fn(&StoryId) -> Result<bool, E>,
) -> Result<StoryId, E> {
    let mut id = story.id.clone();
    while used.contains(&id) || is_taken(&id)? {
        id = StoryId::of(&DocumentId(id.0));
    }
    used.insert(id.clone());
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Joined;

    /// Stories of these documents, each under the id it would have in a run of its own.
    fn stories(told: &[&[&str]]) -> Vec<Story> {
        let story = |documents: &&[&str]| {
            let joined = |id: &&str| Joined { document: DocumentId((*id).into()), reason: String::new() };
            Story {
                id: StoryId::of(&DocumentId(documents[0].into())),
                documents: documents.iter().map(joined).collect(),
            }
        };
        told.iter().map(story).collect()
    }

    /// The story that holds `document` and its id after each of `days`.
    fn ids(days: &[&[&[&str]]], document: &str) -> Vec<StoryId> {
        let mut before: BTreeMap<DocumentId, StoryId> = BTreeMap::new();
        let mut ever: BTreeSet<StoryId> = BTreeSet::new();
        let mut found = Vec::new();
        for day in days {
            let is_taken = |id: &StoryId| Ok::<bool, ()>(ever.contains(id));
            let stories = identified(stories(day), &before, &is_taken).expect("no database");
            let unique: BTreeSet<&StoryId> = stories.iter().map(|story| &story.id).collect();
            assert_eq!(unique.len(), stories.len(), "two stories of one id");
            for story in &stories {
                before.extend(story.documents.iter().map(|joined| (joined.document.clone(), story.id.clone())));
            }
            ever.extend(stories.into_iter().map(|story| story.id));
            found.push(before[&DocumentId(document.into())].clone());
        }
        found
    }

    #[test]
    fn an_id_survives_growth_even_by_a_smaller_document() {
        let ids = ids(&[&[&["m", "n"]], &[&["a", "m", "n"]], &[&["a", "m", "n", "z"]]], "n");
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn the_larger_part_of_a_split_keeps_the_id_and_the_other_gets_a_new_one() {
        let days: [&[&[&str]]; 2] = [&[&["a", "b", "c"]], &[&["a"], &["b", "c"]]];
        let (larger, smaller) = (ids(&days, "b"), ids(&days, "a"));
        assert_eq!(larger[0], larger[1]);
        assert_ne!(smaller[0], smaller[1]);
    }

    #[test]
    fn a_merged_story_keeps_the_id_of_its_largest_part() {
        let before = stories(&[&["a"], &["b", "c"]]);
        let known = before
            .iter()
            .flat_map(|story| story.documents.iter().map(|joined| (joined.document.clone(), story.id.clone())))
            .collect();
        let merged = identified(stories(&[&["a", "b", "c"]]), &known, &|_| Ok::<bool, ()>(true)).expect("no database");
        assert_eq!(merged[0].id, before[1].id);
    }

    #[test]
    fn the_same_stories_again_keep_their_ids() {
        let split: &[&[&str]] = &[&["a"], &["b", "c"]];
        let ids = ids(&[&[&["a", "b", "c"]], split, split], "a");
        assert_eq!(ids[1], ids[2]);
    }
}
