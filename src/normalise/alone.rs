//! Whether words of a text that are spelt like a name stand there as that name.
//!
//! Takes a text and a place in it; knows nothing of what the name is of.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::types::{Document, Span};

/// Where `surfaces`, which `finder` finds in that order, stand in what is read of `document` as names of their own.
pub(crate) fn places<'a>(document: &Document, finder: &AhoCorasick, surfaces: &[&'a str]) -> Vec<(Span, &'a str)> {
    let common = common_words(document);
    let mut found = Vec::new();
    for read in document.read_spans() {
        let text = document.words(read);
        for hit in finder.find_iter(text) {
            let Ok(span) = Span::new(hit.start(), hit.end()) else { continue };
            let surface = surfaces[hit.pattern().as_usize()];
            if is_alone(text, span) && !is_common_opening(span, surface, &common) {
                found.push((span.shifted(read.start()), surface));
            }
        }
    }
    found
}

/// Whether the words at `span` are a name of their own: whole words, no part of an address, and not the start or end of
/// a longer run of capitalised words, which would be another name.
fn is_alone(text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start()], &text[span.end()..]);
    let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '@' | '#' | '/' | '_' | '&');
    let address = |rest: &str| rest.strip_prefix('.').is_some_and(|r| r.starts_with(char::is_alphanumeric));
    if before.ends_with(is_joint) || before.ends_with('.') || after.starts_with(is_joint) || address(after) {
        return false;
    }
    // Where all is in capitals they tell nothing.
    if !text.contains(char::is_lowercase) {
        return true;
    }
    let next_is_capital = after.strip_prefix([' ', '-']).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    !next_is_capital && !follows_capital(before)
}

/// Whether a capitalised word that does not open the sentence ends right before, so that the name would be its tail.
/// Abbreviations (`Mr.`) end no such run.
fn follows_capital(before: &str) -> bool {
    let Some(rest) = before.strip_suffix([' ', '-']) else { return false };
    let word_start = rest
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |i| rest[i..].chars().next().map_or(i, |c| i + c.len_utf8()));
    word_start > 0 && rest[word_start..].starts_with(char::is_uppercase)
}

/// Words that stand in lower case somewhere in the document.
pub(crate) fn common_words(document: &Document) -> BTreeSet<&str> {
    let words = document.sentence_texts().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.starts_with(char::is_lowercase)).collect()
}

/// Whether a sentence opens with one word that is also an ordinary word of the document: its capital then says nothing.
fn is_common_opening(span: Span, surface: &str, common: &BTreeSet<&str>) -> bool {
    span.start() == 0 && common.contains(surface.to_lowercase().as_str())
}
