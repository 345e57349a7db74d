//! Where the name of a law that the model found begins and ends.
//!
//! Takes a sentence and the span of a name in it, gives the span of the whole name, or nothing where the words are no law's.
//! Knows nothing of the table.

use std::sync::LazyLock;

use regex::Regex;

use super::regulation;
use crate::types::Span;

/// Capital words that open a sentence or say what is done with a law, and are no part of its name.
const STOPS: &[&str] = &[
    "A", "An", "And", "As", "At", "Because", "Both", "But", "By", "Draft", "For", "From", "If", "In", "Its", "New",
    "On", "Proposed", "Revised", "Since", "That", "The", "Their", "This", "Though", "To", "Under", "Unlike", "When",
    "While", "With", "Without",
];
/// Words after which a name goes on.
const LINKS: &[&str] = &[" of", " on", " for", " to", " and", " in", " concerning", " respecting", " regarding"];
/// What bears the name of a law without being one.
const BEARERS: &[&str] = &[
    "conference",
    "app",
    "campaign",
    "programme",
    "program",
    "festival",
    "summit",
    "podcast",
    "newsletter",
    "webinar",
    "award",
    "awards",
    "magazine",
];

/// The whole name under `span` of `sentence`; `None` where it is the name of something else.
pub(super) fn whole(sentence: &str, span: Span) -> Option<Span> {
    let span = with_number(sentence, without_tail(sentence, unquoted(sentence, span)));
    let span = without_head(sentence, closed(sentence, with_tail(sentence, span)?));
    let after = sentence.get(span.end()..)?.trim_start();
    let next = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_borne = BEARERS.contains(&next);
    let is_saying = span.slice(sentence).is_some_and(|words| words.starts_with("Rule of "));
    (!is_borne && !is_saying).then(|| with_an(sentence, from_article(sentence, with_head(sentence, span))))
}

/// `span` behind the quotation mark that it closes and does not open: `stop-the-clock"` `Directive (EU) 2025/794`.
fn unquoted(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let mark = words.rfind(['"', '”']).filter(|_| words.matches(['"', '“', '”']).count() == 1);
    let rest = mark.map(|at| words[at..].trim_start_matches(['"', '”', ' '])).filter(|rest| !rest.is_empty());
    rest.and_then(|rest| Span::new(span.end() - rest.len(), span.end()).ok()).unwrap_or(span)
}

/// `span` of no more than the word for a provision with the number behind it: `Section` `21`.
fn with_number(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let number = NUMBER.as_ref().and_then(|number| number.find(&sentence[span.end()..]));
    let number = number.filter(|_| regulation::opens_provision(&words.to_lowercase()));
    number.and_then(|number| Span::new(span.start(), span.end() + number.end()).ok()).unwrap_or(span)
}

/// The number of a provision.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ \d{1,4}[A-Za-z]{0,2}(?:\([A-Za-z0-9]{1,4}\))*").ok());

/// What stands before another law, or none: `section 57` `of an older law`.
const DANGLING: [&str; 6] = [" of a", " of an", " of the", " to a", " to an", " to the"];

fn without_tail(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let kept = DANGLING.iter().find_map(|tail| words.strip_suffix(tail));
    kept.and_then(|kept| Span::new(span.start(), span.start() + kept.len()).ok()).unwrap_or(span)
}

/// Most letters that a bracket within a name is short of.
const BRACKET: usize = 24;

/// A name that opens a bracket goes on to where that closes: `Article 15(4b` `)`, `Police Data Act (2018` `:1693)`.
fn closed(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let rest = sentence.get(span.end()..).unwrap_or_default();
    let is_open = words.matches('(').count() == words.matches(')').count() + 1;
    let close = rest.find(')').filter(|close| is_open && *close <= BRACKET && !rest[..*close].contains('('));
    close.and_then(|close| Span::new(span.start(), span.end() + close + 1).ok()).unwrap_or(span)
}

/// What the long title of an act goes on with.
const TITLES: &[&str] = &["Act respecting ", "Act to "];

/// A long title begins with its article: `An` `Act respecting pharmacies`.
fn with_an(sentence: &str, span: Span) -> Span {
    let is_title = TITLES.iter().any(|title| sentence[span.start()..span.end()].starts_with(title));
    let start = sentence[..span.start()].strip_suffix("An ").filter(|_| is_title).map(str::len);
    start.and_then(|start| Span::new(start, span.end()).ok()).unwrap_or(span)
}

