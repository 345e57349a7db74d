//! Quotations in a statement: the words between double quotation marks.

use crate::types::Span;

/// Opening marks with those that close them.
const MARKS: [(char, &[char]); 4] = [('“', &['”', '“']), ('"', &['"']), ('«', &['»']), ('„', &['“', '”'])];

/// The quoted words of `text`, without their marks; one that is never closed runs to the end.
pub(super) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &[char])> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((start, closing)) if closing.contains(&c) => {
                found.extend(Span::new(start, at).ok());
                open = None;
            }
            Some(_) => {}
            None => open = MARKS.iter().find(|(mark, _)| *mark == c).map(|(_, closing)| (at + c.len_utf8(), *closing)),
        }
    }
    if let Some((start, _)) = open {
        found.extend(Span::new(start, text.len()).ok());
    }
    found
}

/// The parts of a quotation that must be the source's own words: what stands between ellipses and brackets, without the
/// comma or full stop that closes the quoting sentence.
pub(super) fn own_words(quotation: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    let parts = quotation.split(move |c: char| {
        depth = match c {
            '[' => depth + 1,
            ']' => depth.saturating_sub(1),
            _ => depth,
        };
        depth > 0 || c == ']' || c == '…'
    });
    parts
        .flat_map(|part| part.split("..."))
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';')))
        .filter(|part| part.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_double_mark_quotes() {
        for text in ["He said “we won’t sell”.", "He said \"we won’t sell\".", "«we won’t sell»", "„we won’t sell“ he"]
        {
            let found: Vec<_> = quotations(text).iter().filter_map(|span| span.slice(text)).collect();
            assert_eq!(found, ["we won’t sell"], "{text}");
        }
        assert!(quotations("It's the firms' 5' pipe").is_empty());
    }

    #[test]
    fn additions_and_omissions_are_not_the_sources_words() {
        let found: Vec<_> = own_words("We [the board] will not sell … now, or ever.").collect();
        assert_eq!(found, ["We", "will not sell", "now, or ever"]);
    }
}
