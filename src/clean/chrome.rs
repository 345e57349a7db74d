//! Labels what is not article text: by phrase, by shape and by neighbours, never by one feature where text could be
//! lost.
//!
//! Works on the pieces of one part after its head is read. A list of links is dropped only after its heading or after
//! the last paragraph; a comment section only where it is the smaller part and looks like one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::types::{DropReason, Span};

use super::meta;
use super::paragraph::Paragraph;
use super::phrases::{self, Chrome};
use super::piece::Piece;
use super::shape::Shape;

/// Most links that follow one heading; more would swallow an article of short lines.
const LINKS: usize = 24;
/// Lines in a row that are a menu and not a list of the article's.
const MENU: usize = 3;
/// Longest caption with its credit.
const CAPTION_WORDS: usize = 40;
/// How picture credits are written, by case: `REUTERS/Ann Bee` is one, `the Thomson Reuters/Insead index` is none.
const CREDITS: [&str; 13] = [
    "REUTERS/",
    "AP Photo",
    "AFP/",
    "AFP PHOTO",
    "EPA/",
    "/Getty Images",
    "(Getty Images",
    "Photo: ",
    "PHOTO: ",
    "Photo by ",
    "Picture: ",
    "Photograph: ",
    "Image: ",
];
static CREDIT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(CREDITS).ok());
/// Fewest words of a line or sentence that is a repetition when said again.
const REPEAT_WORDS: usize = 6;

/// What has been said in a part so far, to tell repetitions: sentences by their counts, which folding leaves as they are.
#[derive(Default)]
pub(super) struct Said(BTreeMap<[usize; 3], Vec<Span>>);

impl Said {
    /// Whether the words under `span` were said before; remembers them.
    pub(super) fn again(&mut self, source: &str, span: Span, shape: Shape) -> bool {
        if shape.words < REPEAT_WORDS {
            return false;
        }
        let alike = self.0.entry([shape.words, shape.function, shape.figures]).or_default();
        let text = |span: &Span| span.slice(source).unwrap_or_default();
        let again = alike.iter().any(|other| phrases::is_same(text(other), text(&span)));
        if !again {
            alike.push(span);
        }
        again
    }
}

/// Labels the pieces of a part; words of the page before article text become pieces of their own.
pub(super) fn label(source: &str, pieces: &mut Vec<Piece>) {
    peel(source, pieces);
    let found: Vec<Option<Chrome>> = pieces.iter_mut().map(|piece| line(source, piece)).collect();
    links(pieces, &found);
    comments(source, pieces, &found);
    opening(pieces);
    closing(source, pieces);
    tail(source, pieces);
}

/// Why a sentence of a kept piece is not article text.
pub(super) fn sentence(source: &str, sentence: Paragraph, said: &mut Said) -> Option<DropReason> {
    let Paragraph { span, shape, chrome, captioned } = sentence;
    let text = span.slice(source).unwrap_or_default();
    match chrome {
        // One word with a full stop (`Live.`) is what somebody said.
        Some(_) if shape.words == 1 && shape.terminal => {}
        Some(Chrome::Line(reason)) => return Some(reason),
        Some(Chrome::LinksFollow) => return Some(DropReason::Related),
        Some(Chrome::CommentsFollow) => return Some(DropReason::Comment),
        None => {}
    }
    if meta::is_address(text) {
        return Some(DropReason::Navigation);
    }
    if shape.words <= CAPTION_WORDS && captioned {
        return Some(DropReason::Caption);
    }
    said.again(source, span, shape).then_some(DropReason::Repeat)
}

fn peel(source: &str, pieces: &mut Vec<Piece>) {
    let mut idx = 0;
    while idx < pieces.len() {
        let piece = pieces[idx];
        let found = phrases::peel(piece.text(source)).filter(|_| piece.is_kept());
        if let Some((len, reason)) = found
            && let (Some(mut word), Some(rest)) = piece.cut(source, piece.span.start() + len)
        {
            word.drop_as(reason);
            pieces.splice(idx..=idx, [word, rest]);
        }
        idx += 1;
    }
}

/// Labels one line by itself.
fn line(source: &str, piece: &mut Piece) -> Option<Chrome> {
    if !piece.is_kept() {
        return None;
    }
    let text = piece.text(source);
    if meta::is_marks(text) {
        piece.drop_as(DropReason::Separator);
    } else if meta::is_address(text) {
        piece.drop_as(DropReason::Navigation);
    } else if piece.shape.words <= 6 && meta::is_ago(text) {
        piece.drop_as(DropReason::Dateline);
    }
    if piece.shape.words <= CAPTION_WORDS && piece.captioned {
        piece.drop_as(DropReason::Caption);
    }
    let found = piece.chrome?;
    let single = !text.trim_end().contains(['.', '!', '?']) || !has_inner_stop(text);
    match found {
        Chrome::Line(DropReason::Caption) if piece.shape.words <= CAPTION_WORDS => piece.drop_as(DropReason::Caption),
        Chrome::Line(reason) if single => piece.drop_as(reason),
        _ => {}
    }
    single.then_some(found)
}

