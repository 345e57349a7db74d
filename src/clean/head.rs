//! The head of a part: headline, by-line, date, outlet, address; each taken from the record where it declares them,
//! else from the lines before the first paragraph.
//!
//! Takes the pieces of a part and labels those of its head; what stands before a known headline is page furniture.

use crate::types::{DropReason, Metadata, Publication, Span, Title, folded};

use super::meta::{self, Key};
use super::paragraph::Paragraph;
use super::phrases::{self, Chrome};
use super::piece::Piece;
use super::{date, shape};

/// Pieces that can belong to the head.
const REACH: usize = 16;
/// Bytes of a piece in which a headline is looked for; text run together by a crawler puts it after some chrome.
const TITLE_WITHIN: usize = 1500;
/// Most words of chrome that may stand before the headline in its own paragraph.
const BEFORE_TITLE: usize = 30;

/// Most words of running text above the headline that are still a notice of the page and not a teaser.
const ABOVE_TITLE: usize = 50;

/// What is known of an article beside its text.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<Title>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Publication>,
    pub(super) url: Option<String>,
}

/// Reads the head of `pieces` and labels its lines.
pub(super) fn take(source: &str, pieces: &mut Vec<Piece>, metadata: &Metadata) -> Head {
    let mut head = Head {
        title: None,
        publisher: metadata.publisher.clone(),
        published: metadata.published.as_deref().and_then(date::declared),
        url: metadata.url.clone(),
    };
    head.title = match metadata.title.as_deref() {
        Some(title) => Some(declared_title(source, pieces, title, metadata.publisher.as_deref())),
        None => found_title(source, pieces),
    };
    lines(source, pieces, &mut head);
    fill(source, pieces, &mut head);
    head
}

/// The declared headline, and where it stands in the text if it does.
fn declared_title(source: &str, pieces: &mut Vec<Piece>, title: &str, publisher: Option<&str>) -> Title {
    for variant in variants(title) {
        let place = (0..pieces.len().min(REACH)).find_map(|idx| Some((idx, title_in(source, pieces, idx, variant)?)));
        if let Some((idx, span)) = place {
            cut_out(source, pieces, idx, span);
            return Title { text: folded(span.slice(source).unwrap_or_default()), span: Some(span) };
        }
    }
    let text = folded(without_site(title, publisher));
    Title { text, span: None }
}

/// The headline as declared, then without `| Site` or ` - Site` at its end, then up to an ellipsis.
fn variants(title: &str) -> impl Iterator<Item = &str> {
    let shorter = [" | ", " - ", " – ", " — ", " » ", " :: ", "...", "…"].into_iter().filter_map(|mark| {
        title.rfind(mark).and_then(|at| title.get(..at)).filter(|rest| rest.split_whitespace().count() >= 4)
    });
    std::iter::once(title).chain(shorter)
}

/// Where `title` stands in a piece, if it stands there as a headline and not inside a sentence.
fn title_in(source: &str, pieces: &[Piece], idx: usize, title: &str) -> Option<Span> {
    let piece = pieces.get(idx)?;
    let text = piece.text(source);
    let window = &text[..text.char_indices().nth(TITLE_WITHIN).map_or(text.len(), |(at, _)| at)];
    let (start, end) = words_in(window, title)?;
    let (before, after) = (&text[..start], text[end..].trim_start());
    let whole = !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric);
    let n_words = title.split_whitespace().count();
    let goes_on = after.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | '\'' | '’' | '-'));
    let stands = !goes_on && n_words >= 5 && before.split_whitespace().count() <= BEFORE_TITLE;
    let end = if whole { text.len() } else { end };
    let start = if whole { 0 } else { start };
    (whole || stands).then(|| Span::new(piece.span.start() + start, piece.span.start() + end).ok()).flatten()
}

