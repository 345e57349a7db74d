//! Which names of persons in one document are one: `Ines Okafor`, `Ines M. Okafor`, `Okafor`.

use super::group::{Form, Groups};

/// Words before a name that are no part of it.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "prof",
    "professor",
    "president",
    "judge",
    "justice",
    "senator",
    "sen",
    "rep",
    "gov",
    "governor",
    "minister",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
];
/// Words after it.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "md", "qc", "kc", "mp", "cbe", "obe"];

/// Joins the forms that name the same person.
pub(super) fn join(groups: &mut Groups) {
    groups.join_by_key(|form| words(&form.surface).join(" "));
    groups.join_by_key(|form| match words(&form.surface).as_slice() {
        // Middle names and initials may be left out.
        [first, .., last] if first.chars().count() > 1 => format!("{first} {last}"),
        all => all.join(" "),
    });
    groups.join_unique(|short, long| is_part(short, long, Part::Last));
    groups.join_unique(|short, long| is_part(short, long, Part::First));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Last,
}

fn is_part(short: &Form, long: &Form, part: Part) -> bool {
    let (name, full) = (words(&short.surface), words(&long.surface));
    if name.is_empty() || full.len() <= name.len() {
        return false;
    }
    match part {
        Part::Last => full.ends_with(&name) || is_initialled(&name, &full),
        Part::First => name.len() == 1 && full[0] == name[0],
    }
}

/// `J. Okafor` of `Jonas M. Okafor`.
fn is_initialled(name: &[String], full: &[String]) -> bool {
    matches!(name, [initial, last] if initial.chars().count() == 1
        && full[0].starts_with(initial.as_str()) && full.last() == Some(last))
}

/// The name's words in lower case, without titles, suffixes and dots.
pub(super) fn words(surface: &str) -> Vec<String> {
    let plain = |word: &str| -> String {
        word.chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut words: Vec<String> = surface.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && TITLES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|last| SUFFIXES.contains(&last.as_str())) {
        words.pop();
    }
    words
}
