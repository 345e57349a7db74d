//! The figures of a story.
//!
//! Takes a telling and a printer of values; gives one row a value and measure: money, percent and quantities that are
//! equal across documents stand in one row, cited by each mention, with the sentence that says it first. 5 % of sales
//! and 5 % of staff are two rows, but an odd number (1.24 billion) is one fact in whatever words; an amount in another
//! currency stands with the amount it converts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::types::{About, Amount, Claim, DocumentId, FigureAbout, FigureRow, Kind, Mention, Span, Value, significant};

use super::cite::{of_text, worded};
use super::member::{Asking, Member, Statement, Telling};
use super::named::are_forms;
use super::question::is_time;
use super::sentence;

/// Digits from which two equal numbers of one story are no chance.
const ODD_DIGITS: usize = 3;

/// Closeness below which two equal figures answer two questions. Of the pairs kept apart in training 2 to 4 in 100 that
/// answer one lie below it, and of the others half where the number has one digit, a seventh where it has two.
const ONE_QUESTION: f32 = 0.2;

/// A mention of a figure with its sentence.
#[derive(Clone, Copy)]
struct Saying<'t, 'a> {
    statement: &'t Statement<'a>,
    mention: &'a Mention,
    question: Asking<'a>,
}

impl Saying<'_, '_> {
    fn metric(&self) -> Option<&str> {
        self.mention.about.as_ref()?.metric.as_deref()
    }

    /// Whether the model reads another question than that of `other`.
    fn asks_another(&self, other: &Self) -> bool {
        self.question.closeness(other.question).is_some_and(|closeness| closeness < ONE_QUESTION)
    }

    /// Place in the telling.
    fn place(&self) -> Place {
        (self.statement.member, self.mention.span)
    }
}

/// Whether a value has so many digits that it is not met twice by chance.
pub(super) fn is_odd(value: &Value) -> bool {
    let number = value.amount().and_then(Amount::middle);
    number.is_some_and(|number| significant(number).len() >= ODD_DIGITS)
}

/// The mentions of one value of one measure.
struct Told<'t, 'a> {
    sayings: Vec<Saying<'t, 'a>>,
    families: BTreeSet<&'t DocumentId>,
    /// The same amount in another currency or unit.
    conversion: Vec<Saying<'t, 'a>>,
}

impl<'t, 'a> Told<'t, 'a> {
    /// Whether a mention of the same value measures the same, as far as both say.
    fn fits(&self, saying: Saying<'_, '_>) -> bool {
        if saying.mention.value.as_ref().is_some_and(is_odd) {
            return true;
        }
        if self.first().asks_another(&saying) {
            return false;
        }
        let metric = self.sayings.iter().find_map(Saying::metric);
        metric.zip(saying.metric()).is_none_or(|(own, other)| own == other)
    }

    fn first(&self) -> Saying<'t, 'a> {
        self.sayings[0]
    }
}

/// Two places of the telling that give one amount: a figure, and its conversion.
pub(super) type Conversion = (Place, Place);
/// Member and bytes.
type Place = (usize, Span);

/// One row a value and measure, at most `most`: those most families give first, money before percentages before counts,
/// then as they come in the sources; spans of time (`a two-week high`) stand behind all others, and behind them what one
/// report says of another story. `conversions` are those between documents; those within one are known here.
pub(super) fn rows(
    telling: &Telling<'_>,
    conversions: &[Conversion],
    print: &dyn Fn(&Value) -> String,
    most: usize,
) -> Vec<FigureRow> {
    rows_of(telling, conversions, print, &|_| true, most)
}

/// The same of the figures whose value `is_wanted`.
pub(super) fn rows_of(
    telling: &Telling<'_>,
    conversions: &[Conversion],
    print: &dyn Fn(&Value) -> String,
    is_wanted: &dyn Fn(&Claim) -> bool,
    most: usize,
) -> Vec<FigureRow> {
    let sayings = sayings(telling);
    let mut by_value: BTreeMap<(Kind, &Value), Vec<Told<'_, '_>>> = BTreeMap::new();
    for saying in &sayings {
        let Some(value) = &saying.mention.value else { continue };
        let same = by_value.entry((saying.mention.kind, value)).or_default();
        let at = same.iter().position(|told| told.fits(*saying)).unwrap_or(same.len());
        if at == same.len() {
            same.push(Told { sayings: Vec::new(), families: BTreeSet::new(), conversion: Vec::new() });
        }
        same[at].sayings.push(*saying);
        same[at].families.insert(telling.copies.family(&telling.members[saying.statement.member].document.id));
    }
    let mut told: Vec<Told<'_, '_>> = by_value.into_values().flatten().collect();
    let order = |t: &Told<'_, '_>| {
        let first = t.first();
        let is_stray = t.families.len() == 1 && !telling.is_told_of(first.statement);
        (is_stray, is_span_of_time(first.mention), Reverse(t.families.len()), first.mention.kind, first.place())
    };
    told.sort_by_cached_key(order);
    let within = sayings.iter().filter_map(|saying| {
        let base = (saying.statement.member, saying.mention.about.as_ref()?.conversion_of?);
        Some((base, saying.place()))
    });
    for (base, converted) in within.chain(conversions.iter().copied()) {
        join(&mut told, base, converted);
    }
    let rows = told.iter().filter_map(|told| row(told, telling, print));
    rows.filter(|row| is_wanted(&row.value)).take(most).collect()
}

