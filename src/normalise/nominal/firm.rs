//! The companies of a text as a noun could mean them: where each stands, what sort of firm it is, and which the text is about.

use std::collections::BTreeSet;

use crate::types::{Document, EntityId, Extraction, Kind, Span, is_stop_word};

use super::SORTS;

/// A company of the text.
pub(super) struct Firm<'a> {
    pub(super) entity: &'a EntityId,
    /// Indices of its sorts.
    pub(super) sorts: BTreeSet<usize>,
    /// Words of its name and beside it, in lower case.
    pub(super) words: BTreeSet<String>,
    pub(super) places: Vec<Occurrence>,
    /// Whether the text is about it.
    pub(super) is_main: bool,
}

/// A name of a firm in a line, by its bytes there.
pub(super) struct Occurrence {
    pub(super) line: usize,
    pub(super) start: usize,
    end: usize,
    /// Whether it is the first in its line that can be the subject.
    pub(super) is_first: bool,
    /// Whether a clause follows that tells of it: `Vela, from which`.
    pub(super) is_told_of: bool,
}

impl Firm<'_> {
    /// Whether a name of it ends at `end` of the line numbered `line`.
    pub(super) fn ends_at(&self, line: usize, end: usize) -> bool {
        self.places.iter().any(|place| (place.line, place.end) == (line, end))
    }
}

/// The companies of `document`, whose title and sentences are `lines`.
pub(super) fn firms<'a>(document: &Document, extraction: &'a Extraction, lines: &[Span]) -> Vec<Firm<'a>> {
    let companies = extraction.entities.iter().filter(|entity| entity.kind == Kind::Company);
    let mut firms: Vec<Firm<'a>> = companies
        .map(|entity| {
            let words = entity.aliases.iter().flat_map(|alias| lower_words(alias)).collect();
            Firm { entity: &entity.id, sorts: BTreeSet::new(), words, places: Vec::new(), is_main: false }
        })
        .collect();
    let mut led = BTreeSet::new();
    for mention in &extraction.mentions {
        let firm = firms.iter_mut().find(|firm| mention.entity.as_ref() == Some(firm.entity));
        let line = lines.iter().position(|line| line.contains(mention.span));
        if let (Some(firm), Some(line)) = (firm, line) {
            let text = document.words(lines[line]);
            let (start, end) = (mention.span.start() - lines[line].start(), mention.span.end() - lines[line].start());
            let (before, after) = (&text[..start], &text[end..]);
            firm.words.extend(beside(before, after));
            // A symbol in brackets is the name before once more.
            if before.ends_with(['(', ':']) || before.ends_with(": ") {
                continue;
            }
            let is_first = is_subject(before, after) && led.insert(line);
            firm.places.push(Occurrence { line, start, end, is_first, is_told_of: is_told_of(after) });
        }
    }
    for firm in &mut firms {
        let is_of = |sort: &usize| firm.words.iter().any(|word| SORTS[*sort].shows(word));
        firm.sorts = (1..SORTS.len()).filter(is_of).collect();
    }
    // The text is about the firm that it names most, of those that headline or lead begins with.
    let leads = |firm: &&mut Firm<'_>| {
        firm.places.len() > 1 && firm.places.iter().any(|place| place.line <= 1 && place.is_first)
    };
    let most = firms.iter_mut().filter(leads).map(|firm| firm.places.len()).max().unwrap_or_default();
    let mut top = firms.iter_mut().filter(leads).filter(|firm| firm.places.len() == most);
    if let (Some(firm), None) = (top.next(), top.next()) {
        firm.is_main = true;
    }
    firms
}

/// Words before a name that keep it from being the subject of its clause.
const PREPOSITIONS: [&str; 20] = [
    "against",
    "among",
    "at",
    "behind",
    "between",
    "by",
    "for",
    "from",
    "in",
    "including",
    "into",
    "like",
    "of",
    "on",
    "over",
    "than",
    "to",
    "told",
    "via",
    "with",
];

/// Whether a name between `before` and `after` can be the subject of its clause.
fn is_subject(before: &str, after: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let owns = after.starts_with(['\'', '’']);
    !before.ends_with('(') && !owns && !PREPOSITIONS.contains(&last.as_str())
}

/// Whether a clause after a name tells of it: `, which`, `, from which`, `, whose`.
fn is_told_of(after: &str) -> bool {
    let clause = after.strip_prefix(", ").unwrap_or_default();
    clause.split(' ').take(2).any(|word| matches!(word, "which" | "whose" | "who" | "where"))
}

/// Words before a name that may tell what it is, and words after it.
const BEFORE: usize = 4;
const AFTER: usize = 9;

/// The common words beside a name: `truck maker Vela`, `Vela, a maker of trucks,`.
fn beside(before: &str, after: &str) -> Vec<String> {
    let is_common = |word: &&str| word.starts_with(char::is_lowercase) && !is_stop_word(word);
    // `Supermarket group Vela` begins a sentence.
    let is_sort = |word: &str| SORTS.iter().any(|sort| sort.shows(&word.to_lowercase()));
    let near = before.strip_suffix(' ').unwrap_or_default().rsplit(' ').take(BEFORE);
    let mut words: Vec<String> =
        near.take_while(|word| is_common(word) || is_sort(word)).flat_map(lower_words).collect();
    let clause = after.strip_prefix(", ").unwrap_or_default();
    if ["a ", "an ", "the ", "one "].iter().any(|article| clause.starts_with(article)) {
        let apposition = clause.split([',', ';', '.']).next().unwrap_or_default();
        // `the bank's owner` is no bank.
        let apposition = apposition.rsplit(['\'', '’']).next().unwrap_or_default();
        words.extend(apposition.split(' ').take(AFTER).filter(is_common).flat_map(lower_words));
    }
    words
}

fn lower_words(words: &str) -> Vec<String> {
    let words = words.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
