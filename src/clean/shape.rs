//! The shape of a line: counts that tell running text from headings, menus and rows of figures, in one pass.

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
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            let mut seen = 0;
            let mark = |byte: &u8| {
                let kind = KINDS[usize::from(*byte)];
                seen |= kind;
                kind == 0
            };
            let end = bytes[start..].iter().position(mark).map_or(bytes.len(), |len| start + len);
            if seen & WIDE != 0 {
                text.get(start..end).unwrap_or_default().split_whitespace().for_each(|word| shape.add(word));
            } else if seen & (LOWER | UPPER | DIGIT) != 0 {
                shape.add_ascii(&bytes[start..end], seen);
            }
            start = end + 1;
        }
        shape
    }

    /// Counts a word of ASCII of which a byte is a letter or digit; `seen` says which kinds there are.
    fn add_ascii(&mut self, word: &[u8], seen: u8) {
        let word = if seen & MARK == 0 { word } else { unmarked(word) };
        self.words += 1;
        self.capitals += usize::from(word.first().is_some_and(u8::is_ascii_uppercase));
        self.function += usize::from(is_packed(word));
        self.figures += usize::from(seen & DIGIT != 0);
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
    if word.len() > LONGEST {
        return false;
    }
    let packed = packed(word);
    let mut place = place(packed);
    while PACKED[place] != 0 {
        if PACKED[place] == packed {
            return true;
        }
        place = (place + 1) % PLACES;
    }
    false
}

/// Without the marks round it.
fn unmarked(word: &[u8]) -> &[u8] {
    let start = word.iter().position(u8::is_ascii_alphanumeric).unwrap_or(0);
    let end = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(start, |last| last + 1);
    &word[start..end]
}

/// What a byte of a word is; white space of ASCII is none of them.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const MARK: u8 = 8;
/// A byte of a character beyond ASCII.
const WIDE: u8 = 16;

/// Each byte's kind.
static KINDS: [u8; 256] = {
    let mut kinds = [WIDE; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'\t'..=b'\r' | b' ' => 0,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            _ => MARK,
        };
        byte += 1;
    }
    kinds
};

/// Longest function word.
const LONGEST: usize = 5;
/// Places of the table of function words: four for each, so that most words meet an empty one at once.
const PLACES: usize = 256;

/// The function words as numbers, each at its place or the next free one; looked up for every short word of a dump.
static PACKED: [u64; PLACES] = {
    let mut table = [0; PLACES];
    let mut idx = 0;
    while idx < FUNCTION_WORDS.len() {
        let packed = packed(FUNCTION_WORDS[idx].as_bytes());
        let mut place = place(packed);
        while table[place] != 0 {
            place = (place + 1) % PLACES;
        }
        table[place] = packed;
        idx += 1;
    }
    table
};

const fn place(packed: u64) -> usize {
    (packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
}

/// Up to five ASCII letters, lower case, as a number; never 0 for a word.
const fn packed(word: &[u8]) -> u64 {
    let (mut number, mut idx) = (0, 0);
    while idx < word.len() {
        number = number << 8 | word[idx].to_ascii_lowercase() as u64;
        idx += 1;
    }
    number
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
