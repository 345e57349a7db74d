//! What part of a measure a figure is about: the word that narrows the measure or the count.
//!
//! Takes a line, the place of a figure and its metric; gives words of the line: `food` of `food sales`, `China` of `sales in
//! China`, `enterprise` of `1,400 enterprise customers`, `a barrel` after a price.

use crate::types::{Kind, is_stop_word};

use super::cue;
use super::line::{Item, Line};
use super::metric::Metric;

/// Words that narrow a measure and begin a phrase of the table of metrics.
const NARROWING: [&str; 22] = [
    "core",
    "adjusted",
    "underlying",
    "interim",
    "final",
    "special",
    "like-for-like",
    "comparable",
    "same-store",
    "organic",
    "net",
    "gross",
    "free",
    "asking",
    "average",
    "selling",
    "benchmark",
    "headline",
    "bad",
    "minimum",
    "base",
    "deposit",
];
/// Words before a measure that tell when, whose or how good it is and narrow nothing.
const IDLE: [&str; 46] = [
    "annual",
    "quarterly",
    "monthly",
    "weekly",
    "daily",
    "yearly",
    "half-year",
    "full-year",
    "first-half",
    "second-half",
    "first-quarter",
    "second-quarter",
    "third-quarter",
    "fourth-quarter",
    "record",
    "strong",
    "weak",
    "higher",
    "lower",
    "rising",
    "falling",
    "new",
    "latest",
    "previous",
    "expected",
    "reported",
    "more",
    "less",
    "some",
    "total",
    "overall",
    "combined",
    "its",
    "strong",
    "better",
    "worse",
    "flat",
    "own",
    "year",
    "quarter",
    "month",
    "week",
    "last",
    "similar",
    "sharp",
    "per",
];

/// The words of `line` that narrow what the figure at `figure` measures.
pub(super) fn of(line: &Line, figure: usize, metric: Option<Metric>) -> Option<String> {
    counted(line, figure).or_else(|| per_unit(line, figure, metric?)).or_else(|| narrowed(line, metric?))
}

/// What stands between number and noun: `1,400 enterprise customers`.
fn counted(line: &Line, figure: usize) -> Option<String> {
    if !matches!(line.places[figure].item, Item::Mention(_, Kind::Quantity)) {
        return None;
    }
    let words: Vec<&str> = line.places[figure].lower.split_whitespace().collect();
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                word,
                "million" | "billion" | "thousand" | "hundred" | "dozen" | "lakh" | "crore" | "to" | "and" | "a"
            )
    };
    let first = words.iter().rposition(|word| is_number(word))? + 1;
    let between = words.get(first..words.len().checked_sub(1)?)?;
    let idle = |word: &&&str| {
        IDLE.contains(word) || matches!(**word, "other" | "additional" | "nautical" | "square" | "cubic" | "per")
    };
    (!between.is_empty() && !between.iter().any(|word| idle(&word))).then(|| between.join(" "))
}

/// `a barrel` after a price.
fn per_unit(line: &Line, figure: usize, metric: Metric) -> Option<String> {
    let per = line.lower(figure + 1);
    let unit = line.places.get(figure + 2).filter(|unit| unit.lower.starts_with(char::is_alphabetic))?;
    let fits = matches!(metric.name, "price") && matches!(per, "a" | "an" | "per") && unit.item == Item::Word;
    let noun =
        !matches!(unit.lower.as_str(), "year" | "day" | "month" | "week" | "quarter" | "bid" | "deal" | "result");
    (fits && noun).then(|| format!("{per} {}", unit.lower))
}

/// The word before the measure, or the place after it.
fn narrowed(line: &Line, metric: Metric) -> Option<String> {
    let (from, to) = metric.word.filter(|_| metric.is_noun)?;
    // `net` of `net profit` is in the name of the measure.
    if to > from + 1 && NARROWING.contains(&line.lower(from)) && !metric.name.starts_with(line.lower(from)) {
        return Some(line.lower(from).to_owned());
    }
    if matches!(line.lower(to), "in" | "to")
        && let Some(Item::Mention(_, Kind::Place)) = line.places.get(to + 1).map(|place| place.item)
    {
        return Some(line.lower(to + 1).to_owned());
    }
    let before = line.places.get(from.checked_sub(1)?)?;
    let word = before.lower.as_str();
    let told = before.item == Item::Word && word.len() > 2 && !is_stop_word(word) && !IDLE.contains(&word);
    let change = word.ends_with("ed") && word != "adjusted"
        || word.ends_with("ing") && !matches!(word, "operating" | "underlying")
        || word.ends_with("ly");
    let number = word.starts_with(|c: char| c.is_ascii_digit());
    // `it sees revenue`, `he's worth`
    let verb = cue::is_verb(word) || word.contains(['\'', '’']);
    (told && !change && !number && !verb).then(|| word.to_owned())
}
