//! Exact values of mentions, in the standard units: ISO 4217, ISO 8601, CELEX and ELI.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::Kind;

/// How a figure relates to the truth it reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// As said.
    Exact,
    /// `about`, `nearly`, `some`.
    About,
    /// `at least`.
    AtLeast,
    /// `at most`, `up to`.
    AtMost,
    /// `more than`.
    Over,
    /// `less than`.
    Under,
    /// From `low` to `high`.
    Range,
}

/// A number as reported: `amount` for a single one, `low` and `high` for a range (`amount` is then `None`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// The number in whole units (41.6 billion is 41600000000), `None` for a range.
    pub amount: Option<Decimal>,
    /// Relation to the truth.
    pub bound: Bound,
    /// Lower end of a range.
    pub low: Option<Decimal>,
    /// Upper end of a range.
    pub high: Option<Decimal>,
}

impl Amount {
    /// A single number under `bound`.
    pub fn single(amount: Decimal, bound: Bound) -> Self {
        Self { amount: Some(amount.normalize()), bound, low: None, high: None }
    }

    /// A range from `low` to `high`.
    pub fn range(low: Decimal, high: Decimal) -> Self {
        Self { amount: None, bound: Bound::Range, low: Some(low.normalize()), high: Some(high.normalize()) }
    }

    /// The number, of a range its middle.
    pub fn middle(&self) -> Option<Decimal> {
        let of_range = || Some((self.low? + self.high?) / Decimal::TWO);
        self.amount.or_else(of_range)
    }
}

/// Whether `number`, which has fewer significant digits, is `exact` rounded to them: to the nearest, or down.
pub fn is_rounded(number: Decimal, exact: Decimal) -> bool {
    let digits = |d: Decimal| significant(d).len();
    let n = digits(number) as u32;
    n < digits(exact) as u32
        && [RoundingStrategy::MidpointAwayFromZero, RoundingStrategy::ToZero]
            .into_iter()
            .any(|how| exact.round_sf_with_strategy(n, how) == Some(number))
}

/// Digits of `number` without zeros at either end.
pub fn significant(number: Decimal) -> String {
    let digits = number.normalize().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').to_owned()
}

/// Amount of money.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money {
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
    /// ISO 4217 code, `None` where the text does not tell.
    pub currency: Option<String>,
}

/// What a percent figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PercentUnit {
    /// Share of a hundred.
    Percent,
    /// Difference of two percentages.
    PercentagePoint,
    /// Hundredth of a percentage point.
    BasisPoint,
}

/// Percentage, percentage points or basis points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Percent {
    /// How much, in `unit`.
    #[serde(flatten)]
    pub amount: Amount,
    /// What is counted.
    pub unit: PercentUnit,
}

/// A number of units or things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// How much, in `unit`.
    #[serde(flatten)]
    pub amount: Amount,
    /// Unit symbol or counted noun in the singular (`km`, `barrel`, `employee`); empty where the text does not say what is
    /// counted.
    pub unit: String,
}

/// Days from `start` to `end`, both included; ends are `None` where the text or publication date does not settle them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

/// Where a law stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegulationStatus {
    /// In force, at least in part.
    InForce,
    /// Adopted, not yet in force.
    Adopted,
    /// Proposed.
    Proposed,
    /// No longer in force.
    Repealed,
    /// Not in the table.
    Unknown,
}

/// Identifiers of a law, each `None` where it has none or it is not certain.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegulationIds {
    /// CELEX number of an EU act (`32016R0679`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub celex: Option<String>,
    /// European Legislation Identifier.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub eli: Option<String>,
    /// US Public Law number (`111-203`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub public_law: Option<String>,
    /// Place in the U.S. Code: title and section, or first and last section (`15/78j`, `15/78a..78qq`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub us_code: Option<String>,
    /// Any other official number (`2018 c. 12`, `No. 26 of 2023`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
}