fn is_span_of_time(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Quantity(quantity)) if is_time(&quantity.unit))
}

/// Puts the row of a conversion into the row of the figure it converts, unless one of them is part of such a pair already.
fn join(told: &mut Vec<Told<'_, '_>>, base: Place, converted: Place) {
    let row_of = |place: Place| told.iter().position(|told| told.sayings.iter().any(|saying| saying.place() == place));
    let (Some(base), Some(converted)) = (row_of(base), row_of(converted)) else { return };
    if base != converted && told[base].conversion.is_empty() && told[converted].conversion.is_empty() {
        told[base].conversion = std::mem::take(&mut told[converted].sayings);
        told.remove(converted);
    }
}

fn sayings<'t, 'a>(telling: &'t Telling<'a>) -> Vec<Saying<'t, 'a>> {
    let statements = telling.members.iter().flat_map(|member| member.sentences.iter().map(move |own| (member, own)));
    let statements = statements.filter(|(_, statement)| !statement.is_furniture);
    let of = |(member, statement): (&'t Member<'a>, &'t Statement<'a>)| {
        let figures = statement.mentions.iter().filter(|m| m.kind.is_figure() && m.value.is_some());
        figures.map(move |mention| Saying { statement, mention, question: member.question_of(mention) })
    };
    statements.flat_map(of).collect()
}

fn row(told: &Told<'_, '_>, telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Option<FigureRow> {
    Some(FigureRow {
        kind: told.first().mention.kind,
        value: value(&told.sayings, telling, print)?,
        conversion: value(&told.conversion, telling, print),
        about: about(&told.sayings),
        context: sentence::claim(told.first().statement, telling)?,
    })
}

fn value(sayings: &[Saying<'_, '_>], telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Option<Claim> {
    let text = print(sayings.first()?.mention.value.as_ref()?);
    let cite =
        |saying: &Saying<'_, '_>| of_text(telling.members[saying.statement.member].document, saying.mention.span);
    worded(text, sayings.iter().map(cite).collect(), telling.copies)
}

/// What the mentions say the figure is about: each field as most of them give it, of equals the first. A name counts for
/// its shorter and longer forms as well.
fn about(sayings: &[Saying<'_, '_>]) -> FigureAbout {
    let abouts: Vec<&About> = sayings.iter().filter_map(|saying| saying.mention.about.as_deref()).collect();
    FigureAbout {
        subject: usual(abouts.iter().map(|about| about.subject.clone()), |a, b| are_forms(a, b)),
        metric: usual(abouts.iter().map(|about| about.metric.clone()), String::eq),
        direction: usual(abouts.iter().map(|about| Some(about.direction)), PartialEq::eq).unwrap_or_default(),
        base: usual(abouts.iter().map(|about| about.base.clone()), String::eq),
        scope: usual(abouts.iter().map(|about| about.scope.clone()), String::eq),
        period: usual(abouts.iter().map(|about| about.period.clone()), String::eq),
        attribution: usual(abouts.iter().map(|about| about.attribution.clone()), |a, b| are_forms(a, b)),
        modality: usual(abouts.iter().map(|about| Some(about.modality)), PartialEq::eq).unwrap_or_default(),
    }
}

/// The value given most often, counting those that are `one` with it; of equals the first.
fn usual<T>(given: impl Iterator<Item = Option<T>>, one: impl Fn(&T, &T) -> bool) -> Option<T> {
    let given: Vec<T> = given.flatten().collect();
    let count = |value: &T| given.iter().filter(|other| one(value, other)).count();
    let at = (0..given.len()).rev().max_by_key(|at| count(&given[*at]))?;
    given.into_iter().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_count_together() {
        let most = |names: &[&str]| {
            usual(names.iter().map(|name| Some((*name).to_owned())), |a: &String, b: &String| are_forms(a, b))
        };
        let given = ["Orrin Ferries", "Vela Lines SA", "Orrin Ferries", "Vela Lines", "Vela Lines"];
        assert_eq!(most(&given).as_deref(), Some("Vela Lines SA"));
        assert_eq!(most(&["Vela Ports", "Orrin", "Vela Freight", "Orrin"]).as_deref(), Some("Orrin"));
        assert_eq!(most(&["Orrin", "Vela"]).as_deref(), Some("Orrin"), "of equals the first");
    }
}
