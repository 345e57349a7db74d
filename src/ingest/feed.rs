//! Feeds: RSS 2.0, RSS 1.0 and Atom, one record an item.
//!
//! Takes the file, at most `limit` bytes, in the encoding it declares; gives items with the feed's title as publisher. A feed
//! that breaks off gives the items before the break and one reject. Entities that a document type defines are not
//! expanded, so that there is nothing to blow up.

use std::io::BufRead;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::record::Records;
use super::{Place, Sink, charset, element, markup};
use crate::types::RejectReason;

pub(super) fn read(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    // What came before a fault is read, and the fault told after it.
    let (bytes, unreadable) = match place.all(reader) {
        Ok(read) => read,
        Err(reject) => return sink(Err(reject)),
    };
    let text = charset::page(&bytes);
    let mut feed = Feed { records: Records::of(place), channel: Channel::default(), item: None, number: 0 };
    let fault = feed.items(&text, sink)?;
    let fallback = format!("item:{}", feed.number + 1);
    if let Some(error) = unreadable {
        return sink(Err(place.unreadable(Some(fallback), &error)));
    }
    if let Some(message) = fault {
        let hint = "the feed is cut off or broken there; fetch it again";
        return sink(Err(place.rejected(Some(fallback), RejectReason::Malformed, message, hint)));
    }
    if feed.records.none_seen() {
        let message = "expected an item, found a feed without one".to_owned();
        return sink(Err(place.rejected(
            None,
            RejectReason::Empty,
            message,
            "remove the file, or fetch the feed again",
        )));
    }
    ControlFlow::Continue(())
}

/// What the feed says of itself, for its items.
#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// An item as far as it has been read: the text of every element, the first of a name.
#[derive(Debug, Default)]
struct Item {
    fields: Map<String, Value>,
    link: Option<String>,
}

struct Feed<'a> {
    records: Records<'a>,
    channel: Channel,
    item: Option<Item>,
    /// Items given so far.
    number: usize,
}

impl Feed<'_> {
    /// Gives every whole item to `sink`; what broke the feed off, where something did.
    fn items(&mut self, text: &str, sink: &mut Sink<'_>) -> ControlFlow<(), Option<String>> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        // Names of the open elements, and the text of the innermost.
        let mut open: Vec<String> = Vec::new();
        let mut content = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    let name = name_of(&tag);
                    self.enter(&name, &tag);
                    // Markup inside an element of text (Atom's xhtml) stays markup, so that its lines are found.
                    if is_text(open.last()) {
                        content.extend(["<", &name, ">"]);
                    } else {
                        content.clear();
                    }
                    open.push(name);
                }
                Ok(Event::Empty(tag)) => {
                    let name = name_of(&tag);
                    self.enter(&name, &tag);
                    if is_text(open.last()) {
                        content.extend(["<", &name, "/>"]);
                    }
                }
                Ok(Event::End(_)) => {
                    let Some(name) = open.pop() else { continue };
                    if is_text(open.last()) {
                        content.extend(["</", &name, ">"]);
                        continue;
                    }
                    if name == "item" || name == "entry" {
                        self.leave(sink)?;
                    } else {
                        self.keep(&name, open.last().map(String::as_str), &std::mem::take(&mut content));
                    }
                }
                Ok(Event::Eof) if open.is_empty() => return ControlFlow::Continue(None),
                Ok(Event::Eof) => {
                    let message = format!("expected `</{}>`, found the end of the file", open[open.len() - 1]);
                    return ControlFlow::Continue(Some(message));
                }
                Ok(other) => content.push_str(&element::said(other)),
                Err(error) => {
                    let message = format!("expected XML, found a fault at byte {}: {error}", reader.error_position());
                    return ControlFlow::Continue(Some(message));
                }
            }
        }
    }

    fn enter(&mut self, name: &str, tag: &BytesStart<'_>) {
        if name == "item" || name == "entry" {
            self.item = Some(Item::default());
        }
        // Atom has its links in attributes; one without `rel` is the page itself.
        if let (Some(item), "link") = (&mut self.item, name) {
            let attribute = |name: &str| {
                let found = tag.html_attributes().flatten().find(|a| a.key.local_name().into_inner() == name);
                found.map(|a| html_escape::decode_html_entities(&a.value).into_owned())
            };
            let is_page = attribute("rel").is_none_or(|rel| rel == "alternate");
            if let (true, None, Some(address)) = (is_page, &item.link, attribute("href")) {
                item.link = Some(address);
            }
        }
    }

    fn keep(&mut self, name: &str, parent: Option<&str>, content: &str) {
        let content = content.trim();
        if content.is_empty() {
            return;
        }
        let value = || Value::String(markup::text(content));
        match (&mut self.item, name) {
            (Some(item), "link") => item.link = item.link.take().or_else(|| Some(content.to_owned())),
            (Some(item), _) if matches!(parent, Some("item" | "entry")) => {
                let longer = |old: &Value| old.as_str().is_some_and(|old| old.len() < content.len());
                if item.fields.get(name).is_none_or(longer) {
                    item.fields.insert(name.to_owned(), value());
                }
            }
            (None, "title") if matches!(parent, Some("channel" | "feed")) => {
                self.channel.title = Some(markup::text(content));
            }
            (None, "language") => self.channel.language = Some(content.to_owned()),
            _ => {}
        }
    }

    /// The item as a record: the fullest of its texts, or its title where it has no other.
    fn leave(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let Some(Item { mut fields, link }) = self.item.take() else { return ControlFlow::Continue(()) };
        self.number += 1;
        let mut record = Map::new();
        let texts = ["encoded", "content", "description", "summary", "title"];
        for (to, from) in [
            ("id", &["guid", "id"][..]),
            ("text", &texts[..]),
            ("title", &["title"]),
            ("published", &["pubdate", "published", "date", "issued", "updated", "modified"]),
        ] {
            let found = from.iter().find_map(|name| fields.get(*name).filter(|v| v.as_str() != Some("")));
            if let Some(found) = found.cloned() {
                record.insert(to.to_owned(), found);
            }
        }
        let publisher = fields.remove("source").and_then(|v| v.as_str().map(str::to_owned));
        let declared = [
            ("url", link),
            ("publisher", publisher.or_else(|| self.channel.title.clone())),
            ("language", self.channel.language.clone()),
        ];
        for (name, value) in declared {
            if let Some(value) = value {
                record.insert(name.to_owned(), Value::String(value));
            }
        }
        sink(self.records.take_extracted(&record, format!("item:{}", self.number)))
    }
}

/// Elements whose content is text that may hold markup.
fn is_text(name: Option<&String>) -> bool {
    let Some(name) = name else { return false };
    // What stands inside an open element of text is text as well: its own children are pushed as `div`, `p`, ...
    matches!(
        name.as_str(),
        "content" | "encoded" | "description" | "summary" | "div" | "p" | "span" | "ul" | "ol" | "li" | "a"
    )
}

fn name_of(tag: &BytesStart<'_>) -> String {
    let name = tag.local_name();
    name.into_inner().to_ascii_lowercase()
}
