//! Whether a sentence can be read on its own.
//!
//! Takes a sentence and its mentions; gives yes or no. Refuses questions, fragments, cut quotations, and sentences that
//! lean on what went before: a leading `he`, `also`, `the company`, a pronoun without a name in front of it.

use crate::types::{Kind, Mention, is_stop_word, words};

use super::member::Statement;

/// Words of a sentence that says something and can be taken in at once.
const LENGTH: std::ops::RangeInclusive<usize> = 6..=60;

/// First words that point back, in alphabetical order.
const LEANING: [&str; 62] = [
    "accordingly",
    "additionally",
    "also",
    "and",
    "another",
    "besides",
    "both",
    "but",
    "consequently",
    "conversely",
    "either",
    "elsewhere",
    "finally",
    "further",
    "furthermore",
    "he",
    "hence",
    "her",
    "here",
    "hers",
    "him",
    "his",
    "however",
    "i",
    "indeed",
    "instead",
    "it",
    "its",
    "it's",
    "lastly",
    "later",
    "likewise",
    "meanwhile",
    "moreover",
    "my",
    "neither",
    "nevertheless",
    "nonetheless",
    "nor",
    "or",
    "otherwise",
    "our",
    "others",
    "separately",
    "she",
    "similarly",
    "so",
    "still",
    "such",
    "that",
    "their",
    "them",
    "then",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "thus",
    "we",
    "yet",
    "you",
];

/// Beginnings of more than one word that point back.
const LEANING_PHRASES: [&str; 16] = [
    "after that",
    "as a result",
    "as such",
    "at the same time",
    "at the time",
    "by contrast",
    "for example",
    "for instance",
    "in addition",
    "in contrast",
    "in other words",
    "in that",
    "in this",
    "on the other hand",
    "the same",
    "with that",
];

/// Words that point back wherever they stand before the verb.
const LEANING_INSIDE: [&str; 5] = ["also", "however", "meanwhile", "therefore", "though"];

/// Measures that are somebody's: at the start of a sentence that names nobody they lean on the one before.
const MEASURES: [&str; 16] = [
    "cash",
    "earnings",
    "ebitda",
    "expenses",
    "income",
    "margins",
    "net",
    "operating",
    "orders",
    "profit",
    "profits",
    "revenue",
    "revenues",
    "sales",
    "shares",
    "turnover",
];

/// What pages write around sentences; a sentence that holds it is none of the article's.
const FURNITURE: [&str; 10] = [
    "share on facebook",
    "share on twitter",
    "hours ago",
    "minutes ago",
    "getty images",
    "click here",
    "sign up for",
    "read more",
    // Placeholders that a page failed to fill.
    "${",
    "{{",
];

/// Words of a label before a colon.
const LABEL: usize = 5;

/// Nouns that, after a leading `the`, need a name somewhere in the sentence.
const PLAIN_NOUNS: [&str; 44] = [
    "acquisition",
    "agency",
    "agreement",
    "airline",
    "announcement",
    "attack",
    "bank",
    "bill",
    "body",
    "carmaker",
    "case",
    "chain",
    "company",
    "decision",
    "deal",
    "figure",
    "figures",
    "firm",
    "former",
    "fund",
    "group",
    "increase",
    "incident",
    "investigation",
    "latter",
    "lawsuit",
    "maker",
    "man",
    "measure",
    "ministry",
    "move",
    "news",
    "operator",
    "other",
    "others",
    "pair",
    "plan",
    "proposal",
    "report",
    "retailer",
    "ruling",
    "two",
    "woman",
    "writer",
];

/// Words that make a clause, beside those that end in `ed`.
const VERBS: [&str; 60] = [
    "adds", "agrees", "aims", "are", "became", "began", "can", "cost", "could", "cut", "does", "did", "expects",
    "fell", "gained", "gave", "grew", "had", "has", "have", "held", "hit", "is", "kept", "led", "lost", "made",
    "makes", "may", "meets", "met", "might", "must", "owns", "paid", "plans", "put", "ran", "rose", "said", "saw",
    "says", "sees", "sells", "sent", "set", "shows", "shut", "slid", "sold", "spent", "stood", "takes", "told", "took",
    "was", "were", "will", "won", "would",
];

