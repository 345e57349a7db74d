//! What each figure of a document is about: whose it is, what it measures, which way it went, when, and who says so.
//!
//! Takes the mentions of a document with their entities and values; fills `about` of its money, percentages and
//! quantities. No grammar of sentences: measure, owner and time are each the best of the candidates that the text names,
//! weighed by where they stand ([`rank`], with weights fitted on marked texts); base, scope and speaker are rules on the words
//! around the figure, direction and modality such rules weighed against what a model reads ([`told`]). What is not likely enough stays empty.

mod cue;
mod line;
mod look;
mod metric;
mod naming;
mod pair;
mod period;
mod rank;
mod scope;
mod speaker;
mod subject;
mod taxonomy;
mod things;
mod told;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{Place, Reading};
use crate::types::{About, Direction, Document, Entity, EntityId, Kind, Mention, Modality, Span, Value};

use line::{Item, Line};
use metric::Metric;
use period::Period;
use rank::Weights;
pub(crate) use rank::{Case, Choice};
use subject::{Focus, Seeker};
use things::{Sort, Things};

/// A field of figures that is chosen from candidates.
struct Field {
    name: &'static str,
    /// Where no model reads the text, and where one does.
    weights: LazyLock<[Weights; 2]>,
    /// Share among its rivals below which an answer is left open, likewise.
    sure: [f32; 2],
}

// Shares by the folds of `fit.py`.
static SUBJECT: Field = Field {
    name: "subject",
    weights: LazyLock::new(|| Weights::of("subject", &subject::features(), subject::GROUPS)),
    sure: [0.5, 0.5],
};
static METRIC: Field = Field {
    name: "metric",
    weights: LazyLock::new(|| Weights::of("metric", &metric::features(), metric::GROUPS)),
    sure: [0.5, 0.45],
};
static PERIOD: Field = Field {
    name: "period",
    weights: LazyLock::new(|| Weights::of("period", &period::features(), period::GROUPS)),
    sure: [0.5, 0.5],
};

/// Names of the features of each field, and how many groups its weights know: the head of what weights are fitted on.
pub(crate) fn features() -> [(&'static str, Vec<String>, usize); 5] {
    [
        ("subject", subject::features(), subject::GROUPS),
        ("metric", metric::features(), metric::GROUPS),
        ("period", period::features(), period::GROUPS),
        ("direction", told::ways(), told::GROUPS),
        ("modality", told::realities(), told::GROUPS),
    ]
}

/// Fills `about` of the figures among `mentions`, which stand in order of place; `reading` is what the model reads of them.
pub(crate) fn fill(document: &Document, entities: &[Entity], mentions: &mut [Mention], reading: Option<&Reading>) {
    for (idx, about) in Reader::of(document, mentions, entities, reading).read().0 {
        mentions[idx].about = Some(Box::new(about));
    }
}

/// The figures of `document` with what each field of theirs could be, in order of place: what weights are fitted on.
pub(crate) fn cases(document: &Document, entities: &[Entity], mentions: &[Mention]) -> Vec<Case> {
    let mut reader = Reader::of(document, mentions, entities, None);
    reader.cases = Some(Vec::new());
    reader.read().1
}

/// What is known while the lines go by.
struct Reader<'a> {
    mentions: &'a [Mention],
    reading: Option<&'a Reading>,
    /// Where each line stands, and the number by which the model knows the first.
    spans: Vec<Span>,
    first: usize,
    names: BTreeMap<&'a EntityId, &'a str>,
    lines: Vec<Line>,
    things: Things,
    /// By thing, the lines that name it and where.
    named: Vec<Vec<(usize, Span)>>,
    focus: Focus,
    /// The stretches of business and of a country's figures that the text is about.
    stretches: [Option<Period>; 2],
    published: Option<jiff::civil::Date>,
    /// Measures named in the headline.
    title: metric::Words,
    /// What the last figure of each kind measured, and the last of any.
    told: BTreeMap<Kind, &'static str>,
    last: Option<Metric>,
    /// The time of the last figure that has one.
    last_period: Option<Period>,
    /// Whose the last figure of each measure was.
    owners: BTreeMap<&'static str, usize>,
    /// Whether the text speaks of shares.
    of_markets: bool,
    /// The choices there were, where they are asked for.
    cases: Option<Vec<Case>>,
}

