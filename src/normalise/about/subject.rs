//! Whose figure it is, and who says so: by the owner beside the measure, the subject of the clause, or what the text has
//! been speaking of.

use crate::types::{EntityId, Kind, Mention, is_stop_word};

use super::cue;
use super::line::{Item, Line};
use super::metric::Metric;

/// Words that stand for what the text is speaking of.
const STANDING_IN: [&str; 8] = ["it", "its", "they", "their", "we", "our", "he", "she"];
/// Nouns that do, with `the` before them.
const BODIES: [&str; 40] = [
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
/// Words before a name that keep it from being the subject of its clause.
const PREPOSITIONS: [&str; 19] = [
    "in",
    "at",
    "on",
    "of",
    "by",
    "from",
    "to",
    "for",
    "with",
    "near",
    "between",
    "against",
    "including",
    "outside",
    "via",
    "into",
    "across",
    "over",
    "than",
];

/// Measures of whole countries.
const OF_COUNTRIES: [&str; 9] = [
    "inflation",
    "unemployment",
    "gdp",
    "exports",
    "imports",
    "trade_balance",
    "interest_rate",
    "population",
    "budget",
];
/// Measures of what is sold, whose owner follows the word: `a bid for Vela`, `acquire Vela`.
const OF_TARGETS: [&str; 3] = ["deal_value", "stake", "market_value"];
/// Measures that somebody is made to bear.
const IMPOSED: [&str; 3] = ["fine", "settlement", "damages"];
/// Measures of anything at all: without a subject in the line they stay without one.
const OF_ANYTHING: [&str; 13] = [
    "other",
    "duration",
    "distance",
    "weight",
    "area",
    "temperature",
    "dead",
    "injured",
    "missing",
    "vote_share",
    "price",
    "population",
    "rank",
];
/// Measures of firms, never of the places they are told of: `China's share of the orders` is the firm's.
const OF_FIRMS: [&str; 21] = [
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
    "market_share",
    "stake",
    "bad_loans",
    "customers",
    "users",
    "stores",
    "funding",
];
/// Words of bodies that publish figures or decide for others, whose own figures they seldom are.
const PUBLISHERS: [&str; 7] = ["statistics", "statistical", "bureau", "department", "ministry", "directors", "poll"];
/// Words for money that is traded.
const CURRENCIES: [&str; 26] = [
    "dollar",
    "greenback",
    "euro",
    "yen",
    "pound",
    "sterling",
    "yuan",
    "renminbi",
    "rupee",
    "rouble",
    "ruble",
    "won",
    "rand",
    "naira",
    "ringgit",
    "baht",
    "peso",
    "real",
    "lira",
    "franc",
    "krone",
    "krona",
    "zloty",
    "rupiah",
    "shilling",
    "bitcoin",
];
/// Words with a capital that name nothing traded.
const NO_GOODS: [&str; 6] = ["shares", "stocks", "futures", "prices", "closing", "levels"];
/// Words from the word for a deal to the name of what is dealt in.
const TARGET_REACH: usize = 8;

/// What the text is speaking of, line after line.
#[derive(Debug, Default)]
pub(super) struct Focus {
    /// What the text as a whole is about.
    pub(super) main: Option<EntityId>,
    /// The country or place that it names first.
    pub(super) place: Option<EntityId>,
    /// The last subject of a line, where the text comes back to it.
    pub(super) last: Option<EntityId>,
}

impl Focus {
    fn now(&self) -> Option<EntityId> {
        self.last.clone().or_else(|| self.main.clone())
    }
}

fn is_owner(kind: Kind) -> bool {
    matches!(kind, Kind::Company | Kind::Organisation | Kind::Place | Kind::Person)
}

fn is_body(kind: Kind) -> bool {
    matches!(kind, Kind::Company | Kind::Organisation)
}

/// The entity whose figure stands at `figure`.
pub(super) fn of(
    line: &Line,
    figure: usize,
    metric: Option<Metric>,
    mentions: &[Mention],
    focus: &Focus,
) -> Option<EntityId> {
    let found = nearest_owner(line, figure, metric, mentions, focus);
    let of_firm = metric.is_some_and(|metric| OF_FIRMS.contains(&metric.name));
    match found {
        Some(id) if of_firm && id.0.starts_with("place:") => focus.now().filter(|id| !id.0.starts_with("place:")),
        found => found,
    }
}

/// Whether `id` is a country or a union of countries.
pub(super) fn is_country(id: &EntityId) -> bool {
    let name = id.0.strip_prefix("place:").unwrap_or_default();
    let mut countries = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
    !name.is_empty() && countries.any(|country| country.eq_ignore_ascii_case(name))
}

fn publishes(id: &EntityId) -> bool {
    id.0.starts_with("organisation:")
        && id.0.split([' ', ':']).any(|word| PUBLISHERS.contains(&word.to_lowercase().as_str()))
}

fn nearest_owner(
    line: &Line,
    figure: usize,
    metric: Option<Metric>,
    mentions: &[Mention],
    focus: &Focus,
) -> Option<EntityId> {
    let id = |idx: usize| mentions.get(idx)?.entity.clone();
    let name = metric.map_or("", |metric| metric.name);
    let nearest = |wanted: Kind| {
        let near = line.mentions(|kind| kind == wanted).min_by_key(|(at, _)| (at.abs_diff(figure), *at));
        near.and_then(|(_, idx)| id(idx))
    };
    if name == "age" {
        return nearest(Kind::Person);
    }
    let word = metric.and_then(|metric| metric.word);
    if OF_TARGETS.contains(&name)
        && let Some((_, to)) = word
        && let Some((_, idx)) = line.mentions(is_body).find(|(at, _)| (to..to + TARGET_REACH).contains(at))
    {
        return id(idx);
    }
    if let Some((from, to)) = word.filter(|_| metric.is_some_and(|metric| metric.is_noun))
        && let Some(found) = beside(line, from, to, figure, focus, &id)
    {
        return Some(found);
    }
    if OF_COUNTRIES.contains(&name) {
        // Goods go to a country and come from one, whose trade is not meant.
        let aimed = |at: usize| matches!(line.lower(at.wrapping_sub(1)), "to" | "from" | "with" | "against");
        let near = line.mentions(|kind| kind == Kind::Place).filter(|(at, _)| !aimed(*at));
        let country =
            near.filter_map(|(at, idx)| Some((at.abs_diff(figure), id(idx)?))).filter(|(_, id)| is_country(id));
        let country = country.min_by_key(|(distance, _)| *distance).map(|(_, id)| id);
        if let Some(found) = country.or_else(|| focus.place.clone()).or_else(|| nearest(Kind::Place)) {
            return Some(found);
        }
    }
    if IMPOSED.contains(&name)
        && let Some(found) = nearest(Kind::Company)
    {
        return Some(found);
    }
    let clause = line.places[figure].clause;
    let said = of_clause(line, clause, figure, focus, &id);
    said.or_else(|| focus.now().filter(|_| metric.is_some() && !OF_ANYTHING.contains(&name)))
}

/// What is traded at the figure: the index, currency or good that its clause names first, in the words of the text.
pub(super) fn traded(source: &str, line: &Line, figure: usize) -> Option<String> {
    let clause = line.places[figure].clause;
    let text = |at: usize| line.places[at].span.slice(source).unwrap_or_default();
    let is_name = |at: usize| {
        let named = text(at).chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let word = matches!(line.places[at].item, Item::Word | Item::Mention(_, Kind::Company | Kind::Organisation));
        word && named && !is_stop_word(line.lower(at)) && !NO_GOODS.contains(&line.lower(at))
    };
    let here = (0..figure).filter(|at| line.places[*at].clause == clause).collect::<Vec<_>>();
    let money = here.iter().copied().find(|at| CURRENCIES.contains(&line.lower(*at)));
    let first = here.iter().copied().find(|at| is_name(*at));
    match (first, money) {
        (Some(first), money) if money.is_none_or(|money| first < money) => {
            let last = (first..figure).take_while(|at| is_name(*at)).last()?;
            source.get(line.places[first].span.start()..line.places[last].span.end()).map(str::to_owned)
        }
        (_, Some(money)) => Some(text(money).to_owned()),
        _ => None,
    }
}

/// Whether `metric` is of things that are traded and not of who trades them.
pub(super) fn is_traded(metric: &str) -> bool {
    matches!(metric, "index_level" | "exchange_rate" | "yield")
}

/// The owner of the measure at `from..to`: `Vela's revenue`, `Vela shares`, `shares of Vela`, `its revenue`.
fn beside(
    line: &Line,
    from: usize,
    to: usize,
    figure: usize,
    focus: &Focus,
    id: &impl Fn(usize) -> Option<EntityId>,
) -> Option<EntityId> {
    let clause = line.places[from].clause;
    for at in (from.saturating_sub(4)..from).rev() {
        let place = &line.places[at];
        if place.clause != clause {
            break;
        }
        match place.item {
            Item::Mention(idx, kind) if is_owner(kind) => {
                let possessive = line.lower(at + 1) == "'" || line.lower(at + 1) == "s" || line.lower(at + 1) == "'s";
                if possessive || at + 1 == from {
                    return id(idx);
                }
                break;
            }
            Item::Word if matches!(place.lower.as_str(), "its" | "their" | "our") => {
                return earlier_subject(line, at, id).or_else(|| focus.now());
            }
            Item::Mention(..) => break,
            _ => {}
        }
    }
    if matches!(line.lower(to), "of" | "at" | "for" | "in") && to + 1 != figure {
        let next =
            (to + 1..(to + 4).min(line.places.len())).find(|at| matches!(line.places[*at].item, Item::Mention(..)))?;
        if let Item::Mention(idx, kind) = line.places[next].item
            && is_owner(kind)
        {
            return id(idx);
        }
    }
    None
}

/// The nearest body before `at` in the line that is the subject of a clause.
fn earlier_subject(line: &Line, at: usize, id: &impl Fn(usize) -> Option<EntityId>) -> Option<EntityId> {
    let found = line.mentions(is_body).filter(|(place, _)| *place < at && is_subject(line, *place)).last();
    found.and_then(|(_, idx)| id(idx))
}

/// Whether the name at `at` can be the subject of its clause.
fn is_subject(line: &Line, at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
    let told = before(1) == "to" && before(2) == "according";
    let owner = matches!(line.lower(at + 1), "'s" | "'");
    // A letter or two are the rest of a ticker.
    let short = line.lower(at).len() < 3;
    // `…, Vela said` tells who speaks.
    let speaks = before(1) == "," && (1..=2).any(|n| at + n < line.places.len() && cue::is_saying(line, at + n));
    let led = PREPOSITIONS.contains(&before(if before(1) == "the" { 2 } else { 1 }));
    !(speaks || short || told || owner || led)
}

/// The subject of `clause`, before the figure.
fn of_clause(
    line: &Line,
    clause: usize,
    figure: usize,
    focus: &Focus,
    id: &impl Fn(usize) -> Option<EntityId>,
) -> Option<EntityId> {
    let here = |at: usize| line.places[at].clause == clause && at < figure;
    for at in (0..line.places.len()).filter(|at| here(*at)) {
        match line.places[at].item {
            Item::Mention(idx, kind)
                if is_body(kind) && is_subject(line, at) && !id(idx).is_some_and(|id| publishes(&id)) =>
            {
                return id(idx);
            }
            Item::Mention(idx, Kind::Place) if is_subject(line, at) && at <= 1 => return id(idx),
            Item::Word if STANDING_IN.contains(&line.lower(at)) => {
                return earlier_subject(line, at, id).or_else(|| focus.now());
            }
            Item::Word if line.lower(at) == "the" => {
                let noun = (at + 1..(at + 3).min(line.places.len())).find(|at| BODIES.contains(&line.lower(*at)));
                if noun.is_some() {
                    return earlier_subject(line, at, id).or_else(|| focus.now());
                }
            }
            _ => {}
        }
    }
    None
}

/// The first body of `line` that can be a subject: what the lines after it speak of.
pub(super) fn topic(line: &Line, mentions: &[Mention]) -> Option<EntityId> {
    let mut bodies = line.mentions(is_body).filter(|(at, _)| is_subject(line, *at));
    let named = |idx: usize| !mentions.get(idx).and_then(|mention| mention.entity.as_ref()).is_some_and(publishes);
    let mut bodies = bodies.by_ref().filter(|(_, idx)| named(*idx));
    let company = line.mentions(|kind| kind == Kind::Company).find(|(at, _)| is_subject(line, *at));
    let (_, idx) = company.or_else(|| bodies.next())?;
    mentions.get(idx)?.entity.clone()
}

/// Who says what `line` tells of the figure: the name beside the word of saying.
pub(super) fn attribution(line: &Line, figure: usize, mentions: &[Mention], focus: &Focus) -> Option<EntityId> {
    let id = |idx: usize| mentions.get(idx)?.entity.clone();
    let speaker = |kind: Kind| matches!(kind, Kind::Company | Kind::Organisation | Kind::Person);
    let long = |at: usize| line.lower(at).len() > 1;
    let phrases = [
        "according to",
        "data from",
        "figures from",
        "compiled by",
        "polled by",
        "estimates from",
        "data by",
        "survey by",
    ];
    for at in 0..line.places.len() {
        if let Some(to) = phrases.iter().find_map(|phrase| line.phrase(at, phrase)) {
            let named = line.mentions(speaker).find(|(place, _)| *place >= to && *place < to + 6);
            if let Some(found) = named.and_then(|(_, idx)| id(idx)) {
                return Some(found);
            }
        }
    }
    let saying = (0..line.places.len()).filter(|at| cue::is_saying(line, *at)).min_by_key(|at| at.abs_diff(figure))?;
    let before = line.mentions(speaker).filter(|(at, _)| *at < saying && saying - at <= 12 && long(*at)).last();
    let stand_in = (saying.saturating_sub(3)..saying).find(|at| {
        matches!(line.lower(*at), "it" | "they")
            || BODIES.contains(&line.lower(*at)) && line.lower(at.saturating_sub(1)) == "the"
    });
    if stand_in.is_some_and(|at| before.is_none_or(|(name, _)| name < at)) {
        return focus.now();
    }
    let after = line.mentions(speaker).find(|(at, _)| *at > saying && at - saying <= 2);
    let person = before.filter(|(at, _)| *at < saying).or(after)?;
    id(person.1)
}
