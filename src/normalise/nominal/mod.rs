//! Nouns that stand for a company of the text: `the lender`, `the Finnish group`.
//!
//! Takes a document with what was found in it; gives the nouns whose company is clear. They are no names: nothing is
//! counted by them. Precision first: a noun that could mean two firms means none. Sorts of firms and their nouns are in
//! `nouns.tsv`.

mod firm;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::types::{Document, EntityId, Extraction, Kind, Mention, Span, is_stop_word};

use firm::{Firm, firms};

/// A noun and the company that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominal {
    /// Where it stands, `the` and all.
    pub span: Span,
    /// The company.
    pub entity: EntityId,
}

/// A sort of firms. The first of [`SORTS`] is any.
struct Sort {
    nouns: BTreeSet<&'static str>,
    /// Words that show a firm to be of this sort.
    signs: BTreeSet<&'static str>,
}

impl Sort {
    /// Whether `word` in a firm's name or beside it shows it to be of this sort.
    fn shows(&self, word: &str) -> bool {
        self.nouns.contains(word) || self.signs.contains(word)
    }
}

static SORTS: LazyLock<Vec<Sort>> = LazyLock::new(|| {
    let lines = include_str!("nouns.tsv").lines().filter(|line| !line.starts_with('#'));
    let set = |words: &'static str| words.split(' ').filter(|word| !word.is_empty()).collect();
    let sorts = lines.filter_map(|line| line.split_once('\t'));
    sorts.map(|(nouns, signs)| Sort { nouns: set(nouns), signs: set(signs) }).collect()
});

/// A noun for a firm.
static NOUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let nouns = SORTS.iter().flat_map(|sort| &sort.nouns).copied().collect::<Vec<_>>().join("|");
    Regex::new(&format!(r"\b(?:{nouns}|Company)\b")).ok()
});

/// Words between `the` and the noun that tell that it is not the firm the text speaks of.
const OTHERS: [&str; 16] = [
    "bigger", "combined", "first", "former", "holding", "larger", "merged", "new", "other", "parent", "rival", "same",
    "second", "sister", "smaller", "target",
];
/// Words after which a clause begins, whose subject may be that of the clause before.
const CLAUSES: [&str; 21] = [
    "after", "although", "as", "because", "before", "but", "how", "if", "once", "said", "saying", "says", "since",
    "so", "that", "though", "until", "when", "where", "whether", "while",
];

/// What tells for a firm: that it is of the sort of the noun, or of the trade in the words before it; that the text is
/// about it, which is what a noun for any firm mostly means; that the clause before is, that the line before is, or
/// names it.
const SORT: i32 = 4;
const TRADE: i32 = 4;
const MAIN: i32 = 3;
const MAIN_OF_ANY: i32 = 5;
const TAKEN_UP: i32 = 4;
const SUBJECT: i32 = 3;
const NAMED: i32 = 1;
/// How much must tell for it, and how much more than for the next; by the tuning half of `eval/gold/companies`.
const LEAST: i32 = 4;
const MARGIN: i32 = 2;

/// A noun with `the` in a line of the text.
struct Phrase<'a> {
    line: usize,
    text: &'a str,
    span: Span,
    noun: String,
}

/// The nouns of `document` that stand for a company that is clear, in order of place.
pub fn nominals(document: &Document, extraction: &Extraction) -> Vec<Nominal> {
    let Some(noun) = NOUN.as_ref() else { return Vec::new() };
    let lines: Vec<Span> = document.read_spans().collect();
    let firms = firms(document, extraction, &lines);
    let is_name = |mention: &&Mention| matches!(mention.kind, Kind::Company | Kind::Organisation);
    let mut found = Vec::new();
    // A headline speaks of what the text has yet to name.
    for (number, line) in lines.iter().enumerate().skip(usize::from(document.title_span().is_some())) {
        let text = document.words(*line);
        for hit in noun.find_iter(text).filter(|hit| ends_there(&text[hit.end()..])) {
            let Some(inside) = start(&text[..hit.start()]).and_then(|start| Span::new(start, hit.end()).ok()) else {
                continue;
            };
            let span = inside.shifted(line.start());
            if extraction.mentions.iter().filter(is_name).any(|mention| mention.span.overlaps(span)) {
                continue;
            }
            let phrase = Phrase { line: number, text, span: inside, noun: hit.as_str().to_lowercase() };
            found.extend(meant(&firms, &phrase).map(|firm| Nominal { span, entity: firm.entity.clone() }));
        }
    }
    found
}

/// Verbs of reports whose past has no `ed`.
const VERBS: [&str; 24] = [
    "began", "bought", "built", "cut", "fell", "gave", "got", "grew", "held", "kept", "left", "lost", "made", "met",
    "paid", "ran", "rose", "saw", "set", "sold", "spent", "took", "went", "won",
];

