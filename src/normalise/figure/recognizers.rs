//! Scores the grammar on the Recognizers-Text and quantulum3 cases, which lie beside the repository and not in it.
//!
//! Without them the tests pass after one line. The names of units in those sets are read by the grammar itself
//! (`7 miles`), so that no table of theirs is needed here.

use std::collections::BTreeSet;
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{FigureContext, find};
use crate::types::{Kind, Value};

/// The cases of `file` under `shared/data/figures`, `None` where the folder is not there.
fn cases(file: &str) -> Option<Vec<Json>> {
    #[expect(clippy::disallowed_methods, reason = "the set is not part of the repository")]
    let text = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(1)
        .find_map(|dir| std::fs::read_to_string(dir.join("shared/data/figures").join(file)).ok());
    if text.is_none() {
        eprintln!("skipped: no {file} in ../shared/data/figures");
    }
    serde_json::from_str(text?.trim_start_matches('\u{feff}')).expect("an array of cases")
}

/// Value (the upper end of a range, as Recognizers-Text has it) and unit of a figure; `None` for dates.
fn value_and_unit(value: &Value) -> Option<(Decimal, String)> {
    let (amount, unit) = match value {
        Value::Money(money) => (&money.amount, money.currency.clone().unwrap_or_default()),
        Value::Percent(percent) => (&percent.amount, format!("{:?}", percent.unit)),
        Value::Quantity(quantity) => (&quantity.amount, quantity.unit.clone()),
        _ => return None,
    };
    Some((amount.amount.or(amount.high)?.round_dp(6), unit))
}

fn figures(text: &str, kinds: &[Kind]) -> Vec<(Decimal, String)> {
    let found = find(text, &FigureContext::default());
    found.iter().filter(|m| kinds.contains(&m.kind)).filter_map(|m| value_and_unit(m.value.as_ref()?)).collect()
}

/// The unit the grammar reads in `7 name`.
fn unit_of(name: &str) -> String {
    let degrees = if matches!(name, "C" | "F") { format!("7 °{name}") } else { format!("7 {}", name.to_lowercase()) };
    let kinds = [Kind::Quantity, Kind::Money, Kind::Percent];
    figures(&degrees, &kinds).pop().map_or_else(|| name.to_lowercase(), |(_, unit)| unit)
}

/// The figures a case of Recognizers-Text expects, money and units by our codes.
fn expected(case: &Json) -> Vec<(Decimal, String)> {
    let results = case["Results"].as_array().into_iter().flatten();
    let read = |result: &Json| {
        let resolution = &result["Resolution"];
        let value: Decimal = resolution["value"].as_str()?.trim_end_matches('%').parse().ok()?;
        let unit = resolution["unit"].as_str().unwrap_or("Percent");
        let hundredth = matches!(unit, "Cent" | "Pence" | "Sen");
        let value = if hundredth { value / Decimal::ONE_HUNDRED } else { value };
        let unit = match (resolution["isoCurrency"].as_str(), unit) {
            (Some(code), _) => code.to_owned(),
            (None, "Percent") => unit.to_owned(),
            (None, "Age") => "year".to_owned(),
            (None, "Pound" | "Pence") if resolution["subtype"].is_null() => "GBP".to_owned(),
            (None, "Dollar" | "Cent") => "USD".to_owned(),
            (None, "Franc") => String::new(),
            (None, unit) => unit_of(unit),
        };
        Some((value.round_dp(6), unit))
    };
    results.filter_map(read).collect()
}

/// Share of the cases of `file` whose figures of `kinds` are all found with value and unit, and no other of those units.
fn share_right(file: &str, kinds: &[Kind]) -> Option<f64> {
    let cases = cases(file)?;
    let wanted: Vec<_> = cases.iter().map(expected).collect();
    let units: BTreeSet<&str> = wanted.iter().flatten().map(|(_, unit)| unit.as_str()).collect();
    let mut right = 0;
    for (case, wanted) in cases.iter().zip(&wanted) {
        let text = case["Input"].as_str().expect("an input");
        let mut got = figures(text, kinds);
        got.retain(|(_, unit)| units.contains(unit.as_str()));
        let missing = wanted.iter().any(|figure| !got.contains(figure));
        if missing || got.len() > wanted.len() {
            eprintln!("{file}: {text}\n  expected {wanted:?}\n  found    {got:?}");
        } else {
            right += 1;
        }
    }
    let share = f64::from(right) / cases.len() as f64;
    eprintln!("{file}: {right} of {} right, {share:.3}", cases.len());
    Some(share)
}

fn check(file: &str, kinds: &[Kind], floor: f64) {
    let Some(share) = share_right(file, kinds) else { return };
    assert!(share >= floor, "{file}: {share:.3} right, floor {floor}");
}

#[test]
fn currencies_are_read_as_recognizers_text_reads_them() {
    check("recognizers/NumberWithUnit/English/CurrencyModel.json", &[Kind::Money, Kind::Quantity], 0.95);
}

/// Two of the ten cases (`percent of 10`) say nothing that news says.
#[test]
fn percentages_are_read_as_recognizers_text_reads_them() {
    check("recognizers/Number/English/PercentModel.json", &[Kind::Percent], 0.8);
}

#[test]
fn dimensions_are_read_as_recognizers_text_reads_them() {
    check("recognizers/NumberWithUnit/English/DimensionModel.json", &[Kind::Quantity], 0.9);
    check("recognizers/NumberWithUnit/English/AgeModel.json", &[Kind::Quantity], 0.95);
    check("recognizers/NumberWithUnit/English/TemperatureModel.json", &[Kind::Quantity], 0.9);
}

/// Money, percentages and quantities with a unit of quantulum3; numbers without one are no figures here, and exotic
/// units of physics (inverse femtobarn) are not in the table.
#[test]
fn quantities_are_read_as_quantulum_reads_them() {
    let Some(cases) = cases("quantulum3/tests/quantities.json") else { return };
    let (mut right, mut all) = (0, 0);
    for case in &cases {
        let got = figures(case["req"].as_str().expect("a text"), &[Kind::Money, Kind::Percent, Kind::Quantity]);
        for result in case["res"].as_array().into_iter().flatten() {
            let unit = result["unit"].as_str().unwrap_or("dimensionless");
            if matches!(unit, "dimensionless" | "dozen" | "gross" | "baker's dozen") {
                continue;
            }
            all += 1;
            let half_range = result["uncertainty"].as_f64().unwrap_or(0.0);
            let value = result["value"]
                .as_f64()
                .map(|middle| middle + half_range)
                .and_then(|value| Decimal::try_from(value).ok());
            let value = value.map(|v| if matches!(unit, "cent" | "penny") { v / Decimal::ONE_HUNDRED } else { v });
            let unit = unit_of(unit.split(" per ").next().filter(|base| base.starts_with("dollar")).unwrap_or(unit));
            right +=
                usize::from(got.iter().any(|(found, of)| Some(*found) == value.map(|v| v.round_dp(6)) && *of == unit));
        }
    }
    eprintln!("quantulum3: {right} of {all}");
    assert!(right * 100 >= all * 70, "{right} of {all}");
}
