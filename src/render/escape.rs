//! Escaping of source text for Markdown; HTML is escaped by the template engine.

use crate::types::folded;

/// `text` on one line, with every character that Markdown or inline HTML could read as markup escaped.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in folded(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// As [`markdown`], for a table cell: an empty cell is shown as a dash.
pub(super) fn markdown_cell(text: &str) -> String {
    if text.trim().is_empty() { "–".to_owned() } else { markdown(text) }
}
