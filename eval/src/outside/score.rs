//! Scores of a set of cases: figures found, with the right value, with the right unit; cases without a fault.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{NUMBER, OutsideCase, OutsideFigure, OutsideFound, OutsideSet};
use crate::FigureValue;

/// Share by which two numbers may differ: those sets round to 15 digits.
const NEAR: f64 = 1e-9;
/// How far a number kept to two decimals is from the whole one at most.
const HALF_A_HUNDREDTH: f64 = 0.005;
/// Characters from which a number asked for has no end.
const ENDLESS: usize = 12;

/// Counts over the cases of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideScores {
    /// Cases.
    pub cases: usize,
    /// Cases in which every figure is right and none is too many.
    pub cases_right: usize,
    /// Figures asked for.
    pub figures: usize,
    /// Found: a byte is shared.
    pub span: usize,
    /// With the right value.
    pub value: usize,
    /// With the right value and unit.
    pub unit: usize,
    /// Figures that are not asked for, of units that the set asks for elsewhere.
    pub spurious: usize,
}

/// The heading of [`OutsideScores::row`].
const HEADING: &str = "set                                                  cases  right  figures   span  value  value and unit  spurious\n";

impl OutsideScores {
    /// Scores a set with what `found` tells of each text; then the faults, a line each.
    pub fn of(set: &OutsideSet, found: &dyn Fn(&str) -> Vec<OutsideFound>) -> (Self, String) {
        let asked = || set.cases.iter().flat_map(|case| &case.figures).flat_map(|figure| &figure.values);
        // Among figures with units a bare number is one of many that nobody asks for.
        let mixed = asked().any(|value| value.kind != NUMBER);
        let units = asked().filter(|value| !mixed || value.kind != NUMBER).map(|value| value.unit.as_str()).collect();
        let (mut scores, mut faults) = (Self::default(), String::new());
        for case in &set.cases {
            scores.add(case, &units, &found(&case.text), &mut faults);
        }
        (scores, faults)
    }

    fn add(&mut self, case: &OutsideCase, units: &BTreeSet<&str>, found: &[OutsideFound], faults: &mut String) {
        let before = (self.figures - self.unit, self.spurious);
        for figure in &case.figures {
            let near: Vec<&FigureValue> = found.iter().filter(|f| shares(figure, f)).map(|f| &f.value).collect();
            let any = |right: &dyn Fn(&FigureValue, &FigureValue) -> bool| {
                figure.values.iter().any(|value| near.iter().any(|found| right(value, found)))
            };
            let (value, unit) = (any(&same_number), any(&|a, b| same_number(a, b) && same_unit(a, b)));
            self.figures += 1;
            self.span += usize::from(!near.is_empty());
            self.value += usize::from(value);
            self.unit += usize::from(unit);
            if !unit {
                let _ = writeln!(faults, "missed   {}\n         for {}", figure.line(), listed(&near));
            }
        }
        for figure in found {
            let wanted = case.figures.iter().any(|of| shares(of, figure));
            if !wanted && units.contains(figure.value.unit.as_str()) {
                self.spurious += 1;
                let _ = writeln!(faults, "spurious {}", listed(&[&figure.value]));
            }
        }
        let is_right = before == (self.figures - self.unit, self.spurious);
        self.cases += 1;
        self.cases_right += usize::from(is_right);
        if !is_right {
            let _ = writeln!(faults, "      in `{}`", case.text);
        }
    }

    /// A table with a row for each of `sets`.
    pub fn table(sets: &[(String, Self)]) -> String {
        sets.iter().fold(HEADING.to_owned(), |table, (name, scores)| table + &scores.row(name))
    }

    fn row(&self, name: &str) -> String {
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
        format!(
            "{name:<52} {:>5}  {:>5.3}  {:>7}  {:>5.3}  {:>5.3}  {:>14.3}  {:>8}\n",
            self.cases,
            share(self.cases_right, self.cases),
            self.figures,
            share(self.span, self.figures),
            share(self.value, self.figures),
            share(self.unit, self.figures),
            self.spurious
        )
    }
}

impl OutsideFigure {
    fn line(&self) -> String {
        listed(&self.values.iter().collect::<Vec<_>>())
    }
}

fn listed(values: &[&FigureValue]) -> String {
    let one = |v: &&FigureValue| {
        let high = v.high.as_ref().map(|high| format!("..{high}")).unwrap_or_default();
        format!("{} {} {} {}{high}", v.kind, v.bound, v.unit, v.low)
    };
    values.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// Whether a figure stands where one is asked for, or the case does not tell where that is.
fn shares(figure: &OutsideFigure, found: &OutsideFound) -> bool {
    figure.place.is_none_or(|(start, end)| found.start < end && start < found.end)
}

/// Whether two values are one number or range; the bound of a single one counts for bare numbers, whose sets ask for it.
///
/// Of a range the upper end is right too where one number is asked for with its unit: their units know no ranges.
fn same_number(asked: &FigureValue, found: &FigureValue) -> bool {
    let bounds = asked.kind != NUMBER || asked.bound == "exact" || asked.bound == found.bound;
    let ends = match (&asked.high, &found.high) {
        (None, None) => near(&asked.low, &found.low),
        (Some(a), Some(b)) => near(&asked.low, &found.low) && near(a, b),
        (None, Some(high)) => asked.kind != NUMBER && near(&asked.low, high),
        (Some(_), None) => false,
    };
    ends && bounds
}

/// Whether two numbers are equal as far as they are written: shares without an end are kept to two decimals.
fn near(asked: &str, found: &str) -> bool {
    let (Ok(a), Ok(b)) = (asked.parse::<f64>(), found.parse::<f64>()) else { return false };
    let decimals = found.split_once('.').map_or(0, |(_, part)| part.len());
    (a - b).abs() <= NEAR * a.abs().max(b.abs())
        || decimals == 2 && (a - b).abs() <= HALF_A_HUNDREDTH && asked.len() > ENDLESS
}

fn same_unit(asked: &FigureValue, found: &FigureValue) -> bool {
    // A bare number may be read as a count of what follows it: `50 cars`.
    let counted = asked.kind == NUMBER && asked.bound == "exact" && asked.high.is_none();
    counted || (asked.kind == found.kind && asked.unit == found.unit)
}
