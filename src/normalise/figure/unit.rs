//! Finds the unit of measure after a number.
//!
//! Takes tokens from the one after the number; gives the symbol of `tables/units.tsv`, with `/` and a time for rates.

use std::sync::LazyLock;

use super::fnv::WordMap;
use super::token::{Shape, Tokens};
use super::{compound, sign};

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
    names: WordMap<String, &'static str>,
    /// Short forms as written.
    short: WordMap<&'static str, &'static str>,
    /// Short forms that are everyday words too.
    risky: WordMap<&'static str, &'static str>,
    /// Words that begin a name of several words.
    heads: WordMap<String, usize>,
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
    let base = symbol.strip_prefix("1/").unwrap_or(symbol).split('/').next().unwrap_or_default();
    let base = base.trim_end_matches(['²', '³']);
    let base = base.strip_prefix("sq ").or_else(|| base.strip_prefix("cu ")).unwrap_or(base);
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
    let unit = compound::worded_power(tokens, Unit { next: unit.next + usize::from(bracket), ..unit });
    Some(compound::rate(tokens, unit))
}

/// The unit that a short form stands for, whatever stands around it.
pub(super) fn short(written: &str) -> Option<&'static str> {
    TABLES.short.get(written).or_else(|| TABLES.risky.get(written)).copied()
}

/// The unit at token `i` without what it is counted in or by.
pub(super) fn base(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let found = |symbol: &str, next: usize| Some(Unit { symbol: symbol.to_owned(), next });
    if let Some(unit) = compound::power(tokens, i) {
        return Some(unit);
    }
    if let Some((symbol, next)) = sign::read(tokens, i) {
        return found(symbol, next);
    }
    let longest = *TABLES.heads.get(tokens.word(i)).unwrap_or(&0);
    for words in (1..=longest.min(5)).rev() {
        if let Some((symbol, next)) = named(tokens, i, words) {
            return Some(aged(tokens, symbol, next));
        }
    }
    if let Some(unit) = carbon(tokens, i) {
        return Some(unit);
    }
    powered(tokens, i).or_else(|| {
        let symbol = TABLES.short.get(tokens.written(i)).copied().or_else(|| risky(tokens, i))?;
        let stop = usize::from(tokens.is(i + 1, ".") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2));
        Some(aged(tokens, symbol, i + 1 + stop))
    })
}

/// `MtCO2e`, `tCO2`: a mass of a gas written as one word.
fn carbon(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let mass = tokens.written(i).strip_suffix("CO").filter(|mass| matches!(*mass, "t" | "kt" | "Mt" | "Gt"))?;
    let gas = matches!(tokens.written(i + 1), "2" | "₂") && tokens.is_glued(i + 1);
    let next = i + 2 + usize::from(tokens.is_glued(i + 2) && matches!(tokens.word(i + 2), "e" | "eq"));
    gas.then(|| Unit { symbol: mass.to_owned(), next })
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
    let known = compound::raised(symbol, if prefix == "square" { 2 } else { 3 });
    let goes_on = at + 2 < tokens.len() && !tokens.is_capital(at + 2) && !tokens.is_line_start(at + 2);
    let stop = usize::from(tokens.is(at + 1, ".") && tokens.written(at).len() <= 2 && goes_on);
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
        // `8.4m b/d`; alone it is a billion.
        "barrel" => false,
        "l" | "bar" => digits_before && (glued || measured || ends),
        // `at 2.30 pm` is a time, `2.1 pm` none.
        "pm" | "am" => tokens.number(i.wrapping_sub(1)).split_once('.').is_some_and(|(_, part)| part.len() != 2),
        _ => digits_before && (glued || measured),
    };
    let counted = digits_before || symbol == "barrel" && tokens.shape(i.wrapping_sub(1)) == Some(Shape::Word);
    (fits || counted && compound::is_rated(tokens, i + 1)).then_some(symbol)
}