/// Bytes of `text` under the words of `title`, whatever the case and punctuation between them.
fn words_in(text: &str, title: &str) -> Option<(usize, usize)> {
    let wanted: Vec<String> = words(title).map(|(_, word)| word.to_lowercase()).collect();
    let found: Vec<(usize, &str)> = words(text).collect();
    if wanted.is_empty() || found.len() < wanted.len() {
        return None;
    }
    let same =
        |window: &[(usize, &str)]| window.iter().zip(&wanted).all(|((_, word), want)| word.to_lowercase() == *want);
    let hit = found.windows(wanted.len()).find(|window| same(window))?;
    let (last, word) = *hit.last()?;
    Some((hit.first()?.0, last + word.len()))
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Makes the headline a piece of its own and drops what stands before it, running text apart.
fn cut_out(source: &str, pieces: &mut Vec<Piece>, idx: usize, title: Span) {
    let (before, rest) = pieces[idx].cut(source, title.start());
    let (middle, after) = rest.map_or((None, None), |rest| rest.cut(source, title.end()));
    let middle = middle.map(|mut piece| {
        piece.drop_as(DropReason::Title);
        piece
    });
    let parts: Vec<Piece> = [before, middle, after].into_iter().flatten().collect();
    pieces.splice(idx..=idx, parts);
    let above = pieces.iter().take_while(|piece| piece.span.start() < title.start());
    let prose: usize = above.filter(|piece| piece.is_prose()).map(|piece| piece.shape.words).sum();
    for piece in pieces.iter_mut().take_while(|piece| piece.span.start() < title.start()) {
        if !piece.shape.is_prose() || prose <= ABOVE_TITLE {
            piece.drop_as(furniture(*piece));
        }
    }
}

/// The most headline-like line before the first paragraph.
fn found_title(source: &str, pieces: &mut [Piece]) -> Option<Title> {
    let reach = pieces.len().min(REACH);
    let is_text = |idx: &usize| pieces[*idx].is_prose() && !tops_meta(source, pieces, *idx);
    let end = (0..reach).find(is_text).unwrap_or(reach);
    // A headline heads something: with no paragraph after it only by-line or date tell it from a list of lines.
    let least = if pieces.get(end).is_some() { 0 } else { 3 };
    let (idx, _) = (0..end)
        .filter_map(|idx| Some((idx, headline_score(source, pieces, idx, end)?)))
        .filter(|(_, score)| *score >= least)
        .min_by_key(|(_, score)| std::cmp::Reverse(*score))?;
    let text = pieces[idx].text(source);
    let (words, skipped) = match meta::key_line(text) {
        Some((Key::Title, value)) => (value, value.as_ptr() as usize - text.as_ptr() as usize),
        _ => meta::unmarked(text),
    };
    let start = pieces[idx].span.start() + skipped;
    pieces[idx].drop_as(DropReason::Title);
    for piece in &mut pieces[..idx] {
        if piece.shape.words <= 6 && meta::key_line(piece.text(source)).is_none() && !is_meta(piece.text(source)) {
            piece.drop_as(furniture(*piece));
        }
    }
    let title = words.trim_end_matches(['*', '#', '=', ' ']);
    Some(Title { text: folded(title), span: Span::new(start, start + title.len()).ok() })
}

/// How much a line looks like the headline; `None` where it cannot be.
fn headline_score(source: &str, pieces: &[Piece], idx: usize, end: usize) -> Option<usize> {
    let text = pieces[idx].text(source);
    if let Some((key, value)) = meta::key_line(text) {
        return (key == Key::Title && !value.is_empty()).then_some(9);
    }
    if !is_headline(source, &pieces[idx].told()) && !tops_meta(source, pieces, idx) {
        return None;
    }
    let next = pieces.get(idx + 1..end)?.first().map(|piece| piece.text(source));
    let heads = next.is_some_and(is_meta);
    let marked = text.starts_with("# ") || text.starts_with("-- ");
    let long = pieces[idx].shape.words >= 5;
    Some(usize::from(idx == 0) + usize::from(long) + 2 * usize::from(heads) + 2 * usize::from(marked))
}

/// What a line above the headline is: a phrase of pages where it is one, else furniture.
fn furniture(piece: Piece) -> DropReason {
    match piece.chrome {
        Some(Chrome::Line(reason)) => reason,
        _ => DropReason::Navigation,
    }
}

/// Whether a line that may end like a sentence (`Can it last?`, `… leaves the U.S.`) stands right above by-line or date.
fn tops_meta(source: &str, pieces: &[Piece], idx: usize) -> bool {
    let next = pieces.get(idx + 1).is_some_and(|next| is_meta(next.text(source)));
    next && pieces[idx].shape.is_headline() && !is_meta(pieces[idx].text(source))
}

/// Whether a line could be a headline by itself.
pub(super) fn is_headline(source: &str, line: &Paragraph) -> bool {
    let text = line.span.slice(source).unwrap_or_default();
    let (words, marks) = meta::unmarked(text);
    let shape = if marks == 0 { line.shape } else { shape::Shape::of(words) };
    let chrome = || if marks == 0 { line.chrome } else { phrases::chrome(words, shape) };
    let asks = words.trim_end_matches(['"', '”', '’', '\'']).ends_with(['?', '!']);
    shape.is_headline()
        && (!shape.terminal || asks)
        && !words.ends_with([':', ','])
        && !text.starts_with(['*', '•', '·']) | text.starts_with("**")
        && words.starts_with(|c: char| {
            c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '‘' | '\'' | '$' | '€' | '£' | '¥')
        })
        && !is_meta(text)
        && chrome().is_none()
        && !meta::is_address(words)
        && !words.contains(" | ")
}

