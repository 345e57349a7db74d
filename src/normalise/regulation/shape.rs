//! Names that only laws bear, known or not: `Vell (Smoke Control) Order 2022`, `Quiet Autumn Ordinance`.
//!
//! Takes text, gives spans. Knows nothing of the table: what such a name is linked to is its reader's matter.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::expressions::Expressions;
use super::{boundary, evidence, noun, surroundings};
use crate::types::{Span, is_day_or_month};

/// Capital words with a bracket among them, up to a noun of laws.
const BRACKETED: &str = r"\b[A-Z][\w’'&-]*,?(?: (?:[A-Z][\w’'&-]*,?|and|of|for|the|to|on|in|against|between|by|from|through|with|etc\.|(?:19|20)\d{2}))* \([A-Z0-9][^()]{2,80}\)(?: (?:\([^()]{2,60}\)|[A-Z][\w’'-]*|and|of|for))*? (?:Act|Bill|Law|Ordinance|Order|Regulations?|Rules|By-?[Ll]aws?|Bye-[Ll]aws?|Scheme|Decree|Code|Directions|Guidelines|Instrument|Measures|Rule|Statute)\b(?:(?:,| of)? (?:18|19|20)\d{2}\b)?(?: \([A-Z][^()]{2,80}\) (?:Order|Regulations|Rules|Scheme)\b(?:,? (?:19|20)\d{2}\b)?)?";
/// Capital words up to a noun that nothing but a law bears.
const LOCAL: &str =
    r"\b(?:[A-Z][\w’-]* )+(?:Ordinance|Edict|By-?[Ll]aws?|Bye-[Ll]aws?)\b(?:(?:,| of)? (?:18|19|20)\d{2}\b)?";

/// A noun of laws and what the law is on, in capital words.
const TITLED: &str = r"\b(?:(?:Administrative|Basic|Federal|Framework|Interim|Organic|Provisional|Special) )?(?:Act|Code|Decree|Law|Measures|Ordinance|Provisions|Regulations?|Rules) (?:concerning|governing|on|regarding|relating to|respecting) (?:the )?[A-Z][\w’'-]*(?: (?:(?:against|and|between|for|from|in|of|the|to|with) ){0,3}[A-Z][\w’'-]*)+";
/// A part of the constitution, whosever that is.
const CONSTITUTIONAL: &str = r"\b(?:[Aa]rticles?|[Ss]ections?|[Cc]hapter|Schedule) (?:\d+[A-Za-z]{0,2}|[IVXL]+)(?:-[A-Z]\b)?(?:\([A-Za-z0-9]{1,4}\))*(?:(?:, | and | or |, and | to |-)\d+(?:[A-Z]|-[A-Z]\b)?(?:\([A-Za-z0-9]{1,4}\))*)* (?:of|in|to) (?:the )?(?:[A-Z][\w’']* ){0,3}Constitution\b(?: of (?:the )?(?:(?:[A-Z]\w*|of) )*[A-Z]\w*|(?: Act)? (?:18|19|20)\d{2}\b)?";

static SHAPES: LazyLock<Option<Expressions>> =
    LazyLock::new(|| Expressions::of(&[BRACKETED, LOCAL, TITLED, CONSTITUTIONAL]));

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

/// What a numbered law is known as by the text behind its number: `, known as the Tide Tax Law`, `, or the Tide Tax Law`.
pub(super) fn nickname_after(text: &str) -> Option<&str> {
    let said = NICKNAME
        .as_ref()
        .and_then(|nickname| nickname.captures(text))
        .filter(|said| said.get(0).is_some_and(|whole| whole.start() == 0));
    if let Some(short) = said.and_then(|said| said.name("short")) {
        return Some(&text[short.range()]);
    }
    let rest = text.strip_prefix(',').unwrap_or(text).strip_prefix(" or the ")?;
    FULL_OR_SHORT.as_ref()?.find(rest).map(|name| name.as_str())
}

/// Capital words that end in a noun of laws, at the start of a text.
static FULL_OR_SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[A-Z][\w’'-]*(?: (?:(?:and|for|in|of|on|the|to) ){0,2}[A-Z][\w’'-]*)*? (?:Act|Bill|Code|Law|Ordinance|Regulations?)\b").ok()
});

/// The name of a law that `text` ends with.
pub(super) fn last_name(text: &str) -> Option<&str> {
    let line = text.rsplit('\n').next()?;
    let name = surroundings::without_opener(LAST.as_ref()?.find(line)?.as_str());
    name.contains(' ').then_some(name)
}

