//! A page to its article text and what it declares.
//!
//! ```text
//! page ─tree▶ nodes ─role▶ what each element is for ─block▶ lines ─body▶ the article's lines
//!              └─json_ld, facts, title, day▶ headline, authors, publisher, days, address, language
//! ```
//!
//! Of the libraries compared on 861 pages (`design/libraries.md`; `cargo bench --bench html -- FOLDER` measures again) the
//! best had F1 .912 at 11 to 27 ms a page; tree, rules and lines here are our own, over the tokens of `html5gum`. The
//! text is one block a line, so that headings, list items and table rows stay apart.

mod block;
mod body;
mod day;
mod facts;
mod inline;
mod json_ld;
mod lines;
mod role;
mod tag;
mod title;
mod tree;

use crate::types::Metadata;
use body::Body;
use day::Days;
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
    let body = body::body(&tree, title.heading);
    let lines = if is_lost(&body, &linked.body) { linked.body.clone() } else { body.lines };
    if lines.is_empty() {
        return Err(PageFault::NoArticle);
    }
    let language = facts::language(&tree, &metas, &linked);
    let updated = facts::updated(&metas, &linked);
    let days = Days {
        page,
        tree: &tree,
        metas: &metas,
        linked: &linked,
        url: url.as_deref(),
        headline: title.shown,
        language: language.as_deref(),
    };
    let metadata = Metadata {
        published: days.published().or_else(|| updated.clone()),
        updated,
        subtitle: facts::subtitle(&metas, &linked),
        authors: facts::authors(&tree, &metas, &linked),
        publisher: facts::publisher(&metas, &linked, url.as_deref()),
        language,
        title: title.text,
        url,
    };
    Ok(Page { text: text(&metadata, lines, title.heading.is_some()), metadata })
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

    /// What a page of `head`, `heads` in its body and the paragraphs declares.
    fn metadata(attributes: &str, head: &str, heads: &str) -> Metadata {
        let text = PARAGRAPHS.join("<p>");
        let page =
            format!("<html {attributes}><head>{head}</head><body>{heads}<article><p>{text}</article></body></html>");
        extracted(&page).expect("an article").metadata
    }

    #[test]
    fn the_headline_is_the_heading_that_is_declared_or_stands_alone() {
        let cases = [
            // What is declared to searchers is not what readers see.
            (
                "<title>Harlow, Castor and the deal | Tide Post</title>",
                "<h1>Harlow Mills buys Castor</h1><h2>More</h2>",
                "",
            ),
            // The site's own heading.
            (
                "<title>Harlow Mills buys Castor - Tide Post</title><meta property=og:site_name content='Tide Post'>",
                "<h1>Tide</h1>",
                "",
            ),
            (
                "<title>Harlow Mills buys Castor - Tide Post</title>",
                "<h1><a href='/'>Our paper of the sea</a></h1>",
                "",
            ),
            // A kicker in an element of its own.
            (
                "<meta property=og:title content='Freight: Harlow Mills buys Castor'>",
                "<h1><span>Freight</span> Harlow Mills buys Castor</h1>",
                "",
            ),
            // A subtitle in an element of its own, but not the end of a headline that is declared shorter.
            (
                "<meta property=og:title content='Harlow Mills buys Castor'>",
                "<h1>Harlow Mills buys Castor <small>At last</small></h1>",
                "",
            ),
            (
                "<meta property=og:title content='Harlow Mills buys Castor'>",
                "<h1>Harlow Mills buys Castor for 3.5 million</h1>",
                " for 3.5 million",
            ),
            // A bar inside a headline.
            ("<title>x</title>", "<h1>Harlow Mills buys Castor | Freight and rail</h1>", " | Freight and rail"),
            // The name of a recipe on the page.
            (
                "<script type='application/ld+json'>{\"@type\":\"Recipe\",\"name\":\"Castor cake\"}</script>",
                "<h1>Harlow Mills buys Castor</h1><h2>Castor cake</h2>",
                "",
            ),
        ];
        for (head, heads, more) in cases {
            let title = metadata("", head, heads).title;
            assert_eq!(title, Some(format!("Harlow Mills buys Castor{more}")), "{head} {heads}");
        }
    }

    #[test]
    fn a_headline_is_found_without_a_heading_that_repeats_it() {
        let cases = [
            // No headings: the title without the site, without sections, in a script without spaces.
            (
                "<title>Harlow Mills buys Castor for 3.5 million | Freight | Markets | Tide Post</title>",
                "",
                "Harlow Mills buys Castor for 3.5 million",
            ),
            ("<title>哈洛收购卡斯特货运公司：今年第三次-潮报</title>", "", "哈洛收购卡斯特货运公司：今年第三次"),
            ("<title>12.03.2026 - Harlow Mills buys Castor</title>", "", "Harlow Mills buys Castor"),
            // Marked as the headline where the first heading repeats the title.
            (
                "<title>Castor is sold | Tide Post</title>",
                "<h1>Castor is sold</h1><div itemprop=headline>Harlow Mills buys Castor</div>",
                "Harlow Mills buys Castor",
            ),
            // Said by two declarations rather than one.
            (
                "<title>Castor is sold to Harlow</title><meta property=og:title content='Harlow Mills buys Castor'>\
                 <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harlow Mills buys Castor\"}</script>",
                "<h1>Castor is sold to Harlow</h1><h2>Harlow Mills buys Castor</h2>",
                "Harlow Mills buys Castor",
            ),
            // The first heading holds the declared headline; its beginning is another heading.
            (
                "<meta property=og:title content='Castor: sold to Harlow Mills'>",
                "<h1>Castor: sold to Harlow Mills at last</h1><h2>Castor</h2>",
                "Castor: sold to Harlow Mills at last",
            ),
            // A kicker with its mark belongs to the headline.
            (
                "<meta property=og:title content='Letter: Harlow Mills buys Castor'>",
                "<h1><b>Letter:</b> Harlow Mills buys Castor</h1>",
                "Letter: Harlow Mills buys Castor",
            ),
            // The title is a path of sections, or begins with the site's address.
            (
                "<title>Markets - News - Freight | Tide Post</title>",
                "<h2>Latest</h2><h2>Harlow Mills buys Castor</h2>",
                "Harlow Mills buys Castor",
            ),
            ("<title>tide.example // » Castor</title>", "<h2>About</h2><h2>Castor</h2>", "Castor"),
        ];
        for (head, heads, expected) in cases {
            assert_eq!(metadata("", head, heads).title.as_deref(), Some(expected), "{head} {heads}");
        }
    }

    #[test]
    fn the_day_is_declared_marked_shown_or_scripted() {
        let title = "<h1>Harlow Mills buys Castor</h1>";
        let head = |key: &str, value: &str| format!("<meta property='{key}' content='{value}'>");
        let day =
            |attributes: &str, head: &str, heads: &str| metadata(attributes, head, heads).published.unwrap_or_default();
        let time = "article:published_time";
        let cases = [
            day("", &head(time, "2026-03-12T10:00:00Z"), title),
            // Universal time, where the page shows the reader's day, and where it is midnight for the reader.
            day("lang=pt", &head(time, "2026-03-13T00:44:52.000Z"), &format!("{title}<p>12/03/2026 21:44")),
            day("lang=de", &head(time, "2026-03-11T23:00:00.000Z"), title),
            // The order of the page's language.
            day("lang=en-US", "", &format!("{title}<p class=date>03/12/26")),
            day("lang=fr", "", &format!("{title}<p class=date>12.03.26")),
            // Above the headline rather than far below it.
            day(
                "",
                "",
                &format!("<p class=date>12 March 2026{title}{}<p class=date>14 March 2026", "<i>x</i>".repeat(200)),
            ),
            day("", "<script>var page = {\"publishedAt\": \"2026-03-12T08:00:00Z\"}</script>", title),
            day("", "", &format!("{title}<p>12.3.2026 - {}", PARAGRAPHS.join(" "))),
            day("", "<link rel=canonical href='https://tide.example/news/20260312_harlow.html'>", title),
        ];
        for (idx, found) in cases.iter().enumerate() {
            assert!(found.starts_with("2026-03-12") || found == "12 March 2026", "{idx}: {found}");
        }
    }

    #[test]
    fn the_day_of_something_else_is_not_the_articles() {
        let title = "<h1>Harlow Mills buys Castor</h1>";
        let far = "<i>x</i>".repeat(200);
        let meta = |key: &str, value: &str| format!("<meta property='{key}' content='{value}'>");
        let cases = [
            // A comment's.
            (
                String::new(),
                format!(
                    "{title}{far}<div class=comments><time datetime=2026-04-01></time></div><p>Published on 12 March 2026"
                ),
            ),
            // Of two declared days the one that is shown.
            (
                meta("article:published_time", "2026-03-10") + &meta("pubdate", "2026-03-12"),
                format!("{title}<p>12 March 2026"),
            ),
            // Today's, above the headline, for a reader who is no day ahead.
            (
                meta("article:published_time", "2026-03-12T13:00:00Z"),
                format!("<p>13 March 2026</p>{title}<p>12 March 2026"),
            ),
            // Of a change of the page.
            (meta("dc.date", "2026-03-20"), format!("{title}<time datetime=2026-03-12>12 March 2026</time>")),
            (
                String::new(),
                format!("{title}<time class=updated datetime=2026-03-20></time><time datetime=2026-03-12></time>"),
            ),
            // Of the page's other forms.
            ("<link rel=amphtml href='https://tide.example/2026/03/12/harlow/amp'>".to_owned(), title.to_owned()),
        ];
        for (head, heads) in cases {
            let found = metadata("", &head, &heads).published.unwrap_or_default();
            assert!(found.starts_with("2026-03-12") || found.ends_with("12 March 2026"), "{head} {heads}: {found}");
        }
        let comment = format!("{title}<div class=comments><time datetime=2026-04-01></time></div>");
        assert_eq!(metadata("", "", &comment).published, None);
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
