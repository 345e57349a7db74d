//! The table of what pages say to their readers (`phrases.txt`), and whether a line is such a phrase.
//!
//! A line is folded first (lower case, one space, straight quotes), then looked up in one pass, so that the cost does
//! not grow with the table.

use std::collections::HashMap;
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
    Link,
    Peel,
}

/// The phrases by where they stand, so that only the few that stand anywhere cost a search of the whole line.
#[derive(Default)]
struct Table {
    whole: HashMap<&'static str, Chrome>,
    /// Bytes of the longest phrase that is a whole line.
    longest: usize,
    /// At the beginning, by their first two bytes, in the order of the table.
    starts: HashMap<[u8; 2], Vec<(&'static str, Place, DropReason)>>,
    /// At the end, the same of their last two.
    ends: HashMap<[u8; 2], Vec<(&'static str, DropReason)>>,
    anywhere: Vec<DropReason>,
    finder: Option<AhoCorasick>,
}

static PHRASES: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut patterns = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(3, ' ');
        let (Some(reason), Some(place), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some(reason) = reason_of(reason) else { continue };
        match place {
            "start" => table.add_start(phrase, Place::Start, reason),
            "link" => table.add_start(phrase, Place::Link, reason),
            "peel" => table.add_start(phrase, Place::Peel, reason),
            "end" => table.add_end(phrase, reason),
            "any" => {
                table.anywhere.push(reason);
                patterns.push(phrase);
            }
            "head" => table.add_whole(phrase, Chrome::LinksFollow),
            "talk" => table.add_whole(phrase, Chrome::CommentsFollow),
            _ => table.add_whole(phrase, Chrome::Line(reason)),
        }
    }
    let kind = Some(AhoCorasickKind::DFA);
    table.finder = AhoCorasick::builder().kind(kind).match_kind(MatchKind::Standard).build(patterns).ok();
    table
});

impl Table {
    fn add_whole(&mut self, phrase: &'static str, chrome: Chrome) {
        self.longest = self.longest.max(phrase.len());
        self.whole.insert(phrase, chrome);
    }

    fn add_start(&mut self, phrase: &'static str, place: Place, reason: DropReason) {
        if let Some(first) = phrase.as_bytes().first_chunk() {
            self.starts.entry(*first).or_default().push((phrase, place, reason));
        }
    }

    fn add_end(&mut self, phrase: &'static str, reason: DropReason) {
        if let Some(last) = without_marks(phrase).as_bytes().last_chunk() {
            self.ends.entry(*last).or_default().push((phrase, reason));
        }
    }

    /// What the whole of `core` is.
    fn whole(&self, core: &str) -> Option<Chrome> {
        if core.len() > self.longest { None } else { self.whole.get(core).copied() }
    }

    /// The phrases with which `folded` begins.
    fn starting(&self, folded: &str) -> impl Iterator<Item = &(&'static str, Place, DropReason)> {
        let first = folded.as_bytes().first_chunk();
        let all = first.and_then(|first| self.starts.get(first)).into_iter().flatten();
        all.filter(move |(phrase, _, _)| folded.starts_with(phrase))
    }

    /// The phrase with which `folded` ends, marks apart; the first of the table where several do.
    fn ending(&self, folded: &str) -> Option<DropReason> {
        let text = without_marks(folded);
        let all = text.as_bytes().last_chunk().and_then(|last| self.ends.get(last)).into_iter().flatten();
        let stands = |(phrase, _): &&(&'static str, DropReason)| {
            let at = text.len().checked_sub(without_marks(phrase).len());
            at.is_some_and(|at| {
                folded.get(at..).is_some_and(|rest| rest.starts_with(phrase)) && stands_apart(folded, at, phrase)
            })
        };
        all.into_iter().find(stands).map(|(_, reason)| *reason)
    }
}

/// Without what stands after its last letter or digit.
fn without_marks(text: &str) -> &str {
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
}

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
    PHRASES.whole(core(&folded)).or_else(|| at_edge(&folded, shape).map(Chrome::Line))
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
    // Three segments or more: the cheap test first, since every sentence of a dump is asked. The second bytes of `·`
    // and `•` stand for them here.
    if folded.bytes().filter(|byte| matches!(byte, b'|' | b'/' | b',' | 0xb7 | 0x80)).nth(1).is_none() {
        return false;
    }
    let marks = ['|', '·', '•', '/', ','];
    let (mut segments, mut places) = (0, 0);
    for segment in folded.split(marks).map(str::trim).filter(|segment| !segment.is_empty()) {
        segments += 1;
        places += usize::from(PLACES.contains(&segment));
    }
    places >= 2 && segments > 2 && places * 3 >= segments * 2
}

