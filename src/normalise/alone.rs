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

/// `span` of a name in `text` with the words behind it that are part of it, where one of `names` goes on with the same:
/// `Vela` before ` Oils fell` is `Vela Oils` beside `Vela Oils & Fats plc`.
pub(crate) fn whole(text: &str, span: Span, names: &BTreeSet<&str>) -> Option<Span> {
    let (words, after) = (span.slice(text)?, &text[span.end()..]);
    let alike = names.range(words..).take_while(|name| name.starts_with(words));
    let shared = |name: &str| {
        let rest = name.strip_prefix(words).filter(|rest| rest.starts_with(' '))?;
        let n_shared: usize =
            rest.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let ends = |rest: &str| !rest.get(n_shared..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        // Back to the end of a word that both have whole and that begins with a capital.
        let whole = if ends(rest) && ends(after) { n_shared } else { rest[..n_shared].rfind(' ')? };
        let tail = rest.get(..whole)?.trim_end();
        tail.rsplit(' ').next()?.starts_with(char::is_uppercase).then_some(tail.len())
    };
    let n_more = alike.filter_map(|name| shared(name)).max()?;
    Span::new(span.start(), span.end() + n_more).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_as_far_as_it_does_elsewhere() {
        let names = BTreeSet::from(["Orla Oils & Fats plc", "Orla Évora", "Tarn"]);
        let check = |text: &str, name: &str, expected: Option<&str>| {
            let span = Span::new(0, name.len()).expect("words");
            assert_eq!(whole(text, span, &names).and_then(|span| span.slice(text)), expected, "{text}");
        };
        check("Orla Oils fell.", "Orla", Some("Orla Oils"));
        check("Orla Oilseeds fell.", "Orla", None);
        check("Orla Ève fell.", "Orla", None);
        check("Orla Évora", "Orla", Some("Orla Évora"));
        check("Tarn Oils fell.", "Tarn", None);
    }
}
