//! Word boundaries of table hits.

/// Whether `start..end` of `text` neither begins nor ends inside a word. A hyphen joins only before (`non-GDPR` is not
/// `GDPR`'s business, `GDPR-compliant` is).
pub(super) fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    before.is_none_or(|c| !c.is_alphanumeric() && c != '@' && c != '#')
        && after.is_none_or(|c| !c.is_alphanumeric() && c != '@')
}
