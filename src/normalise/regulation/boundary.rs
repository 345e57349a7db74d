//! Word boundaries of table hits.

/// Whether `start..end` of `text` neither begins nor ends inside a word. A hyphen joins only before (`non-GDPR` is not
/// `GDPR`'s business, `GDPR-compliant` is), and a number goes on behind its point (`Basel 3.1` is not `Basel 3`).
pub(super) fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let is_digit = |c: char| c.is_ascii_digit();
    let is_decimal = text[..end].ends_with(is_digit)
        && text[end..].strip_prefix('.').is_some_and(|fraction| fraction.starts_with(is_digit));
    if is_decimal {
        return false;
    }
    before.is_none_or(|c| !c.is_alphanumeric() && c != '@' && c != '#')
        && after.is_none_or(|c| !c.is_alphanumeric() && c != '@')
}
