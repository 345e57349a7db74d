//! Turns an [`Edition`] into Markdown, one self-contained HTML page, or JSON; one story into a part of another page.
//!
//! Pure: takes claims, writes text, a story at a time so that an edition of any size fits; never touches the disk, never adds a word that is not a claim, a count or a label.
//! Everything that comes from a source is escaped for the format it goes into, so that an article cannot inject markup.

mod escape;
mod hygiene;
mod passage;
mod view;
mod when;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest, Sha256};

use crate::types::{AsEdition, Brief, Briefs, Citation, Claim, DocumentId, Edition, Hygiene, Kind};
use hygiene::HygieneView;
pub use passage::Texts;
use view::{BriefView, EditionView};

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
    /// What is written to refused.
    #[error("edition cannot be written")]
    Write(#[from] io::Error),
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
const MARKDOWN_STORY: &str = "story.md";
const HEAD: &str = "edition-head.html";
const HYGIENE: &str = "edition-hygiene.html";
const END: &str = "edition-end.html";
const STORY: &str = "story.html";

/// Every template by name; those of HTML are escaped by the engine.
const TEMPLATES: [(&str, &str); 7] = [
    (MARKDOWN, include_str!("templates/edition.md")),
    (MARKDOWN_STORY, include_str!("templates/story.md")),
    (HEAD, include_str!("templates/edition-head.html")),
    (HYGIENE, include_str!("templates/edition-hygiene.html")),
    (END, include_str!("templates/edition-end.html")),
    (STORY, include_str!("templates/story.html")),
    ("style.css", STYLE),
];

/// Most stories on one page: at some 20 kB a story a browser still opens it at once. The day's other stories are in its
/// Markdown and JSON, and in `serve`.
const SHOWN: usize = 1000;

/// Stories of a page whose tables of names are open from the start.
const OPEN: usize = 3;

/// Writes the edition as Markdown: one section a story, each statement followed by `[source:bytes]`.
pub fn write_markdown(edition: &impl Briefs, out: &mut dyn Write) -> Result<(), RenderError> {
    let page = Page::new()?;
    page.expand(MARKDOWN, Value::from(Serde(EditionView::of(edition, 0)?)), out)?;
    for brief in edition.briefs() {
        page.expand(MARKDOWN_STORY, context! { b => Serde(BriefView::in_edition(&*brief?)) }, out)?;
    }
    Ok(())
}

/// Writes the edition, the hygiene of its run and the source texts as one HTML page without external requests.
pub fn write_html(
    edition: &impl Briefs,
    hygiene: &Hygiene,
    texts: &dyn Texts,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let page = Page::new()?;
    let head = context! {
        script_hash => Value::from_safe_string(format!("sha256-{}", BASE64.encode(Sha256::digest(SCRIPT)))),
        ..Value::from(Serde(EditionView::of(edition, SHOWN)?)),
    };
    page.expand(HEAD, head, out)?;
    for (at, brief) in edition.briefs().take(SHOWN).enumerate() {
        page.expand(STORY, context! { open => at < OPEN, b => Serde(BriefView::in_edition(&*brief?)) }, out)?;
    }
    page.expand(HYGIENE, context! { hygiene => Serde(HygieneView::of(hygiene)) }, out)?;
    passage::write_block(edition.briefs().take(SHOWN), texts, out)?;
    page.expand(END, context! { script => Value::from_safe_string(SCRIPT.to_owned()) }, out)
}

/// Writes the edition as JSON; what the other two are written from, so that `verify` can write them again.
pub fn write_json(edition: &impl Briefs, out: &mut dyn Write) -> Result<(), RenderError> {
    serde_json::to_writer_pretty(&mut *out, &AsEdition(edition))?;
    Ok(out.write_all(b"\n")?)
}

/// The edition as Markdown.
pub fn markdown(edition: &Edition) -> Result<String, RenderError> {
    text(|out| write_markdown(edition, out))
}

/// The edition as an HTML page.
pub fn html(edition: &Edition, hygiene: &Hygiene, texts: &dyn Texts) -> Result<String, RenderError> {
    text(|out| write_html(edition, hygiene, texts, out))
}

/// The edition as JSON.
pub fn json(edition: &Edition) -> Result<String, RenderError> {
    text(|out| write_json(edition, out))
}

/// One story as the `article` element of a page, with what it cites and names leading where `links` says.
pub fn story(brief: &Brief, links: &dyn Links) -> Result<String, RenderError> {
    let view = Serde(BriefView::of(brief, links));
    text(|out| Page::new()?.expand(STORY, context! { open => true, b => view }, out))
}

/// What `write` writes.
fn text(write: impl FnOnce(&mut dyn Write) -> Result<(), RenderError>) -> Result<String, RenderError> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The templates, read.
struct Page(Environment<'static>);

impl Page {
    fn new() -> Result<Self, RenderError> {
        engine().map(Self).map_err(|source| RenderError::Template { template: HEAD, source })
    }

    fn expand(&self, template: &'static str, context: Value, out: &mut dyn Write) -> Result<(), RenderError> {
        let rendered = self.0.get_template(template).and_then(|t| t.render(context));
        let text = rendered.map_err(|source| RenderError::Template { template, source })?;
        Ok(out.write_all(text.as_bytes())?)
    }
}

fn engine() -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::new();
    let syntax = engine.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    engine.set_syntax(syntax?);
    let is_markup = |name: &str| [HEAD, STORY, HYGIENE, END].contains(&name);
    engine.set_auto_escape_callback(move |name| if is_markup(name) { AutoEscape::Html } else { AutoEscape::None });
    engine.add_filter("md", |text: String| escape::markdown(&text));
    engine.add_filter("cell", |text: String| escape::markdown_cell(&text));
    for (name, text) in TEMPLATES {
        engine.add_template(name, text)?;
    }
    Ok(engine)
}

#[cfg(test)]
mod tests;
