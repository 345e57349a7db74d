//! Finds the unit of measure after a number.
//!
//! Takes tokens from the one after the number; gives the symbol of `tables/units.tsv`, with `/` and a time for rates.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token::{Shape, Tokens};

/// A unit found, and the token after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Canonical symbol.
    pub(super) symbol: String,
    /// Token after the last of the unit.
    pub(super) next: usize,
}

#[derive(Default)]
struct Tables {
    /// Names in lower case, one to three words, plurals included.
    names: HashMap<String, &'static str>,
    /// Short forms as written.
    short: HashMap<&'static str, &'static str>,
    /// Short forms that are everyday words too.
    risky: HashMap<&'static str, &'static str>,
    /// Words that begin a name of several words.
    heads: HashMap<String, usize>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    for line in include_str!("tables/units.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let [symbol, names, short] = line.split('\t').collect::<Vec<_>>()[..] {
            tables.add(symbol, names, short);
        }
    }
    tables
});

impl Tables {
    fn add(&mut self, symbol: &'static str, names: &'static str, short: &'static str) {
        for name in names.split(',').filter(|name| *name != "-") {
            for form in [name.to_owned(), format!("{name}s")] {
                let words = form.split([' ', '-']).count();
                let head = form.split([' ', '-']).next().unwrap_or_default().to_owned();
                let longest = self.heads.entry(head).or_insert(0);
                *longest = words.max(*longest);
                self.names.insert(form.replace('-', " "), symbol);
            }
        }
        for form in short.split(',').filter(|form| *form != "-") {
            match form.strip_suffix('!') {
                Some(form) => self.risky.insert(form, symbol),
                None => self.short.insert(form, symbol),
            };
        }
    }
}

/// Times a rate may be counted in, with the short form used after `/`.
fn time(word: &str) -> Option<&'static str> {
    Some(match word {
        "second" | "sec" | "s" => "s",
        "millisecond" | "ms" => "ms",
        "minute" | "min" => "min",
        "hour" | "hr" | "h" => "h",
        "day" | "d" => "day",
        "week" => "week",
        "month" => "month",
        "year" | "annum" | "yr" => "year",
        _ => return None,
    })
}

/// Whether `symbol` is a length of time in calendar words.
pub(super) fn is_time(symbol: &str) -> bool {
    matches!(
        symbol,
        "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "fortnight"
            | "month"
            | "quarter"
            | "year"
            | "decade"
            | "century"
    )
}

/// Whether `symbol` is in the table, alone or before `/`.
pub(super) fn is_known(symbol: &str) -> bool {
    let base = symbol.split('/').next().unwrap_or_default();
    TABLES
        .names
        .values()
        .chain(TABLES.short.values())
        .chain(TABLES.risky.values())
        .any(|known| *known == base || *known == symbol)
}

/// The unit at token `i`, which stands right after a number.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let bracket = matches!(tokens.written(i), "[" | "<") && matches!(tokens.written(i + 2), "]" | ">");
    let unit = base(tokens, i + usize::from(bracket))?;
    Some(rate(tokens, Unit { next: unit.next + usize::from(bracket), ..unit }))
}

fn base(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let found = |symbol: &str, next: usize| Some(Unit { symbol: symbol.to_owned(), next });
    if let Some((symbol, next)) = symbolic(tokens, i) {
        return found(symbol, next);
    }
    let longest = *TABLES.heads.get(tokens.word(i)).unwrap_or(&0);
    for words in (1..=longest.min(5)).rev() {
        if let Some((symbol, next)) = named(tokens, i, words) {
            return Some(aged(tokens, symbol, next));
        }
    }
    powered(tokens, i).or_else(|| {
        let symbol = TABLES.short.get(tokens.written(i)).copied().or_else(|| risky(tokens, i))?;
        let stop = usize::from(tokens.is(i + 1, ".") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2));
        Some(aged(tokens, symbol, i + 1 + stop))
    })
}

/// A name of `words` words from token `i`, hyphens between them allowed.
fn named(tokens: &Tokens<'_>, i: usize, words: usize) -> Option<(&'static str, usize)> {
    let mut name = String::new();
    let mut at = i;
    for word in 0..words {
        if word > 0 {
            name.push(' ');
            at += usize::from(tokens.is(at, "-"));
        }
        name.push_str(tokens.word(at));
        at += 1;
    }
    if words == 1 && tokens.word(i) == "quarter" {
        return None;
    }
    TABLES.names.get(&name).map(|symbol| (*symbol, at))
}

/// `years old`, `months of age` belong to the unit.
fn aged(tokens: &Tokens<'_>, symbol: &'static str, next: usize) -> Unit {
    let dash = usize::from(tokens.is(next, "-"));
    let end = match (tokens.word(next + dash), tokens.word(next + 1)) {
        ("old", _) => next + dash + 1,
        ("of", "age") => next + 2,
        _ => next,
    };
    Unit { symbol: symbol.to_owned(), next: if is_time(symbol) { end } else { next } }
}

