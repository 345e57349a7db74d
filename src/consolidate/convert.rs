//! Whether two amounts in different currencies or units can be one.
//!
//! Rates move, so a rate of exchange only says whether two sums are of one size; units of measure are exact, and only
//! the rounding of a conversion is let through.

use rust_decimal::prelude::ToPrimitive;

use crate::types::Value;

/// US dollars for one unit of a currency, roughly, in the years since 2015.
const RATES: [(&str, f64); 32] = [
    ("AED", 0.27),
    ("AUD", 0.70),
    ("BRL", 0.20),
    ("CAD", 0.75),
    ("CHF", 1.08),
    ("CLP", 0.0012),
    ("CNY", 0.145),
    ("COP", 0.000_26),
    ("CZK", 0.044),
    ("DKK", 0.15),
    ("EUR", 1.12),
    ("GBP", 1.30),
    ("HKD", 0.128),
    ("HUF", 0.0031),
    ("IDR", 0.000_067),
    ("ILS", 0.28),
    ("INR", 0.0128),
    ("JPY", 0.0078),
    ("KRW", 0.000_8),
    ("MXN", 0.053),
    ("MYR", 0.235),
    ("NOK", 0.105),
    ("NZD", 0.65),
    ("PHP", 0.019),
    ("PLN", 0.255),
    ("SAR", 0.2667),
    ("SEK", 0.105),
    ("SGD", 0.74),
    ("THB", 0.029),
    ("TWD", 0.032),
    ("USD", 1.0),
    ("ZAR", 0.062),
];
/// How far, as a factor, a rate of the day may be from the table's.
const RATE_SLACK: f64 = 1.45;
/// How far, as a factor, a converted measure may be from the exact one: it is rounded.
const ROUNDING: f64 = 1.06;

/// Units by what they measure, each with its size in the first of its kind; after the International System and NIST
/// Special Publication 811.
const UNITS: [(&str, char, f64); 43] = [
    ("m", 'l', 1.0),
    ("metre", 'l', 1.0),
    ("km", 'l', 1000.0),
    ("cm", 'l', 0.01),
    ("mm", 'l', 0.001),
    ("mi", 'l', 1609.344),
    ("mile", 'l', 1609.344),
    ("ft", 'l', 0.3048),
    ("foot", 'l', 0.3048),
    ("yd", 'l', 0.9144),
    ("in", 'l', 0.0254),
    ("inch", 'l', 0.0254),
    ("kg", 'm', 1.0),
    ("g", 'm', 0.001),
    ("t", 'm', 1000.0),
    ("tonne", 'm', 1000.0),
    ("ton", 'm', 907.184_74),
    ("lb", 'm', 0.453_592_37),
    ("oz", 'm', 0.028_349_523),
    ("ha", 'a', 10_000.0),
    ("hectare", 'a', 10_000.0),
    ("ac", 'a', 4046.856),
    ("acre", 'a', 4046.856),
    ("m²", 'a', 1.0),
    ("km²", 'a', 1_000_000.0),
    ("ft²", 'a', 0.092_903_04),
    ("mi²", 'a', 2_589_988.0),
    ("m³", 'v', 1.0),
    ("ft³", 'v', 0.028_316_85),
    ("cubic metre", 'v', 1.0),
    ("cubic foot", 'v', 0.028_316_85),
    ("l", 'v', 0.001),
    ("L", 'v', 0.001),
    ("litre", 'v', 0.001),
    ("gal", 'v', 0.003_785_412),
    ("gallon", 'v', 0.003_785_412),
    ("bbl", 'v', 0.158_987_3),
    ("m/s", 's', 1.0),
    ("km/h", 's', 0.277_777_8),
    ("mph", 's', 0.447_04),
    ("ft/s", 's', 0.3048),
    ("knot", 's', 0.514_444_4),
    ("barrel", 'v', 0.158_987_3),
];

/// Whether `a` can be `b` in another currency or unit.
pub(super) fn can_be(a: &Value, b: &Value) -> bool {
    let (Some(x), Some(y)) = (number(a), number(b)) else { return false };
    let factor = |a: f64, b: f64| if a * b > 0.0 { (a / b).max(b / a) } else { f64::INFINITY };
    match (a, b) {
        (Value::Money(left), Value::Money(right)) if left.currency != right.currency => {
            let rate = |currency: &Option<String>| {
                RATES.iter().find(|(code, _)| Some(*code) == currency.as_deref()).map(|(_, rate)| *rate)
            };
            let (Some(of_a), Some(of_b)) = (rate(&left.currency), rate(&right.currency)) else { return false };
            // One number under two signs is a sign misread.
            x.to_bits() != y.to_bits() && factor(x * of_a, y * of_b) <= RATE_SLACK
        }
        (Value::Quantity(left), Value::Quantity(right)) if left.unit != right.unit => {
            let unit = |name: &str| UNITS.iter().find(|(unit, ..)| *unit == name);
            let (Some((_, kind, of_a)), Some((_, other, of_b))) = (unit(&left.unit), unit(&right.unit)) else {
                return false;
            };
            kind == other && of_a.to_bits() != of_b.to_bits() && factor(x * of_a, y * of_b) <= ROUNDING
        }
        _ => false,
    }
}

/// Whether `unit` is a unit of measure and no noun for what is counted.
pub(super) fn is_measure(unit: &str) -> bool {
    unit.contains(['/', '°']) || UNITS.iter().any(|(name, ..)| *name == unit)
}

/// The number of a figure, of a range its middle.
pub(super) fn number(value: &Value) -> Option<f64> {
    value.amount()?.middle()?.to_f64()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::types::{Amount, Bound, Money, Quantity};

    fn money(currency: &str, amount: i64) -> Value {
        let amount = Amount::single(Decimal::from(amount), Bound::Exact);
        Value::Money(Money { amount, currency: Some(currency.to_owned()) })
    }

    fn quantity(unit: &str, amount: i64) -> Value {
        let amount = Amount::single(Decimal::from(amount), Bound::Exact);
        Value::Quantity(Quantity { amount, unit: unit.to_owned() })
    }

    #[test]
    fn a_sum_can_be_another_at_any_rate_of_the_last_years() {
        assert!(can_be(&money("JPY", 412_000_000_000), &money("USD", 2_700_000_000)));
        assert!(!can_be(&money("JPY", 412_000_000_000), &money("USD", 6_000_000_000)));
        assert!(!can_be(&money("USD", 5), &money("USD", 5)), "the same currency converts nothing");
        assert!(!can_be(&money("AUD", 50_000), &money("USD", 50_000)), "one dollar, read as two");
    }

    #[test]
    fn a_measure_can_be_another_but_for_rounding() {
        assert!(can_be(&quantity("m", 84), &quantity("foot", 276)));
        assert!(!can_be(&quantity("m", 76), &quantity("foot", 276)));
        assert!(!can_be(&quantity("m", 84), &quantity("acre", 84)), "a length is no area");
    }
}
