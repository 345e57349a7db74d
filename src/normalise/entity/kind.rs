//! One name, one kind: where a name is tagged company here and organisation there, the heavier tag holds throughout.

use std::collections::BTreeMap;

use super::body;
use super::forms::Defined;
use crate::types::{Kind, Mention};

/// Rewrites the kinds of mentions that bear the same name to the one with the higher sum of scores.
pub(super) fn unify(mentions: &mut [Mention], surfaces: &[String], defined: &Defined) {
    let mut votes: BTreeMap<String, (f32, f32)> = BTreeMap::new();
    let is_body = |mention: &Mention| matches!(mention.kind, Kind::Company | Kind::Organisation);
    for (mention, surface) in mentions.iter().zip(surfaces).filter(|(mention, _)| is_body(mention)) {
        let (company, organisation) = votes.entry(body::key(defined.long(surface))).or_default();
        *(if mention.kind == Kind::Company { company } else { organisation }) += mention.score;
    }
    for (mention, surface) in mentions.iter_mut().zip(surfaces).filter(|(mention, _)| is_body(mention)) {
        if let Some((company, organisation)) = votes.get(&body::key(defined.long(surface))) {
            mention.kind = if company >= organisation { Kind::Company } else { Kind::Organisation };
        }
    }
}