/// `°C`, `km2`, `m³`, `"`.
fn symbolic(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    if tokens.is(i, "°") || matches!(tokens.word(i), "degree" | "degrees") {
        let scale = match tokens.written(i + 1) {
            "C" | "c" => Some("°C"),
            "F" | "f" => Some("°F"),
            _ => None,
        };
        return scale
            .map(|symbol| (symbol, i + 2))
            .or_else(|| degree_name(tokens, i))
            .or(tokens.is(i, "°").then_some(("°", i + 1)));
    }
    let power = tokens.written(i + 1);
    if !tokens.is_glued(i + 1) || !matches!(power, "2" | "3" | "²" | "³") || tokens.shape(i) != Some(Shape::Word) {
        return None;
    }
    let symbol = match (tokens.written(i), matches!(power, "2" | "²")) {
        ("km", true) => "km²",
        ("m", true) => "m²",
        ("ft", true) => "sq ft",
        ("m", false) => "m³",
        ("ft", false) => "cu ft",
        ("cm", false) => "cc",
        _ => return None,
    };
    Some((symbol, i + 2))
}

fn degree_name(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    match tokens.word(i + 1) {
        "celsius" | "centigrade" | "celcius" => Some(("°C", i + 2)),
        "fahrenheit" => Some(("°F", i + 2)),
        _ => None,
    }
}

/// `square feet`, `sq. m`, `cubic kilometres`, `km squared`.
fn powered(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let prefix = match tokens.word(i) {
        "square" | "sq" => "square",
        "cubic" | "cu" => "cubic",
        _ => return None,
    };
    let at = i + 1 + usize::from(tokens.is(i + 1, ".") || tokens.is(i + 1, "-"));
    let symbol = TABLES
        .names
        .get(tokens.word(at))
        .or_else(|| TABLES.short.get(tokens.written(at)))
        .or_else(|| TABLES.risky.get(tokens.written(at)))?;
    let known = match (prefix, *symbol) {
        ("square", "km") => "km²".to_owned(),
        ("square", "m") => "m²".to_owned(),
        ("cubic", "m") => "m³".to_owned(),
        ("cubic", "cm") => "cc".to_owned(),
        ("square", other) => format!("sq {other}"),
        (_, other) => format!("cu {other}"),
    };
    let stop = usize::from(tokens.is(at + 1, ".") && tokens.written(at).len() <= 2 && !tokens.is_capital(at + 2));
    Some(Unit { symbol: known, next: at + 1 + stop })
}

/// Short forms that are words too: glued to digits, or with a sign of measuring after them.
fn risky(tokens: &Tokens<'_>, i: usize) -> Option<&'static str> {
    let symbol = TABLES.risky.get(tokens.written(i)).copied()?;
    let glued = tokens.is_glued(i);
    let measured = matches!(
        tokens.word(i + 1),
        "x" | "by" | "long" | "wide" | "high" | "tall" | "deep" | "thick" | "above" | "below" | "race" | "of"
    ) || tokens.is(i + 1, "×");
    let ends = i + 1 >= tokens.len() || (tokens.is(i + 1, ".") && (i + 2 >= tokens.len() || tokens.is_capital(i + 2)));
    let digits_before = tokens.shape(i.wrapping_sub(1)) == Some(Shape::Number);
    let fits = match symbol {
        "in" => digits_before && ((measured && tokens.word(i + 1) != "of" && tokens.word(i + 1) != "by") || ends),
        "m" => {
            digits_before
                && (measured
                    || (!glued && (ends || (tokens.shape(i + 1) == Some(Shape::Number) && !tokens.is_glued(i + 1)))))
        }
        "t" => digits_before && (glued || measured || tokens.number(i - 1).contains(',')),
        "l" | "bar" => digits_before && (glued || measured || ends),
        _ => digits_before && (glued || measured),
    };
    fits.then_some(symbol)
}

/// Adds `/day`, `/h` and the like: `barrels per day`, `km/h`, `tonnes a year`.
fn rate(tokens: &Tokens<'_>, unit: Unit) -> Unit {
    if is_time(&unit.symbol) || unit.symbol.contains('/') {
        return unit;
    }
    let slash = tokens.is(unit.next, "/");
    let joins = slash || matches!(tokens.word(unit.next), "per" | "a" | "an");
    match time(tokens.word(unit.next + 1)).filter(|_| joins) {
        Some(time) if slash || tokens.word(unit.next + 1).len() > 2 => normal_rate(&unit, time),
        _ => unit,
    }
}

fn normal_rate(unit: &Unit, time: &str) -> Unit {
    let symbol = match (unit.symbol.as_str(), time) {
        ("mi", "h") => "mph".to_owned(),
        ("barrel", "day") => "bpd".to_owned(),
        (base, time) => format!("{base}/{time}"),
    };
    Unit { symbol, next: unit.next + 2 }
}
