//! Finds the words that bound a figure: `more than`, `at least`, `or so`.
//!
//! Looks left of the figure's first token and right of its last; the figure's span leaves these words out.

use std::sync::LazyLock;

use crate::types::Bound;

use super::fnv::WordMap;
use super::lexicon::Class;
use super::token::{Shape, Tokens};
use super::{comparison, noun};

/// Words before a figure, longest first where one ends another.
const BEFORE: &[Row] = &[
    (&["not", "exceeding"], Bound::AtMost),
    (&["not", "exceed"], Bound::AtMost),
    (&["not", "over"], Bound::AtMost),
    (&["not", "under"], Bound::AtLeast),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["at", "the", "very", "least"], Bound::AtLeast),
    (&["at", "a", "minimum"], Bound::AtLeast),
    (&["at", "the", "least"], Bound::AtLeast),
    (&["at", "the", "most"], Bound::AtMost),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "high", "as"], Bound::AtMost),
    (&["as", "low", "as"], Bound::AtLeast),
    (&["as", "little", "as"], Bound::AtLeast),
    (&["as", "few", "as"], Bound::AtLeast),
    (&["up", "to"], Bound::AtMost),
    (&["starts", "at"], Bound::AtLeast),
    (&["start", "at"], Bound::AtLeast),
    (&["starting", "at"], Bound::AtLeast),
    (&["starts", "from"], Bound::AtLeast),
    (&["start", "from"], Bound::AtLeast),
    (&["starting", "from"], Bound::AtLeast),
    (&["minimum"], Bound::AtLeast),
    (&["maximum"], Bound::AtMost),
    (&["close", "to"], Bound::About),
    (&["in", "the", "region", "of"], Bound::About),
    (&["in", "the", "order", "of"], Bound::About),
    (&["on", "the", "order", "of"], Bound::About),
    (&["in", "the", "neighborhood", "of"], Bound::About),
    (&["in", "the", "neighbourhood", "of"], Bound::About),
    (&["close", "on"], Bound::About),
    (&["getting", "on", "for"], Bound::About),
    (&["in", "the", "vicinity", "of"], Bound::About),
    (&["an", "estimated"], Bound::About),
    (&["estimated"], Bound::About),
    (&["a", "reported"], Bound::About),
    (&["an", "average", "of"], Bound::Exact),
    (&["more", "than"], Bound::Over),
    (&["greater", "than"], Bound::Over),
    (&["higher", "than"], Bound::Over),
    (&["larger", "than"], Bound::Over),
    (&["bigger", "than"], Bound::Over),
    (&["better", "than"], Bound::Over),
    (&["longer", "than"], Bound::Over),
    (&["older", "than"], Bound::Over),
    (&["in", "excess", "of"], Bound::Over),
    (&["excess", "of"], Bound::Over),
    (&["upward", "of"], Bound::Over),
    (&["upwards", "of"], Bound::Over),
    (&["north", "of"], Bound::Over),
    (&["exceeding"], Bound::Over),
    (&["exceed"], Bound::Over),
    (&["exceeds"], Bound::Over),
    (&["exceeded"], Bound::Over),
    (&["topping"], Bound::Over),
    (&["topped"], Bound::Over),
    (&["tops"], Bound::Over),
    (&["to", "top"], Bound::Over),
    (&["top"], Bound::Over),
    (&["surpassing"], Bound::Over),
    (&["surpassed"], Bound::Over),
    (&["surpasses"], Bound::Over),
    (&["past"], Bound::Over),
    (&["over"], Bound::Over),
    (&["above"], Bound::Over),
    (&["beyond"], Bound::Over),
    (&["less", "than"], Bound::Under),
    (&["fewer", "than"], Bound::Under),
    (&["lower", "than"], Bound::Under),
    (&["smaller", "than"], Bound::Under),
    (&["shorter", "than"], Bound::Under),
    (&["younger", "than"], Bound::Under),
    (&["short", "of"], Bound::Under),
    (&["shy", "of"], Bound::Under),
    (&["south", "of"], Bound::Under),
    (&["under"], Bound::Under),
    (&["below"], Bound::Under),
    (&["beneath"], Bound::Under),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["approximately"], Bound::About),
    (&["approx"], Bound::About),
    (&["approx", "."], Bound::About),
    (&["roughly"], Bound::About),
    (&["circa"], Bound::About),
    (&["nearly"], Bound::About),
    (&["almost"], Bound::About),
    (&["nearing"], Bound::About),
    (&["approaching"], Bound::About),
    (&["approached"], Bound::About),
    (&["neared"], Bound::About),
    (&["some"], Bound::About),
    (&["~"], Bound::About),
    (&["≈"], Bound::About),
    (&["≥"], Bound::AtLeast),
    (&["≤"], Bound::AtMost),
    (&[">", "="], Bound::AtLeast),
    (&["<", "="], Bound::AtMost),
    (&[">"], Bound::Over),
    (&["<"], Bound::Under),
];

