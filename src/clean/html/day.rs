//! When a page says its article was published.
//!
//! JSON-LD goes before meta elements, these before marked elements, the address, and what the page shows near its
//! headline: the further down, the more often it is the day of something else. Of several declared days the one that
//! is shown near the headline counts. A day is given as it is written where that can be read without the page, else as
//! `YYYY-MM-DD`.

use std::sync::LazyLock;

use jiff::civil::Date;
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
    "dc.created",
    "dc.issued",
    "originalpublicationdate",
    "article_date_original",
    "article:post_date",
    "date.created",
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
    "release_date",
    "releasedate",
    "issue_date",
];
/// Meta elements that give the day of the page: that of the article, of its last change, or of the visit.
const PAGE: &[&str] = &["dc.date", "dcterms.date", "date", "created", "timestamp"];
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
/// Names of boxes that hold the days of other articles and of comments.
const ELSEWHERE: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "kommentar",
    "kommentare",
    "commentaires",
    "comentarios",
    "disqus",
    "respond",
    "related",
    "recommended",
    "recommendations",
    "similar",
    "verwandt",
    "relacionadas",
    "relacionados",
    "recent",
    "latest",
    "popular",
    "trending",
    "teaser",
    "teasers",
    "sidebar",
    "widget",
    "masthead",
    "topbar",
    "embed",
    "instagram",
    "twitter",
    "tweet",
];
/// What pages write beside the day of publication, in lower case.
const LABELS: &[&str] = &[
    "publish",
    "posted",
    "veröffentlicht",
    "gepostet",
    "erstellt",
    "publié",
    "en ligne",
    "publicad",
    "pubblicat",
    "gepubliceerd",
    "geplaatst",
    "opublikowan",
    "datum:",
    "date:",
    "fecha:",
];
/// Nodes below the headline within which the day is the article's.
const NEAR: usize = 150;
/// Nodes above the headline within which a day is the article's, and not the page's or another article's.
const ABOVE: usize = 60;
/// Longest text of an element that shows the day.
const SHOWN: usize = 160;

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
        let times: Vec<usize> =
            self.elements(|idx| self.tree.nodes[idx].tag == Tag::Time && !self.tree.nodes[idx].hidden);
        let named: Vec<usize> = self.elements(|idx| names_a_date(self.tree, idx));
        self.declared()
            .or_else(|| self.url.and_then(in_url))
            .or_else(|| self.near(&times))
            .or_else(|| self.metas_of(PAGE).into_iter().next().map(|written| self.local(written)))
            .or_else(|| self.near(&named))
            .or_else(|| self.line(|idx| !self.is_elsewhere(idx)))
            .or_else(|| self.scripted())
            .or_else(|| self.opening())
            .or_else(|| self.far(&times))
            .or_else(|| self.far(&named))
            .or_else(|| self.line(|_| true))
            .or_else(|| self.in_links())
            .or_else(|| self.labelled())
    }

    fn order(&self) -> Order {
        Order::of_language(self.language.unwrap_or_default())
    }

    /// The first declared day, or the first of them that readers see near the headline.
    fn declared(&self) -> Option<String> {
        let own = self.linked.published.iter().filter_map(|written| self.day_in(written));
        let mut all: Vec<String> = own.chain(self.metas_of(PUBLISHED)).chain(self.marked()).collect();
        let first = all.first()?.clone();
        all.extend(self.metas_of(PAGE));
        let days: Vec<Date> = all.iter().filter_map(|written| Some(date::declared(written)?.date)).collect();
        if days.iter().any(|day| *day != days[0]) {
            let shown = self.shown();
            let seen = |written: &&String| date::declared(written).is_some_and(|day| shown.contains(&day.date));
            if let Some(seen) = all.iter().find(seen) {
                return Some(seen.clone());
            }
        }
        Some(self.local(first))
    }

    /// The days that meta elements of `names` give, best first.
    fn metas_of(&self, names: &[&str]) -> Vec<String> {
        let written = names.iter().flat_map(|name| self.metas.all(name)).map(folded);
        written.filter_map(|written| self.day_in(&written)).collect()
    }

    /// The reader's day, where the declared one is in universal time and another: the day that begins at this moment in
    /// the middle of Europe, or what the page shows.
    fn local(&self, written: String) -> String {
        let universal = ["Z", "+00:00", "+0000", "UTC", "GMT"].iter().any(|zone| written.ends_with(zone));
        let Some(day) = date::declared(&written).filter(|_| universal).map(|declared| declared.date) else {
            return written;
        };
        let midnight = written.contains("T22:00:00") || written.contains("T23:00:00");
        if let Some(next) = day.tomorrow().ok().filter(|_| midnight && self.order() == Order::DayFirst) {
            return next.to_string();
        }
        // No clock on earth is more than half a day from universal time, save a few in the Pacific.
        let is_late = written.split_once('T').is_some_and(|(_, time)| time >= "12");
        let other = if is_late { day.tomorrow() } else { day.yesterday() };
        let Ok(other) = other else { return written };
        let seen = self.shown().into_iter().find(|shown| *shown == day || *shown == other);
        if seen == Some(other) { other.to_string() } else { written }
    }

    /// The days that short runs of text show near the headline, those below it first.
    fn shown(&self) -> Vec<Date> {
        let at = self.headline.unwrap_or(0);
        let near = (at..self.tree.nodes.len().min(at + NEAR)).chain((at.saturating_sub(ABOVE)..at).rev());
        let lines = near.filter(|idx| self.is_line(*idx)).map(|idx| folded(self.tree.words(idx)));
        lines.filter_map(|line| Some(date::find_expected(&line, self.order())?.date)).collect()
    }

    /// `itemprop="datePublished"`.
    fn marked(&self) -> Option<String> {
        let is = |idx: usize| {
            self.tree
                .attribute(idx, Name::Itemprop)
                .is_some_and(|kind| kind.split_whitespace().any(|kind| kind == "datePublished"))
        };
        let all: Vec<usize> = (1..self.tree.nodes.len()).filter(|idx| is(*idx)).collect();
        let own = all.iter().filter(|idx| !self.is_elsewhere(**idx)).find_map(|idx| self.written(*idx));
        own.or_else(|| all.iter().find_map(|idx| self.written(*idx)))
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

    /// Elements that are shown and pass `is`, those of other articles and of comments apart.
    fn elements(&self, is: impl Fn(usize) -> bool) -> Vec<usize> {
        let nodes = &self.tree.nodes;
        (1..nodes.len()).filter(|idx| is(*idx) && !self.is_elsewhere(*idx)).collect()
    }

    /// The day that one of `elements` gives near the headline: the first below it, else the last above. The day of an
    /// update counts where there is no other.
    fn near(&self, elements: &[usize]) -> Option<String> {
        let (above, below) = self.parted(elements);
        let at = self.headline.unwrap_or(0);
        let below = below.iter().take_while(|idx| **idx - at <= NEAR);
        let above = above.iter().rev().take_while(|idx| at - **idx <= ABOVE);
        let (updates, others): (Vec<usize>, Vec<usize>) =
            below.chain(above).copied().partition(|idx| is_update(self.tree, *idx));
        others.into_iter().chain(updates).find_map(|idx| self.written(idx))
    }

    /// The day that one of `elements` gives anywhere.
    fn far(&self, elements: &[usize]) -> Option<String> {
        let (above, below) = self.parted(elements);
        below.iter().chain(above.iter().rev()).find_map(|idx| self.written(*idx))
    }

    /// Nodes above the headline, and the others.
    fn parted<'n>(&self, nodes: &'n [usize]) -> (&'n [usize], &'n [usize]) {
        nodes.split_at(nodes.partition_point(|idx| Some(*idx) < self.headline))
    }

    /// Whether an element stands in a box of other articles or of comments that does not hold the headline.
    fn is_elsewhere(&self, idx: usize) -> bool {
        let holds_headline = |at: usize| self.headline.is_some_and(|headline| self.tree.range(at).contains(&headline));
        let boxes = self.tree.ancestors(idx).take_while(|at| !holds_headline(*at));
        boxes
            .filter(|at| !matches!(self.tree.nodes[*at].tag, Tag::Html | Tag::Body))
            .any(|at| self.tree.nodes[at].tag == Tag::Nav || names(self.tree, at, |word| ELSEWHERE.contains(&word)))
    }

    fn scripted(&self) -> Option<String> {
        let found = SCRIPTED.as_ref()?.captures_iter(self.page);
        found.filter_map(|captures| Some(captures.name("day")?.as_str().to_owned())).find(|day| is_day(day))
    }

    /// A day in the short runs of text near the headline that pass `is`.
    fn line(&self, is: impl Fn(usize) -> bool) -> Option<String> {
        let at = self.headline.unwrap_or(0);
        let above = (1..at).rev().filter(|idx| self.is_run(*idx)).take(12);
        let mut lines = self.below().chain(above).filter(|idx| self.is_line(*idx) && is(*idx));
        lines.find_map(|idx| self.day_in(&folded(self.tree.words(idx))))
    }

    /// The date with which a paragraph opens: `27.1.2026 - The board`.
    fn opening(&self) -> Option<String> {
        self.below().find_map(|idx| {
            let text = folded(self.tree.words(idx));
            let Found { date, end, .. } = date::find_expected(&text, self.order()).filter(|found| found.start <= 1)?;
            let rest = text.get(end..)?.trim_start_matches([')', ' ']);
            (text.starts_with('(') || rest.starts_with(['-', '–', '—', ':', '|', '/'])).then(|| date.to_string())
        })
    }

    /// A day in the short runs of text anywhere that are labelled as the day of publication or give the time as well.
    fn labelled(&self) -> Option<String> {
        let runs = (1..self.tree.nodes.len()).filter(|idx| self.is_run(*idx) && self.is_line(*idx));
        let says = |text: &str| LABELS.iter().any(|label| text.to_lowercase().contains(label));
        let mut dated = runs.filter(|idx| !self.is_elsewhere(*idx)).filter_map(|idx| {
            let text = folded(self.tree.words(idx));
            Some((idx, self.day_in(&text)?, text))
        });
        let labelled = dated.find(|(idx, _, text)| {
            let around = self.tree.ancestors(*idx).take(2).map(|at| self.tree.text_of(at));
            has_clock(text) || says(text) || around.filter(|around| around.len() <= SHOWN).any(|around| says(&around))
        });
        labelled.map(|(_, day, _)| day)
    }

    /// The day in an address that the page's head gives as another form of it (`amphtml`, a feed of its comments).
    fn in_links(&self) -> Option<String> {
        let rel = |idx: usize| self.tree.attribute(idx, Name::Rel).unwrap_or_default().to_ascii_lowercase();
        let links = (1..self.tree.nodes.len()).filter(|idx| self.tree.nodes[*idx].tag == Tag::Link);
        let others = links.filter(|idx| matches!(&*rel(*idx), "amphtml" | "alternate" | "shortlink"));
        others.into_iter().find_map(|idx| in_url(self.tree.attribute(idx, Name::Href)?))
    }

    /// The runs of text below the headline that can belong to its head; all where there is no headline.
    fn below(&self) -> impl Iterator<Item = usize> {
        let n_runs = if self.headline.is_some() { 40 } else { usize::MAX };
        (self.headline.unwrap_or(0)..self.tree.nodes.len()).filter(|idx| self.is_run(*idx)).take(n_runs)
    }

    fn is_run(&self, idx: usize) -> bool {
        self.tree.nodes[idx].tag == Tag::Text && !self.tree.words(idx).trim().is_empty()
    }

    /// Whether a node is a run of text short enough to be about the article.
    fn is_line(&self, idx: usize) -> bool {
        let node = &self.tree.nodes[idx];
        node.tag == Tag::Text
            && self.tree.words(idx).len() <= SHOWN
            && self.tree.nodes[node.parent as usize].tag != Tag::Script
    }
}

