//! What a text can have figures of: its entities, and what it names in capitals or trades in without one.
//!
//! Takes the lines of a document with its mentions; gives each thing once, with where it stands in every line and the
//! common nouns that stand beside it (`the Dutch lender Kredia`, `Kredia, a maker of trams`), by which `the lender` finds
//! it again.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Entity, EntityId, Kind, Mention, Value, is_stop_word};

use super::line::{Item, Line};
use super::naming::{country_named, country_of, in_name, is_country, is_goods, is_plain, noun};
use super::speaker::{counts, speaks};
use super::taxonomy;

/// What sort of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Company,
    Organisation,
    Place,
    Person,
    /// Something with a name that is no entity: a ship, a drug, an index, a site.
    Name,
    /// Something traded: a currency, a metal, a crop.
    Goods,
}

/// Something a figure can be of.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of the weights by its own name")]
pub(super) struct Thing {
    pub(super) entity: Option<EntityId>,
    pub(super) sort: Sort,
    pub(super) name: String,
    /// Whether it is a country or a union of countries.
    pub(super) is_country: bool,
    /// Whether it publishes figures or decides for others, so that they are seldom its own.
    pub(super) publishes: bool,
    /// Whether it carries the news of others.
    pub(super) carries: bool,
    /// How often the text names it.
    pub(super) count: usize,
    /// How often it stands as who says, asks, rates or counts, and how often beside words of asking and counting.
    pub(super) voice: usize,
    pub(super) source: usize,
    /// The line that names it first.
    pub(super) first: usize,
    /// Whether nothing of its sort is named more often, and whether nothing else is of its sort.
    pub(super) top: bool,
    pub(super) only: bool,
    /// Common nouns beside it and in its name.
    pub(super) nouns: BTreeSet<String>,
}

/// Where a thing stands in a line: places `from..to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) thing: usize,
}

/// The things of a document.
#[derive(Debug, Default)]
pub(super) struct Things {
    pub(super) all: Vec<Thing>,
    /// By line, in order of place.
    pub(super) lines: Vec<Vec<Occurrence>>,
    /// By noun, the things beside which it stands.
    by_noun: BTreeMap<String, Vec<usize>>,
}

/// Words of bodies that publish figures or decide for others.
const PUBLISHERS: [&str; 7] = ["statistics", "statistical", "bureau", "department", "ministry", "directors", "poll"];
/// Who carries the news and counts what others do: owners of no figures but in texts about them.
const CARRIERS: [&str; 24] = [
    "reuters",
    "thomson reuters",
    "associated press",
    "ap",
    "afp",
    "agence france-presse",
    "bloomberg",
    "bloomberg news",
    "dow jones newswires",
    "dpa",
    "press association",
    "press trust of india",
    "pti",
    "xinhua",
    "kyodo",
    "interfax",
    "tass",
    "aap",
    "canadian press",
    "marketwatch",
    "cnbc",
    "factset",
    "refinitiv",
    "sharecast news",
];
/// Words with a capital that name nothing.
const NO_NAMES: [&str; 15] = [
    "mr",
    "ms",
    "mrs",
    "dr",
    "sir",
    "dame",
    "judge",
    "minister",
    "president",
    "chief",
    "executive",
    "director",
    "chairman",
    "chair",
    "ceo",
];
/// Names with fewer letters than this are the rest of a ticker.
const SHORT: usize = 3;
/// Names among which shorter and longer forms of one are looked for.
const NAMES: usize = 400;
/// How many words before a name may tell what it is, and how many after it.
const BEFORE: usize = 3;
const AFTER: usize = 9;

/// Places from the adjective of a country to what is measured of it, and the measures.
const MEASURED: usize = 3;
const OF_COUNTRIES: [&str; 12] = [
    "gdp",
    "inflation",
    "exports",
    "imports",
    "unemployment",
    "interest_rate",
    "tax",
    "budget",
    "trade_balance",
    "output",
    "wage",
    "yield",
];

impl Things {
    /// The things of `lines`, of which the first is the headline where `has_title` says so.
    pub(super) fn of(source: &str, lines: &[Line], mentions: &[Mention], entities: &[Entity]) -> Self {
        let mut builder = Builder::of(source, lines, mentions, entities);
        for (at, line) in lines.iter().enumerate() {
            builder.read(line, at);
        }
        builder.things.rank();
        builder.things
    }

