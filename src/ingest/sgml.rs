//! Reuters-21578: `<REUTERS>` elements in SGML, one record each.
//!
//! Takes the file line by line; gives title, dateline with body (or, where there is no body, the text), date and number.

use std::io::BufRead;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::line::{self, Line};
use super::record::Records;
use super::{Place, Sink, charset, markup};
use crate::types::RejectReason;

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

pub(super) fn read(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let (mut buffer, mut element) = (Vec::new(), Vec::new());
    // Whether an element is open, and too long to be kept.
    let (mut open, mut too_long) = (false, false);
    let mut number = 0;
    loop {
        let id = format!("item:{}", number + 1);
        match line::next(&mut *reader, place.limit, &mut buffer) {
            Ok(Line::End) => break,
            Ok(Line::TooLong) => too_long = true,
            Ok(Line::Whole) => {
                open |= starts_with(&buffer, b"<reuters");
                if open {
                    too_long |= element.len() + buffer.len() > place.limit;
                    if !too_long {
                        element.extend_from_slice(&buffer);
                        element.push(b'\n');
                    }
                }
            }
            Err(error) => return sink(Err(place.unreadable(Some(id), &error))),
        }
        if open && starts_with(&buffer, b"</reuters>") {
            number += 1;
            sink(if too_long {
                Err(place.too_large(Some(id)))
            } else {
                records.take_extracted(&record(&charset::page(&element)), id)
            })?;
            (open, too_long) = (false, false);
            element.clear();
        }
    }
    let message = match (open, number) {
        (true, _) => "expected `</REUTERS>`, found the end of the file",
        (false, 0) => "expected a `<REUTERS>` element, found none",
        (false, _) => return ControlFlow::Continue(()),
    };
    let hint = "the file is cut off or of another kind; fetch it again";
    sink(Err(place.rejected(Some(format!("item:{}", number + 1)), RejectReason::Malformed, message.to_owned(), hint)))
}

fn starts_with(line: &[u8], tag: &[u8]) -> bool {
    line.trim_ascii_start().get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

fn record(element: &str) -> Map<String, Value> {
    let mut record = Map::new();
    let mut put = |name: &str, value: String| {
        let value = value.trim();
        if !value.is_empty() {
            record.insert(name.to_owned(), Value::String(value.to_owned()));
        }
    };
    put("id", attribute(element, "NEWID").unwrap_or_default().to_owned());
    put("title", inside(element, "TITLE").map(markup::text).unwrap_or_default());
    put("published", inside(element, "DATE").map(iso).unwrap_or_default());
    put("publisher", "Reuters".to_owned());
    put("language", "en".to_owned());
    let text = match inside(element, "BODY") {
        Some(body) => format!("{}{}", inside(element, "DATELINE").unwrap_or_default(), body),
        None => inside(element, "TEXT").unwrap_or_default().to_owned(),
    };
    put("text", plain(&text));
    record
}

/// The text with its line ends, which here are all the layout there is; control characters of the wire are dropped.
fn plain(sgml: &str) -> String {
    let lines = sgml.lines().map(|line| {
        let line = without_controls(line);
        let text = html_escape::decode_html_entities(&line);
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        ["<TITLE>", "</TITLE>", "<DATELINE>", "</DATELINE>", "<AUTHOR>", "</AUTHOR>"]
            .iter()
            .fold(text, |text, tag| text.replace(tag, " "))
            .trim_end()
            .to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Without references to control characters (`&#3;`), by which the wire marked its parts.
fn without_controls(line: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(at) = rest.find("&#") {
        let digits = rest[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 2 + digits;
        let is_control = rest[at + 2..end].parse::<u32>().is_ok_and(|n| n < 32) && rest[end..].starts_with(';');
        kept.push_str(&rest[..if is_control { at } else { end }]);
        rest = &rest[if is_control { end + 1 } else { end }..];
    }
    kept + rest
}

fn inside<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let start = element.find(&format!("<{name}"))?;
    let start = start + element[start..].find('>')? + 1;
    Some(&element[start..start + element[start..].find(&format!("</{name}>"))?])
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let head = &element[..element.find('>')?];
    let start = head.find(&format!("{name}=\""))? + name.len() + 2;
    Some(&head[start..start + head[start..].find('"')?])
}

/// `26-FEB-1987 15:01:01.79` as `1987-02-26T15:01:01`; as it stands where it is not of that form.
fn iso(date: &str) -> String {
    let date = date.trim();
    let whole = || {
        let (day, time) = date.split_once(' ')?;
        let mut parts = day.split('-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
        let time = time.trim().get(..8)?;
        Some(format!("{year}-{month:02}-{:0>2}T{time}", day.trim()))
    };
    whole().unwrap_or_else(|| date.to_owned())
}