/// Whether a picture credit stands in the line, outside any address.
pub(super) fn is_captioned(text: &str) -> bool {
    CREDIT.as_ref().is_some_and(|credit| credit.is_match(text))
}

/// Several sentences: the chrome among them is told apart sentence by sentence.
fn has_inner_stop(text: &str) -> bool {
    [". ", "! ", "? ", ".\u{201d} "].iter().any(|stop| text.contains(stop))
}

/// Drops the headings of link lists and the links after them.
fn links(pieces: &mut [Piece], found: &[Option<Chrome>]) {
    for (idx, chrome) in found.iter().enumerate() {
        if *chrome != Some(Chrome::LinksFollow) {
            continue;
        }
        pieces[idx].drop_as(DropReason::Related);
        let run = pieces[idx + 1..].iter().take_while(|p| !p.is_kept() || p.shape.is_label()).count();
        let ends_part = idx + 1 + run == pieces.len();
        // Before more text the last short line may be a section heading of the article, and one alone surely is.
        let run = if ends_part { run } else { run.saturating_sub(1) };
        if ends_part || run > 0 {
            pieces[idx + 1..].iter_mut().take(run.min(LINKS)).for_each(|piece| piece.drop_as(DropReason::Related));
        }
    }
}

/// Drops comment headings, and all after one where that is less than the article and looks like comments.
fn comments(source: &str, pieces: &mut [Piece], found: &[Option<Chrome>]) {
    for (idx, chrome) in found.iter().enumerate() {
        if *chrome != Some(Chrome::CommentsFollow) {
            continue;
        }
        pieces[idx].drop_as(DropReason::Comment);
        let words = |pieces: &[Piece]| pieces.iter().filter(|p| p.is_kept()).map(|p| p.shape.words).sum::<usize>();
        let smaller = words(&pieces[idx..]) * 2 <= words(&pieces[..idx]);
        let talk = pieces[idx + 1..].iter().any(|piece| is_talk(piece.text(source)));
        if smaller && talk {
            pieces[idx + 1..].iter_mut().for_each(|piece| piece.drop_as(DropReason::Comment));
        }
    }
}

/// Marks of a comment section: `Reply`, `3 hours ago`, `Ann says:`.
fn is_talk(line: &str) -> bool {
    let folded = phrases::folded(line);
    let words = folded.split_whitespace().count();
    words <= 8
        && (meta::is_ago(line)
            || folded.ends_with(" says:")
            || folded.ends_with(" wrote:")
            || folded.starts_with("reply")
            || folded.starts_with("report")
            || folded.starts_with("upvote"))
}

/// Drops menus before the first paragraph: runs of very short lines, and lone words under the headline.
fn opening(pieces: &mut [Piece]) {
    let Some(first) = pieces.iter().position(|piece| piece.is_prose()) else { return };
    let titled = pieces[..first].iter().any(|piece| piece.dropped == Some(DropReason::Title));
    let short = |piece: &Piece| piece.shape.is_label() && piece.shape.words <= 4;
    let menu = pieces[..first].iter().filter(|piece| piece.is_kept() && short(piece)).count();
    for piece in pieces[..first].iter_mut().filter(|piece| short(piece)) {
        if menu >= MENU || (titled && piece.shape.words <= 3) {
            piece.drop_as(DropReason::Navigation);
        }
    }
}

/// Drops what little follows the page's own copyright line: teasers of other articles, notices.
fn closing(source: &str, pieces: &mut [Piece]) {
    let closes = |piece: &Piece| {
        let text = piece.text(source).trim_start();
        let is_own = text.starts_with('©') || text.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("copyright"));
        // A picture's credit has no year.
        piece.dropped == Some(DropReason::Legal)
            && is_own
            && piece.shape.words <= CAPTION_WORDS
            && piece.shape.figures > 0
    };
    let Some(at) = pieces.iter().position(closes) else { return };
    let words = |pieces: &[Piece]| pieces.iter().filter(|p| p.is_kept()).map(|p| p.shape.words).sum::<usize>();
    if words(&pieces[at..]) * 3 <= words(&pieces[..at]) {
        pieces[at..].iter_mut().for_each(|piece| piece.drop_as(DropReason::Related));
    }
}

/// Drops links after the last paragraph.
fn tail(source: &str, pieces: &mut [Piece]) {
    let Some(last) = pieces.iter().rposition(|piece| piece.is_prose()) else { return };
    // Items of a list are the article's; links carry no bullets once their mark-up is gone.
    let is_link =
        |piece: &Piece| piece.shape.is_label() && !piece.text(source).starts_with(['*', '•', '-', '–', '·', '►']);
    let run = pieces[last + 1..].iter().filter(|piece| piece.is_kept());
    let (links, others): (Vec<&Piece>, Vec<&Piece>) = run.partition(|piece| is_link(piece));
    if links.len() < MENU || others.len() > links.len() {
        return;
    }
    for piece in pieces[last + 1..].iter_mut().filter(|piece| is_link(piece)) {
        piece.drop_as(if piece.shape.words <= 4 { DropReason::Navigation } else { DropReason::Related });
    }
}
