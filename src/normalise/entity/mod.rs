//! Entities of one document: every name it uses for the same thing, under one id.
//!
//! Takes the mentions of one document, gives its [`Entity`]s and writes their ids into the mentions. The id is made of
//! the core of the fullest form (`company:alibaba` for `Alibaba Group Holding`), so that documents which call one firm
//! by its full and by its short name agree. Knows nothing of other documents and of figures.

mod alias;
mod body;
mod forms;
mod group;
mod kin;
mod kind;
pub(crate) mod name;
mod person;

use std::collections::{BTreeMap, BTreeSet};

use forms::Defined;
use group::Groups;
pub(crate) use kin::Kin;
use kin::Kinship;
use name::Strip;

use super::listed::{self, Listings};
use crate::types::{Document, Entity, EntityId, Kind, Mention, Value};

/// What is known beside the names of a document.
pub(crate) struct Known<'a> {
    /// Its title and sentences.
    pub(crate) text: &'a str,
    pub(crate) companies: &'a Listings,
    /// Units and their owners in other reports of its story.
    pub(crate) kin: &'a BTreeSet<Kin>,
}

/// The units and owners of one name that `document`, whose whole text is `text`, tells of.
pub(crate) fn kin(document: &Document, text: &str, mentions: &[Mention]) -> BTreeSet<Kin> {
    let surfaces = forms::surfaces(document, mentions);
    kin::find(document, (mentions, &surfaces), &Defined::of(text), &BTreeSet::new()).pairs
}

/// The entities of `document` in order of first mention; fills `entity` of every name and settles kinds.
pub(crate) fn entities(document: &Document, mentions: &mut [Mention], known: &Known<'_>) -> Vec<Entity> {
    let companies = known.companies;
    let surfaces = forms::surfaces(document, mentions);
    let defined = Defined::of(known.text);
    kind::unify(mentions, &surfaces, &defined);
    let kin = kin::find(document, (mentions, &surfaces), &defined, known.kin);
    let context = Context { defined, kin };
    let mut bodies = forms::of_kinds(document, mentions, &surfaces, kind::is_body);
    join(&mut bodies, Kind::Company, &context, mentions);
    kind::settle_doubtful(mentions, &bodies);
    let tickers = forms::tickers(document, &surfaces, mentions);
    let listed = listed_tickers(mentions, &surfaces, companies);
    let mut found: BTreeMap<EntityId, (usize, Entity)> = BTreeMap::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_name()) {
        let mut groups = forms::of_kinds(document, mentions, &surfaces, |other| other == kind);
        join(&mut groups, kind, &context, mentions);
        if kind == Kind::Company {
            groups.join_by_key(|form| {
                companies.own(&form.surface).map_or_else(|| format!("\0{}", form.surface), |own| own.name.clone())
            });
        }
        for (name, ticker) in &tickers {
            groups.join_surfaces(name, ticker, |_, _| true);
        }
        for (name, ticker) in &listed {
            // A sentence that names a listed firm and writes its symbol outside brackets means another by the symbol.
            groups.join_surfaces(name, ticker, |name, ticker| !name.is_beside(ticker));
        }
        for set in groups.sets() {
            let mut entity = entity(&groups, &set, kind, &context, mentions);
            if kind == Kind::Company {
                if let Some(own) = entity.aliases.iter().find_map(|form| companies.own(form)) {
                    entity.name.clone_from(&own.name);
                    entity.id = id(kind, &own.name);
                }
                let own = companies.ticker(&entity.name).map(str::to_owned);
                // `Anglo American` is no short form of Anglo American Platinum but a firm.
                entity
                    .shorts
                    .retain(|short| companies.ticker(short).is_none_or(|listed| Some(listed) == own.as_deref()));
                entity.shorts.extend(symbols(document, &groups, (&set, mentions), companies));
            }
            add(&mut found, entity, &groups, &set, mentions);
        }
    }
    let mut in_order: Vec<(usize, Entity)> = found.into_values().collect();
    in_order.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    in_order.into_iter().map(|(_, entity)| entity).collect()
}

/// What a text says of its names.
struct Context {
    defined: Defined,
    kin: Kinship,
}

fn join(groups: &mut Groups, kind: Kind, context: &Context, mentions: &[Mention]) {
    match kind {
        Kind::Company | Kind::Organisation => {
            body::part_groups(groups);
            groups.join_by_key(|form| match context.defined.get(&form.surface) {
                Some(long) => body::key(long),
                None => name::squashed(&form.core),
            });
            groups.join_by_key(|form| alias::canonical(&form.surface).to_owned());
            let join = if kind == Kind::Company { body::join_companies } else { body::join_organisations };
            join(groups, &context.kin);
        }
        Kind::Person => person::join(groups),
        Kind::Place => groups.join_by_key(|form| alias::canonical(&form.surface).to_lowercase()),
        _ => {
            let laws: BTreeMap<String, String> = groups
                .forms
                .iter()
                .filter_map(|form| Some((form.surface.clone(), law(*form.mentions.first()?, mentions)?.to_lowercase())))
                .collect();
            groups.join_by_key(|form| laws.get(&form.surface).cloned().unwrap_or_else(|| form.surface.to_lowercase()));
            // `Harbour Dues Act` after `Harbour Dues Act 2031` is that act.
            groups.join_unique(|short, long| {
                let tail = long.surface.strip_prefix(short.surface.as_str()).unwrap_or_default();
                let tail = tail.trim_start_matches([',', ' ']).trim_start_matches("of ");
                tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit())
            });
        }
    }
}

