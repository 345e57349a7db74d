//! E-mail: a newsletter is one record.
//!
//! Takes one message (an EML file, or one out of a mailbox); gives its HTML part, else its text part, with the subject as
//! title and the sender as publisher. Attachments are passed over. A message that breaks off gives the part that is there.

use std::io::BufRead;
use std::ops::ControlFlow;

use mail_parser::{Addr, Message, MessageParser, PartType};
use serde_json::{Map, Value};

use super::record::{self, Records};
use super::{Place, Sink, format, markup};
use crate::types::{Article, RejectReason, Rejected};

/// Headers that only messages have: beside sender and subject, one of them tells a message from a text that begins with
/// such lines.
const OF_MAIL_ALONE: [&str; 9] = [
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "list-id",
    "list-unsubscribe",
    "content-transfer-encoding",
];

pub(super) fn read(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let article = |bytes: Vec<u8>| article(&mut Records::of(place), place, &bytes, "item:1".to_owned());
    sink(place.whole(reader).and_then(article))
}

/// Whether a file that begins with `head` is a message: lines of headers, a sender, and what only messages have.
pub(super) fn is_message(head: &[u8]) -> bool {
    let mut names = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        match header_name(line) {
            Some(name) => names.push(name),
            None if line.starts_with(b" ") || line.starts_with(b"\t") => {}
            None => return false,
        }
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    has("from") && (has("subject") || has("date")) && OF_MAIL_ALONE.iter().any(|name| has(name))
}

fn header_name(line: &[u8]) -> Option<String> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = &line[..colon];
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// The article of the message in `bytes`.
pub(super) fn article(
    records: &mut Records<'_>,
    place: Place<'_>,
    bytes: &[u8],
    fallback: String,
) -> Result<Article, Rejected> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        let message = "expected an e-mail message, found no header in it".to_owned();
        let hint = "the file is cut off or of another kind; fetch it again";
        return Err(place.rejected(Some(fallback), RejectReason::Malformed, message, hint));
    };
    let record = record(&message);
    if record.contains_key("text") {
        return records.take_extracted(&record, fallback);
    }
    records.pass();
    let found = message.attachment_count();
    let message = format!("expected a text or HTML part with words in it, found {found} attachments");
    let hint = "remove the message, or save what is attached as a file of its own";
    Err(place.rejected(Some(fallback), RejectReason::NoText, message, hint))
}

fn record(message: &Message<'_>) -> Map<String, Value> {
    let sent = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    let language = message.header("Content-Language").and_then(|value| value.as_text());
    let fields = [
        ("id", message.message_id().map(str::to_owned)),
        ("title", message.subject().map(str::to_owned)),
        ("publisher", message.from().and_then(|from| from.first()).and_then(sender)),
        ("published", sent),
        ("language", language.map(str::to_owned)),
        ("text", Some(body(message))),
    ];
    record::of(fields.map(|(name, value)| (name, value.filter(|value| !value.trim().is_empty()))))
}

/// The name of a sender, or the host it sends from.
fn sender(address: &Addr<'_>) -> Option<String> {
    let name = address.name().map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty());
    name.or_else(|| Some(address.address()?.rsplit('@').next()?.to_owned()))
}

/// The page of the message, else its text.
fn body(message: &Message<'_>) -> String {
    let mut pages = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    });
    // A page without a word (one picture) has its text in the other part.
    let page = pages.find(|page| !markup::text(page).is_empty());
    if let Some(page) = page {
        return if format::is_html(page) { page.to_string() } else { markup::text(page) };
    }
    let texts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.trim_end().to_owned()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}
