//! What a file is, told from its first bytes alone.
//!
//! Takes the head of a file (already unpacked); never sees its name, since dumps are misnamed as a rule.

use super::{charset, json_feed, mail, mailbox, table};

/// A format, one reader each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON object a line.
    Lines,
    /// A JSON array of objects.
    Array,
    /// One JSON object.
    Object,
    /// An HTML page.
    Page,
    /// Plain text.
    Text,
    /// A delimited table, with its delimiter.
    Table(u8),
    /// RSS or Atom.
    Feed,
    /// JSON Feed.
    JsonFeed,
    /// NewsML-G2 or NITF.
    News,
    /// One e-mail message.
    Mail,
    /// A mailbox.
    Mailbox,
    /// Parquet.
    Columns,
    /// WARC or WET.
    Warc,
    /// ARC, the form before WARC.
    Arc,
    /// Reuters-21578.
    Sgml,
    /// A tar archive.
    Tar,
    /// A zip archive.
    Zip,
    /// No byte, or white space only.
    Nothing,
    /// Something that is not read.
    Other(Foreign),
}

/// A file of a kind that is not read, so that a reject can say what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    Binary(&'static str),
    Container(&'static str),
}

impl Foreign {
    pub(super) fn is_binary(self) -> bool {
        matches!(self, Self::Binary(_))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Binary(name) | Self::Container(name) => name,
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Binary(_) => "extract its text first, or remove it from the input",
            Self::Container(_) => "convert its articles to JSONL, HTML or plain text first",
        }
    }
}

/// Magic numbers of what lies about in dump folders.
const MAGIC: [(&[u8], &str); 12] = [
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\x28\xb5\x2f\xfd", "zstd data nested too deep"),
    (b"\xfd7zXZ", "xz data nested too deep"),
    (b"BZh91AY&SY", "bzip2 data nested too deep"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x04\x22\x4d\x18", "lz4 data nested too deep"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x1f\x8b", "gzip nested too deep"),
];
/// Share of control characters (in per cent) from which a file is no text.
const CONTROL_PER_CENT: usize = 3;
/// Tags of running text in a file without a page's head from which it is a page.
const TAGS_OF_A_FRAGMENT: usize = 3;

/// What a page begins with, from its own first element to the styles and scripts that a server sets before it.
const OPENINGS: [&str; 9] =
    ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<link", "<style", "<script"];

/// The format of a file that begins with `head`.
pub(super) fn of(head: &[u8]) -> Format {
    // The second is an archive without a file.
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Format::Zip;
    }
    // Before the test for binary data: pages of a crawl may be packed or pictures.
    if head.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if head.starts_with(b"filedesc://") {
        return Format::Arc;
    }
    if head.starts_with(b"PAR1") {
        return Format::Columns;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Format::Tar;
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Format::Other(Foreign::Binary(name));
    }
    if mailbox::is_separator(head.split(|byte| *byte == b'\n').next().unwrap_or_default()) {
        return Format::Mailbox;
    }
    if mail::is_message(head) {
        return Format::Mail;
    }
    if charset::utf16(head).is_some() {
        return marked_up_or_text(&charset::text(head));
    }
    if is_binary(head) {
        return Format::Other(Foreign::Binary("binary data"));
    }
    let bytes = charset::unmarked(head).trim_ascii();
    match bytes.first() {
        None => Format::Nothing,
        Some(b'{') if json_feed::is_feed(bytes) => Format::JsonFeed,
        Some(b'{') if matches!(next_token(bytes), Some(b'"' | b'}')) => lines_or_object(bytes),
        Some(b'[') if matches!(next_token(bytes), Some(b'{' | b']')) => Format::Array,
        Some(_) => marked_up_or_text(&String::from_utf8_lossy(bytes)),
    }
}

/// Whether a text is written in HTML: a page's head, or several tags of running text.
pub(super) fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(8192).collect::<String>().to_ascii_lowercase();
    let start = head.trim_start();
    if OPENINGS.iter().any(|tag| start.starts_with(tag)) {
        return true;
    }
    let pairs = ["</p>", "<br", "</div>", "</a>", "</h1>", "</h2>", "</li>", "</strong>", "</em>", "</span>", "<img "];
    let tags: usize = pairs.iter().map(|tag| head.matches(tag).count()).sum();
    tags >= TAGS_OF_A_FRAGMENT || (tags > 0 && start.starts_with('<') && head.trim_end().ends_with('>'))
}

