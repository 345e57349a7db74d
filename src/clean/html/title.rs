//! The headline of a page: what it declares and what it shows, compared.
//!
//! `og:title`, the headline of JSON-LD and `<title>` often carry the site's name; the first heading that is shown is the
//! site's on many pages. The heading that a declaration repeats, whole or up to a mark, is the headline; else the only
//! heading of the first level, which may say in other words what is declared to searchers. Some pages show their
//! headline in an element that is no heading but names itself as one.

use super::facts::Metas;
use super::json_ld::Linked;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::clean::date;
use crate::clean::head::host;
use crate::types::folded;

/// Marks between headline and site name.
const MARKS: [&str; 19] = [
    " | ", " │ ", "│", " - ", " – ", " — ", " » ", " « ", " › ", " > ", " :: ", " · ", " • ", " ⋆ ", " // ", " / ",
    " ~ ", " : ", ": ",
];
/// Marks that stand without spaces where the script has none.
const TIGHT: [char; 5] = ['-', '_', '|', '–', '—'];
/// Level of an element that is no heading but names itself as one.
const NAMED: u8 = 7;
/// Words in names of such elements.
const TITLE_WORDS: [&str; 10] = [
    "title",
    "headline",
    "titel",
    "ueberschrift",
    "titulo",
    "titre",
    "titolo",
    "articletitle",
    "posttitle",
    "entrytitle",
];
/// Marks between a kicker and the headline.
const KICKER_MARKS: [&str; 4] = [": ", " - ", " – ", " | "];
/// Rank of the only heading of the first level, whatever it says.
const ONLY: u8 = 2;
/// Words in class names of the line above a headline that is written into the same heading.
const KICKER: [&str; 13] = [
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
    "highline",
    "cintillo",
    "antetitulo",
];
/// Headings of a page that are compared.
const HEADINGS: usize = 200;
/// Characters of a run of text from which it is no label, and of all runs below a heading from which it heads them.
const RUNNING: usize = 80;
const TEXT: usize = 300;
/// Letters from which an overlap with a declaration is no chance.
const LETTERS: usize = 12;

/// The headline and where it stands.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub(super) text: Option<String>,
    /// The element that shows it.
    pub(super) shown: Option<usize>,
    /// The heading below which the article begins: the same, or the first where none shows the headline.
    pub(super) heading: Option<usize>,
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
    // Made from the same field on most sites: one voice.
    let card = meta("twitter:title").filter(|card| meta("og:title").as_ref() != Some(card));
    let said = [linked.headline.clone(), meta("og:title"), card, page, meta("dc.title"), meta("title")];
    let mut said: Vec<String> = said.into_iter().flatten().map(|said| undated(&said).to_owned()).collect();
    let site = meta("og:site_name").or_else(|| meta("application-name"));
    let headings = headings(tree, site.as_deref());
    said.extend(marked(tree, &headings));
    let host = url.and_then(host);
    let mut sites: Vec<String> = site.iter().chain(&host).map(|site| letters(site)).collect();
    let only = only(tree, &headings, &sites);
    let rank = |heading: &Heading| {
        let alone = (only == Some(heading.element)).then_some(ONLY);
        let (likeness, n_said) = likeness(&said, heading, &sites).unzip();
        let rank = likeness.into_iter().chain(alone).min()?;
        Some((rank, std::cmp::Reverse(n_said.unwrap_or(0)), heading.level, heading.element))
    };
    let best = headings.iter().filter_map(|heading| Some((rank(heading)?, heading)));
    if let Some((_, heading)) = best.min_by_key(|(rank, _)| *rank) {
        let text = shown(tree, heading, &said, &sites);
        let element = Some(heading.element);
        return Headline { text: Some(undated(&text).to_owned()), shown: element, heading: element };
    }
    let first = headings
        .iter()
        .find(|heading| heading.level == 1 && !sites.contains(&heading.letters))
        .map(|heading| heading.element);
    sites.extend(headings.iter().filter(|heading| heading.level < NAMED).map(|heading| heading.letters.clone()));
    let declared = said.iter().map(|text| without_site(text, &sites)).find(|text| !sites.contains(&letters(text)));
    let above = above_text(tree, &headings).filter(|above| says_less(declared.unwrap_or_default(), &said, above));
    if let Some(above) = above {
        let element = Some(above.element);
        return Headline { text: Some(above.text.clone()), shown: element, heading: element };
    }
    if let Some(declared) = declared {
        return Headline { text: Some(longest(declared).to_owned()), shown: None, heading: first };
    }
    let heading = headings.iter().find(|heading| Some(heading.element) == first);
    Headline { text: heading.map(|heading| heading.text.clone()), shown: first, heading: first }
}

