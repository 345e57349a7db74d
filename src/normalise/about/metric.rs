//! What a figure measures, by the words around it.
//!
//! Takes a line and the place of a figure; gives the metric of the taxonomy whose word stands nearest in the ways English
//! puts a measure to its number: `revenue of €5bn`, `a €5bn fine`, `€5bn in sales`, `sales rose to €5bn`, `fined €5bn`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::types::{PercentUnit, Quantity, Value};

use super::line::{Item, Line};

/// How a word stands to the figure it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Noun,
    Verb,
    /// Stands right behind its figure: `$68 a barrel`.
    After,
}

struct Table {
    /// First word → phrases that begin with it, longest first.
    phrases: BTreeMap<&'static str, Vec<(&'static str, &'static str, Role)>>,
    units: HashMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut phrases, mut units) = (BTreeMap::<_, Vec<_>>::new(), HashMap::new());
    for line in include_str!("metrics.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(metric), Some(role), Some(words)) = (fields.next(), fields.next(), fields.next()) else { continue };
        for phrase in words.split(',').map(str::trim) {
            let role = match role {
                "noun" => Role::Noun,
                "verb" => Role::Verb,
                "after" => Role::After,
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
    Table { phrases, units }
});

/// A word or phrase of the table in a line.
#[derive(Debug, Clone, Copy)]
struct Hit {
    from: usize,
    to: usize,
    metric: &'static str,
    role: Role,
}

/// The metric of a figure and where the word for it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Metric {
    pub(super) name: &'static str,
    /// Where the word that says it stands, if one does.
    pub(super) word: Option<(usize, usize)>,
    /// Whether that word is a noun.
    pub(super) is_noun: bool,
}

impl Metric {
    /// A measure that no word of the line names.
    pub(super) fn plain(name: &'static str) -> Self {
        Self { name, word: None, is_noun: false }
    }
}

/// What a step across another figure or a clause costs, in words, and what is too far.
const OTHER_FIGURE: i32 = 4;
const CLAUSE: i32 = 5;
const AFTER: i32 = 7;
const FAR: i32 = 18;
/// What the tight ways of putting a measure to a number are worth.
const TIGHT: i32 = 6;

/// The words of the table in `line`.
pub(super) struct Words(Vec<Hit>);

impl Words {
    pub(super) fn of(line: &Line) -> Self {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < line.places.len() {
            let known = TABLE.phrases.get(line.lower(at)).into_iter().flatten();
            let hit = known
                .filter(|_| line.places[at].item == Item::Word)
                .find_map(|&(phrase, metric, role)| Some(Hit { from: at, to: line.phrase(at, phrase)?, metric, role }));
            at = hit.map_or(at + 1, |hit| hit.to);
            hits.extend(hit);
        }
        Self(hits)
    }

    /// Whether a word of the line names `metric`.
    pub(super) fn name(&self, metric: &str) -> bool {
        self.0.iter().any(|hit| hit.metric == metric)
    }

    /// What the figure at `figure` of `line` measures.
    pub(super) fn metric(&self, line: &Line, figure: usize, value: &Value) -> Option<Metric> {
        let unit = unit(value);
        let near = self.0.iter().filter_map(|hit| Some((cost(line, hit, figure, value)?, hit)));
        let best = near.min_by_key(|(cost, hit)| (*cost, hit.from));
        let word = best.filter(|(cost, _)| *cost <= FAR).map(|(cost, hit)| (cost, metric_of(hit)));
        let found = match (unit, word) {
            // What is counted says what is measured, unless a word close by says it better: jobs that are cut.
            (Some(unit), Some((cost, word))) if fits(unit, word.name) && cost <= 5 => Some(word),
            (Some(unit), _) => Some(Metric::plain(unit)),
            (None, Some((_, word))) => Some(word),
            (None, None) => None,
        };
        Some(refined(line, figure, value, found?))
    }
}

fn metric_of(hit: &Hit) -> Metric {
    Metric { name: hit.metric, word: Some((hit.from, hit.to)), is_noun: hit.role == Role::Noun }
}

/// Measures that are amounts of money only, or shares of a whole only.
fn suits(hit: &Hit, value: &Value) -> bool {
    match value {
        Value::Money(_) => !is_no_money(hit.metric) || matches!(hit.metric, "stake" | "headcount" | "jobs_cut"),
        Value::Percent(_) => {
            hit.role == Role::Noun || matches!(hit.metric, "stake" | "deal_value" | "jobs_cut" | "output" | "price")
        }
        _ => {
            !matches!(hit.metric, "eps" | "net_loss" | "stake" | "market_share" | "share_price")
                || hit.role == Role::Noun
        }
    }
}