/// A figure as the fields of it are sought.
struct Here<'a> {
    /// Numbers of its line and of its place there.
    number: usize,
    place: usize,
    value: &'a Value,
    /// The words for measures and the dates of the line.
    read: &'a Read,
    /// The figure before in the line, and that figure again where this one says it in other units.
    before: Option<&'a Before>,
    twin: Option<&'a Before>,
    /// Whether it is one that another is set against.
    compared: bool,
}

/// What is read of a line once, for all its figures.
struct Read {
    words: metric::Words,
    dates: Vec<period::Told>,
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
    fn of(document: &Document, mentions: &'a [Mention], entities: &'a [Entity], reading: Option<&'a Reading>) -> Self {
        let published = document.published.as_ref().map(|published| published.date);
        let spans: Vec<Span> = document.read_spans().collect();
        let lines: Vec<Line> = spans.iter().map(|span| Line::of(&document.source, *span, mentions)).collect();
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
            reading,
            spans,
            first: usize::from(document.title_span().is_none()),
            names: entities.iter().map(|entity| (&entity.id, entity.name.as_str())).collect(),
            named: named(&lines, &things),
            lines,
            things,
            focus,
            stretches,
            published,
            title,
            told: BTreeMap::new(),
            last: None,
            last_period: None,
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
        let line = &self.lines[number];
        let read = Read { words: metric::Words::of(line), dates: period::told(line, self.mentions) };
        let mut found: Vec<(usize, About)> = Vec::new();
        let mut before: Option<Before> = None;
        let figures: Vec<(usize, usize)> = line.mentions(Kind::is_figure).collect();
        for (place, idx) in figures {
            let mentions = self.mentions;
            let Some(value) = &mentions[idx].value else { continue };
            let this = self.figure((number, place), value, &read, before.as_ref());
            if let Some((last, about)) = found.last_mut()
                && about.direction == Direction::Level
                && cue::is_earlier_level(&self.lines[number], place)
                && let Some(way) = mentions[*last].value.as_ref().and_then(|now| pair::change(value, now))
            {
                about.direction = way;
            }
            found.push((idx, this.about.clone()));
            if let Some(metric) = this.metric {
                self.told.insert(mentions[idx].kind, metric.name);
                self.last = Some(metric);
                self.owners.extend(this.subject.map(|subject| (metric.name, subject)));
            }
            self.last_period = this.period.or(self.last_period);
            self.focus.of_last = this.subject.or(self.focus.of_last);
            before = Some(this);
        }
        self.focus.topic_before = look::topic(&self.lines[number], number, &self.things);
        if let Some(topic) = self.focus.topic_before {
            // What is named once is no thing the text goes on about.
            let stays = self.focus.main == Some(topic) || self.things.all[topic].count > 1;
            self.focus.last = stays.then_some(topic);
        }
        found
    }

    fn figure(
        &mut self,
        (number, place): (usize, usize),
        value: &Value,
        read: &Read,
        before: Option<&Before>,
    ) -> Before {
        let line = &self.lines[number];
        if let Some(before) = before.filter(|before| pair::is_conversion(line, before.place, place, self.mentions)) {
            let about = About { conversion_of: Some(line.places[before.place].span), ..before.about.clone() };
            return Before { place, about, ..*before };
        }
        let twin = before.filter(|before| pair::is_twin(line, before.place, place));
        let here = Here { number, place, value, read, before, twin, compared: cue::is_compared(line, place) };
        let (metric, measures) = self.metric(&here);
        let name = metric.map(|metric| metric.name);
        let (subject, subjects) = self.subject(&here, metric);
        let (period, periods) = self.period(&here, name);
        let (direction, directions) = self.direction(&here, name);
        let (modality, modalities) = self.modality(&here);
        let about = self.about(&here, (metric, subject, period), (direction, modality));
        let cases = [measures, subjects, periods, directions, modalities];
        if let Some(kept) = &mut self.cases {
            kept.extend(cases.into_iter().flatten());
        }
        Before { place, about, subject, metric, period }
    }

