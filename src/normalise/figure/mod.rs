//! Figures of English news: money, percent, quantity and date with exact values.
//!
//! Takes the text of a document or sentence and a [`FigureContext`]; gives [`Mention`]s in order, without overlaps,
//! with spans in bytes of that text. A grammar in one pass from left to right, in linear time; every number is an
//! exact decimal and whatever does not fit one is left out. Knows no models, entities or other documents.
//!
//! A span covers number and measure, not the words that bound it: `more than $5 million` gives `$5 million`, bound
//! `over`. A range is one mention over both ends. A conversion in brackets is a mention of its own.
//!
//! ```
//! use wirebrief::normalise::figure::{FigureContext, find};
//!
//! let text = "Norvale Foods bought 12 plants for more than €1.2bn.";
//! let found: Vec<_> = find(text, &FigureContext::default()).iter().filter_map(|m| m.span.slice(text)).collect();
//! assert_eq!(found, ["12 plants", "€1.2bn"]);
//! ```

mod across;
mod amount;
mod bare;
mod bound;
mod calendar;
mod comparison;
mod compound;
mod context;
mod currency;
mod date;
mod echo;
mod elided;
mod fnv;
mod fraction;
mod letter;
mod lexicon;
mod loose;
mod mixed;
mod multiple;
mod noun;
mod number;
mod people;
mod percent;
mod piece;
mod plain;
mod point;
mod power;
mod print;
mod proper;
mod quake;
mod ratio;
mod relative;
mod share;
mod sign;
mod tally;
mod token;
mod unit;

#[cfg(test)]
mod tests;

pub use across::find_each;
pub use context::FigureContext;
pub use plain::{Number, numbers};
pub use print::{parse, print};

use crate::types::{Kind, Mention, Span, Value};

use lexicon::Class;
use token::{Shape, Tokens};

/// The figures of `text`, in order, without overlaps.
pub fn find(text: &str, context: &FigureContext) -> Vec<Mention> {
    find_after(text, context, None)
}

/// The figures of `text`, which is a stretch of a longer one that `told` so much before.
fn find_after(text: &str, context: &FigureContext, told: Option<&loose::Told>) -> Vec<Mention> {
    let lower = text.to_ascii_lowercase();
    let tokens = Tokens::of(text, &lower);
    let mut mentions = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if let Some(next) = percent::quote(&tokens, i) {
            i = next;
            continue;
        }
        let found = (may_start(&tokens, i) || letter::before(&tokens, i, context).is_some())
            .then(|| at(&tokens, i, context, &mentions))
            .flatten();
        let Some(found) = found else {
            i += 1;
            continue;
        };
        let spans = found.figures.into_iter();
        mentions.extend(spans.filter_map(|(first, next, value)| mention(&tokens, first, next, value)));
        i = found.next.max(i + 1);
    }
    if let Some(told) = told {
        loose::add(&tokens, told, context, &mut mentions);
    }
    echo::settle(text, &mut mentions);
    point::settle(text, &mut mentions);
    amount::bound_conversions(text, &mut mentions);
    mentions
}

/// The figures at token `i`; `before` are those up to it.
fn at(tokens: &Tokens<'_>, i: usize, context: &FigureContext, before: &[Mention]) -> Option<amount::Found> {
    let told = multiple::read(tokens, i)
        .or_else(|| amount::named(tokens, i))
        .or_else(|| ratio::split(tokens, i))
        .or_else(|| share::fraction(tokens, i));
    if told.is_some() {
        return told;
    }
    let date = || date::read(tokens, i, context);
    let is_word = tokens.shape(i) == Some(Shape::Word);
    if let Some(found) = is_word.then(date).flatten() {
        return Some(found);
    }
    let piece = piece::read(tokens, i, context);
    let measured = piece.as_ref().and_then(|piece| amount::measured(tokens, piece, context));
    let plain = piece.filter(|piece| piece.measure.is_none() && !piece.is_negative);
    measured
        .or_else(|| amount::counted(tokens, plain.as_ref()?, context))
        .or_else(|| (!is_word).then(date)?)
        .or_else(|| bare::read(tokens, i, plain.as_ref(), context, before))
}

/// Whether any figure can begin at token `i`: what most tokens fail at little cost.
fn may_start(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.shape(i) {
        Some(Shape::Number) => true,
        Some(Shape::Word) => {
            let opens = match tokens.word(i) {
                // A word of the table because what is told by a number behind it is no name; by itself it tells none.
                "the" => false,
                "a" | "an" => number::takes_article(tokens, i + 1) || relative::is_ago(tokens, i + 1),
                _ => tokens.is_of(i, Class::Start),
            };
            opens || currency::may_start(tokens, i) || multiple::may_start(tokens, i) || share::may_head(tokens, i)
        }
        Some(Shape::Mark) => {
            piece::sign_len(tokens, i) > 0 || currency::may_start(tokens, i) || number::is_glyph(tokens, i)
        }
        None => false,
    }
}

fn mention(tokens: &Tokens<'_>, first: usize, next: usize, value: Value) -> Option<Mention> {
    let kind = match value {
        Value::Money(_) => Kind::Money,
        Value::Percent(_) => Kind::Percent,
        Value::Quantity(_) => Kind::Quantity,
        Value::Date(_) => Kind::Date,
        Value::Regulation(_) | Value::Company(_) => return None,
    };
    let span = Span::new(tokens.start(first), tokens.end(next.checked_sub(1)?)).ok()?;
    Some(Mention { kind, span, score: 1.0, entity: None, value: Some(value), about: None })
}
