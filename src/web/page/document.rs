//! A source with the cited bytes marked.

use minijinja::context;
use minijinja::value::Serde;
use serde::Deserialize;

use super::{day, draw};
use crate::store::DocumentRecord;
use crate::types::{DocumentId, SourceField, Span};
use crate::web::answer::Fault;
use crate::web::link;
use crate::web::passage::{Article, Passage};
use crate::web::site::{Day, Site};

/// The bytes that are asked for.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web) struct Asked {
    start: Option<usize>,
    end: Option<usize>,
    field: Option<SourceField>,
}

impl Asked {
    /// The span in the field that it is of, where one is asked for.
    fn span(&self, field: SourceField) -> Result<Option<Span>, Fault> {
        if self.field.unwrap_or(SourceField::Text) != field {
            return Ok(None);
        }
        match (self.start, self.end) {
            (None, None) => Ok(None),
            (Some(start), Some(end)) => Span::new(start, end).map(Some).map_err(|_| no_passage()),
            _ => Err(no_passage()),
        }
    }
}

/// The source `id` of an edition, with the bytes asked for marked.
pub(in crate::web) fn document(site: &Site, text: &str, id: String, asked: &Asked) -> Result<String, Fault> {
    let day = day(site, text)?;
    let date = day.edition.date;
    let id = DocumentId(id.into());
    let missing = || Fault::missing(format!("The edition of {date} has no source `{id}`."));
    let article = day.articles.get(&id).ok_or_else(missing)?;
    let record = &article.record;
    let headline = record.title.as_deref().unwrap_or("untitled");
    let page = context! {
        title => headline,
        day => date.to_string(),
        headline => Serde(heading(headline, asked)?),
        story => link::story(date, &record.story),
        subtitle => record.subtitle.as_deref(),
        publisher => record.publisher.as_deref(),
        published => record.published.map(|date| date.to_string()),
        authors => record.authors.join(", "),
        place => place(record),
        url => record.url.as_deref().filter(|url| is_web(url)),
        copy_of => original(day, record),
        text => Serde(body(article, asked)?),
        has_changed => article.has_changed(),
    };
    draw(site, "document.html", page)
}

fn heading<'a>(headline: &'a str, asked: &Asked) -> Result<Passage<'a>, Fault> {
    let Some(part) = asked.span(SourceField::Title)? else { return Ok(Passage::whole(headline)) };
    let whole = Span::new(0, headline.len()).map_err(|_| no_passage())?;
    Passage::cut(headline, whole, part).ok_or_else(no_passage)
}

/// `None` where the source could not be read again.
fn body<'a>(article: &'a Article, asked: &Asked) -> Result<Option<Passage<'a>>, Fault> {
    let part = asked.span(SourceField::Text)?;
    match (&article.text, part) {
        (None, _) => Ok(None),
        (Some(_), None) => Ok(article.whole()),
        // Where the source has changed the run's own spans may cut a character: the page says so and shows the whole.
        (Some(_), Some(part)) if article.has_changed() => Ok(article.passage(part).or_else(|| article.whole())),
        (Some(_), Some(part)) => article.passage(part).map(Some).ok_or_else(no_passage),
    }
}

fn place(record: &DocumentRecord) -> String {
    let id = record.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    format!("{}{id}, bytes {} to {}", record.path, record.start, record.end)
}

/// The page of the document that this one reprints.
fn original(day: &Day, record: &DocumentRecord) -> Option<String> {
    let id = record.copy_of.as_ref()?;
    day.articles.contains_key(id).then(|| link::document(day.edition.date, id))
}

/// Whether a declared address may be a link: one of another scheme could run a script.
fn is_web(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.len() < url.len() && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
}

fn no_passage() -> Fault {
    Fault::bad("These bytes are no passage of this source.", "Follow a citation of a story.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for url in ["https://a.example/x", "HTTP://a.example"] {
            assert!(is_web(url), "{url}");
        }
        for url in ["javascript:alert(1)//://", "javascript://x", "data:text/html,x", "http:", "/a", "", " https://x"] {
            assert!(!is_web(url), "{url}");
        }
    }
}
