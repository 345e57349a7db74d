//! Paragraphs of a source text: its lines, or several lines where the text is wrapped at a column.
//!
//! A line is wrapped where the first word of the next one would not have fitted: the rule of every word-wrapping
//! program. It is believed only where the whole text shows it, since a list of short lines also has line ends.

use crate::types::Span;

use super::chrome;
use super::phrases::{self, Chrome};
use super::shape::Shape;

/// The widest column at which mail and wire text is wrapped; a longer line is a paragraph.
const WIDEST: usize = 120;
/// Narrower columns are tables, verse and menus.
const NARROWEST: usize = 40;
/// Wrapped pairs of lines that must be seen before any is joined.
const PAIRS: usize = 3;

/// A paragraph with what several steps ask of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    /// The bytes, trimmed.
    pub(super) span: Span,
    /// Counts of its text.
    pub(super) shape: Shape,
    /// What the table of phrases says.
    pub(super) chrome: Option<Chrome>,
    /// Whether a picture credit stands in it; not asked of long ones.
    pub(super) captioned: bool,
}

/// Most words in which a picture credit is looked for.
const CREDITED: usize = 45;

impl Paragraph {
    pub(super) fn of(source: &str, span: Span) -> Self {
        let text = span.slice(source).unwrap_or_default();
        let shape = Shape::of(text);
        let captioned = shape.words <= CREDITED && chrome::is_captioned(text);
        Self { span, shape, chrome: phrases::chrome(text, shape), captioned }
    }
}

/// The paragraphs of `text` with what is known of them.
pub(super) fn read(text: &str) -> Vec<Paragraph> {
    split(text).into_iter().map(|span| Paragraph::of(text, span)).collect()
}

/// The paragraphs of `text` in order, trimmed, none empty.
pub(super) fn split(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let Some(column) = column(text, &lines) else {
        return lines;
    };
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut last: Option<Span> = None;
    for line in lines {
        let joined = match (last, paragraphs.last_mut()) {
            (Some(before), Some(open)) if wraps(text, before, line, column) => {
                Span::new(open.start(), line.end()).map(|joined| *open = joined).is_ok()
            }
            _ => false,
        };
        if !joined {
            paragraphs.push(line);
        }
        last = Some(line);
    }
    paragraphs
}

/// The lines of `text`, trimmed, none empty.
pub(super) fn lines(text: &str) -> Vec<Span> {
    let (mut lines, mut start) = (Vec::new(), 0);
    let bytes = text.as_bytes();
    let mut at = 0;
    // The first bytes of line ends are rare, so most bytes are passed by one comparison.
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'\n'..=b'\r' | 0xc2 | 0xe2)) {
        let end = at + next + line_end(&bytes[at + next..]);
        if end > at + next {
            lines.extend(Span::new(start, end).ok().and_then(|span| span.trimmed(text)));
            start = end;
        }
        at = end.max(at + next + 1);
    }
    lines.extend(Span::new(start, bytes.len()).ok().and_then(|span| span.trimmed(text)));
    lines
}

/// Bytes of the line end with which `bytes` begin; 0 where they begin with none.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n'..=b'\r', ..] => 1,
        [0xc2, 0x85, ..] => 2,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

/// The column at which the text is wrapped, if it is.
fn column(text: &str, lines: &[Span]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|line| width(text, *line)).collect();
    widths.sort_unstable();
    // The 95th of 100: a long address or a heading does not set the column.
    let column = *widths.get(widths.len().saturating_sub(1) * 95 / 100)?;
    if !(NARROWEST..=WIDEST).contains(&column) {
        return None;
    }
    let wrapped: Vec<_> = lines.windows(2).filter(|pair| wraps(text, pair[0], pair[1], column)).collect();
    let running = wrapped.iter().filter(|pair| runs_on(text, pair[1])).count();
    // Running text breaks before a lower-case word most of the time, a list of lines never.
    (wrapped.len() >= PAIRS && running * 3 >= wrapped.len()).then_some(column)
}

fn wraps(text: &str, line: Span, next: Span, column: usize) -> bool {
    let first = text[next.start()..next.end()].split_whitespace().next().unwrap_or_default();
    let width = width(text, line);
    adjacent(text, line, next)
        && width <= column + 4
        && width + 1 + first.chars().count() > column
        && !first.starts_with(['•', '*', '·', '–'])
        && first != "-"
        && first != "--"
}

fn runs_on(text: &str, next: Span) -> bool {
    text[next.start()..next.end()].starts_with(char::is_lowercase)
}

/// No blank line between.
fn adjacent(text: &str, line: Span, next: Span) -> bool {
    let between = &text[line.end()..next.start()];
    between.matches('\n').count().max(between.matches('\r').count()) == 1
}

fn width(text: &str, line: Span) -> usize {
    text[line.start()..line.end()].chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = split(text).iter().filter_map(|span| span.slice(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_paragraphs_whatever_the_line_end() {
        check(" One. \r\n\r\nTwo.\u{2028}Three.\n", &["One.", "Two.", "Three."]);
        check("", &[]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "Harlow Mills said on Monday it had agreed to\nbuy the northern depots of Castor Freight for\n\
                    a price that neither side would disclose to\nreporters.\n\nThe deal closes in May, the two companies\n\
                    said in a statement.\n";
        let paragraphs = split(text);
        assert_eq!(paragraphs.len(), 2, "{paragraphs:?}");
    }

    #[test]
    fn a_list_of_names_is_not_wrapped_text() {
        let text = "Harlow Mills and Sons Public Limited Company\nCastor Freight International Holdings Group\n\
                    Brightwater Utilities of the Northern Coast.\nQuillon Semiconductor Works of Upper Valley.\n\
                    Northern Pier and Harbour Operating Company.\n";
        assert_eq!(split(text).len(), 5);
    }
}
