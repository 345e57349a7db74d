//! Whether two amounts in different currencies or units can be one.
//!
//! Rates move, so a rate of exchange only says whether two sums are of one size; units of measure are exact, and only
//! the rounding of a conversion is let through. Units that differ by powers of ten are one unit.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::types::{Amount, Quantity, Value};

/// US dollars for one unit of a currency: the least and the most since 2015, of the rates that central banks publish. Currencies
/// that lost more than four fifths of their value in that time are left out: any sum could be theirs.
const RATES: [(&str, f64, f64); 93] = [
    ("AED", 0.272, 0.273),
    ("AFN", 0.010_5, 0.017_5),
    ("ALL", 0.007_5, 0.012_5),
    ("AMD", 0.002_0, 0.002_7),
    ("AUD", 0.57, 0.83),
    ("AZN", 0.5, 0.96),
    ("BAM", 0.48, 0.66),
    ("BDT", 0.008_0, 0.013_0),
    ("BGN", 0.48, 0.66),
    ("BHD", 2.64, 2.66),
    ("BND", 0.68, 0.80),
    ("BOB", 0.143, 0.146),
    ("BRL", 0.155, 0.40),
    ("BWP", 0.068, 0.11),
    ("BYN", 0.29, 0.55),
    ("CAD", 0.68, 0.86),
    ("CHF", 0.97, 1.29),
    ("CLP", 0.000_98, 0.001_8),
    ("CNY", 0.135, 0.165),
    ("COP", 0.000_2, 0.000_43),
    ("CRC", 0.001_4, 0.002_2),
    ("CZK", 0.037, 0.050),
    ("DKK", 0.128, 0.168),
    ("DOP", 0.015_0, 0.023_5),
    ("DZD", 0.006_7, 0.011_5),
    ("EUR", 0.95, 1.26),
    ("FJD", 0.42, 0.51),
    ("GBP", 1.06, 1.60),
    ("GEL", 0.29, 0.55),
    ("GTQ", 0.126, 0.139),
    ("HKD", 0.127, 0.130),
    ("HNL", 0.037, 0.049),
    ("HRK", 0.127, 0.17),
    ("HUF", 0.002_3, 0.004_0),
    ("IDR", 0.000_058, 0.000_083),
    ("ILS", 0.24, 0.33),
    ("INR", 0.010_8, 0.016_3),
    ("IQD", 0.000_68, 0.000_87),
    ("ISK", 0.006_6, 0.010_2),
    ("JMD", 0.006_0, 0.009_0),
    ("JOD", 1.40, 1.42),
    ("JPY", 0.006_1, 0.010_0),
    ("KES", 0.006_1, 0.011_2),
    ("KHR", 0.000_24, 0.000_26),
    ("KRW", 0.000_66, 0.000_95),
    ("KWD", 3.2, 3.45),
    ("KZT", 0.001_8, 0.005_5),
    ("LKR", 0.002_7, 0.007_8),
    ("MAD", 0.088, 0.117),
    ("MDL", 0.048, 0.064),
    ("MGA", 0.000_21, 0.000_4),
    ("MKD", 0.015_5, 0.021),
    ("MNT", 0.000_27, 0.000_52),
    ("MOP", 0.123, 0.127),
    ("MUR", 0.021, 0.031),
    ("MVR", 0.064, 0.066),
    ("MXN", 0.040, 0.069),
    ("MYR", 0.208, 0.285),
    ("MZN", 0.012_5, 0.032),
    ("NAD", 0.051, 0.09),
    ("NIO", 0.027, 0.038),
    ("NOK", 0.085, 0.138),
    ("NPR", 0.006_8, 0.010_3),
    ("NZD", 0.55, 0.79),
    ("OMR", 2.59, 2.61),
    ("PAB", 1.0, 1.0),
    ("PEN", 0.24, 0.34),
    ("PGK", 0.23, 0.40),
    ("PHP", 0.016_8, 0.022_8),
    ("PKR", 0.003_4, 0.010_0),
    ("PLN", 0.20, 0.30),
    ("PYG", 0.000_124, 0.000_22),
    ("QAR", 0.274, 0.276),
    ("RON", 0.20, 0.27),
    ("RSD", 0.008_0, 0.011_0),
    ("RUB", 0.007_2, 0.021),
    ("RWF", 0.000_67, 0.001_47),
    ("SAR", 0.266, 0.267),
    ("SEK", 0.085, 0.128),
    ("SGD", 0.68, 0.80),
    ("THB", 0.026, 0.034),
    ("TND", 0.29, 0.55),
    ("TTD", 0.146, 0.158),
    ("TWD", 0.029, 0.037),
    ("TZS", 0.000_36, 0.000_57),
    ("UAH", 0.022_5, 0.065),
    ("UGX", 0.000_26, 0.000_36),
    ("USD", 1.0, 1.0),
    ("UYU", 0.022, 0.042),
    ("VND", 0.000_037_5, 0.000_047_5),
    ("XAF", 0.001_46, 0.001_96),
    ("XOF", 0.001_46, 0.001_96),
    ("ZAR", 0.050, 0.092),
];
/// How far, as a factor, a converted sum may be from those: it is rounded.
const RATE_ROUNDING: f64 = 1.03;
/// How far, as a factor, a converted measure may be from the exact one: it is rounded.
const ROUNDING: f64 = 1.06;

