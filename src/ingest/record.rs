//! One JSON record to one [`Article`]: fields by their usual names, types checked, the id made unique in its file.
//!
//! Takes the bytes of one object; says in a reject which field holds what. Dates stay as written.

use std::collections::HashSet;

use serde_json::{Map, Value};
use twox_hash::XxHash3_64;

use super::{Place, fields, format};
use crate::types::{Article, Content, Metadata, RejectReason, Rejected};

const HINT_JSON: &str = "write each record as one JSON object in UTF-8";

/// The records of one file: gives each its id.
pub(super) struct Records<'a> {
    place: Place<'a>,
    /// Hashes of the ids given so far; 8 bytes a record.
    ids: HashSet<u64>,
    seen: usize,
}

impl<'a> Records<'a> {
    pub(super) fn of(place: Place<'a>) -> Self {
        Self { place, ids: HashSet::new(), seen: 0 }
    }

    pub(super) fn none_seen(&self) -> bool {
        self.seen == 0
    }

    /// The record in `bytes`; `fallback` names it where it has no id of its own or one seen before.
    pub(super) fn parse(&mut self, bytes: &[u8], fallback: String) -> Result<Article, Rejected> {
        match object(bytes) {
            Ok(record) => self.take(&record, fallback),
            Err(fault) => {
                self.seen += 1;
                Err(self.reject(Some(fallback), fault))
            }
        }
    }

    /// A record that another reader took apart into fields, its text as it stands in the file.
    pub(super) fn take(&mut self, record: &Map<String, Value>, fallback: String) -> Result<Article, Rejected> {
        self.seen += 1;
        match parts(record) {
            Ok((content, metadata)) => {
                let record_id = self.own_id(record).unwrap_or(fallback);
                Ok(Article { origin: self.place.origin(Some(record_id)), content, metadata })
            }
            Err(fault) => Err(self.reject(Some(fallback), fault)),
        }
    }

    /// As [`Records::take`], for a text that the reader made out of markup.
    pub(super) fn take_extracted(
        &mut self,
        record: &Map<String, Value>,
        fallback: String,
    ) -> Result<Article, Rejected> {
        let mut article = self.take(record, fallback)?;
        if let Content::Plain(text) = article.content {
            article.content = Content::Extracted(text);
        }
        Ok(article)
    }

    /// The record that is the whole file; it needs no fallback name.
    pub(super) fn parse_file(&mut self, bytes: &[u8]) -> Result<Article, Rejected> {
        let record = object(bytes).map_err(|fault| self.reject(None, fault))?;
        let (content, metadata) = parts(&record).map_err(|fault| self.reject(None, fault))?;
        Ok(Article { origin: self.place.origin(self.own_id(&record)), content, metadata })
    }

    fn reject(&self, record_id: Option<String>, fault: Fault) -> Rejected {
        self.place.rejected(record_id, fault.reason, fault.message, fault.hint)
    }

    /// The first record with an id keeps it, so that a stream needs no second pass; later ones go by their place.
    fn own_id(&mut self, record: &Map<String, Value>) -> Option<String> {
        let id = fields::ID.iter().find_map(|name| match get(record, name)? {
            Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        })?;
        let is_a_place = id.starts_with("line:") || id.starts_with("item:");
        (!is_a_place && self.ids.insert(XxHash3_64::oneshot(id.as_bytes()))).then_some(id)
    }
}

struct Fault {
    reason: RejectReason,
    message: String,
    hint: &'static str,
}

impl Fault {
    fn malformed(message: String) -> Self {
        Self { reason: RejectReason::Malformed, message, hint: HINT_JSON }
    }

    fn wrong_type(field: &str, expected: &str, found: &Value) -> Self {
        let message = format!("expected {expected} in `{field}`, found {}", kind(found));
        Self { reason: RejectReason::WrongType, message, hint: "mend the field, or leave it out" }
    }
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Fault::malformed(format!("expected UTF-8, found a broken character at byte {}", error.valid_up_to()))
    })?;
    match serde_json::from_str(text) {
        Ok(Value::Object(record)) => Ok(record),
        Ok(other) => Err(Fault::malformed(format!("expected a JSON object, found {}", kind(&other)))),
        Err(error) => Err(Fault::malformed(format!("expected a JSON object, found a fault in it: {error}"))),
    }
}

