//! The words right beside a law's name: a jurisdiction, or a word that makes it part of a longer name.
//!
//! Takes text and a span, gives what stands before it. Knows nothing of the table.

use std::sync::LazyLock;

use regex::Regex;

use super::choice::Owner;
use super::{evidence, noun};
use crate::types::Span;

/// Capital words that open a sentence before a law's name and are no part of a longer name.
const OPENERS: &[&str] = &[
    "A", "After", "All", "Amended", "An", "And", "As", "Because", "Both", "But", "By", "Draft", "Federal", "For",
    "From", "If", "In", "Its", "New", "Of", "On", "Our", "Proposed", "Revised", "Since", "That", "The", "Their",
    "This", "Though", "To", "Under", "Unlike", "When", "While", "With", "Without",
];

/// Parts of countries, which have laws of their own.
const LOCAL: &[&str] = &[
    "borough",
    "canton",
    "city",
    "council",
    "county",
    "district",
    "island",
    "municipality",
    "province",
    "region",
    "state",
    "territory",
    "town",
    "village",
];

/// Who makes or wants a country's laws, and what a whole continent's name stands for.
const BODIES: &[&str] = &[
    "America",
    "Europe",
    "Cabinet",
    "Commission",
    "Congress",
    "Conservatives",
    "Government",
    "Labour",
    "Parliament",
    "Party",
    "President",
    "Senate",
];

/// The jurisdiction a name opens with, and the rest of it.
pub(super) fn beside(name: &str) -> (Option<&'static str>, &str) {
    let words: Vec<(usize, &str)> = name.match_indices(' ').take(2).map(|(at, _)| (at, &name[..at])).collect();
    let found = words.iter().rev().find_map(|(at, head)| Some((evidence::of_word(unpossessed(head))?, *at)));
    found.map_or((None, name), |(code, at)| (Some(code), name[at + 1..].trim_start()))
}

/// `name` without a jurisdiction in the genitive at its head: `Law 25` of `Quebec's Law 25`.
pub(crate) fn after_possessor(name: &str) -> Option<&str> {
    let ends = name.match_indices(' ').take(3).map(|(at, _)| at);
    let mut heads = ends.map(|at| (&name[..at], &name[at + 1..]));
    heads.find_map(|(head, rest)| {
        let singular = unpossessed(head);
        let owner = if singular == head { head.trim_end_matches(['\'', '’']) } else { singular };
        (owner.len() < head.len() && evidence::of_word(owner).is_some()).then_some(rest)
    })
}

/// Whose law the words right before `span` say that it is.
pub(super) fn owner(text: &str, span: Span) -> Owner {
    let Some(before) = text[..span.start()].strip_suffix(' ') else { return Owner::Unsaid };
    let before = before.strip_suffix(" own").unwrap_or(before);
    let mut starts = before.rmatch_indices(|c: char| c.is_whitespace() || c == '(').map(|(at, mark)| at + mark.len());
    let last = starts.next().unwrap_or(0);
    let last_two = starts.next().unwrap_or(0);
    let known = [last_two, last].into_iter().find_map(|start| evidence::of_word(unpossessed(&before[start..])));
    let possessor = Some(&before[last..]).filter(|word| unpossessed(word).len() < word.len()).map(unpossessed);
    let is_local = |word: &str| LOCAL.contains(&word.to_lowercase().as_str());
    let is_place = |word: &str| word.starts_with(char::is_uppercase) && !BODIES.contains(&word);
    match (known, possessor) {
        (Some(code), _) => Owner::Known(code),
        (None, Some(word)) if is_local(word) || is_place(word) => Owner::Unknown,
        _ => Owner::Unsaid,
    }
}

/// What stands before a law that is meant as one.
static BEFORE_LAW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:under|(?:amend|breach|infring|repeal|reform|review|revis|rewrit|violat)\w*(?: of)?|(?:compl|conform)\w* with|(?:exempt\w*|exclu\w+) from|(?:annex(?:es)?|articles?|credits|deal|duties|obligations|powers|protections|provisions|scope|sections?|subsidies|titles?) (?:of|on|to)) (?:the |EU |EU's |its )?$").ok()
});

/// What stands behind it.
static AFTER_LAW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:['’]s)? (?:annex(?:es)?|article|compliance|directive|overhaul|reform|regulation|requirements|restrictions|review|revision|rewrite|rules?)\b").ok()
});

/// Whether the words beside `span` are such as stand beside laws alone: `under REACH`, `REACH compliance`.
pub(super) fn tell_law(text: &str, span: Span) -> bool {
    let line = text[..span.start()].rfind('\n').map_or(0, |at| at + 1);
    let fits = |regex: &LazyLock<Option<Regex>>, part: &str| regex.as_ref().is_some_and(|regex| regex.is_match(part));
    fits(&BEFORE_LAW, &text[line..span.start()]) || fits(&AFTER_LAW, &text[span.end()..])
}

