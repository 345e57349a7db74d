//! The list of editions, an edition's list of stories, and one story.

use jiff::civil::Date;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::{date, day, draw, in_stories, no_edition};
use crate::render;
use crate::types::{Brief, StoryId};
use crate::web::answer::Fault;
use crate::web::link;
use crate::web::site::{Day, Site};
use crate::web::story::StoryLinks;

/// Headlines shown of each edition in the list of them.
const HEADLINES: usize = 3;

/// A link with its words.
#[derive(Serialize)]
struct Link {
    href: String,
    words: String,
}

#[derive(Serialize)]
struct EditionLine {
    href: String,
    date: String,
    stories: String,
    documents: usize,
    headlines: Vec<Link>,
}

#[derive(Serialize)]
struct StoryLine {
    href: String,
    headline: String,
    lead: String,
    date: Option<String>,
    documents: usize,
    families: usize,
    is_disputed: bool,
}

/// The editions, latest first.
pub(in crate::web) fn home(site: &Site) -> Result<String, Fault> {
    let editions: Vec<EditionLine> = site.days.values().rev().map(edition_line).collect();
    draw(site, "home.html", context! { title => "Editions", editions => Serde(editions) })
}

/// Where the edition of the day that was picked stands.
pub(in crate::web) fn picked(site: &Site, text: &str) -> Result<String, Fault> {
    Ok(link::edition(day(site, text)?.edition.date))
}

/// The stories of an edition, weightiest first.
pub(in crate::web) fn edition(site: &Site, text: &str) -> Result<String, Fault> {
    let date = date(text)?;
    let day = site.days.get(&date).ok_or_else(|| no_edition(site, date))?;
    let stories: Vec<StoryLine> = day.edition.briefs.iter().map(|brief| story_line(date, brief)).collect();
    let page = context! {
        title => format!("Brief of {date}"),
        day => date.to_string(),
        stories => Serde(stories),
        count => in_stories(day.edition.briefs.len()),
        documents => day.articles.len(),
        before => Serde(site.days.range(..date).next_back().map(|(date, _)| to_edition(*date))),
        after => Serde(site.days.range(date..).nth(1).map(|(date, _)| to_edition(*date))),
    };
    draw(site, "edition.html", page)
}

/// A story with its citations leading to their passages.
pub(in crate::web) fn story(site: &Site, text: &str, story: String) -> Result<String, Fault> {
    let day = day(site, text)?;
    let date = day.edition.date;
    let id = StoryId(story.into());
    let brief = day.brief(&id).ok_or_else(|| Fault::missing(format!("The edition of {date} has no story `{id}`.")))?;
    let body = render::story(brief, &StoryLinks { site, day }).map_err(|error| Fault::bug(&error))?;
    let at = day.edition.briefs.iter().position(|brief| brief.story == id).unwrap_or_default();
    let near = |at: Option<usize>| at.and_then(|at| day.edition.briefs.get(at)).map(|brief| to_story(date, brief));
    let page = context! {
        title => brief.headline.text(),
        day => date.to_string(),
        edition => Serde(to_edition(date)),
        story => Value::from_safe_string(body),
        before => Serde(near(at.checked_sub(1))),
        after => Serde(near(Some(at + 1))),
    };
    draw(site, "story.html", page)
}

fn edition_line(day: &Day) -> EditionLine {
    let date = day.edition.date;
    EditionLine {
        href: link::edition(date),
        date: date.to_string(),
        stories: in_stories(day.edition.briefs.len()),
        documents: day.articles.len(),
        headlines: day.edition.briefs.iter().take(HEADLINES).map(|brief| to_story(date, brief)).collect(),
    }
}

fn story_line(date: Date, brief: &Brief) -> StoryLine {
    StoryLine {
        href: link::story(date, &brief.story),
        headline: brief.headline.text().to_owned(),
        lead: brief.sentences.first().map(|claim| claim.text().to_owned()).unwrap_or_default(),
        date: brief.date.map(|date| date.to_string()),
        documents: brief.sources.len(),
        families: brief.families,
        is_disputed: !brief.differences.is_empty(),
    }
}

fn to_edition(date: Date) -> Link {
    Link { href: link::edition(date), words: date.to_string() }
}

fn to_story(date: Date, brief: &Brief) -> Link {
    Link { href: link::story(date, &brief.story), words: brief.headline.text().to_owned() }
}
