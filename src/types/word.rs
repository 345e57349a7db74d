//! The words of a text, as the stages that compare wording count them.
//!
//! Takes text; gives words, their stems, and whether a word carries meaning of its own. Knows no stage.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Days of the week and months.
const DAYS_AND_MONTHS: [&str; 19] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether `word`, as written, names a day of the week or a month.
pub fn is_day_or_month(word: &str) -> bool {
    DAYS_AND_MONTHS.contains(&word)
}

/// Words of English that say nothing of what a text is about, in alphabetical order.
const STOP: [&str; 139] = [
    "a",
    "about",
    "according",
    "after",
    "again",
    "against",
    "ago",
    "all",
    "also",
    "am",
    "among",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "at",
    "away",
    "back",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "come",
    "could",
    "did",
    "do",
    "does",
    "down",
    "during",
    "each",
    "even",
    "every",
    "first",
    "for",
    "from",
    "get",
    "go",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "last",
    "like",
    "made",
    "make",
    "many",
    "may",
    "me",
    "might",
    "more",
    "most",
    "much",
    "must",
    "my",
    "new",
    "no",
    "not",
    "now",
    "of",
    "off",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "said",
    "same",
    "say",
    "says",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "take",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "time",
    "to",
    "told",
    "too",
    "two",
    "under",
    "until",
    "up",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "year",
    "you",
    "your",
];

/// Where in [`STOP`] the words of each first letter begin, and where those of `z` end.
const INITIALS: [usize; 27] = {
    let mut starts = [STOP.len(); 27];
    let mut letter = 27;
    while letter > 0 {
        letter -= 1;
        let mut at = STOP.len();
        while at > 0 && STOP[at - 1].as_bytes()[0] as usize >= b'a' as usize + letter {
            at -= 1;
        }
        starts[letter] = at;
    }
    starts
};

/// `text` with every run of white space folded to one blank, none at the ends.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` as a wire without accents writes it.
pub fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Words in order: runs of letters and digits, with `.`, `,` or an apostrophe inside (`12.5`, `don't`).
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',' | '\'' | '’')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// Whether `word` (lower case) is too common to tell what a text is about.
pub fn is_stop_word(word: &str) -> bool {
    let initial = word.bytes().next().filter(u8::is_ascii_lowercase).map(|letter| usize::from(letter - b'a'));
    initial.is_some_and(|initial| STOP[INITIALS[initial]..INITIALS[initial + 1]].contains(&word))
}

/// Lower-case form of `word` without possessive and common endings, so that `plants` and `plant's` meet.
pub fn stem(word: &str) -> String {
    stem_of_lower(&word.to_lowercase().replace('’', "'")).to_owned()
}

/// [`stem`] of a word in lower case with straight apostrophes.
pub fn stem_of_lower(lower: &str) -> &str {
    let base = lower.strip_suffix("'s").unwrap_or(lower);
    let ending = ["ing", "ed", "es", "s"].into_iter().find(|e| base.len() > e.len() + 3 && base.ends_with(e));
    ending.and_then(|e| base.strip_suffix(e)).unwrap_or(base)
}

/// Stems of the words that carry meaning, in order.
pub fn content_stems(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text).filter(|w| w.len() > 1 && !is_stop_word(&w.to_lowercase())).map(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stop_words_are_in_order() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn every_stop_word_is_found_and_no_other() {
        assert!(STOP.iter().all(|word| is_stop_word(word)));
        assert!(!["", "plant", "zoo", "ab", "is ", "The", "élan", "yourt"].into_iter().any(is_stop_word));
    }

    #[test]
    fn a_number_stays_one_word() {
        let found: Vec<&str> = words("It paid $12.5 million, 1,250 workers' dues.").collect();
        assert_eq!(found, ["It", "paid", "12.5", "million", "1,250", "workers", "dues"]);
    }

    #[test]
    fn possessive_and_plural_share_a_stem() {
        assert_eq!(content_stems("the plant's plants").collect::<Vec<_>>(), ["plant", "plant"]);
    }
}
