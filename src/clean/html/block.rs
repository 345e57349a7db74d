//! The blocks of a page: runs of inline content between the edges of elements, with what tells text from chrome.
//!
//! A block knows its element, its counts and how much of it is link; where it stands is weighed by `body`.

use super::tag::Tag;
use super::tree::Tree;

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The block element it stands in.
    pub(super) owner: usize,
    /// Its first run of text.
    pub(super) node: usize,
    /// The words, white space folded.
    pub(super) text: String,
    /// Characters that are no white space.
    pub(super) chars: usize,
    /// Those of them inside links.
    pub(super) linked: usize,
    pub(super) words: usize,
    /// Whether it ends as a sentence does.
    pub(super) terminal: bool,
}

impl Block {
    /// Share of the characters that are link, in per cent.
    pub(super) fn link_share(&self) -> usize {
        self.linked * 100 / self.chars.max(1)
    }

    /// Running text: a sentence, or too long for a label.
    pub(super) fn is_prose(&self) -> bool {
        let long = self.words >= 22 || self.chars >= 150;
        let sentence = self.terminal && (self.words >= 8 || self.chars >= 60);
        (long || sentence) && self.link_share() < 50
    }

    /// Characters of running text.
    pub(super) fn mass(&self) -> usize {
        if self.is_prose() { self.chars - self.linked } else { 0 }
    }
}

/// The blocks of what `skip` leaves of the page, in order.
pub(super) fn blocks(tree: &Tree, skip: &[bool]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Run::new(0);
    let mut owners: Vec<(usize, usize)> = vec![(tree.nodes.len(), 0)];
    let mut idx = 1;
    while idx < tree.nodes.len() {
        while owners.len() > 1 && owners.last().is_some_and(|(end, _)| *end <= idx) {
            owners.pop();
            open.close(&mut blocks, owners.last().map_or(0, |(_, owner)| *owner));
        }
        let node = &tree.nodes[idx];
        let end = node.end as usize;
        let owner = owners.last().map_or(0, |(_, owner)| *owner);
        if skip[idx] {
            if node.tag.is_block() {
                open.close(&mut blocks, owner);
            }
            idx = end;
            continue;
        }
        match node.tag {
            Tag::Text => open.push(tree.words(idx), idx, node.linked),
            Tag::Br => open.close(&mut blocks, owner),
            Tag::Cell => {
                open.push(" ", idx, false);
            }
            tag if tag.is_block() => {
                open.close(&mut blocks, idx);
                owners.push((end, idx));
            }
            _ => {}
        }
        idx += 1;
    }
    open.close(&mut blocks, 0);
    blocks
}

struct Run {
    owner: usize,
    node: usize,
    text: String,
    chars: usize,
    linked: usize,
}

impl Run {
    fn new(owner: usize) -> Self {
        Self { owner, node: 0, text: String::new(), chars: 0, linked: 0 }
    }

    fn push(&mut self, words: &str, node: usize, linked: bool) {
        for c in words.chars() {
            // Zero-width marks and soft hyphens are hints for the layout.
            if matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{2060}') {
                continue;
            }
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                continue;
            }
            if self.text.is_empty() {
                self.node = node;
            }
            self.text.push(c);
            self.chars += 1;
            self.linked += usize::from(linked);
        }
    }

    /// Ends the block, if it has words; the next one is `owner`'s.
    fn close(&mut self, blocks: &mut Vec<Block>, owner: usize) {
        let run = std::mem::replace(self, Self::new(owner));
        let mut text = run.text;
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            return;
        }
        let words = text.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count();
        let terminal = super::super::shape::is_terminal(&text) || text.ends_with([':', ',']) && words > 12;
        blocks.push(Block {
            owner: run.owner,
            node: run.node,
            text,
            chars: run.chars,
            linked: run.linked,
            words,
            terminal,
        });
    }
}