    /// Fills what is known once all are.
    fn rank(&mut self) {
        let sorts = [Sort::Company, Sort::Organisation, Sort::Place, Sort::Person, Sort::Name, Sort::Goods];
        for sort in sorts {
            let of_sort = || self.all.iter().filter(|thing| thing.sort == sort);
            let (n, most) = (of_sort().count(), of_sort().map(|thing| thing.count).max().unwrap_or_default());
            for thing in self.all.iter_mut().filter(|thing| thing.sort == sort) {
                thing.top = thing.count > 1 && thing.count == most;
                thing.only = n == 1;
            }
        }
        for (at, thing) in self.all.iter().enumerate() {
            for noun in &thing.nouns {
                self.by_noun.entry(noun.clone()).or_default().push(at);
            }
        }
    }

    /// The things beside which `noun` stands, in order.
    pub(super) fn of_noun(&self, noun: &str) -> &[usize] {
        self.by_noun.get(noun).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is named between two places of the line numbered `line`.
    pub(super) fn is_free(&self, line: usize, from: usize, to: usize) -> bool {
        !self.lines[line].iter().any(|place| (from..to).contains(&place.from))
    }

    /// Where `thing` stands in the line numbered `line`.
    pub(super) fn places(&self, line: usize, thing: usize) -> impl Iterator<Item = &Occurrence> {
        self.lines.get(line).into_iter().flatten().filter(move |occurrence| occurrence.thing == thing)
    }
}

struct Builder<'a> {
    source: &'a str,
    mentions: &'a [Mention],
    entities: BTreeMap<&'a EntityId, &'a Entity>,
    /// Lower-case forms of entities.
    forms: BTreeMap<String, &'a EntityId>,
    /// Lower-case runs of words in capitals that do not begin a line.
    known: BTreeSet<String>,
    by_entity: BTreeMap<&'a EntityId, usize>,
    by_name: BTreeMap<String, usize>,
    things: Things,
}

impl<'a> Builder<'a> {
    fn of(source: &'a str, lines: &[Line], mentions: &'a [Mention], entities: &'a [Entity]) -> Self {
        let named = |entity: &&Entity| is_name(entity.kind);
        let mut forms = BTreeMap::new();
        for entity in entities.iter().filter(named) {
            for form in entity.aliases.iter().chain([&entity.name]).filter(|form| form.len() >= SHORT) {
                forms.entry(form.to_lowercase()).or_insert(&entity.id);
            }
            let first = entity.name.split_whitespace().next().unwrap_or_default().to_lowercase();
            if first.len() > SHORT && !is_stop_word(&first) && entity.kind == Kind::Company {
                forms.entry(first).or_insert(&entity.id);
            }
        }
        let mut this = Self {
            source,
            mentions,
            entities: entities.iter().map(|entity| (&entity.id, entity)).collect(),
            forms,
            known: BTreeSet::new(),
            by_entity: BTreeMap::new(),
            by_name: BTreeMap::new(),
            things: Things::default(),
        };
        let bodies = lines.iter().filter(|line| !this.is_headline(line));
        let inner = bodies.flat_map(|line| {
            this.runs(line).into_iter().filter(|run| !begins(line, run.0)).map(move |run| (line, run))
        });
        let known = inner.map(|(line, (from, to))| this.text(line, from, to).to_lowercase()).collect();
        this.known = known;
        this
    }