impl RegulationIds {
    /// The place in the U.S. Code as lawyers write it: `15 U.S.C. §§ 78a–78qq`.
    pub fn us_code_in_words(&self) -> Option<String> {
        let (title, sections) = self.us_code.as_ref()?.split_once('/')?;
        Some(match sections.split_once("..") {
            Some((first, last)) => format!("{title} U.S.C. §§ {first}–{last}"),
            None => format!("{title} U.S.C. § {sections}"),
        })
    }
}

/// A law as a mention names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegulationRef {
    /// Official short title where known, else the words of the text.
    pub name: String,
    /// Identifiers.
    pub ids: RegulationIds,
    /// Status.
    pub status: RegulationStatus,
}

/// A company as a mention names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CompanyRef {
    /// Canonical name inside the document: the fullest form it uses.
    pub name: String,
    /// Identifiers by scheme (`ticker` → `NYSE:IBM`), in order of scheme.
    pub ids: std::collections::BTreeMap<String, String>,
}

/// What a mention says, by kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// For `money`.
    Money(Money),
    /// For `percent`.
    Percent(Percent),
    /// For `quantity`.
    Quantity(Quantity),
    /// For `date`.
    Date(DateRange),
    /// For `regulation`.
    Regulation(RegulationRef),
    /// For `company`.
    Company(CompanyRef),
}

impl Value {
    /// Reads back what serialising a value of `kind` wrote; `None` for kinds without a value or JSON of another shape.
    pub fn from_json(kind: Kind, json: &serde_json::Value) -> Option<Self> {
        match kind {
            Kind::Money => Money::deserialize(json).ok().map(Self::Money),
            Kind::Percent => Percent::deserialize(json).ok().map(Self::Percent),
            Kind::Quantity => Quantity::deserialize(json).ok().map(Self::Quantity),
            Kind::Date => DateRange::deserialize(json).ok().map(Self::Date),
            Kind::Regulation => RegulationRef::deserialize(json).ok().map(Self::Regulation),
            Kind::Company => CompanyRef::deserialize(json).ok().map(Self::Company),
            Kind::Organisation | Kind::Person | Kind::Place => None,
        }
    }

    /// The number of money, a percentage or a quantity.
    pub fn amount(&self) -> Option<&Amount> {
        match self {
            Self::Money(money) => Some(&money.amount),
            Self::Percent(percent) => Some(&percent.amount),
            Self::Quantity(quantity) => Some(&quantity.amount),
            Self::Date(_) | Self::Regulation(_) | Self::Company(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harbour_act() -> RegulationRef {
        let ids = RegulationIds { us_code: Some("33/9a..9f".into()), ..RegulationIds::default() };
        RegulationRef { name: "Harbour Act".into(), ids, status: RegulationStatus::InForce }
    }

    #[test]
    fn a_place_in_the_code_is_printed_as_lawyers_write_it() {
        let mut ids = harbour_act().ids;
        assert_eq!(ids.us_code_in_words().as_deref(), Some("33 U.S.C. §§ 9a–9f"));
        ids.us_code = Some("33/9a(b)".into());
        assert_eq!(ids.us_code_in_words().as_deref(), Some("33 U.S.C. § 9a(b)"));
    }

    #[test]
    fn a_value_reads_back_from_its_json_as_it_was() {
        let amount = Amount::range(Decimal::new(12, 1), Decimal::new(4_160_000_000, 0));
        let values = [
            (Kind::Money, Value::Money(Money { amount: amount.clone(), currency: Some("CNY".into()) })),
            (Kind::Percent, Value::Percent(Percent { amount, unit: PercentUnit::BasisPoint })),
            (Kind::Regulation, Value::Regulation(harbour_act())),
            (Kind::Date, Value::Date(DateRange { start: None, end: Some(jiff::civil::date(2026, 3, 31)) })),
        ];
        for (kind, value) in values {
            let json = serde_json::to_value(&value).expect("writes");
            assert_eq!(Value::from_json(kind, &json), Some(value), "{json}");
        }
        assert_eq!(Value::from_json(Kind::Money, &serde_json::json!({"amount": 1})), None);
    }
}
