//! The words of a paragraph as the search for seams counts them: what it says, and how it is written.
//!
//! Takes the text of a paragraph, gives its content words by their stems, its function words by class, its quotation marks
//! and how it opens. Knows no neighbours, so that a paragraph which several passes meet is read once.

use std::rc::Rc;

use super::memory::Memory;
use super::opening::Opening;
use super::paragraph::Paragraph;
use super::words;

/// Classes into which function words fall by their hash: enough to tell languages and habits.
pub(super) const CLASSES: usize = 32;
/// Longest function word, in bytes, that tells how a text is written.
const LONGEST: usize = 6;
/// Fewest letters of a content word.
const SHORTEST: usize = 4;

/// Bytes of English text, at least, in which one content word and one function word stand.
const BYTES_A_WORD: usize = 10;

/// What stands between words: white space, hyphens, slashes.
const APART: [bool; 128] = words::any_of(b"\t\n\x0b\x0c\r -/");

/// What was counted in a paragraph.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The stems of its content words, each with whether it is written like a name inside a sentence.
    pub(super) words: Vec<(u64, bool)>,
    /// The class of each function word.
    pub(super) function: Vec<u8>,
    /// Straight quotation marks and apostrophes, and curly ones.
    pub(super) quotes: [f32; 2],
    pub(super) opening: Opening,
    /// Whether the word at hand stands inside a sentence.
    inside: bool,
}

/// What `memory` holds of the `paragraphs` of `source`.
pub(super) fn all(source: &str, paragraphs: &[Paragraph], memory: &Memory) -> Vec<Rc<Content>> {
    paragraphs.iter().map(|paragraph| memory.content(paragraph.span.slice(source).unwrap_or_default())).collect()
}

impl Content {
    pub(super) fn of(text: &str) -> Self {
        let mut content = Self { quotes: quotes(text.as_bytes()), opening: Opening::of(text), ..Self::default() };
        content.words.reserve(text.len() / BYTES_A_WORD);
        content.function.reserve(text.len() / BYTES_A_WORD);
        for (token, is_ascii) in words::tokens(text, &APART) {
            if is_ascii {
                content.read_ascii(token);
                continue;
            }
            token.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–')).for_each(|token| content.say(token));
            content.join(token);
        }
        content
    }

    /// Most tokens are a word of ASCII with no mark inside, which is one word for what is said and for how.
    fn read_ascii(&mut self, token: &str) {
        let bytes = token.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
        let end = bytes.iter().rposition(u8::is_ascii_alphanumeric).map_or(start, |last| last + 1);
        let word = token.get(start..end).unwrap_or_default();
        if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.say(token);
            self.join(token);
            return;
        }
        let function = words::function(word);
        if let Some(hash) = function {
            self.count(word, hash);
        } else if word.len() >= SHORTEST {
            let name = self.inside && word.starts_with(|c: char| c.is_ascii_uppercase());
            self.words.push((words::stem(word), name));
        }
        self.inside = goes_on(token);
    }

    /// Takes the content word of `token`, if it holds one.
    fn say(&mut self, token: &str) {
        let core = token.trim_matches(|c: char| !c.is_alphanumeric());
        let core = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
        if core.len() >= SHORTEST && words::function(core).is_none() {
            self.words.push((words::stem(core), self.inside && core.starts_with(char::is_uppercase)));
        }
        if !token.is_empty() {
            self.inside = goes_on(token);
        }
    }

    /// Takes the function words between the marks of `token`.
    fn join(&mut self, token: &str) {
        let mut take = |word: &str| {
            if let Some(hash) = Some(word).filter(|word| (1..=LONGEST).contains(&word.len())).and_then(words::function)
            {
                self.count(word, hash);
            }
        };
        for (piece, is_ascii) in words::tokens(token, &words::MARKS) {
            if is_ascii {
                take(piece);
            } else {
                piece.split(|c: char| !c.is_alphanumeric()).for_each(&mut take);
            }
        }
    }

    fn count(&mut self, word: &str, hash: u64) {
        if word.len() <= LONGEST {
            self.function.push((hash ^ (hash >> 32)) as u8 % CLASSES as u8);
        }
    }
}

/// Whether a sentence goes on after `token`.
fn goes_on(token: &str) -> bool {
    !token.ends_with(['.', '!', '?', ':', '"', '”', '“'])
}

fn quotes(text: &[u8]) -> [f32; 2] {
    let straight = text.iter().filter(|byte| matches!(byte, b'"' | b'\'')).count();
    // U+2018 to U+201E: the curly marks.
    let curly = text.windows(3).filter(|bytes| matches!(bytes, [0xe2, 0x80, 0x98..=0x9e])).count();
    [straight as f32, curly as f32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_ascii_is_counted_as_any_other() {
        let text = "The plant's owner, Harlow/Hale of Orrin-on-Sea, said it would (not) sell: “It’s ‘ours’.” Then U.S. \
                    buyers came—they're few. \"No,\" he said... für 12.5% of the mill?\tThe END";
        let mut plain = Content { quotes: quotes(text.as_bytes()), ..Content::default() };
        for (token, _) in words::tokens(text, &APART) {
            token.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–')).for_each(|token| plain.say(token));
            plain.join(token);
        }
        let content = Content::of(text);
        assert_eq!((&content.words, &content.function), (&plain.words, &plain.function));
        assert!(content.words.len() > 10 && content.function.len() > 8, "{content:?}");
        assert_eq!(content.quotes.map(|n| n as usize), [4, 5]);
    }
}
