//! Names that only laws bear, known or not: `Vell (Smoke Control) Order 2022`, `Quiet Autumn Ordinance`.
//!
//! Takes text, gives spans. Knows nothing of the table: what such a name is linked to is its reader's matter.

use std::sync::LazyLock;

use regex::Regex;

use super::expressions::Expressions;
use super::surroundings;
use crate::types::Span;

/// Capital words with a bracket among them, up to a noun of laws.
const BRACKETED: &str = r"\b[A-Z][\w’'&-]*,?(?: (?:[A-Z][\w’'&-]*,?|and|of|for|the|to|on|in|etc\.|(?:19|20)\d{2}))* \([A-Z0-9][^()]{2,80}\)(?: (?:\([^()]{2,60}\)|[A-Z][\w’'-]*|and|of|for))*? (?:Act|Bill|Law|Ordinance|Order|Regulations?|Rules|By-?[Ll]aws?|Bye-[Ll]aws?|Scheme|Decree|Code|Directions|Guidelines|Instrument|Measures|Rule|Statute)\b(?:(?:,| of)? (?:18|19|20)\d{2}\b)?(?: \([A-Z][^()]{2,80}\) (?:Order|Regulations|Rules|Scheme)\b(?:,? (?:19|20)\d{2}\b)?)?";
/// Capital words up to a noun that nothing but a law bears.
const LOCAL: &str =
    r"\b(?:[A-Z][\w’-]* )+(?:Ordinance|Edict|By-?[Ll]aws?|Bye-[Ll]aws?)\b(?:(?:,| of)? (?:18|19|20)\d{2}\b)?";

static SHAPES: LazyLock<Option<Expressions>> = LazyLock::new(|| Expressions::of(&[BRACKETED, LOCAL]));

/// Capital words that end in a noun of laws, at the end of a text.
static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[A-Z][\w’'&-]* (?:(?:and|for|in|of|on|to) )?)+(?:Act|Bill|Code|Decree|Directive|Law|Ordinance|Regulations?|Rules)$").ok()
});

/// What a law is known as.
static NICKNAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:,| of)? (?:19|20)\d{2})?,? (?:also |better |commonly |popularly |widely )?known as (?:the )?[“‘\x22]?(?P<short>[A-Z][\w’'&-]*[\w’](?: [A-Z][\w’'&-]*)*)").ok()
});

/// Names of laws in `text` with what it says each is known as.
pub(super) fn nicknames(text: &str) -> Vec<(&str, &str)> {
    if !text.contains("known as ") {
        return Vec::new();
    }
    let found = NICKNAME.as_ref().into_iter().flat_map(|nickname| nickname.captures_iter(text));
    let pair = |nickname: regex::Captures<'_>| {
        let (whole, short) = (nickname.get(0)?, nickname.name("short")?);
        Some((last_name(&text[..whole.start()])?, &text[short.range()]))
    };
    found.filter_map(pair).collect()
}

/// The name of a law that `text` ends with.
pub(super) fn last_name(text: &str) -> Option<&str> {
    let line = text.rsplit('\n').next()?;
    let name = surroundings::without_opener(LAST.as_ref()?.find(line)?.as_str());
    name.contains(' ').then_some(name)
}

/// The names in `text`, in no order.
pub(super) fn find(text: &str) -> Vec<Span> {
    let passing = SHAPES.iter().flat_map(|shapes| shapes.passing(text));
    passing.flat_map(|(_, shape)| shape.find_iter(text)).filter_map(|found| name(text, found.range())).collect()
}

/// A name without what opens the sentence; `None` where it is numbered, or no word but its noun is left.
fn name(text: &str, found: std::ops::Range<usize>) -> Option<Span> {
    let words = &text[found.clone()];
    // What stands before the article is no part of the name.
    let head = words.split('(').next().unwrap_or_default();
    let words = &words[head.rfind(" the ").map_or(0, |at| at + " the ".len())..];
    let words = surroundings::without_opener(words);
    // A name without an article is told by whose it is: `Vell State's Road Traffic (Tricycles) Law`.
    let before = text[..found.end - words.len()].trim_end();
    let head = words.split('(').next().unwrap_or_default();
    let possessor = ["'s ", "’s "].iter().filter_map(|mark| Some(head.rfind(mark)? + mark.len())).max();
    let is_told = !before.ends_with("the") && !before.ends_with("The");
    let words = possessor.filter(|at| is_told && *at < head.len()).map_or(words, |at| &words[at..]);
    let after = text[found.end..].strip_prefix(' ').unwrap_or_default();
    let is_numbered =
        after.starts_with("No") || after.starts_with(|c: char| c.is_ascii_digit()) || after.chars().nth(1) == Some('-');
    let span = Span::new(found.end - words.len(), found.end).ok()?;
    (words.contains(' ') && !is_numbered).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().filter_map(|span| span.slice(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_that_only_laws_bear_are_found() {
        check("It broke the Vell (Nuisance Birds) By-laws twice.", &["Vell (Nuisance Birds) By-laws"]);
        check("Under the Port Vell Pits Edict it pays.", &["Port Vell Pits Edict"]);
        check("The Vell Barrel Ordinance of 1911 holds.", &["Vell Barrel Ordinance of 1911"]);
        check("The Bank of Vell (Loans) Directions, 2025 hold.", &["Bank of Vell (Loans) Directions, 2025"]);
        check("Under the Vell (Short Lets) Act, 1991, it pays.", &["Vell (Short Lets) Act, 1991"]);
        check(
            "The Civic Peace (Vell) Act 1982 (Short Lets) Order 2022 holds.",
            &["Civic Peace (Vell) Act 1982 (Short Lets) Order 2022"],
        );
    }

    #[test]
    fn a_law_is_known_as_what_the_text_says() {
        let text = "The Harbour Dues Act 2031, better known as the “Tide Tax”, and the Reed Code, known as REED.";
        assert_eq!(nicknames(text), [("Harbour Dues Act", "Tide Tax"), ("Reed Code", "REED")]);
        assert_eq!(nicknames("The port, known as the Vell Gate, and the act known to all."), []);
    }

    #[test]
    fn whose_a_law_is_stands_before_its_name() {
        check("Vell State's Road Traffic (Tricycles) Law 2024 bars them.", &["Road Traffic (Tricycles) Law 2024"]);
        check("The Widow's Pension (Vell) Act pays.", &["Widow's Pension (Vell) Act"]);
    }

    #[test]
    fn other_brackets_and_numbers_are_no_names() {
        check("Orrin Tidal (Vell) said so.", &[]);
        check("Council passed Vell Ordinance No. 12.", &[]);
        check("An ordinance was passed.", &[]);
    }
}