/// Whether the time of day stands in a text: `10:04`.
fn has_clock(text: &str) -> bool {
    let is_clock =
        |window: &[u8]| window[1] == b':' && [window[0], window[2], window[3]].iter().all(u8::is_ascii_digit);
    text.as_bytes().windows(4).any(is_clock)
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
    names(tree, idx, |word| DATE_NAMES.contains(&word) || word.ends_with("date") || word.ends_with("datum"))
}

/// Whether an element names itself as the day of an update.
fn is_update(tree: &Tree, idx: usize) -> bool {
    let of_published = names(tree, idx, |word| matches!(word, "published" | "publish" | "created"));
    let by_name =
        names(tree, idx, |word| matches!(word, "updated" | "update" | "modified" | "changed" | "aktualisiert"));
    by_name && !of_published || tree.attribute(idx, Name::Itemprop) == Some("dateModified")
}

/// Whether a word of an element's class names or id passes `is`.
fn names(tree: &Tree, idx: usize, is: impl Fn(&str) -> bool) -> bool {
    let names = [Name::Class, Name::Id].into_iter().filter_map(|name| tree.attribute(idx, name));
    names.flat_map(|names| names.split(|c: char| !c.is_alphanumeric())).any(|word| is(&word.to_ascii_lowercase()))
}