/// Words after a figure.
const AFTER: &[(&[&str], Bound)] = &[
    (&["or", "more"], Bound::AtLeast),
    (&["or", "over"], Bound::AtLeast),
    (&["or", "above"], Bound::AtLeast),
    (&["or", "higher"], Bound::AtLeast),
    (&["or", "greater"], Bound::AtLeast),
    (&["or", "older"], Bound::AtLeast),
    (&["or", "longer"], Bound::AtLeast),
    (&["and", "above"], Bound::AtLeast),
    (&["and", "over"], Bound::AtLeast),
    (&["or", "less"], Bound::AtMost),
    (&["or", "fewer"], Bound::AtMost),
    (&["or", "under"], Bound::AtMost),
    (&["or", "below"], Bound::AtMost),
    (&["or", "lower"], Bound::AtMost),
    (&["or", "younger"], Bound::AtMost),
    (&["or", "shorter"], Bound::AtMost),
    (&["or", "so"], Bound::About),
    (&["or", "thereabouts"], Bound::About),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["minimum"], Bound::AtLeast),
    (&["maximum"], Bound::AtMost),
    (&["-", "plus"], Bound::AtLeast),
    (&["plus"], Bound::AtLeast),
    (&["+"], Bound::AtLeast),
];

/// Words that may stand between bound and figure.
const BETWEEN: [&str; 8] = ["a", "an", "another", "further", "additional", "extra", "well", "just"];

/// A stretch of tokens a figure covers, and whether it measures time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// First token.
    pub(super) first: usize,
    /// Token after the last.
    pub(super) next: usize,
    /// Whether a length of time is measured, so that `over` may mean `during`.
    pub(super) is_time: bool,
}

/// How the figure over `reach` relates to the truth.
pub(super) fn of(tokens: &Tokens<'_>, reach: Reach) -> Bound {
    let after = AFTER
        .iter()
        .find(|(words, _)| matches_at(tokens, reach.next, words) && is_bound_after(tokens, reach.next, words));
    let inside = (reach.first + 1..reach.next).find_map(|i| attached(tokens, i)).map(|(bound, _)| bound);
    let bound = after
        .map(|(_, bound)| *bound)
        .or(inside)
        .or_else(|| comparison::before(tokens, reach.first))
        .or_else(|| before(tokens, reach))
        .unwrap_or(Bound::Exact);
    comparison::closed(tokens, reach.next, bound)
}

/// `-odd`, `-plus` and `or more` at token `i`, between a number and what it counts: the bound, and the token after.
pub(super) fn attached(tokens: &Tokens<'_>, i: usize) -> Option<(Bound, usize)> {
    if tokens.word(i) == "or" {
        let bound = match tokens.word(i + 1) {
            "more" => Bound::AtLeast,
            "fewer" => Bound::AtMost,
            "so" => Bound::About,
            _ => return None,
        };
        let counts = noun::read(tokens, i + 2).is_some() || super::unit::read(tokens, i + 2).is_some();
        return counts.then_some((bound, i + 2));
    }
    // `20+ groups`
    if tokens.is(i, "+") && tokens.is_glued(i) && !tokens.is_glued(i + 1) {
        return noun::read(tokens, i + 1).is_some().then_some((Bound::AtLeast, i + 1));
    }
    let hyphen = tokens.is(i, "-") && tokens.is_glued(i) && tokens.is_glued(i + 1);
    let counts = tokens.shape(i + 2) == Some(Shape::Word) && !tokens.is_glued(i + 2);
    let bound = match tokens.word(i + 1) {
        "odd" => Bound::About,
        "plus" => Bound::AtLeast,
        _ => return None,
    };
    (hyphen && counts && !tokens.is_of(i + 2, Class::Stop)).then_some((bound, i + 2))
}

/// The first token of the words that bound a figure at token `first`; `first` where none do.
pub(super) fn start(tokens: &Tokens<'_>, first: usize) -> usize {
    let Some((words, _)) = longest(tokens, first) else { return first };
    let mut start = first - words.len();
    while matches!(tokens.word_before(start), "just" | "well" | "even" | "slightly") {
        start -= 1;
    }
    start
}

