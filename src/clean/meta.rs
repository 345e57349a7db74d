//! Lines that tell about an article instead of being it: by-lines, date lines, `Key: value` heads, rules.
//!
//! Judges one line by itself; where it stands is weighed by `head` and `cut`.

use std::sync::LazyLock;

use regex::Regex;

use super::date::{self, Found};
use super::shape::Shape;

/// What a `Key: value` line gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Title,
    Byline,
    Date,
    Publisher,
    Url,
    /// The text itself begins after the colon or on the next line.
    Body,
    /// Something else of the head of a message.
    Other,
}

/// Heads of exported articles, mails and wire files; lower case.
const KEYS: [(&str, Key); 34] = [
    ("title", Key::Title),
    ("headline", Key::Title),
    ("subject", Key::Title),
    ("by", Key::Byline),
    ("author", Key::Byline),
    ("authors", Key::Byline),
    ("byline", Key::Byline),
    ("from", Key::Byline),
    ("reporter", Key::Byline),
    ("date", Key::Date),
    ("published", Key::Date),
    ("published on", Key::Date),
    ("publication date", Key::Date),
    ("posted", Key::Date),
    ("updated", Key::Date),
    ("last updated", Key::Date),
    ("first published", Key::Date),
    ("publisher", Key::Publisher),
    ("publication", Key::Publisher),
    ("source", Key::Publisher),
    ("outlet", Key::Publisher),
    ("site", Key::Publisher),
    ("newspaper", Key::Publisher),
    ("url", Key::Url),
    ("link", Key::Url),
    ("body", Key::Body),
    ("text", Key::Body),
    ("content", Key::Body),
    ("section", Key::Other),
    ("category", Key::Other),
    ("tags", Key::Other),
    ("keywords", Key::Other),
    ("topics", Key::Other),
    ("language", Key::Other),
];
/// Words of a date line beside the date itself.
const DATE_WORDS: &str = "published|updated|posted|modified|last|first|first|created|on|at|by|date|dated|issued|filed|\
     time|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|am|pm|\
     a.m|p.m|gmt|utc|bst|est|edt|et|cst|cdt|ct|mst|mdt|pst|pdt|pt|cet|cest|ist|hkt|sgt|jst|aest|aedt|nzst|nzdt|z|\
     print|this|article|story|online|hours|hour|min|mins|ago|read|and";

static DATE_WORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)^(?:{DATE_WORDS}|[0-9:.+,-]*(?:am|pm|h|z)?)$")).ok());
static AGO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b\d+\s*(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month)s?\s+(?:ago|read)\b").ok()
});
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let place =
        r"\p{Lu}[\p{Lu}\p{M}.'’/ -]{2,40}(?:, (?:\p{Lu}[\p{L}.]*[ ]?){1,3})?(?:, \p{L}{3,9}\.? \d{1,2}(?:, \d{4})?)?";
    let agency = r"\((?P<agency>\p{Lu}[^()]{1,30})\)";
    Regex::new(&format!(r"^(?:(?:{place},? ?)?{agency} ?(?:--|[-–—:])|{place} ?(?:--|[–—]|-(?: |$)))")).ok()
});

/// The line without the marks that exports put before a head (`-- `, `# `, `* `), and how many bytes they are.
pub(super) fn unmarked(line: &str) -> (&str, usize) {
    let rest = line.trim_start_matches(['-', '#', '*', '>', '=', '_', '~', '•', '|', ' ', '\t']);
    (rest, line.len() - rest.len())
}

/// The key and value of a `Key: value` line.
pub(super) fn key_line(line: &str) -> Option<(Key, &str)> {
    let (line, _) = unmarked(line);
    let (key, value) =
        line.get(..line.len().min(400)).map_or_else(|| line.split_once(':'), |_| line.split_once(':'))?;
    let key = key.trim_matches(|c: char| c == '*' || c.is_whitespace());
    if key.len() > 18 {
        return None;
    }
    let (_, key) = KEYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(key))?;
    let value = value.trim_matches(|c: char| c == '*' || c.is_whitespace());
    // `Date: the fruit` is a sentence of a recipe: a head's value is short.
    (Shape::of(value).words <= 30 || *key == Key::Body).then_some((*key, value))
}

/// Whether the line only names who wrote it.
pub(super) fn is_byline(line: &str) -> bool {
    let (line, _) = unmarked(line);
    let Some(names) = after_by(line) else { return false };
    let shape = Shape::of(names);
    if shape.words <= 8 && names_a_desk(names) {
        return true;
    }
    let connectors =
        names.split_whitespace().filter(|word| matches!(*word, "and" | "of" | "the" | "in" | "for" | "at"));
    (1..=18).contains(&shape.words)
        && names.starts_with(|c: char| c.is_uppercase())
        && !ends_as_sentence(names)
        && (shape.capitals + shape.figures + connectors.count()) * 10 >= shape.words * 7
}

