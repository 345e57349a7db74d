//! Whether two figures answer one question.
//!
//! Takes a telling; gives [`Answer`]s, and says of two whether they plainly ask the same: the same metric and unit, of the
//! same subject, in sentences that are near each other once the numbers are out. Doubt means no; `pair` weighs the rest.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::Date;

use crate::types::{Amount, DocumentId, Kind, Mention, Modality, Span, Value, is_stop_word, words};

use super::around::{SCALES, adds, around, content, is_move, near, parted, spans_record};
use super::member::{Asking, Member, Statement, Telling};
use super::named::{mains, may_be_one, names, names_of_firms, places, telling_words};
use super::{convert, metric};

/// Cosine of the sentences, or share of words in common, from which they speak of one thing.
const NEAR_VECTOR: f32 = 0.6;
const NEAR_WORDS: f32 = 0.5;
/// Least share of words in common, whatever the vectors say.
const LEAST_WORDS: f32 = 0.25;
/// Days after which what happened is past, and no count of it is under way.
const LONG_PAST: i32 = 120;
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
    /// Its value, in base units.
    pub(super) value: Cow<'t, Value>,
    question: Asking<'t>,
    /// Text family that says it.
    pub(super) family: &'t DocumentId,
    /// Day of its report.
    pub(super) day: Option<Date>,
    /// What is counted.
    pub(super) unit: String,
    /// Unit and metric by the words near it, where they settle them.
    pub(super) key: Option<Key>,
    /// The words near it, as they stand.
    pub(super) near: String,
    /// What its sentence says behind it, as it stands.
    pub(super) after: &'a str,
    /// Stems of the words of its sentence with how many words stand between, the nearest of each.
    pub(super) around: BTreeMap<String, usize>,
    names: BTreeSet<String>,
    /// Those of firms, and the telling words of its subject where that is one.
    firms: BTreeSet<String>,
    places: BTreeSet<String>,
    content: BTreeSet<String>,
    /// Words of the names of what its report is mostly about.
    mains: Rc<BTreeSet<String>>,
    /// Whether it says how far a price went, or where to, or how long a record stood: told of everything, every day.
    pub(super) moves: bool,
    /// Whether it says how many came or went, not how many there are.
    adds: bool,
    /// Words of all names in its report.
    spoken: Rc<BTreeSet<String>>,
}

impl Answer<'_, '_> {
    /// The number itself.
    pub(super) fn amount(&self) -> &Amount {
        // `answers` makes none without.
        self.value.amount().unwrap_or(&NO_AMOUNT)
    }

    /// How close the questions of the two are as the model reads them; `None` where it reads none.
    pub(super) fn closeness(&self, other: &Self) -> Option<f32> {
        self.question.closeness(other.question)
    }

    /// Places named in the sentence.
    pub(super) fn places(&self) -> BTreeSet<&str> {
        self.places.iter().map(String::as_str).collect()
    }

    /// Whether the two reports are mostly about a firm, body or person in common; `None` where one names none often.
    pub(super) fn of_one_firm(&self, other: &Self) -> Option<bool> {
        let known = !self.mains.is_empty() && !other.mains.is_empty();
        known.then(|| !self.mains.is_disjoint(&other.mains))
    }

    /// Share of the words of names in the report with fewer of them that stand in the other.
    pub(super) fn names_in_common(&self, other: &Self) -> f32 {
        let common = self.spoken.intersection(&other.spoken).count() as f32;
        common / self.spoken.len().min(other.spoken.len()).max(1) as f32
    }

    /// What is measured, by the name of the taxonomy; `None` where it is not known.
    pub(super) fn metric(&self) -> Option<&str> {
        self.mention.about.as_deref()?.metric.as_deref().filter(|metric| *metric != OTHER)
    }

    /// Whose figure it is; `None` where it is not known.
    fn subject(&self) -> Option<&str> {
        self.mention.about.as_deref()?.subject.as_deref()
    }

    /// Whether both count what two words may name: `stores` and `shops`.
    pub(super) fn counts_alike(&self, other: &Self) -> bool {
        let is_count = |answer: &Self| {
            answer.mention.kind == Kind::Quantity && !is_time(&answer.unit) && !convert::is_measure(&answer.unit)
        };
        self.unit == other.unit || is_count(self) && is_count(other)
    }

    /// The time it is about, where that is known and longer than a day.
    pub(super) fn period(&self) -> Option<&str> {
        self.mention.about.as_deref()?.period.as_deref().filter(|period| period.contains('/'))
    }

