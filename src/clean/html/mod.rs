//! A page to its article text and what it declares.
//!
//! ```text
//! page ─tree▶ nodes ─role▶ what each element is for ─block▶ lines ─body▶ the article's lines
//!              └─json_ld, facts, title▶ headline, authors, publisher, days, address, language
//! ```
//!
//! Of the libraries compared on 861 pages (`design/libraries.md`; `cargo bench --bench html -- FOLDER` measures again) the
//! best had F1 .912 at 11 to 27 ms a page; tree, rules and lines here are our own, over the tokens of `html5gum`. The
//! text is one block a line, so that headings, list items and table rows stay apart.

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
    let url = facts::url(&tree, &metas, &linked);
    let title = title::title(&tree, &metas, &linked, url.as_deref());
    let body = body::body(&tree, title.element);
    let lines = if is_lost(&body, &linked.body) { linked.body.clone() } else { body.lines };
    if lines.is_empty() {
        return Err(PageFault::NoArticle);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPHS: [&str; 3] = [
        "Harlow Mills agreed on Monday to buy Castor Freight for 3.5 million, the two companies said in a statement.",
        "The board of Castor Freight will put the offer to its shareholders at a meeting in Orrin next month.",
        "Both sides expect the deal to close before the summer, once the harbour authority has looked at it.",
    ];

    /// A page with invented chrome around the paragraphs.
    fn page() -> String {
        let [first, second, third] = PARAGRAPHS;
        format!(
            "<html lang=en><head><title>Harlow Mills buys Castor | Tide Post</title>\
             <meta property='og:site_name' content='Tide Post'>\
             <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-03-12\",\
             \"author\":{{\"name\":\"Ann Bee\"}}}}</script></head><body>\
             <nav><ul><li><a href=/>Home</a><li><a href=/m>Markets</a></ul></nav>\
             <h1>Tide Post</h1><article><h1>Harlow Mills buys Castor</h1><div class='share-buttons'>Share this story</div>\
             <div class='article-body'><p>{first}<p>{second}<aside>Sign up for our letter, which tells it all each day.</aside>\
             <div class='related-posts'><h3>Related</h3><p>Quillon closes its works in the valley after forty years.</p></div>\
             <p>{third}</div></article>\
             <div id=comments><p>I never liked either of them and will say so whenever I am asked about it.</p></div>\
             <footer>© Tide Post. All rights reserved by the owners of this paper.</footer></body></html>"
        )
    }

    #[test]
    fn the_article_is_kept_whole_and_alone() {
        let found = extracted(&page()).expect("an article");
        let expected = format!("Harlow Mills buys Castor\n{}", PARAGRAPHS.join("\n"));
        assert_eq!(found.text, expected);
    }

    #[test]
    fn what_a_page_declares_is_read() {
        let metadata = extracted(&page()).expect("an article").metadata;
        assert_eq!(metadata.title.as_deref(), Some("Harlow Mills buys Castor"));
        assert_eq!(metadata.publisher.as_deref(), Some("Tide Post"));
        assert_eq!(metadata.published.as_deref(), Some("2026-03-12"));
        assert_eq!(metadata.authors, ["Ann Bee"]);
        assert_eq!(metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn hostile_pages_are_read_in_linear_time_or_refused() {
        let deep = format!("{}<p>{}</p>", "<div>".repeat(200_000), PARAGRAPHS[0]);
        let inline = format!("{}{}", "<b><a href=x>".repeat(100_000), PARAGRAPHS[0]);
        let ends = format!("<p>{}{}", PARAGRAPHS[0], "</b>".repeat(200_000));
        let quotes = format!("<p>{}<a href=\"{}", PARAGRAPHS[0], "<".repeat(200_000));
        for page in [deep, inline, ends, quotes] {
            let _ = extracted(&page);
        }
        assert!(extracted("").is_err());
    }
}
