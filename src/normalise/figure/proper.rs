//! Reads names where counted nouns stand: names that say whose or which the things are (`900,000 Danish homes`, `32 Boeing
//! jets`, `180 K2 tanks`), and names in the plural that are counted themselves (`96,000 GPUs`, `147 A320s`, `240,000 Jeeps`).
//!
//! Takes tokens and a place behind a number; gives the noun, or the token after the name. Knows nothing of numbers but
//! that one stands before.

use super::lexicon::Class;
use super::noun::{self, Noun};
use super::token::{Shape, Tokens};
use super::{currency, lexicon, unit};

/// Words of a name before a counted noun at most.
const NAME: usize = 3;

/// Words that end the name of a street.
const STREETS: [&str; 10] =
    ["street", "avenue", "road", "drive", "lane", "boulevard", "broadway", "place", "square", "terrace"];

/// The token after names at token `i` that say whose or which the things are. A plural in lower case has to follow, with
/// at most one word before it.
pub(super) fn owner(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let mut next = i;
    while next < i + NAME
        && let Some(end) = name(tokens, next)
    {
        next = end;
    }
    if next == i + 1 && tokens.word(next) == "and" && is_name(tokens, next + 1) {
        next += 2;
    }
    // `850 Lake Shore Drive offers`: an address and a verb.
    let street = (i..next).any(|at| STREETS.contains(&tokens.word(at)));
    // `on 3 March German workers`
    let day = (1..=2).contains(&tokens.number(i.wrapping_sub(1)).len());
    let dated = day && tokens.is_of(i, Class::Month);
    let (head, end) = noun::part(tokens, next).filter(|_| next > i && !street && !dated)?;
    let is_head = |word: &str| noun::is_plural(word) && !lexicon::is(Class::Change, word);
    let then = || noun::part(tokens, end).is_some_and(|(head, _)| is_head(&head));
    (is_head(&head) || !lexicon::is(Class::Change, &head) && then()).then_some(next)
}

/// The token after one word of a name at token `i`.
fn name(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let next = model(tokens, i)
        .or_else(|| numbered(tokens, i))
        .or_else(|| (is_name(tokens, i) || is_initials(tokens, i)).then_some(i + 1))?;
    let hyphen = tokens.is(next, "-") && tokens.is_glued(next) && tokens.is_glued(next + 1);
    let next = if hyphen && tokens.shape(next + 1) == Some(Shape::Word) { next + 2 } else { next };
    let possessive = matches!(tokens.written(next), "'" | "’") && tokens.is_glued(next);
    (!possessive).then_some(next)
}

/// `343,053 GVC shares`, `12 US states`: a few capitals among lower-case words.
fn is_initials(tokens: &Tokens<'_>, i: usize) -> bool {
    let few = (2..=5).contains(&tokens.written(i).len()) && noun::is_all_capitals(tokens, i);
    let apart = !noun::is_all_capitals(tokens, i + 1) && !tokens.is_glued(i) && !tokens.is_glued(i + 1);
    few && apart && currency::after(tokens, i).is_none() && unit::short(tokens.written(i)).is_none()
}

fn is_name(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.written(i);
    tokens.shape(i) == Some(Shape::Word)
        && tokens.is_capital(i)
        && (word.len() > 2 || word.len() == 2 && tokens.is(i + 1, "-"))
        && word.chars().any(char::is_lowercase)
        && !tokens.is_glued(i)
        && !tokens.is_sentence_start(i)
}

/// The token after the name of a model at token `i`, letters and digits without a space: `K2`, `F-16`, `E195-E2`.
fn model(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let letters = tokens.shape(i) == Some(Shape::Word) && tokens.is_capital(i) && tokens.written(i).len() <= 4;
    let mut next = i + 1;
    let mut digits = false;
    while tokens.is_glued(next)
        && (tokens.shape(next) != Some(Shape::Mark) || tokens.is(next, "-") && tokens.is_glued(next + 1))
    {
        digits = digits || tokens.shape(next) == Some(Shape::Number);
        next += 1;
    }
    (letters && digits && !tokens.is_glued(i)).then_some(next)
}

/// The token after a name and the number of its kind: `Galaxy 7 phones`.
fn numbered(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let number = tokens.number(i + 1);
    let short = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let free = !tokens.is_glued(i + 1) && !tokens.is_glued(i + 2);
    (short && free && is_name(tokens, i) && noun::is_plural(tokens.word(i + 2)) && !tokens.is_of(i, Class::Month))
        .then_some(i + 2)
}

/// A name in the plural at token `i` that is counted itself.
pub(super) fn plural(tokens: &Tokens<'_>, i: usize) -> Option<Noun> {
    let counted = |words: &str, next: usize| {
        let singular = words.strip_suffix('s')?.to_lowercase();
        Some(Noun { singular, next })
    };
    if let Some(next) = model(tokens, i) {
        let words: String = (i..next).map(|at| tokens.written(at)).collect();
        return counted(&words, next).filter(|_| tokens.word(next - 1).ends_with('s'));
    }
    // `2,723,353 Ordinary Shares`
    let titled = tokens.number(i.wrapping_sub(1)).contains(',') && is_name(tokens, i) && tokens.is_capital(i + 1);
    if titled && tokens.is_of(i + 1, Class::People) {
        return Some(Noun { singular: noun::singular(tokens.word(i + 1)), next: i + 2 });
    }
    let word = tokens.written(i);
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 1 && tokens.shape(i) == Some(Shape::Word))?;
    // `GPUs`, `CEOs`
    let letters = stem.chars().all(|letter| letter.is_ascii_uppercase());
    // `240,000 Jeeps`: of a round number names count, of a small one (`12 Angels`) they may be part of a name.
    let large = tokens.number(i.wrapping_sub(1)).contains(',');
    let ends = !tokens.is_capital(i + 1) && !tokens.is_glued(i + 1) || tokens.shape(i + 1) == Some(Shape::Mark);
    let possessive = matches!(tokens.written(i + 1), "'" | "’");
    let brand = large && is_name(tokens, i) && noun::is_plural(tokens.word(i)) && !stem.ends_with('s');
    (ends && !possessive && !tokens.is_glued(i) && (letters || brand)).then(|| counted(word, i + 1))?
}
