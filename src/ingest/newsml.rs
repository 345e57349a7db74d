//! NewsML-G2 and NITF: what news agencies send, one record a `newsItem` or `nitf`.
//!
//! Takes the file, at most `limit` bytes; gives the text of each item from the NITF, XHTML or plain text in it. Pictures and
//! packages hold no article. A file that breaks off gives the items before the break and one reject.

use std::io::BufRead;
use std::ops::ControlFlow;

use quick_xml::Reader;
use serde_json::{Map, Value};

use super::element::{self, Element};
use super::record::{self, Records};
use super::{Place, Sink, charset, markup, nitf};
use crate::types::RejectReason;

pub(super) fn read(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (bytes, unreadable) = match place.all(reader) {
        Ok(read) => read,
        Err(reject) => return sink(Err(reject)),
    };
    let text = charset::page(&bytes);
    let mut reader = Reader::from_str(&text);
    let mut records = Records::of(place);
    for number in 1_usize.. {
        let id = format!("item:{number}");
        let element = match (element::next(&mut reader, &["newsItem", "nitf"]), &unreadable) {
            (Ok(Some(element)), _) => element,
            (_, Some(error)) => return sink(Err(place.unreadable(Some(id), error))),
            (Ok(None), None) => break,
            (Err(fault), None) => {
                let hint = "the file is cut off or broken there; fetch it again";
                return sink(Err(place.rejected(Some(id), RejectReason::Malformed, fault, hint)));
            }
        };
        let found = if element.name == "nitf" { nitf::record(&element) } else { item(&element) };
        if found.contains_key("text") {
            sink(records.take_extracted(&found, id))?;
        } else {
            records.pass();
            sink(Err(place.rejected(
                Some(id),
                RejectReason::NoText,
                no_text(&element),
                "nothing to mend where it is a picture",
            )))?;
        }
    }
    if records.none_seen() {
        let message = "expected an item with a text, found none (packages only name items)".to_owned();
        return sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or fetch the items")));
    }
    ControlFlow::Continue(())
}

fn no_text(item: &Element) -> String {
    let class = item.find("itemClass").and_then(|class| class.attribute("qcode"));
    let class = class.map(|class| format!(" of the class `{class}`")).unwrap_or_default();
    format!("expected NITF, XHTML or plain text in the item, found an item{class} without")
}

/// A `newsItem` as a record: what the item says of itself, and what its text says where the item is silent.
fn item(item: &Element) -> Map<String, Value> {
    let within = |outer: &str, inner: &str| item.find(outer).and_then(|element| element.find(inner));
    let words = |outer: &str, inner: &str| within(outer, inner).and_then(Element::words);
    let language = within("contentMeta", "language").and_then(|language| language.attribute("tag"));
    let guid = item.attribute("guid");
    let fields = [
        ("id", guid.map(str::to_owned)),
        ("title", headline(item)),
        (
            "published",
            words("contentMeta", "contentCreated")
                .or_else(|| words("itemMeta", "firstCreated"))
                .or_else(|| words("itemMeta", "versionCreated")),
        ),
        (
            "publisher",
            within("itemMeta", "provider")
                .and_then(named)
                .or_else(|| within("contentMeta", "infoSource").and_then(named)),
        ),
        ("language", language.or_else(|| item.attribute("lang")).map(str::to_owned)),
        ("url", guid.filter(|guid| guid.starts_with("http")).map(str::to_owned)),
    ];
    let mut record = record::of(fields);
    for (name, value) in content(item) {
        record.entry(name).or_insert(value);
    }
    record
}

/// The headline called the main one, else the first.
fn headline(item: &Element) -> Option<String> {
    let meta = item.find("contentMeta")?;
    let is_main = |headline: &&Element| headline.attribute("role").is_some_and(|role| role.ends_with(":main"));
    meta.children("headline").filter(is_main).chain(meta.children("headline")).find_map(Element::words)
}

/// The name of a party: in words, as a literal, or the code it goes by.
fn named(party: &Element) -> Option<String> {
    let name = party.find("name").and_then(Element::words);
    let code = || party.attribute("qcode").and_then(|code| code.rsplit(':').next()).map(str::to_owned);
    name.or_else(|| party.attribute("literal").map(str::to_owned)).or_else(code)
}

/// The text of an item and what stands beside it, from the first part that has words.
fn content(item: &Element) -> Map<String, Value> {
    let Some(set) = item.find("contentSet") else { return Map::new() };
    set.elements().map(part).find(|record| record.contains_key("text")).unwrap_or_default()
}

fn part(part: &Element) -> Map<String, Value> {
    let kind = part.attribute("contenttype").unwrap_or_default();
    let text = match part.name.as_str() {
        "inlineXML" => match part.find("nitf") {
            Some(nitf) => return nitf::record(nitf),
            None => part.find("body").unwrap_or(part).lines(&["title", "figcaption"]),
        },
        // Markup in a text part is escaped, so that its words are tags.
        "inlineData" if kind.contains("html") => markup::text(&part.raw()),
        "inlineData" if part.attribute("encoding").is_none() => part.raw().trim().to_owned(),
        _ => String::new(),
    };
    record::of([("text", Some(text).filter(|text| !text.trim().is_empty()))])
}
