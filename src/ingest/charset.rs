//! Bytes to text: by byte-order mark, by what the page declares, by being UTF-8, by detection; in that order.
//!
//! The mark itself is dropped: the source text is the decoded text without it. Line ends are kept.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A page declares its encoding in its first kilobyte (HTML standard); twice that for sloppy ones.
const DECLARATION: usize = 2048;
/// Broken bytes tolerated for each well-formed multi-byte character before a text is held not to be UTF-8.
const WELL_FORMED_PER_BROKEN: usize = 8;

/// The text of a plain file.
pub(super) fn text(bytes: &[u8]) -> String {
    decode(bytes, None)
}

/// The text of a page, which may declare its encoding.
pub(super) fn page(bytes: &[u8]) -> String {
    decode(bytes, declared(bytes))
}

/// Without a UTF-8 byte-order mark.
pub(super) fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// UTF-16 told by its mark, or by a NUL in every second byte of the beginning.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let head = &bytes[..bytes.len().min(1024) & !1];
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 2;
    let (even, odd) = (nuls(0), nuls(1));
    if head.len() >= 8 && odd * 10 > head.len() * 6 && even * 10 < head.len() {
        Some(UTF_16LE)
    } else if head.len() >= 8 && even * 10 > head.len() * 6 && odd * 10 < head.len() {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_with_bom_removal(bytes).0.into_owned();
    }
    let bytes = unmarked(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = declared.filter(|e| *e != UTF_8).unwrap_or_else(|| detected(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// One broken byte in a long UTF-8 text must not turn every other accent into two letters.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut well, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        well += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    well >= broken * WELL_FORMED_PER_BROKEN
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().filter_map(|key| Some(head.find(key)? + key.len())).min()?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, bytes: &[u8], expected: &str) {
        assert_eq!(page(bytes), expected, "{name}");
    }

    #[test]
    fn encodings_are_told_by_mark_declaration_and_detection() {
        check("utf-8 mark", b"\xef\xbb\xbfna\xc3\xafve", "naïve");
        check("utf-16 mark", b"\xff\xfea\0b\0\xe9\0", "abé");
        check("utf-16 without mark", b"p\0r\0o\0f\0i\0t\0s\0 \0u\0p\0", "profits up");
        check("declared", b"<meta charset='windows-1251'>\xcc\xe8\xf0", "<meta charset='windows-1251'>Мир");
        check("detected", b"Die Erl\xf6se stiegen um f\xfcnf Prozent", "Die Erlöse stiegen um fünf Prozent");
    }

    #[test]
    fn one_broken_byte_leaves_the_other_accents_alone() {
        let mut bytes = "é ".repeat(40).into_bytes();
        bytes.push(0xff);
        assert_eq!(text(&bytes).matches('é').count(), 40);
    }

    #[test]
    fn line_ends_are_kept() {
        assert_eq!(text(b"a\r\nb\rc\n"), "a\r\nb\rc\n");
    }
}
