//! JSON Feed 1.0 and 1.1: one record an item.
//!
//! Takes the file, at most `limit` bytes; gives items with the feed's title as publisher. A feed that breaks off gives the
//! items before the break and one reject.

use std::io::BufRead;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::json::{Element, Elements};
use super::record::{self, Records};
use super::{Place, Sink, charset, markup};
use crate::types::RejectReason;

/// What the version of every JSON Feed begins with.
const VERSION: &str = "https://jsonfeed.org/version/";

/// Whether an object that begins with `head` says that it is a feed.
pub(super) fn is_feed(head: &[u8]) -> bool {
    // Some writers escape every slash.
    let head = String::from_utf8_lossy(head).replace("\\/", "/").replace("http://", "https://");
    head.find(VERSION).is_some_and(|at| {
        let before = head[..at].trim_end_matches('"').trim_end().strip_suffix(':').unwrap_or_default();
        before.trim_end().ends_with("\"version\"")
    })
}

pub(super) fn read(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (bytes, unreadable) = match place.all(reader) {
        Ok(read) => read,
        Err(reject) => return sink(Err(reject)),
    };
    let bytes = charset::unmarked(&bytes);
    let (feed, fault) = match serde_json::from_slice::<Map<String, Value>>(bytes) {
        Ok(feed) => (feed, None),
        Err(error) => (before_the_break(bytes), Some(error)),
    };
    let mut records = Records::of(place);
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (i, item) in items.iter().enumerate() {
        let id = format!("item:{}", i + 1);
        sink(if let Value::Object(item) = item {
            records.take_extracted(&record(item, &feed), id)
        } else {
            let message = "expected an item, found something that is no object".to_owned();
            Err(place.rejected(Some(id), RejectReason::Malformed, message, "mend the feed, or fetch it again"))
        })?;
    }
    let next = Some(format!("item:{}", items.len() + 1));
    match (unreadable, fault) {
        (Some(error), _) => sink(Err(place.unreadable(next, &error))),
        (None, Some(error)) => {
            let message = format!("expected a JSON Feed, found a fault in it: {error}");
            sink(Err(place.rejected(next, RejectReason::Malformed, message, "the feed is cut off; fetch it again")))
        }
        (None, None) if items.is_empty() => {
            let message = "expected an item, found a feed without one".to_owned();
            sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or fetch the feed again")))
        }
        (None, None) => ControlFlow::Continue(()),
    }
}

/// What a broken feed says of itself before its items, and the items that are whole.
fn before_the_break(bytes: &[u8]) -> Map<String, Value> {
    let text = String::from_utf8_lossy(bytes);
    let start = text.match_indices("\"items\"").find_map(|(at, key)| {
        let rest = &text[at + key.len()..];
        let bracket = rest.find('[')?;
        (rest[..bracket].trim() == ":").then_some(at + key.len() + bracket)
    });
    let Some(start) = start else { return Map::new() };
    let mut feed: Map<String, Value> = serde_json::from_str(&format!("{}[]}}", &text[..start])).unwrap_or_default();
    let (mut elements, mut rest) = (Elements::new(bytes.len()), text[start..].as_bytes());
    let mut items = Vec::new();
    while let Ok(Element::Whole) = elements.next(&mut rest) {
        let Ok(item) = serde_json::from_slice(elements.bytes()) else { break };
        items.push(item);
    }
    feed.insert("items".to_owned(), Value::Array(items));
    feed
}

/// The item under the names that every record has.
fn record(item: &Map<String, Value>, feed: &Map<String, Value>) -> Map<String, Value> {
    let words = |object: &Map<String, Value>, name: &str| {
        object.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let first = |names: &[&str]| names.iter().find_map(|name| words(item, name));
    let page = first(&["content_html"]).map(|page| markup::text(&page)).filter(|text| !text.is_empty());
    let fields = [
        ("text", page.or_else(|| first(&["content_text", "summary", "title"]))),
        ("title", first(&["title"])),
        ("published", first(&["date_published", "date_modified"])),
        ("url", first(&["url", "external_url"])),
        ("publisher", words(feed, "title")),
        ("language", first(&["language"]).or_else(|| words(feed, "language"))),
    ];
    let mut record = record::of(fields);
    // An id may be a number, which the standard wants read as a string.
    record.extend(item.get("id").map(|id| ("id".to_owned(), id.clone())));
    record
}
