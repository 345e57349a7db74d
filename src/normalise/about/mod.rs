//! What each figure of a document is about: whose it is, what it measures, which way it went, when, and who says so.
//!
//! Takes the mentions of a document with their entities and values; fills `about` of its money, percentages and
//! quantities. Rules on the words around a figure, no grammar of sentences: the nearest word that names a measure, the
//! owner beside it or the subject of its clause, the period of the line or of the text. What they do not settle stays
//! empty.

mod cue;
mod line;
mod metric;
mod period;
mod rank;
mod scope;
mod speaker;
mod subject;
mod things;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::types::{About, Direction, Document, Entity, EntityId, Kind, Mention, Span, Value};

use line::{Item, Line};
use metric::Metric;
use period::Period;
pub(crate) use rank::Case;
use rank::Weights;
use subject::{Focus, Seeker};
use things::{Sort, Things};

/// Weights of subjects.
static SUBJECTS: LazyLock<Weights> = LazyLock::new(|| Weights::of("subject", &subject::features(), subject::GROUPS));
/// Weights of measures.
static METRICS: LazyLock<Weights> = LazyLock::new(|| Weights::of("metric", &metric::features(), metric::GROUPS));
/// Share among its rivals below which an answer is left open; by the folds of `fit.py`.
const SURE_SUBJECT: f32 = 0.3;
const SURE_METRIC: f32 = 0.3;

/// Names of the features of each field, and how many groups its weights know: the head of what weights are fitted on.
pub(crate) fn features() -> [(&'static str, Vec<String>, usize); 2] {
    [("subject", subject::features(), subject::GROUPS), ("metric", metric::features(), metric::GROUPS)]
}

/// Fills `about` of the figures among `mentions`, which stand in order of place.
pub(crate) fn fill(document: &Document, entities: &[Entity], mentions: &mut [Mention]) {
    for (idx, about) in Reader::of(document, mentions, entities).read().0 {
        mentions[idx].about = Some(Box::new(about));
    }
}

/// The figures of `document` with what each field of theirs could be, in order of place: what weights are fitted on.
pub(crate) fn cases(document: &Document, entities: &[Entity], mentions: &[Mention]) -> Vec<Case> {
    let mut reader = Reader::of(document, mentions, entities);
    reader.cases = Some(Vec::new());
    reader.read().1
}

/// What is known while the lines go by.
struct Reader<'a> {
    mentions: &'a [Mention],
    names: BTreeMap<&'a EntityId, &'a str>,
    lines: Vec<Line>,
    things: Things,
    focus: Focus,
    /// The stretches of business and of a country's figures that the text is about.
    stretches: [Option<Period>; 2],
    published: Option<jiff::civil::Date>,
    /// Measures named in the headline.
    title: metric::Words,
    /// What the last figure of each kind measured, and the last of any.
    told: BTreeMap<Kind, &'static str>,
    last: Option<Metric>,
    /// Whose the last figure of each measure was.
    owners: BTreeMap<&'static str, usize>,
    /// Whether the text speaks of shares.
    of_markets: bool,
    /// The choices there were, where they are asked for.
    cases: Option<Vec<Case>>,
}

/// The figure before in its line.
struct Before {
    place: usize,
    about: About,
    subject: Option<usize>,
    metric: Option<Metric>,
    period: Option<Period>,
}

impl<'a> Reader<'a> {
    fn of(document: &Document, mentions: &'a [Mention], entities: &'a [Entity]) -> Self {
        let published = document.published.as_ref().map(|published| published.date);
        let lines: Vec<Line> = document.read_spans().map(|span| Line::of(&document.source, span, mentions)).collect();
        let first = &lines[..lines.len().min(FIRST_LINES)];
        let stretches =
            [80, 28].map(|least| first.iter().find_map(|line| period::stretch(line, mentions, published, least)));
        let things = Things::of(&document.source, &lines, mentions, entities);
        let title = first.first().map(metric::Words::of).unwrap_or_default();
        let of_markets = first.iter().any(|line| {
            let words = metric::Words::of(line);
            words.name("share_price") || words.name("index_level")
        });
        let country =
            things.lines.iter().flatten().map(|place| place.thing).find(|thing| things.all[*thing].is_country);
        let focus = Focus { main: main_of(&lines, &things), country, ..Focus::default() };
        Self {
            mentions,
            names: entities.iter().map(|entity| (&entity.id, entity.name.as_str())).collect(),
            lines,
            things,
            focus,
            stretches,
            published,
            title,
            told: BTreeMap::new(),
            last: None,
            owners: BTreeMap::new(),
            of_markets,
            cases: None,
        }
    }

    /// What each figure is about, by place among the mentions, and the cases met.
    fn read(mut self) -> (Vec<(usize, About)>, Vec<Case>) {
        let found = (0..self.lines.len()).flat_map(|number| self.line(number)).collect();
        (found, self.cases.unwrap_or_default())
    }

