//! Finds the noun a number counts: `two availability zones` counts `zone`.
//!
//! Takes tokens from the one after the number; gives the noun in the singular and where it ends. The words between number
//! and noun are read over: what one report calls `1,400 enterprise customers` is `1,400 customers` in the next. Cautious:
//! only lower-case words, at most three of them before a plural, none of them a function word. Knows nothing of numbers.

use super::lexicon::Class;
use super::token::{Shape, Tokens};
use super::{lexicon, proper};

/// A counted noun, and the token after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noun {
    /// In the singular.
    pub(super) singular: String,
    /// Token after the last.
    pub(super) next: usize,
}

/// Words that may stand before the noun.
const MODIFIERS: usize = 3;

/// The noun phrase at token `i`, which stands right after a number.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<Noun> {
    if let Some(noun) = nationals(tokens, i).or_else(|| hyphened(tokens, i)) {
        return Some(noun);
    }
    let (mut words, mut neutral) = (0, 0);
    let mut at = i;
    loop {
        if let Some(noun) = proper::plural(tokens, at) {
            return Some(noun);
        }
        if let Some(next) = proper::owner(tokens, at) {
            at = next;
            continue;
        }
        let (word, next) = part(tokens, at)?;
        if is_plural(&word) && !goes_on(tokens, &word, next) {
            return Some(Noun { singular: singular(&word), next });
        }
        if word.ends_with("ly") && !may_modify(&word) && goes_with(tokens, next) && words < MODIFIERS {
            // `newly hired staff`, `two highly skilled crews`
            at = next;
            continue;
        }
        if matches!(word.as_str(), "class" | "series" | "type") && is_letter(tokens, next) {
            at = next + 1;
            continue;
        }
        if words < MODIFIERS && may_modify(&word) && joins_modifiers(tokens, next) {
            words += 1;
            at = next + 1;
            continue;
        }
        if lexicon::is(Class::Neutral, &word) && neutral < MODIFIERS {
            neutral += 1;
        } else if words < MODIFIERS && may_modify(&word) {
            words += 1;
        } else {
            return None;
        }
        at = next;
    }
}

/// `1.5 million Americans`: people, by the name of their nation.
fn nationals(tokens: &Tokens<'_>, i: usize) -> Option<Noun> {
    // `21 House Republicans`, `40 million African Americans`
    let led =
        matches!(tokens.word(i), "house" | "senate" | "african" | "native" | "asian" | "black" | "white" | "young");
    let i = i + usize::from(led && tokens.is_of(i + 1, Class::Nationals));
    let joined = matches!(tokens.word(i + 1), "and" | "or") && tokens.is_capital(i + 2);
    let head = !joined && !tokens.is_capital(i + 1) && proper::owner(tokens, i).is_none();
    let named = tokens.is_capital(i) && tokens.is_of(i, Class::Nationals) && head;
    named.then(|| Noun { singular: "person".to_owned(), next: i + 1 })
}

/// `a 300-room hotel`, `the 88-shop chain`, `a 5,000-strong workforce`: one noun in the singular that a hyphen joins to its
/// number and another follows.
fn hyphened(tokens: &Tokens<'_>, i: usize) -> Option<Noun> {
    let word = tokens.word(i + 1);
    // A flat of two beds is a kind of flat and tells no size.
    let sized = tokens.number(i.wrapping_sub(1)).len() > 1 || tokens.is_after(i, Class::Scale);
    let joined = sized && tokens.is(i, "-") && tokens.is_glued(i) && tokens.is_glued(i + 1) && !tokens.is(i + 2, "-");
    let singular = if word == "strong" { "person" } else { word };
    (joined && tokens.is_of(i + 1, Class::Hyphened)).then(|| Noun { singular: singular.to_owned(), next: i + 2 })
}

/// The lower-case word at token `i`, with what a hyphen joins to it, and the token after.
pub(super) fn part(tokens: &Tokens<'_>, i: usize) -> Option<(String, usize)> {
    let first = tokens.word(i);
    if first.is_empty()
        || tokens.is_capital(i) && !is_shouted(tokens, i)
        || tokens.is_of(i, Class::Stop) && !(tokens.is(i + 1, "-") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2))
        || (tokens.is_glued(i) && !tokens.is(i.wrapping_sub(1), "-"))
    {
        return None;
    }
    let mut word = first.to_owned();
    let mut next = i + 1;
    while tokens.is(next, "-")
        && tokens.is_glued(next)
        && tokens.is_glued(next + 1)
        && tokens.shape(next + 1) == Some(Shape::Word)
    {
        word.push('-');
        word.push_str(tokens.word(next + 1));
        next += 2;
    }
    let possessive = matches!(tokens.written(next), "'" | "’") && tokens.is_glued(next);
    (!possessive && word.len() > 1 && word.is_ascii()).then_some((word, next))
}