/// Whether nothing of `metric` is counted in money.
pub(super) fn is_no_money(metric: &str) -> bool {
    matches!(
        metric,
        "market_share"
            | "vote_share"
            | "unemployment"
            | "dead"
            | "injured"
            | "missing"
            | "weight"
            | "duration"
            | "distance"
            | "area"
            | "temperature"
            | "population"
            | "age"
            | "rank"
            | "stake"
            | "headcount"
            | "jobs_cut"
            | "jobs_added"
    )
}

/// How far `hit` is from the figure, in words and their like; `None` where it cannot tell of it.
fn cost(line: &Line, hit: &Hit, figure: usize, value: &Value) -> Option<i32> {
    if !suits(hit, value) || hit.role == Role::After && hit.from != figure + 1 {
        return None;
    }
    let clause = |at: usize| line.places[at].clause as i32;
    let crossed = (clause(hit.from) - clause(figure)).abs() * CLAUSE;
    let (low, high) = if hit.to <= figure { (hit.to, figure) } else { (figure + 1, hit.from) };
    let between = &line.places[low.min(high)..high];
    let figures = between.iter().filter(|place| matches!(place.item, Item::Mention(_, kind) if kind.is_figure()));
    // `rose 14% to €96m`: the way and the level are told in one breath.
    let led = matches!(between, [.., other, to] if matches!(other.item, Item::Mention(_, kind) if kind.is_figure()) && matches!(to.lower.as_str(), "to" | "at"));
    let crowded = (figures.count() as i32 - i32::from(led)) * OTHER_FIGURE;
    let distance = between.len() as i32 + crowded + crossed;
    if hit.to <= figure {
        let tight = matches!(
            between.last().map(|place| place.lower.as_str()),
            Some("of" | "at" | "was" | "were" | "by" | "to")
        );
        let bonus = if between.len() <= 2 && (tight || between.is_empty()) { TIGHT } else { 0 };
        return Some(distance - bonus + i32::from(hit.role == Role::Verb && between.len() > 6) * AFTER);
    }
    match hit.role {
        Role::After => return Some(3),
        Role::Verb => {
            // Only passives follow: `12 people were killed`.
            let passive = matches!(hit.metric, "dead" | "injured" | "jobs_cut") && matches!(value, Value::Quantity(_));
            return passive.then_some(distance);
        }
        Role::Noun => {}
    }
    // A percentage `of the sales` is a share of them and need not measure them.
    let of = between.first().is_some_and(|place| {
        matches!(place.lower.as_str(), "in" | "for" | "worth")
            || place.lower == "of" && !matches!(value, Value::Percent(_))
    });
    let bonus = match between.len() {
        0 => TIGHT + AFTER,
        1..=3 if of => TIGHT + AFTER - 1,
        1..=3 if between[0].lower == "of" => AFTER,
        _ => 0,
    };
    Some(distance + AFTER - bonus)
}

fn unit(value: &Value) -> Option<&'static str> {
    let Value::Quantity(Quantity { unit, .. }) = value else { return None };
    let unit = unit.to_lowercase();
    let last = unit.split([' ', '-']).next_back().unwrap_or_default();
    TABLE.units.get(unit.as_str()).or_else(|| TABLE.units.get(last)).copied()
}

/// Whether a word may say what a count of `unit` measures.
fn fits(unit: &str, word: &str) -> bool {
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
            matches!(word, "customers" | "users" | "dead" | "injured" | "missing" | "vote_share")
        }
        "index_level" => matches!(word, "index_level" | "share_price"),
        "population" => matches!(word, "dead" | "injured" | "missing"),
        _ => false,
    }
}

/// `metric`, or the narrower one that its surroundings make of it.
fn refined(line: &Line, figure: usize, value: &Value, metric: Metric) -> Metric {
    let per_share = matches!(value, Value::Money(_))
        && ["a share", "per share", "a common share", "per ordinary share", "per diluted share"]
            .iter()
            .any(|phrase| line.phrase(figure + 1, phrase).is_some());
    let name = match (value, metric.name) {
        (_, "net_profit" | "net_loss" | "eps") if per_share => "eps",
        (Value::Money(_), "stake") => "deal_value",
        (Value::Percent(percent), "deal_value" | "stake") if percent.unit == PercentUnit::Percent => "stake",
        (Value::Money(_), "dead" | "injured" | "missing" | "jobs_cut" | "jobs_added" | "headcount") => "cost",
        (_, name) => name,
    };
    Metric { name, ..metric }
}
