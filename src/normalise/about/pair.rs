//! How a figure lies to the one before it in a line: the same in another money, the same in other units, what it led to,
//! or what it was before.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::types::{Direction, Kind, Mention, Value};

use super::line::{Item, Line};

/// Whether the figure at `place` gives the money before it in another currency: `41.6 billion yuan ($6.15 billion)`.
pub(super) fn is_conversion(line: &Line, before: usize, place: usize, mentions: &[Mention]) -> bool {
    let money = |at: usize| match line.places[at].item {
        Item::Mention(idx, Kind::Money) => match &mentions[idx].value {
            Some(Value::Money(money)) => money.currency.clone(),
            _ => None,
        },
        _ => None,
    };
    let between = &line.places[before + 1..place];
    let bracket = between.iter().any(|place| place.lower == "(") && between.iter().all(|place| place.lower != ")");
    let or = matches!(between, [comma, or] if comma.lower == "," && or.lower == "or")
        || matches!(between, [or] if or.lower == "or");
    (bracket && between.len() <= 4 || or) && matches!((money(before), money(place)), (Some(a), Some(b)) if a != b)
}

/// Whether the figure at `place` says the one before it in other units: `$1.12, or 1.6%`.
pub(super) fn is_twin(line: &Line, before: usize, place: usize) -> bool {
    let between: Vec<&str> = line.places[before + 1..place].iter().map(|place| place.lower.as_str()).collect();
    if between == ["("] {
        return true;
    }
    // `fell $5.26 per share, or over 46%`
    let or = between.iter().position(|word| *word == "or");
    or.is_some_and(|or| {
        matches!(between[..or], [] | [","] | ["a" | "per", "share"] | ["a" | "per", "share", ","])
            && between[or + 1..].iter().all(|word| TWINS.contains(word))
    })
}

/// Words that bound the second of two figures that are one.
const TWINS: [&str; 9] = ["about", "over", "nearly", "almost", "roughly", "approximately", "around", "more", "than"];

/// Whether the figure at `before` leads to the one at `place` with no more than a mark and small words: `0.7%, to end at`.
pub(super) fn leads_to(line: &Line, before: usize, place: usize) -> bool {
    let leads = |word: &str| {
        matches!(
            word,
            "," | "at" | "to" | "end" | "ended" | "close" | "closed" | "finish" | "settle" | "stand" | "trade"
        )
    };
    let between = &line.places[before + 1..place];
    (1..=4).contains(&between.len()) && between.iter().all(|place| leads(&place.lower))
}

/// The way from `earlier` to `now`, where both are exact numbers of one unit.
pub(super) fn change(earlier: &Value, now: &Value) -> Option<Direction> {
    let one_unit = match (earlier, now) {
        (Value::Money(a), Value::Money(b)) => a.currency == b.currency,
        (Value::Percent(a), Value::Percent(b)) => a.unit == b.unit,
        (Value::Quantity(a), Value::Quantity(b)) => a.unit == b.unit,
        _ => false,
    };
    let (earlier, now) = (earlier.amount()?.amount?, now.amount()?.amount?);
    // A profit and the profit a share are of one unit too.
    let ratio = now.checked_div(earlier)?;
    let near = ratio < Decimal::TEN && ratio > Decimal::new(1, 1);
    match now.cmp(&earlier) {
        _ if !one_unit || !near => None,
        Ordering::Greater => Some(Direction::Rose),
        Ordering::Less => Some(Direction::Fell),
        Ordering::Equal => None,
    }
}