/// Whether a phrase ends before `after`: neither a name follows, nor a noun that it only tells more of.
fn ends_there(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(' ') else {
        let owns = ["'s", "’s"].iter().any(|possessive| after.starts_with(possessive));
        return owns || !after.starts_with(['-', '’', '\'']);
    };
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let is_verb = ["ed", "s", "ly"].iter().any(|ending| word.ends_with(ending)) || VERBS.contains(&word.as_str());
    word.starts_with(char::is_lowercase) && word != "of" && (is_stop_word(&word) || is_verb)
}

/// Most words between `the` and the noun.
const MORE: usize = 3;

/// Where the phrase begins whose noun stands right after `before`: at a `the` with nothing between but words that tell more
/// of the noun.
fn start(before: &str) -> Option<usize> {
    let mut end = before.strip_suffix(' ')?.len();
    for _ in 0..=MORE {
        let from = before[..end]
            .rfind([' ', '“', '"', '('])
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let word = &before[from..end];
        if matches!(word, "the" | "The") {
            return Some(from);
        }
        let tells_more = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '-');
        if !tells_more || is_stop_word(&word.to_lowercase()) || OTHERS.contains(&word) || !before[..from].ends_with(' ')
        {
            return None;
        }
        end = from - 1;
    }
    None
}

/// The firm that `phrase` means, where it is clear.
fn meant<'f, 'a>(firms: &'f [Firm<'a>], phrase: &Phrase<'_>) -> Option<&'f Firm<'a>> {
    let before = phrase.text[..phrase.span.start()].trim_end();
    // `Vela, the grocer,` tells what Vela is.
    if before.strip_suffix(',').is_some_and(|named| firms.iter().any(|firm| firm.ends_at(phrase.line, named.len()))) {
        return None;
    }
    let sort = SORTS.iter().position(|sort| sort.nouns.contains(phrase.noun.as_str()))?;
    let words: Vec<&str> = phrase.span.slice(phrase.text)?.split([' ', '-']).filter(|word| is_trade(word)).collect();
    let is_of_sort = |firm: &Firm<'_>| sort > 0 && (firm.sorts.contains(&sort) || firm.words.contains(&phrase.noun));
    let is_of_trade = |firm: &Firm<'_>| words.iter().any(|word| *word != phrase.noun && firm.words.contains(*word));
    let fits = |firm: &Firm<'_>| SORT * i32::from(is_of_sort(firm)) + TRADE * i32::from(is_of_trade(firm));
    let is_any = !firms.iter().any(|firm| fits(firm) > 0);
    // `the insurer`, `the plant company` are none where the text calls none so.
    if is_any && (sort > 0 || words.iter().any(|word| *word != phrase.noun)) {
        return None;
    }
    let main = if is_any { MAIN_OF_ANY } else { MAIN };
    let stand = |firm: &Firm<'_>| {
        let is_of_other = sort > 0 && !is_of_sort(firm) && !firm.sorts.is_empty();
        standing(firm, phrase).filter(|_| !is_of_other)
    };
    let score = |firm: &Firm<'_>| stand(firm).map_or(0, |at| at + fits(firm) + main * i32::from(firm.is_main));
    let mut scored: Vec<(i32, &Firm<'_>)> = firms.iter().map(|firm| (score(firm), firm)).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let (first, firm) = *scored.first()?;
    let second = scored.get(1).map_or(0, |(score, _)| *score);
    let rivals = firms.iter().filter(|other| fits(other) > 0 && stand(other).is_some_and(|at| at > 0)).count();
    (first >= LEAST.max(second + MARGIN) && rivals < 2).then_some(firm)
}

/// Whether `word` before a noun tells the trade: no name of a place, no `Oslo-listed`.
fn is_trade(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && !matches!(word, "the" | "based" | "listed" | "owned" | "born" | "backed")
}

/// What the place of `phrase` tells for `firm`; `None` where it tells against it.
fn standing(firm: &Firm<'_>, phrase: &Phrase<'_>) -> Option<i32> {
    let (before, after) = (phrase.text[..phrase.span.start()].trim_end(), &phrase.text[phrase.span.end()..]);
    if firm.places.first().is_none_or(|place| (place.line, place.start) > (phrase.line, phrase.span.start())) {
        return None;
    }
    let last = before.rsplit([' ', '“', '"']).next().unwrap_or_default().to_lowercase();
    let opens_clause = CLAUSES.contains(&last.as_str()) || before.ends_with([';', '—', '–']);
    let speaks = before.ends_with(',') && [" said", " says", " added"].iter().any(|said| after.starts_with(said));
    let mut here =
        firm.places.iter().filter(|place| place.line == phrase.line && place.start < phrase.span.start()).peekable();
    // Within one sentence the noun takes up the subject of the clause before, and nothing else.
    if here.peek().is_some() {
        let takes_up = (opens_clause || speaks) && here.any(|place| place.is_first && !place.is_told_of);
        return takes_up.then_some(TAKEN_UP);
    }
    let before = firm.places.iter().filter(|place| place.line + 1 == phrase.line);
    Some(before.map(|place| if place.is_first { SUBJECT } else { NAMED }).max().unwrap_or(0))
}