/// Whether token `i` may be a word of a bound.
pub(super) fn is_word(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.lower(i);
    matches!(word, "or" | "equal")
        || BEFORE.iter().any(|(words, _)| words.contains(&word) && !matches!(word, ">" | "<"))
}

fn matches_at(tokens: &Tokens<'_>, i: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(offset, word)| tokens.lower(i + offset) == *word)
}

/// `plus` before another figure or noun adds and does not bound; so does `at least` before a figure.
fn is_bound_after(tokens: &Tokens<'_>, i: usize, words: &[&str]) -> bool {
    let follows = i + words.len();
    let figure = tokens.shape(follows) == Some(Shape::Number) || super::currency::may_start(tokens, follows);
    match words {
        ["plus"] => tokens.is_glued(i) || matches!(tokens.written(follows), "." | "," | "" | ";" | ")"),
        ["+"] => tokens.is_glued(i) && !figure,
        ["or" | "and" | "minimum" | "maximum", ..] => {
            let than = tokens.lower(follows) == "than";
            !figure && (!than || matches!(tokens.written(follows + 1), "" | "." | "," | ")"))
        }
        ["at", ..] => !figure && !tokens.is_of(follows, Class::Start),
        _ => true,
    }
}

fn before(tokens: &Tokens<'_>, reach: Reach) -> Option<Bound> {
    let mut end = unquoted(tokens, reach.first);
    let skipped = |end: usize| end > 0 && BETWEEN.contains(&tokens.lower(end - 1)) && !tokens.is_sentence_start(end);
    let mut direct = true;
    for _ in 0..3 {
        if let Some((words, bound)) = longest(tokens, end) {
            let bound = &unless_denied(tokens, end - words.len(), words, *bound);
            return (direct || words.len() > 1 || matches!(words, ["minimum" | "maximum" | "nearly" | "almost"]))
                .then_some(*bound)
                .filter(|_| {
                    !means_during(tokens, words, end, reach)
                        && !is_handed(tokens, words, end)
                        && !means_upward(tokens, words, end)
                        && !compares(tokens, words, end)
                        && !is_topic(tokens, words, end)
                })
                .filter(|bound| *bound != Bound::Exact);
        }
        if !skipped(end) {
            return None;
        }
        direct = direct && matches!(tokens.lower(end - 1), "another" | "additional" | "extra" | "just" | "well");
        end -= 1;
    }
    None
}

/// The token after the words before a figure at token `first`, whose quotation ends in front of it: `"north of" €600m`.
fn unquoted(tokens: &Tokens<'_>, first: usize) -> usize {
    let closing = |at: usize| {
        matches!(tokens.written(at), "\"" | "”" | "'" | "’") && tokens.is_glued(at) && !tokens.is_glued(at + 1)
    };
    first - usize::from(first > 1 && closing(first - 1))
}

/// `must not fall below 3%` says that it is at least that.
fn unless_denied(tokens: &Tokens<'_>, start: usize, words: &[&str], bound: Bound) -> Bound {
    let denied = (start.saturating_sub(2)..start).any(|at| matches!(tokens.word(at), "not" | "never" | "nor"))
        && !matches!(tokens.word_before(start), "not" | "only");
    match words {
        ["below" | "under" | "beneath"] if denied => Bound::AtLeast,
        ["above" | "over" | "beyond" | "past"] if denied => Bound::AtMost,
        _ => bound,
    }
}

/// A row of [`BEFORE`].
type Row = (&'static [&'static str], Bound);

/// The rows of [`BEFORE`] by their last word.
static CLOSING: LazyLock<WordMap<&str, Vec<&Row>>> = LazyLock::new(|| {
    let mut rows: WordMap<&str, Vec<&Row>> = WordMap::default();
    for row in BEFORE {
        rows.entry(row.0.last().copied().unwrap_or_default()).or_default().push(row);
    }
    rows
});

/// The words that a bound before a figure ends with.
pub(super) fn closing() -> impl Iterator<Item = &'static str> {
    CLOSING.keys().copied()
}

