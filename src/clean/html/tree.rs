//! A page as a tree in one array, in document order: the descendants of a node are the nodes up to its `end`.
//!
//! Built in one pass over the tokens of a WHATWG tokenizer. The rules for missing end tags are those that change where
//! text stands (`p`, `li`, cells, rows, links); the rest of the standard's tree construction moves formatting about
//! and is left out, and with it every rule that is not linear in the page. Depth and number of nodes are bounded, so
//! that no page can exhaust stack or memory.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tag::{Tag, is_empty};

/// Deeper elements are read as if their start tag were not there; browsers stop at 512 too.
const DEPTH: usize = 512;
/// Nodes of the longest page that is read whole; 48 bytes each.
const NODES: usize = 4_000_000;

/// Attributes that tell something; all others are not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Class,
    Id,
    Itemprop,
    Role,
    Href,
    Datetime,
    Content,
    /// `name` or `property`.
    Key,
    Rel,
    Type,
    Lang,
    Title,
}

/// One node: an element or a run of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) tag: Tag,
    /// Index of the element around it.
    pub(super) parent: u32,
    /// One past the last descendant.
    pub(super) end: u32,
    /// Whether it stands inside a link.
    pub(super) linked: bool,
    /// Whether its attributes hide it.
    pub(super) hidden: bool,
    /// Range of the text of a run, or of the attributes of an element.
    from: u32,
    to: u32,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    text: String,
    attributes: Vec<(Name, u32, u32)>,
    values: String,
}

impl Tree {
    /// The tree of `page`.
    pub(super) fn of(page: &str) -> Self {
        let mut builder = Builder::new(page.len());
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            builder.take(&event);
            None
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(&*drawn_titles_removed(page), emitter).finish();
        builder.finish()
    }

    /// The words of a run of text; empty for an element.
    pub(super) fn words(&self, idx: usize) -> &str {
        match self.nodes.get(idx) {
            Some(node) if node.tag == Tag::Text => {
                self.text.get(node.from as usize..node.to as usize).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, idx: usize, name: Name) -> Option<&str> {
        let node = self.nodes.get(idx).filter(|node| node.tag != Tag::Text)?;
        let own = self.attributes.get(node.from as usize..node.to as usize)?;
        let (_, from, to) = own.iter().find(|(own, ..)| *own == name)?;
        self.values.get(*from as usize..*to as usize)
    }

    /// Indices of the descendants of `idx`, itself first.
    pub(super) fn range(&self, idx: usize) -> std::ops::Range<usize> {
        idx..self.nodes.get(idx).map_or(idx, |node| node.end as usize)
    }

    /// All text inside `idx`, white space folded.
    pub(super) fn text_of(&self, idx: usize) -> String {
        let mut text = String::new();
        for at in self.range(idx) {
            let node = &self.nodes[at];
            if node.tag == Tag::Text {
                text.push_str(self.words(at));
            } else if node.tag.is_block() || node.tag == Tag::Br {
                text.push(' ');
            }
        }
        crate::types::folded(&text)
    }

    /// Ancestors of `idx`, nearest first.
    pub(super) fn ancestors(&self, idx: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| (at != 0).then(|| self.nodes.get(at).map(|node| node.parent as usize)).flatten();
        std::iter::successors(parent(idx), move |at| parent(*at))
    }
}

/// In drawings a title closes itself as in XML; the tokenizer would take all of the page after it for its words.
fn drawn_titles_removed(page: &str) -> Cow<'_, str> {
    if page.contains("<title/>") || page.contains("<title />") {
        Cow::Owned(page.replace("<title/>", "").replace("<title />", ""))
    } else {
        Cow::Borrowed(page)
    }
}

struct Builder {
    tree: Tree,
    /// Open elements with their names' first bytes, outermost first.
    open: Vec<Open>,
    /// Start tags beyond the depth whose end tags are still to come.
    beyond: usize,
    /// Depth of the open link; misplaced end tags close it all the same.
    link: Option<usize>,
    /// The start tag being read.
    pending: Option<Pending>,
    name: Option<Name>,
    style: bool,
    n_hidden: usize,
}

struct Open {
    node: u32,
    tag: Tag,
    name: Vec<u8>,
    /// Whether its own attributes hide it.
    hidden: bool,
}

struct Pending {
    tag: Tag,
    name: Vec<u8>,
    from: u32,
    hidden: bool,
}

impl Builder {
    fn new(len: usize) -> Self {
        let root = Node { tag: Tag::Html, parent: 0, end: 1, linked: false, hidden: false, from: 0, to: 0 };
        let tree = Tree { nodes: vec![root], text: String::with_capacity(len / 3), ..Tree::default() };
        Self {
            tree,
            open: vec![Open { node: 0, tag: Tag::Html, name: b"html".to_vec(), hidden: false }],
            beyond: 0,
            link: None,
            pending: None,
            name: None,
            style: false,
            n_hidden: 0,
        }
    }

