//! What a figure measures, by the words around it.
//!
//! Takes a line and the place of a figure; gives every metric that may be meant with what speaks for it, by the ways English
//! puts a measure to its number: `revenue of €5bn`, `a €5bn fine`, `€5bn in sales`, `sales rose to €5bn`, `fined €5bn`.

use std::collections::BTreeSet;

use crate::model::Likelihood;
use crate::types::{PercentUnit, Quantity, Value};

use super::line::{Line, Place};
use super::rank::{Choice, Gathered, features};
use super::taxonomy::{self, Hit, Role};

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

/// What a step across another figure or a clause costs, in words, and a word behind its figure.
const OTHER_FIGURE: i32 = 4;
const CLAUSE: i32 = 5;
const AFTER: i32 = 7;
/// Places from a figure within which words may say what it measures.
const NEAR: usize = 80;
/// What the tight ways of putting a measure to a number are worth.
const TIGHT: i32 = 6;

/// Class of no measure.
const NONE: &str = "-";

/// What the model takes `value` most likely to measure, where that is none of `choices`.
pub(super) fn read(likely: &Likelihood<'_>, choices: &[Choice<Metric>], value: &Value) -> Option<Choice<Metric>> {
    let possible = taxonomy::names().iter().copied().filter(|name| taxonomy::can_be(name, value));
    let name = likely.best(std::iter::once(NONE).chain(possible)).filter(|name| *name != NONE)?;
    let is_new = choices.iter().all(|choice| choice.class != name);
    let features = vec![Feature::OnlyRead as u16];
    is_new.then(|| Choice { answer: Some(Metric::plain(name)), features, class: name.to_owned() })
}

/// The words of the table in `line`.
#[derive(Default)]
pub(super) struct Words(Vec<Hit>);

impl Words {
    pub(super) fn of(line: &Line) -> Self {
        Self(taxonomy::hits(line))
    }

    /// Whether a word of the line names `metric`.
    pub(super) fn name(&self, metric: &str) -> bool {
        self.0.iter().any(|hit| hit.metric == metric)
    }

    /// Everything the figure at `figure` may measure with what speaks for it; the first is nothing.
    pub(super) fn candidates(&self, seeker: &Seeker<'_>) -> Vec<Choice<Metric>> {
        let near = self.0.iter().filter(|hit| hit.from.abs_diff(seeker.figure) <= NEAR);
        let class = |metric: Option<Metric>| metric.map_or(NONE, |metric| metric.name).to_owned();
        let all = Self(near.copied().collect()).all(seeker).into_iter();
        all.map(|(answer, features)| Choice { answer, features, class: class(answer) }).collect()
    }

    fn all(&self, seeker: &Seeker<'_>) -> Vec<(Option<Metric>, Vec<u16>)> {
        let mut found = vec![(None, self.silence(seeker))];
        let mut costs: Vec<i32> = self.0.iter().map(|hit| cost(seeker.line, hit, seeker.figure)).collect();
        let mut metrics: Vec<Metric> = Vec::new();
        for (hit, _) in self.0.iter().zip(&costs) {
            metrics.push(metric_of(hit));
            metrics.extend(kin(hit.metric).iter().map(|name| Metric { name, ..metric_of(hit) }));
        }
        costs.sort_unstable();
        let carried = [
            seeker.before,
            seeker.told,
            seeker.unit(),
            seeker.aged,
            seeker.moved.then_some("share_price"),
            Some("other"),
            Some("price"),
            Some("cost"),
        ];
        metrics.extend(carried.into_iter().flatten().map(Metric::plain));
        metrics.extend(seeker.title.0.iter().map(|hit| Metric::plain(hit.metric)));
        // Who lost 5% made no loss.
        let lost = |metric: &Metric| metric.name == "net_loss" && !metric.is_noun && metric.word.is_some();
        let is_percent = matches!(seeker.value, Value::Percent(_));
        let possible = |metric: &&Metric| taxonomy::can_be(metric.name, seeker.value) && !(is_percent && lost(metric));
        let names: BTreeSet<&'static str> = metrics.iter().filter(possible).map(|metric| metric.name).collect();
        for name in names {
            let own = self.0.iter().filter(|hit| hit.metric == name || kin(hit.metric).contains(&name));
            let best = own.min_by_key(|hit| {
                (cost(seeker.line, hit, seeker.figure) + KIN * i32::from(hit.metric != name), hit.from)
            });
            let metric = best.map_or(Metric::plain(name), |hit| Metric { name, ..metric_of(hit) });
            found.push((Some(metric), self.features(seeker, name, best, &costs)));
        }
        found
    }

