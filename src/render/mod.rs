//! Turns an [`Edition`] into Markdown, one self-contained HTML page, or JSON; one story into a part of another page.
//!
//! Pure: takes claims, gives text; never touches the disk, never adds a word that is not a claim, a count or a label.
//! Everything that comes from a source is escaped for the format it goes into, so that an article cannot inject markup.

mod escape;
mod hygiene;
mod passage;
mod view;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest, Sha256};

use crate::types::{Brief, Citation, Claim, DocumentId, Edition, Hygiene, Kind};
use hygiene::HygieneView;
pub use passage::Texts;
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

/// Where the parts of a story lead on the page that shows it.
pub trait Links {
    /// The passage that `citation` of source number `source` points at.
    fn citation(&self, citation: &Citation, source: usize) -> String;
    /// The page of the name that `claim` gives, where there is one.
    fn name(&self, kind: Kind, claim: &Claim) -> Option<String>;
    /// The page of a source, where there is one.
    fn document(&self, document: &DocumentId) -> Option<String>;
}

/// The style of every page, light and dark.
pub const STYLE: &str = include_str!("templates/style.css");

/// The script of the edition's page; the page's policy runs this one and no other.
const SCRIPT: &str = include_str!("templates/page.js");

const MARKDOWN: &str = "edition.md";
const HTML: &str = "edition.html";
const STORY: &str = "story.html";

/// Every template by name; those of HTML are escaped by the engine.
const TEMPLATES: [(&str, &str); 4] = [
    (MARKDOWN, include_str!("templates/edition.md")),
    (HTML, include_str!("templates/edition.html")),
    (STORY, include_str!("templates/story.html")),
    ("style.css", STYLE),
];

/// The edition as Markdown: one section a story, each statement followed by `[source:bytes]`.
pub fn markdown(edition: &Edition) -> Result<String, RenderError> {
    expand(MARKDOWN, Serde(EditionView::of(edition)))
}

/// The edition, the hygiene of its run and the source texts as one HTML page without external requests.
pub fn html(edition: &Edition, hygiene: &Hygiene, texts: &dyn Texts) -> Result<String, RenderError> {
    let edition_view = EditionView::of(edition);
    let context = context! {
        hygiene => Serde(HygieneView::of(hygiene)),
        texts => Value::from_safe_string(passage::block(edition, texts)?),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        script_hash => Value::from_safe_string(format!("sha256-{}", BASE64.encode(Sha256::digest(SCRIPT)))),
        ..Value::from(Serde(edition_view)),
    };
    expand(HTML, context)
}

/// One story as the `article` element of a page, with what it cites and names leading where `links` says.
pub fn story(brief: &Brief, links: &dyn Links) -> Result<String, RenderError> {
    expand(STORY, context! { open => true, b => Serde(view::BriefView::of(brief, links)) })
}

/// The edition as JSON; what the other two are written from, so that `verify` can write them again.
pub fn json(edition: &Edition) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(edition)?;
    text.push('\n');
    Ok(text)
}

fn expand(template: &'static str, context: impl Into<Value>) -> Result<String, RenderError> {
    let fail = |source| RenderError::Template { template, source };
    let engine = engine().map_err(fail)?;
    engine.get_template(template).and_then(|t| t.render(context)).map_err(fail)
}

fn engine() -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::new();
    let syntax = engine.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    engine.set_syntax(syntax?);
    engine.set_auto_escape_callback(
        |name| if [HTML, STORY].contains(&name) { AutoEscape::Html } else { AutoEscape::None },
    );
    engine.add_filter("md", |text: String| escape::markdown(&text));
    engine.add_filter("cell", |text: String| escape::markdown_cell(&text));
    for (name, text) in TEMPLATES {
        engine.add_template(name, text)?;
    }
    Ok(engine)
}

#[cfg(test)]
mod tests;
