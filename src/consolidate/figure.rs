//! The figures of a story.
//!
//! Takes a telling and a printer of values; gives one row a value and measure: money, percent and quantities that are
//! equal across documents stand in one row, cited by each mention, with the sentence that says it first. 5 % of sales
//! and 5 % of staff are two rows, but an odd number (1.24 billion) is one fact in whatever words; an amount in another
//! currency stands with the amount it converts.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{About, Amount, Claim, DocumentId, FigureAbout, FigureRow, Kind, Mention, Span, Value};

use super::cite::{of_text, worded};
use super::member::{Statement, Telling};
use super::sentence;

/// Digits from which two equal numbers of one story are no chance.
const ODD_DIGITS: usize = 3;

/// A mention of a figure with its sentence.
#[derive(Clone, Copy)]
struct Saying<'t, 'a> {
    statement: &'t Statement<'a>,
    mention: &'a Mention,
}

impl Saying<'_, '_> {
    fn metric(&self) -> Option<&str> {
        self.mention.about.as_ref()?.metric.as_deref()
    }

    /// Place in the telling.
    fn place(&self) -> (usize, Span) {
        (self.statement.member, self.mention.span)
    }
}

/// Whether a value has so many digits that it is not met twice by chance.
fn is_odd(value: &Value) -> bool {
    let Some(number) = value.amount().and_then(Amount::middle) else { return false };
    let digits = number.normalize().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').len() >= ODD_DIGITS
}

/// The mentions of one value of one measure.
struct Told<'t, 'a> {
    kind: Kind,
    sayings: Vec<Saying<'t, 'a>>,
    families: BTreeSet<&'t DocumentId>,
}

impl<'t, 'a> Told<'t, 'a> {
    /// Whether a mention of the same value measures the same, as far as both say.
    fn fits(&self, saying: Saying<'_, '_>) -> bool {
        if saying.mention.value.as_ref().is_some_and(is_odd) {
            return true;
        }
        let metric = self.sayings.iter().find_map(Saying::metric);
        metric.zip(saying.metric()).is_none_or(|(own, other)| own == other)
    }

    fn first(&self) -> Saying<'t, 'a> {
        self.sayings[0]
    }
}

/// One row a value and measure, at most `most`: those most families give first, money before percentages before counts,
/// then as they come in the sources.
pub(super) fn rows(telling: &Telling<'_>, print: &dyn Fn(&Value) -> String, most: usize) -> Vec<FigureRow> {
    rows_of(telling, print, &|_| true, most)
}

/// The same of the figures whose value `is_wanted`.
pub(super) fn rows_of(
    telling: &Telling<'_>,
    print: &dyn Fn(&Value) -> String,
    is_wanted: &dyn Fn(&Claim) -> bool,
    most: usize,
) -> Vec<FigureRow> {
    let sayings = sayings(telling);
    let conversions = conversions(&sayings);
    let converted: BTreeSet<(usize, Span)> = conversions.values().map(Saying::place).collect();
    let mut told: BTreeMap<(Kind, &Value), Vec<Told<'_, '_>>> = BTreeMap::new();
    for saying in sayings.iter().filter(|saying| !converted.contains(&saying.place())) {
        let Some(value) = &saying.mention.value else { continue };
        let same = told.entry((saying.mention.kind, value)).or_default();
        let at = same.iter().position(|told| told.fits(*saying)).unwrap_or(same.len());
        if at == same.len() {
            same.push(Told { kind: saying.mention.kind, sayings: Vec::new(), families: BTreeSet::new() });
        }
        same[at].sayings.push(*saying);
        same[at].families.insert(telling.copies.family(&telling.members[saying.statement.member].document.id));
    }
    let mut told: Vec<Told<'_, '_>> = told.into_values().flatten().collect();
    told.sort_by_key(|t| (std::cmp::Reverse(t.families.len()), t.kind, t.first().place()));
    let rows = told.iter().filter_map(|told| row(told, &conversions, telling, print));
    rows.filter(|row| is_wanted(&row.value)).take(most).collect()
}

