//! A sentence as the rules read it: words and marks in order, with each mention as one item.
//!
//! Takes text and the mentions inside it; gives a [`Line`]. Knows no meaning.

use crate::types::{Kind, Mention, Span};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A word outside mentions.
    Word,
    /// A mark outside mentions.
    Mark,
    /// A mention, by its place among the document's.
    Mention(usize, Kind),
}

/// A word, mark or mention with its lower-case form.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) item: Item,
    pub(super) lower: String,
    pub(super) span: Span,
    /// Which clause of the sentence it stands in.
    pub(super) clause: usize,
}

impl Place {
    /// Whether it is money, a percentage or a quantity.
    pub(super) fn is_figure(&self) -> bool {
        matches!(self.item, Item::Mention(_, kind) if kind.is_figure())
    }
}

/// A sentence or title.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) places: Vec<Place>,
}

/// Words that begin a clause wherever they stand, and those that do after a comma or `and`.
const OPENERS: [&str; 13] = [
    "while", "whereas", "although", "though", "but", "which", "who", "because", "when", "where", "after", "unless",
    "if",
];
const OPENERS_AFTER_COMMA: [&str; 12] =
    ["and", "as", "with", "taking", "bringing", "leaving", "up", "down", "compared", "against", "or", "from"];

impl Line {
    /// The line under `span` of `source`; `mentions` are all of the document's, in order of place.
    pub(super) fn of(source: &str, span: Span, mentions: &[Mention]) -> Self {
        let mut places = Vec::new();
        let mut at = span.start();
        for (idx, mention) in mentions.iter().enumerate().filter(|(_, mention)| span.contains(mention.span)) {
            if mention.span.start() < at {
                continue;
            }
            cut(source, at, mention.span.start(), &mut places);
            let lower = mention.span.slice(source).unwrap_or_default().to_lowercase();
            places.push(Place { item: Item::Mention(idx, mention.kind), lower, span: mention.span, clause: 0 });
            at = mention.span.end();
        }
        cut(source, at, span.end(), &mut places);
        places.drain(..dateline(&places));
        number_clauses(&mut places);
        Self { places }
    }

    /// Lower-case form of the item at `at`; empty past the ends.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.places.get(at).map_or("", |place| &place.lower)
    }

    /// Whether the words from `at` on are `phrase`, split at blanks; gives the place past them. A phrase of time may be a
    /// mention.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let is_date = |place: &Place| matches!(place.item, Item::Mention(_, Kind::Date)) && place.lower == phrase;
        if self.places.get(at).is_some_and(is_date) {
            return Some(at + 1);
        }
        let mut next = at;
        for word in phrase.split(' ') {
            let place = self.places.get(next)?;
            if place.lower != word || !matches!(place.item, Item::Word | Item::Mark) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// Places of the mentions for which `kinds` holds, with their number among the document's.
    pub(super) fn mentions(&self, kinds: impl Fn(Kind) -> bool) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().enumerate().filter_map(move |(at, place)| match place.item {
            Item::Mention(idx, kind) if kinds(kind) => Some((at, idx)),
            _ => None,
        })
    }
}

/// Words and marks of `source[start..end]`.
fn cut(source: &str, start: usize, end: usize, places: &mut Vec<Place>) {
    let text = source.get(start..end).unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '‑');
    let mut rest = text.char_indices().peekable();
    while let Some((from, first)) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut to = from + first.len_utf8();
        let word = first.is_alphanumeric();
        while let Some(&(next, c)) = rest.peek() {
            if !word || !is_word(c) {
                break;
            }
            to = next + c.len_utf8();
            rest.next();
        }
        let Ok(span) = Span::new(start + from, start + to) else { continue };
        let lower = text[from..to].to_lowercase().replace('’', "'").replace('‑', "-");
        // A possessive ending after a mention starts with its mark.
        places.push(Place { item: if word { Item::Word } else { Item::Mark }, lower, span, clause: 0 });
    }
}

fn number_clauses(places: &mut [Place]) {
    let (mut clause, mut depth) = (0, 0_usize);
    for at in 0..places.len() {
        let before = at.checked_sub(1).map_or("", |before| places[before].lower.as_str());
        let place = &places[at];
        match place.lower.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        // Marks in `(Xetra: VEL - news)` part no clauses.
        let opens = depth == 0
            && match place.item {
                Item::Mark => matches!(place.lower.as_str(), ";" | "—" | "–" | ":"),
                Item::Word => {
                    OPENERS.contains(&place.lower.as_str())
                        || before == "," && OPENERS_AFTER_COMMA.contains(&place.lower.as_str())
                }
                Item::Mention(..) => false,
            };
        clause += usize::from(opens);
        places[at].clause = clause;
    }
}

/// Items that may stand in a dateline.
const DATELINE: usize = 14;

/// How many of the first places are a dateline: `OSLO, June 18 (Newsdesk) -`.
fn dateline(places: &[Place]) -> usize {
    let dash =
        places.iter().take(DATELINE).position(|place| matches!(place.lower.as_str(), "-" | "–" | "—" | "--" | ":"));
    let Some(dash) = dash.filter(|dash| *dash > 0) else { return 0 };
    let before = &places[..dash];
    let named = before.iter().any(|place| matches!(place.item, Item::Mention(_, Kind::Place | Kind::Date)));
    let words = before.iter().filter(|place| place.item == Item::Word).count();
    if named && words <= 3 { dash + 1 } else { 0 }
}
