//! What the JSON-LD of a page says of its article (schema.org `Article` and its kinds).
//!
//! Sites write it by hand and by template: it may be cut off, hold raw line ends or speak of the site only. What cannot
//! be read is passed over.

use serde_json::Value;

use super::tag::Tag;
use super::tree::Tree;
use crate::types::folded;

/// Objects that are looked through; a page of nothing else would be no page.
const OBJECTS: usize = 2000;

/// Declarations of the article, empty where there are none.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) headline: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The text, a line a paragraph.
    pub(super) body: Vec<String>,
}

/// What the scripts of `tree` declare; what speaks of an article goes before what speaks of the page.
pub(super) fn linked(tree: &Tree) -> Linked {
    let scripts = (0..tree.nodes.len()).filter(|idx| tree.nodes[tree.nodes[*idx].parent as usize].tag == Tag::Script);
    let values: Vec<Value> = scripts.filter_map(|idx| parsed(tree.words(idx))).collect();
    let mut objects = Vec::new();
    for value in &values {
        flatten(value, &mut objects);
    }
    let mut linked = Linked::default();
    for wanted in [is_article as fn(&str) -> bool, is_page] {
        objects.iter().filter(|object| wanted(&kinds(object))).for_each(|object| fill(&mut linked, object));
    }
    linked
}

fn parsed(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])? + 1;
    let text = script.get(start..end)?;
    serde_json::from_str(text).ok().or_else(|| {
        // A raw line end inside a string is the most common fault.
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&clean).ok()
    })
}

/// All objects, outermost first, without recursion.
fn flatten<'v>(value: &'v Value, out: &mut Vec<&'v Value>) {
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        if out.len() >= OBJECTS {
            return;
        }
        match value {
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(fields) => {
                out.push(value);
                let inner = fields
                    .iter()
                    .filter(|(key, _)| matches!(key.as_str(), "@graph" | "mainEntity" | "mainEntityOfPage"));
                stack.extend(inner.map(|(_, value)| value));
            }
            _ => {}
        }
    }
}

fn kinds(object: &Value) -> String {
    match object.get("@type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn is_article(kinds: &str) -> bool {
    ["Article", "BlogPosting", "Posting", "Report", "Review", "Recipe"].iter().any(|kind| kinds.contains(kind))
}

fn is_page(kinds: &str) -> bool {
    kinds.split(' ').any(|kind| matches!(kind, "WebPage" | "ItemPage" | "VideoObject" | "Product" | "Event"))
}

fn fill(linked: &mut Linked, object: &Value) {
    let text = |key: &str| object.get(key).and_then(words);
    let set = |slot: &mut Option<String>, found: Option<String>| *slot = slot.take().or(found);
    set(&mut linked.headline, text("headline").or_else(|| is_article(&kinds(object)).then(|| text("name")).flatten()));
    set(&mut linked.subtitle, text("alternativeHeadline"));
    set(&mut linked.published, text("datePublished"));
    set(&mut linked.updated, text("dateModified"));
    set(
        &mut linked.url,
        text("url").or_else(|| object.get("mainEntityOfPage").and_then(|page| page.get("@id")).and_then(words)),
    );
    set(&mut linked.language, text("inLanguage"));
    if linked.body.is_empty() {
        linked.body = object.get("articleBody").and_then(Value::as_str).map(lines).unwrap_or_default();
    }
    set(&mut linked.publisher, object.get("publisher").and_then(names).and_then(|names| names.into_iter().next()));
    if linked.authors.is_empty() {
        linked.authors = object.get("author").or_else(|| object.get("creator")).and_then(names).unwrap_or_default();
    }
}

fn lines(text: &str) -> Vec<String> {
    let text = html_escape::decode_html_entities(text);
    // Mark-up in a declared text is rare, and then it is not worth the risk.
    if text.contains("</") {
        return Vec::new();
    }
    text.lines().map(folded).filter(|line| !line.is_empty()).collect()
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Array(items) => items.first()?.as_str()?,
        _ => return None,
    };
    let text = folded(&html_escape::decode_html_entities(text));
    (!text.is_empty()).then_some(text)
}

/// Names of people or organisations, written as text, object or list.
fn names(value: &Value) -> Option<Vec<String>> {
    let name = |value: &Value| words(value).or_else(|| value.get("name").and_then(words));
    let found: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(name).collect(),
        other => name(other).into_iter().collect(),
    };
    (!found.is_empty()).then_some(found)
}
