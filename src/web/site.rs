//! What the pages show, gathered once at the start; nothing of it changes while it is served.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::Environment;

use super::guard::Access;
use super::name::{Name, Names};
use super::passage::Article;
use super::search::{Entry, Index};
use super::{WebError, link, page};
use crate::store::StoredRun;
use crate::types::{Brief, DocumentId, Edition, Kind, StoryId};

/// A run with the texts of its sources.
#[derive(Debug)]
pub struct Run {
    /// The run as it lies on disk.
    pub stored: StoredRun,
    /// Source text of each document that could be read again.
    pub texts: BTreeMap<DocumentId, String>,
}

/// First byte and one past the last of a mention in a document.
type Place = (DocumentId, usize, usize);

/// An edition with its sources.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) edition: Edition,
    pub(super) articles: BTreeMap<DocumentId, Article>,
    /// Index of the name that is mentioned at a place.
    named: BTreeMap<Place, usize>,
}

impl Day {
    /// The brief of `story`.
    pub(super) fn brief(&self, story: &StoryId) -> Option<&Brief> {
        self.edition.briefs.iter().find(|brief| brief.story == *story)
    }

    /// Index of the name that stands at these bytes of `document`.
    pub(super) fn named(&self, document: &DocumentId, start: usize, end: usize) -> Option<usize> {
        self.named.get(&(document.clone(), start, end)).copied()
    }
}

/// Runs ready to be shown.
#[derive(Debug)]
pub struct Site {
    pub(super) days: BTreeMap<Date, Day>,
    pub(super) names: Names,
    pub(super) index: Index,
    pub(super) engine: Environment<'static>,
    pub(super) access: Access,
}

impl Site {
    /// Gathers `runs`, one a day, for the readers that `access` lets in.
    pub fn new(runs: Vec<Run>, access: Access) -> Result<Self, WebError> {
        let mut names = Names::default();
        let mut days = BTreeMap::new();
        for run in runs {
            let date = run.stored.edition.date;
            if days.insert(date, day(run, &mut names)).is_some() {
                return Err(WebError::SameDay(date));
            }
        }
        let index = Index::of(stories(&days).chain(names.iter().filter_map(name)))?;
        Ok(Self { days, names, index, engine: page::engine()?, access })
    }

    /// How many editions, stories, companies and laws there are.
    pub fn summary(&self) -> String {
        let of = |kind| self.names.iter().filter(|name| name.kind == kind).count();
        let n_stories: usize = self.days.values().map(|day| day.edition.briefs.len()).sum();
        let counts = [
            (self.days.len(), "edition", "editions"),
            (n_stories, "story", "stories"),
            (of(Kind::Company), "company", "companies"),
            (of(Kind::Regulation), "law", "laws"),
        ];
        counts.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many })).join(", ")
    }
}

fn day(run: Run, names: &mut Names) -> Day {
    let Run { stored, mut texts } = run;
    let date = stored.edition.date;
    let mut articles = BTreeMap::new();
    for record in stored.documents {
        let text = texts.remove(&record.id);
        articles.insert(record.id.clone(), Article { record, text });
    }
    let mut places = BTreeMap::new();
    for mention in &stored.mentions {
        let story = articles.get(&mention.document).map(|article| &article.record.story);
        if let Some(idx) = story.and_then(|story| names.add(date, mention, story)) {
            places.insert((mention.document.clone(), mention.start, mention.end), idx);
        }
    }
    Day { edition: stored.edition, articles, named: places }
}

/// Class of stories in the index; a name's is its shelf.
pub(super) const STORY: &str = "story";

fn stories(days: &BTreeMap<Date, Day>) -> impl Iterator<Item = Entry> {
    days.values().rev().flat_map(|day| day.edition.briefs.iter().map(|brief| story(day.edition.date, brief)))
}

fn story(date: Date, brief: &Brief) -> Entry {
    let sentences = brief.sentences.iter().map(|claim| claim.text().to_owned());
    let figures = brief.figures.iter().map(|row| row.context.text().to_owned());
    let names = brief.entities.iter().map(|row| row.name.text().to_owned());
    let laws = brief.regulations.iter().flat_map(|row| [row.name.text().to_owned(), row.official.clone()]);
    let mut body: Vec<String> = Vec::new();
    for text in sentences.chain(figures).chain(names).chain(laws) {
        if !body.contains(&text) {
            body.push(text);
        }
    }
    Entry {
        class: STORY,
        title: brief.headline.text().to_owned(),
        body: body.join(" · "),
        href: link::story(date, &brief.story),
        note: date.to_string(),
    }
}

fn name(name: &Name) -> Option<Entry> {
    let facts = name.facts.iter().map(|(label, value)| format!("{label} {value}"));
    let body: Vec<String> = name.forms.iter().cloned().chain(facts).collect();
    Some(Entry {
        class: link::shelf(name.kind)?,
        title: name.title().to_owned(),
        body: body.join(" · "),
        href: link::name(name.kind, &name.key)?,
        note: page::in_stories(name.stories.len()),
    })
}