    /// What the figures of the line numbered `number` are about, by place among the mentions.
    fn line(&mut self, number: usize) -> Vec<(usize, About)> {
        let words = metric::Words::of(&self.lines[number]);
        let mut found: Vec<(usize, About)> = Vec::new();
        let mut before: Option<Before> = None;
        let figures: Vec<(usize, usize)> = self.lines[number].mentions(Kind::is_figure).collect();
        for (place, idx) in figures {
            let mentions = self.mentions;
            let Some(value) = &mentions[idx].value else { continue };
            let this = self.figure(number, place, value, &words, before.as_ref());
            found.push((idx, this.about.clone()));
            if let Some(metric) = this.metric {
                self.told.insert(mentions[idx].kind, metric.name);
                self.last = Some(metric);
                self.owners.extend(this.subject.map(|subject| (metric.name, subject)));
            }
            self.focus.of_last = this.subject.or(self.focus.of_last);
            before = Some(this);
        }
        self.focus.topic_before = subject::topic(&self.lines[number], number, &self.things);
        if let Some(topic) = self.focus.topic_before {
            // What is named once is no thing the text goes on about.
            let stays = self.focus.main == Some(topic) || self.things.all[topic].count > 1;
            self.focus.last = stays.then_some(topic);
        }
        found
    }

    fn figure(
        &mut self,
        number: usize,
        place: usize,
        value: &Value,
        words: &metric::Words,
        before: Option<&Before>,
    ) -> Before {
        let line = &self.lines[number];
        if let Some(before) = before.filter(|before| is_conversion(line, before.place, place, self.mentions)) {
            let about = About { conversion_of: Some(line.places[before.place].span), ..before.about.clone() };
            return Before { place, about, ..*before };
        }
        let twin = before.filter(|before| is_twin(line, before.place, place));
        let compared = cue::is_compared(line, place);
        let set_against = before.filter(|_| compared);
        let kind = |at: usize| self.lines[number].places[at].item;
        let last = before.and_then(|before| before.metric).or(self.last);
        let measured = metric::Seeker {
            line,
            figure: place,
            value,
            title: &self.title,
            before: before.and_then(|before| before.metric).map(|metric| metric.name),
            after: before.map_or(0, |before| before.place),
            same_kind: before.is_some_and(|before| is_of_kind(kind(before.place), kind(place))),
            twin: twin.is_some(),
            compared,
            told: self.told.get(&kind_of(value)).copied(),
            last: last.map(|metric| metric.name),
            aged: is_age(line, place, value).then_some("age"),
            moved: self.of_markets && self.is_moved(number, place, value),
        };
        let measures = words.candidates(&measured);
        let group = measured.group();
        let metric = match measured.aged {
            Some(age) => Some(Metric::plain(age)),
            None => best(&METRICS, group, &measures, SURE_METRIC).flatten(),
        };
        let name = metric.map(|metric| metric.name);
        let seeker = Seeker {
            things: &self.things,
            lines: &self.lines,
            number,
            figure: place,
            value,
            metric,
            focus: &self.focus,
            before: before.and_then(|before| before.subject),
            of_measure: name.and_then(|name| self.owners.get(name)).copied(),
            twin: twin.or(set_against).is_some(),
            continues: before.is_some_and(|before| self.things.is_free(number, before.place, place)),
        };
        let candidates = seeker.candidates();
        let subject = best(&SUBJECTS, subject::group(name), &candidates, SURE_SUBJECT).flatten();
        let period = self.period(line, place, name, twin.or(set_against));
        let direction =
            twin.map_or_else(|| cue::direction(line, place, name, compared), |before| before.about.direction);
        let speaking = self.focus.now().and_then(|thing| self.things.all[thing].entity.as_ref());
        let speaker = speaker::of(line, place, self.mentions, speaking);
        let about = About {
            subject: subject.map(|thing| self.things.all[thing].name.clone()),
            entity: subject.and_then(|thing| self.things.all[thing].entity.clone()),
            metric: name.map(str::to_owned),
            direction,
            base: (direction != Direction::Level).then(|| cue::base(line, place)).flatten().map(str::to_owned),
            scope: twin.map_or_else(|| scope::of(line, place, metric), |before| before.about.scope.clone()),
            period: period.map(Period::written),
            attribution: speaker.and_then(|id| self.names.get(&id)).map(|name| (*name).to_owned()),
            modality: cue::modality(line, place),
            conversion_of: None,
        };
        if let Some(cases) = &mut self.cases {
            let span = self.lines[number].places[place].span;
            let name_of = |thing: &usize| self.things.all[*thing].name.clone();
            cases.push(case(span, "subject", subject::group(name), candidates, name_of));
            cases.push(case(span, "metric", group, measures, |metric| metric.name.to_owned()));
        }
        Before { place, about, subject, metric, period }
    }

    /// Whether a company moved by the percentage at `place`.
    fn is_moved(&self, number: usize, place: usize, value: &Value) -> bool {
        let line = &self.lines[number];
        let company = || {
            subject::topic(line, number, &self.things).is_some_and(|thing| self.things.all[thing].sort == Sort::Company)
        };
        matches!(value, Value::Percent(_)) && cue::direction(line, place, None, false) != Direction::Level && company()
    }