/// Whether the sentence stands on its own.
pub(super) fn stands_alone(statement: &Statement<'_>, sentence_start: usize) -> bool {
    let text = statement.text.as_str();
    !statement.is_furniture
        && is_whole(text)
        && !leans(statement, sentence_start)
        && !has_loose_pronoun(statement, sentence_start)
}

/// Length, ends, quotation marks and a verb as a sentence has them.
fn is_whole(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has_verb = words(&lower).skip(1).any(is_verb);
    let begins =
        text.trim_start_matches(['"', '“', '‘', '\'']).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')']);
    LENGTH.contains(&words(text).count())
        && has_verb
        && begins
        && (end.ends_with('.') || end.ends_with('!'))
        && !end.ends_with("...")
        && !text.contains(['?', '|', '…'])
        && !is_labelled(text)
        && quotes_close(text)
}

/// Whether it holds what pages write around sentences.
pub(super) fn is_furniture(text: &str) -> bool {
    let lower = text.to_lowercase();
    FURNITURE.iter().any(|words| lower.contains(words))
}

/// Whether a label stands before it: `Happening now: …`; a saying before a colon has a verb.
fn is_labelled(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(label, _)| {
        let lower = label.to_lowercase();
        let mut n_words = 0;
        let is_saying = words(&lower).inspect(|_| n_words += 1).any(is_verb);
        !is_saying && n_words <= LABEL && !label.contains('(')
    })
}

fn quotes_close(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    count('"') % 2 == 0 && count('“') == count('”') && count('(') == count(')')
}

fn leans(statement: &Statement<'_>, sentence_start: usize) -> bool {
    let lower = statement.text.to_lowercase().replace('’', "'");
    let bare = lower.trim_start_matches(['"', '“', '‘', '\'']);
    let opening: Vec<&str> = words(bare).collect();
    let first = opening.first().copied().unwrap_or_default();
    let subject = &opening[..opening.iter().position(|word| is_verb(word)).unwrap_or(opening.len())];
    let end = subject.last().map_or(0, |word| word.as_ptr() as usize + word.len() - lower.as_ptr() as usize);
    let is_named = |before: usize| {
        let names = statement.mentions.iter().filter(|m| m.kind.is_name() && m.kind != Kind::Place);
        names.map(|m| m.span.start() - sentence_start).any(|start| start < before)
    };
    LEANING.contains(&first)
        || LEANING_PHRASES.iter().any(|phrase| bare.starts_with(phrase))
        || subject.iter().any(|word| LEANING_INSIDE.contains(word))
        || (first == "the" && is_plain(subject) && !is_named(end))
        || (MEASURES.contains(&first) && !is_named(usize::MAX))
}

fn is_verb(word: &str) -> bool {
    VERBS.contains(&word) || (word.len() > 4 && word.ends_with("ed"))
}

/// Whether the subject `the …` is a plain noun, with two words before it at most: `the French company's loan`.
fn is_plain(subject: &[&str]) -> bool {
    let nouns = subject.iter().skip(1).take(3).take_while(|word| !is_stop_word(word));
    nouns.map(|word| word.trim_end_matches("'s").trim_end_matches('\'')).any(|word| PLAIN_NOUNS.contains(&word))
}

/// A `he` or `she` without a person named before it, or a `we` that nobody named says.
fn has_loose_pronoun(statement: &Statement<'_>, sentence_start: usize) -> bool {
    let lower = statement.text.to_lowercase();
    let people: Vec<&&Mention> = statement.mentions.iter().filter(|m| m.kind == Kind::Person).collect();
    let first_person = people.iter().map(|m| m.span.start() - sentence_start).min();
    let at = |pronouns: &[&str]| {
        words(&lower).find(|w| pronouns.contains(w)).map(|w| w.as_ptr() as usize - lower.as_ptr() as usize)
    };
    let about_one = at(&["he", "she", "his", "him", "her", "hers"]);
    let by_us = at(&["i", "my", "me", "we", "our", "us"]);
    let loose = about_one.is_some_and(|at| first_person.is_none_or(|person| person > at));
    loose || (by_us.is_some() && !statement.mentions.iter().any(|m| m.kind.is_name() && m.kind != Kind::Place))
}
