//! A company or law with its stories and mentions, and the list of all of them.

use std::cmp::Reverse;

use jiff::civil::Date;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::{draw, in_stories};
use crate::types::{Kind, SourceField, StoryId};
use crate::web::answer::Fault;
use crate::web::link;
use crate::web::name::{Name, Place};
use crate::web::passage::Passage;
use crate::web::site::Site;

/// Mentions on one page.
const MENTIONS: usize = 100;

/// Names in the list; the search finds the others.
const LISTED: usize = 500;

#[derive(Serialize)]
struct NameLine {
    href: Option<String>,
    title: String,
    stories: String,
    mentions: usize,
}

#[derive(Serialize)]
struct StoryLine {
    href: String,
    headline: String,
    date: String,
    mentions: usize,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    href: String,
    passage: Option<Passage<'a>>,
    publisher: Option<&'a str>,
    published: Option<String>,
}

/// The names of a kind, those of most stories first.
pub(in crate::web) fn shelf(site: &Site, kind: Kind) -> Result<String, Fault> {
    let mut names: Vec<&Name> = site.names.iter().filter(|name| name.kind == kind).collect();
    names.sort_by_key(|name| (Reverse(name.stories.len()), Reverse(name.places.len()), name.title()));
    let lines: Vec<NameLine> = names.iter().take(LISTED).map(|name| name_line(name)).collect();
    let page = context! {
        title => heading(kind),
        names => Serde(lines),
        total => names.len(),
        listed => LISTED,
    };
    draw(site, "names.html", page)
}

/// One name; its mentions from number `from` on.
pub(in crate::web) fn name(site: &Site, kind: Kind, key: &str, from: usize) -> Result<String, Fault> {
    let missing = || Fault::missing(format!("No {kind} `{key}` is mentioned in these editions."));
    let name = site.names.find(kind, key).ok_or_else(missing)?;
    let mentions: Vec<MentionLine> =
        name.places.iter().skip(from).take(MENTIONS).map(|place| mention_line(site, place)).collect();
    let page = context! {
        title => name.title(),
        shelf => heading(kind),
        shelf_href => link::shelf(kind),
        forms => Serde(&name.forms),
        facts => Serde(&name.facts),
        stories => Serde(story_lines(site, name)),
        mentions => Serde(mentions),
        total => name.places.len(),
        from,
        before => (from > 0).then(|| from.saturating_sub(MENTIONS)),
        after => (name.places.len() > from.saturating_add(MENTIONS)).then(|| from + MENTIONS),
    };
    draw(site, "name.html", page)
}

fn heading(kind: Kind) -> &'static str {
    if kind == Kind::Company { "Companies" } else { "Regulations" }
}

fn name_line(name: &Name) -> NameLine {
    NameLine {
        href: link::name(name.kind, &name.key),
        title: name.title().to_owned(),
        stories: in_stories(name.stories.len()),
        mentions: name.places.len(),
    }
}

/// Latest first, then by how much of the story it is.
fn story_lines(site: &Site, name: &Name) -> Vec<StoryLine> {
    let mut stories: Vec<_> = name.stories.iter().collect();
    stories.sort_by_key(|((date, story), mentions)| (Reverse(*date), Reverse(**mentions), story));
    stories.into_iter().filter_map(|((date, story), mentions)| story_line(site, *date, story, *mentions)).collect()
}

fn story_line(site: &Site, date: Date, story: &StoryId, mentions: usize) -> Option<StoryLine> {
    let headline = site.days.get(&date)?.brief(story)?.headline.text().to_owned();
    Some(StoryLine { href: link::story(date, story), headline, date: date.to_string(), mentions })
}

fn mention_line<'a>(site: &'a Site, place: &'a Place) -> MentionLine<'a> {
    let article = site.days.get(&place.date).and_then(|day| day.articles.get(&place.document));
    let bytes = (place.span.start(), place.span.end());
    MentionLine {
        href: link::passage(place.date, &place.document, SourceField::Text, bytes),
        passage: article.and_then(|article| article.in_sentence(place.span)),
        publisher: article.and_then(|article| article.record.publisher.as_deref()),
        published: article.and_then(|article| article.record.published).map(|date| date.to_string()),
    }
}
