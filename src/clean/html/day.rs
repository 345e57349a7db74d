//! When a page says its article was published.
//!
//! JSON-LD goes before meta elements, these before marked elements, the address, and what the page shows near its
//! headline: the further down, the more often it is the day of something else. A day is given as it is written where
//! that can be read without the page, else as `YYYY-MM-DD`.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::Metas;
use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::date::{self, Found, Order};
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

/// Nodes above the headline within which a day is the article's, and not the page's or another article's.
const ABOVE: usize = 60;
/// Time elements on each side of the headline that are looked at.
const TIMES: usize = 3;

/// Fields by which scripts that are no JSON-LD name the day.
static SCRIPTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names =
        "date_?published|published_?(?:at|date|on|time)|publish_?date|publication_?date|first_?published(?:_?at)?";
    Regex::new(&format!(r#"(?i)["'](?:{names})\\?["']\s*:\s*\\?["'](?P<day>[^"'\\]{{8,40}})"#)).ok()
});

/// Where the day of a page may stand.
pub(super) struct Days<'p> {
    pub(super) page: &'p str,
    pub(super) tree: &'p Tree,
    pub(super) metas: &'p Metas<'p>,
    pub(super) linked: &'p Linked,
    pub(super) url: Option<&'p str>,
    /// The element that shows the headline.
    pub(super) headline: Option<usize>,
    pub(super) language: Option<&'p str>,
}

