//! What a page declares beside its text: subtitle, authors, publisher, day of update, address, language.
//!
//! JSON-LD goes before meta elements, these before marked elements of the page, these before its visible words: the
//! further down, the more often it speaks of something else than the article.

use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::date;
use crate::clean::head::host;
use crate::types::folded;

const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "lastmodified",
    "modified",
    "revised",
    "date.updated",
    "article:updated_time",
];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
];
const PUBLISHER: &[&str] = &[
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "citation_publisher",
    "article:publisher",
];
const SUBTITLE: &[&str] = &["subtitle", "article:subtitle", "og:subtitle"];
/// Meta elements of a page by lower-case name, in order.
pub(super) struct Metas<'t>(Vec<(String, &'t str)>);

impl<'t> Metas<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let metas = (1..tree.nodes.len()).filter(|idx| tree.nodes[*idx].tag == Tag::Meta);
        let pairs = metas.filter_map(|idx| {
            let name = tree.attribute(idx, Name::Key).or_else(|| tree.attribute(idx, Name::Itemprop))?;
            Some((name.trim().to_lowercase(), tree.attribute(idx, Name::Content)?.trim()))
        });
        Self(pairs.filter(|(_, content)| !content.is_empty()).collect())
    }

    /// The first declaration under any of `names`, in their order.
    pub(super) fn first(&self, names: &[&str]) -> Option<&'t str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'t str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, content)| *content)
    }
}

pub(super) fn subtitle(metas: &Metas<'_>, linked: &Linked) -> Option<String> {
    linked.subtitle.clone().or_else(|| metas.first(SUBTITLE).map(folded))
}

pub(super) fn publisher(metas: &Metas<'_>, linked: &Linked, url: Option<&str>) -> Option<String> {
    let named = metas.first(PUBLISHER).filter(|name| !name.starts_with("http")).map(folded);
    named.or_else(|| linked.publisher.clone()).or_else(|| host(url?))
}

pub(super) fn language(tree: &Tree, metas: &Metas<'_>, linked: &Linked) -> Option<String> {
    let said =
        tree.attribute(0, Name::Lang).or_else(|| metas.first(&["og:locale", "language", "dc.language", "inlanguage"]));
    said.map(str::to_owned).or_else(|| linked.language.clone()).filter(|said| !said.is_empty())
}

/// The address the page gives itself.
pub(super) fn url(tree: &Tree, metas: &Metas<'_>, linked: &Linked) -> Option<String> {
    let is_canonical = |idx: &usize| {
        tree.nodes[*idx].tag == Tag::Link
            && tree.attribute(*idx, Name::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
    };
    let canonical = (1..tree.nodes.len()).find(is_canonical).and_then(|idx| tree.attribute(idx, Name::Href));
    let whole = |url: &&str| url.starts_with("http") && url.contains("://");
    let said = canonical.filter(whole).or_else(|| metas.first(&["og:url", "twitter:url"]).filter(whole));
    said.map(str::to_owned).or_else(|| linked.url.clone().filter(|url| whole(&url.as_str())))
}

pub(super) fn authors(tree: &Tree, metas: &Metas<'_>, linked: &Linked) -> Vec<String> {
    if !linked.authors.is_empty() {
        return linked.authors.clone();
    }
    let is_name = |name: &&str| !name.contains("://") && !name.contains('@') && name.len() < 80;
    let declared: Vec<String> = AUTHORS
        .iter()
        .map(|name| metas.all(name).filter(is_name).map(folded).collect::<Vec<_>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default();
    if !declared.is_empty() {
        return declared;
    }
    let marked = |idx: &usize| {
        tree.attribute(*idx, Name::Itemprop).is_some_and(|kind| kind == "author")
            || tree.attribute(*idx, Name::Rel).is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"))
    };
    let found = (1..tree.nodes.len()).find(marked).map(|idx| tree.text_of(idx));
    found.filter(|name| !name.is_empty() && name.len() < 80).into_iter().collect()
}

/// When the page says its article was updated.
pub(super) fn updated(metas: &Metas<'_>, linked: &Linked) -> Option<String> {
    linked
        .updated
        .clone()
        .into_iter()
        .chain(metas.first(UPDATED).map(folded))
        .find(|written| date::declared(written).is_some())
}
