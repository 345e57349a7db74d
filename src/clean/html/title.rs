//! The headline of a page: what it declares and what it shows, compared.
//!
//! `og:title`, the headline of JSON-LD and `<title>` often carry the site's name; the first heading that is shown is the
//! site's on many pages. The heading that a declaration repeats, whole or up to a mark, is the headline.

use super::facts::Metas;
use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::head::host;
use crate::types::folded;

/// Marks between headline and site name.
const MARKS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " » ", " « ", " > ", " :: ", " · ", " • ", " // ", " / ", " ~ ", ": "];
/// Words in class names of the line above a headline that is written into the same heading.
const KICKER: [&str; 12] = [
    "kicker",
    "overline",
    "dachzeile",
    "topline",
    "spitzmarke",
    "pretitle",
    "supertitle",
    "suptitle",
    "roofline",
    "overhead",
    "cintillo",
    "antetitulo",
];
/// Headings of a page that are compared.
const HEADINGS: usize = 200;
/// Letters from which an overlap with a declaration is no chance.
const LETTERS: usize = 12;

/// The headline and the element that shows it.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub(super) text: Option<String>,
    pub(super) element: Option<usize>,
}

struct Heading {
    element: usize,
    level: u8,
    text: String,
    letters: String,
}

/// The headline of the page.
pub(super) fn title(tree: &Tree, metas: &Metas<'_>, linked: &Linked, url: Option<&str>) -> Headline {
    let is_title = |idx: &usize| tree.nodes[*idx].tag == Tag::Title;
    let page =
        (1..tree.nodes.len()).find(is_title).map(|idx| plain(&tree.text_of(idx))).filter(|text| !text.is_empty());
    let meta = |name: &str| metas.first(&[name]).map(plain).filter(|text| !text.is_empty());
    let said =
        [linked.headline.clone(), meta("og:title"), meta("twitter:title"), page, meta("dc.title"), meta("title")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let site = meta("og:site_name").or_else(|| meta("application-name"));
    let headings = headings(tree, site.as_deref());
    let best = headings.iter().filter_map(|heading| Some((likeness(&said, heading)?, heading)));
    let host = url.and_then(host);
    let mut sites: Vec<String> = site.iter().chain(&host).map(|site| letters(site)).collect();
    if let Some((_, heading)) = best.min_by_key(|(rank, heading)| (*rank, heading.level, heading.element)) {
        let text = without_more(&heading.text, &said)
            .unwrap_or_else(|| without_site(&heading.text, &sites, &[" | "]).to_owned());
        return Headline { text: Some(text), element: Some(heading.element) };
    }
    sites.extend(headings.iter().map(|heading| heading.letters.clone()));
    let first = headings
        .iter()
        .find(|heading| heading.level == 1 && !sites[..sites.len() - headings.len()].contains(&heading.letters));
    let declared =
        said.iter().map(|text| without_site(text, &sites, &MARKS)).find(|text| !sites.contains(&letters(text)));
    let text = declared.map(str::to_owned).or_else(|| first.map(|heading| heading.text.clone()));
    Headline { text, element: first.map(|heading| heading.element) }
}

/// The declared headline, where the heading shows it between other words: a kicker above, a subtitle below, the site.
fn without_more(heading: &str, said: &[String]) -> Option<String> {
    let shown = letters(heading);
    let whole = |text: &&String| {
        let own = letters(text);
        own.len() >= LETTERS
            && own.len() < shown.len()
            && (shown.starts_with(&own) || shown.ends_with(&own))
            && !text.ends_with(['…', '.'])
    };
    said.iter().find(whole).filter(|_| !said.iter().any(|text| letters(text) == shown)).cloned()
}

/// A declaration without what a careless template leaves in it: references written twice, hints for the layout.
fn plain(text: &str) -> String {
    folded(&html_escape::decode_html_entities(text).replace(['\u{ad}', '\u{200b}'], ""))
}

/// Headings that are shown, the site's own name apart, the largest first.
fn headings(tree: &Tree, site: Option<&str>) -> Vec<Heading> {
    let site = site.map(letters);
    let all = (1..tree.nodes.len()).filter_map(|element| match tree.nodes[element].tag {
        Tag::Heading(level) if !tree.nodes[element].hidden => {
            let text = words(tree, element);
            let letters = letters(&text);
            Some(Heading { element, level, text, letters })
        }
        _ => None,
    });
    let mut all: Vec<Heading> = all
        .filter(|heading| !heading.letters.is_empty() && Some(&heading.letters) != site.as_ref())
        .take(HEADINGS)
        .collect();
    all.sort_by_key(|heading| (heading.level, heading.element));
    all
}

/// The words of a heading without its kicker.
fn words(tree: &Tree, heading: usize) -> String {
    let mut text = String::new();
    let mut idx = heading;
    while idx < tree.nodes[heading].end as usize {
        let node = &tree.nodes[idx];
        if idx != heading && (node.hidden || node.tag == Tag::Void || is_kicker(tree, idx)) {
            idx = node.end as usize;
            continue;
        }
        text.push_str(tree.words(idx));
        if node.tag.is_block() || node.tag == Tag::Br {
            text.push(' ');
        }
        idx += 1;
    }
    let text = if text.trim().is_empty() { tree.text_of(heading) } else { text };
    folded(&text.replace(['\u{ad}', '\u{200b}'], "")).trim_start_matches([':', ' ']).to_owned()
}

fn is_kicker(tree: &Tree, idx: usize) -> bool {
    let class = tree.attribute(idx, Name::Class).unwrap_or_default().to_lowercase();
    KICKER.iter().any(|word| class.contains(word))
        || class.split_whitespace().any(|name| name == "sr-only" || name == "visually-hidden")
}

/// How a heading answers to what is declared, 0 best; `None` where it does not.
fn likeness(said: &[String], heading: &Heading) -> Option<u8> {
    said.iter().filter_map(|said| likeness_to(said, heading)).min()
}

fn likeness_to(said: &str, heading: &Heading) -> Option<u8> {
    let whole = letters(said);
    if whole == heading.letters {
        return Some(0);
    }
    let parts = || MARKS.iter().flat_map(|mark| [said.split_once(mark), said.rsplit_once(mark)]).flatten();
    if parts().any(|(start, _)| letters(start) == heading.letters) {
        return Some(1);
    }
    if heading.letters.len() >= LETTERS && whole.starts_with(&heading.letters) {
        return Some(2);
    }
    // What stands last is the site's name as often as the headline; the longer part is the headline.
    let last =
        parts().any(|(start, end)| letters(end) == heading.letters && letters(start).len() < heading.letters.len());
    if last && heading.letters.len() >= LETTERS {
        return Some(3);
    }
    // A declaration may be cut short for its reader.
    let held = whole.len() >= LETTERS && (heading.letters.starts_with(&whole) || heading.letters.ends_with(&whole));
    if held {
        return Some(4);
    }
    (heading.level == 1 && is_alike(said, &heading.text)).then_some(5)
}

/// Whether a heading says in other words what is declared: most of its longer words are there.
fn is_alike(said: &str, heading: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= 4)
            .map(str::to_lowercase)
            .collect()
    };
    let (said, heading) = (words(said), words(heading));
    let shared = heading.iter().filter(|word| said.contains(word)).count();
    shared >= 3 && shared * 2 >= heading.len()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Without the site's name at its end or start, set off by one of `marks`.
fn without_site<'t>(title: &'t str, sites: &[String], marks: &[&str]) -> &'t str {
    let is_site = |part: &str| {
        let part = letters(part);
        part.len() >= 3
            && sites.iter().any(|site| *site == part || (site.len() >= 5 && part.starts_with(site.as_str())))
    };
    for mark in marks {
        if let Some((rest, last)) = title.rsplit_once(mark)
            && is_site(last)
        {
            return rest;
        }
        if let Some((first, rest)) = title.split_once(mark)
            && is_site(first)
        {
            return rest;
        }
    }
    for mark in marks.iter().filter(|mark| **mark != ": ") {
        if let Some((rest, last)) = title.rsplit_once(mark)
            && (last.split_whitespace().count() <= 5 || rest.len() > last.len())
        {
            return rest;
        }
    }
    title
}