    fn text(&self, line: &Line, from: usize, to: usize) -> &'a str {
        self.source.get(line.places[from].span.start()..line.places[to - 1].span.end()).unwrap_or_default()
    }

    fn is_capital(&self, line: &Line, at: usize) -> bool {
        let text = self.text(line, at, at + 1);
        let capital = text.chars().next().is_some_and(char::is_uppercase)
            || text.chars().filter(|c| c.is_uppercase()).count() > 1;
        line.places[at].item == Item::Word && capital
    }

    /// Whether most words of `line` are in capitals, so that they tell no name.
    fn is_headline(&self, line: &Line) -> bool {
        let words =
            (0..line.places.len()).filter(|at| line.places[*at].item == Item::Word && line.lower(*at).len() > 3);
        let (n, capitals) =
            words.fold((0, 0), |(n, capitals), at| (n + 1, capitals + usize::from(self.is_capital(line, at))));
        n > 2 && 2 * capitals > n
    }

    /// Runs of words in capitals outside mentions.
    fn runs(&self, line: &Line) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while at < line.places.len() {
            let begins = self.is_capital(line, at) && !is_stop_word(line.lower(at)) && line.lower(at) != "i";
            if !begins {
                at += 1;
                continue;
            }
            let mut to = at + 1;
            while to < line.places.len() && self.goes_on(line, to) {
                to += 1;
            }
            // `Finance Minister Ola Brandt` names a person alone.
            let title = matches!(line.places.get(to).map(|place| place.item), Some(Item::Mention(_, Kind::Person)));
            let plain = NO_NAMES.contains(&line.lower(at))
                || to == at + 1 && taxonomy::is_word(line.lower(at))
                || (at..to).all(|at| is_plain(line.lower(at)));
            if !title && !plain {
                runs.push((at, to));
            }
            at = to;
        }
        runs
    }

    /// Whether the word at `at` goes on with the name before it: `FTSE 100`, `M/V Santa Rufina`.
    fn goes_on(&self, line: &Line, at: usize) -> bool {
        let touches = line.places[at - 1].span.end() == line.places[at].span.start();
        let word = line.places[at].item == Item::Word;
        let number = word && line.lower(at).chars().all(|c| c.is_ascii_digit());
        self.is_capital(line, at) || touches && matches!(line.lower(at), "/" | "&") || number && !touches
    }

    /// Whether the model took words of accounts that begin a sentence for a firm: `Ebitda per tonne`, `Vacancies fell`.
    fn is_mistaken(&self, idx: usize, lower: &str) -> bool {
        let mention = &self.mentions[idx];
        let linked = matches!(&mention.value, Some(Value::Company(company)) if !company.ids.is_empty());
        let whole = mention.entity.as_ref().and_then(|id| self.entities.get(id));
        let alone = whole.is_none_or(|entity| entity.name.eq_ignore_ascii_case(lower));
        matches!(mention.kind, Kind::Company | Kind::Organisation) && !linked && alone && lower.split(' ').all(is_plain)
    }

    fn read(&mut self, line: &Line, number: usize) {
        let headline = self.is_headline(line);
        let mut found = Vec::new();
        for (at, place) in line.places.iter().enumerate() {
            if let Item::Mention(idx, kind) = place.item
                && is_name(kind)
                && place.lower.len() > 1
                && !(begins(line, at) && self.is_mistaken(idx, &place.lower))
                && let Some(id) = &self.mentions[idx].entity
            {
                found.push((at, at + 1, self.entity(id)));
            }
        }
        for (from, to) in self.runs(line) {
            let text = self.text(line, from, to);
            let lower = text.to_lowercase();
            let known = self.known.contains(&lower) || lower.contains(|c: char| c.is_ascii_digit());
            let certain = known || !headline && (to > from + 1 || !begins(line, from));
            let thing = if let Some(id) = self.forms.get(&lower).copied() {
                Some(self.entity(id))
            } else if let Some(country) = self.country(line, from, to) {
                Some(country)
            } else if is_goods(lower.as_str()) {
                Some(self.name(text, Sort::Goods))
            } else if certain && lower.len() >= SHORT {
                Some(self.name(text, Sort::Name))
            } else {
                None
            };
            found.extend(thing.map(|thing| (from, to, thing)));
        }
        for at in 0..line.places.len() {
            let two = at + 1 < line.places.len() && line.places[at + 1].item == Item::Word;
            let long = two
                .then(|| format!("{} {}", line.lower(at), line.lower(at + 1)))
                .filter(|both| is_goods(both.as_str()));
            let to = at + 1 + usize::from(long.is_some());
            let taken = found.iter().any(|(from, end, _)| at < *end && *from < to);
            if line.places[at].item == Item::Word && !taken && (long.is_some() || is_goods(line.lower(at))) {
                let thing = self.name(self.text(line, at, to), Sort::Goods);
                found.push((at, to, thing));
            }
        }
        found.sort_unstable();
        for (from, to, thing) in &found {
            let nouns = self.nouns(line, *from, *to);
            let thing = &mut self.things.all[*thing];
            thing.count += 1;
            thing.voice += usize::from(speaks(line, *from, *to) || counts(line, *from, *to));
            thing.source += usize::from(counts(line, *from, *to));
            thing.nouns.extend(nouns);
        }
        debug_assert_eq!(self.things.lines.len(), number);
        self.things.lines.push(found.into_iter().map(|(from, to, thing)| Occurrence { from, to, thing }).collect());
    }

    /// The country whose adjective at `from..to` stands right before what is measured of countries: `British exports`.
    fn country(&mut self, line: &Line, from: usize, to: usize) -> Option<usize> {
        // Most capitals are of no country, and one look tells.
        let code = if to == from + 1 { country_of(self.text(line, from, to)) } else { None }?;
        let measured = taxonomy::hits(line).into_iter().any(|hit| {
            (to..to + MEASURED).contains(&hit.from)
                && line.places[hit.from].clause == line.places[from].clause
                && OF_COUNTRIES.contains(&hit.metric)
        });
        if !measured {
            return None;
        }
        let same = |entity: &&&'a Entity| entity.kind == Kind::Place && country_of(&entity.name) == Some(code);
        if let Some(entity) = self.entities.values().find(|entity| same(entity) && is_country(&entity.name)).copied() {
            return Some(self.entity(&entity.id));
        }
        let name = country_named(code)?;
        if let Some(known) = self.by_name.get(&name.to_lowercase()) {
            return Some(*known);
        }
        let thing = self.name(name, Sort::Place);
        self.things.all[thing].is_country = true;
        Some(thing)
    }

    fn entity(&mut self, id: &'a EntityId) -> usize {
        if let Some(thing) = self.by_entity.get(id) {
            return *thing;
        }
        let (kind, name) =
            self.entities.get(id).map_or((Kind::Organisation, &*id.0), |entity| (entity.kind, entity.name.as_str()));
        let sort = match kind {
            Kind::Company => Sort::Company,
            Kind::Place => Sort::Place,
            Kind::Person => Sort::Person,
            _ => Sort::Organisation,
        };
        let publishes = sort == Sort::Organisation
            && name.split(' ').any(|word| PUBLISHERS.contains(&word.to_lowercase().as_str()));
        let is_country = sort == Sort::Place && is_country(name);
        let thing = self.add(Thing {
            entity: Some(id.clone()),
            sort,
            name: name.to_owned(),
            is_country,
            publishes,
            carries: CARRIERS.contains(&name.to_lowercase().as_str()),
            count: 0,
            voice: 0,
            source: 0,
            first: self.things.lines.len(),
            top: false,
            only: false,
            nouns: in_name(name),
        });
        self.by_entity.insert(id, thing);
        thing
    }

    /// The thing named `text`, or the one whose longer or shorter name it is.
    fn name(&mut self, text: &str, sort: Sort) -> usize {
        let lower = text.to_lowercase();
        if let Some(thing) = self.by_name.get(&lower) {
            return *thing;
        }
        let part = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
                || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
        };
        // Past so many names a text is a list, and a list says each in full.
        let names = if self.by_name.len() < NAMES { Some(&self.by_name) } else { None };
        let same = names.into_iter().flatten().find(|(known, thing)| {
            self.things.all[**thing].sort == sort && sort == Sort::Name && (part(known, &lower) || part(&lower, known))
        });
        let thing = if let Some((known, thing)) = same {
            let thing = *thing;
            if known.len() < lower.len() {
                text.clone_into(&mut self.things.all[thing].name);
            }
            thing
        } else {
            self.add(Thing {
                entity: None,
                sort,
                name: text.to_owned(),
                is_country: false,
                publishes: false,
                carries: false,
                count: 0,
                voice: 0,
                source: 0,
                first: self.things.lines.len(),
                top: false,
                only: false,
                nouns: in_name(text),
            })
        };
        self.by_name.insert(lower, thing);
        thing
    }

    fn add(&mut self, thing: Thing) -> usize {
        self.things.all.push(thing);
        self.things.all.len() - 1
    }

    /// Common nouns beside the name at `from..to`.
    fn nouns(&self, line: &Line, from: usize, to: usize) -> BTreeSet<String> {
        let common = |at: usize| {
            let word = line.lower(at);
            let lower = line.places[at].item == Item::Word && !self.is_capital(line, at);
            (lower && word.len() > 2 && !is_stop_word(word)).then(|| noun(word).to_owned())
        };
        let clause = line.places[from].clause;
        let open = |at: &usize| {
            line.places[*at].item == Item::Word && line.places[*at].clause == clause && !is_stop_word(line.lower(*at))
        };
        // `its grid arm, Kredia Power, …` puts a mark between.
        let next = from - usize::from(from > 1 && line.lower(from - 1) == "," && line.lower(to) == ",");
        let before = (next.saturating_sub(BEFORE)..next).rev().take_while(open);
        let mut nouns: BTreeSet<String> = before.filter_map(common).collect();
        // `Kredia, a maker of trams,` and `Kredia, which makes trams`.
        if line.lower(to) == "," && matches!(line.lower(to + 1), "a" | "an" | "the" | "one" | "whose") {
            let after = (to + 1..(to + AFTER).min(line.places.len())).take_while(|at| line.lower(*at) != ",");
            nouns.extend(after.filter_map(common));
        }
        // `Kredia wind farm`
        nouns.extend((to..(to + 2).min(line.places.len())).map_while(common));
        nouns
    }
}

/// Whether nothing but marks stands before `at`.
fn begins(line: &Line, at: usize) -> bool {
    line.places[..at].iter().all(|place| place.item == Item::Mark)
}

fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Company | Kind::Organisation | Kind::Place | Kind::Person)
}
