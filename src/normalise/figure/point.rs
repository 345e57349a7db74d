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
const OF_INDICES: [&str; 21] = [
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
    "games",
    "rebounds",
    "assists",
    "stocks",
];
/// Points of a percentage are few.
const MOST: i64 = 40;

/// Makes percentage points of the points that are.
pub(super) fn settle(text: &str, mentions: &mut [Mention]) {
    let points: Vec<usize> = (0..mentions.len()).filter(|at| points(&mentions[*at]).is_some()).collect();
    for at in points {
        let place = mentions[at].span;
        let before = text.get(..place.start()).unwrap_or_default();
        let from = before.rfind('\n').max(before.rfind(". ")).map_or(0, |stop| stop + 1);
        let rest = text.get(place.end()..).unwrap_or_default();
        let to = rest.find('\n').or_else(|| rest.find(". ")).map_or(text.len(), |stop| place.end() + stop);
        let line = text.get(from..to).unwrap_or_default().to_lowercase();
        let has = |words: &[&str]| line.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
        let percent = mentions
            .iter()
            .any(|other| matches!(other.value, Some(Value::Percent(_))) && (from..to).contains(&other.span.start()));
        if (percent || has(&OF_SHARES))
            && !is_of_market(text, mentions, at)
            && !has(&OF_INDICES)
            && !line.contains("s&p")
            && let Some(amount) = points_of(&mentions[at])
        {
            mentions[at].kind = crate::types::Kind::Percent;
            mentions[at].value = Some(Value::Percent(Percent { amount, unit: PercentUnit::PercentagePoint }));
        }
    }
}

/// Words between two figures that tell the same change.
const SAME: [&str; 3] = [", or ", " or ", " (or "];

/// Whether the points at `at` are told as a share of their level too, or lead to a level: `0.71 percent, or 39.52 points`,
/// `shed 1.48 points to 2,037.62`.
fn is_of_market(text: &str, mentions: &[Mention], at: usize) -> bool {
    let gap = |a: &Mention, b: &Mention| text.get(a.span.end()..b.span.start()).is_some_and(|gap| SAME.contains(&gap));
    let percent = |mention: &Mention| matches!(mention.value, Some(Value::Percent(_)));
    let this = &mentions[at];
    let told = at > 0 && percent(&mentions[at - 1]) && gap(&mentions[at - 1], this)
        || mentions.get(at + 1).is_some_and(|next| percent(next) && gap(this, next));
    let rest = text.get(this.span.end()..).unwrap_or_default();
    let level = rest.strip_prefix(" to ").and_then(|level| level.split(' ').next()).unwrap_or_default();
    let grouped = level.split_once(',').is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()));
    told || grouped
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
