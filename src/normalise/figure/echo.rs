//! Settles what a bare `cents` or `dollars` is of, where another figure of its sentence says it: `73.25 US cents, up from
//! 73.15 cents`.
//!
//! Takes a text and its figures; rewrites the currency of the bare one.

use super::lexicon::{self, Class};
use crate::types::{Mention, Value};

/// Nouns of money that several countries share.
const SHARED: [&str; 14] = [
    "dollar", "dollars", "cent", "cents", "pound", "pounds", "franc", "francs", "rupee", "rupees", "peso", "pesos",
    "crown", "crowns",
];

/// Gives bare nouns the currency of the last figure of their sentence that bears the same noun with a word before it.
pub(super) fn settle(text: &str, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let this = &mut rest[0];
        let Some((noun, true)) = noun(text, this) else { continue };
        let start = this.span.start();
        let same_sentence = |other: &&Mention| !text.get(other.span.end()..start).is_some_and(ends_sentence);
        let said = before.iter().rev().take_while(same_sentence).find_map(|other| match self::noun(text, other)? {
            (other_noun, false) if singular(other_noun) == singular(noun) => currency(other),
            _ => None,
        });
        if let (Some(code), Some(Value::Money(money))) = (said, &mut this.value) {
            money.currency = Some(code);
        }
    }
}

fn ends_sentence(between: &str) -> bool {
    between.contains(". ") || between.contains('\n')
}

fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').unwrap_or(noun)
}

fn currency(mention: &Mention) -> Option<String> {
    match &mention.value {
        Some(Value::Money(money)) => money.currency.clone(),
        _ => None,
    }
}

/// The shared noun that a figure of money ends with, and whether nothing but the number stands before it.
fn noun<'t>(text: &'t str, mention: &Mention) -> Option<(&'t str, bool)> {
    let words = mention.span.slice(text).filter(|_| matches!(mention.value, Some(Value::Money(_))))?;
    let noun = words.rsplit([' ', '-']).next().filter(|word| SHARED.contains(word))?;
    let rest = words[..words.len() - noun.len()].trim_end_matches([' ', '-']);
    let last = rest.rsplit([' ', '-']).next()?;
    let word = lexicon::entry(last);
    let is_scale = word.is(Class::Scale) || word.is(Class::Unit);
    Some((noun, is_scale || last.ends_with(|c: char| c.is_ascii_digit())))
}
