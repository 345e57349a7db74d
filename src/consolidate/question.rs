//! Whether two figures answer one question.
//!
//! Takes a telling; gives [`Answer`]s, and says of two whether they ask the same: the same metric and unit, of the same
//! subject, in sentences that are near each other once the numbers are out. Doubt means no.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::types::{Amount, DocumentId, EntityId, Kind, Mention, Value, words};

use super::member::{Member, Statement, Telling};
use super::metric;

/// Cosine of the sentences, or share of words in common, from which they speak of one thing.
const NEAR_VECTOR: f32 = 0.6;
const NEAR_WORDS: f32 = 0.5;
/// Least share of words in common, whatever the vectors say.
const LEAST_WORDS: f32 = 0.25;
/// Nouns for people; a head is a head, the metric says whose.
const PEOPLE: [&str; 15] = [
    "employee",
    "job",
    "passenger",
    "people",
    "person",
    "position",
    "post",
    "protester",
    "resident",
    "soldier",
    "staff",
    "student",
    "victim",
    "villager",
    "worker",
];

/// Kind, unit and metric.
pub(super) type Key = (Kind, String, String);

/// One figure with what it is an answer to.
pub(super) struct Answer<'t, 'a> {
    /// Its sentence.
    pub(super) statement: &'t Statement<'a>,
    /// Its mention.
    pub(super) mention: &'t Mention,
    /// Its value.
    pub(super) value: &'t Value,
    /// Text family that says it.
    pub(super) family: &'t DocumentId,
    /// Day of its report.
    pub(super) day: Option<Date>,
    /// Unit and metric: answers to different keys are never compared.
    pub(super) key: Key,
    /// Unit and metric by what the figure is about, where that is known.
    pub(super) about: Option<Key>,
    names: BTreeSet<String>,
    places: BTreeSet<String>,
    content: BTreeSet<String>,
    /// What its report is mostly about.
    mains: BTreeSet<&'t EntityId>,
}

impl Answer<'_, '_> {
    /// The number itself.
    pub(super) fn amount(&self) -> &Amount {
        // `answers` makes none without.
        self.value.amount().unwrap_or(&NO_AMOUNT)
    }

    /// Places named in the sentence.
    pub(super) fn places(&self) -> BTreeSet<&str> {
        self.places.iter().map(String::as_str).collect()
    }

    /// Words that the sentences have in common, in the order of this one.
    pub(super) fn shared_words(&self, other: &Self) -> String {
        let in_both = |word: &&str| {
            let stem = crate::types::stem(word);
            self.statement.stems.contains(&stem)
                && other.statement.stems.contains(&stem)
                && !word.contains(|c: char| c.is_ascii_digit())
        };
        let mut seen = BTreeSet::new();
        words(&self.statement.text).filter(in_both).filter(|w| seen.insert(*w)).take(8).collect::<Vec<_>>().join(" ")
    }
}

static NO_AMOUNT: Amount = Amount { amount: None, bound: crate::types::Bound::Exact, low: None, high: None };

/// The figures of `member` whose metric is known, as answers.
pub(super) fn answers<'t, 'a>(member: &'t Member<'a>, telling: &'t Telling<'a>) -> Vec<Answer<'t, 'a>> {
    let family = telling.copies.family(&member.document.id);
    let day = member.document.published.as_ref().map(|p| p.date);
    let mains = mains(member);
    let mut found = Vec::new();
    for statement in &member.sentences {
        for mention in statement.mentions.iter().filter(|m| m.kind.is_figure()) {
            let Some(value) = &mention.value else { continue };
            let Some(unit) = unit_of(value) else { continue };
            let about = about(mention, &unit);
            let Some(key) = key(member, statement, mention, value, unit).or_else(|| about.clone()) else { continue };
            let (names, places) = (names(member, statement), places(member, statement));
            let content = content(statement);
            found.push(Answer {
                statement,
                mention,
                value,
                family,
                day,
                key,
                about,
                names,
                places,
                content,
                mains: mains.clone(),
            });
        }
    }
    found
}

/// What is counted: a currency, a unit, or people.
fn unit_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Money(money) => money.currency.clone()?,
        Value::Percent(percent) => format!("{:?}", percent.unit),
        Value::Quantity(quantity) if is_people(&quantity.unit) => "person".to_owned(),
        Value::Quantity(quantity) => quantity.unit.clone(),
        Value::Date(_) | Value::Regulation(_) | Value::Company(_) => return None,
    })
}

