//! Cuts text into words, numbers and marks, the letters the grammar is written in.
//!
//! Takes a text; gives [`Tokens`], a view over it by token index, and what the tables say of its words. Knows no meaning:
//! `$` and `3.5` are just a mark and a number. Case folding is ASCII only, so that offsets into the folded text are offsets into the
//! text.

use super::lexicon::{self, Class, Entry};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters; dotted capitals (`U.S.`) are one word.
    Word,
    /// Digits with the separators between them.
    Number,
    /// Any other single character.
    Mark,
}

/// One token: where it stands, how it is written and what the tables say of it.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    start: usize,
    written: &'a str,
    lower: &'a str,
    shape: Shape,
    /// Whether a line break stands before it.
    opens_line: bool,
    entry: Entry,
}

/// The tokens of a text, with the text as written and in lower case.
pub(super) struct Tokens<'a> {
    text: &'a str,
    all: Vec<Token<'a>>,
}

impl<'a> Tokens<'a> {
    /// Cuts `text`, of which `lower` is the form in lower case.
    pub(super) fn of(text: &'a str, lower: &'a str) -> Self {
        let mut all = Vec::with_capacity(text.len() / 4);
        let (mut start, mut opens_line) = (0, true);
        while let Some(first) = char_at(text, start) {
            if first.is_whitespace() {
                opens_line = opens_line || first == '\n';
                start += first.len_utf8();
                continue;
            }
            let (shape, end) = token_end(text, start, first);
            let (Some(written), Some(lower)) = (text.get(start..end), lower.get(start..end)) else { break };
            let entry = if shape == Shape::Word { lexicon::entry(lower) } else { Entry::NONE };
            all.push(Token { start, written, lower, shape, opens_line, entry });
            (start, opens_line) = (end, false);
        }
        Self { text, all }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// First byte of token `i`; the end of the text past the last token.
    pub(super) fn start(&self, i: usize) -> usize {
        self.all.get(i).map_or(self.text.len(), |t| t.start)
    }

    /// One past the last byte of token `i`; the end of the text past the last token.
    pub(super) fn end(&self, i: usize) -> usize {
        self.all.get(i).map_or(self.text.len(), |t| t.start + t.written.len())
    }

    /// The token as written; empty past the last.
    pub(super) fn written(&self, i: usize) -> &'a str {
        self.all.get(i).map_or("", |t| t.written)
    }

    /// The token in lower case; empty past the last.
    pub(super) fn lower(&self, i: usize) -> &'a str {
        self.all.get(i).map_or("", |t| t.lower)
    }

    /// The token in lower case if it is a word; else empty.
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.all.get(i).filter(|t| t.shape == Shape::Word).map_or("", |t| t.lower)
    }

    /// What the tables say of token `i`; of what is no word, nothing.
    pub(super) fn entry(&self, i: usize) -> Entry {
        self.all.get(i).map_or(Entry::NONE, |t| t.entry)
    }

    /// Whether token `i` is a word of `class`.
    pub(super) fn is_of(&self, i: usize, class: Class) -> bool {
        self.all.get(i).is_some_and(|t| t.entry.is(class))
    }

    /// Whether a word of `class` stands before token `i`.
    pub(super) fn is_after(&self, i: usize, class: Class) -> bool {
        i > 0 && self.is_of(i - 1, class)
    }

    /// The value of token `i` in `class`.
    pub(super) fn value(&self, i: usize, class: Class) -> Option<u32> {
        self.all.get(i)?.entry.value(class)
    }

    /// The word before token `i`, empty where there is none.
    pub(super) fn word_before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The digits of token `i` if it is a number; else empty.
    pub(super) fn number(&self, i: usize) -> &str {
        self.all.get(i).filter(|t| t.shape == Shape::Number).map_or("", |t| t.written)
    }

    /// What token `i` is made of.
    pub(super) fn shape(&self, i: usize) -> Option<Shape> {
        self.all.get(i).map(|t| t.shape)
    }

    /// Whether token `i` is the mark `mark`.
    pub(super) fn is(&self, i: usize, mark: &str) -> bool {
        self.written(i) == mark
    }

    /// Whether token `i` follows the one before without a space.
    pub(super) fn is_glued(&self, i: usize) -> bool {
        i > 0 && i < self.len() && self.end(i - 1) == self.start(i)
    }

    /// Whether token `i` is a hyphen, dash or minus.
    pub(super) fn is_dash(&self, i: usize) -> bool {
        self.shape(i) == Some(Shape::Mark) && matches!(self.written(i), "-" | "‐" | "‑" | "–" | "—" | "−")
    }

    /// Whether token `i` begins with a capital letter.
    pub(super) fn is_capital(&self, i: usize) -> bool {
        self.written(i).starts_with(char::is_uppercase)
    }

    /// Whether a line break stands before token `i`.
    pub(super) fn is_line_start(&self, i: usize) -> bool {
        match self.all.get(i) {
            Some(token) => token.opens_line,
            None => i == 0 || self.text.get(self.end(i - 1)..).is_some_and(|rest| rest.contains('\n')),
        }
    }

    /// Whether a sentence seems to begin at token `i`.
    pub(super) fn is_sentence_start(&self, i: usize) -> bool {
        self.is_line_start(i)
            || matches!(self.written(i - 1), "." | "!" | "?" | "\"" | "“" | ":" | "(" | "‘" | "'" | "-" | "—" | "–")
    }
}