/// Units of measure that are others ten, a hundred, a thousand times over, by the symbols of `normalise/figure/tables/units.tsv`.
const SCALED: [(&str, &str, i32); 31] = [
    ("km", "m", 3),
    ("cm", "m", -2),
    ("mm", "m", -3),
    ("t", "kg", 3),
    ("kt", "kg", 6),
    ("Mt", "kg", 9),
    ("Gt", "kg", 12),
    ("g", "kg", -3),
    ("mg", "kg", -6),
    ("quintal", "kg", 2),
    ("km²", "m²", 6),
    ("ha", "m²", 4),
    ("l", "m³", -3),
    ("hl", "m³", -1),
    ("ml", "m³", -6),
    ("bcm", "m³", 9),
    ("bcf", "cu ft", 9),
    ("tcf", "cu ft", 12),
    ("koz", "oz", 3),
    ("Moz", "oz", 6),
    ("kW", "W", 3),
    ("MW", "W", 6),
    ("GW", "W", 9),
    ("TW", "W", 12),
    ("kWh", "Wh", 3),
    ("MWh", "Wh", 6),
    ("GWh", "Wh", 9),
    ("TWh", "Wh", 12),
    ("kV", "V", 3),
    ("TB", "GB", 3),
    ("PB", "GB", 6),
];

/// Units by what they measure, each with its size in the first of its kind; after the International System and NIST
/// Special Publication 811. Those of [`SCALED`] are not in here.
const UNITS: [(&str, char, f64); 26] = [
    ("m", 'l', 1.0),
    ("mi", 'l', 1609.344),
    ("nmi", 'l', 1852.0),
    ("ft", 'l', 0.3048),
    ("yd", 'l', 0.9144),
    ("in", 'l', 0.0254),
    ("kg", 'm', 1.0),
    ("ton", 'm', 907.184_74),
    ("lb", 'm', 0.453_592_37),
    ("oz", 'm', 0.028_349_523),
    ("st", 'm', 6.350_293),
    ("m²", 'a', 1.0),
    ("acre", 'a', 4046.856),
    ("sq ft", 'a', 0.092_903_04),
    ("sq mi", 'a', 2_589_988.0),
    ("sq yd", 'a', 0.836_127_4),
    ("m³", 'v', 1.0),
    ("cu ft", 'v', 0.028_316_85),
    ("gal", 'v', 0.003_785_412),
    ("barrel", 'v', 0.158_987_3),
    ("m/s", 's', 1.0),
    ("km/h", 's', 0.277_777_8),
    ("mph", 's', 0.447_04),
    ("kn", 's', 0.514_444_4),
    ("W", 'p', 1.0),
    ("hp", 'p', 745.7),
];

/// `value` with its unit as a power of ten of another: `4.2 t` is `4200 kg`.
pub(super) fn in_base_units(value: &Value) -> Cow<'_, Value> {
    let Value::Quantity(quantity) = value else { return Cow::Borrowed(value) };
    let Some((_, unit, power)) = SCALED.iter().find(|(unit, ..)| *unit == quantity.unit) else {
        return Cow::Borrowed(value);
    };
    let ten = Decimal::TEN;
    let factor = (0..power.abs()).fold(Decimal::ONE, |factor, _| factor * ten);
    let scaled = |number: Option<Decimal>| match number {
        None => Some(None),
        Some(number) if *power < 0 => number.checked_div(factor).map(|number| Some(number.normalize())),
        Some(number) => number.checked_mul(factor).map(|number| Some(number.normalize())),
    };
    let Amount { amount, bound, low, high } = quantity.amount;
    match (scaled(amount), scaled(low), scaled(high)) {
        (Some(amount), Some(low), Some(high)) => Cow::Owned(Value::Quantity(Quantity {
            amount: Amount { amount, bound, low, high },
            unit: (*unit).to_owned(),
        })),
        // Past what a decimal holds.
        _ => Cow::Borrowed(value),
    }
}