/// Whether the word at token `i` stands in capitals among capitals, as in a headline.
fn is_shouted(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = (2..=3).any(|n| i.checked_sub(n).is_some_and(|at| is_all_capitals(tokens, at)));
    let after = tokens.shape(i + 1).is_none() || is_all_capitals(tokens, i + 1);
    tokens.written(i).len() > 3 && is_all_capitals(tokens, i) && before && after
}

/// Whether token `i` is a word of two letters or more, all of them capitals.
pub(super) fn is_all_capitals(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.written(i);
    word.len() > 1 && tokens.shape(i) == Some(Shape::Word) && !word.chars().any(char::is_lowercase)
}

/// `class A shares`
fn is_letter(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.is_capital(i) && tokens.written(i).len() == 1 && !tokens.is_glued(i) && !tokens.is_glued(i + 1)
}

/// Whether `and` at token `i` joins two words before one noun: `60 local and international makers`.
fn joins_modifiers(tokens: &Tokens<'_>, i: usize) -> bool {
    let second = part(tokens, i + 1).filter(|(word, _)| tokens.word(i) == "and" && may_modify(word));
    second.is_some_and(|(_, next)| {
        (0..2)
            .try_fold(next, |at, _| {
                let (word, next) = part(tokens, at).ok_or(false)?;
                if is_plural(&word) { Err(!lexicon::is(Class::Change, &word)) } else { Ok(next) }
            })
            .err()
            .unwrap_or(false)
    })
}

/// Whether a word before a noun stands at token `i`, to which an adverb may belong.
fn goes_with(tokens: &Tokens<'_>, i: usize) -> bool {
    part(tokens, i).is_some_and(|(word, _)| may_modify(&word))
}

fn may_modify(word: &str) -> bool {
    let said = lexicon::entry(word);
    (!word.ends_with("ly") || said.is(Class::Frequent))
        && !said.is(Class::Unit)
        && (word == "edge" || !said.is(Class::Change))
        && !is_plural_strict(word)
}

/// Plural words are heads, unless they often stand before one.
fn is_plural_strict(word: &str) -> bool {
    is_plural(word) && !lexicon::is(Class::Compound, word)
}

/// Whether the plural `word` is itself before a plural noun: `sales offices`.
fn goes_on(tokens: &Tokens<'_>, word: &str, next: usize) -> bool {
    lexicon::is(Class::Compound, word)
        && part(tokens, next).is_some_and(|(word, _)| is_plural(&word) && !lexicon::is(Class::Change, &word))
}

/// Whether a lower-case word looks like a plural noun.
pub(super) fn is_plural(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    let said = lexicon::entry(last);
    if said.is(Class::Singular) || said.is(Class::Stop) {
        return false;
    }
    said.is(Class::Plural)
        || (last.len() > 3 && last.ends_with('s') && !["ss", "us", "sis", "nnis"].iter().any(|end| last.ends_with(end)))
}

/// The singular of an English plural noun.
pub(super) fn singular(plural: &str) -> String {
    let split = plural.rfind('-').map_or(0, |dash| dash + 1);
    let (head, last) = plural.split_at(split);
    let singular = match lexicon::irregular_singular(last) {
        Some(singular) => singular.to_owned(),
        None => regular_singular(last),
    };
    format!("{head}{singular}")
}

fn regular_singular(plural: &str) -> String {
    let cut = |n: usize| plural.get(..plural.len() - n).unwrap_or_default().to_owned();
    if plural.ends_with("ies") && plural.len() > 4 {
        return cut(3) + "y";
    }
    if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|end| plural.ends_with(end)) {
        return cut(2);
    }
    if plural.ends_with('s') { cut(1) } else { plural.to_owned() }
}

/// The plural of an English noun, so that [`singular`] gives it back.
pub(super) fn plural(noun: &str) -> String {
    let split = noun.rfind([' ', '-']).map_or(0, |gap| gap + 1);
    let (head, last) = noun.split_at(split);
    let y_after_consonant = last.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|end| last.ends_with(end));
    let plural = if let Some(plural) = lexicon::irregular_plural(last) {
        plural.to_owned()
    } else if y_after_consonant && last.len() > 2 {
        format!("{}ies", last.get(..last.len() - 1).unwrap_or_default())
    } else if ["ss", "sh", "ch", "x", "zz"].iter().any(|end| last.ends_with(end)) {
        format!("{last}es")
    } else {
        format!("{last}s")
    };
    format!("{head}{plural}")
}
