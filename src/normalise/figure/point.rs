//! Settles what bare points are: of a percentage in a sentence about shares of a whole, of an index elsewhere.
//!
//! Takes a text and its figures; rewrites counts of points (`the lead grew by three points`) as percentage points.

use rust_decimal::Decimal;

use crate::types::{Amount, Mention, Percent, PercentUnit, Value};

/// Words of sentences whose points are hundredths of a whole.
const OF_SHARES: [&str; 22] = [
    "poll",
    "polls",
    "polled",
    "survey",
    "surveyed",
    "lead",
    "leads",
    "vote",
    "votes",
    "voters",
    "support",
    "approval",
    "turnout",
    "share",
    "margin",
    "margins",
    "inflation",
    "unemployment",
    "occupancy",
    "rate",
    "rates",
    "churn",
];
/// Words of sentences whose points are of an index or a table.
const OF_INDICES: [&str; 17] = [
    "index",
    "indices",
    "average",
    "benchmark",
    "composite",
    "dow",
    "nasdaq",
    "ftse",
    "dax",
    "sensex",
    "nifty",
    "nikkei",
    "gauge",
    "sentiment",
    "scored",
    "league",
    "season",
];
/// Points of a percentage are few.
const MOST: i64 = 40;

/// Makes percentage points of the points that are.
pub(super) fn settle(text: &str, mentions: &mut [Mention]) {
    let points: Vec<usize> = (0..mentions.len()).filter(|at| points(&mentions[*at]).is_some()).collect();
    for at in points {
        let place = mentions[at].span;
        let from = text.get(..place.start()).and_then(|before| before.rfind(['\n', '.'])).map_or(0, |stop| stop + 1);
        let rest = text.get(place.end()..).unwrap_or_default();
        let to = rest.find('\n').or_else(|| rest.find(". ")).map_or(text.len(), |stop| place.end() + stop);
        let line = text.get(from..to).unwrap_or_default().to_lowercase();
        let has = |words: &[&str]| line.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
        let percent = mentions
            .iter()
            .any(|other| matches!(other.value, Some(Value::Percent(_))) && (from..to).contains(&other.span.start()));
        if (percent || has(&OF_SHARES))
            && !has(&OF_INDICES)
            && let Some(amount) = points_of(&mentions[at])
        {
            mentions[at].kind = crate::types::Kind::Percent;
            mentions[at].value = Some(Value::Percent(Percent { amount, unit: PercentUnit::PercentagePoint }));
        }
    }
}

fn points(mention: &Mention) -> Option<()> {
    points_of(mention).map(|_| ())
}

/// The amount of a few points.
fn points_of(mention: &Mention) -> Option<Amount> {
    let Some(Value::Quantity(quantity)) = &mention.value else { return None };
    let most = [quantity.amount.amount, quantity.amount.high].into_iter().flatten().max()?;
    (quantity.unit == "point" && most <= Decimal::from(MOST)).then(|| quantity.amount.clone())
}
