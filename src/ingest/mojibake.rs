//! Mojibake: UTF-8 that was read as Windows-1252 and written again (`â€™` for `’`), turned back where that is certain.
//!
//! Certain is: every run of letters beyond ASCII in the text is Windows-1252 for well-formed UTF-8, there is more than one
//! short accident among them, and what comes out is Latin with its signs, or there is much of it. A text with one sound
//! accent is left alone. Takes and gives text; that it was turned back is told by the kind of the content.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1252;

use crate::types::Content;

/// Characters of a sequence that no language writes: a dash or quotation mark is three.
const CERTAIN: usize = 3;
/// Different sequences from which a text in any script is believed: capitals before a mark (`CAFÉ…`) come singly.
const MANY: usize = 8;

/// Plain text, turned back where it is mojibake.
pub(super) fn plain(text: String) -> Content {
    match repaired(&text) {
        Some(text) => Content::Repaired(text),
        None => Content::Plain(text),
    }
}

/// `text` turned back; `None` where it is no mojibake or that is not certain.
pub(super) fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut is_latin = true;
    let (mut found, mut turned) = (BTreeSet::new(), String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let run = &rest[start..];
        let run = &run[..run.find(|c: char| c.is_ascii()).unwrap_or(run.len())];
        let (bytes, _, is_lossy) = WINDOWS_1252.encode(run);
        let original = std::str::from_utf8(&bytes).ok().filter(|_| !is_lossy)?;
        is_latin &= original.chars().all(is_usual);
        turned.extend([&rest[..start], original]);
        found.insert(run);
        rest = &rest[start + run.len()..];
    }
    turned.push_str(rest);
    let is_certain = found.len() > 1 || found.iter().any(|run| run.chars().count() >= CERTAIN);
    (is_certain && (is_latin || found.len() >= MANY)).then_some(turned)
}

/// Latin letters and signs, dashes, quotation marks, currencies, `№` and `™`.
fn is_usual(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{17f}' | '\u{2000}'..='\u{214f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` as it looks after the accident.
    fn garbled(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_is_certain_is_turned_back() {
        for text in ["The port’s owner", "Erlöse über 5 Prozent", "“Rates” – held", "5 € a café"] {
            assert_eq!(repaired(&garbled(text)).as_deref(), Some(text), "{}", garbled(text));
        }
    }

    #[test]
    fn what_is_sound_or_in_doubt_is_left_alone() {
        for text in [
            "plain",
            "CAFÉ… and CLICHÉ’",
            "le café…»",
            "The port’s owner",
            "Erlöse über 5 Prozent",
            "Ã",
            "São Paulo",
            "Привет",
            "日本",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
        // One short accident may be meant; one sound accent says that the rest is meant too.
        assert_eq!(repaired(&garbled("café")), None);
        assert_eq!(repaired(&format!("{} über", garbled("port’s"))), None);
    }
}
