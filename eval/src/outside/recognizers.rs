//! The cases of Recognizers-Text: `{"Input", "Results": [{"TypeName", "Start", "End", "Resolution"}]}`, offsets in
//! characters, the last one included.

use serde_json::Value as Json;

use super::{BOUND, NUMBER, OutsideCase, OutsideFigure, unit};
use crate::FigureValue;

/// One case; `None` where `json` is none, or of a model that is not scored.
pub(super) fn case(json: &Json) -> Option<OutsideCase> {
    let text = json["Input"].as_str()?;
    let results = json["Results"].as_array()?;
    if results.iter().any(|result| result["TypeName"].as_str().is_some_and(|name| name.starts_with("ordinal"))) {
        return None;
    }
    let figures = results.iter().filter_map(|result| figure(text, result)).collect();
    Some(OutsideCase { text: text.to_owned(), figures })
}

/// One result; `None` where it is a unit without a number.
fn figure(text: &str, result: &Json) -> Option<OutsideFigure> {
    let of = &result["Resolution"];
    let value = of["value"].as_str().filter(|value| *value != "null")?;
    let name = of["unit"].as_str().unwrap_or_default();
    let values = match result["TypeName"].as_str()? {
        "percentage" => vec![single("percent", "percent", value.trim_end_matches('%'))],
        "currency" => unit::money(name, of["isoCurrency"].as_str(), value),
        "number" => vec![single(NUMBER, "", value)],
        "numberrange" => vec![range(value)?],
        _ => vec![single("quantity", &unit::symbol(name), value)],
    };
    Some(OutsideFigure { place: place(text, result), values })
}

fn place(text: &str, result: &Json) -> Option<(usize, usize)> {
    let byte = |at: u64| text.char_indices().nth(at as usize).map_or(text.len(), |(byte, _)| byte);
    Some((byte(result["Start"].as_u64()?), byte(result["End"].as_u64()? + 1)))
}

/// One number without a bound.
pub(super) fn single(kind: &str, unit: &str, number: &str) -> FigureValue {
    FigureValue {
        kind: kind.to_owned(),
        unit: unit.to_owned(),
        bound: "exact".to_owned(),
        low: number.to_owned(),
        high: None,
    }
}

/// `[20,30)`, `(100,)`, `(,30]`, `[5,5]`: an end that is open is over or under the number, one that is closed at it.
fn range(written: &str) -> Option<FigureValue> {
    let (low, high) = written.get(1..written.len().checked_sub(1)?)?.split_once(',')?;
    let bound = match (low, high) {
        ("", _) => {
            if written.ends_with(']') {
                "at_most"
            } else {
                "under"
            }
        }
        (_, "") => {
            if written.starts_with('[') {
                "at_least"
            } else {
                "over"
            }
        }
        (low, high) if low == high => "exact",
        _ => "range",
    };
    let (low, high) = if low.is_empty() { (high, "") } else { (low, high) };
    let high = (bound == "range").then(|| high.to_owned());
    Some(FigureValue { bound: bound.to_owned(), high, ..single(NUMBER, BOUND, low) })
}