    /// Who says so; `None` where it is not known.
    pub(super) fn speaker(&self) -> Option<&str> {
        self.mention.about.as_deref()?.attribution.as_deref()
    }

    /// Whether the two are known to measure different things.
    pub(super) fn measures_another(&self, other: &Self) -> bool {
        // What is counted says more of a count than the measure read from the words around it.
        let is_count = self.mention.kind == Kind::Quantity;
        !is_count && self.metric().zip(other.metric()).is_some_and(|(a, b)| a != b)
    }

    /// Whether one sum or share was forecast and the other is a fact; a count that is to come is news for either.
    pub(super) fn is_forecast_of(&self, other: &Self) -> bool {
        if self.mention.kind == Kind::Quantity {
            return false;
        }
        let modality = |answer: &Self| answer.mention.about.as_deref().map(|about| about.modality);
        matches!(
            (modality(self), modality(other)),
            (Some(Modality::Forecast), Some(Modality::Reported)) | (Some(Modality::Reported), Some(Modality::Forecast))
        )
    }

    /// Whether one says how many there are and the other how many came or went.
    pub(super) fn is_change_of(&self, other: &Self) -> bool {
        self.adds != other.adds
    }

    /// Whether it is known to be of a time that ended well before `day`: nothing new is to come.
    pub(super) fn is_long_past(&self, day: Date) -> bool {
        let period = self.mention.about.as_deref().and_then(|about| about.period.as_deref());
        let end = period.and_then(|period| period.rsplit('/').next()).and_then(|end| end.parse::<Date>().ok());
        end.is_some_and(|end| (day - end).get_days() > LONG_PAST)
    }

    /// Whether they are known to be of two days: what a price was on Tuesday is no other answer to what it was on Wednesday.
    pub(super) fn is_of_another_time(&self, other: &Self) -> bool {
        let of_market = self.is_quote() || other.is_quote();
        self.day_told(of_market).zip(other.day_told(of_market)).is_some_and(|(a, b)| a != b)
    }

    /// The one day it is about: its own, or of what a market paid the only one that its sentence names.
    fn day_told(&self, of_market: bool) -> Option<Date> {
        if let Some(period) = self.mention.about.as_deref().and_then(|about| about.period.as_deref()) {
            return period.parse().ok();
        }
        if !of_market {
            return None;
        }
        let days = self.statement.mentions.iter().filter_map(|mention| match &mention.value {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        });
        let mut days = days.map(|date| date.start.filter(|start| Some(*start) == date.end));
        let first = days.next()??;
        days.all(|day| day == Some(first)).then_some(first)
    }

    /// Whether they are known to be results of two firms, however often either report names the other's. What a deal
    /// costs is said of buyer and bought alike.
    fn is_of_another_firm(&self, other: &Self) -> bool {
        let of_results = |answer: &Self| answer.metric().is_some_and(|metric| RESULTS.contains(&metric));
        let firm = |answer: &Self| {
            let about = answer.mention.about.as_deref()?;
            about.entity.clone().filter(|id| id.0.starts_with("company:"))
        };
        let strangers = || self.subject().zip(other.subject()).is_some_and(|(a, b)| !may_be_one(a, b));
        let results = of_results(self) || of_results(other);
        results && firm(self).zip(firm(other)).is_some_and(|(a, b)| a != b) && strangers()
    }

    /// Whether they are of subjects, or where one is not known stand beside names, of which neither report names the
    /// other's: two firms in one template. Where the words are `sure`, only firms are told apart by that: bodies and people
    /// are named by one report and not by the next as it sees fit. Reports that are known to be mostly about different ones are of one template at best.
    pub(super) fn is_of_stranger(&self, other: &Self, is_sure: bool) -> bool {
        let strangers = |(a, b): (&str, &str)| !may_be_one(a, b) && !other.speaks_of(a) && !self.speaks_of(b);
        let names_strangers =
            |one: &BTreeSet<String>, of: &Self| !one.is_empty() && one.iter().all(|name| !of.spoken.contains(name));
        if self.is_of_another_firm(other) {
            return true;
        }
        if is_sure && self.of_one_firm(other) != Some(false) {
            return names_strangers(&self.firms, other) && names_strangers(&other.firms, self);
        }
        match self.subject().zip(other.subject()) {
            Some(subjects) => strangers(subjects),
            None => names_strangers(&self.names, other) && names_strangers(&other.names, self),
        }
    }

