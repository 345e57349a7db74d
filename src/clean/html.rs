//! A page to its article text and what it declares; the one file that knows the extraction crate.
//!
//! The text is written from the extracted tree, one block a line, so that headings, list items and table rows stay
//! apart: the crate's own plain text runs them together.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::dom::Document as Tree;
use trafilatura::{ExtractionFocus, Options};

use crate::types::Metadata;

/// What a page holds.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) metadata: Metadata,
}

/// Why a page gives no article.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageFault {
    #[error("expected a page with an article, found none: {0}")]
    NoArticle(String),
    #[error("expected a page, found mark-up that cannot be taken apart")]
    Broken,
}

/// The article of `page`.
pub(super) fn extracted(page: &str) -> Result<Page, PageFault> {
    let options =
        Options::default().with_focus(ExtractionFocus::FavorPrecision).with_fallback(true).with_exclude_comments(true);
    // The crate walks whatever a crawler brought home; a fault in it costs one page, not the run.
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(page, &options)))
        .map_err(|_| PageFault::Broken)?
        .map_err(|fault| PageFault::NoArticle(fault.to_string()))?;
    let found = result.metadata;
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let metadata = Metadata {
        title: some(found.title),
        publisher: some(found.sitename).or_else(|| some(found.hostname)),
        published: found.date.map(|date| date.to_string()),
        url: some(found.url),
        language: some(found.language),
    };
    Ok(Page { text: blocks(&result.content_html), metadata })
}

enum Step<Node> {
    Enter(Node),
    Write(&'static str),
}

/// The text of a tree, one block a line. A stack of its own: a hostile page nests deeper than the thread's stack.
fn blocks(html: &str) -> String {
    let tree = Tree::parse(html);
    let mut text = String::with_capacity(html.len());
    let mut steps = vec![Step::Enter(tree.body().unwrap_or_else(|| tree.root()))];
    while let Some(step) = steps.pop() {
        match step {
            Step::Write(mark) => write(&mut text, mark),
            Step::Enter(node) if tree.is_text(node) => write(&mut text, &tree.text_content(node)),
            Step::Enter(node) => {
                let mark = around(tree.tag_name(node));
                write(&mut text, mark);
                steps.push(Step::Write(mark));
                steps.extend(tree.child_nodes(node).into_iter().rev().map(Step::Enter));
            }
        }
    }
    text.trim().to_owned()
}

/// What stands before and after an element.
fn around(tag: &str) -> &'static str {
    match tag {
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "ul" | "ol" | "tr" | "table" | "blockquote"
        | "pre" | "br" | "hr" | "section" | "article" | "figure" | "figcaption" | "dl" | "dt" | "dd" | "body" => "\n",
        "td" | "th" => " ",
        _ => "",
    }
}

/// Appends with white space folded: one line end swallows the space around it.
fn write(text: &mut String, part: &str) {
    if part == "\n" {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        return;
    }
    for c in part.chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_on_lines_and_inline_marks_vanish() {
        let html = "<h2>The deal</h2><p>Harlow <b>Mills</b>, based\nin Orrin,<br>agreed.</p><ul><li>One</li><li>Two</li></ul>\
                    <table><tr><td>Revenue</td><td>12</td></tr></table>";
        assert_eq!(blocks(html), "The deal\nHarlow Mills, based in Orrin,\nagreed.\nOne\nTwo\nRevenue 12");
    }

    #[test]
    fn a_deeply_nested_page_is_read_or_refused_but_no_crash() {
        let deep = format!("{}<p>Harlow Mills agreed to buy Castor Freight.</p>", "<div>".repeat(3000));
        let _ = extracted(&deep);
    }
}