    /// What the figure measures, and the choice there was where choices are kept.
    fn metric(&self, here: &Here<'_>) -> (Option<Metric>, Option<Case>) {
        let &Here { number, place, value, before, .. } = here;
        let line = &self.lines[number];
        let kind = |at: usize| line.places[at].item;
        let last = before.and_then(|before| before.metric).or(self.last);
        let seeker = metric::Seeker {
            line,
            figure: place,
            value,
            title: &self.title,
            before: before.and_then(|before| before.metric).map(|metric| metric.name),
            after: before.map_or(0, |before| before.place),
            same_kind: before.is_some_and(|before| is_of_kind(kind(before.place), kind(place))),
            twin: here.twin.is_some(),
            compared: here.compared,
            told: self.told.get(&kind_of(value)).copied(),
            last: last.map(|metric| metric.name),
            aged: is_age(line, place, value)
                .then_some("age")
                .or_else(|| is_rate(line, place, value).then_some("exchange_rate")),
            moved: self.of_markets && self.is_moved(number, place, value),
        };
        let (group, mut choices) = (seeker.group(), here.read.words.candidates(&seeker));
        let likely = self.read_at(here).and_then(|(reading, place)| reading.metric(place));
        choices.extend(likely.and_then(|likely| metric::read(&likely, &choices, value)));
        let of_each: Option<Vec<f32>> = likely.map(|likely| choices.iter().map(|c| likely.of(&c.class)).collect());
        let metric = match seeker.aged {
            Some(age) => Some(Metric::plain(age)),
            None => Self::best(&METRIC, group, &choices, of_each.as_deref()),
        };
        (metric, self.case((METRIC.name, group), here, choices, |metric| metric.name.to_owned()))
    }

    /// Whose figure it is, by number among the things.
    fn subject(&self, here: &Here<'_>, metric: Option<Metric>) -> (Option<usize>, Option<Case>) {
        let &Here { number, place, value, before, .. } = here;
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
            twin: here.twin.is_some() || before.is_some() && here.compared,
            continues: before.is_some_and(|before| self.things.is_free(number, before.place, place)),
        };
        let (group, choices) = (subject::group(name), seeker.candidates());
        let named = |choice: &Choice<usize>| choice.answer.map_or(&[][..], |thing| &self.named[thing]);
        let known = |places: &[_]| places.iter().filter_map(|(line, span)| self.place(*line, *span)).collect();
        let owners = choices.iter().map(|choice| (choice.class.as_str(), known(named(choice))));
        let likely = self.read_at(here).and_then(|(reading, place)| reading.owners(place, owners));
        // What a currency is worth in another is nobody's in the text.
        let is_rate = is_rate(&self.lines[number], place, value);
        let subject = (!is_rate).then(|| Self::best(&SUBJECT, group, &choices, likely.as_deref()));
        let places = choices.iter().map(|choice| named(choice).iter().map(|(_, span)| *span).collect()).collect();
        let case = self.case((SUBJECT.name, group), here, choices, |thing| self.things.all[thing].name.clone());
        (subject.flatten(), case.map(|case| Case { places, ..case }))
    }

    /// What time it is about.
    fn period(&self, here: &Here<'_>, metric: Option<&str>) -> (Option<Period>, Option<Case>) {
        let line = &self.lines[here.number];
        let seeker = period::Seeker {
            line,
            figure: here.place,
            told: &here.read.dates,
            published: self.published,
            stretches: self.stretches,
            before: here.before.and_then(|before| before.period),
            last: self.last_period,
            twin: here.twin.is_some(),
            compared: here.compared,
        };
        let (group, choices) = (period::group(metric), seeker.candidates());
        let likely = self.read_at(here).and_then(|(reading, place)| reading.period(place));
        let likely: Option<Vec<f32>> = likely.map(|likely| choices.iter().map(|c| likely.of(&c.class)).collect());
        let period = Self::best(&PERIOD, group, &choices, likely.as_deref());
        (period, self.case((PERIOD.name, group), here, choices, Period::written))
    }

    /// The best of `choices` for a field of a figure, where its share is at least the bar; `likely` is the log probability
    /// of each by the model.
    fn best<T: Copy>(field: &Field, group: usize, choices: &[Choice<T>], likely: Option<&[f32]>) -> Option<T> {
        let is_read = usize::from(likely.is_some());
        let (best, share) = field.weights[is_read].best(group, choices, likely)?;
        choices[best].answer.filter(|_| share >= field.sure[is_read])
    }

    /// `span` of the line numbered `number` as the model knows it.
    fn place(&self, number: usize, span: Span) -> Option<Place> {
        let start = self.spans[number].start();
        let span = Span::new(span.start().checked_sub(start)?, span.end() - start).ok()?;
        Some(Place { sentence: number + self.first, span })
    }

    /// What the model reads, and where it knows the figure to stand.
    fn read_at(&self, here: &Here<'_>) -> Option<(&'a Reading, Place)> {
        Some((self.reading?, self.place(here.number, self.lines[here.number].places[here.place].span)?))
    }

    /// The choice there was, its answers as `name` writes them, where choices are kept.
    fn case<T>(
        &self,
        (field, group): (&'static str, usize),
        here: &Here<'_>,
        choices: Vec<Choice<T>>,
        name: impl Fn(T) -> String,
    ) -> Option<Case> {
        self.cases.as_ref()?;
        let written = |Choice { answer, features, class }| Choice { answer: answer.map(&name), features, class };
        Some(Case {
            span: self.lines[here.number].places[here.place].span,
            field,
            group,
            candidates: choices.into_iter().map(written).collect(),
            places: Vec::new(),
        })
    }

    fn about(
        &self,
        here: &Here<'_>,
        (metric, subject, period): (Option<Metric>, Option<usize>, Option<Period>),
        (direction, modality): (Direction, Modality),
    ) -> About {
        let &Here { number, place, twin, .. } = here;
        let line = &self.lines[number];
        let speaking = self.focus.now().and_then(|thing| self.things.all[thing].entity.as_ref());
        let speaker = speaker::of(line, place, self.mentions, speaking);
        About {
            subject: subject.map(|thing| self.things.all[thing].name.clone()),
            entity: subject.and_then(|thing| self.things.all[thing].entity.clone()),
            metric: metric.map(|metric| metric.name.to_owned()),
            direction,
            base: (direction != Direction::Level).then(|| cue::base(line, place)).flatten().map(str::to_owned),
            scope: twin.map_or_else(|| scope::of(line, place, metric), |before| before.about.scope.clone()),
            period: period.map(Period::written),
            attribution: speaker.and_then(|id| self.names.get(&id)).map(|name| (*name).to_owned()),
            modality,
            conversion_of: None,
        }
    }

    /// Whether a company moved by the percentage at `place`.
    fn is_moved(&self, number: usize, place: usize, value: &Value) -> bool {
        let line = &self.lines[number];
        let company = || {
            look::topic(line, number, &self.things).is_some_and(|thing| self.things.all[thing].sort == Sort::Company)
        };
        matches!(value, Value::Percent(_)) && cue::direction(line, place, None, false) != Direction::Level && company()
    }
}