    fn silence(&self, seeker: &Seeker<'_>) -> Vec<u16> {
        let mut features = Gathered::default();
        features.add(true, Feature::Silent as u16);
        features.add(self.0.is_empty(), Feature::SilentNoWord as u16);
        features.add(seeker.before.is_none(), Feature::SilentFirst as u16);
        features.0
    }

    fn features(&self, seeker: &Seeker<'_>, name: &'static str, hit: Option<&Hit>, costs: &[i32]) -> Vec<u16> {
        let mut features = Gathered::default();
        let role = hit.map_or(0, |hit| match hit.role {
            Role::Noun => 1,
            Role::Verb | Role::After => 2,
            Role::Name => 3,
        });
        let identity = taxonomy::names().iter().position(|known| *known == name);
        features.0.extend(identity.map(|at| (Feature::NAMES.len() + role * taxonomy::names().len() + at) as u16));
        let is = |other: Option<&str>| other == Some(name);
        features.add(is(seeker.unit()), Feature::Unit as u16);
        features.add(is(seeker.aged), Feature::Aged as u16);
        features.add(seeker.moved && name == "share_price", Feature::Moved as u16);
        features.add(seeker.title.name(name), Feature::InTitle as u16);
        let fresh = self.0.iter().any(|hit| hit.from > seeker.after && hit.from < seeker.figure);
        features.add(is(seeker.before), Feature::Before as u16);
        features.add(is(seeker.before) && seeker.same_kind, Feature::BeforeOfKind as u16);
        features.add(is(seeker.before) && !fresh, Feature::Continued as u16);
        features.add(is(seeker.before) && seeker.twin, Feature::Twin as u16);
        features.add(is(seeker.before) && seeker.compared, Feature::Compared as u16);
        features.add(is(seeker.told), Feature::Told as u16);
        features.add(is(seeker.told) && self.0.is_empty(), Feature::ToldAlone as u16);
        features.add(is(seeker.last), Feature::Last as u16);
        features.add(is(seeker.last) && self.0.is_empty(), Feature::LastAlone as u16);
        features.add(name == "other" && self.0.is_empty(), Feature::OtherAlone as u16);
        features.add(name == "other" && seeker.unit().is_none(), Feature::OtherNoUnit as u16);
        let Some(hit) = hit else {
            features.add(true, Feature::NoWord as u16);
            return features.0;
        };
        if let Some(unit) = seeker.unit() {
            features.add(taxonomy::fits(unit, name), Feature::Fits as u16);
            features.add(!taxonomy::fits(unit, name) && unit != name, Feature::Unfit as u16);
        }
        features.add(hit.metric != name, Feature::Kin as u16);
        features.add(self.0.iter().filter(|other| other.metric == name).count() > 1, Feature::Repeated as u16);
        features.add(self.0.iter().all(|other| other.metric == hit.metric), Feature::OnlyWord as u16);
        of_word(seeker, hit, costs, &mut features);
        features.0
    }
}

