//! One name, one kind: where a name is tagged company here and organisation there, the heavier tag holds throughout.

use std::collections::BTreeMap;

use super::body;
use super::forms::Defined;
use super::group::Groups;
use crate::types::{Kind, Mention};

/// Rewrites the kinds of mentions that bear the same name to the one with the higher sum of scores.
pub(super) fn unify(mentions: &mut [Mention], surfaces: &[String], defined: &Defined) {
    let mut votes: BTreeMap<String, (f32, f32)> = BTreeMap::new();
    for (mention, surface) in mentions.iter().zip(surfaces).filter(|(mention, _)| is_body(mention.kind)) {
        let (company, organisation) = votes.entry(body::key(defined.long(surface))).or_default();
        *(if mention.kind == Kind::Company { company } else { organisation }) += mention.score;
    }
    for (mention, surface) in mentions.iter_mut().zip(surfaces).filter(|(mention, _)| is_body(mention.kind)) {
        if let Some((company, organisation)) = votes.get(&body::key(defined.long(surface))) {
            mention.kind = if company >= organisation { Kind::Company } else { Kind::Organisation };
        }
    }
}

/// Whether a name of `kind` may be of a company.
pub(super) fn is_body(kind: Kind) -> bool {
    matches!(kind, Kind::Company | Kind::Organisation)
}

/// Score below which a name's kind is in doubt.
const DOUBT: f32 = 0.9;

/// Rewrites the kinds of names in doubt to that which has the higher sum of scores over all names that `bodies` joins them to:
/// `VELA` in a headline is the kind of `Vela Motors plc`.
pub(super) fn settle_doubtful(mentions: &mut [Mention], bodies: &Groups) {
    for set in bodies.sets() {
        let members: Vec<usize> = set.iter().flat_map(|idx| bodies.forms[*idx].mentions.iter().copied()).collect();
        let sum = |kind: Kind| -> f32 {
            members.iter().map(|idx| &mentions[*idx]).filter(|m| m.kind == kind).map(|m| m.score).sum()
        };
        let is_company = sum(Kind::Company) >= sum(Kind::Organisation);
        for idx in members {
            let mention = &mut mentions[idx];
            if mention.score < DOUBT {
                mention.kind = if is_company { Kind::Company } else { Kind::Organisation };
            }
        }
    }
}