/// Lines in which a text says what it is about.
const FIRST_LINES: usize = 4;

/// What the text is about: the company it names most, where its title or first line has it; else the first body that can
/// be a subject, else the thing named most.
fn main_of(lines: &[Line], things: &Things) -> Option<usize> {
    let first = lines.iter().enumerate().find_map(|(number, line)| look::topic(line, number, things));
    let weight = |thing: usize| {
        let in_title = things.places(0, thing).next().is_some();
        if 2 * things.all[thing].voice > things.all[thing].count {
            return 0;
        }
        things.all[thing].count + 2 * usize::from(in_title) + usize::from(first == Some(thing))
    };
    // Of equal weight the first, which is the last by reversed order.
    let most = |sorts: &[Sort]| {
        let named = (0..things.all.len()).filter(|thing| sorts.contains(&things.all[*thing].sort));
        named.rev().max_by_key(|thing| weight(*thing)).filter(|thing| weight(*thing) > 1)
    };
    most(&[Sort::Company]).or(first).or_else(|| most(&[Sort::Organisation, Sort::Name, Sort::Place, Sort::Person]))
}

/// By thing, the lines that name it and where.
fn named(lines: &[Line], things: &Things) -> Vec<Vec<(usize, Span)>> {
    let mut named = vec![Vec::new(); things.all.len()];
    for (number, line) in lines.iter().enumerate() {
        for at in things.lines.get(number).into_iter().flatten() {
            let bytes = line.places[at.from].span.start()..line.places[at.to - 1].span.end();
            named[at.thing].extend(Span::new(bytes.start, bytes.end).ok().map(|span| (number, span)));
        }
    }
    named
}

/// Whether it is one side of a rate of exchange: `($1 = 3.42 reais)`.
fn is_rate(line: &Line, place: usize, value: &Value) -> bool {
    let before = place.checked_sub(1).map_or("", |at| line.lower(at));
    matches!(value, Value::Money(_)) && (before == "=" || line.lower(place + 1) == "=")
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