    fn take(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => self.open_tag(name),
            CallbackEvent::AttributeName { name } => self.attribute_name(name),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => {
                self.pending = None;
                self.end(name);
            }
            CallbackEvent::String { value } => self.run(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn open_tag(&mut self, name: &[u8]) {
        let from = self.tree.attributes.len() as u32;
        self.pending = Some(Pending { tag: Tag::of(name), name: name.to_vec(), from, hidden: false });
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.style = name == b"style" || name == b"aria-hidden";
        if name == b"hidden" {
            self.hide();
        }
        self.name = match name {
            b"class" => Some(Name::Class),
            b"id" => Some(Name::Id),
            b"itemprop" => Some(Name::Itemprop),
            b"role" => Some(Name::Role),
            b"href" => Some(Name::Href),
            b"datetime" => Some(Name::Datetime),
            b"content" => Some(Name::Content),
            b"name" | b"property" => Some(Name::Key),
            b"rel" => Some(Name::Rel),
            b"type" => Some(Name::Type),
            b"lang" | b"xml:lang" => Some(Name::Lang),
            b"title" => Some(Name::Title),
            _ => None,
        };
    }

    fn attribute_value(&mut self, value: &[u8]) {
        let Ok(value) = std::str::from_utf8(value) else { return };
        if self.style {
            let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
            if value == "true" || value.contains("display:none") || value.contains("visibility:hidden") {
                self.hide();
            }
        }
        let (Some(name), Some(_)) = (self.name.take(), &self.pending) else { return };
        let from = self.tree.values.len() as u32;
        self.tree.values.push_str(value);
        self.tree.attributes.push((name, from, self.tree.values.len() as u32));
    }

    fn hide(&mut self) {
        if let Some(pending) = &mut self.pending {
            pending.hidden = true;
        }
    }

    fn start(&mut self, self_closing: bool) {
        let Some(pending) = self.pending.take() else { return };
        match pending.tag {
            Tag::Html | Tag::Body => return self.root_attributes(&pending),
            Tag::A => self.link = None,
            _ => self.imply_ends(&pending),
        }
        let to = self.tree.attributes.len() as u32;
        let Some(node) = self.push(pending.tag, pending.from, to, pending.hidden) else { return };
        // A drawing's parts close themselves as in XML.
        if is_empty(&pending.name) || (self_closing && pending.tag == Tag::Inline) {
            return;
        }
        if self.open.len() >= DEPTH {
            self.beyond += 1;
            return;
        }
        self.n_hidden += usize::from(pending.hidden);
        self.open.push(Open { node, tag: pending.tag, name: pending.name, hidden: pending.hidden });
        if pending.tag == Tag::A {
            self.link = Some(self.open.len());
        }
    }

    /// The root carries what `html` says; what `body` says is said of the whole page and tells nothing.
    fn root_attributes(&mut self, pending: &Pending) {
        if pending.tag == Tag::Html && self.tree.nodes[0].to == 0 {
            self.tree.nodes[0].from = pending.from;
            self.tree.nodes[0].to = self.tree.attributes.len() as u32;
        }
    }

    /// Closes what the start of `pending` closes by itself.
    fn imply_ends(&mut self, pending: &Pending) {
        let tag = pending.tag;
        if tag.is_block() && tag != Tag::Row && tag != Tag::Cell {
            self.close_open(|open| open.tag == Tag::P, |open| open.tag.is_block());
        }
        match tag {
            Tag::Heading(_) => {
                self.close_open(|open| matches!(open.tag, Tag::Heading(_)), |open| open.tag.is_block());
            }
            Tag::Item => {
                self.close_open(|open| open.tag == Tag::Item, |open| open.tag == Tag::List || open.tag.is_wall());
            }
            Tag::Cell => self.close_open(|open| open.tag == Tag::Cell, |open| open.tag == Tag::Table),
            Tag::Row => self.close_open(|open| open.tag == Tag::Row, |open| open.tag == Tag::Table),
            _ if pending.name == b"option" => {
                self.close_open(|open| open.name == b"option", |open| open.name == b"select");
            }
            _ => {}
        }
    }

    /// Closes the innermost element that `is` accepts, unless one that `stops` stands before it.
    fn close_open(&mut self, is: impl Fn(&Open) -> bool, stops: impl Fn(&Open) -> bool) {
        for at in (1..self.open.len()).rev() {
            if is(&self.open[at]) {
                return self.close_from(at);
            }
            if stops(&self.open[at]) {
                return;
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        let tag = Tag::of(name);
        match tag {
            Tag::Html | Tag::Body => return,
            Tag::A => self.link = None,
            _ => {}
        }
        if self.beyond > 0 && !is_empty(name) {
            self.beyond -= 1;
            return;
        }
        let of_table = tag.is_wall() || tag == Tag::Row || matches!(name, b"tbody" | b"thead" | b"tfoot");
        let stops = |open: &Open| {
            if tag.is_block() || of_table { open.tag.is_wall() && !of_table } else { open.tag.is_block() }
        };
        self.close_open(|open| open.name == name, stops);
    }

    fn close_from(&mut self, at: usize) {
        let end = self.tree.nodes.len() as u32;
        for open in self.open.drain(at..) {
            let node = &mut self.tree.nodes[open.node as usize];
            node.end = end;
            self.n_hidden -= usize::from(open.hidden);
        }
        if self.link.is_some_and(|depth| depth > self.open.len()) {
            self.link = None;
        }
    }

    fn run(&mut self, value: &[u8]) {
        let inside = self.open.last();
        let skipped =
            inside.is_some_and(|open| matches!(&open.name[..], b"style" | b"noscript" | b"iframe" | b"textarea"));
        let script = inside.is_some_and(|open| open.tag == Tag::Script);
        if skipped || (script && !inside.is_some_and(|open| self.is_data(open))) {
            return;
        }
        let from = self.tree.text.len() as u32;
        self.tree.text.push_str(&String::from_utf8_lossy(value));
        self.push(Tag::Text, from, self.tree.text.len() as u32, false);
    }

    /// Whether a script holds JSON-LD.
    fn is_data(&self, open: &Open) -> bool {
        self.tree.attribute(open.node as usize, Name::Type).is_some_and(|kind| kind.contains("ld+json"))
    }

    fn push(&mut self, tag: Tag, from: u32, to: u32, hidden: bool) -> Option<u32> {
        let idx = self.tree.nodes.len();
        if idx >= NODES {
            return None;
        }
        let parent = self.open.last().map_or(0, |open| open.node);
        let linked = self.link.is_some();
        let hidden = hidden || self.n_hidden > 0;
        self.tree.nodes.push(Node { tag, parent, end: idx as u32 + 1, linked, hidden, from, to });
        Some(idx as u32)
    }

    fn finish(mut self) -> Tree {
        self.close_from(0);
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as nested brackets: `P[one]`.
    fn drawn(page: &str) -> String {
        let tree = Tree::of(page);
        let mut out = String::new();
        let mut ends: Vec<usize> = Vec::new();
        for (idx, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|end| *end <= idx) {
                ends.pop();
                out.push(']');
            }
            match node.tag {
                Tag::Text => out.push_str(tree.words(idx)),
                tag => {
                    out.extend([&format!("{tag:?}"), "["]);
                    ends.push(node.end as usize);
                }
            }
        }
        out + &"]".repeat(ends.len())
    }

    #[test]
    fn missing_end_tags_are_implied() {
        let cases = [
            ("<p>one<p>two", "P[one]P[two]"),
            ("<p>one<div>two</div>", "P[one]Box[two]"),
            ("<ul><li>one<li>two<ul><li>three</ul></ul>four", "List[Item[one]Item[twoList[Item[three]]]]four"),
            ("<table><tr><td>1<td>2<tr><td>3</table>", "Table[Row[Cell[1]Cell[2]]Row[Cell[3]]]"),
            ("<div><b>one</div>two", "Box[Inline[one]]two"),
            ("<div>one</b>two</div>", "Box[onetwo]"),
            ("<table><tr><td></div>1</td></tr></table>", "Table[Row[Cell[1]]]"),
        ];
        for (page, expected) in cases {
            assert_eq!(drawn(page), expected, "{page}");
        }
    }
}
