//! Whether a value that a source gives supports one that a brief gives.
//!
//! The same number under the same bound does; a looser statement of a tighter one does (`about 15` of 15.2, `more than 15`
//! of 15.2); never the other way round: who writes `15` of `about 15` says more than the source.

use rust_decimal::Decimal;

use crate::types::{Amount, Bound, DateRange, Money, RegulationIds, Value, is_rounded};

/// Largest share by which `about` may be off.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// How well one value supports another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Support {
    /// Not at all.
    None,
    /// The number holds, and counts something under another name.
    OtherUnit,
    /// It holds.
    Holds,
}

/// How well `source` supports `said`.
pub(super) fn support(said: &Value, source: &Value) -> Support {
    let holds = |holds: bool| if holds { Support::Holds } else { Support::None };
    match (said, source) {
        (Value::Money(said), Value::Money(source)) => {
            holds(same_currency(said, source) && follows(&said.amount, &source.amount))
        }
        (Value::Percent(said), Value::Percent(source)) => {
            holds(said.unit == source.unit && follows(&said.amount, &source.amount))
        }
        (Value::Quantity(said), Value::Quantity(source)) if follows(&said.amount, &source.amount) => {
            if said.unit == source.unit { Support::Holds } else { Support::OtherUnit }
        }
        (Value::Date(said), Value::Date(source)) => holds(covers(said, source)),
        (Value::Regulation(said), Value::Regulation(source)) => {
            holds(said.ids == source.ids && said.ids != RegulationIds::default())
        }
        _ => Support::None,
    }
}

fn same_currency(said: &Money, source: &Money) -> bool {
    said.currency == source.currency || said.currency.is_none()
}

/// Whether whoever knows `source` may say `said`.
fn follows(said: &Amount, source: &Amount) -> bool {
    if said == source {
        return true;
    }
    let (Some(number), Some(known)) = (said.amount, source.amount) else { return false };
    let rounds = number == known || is_rounded(number, known);
    let is_near = (number - known).abs() <= ABOUT * known.abs();
    match said.bound {
        Bound::About => matches!(source.bound, Bound::Exact | Bound::About) && rounds && is_near,
        Bound::Over | Bound::AtLeast => {
            let above = if said.bound == Bound::Over { known > number } else { known >= number };
            let bounded = matches!(source.bound, Bound::Over | Bound::AtLeast) && known >= number;
            (source.bound == Bound::Exact && above || bounded) && rounds && is_near
        }
        Bound::Under | Bound::AtMost => {
            let below = if said.bound == Bound::Under { known < number } else { known <= number };
            let bounded = matches!(source.bound, Bound::Under | Bound::AtMost) && known <= number;
            (source.bound == Bound::Exact && below || bounded) && rounds && is_near
        }
        Bound::Exact | Bound::Range => false,
    }
}

/// Whether `said` is a day or period that `source` lies in.
fn covers(said: &DateRange, source: &DateRange) -> bool {
    if said == source {
        return said.start.is_some() || said.end.is_some();
    }
    match (said.start, said.end, source.start, source.end) {
        (Some(from), Some(to), Some(start), Some(end)) => from <= start && end <= to,
        _ => false,
    }
}

/// How far `source` is from `said` as a share of it, where they measure alike; to name the likely original of a wrong figure.
pub(super) fn distance(said: &Value, source: &Value) -> Option<Decimal> {
    let alike = match (said, source) {
        (Value::Money(a), Value::Money(b)) => same_currency(a, b),
        (Value::Percent(_), Value::Percent(_)) => true,
        (Value::Quantity(a), Value::Quantity(b)) => a.unit == b.unit,
        _ => false,
    };
    let (a, b) = (said.amount()?.middle()?, source.amount()?.middle()?);
    if !alike || a.is_zero() { None } else { Some(((a - b) / a).abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::figure::{FigureContext, find};

    fn value(text: &str) -> Value {
        let found = find(text, &FigureContext::default());
        found.into_iter().find_map(|mention| mention.value).unwrap_or_else(|| panic!("no figure in `{text}`"))
    }

    #[test]
    fn a_looser_figure_follows_from_a_tighter_one_and_never_the_other_way() {
        let cases = [
            ("$5 million", "$5m", Support::Holds),
            ("$5 million", "€5m", Support::None),
            ("$5 million", "$5.1m", Support::None),
            ("$5 million", "about $5m", Support::None),
            ("$5 million", "more than $5m", Support::None),
            ("about $5 million", "$5.1m", Support::Holds),
            ("about $5 million", "$5.6m", Support::None),
            ("more than $5 million", "$5.1m", Support::Holds),
            ("more than $5 million", "$5m", Support::None),
            ("more than $5 million", "$9m", Support::None),
            ("at least $5 million", "more than $5m", Support::Holds),
            ("less than $5 million", "$4.96m", Support::Holds),
            ("3%", "3 percentage points", Support::None),
            ("12 plants", "12 factories", Support::OtherUnit),
            ("12 km", "12 km", Support::Holds),
            ("in May 2026", "4 May 2026", Support::Holds),
            ("4 May 2026", "in May 2026", Support::None),
        ];
        for (said, source, expected) in cases {
            assert_eq!(support(&value(said), &value(source)), expected, "`{said}` from `{source}`");
        }
    }
}
