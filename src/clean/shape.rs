//! The shape of a line: counts that tell running text from headings, menus and rows of figures, in one pass.

use std::sync::LazyLock;

use crate::types::Span;

/// Words that hold English sentences together; menus and headlines have few of them.
const FUNCTION_WORDS: [&str; 64] = [
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could",
    "for", "from", "had", "has", "have", "he", "her", "his", "if", "in", "into", "is", "it", "its", "more", "not",
    "of", "on", "one", "or", "our", "over", "she", "some", "than", "that", "the", "their", "them", "there", "they",
    "this", "to", "under", "was", "we", "were", "when", "where", "which", "while", "who", "will", "with", "would",
    "you", "your", "up",
];

/// Counts of one line or sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Words.
    pub(super) words: usize,
    /// Words that begin with a capital letter.
    pub(super) capitals: usize,
    /// Function words.
    pub(super) function: usize,
    /// Words that hold a digit.
    pub(super) figures: usize,
    /// Bytes; some scripts write no spaces between words.
    pub(super) len: usize,
    /// Whether it ends as a sentence does.
    pub(super) terminal: bool,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self { len: text.len(), terminal: is_terminal(text), ..Self::default() };
        // By bytes, since every word of a dump is counted several times; a word of other letters is looked at by character.
        for word in text.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
            if word.is_ascii() {
                shape.add_ascii(word);
            } else {
                std::str::from_utf8(word).unwrap_or_default().split_whitespace().for_each(|word| shape.add(word));
            }
        }
        shape
    }

    fn add_ascii(&mut self, word: &[u8]) {
        let Some(start) = word.iter().position(u8::is_ascii_alphanumeric) else { return };
        let end = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(start, |last| last + 1);
        let word = &word[start..end];
        self.words += 1;
        self.capitals += usize::from(word[0].is_ascii_uppercase());
        self.function += usize::from(is_packed(word));
        self.figures += usize::from(word.iter().any(u8::is_ascii_digit));
    }

    fn add(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next() else { return };
        self.words += 1;
        self.capitals += usize::from(first.is_uppercase());
        self.function += usize::from(is_function_word(word));
        self.figures += usize::from(word.bytes().any(|byte| byte.is_ascii_digit()));
    }

    pub(super) fn at(source: &str, span: Span) -> Self {
        Self::of(span.slice(source).unwrap_or_default())
    }

    /// Running text: a whole sentence, or too long to be a heading or a link. Must hold in any language.
    pub(super) fn is_prose(self) -> bool {
        let whole = self.terminal && (self.words >= 8 || self.len >= 90);
        whole || self.words >= 30 || (self.words >= 20 && self.function * 5 >= self.words)
    }

    /// A short line that is no sentence and no row of figures: a heading, a link, a menu entry.
    pub(super) fn is_label(self) -> bool {
        !self.terminal && (1..=16).contains(&self.words) && self.figures * 3 < self.words.max(2) && self.len < 160
    }

    /// Could be a headline: some words, not a sentence, not a row of figures.
    pub(super) fn is_headline(self) -> bool {
        (3..=24).contains(&self.words) && self.figures * 2 < self.words
    }
}

/// Whether the last character that counts ends a sentence.
pub(super) fn is_terminal(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '\u{200b}')
    })
    .ends_with(['.', '!', '?', '…', '。', '！', '？', ';'])
}

/// Whether `word` holds sentences together, case ignored.
pub(super) fn is_function_word(word: &str) -> bool {
    word.is_ascii() && is_packed(word.as_bytes())
}

/// The same of ASCII letters.
fn is_packed(word: &[u8]) -> bool {
    word.len() <= 5 && PACKED.binary_search(&packed(word)).is_ok()
}

/// The function words as numbers, sorted: looked up for every short word of a dump.
static PACKED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut words: Vec<u64> = FUNCTION_WORDS.iter().map(|word| packed(word.as_bytes())).collect();
    words.sort_unstable();
    words
});

/// Up to five ASCII letters, lower case, as a number.
fn packed(word: &[u8]) -> u64 {
    word.iter().fold(0, |number, byte| number << 8 | u64::from(byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_prose_from_labels_and_rows() {
        let prose =
            ["Harlow Mills said on Monday that it would close the plant.", "“We are not for sale,” he said of it."];
        let labels = ["Markets", "More from Harlow County", "Harlow Mills buys Castor"];
        let rows = ["Revenue 1,204 1,090", "12.5 13.1"];
        for text in prose {
            assert!(Shape::of(text).is_prose() && !Shape::of(text).is_label(), "{text}");
        }
        for text in labels {
            assert!(!Shape::of(text).is_prose() && Shape::of(text).is_label(), "{text}");
        }
        for text in rows {
            assert!(!Shape::of(text).is_prose() && !Shape::of(text).is_label(), "{text}");
        }
    }
}
