//! One JSON record to one [`Article`]: fields by their usual names, types checked, the id made unique in its file.
//!
//! Fields that the user names (`--field`) must be there, and none is tried beside them. Takes the bytes of one object; says
//! in a reject which field holds what. Dates stay as written.

use std::collections::HashSet;

use serde_json::{Map, Value};
use twox_hash::XxHash3_64;

use super::{Place, fields, format, mojibake};
use crate::config::{Fields, Meaning};
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

    /// A record that is no article was met.
    pub(super) fn pass(&mut self) {
        self.seen += 1;
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
        self.article(record, self.place.fields, fallback)
    }

    fn article(&mut self, record: &Map<String, Value>, named: &Fields, fallback: String) -> Result<Article, Rejected> {
        match parts(record, named) {
            Ok((content, metadata)) => {
                let record_id = self.own_id(record, named).unwrap_or(fallback);
                Ok(Article { origin: self.place.origin(Some(record_id)), content, metadata })
            }
            Err(fault) => Err(self.reject(Some(fallback), fault)),
        }
    }

    /// As [`Records::take`], for a record whose fields the reader made, its text out of markup.
    pub(super) fn take_extracted(
        &mut self,
        record: &Map<String, Value>,
        fallback: String,
    ) -> Result<Article, Rejected> {
        self.seen += 1;
        let mut article = self.article(record, &Fields::new(), fallback)?;
        if let Content::Plain(text) = article.content {
            article.content = Content::Extracted(text);
        }
        Ok(article)
    }

    /// The record that is the whole file; it needs no fallback name.
    pub(super) fn parse_file(&mut self, bytes: &[u8]) -> Result<Article, Rejected> {
        let record = object(bytes).map_err(|fault| self.reject(None, fault))?;
        let named = self.place.fields;
        let (content, metadata) = parts(&record, named).map_err(|fault| self.reject(None, fault))?;
        Ok(Article { origin: self.place.origin(self.own_id(&record, named)), content, metadata })
    }

    fn reject(&self, record_id: Option<String>, fault: Fault) -> Rejected {
        self.place.rejected(record_id, fault.reason, fault.message, fault.hint)
    }

    /// The first record with an id keeps it, so that a stream needs no second pass; later ones go by their place.
    fn own_id(&mut self, record: &Map<String, Value>, named: &Fields) -> Option<String> {
        let id = names(named, Meaning::Id, fields::ID).into_iter().find_map(|name| match get(record, name)? {
            Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        })?;
        let is_a_place = ["line:", "item:", "row:"].iter().any(|place| id.starts_with(place));
        (!is_a_place && self.ids.insert(XxHash3_64::oneshot(id.as_bytes()))).then_some(id)
    }
}

/// A record of what another reader found, by the names that every record has.
pub(super) fn of<'n>(fields: impl IntoIterator<Item = (&'n str, Option<String>)>) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?)))).collect()
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

/// The names to try for what `meaning` says: the one the user named, else the usual ones.
fn names<'n>(named: &'n Fields, meaning: Meaning, usual: &[&'n str]) -> Vec<&'n str> {
    named.get(&meaning).map_or_else(|| usual.to_vec(), |name| vec![name.as_str()])
}

fn parts(record: &Map<String, Value>, named: &Fields) -> Result<(Content, Metadata), Fault> {
    if let Some((meaning, name)) = named.iter().find(|(_, name)| get(record, name).is_none()) {
        return Err(no_field(record, *meaning, name));
    }
    let mut metadata = Metadata {
        title: string(record, &names(named, Meaning::Title, fields::TITLE), fields::INNER_TEXT)?,
        publisher: string(record, &names(named, Meaning::Publisher, fields::PUBLISHER), fields::INNER_NAME)?,
        published: published(record, &names(named, Meaning::Published, fields::PUBLISHED))?,
        url: string(record, &names(named, Meaning::Url, fields::URL), fields::INNER_NAME)?
            .filter(|url| is_address(url)),
        language: string(record, &names(named, Meaning::Language, fields::LANGUAGE), fields::INNER_NAME)?,
        ..Metadata::default()
    };
    let content = content(record, &names(named, Meaning::Text, fields::TEXT))?;
    // A record whose text is broken has a headline that went the same way.
    if matches!(content, Content::Repaired(_)) {
        metadata.title = metadata.title.map(|title| mojibake::repaired(&title).unwrap_or(title));
    }
    Ok((content, metadata))
}

fn content(record: &Map<String, Value>, names: &[&str]) -> Result<Content, Fault> {
    let mut empty = None;
    for name in names {
        let Some(value) = get(record, name) else { continue };
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Object(inner) => {
                fields::INNER_TEXT.iter().find_map(|key| Some(get(inner, key)?.as_str()?.to_owned()))
            }
            Value::Array(parts) => text_of(parts),
            Value::Null => continue,
            _ => None,
        };
        let text = text.ok_or_else(|| Fault::wrong_type(name, "a string", value))?;
        if !text.trim().is_empty() {
            return Ok(if format::is_html(&text) { Content::Html(text) } else { mojibake::plain(text) });
        }
        empty = empty.or(Some(*name));
    }
    Err(no_text(record, empty, names))
}

