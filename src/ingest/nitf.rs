//! NITF: one `nitf` element, alone in a file or inside NewsML-G2, to the fields of a record.
//!
//! Takes the element as a tree; gives headline, dateline with body, day, outlet and language. Captions are no article text.

use serde_json::{Map, Value};

use super::element::Element;
use super::record;

/// Elements of the body that hold no article text: pictures with their captions, and what lists them.
const SILENT: [&str; 3] = ["media", "media-caption", "nitf-table-metadata"];

/// The fields of the record; without `text` where there is none.
pub(super) fn record(nitf: &Element) -> Map<String, Value> {
    let head = nitf.find("docdata");
    let day = |name: &str| head.and_then(|head| head.find(name)).and_then(|date| date.attribute("norm")).map(iso);
    let publication = nitf.find("pubdata");
    let title = ["hl1", "hedline", "title"].into_iter().find_map(|name| nitf.find(name).and_then(Element::words));
    let fields = [
        ("id", nitf.find("doc-id").and_then(|id| id.attribute("id-string")).map(str::to_owned)),
        ("title", title),
        (
            "published",
            day("date.issue")
                .or_else(|| day("date.release"))
                .or_else(|| publication.and_then(|publication| publication.attribute("date.publication")).map(iso)),
        ),
        ("publisher", publisher(nitf, publication)),
        ("language", nitf.attribute("lang").map(str::to_owned)),
        ("url", publication.and_then(|publication| publication.attribute("ex-ref")).map(str::to_owned)),
        ("text", text(nitf)),
    ];
    record::of(fields)
}

fn publisher(nitf: &Element, publication: Option<&Element>) -> Option<String> {
    let name = publication.and_then(|publication| publication.attribute("name")).map(str::to_owned);
    let holder = || nitf.find("doc.copyright").and_then(|right| right.attribute("holder")).map(str::to_owned);
    name.or_else(|| nitf.find("distributor").and_then(Element::words)).or_else(holder)
}

/// The blocks of the body, the dateline before them. Some archives give the first block twice: alone, and in the whole.
fn text(nitf: &Element) -> Option<String> {
    let body = nitf.find("body.content")?;
    let in_blocks = body.elements().all(|element| element.name == "block" || SILENT.contains(&element.name.as_str()));
    let texts: Vec<String> = if in_blocks {
        body.children("block").map(|block| block.lines(&SILENT)).collect()
    } else {
        vec![body.lines(&SILENT)]
    };
    let again = |i: usize, text: &str| texts[i + 1..].iter().any(|later| later.starts_with(text));
    let blocks = texts.iter().enumerate().filter(|(i, text)| !text.is_empty() && !again(*i, text));
    let blocks: Vec<&str> = blocks.map(|(_, text)| text.as_str()).collect();
    if blocks.is_empty() {
        return None;
    }
    let dateline = nitf.find("dateline").and_then(Element::words);
    Some(dateline.iter().map(String::as_str).chain(blocks).collect::<Vec<_>>().join("\n"))
}

/// `20250303T080000Z` as `2025-03-03T08:00:00Z`; as it stands where it is not of that form.
fn iso(date: &str) -> String {
    let (day, time) = date.split_once('T').unwrap_or((date, ""));
    let digits = |text: &str, n: usize| text.len() >= n && text.as_bytes()[..n].iter().all(u8::is_ascii_digit);
    if day.len() != 8 || !digits(day, 8) {
        return date.to_owned();
    }
    let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    if !digits(time, 6) {
        return day;
    }
    format!("{day}T{}:{}:{}{}", &time[..2], &time[2..4], &time[4..6], &time[6..])
}