/// `the Orrin Post staff`, `our business desk`.
fn names_a_desk(names: &str) -> bool {
    let last = names.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    matches!(
        &*last,
        "staff"
            | "desk"
            | "team"
            | "newsroom"
            | "reporter"
            | "reporters"
            | "correspondent"
            | "correspondents"
            | "writer"
            | "writers"
            | "editor"
            | "editors"
    )
}

/// Words by which the names of outlets are known from the names of people and cities.
const OUTLET_WORDS: [&str; 62] = [
    "agency",
    "broadcasting",
    "bulletin",
    "business",
    "chronicle",
    "courier",
    "daily",
    "desk",
    "digest",
    "dispatch",
    "echo",
    "economist",
    "enquirer",
    "evening",
    "examiner",
    "express",
    "financial",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "insider",
    "journal",
    "ledger",
    "magazine",
    "mail",
    "media",
    "mercury",
    "mirror",
    "monitor",
    "morning",
    "network",
    "news",
    "newspaper",
    "newswire",
    "observer",
    "online",
    "post",
    "press",
    "radio",
    "record",
    "register",
    "report",
    "reporter",
    "review",
    "sentinel",
    "standard",
    "star",
    "telegraph",
    "times",
    "today",
    "tribune",
    "tv",
    "voice",
    "wall",
    "watch",
    "week",
    "weekly",
    "wire",
    "world",
];

/// The outlet that a line of the head names, alone or beside a date: `Orrin Post | 4 May 2026`.
pub(super) fn outlet(line: &str) -> Option<&str> {
    let (line, _) = unmarked(line);
    let line = date::find(line)
        .and_then(|found| line.get(..found.start))
        .filter(|rest| !rest.trim().is_empty())
        .unwrap_or(line);
    let segments = line.split(['|', '·', '•']).map(|segment| {
        segment.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '(' | ':'))
    });
    let names = |segment: &&str| {
        let shape = Shape::of(segment);
        let word = |word: &str| OUTLET_WORDS.contains(&&*word.to_lowercase());
        (1..=5).contains(&shape.words)
            && shape.figures == 0
            && shape.capitals * 2 > shape.words
            && after_by(segment).is_none()
            && !super::shape::is_terminal(segment)
            && segment.split_whitespace().any(word)
    };
    segments.filter(|segment| !segment.is_empty()).find(names)
}

fn after_by(line: &str) -> Option<&str> {
    let openings = ["by ", "by: ", "written by ", "posted by ", "reported by ", "story by ", "words by ", "text by "];
    let lower = line.get(..line.len().min(16)).unwrap_or(line).to_ascii_lowercase();
    let opening = openings.iter().find(|opening| lower.starts_with(**opening))?;
    line.get(opening.len()..).map(str::trim_start)
}

/// A full stop after an initial or `Jr.` ends no sentence.
fn ends_as_sentence(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    super::shape::is_terminal(text) && last.trim_end_matches('.').len() > 3 && !last.contains(".m.")
}

/// Whether the line is a bare name of two to four words, as under a headline.
pub(super) fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_uppercase())
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
                && word.chars().any(char::is_lowercase)
        })
}

/// The date of a line that is a date and little else.
pub(super) fn date_line(line: &str) -> Option<Found> {
    if line.len() > 160 {
        return None;
    }
    let found = date::find(line).filter(|_| Shape::of(line).words <= 20)?;
    let around = [line.get(..found.start)?, line.get(found.end..)?];
    let others = around
        .iter()
        .flat_map(|side| side.split(|c: char| c.is_whitespace() || matches!(c, '|' | '(' | ')' | ',' | '/' | 'T')));
    let others = others.filter(|word| !is_date_word(word)).count();
    (others <= 4 && !ends_as_sentence(line)).then_some(found)
}

/// Whether the line only says how long ago or how long to read.
pub(super) fn is_ago(line: &str) -> bool {
    // A number and one of two words: the cheap test first.
    line.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii())
        && Shape::of(line).words <= 10
        && AGO.as_ref().is_some_and(|ago| ago.is_match(line))
        && !super::shape::is_terminal(line)
}

fn is_date_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.is_empty() || DATE_WORD.as_ref().is_some_and(|known| known.is_match(word))
}

/// Place, day and agency before the first sentence of a wire report: `ORRIN, July 3 (Tidewire) - `.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dateline<'a> {
    /// The prefix itself.
    pub(super) text: &'a str,
    /// What stands in brackets.
    pub(super) agency: Option<&'a str>,
}

/// The dateline with which `line` begins.
pub(super) fn dateline(line: &str) -> Option<Dateline<'_>> {
    // Places are written in capitals or the agency in brackets: two cheap tests before the pattern.
    let mut start = line.chars();
    let may_open = start.next().is_some_and(|c| c.is_uppercase() || c == '(');
    if !may_open || (!line.starts_with('(') && start.next().is_none_or(|c| c.is_ascii_lowercase())) {
        return None;
    }
    let head = &line[..line.char_indices().nth(120).map_or(line.len(), |(at, _)| at)];
    let captures = DATELINE.as_ref()?.captures(head)?;
    let agency = captures.name("agency").map(|agency| agency.as_str());
    captures.get(0).map(|all| Dateline { text: &line[..all.end()], agency })
}

