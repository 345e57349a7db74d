//! The words around a figure: those near it, those of its sentence by how far they stand, and those that count it in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::types::{Kind, Mention, is_stop_word, stem, words};

use super::member::{Member, Statement};
use super::metric;

/// Words before and after a figure that can narrow what it covers.
const NARROWING: usize = 8;

/// The words of the sentence near a figure: those of another figure's clause narrow that one.
pub(super) fn near(member: &Member<'_>, statement: &Statement<'_>, mention: &Mention) -> String {
    let text = member.document.words(member.document.sentences[statement.index].span);
    let from = mention.span.start() - member.document.sentences[statement.index].span.start();
    let (before, after) = text.split_at_checked(from).unwrap_or((text, ""));
    let before: Vec<&str> = before.split_whitespace().collect();
    let figure = member.document.words(mention.span).split_whitespace().count();
    let near = before[before.len().saturating_sub(NARROWING)..].iter().copied();
    near.chain(after.split_whitespace().take(figure + NARROWING)).collect::<Vec<_>>().join(" ")
}

/// The words of the sentence, and which of them are the figure.
pub(super) fn parted<'a>(
    member: &Member<'a>,
    statement: &Statement<'_>,
    mention: &Mention,
) -> (Vec<&'a str>, Range<usize>) {
    let span = member.document.sentences[statement.index].span;
    let text = member.document.words(span);
    let (from, to) = (mention.span.start() - span.start(), mention.span.end() - span.start());
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let all: Vec<&str> = words(text).collect();
    let first = all.iter().take_while(|word| offset(word) < from).count();
    let n_words = all[first..].iter().take_while(|word| offset(word) < to).count();
    (all, first..first + n_words)
}

/// Stems of the words around a figure and of the noun it counts, with their distance in words.
pub(super) fn around(member: &Member<'_>, statement: &Statement<'_>, mention: &Mention) -> BTreeMap<String, usize> {
    let (all, figure) = parted(member, statement, mention);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (at, word) in all.iter().enumerate() {
        let distance = if at < figure.start { figure.start - at } else { (at + 1).saturating_sub(figure.end) };
        let lower = word.to_lowercase();
        if is_stop_word(&lower) || SCALES.contains(&&*lower) || word.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let nearest = found.entry(stem(word)).or_insert(distance);
        *nearest = distance.min(*nearest);
    }
    found
}

/// Words before a count by which it came or went: `adding only 2 million users`, `lost 300 customers`.
const ADDING: [&str; 11] =
    ["add", "added", "adding", "adds", "another", "additional", "extra", "gained", "lost", "losing", "shed"];

pub(super) fn adds(member: &Member<'_>, statement: &Statement<'_>, mention: &Mention) -> bool {
    let (all, figure) = parted(member, statement, mention);
    let before = &all[figure.start.saturating_sub(2)..figure.start];
    mention.kind == Kind::Quantity && before.iter().any(|word| ADDING.contains(&word.to_lowercase().as_str()))
}

/// Words and stems of numbers.
pub(super) const SCALES: [&str; 12] =
    ["million", "billion", "trillion", "thousand", "hundred", "hundr", "per", "cent", "percent", "bn", "mln", "bln"];

/// Stems that are neither numbers nor scale words.
pub(super) fn content(statement: &Statement<'_>) -> BTreeSet<String> {
    let is_content = |s: &&String| !s.contains(|c: char| c.is_ascii_digit()) && !SCALES.contains(&s.as_str());
    statement.stems.iter().filter(is_content).cloned().collect()
}

/// Whether the figure says how far a price went (`Brandholt gained 3.4 percent`) and not how far a measure did (`profit
/// rose 12 percent`): prices move all day, and two reports of different hours are no dispute.
pub(super) fn is_move(words: &[String], figure: &Range<usize>) -> bool {
    const MOVES: [&str; 38] = [
        "added",
        "advanced",
        "climbed",
        "climbing",
        "declined",
        "dipped",
        "dropped",
        "fell",
        "falling",
        "gained",
        "gaining",
        "jumped",
        "lost",
        "plunged",
        "rallied",
        "rising",
        "rose",
        "shed",
        "sank",
        "slid",
        "slipped",
        "soared",
        "surged",
        "tumbled",
        "up",
        "down",
        "retreated",
        "slumped",
        "crashed",
        "eased",
        "firmed",
        "spiked",
        "leapt",
        "bounced",
        "rebounded",
        "recovered",
        "sagged",
        "plummeted",
    ];
    let Some(verb) = (figure.start.saturating_sub(3)..figure.start).rfind(|at| MOVES.contains(&words[*at].as_str()))
    else {
        return false;
    };
    metric::of_subject(&words[verb.saturating_sub(6)..verb]).is_none()
}

/// What makes a record.
const SUPERLATIVES: [&str; 23] = [
    "best",
    "biggest",
    "busiest",
    "coldest",
    "deadliest",
    "deepest",
    "driest",
    "fastest",
    "first",
    "greatest",
    "heaviest",
    "highest",
    "hottest",
    "largest",
    "longest",
    "lowest",
    "sharpest",
    "slowest",
    "smallest",
    "steepest",
    "strongest",
    "weakest",
    "worst",
];
/// Words before a figure in which a superlative makes it the age of a record.
const RECORD: usize = 8;

/// Whether the figure says how long a record stood: `the biggest gain in three years`, `for the first time in a decade`.
pub(super) fn spans_record(words: &[String], figure: &Range<usize>) -> bool {
    let before = &words[figure.start.saturating_sub(RECORD)..figure.start];
    before.last().is_some_and(|word| word == "in") && before.iter().any(|word| SUPERLATIVES.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_record_is_told_by_a_superlative_and_in() {
        let is_record = |sentence: &str| {
            let words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
            let figure = words.iter().position(|word| word == "12").expect("a figure");
            spans_record(&words, &(figure..figure + 2))
        };
        assert!(is_record("it posted its biggest profit in 12 years"));
        assert!(is_record("exports fell for the first time in 12 months"));
        assert!(!is_record("the contract runs for 12 years"), "no record");
        assert!(!is_record("the first contract runs for 12 years"), "of its own length");
        assert!(!is_record("it pays interest in 12 months"), "no superlative");
    }
}