/// Words that join the parts of a name.
const JOINTS: &[&str] = &["and", "of", "for", "on", "in", "&", "to"];

/// Most words that a name is missing at its head.
const HEAD: usize = 8;

/// A name with an `and` or `of` before it in place of an article has its head before that, where capitals reach back to
/// one: the `Vell Wind and` `Dream Resources Ordinance`.
fn from_article(sentence: &str, span: Span) -> Span {
    let mut start = span.start();
    let mut head = None;
    for (nth, word) in sentence[..start].trim_end().rsplit(' ').take(HEAD).enumerate() {
        let is_joint = JOINTS.contains(&word);
        let is_capital = word.starts_with(char::is_uppercase) && !word.ends_with([',', '.', ';', ':', ')', '"', '”']);
        let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        if word.eq_ignore_ascii_case("the") || owner.is_some_and(regulation::is_place) {
            let name = head.map(|start: usize| &sentence[start..span.end()]);
            return name
                .and_then(|name| Span::new(span.end() - name.len(), span.end()).ok())
                .filter(|_| nth > 0)
                .unwrap_or(span);
        }
        let names_another =
            regulation::ends_with_law_noun(word) || word.chars().filter(|c| c.is_uppercase()).count() > 1;
        let goes_on = is_joint || (is_capital && nth > 0);
        if !goes_on || names_another {
            return span;
        }
        start = sentence[..start].trim_end().len() - word.len();
        head = is_capital.then_some(start);
    }
    span
}

/// A name that ends in a link goes on: `Protocol on Mutual Recognition of` `Cocoa Codes`; so does one that says what it is on
/// before a link: `Act on Remote Recognition` `in Grave Cases`.
fn with_tail(sentence: &str, span: Span) -> Option<Span> {
    let words = span.slice(sentence)?;
    if !LINKS.iter().any(|link| words.ends_with(link)) {
        return Some(with_object(sentence, span));
    }
    let rest = sentence.get(span.end()..)?;
    let mut end = 0;
    for word in rest.split_inclusive(' ') {
        let bare = word.trim();
        if !bare.is_empty() && !bare.starts_with(char::is_uppercase) {
            break;
        }
        end += word.len();
        if bare.ends_with(['.', ',', ';', ':', ')']) {
            break;
        }
    }
    let tail = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    (!tail.trim().is_empty()).then(|| Span::new(span.start(), span.end() + tail.len()).unwrap_or(span))
}

/// Words in capitals behind a name, or a link and such words.
static OBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ (?:(?:for|in|of) )?(?P<first>[A-Z][\w’'-]*)(?: [A-Z][\w’'-]*)*").ok());

/// A name such as `Act on Remote Recognition` with what it says of that, where it is no place and no other law.
fn with_object(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let mut parts = words.split(' ');
    let opens = parts.find(|part| !matches!(*part, "A" | "An")).is_some_and(regulation::ends_with_law_noun);
    let is_on = parts.next().is_some_and(|second| matches!(second, "concerning" | "on" | "respecting" | "to"));
    let object = OBJECT.as_ref().and_then(|object| object.captures(&sentence[span.end()..]));
    let object = object.filter(|object| {
        let first = &object["first"];
        opens && is_on && !regulation::is_place(first) && !regulation::ends_with_law_noun(first)
    });
    object.and_then(|object| Span::new(span.start(), span.end() + object[0].len()).ok()).unwrap_or(span)
}

/// `municipal` of `municipal Dye Bye-laws` and `Quebec's` of `Quebec's Law 25` are no part of the name.
fn without_head(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    let cut = regulation::after_possessor(words).or_else(|| after_adjective(words));
    cut.and_then(|rest| Span::new(span.end() - rest.len(), span.end()).ok()).unwrap_or(span)
}

fn after_adjective(words: &str) -> Option<&str> {
    let (head, rest) = words.split_once(' ')?;
    let is_adjective = head.chars().all(char::is_lowercase) && !regulation::opens_provision(head);
    (is_adjective && rest.starts_with(char::is_uppercase)).then_some(rest)
}

