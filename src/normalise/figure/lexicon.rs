//! The word tables of the grammar, read once from `tables/`.
//!
//! Gives look-ups by lower-case word. The tables hold facts of English, ISO 4217 and metrology; a malformed line is
//! left out, and a test counts the lines so that none can be.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::fnv::{Fnv, WordMap};

/// Word classes and small number tables: `class → word → value` (0 where the class has no values).
static WORDS: LazyLock<WordMap<&str, WordMap<&str, u32>>> = LazyLock::new(|| {
    let mut classes: WordMap<&str, WordMap<&str, u32>> = WordMap::default();
    for (class, words) in lines(&[include_str!("tables/numbers.txt"), include_str!("tables/words.txt")]) {
        let table = classes.entry(class).or_default();
        for word in words.split_whitespace() {
            let (word, value) = word.split_once('=').unwrap_or((word, "0"));
            table.insert(word, value.parse().unwrap_or(0));
        }
    }
    classes
});

/// Every word of a class: most words of a text are in none, and one look tells.
static KNOWN: LazyLock<HashSet<&str, BuildHasherDefault<Fnv>>> =
    LazyLock::new(|| WORDS.values().flat_map(WordMap::keys).copied().collect());

static PLURALS: LazyLock<WordMap<&str, &str>> = LazyLock::new(|| {
    lines(&[include_str!("tables/words.txt")])
        .filter(|(class, _)| *class == "plural")
        .flat_map(|(_, words)| words.split_whitespace().filter_map(|pair| pair.split_once('=')))
        .collect()
});

/// Words that can begin a figure, so that the scan may pass over all others.
static STARTS: LazyLock<HashSet<&str, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
    let mut starts: HashSet<&str, BuildHasherDefault<Fnv>> = HashSet::default();
    for class in ["unit", "teen", "tens", "scale", "month", "weekday", "ordinal"] {
        starts.extend(WORDS.get(class).into_iter().flat_map(WordMap::keys));
    }
    starts.extend([
        "a",
        "an",
        "absolute",
        "hundred",
        "dozen",
        "doz",
        "dozs",
        "half",
        "quarter",
        "minus",
        "negative",
        "yesterday",
        "today",
        "tomorrow",
        "tonight",
        "last",
        "this",
        "next",
        "fiscal",
        "financial",
        "fy",
        "halved",
        "double",
        "triple",
        "treble",
        "quadruple",
        "doubled",
        "tripled",
        "trebled",
        "quadrupled",
        "quintupled",
        "twice",
        "q",
        "h",
        "the",
        "dollar",
        "dollars",
        "spring",
        "summer",
        "autumn",
        "winter",
    ]);
    starts
});

fn lines<'a>(files: &[&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let all: Vec<&str> = files.iter().flat_map(|file| file.lines()).collect();
    all.into_iter().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

/// The value of `word` in `class`.
pub(super) fn value(class: &str, word: &str) -> Option<u32> {
    if word.is_empty() || !KNOWN.contains(word) { None } else { WORDS.get(class)?.get(word).copied() }
}

/// Whether `word` is of `class`.
pub(super) fn is(class: &str, word: &str) -> bool {
    value(class, word).is_some()
}

/// The singular of an irregular plural, or of a plural in `-s` that the rules would get wrong.
pub(super) fn irregular_singular(plural: &str) -> Option<&'static str> {
    PLURALS.get(plural).copied()
}

/// The irregular plural of `singular`: the first in alphabetical order where there are several.
pub(super) fn irregular_plural(singular: &str) -> Option<&'static str> {
    let mut found: Vec<&str> = PLURALS.iter().filter(|(_, s)| **s == singular).map(|(p, _)| *p).collect();
    found.sort_unstable();
    found.first().copied()
}

/// Whether a figure can begin with `word`, currency names aside.
pub(super) fn may_start(word: &str) -> bool {
    STARTS.contains(word)
}