/// The country that the sentence of `span` opens with: `In Britain the …`, `Kenya: …`.
pub(super) fn opening_place(text: &str, span: Span) -> Option<&'static str> {
    let before = &text[..span.start()];
    let start = before.rmatch_indices(['\n', '.', '!', '?', '•']).find(|(at, mark)| ends_sentence(before, *at, mark));
    let opening = before[start.map_or(0, |(at, mark)| at + mark.len())..].trim_start();
    let colon = opening.split_once(": ").and_then(|(place, _)| evidence::of_word(place));
    let named = opening.strip_prefix("In ").map(|rest| rest.strip_prefix("the ").unwrap_or(rest));
    let words = named.into_iter().flat_map(|rest| rest.match_indices([' ', ',']).take(3).map(|(at, _)| &rest[..at]));
    let place = colon.or_else(|| words.filter_map(evidence::of_word).last())?;
    // A country named later takes the place of the one before.
    let n_places = evidence::jurisdictions(opening).keys().filter(|code| code.len() == 2).count();
    (n_places == 1 && place != "EU").then_some(place)
}

fn ends_sentence(text: &str, at: usize, mark: &str) -> bool {
    let word = text[..at].rsplit([' ', '\n']).next().unwrap_or_default();
    // `Inc.` and `Gov.` end none.
    let least = if word.starts_with(char::is_lowercase) { 3 } else { 4 };
    let is_word = word.len() >= least && !word.contains('.');
    mark == "\n" || mark == "•" || (is_word && text[at + mark.len()..].starts_with([' ', '\n']))
}

fn unpossessed(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Whether the words before a shared name make it a part of another, longer name (`Marine Companies Act`, `Ship Safety and
/// Security Act`).
pub(super) fn is_part_of_longer(before: &str) -> bool {
    let Some(before) = before.strip_suffix(' ') else { return before.ends_with('-') };
    let joined = [" and", " &", " of"].iter().find_map(|joint| before.strip_suffix(joint));
    let before = joined.unwrap_or(before);
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).next().unwrap_or_default();
    let is_capital = word.starts_with(char::is_uppercase);
    let ends_clause = word.ends_with([',', '.', ':', ';', '\'', '’']) || unpossessed(word) != word;
    let two = before.rmatch_indices(' ').nth(1).map_or(0, |(at, _)| at + 1);
    let of_a_place = evidence::of_word(word).is_some() || evidence::of_word(&before[two..]).is_some();
    // `the Civil War-era False Claims Act`
    let is_adjective = word.rsplit_once('-').is_some_and(|(_, tail)| tail.starts_with(char::is_lowercase));
    // `the Data Act and Bribery Act` are two, and so are a ministry and an act.
    let is_another = joined.is_some() && (is_law(word) || before.len() == word.len());
    is_capital && !ends_clause && !of_a_place && !is_adjective && !is_another && !OPENERS.contains(&word)
}

/// Whether `word` ends the name of a law, or is the acronym of one.
fn is_law(word: &str) -> bool {
    noun::ends_with_law_noun(word) || word.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() > 1
}

/// Whether a sentence may open with `word`, which is no part of the name behind it.
pub(super) fn opens(word: &str) -> bool {
    OPENERS.contains(&word)
}

/// `name` without the capital words that open a sentence.
pub(super) fn without_opener(name: &str) -> &str {
    let mut rest = name;
    while let Some((_, tail)) = rest.split_once(' ').filter(|(head, _)| opens(head)) {
        rest = tail;
    }
    rest
}

/// `EU`, `UK`, `U.S.` right before a law belong to its span (`EU AI Act`).
pub(super) fn with_prefix(before: &str, span: Span) -> Span {
    let prefix = ["EU ", "UK ", "U.S. ", "US "]
        .into_iter()
        .find(|prefix| before.strip_suffix(prefix).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric())));
    prefix.and_then(|prefix| Span::new(span.start() - prefix.len(), span.end()).ok()).unwrap_or(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_of_several_bytes_parts_words() {
        let text = "The court read India\u{2009}Contract Act and\u{2009}India Contract Act.";
        let owner = |at: usize| owner(text, Span::new(at, at + 12).expect("not empty"));
        let owners: Vec<Owner> = text.match_indices("Contract").map(|(at, _)| owner(at)).collect();
        assert!(matches!(owners[..], [Owner::Unsaid, Owner::Known("IN")]));
    }
}
