//! What a company or body is to a story, by the words around its name.
//!
//! Takes a telling and the places where a name stands; gives a [`Role`] where the words say one, `None` where they do not.
//! A wrong role is worse than none: a role needs a phrase that names it, and the subject needs the headline.

use std::collections::BTreeMap;

use crate::types::{Citation, Document, Kind, Role};

use super::member::Telling;

/// Bytes looked at on either side of a name.
const REACH: usize = 48;

/// Phrases that end right before a name, with what they make of it.
const BEFORE: [(&str, Role); 58] = [
    ("rival", Role::Competitor),
    ("rivals", Role::Competitor),
    ("rivals such as", Role::Competitor),
    ("rivals like", Role::Competitor),
    ("rivals including", Role::Competitor),
    ("rival bidder", Role::Competitor),
    ("competitor", Role::Competitor),
    ("competitors", Role::Competitor),
    ("competitors such as", Role::Competitor),
    ("competitors including", Role::Competitor),
    ("competes with", Role::Competitor),
    ("compete with", Role::Competitor),
    ("competing with", Role::Competitor),
    ("a unit of", Role::Parent),
    ("unit of", Role::Parent),
    ("subsidiary of", Role::Parent),
    ("division of", Role::Parent),
    ("arm of", Role::Parent),
    ("owned by", Role::Parent),
    ("controlled by", Role::Parent),
    ("parent", Role::Parent),
    ("parent company", Role::Parent),
    ("its parent", Role::Parent),
    ("parent group", Role::Parent),
    ("its owner", Role::Parent),
    ("regulator", Role::Regulator),
    ("regulators", Role::Regulator),
    ("watchdog", Role::Regulator),
    ("antitrust authority", Role::Regulator),
    ("competition authority", Role::Regulator),
    ("approval from", Role::Regulator),
    ("approved by", Role::Regulator),
    ("cleared by", Role::Regulator),
    ("fined by", Role::Regulator),
    ("blocked by", Role::Regulator),
    ("investigated by", Role::Regulator),
    ("investigation by", Role::Regulator),
    ("probe by", Role::Regulator),
    ("advised by", Role::Adviser),
    ("adviser", Role::Adviser),
    ("advisers", Role::Adviser),
    ("advisor", Role::Adviser),
    ("financial adviser", Role::Adviser),
    ("law firm", Role::Adviser),
    ("legal counsel", Role::Adviser),
    ("represented by", Role::Adviser),
    ("auditor", Role::Adviser),
    ("bookrunner", Role::Adviser),
    ("bookrunners", Role::Adviser),
    ("according to", Role::Source),
    ("reported by", Role::Source),
    ("analysts at", Role::Source),
    ("analyst at", Role::Source),
    ("data from", Role::Source),
    ("research firm", Role::Source),
    ("survey by", Role::Source),
    ("customers such as", Role::Customer),
    ("customers including", Role::Customer),
];

/// Phrases that begin right after a name.
const AFTER: [(&str, Role); 33] = [
    (", a rival", Role::Competitor),
    (", its rival", Role::Competitor),
    (", which competes", Role::Competitor),
    (", its parent", Role::Parent),
    (", the parent", Role::Parent),
    (", its owner", Role::Parent),
    (", which owns", Role::Parent),
    (", the owner of", Role::Parent),
    ("-owned", Role::Parent),
    (" fined", Role::Regulator),
    (" has fined", Role::Regulator),
    (" approved", Role::Regulator),
    (" has approved", Role::Regulator),
    (" cleared", Role::Regulator),
    (" has cleared", Role::Regulator),
    (" blocked", Role::Regulator),
    (" ordered", Role::Regulator),
    (" is investigating", Role::Regulator),
    (" opened an investigation", Role::Regulator),
    (" launched an investigation", Role::Regulator),
    (" opened a probe", Role::Regulator),
    (" is reviewing the", Role::Regulator),
    (" ruled", Role::Regulator),
    (" advised", Role::Adviser),
    (" is advising", Role::Adviser),
    (" are advising", Role::Adviser),
    (" acted for", Role::Adviser),
    (" is acting", Role::Adviser),
    (" analyst", Role::Source),
    (" analysts", Role::Source),
    (" first reported", Role::Source),
    (" reported, citing", Role::Source),
    (", a customer", Role::Customer),
];

/// What the name cited at `citations` is to the story.
pub(super) fn of(kind: Kind, citations: &[Citation], telling: &Telling<'_>) -> Option<Role> {
    if !matches!(kind, Kind::Company | Kind::Organisation) {
        return None;
    }
    let mut votes: BTreeMap<Role, usize> = BTreeMap::new();
    let mut in_headline = false;
    for citation in citations {
        let member = telling.members.iter().find(|member| member.document.id == citation.document)?;
        in_headline |= member.document.title_span().is_some_and(|title| title.contains(citation.span));
        if let Some(role) = said(member.document, citation) {
            *votes.entry(role).or_insert(0) += 1;
        }
    }
    let most = votes.values().max().copied();
    let mut best = votes.iter().filter(|(_, n)| Some(**n) == most).map(|(role, _)| *role);
    match (best.next(), best.next()) {
        (Some(role), None) if !(in_headline && weak(role, most, citations.len())) => Some(role),
        _ if in_headline && kind == Kind::Company => Some(Role::Subject),
        _ => None,
    }
}

/// Whether a role is said too seldom to stand against the headline.
fn weak(role: Role, votes: Option<usize>, n: usize) -> bool {
    role != Role::Regulator && votes.unwrap_or_default() * 3 < n
}

/// The role that the words around one mention give it.
fn said(document: &Document, citation: &Citation) -> Option<Role> {
    let (start, end) = (citation.span.start(), citation.span.end());
    let text = &document.source;
    let before = text.get(text.floor_char_boundary(start.saturating_sub(REACH))..start)?.to_lowercase();
    let after = text.get(end..text.ceil_char_boundary((end + REACH).min(text.len())))?.to_lowercase().replace('’', "'");
    let before = before.trim_end();
    let before = before.strip_suffix(" the").unwrap_or(before).trim_end_matches(['"', '“', '(']);
    let ends =
        |phrase: &str| before.strip_suffix(phrase).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()));
    let begins =
        |phrase: &str| after.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
    let longest = |list: &[(&str, Role)], fits: &dyn Fn(&str) -> bool| {
        list.iter().filter(|(phrase, _)| fits(phrase)).max_by_key(|(phrase, _)| phrase.len()).map(|(_, role)| *role)
    };
    longest(&BEFORE, &ends).or_else(|| longest(&AFTER, &begins))
}