/// The first heading that running text follows.
fn above_text<'h>(tree: &Tree, headings: &'h [Heading]) -> Option<&'h Heading> {
    let mut shown: Vec<&Heading> =
        headings.iter().filter(|heading| matches!(tree.nodes[heading.element].tag, Tag::Heading(_))).collect();
    shown.sort_by_key(|heading| heading.element);
    let text = |range: std::ops::Range<usize>| -> usize {
        let runs = range
            .filter(|idx| !tree.nodes[*idx].linked && tree.nodes[tree.nodes[*idx].parent as usize].tag != Tag::Script);
        runs.map(|idx| tree.words(idx).trim().len()).filter(|len| *len >= RUNNING).sum()
    };
    let ends = shown.iter().skip(1).map(|heading| heading.element).chain([tree.nodes.len()]);
    let mut followed = shown.iter().zip(ends).filter(|(heading, end)| text(heading.element..*end) >= TEXT);
    followed.next().map(|(heading, _)| *heading).filter(|heading| heading.letters.len() >= LETTERS)
}

/// Whether a declared title that no heading repeats says less than the heading above the text: a section's short name, a
/// path of names, or what ends with that heading.
fn says_less(declared: &str, said: &[String], above: &Heading) -> bool {
    let is_short = declared.split_whitespace().count() <= 2 && above.text.split_whitespace().count() >= 4;
    let is_short_part =
        |(start, end): &(&str, &str)| [start, end].iter().any(|part| part.split_whitespace().count() <= 3);
    let is_path = said.iter().all(|said| {
        let n_marks: usize = MARKS.iter().map(|mark| said.matches(mark).count()).sum();
        n_marks >= 2 && parts(said).iter().all(is_short_part)
    });
    is_short || is_path || said.iter().any(|said| letters(said).ends_with(&above.letters))
}

/// The only heading of the first level, where it is not the site's name and no link to its front page.
fn only(tree: &Tree, headings: &[Heading], sites: &[String]) -> Option<usize> {
    let mut first = headings.iter().filter(|heading| tree.nodes[heading.element].tag == Tag::Heading(1));
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
    let apart: Vec<String> =
        said.iter().flat_map(|said| [said.as_str(), without_site(said, sites)]).map(str::to_owned).collect();
    let text = without_more(heading, &edges, &apart).or_else(|| without_kicker(heading, &edges, &apart));
    text.unwrap_or_else(|| without_known(&heading.text, sites, &[" | "]).unwrap_or(&heading.text).to_owned())
}

/// Without a day of figures before the headline: `12.03.2026 - Harlow`.
fn undated(text: &str) -> &str {
    let rest = date::find(text).filter(|found| found.start == 0).and_then(|found| text.get(found.end..));
    let rest = rest.and_then(|rest| rest.trim_start().strip_prefix(['-', '–', '|', ':'])).map(str::trim_start);
    rest.filter(|rest| text.starts_with(|c: char| c.is_ascii_digit()) && letters(rest).len() >= LETTERS).unwrap_or(text)
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
    // A kicker that is shown with its mark is the headline's own.
    let rest = heading.text.get(end..).filter(|rest| !rest.starts_with(':'))?;
    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–')).to_owned())
}

/// A declaration without what a careless template leaves in it: references written twice, hints for the layout.
fn plain(text: &str) -> String {
    folded(&html_escape::decode_html_entities(text).replace(['\u{ad}', '\u{200b}'], ""))
}

/// Headings that are shown, the site's own name apart, the largest first.
fn headings(tree: &Tree, site: Option<&str>) -> Vec<Heading> {
    let site = site.map(letters);
    let level = |element: usize| match tree.nodes[element].tag {
        Tag::Heading(level) => Some(level),
        _ if tree.attribute(element, Name::Itemprop) == Some("headline") => Some(1),
        tag => (tag.is_block() || tag == Tag::Inline).then(|| names_title(tree, element).then_some(NAMED)).flatten(),
    };
    let all = (1..tree.nodes.len()).filter(|element| !tree.nodes[*element].hidden).filter_map(|element| {
        let level = level(element)?;
        let text = words(tree, element);
        let letters = letters(&text);
        Some(Heading { element, level, text, letters })
    });
    let mut all: Vec<Heading> = all
        .filter(|heading| !heading.letters.is_empty() && Some(&heading.letters) != site.as_ref())
        .take(HEADINGS)
        .collect();
    all.sort_by_key(|heading| (heading.level, heading.element));
    all
}

