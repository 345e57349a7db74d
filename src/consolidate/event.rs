//! When and where the event happened.
//!
//! Takes a telling; gives the day most text families put it on, near publication, and the place most of them name
//! early on, cited.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::types::{Claim, DocumentId, Kind, Mention, Value};

use super::cite::{of_text, quotation};
use super::member::{Member, Telling};

/// Sentences in which the day of the event is looked for.
const OPENING: usize = 4;
/// An event lies so many days before its report at most; it never lies more than a day after.
const REPORTED_WITHIN: i32 = 7;

/// The day of the event: the single day most families name near publication, else the first day of publication.
pub(super) fn day(telling: &Telling<'_>) -> Option<Date> {
    let first = telling.members.iter().filter_map(|m| Some(m.document.published.as_ref()?.date)).min();
    let mut voices: BTreeMap<Date, BTreeSet<&DocumentId>> = BTreeMap::new();
    for member in telling.originals() {
        let family = telling.copies.family(&member.document.id);
        for day in days(member).filter(|day| first.is_none_or(|first| is_near(*day, first))) {
            voices.entry(day).or_default().insert(family);
        }
    }
    // Of days with equal support the latest before publication: what is new, not what led to it.
    let best = voices.into_iter().max_by_key(|(day, families)| (families.len(), *day));
    match (best, first) {
        (Some((day, families)), Some(_)) if families.len() > 1 || telling.n_families() == 1 => Some(day),
        (Some((day, families)), None) if families.len() > 1 => Some(day),
        (_, first) => first,
    }
}

/// Single days named in the opening of a member.
fn days<'a>(member: &'a Member<'_>) -> impl Iterator<Item = Date> + 'a {
    let mentions = member.sentences.iter().take(OPENING).flat_map(|s| &s.mentions);
    mentions.filter_map(|mention| match &mention.value {
        Some(Value::Date(range)) if range.start == range.end => range.start,
        _ => None,
    })
}

fn is_near(day: Date, published: Date) -> bool {
    let after = published.until(day).map_or(i32::MAX, |span| span.get_days());
    (-REPORTED_WITHIN..=1).contains(&after)
}

/// A place named by the families, those that name it in their first two sentences counting double.
pub(super) fn place(telling: &Telling<'_>) -> Option<Claim> {
    let mut voices: BTreeMap<String, BTreeMap<&DocumentId, usize>> = BTreeMap::new();
    let mut first: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for (member_idx, index, mention, name) in places(telling) {
        let member = &telling.members[member_idx];
        let weight = if index < 2 { 2 } else { 1 };
        let voice =
            voices.entry(name.clone()).or_default().entry(telling.copies.family(&member.document.id)).or_insert(0);
        *voice = (*voice).max(weight);
        let here = (index, member_idx, mention.span.start());
        let so_far = first.entry(name).or_insert(here);
        *so_far = (*so_far).min(here);
    }
    let weight = |name: &String| voices[name].values().sum::<usize>();
    let best = first.iter().max_by(|a, b| weight(a.0).cmp(&weight(b.0)).then_with(|| b.1.cmp(a.1)))?.0;
    // A place that most reports do not open with is where something of the story happened, not the story.
    let early = voices[best].values().filter(|weight| **weight > 1).count();
    if early * 2 < telling.originals().map(|m| telling.copies.family(&m.document.id)).collect::<BTreeSet<_>>().len() {
        return None;
    }
    let mut cited: Vec<(usize, usize, &Mention, String)> = places(telling).filter(|p| p.3 == *best).collect();
    cited.sort_by_key(|(member, index, mention, _)| (*member, *index, mention.span));
    cited.dedup_by_key(|p| p.0);
    quotation(cited.iter().map(|p| of_text(telling.members[p.0].document, p.2.span)).collect(), telling.copies)
}

/// Member, sentence, mention and name of each place in an original.
fn places<'t>(telling: &'t Telling<'_>) -> impl Iterator<Item = (usize, usize, &'t Mention, String)> {
    telling.originals().flat_map(|member| &member.sentences).flat_map(|sentence| {
        let places = sentence.mentions.iter().filter(|m| m.kind == Kind::Place);
        places.map(move |mention| {
            let name = mention.entity.as_ref().map_or(String::new(), ToString::to_string);
            (sentence.member, sentence.index, *mention, name)
        })
    })
}