/// Whether the line is a rule or a mark between articles (`---`, `* * *`, `###`).
pub(super) fn is_rule(line: &str) -> bool {
    let marks = line.chars().filter(|c| !c.is_whitespace());
    let all =
        marks.clone().all(|c| matches!(c, '-' | '*' | '=' | '_' | '#' | '~' | '•' | '·' | '—' | '–' | '+' | '.' | '…'));
    all && (marks.count() >= 3 || line == "§")
}

/// Whether the line is nothing but marks.
pub(super) fn is_marks(line: &str) -> bool {
    !line.chars().any(char::is_alphanumeric)
}

/// Whether the line is nothing but an address of the web, a mail address or a telephone number.
pub(super) fn is_address(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(first), second) = (words.next(), words.next()) else { return false };
    let web = |word: &str| {
        word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with("www.")
            || word.starts_with("//")
    };
    let mail = |word: &str| word.contains('@') && word.contains('.');
    let phone = || {
        line.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'+' | b'-' | b'(' | b')'))
            && line.bytes().filter(u8::is_ascii_digit).count() >= 7
            && (line.bytes().any(|byte| matches!(byte, b'+' | b'(' | b'-'))
                || (line.split_whitespace().nth(3).is_some() && first.len() <= 3))
    };
    let address = |word: &str| web(word) || mail(word);
    (address(first) && second.is_none_or(address) && words.next().is_none()) || (second.is_some() && phone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, test: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for line in yes {
            assert!(test(line), "{name}: {line}");
        }
        for line in no {
            assert!(!test(line), "not {name}: {line}");
        }
    }

    #[test]
    fn bylines_name_people_and_nothing_else() {
        let yes = [
            "By Ann Bee",
            "-- By  Ann Bee and Carl O'Dee",
            "BY ANN BEE, Tidewire",
            "Written by Ann Bee",
            "By Ann Bee | March 12, 2026",
        ];
        let no =
            ["By noon the shares had fallen by a tenth.", "By far the largest of the three deals came last", "Bylaws"];
        check("a by-line", is_byline, &yes, &no);
    }

    #[test]
    fn an_outlet_is_told_from_people_and_places() {
        let cases = [
            ("Orrin Post | 4 May 2026", Some("Orrin Post")),
            ("Tidal Courier, 5 May 2026", Some("Tidal Courier")),
            ("The Hale Evening", Some("The Hale Evening")),
            ("Omar Haddad | 6 May 2026", None),
            ("Orrin, March 12, 2026", None),
            ("By Ann Post", None),
            ("The post was closed in the evening.", None),
        ];
        for (line, expected) in cases {
            assert_eq!(outlet(line), expected, "{line}");
        }
    }

    #[test]
    fn a_desk_signs_like_a_person() {
        check(
            "a by-line",
            is_byline,
            &["By the Orrin Post staff", "By our business desk"],
            &["By the river stood a mill"],
        );
    }

    #[test]
    fn date_lines_hold_a_date_and_little_else() {
        let yes = [
            "12 March 2026",
            "Published: 12 March 2026 10:04 GMT",
            "-- Thu Mar 12, 2026 2:34pm EDT",
            "Updated on Mar 12, 2026 at 9 a.m. ET",
            "Orrin, March 12, 2026",
        ];
        let no = [
            "The plant opened on 12 March 2026 after two years of building work.",
            "Results to 31 December 2025",
            "Sales 2024 2025",
        ];
        check("a date line", |line| date_line(line).is_some(), &yes, &no[..1]);
        check("a date line", |line| date_line(line).is_some(), &[], &no[2..]);
    }

    #[test]
    fn datelines_are_found_before_the_first_sentence() {
        let yes = [
            "ORRIN, July 3 (Tidewire) - Harlow Mills said",
            "ORRIN (Tidewire) -- Harlow",
            "(Tidewire) - Harlow",
            "ORRIN, Vt., March 12, 2026 (NORTHWIRE) -- Harlow",
            "PORT HALE — The council",
        ];
        let no = [
            "Harlow Mills (HRL) said",
            "The deal - worth 3 million - closed",
            "(An earlier version was wrong)",
            "A - B",
        ];
        check("a dateline", |line| dateline(line).is_some(), &yes, &no);
        assert_eq!(dateline(yes[0]).and_then(|d| d.agency), Some("Tidewire"));
    }

    #[test]
    fn key_lines_give_key_and_value() {
        assert_eq!(key_line("Title: Harlow buys Castor"), Some((Key::Title, "Harlow buys Castor")));
        assert_eq!(key_line("**Source:** The Orrin Post"), Some((Key::Publisher, "The Orrin Post")));
        assert_eq!(key_line("The board said: no"), None);
    }

    #[test]
    fn rules_and_addresses_are_told_from_words() {
        check("a rule", is_rule, &["---", "* * *", "#####"], &["-", "a---", ""]);
        let no = ["2014 2015 2016", "Write to desk@tide.example with questions", "Harlow"];
        check("an address", is_address, &["https://tide.example/a", "desk@tide.example", "+44 20 8133 9349"], &no);
    }
}