fn longest(tokens: &Tokens<'_>, end: usize) -> Option<&'static Row> {
    let last = end.checked_sub(1)?;
    if tokens.shape(last)? == Shape::Word && !tokens.is_of(last, Class::Bound) {
        return None;
    }
    let ends_here = |words: &[&str]| words.len() <= end && matches_at(tokens, end - words.len(), words);
    let rows = CLOSING.get(tokens.lower(last))?.iter().copied();
    rows.filter(|(words, _)| ends_here(words)).max_by_key(|(words, _)| words.len())
}

/// Words that move something, so that `up to` after them is the way it went.
const MOVING: [&str; 17] = [
    "push", "pushes", "pushed", "pushing", "bring", "brings", "bringing", "brought", "take", "takes", "taking", "took",
    "drive", "driving", "drove", "sent", "sending",
];
/// Words of moving by itself, right before `up to`: `the rate ticked up to 4.3 %`.
const RISING: [&str; 22] = [
    "tick", "ticks", "ticked", "edge", "edges", "edged", "edging", "inch", "inched", "creep", "crept", "rose", "rises",
    "climbed", "jumped", "moved", "went", "nudged", "drifted", "picked", "stepped", "adds",
];
/// Words from one that moves something to `up`.
const MOVED: usize = 11;

/// `pushing the rate up to 3 %` and `ticked up to 3 %` tell a way and no bound; `takes up to 3 %` is one.
fn means_upward(tokens: &Tokens<'_>, words: &[&str], end: usize) -> bool {
    let up = end.saturating_sub(2);
    let before = up.saturating_sub(MOVED)..up.saturating_sub(1);
    let rising = RISING.contains(&tokens.word_before(up)) || is_level(tokens, up);
    words == ["up", "to"]
        && (rising || before.rev().take_while(|i| tokens.written(*i) != ",").any(|i| MOVING.contains(&tokens.word(i))))
}

/// Whether the level that went up stands right before: `with the 30-year yield up to 2.98 %`.
fn is_level(tokens: &Tokens<'_>, up: usize) -> bool {
    let noun = matches!(tokens.word_before(up), "yield" | "yields" | "index" | "shares" | "stock");
    noun && (up.saturating_sub(4)..up).any(|i| matches!(tokens.word(i), "the" | "its" | "their" | "with"))
}

/// `handed over 41 ships` is a deed and no bound.
fn is_handed(tokens: &Tokens<'_>, words: &[&str], end: usize) -> bool {
    let deed = end.checked_sub(2).map_or("", |i| tokens.word(i));
    words == ["over"]
        && matches!(deed, "hand" | "hands" | "handed" | "handing" | "turned" | "signed" | "pass" | "passed")
}

/// Nouns of a difference: what comes `over` after one is what it is a difference from.
const DIFFERENCES: [&str; 16] = [
    "rise",
    "increase",
    "growth",
    "gain",
    "jump",
    "improvement",
    "premium",
    "advantage",
    "lead",
    "increment",
    "climb",
    "surge",
    "uptick",
    "hike",
    "spread",
    "points",
];

/// `a rise of 31 per cent over Rs 166.9 crore`, `an improvement over 4%`: what is compared with, and no bound.
fn compares(tokens: &Tokens<'_>, words: &[&str], end: usize) -> bool {
    let Some(before) = end.checked_sub(2).filter(|_| words == ["over"]) else { return false };
    let percent = matches!(tokens.lower(before), "%" | "％" | "percent" | "cent" | "pct" | "pc");
    percent || DIFFERENCES.contains(&tokens.word(before))
}

/// Verbs and nouns of speech, whose `about` tells what it is of.
const SPEECH: [&str; 16] = [
    "ask",
    "asked",
    "asks",
    "asking",
    "talk",
    "talked",
    "talks",
    "talking",
    "question",
    "questions",
    "questioned",
    "speak",
    "spoke",
    "know",
    "knew",
    "learned",
];

/// `asked Moreno about two other cases`: what is spoken of; digits would make it a number that is nearly so.
fn is_topic(tokens: &Tokens<'_>, words: &[&str], end: usize) -> bool {
    let before = end.saturating_sub(3)..end.saturating_sub(1);
    let spoken = words == ["about"] && before.into_iter().any(|at| SPEECH.contains(&tokens.word(at)));
    spoken && tokens.shape(end) == Some(Shape::Word)
}

/// Words after which `over` a length of time is more than it: `waited over twelve hours`.
const LASTING: [&str; 19] = [
    "for", "just", "well", "little", "aged", "lasted", "after", "last", "lasts", "lasting", "waited", "waiting",
    "wait", "took", "take", "takes", "taking", "taken", "spent",
];

/// `over five years` is during them, unless a word before says otherwise (`for over five years`); `the past five games`.
fn means_during(tokens: &Tokens<'_>, words: &[&str], end: usize, reach: Reach) -> bool {
    let said = end.checked_sub(2).map_or("", |i| tokens.word(i));
    match words {
        ["over"] => reach.is_time && !LASTING.contains(&said),
        ["past"] => reach.is_time || matches!(said, "the" | "these" | "its" | "their" | "his" | "her" | "our"),
        // `deliveries top 40,000`, not `the top 100 firms`.
        ["top"] => !noun::is_plural(said),
        _ => false,
    }
}
