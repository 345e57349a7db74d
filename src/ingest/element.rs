//! Elements of an XML file, one at a time, for formats that are read as a tree.
//!
//! Takes a reader over the decoded file; gives the next element of a name with everything in it. Depth and number of its
//! elements are bounded; entities that a document type defines are not expanded, so that there is nothing to blow up.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::markup;

/// Elements inside each other; agencies nest about twenty.
const DEPTH: usize = 128;
/// Elements of one item.
const NODES: usize = 500_000;

/// An element with what is in it; names without their prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    fn of(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.html_attributes().flatten().map(|attribute| {
            let name = attribute.key.local_name().into_inner().to_owned();
            (name, html_escape::decode_html_entities(&attribute.value).into_owned())
        });
        let attributes = attributes.collect();
        Self { name: tag.local_name().into_inner().to_owned(), attributes, children: Vec::new() }
    }

    /// The value of the attribute `name`, where it holds anything.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements directly in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements called `name` directly in it.
    pub(super) fn children(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element called `name` in it, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// Its words on one line; `None` where it has none.
    pub(super) fn words(&self) -> Option<String> {
        let words = self.lines(&[]).replace('\n', " ");
        Some(words).filter(|words| !words.is_empty())
    }

    /// Its text, a line a block, without what is in elements called `silent`.
    pub(super) fn lines(&self, silent: &[&str]) -> String {
        let mut written = String::new();
        self.write(silent, &mut written);
        markup::text(&written)
    }

    /// The text directly in it, as it stands.
    pub(super) fn raw(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    fn write(&self, silent: &[&str], out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(&html_escape::encode_text(text)),
                Node::Element(element) if silent.contains(&element.name.as_str()) => out.push_str("<br/>"),
                Node::Element(element) => {
                    out.extend(["<", &element.name, ">"]);
                    element.write(silent, out);
                    out.extend(["</", &element.name, ">"]);
                }
            }
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(Node::Text(last)) = self.children.last_mut() {
            last.push_str(text);
        } else {
            self.children.push(Node::Text(text.to_owned()));
        }
    }
}

/// The next element whose name is one of `wanted`; `None` at the end, what is wrong with the file where it breaks off.
pub(super) fn next(reader: &mut Reader<&[u8]>, wanted: &[&str]) -> Result<Option<Element>, String> {
    let mut open: Vec<Element> = Vec::new();
    let mut nodes = 0;
    loop {
        let event = reader.read_event();
        let event = event
            .map_err(|error| format!("expected XML, found a fault at byte {}: {error}", reader.error_position()))?;
        let closed = match event {
            Event::Start(tag) => {
                if !open.is_empty() || wanted.contains(&tag.local_name().into_inner()) {
                    open.push(Element::of(&tag));
                }
                None
            }
            Event::Empty(tag) => {
                let is_wanted = !open.is_empty() || wanted.contains(&tag.local_name().into_inner());
                is_wanted.then(|| Element::of(&tag))
            }
            Event::End(_) => open.pop(),
            Event::Eof => {
                return match open.first() {
                    None => Ok(None),
                    Some(outer) => Err(format!("expected `</{}>`, found the end of the file", outer.name)),
                };
            }
            other => {
                if let Some(element) = open.last_mut() {
                    element.say(&said(other));
                }
                None
            }
        };
        if let Some(element) = closed {
            nodes += 1;
            let Some(outer) = open.last_mut() else { return Ok(Some(element)) };
            outer.children.push(Node::Element(element));
        }
        if open.len() > DEPTH || nodes > NODES {
            return Err(format!("expected at most {NODES} elements, {DEPTH} in each other, found more"));
        }
    }
}

/// The text of an event that is no tag.
pub(super) fn said(event: Event<'_>) -> String {
    match event {
        Event::Text(text) => text.into_inner().into_owned(),
        Event::CData(text) => text.into_inner().into_owned(),
        Event::GeneralRef(reference) => {
            let written = format!("&{};", reference.into_inner());
            html_escape::decode_html_entities(&written).into_owned()
        }
        _ => String::new(),
    }
}