    /// Whether one sentence is the other with another number in it and names nothing: a form that two texts fill in
    /// (`With 168 tables and figures the report provides key statistics`).
    pub(super) fn fills_form_of(&self, other: &Self) -> bool {
        let names_nothing = |of: &Self| of.names.is_empty() && of.places.is_empty();
        names_nothing(self) && names_nothing(other) && self.content == other.content
    }

    /// Whether its report names anything that may be `name`.
    fn speaks_of(&self, name: &str) -> bool {
        let words = telling_words(name);
        words.is_empty() || !words.is_disjoint(&self.spoken)
    }

    /// Whether it says what a market paid at some hour: two reports of different hours are no dispute.
    pub(super) fn is_quote(&self) -> bool {
        self.moves || self.metric().is_some_and(|metric| QUOTES.contains(&metric))
    }

    /// Whether the sentences have a name in common.
    pub(super) fn shares_name(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names) || !self.places.is_disjoint(&other.places)
    }

    /// What is measured, in words.
    pub(super) fn measure(&self) -> &str {
        let of_key = || self.key.as_ref().map(|key| key.2.as_str());
        self.metric().or_else(of_key).unwrap_or(&self.unit)
    }

    /// Words that the sentences have in common, in the order of this one: enough to tell which of many differences it is.
    pub(super) fn shared_words(&self, other: &Self) -> String {
        let in_both = |word: &&str| {
            let stem = crate::types::stem(word);
            self.statement.stems.contains(&stem)
                && other.statement.stems.contains(&stem)
                && !word.contains(|c: char| c.is_ascii_digit())
                && !OF_NUMBERS.contains(word)
        };
        let mut seen = BTreeSet::new();
        words(&self.statement.text).filter(in_both).filter(|w| seen.insert(*w)).take(5).collect::<Vec<_>>().join(", ")
    }
}

/// Words that belong to a number and tell nothing of what it measures.
const OF_NUMBERS: [&str; 10] =
    ["billion", "bn", "cent", "hundred", "million", "pct", "per", "percent", "thousand", "trillion"];

/// The taxonomy's name for measures it does not know.
const OTHER: &str = "other";

/// Measures that markets set anew by the minute.
const QUOTES: [&str; 6] = ["exchange_rate", "index_level", "market_value", "price", "share_price", "yield"];

/// Measures that a firm has one of.
const RESULTS: [&str; 12] = [
    "revenue",
    "net_profit",
    "net_loss",
    "operating_profit",
    "pretax_profit",
    "gross_profit",
    "ebitda",
    "eps",
    "dividend",
    "headcount",
    "customers",
    "users",
];

static NO_AMOUNT: Amount = Amount { amount: None, bound: crate::types::Bound::Exact, low: None, high: None };

/// The figures of all originals as answers.
pub(super) fn all<'t, 'a>(telling: &'t Telling<'a>) -> Vec<Answer<'t, 'a>> {
    telling.originals().flat_map(|member| answers(member, telling)).collect()
}

fn answers<'t, 'a>(member: &'t Member<'a>, telling: &'t Telling<'a>) -> Vec<Answer<'t, 'a>> {
    let family = telling.copies.family(&member.document.id);
    let day = member.document.published.as_ref().map(|p| p.date);
    let mains = Rc::new(mains(member));
    let names_of = |extraction: &'t crate::types::Extraction| {
        extraction.entities.iter().flat_map(|entity| entity.aliases.iter().chain([&entity.name]))
    };
    let all = member.extraction.into_iter().flat_map(names_of).flat_map(|name| telling_words(name));
    let spoken: Rc<BTreeSet<String>> = Rc::new(all.collect());
    let mut found = Vec::new();
    for statement in member.sentences.iter().filter(|s| !is_table(s) && !s.is_furniture) {
        for mention in statement.mentions.iter().filter(|m| m.kind.is_figure()) {
            let Some(value) = mention.value.as_ref().map(convert::in_base_units) else { continue };
            let Some(unit) = unit_of(&value) else { continue };
            let (key, moves) = key(member, statement, mention, &value, unit.clone());
            let (names, places) = (names(member, statement, |kind| kind != Kind::Place), places(member, statement));
            let firms = names_of_firms(member, statement, mention);
            let (content, around) = (content(statement), around(member, statement, mention));
            let near = near(member, statement, mention);
            let sentence = member.document.sentences[statement.index].span;
            let after = Span::new(mention.span.end(), sentence.end()).map_or("", |span| member.document.words(span));
            found.push(Answer {
                statement,
                mention,
                value,
                question: member.question_of(mention),
                family,
                day,
                unit,
                key,
                near,
                after,
                around,
                names,
                firms,
                places,
                content,
                mains: Rc::clone(&mains),
                moves,
                adds: adds(member, statement, mention),
                spoken: Rc::clone(&spoken),
            });
        }
        let this =
            found.len() - found.iter().rev().take_while(|answer| answer.statement.index == statement.index).count();
        note_quotes(member, statement, &mut found[this..]);
    }
    found
}

