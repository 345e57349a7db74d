//! Prints values the way briefs show them, and reads the print back.
//!
//! `CNY 41.6 billion`, `at least 38%`, `USD 5–7 billion`, `2,500 barrels`, `2026-01-01/2026-03-31`.
//! For money with a currency, percentages and quantities `parse(print(value)) == value`.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::types::{Amount, Bound, DateRange, PercentUnit, Quantity, Value};

use super::{FigureContext, find, multiple, noun, unit};

/// Scales in words, largest first.
const SCALES: [(u32, &str); 3] = [(12, " trillion"), (9, " billion"), (6, " million")];

/// Most decimals shown before a scale word; longer numbers are written out.
const SCALED_DECIMALS: u32 = 3;

/// `value` in words and digits for people; `None` for names, which are no figures.
pub fn print(value: &Value) -> Option<String> {
    match value {
        Value::Money(money) => {
            let currency = money.currency.as_deref().map_or_else(String::new, |code| format!("{code} "));
            Some(amount(&money.amount, |number| format!("{currency}{}", cents(number))))
        }
        Value::Percent(percent) => {
            Some(amount(&percent.amount, |number| format!("{number}{}", percent_unit(percent.unit))))
        }
        Value::Quantity(quantity) => {
            let is_multiple = quantity.unit == multiple::UNIT;
            Some(amount(&quantity.amount, |number| {
                if is_multiple && !number.contains(' ') {
                    format!("{number}x")
                } else {
                    format!("{number} {}", unit_name(quantity)).trim_end().to_owned()
                }
            }))
        }
        Value::Date(range) => Some(date(range)),
        Value::Regulation(_) | Value::Company(_) => None,
    }
}

/// The one money, percentage or quantity that `printed` is the print of.
pub fn parse(printed: &str) -> Option<Value> {
    let mentions = find(printed, &FigureContext::default());
    let [mention] = mentions.as_slice() else { return None };
    mention.value.clone()
}

fn percent_unit(unit: PercentUnit) -> &'static str {
    match unit {
        PercentUnit::Percent => "%",
        PercentUnit::PercentagePoint => " percentage points",
        PercentUnit::BasisPoint => " basis points",
    }
}

fn unit_name(quantity: &Quantity) -> String {
    let one = quantity.amount.amount.is_some_and(|n| n == Decimal::ONE);
    let is_symbol = unit::is_known(&quantity.unit) && !unit::is_time(&quantity.unit);
    if one || is_symbol || quantity.unit.is_empty() { quantity.unit.clone() } else { noun::plural(&quantity.unit) }
}

fn amount(amount: &Amount, whole: impl Fn(&str) -> String) -> String {
    if let (Some(low), Some(high)) = (amount.low, amount.high) {
        return whole(&range(low, high));
    }
    let number = amount.amount.map_or_else(String::new, |n| scaled(n).join(""));
    format!("{}{}", bound(amount.bound), whole(&number))
}

/// Prices have two decimals: `31.50`, not `31.5`; amounts with a scale word are left as they are.
fn cents(number: &str) -> String {
    if number.contains(' ') {
        return number.to_owned();
    }
    let whole = |end: &str| match end.rsplit_once('.') {
        Some((_, tenths)) if tenths.len() == 1 => format!("{end}0"),
        _ => end.to_owned(),
    };
    number.split('–').map(whole).collect::<Vec<_>>().join("–")
}

/// `5–7 billion`: a scale both share is said once, and never only at the end, where it would count for both.
fn range(low: Decimal, high: Decimal) -> String {
    let ([low_number, low_scale], [high_number, high_scale]) = (scaled(low), scaled(high));
    if low.is_sign_negative() {
        return format!("{} to {}", separated(low), separated(high));
    }
    match (low_scale.is_empty(), low_scale == high_scale) {
        (_, true) => format!("{low_number}–{high_number}{high_scale}"),
        (true, false) => format!("{low_number}–{}", separated(high)),
        (false, false) => format!("{low_number}{low_scale}–{high_number}{high_scale}"),
    }
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact | Bound::Range => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
        Bound::Over => "more than ",
        Bound::Under => "less than ",
    }
}