/// The text of a field that holds a list: one string a paragraph, or (ninjs 2 and 3) one object a form of the text.
fn text_of(parts: &[Value]) -> Option<String> {
    let strings: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
    strings.map(|lines| lines.join("\n")).or_else(|| main(parts, fields::INNER_TEXT).map(str::to_owned))
}

/// The words of the part that is called the main one, else of the first that has any.
fn main<'v>(parts: &'v [Value], inner: &[&str]) -> Option<&'v str> {
    let words = |part: &'v Value| match part {
        Value::String(text) => Some(text.as_str()),
        Value::Object(object) => inner.iter().find_map(|key| get(object, key)?.as_str()),
        _ => None,
    };
    let is_main = |part: &&Value| {
        part.get("role").and_then(Value::as_str).is_some_and(|role| role.rsplit(':').next() == Some("main"))
    };
    let mut in_order = parts.iter().filter(is_main).chain(parts);
    in_order.find_map(|part| words(part).filter(|text| !text.trim().is_empty()))
}

/// A field that the user named and the record does not have.
fn no_field(record: &Map<String, Value>, meaning: Meaning, name: &str) -> Fault {
    let message = format!("expected a field `{name}` for `{meaning}`, found {}", keys(record));
    Fault {
        reason: RejectReason::NoText,
        message,
        hint: "name another field with `--field`, or leave it to be inferred",
    }
}

fn no_text(record: &Map<String, Value>, empty: Option<&str>, names: &[&str]) -> Fault {
    if let Some(name) = empty {
        let message = format!("expected text in `{name}`, found an empty string");
        return Fault { reason: RejectReason::Empty, message, hint: "fill the field, or drop the record" };
    }
    let expected =
        if let [name] = names { format!("words in `{name}`") } else { "a field `text`, `body` or `content`".into() };
    let message = format!("expected {expected}, found {}", keys(record));
    Fault {
        reason: RejectReason::NoText,
        message,
        hint: "name the field that holds the article text with `--field text=NAME`, or rename it to `text`",
    }
}

fn keys(record: &Map<String, Value>) -> String {
    let mut keys: Vec<&str> = record.keys().map(String::as_str).take(20).collect();
    keys.sort_unstable();
    if keys.is_empty() { "no field".to_owned() } else { format!("`{}`", keys.join("`, `")) }
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
            Some(Value::Array(parts)) => main(parts, inner).unwrap_or_default().trim().to_owned(),
            Some(other) => return Err(Fault::wrong_type(name, "a string", other)),
        };
        if !found.is_empty() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What agencies write into `uri` names the item, and often leads nowhere.
fn is_address(uri: &str) -> bool {
    !["urn:", "tag:"].iter().any(|scheme| uri.starts_with(scheme))
}

/// As [`string`], and a number where it can be a Unix time.
fn published(record: &Map<String, Value>, names: &[&str]) -> Result<Option<String>, Fault> {
    for name in names {
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
    if let Some(value) = record.get(path) {
        return Some(value);
    }
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
