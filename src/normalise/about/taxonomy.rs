//! The words that say what a figure measures (`metrics.tsv`), and where they stand in a line.
//!
//! Takes a line; gives the words and phrases of the table in it. Knows no figures.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::types::{Kind, Quantity, Value};

use super::line::{Item, Line};

/// How a word stands to the figure it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Noun,
    Verb,
    /// Stands right behind its figure: `$68 a barrel`.
    After,
    /// Names what is measured so: `gold`, `the DAX`.
    Name,
}

struct Table {
    /// First word → phrases that begin with it, longest first.
    phrases: BTreeMap<&'static str, Vec<(&'static str, &'static str, Role)>>,
    units: HashMap<&'static str, &'static str>,
    /// The measures, in order of the file.
    names: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut phrases, mut units) = (BTreeMap::<_, Vec<_>>::new(), HashMap::new());
    let mut names = vec!["other"];
    for line in include_str!("metrics.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(metric), Some(role), Some(words)) = (fields.next(), fields.next(), fields.next()) else { continue };
        if !names.contains(&metric) {
            names.push(metric);
        }
        for phrase in words.split(',').map(str::trim) {
            let role = match role {
                "noun" => Role::Noun,
                "verb" => Role::Verb,
                "after" => Role::After,
                "name" => Role::Name,
                _ => {
                    units.insert(phrase, metric);
                    continue;
                }
            };
            let first = phrase.split(' ').next().unwrap_or_default();
            phrases.entry(first).or_default().push((phrase, metric, role));
        }
    }
    for phrases in phrases.values_mut() {
        phrases.sort_by_key(|(phrase, ..)| std::cmp::Reverse(phrase.len()));
    }
    Table { phrases, units, names }
});

/// A word or phrase of the table in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) metric: &'static str,
    pub(super) role: Role,
}

/// The words and phrases of the table in `line`, in order.
pub(super) fn hits(line: &Line) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < line.places.len() {
        let known = TABLE.phrases.get(line.lower(at)).into_iter().flatten();
        let hit = known
            .filter(|_| line.places[at].item == Item::Word)
            .find_map(|&(phrase, metric, role)| Some(Hit { from: at, to: line.phrase(at, phrase)?, metric, role }));
        let hit = hit.or_else(|| named(line, at));
        at = hit.map_or(at + 1, |hit| hit.to);
        hits.extend(hit);
    }
    hits
}

/// A name of an index or a good that the model took for a body or a place.
fn named(line: &Line, at: usize) -> Option<Hit> {
    let Item::Mention(_, Kind::Company | Kind::Organisation | Kind::Place) = line.places[at].item else { return None };
    let mut words = line.lower(at).split(' ');
    words.find_map(|word| {
        let (_, metric, role) =
            TABLE.phrases.get(word)?.iter().find(|(phrase, _, role)| *role == Role::Name && *phrase == word)?;
        Some(Hit { from: at, to: at + 1, metric, role: *role })
    })
}

/// Whether `word` alone names a measure.
pub(super) fn is_word(word: &str) -> bool {
    TABLE.phrases.get(word).is_some_and(|phrases| phrases.iter().any(|(phrase, ..)| *phrase == word))
}

/// Whether `word` alone is a common noun for a measure, and no name of what is measured so.
pub(super) fn is_noun(word: &str) -> bool {
    let mut roles = TABLE.phrases.get(word).into_iter().flatten().filter(|(phrase, ..)| *phrase == word);
    roles.clone().next().is_some() && roles.all(|(.., role)| *role == Role::Noun)
}

/// The measures, in order of the table.
pub(super) fn names() -> &'static [&'static str] {
    &TABLE.names
}

/// What a count of the unit of `value` measures by itself.
pub(super) fn unit(value: &Value) -> Option<&'static str> {
    let Value::Quantity(Quantity { unit, .. }) = value else { return None };
    let unit = unit.to_lowercase();
    let last = unit.split([' ', '-']).next_back().unwrap_or_default();
    TABLE.units.get(unit.as_str()).or_else(|| TABLE.units.get(last)).copied()
}

/// Whether a word may say what a count of `unit` measures.
pub(super) fn fits(unit: &str, word: &str) -> bool {
    match unit {
        "headcount" => matches!(word, "jobs_cut" | "jobs_added" | "dead" | "injured" | "missing" | "headcount"),
        "weight" | "deliveries" | "output" => {
            matches!(
                word,
                "output"
                    | "capacity"
                    | "deliveries"
                    | "orders"
                    | "exports"
                    | "imports"
                    | "sales_volume"
                    | "emissions"
                    | "inventory"
            )
        }
        "capacity" | "energy" => matches!(word, "capacity" | "output" | "energy" | "orders"),
        "stores" | "customers" | "users" => {
            matches!(word, "customers" | "users" | "dead" | "injured" | "missing" | "vote_share" | "stores")
        }
        "index_level" => matches!(word, "index_level" | "share_price" | "vote_share"),
        "population" => matches!(word, "dead" | "injured" | "missing"),
        _ => false,
    }
}

/// Measures that are sums of money.
const OF_MONEY: [&str; 23] = [
    "budget",
    "cash",
    "cost",
    "damages",
    "deal_value",
    "debt",
    "dividend",
    "ebitda",
    "eps",
    "fine",
    "funding",
    "gross_profit",
    "investment",
    "market_value",
    "net_loss",
    "net_profit",
    "operating_loss",
    "operating_profit",
    "pretax_profit",
    "price",
    "rent",
    "settlement",
    "wage",
];

/// Whether an amount of the kind of `value` can measure `metric` at all.
pub(super) fn can_be(metric: &str, value: &Value) -> bool {
    let bare = matches!(
        metric,
        "duration"
            | "distance"
            | "weight"
            | "area"
            | "temperature"
            | "age"
            | "rank"
            | "dead"
            | "injured"
            | "missing"
            | "index_level"
    );
    match value {
        Value::Money(_) => {
            !bare
                && !matches!(
                    metric,
                    "market_share"
                        | "vote_share"
                        | "unemployment"
                        | "population"
                        | "stake"
                        | "headcount"
                        | "jobs_cut"
                        | "jobs_added"
                        | "customers"
                        | "users"
                        | "stores"
                        | "sales_volume"
                        | "inflation"
                        | "interest_rate"
                )
        }
        Value::Percent(_) => metric == "index_level" || !bare,
        // `would cost 600 jobs` counts jobs; a multiple is of whatever was multiplied.
        Value::Quantity(quantity) => quantity.unit == "multiple" || !OF_MONEY.contains(&metric),
        _ => true,
    }
}