fn sayings<'t, 'a>(telling: &'t Telling<'a>) -> Vec<Saying<'t, 'a>> {
    let statements = telling.members.iter().flat_map(|member| &member.sentences);
    let of = |statement: &'t Statement<'a>| {
        let figures = statement.mentions.iter().filter(|m| m.kind.is_figure() && m.value.is_some());
        figures.map(move |mention| Saying { statement, mention })
    };
    statements.flat_map(of).collect()
}

/// Amounts in another currency, by the place of the amount they convert.
fn conversions<'t, 'a>(sayings: &[Saying<'t, 'a>]) -> BTreeMap<(usize, Span), Saying<'t, 'a>> {
    let of = |saying: &Saying<'t, 'a>| {
        let converts = saying.mention.about.as_ref()?.conversion_of?;
        let base = (saying.statement.member, converts);
        sayings.iter().any(|other| other.place() == base).then_some((base, *saying))
    };
    sayings.iter().filter_map(of).collect()
}

fn row(
    told: &Told<'_, '_>,
    conversions: &BTreeMap<(usize, Span), Saying<'_, '_>>,
    telling: &Telling<'_>,
    print: &dyn Fn(&Value) -> String,
) -> Option<FigureRow> {
    let converted: Vec<Saying<'_, '_>> =
        told.sayings.iter().filter_map(|saying| conversions.get(&saying.place()).copied()).collect();
    Some(FigureRow {
        kind: told.kind,
        value: value(&told.sayings, telling, print)?,
        conversion: same_value(&converted).and_then(|sayings| value(&sayings, telling, print)),
        about: about(&told.sayings),
        context: sentence::claim(told.first().statement, telling)?,
    })
}

/// Those that give the value of the first.
fn same_value<'t, 'a>(sayings: &[Saying<'t, 'a>]) -> Option<Vec<Saying<'t, 'a>>> {
    let first = sayings.first()?;
    Some(sayings.iter().filter(|saying| saying.mention.value == first.mention.value).copied().collect())
}

fn value(sayings: &[Saying<'_, '_>], telling: &Telling<'_>, print: &dyn Fn(&Value) -> String) -> Option<Claim> {
    let text = print(sayings.first()?.mention.value.as_ref()?);
    let cite =
        |saying: &Saying<'_, '_>| of_text(telling.members[saying.statement.member].document, saying.mention.span);
    worded(text, sayings.iter().map(cite).collect(), telling.copies)
}

/// What the mentions say the figure is about: each field as most of them give it, of equals the first.
fn about(sayings: &[Saying<'_, '_>]) -> FigureAbout {
    let abouts: Vec<&About> = sayings.iter().filter_map(|saying| saying.mention.about.as_deref()).collect();
    FigureAbout {
        subject: usual(abouts.iter().map(|about| about.subject.clone())),
        metric: usual(abouts.iter().map(|about| about.metric.clone())),
        direction: usual(abouts.iter().map(|about| Some(about.direction))).unwrap_or_default(),
        base: usual(abouts.iter().map(|about| about.base.clone())),
        scope: usual(abouts.iter().map(|about| about.scope.clone())),
        period: usual(abouts.iter().map(|about| about.period.clone())),
        attribution: usual(abouts.iter().map(|about| about.attribution.clone())),
        modality: usual(abouts.iter().map(|about| Some(about.modality))).unwrap_or_default(),
    }
}

/// The value given most often, of equals the first.
fn usual<T: PartialEq>(given: impl Iterator<Item = Option<T>>) -> Option<T> {
    let given: Vec<T> = given.flatten().collect();
    let count = |value: &T| given.iter().filter(|other| *other == value).count();
    let at = (0..given.len()).rev().max_by_key(|at| count(&given[*at]))?;
    given.into_iter().nth(at)
}
