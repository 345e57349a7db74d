//! Reads a text stretch by stretch, and numbers that count what the stretch before counted: `41,286 vehicles in May. Of
//! those, 6,120 went abroad`, `40 new hospitals. Eleven of them are wings`.
//!
//! Takes stretches of a text with their places, in order; gives the figures of all of them.

use rust_decimal::Decimal;

use crate::types::{Bound, Mention, Value};

use super::bare::quantity;
use super::bound::{self, Reach};
use super::loose::{Told, counts};
use super::token::Tokens;
use super::{FigureContext, find_after, mention, number, piece};

/// The figures of `stretches`, sentences as a rule, each with the byte it begins at; spans count from there.
pub fn find_each<'t>(stretches: impl IntoIterator<Item = (usize, &'t str)>, context: &FigureContext) -> Vec<Mention> {
    let mut all = Vec::new();
    let mut counted: Option<String> = None;
    let mut told = Told::default();
    for (start, text) in stretches {
        let mut found = find_after(text, context, Some(&told));
        if let Some(unit) = counted.filter(|_| points_back(text)) {
            add(text, &unit, &mut found);
        }
        told.hear(&found);
        counted = found.iter().rev().find_map(counts).map(str::to_owned);
        all.extend(found.into_iter().map(|mention| Mention { span: mention.span.shifted(start), ..mention }));
    }
    all
}

/// Words that point back at what was counted.
const BACK: [&str; 3] = ["them", "those", "these"];
/// Verbs of which a number alone may be the subject: `About 18,500 were sold`.
const HELPS: [&str; 7] = ["were", "are", "have", "had", "will", "remain", "remained"];

fn points_back(text: &str) -> bool {
    let counts = |word: &str| {
        text.match_indices(word).any(|(at, _)| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
    };
    BACK.iter().any(|word| text.contains(word)) || HELPS.iter().any(|word| counts(word))
}

/// Adds the numbers of `unit` that `text` tells by pointing back, where no figure stands yet.
fn add(text: &str, unit: &str, found: &mut Vec<Mention>) {
    let lower = text.to_ascii_lowercase();
    let tokens = Tokens::of(text, &lower);
    let those = |at: usize| BACK.contains(&tokens.word(at));
    let opens = (0..3).find(|at| tokens.word(*at) == "of" && those(at + 1)).map(|at| at + 2);
    for i in 0..tokens.len() {
        let Some(number) = number::read(&tokens, i).filter(|number| number.mantissa.is_integer()) else { continue };
        let first = bound::start(&tokens, i);
        // `Of those, at least 120 went`; not `of those in May`.
        let begins = opens.is_some_and(|at| first == at + usize::from(tokens.is(at, ",")) && tokens.is(at, ","));
        let parts = tokens.word(number.next) == "of" && those(number.next + 1) && ends(&tokens, number.next + 2);
        let clause = first == 0 || tokens.is(first - 1, ",") || matches!(tokens.word(first - 1), "that" | "and");
        let several =
            number.digits && tokens.number(i).len() > 1 && !(number.next == i + 1 && piece::is_year(tokens.number(i)));
        let subject = clause && several && HELPS.contains(&tokens.word(number.next));
        let covers =
            |other: &Mention| other.span.start() < tokens.end(number.next - 1) && tokens.start(i) < other.span.end();
        let is_loose =
            |other: &Mention| matches!(&other.value, Some(Value::Quantity(quantity)) if quantity.unit.is_empty());
        let free = !found.iter().any(|other| covers(other) && !is_loose(other));
        let Some(value) = number.value().filter(|value| *value > Decimal::ONE && (begins || parts || subject) && free)
        else {
            continue;
        };
        let bound: Bound = bound::of(&tokens, Reach { first: i, next: number.next, is_time: false });
        found.retain(|other| !covers(other));
        found.extend(mention(&tokens, i, number.next, quantity(value, bound, unit)));
        found.sort_by_key(|mention| mention.span);
        return;
    }
}

/// Whether no noun follows `them` or `those` at token `i`: not `two of those cases`.
fn ends(tokens: &Tokens<'_>, i: usize) -> bool {
    super::noun::read(tokens, i).is_none()
}
