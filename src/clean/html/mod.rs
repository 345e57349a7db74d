//! A page to its article text and what it declares.

mod block;
mod body;
mod facts;
mod json_ld;
mod lines;
mod role;
mod tag;
mod title;
mod tree;

use crate::types::Metadata;
use body::Body;
use facts::Metas;
use tree::Tree;

/// Characters of a declared text from which it is taken for the article.
const LONG: usize = 300;

/// What a page holds.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) metadata: Metadata,
}

/// Why a page gives no article.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageFault {
    #[error("expected a page with an article, found no running text")]
    NoArticle,
}

/// The article of `page`.
pub(super) fn extracted(page: &str) -> Result<Page, PageFault> {
    let tree = Tree::of(page);
    let metas = Metas::of(&tree);
    let linked = json_ld::linked(&tree);
    let title = title::title(&tree, &metas, &linked);
    let body = body::body(&tree, title.element);
    let lines = if is_lost(&body, &linked.body) { linked.body.clone() } else { body.lines };
    if lines.is_empty() {
        return Err(PageFault::NoArticle);
    }
    let url = facts::url(&tree, &metas, &linked);
    let metadata = Metadata {
        published: facts::published(&tree, &metas, &linked, url.as_deref(), title.element),
        updated: facts::updated(&metas, &linked),
        subtitle: facts::subtitle(&metas, &linked),
        authors: facts::authors(&tree, &metas, &linked),
        publisher: facts::publisher(&metas, &linked, url.as_deref()),
        language: facts::language(&tree, &metas, &linked),
        title: title.text,
        url,
    };
    Ok(Page { text: text(&metadata, lines, title.element.is_some()), metadata })
}

/// Whether the text that is shown is so much shorter than the declared one that it is not the article.
fn is_lost(shown: &Body, declared: &[String]) -> bool {
    let declared: usize = declared.iter().map(|line| line.chars().filter(|c| !c.is_whitespace()).count()).sum();
    declared >= LONG && shown.mass * 2 < declared
}

/// The lines below the headline where the page shows one; it stands once.
fn text(metadata: &Metadata, mut lines: Vec<String>, shown: bool) -> String {
    if let Some(title) = metadata.title.as_ref().filter(|_| shown) {
        let at = lines.iter().take(4).position(|line| line == title);
        if let Some(at) = at {
            lines.remove(at);
        }
        lines.insert(0, title.clone());
    }
    lines.join("\n")
}
