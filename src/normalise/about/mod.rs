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
mod scope;
mod subject;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::types::{About, Document, Entity, EntityId, Kind, Mention, Span, Value};

use line::{Item, Line};
use metric::Metric;
use period::Period;
use subject::Focus;

/// Fills `about` of the figures among `mentions`, which stand in order of place.
pub(crate) fn fill(document: &Document, entities: &[Entity], mentions: &mut [Mention]) {
    let names: BTreeMap<&EntityId, &str> = entities.iter().map(|entity| (&entity.id, entity.name.as_str())).collect();
    let mut reader = Reader::of(document, mentions, entities);
    for span in document.read_spans() {
        for (idx, mut about) in reader.line(document, span, mentions) {
            let owner = about.entity.as_ref().and_then(|id| names.get(id)).map(|name| (*name).to_owned());
            about.subject = about.subject.or(owner);
            about.attribution =
                about.attribution.and_then(|id| names.get(&EntityId(id.into())).map(|name| (*name).to_owned()));
            mentions[idx].about = Some(Box::new(about));
        }
    }
}

/// What is known while the lines go by.
struct Reader {
    focus: Focus,
    /// The stretches of business and of a country's figures that the text is about.
    stretches: [Option<Period>; 2],
    published: Option<jiff::civil::Date>,
    /// What the last figures of money and of percent measured, and whose they were.
    told: BTreeMap<Kind, (Metric, Option<EntityId>)>,
    /// How often each entity is named.
    names: BTreeMap<EntityId, usize>,
    /// Whether the text speaks of shares.
    of_markets: bool,
}

/// The figure before in its line.
struct Before {
    place: usize,
    about: About,
    metric: Option<Metric>,
    period: Option<Period>,
}

impl Reader {
    fn of(document: &Document, mentions: &[Mention], entities: &[Entity]) -> Self {
        let published = document.published.as_ref().map(|published| published.date);
        let lines: Vec<Line> =
            document.read_spans().take(4).map(|span| Line::of(&document.source, span, mentions)).collect();
        let stretches =
            [80, 28].map(|least| lines.iter().find_map(|line| period::stretch(line, mentions, published, least)));
        let mut names = BTreeMap::new();
        for id in mentions.iter().filter_map(|mention| mention.entity.clone()) {
            *names.entry(id).or_insert(0) += 1;
        }
        let mut places = mentions.iter().filter(|mention| mention.kind == Kind::Place);
        let first = places.clone().find_map(|mention| mention.entity.clone());
        let country = places.find_map(|mention| mention.entity.clone().filter(subject::is_country));
        let place = country.or(first);
        let of_markets = lines.iter().any(|line| {
            let words = metric::Words::of(line);
            words.name("share_price") || words.name("index_level")
        });
        let focus = Focus { main: main_of(&lines, mentions, entities, &names), place, last: None };
        Self { focus, stretches, published, told: BTreeMap::new(), names, of_markets }
    }

    /// What the figures of the line under `span` are about, by place among the mentions.
    fn line(&mut self, document: &Document, span: Span, mentions: &[Mention]) -> Vec<(usize, About)> {
        let line = Line::of(&document.source, span, mentions);
        let words = metric::Words::of(&line);
        let mut found: Vec<(usize, About)> = Vec::new();
        let mut before: Option<Before> = None;
        for (place, idx) in line.mentions(Kind::is_figure).collect::<Vec<_>>() {
            let Some(value) = &mentions[idx].value else { continue };
            let mut this = self.figure(&line, place, value, &words, mentions, before.as_ref());
            if this.metric.is_some_and(|metric| subject::is_traded(metric.name)) {
                this.about.subject = subject::traded(&document.source, &line, place);
                this.about.entity = None;
            }
            found.push((idx, this.about.clone()));
            if let Some(metric) = this.metric {
                self.told.insert(mentions[idx].kind, (metric, this.about.entity.clone()));
            }
            before = Some(this);
        }
        if let Some(topic) = subject::topic(&line, mentions) {
            // What is named once is no thing the text goes on about.
            let stays = self.focus.main.as_ref() == Some(&topic) || self.names.get(&topic).is_some_and(|n| *n > 1);
            self.focus.last = stays.then_some(topic);
        }
        found
    }