impl Days<'_> {
    /// The day of publication.
    pub(super) fn published(&self) -> Option<String> {
        self.declared()
            .or_else(|| self.marked())
            .or_else(|| self.url.and_then(in_url))
            .or_else(|| self.time())
            .or_else(|| self.named())
            .or_else(|| self.scripted())
            .or_else(|| self.around())
    }

    fn order(&self) -> Order {
        Order::of_language(self.language.unwrap_or_default())
    }

    fn declared(&self) -> Option<String> {
        let metas = PUBLISHED.iter().flat_map(|name| self.metas.all(name)).map(folded);
        let written = self.linked.published.clone().into_iter().chain(metas);
        let written = written.into_iter().find_map(|written| self.day_in(&written))?;
        Some(self.local(&written).unwrap_or(written))
    }

    /// The reader's day, where the declared one is in universal time and another: what the page shows, or the day that
    /// begins at this moment in the middle of Europe.
    fn local(&self, written: &str) -> Option<String> {
        let universal = ["Z", "+00:00", "+0000", "UTC", "GMT"].iter().any(|zone| written.ends_with(zone));
        let day = date::declared(written).filter(|_| universal)?.date;
        let at = self.headline.unwrap_or(0);
        let near = (at.saturating_sub(NEAR)..self.tree.nodes.len().min(at + NEAR)).filter(|idx| self.is_line(*idx));
        let shown = near.into_iter().find_map(|idx| date::find_in(&folded(self.tree.words(idx)), self.order()));
        if let Some(found) = shown {
            return (day.since(found.date).ok()?.get_days().abs() == 1).then(|| found.date.to_string());
        }
        let midnight = written.contains("T22:00:00") || written.contains("T23:00:00");
        let next = day.tomorrow().ok().filter(|_| midnight && self.order() == Order::DayFirst);
        next.map(|next| next.to_string())
    }

    /// `itemprop="datePublished"`.
    fn marked(&self) -> Option<String> {
        let is = |idx: &usize| {
            self.tree
                .attribute(*idx, Name::Itemprop)
                .is_some_and(|kind| kind.split_whitespace().any(|kind| kind == "datePublished"))
        };
        (1..self.tree.nodes.len()).filter(is).find_map(|idx| self.written(idx))
    }

    /// What an element gives as its day: an attribute, or its words.
    fn written(&self, idx: usize) -> Option<String> {
        let attributes = [Name::Datetime, Name::Content, Name::Title]
            .into_iter()
            .filter_map(|name| self.tree.attribute(idx, name).map(folded));
        let words = std::iter::once_with(|| self.tree.text_of(idx)).filter(|words| words.len() <= SHOWN);
        attributes.chain(words).find_map(|text| self.day_in(&text))
    }

    /// The date in a text, as it is written there if it can be read so without knowing the page.
    fn day_in(&self, text: &str) -> Option<String> {
        if date::declared(text).is_some() && text.len() <= 40 {
            return Some(text.to_owned());
        }
        let found = date::find_expected(text, self.order())?;
        let written = text.get(found.start..found.end)?;
        let is_plain = date::declared(written).is_some_and(|declared| declared.date == found.date);
        Some(if is_plain { written.to_owned() } else { found.date.to_string() })
    }

    /// A time element near the headline.
    fn time(&self) -> Option<String> {
        let nodes = &self.tree.nodes;
        let times: Vec<usize> =
            (1..nodes.len()).filter(|idx| nodes[*idx].tag == Tag::Time && !nodes[*idx].hidden).collect();
        let (above, below) = self.parted(&times);
        // Far below the headline stand the days of other articles.
        below.iter().take(TIMES).chain(above.iter().rev().take(TIMES)).find_map(|idx| self.written(*idx))
    }

    /// A day in a short element that is named after it: right above the headline, else the first below it.
    fn named(&self) -> Option<String> {
        let named: Vec<usize> = (1..self.tree.nodes.len()).filter(|idx| names_a_date(self.tree, *idx)).collect();
        let (above, below) = self.parted(&named);
        let at = self.headline.unwrap_or(0);
        let is_near = |idx: &&usize| at.abs_diff(**idx) <= NEAR;
        let right_above = above.iter().rev().filter(|idx| at - **idx <= ABOVE);
        let near = below.iter().filter(is_near).chain(right_above);
        near.chain(below).chain(above.iter().rev()).find_map(|idx| self.written(*idx))
    }

    /// Nodes above the headline, and the others.
    fn parted<'n>(&self, nodes: &'n [usize]) -> (&'n [usize], &'n [usize]) {
        nodes.split_at(nodes.partition_point(|idx| Some(*idx) < self.headline))
    }

    fn scripted(&self) -> Option<String> {
        let found = SCRIPTED.as_ref()?.captures_iter(self.page);
        found.filter_map(|captures| Some(captures.name("day")?.as_str().to_owned())).find(|day| is_day(day))
    }

    /// A day in the short runs of text near the headline, at the beginning of the first paragraph, then anywhere.
    fn around(&self) -> Option<String> {
        let at = self.headline.unwrap_or(0);
        let is_run = |idx: &usize| self.tree.nodes[*idx].tag == Tag::Text && !self.tree.words(*idx).trim().is_empty();
        let below = || (at..self.tree.nodes.len()).filter(is_run).take(40);
        let above = (1..at).rev().filter(is_run).take(12);
        let lines = below().chain(above).filter(|idx| self.is_line(*idx));
        let all = (1..self.tree.nodes.len()).filter(is_run).filter(|idx| self.is_line(*idx));
        lines
            .into_iter()
            .find_map(|idx| self.day_in(&folded(self.tree.words(idx))))
            .or_else(|| below().find_map(|idx| self.opening(&folded(self.tree.words(idx)))))
            .or_else(|| all.into_iter().find_map(|idx| self.day_in(&folded(self.tree.words(idx)))))
    }

    /// The date with which a paragraph opens: `27.1.2026 - The board`.
    fn opening(&self, text: &str) -> Option<String> {
        let Found { date, end, .. } = date::find_expected(text, self.order()).filter(|found| found.start <= 1)?;
        let rest = text.get(end..)?.trim_start();
        rest.starts_with(['-', '–', '—', ':', '|', '/']).then(|| date.to_string())
    }

    /// Whether a node is a run of text short enough to be about the article.
    fn is_line(&self, idx: usize) -> bool {
        let node = &self.tree.nodes[idx];
        node.tag == Tag::Text
            && self.tree.words(idx).len() <= SHOWN
            && self.tree.nodes[node.parent as usize].tag != Tag::Script
    }
}

fn is_day(written: &str) -> bool {
    date::declared(written).is_some()
}

/// `/2026/03/12/` in the address.
fn in_url(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    date::find_in_path(path).map(|found| found.date.to_string())
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
