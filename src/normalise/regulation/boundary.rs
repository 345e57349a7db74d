//! Where table hits begin and end: word boundaries, and names that go on.

use std::sync::LazyLock;

use regex::Regex;

/// Nouns that end the name of a law.
const NOUNS: &str = "Act|Bill|Law|Directive|Code|Statute";

static LONGER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(?: [A-Z][A-Za-z-]*){{1,4}} (?:{NOUNS})\b")).ok());

/// Fewest words without a capital, of as many letters, in a text whose capitals tell names.
const PLAIN: usize = 3;

/// Whether the name of a law goes on behind the short name at `start..end` of `text`: `SAFETEA-LU Technical Corrections Act`
/// is another than SAFETEA-LU. A headline that begins every word with a capital tells nothing.
pub(super) fn goes_on(text: &str, start: usize, end: usize) -> bool {
    let is_whole = text[start..end].rsplit(' ').next().is_some_and(|last| NOUNS.split('|').any(|noun| noun == last));
    let is_long = || LONGER.as_ref().is_some_and(|longer| longer.is_match(&text[end..]));
    !is_whole && is_long() && tells_names(text)
}

/// Whether the capitals of `text` tell names: it is no headline that begins every word with one.
pub(super) fn tells_names(text: &str) -> bool {
    let is_plain = |word: &&str| word.len() >= PLAIN && word.starts_with(char::is_lowercase);
    text.split(' ').filter(is_plain).nth(PLAIN - 1).is_some()
}

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