/// Whether a small element names itself as a headline.
fn names_title(tree: &Tree, element: usize) -> bool {
    let is_small = tree.range(element).len() <= 12;
    let names = [Name::Class, Name::Id, Name::Itemprop].into_iter().filter_map(|name| tree.attribute(element, name));
    let mut words = names.flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
    is_small
        && words.any(|word| {
            let word = word.to_ascii_lowercase();
            TITLE_WORDS.contains(&&*word) || word.ends_with("title") || word.ends_with("headline")
        })
}

/// What the page's mark-up calls the headline (`itemprop="headline"`), where it says so of one element.
fn marked(tree: &Tree, headings: &[Heading]) -> Option<String> {
    let is = |heading: &&Heading| tree.attribute(heading.element, Name::Itemprop) == Some("headline");
    let mut marked = headings.iter().filter(is);
    let heading = marked.next()?;
    marked.all(|other| other.letters == heading.letters).then(|| heading.text.clone())
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
    folded(&text.replace(['\u{ad}', '\u{200b}'], "")).trim_start_matches([':', ' ', '>', '»', '›', '|']).to_owned()
}

fn is_kicker(tree: &Tree, idx: usize) -> bool {
    let class = tree.attribute(idx, Name::Class).unwrap_or_default().to_lowercase();
    KICKER.iter().any(|word| class.contains(word))
        || class.split_whitespace().any(|name| name == "sr-only" || name == "visually-hidden")
}

/// How a heading answers to what is declared, 0 best, and how many declarations it answers so well; `None` where to none.
fn likeness(said: &[String], heading: &Heading, sites: &[String]) -> Option<(u8, usize)> {
    let mut ranks: Vec<u8> = said.iter().filter_map(|said| likeness_to(said, heading, sites)).collect();
    ranks.sort_unstable();
    let best = *ranks.first()?;
    Some((best, ranks.partition_point(|rank| *rank == best)))
}

fn likeness_to(said: &str, heading: &Heading, sites: &[String]) -> Option<u8> {
    let whole = letters(said);
    let is_long = heading.letters.len() >= LETTERS;
    if heading.level == NAMED {
        let is_said = whole == heading.letters || letters(without_site(said, sites)) == heading.letters;
        return (is_said && is_long).then_some(6);
    }
    if whole == heading.letters {
        return Some(0);
    }
    let parts = parts(said);
    if parts.iter().any(|(start, _)| letters(start) == heading.letters) {
        return Some(1);
    }
    // A declaration may be cut short for its reader.
    let held = whole.len() >= LETTERS && (heading.letters.starts_with(&whole) || heading.letters.ends_with(&whole));
    if held && heading.level == 1 {
        return Some(1);
    }
    if is_long && whole.starts_with(&heading.letters) {
        return Some(2);
    }
    // What stands last is the site's name as often as the headline; the longer part is the headline.
    let last = parts
        .iter()
        .any(|(start, end)| letters(end) == heading.letters && letters(start).len() < heading.letters.len());
    let after_host = parts.iter().any(|(start, end)| letters(end) == heading.letters && is_host(start));
    if last && is_long || after_host {
        return Some(3);
    }
    if held {
        return Some(4);
    }
    (heading.level == 1 && is_alike(said, &heading.text)).then_some(5)
}

/// Whether a part of a title is the site's address.
fn is_host(part: &str) -> bool {
    let name = part.trim_end_matches([' ', '/', '|', '»']);
    !name.contains(' ')
        && name.rsplit_once('.').is_some_and(|(name, end)| name.len() >= 3 && (2..=7).contains(&end.len()))
}

/// The two sides of each mark of a declaration.
fn parts(said: &str) -> Vec<(&str, &str)> {
    let mut parts: Vec<(&str, &str)> =
        MARKS.iter().flat_map(|mark| [said.split_once(mark), said.rsplit_once(mark)]).flatten().collect();
    parts.extend(tight(said));
    parts
}

/// The two sides of the last mark between words of a script that writes no spaces.
fn tight(said: &str) -> Option<(&str, &str)> {
    let (start, end) = said.rsplit_once(TIGHT)?;
    let is_unspaced = |c: char| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    (start.ends_with(is_unspaced) && end.starts_with(is_unspaced)).then_some((start, end))
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
    known
        .or_else(|| MARKS.iter().filter(|mark| **mark != ": ").find_map(|mark| looks(mark)))
        .or_else(|| tight(title).map(|(rest, _)| rest))
        .unwrap_or(title)
}

/// The longest of three or more parts: the others are sections of the site.
fn longest(title: &str) -> &str {
    let parts = |mark: &&str| title.matches(mark).count() >= 2;
    let mark = [" | ", " / ", " » ", " › "].into_iter().find(parts);
    mark.and_then(|mark| title.split(mark).max_by_key(|part| part.len())).unwrap_or(title)
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
