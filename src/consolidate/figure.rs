//! The figures of a story.
//!
//! Takes a telling and a printer of values; gives one row a value: money, percent and quantities that are equal across
//! documents stand in one row, cited by each mention, with the sentence that says it first.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Citation, DocumentId, FigureRow, Kind, Value};

use super::cite::{of_text, worded};
use super::member::{Statement, Telling};
use super::sentence;

/// The mentions of one value.
struct Told<'t, 'a> {
    kind: Kind,
    citations: Vec<Citation>,
    families: BTreeSet<&'t DocumentId>,
    first: &'t Statement<'a>,
}

/// One row a value, at most `most`: those most families give first, money before percentages before counts, then as they
/// come in the sources.
pub(super) fn rows(telling: &Telling<'_>, print: &dyn Fn(&Value) -> String, most: usize) -> Vec<FigureRow> {
    let mut told: BTreeMap<(Kind, &Value), Told<'_, '_>> = BTreeMap::new();
    for member in &telling.members {
        for statement in &member.sentences {
            for mention in statement.mentions.iter().filter(|m| m.kind.is_figure()) {
                let Some(value) = &mention.value else { continue };
                let new =
                    || Told { kind: mention.kind, citations: Vec::new(), families: BTreeSet::new(), first: statement };
                let entry = told.entry((mention.kind, value)).or_insert_with(new);
                entry.citations.push(of_text(member.document, mention.span));
                entry.families.insert(telling.copies.family(&member.document.id));
            }
        }
    }
    let mut told: Vec<(String, Told<'_, '_>)> =
        told.into_iter().map(|((_, value), told)| (print(value), told)).collect();
    told.sort_by_key(|(_, t)| {
        (std::cmp::Reverse(t.families.len()), t.kind, t.first.member, t.first.index, t.citations[0].span)
    });
    told.into_iter().take(most).filter_map(|(text, told)| row(text, told, telling)).collect()
}

fn row(text: String, told: Told<'_, '_>, telling: &Telling<'_>) -> Option<FigureRow> {
    Some(FigureRow {
        kind: told.kind,
        value: worded(text, told.citations, telling.copies)?,
        context: sentence::claim(told.first, telling)?,
    })
}
