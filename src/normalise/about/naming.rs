//! Which words name a thing and which are common: nouns for one sort of thing, words of accounts, countries, goods.
//!
//! Takes words; knows no lines and no figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::normalise::regulation::jurisdictions;

use super::taxonomy;

static GOODS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("goods.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Whether `name`, in lower case, is of something traded.
pub(super) fn is_goods(name: &str) -> bool {
    GOODS.contains(name)
}

/// Words of accounts and statistics beside those that name a measure.
const PLAIN: [&str; 33] = [
    "gross",
    "net",
    "core",
    "diluted",
    "basic",
    "adjusted",
    "underlying",
    "organic",
    "premium",
    "headline",
    "comparable",
    "total",
    "average",
    "manufacturing",
    "services",
    "construction",
    "retail",
    "wholesale",
    "annual",
    "quarterly",
    "monthly",
    "gst",
    "vat",
    "gva",
    "pce",
    "cpi",
    "ppi",
    "gdp",
    "nii",
    "nim",
    "lng",
    "lpg",
    "ebitda",
];

/// Whether `word` names no thing, in capitals or not.
pub(super) fn is_plain(word: &str) -> bool {
    PLAIN.contains(&word) || taxonomy::is_noun(word) && !is_goods(word)
}

/// The common nouns in a name.
pub(super) fn in_name(name: &str) -> BTreeSet<String> {
    name.split_whitespace()
        .skip(1)
        .map(str::to_lowercase)
        .filter(|word| word.len() > 2)
        .map(|word| noun(&word).to_owned())
        .collect()
}

/// The word by which nouns for one sort of thing are compared.
pub(super) fn noun(word: &str) -> &str {
    let same = ALIKE.iter().find(|words| words.split(' ').any(|other| other == word));
    same.and_then(|words| words.split(' ').next()).unwrap_or(word)
}

/// Nouns for one sort of thing.
const ALIKE: [&str; 14] = [
    "unit arm subsidiary division offshoot",
    "lender bank",
    "airline carrier",
    "retailer chain grocer supermarket",
    "maker manufacturer",
    "drug treatment medicine therapy compound",
    "trial study",
    "ship vessel ferry tanker",
    "charity group",
    "utility supplier",
    "producer miner",
    "start-up startup",
    "developer builder housebuilder",
    "county city town village",
];

/// The code of the one country that `word` tells of: `British`, `India`.
pub(super) fn country_of(word: &str) -> Option<&'static str> {
    let mut spoken = jurisdictions(word).into_keys();
    let code = spoken.next().filter(|code| code.len() == 2)?;
    spoken.next().is_none().then_some(code)
}

/// The usual name of the country with `code`.
pub(super) fn country_named(code: &str) -> Option<&'static str> {
    static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        let countries = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
        countries.rev().filter_map(|name| Some((country_of(name)?, name))).collect()
    });
    NAMES.get(code).copied()
}

/// Whether `name` is that of a country or a union of countries.
pub(super) fn is_country(name: &str) -> bool {
    let mut countries = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
    !name.is_empty() && countries.any(|country| country.eq_ignore_ascii_case(name))
}
