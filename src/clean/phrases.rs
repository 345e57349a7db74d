//! The table of what pages say to their readers (`phrases.txt`), and whether a line is such a phrase.
//!
//! A line is folded first (lower case, one space, straight quotes), then looked up in one pass, so that the cost does
//! not grow with the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::types::DropReason;

use super::shape::Shape;

const TABLE: &str = include_str!("phrases.txt");
/// Longest sentence, in words, that a phrase at its beginning or end can make chrome.
const EDGE_WORDS: usize = 32;
/// Longest sentence, in words, that a phrase inside can make chrome.
const ANY_WORDS: usize = 45;

/// What a line was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chrome {
    /// A line or sentence that is not article text.
    Line(DropReason),
    /// The heading of a list of links.
    LinksFollow,
    /// The heading of reader comments.
    CommentsFollow,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    End,
    Any,
    Link,
    Peel,
}

/// The phrases by where they stand, so that only the few that stand anywhere cost a search of the whole line.
struct Table {
    whole: BTreeMap<&'static str, Chrome>,
    /// At the beginning, by first byte.
    starts: BTreeMap<u8, Vec<(&'static str, Place, DropReason)>>,
    ends: Vec<(&'static str, DropReason)>,
    anywhere: Vec<DropReason>,
    finder: Option<AhoCorasick>,
}

static PHRASES: LazyLock<Table> = LazyLock::new(|| {
    let (mut whole, mut starts, mut ends) = (BTreeMap::new(), BTreeMap::<u8, Vec<_>>::new(), Vec::new());
    let (mut anywhere, mut patterns) = (Vec::new(), Vec::new());
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(3, ' ');
        let (Some(reason), Some(place), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some(reason) = reason_of(reason) else { continue };
        let place = match place {
            "start" => Place::Start,
            "end" => Place::End,
            "any" => Place::Any,
            "link" => Place::Link,
            "peel" => Place::Peel,
            "head" => {
                whole.insert(phrase, Chrome::LinksFollow);
                continue;
            }
            "talk" => {
                whole.insert(phrase, Chrome::CommentsFollow);
                continue;
            }
            _ => {
                whole.insert(phrase, Chrome::Line(reason));
                continue;
            }
        };
        match (place, phrase.as_bytes().first()) {
            (Place::Any, _) => {
                anywhere.push(reason);
                patterns.push(phrase);
            }
            (Place::End, _) => ends.push((phrase, reason)),
            (_, Some(first)) => starts.entry(*first).or_default().push((phrase, place, reason)),
            (_, None) => {}
        }
    }
    let kind = Some(AhoCorasickKind::DFA);
    let finder = AhoCorasick::builder().kind(kind).match_kind(MatchKind::Standard).build(patterns).ok();
    Table { whole, starts, ends, anywhere, finder }
});

fn reason_of(name: &str) -> Option<DropReason> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// What `line`, or one sentence, is by its words.
pub(super) fn chrome(line: &str, shape: Shape) -> Option<Chrome> {
    if shape.words > ANY_WORDS || shape.words == 0 {
        return None;
    }
    let folded = folded(line);
    if is_share_bar(&folded) {
        return Some(Chrome::Line(DropReason::Share));
    }
    PHRASES.whole.get(core(&folded)).copied().or_else(|| at_edge(&folded, shape).map(Chrome::Line))
}

/// Whether a line is a row of buttons to share with: short segments, at least two of them places to share on.
fn is_share_bar(folded: &str) -> bool {
    const PLACES: [&str; 18] = [
        "bluesky",
        "copy link",
        "email",
        "facebook",
        "flipboard",
        "instagram",
        "linkedin",
        "mastodon",
        "messenger",
        "pinterest",
        "print",
        "reddit",
        "share",
        "telegram",
        "tumblr",
        "twitter",
        "whatsapp",
        "x",
    ];
    let marks = ['|', '·', '•', '/', ','];
    // Three segments or more: the cheap test first, since every sentence of a dump is asked.
    if folded.matches(marks).nth(1).is_none() {
        return false;
    }
    let segments: Vec<&str> = folded.split(marks).map(str::trim).filter(|s| !s.is_empty()).collect();
    let places = segments.iter().filter(|segment| PLACES.contains(segment)).count();
    places >= 2 && segments.len() > 2 && places * 3 >= segments.len() * 2
}

/// Bytes at the beginning of `line` that are a stand-alone word of the page before article text goes on.
pub(super) fn peel(line: &str) -> Option<(usize, DropReason)> {
    let head = line.get(..line.len().min(64)).or_else(|| line.get(..line.char_indices().nth(40)?.0))?;
    let lower = head.to_ascii_lowercase();
    starting(&lower).find_map(|(phrase, place, reason)| {
        let rest = line.get(phrase.len()..)?;
        let goes_on = rest
            .strip_prefix(' ')?
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
        (*place == Place::Peel && goes_on).then_some((phrase.len(), *reason))
    })
}

/// The phrases with which `folded` begins.
fn starting(folded: &str) -> impl Iterator<Item = &'static (&'static str, Place, DropReason)> {
    let first = folded.as_bytes().first();
    let all = first.and_then(|first| PHRASES.starts.get(first)).into_iter().flatten();
    all.filter(move |(phrase, _, _)| folded.starts_with(phrase))
}

fn at_edge(folded: &str, shape: Shape) -> Option<DropReason> {
    let text =
        folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '•' | '|' | '»' | '>' | '-' | '–' | '—'));
    let starts = starting(text).find(|(phrase, place, _)| {
        let stands = match place {
            Place::Start => shape.words <= EDGE_WORDS,
            Place::Link => shape.is_label() && shape.words > 1,
            _ => false,
        };
        stands && stands_apart(text, 0, phrase)
    });
    // `… of Getty Images.` is news, `Getty Images` at the end of a line without a stop is a credit.
    let may_end = !shape.terminal && shape.words <= EDGE_WORDS;
    let ends = PHRASES.ends.iter().filter(|_| may_end).find(|(phrase, _)| {
        text.rfind(phrase).is_some_and(|at| {
            stands_apart(text, at, phrase) && !text[at + phrase.len()..].contains(char::is_alphanumeric)
        })
    });
    starts.map(|(_, _, reason)| *reason).or(ends.map(|(_, reason)| *reason)).or_else(|| inside(text))
}