    fn period(&self, line: &Line, place: usize, metric: Option<&str>, before: Option<&Before>) -> Option<Period> {
        let metric = metric?;
        if period::is_a_year_back(line, place) && cue::is_compared(line, place) {
            let now = before.and_then(|before| before.period).or(self.stretches[0]);
            return now.and_then(Period::a_year_earlier);
        }
        let said = period::of(line, place, metric, self.mentions, self.published);
        let told = said.or_else(|| before.and_then(|before| before.period));
        let carried = || self.stretches.into_iter().flatten().find(|stretch| period::carries(metric, stretch.days()));
        told.or_else(carried)
    }
}

/// The best of `candidates` by `weights`, where its share is at least `bar`.
fn best<T: Copy>(weights: &Weights, group: usize, candidates: &[(T, Vec<u16>)], bar: f32) -> Option<T> {
    let features: Vec<&[u16]> = candidates.iter().map(|(_, features)| features.as_slice()).collect();
    let (best, _) = weights.best(group, &features).filter(|(_, share)| *share >= bar)?;
    Some(candidates[best].0)
}

/// The choice between `candidates`, whose answers `name` writes.
fn case<T>(
    span: Span,
    field: &'static str,
    group: usize,
    candidates: Vec<(Option<T>, Vec<u16>)>,
    name: impl Fn(&T) -> String,
) -> Case {
    let written = |(answer, features): (Option<T>, Vec<u16>)| (answer.as_ref().map(&name), features);
    Case { span, field, group, candidates: candidates.into_iter().map(written).collect() }
}

/// Lines in which a text says what it is about.
const FIRST_LINES: usize = 4;

/// What the text is about: the company it names most, where its title or first line has it; else the first body that can
/// be a subject, else the thing named most.
fn main_of(lines: &[Line], things: &Things) -> Option<usize> {
    let first = lines.iter().enumerate().find_map(|(number, line)| subject::topic(line, number, things));
    let weight = |thing: usize| {
        let in_title = things.places(0, thing).next().is_some();
        things.all[thing].count + 2 * usize::from(in_title) + usize::from(first == Some(thing))
    };
    // Of equal weight the first, which is the last by reversed order.
    let most = |sorts: &[Sort]| {
        let named = (0..things.all.len()).filter(|thing| sorts.contains(&things.all[*thing].sort));
        named.rev().max_by_key(|thing| weight(*thing)).filter(|thing| weight(*thing) > 1)
    };
    most(&[Sort::Company]).or(first).or_else(|| most(&[Sort::Organisation, Sort::Name, Sort::Place, Sort::Person]))
}

/// Whether the figure at `place` gives the money before it in another currency: `41.6 billion yuan ($6.15 billion)`.
fn is_conversion(line: &Line, before: usize, place: usize, mentions: &[Mention]) -> bool {
    let money = |at: usize| match line.places[at].item {
        Item::Mention(idx, Kind::Money) => match &mentions[idx].value {
            Some(Value::Money(money)) => money.currency.clone(),
            _ => None,
        },
        _ => None,
    };
    let between = &line.places[before + 1..place];
    let bracket = between.iter().any(|place| place.lower == "(") && between.iter().all(|place| place.lower != ")");
    let or = matches!(between, [comma, or] if comma.lower == "," && or.lower == "or")
        || matches!(between, [or] if or.lower == "or");
    (bracket && between.len() <= 4 || or) && matches!((money(before), money(place)), (Some(a), Some(b)) if a != b)
}

/// Whether the figure at `place` says the one before it in other units: `$1.12, or 1.6%`.
fn is_twin(line: &Line, before: usize, place: usize) -> bool {
    let between: Vec<&str> = line.places[before + 1..place].iter().map(|place| place.lower.as_str()).collect();
    matches!(between[..], ["or" | "("] | [",", "or"] | [",", "or", "about"])
}

/// Whether it is an age: `Ola Brandt, 51,` or `51-year-old`.
fn is_age(line: &Line, place: usize, value: &Value) -> bool {
    let Value::Quantity(quantity) = value else { return false };
    let after_name = place >= 2
        && line.lower(place - 1) == ","
        && matches!(line.places[place - 2].item, Item::Mention(_, Kind::Person))
        && matches!(line.lower(place + 1), "," | ".");
    let old = quantity.unit == "year"
        && (matches!(line.lower(place + 1), "old" | "-" | "of") || line.lower(place).ends_with("old"));
    after_name || old || matches!(line.lower(place.wrapping_sub(1)), "aged" | "age")
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Money(_) => Kind::Money,
        Value::Percent(_) => Kind::Percent,
        _ => Kind::Quantity,
    }
}

fn is_of_kind(a: Item, b: Item) -> bool {
    matches!((a, b), (Item::Mention(_, a), Item::Mention(_, b)) if a == b)
}