/// The names in `text`, in no order.
pub(super) fn find(text: &str) -> Vec<Span> {
    let passing = SHAPES.iter().flat_map(|shapes| shapes.passing(text));
    let found = passing.flat_map(|(at, shape)| shape.find_iter(text).map(move |found| (at, found.range())));
    found
        .filter_map(|(at, found)| match at {
            TITLED_AT => titled(text, found),
            CONSTITUTIONAL_AT => Span::new(found.start, found.end).ok(),
            _ => name(text, found),
        })
        .collect()
}

/// Places of two expressions among all.
const TITLED_AT: usize = 2;
const CONSTITUTIONAL_AT: usize = 3;

/// A name that says what it is on, where no capital word before it makes the noun another's (`Harbour Act on`), and no day,
/// month or place is all that follows; without a place that it is in.
fn titled(text: &str, found: Range<usize>) -> Option<Span> {
    let words = text.get(found.clone())?;
    let before = text[..found.start].trim_end();
    let last = before.rsplit([' ', '\n', '(', '"', '“']).next().unwrap_or_default();
    let is_headed = last.starts_with(char::is_uppercase) && !surroundings::opens(last);
    let object = LINKS.iter().find_map(|link| Some(words.split_once(link)?.1))?;
    let first = object.split(' ').next().unwrap_or_default();
    if is_headed || is_day_or_month(first) || evidence::of_word(first).is_some() || !boundary::tells_names(text) {
        return None;
    }
    // `the Law on Mining and the Harbour Act` are two.
    let second = words.match_indices(" and ").find(|(at, _)| noun::ends_name(&words[*at..]));
    let words = second.map_or(words, |(at, _)| &words[..at]);
    let place = words.rsplit_once(" in ").filter(|(_, place)| evidence::of_word(place).is_some());
    let words = place.map_or(words, |(head, _)| head);
    Span::new(found.start, found.start + words.len()).ok()
}

/// What stands between the noun and what the law is on.
const LINKS: &[&str] = &[" concerning ", " governing ", " on ", " regarding ", " relating to ", " respecting "];

/// Capital words that end in a noun of laws.
static FULL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z][\w’'-]*(?: (?:(?:and|for|in|of|on|the|to) ){0,2}[A-Z][\w’'-]*)+? (?:Act|Bill|Code|Law|Ordinance|Regulations?)\b").ok()
});

/// The noun of a law and what joins another to it.
static FIRST_OF_TWO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:Act|Bill|Code|Law|Ordinance|Regulations?) (?:(?:and|for|in|of|on|the|to) )+").ok()
});

/// Names of laws in `text`, known or not, that have three words or more, with and without whose they are.
pub(super) fn full_names(text: &str) -> impl Iterator<Item = &str> {
    let found = FULL.as_ref().into_iter().flat_map(move |full| full.find_iter(text));
    found.flat_map(|found| {
        // `Banking Act and the Capital Dues Act` are two.
        let words = found.as_str();
        let second =
            FIRST_OF_TWO.as_ref().and_then(|first| first.find_iter(words).last()).map_or(0, |first| first.end());
        let name = surroundings::without_opener(&words[second..]);
        let owned = ["'s ", "’s "].iter().find_map(|mark| Some(name.split_once(mark)?.1));
        std::iter::once(name).chain(owned)
    })
}

/// A name without what opens the sentence; `None` where it is numbered, or no word but its noun is left.
fn name(text: &str, found: Range<usize>) -> Option<Span> {
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
    fn what_a_law_is_on_and_parts_of_constitutions_are_names() {
        check("Crowds fear the Law on the Vell Harbour Guard again.", &["Law on the Vell Harbour Guard"]);
        check(
            "The Interim Measures for boats and Regulations on Small Boats in Japan hold.",
            &["Regulations on Small Boats"],
        );
        check(
            "The court read Articles 19 and 19-A of the Constitution aloud.",
            &["Articles 19 and 19-A of the Constitution"],
        );
        check(
            "It broke the Law on Reed Mining and the Quay Impact Law, and Law on Vell Trusts, Law No. 5 of Vell.",
            &["Law on Reed Mining", "Law on Vell Trusts"],
        );
        check("Shops met the Harbour Act on Quay Side East this year.", &[]);
        check("They passed the Law on Monday Morning in a hurry.", &[]);
    }

    #[test]
    fn a_numbered_law_is_known_by_the_words_behind_it() {
        assert_eq!(nickname_after(", or the Rice Tax Law, and more"), Some("Rice Tax Law"));
        assert_eq!(nickname_after(", known as the Tide Tax"), Some("Tide Tax"));
        assert_eq!(nickname_after(" is dear. It is known as the Tide Tax"), None);
    }

    #[test]
    fn other_brackets_and_numbers_are_no_names() {
        check("Orrin Tidal (Vell) said so.", &[]);
        check("Council passed Vell Ordinance No. 12.", &[]);
        check("An ordinance was passed.", &[]);
    }
}