fn parts(record: &Map<String, Value>) -> Result<(Content, Metadata), Fault> {
    let metadata = Metadata {
        title: string(record, fields::TITLE, fields::INNER_TEXT)?,
        publisher: string(record, fields::PUBLISHER, fields::INNER_NAME)?,
        published: published(record)?,
        url: string(record, fields::URL, fields::INNER_NAME)?,
        language: string(record, fields::LANGUAGE, fields::INNER_NAME)?,
        ..Metadata::default()
    };
    Ok((content(record)?, metadata))
}

fn content(record: &Map<String, Value>) -> Result<Content, Fault> {
    let mut named = None;
    for name in fields::TEXT {
        let Some(value) = get(record, name) else { continue };
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Object(inner) => {
                fields::INNER_TEXT.iter().find_map(|key| Some(get(inner, key)?.as_str()?.to_owned()))
            }
            // Some dumps keep one string a paragraph; the source text is the paragraphs, one a line.
            Value::Array(lines) => {
                lines.iter().map(|line| line.as_str()).collect::<Option<Vec<_>>>().map(|l| l.join("\n"))
            }
            Value::Null => continue,
            _ => None,
        };
        let text = text.ok_or_else(|| Fault::wrong_type(name, "a string", value))?;
        if !text.trim().is_empty() {
            return Ok(if format::is_html(&text) { Content::Html(text) } else { Content::Plain(text) });
        }
        named = named.or(Some(*name));
    }
    Err(no_text(record, named))
}

fn no_text(record: &Map<String, Value>, empty: Option<&str>) -> Fault {
    if let Some(name) = empty {
        let message = format!("expected text in `{name}`, found an empty string");
        return Fault { reason: RejectReason::Empty, message, hint: "fill the field, or drop the record" };
    }
    let mut keys: Vec<&str> = record.keys().map(String::as_str).take(20).collect();
    keys.sort_unstable();
    let message = format!("expected a field `text`, `body` or `content`, found `{}`", keys.join("`, `"));
    Fault { reason: RejectReason::NoText, message, hint: "rename the field that holds the article text to `text`" }
}

/// The first of `names` that holds words, trimmed; an object is looked into by `inner`.
fn string(record: &Map<String, Value>, names: &[&str], inner: &[&str]) -> Result<Option<String>, Fault> {
    for name in names {
        let found = match get(record, name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Object(object)) => {
                let text = inner.iter().find_map(|key| get(object, key)?.as_str());
                text.unwrap_or_default().trim().to_owned()
            }
            Some(other) => return Err(Fault::wrong_type(name, "a string", other)),
        };
        if !found.is_empty() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// As [`string`], and a number where it can be a Unix time.
fn published(record: &Map<String, Value>) -> Result<Option<String>, Fault> {
    for name in fields::PUBLISHED {
        match get(record, name) {
            Some(Value::String(text)) if !text.trim().is_empty() => return Ok(Some(text.trim().to_owned())),
            Some(Value::Number(number)) if is_unix_time(number) => return Ok(Some(number.to_string())),
            None | Some(Value::Null | Value::String(_)) => {}
            Some(other) => return Err(Fault::wrong_type(name, "a string", other)),
        }
    }
    Ok(None)
}

/// Seconds or milliseconds between 1990 and 2100.
fn is_unix_time(number: &serde_json::Number) -> bool {
    let years = 631_152_000.0..4_102_444_800.0;
    number.as_f64().is_some_and(|n| years.contains(&n) || years.contains(&(n / 1000.0)))
}

/// A field by name, case ignored; `a.b` goes into the object `a`.
fn get<'r>(record: &'r Map<String, Value>, path: &str) -> Option<&'r Value> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let value =
        record.get(name).or_else(|| record.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v))?;
    match rest {
        None => Some(value),
        Some(rest) => get(value.as_object()?, rest),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
