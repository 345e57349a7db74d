//! Source notes: each document of the story, its outlet, and what to know about it.
//!
//! Takes a telling; gives rows, originals first.

use crate::types::Source;

use super::member::{Member, Telling};

/// One row a document.
pub(super) fn rows(telling: &Telling<'_>) -> Vec<Source> {
    telling.members.iter().map(|member| row(member, telling)).collect()
}

fn row(member: &Member<'_>, telling: &Telling<'_>) -> Source {
    let document = member.document;
    Source {
        document: document.id.clone(),
        path: document.origin.path.clone(),
        record_id: document.origin.record_id.clone(),
        title: document.title.as_ref().map(|t| t.text.clone()),
        publisher: document.publisher.clone(),
        published: document.published.as_ref().map(|p| p.date),
        url: document.url.clone(),
        copy_of: telling.copies.original_of(&document.id).cloned(),
        reason: member.joined.reason.clone(),
        flags: document.flags.clone(),
    }
}
