//! The pages: what each shows, and the templates it is drawn with.
//!
//! Takes the parts of an address as strings, gives HTML or a fault; knows nothing of HTTP. Every `.html` template is
//! escaped by the engine; the one part that comes ready, a story, was escaped by `render`.

mod document;
mod edition;
mod name;
mod search;

pub(super) use document::{Asked, document};
pub(super) use edition::{edition, home, picked, story};
pub(super) use name::{name, shelf};
pub(super) use search::search;

use jiff::civil::Date;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::answer::Fault;
use super::site::{Day, Site};

const TEMPLATES: [(&str, &str); 10] = [
    ("base.html", include_str!("../templates/base.html")),
    ("home.html", include_str!("../templates/home.html")),
    ("edition.html", include_str!("../templates/edition.html")),
    ("story.html", include_str!("../templates/story.html")),
    ("document.html", include_str!("../templates/document.html")),
    ("passage.html", include_str!("../templates/passage.html")),
    ("name.html", include_str!("../templates/name.html")),
    ("names.html", include_str!("../templates/names.html")),
    ("search.html", include_str!("../templates/search.html")),
    ("fault.html", include_str!("../templates/fault.html")),
];

/// The engine with every template of the site; those end in `.html`, which turns escaping on.
pub(super) fn engine() -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::new();
    let syntax = engine.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    engine.set_syntax(syntax?);
    // `words` and `day` are set where the forms have something to repeat.
    engine.set_undefined_behavior(UndefinedBehavior::Lenient);
    for (name, text) in TEMPLATES {
        engine.add_template(name, text)?;
    }
    Ok(engine)
}

/// The template `name` filled with `page`, in the frame that all pages share.
pub(super) fn draw(site: &Site, name: &str, page: Value) -> Result<String, Fault> {
    let mut days = site.days.keys().map(Date::to_string);
    let (first, last) = (days.next(), site.days.keys().next_back().map(Date::to_string));
    let template = site.engine.get_template(name).map_err(|error| Fault::bug(&error))?;
    template.render(context! { first, last, ..page }).map_err(|error| Fault::bug(&error))
}

/// `1 story`, `7 stories`.
pub(super) fn in_stories(n: usize) -> String {
    format!("{n} {}", if n == 1 { "story" } else { "stories" })
}

/// The day that `text` names.
fn date(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|_| Fault::bad(format!("`{text}` is no day."), "Write a day as year-month-day: 2026-05-04."))
}

/// The edition of the day that `text` names.
fn day<'a>(site: &'a Site, text: &str) -> Result<&'a Day, Fault> {
    let date = date(text)?;
    site.days.get(&date).ok_or_else(|| no_edition(site, date))
}

/// Names the editions on either side, so that the reader need not guess.
fn no_edition(site: &Site, date: Date) -> Fault {
    let before = site.days.range(..date).next_back().map(|(date, _)| format!("; the one before is of {date}"));
    let after = site.days.range(date..).next().map(|(date, _)| format!("; the one after is of {date}"));
    Fault::missing(format!("There is no edition of {date}{}{}.", before.unwrap_or_default(), after.unwrap_or_default()))
}