/// Words between how far a price went and where to: `gained 3.4 percent to 119.90 euros in Paris for a value of 29.7 billion`.
const QUOTED: usize = 12;

/// A sum that stands behind how far a price went is where it went to.
fn note_quotes(member: &Member<'_>, statement: &Statement<'_>, answers: &mut [Answer<'_, '_>]) {
    let parts = |answer: &Answer<'_, '_>| parted(member, statement, answer.mention).1;
    let moves: Vec<Range<usize>> = answers.iter().filter(|answer| answer.moves).map(parts).collect();
    for answer in answers.iter_mut().filter(|answer| answer.mention.kind == Kind::Money) {
        let at = parts(answer).start;
        answer.moves |= moves.iter().any(|percent| (percent.end..percent.end + QUOTED).contains(&at));
    }
}

/// Figures of a sentence past which it is lines of a table that ran together.
const TABLE: usize = 8;

/// Small verbs, which make a sentence of what has no other word of its own: `Revenue was up 4.1% at £612.4 million`.
const VERBS: [&str; 12] = ["are", "be", "been", "did", "had", "has", "have", "is", "was", "were", "will", "would"];

/// Whether a sentence is a line of a table, or lines that ran together: prices of markets, which change by the hour and
/// under no verb (`* GBS 4.25% Apr 2026, 2.877, from 2.845`).
fn is_table(statement: &Statement<'_>) -> bool {
    let is_word = |word: &str| VERBS.contains(&word) || !is_stop_word(word) && !SCALES.contains(&word);
    let is_plain = |word: &&str| word.chars().all(char::is_lowercase) && is_word(word);
    let figures = statement.mentions.iter().filter(|mention| mention.kind.is_figure()).count();
    figures > TABLE || !words(&statement.text).any(|word| is_plain(&word))
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

/// Kind, unit and metric, `None` where the text does not settle them; and whether the figure says how far a price went.
fn key(
    member: &Member<'_>,
    statement: &Statement<'_>,
    mention: &Mention,
    value: &Value,
    unit: String,
) -> (Option<Key>, bool) {
    let (all, figure) = parted(member, statement, mention);
    let lower: Vec<String> = all.into_iter().map(str::to_lowercase).collect();
    let metric = metric::of_figure(&lower, &figure).map(|metric| metric::refined(metric, &lower, &figure).to_owned());
    let told_as_move = is_move(&lower, &figure);
    let moves = mention.kind == Kind::Percent && told_as_move || is_time(&unit) && spans_record(&lower, &figure);
    if told_as_move || statement.text.contains('=') {
        return (None, moves);
    }
    let counted = matches!(value, Value::Quantity(_)) && unit != "person" && !is_time(&unit) && !unit.is_empty();
    let metric = metric.or_else(|| counted.then(|| unit.clone()));
    (metric.map(|metric| (mention.kind, unit, metric)), moves)
}

/// Spans of time are told of everything; two of them are no answers to one question.
pub(super) fn is_time(unit: &str) -> bool {
    ["second", "minute", "hour", "day", "week", "month", "year", "decade", "time"].iter().any(|u| unit.ends_with(u))
}

/// Whether the head of `unit` is a noun for people: `administrative post`.
fn is_people(unit: &str) -> bool {
    unit.rsplit(' ').next().is_some_and(|head| PEOPLE.contains(&head))
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
    let (Some(key), Some(other)) = (&a.key, &b.key) else { return false };
    let subject = a.of_one_firm(b) != Some(false) && (a.shares_name(b) || metric::is_event(&key.2));
    let shared = a.content.intersection(&b.content).count() as f32;
    let overlap = shared / a.content.len().min(b.content.len()).max(1) as f32;
    let near = metric::is_event(&key.2)
        || overlap >= NEAR_WORDS
        || (a.statement.cosine(b.statement) >= NEAR_VECTOR && overlap >= LEAST_WORDS);
    key == other && subject && near && alone(a) && alone(b) && same_direction(a, b)
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