/// Digits with thousands separators, and a scale word from a million on.
fn scaled(number: Decimal) -> [String; 2] {
    for (exponent, word) in SCALES {
        let scaled = number.checked_div(super::number::power(exponent)).map(|n| n.normalize());
        if let Some(scaled) =
            scaled.filter(|n| n.abs() >= Decimal::ONE && n.scale() <= SCALED_DECIMALS && exact(*n, exponent, number))
        {
            return [separated(scaled), word.to_owned()];
        }
    }
    [separated(number), String::new()]
}

fn exact(scaled: Decimal, exponent: u32, number: Decimal) -> bool {
    scaled.checked_mul(super::number::power(exponent)) == Some(number)
}

fn separated(number: Decimal) -> String {
    let plain = number.normalize().abs().to_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::from(if number.is_sign_negative() && !number.is_zero() { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if part.is_empty() { text } else { format!("{text}.{part}") }
}

fn date(range: &DateRange) -> String {
    let end = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
    match (range.start, range.end) {
        (Some(start), Some(last)) if start == last => start.to_string(),
        (None, None) => "date not known".to_owned(),
        (start, last) => format!("{}/{}", end(start), end(last)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::{Money, Percent};

    const NOUNS: [&str; 14] = [
        "km", "barrel", "MWh", "sq ft", "t", "year", "employee", "zone", "city", "church", "person", "job", "box",
        "bpd",
    ];

    fn amounts() -> impl Strategy<Value = Amount> {
        let single = (1_i64..10_i64.pow(15), 0_u32..6, 0_usize..6).prop_map(|(digits, scale, bound)| {
            let bounds = [Bound::Exact, Bound::About, Bound::AtLeast, Bound::AtMost, Bound::Over, Bound::Under];
            Amount::single(Decimal::new(digits, scale) + Decimal::TWO, bounds[bound])
        });
        let range = (2_i64..10_i64.pow(12), 1_i64..10_i64.pow(12), 0_u32..4).prop_map(|(low, more, scale)| {
            Amount::range(Decimal::new(low, scale) + Decimal::TWO, Decimal::new(low + more, scale) + Decimal::TWO)
        });
        prop_oneof![single, range]
    }

    proptest! {
        #[test]
        fn money_reads_back(amount in amounts(), code in 0_usize..super::super::currency::codes().len()) {
            let value = Value::Money(Money { amount, currency: Some(super::super::currency::codes()[code].to_owned()) });
            let printed = print(&value).expect("a figure");
            prop_assert_eq!(parse(&printed), Some(value), "{}", printed);
        }

        #[test]
        fn a_percentage_reads_back(amount in amounts(), unit in 0_usize..3) {
            let unit = [PercentUnit::Percent, PercentUnit::PercentagePoint, PercentUnit::BasisPoint][unit];
            let value = Value::Percent(Percent { amount, unit });
            let printed = print(&value).expect("a figure");
            prop_assert_eq!(parse(&printed), Some(value), "{}", printed);
        }

        #[test]
        fn a_quantity_reads_back(amount in amounts(), unit in 0_usize..NOUNS.len()) {
            let value = Value::Quantity(Quantity { amount, unit: NOUNS[unit].to_owned() });
            let printed = print(&value).expect("a figure");
            prop_assert_eq!(parse(&printed), Some(value), "{}", printed);
        }

        #[test]
        fn no_text_breaks_the_grammar(text in "[ -~£€½–’\n]{0,80}|([0-9]{1,45}|[0-9.,]{1,20}|\\$|%|million|trillion|crore|May|to|-|and| |a|half|of|Q1|st|2015|between|from|from|hundred|km|/|some |killed|were | in | out of |,|\\(|fold|points|retire at |per euro|krone|ended at |ships ){1,24}") {
            for mention in find(&text, &FigureContext::default()) {
                prop_assert!(mention.span.slice(&text).is_some());
            }
        }
    }
}
