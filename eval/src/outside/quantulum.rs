//! The cases of quantulum3: `{"req", "res": [{"value", "unit", "surface", "uncertainty"}]}`; a range is its middle with half
//! its width as uncertainty.

use serde_json::Value as Json;

use super::recognizers::single;
use super::{BOUND, NUMBER, OutsideCase, OutsideFigure, unit};
use crate::FigureValue;

/// One case; `None` where `json` is none.
pub(super) fn case(json: &Json) -> Option<OutsideCase> {
    let text = json["req"].as_str()?;
    let mut from = 0;
    let figures = json["res"].as_array()?.iter().filter_map(|result| figure(text, &mut from, result)).collect();
    Some(OutsideCase { text: text.to_owned(), figures })
}

/// One result, whose words stand at or after byte `from`, which is moved behind them.
fn figure(text: &str, from: &mut usize, result: &Json) -> Option<OutsideFigure> {
    let (value, name) = (result["value"].as_f64()?, result["unit"].as_str()?);
    let surface = result["surface"].as_str().unwrap_or_default();
    let start = text.get(*from..)?.find(surface).map(|at| at + *from);
    *from = start.map_or(*from, |start| start + surface.len());
    let values = match (unit::dozens(name), name) {
        (Some(dozens), _) => vec![single(NUMBER, "", &(value * dozens).to_string())],
        (_, "dimensionless") => vec![single(NUMBER, "", &value.to_string())],
        (_, "percentage") => vec![single("percent", "percent", &value.to_string())],
        _ => unit::quantulum(name, &value.to_string()),
    };
    // An error (`± 0.01`) is written as a range is; it is small beside the value, and the value alone is right too.
    let half = result["uncertainty"].as_f64().filter(|half| *half > 0.0);
    let ranges = half.map(|half| ranged(&values, value, half)).unwrap_or_default();
    let is_error = half.is_none_or(|half| half * 50.0 < value.abs());
    let values = ranges.into_iter().chain(values.into_iter().filter(|_| is_error)).collect();
    Some(OutsideFigure { place: start.map(|start| (start, start + surface.len())), values })
}

fn ranged(values: &[FigureValue], middle: f64, half: f64) -> Vec<FigureValue> {
    let of = |value: &FigureValue| FigureValue {
        unit: if value.kind == NUMBER { BOUND.to_owned() } else { value.unit.clone() },
        bound: "range".to_owned(),
        low: (middle - half).to_string(),
        high: Some((middle + half).to_string()),
        ..value.clone()
    };
    values.iter().map(of).collect()
}