/// The character at byte `at`, which most often is of ASCII.
fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(at..)?.chars().next() }
}

fn token_end(text: &str, at: usize, first: char) -> (Shape, usize) {
    let rest = text.get(at..).unwrap_or_default();
    if first.is_ascii_digit() || (first == '.' && leads_digits(text, at)) {
        let after_letter =
            text.get(..at).is_some_and(|before| before.ends_with(char::is_alphabetic) && !is_rand(before));
        return (Shape::Number, at + number_len(rest, after_letter));
    }
    if first.is_alphabetic() {
        return (Shape::Word, at + word_len(rest));
    }
    (Shape::Mark, at + first.len_utf8())
}

/// Whether the letter at the end of `before` may be that of rands, which group their digits with a space: `R16 500`.
fn is_rand(before: &str) -> bool {
    before.strip_suffix('R').is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Whether the full stop at `at` begins a number (`.25`).
fn leads_digits(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let after = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    after
        && (at == 0
            || matches!(bytes.get(at - 1), Some(b' ' | b'\n' | b'(' | b'$' | b'-'))
            || text.get(..at).is_some_and(|t| t.ends_with(['£', '€'])))
}

fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let ascii = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_whole = bytes.get(ascii).is_none_or(u8::is_ascii);
    let len = if is_whole { ascii } else { rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()) };
    let single = char_at(rest, 0).is_some_and(|c| c.len_utf8() == len);
    if !single {
        return len;
    }
    let mut end = len;
    while bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphanumeric)
    {
        end += 2;
    }
    if end > len && bytes.get(end) == Some(&b'.') { end + 1 } else { end }
}

/// Bytes of the number at the start of `rest`: digits, with separators only between digits; of a list without spaces
/// (`22,24,26`) the first number. Digits behind a letter (`i7 860`) are of no larger number.
fn number_len(rest: &str, after_letter: bool) -> usize {
    let end = separated_len(rest, after_letter);
    let written = rest.get(..end).unwrap_or_default();
    let mut parts = written.split(',');
    let first = parts.next().map_or(0, str::len);
    let is_list = written.matches(',').count() > 1 && parts.any(|part| part.len() < 3 && !is_indian(written));
    if is_list { first } else { end }
}

/// Whether digits are grouped in twos before the last three: `12,34,567`.
fn is_indian(written: &str) -> bool {
    let whole = written.split('.').next().unwrap_or_default();
    let groups: Vec<usize> = whole.split(',').map(str::len).collect();
    matches!(groups[..], [1..=2, ref inner @ .., 3] if inner.iter().all(|len| *len == 2))
}

fn separated_len(rest: &str, after_letter: bool) -> usize {
    let bytes = rest.as_bytes();
    let is_digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = 1;
    loop {
        if is_digit(end) {
            end += 1;
        } else if matches!(bytes.get(end), Some(b'.' | b',')) && is_digit(end + 1) {
            end += 2;
        } else if let Some(gap) = group_gap(rest, end).filter(|_| !after_letter) {
            end += gap + 3;
        } else {
            return end;
        }
    }
}

/// Bytes of the space or apostrophe at `at` where it sets off exactly three digits of a larger number (`10 000`).
fn group_gap(rest: &str, at: usize) -> Option<usize> {
    let gap = rest
        .get(at..)?
        .chars()
        .next()
        .filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))?;
    let bytes = rest.as_bytes();
    let from = at + gap.len_utf8();
    let digits = bytes.get(from..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    let head = rest.get(..at)?;
    let lead = head.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().len();
    let whole = head.chars().all(|c| c.is_ascii_digit() || c == gap);
    let first = head.split(gap).next().unwrap_or_default();
    let fits = digits == 3 && (1..=3).contains(&lead) && whole && !first.starts_with('0');
    (fits && !matches!(bytes.get(from + 3), Some(b'-' | b'/'))).then_some(gap.len_utf8())
}
