//! Who says what a figure tells: the name beside the word of saying.

use crate::types::{EntityId, Kind, Mention};

use super::cue;
use super::line::Line;
use super::subject::BODIES;

/// Who says what `line` tells of the figure: the name beside the word of saying.
pub(super) fn of(line: &Line, figure: usize, mentions: &[Mention], focus: Option<&EntityId>) -> Option<EntityId> {
    let id = |idx: usize| mentions.get(idx)?.entity.clone();
    let speaker = |kind: Kind| matches!(kind, Kind::Company | Kind::Organisation | Kind::Person);
    let long = |at: usize| line.lower(at).len() > 1;
    let phrases = [
        "according to",
        "data from",
        "figures from",
        "compiled by",
        "polled by",
        "estimates from",
        "data by",
        "survey by",
    ];
    for at in 0..line.places.len() {
        if let Some(to) = phrases.iter().find_map(|phrase| line.phrase(at, phrase)) {
            let named = line.mentions(speaker).find(|(place, _)| *place >= to && *place < to + 6);
            if let Some(found) = named.and_then(|(_, idx)| id(idx)) {
                return Some(found);
            }
        }
    }
    let saying = (0..line.places.len()).filter(|at| cue::is_saying(line, *at)).min_by_key(|at| at.abs_diff(figure))?;
    let before = line.mentions(speaker).filter(|(at, _)| *at < saying && saying - at <= 12 && long(*at)).last();
    let stand_in = (saying.saturating_sub(3)..saying).find(|at| {
        matches!(line.lower(*at), "it" | "they")
            || BODIES.contains(&line.lower(*at)) && line.lower(at.saturating_sub(1)) == "the"
    });
    if stand_in.is_some_and(|at| before.is_none_or(|(name, _)| name < at)) {
        return focus.cloned();
    }
    let after = line.mentions(speaker).find(|(at, _)| *at > saying && at - saying <= 2);
    let person = before.filter(|(at, _)| *at < saying).or(after)?;
    id(person.1)
}

/// Whether the name at `from..to` is that of who says so, behind a comma.
pub(super) fn speaks(line: &Line, from: usize, to: usize) -> bool {
    let apart = from.checked_sub(1).is_some_and(|at| line.lower(at) == ",");
    apart && (to..to + 2).any(|at| at < line.places.len() && cue::is_saying(line, at))
}

/// Whether the name at `from..to` is that of who asks, rates or counts.
pub(super) fn counts(line: &Line, from: usize, to: usize) -> bool {
    let before = |n: usize| from.checked_sub(n).map_or("", |at| line.lower(at));
    let source = matches!(
        (before(2), before(1)),
        ("according", "to")
            | ("data" | "figures" | "estimates" | "filing", "from" | "by" | "with")
            | ("polled" | "surveyed" | "compiled", "by")
    );
    let asked =
        (2..=3).any(|n| VOICES.contains(&before(n))) && matches!(before(1), "at" | "with" | "of" | "by" | "from");
    let own = to + usize::from(matches!(line.lower(to), "'s" | "'"));
    source || asked || (own..own + 2).any(|at| VOICES.contains(&line.lower(at)))
}

/// Words beside the name of who asks, rates or counts.
const VOICES: [&str; 16] = [
    "analyst",
    "analysts",
    "economist",
    "economists",
    "strategist",
    "strategists",
    "poll",
    "survey",
    "data",
    "figures",
    "report",
    "estimate",
    "estimates",
    "consensus",
    "rating",
    "ratings",
];
