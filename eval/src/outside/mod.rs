//! Cases of other programs' tests of figures: Recognizers-Text (English models) and quantulum3.
//!
//! Takes their JSON; gives texts with the figures in them, written as our gold writes them, so that they can be compared
//! with what the program finds. The cases stay where they are: none of them is part of the repository.
//!
//! Where their conventions are not ours: a unit without a number (`dollar`) is no figure and is not asked for. A plain
//! `dollar` there is of no country; here it is right as US dollars and as money of no known currency. Hundredths (`pence`)
//! are whole money here. A span there holds the words that bound a figure, so spans need only share a byte. Bare numbers,
//! which are no figures here, are compared with the plain numbers of the grammar; ordinals are not asked for.

mod quantulum;
mod recognizers;
mod score;
mod unit;

pub use score::OutsideScores;

use serde_json::Value as Json;

use crate::{FigureValue, GoldError};

/// The kind of numbers that measure nothing, beside those of [`FigureValue`].
const NUMBER: &str = "number";
/// What stands for the unit of numbers that are bound, so that a set of ranges asks for no others.
const BOUND: &str = "bound";

/// One text with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideCase {
    /// The text.
    pub text: String,
    /// The figures in order; of a set of numbers, the numbers.
    pub figures: Vec<OutsideFigure>,
}

/// One figure a case asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideFigure {
    /// Bytes, where the case tells them.
    pub place: Option<(usize, usize)>,
    /// Right values, at least one.
    pub values: Vec<FigureValue>,
}

/// One figure or plain number as the program reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideFound {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it says.
    pub value: FigureValue,
}

impl OutsideFound {
    /// A number at `place` that measures nothing, with the bound and ends of `value`.
    pub fn number((start, end): (usize, usize), value: FigureValue) -> Self {
        let unit = if value.bound == "exact" { "" } else { BOUND };
        Self { start, end, value: FigureValue { kind: NUMBER.to_owned(), unit: unit.to_owned(), ..value } }
    }
}

/// The cases of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideSet {
    /// Name of the file.
    pub file: String,
    /// Its cases.
    pub cases: Vec<OutsideCase>,
}

/// The cases of `text`, the content of `file`; `None` where it holds other things (ordinals, lists of units).
pub fn parse_outside(file: &str, text: &str) -> Result<Option<OutsideSet>, GoldError> {
    let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|source| GoldError::Json {
        file: file.to_owned(),
        line: source.line(),
        source,
    })?;
    let Some(all) = json.as_array() else { return Ok(None) };
    let read = |case: &Json| recognizers::case(case).or_else(|| quantulum::case(case));
    let cases: Option<Vec<OutsideCase>> = all.iter().map(read).collect();
    let cases = cases.filter(|cases| cases.iter().any(|case| !case.figures.is_empty()));
    Ok(cases.map(|cases| OutsideSet { file: file.to_owned(), cases }))
}

#[cfg(test)]
mod tests;
