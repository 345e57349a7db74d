//! Acronyms a text defines: `Long Form (ABC)`.
//!
//! The long form is found by the algorithm of Schwartz and Hearst ("A simple algorithm for identifying abbreviation
//! definitions in biomedical text", PSB 2003): from the right, each character of the short form is met in the words
//! before the bracket, its first at the start of a word. Takes text alone; knows nothing of what is named.

use std::sync::LazyLock;

use regex::Regex;

use crate::types::Span;

/// `Long Form (ABC)` at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The long form.
    pub(crate) long: Span,
    /// The short form, without bracket and quotation marks.
    pub(crate) short: Span,
}

static BRACKET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("\\((?:the |or |known as |hereinafter )?[\"'“‘]?(?P<short>[A-Za-z][A-Za-z0-9&./-]{1,11}(?: I{1,3})?)[\"'”’]?\\)")
        .ok()
});

/// Every definition in `text`, in order.
pub(crate) fn definitions(text: &str) -> Vec<Definition> {
    let Some(bracket) = BRACKET.as_ref() else { return Vec::new() };
    if !text.contains('(') {
        return Vec::new();
    }
    bracket
        .captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let short = captures.name("short")?;
            if short.as_str().chars().filter(|c| c.is_uppercase()).count() < 2 {
                return None;
            }
            let long = long_form(&text[..whole.start()], short.as_str())?;
            Some(Definition { long, short: Span::new(short.start(), short.end()).ok()? })
        })
        .collect()
}

/// The words at the end of `before` that `short` abbreviates.
fn long_form(before: &str, short: &str) -> Option<Span> {
    let before = before.trim_end();
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let most_words = (letters.len() + 5).min(letters.len() * 2 + 2);
    let window = window_start(before, most_words);
    let mut chars = before[window..].char_indices().rev().peekable();
    let mut start = None;
    for (nth, letter) in letters.iter().enumerate().rev() {
        loop {
            let (at, c) = chars.next()?;
            let word_start = chars.peek().is_none_or(|(_, previous)| !previous.is_alphanumeric());
            if c.to_lowercase().eq(std::iter::once(*letter)) && (nth > 0 || word_start) {
                start = Some(window + at);
                break;
            }
        }
    }
    let start = start?;
    let words = &before[start..];
    let is_longer = words.len() > short.len() + 2 && words.contains([' ', '-']);
    (is_longer && words.starts_with(char::is_uppercase)).then(|| Span::new(start, before.len()).ok())?
}

/// Where the last `n_words` words of `text` begin, not going back over a sentence or bracket.
fn window_start(text: &str, n_words: usize) -> usize {
    let stop = text
        .rfind(['(', ')', ';', '\n', '"', '“', '”'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let spaces = text[stop..].char_indices().rev().filter(|(_, c)| c.is_whitespace());
    spaces.map(|(at, c)| stop + at + c.len_utf8()).nth(n_words.saturating_sub(1)).unwrap_or(stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = definitions(text);
        let words = found.first().map(|d| (d.long.slice(text).unwrap_or(""), d.short.slice(text).unwrap_or("")));
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn a_bracket_after_its_long_form_is_a_definition() {
        check("The Harbour Dues Regulation (HDR) applies.", Some(("Harbour Dues Regulation", "HDR")));
        check("Orrin Tidal Services (OTS) fell.", Some(("Orrin Tidal Services", "OTS")));
        check("the Board of Tidal Power (\"BoTP\") said", Some(("Board of Tidal Power", "BoTP")));
    }

    #[test]
    fn other_brackets_are_not() {
        check("Orrin Tidal (up 4%) fell.", None);
        check("Quarrel Ltd (NYSE) rose.", None);
        check("It sold cars (SUVs).", None);
    }
}
