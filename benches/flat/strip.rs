//! A plain tag-stripper: what is left of a page where somebody has thrown its markup away.
//!
//! Takes a page's bytes, gives lines. Block elements end lines, scripts and styles go, everything else stays: menus,
//! buttons, cookie notices. Knows nothing of articles.

/// Elements whose text nobody sees.
const UNSEEN: [&str; 5] = ["script", "style", "template", "svg", "iframe"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "textarea",
    "thead",
    "title",
    "tr",
    "ul",
];

/// The characters of a page: by byte order mark or UTF-8 where they hold, else as declared.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(['"', '\'', '>', ' ', ';', '/']).next());
    let encoding = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    encoding.unwrap_or(encoding_rs::WINDOWS_1252).decode(bytes).0.into_owned()
}

/// The lines of `page` without its markup, none empty.
pub(crate) fn stripped(page: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(page.len() / 4), page);
    while let Some(at) = rest.find('<') {
        write(&mut text, &rest[..at]);
        rest = after_tag(&mut text, &rest[at..]);
    }
    write(&mut text, rest);
    text.trim_end().to_owned()
}

/// What follows the tag with which `rest` begins; its line end, if it has one, is written.
fn after_tag<'p>(text: &mut String, rest: &'p str) -> &'p str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let inside = &rest[1..];
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        write(text, "<");
        return inside;
    }
    let name: String = inside
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    let after = tag_end(inside);
    if UNSEEN.contains(&name.as_str()) && !inside.starts_with('/') {
        let close = format!("</{name}");
        let end = after
            .match_indices("</")
            .find(|(at, _)| after.get(*at..*at + close.len()).is_some_and(|found| found.eq_ignore_ascii_case(&close)));
        return end.map_or("", |(at, _)| tag_end(&after[at + 1..]));
    }
    if BLOCKS.contains(&name.as_str()) {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    } else if matches!(name.as_str(), "td" | "th") {
        write(text, " ");
    }
    after
}

/// What follows the `>` that ends a tag, quotes minded.
fn tag_end(inside: &str) -> &str {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &inside[at + 1..],
            (None, b'"' | b'\'') if inside[..at].ends_with('=') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    // A quote that never closes: the next `>` will do.
    inside.find('>').map_or("", |at| &inside[at + 1..])
}

/// Appends with white space folded and character references read.
fn write(text: &mut String, part: &str) {
    for c in html_escape::decode_html_entities(part).chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}
