//! Turns an [`Edition`] into Markdown, one self-contained HTML page, or JSON.
//!
//! Pure: takes claims, gives text; never touches the disk, never adds a word that is not a claim, a count or a label.
//! Everything that comes from a source is escaped for the format it goes into, so that an article cannot inject markup.

mod escape;
mod hygiene;
mod view;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use crate::types::{Edition, Hygiene};
use hygiene::HygieneView;
use view::EditionView;

/// Why an edition could not be written; always a fault of a template, never of an article.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template failed.
    #[error("template `{template}` failed")]
    Template {
        /// Its name.
        template: &'static str,
        /// What the engine said.
        source: minijinja::Error,
    },
    /// The edition is no JSON.
    #[error("edition cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

const MARKDOWN: &str = "edition.md";
const HTML: &str = "edition.html";

/// The edition as Markdown: one section a story, each statement followed by `[source:bytes]`.
pub fn markdown(edition: &Edition) -> Result<String, RenderError> {
    expand(MARKDOWN, include_str!("templates/edition.md"), EditionView::of(edition))
}

/// The edition and the hygiene of its run as one HTML page without script or external requests.
pub fn html(edition: &Edition, hygiene: &Hygiene) -> Result<String, RenderError> {
    let view = Page { edition: EditionView::of(edition), hygiene: HygieneView::of(hygiene) };
    expand(HTML, include_str!("templates/edition.html"), view)
}

/// The edition as JSON; what the other two are written from, so that `verify` can write them again.
pub fn json(edition: &Edition) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(edition)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    edition: EditionView,
    hygiene: HygieneView,
}

fn expand(template: &'static str, text: &'static str, view: impl Serialize) -> Result<String, RenderError> {
    let fail = |source| RenderError::Template { template, source };
    let mut engine = Environment::new();
    let syntax = engine.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    engine.set_syntax(syntax.map_err(fail)?);
    engine.set_auto_escape_callback(|name| if name == HTML { AutoEscape::Html } else { AutoEscape::None });
    engine.add_filter("md", |text: String| escape::markdown(&text));
    engine.add_filter("cell", |text: String| escape::markdown_cell(&text));
    engine.add_template(template, text).map_err(fail)?;
    engine.get_template(template).and_then(|t| t.render(Serde(view))).map_err(fail)
}

#[cfg(test)]
mod tests;