    fn figure(
        &self,
        line: &Line,
        place: usize,
        value: &Value,
        words: &metric::Words,
        mentions: &[Mention],
        before: Option<&Before>,
    ) -> Before {
        if let Some(before) = before.filter(|before| is_conversion(line, before.place, place, mentions)) {
            let about = About { conversion_of: Some(line.places[before.place].span), ..before.about.clone() };
            return Before { place, about, metric: before.metric, period: before.period };
        }
        let twin = before.filter(|before| is_twin(line, before.place, place));
        let compared = cue::is_compared(line, place);
        let set_against = before.filter(|_| compared);
        let metric = match (twin, set_against) {
            (Some(before), _) => before.metric,
            (None, Some(before)) => {
                let own = words.metric(line, place, value);
                own.filter(|found| found.word.is_none_or(|(from, _)| from > before.place)).or(before.metric)
            }
            (None, None) => age(line, place, value).or_else(|| words.metric(line, place, value)),
        };
        let carried = metric.is_none().then(|| self.carried(line, place, value, mentions, before)).flatten();
        let metric = metric.or(carried.as_ref().map(|(metric, _)| *metric));
        let name = metric.map(|metric| metric.name);
        let entity = match twin.or(set_against) {
            Some(before) => before.about.entity.clone(),
            None => subject::of(line, place, metric, mentions, &self.focus),
        };
        let entity = match carried {
            Some((_, Some(owner))) if subject::topic(line, mentions).is_none() => Some(owner),
            _ => entity,
        };
        let period = self.period(line, place, name, mentions, twin.or(set_against));
        let direction =
            twin.map_or_else(|| cue::direction(line, place, name, compared), |before| before.about.direction);
        let changed = direction != crate::types::Direction::Level;
        let about = About {
            subject: None,
            entity,
            metric: name.map(str::to_owned),
            direction,
            base: changed.then(|| cue::base(line, place)).flatten().map(str::to_owned),
            scope: twin.map_or_else(|| scope::of(line, place, metric), |before| before.about.scope.clone()),
            period: period.map(Period::written),
            attribution: subject::attribution(line, place, mentions, &self.focus).map(|id| id.to_string()),
            modality: cue::modality(line, place),
            conversion_of: None,
        };
        Before { place, about, metric, period }
    }

    /// What a figure measures whose line does not say it: a count of things is itself, a company that jumped 5 % did so on
    /// the market, and any other is measured like the one before it, or the last of its kind.
    fn carried(
        &self,
        line: &Line,
        place: usize,
        value: &Value,
        mentions: &[Mention],
        before: Option<&Before>,
    ) -> Option<(Metric, Option<EntityId>)> {
        let kind = match value {
            Value::Quantity(_) => return Some((Metric::plain("other"), None)),
            Value::Money(_) => Kind::Money,
            _ => Kind::Percent,
        };
        let other_kind = |name: &str| kind == Kind::Money && metric::is_no_money(name);
        if let Some((metric, before)) = before.and_then(|before| Some((before.metric?, before)))
            && metric.name != "other"
            && !other_kind(metric.name)
        {
            return Some((Metric::plain(metric.name), before.about.entity.clone()));
        }
        let moved = cue::direction(line, place, None, false) != crate::types::Direction::Level;
        let company = subject::topic(line, mentions).is_some_and(|id| id.0.starts_with("company:"));
        if kind == Kind::Percent && moved && company && self.of_markets {
            return Some((Metric::plain("share_price"), None));
        }
        let (metric, owner) = self.told.get(&kind)?;
        Some((Metric::plain(metric.name), owner.clone()))
    }

    fn period(
        &self,
        line: &Line,
        place: usize,
        metric: Option<&str>,
        mentions: &[Mention],
        before: Option<&Before>,
    ) -> Option<Period> {
        let metric = metric?;
        if period::is_a_year_back(line, place) && cue::is_compared(line, place) {
            let now = before.and_then(|before| before.period).or(self.stretches[0]);
            return now.and_then(Period::a_year_earlier);
        }
        let said = period::of(line, place, metric, mentions, self.published);
        let told = said.or_else(|| before.and_then(|before| before.period));
        let carried = || self.stretches.into_iter().flatten().find(|stretch| period::carries(metric, stretch.days()));
        told.or_else(carried)
    }
}

/// What the text is about: the body it names most, where its title or first line has it; else the first that can be a
/// subject, else the first place.
fn main_of(
    lines: &[Line],
    mentions: &[Mention],
    entities: &[Entity],
    names: &BTreeMap<EntityId, usize>,
) -> Option<EntityId> {
    let first = lines.iter().find_map(|line| subject::topic(line, mentions));
    let weight = |entity: &Entity| {
        let in_title = lines.first().is_some_and(|line| {
            line.mentions(|_| true).any(|(_, idx)| mentions[idx].entity.as_ref() == Some(&entity.id))
        });
        let n = names.get(&entity.id).copied().unwrap_or_default();
        n + 2 * usize::from(in_title) + usize::from(first.as_ref() == Some(&entity.id))
    };
    let bodies = |kind: Kind| entities.iter().filter(move |entity| entity.kind == kind && entity.name.len() > 2);
    // Of equal weight the first, which is the last by reversed order.
    let company = bodies(Kind::Company).rev().max_by_key(|entity| weight(entity)).filter(|entity| weight(entity) > 1);
    let place = || entities.iter().find(|entity| entity.kind == Kind::Place).map(|entity| entity.id.clone());
    company.map(|entity| entity.id.clone()).or(first).or_else(place)
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

/// An age: `Ola Brandt, 51,` or `51-year-old`.
fn age(line: &Line, place: usize, value: &Value) -> Option<Metric> {
    let Value::Quantity(quantity) = value else { return None };
    let after_name = place >= 2
        && line.lower(place - 1) == ","
        && matches!(line.places[place - 2].item, Item::Mention(_, Kind::Person))
        && matches!(line.lower(place + 1), "," | ".");
    let old = quantity.unit == "year" && (line.lower(place + 1) == "old" || line.lower(place).ends_with("old"));
    (after_name || old).then_some(Metric::plain("age"))
}