/// What the place of a word for a measure speaks for.
fn of_word(seeker: &Seeker<'_>, hit: &Hit, costs: &[i32], features: &mut Gathered) {
    let (line, figure) = (seeker.line, seeker.figure);
    let cost = cost(line, hit, figure);
    features.add(
        true,
        match hit.role {
            Role::Noun => Feature::Noun,
            Role::Verb => Feature::Verb,
            Role::After => Feature::AfterWord,
            Role::Name => Feature::Named,
        } as u16,
    );
    features.add(hit.role == Role::After && hit.from == figure + 1, Feature::RightAfter as u16);
    features.add(
        line.lower(hit.from).len() < line.places[hit.to - 1].span.end() - line.places[hit.from].span.start(),
        Feature::Phrase as u16,
    );
    let near = match cost {
        ..=-5 => Feature::Cost0,
        -4..=-1 => Feature::Cost1,
        0..=2 => Feature::Cost2,
        3..=5 => Feature::Cost3,
        6..=9 => Feature::Cost4,
        10..=14 => Feature::Cost5,
        15..=20 => Feature::Cost6,
        _ => Feature::Cost7,
    };
    features.add(true, near as u16);
    features.add(costs.first() == Some(&cost), Feature::Cheapest as u16);
    features.add(costs.get(1) == Some(&cost), Feature::Second as u16);
    let clause = |at: usize| line.places[at].clause;
    features.add(clause(hit.from) == clause(figure), Feature::SameClause as u16);
    features.add(clause(hit.from) < clause(figure), Feature::EarlierClause as u16);
    features.add(clause(hit.from) > clause(figure), Feature::LaterClause as u16);
    let before = hit.to <= figure;
    features.add(before, Feature::WordBefore as u16);
    let (low, high) = if before { (hit.to, figure) } else { (figure + 1, hit.from) };
    let between = &line.places[low.min(high)..high];
    features.add(between.iter().any(Place::is_figure), Feature::Crowded as u16);
    features.add(!before && between.is_empty(), Feature::Compound as u16);
    features.add(before && between.is_empty(), Feature::Adjacent as u16);
    let gap = match between.len() {
        0 => Feature::Gap0,
        1 => Feature::Gap1,
        2 => Feature::Gap2,
        3..=5 => Feature::Gap3,
        6..=9 => Feature::Gap6,
        _ => Feature::Gap10,
    };
    features.add(true, gap as u16);
    if before {
        let led = match line.lower(figure.wrapping_sub(1)) {
            "of" => Some(Feature::LedOf),
            "to" => Some(Feature::LedTo),
            "at" => Some(Feature::LedAt),
            "by" => Some(Feature::LedBy),
            "was" | "were" | "is" | "are" | "be" => Some(Feature::LedWas),
            "from" | "than" => Some(Feature::LedFrom),
            "for" | "with" | "in" => Some(Feature::LedFor),
            _ => None,
        };
        features.add(led.is_some(), led.map_or(0, |led| led as u16));
    } else {
        let led = match line.lower(figure + 1) {
            "of" => Some(Feature::ThenOf),
            "in" | "for" => Some(Feature::ThenIn),
            "worth" => Some(Feature::ThenWorth),
            _ => None,
        };
        features.add(led.is_some(), led.map_or(0, |led| led as u16));
    }
}

/// Kinds of measures that one word may name, and how much nearer the plainer one seems.
fn kin(metric: &str) -> &'static [&'static str] {
    match metric {
        "revenue" => &["sales_volume"],
        "net_profit" | "net_loss" => &["eps"],
        "stake" => &["deal_value"],
        "deal_value" => &["stake", "price"],
        "headcount" => &["jobs_cut", "jobs_added"],
        "customers" => &["users"],
        "deliveries" => &["sales_volume", "orders", "exports"],
        "output" => &["capacity"],
        "share_price" | "cost" => &["price"],
        "price" => &["share_price"],
        "fine" | "settlement" | "orders" => &["damages"],
        "loans" => &["bad_loans"],
        "tariff" => &["tax"],
        "tax" => &["tariff"],
        "wage" => &["cost"],
        "trade_balance" => &["budget"],
        "interest_rate" => &["inflation"],
        _ => &[],
    }
}
const KIN: i32 = 3;

/// A figure whose measure is sought.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and a feature")]
pub(super) struct Seeker<'a> {
    pub(super) line: &'a Line,
    pub(super) figure: usize,
    pub(super) value: &'a Value,
    pub(super) title: &'a Words,
    /// What the figure before in the line measures, where it stands, and whether it is of the same kind.
    pub(super) before: Option<&'static str>,
    pub(super) after: usize,
    pub(super) same_kind: bool,
    /// Whether it says that one in other units, or is what that one is set against.
    pub(super) twin: bool,
    pub(super) compared: bool,
    /// What the last figure of the kind measured, and the last of any.
    pub(super) told: Option<&'static str>,
    pub(super) last: Option<&'static str>,
    /// `age`, where it has the shape of one.
    pub(super) aged: Option<&'static str>,
    /// Whether a company of which shares are spoken moved by it.
    pub(super) moved: bool,
}