/// A phrase that stands anywhere but in a quotation.
fn inside(text: &str) -> Option<DropReason> {
    let finder = PHRASES.finder.as_ref()?;
    finder.find_overlapping_iter(text).find_map(|found| {
        let quoted = text[..found.start()].matches('"').count() % 2 == 1;
        let apart = stands_apart(text, found.start(), &text[found.range()]);
        (apart && !quoted).then(|| PHRASES.anywhere.get(found.pattern().as_usize()).copied()).flatten()
    })
}

/// Whether the phrase at byte `at` is no part of longer words.
fn stands_apart(text: &str, at: usize, phrase: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let left = !phrase.starts_with(char::is_alphanumeric) || apart(text[..at].chars().next_back());
    let right = !phrase.ends_with(char::is_alphanumeric)
        || phrase.ends_with(char::is_numeric)
        || apart(text[at + phrase.len()..].chars().next());
    left && right
}

/// Lower case, one space for any white space, straight quotes.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' | '‘' | '`' if !text.starts_with("```") => folded.push('\''),
            '“' | '”' => folded.push('"'),
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Without the counts and punctuation round a phrase: `Comments (12)`, `« Share »`.
fn core(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(line: &str) -> Option<Chrome> {
        chrome(line, Shape::of(line))
    }

    #[test]
    fn a_row_of_share_buttons_is_told_from_a_list_of_firms() {
        assert!(matches!(reason("Facebook | Twitter | LinkedIn | Email"), Some(Chrome::Line(DropReason::Share))));
        assert!(reason("Facebook, Orrin Mills, Harlow and Hale Motors rose").is_none());
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for line in lines {
            let fields: Vec<_> = line.splitn(3, ' ').collect();
            assert!(fields.len() == 3 && reason_of(fields[0]).is_some(), "{line}");
            assert!(["whole", "start", "end", "any", "link", "peel", "head", "talk"].contains(&fields[1]), "{line}");
            assert_eq!(fields[2].to_lowercase(), fields[2], "{line}");
        }
    }

    #[test]
    fn phrases_are_found_in_their_place_only() {
        let line = |r| Some(Chrome::Line(r));
        assert_eq!(reason("ADVERTISEMENT"), line(DropReason::Advert));
        assert_eq!(reason("« Share » 12"), line(DropReason::Share));
        assert_eq!(reason("12 Comments"), Some(Chrome::CommentsFollow));
        assert_eq!(reason("More on this story:"), Some(Chrome::LinksFollow));
        assert_eq!(reason("Sign up for our newsletter to get it first."), line(DropReason::Newsletter));
        assert_eq!(reason("© 2026 The Orrin Post"), line(DropReason::Legal));
        assert_eq!(reason("As an AI language model, I cannot say."), line(DropReason::Generator));
        for kept in [
            "The firm said advertisement spending would rise.",
            "Harlow Mills shares rose.",
            "He told them to share the work of the mill.",
            "The regulator said the site uses cookiesheet patterns.",
            "Related party deals rose to 3 million crowns.",
            "Facebook (HRL: FB) reports results after the bell",
        ] {
            assert_eq!(reason(kept), None, "{kept}");
        }
    }

    #[test]
    fn a_word_of_the_page_is_peeled_off_article_text() {
        assert_eq!(peel("Advertisement Harlow said it had agreed."), Some((13, DropReason::Advert)));
        assert_eq!(peel("Advertisement spending rose."), None);
    }
}