/// The key by what normalise found the figure to be about; `other` is no measure.
fn about(mention: &Mention, unit: &str) -> Option<Key> {
    let metric = mention.about.as_ref()?.metric.clone().filter(|metric| metric != "other")?;
    Some((mention.kind, unit.to_owned(), format!("{ABOUT}{metric}")))
}

/// Before a metric that is named by what a figure is about and not by the words near it.
const ABOUT: &str = "about ";

/// Measures of which one event has one number, whoever is named beside it.
const OF_EVENTS: [&str; 9] =
    ["dead", "injured", "missing", "jobs_cut", "deal_value", "fine", "settlement", "damages", "market_value"];

/// Whether the two are about the same: measure, owner, time, way and reality agree as far as both say them, and neither
/// report gives two such numbers.
pub(super) fn is_same_about(a: &Answer<'_, '_>, b: &Answer<'_, '_>, all: &[Answer<'_, '_>]) -> bool {
    let (Some(left), Some(right)) = (&a.mention.about, &b.mention.about) else { return false };
    let metric = left.metric.as_deref().unwrap_or_default();
    let owner = match (&left.subject, &right.subject) {
        (Some(x), Some(y)) => {
            let (x, y) = (x.to_lowercase(), y.to_lowercase());
            x.starts_with(&y) || y.starts_with(&x)
        }
        _ => OF_EVENTS.contains(&metric),
    };
    let agree = |x: &Option<String>, y: &Option<String>| x.is_none() || y.is_none() || x == y;
    let alone = |x: &Answer<'_, '_>| {
        let rivals = all.iter().filter(|o| o.about == x.about && o.statement.member == x.statement.member);
        rivals.filter(|o| o.amount() != x.amount() && same_owner(o, x)).count() == 0
    };
    owner
        && a.about.is_some()
        && a.about == b.about
        && agree(&left.period, &right.period)
        && agree(&left.base, &right.base)
        && left.direction == right.direction
        && left.modality == right.modality
        && alone(a)
        && alone(b)
}

fn same_owner(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let subject = |x: &Answer<'_, '_>| x.mention.about.as_ref().and_then(|about| about.subject.clone());
    subject(a) == subject(b) || subject(a).is_none() || subject(b).is_none()
}

/// Kind, unit and metric; `None` where the text does not settle them.
fn key(member: &Member<'_>, statement: &Statement<'_>, mention: &Mention, value: &Value, unit: String) -> Option<Key> {
    let span = member.document.sentences[statement.index].span;
    let text = member.document.words(span);
    let (from, to) = (mention.span.start() - span.start(), mention.span.end() - span.start());
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let before = words(text).take_while(|w| offset(w) < from).count();
    let inside = words(text).skip(before).take_while(|w| offset(w) < to).count();
    let lower: Vec<String> = words(text).map(str::to_lowercase).collect();
    let figure = before..before + inside;
    let metric = metric::of_figure(&lower, &figure).map(|metric| metric::refined(metric, &lower, &figure).to_owned());
    if is_move(&lower, &figure) || text.contains('=') {
        return None;
    }
    let counted = matches!(value, Value::Quantity(_)) && unit != "person" && !is_time(&unit) && !unit.is_empty();
    Some((mention.kind, unit.clone(), metric.or_else(|| counted.then_some(unit))?))
}

/// Whether the figure says how far a price went (`Brandholt gained 3.4 percent`) and not how far a measure did (`profit
/// rose 12 percent`): prices move all day, and two reports of different hours are no dispute.
fn is_move(words: &[String], figure: &std::ops::Range<usize>) -> bool {
    const MOVES: [&str; 24] = [
        "added", "advanced", "climbed", "climbing", "declined", "dipped", "dropped", "fell", "falling", "gained",
        "gaining", "jumped", "lost", "plunged", "rallied", "rising", "rose", "shed", "sank", "slid", "slipped",
        "soared", "surged", "tumbled",
    ];
    let Some(verb) = (figure.start.saturating_sub(3)..figure.start).rfind(|at| MOVES.contains(&words[*at].as_str()))
    else {
        return false;
    };
    metric::of_subject(&words[verb.saturating_sub(6)..verb]).is_none()
}