/// A name of which only the last words were found begins where the capitals before it do: `Southland` `Bylaw 2021`.
fn with_head(sentence: &str, span: Span) -> Span {
    let words = span.slice(sentence).unwrap_or_default();
    if !regulation::opens_with_law_noun(words) {
        return span;
    }
    let mut start = span.start();
    while let Some(before) = sentence[..start].strip_suffix(' ') {
        let word = before.rsplit(' ').next().unwrap_or_default();
        let is_of_name = word.starts_with(char::is_uppercase)
            && !word.ends_with(['.', ',', ';', ':', ')', '"', '”'])
            && !word.ends_with("'s")
            && !word.ends_with("’s")
            && !STOPS.contains(&word);
        if !is_of_name {
            break;
        }
        start -= word.len() + 1;
    }
    Span::new(start, span.end()).unwrap_or(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sentence` marks what the model found with `[` and `]`.
    fn check(sentence: &str, expected: Option<&str>) {
        let (head, rest) = sentence.split_once('[').expect("a mark");
        let (found, tail) = rest.split_once(']').expect("a mark");
        let text = format!("{head}{found}{tail}");
        let span = Span::new(head.len(), head.len() + found.len()).expect("a span");
        let whole = whole(&text, span).and_then(|span| span.slice(&text).map(str::to_owned));
        assert_eq!(whole.as_deref(), expected, "{sentence}");
    }

    #[test]
    fn the_edges_of_a_name_are_those_of_its_words() {
        check("Growers cite the Vell Cane Growers' [Levy Law].", Some("Vell Cane Growers' Levy Law"));
        check("Parts of the Ruritania Winter Grazing [Bylaw 2021] stand.", Some("Ruritania Winter Grazing Bylaw 2021"));
        check("They signed a [Protocol on Trade in] Blue Beans today.", Some("Protocol on Trade in Blue Beans"));
        check("It lost its water under the [municipal Dye Bye-laws].", Some("Dye Bye-laws"));
        check("A court cited [Quebec's Law 25] again.", Some("Law 25"));
        check("A court cited [section 5 of the Harbour Act] again.", Some("section 5 of the Harbour Act"));
        check("Under [Law 25] shops pay.", Some("Law 25"));
        check(
            "The Vell Wind and [Dream Resources Ordinance] binds it.",
            Some("Vell Wind and Dream Resources Ordinance"),
        );
        check("The GDPR and [Dream Resources Ordinance] bind it.", Some("Dream Resources Ordinance"));
        check("Shops and the [Dream Resources Ordinance] clash.", Some("Dream Resources Ordinance"));
        check("The [Children's Harbour Act] binds shops.", Some("Children's Harbour Act"));
    }

    #[test]
    fn a_bracket_and_what_a_law_is_on_belong_to_its_name() {
        check("It broke [Article 15(4b]) twice.", Some("Article 15(4b)"));
        check("The [Police Data Act (2018]:1693) changes.", Some("Police Data Act (2018:1693)"));
        check("The [Act on Remote Recognition] in Grave Cases.", Some("Act on Remote Recognition in Grave Cases"));
        check("It is [An Act to Restrict Sticky] Traps, they say.", Some("An Act to Restrict Sticky Traps"));
        check("Tenants won [An Act respecting shop] hours.", Some("An Act respecting shop"));
        check("It is An [Act respecting shops], they say.", Some("An Act respecting shops"));
        check("A “[Section] 21(2)” notice ends it.", Some("Section 21(2)"));
        check("Firms met the [rule-of-thumb” Directive 4/2031] twice.", Some("Directive 4/2031"));
        check("It cites Kenya's Honey and Bees for [Growers Now Act].", Some("Honey and Bees for Growers Now Act"));
        check("Cases under [section 57 of an] older law end.", Some("section 57"));
        check("The [Act on Remote Recognition] in Sweden binds.", Some("Act on Remote Recognition"));
        check("The [Reed Act] of Kings binds.", Some("Reed Act"));
    }

    #[test]
    fn what_bears_the_name_of_a_law_is_none() {
        check("They met at the [Harbour Accord] conference.", None);
        check("It is a [Rule of] thumb.", None);
        check("They broke the [Rule of Six] at tea.", None);
    }
}
