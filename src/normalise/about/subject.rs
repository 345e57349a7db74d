//! Whose figure it is: the best of the things the text names, by where they stand to the figure and its measure.
//!
//! Takes the things of a text and what is known of a figure; gives each thing near enough with the features that hold of
//! it, which `rank` weighs. None of them is a candidate too: an invented owner is worse than none.

use crate::types::Value;

use super::cue;
use super::line::{Item, Line};
use super::look::{Look, is_subject, topic};
use super::metric::Metric;
use super::rank::{Choice, Gathered, features};
use super::things::{Occurrence, Sort, Thing, Things};

features! {
    /// What speaks for and against a thing as the subject of a figure.
    Feature {
        Nobody, NobodyNoMeasure, NobodyMoney, NobodyPercent, NobodyQuantity, NobodyInLine, NobodyAlone,
        Company, Organisation, Place, Country, Person, Name, Goods, Publishes, CompanyInMoney,
        Main, FirstCountry, Last, Top, Often, Once, InTitle, FirstInTitle, InLead, TopicOfLead,
        InLine, LineBefore, TwoBefore, Older, TopicBefore, OnlyCompany, AfterLine,
        SameClause, EarlierClause, LaterClause, Before, After,
        Nearest, NearestBefore, NearestAfter, NearestOfSort, OnlyInLine, Within3, Within8, Beyond,
        ClauseSubject, Topic, EarlierSubject, Opens,
        Owner, Possessive, Compound, OfMeasure, OfFigure,
        AfterBy, AfterOf, AfterIn, AfterTo, AfterFrom, AfterWith, AfterFor, AfterAt, AfterOn, AfterAgainst, AfterVerb,
        Speaks, AccordingTo, DealtIn, Borne, Buys, Crowded, SayingBetween, Apposed,
        PronounMain, PronounLast, PronounTopicBefore, PronounSubject, PronounOther, PronounPerson,
        OwnMain, OwnLast, OwnTopicBefore, OwnSubject,
        Nominal, NominalInLine, NominalOfOther, NominalGeneric, NominalGenericMain, NominalGenericTopic,
        OfFigureBefore, OfFigureLast, OfMeasureLast, Twin, Continued, InHeadline,
        Surveys, AnalystsOf, Relative, RelativeOfOther, Unit, Initials, TwoLetters, Voice, Bare, BareMeasure, BareNoun,
    }
}

/// What of the `features` of a thing its class is made of: its sort and where it stands to the figure.
fn class(features: &[u16]) -> String {
    let has = |feature: Feature| features.contains(&(feature as u16));
    let sorts = [
        Feature::Company,
        Feature::Organisation,
        Feature::Place,
        Feature::Country,
        Feature::Person,
        Feature::Name,
        Feature::Goods,
    ];
    let Some(sort) = sorts.into_iter().find(|sort| has(*sort)) else { return "-".to_owned() };
    let place = match (has(Feature::InLine), has(Feature::Before), has(Feature::After)) {
        (true, true, false) => "before",
        (true, ..) => "after",
        (false, ..) if has(Feature::Main) => "main",
        (false, ..) => "elsewhere",
    };
    format!("{} {place}", Feature::NAMES[sort as usize])
}

/// Names of all features.
pub(super) fn features() -> Vec<String> {
    Feature::NAMES.iter().map(|name| (*name).to_owned()).collect()
}

/// How many groups of measures have weights of their own.
pub(super) const GROUPS: usize = 12;