/// Whether `a` can be `b` in another currency or unit, both in base units.
pub(super) fn can_be(a: &Value, b: &Value) -> bool {
    let (Some(x), Some(y)) = (number(a), number(b)) else { return false };
    match (a, b) {
        (Value::Money(left), Value::Money(right)) if left.currency != right.currency => {
            let rate = |currency: &Option<String>| RATES.iter().find(|(code, ..)| Some(*code) == currency.as_deref());
            let (Some((_, low, high)), Some((_, other_low, other_high))) =
                (rate(&left.currency), rate(&right.currency))
            else {
                return false;
            };
            // One number under two signs is a sign misread.
            let is_misread = x.to_bits() == y.to_bits();
            let (least, most) = (x * low / RATE_ROUNDING, x * high * RATE_ROUNDING);
            !is_misread && x > 0.0 && y > 0.0 && least <= y * other_high && y * other_low <= most
        }
        (Value::Quantity(left), Value::Quantity(right)) if left.unit != right.unit => {
            if let Some((celsius, fahrenheit)) = degrees((&left.unit, x), (&right.unit, y)) {
                return (celsius * 1.8 + 32.0 - fahrenheit).abs() <= DEGREES;
            }
            let unit = |name: &str| UNITS.iter().find(|(unit, ..)| *unit == name);
            let (Some((_, kind, of_a)), Some((_, other, of_b))) = (unit(&left.unit), unit(&right.unit)) else {
                return false;
            };
            let (x, y) = (x * of_a, y * of_b);
            kind == other && x * y > 0.0 && (x / y).max(y / x) <= ROUNDING
        }
        _ => false,
    }
}

/// Fahrenheit degrees that a converted temperature may be from the exact one.
const DEGREES: f64 = 1.0;

/// The two as degrees Celsius and Fahrenheit, where they are.
fn degrees(a: (&str, f64), b: (&str, f64)) -> Option<(f64, f64)> {
    match (a.0, b.0) {
        ("°C", "°F") => Some((a.1, b.1)),
        ("°F", "°C") => Some((b.1, a.1)),
        _ => None,
    }
}

/// Whether `unit` is a unit of measure and no noun for what is counted.
pub(super) fn is_measure(unit: &str) -> bool {
    unit.contains(['/', '°'])
        || UNITS.iter().any(|(name, ..)| *name == unit)
        || SCALED.iter().any(|(_, base, _)| *base == unit)
}

/// The number of a figure, of a range its middle.
pub(super) fn number(value: &Value) -> Option<f64> {
    value.amount()?.middle()?.to_f64()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::types::{Bound, Money};

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
        assert!(can_be(&money("BDT", 12_000_000_000), &money("USD", 98_000_000)));
        assert!(can_be(&money("GBP", 70_000_000), &money("EUR", 81_000_000)));
        assert!(!can_be(&money("HKD", 5_270_000_000), &money("USD", 750_000_000)), "the rate is held");
        assert!(!can_be(&money("USD", 5), &money("USD", 5)), "the same currency converts nothing");
        assert!(!can_be(&money("AUD", 50_000), &money("USD", 50_000)), "one dollar, read as two");
    }

    #[test]
    fn a_measure_can_be_another_but_for_rounding() {
        assert!(can_be(&quantity("m", 84), &quantity("ft", 276)));
        assert!(!can_be(&quantity("m", 76), &quantity("ft", 276)));
        assert!(can_be(&quantity("sq ft", 772_700), &quantity("m²", 71_800)));
        assert!(!can_be(&quantity("m", 84), &quantity("acre", 84)), "a length is no area");
        assert!(can_be(&quantity("°C", 39), &quantity("°F", 102)));
        assert!(!can_be(&quantity("°C", 39), &quantity("°F", 99)));
    }

    #[test]
    fn units_that_differ_by_powers_of_ten_are_one() {
        let kilograms = |value: &Value| number(&in_base_units(value));
        assert_eq!(kilograms(&quantity("t", 4)), Some(4000.0));
        assert_eq!(in_base_units(&quantity("t", 4)).into_owned(), quantity("kg", 4000));
        assert_eq!(in_base_units(&quantity("hl", 5)).into_owned(), {
            let amount = Amount::single(Decimal::new(5, 1), Bound::Exact);
            Value::Quantity(Quantity { amount, unit: "m³".to_owned() })
        });
        assert_eq!(in_base_units(&quantity("bed", 4)).into_owned(), quantity("bed", 4));
    }

    #[test]
    fn units_are_those_of_the_grammar() {
        let table = include_str!("../normalise/figure/tables/units.tsv");
        let known: Vec<&str> = table.lines().filter_map(|line| line.split('\t').next()).collect();
        let scaled = SCALED.iter().flat_map(|(unit, base, _)| [*unit, *base]);
        for unit in scaled.chain(UNITS.iter().map(|(unit, ..)| *unit)) {
            assert!(known.contains(&unit), "{unit} is no symbol of units.tsv");
        }
    }
}