/// Bytes at the beginning of `line` that are a stand-alone word of the page before article text goes on.
pub(super) fn peel(line: &str) -> Option<(usize, DropReason)> {
    let head = line.get(..line.len().min(64)).or_else(|| line.get(..line.char_indices().nth(40)?.0))?;
    let lower = head.to_ascii_lowercase();
    PHRASES.starting(&lower).find_map(|(phrase, place, reason)| {
        let rest = line.get(phrase.len()..)?;
        let goes_on = rest
            .strip_prefix(' ')?
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
        (*place == Place::Peel && goes_on).then_some((phrase.len(), *reason))
    })
}

fn at_edge(folded: &str, shape: Shape) -> Option<DropReason> {
    let text =
        folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '•' | '|' | '»' | '>' | '-' | '–' | '—'));
    let starts = PHRASES.starting(text).find(|(phrase, place, _)| {
        let stands = match place {
            Place::Start => shape.words <= EDGE_WORDS,
            Place::Link => shape.is_label() && shape.words > 1,
            Place::Peel => false,
        };
        stands && stands_apart(text, 0, phrase)
    });
    // `… of Getty Images.` is news, `Getty Images` at the end of a line without a stop is a credit.
    let may_end = !shape.terminal && shape.words <= EDGE_WORDS;
    let ends = || if may_end { PHRASES.ending(text) } else { None };
    starts.map(|(_, _, reason)| *reason).or_else(ends).or_else(|| inside(text))
}

/// A phrase that stands anywhere but in a quotation.
fn inside(text: &str) -> Option<DropReason> {
    // Nearly no line holds any: whether it does is asked first, at half the cost.
    let finder = PHRASES.finder.as_ref().filter(|finder| finder.is_match(text))?;
    finder.find_overlapping_iter(text).find_map(|found| {
        let quoted = || text[..found.start()].bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let apart = stands_apart(text, found.start(), &text[found.range()]);
        (apart && !quoted()).then(|| PHRASES.anywhere.get(found.pattern().as_usize()).copied()).flatten()
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
    let code = text.starts_with("```");
    let mut folded = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest.as_bytes().iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, other) = rest.split_at(run);
        fold_ascii(ascii.as_bytes(), code, &mut folded);
        let mut wide = other.chars();
        if let Some(c) = wide.next() {
            fold_wide(c, &mut folded);
        }
        rest = wide.as_str();
    }
    if folded.last() == Some(&b' ') {
        folded.pop();
    }
    String::from_utf8(folded).unwrap_or_default()
}

fn fold_ascii(run: &[u8], code: bool, folded: &mut Vec<u8>) {
    let odd = |byte: &u8| *byte < b' ' || *byte == b'`';
    // Nearly every run has single spaces and no marks to fold; both tests look at many bytes at once.
    let is_plain = !run.iter().fold(false, |any, byte| any | odd(byte))
        && !run.windows(2).any(|two| two == b"  ")
        && (run.first() != Some(&b' ') || folded.last().is_some_and(|last| *last != b' '));
    if is_plain {
        folded.extend(run.iter().map(u8::to_ascii_lowercase));
        return;
    }
    for byte in run {
        match byte {
            b'\t'..=b'\r' | b' ' => fold_space(folded),
            b'`' if !code => folded.push(b'\''),
            _ => folded.push(byte.to_ascii_lowercase()),
        }
    }
}

fn fold_wide(c: char, folded: &mut Vec<u8>) {
    match c {
        '’' | '‘' => folded.push(b'\''),
        '“' | '”' => folded.push(b'"'),
        c if c.is_whitespace() => fold_space(folded),
        c => c.to_lowercase().for_each(|c| folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes())),
    }
}

fn fold_space(folded: &mut Vec<u8>) {
    if folded.last().is_some_and(|last| *last != b' ') {
        folded.push(b' ');
    }
}

/// Whether two texts are folded to the same.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let first = |text: &str| text.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase());
    // Most differ in their first letter. Letters beyond ASCII may fold to ASCII, and are not compared here.
    let differ = matches!((first(one), first(other)), (Some(a), Some(b)) if a != b && a.is_ascii() && b.is_ascii());
    !differ && folded(one) == folded(other)
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
            assert!(fields[1] != "end" || without_marks(fields[2]).len() > 1, "{line}");
            assert!(!matches!(fields[1], "start" | "link" | "peel") || fields[2].len() > 1, "{line}");
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
