//! The short name or ticker that a text gives in brackets behind a company: `Vela Ports (VLP)`, `Vela Ports (OSE: VELA)`.
//!
//! A model often leaves it out, and the text then goes on with it alone.

use std::sync::LazyLock;

use regex::Regex;

use crate::types::{Document, Kind, Mention, Span};

/// Share of the score of the company that its bracket gets.
const SHARE: f32 = 0.95;

/// A bracket right behind a name, with an exchange or without.
static BRACKET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[ \u{a0}]?\((?P<exchange>[A-Z][A-Za-z .]{1,13}:[ \u{a0}]?)?(?P<name>[A-Z&]{3,7}|[A-Z0-9]{2,6}\.[A-Z]{1,3}|[A-Z]{1,6})\)").ok()
});

/// `names` with the unmarked brackets behind companies.
pub(super) fn named(document: &Document, mut names: Vec<Mention>) -> Vec<Mention> {
    let companies = names.iter().filter(|name| name.kind == Kind::Company);
    let found: Vec<Mention> = companies.filter_map(|company| behind(document, company)).collect();
    let free = |new: &Mention| !names.iter().any(|name| name.span.overlaps(new.span));
    let found: Vec<Mention> = found.into_iter().filter(free).collect();
    names.extend(found);
    names.sort_by_key(|name| (name.span.start(), name.span.end()));
    names
}

fn behind(document: &Document, company: &Mention) -> Option<Mention> {
    let end = document.read_spans().find(|read| read.contains(company.span))?.end();
    let captures = BRACKET.as_ref()?.captures(document.source.get(company.span.end()..end)?)?;
    let name = captures.name("name")?;
    // Two letters alone are a country or a unit as often as a ticker.
    if captures.name("exchange").is_none() && name.len() < 3 {
        return None;
    }
    let span = Span::new(name.start(), name.end()).ok()?.shifted(company.span.end());
    Some(Mention { kind: Kind::Company, span, score: company.score * SHARE, entity: None, value: None, about: None })
}