fn marked_up_or_text(head: &str) -> Format {
    let lower: String = head.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let start = lower.trim_start();
    if start.is_empty() {
        return Format::Nothing;
    }
    if ["<!doctype lewis", "<reuters"].iter().any(|tag| start.starts_with(tag)) {
        return Format::Sgml;
    }
    // The root element, after declarations, comments and styles.
    let root = start.split('<').find(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or_default();
    let root = root.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    if start.starts_with('<') && matches!(root, "rss" | "feed" | "rdf:rdf" | "channel" | "atom:feed") {
        return Format::Feed;
    }
    let name = root.rsplit(':').next().unwrap_or_default();
    if start.starts_with('<') && matches!(name, "newsitem" | "newsmessage" | "packageitem" | "nitf") {
        return Format::News;
    }
    if start.starts_with("<?xml") && !start.contains("<html") {
        return Format::Other(Foreign::Container("XML that is no feed, news item or page"));
    }
    if is_html(head) || start.starts_with("<?xml") || (start.starts_with("<!--") && lower.contains("<html")) {
        Format::Page
    } else if let Some(delimiter) = head.trim_start().lines().next().and_then(table::delimiter) {
        Format::Table(delimiter)
    } else {
        Format::Text
    }
}

fn next_token(bytes: &[u8]) -> Option<u8> {
    bytes.get(1..)?.trim_ascii_start().first().copied()
}

/// A pretty-printed object breaks off at its first line end; a JSONL file has another object after it.
fn lines_or_object(bytes: &[u8]) -> Format {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let more = lines.clone().any(|line| !line.trim_ascii().is_empty());
    let another = lines.any(|line| line.starts_with(b"{"));
    let whole = serde_json::from_slice::<serde::de::IgnoredAny>(first.trim_ascii()).is_ok();
    // One object on one line reads the same either way; as a line its length is bounded without holding the file.
    if another || whole || !more { Format::Lines } else { Format::Object }
}

fn is_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    controls * 100 > head.len() * CONTROL_PER_CENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        let binary = Format::Other(Foreign::Binary("binary data"));
        let cases: [(&[u8], Format); 30] = [
            (b"", Format::Nothing),
            (b"\xef\xbb\xbf \n", Format::Nothing),
            (b"Harlow Mills rose 3%.\n", Format::Text),
            (b"[Updated] Harlow Mills rose 3%.\n", Format::Text),
            (b"{curly} talk\n", Format::Text),
            (b"{\"a\":1}\n{\"a\":2}\n", Format::Lines),
            (b"{\"a\": \"cut off\n{\"a\":2}\n", Format::Lines),
            (b"{\n  \"a\": 1\n}\n", Format::Object),
            (b" [ {\"a\":1} ]", Format::Array),
            (b"<!DOCTYPE html><html><p>x</html>", Format::Page),
            (b"<style>\n.a { color: red }\n</style>\n<html><p>x</html>", Format::Page),
            (b"<html><p>Harlow Mills rose 3% to 412p in early trade.\0</html>", Format::Page),
            (b"<p>One.</p>\n<p>Two.</p><p>Three.</p>", Format::Page),
            (b"Profit was < 5 and > 3.", Format::Text),
            (b"\x00\x01\x02\x03\xfe", binary),
            (b"%PDF-1.7", Format::Other(Foreign::Binary("a PDF file"))),
            (b"<?xml version='1.0'?><rss></rss>", Format::Feed),
            (
                b"<?xml version='1.0'?><invoice></invoice>",
                Format::Other(Foreign::Container("XML that is no feed, news item or page")),
            ),
            (b"date,headline,text\n2020,Up,It rose.\n", Format::Table(b',')),
            (b"Shares, bonds, text\nand gold rose.\n", Format::Text),
            (b"WARC/1.0\r\n", Format::Warc),
            (b"filedesc://x.arc 0.0.0.0 20250303080000 text/plain 9\n", Format::Arc),
            (b"PAR1\x15\x04", Format::Columns),
            (b"<?xml version='1.0'?><nitf></nitf>", Format::News),
            (b"<newsMessage xmlns='x'><itemSet/></newsMessage>", Format::News),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Format::JsonFeed),
            (b"From a@b.example Mon Mar  3 08:00:00 2025\nSubject: x\n\nx\n", Format::Mailbox),
            (b"From: A <a@b.example>\nSubject: x\nMessage-ID: <1@b>\n\nHello.\n", Format::Mail),
            (b"From: the editor\nDate: Monday\n\nShares rose.\n", Format::Text),
            (b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">", Format::Sgml),
        ];
        for (head, expected) in cases {
            assert_eq!(of(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
