//! What a page declares beside its text: subtitle, authors, publisher, dates, address, language.
//!
//! JSON-LD goes before meta elements, these before marked elements of the page, these before its visible words: the
//! further down, the more often it speaks of something else than the article.

use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::date;
use crate::clean::head::host;
use crate::types::folded;

/// Meta elements that give the day of publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "article:published",
    "article.published",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "publicationdate",
    "publication_date",
    "publication-date",
    "pubdate",
    "pub_date",
    "citation_publication_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "dc.issued",
    "originalpublicationdate",
    "article_date_original",
    "article:post_date",
    "date.created",
    "created",
    "datecreated",
    "date_published",
    "date.available",
    "bt:pubdate",
    "vr:published_time",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "displaydate",
    "analyticsattributes.articledate",
    "cxenseparse:pageview_date",
    "search.date",
    "date",
    "release_date",
    "releasedate",
    "timestamp",
    "issue_date",
];
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
/// Class names of elements that show the day.
const DATE_NAMES: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "data",
    "published",
    "publish",
    "pubdate",
    "posted",
    "time",
    "timestamp",
    "dateline",
    "datetime",
    "postdate",
    "entrydate",
    "created",
    "publication",
    "updated",
    "meta",
    "byline",
    "info",
    "submitted",
    "postmeta",
];
/// Nodes before and after the headline among which the day is shown.
const NEAR: usize = 150;
/// Longest text of an element that shows the day.
const SHOWN: usize = 160;

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

    fn all(&self, name: &str) -> impl Iterator<Item = &'t str> {
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
    linked.updated.clone().into_iter().chain(metas.first(UPDATED).map(folded)).find(|written| is_day(written))
}

/// When the page says its article was published; as written.
pub(super) fn published(
    tree: &Tree,
    metas: &Metas<'_>,
    linked: &Linked,
    url: Option<&str>,
    headline: Option<usize>,
) -> Option<String> {
    let declared =
        linked.published.clone().into_iter().chain(PUBLISHED.iter().flat_map(|name| metas.all(name)).map(folded));
    let mut declared = declared.filter(|written| is_day(written));
    declared
        .next()
        .map(|written| local(tree, headline, &written).unwrap_or(written))
        .or_else(|| marked(tree))
        .or_else(|| url.and_then(in_url))
        .or_else(|| time(tree, headline))
        .or_else(|| shown(tree, headline))
        .or_else(|| updated(metas, linked))
}

/// The day that is shown, where the declared one is in universal time and the reader's is the day before or after.
fn local(tree: &Tree, headline: Option<usize>, written: &str) -> Option<String> {
    let universal = ["Z", "+00:00", "+0000", "UTC", "GMT"].iter().any(|zone| written.ends_with(zone));
    let day = date::declared(written).filter(|_| universal)?.date;
    let at = headline.unwrap_or(0);
    let near =
        (at.saturating_sub(NEAR)..tree.nodes.len().min(at + NEAR)).filter(|idx| tree.nodes[*idx].tag == Tag::Text);
    let shown = near.filter(|idx| tree.words(*idx).len() <= SHOWN).find_map(|idx| {
        let text = folded(tree.words(idx));
        let found = date::find(&text)?;
        Some((found.date, text.get(found.start..found.end)?.to_owned()))
    });
    let (other, text) = shown?;
    let apart = day.since(other).ok()?.get_days().abs();
    (apart == 1).then_some(text)
}

fn is_day(written: &str) -> bool {
    date::declared(written).is_some()
}

/// `itemprop="datePublished"`.
fn marked(tree: &Tree) -> Option<String> {
    let is = |idx: &usize| {
        tree.attribute(*idx, Name::Itemprop)
            .is_some_and(|kind| kind.split_whitespace().any(|kind| kind == "datePublished"))
    };
    (1..tree.nodes.len()).filter(is).find_map(|idx| written(tree, idx))
}

/// What an element gives as its day: an attribute, or its words.
fn written(tree: &Tree, idx: usize) -> Option<String> {
    let attributes = [Name::Datetime, Name::Content, Name::Title]
        .into_iter()
        .filter_map(|name| tree.attribute(idx, name).map(folded));
    let words = std::iter::once_with(|| tree.text_of(idx)).filter(|words| words.len() <= SHOWN);
    attributes.chain(words).find_map(|text| day_in(&text))
}

/// The date in a text, as it is written there.
fn day_in(text: &str) -> Option<String> {
    if date::declared(text).is_some() && text.len() <= 40 {
        return Some(text.to_owned());
    }
    date::find(text).and_then(|found| text.get(found.start..found.end)).map(str::to_owned)
}

/// `/2026/03/12/` in the address.
fn in_url(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    date::find(path).and_then(|found| path.get(found.start..found.end)).map(str::to_owned)
}

/// The time element nearest after the headline, else the first one.
fn time(tree: &Tree, headline: Option<usize>) -> Option<String> {
    let times: Vec<usize> =
        (1..tree.nodes.len()).filter(|idx| tree.nodes[*idx].tag == Tag::Time && !tree.nodes[*idx].hidden).collect();
    nearest(tree, &times, headline)
}

/// The first of `candidates` below the headline that gives a day, else the last one above it.
fn nearest(tree: &Tree, candidates: &[usize], headline: Option<usize>) -> Option<String> {
    let (above, below) = parted(candidates, headline);
    // Far below the headline stand the days of other articles.
    below.iter().take(3).chain(above.iter().rev().take(3)).find_map(|idx| written(tree, *idx))
}

/// Nodes above the headline, and the others.
fn parted(nodes: &[usize], headline: Option<usize>) -> (&[usize], &[usize]) {
    nodes.split_at(nodes.partition_point(|idx| Some(*idx) < headline))
}

/// A day in a short element that is named after it, else in the lines around the headline.
fn shown(tree: &Tree, headline: Option<usize>) -> Option<String> {
    let named: Vec<usize> = (1..tree.nodes.len()).filter(|idx| names_a_date(tree, *idx)).collect();
    let (above, below) = parted(&named, headline);
    below.iter().chain(above.iter().rev()).find_map(|idx| written(tree, *idx)).or_else(|| around(tree, headline))
}

fn names_a_date(tree: &Tree, idx: usize) -> bool {
    let node = &tree.nodes[idx];
    if node.tag == Tag::Text || node.end as usize - idx > 40 {
        return false;
    }
    let names = [Name::Class, Name::Id].into_iter().filter_map(|name| tree.attribute(idx, name));
    names.flat_map(|names| names.split(|c: char| !c.is_alphanumeric())).any(|word| {
        let word = word.to_ascii_lowercase();
        DATE_NAMES.contains(&&*word) || word.ends_with("date") || word.ends_with("datum")
    })
}

/// A day in the short runs of text near the headline.
fn around(tree: &Tree, headline: Option<usize>) -> Option<String> {
    let at = headline.unwrap_or(0);
    let is_run = |idx: &usize| tree.nodes[*idx].tag == Tag::Text && !tree.words(*idx).trim().is_empty();
    let short = |idx: &usize| {
        tree.words(*idx).len() <= SHOWN && tree.nodes[tree.nodes[*idx].parent as usize].tag != Tag::Script
    };
    let below = (at..tree.nodes.len()).filter(is_run).take(40).filter(short);
    let above = (1..at).rev().filter(is_run).take(12).filter(short);
    below.chain(above).find_map(|idx| day_in(&folded(tree.words(idx)))).or_else(|| {
        let mut all = (1..tree.nodes.len()).filter(is_run).filter(short);
        all.find_map(|idx| day_in(&folded(tree.words(idx))))
    })
}
