//! The headline of a page: what it declares and what it shows, compared.
//!
//! `og:title`, the headline of JSON-LD and `<title>` often carry the site's name; the first heading that is shown is the
//! site's on many pages. The heading that a declaration repeats, whole or up to a mark, is the headline; else the only
//! heading of the first level, which may say in other words what is declared to searchers.

use super::facts::Metas;
use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::head::host;
use crate::types::folded;

/// Marks between headline and site name.
const MARKS: [&str; 16] =
    [" | ", " │ ", "│", " - ", " – ", " — ", " » ", " « ", " > ", " :: ", " · ", " • ", " // ", " / ", " ~ ", ": "];
/// Marks between a kicker and the headline.
const KICKER_MARKS: [&str; 4] = [": ", " - ", " – ", " | "];
/// Rank of the only heading of the first level, whatever it says.
const ONLY: u8 = 2;
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
    let host = url.and_then(host);
    let mut sites: Vec<String> = site.iter().chain(&host).map(|site| letters(site)).collect();
    let only = only(tree, &headings, &sites);
    let rank = |heading: &Heading| {
        let alone = (only == Some(heading.element)).then_some(ONLY);
        likeness(&said, heading).into_iter().chain(alone).min()
    };
    let best = headings.iter().filter_map(|heading| Some((rank(heading)?, heading)));
    if let Some((_, heading)) = best.min_by_key(|(rank, heading)| (*rank, heading.level, heading.element)) {
        return Headline { text: Some(shown(tree, heading, &said, &sites)), element: Some(heading.element) };
    }
    let first = headings
        .iter()
        .find(|heading| heading.level == 1 && !sites.contains(&heading.letters))
        .map(|heading| heading.element);
    sites.extend(headings.iter().map(|heading| heading.letters.clone()));
    let declared = said.iter().map(|text| without_site(text, &sites)).find(|text| !sites.contains(&letters(text)));
    let shown = || headings.iter().find(|heading| Some(heading.element) == first).map(|heading| heading.text.clone());
    Headline { text: declared.map(str::to_owned).or_else(shown), element: first }
}

/// The only heading of the first level, where it is not the site's name and no link to its front page.
fn only(tree: &Tree, headings: &[Heading], sites: &[String]) -> Option<usize> {
    let mut first = headings.iter().filter(|heading| heading.level == 1);
    let heading = first.next().filter(|_| first.next().is_none())?;
    let names_site = sites.iter().any(|site| site.starts_with(&heading.letters) || heading.letters.starts_with(site));
    let to_front = |idx: usize| {
        let address = tree.attribute(idx, Name::Href).unwrap_or("#");
        let path = address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        matches!(path, "" | "/" | "./")
    };
    let linked = tree.ancestors(heading.element).take(2).chain(tree.range(heading.element)).any(to_front);
    (!names_site && !linked).then_some(heading.element)
}

/// The headline as its heading shows it, without what stands in the same heading beside it.
fn shown(tree: &Tree, heading: &Heading, said: &[String], sites: &[String]) -> String {
    let edges = edges(tree, heading.element);
    let text = without_more(heading, &edges, said).or_else(|| without_kicker(heading, &edges, said));
    text.unwrap_or_else(|| without_known(&heading.text, sites, &[" | "]).unwrap_or(&heading.text).to_owned())
}

/// Letters of the heading before each edge of an element in it.
fn edges(tree: &Tree, heading: usize) -> Vec<usize> {
    let mut edges = Vec::new();
    let mut n_letters = 0;
    for idx in tree.range(heading).skip(1) {
        if tree.nodes[idx].tag == Tag::Text {
            n_letters += letters(tree.words(idx)).len();
        }
        edges.push(n_letters);
    }
    edges
}

/// The declared headline, where the heading shows it between other elements: a kicker above, a subtitle below, the site.
fn without_more(heading: &Heading, edges: &[usize], said: &[String]) -> Option<String> {
    let shown = &heading.letters;
    let whole = |text: &&String| {
        let own = letters(text);
        own.len() >= LETTERS
            && own.len() < shown.len()
            && (shown.ends_with(&own) || shown.starts_with(&own) && edges.contains(&own.len()))
            && !text.ends_with(['…', '.'])
    };
    said.iter().find(whole).filter(|_| !said.iter().any(|text| letters(text) == *shown)).cloned()
}

/// What follows the kicker, where the heading shows it in an element of its own and a declaration sets it off by a mark.
fn without_kicker(heading: &Heading, edges: &[usize], said: &[String]) -> Option<String> {
    let is_edge =
        |kicker: &str| edges.contains(&letters(kicker).len()) && heading.letters.starts_with(&letters(kicker));
    let parts = said.iter().flat_map(|said| KICKER_MARKS.iter().filter_map(|mark| said.split_once(mark)));
    let (kicker, _) = parts.into_iter().find(|(kicker, rest)| {
        is_edge(kicker) && letters(rest).len() >= LETTERS && heading.letters.ends_with(&letters(rest))
    })?;
    let mut n_letters = letters(kicker).len();
    let after = |(at, c): (usize, char)| {
        n_letters = n_letters.checked_sub(letters(c.encode_utf8(&mut [0; 4])).len())?;
        (n_letters == 0).then(|| at + c.len_utf8())
    };
    let end = heading.text.char_indices().find_map(after)?;
    Some(
        heading.text[end..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–'))
            .to_owned(),
    )
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

/// Without the site's name at its end or start, or what looks like one at its end.
fn without_site<'t>(title: &'t str, sites: &[String]) -> &'t str {
    let looks = |mark: &str| {
        let (rest, last) = title.rsplit_once(mark)?;
        (last.split_whitespace().count() <= 5 || rest.len() > last.len()).then_some(rest)
    };
    let known = without_known(title, sites, &MARKS);
    known.or_else(|| MARKS.iter().filter(|mark| **mark != ": ").find_map(|mark| looks(mark))).unwrap_or(title)
}

/// Without the site's known name at its end or start, set off by one of `marks`.
fn without_known<'t>(title: &'t str, sites: &[String], marks: &[&str]) -> Option<&'t str> {
    let is_site = |part: &str| {
        let part = letters(part);
        part.len() >= 3
            && sites.iter().any(|site| *site == part || (site.len() >= 5 && part.starts_with(site.as_str())))
    };
    marks.iter().find_map(|mark| {
        let end = title.rsplit_once(mark).filter(|(_, last)| is_site(last)).map(|(rest, _)| rest);
        end.or_else(|| title.split_once(mark).filter(|(first, _)| is_site(first)).map(|(_, rest)| rest))
    })
}