fn law(idx: usize, mentions: &[Mention]) -> Option<&str> {
    match mentions.get(idx)?.value.as_ref()? {
        Value::Regulation(law) => Some(&law.name),
        _ => None,
    }
}

fn entity(groups: &Groups, set: &[usize], kind: Kind, context: &Context, mentions: &[Mention]) -> Entity {
    let forms = || set.iter().map(|idx| &groups.forms[*idx]);
    let laws: Vec<&str> = forms().filter_map(|form| law(*form.mentions.first()?, mentions)).collect();
    let name = if laws.is_empty() {
        fullest(forms().map(|form| defined_long(form, kind, &context.defined)))
    } else {
        fullest(laws.into_iter())
    };
    let aliases: BTreeSet<String> = forms().map(|form| form.surface.clone()).collect();
    let is_body = matches!(kind, Kind::Company | Kind::Organisation);
    let mut shorts = if is_body { name::shorts(&name) } else { Vec::new() };
    let core = name::core(&name, Strip::Generic);
    shorts.retain(|short| {
        let short: Vec<String> = short.split(' ').map(str::to_owned).collect();
        !context.kin.pairs.iter().any(|kin| kin.parts(&short, &core) || kin.is_of_another(&short, &core))
    });
    // A group that is told apart from the firms of its name keeps what tells it.
    let parted = forms().find(|form| form.surface == name && is_body && form.core.len() > core.len());
    let id = parted.map_or_else(|| id(kind, &name), |form| EntityId(format!("{kind}:{}", form.core.join(" ")).into()));
    Entity { id, kind, name, aliases: aliases.into_iter().collect(), shorts }
}

/// Symbols of a company, in brackets behind its names or in the table, in lower case: another text may call it so.
fn symbols(
    document: &Document,
    groups: &Groups,
    (set, mentions): (&[usize], &[Mention]),
    companies: &Listings,
) -> BTreeSet<String> {
    let members = set.iter().flat_map(|idx| &groups.forms[*idx].mentions).map(|idx| &mentions[*idx]);
    let written = members.filter_map(|mention| listed::written(document.source.get(mention.span.end()..)?));
    let names = set.iter().map(|idx| groups.forms[*idx].surface.as_str());
    let listed = names.filter_map(|name| companies.ticker(name).map(str::to_owned));
    written.chain(listed).filter_map(|listing| Some(symbol(&listing)?.to_lowercase())).collect()
}

/// Names of listed companies with their symbol.
fn listed_tickers(mentions: &[Mention], surfaces: &[String], companies: &Listings) -> BTreeSet<(String, String)> {
    let named = mentions.iter().zip(surfaces).filter(|(mention, _)| mention.kind == Kind::Company);
    let pair = |surface: &String| Some((surface.clone(), symbol(companies.ticker(surface)?)?.to_owned()));
    named.filter_map(|(_, surface)| pair(surface)).collect()
}

/// `MSFT` of `NASDAQ:MSFT`; `7203` of `TSE:7203` is no form of a name but a number.
fn symbol(listing: &str) -> Option<&str> {
    Some(listing.split_once(':')?.1).filter(|symbol| symbol.contains(|c: char| c.is_ascii_alphabetic()))
}

fn defined_long<'a>(form: &'a group::Form, kind: Kind, defined: &'a Defined) -> &'a str {
    if matches!(kind, Kind::Company | Kind::Organisation) { defined.long(&form.surface) } else { &form.surface }
}

/// The form with most words, then letters, then the first in order of letters.
fn fullest<'a>(forms: impl Iterator<Item = &'a str>) -> String {
    let size = |form: &str| (form.split_whitespace().count(), form.chars().count());
    let best = forms.max_by(|a, b| size(a).cmp(&size(b)).then_with(|| b.cmp(a)));
    best.unwrap_or_default().to_owned()
}

fn id(kind: Kind, name: &str) -> EntityId {
    let core = match kind {
        Kind::Company | Kind::Organisation => name::core(alias::canonical(name), Strip::Generic).join(" "),
        Kind::Person => person::words(name).join(" "),
        Kind::Place => alias::canonical(name).to_lowercase(),
        _ => name.to_lowercase(),
    };
    EntityId(format!("{kind}:{core}").into())
}

fn add(
    found: &mut BTreeMap<EntityId, (usize, Entity)>,
    entity: Entity,
    groups: &Groups,
    set: &[usize],
    mentions: &mut [Mention],
) {
    let members: Vec<usize> = set.iter().flat_map(|idx| groups.forms[*idx].mentions.iter().copied()).collect();
    let first = members.iter().map(|idx| mentions[*idx].span.start()).min().unwrap_or_default();
    for idx in members {
        mentions[idx].entity = Some(entity.id.clone());
    }
    let (start, kept) = found.entry(entity.id.clone()).or_insert_with(|| (first, entity.clone()));
    *start = first.min(*start);
    // Two groups whose cores are spelt alike are one entity.
    let aliases: BTreeSet<String> = kept.aliases.drain(..).chain(entity.aliases).collect();
    kept.aliases = aliases.into_iter().collect();
}