/// The group of `metric`: measures whose owners are found alike.
pub(super) fn group(metric: Option<&str>) -> usize {
    match metric {
        Some("share_price") => 1,
        Some("deal_value" | "stake" | "market_value" | "funding") => 2,
        Some("fine" | "settlement" | "damages") => 3,
        Some(
            "inflation" | "unemployment" | "gdp" | "exports" | "imports" | "trade_balance" | "interest_rate"
            | "population" | "budget" | "tax" | "tariff" | "aid",
        ) => 4,
        Some("index_level" | "exchange_rate" | "yield") => 5,
        Some("price" | "rent") => 6,
        Some(
            "market_share" | "headcount" | "jobs_cut" | "jobs_added" | "customers" | "users" | "output" | "capacity"
            | "sales_volume" | "deliveries" | "stores" | "energy" | "emissions" | "wage",
        ) => 7,
        Some("dead" | "injured" | "missing") => 8,
        Some("distance" | "area" | "weight" | "temperature" | "rank" | "other" | "vote_share") => 9,
        Some("duration" | "age") => 10,
        Some(_) => 0,
        None => 11,
    }
}

/// Measures of firms, never of the places they are told of.
const OF_FIRMS: [&str; 17] = [
    "revenue",
    "net_profit",
    "net_loss",
    "operating_profit",
    "operating_loss",
    "pretax_profit",
    "gross_profit",
    "ebitda",
    "eps",
    "margin",
    "dividend",
    "share_price",
    "market_value",
    "orders",
    "stake",
    "bad_loans",
    "funding",
];
/// Nouns that stand for a body, with `the` before them.
pub(super) const BODIES: [&str; 40] = [
    "company",
    "group",
    "firm",
    "bank",
    "lender",
    "retailer",
    "maker",
    "carmaker",
    "airline",
    "operator",
    "insurer",
    "business",
    "manufacturer",
    "utility",
    "miner",
    "producer",
    "chain",
    "brand",
    "startup",
    "start-up",
    "developer",
    "builder",
    "brewer",
    "supplier",
    "carrier",
    "drugmaker",
    "chipmaker",
    "conglomerate",
    "unit",
    "division",
    "subsidiary",
    "parent",
    "country",
    "club",
    "ministry",
    "fund",
    "platform",
    "ship",
    "agency",
    "university",
];
/// Words of dealing, after which comes what is dealt in.
const DEALS: [&str; 24] = [
    "buy",
    "bought",
    "buying",
    "acquire",
    "acquired",
    "acquiring",
    "acquisition",
    "takeover",
    "purchase",
    "purchased",
    "bid",
    "offer",
    "stake",
    "stakes",
    "valuing",
    "values",
    "valued",
    "merger",
    "merge",
    "sell",
    "sold",
    "selling",
    "holding",
    "control",
];
/// Words of what somebody is made to bear, after which comes who bears it.
const BORNE: [&str; 16] = [
    "fined",
    "fine",
    "fines",
    "fining",
    "penalty",
    "ordered",
    "orders",
    "sued",
    "sentenced",
    "penalised",
    "penalized",
    "told",
    "hit",
    "against",
    "convicted",
    "charged",
];
/// Words after the name of who asked or counted.
const SURVEYS: [&str; 8] = ["poll", "survey", "data", "figures", "report", "analyst", "analysts", "economists"];
/// Places from a figure within which names of its line are candidates, and names taken of another line.
pub(super) const NEAR: usize = 80;
/// Words to look back from a name for such a word.
const REACH: usize = 8;

/// What is known of the text before a figure.
#[derive(Debug, Default)]
pub(super) struct Focus {
    /// What the text as a whole is about.
    pub(super) main: Option<usize>,
    /// The first country it names.
    pub(super) country: Option<usize>,
    /// The last subject of a line to which the text comes back.
    pub(super) last: Option<usize>,
    /// The first body of the line before.
    pub(super) topic_before: Option<usize>,
    /// The subject of the last figure, and of the last one of the same measure.
    pub(super) of_last: Option<usize>,
}

impl Focus {
    /// What the text speaks of where a line does not say.
    pub(super) fn now(&self) -> Option<usize> {
        self.last.or(self.main)
    }
}