impl Seeker<'_> {
    fn unit(&self) -> Option<&'static str> {
        taxonomy::unit(self.value)
    }

    /// The group of the figure: those that are measured by the same things.
    pub(super) fn group(&self) -> usize {
        let per = matches!(self.line.lower(self.figure + 1), "a" | "an" | "per" | "each" | "apiece");
        match self.value {
            Value::Money(_)
                if per && PER_SHARE.iter().any(|phrase| self.line.phrase(self.figure + 1, phrase).is_some()) =>
            {
                1
            }
            Value::Money(_)
                if per && !matches!(self.line.lower(self.figure + 2), "year" | "day" | "month" | "week") =>
            {
                2
            }
            Value::Percent(percent) if percent.unit == PercentUnit::Percent => 3,
            Value::Percent(_) => 4,
            Value::Quantity(Quantity { unit, .. }) => match (unit.as_str(), self.unit()) {
                ("multiple", _) => 6,
                (_, Some("duration")) => 7,
                ("person" | "people" | "man" | "woman" | "child" | "worker" | "employee", _)
                | (_, Some("headcount")) => 5,
                (_, Some(_)) => 8,
                (_, None) => 9,
            },
            _ => 0,
        }
    }
}

/// How many groups of figures have weights of their own.
pub(super) const GROUPS: usize = 10;

const PER_SHARE: [&str; 6] =
    ["a share", "per share", "a common share", "per ordinary share", "per diluted share", "per unit"];

features! {
    /// What speaks for and against a measure of a figure.
    Feature {
        Silent, SilentNoWord, SilentFirst,
        Unit, Aged, Moved, InTitle, Before, BeforeOfKind, Continued, Twin, Compared, Told, ToldAlone, Last, LastAlone,
        OtherAlone, OtherNoUnit, NoWord, Kin, Repeated, OnlyWord,
        Noun, Verb, AfterWord, Named, RightAfter, Phrase, Fits, Unfit,
        Cost0, Cost1, Cost2, Cost3, Cost4, Cost5, Cost6, Cost7, Cheapest, Second,
        SameClause, EarlierClause, LaterClause, WordBefore, Crowded, Compound, Adjacent,
        Gap0, Gap1, Gap2, Gap3, Gap6, Gap10,
        LedOf, LedTo, LedAt, LedBy, LedWas, LedFrom, LedFor, ThenOf, ThenIn, ThenWorth,
        OnlyRead,
    }
}

/// Names of all features: those listed, then one for each measure that no word, a noun, a verb or a name says.
pub(super) fn features() -> Vec<String> {
    let measures = ["", "noun ", "verb ", "name "].into_iter();
    let measures = measures.flat_map(|role| taxonomy::names().iter().map(move |name| format!("{role}{name}")));
    Feature::NAMES.iter().map(|name| (*name).to_owned()).chain(measures).collect()
}

fn metric_of(hit: &Hit) -> Metric {
    Metric { name: hit.metric, word: Some((hit.from, hit.to)), is_noun: hit.role == Role::Noun }
}

/// How far `hit` is from the figure, in words and their like.
fn cost(line: &Line, hit: &Hit, figure: usize) -> i32 {
    let clause = |at: usize| line.places[at].clause as i32;
    let crossed = (clause(hit.from) - clause(figure)).abs() * CLAUSE;
    let (low, high) = if hit.to <= figure { (hit.to, figure) } else { (figure + 1, hit.from) };
    let between = &line.places[low.min(high)..high];
    let figures = between.iter().filter(|place| place.is_figure());
    // `rose 14% to €96m`: the way and the level are told in one breath.
    let led = matches!(between, [.., other, to] if other.is_figure() && matches!(to.lower.as_str(), "to" | "at"));
    let crowded = (figures.count() as i32 - i32::from(led)) * OTHER_FIGURE;
    let distance = between.len() as i32 + crowded + crossed;
    if hit.to <= figure {
        let tight = matches!(
            between.last().map(|place| place.lower.as_str()),
            Some("of" | "at" | "was" | "were" | "by" | "to")
        );
        let bonus = if between.len() <= 2 && (tight || between.is_empty()) { TIGHT } else { 0 };
        return distance - bonus + i32::from(hit.role == Role::Verb && between.len() > 6) * AFTER;
    }
    let of = between.first().is_some_and(|place| matches!(place.lower.as_str(), "in" | "for" | "worth" | "of"));
    let bonus = match between.len() {
        0 => TIGHT + AFTER,
        1..=3 if of => TIGHT + AFTER - 1,
        _ => 0,
    };
    distance + AFTER - bonus
}
