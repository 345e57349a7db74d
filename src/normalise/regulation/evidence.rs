//! Which jurisdictions a text speaks of: what settles a name that several countries' laws share.
//!
//! Words of each jurisdiction stand in `jurisdictions.tsv` (code, words parted by `|`). Takes text, gives codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::boundary;

struct Words {
    automaton: AhoCorasick,
    codes: Vec<&'static str>,
    lookup: BTreeMap<&'static str, &'static str>,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let rows = include_str!("../jurisdictions.tsv").lines().filter(|line| !line.starts_with('#'));
    let pairs: Vec<(&str, &str)> = rows
        .filter_map(|row| row.split_once('\t'))
        .flat_map(|(code, words)| words.split('|').map(move |word| (word.trim(), code)))
        .filter(|(word, _)| !word.is_empty())
        .collect();
    // Headlines in capitals speak of countries too; a short word in capitals may be any acronym.
    let shouted = pairs.iter().filter(|(word, _)| word.len() >= 4).map(|(word, code)| (word.to_uppercase(), *code));
    let mut written: BTreeMap<String, &'static str> = shouted.collect();
    written.extend(pairs.iter().map(|(word, code)| ((*word).to_owned(), *code)));
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(written.keys()).ok()?;
    let codes = written.into_values().collect();
    Some(Words { automaton, codes, lookup: pairs.into_iter().collect() })
});

/// Codes of the jurisdictions whose words stand in `text`, with how often.
pub(crate) fn jurisdictions(text: &str) -> BTreeMap<&'static str, usize> {
    let Some(words) = WORDS.as_ref() else { return BTreeMap::new() };
    let hits = words.automaton.find_iter(text).filter(|hit| boundary::is_whole_word(text, hit.start(), hit.end()));
    let mut counts = BTreeMap::new();
    for hit in hits {
        let code = words.codes[hit.pattern().as_usize()];
        *counts.entry(code).or_insert(0) += 1;
        // What is told of a state is told of its country.
        if let Some((country, _)) = code.split_once('-') {
            *counts.entry(country).or_insert(0) += 1;
        }
    }
    counts
}

/// The jurisdiction `word` stands for (`UK`, `Indian`), where it is one of the table's.
pub(super) fn of_word(word: &str) -> Option<&'static str> {
    WORDS.as_ref()?.lookup.get(word).copied()
}

/// `code` where it is one of the table's.
pub(super) fn known(code: &str) -> Option<&'static str> {
    WORDS.as_ref()?.codes.iter().find(|known| **known == code).copied()
}