/// A figure whose subject is sought.
pub(super) struct Seeker<'a> {
    pub(super) things: &'a Things,
    pub(super) lines: &'a [Line],
    pub(super) number: usize,
    pub(super) figure: usize,
    pub(super) value: &'a Value,
    pub(super) metric: Option<Metric>,
    pub(super) focus: &'a Focus,
    /// The subject of the figure before in the line, and of the last one of the same measure.
    pub(super) before: Option<usize>,
    pub(super) of_measure: Option<usize>,
    /// Whether the figure says the one before it again or is set against it.
    pub(super) twin: bool,
    /// Whether nothing is named between the figure before and this one.
    pub(super) continues: bool,
}

impl<'a> Seeker<'a> {
    pub(super) fn line(&self) -> &'a Line {
        &self.lines[self.number]
    }

    fn clause(&self, at: usize) -> usize {
        self.line().places[at].clause
    }

    /// Every thing that may be the subject with its features; the first is none of them.
    pub(super) fn candidates(&self) -> Vec<Choice<usize>> {
        let line = Look::of(self);
        let nobody = (None, self.nobody());
        let near = self.near().into_iter().map(|thing| (Some(thing), self.features(thing, &line)));
        let all = std::iter::once(nobody).chain(near);
        all.map(|(answer, features)| Choice { answer, class: class(&features), features }).collect()
    }

    /// The things named in the line or shortly before, and those the text is about, that can own the measure, in order.
    fn near(&self) -> Vec<usize> {
        let here = self.things.lines[self.number].iter().filter(|place| place.from.abs_diff(self.figure) <= NEAR);
        let others = [Some(0), Some(1), self.number.checked_sub(1), self.number.checked_sub(2)];
        let others = others.into_iter().flatten().filter(|line| *line < self.number);
        let around = others.filter_map(|line| self.things.lines.get(line)).flat_map(|places| places.iter().take(NEAR));
        let spoken_of = [self.focus.main, self.focus.country, self.focus.last, self.before, self.of_measure];
        let all = here.chain(around).map(|place| place.thing).chain(spoken_of.into_iter().flatten());
        let of_firm = self.metric.is_some_and(|metric| OF_FIRMS.contains(&metric.name));
        // Who is named for nothing but its polls and data is whose the figures are said to be by, not of.
        let is_source = |thing: &Thing| thing.source == thing.count && thing.source > 0;
        let in_title = |thing: usize| self.things.places(0, thing).next().is_some();
        let owns = |thing: &Thing| !(is_source(thing) || of_firm && thing.sort == Sort::Place);
        let told = |thing: &usize| !self.things.all[*thing].carries || in_title(*thing);
        let mut near: Vec<usize> = all.filter(|thing| owns(&self.things.all[*thing]) && told(thing)).collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    fn nobody(&self) -> Vec<u16> {
        let mut features = Gathered::default();
        features.add(true, Feature::Nobody as u16);
        features.add(self.metric.is_none(), Feature::NobodyNoMeasure as u16);
        features.add(matches!(self.value, Value::Money(_)), Feature::NobodyMoney as u16);
        features.add(matches!(self.value, Value::Percent(_)), Feature::NobodyPercent as u16);
        features.add(matches!(self.value, Value::Quantity(_)), Feature::NobodyQuantity as u16);
        features.add(self.things.lines[self.number].is_empty(), Feature::NobodyInLine as u16);
        features.add(self.focus.main.is_none(), Feature::NobodyAlone as u16);
        features.0
    }

    fn features(&self, thing: usize, look: &Look) -> Vec<u16> {
        let mut features = Gathered::default();
        self.of_thing(thing, &mut features);
        self.of_text(thing, &mut features);
        self.of_stand_ins(thing, look, &mut features);
        let near = |place: &&Occurrence| place.from.abs_diff(self.figure) <= NEAR;
        let mut places = self.things.places(self.number, thing).filter(near).peekable();
        if places.peek().is_some() {
            features.add(true, Feature::InLine as u16);
        }
        for place in places {
            self.of_place(place, look, &mut features);
        }
        features.0
    }

    fn of_thing(&self, thing: usize, features: &mut Gathered) {
        let Thing { sort, is_country, publishes, count, top, only, .. } = &self.things.all[thing];
        features.add(*sort == Sort::Company, Feature::Company as u16);
        features.add(*sort == Sort::Company && matches!(self.value, Value::Money(_)), Feature::CompanyInMoney as u16);
        features.add(*sort == Sort::Organisation, Feature::Organisation as u16);
        features.add(*sort == Sort::Place && !is_country, Feature::Place as u16);
        features.add(*is_country, Feature::Country as u16);
        features.add(*sort == Sort::Person, Feature::Person as u16);
        features.add(*sort == Sort::Name, Feature::Name as u16);
        features.add(*sort == Sort::Goods, Feature::Goods as u16);
        features.add(*publishes, Feature::Publishes as u16);
        features.add(2 * self.things.all[thing].voice > *count, Feature::Voice as u16);
        features.add(self.things.all[thing].nouns.contains("unit"), Feature::Unit as u16);
        let name = &self.things.all[thing].name;
        features.add(name.chars().all(char::is_uppercase), Feature::Initials as u16);
        features.add(name.len() == 2, Feature::TwoLetters as u16);
        features.add(*top, Feature::Top as u16);
        features.add(*count > 2, Feature::Often as u16);
        features.add(*count == 1, Feature::Once as u16);
        features.add(*sort == Sort::Company && *only, Feature::OnlyCompany as u16);
    }

    fn of_text(&self, thing: usize, features: &mut Gathered) {
        let is = |other: Option<usize>| other == Some(thing);
        let in_line = |line: Option<usize>| line.is_some_and(|line| self.things.places(line, thing).next().is_some());
        features.add(is(self.focus.main), Feature::Main as u16);
        features.add(is(self.focus.country), Feature::FirstCountry as u16);
        features.add(is(self.focus.last), Feature::Last as u16);
        features.add(is(self.focus.topic_before), Feature::TopicBefore as u16);
        features.add(in_line(Some(0)), Feature::InTitle as u16);
        let first =
            |line: usize| self.things.lines.get(line).and_then(|places| places.first()).map(|place| place.thing);
        features.add(is(first(0)), Feature::FirstInTitle as u16);
        features.add(in_line(Some(1)), Feature::InLead as u16);
        features
            .add(self.lines.get(1).is_some_and(|line| is(topic(line, 1, self.things))), Feature::TopicOfLead as u16);
        let back = |n: usize| in_line(self.number.checked_sub(n));
        features.add(back(1), Feature::LineBefore as u16);
        features.add(!back(1) && back(2), Feature::TwoBefore as u16);
        features.add(!back(0) && !back(1) && !back(2), Feature::Older as u16);
        features.add(self.things.all[thing].first > self.number, Feature::AfterLine as u16);
        features.add(is(self.before), Feature::OfFigureBefore as u16);
        features.add(is(self.before) && self.twin, Feature::Twin as u16);
        features.add(is(self.before) && self.continues, Feature::Continued as u16);
        features.add(is(self.focus.of_last), Feature::OfFigureLast as u16);
        features.add(is(self.of_measure), Feature::OfMeasureLast as u16);
        features.add(self.number == 0, Feature::InHeadline as u16);
    }

    /// What pronouns and nouns with `the` in the line speak for.
    fn of_stand_ins(&self, thing: usize, look: &Look, features: &mut Gathered) {
        let is = |other: Option<usize>| other == Some(thing);
        let Thing { sort, .. } = &self.things.all[thing];
        if look.pronoun {
            features.add(is(self.focus.main), Feature::PronounMain as u16);
            features.add(is(self.focus.last), Feature::PronounLast as u16);
            features.add(is(self.focus.topic_before), Feature::PronounTopicBefore as u16);
            features.add(is(look.subject_before), Feature::PronounSubject as u16);
            let any = [self.focus.main, self.focus.last, self.focus.topic_before, look.subject_before];
            features.add(!any.contains(&Some(thing)), Feature::PronounOther as u16);
        }
        features.add(look.person && *sort == Sort::Person, Feature::PronounPerson as u16);
        if look.own {
            features.add(is(self.focus.main), Feature::OwnMain as u16);
            features.add(is(self.focus.last), Feature::OwnLast as u16);
            features.add(is(self.focus.topic_before), Feature::OwnTopicBefore as u16);
            features.add(is(look.subject_before), Feature::OwnSubject as u16);
        }
        if look.bare && self.things.places(self.number, thing).next().is_none() {
            features.add(true, Feature::Bare as u16);
            features.add(look.opens_with_measure, Feature::BareMeasure as u16);
            features.add(!look.opens_with_measure, Feature::BareNoun as u16);
        }
        let named = |at: &(usize, usize)| at.1 == thing;
        let here =
            look.nominals.iter().any(|nominal| named(nominal) && self.clause(nominal.0) == self.clause(self.figure));
        features.add(here, Feature::Nominal as u16);
        features.add(!here && look.nominals.iter().any(named), Feature::NominalInLine as u16);
        features.add(!look.nominals.is_empty() && !look.nominals.iter().any(named), Feature::NominalOfOther as u16);
        if look.generic && *sort == Sort::Company {
            features.add(true, Feature::NominalGeneric as u16);
            features.add(is(self.focus.main), Feature::NominalGenericMain as u16);
            features.add(is(self.focus.last) || is(self.focus.topic_before), Feature::NominalGenericTopic as u16);
        }
    }

    /// What the place of a name in the line speaks for.
    fn of_place(&self, place: &Occurrence, look: &Look, features: &mut Gathered) {
        let (line, figure, at) = (self.line(), self.figure, place.from);
        let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
        let (own, here) = (self.clause(at), self.clause(figure));
        features.add(own == here, Feature::SameClause as u16);
        features.add(own < here, Feature::EarlierClause as u16);
        features.add(own > here, Feature::LaterClause as u16);
        features.add(at < figure, Feature::Before as u16);
        features.add(at > figure, Feature::After as u16);
        features.add(look.nearest == Some(at), Feature::Nearest as u16);
        features.add(look.nearest_before == Some(at), Feature::NearestBefore as u16);
        features.add(look.nearest_after == Some(at), Feature::NearestAfter as u16);
        let sort = self.things.all[place.thing].sort;
        let rivals = || {
            self.things.lines[self.number]
                .iter()
                .filter(|other| other.from.abs_diff(figure) <= NEAR && self.things.all[other.thing].sort == sort)
        };
        features.add(
            rivals().all(|other| other.from.abs_diff(figure) >= at.abs_diff(figure)),
            Feature::NearestOfSort as u16,
        );
        features.add(rivals().all(|other| other.thing == place.thing), Feature::OnlyInLine as u16);
        let apart = at.abs_diff(figure);
        features.add(apart <= 3, Feature::Within3 as u16);
        features.add((4..=8).contains(&apart), Feature::Within8 as u16);
        features.add(apart > 14, Feature::Beyond as u16);
        let subject = is_subject(line, at);
        features.add(
            subject && own == here && at < figure && look.clause_subject == Some(at),
            Feature::ClauseSubject as u16,
        );
        features.add(look.topic == Some(place.thing), Feature::Topic as u16);
        features.add(look.subject_before == Some(place.thing), Feature::EarlierSubject as u16);
        features.add(at <= 1, Feature::Opens as u16);
        features.add(matches!(line.lower(place.to), "'s" | "'" | "s"), Feature::Possessive as u16);
        self.of_measure(place, features);
        features.add((place.to..place.to + 2).any(|at| SURVEYS.contains(&line.lower(at))), Feature::Surveys as u16);
        let asked =
            (2..=3).any(|n| matches!(before(n), "analysts" | "economists" | "strategists" | "analyst" | "economist"));
        features.add(asked && matches!(before(1), "at" | "with" | "of" | "by" | "from"), Feature::AnalystsOf as u16);
        let relative = line.lower(place.to) == "," && matches!(line.lower(place.to + 1), "which" | "who" | "whose");
        let inside = relative && at < figure && line.places[place.to + 1].clause == here;
        features.add(inside, Feature::Relative as u16);
        features.add(relative && at < figure && !inside, Feature::RelativeOfOther as u16);
        let article = usize::from(matches!(before(1), "the" | "its" | "a"));
        let led = match before(1 + article) {
            "by" => Some(Feature::AfterBy),
            "of" => Some(Feature::AfterOf),
            "in" | "across" | "near" | "outside" => Some(Feature::AfterIn),
            "to" | "into" => Some(Feature::AfterTo),
            "from" | "than" => Some(Feature::AfterFrom),
            "with" | "between" => Some(Feature::AfterWith),
            "for" => Some(Feature::AfterFor),
            "at" => Some(Feature::AfterAt),
            "on" | "over" => Some(Feature::AfterOn),
            "against" => Some(Feature::AfterAgainst),
            word if word.ends_with("ed") || word.ends_with("ing") => Some(Feature::AfterVerb),
            _ => None,
        };
        if let Some(led) = led {
            features.add(true, led as u16);
        }
        let after_saying = (1..=2).any(|n| place.to + n <= line.places.len() && cue::is_saying(line, place.to + n - 1));
        let before_saying = at > 0 && cue::is_saying(line, at - 1);
        features.add(after_saying || before_saying, Feature::Speaks as u16);
        features.add(before(1) == "to" && before(2) == "according", Feature::AccordingTo as u16);
        let back = at.saturating_sub(REACH)..at;
        let word_back = |words: &[&str]| {
            back.clone().any(|at| words.contains(&line.lower(at)) && line.places[at].item == Item::Word)
        };
        features.add(word_back(&DEALS), Feature::DealtIn as u16);
        let ahead = place.to..(place.to + REACH).min(line.places.len());
        features.add(ahead.into_iter().any(|at| DEALS.contains(&line.lower(at))), Feature::Buys as u16);
        features.add(word_back(&BORNE), Feature::Borne as u16);
        let (low, high) = if at < figure { (place.to, figure) } else { (figure + 1, at) };
        let between = low.min(high)..high;
        features.add(between.clone().any(|at| line.places[at].is_figure()), Feature::Crowded as u16);
        features.add(between.clone().any(|at| cue::is_saying(line, at)), Feature::SayingBetween as u16);
        features.add(before(1) == "," && line.lower(place.to) == ",", Feature::Apposed as u16);
    }

    /// How a name stands to the word for the measure and to the figure.
    fn of_measure(&self, place: &Occurrence, features: &mut Gathered) {
        let line = self.line();
        if matches!(line.lower(self.figure + 1), "of" | "in" | "for" | "at")
            || matches!(line.lower(self.figure + 2), "of" | "in")
        {
            features.add((self.figure + 2..self.figure + 6).contains(&place.from), Feature::OfFigure as u16);
        }
        let Some((from, to)) = self.metric.filter(|metric| metric.is_noun).and_then(|metric| metric.word) else {
            return;
        };
        let same = self.clause(place.from) == self.clause(from);
        let possessive = matches!(line.lower(place.to), "'s" | "'" | "s");
        features.add(same && possessive && place.to <= from && from - place.to <= 5, Feature::Owner as u16);
        features.add(place.to == from, Feature::Compound as u16);
        let of = matches!(line.lower(to), "of" | "at" | "for" | "in") && to + 1 != self.figure;
        features.add(of && (to + 1..to + 5).contains(&place.from), Feature::OfMeasure as u16);
    }
}
