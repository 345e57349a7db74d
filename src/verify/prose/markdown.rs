//! The statements of a Markdown text: its headings, paragraphs, list items and table cells, each with its line.
//!
//! Takes Markdown, gives plain text. What is no statement is left out: code, addresses of links, HTML, pictures.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A run of words of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Line of the Markdown on which it begins, from 1.
    pub line: usize,
    /// Its words without marks of Markdown, white space folded at line ends.
    pub text: String,
}

/// The statements of `markdown`, in order.
pub fn statements(markdown: &str) -> Vec<Statement> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader { lines: Lines::of(markdown), ..Reader::default() };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.take(&event, range.start);
    }
    reader.close();
    reader.found
}

#[derive(Default)]
struct Reader {
    lines: Lines,
    found: Vec<Statement>,
    open: Option<Statement>,
    /// How many blocks that hold no statements are open around the place.
    silent: usize,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>, at: usize) {
        match event {
            Event::Start(tag) if is_silent(tag) => self.silent += 1,
            Event::End(tag) if is_silent_end(*tag) => self.silent = self.silent.saturating_sub(1),
            Event::Start(tag) if is_block(tag) => self.close(),
            Event::End(tag) if is_block_end(*tag) => self.close(),
            Event::Text(words) if self.silent == 0 => self.add(words, at),
            Event::SoftBreak | Event::HardBreak if self.silent == 0 => self.add(" ", at),
            _ => {}
        }
    }

    fn add(&mut self, words: &str, at: usize) {
        let line = self.lines.line(at);
        self.open.get_or_insert_with(|| Statement { line, text: String::new() }).text.push_str(words);
    }

    fn close(&mut self) {
        if let Some(statement) = self.open.take().filter(|statement| !statement.text.trim().is_empty()) {
            self.found.push(statement);
        }
    }
}

fn is_silent(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. } | Tag::MetadataBlock(_))
}

fn is_silent_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_))
}

/// Marks within a sentence; every other tag begins or ends one.
fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
}

/// Where each line begins.
#[derive(Default)]
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_cells_are_statements_and_marks_are_none() {
        let markdown = "# Corvane *buys* Tolmar\n\nThe price is **€5m**,\nsaid [the firm](http://x.example/99).\n\n\
                        - first\n- second `code 7`\n\n| Measure | Value |\n|---|---|\n| Revenue | €40m |\n\n```\n12 34\n```\n";
        let found: Vec<(usize, String)> = statements(markdown).into_iter().map(|s| (s.line, s.text)).collect();
        let expected = [
            (1, "Corvane buys Tolmar"),
            (3, "The price is €5m, said the firm."),
            (6, "first"),
            (7, "second "),
            (9, "Measure"),
            (9, "Value"),
            (11, "Revenue"),
            (11, "€40m"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }
}