/// Spans of time are told of everything; two of them are no answers to one question.
fn is_time(unit: &str) -> bool {
    ["second", "minute", "hour", "day", "week", "month", "year", "decade", "time"].iter().any(|u| unit.ends_with(u))
}

/// Whether the head of `unit` is a noun for people: `administrative post`.
fn is_people(unit: &str) -> bool {
    unit.rsplit(' ').next().is_some_and(|head| PEOPLE.contains(&head))
}

/// The firms, bodies and people that a report names most, three at most and each more than once: two reports in the same
/// words about different firms come from one template and differ in nothing.
fn mains<'t>(member: &'t Member<'_>) -> BTreeSet<&'t EntityId> {
    let mut counts: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for mention in member.extraction.iter().flat_map(|extraction| &extraction.mentions) {
        if let (Kind::Company | Kind::Organisation | Kind::Person, Some(entity)) = (mention.kind, &mention.entity) {
            *counts.entry(entity).or_default() += 1;
        }
    }
    let mut often: Vec<(&EntityId, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    often.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    often.into_iter().take(3).map(|(entity, _)| entity).collect()
}

/// Words of the names in a sentence, places apart.
fn names(member: &Member<'_>, statement: &Statement<'_>) -> BTreeSet<String> {
    let named = statement.mentions.iter().filter(|m| m.kind.is_name() && m.kind != Kind::Place);
    named.flat_map(|m| words(member.document.words(m.span))).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
}

fn places(member: &Member<'_>, statement: &Statement<'_>) -> BTreeSet<String> {
    let places = statement.mentions.iter().filter(|m| m.kind == Kind::Place);
    places.map(|m| member.document.words(m.span).to_owned()).collect()
}

/// Stems that are neither numbers nor scale words.
fn content(statement: &Statement<'_>) -> BTreeSet<String> {
    let scale = ["million", "billion", "trillion", "thousand", "hundr", "per", "cent", "percent"];
    let is_content = |s: &&String| !s.contains(|c: char| c.is_ascii_digit()) && !scale.contains(&s.as_str());
    statement.stems.iter().filter(is_content).cloned().collect()
}

/// Whether the two ask the same question of the same subject.
pub(super) fn is_same(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let alone = |x: &Answer<'_, '_>| {
        let same_kind = |m: &&&Mention| m.kind == x.mention.kind && m.span != x.mention.span && m.value.is_some();
        !x.statement
            .mentions
            .iter()
            .filter(same_kind)
            .any(|m| x.mention.kind != Kind::Quantity || unit(m) == unit(x.mention))
    };
    let about_one = a.mains.is_empty() || b.mains.is_empty() || !a.mains.is_disjoint(&b.mains);
    let named = !a.names.is_disjoint(&b.names) || !a.places.is_disjoint(&b.places);
    let subject = about_one && (named || metric::is_event(&a.key.2));
    let shared = a.content.intersection(&b.content).count() as f32;
    let overlap = shared / a.content.len().min(b.content.len()).max(1) as f32;
    let near = metric::is_event(&a.key.2)
        || overlap >= NEAR_WORDS
        || (a.statement.cosine(b.statement) >= NEAR_VECTOR && overlap >= LEAST_WORDS);
    a.key == b.key && subject && near && alone(a) && alone(b) && same_direction(a, b)
}

fn unit(mention: &Mention) -> Option<&str> {
    match &mention.value {
        Some(Value::Quantity(quantity)) => Some(&quantity.unit),
        _ => None,
    }
}

/// Not one up and the other down.
fn same_direction(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    const UP: [&str; 12] =
        ["rose", "rise", "gain", "climb", "increas", "grew", "jump", "higher", "soar", "surg", "add", "creat"];
    const DOWN: [&str; 12] =
        ["fell", "fall", "drop", "declin", "decreas", "slid", "plung", "lower", "shed", "cut", "lost", "shrank"];
    let has = |x: &Answer<'_, '_>, list: &[&str]| list.iter().any(|w| x.content.contains(*w));
    let turns = |x, y| has(x, &UP) && has(y, &DOWN) && !has(x, &DOWN) && !has(y, &UP);
    !turns(a, b) && !turns(b, a)
}
