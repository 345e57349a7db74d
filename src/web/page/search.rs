//! What a search finds: stories, companies and laws.

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::draw;
use crate::types::Kind;
use crate::web::answer::Fault;
use crate::web::link;
use crate::web::search::{Hit, SHOWN};
use crate::web::site::{STORY, Site};

/// Longest search in characters; whole sentences fit.
const LONGEST: usize = 200;

#[derive(Serialize)]
struct Section {
    heading: &'static str,
    total: usize,
    shown: usize,
    hits: Vec<Hit>,
}

/// Everything found by `words`.
pub(in crate::web) fn search(site: &Site, words: &str) -> Result<String, Fault> {
    let words = words.trim();
    if words.chars().count() > LONGEST {
        return Err(Fault::bad(format!("A search is at most {LONGEST} characters."), "Search for fewer words."));
    }
    let classes =
        [("Stories", Some(STORY)), ("Companies", link::shelf(Kind::Company)), ("Laws", link::shelf(Kind::Regulation))];
    let mut sections = Vec::new();
    for (heading, class) in classes.into_iter().filter_map(|(heading, class)| Some((heading, class?))) {
        let (hits, total) = site.index.find(words, class).map_err(|error| Fault::bug(&error))?;
        if total > 0 {
            sections.push(Section { heading, total, shown: SHOWN, hits });
        }
    }
    let title = if words.is_empty() { "Search".to_owned() } else { format!("Search for “{words}”") };
    draw(site, "search.html", context! { title, words, sections => Serde(sections) })
}