pub(super) fn is_meta(text: &str) -> bool {
    meta::is_byline(text) || meta::date_line(text).is_some() || meta::is_ago(text)
}

/// Labels by-lines, date lines and `Key: value` lines up to the first paragraph, and takes what they give.
fn lines(source: &str, pieces: &mut Vec<Piece>, head: &mut Head) {
    let mut idx = 0;
    while idx < pieces.len().min(REACH) {
        let piece = pieces[idx];
        if piece.is_kept() {
            if let Some(cut) = leading_meta(piece.text(source))
                && let (Some(first), Some(rest)) = piece.cut(source, piece.span.start() + cut)
            {
                pieces.splice(idx..=idx, [first, rest]);
                continue;
            }
            if piece.is_prose() {
                break;
            }
            let reason = line(piece.text(source), head).or_else(|| bare_name(source, pieces, idx));
            pieces[idx].dropped = reason;
            let beside_title = reason.is_some() || names_outlet_alone(source, pieces, idx);
            if let Some(outlet) = meta::outlet(piece.text(source)).filter(|_| beside_title) {
                head.publisher.get_or_insert_with(|| outlet.to_owned());
                pieces[idx].dropped = reason.or(Some(DropReason::Byline));
            }
        }
        idx += 1;
    }
}

/// `29/07/2026 04:31 PM | Text that goes on`: bytes up to the end of a bar after which running text follows.
fn leading_meta(text: &str) -> Option<usize> {
    let head = &text[..text.char_indices().nth(160).map_or(text.len(), |(at, _)| at)];
    let at = head.find(" | ")? + 3;
    let first = &text[..at - 3];
    let rest = shape::Shape::of(&text[at..]);
    (is_meta(first) && (rest.is_prose() || rest.words > 12)).then_some(at)
}

/// What a line of the head is, by itself; `None` where it is article text.
fn line(text: &str, head: &mut Head) -> Option<DropReason> {
    if let Some((key, value)) = meta::key_line(text) {
        return keyed(key, value, head);
    }
    let (words, _) = meta::unmarked(text);
    let dated = meta::date_line(words);
    if let Some(found) = dated {
        let written = words.get(found.start..found.end).unwrap_or_default().to_owned();
        head.published.get_or_insert(Publication { date: found.date, written });
    }
    if meta::is_byline(words) {
        segments(words).filter(|segment| is_outlet(segment)).for_each(|name| {
            head.publisher.get_or_insert_with(|| name.to_owned());
        });
        return Some(DropReason::Byline);
    }
    if meta::is_address(words) {
        if words.starts_with("http") {
            head.url.get_or_insert_with(|| words.to_owned());
        }
        return Some(DropReason::Navigation);
    }
    (dated.is_some() || meta::is_ago(words)).then_some(DropReason::Dateline)
}

fn keyed(key: Key, value: &str, head: &mut Head) -> Option<DropReason> {
    let filled = (!value.is_empty()).then(|| value.to_owned());
    match key {
        Key::Title => return (head.title.as_ref()?.text == folded(value)).then_some(DropReason::Title),
        Key::Byline => return filled.map(|_| DropReason::Byline),
        Key::Date => {
            let published = date::declared(value)?;
            head.published.get_or_insert(published);
            return Some(DropReason::Dateline);
        }
        Key::Publisher => head.publisher = head.publisher.take().or(filled),
        Key::Url => head.url = head.url.take().or(filled),
        // The words after `Text:` are the article.
        Key::Body if !value.is_empty() => return None,
        Key::Body | Key::Other => {}
    }
    Some(DropReason::Navigation)
}

fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', '·', '•']).skip(1).map(str::trim)
}

/// A short capitalised segment beside a by-line that is no date.
fn is_outlet(segment: &str) -> bool {
    let shape = shape::Shape::of(segment);
    (1..=5).contains(&shape.words) && shape.figures == 0 && shape.capitals * 2 > shape.words
}

/// A bare name right under the headline and right above date or text is who wrote it.
fn bare_name(source: &str, pieces: &[Piece], idx: usize) -> Option<DropReason> {
    let before = idx.checked_sub(1).and_then(|before| pieces.get(before))?;
    let after = pieces.get(idx + 1)?;
    let heads = after.is_prose() || is_meta(after.text(source));
    (before.dropped == Some(DropReason::Title) && heads && meta::is_name(pieces[idx].text(source)))
        .then_some(DropReason::Byline)
}

/// Whether a line below the headline is an outlet's name and stands beside by-line or date.
fn names_outlet_alone(source: &str, pieces: &[Piece], idx: usize) -> bool {
    let titled = pieces[..idx].iter().any(|piece| piece.dropped == Some(DropReason::Title));
    let beside = [idx.checked_sub(1), Some(idx + 1)];
    let meta = |at: &usize| pieces.get(*at).is_some_and(|piece| is_meta(piece.text(source)));
    titled && beside.into_iter().flatten().any(|at| meta(&at))
}

/// What the head lines left open is read off the first sentence's dateline, the last lines and the address.
fn fill(source: &str, pieces: &[Piece], head: &mut Head) {
    if let Some(first) = pieces.iter().find(|piece| piece.is_prose()) {
        let text = first.text(source);
        let opening = &text[..text.char_indices().nth(160).map_or(text.len(), |(at, _)| at)];
        let dateline = meta::dateline(text);
        let dated = dateline.map_or_else(|| bracketed(opening), |line| Some(line.text));
        if let (None, Some((found, text))) = (&head.published, dated.and_then(|t| Some((date::find(t)?, t)))) {
            head.published = Some(Publication { date: found.date, written: text[found.start..found.end].to_owned() });
        }
        if head.publisher.is_none() {
            head.publisher = dateline.and_then(|line| line.agency).map(str::to_owned);
        }
    }
    if head.published.is_none() {
        let tail = pieces.iter().rev().take(3).filter(|piece| !piece.shape.is_prose());
        head.published = tail
            .filter_map(|piece| meta::date_line(piece.text(source)).map(|found| (piece, found)))
            .map(|(piece, found)| Publication {
                date: found.date,
                written: piece.text(source)[found.start..found.end].to_owned(),
            })
            .next();
    }
    let url = head.url.clone().unwrap_or_default();
    if head.published.is_none() {
        head.published = date::find(&url)
            .map(|found| Publication { date: found.date, written: url[found.start..found.end].to_owned() });
    }
    if head.publisher.is_none() {
        head.publisher = host(&url);
    }
}

/// What stands in the first brackets of an opening: `ORRIN--(Northwire - Mar 12, 2026)`.
fn bracketed(opening: &str) -> Option<&str> {
    let start = opening.find('(')? + 1;
    let inside = &opening[start..];
    inside.find(')').map(|end| &inside[..end])
}

/// `https://www.orrinpost.example/a` → `orrinpost.example`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map(|(_, rest)| rest)?;
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_start_matches("www.");
    (host.contains('.')).then(|| host.to_lowercase())
}

/// Without `| Site` at the end, where the site is the outlet that is known.
fn without_site<'t>(title: &'t str, publisher: Option<&str>) -> &'t str {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let Some(publisher) = publisher.map(letters).filter(|name| name.len() >= 3) else { return title };
    for mark in [" | ", " - ", " – ", " — ", " » ", " :: "] {
        if let Some((rest, site)) = title.rsplit_once(mark) {
            let site = letters(site);
            if site.len() >= 3 && (publisher.contains(&site) || site.contains(&publisher)) {
                return rest;
            }
        }
    }
    title
}
