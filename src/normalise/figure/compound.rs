//! Joins units into powers and rates: `km²`, `4 km cubed`, `barrels a day`, `J/m² per year`, `l/km`, `fb−1`.
//!
//! Takes tokens and a unit that was read; gives the unit with what belongs to it.

use super::token::{Shape, Tokens};
use super::unit::{self, Unit};

/// Units by which one is divided at most: `J/m² per year`.
const DIVISORS: usize = 2;

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

/// The symbol of a unit to the power of `exponent`.
pub(super) fn raised(symbol: &str, exponent: i8) -> String {
    let customary = matches!(symbol, "ft" | "in" | "yd" | "mi");
    match (symbol, exponent) {
        (_, 2) if customary => format!("sq {symbol}"),
        (_, 3) if customary => format!("cu {symbol}"),
        (_, 2) => format!("{symbol}²"),
        (_, 3) => format!("{symbol}³"),
        _ => format!("1/{symbol}"),
    }
}

/// A short form with its exponent at token `i`: `km2`, `m^3`, `s−1`.
pub(super) fn power(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    let written = tokens.written(i);
    let symbol = match written {
        "s" => "s",
        _ => unit::short(written).filter(|_| tokens.shape(i) == Some(Shape::Word))?,
    };
    let (exponent, next) = exponent(tokens, i + 1, symbol)?;
    Some(Unit { symbol: raised(symbol, exponent), next })
}

/// The exponent glued to the short form `symbol`, and the token after it.
fn exponent(tokens: &Tokens<'_>, i: usize, symbol: &str) -> Option<(i8, usize)> {
    if !tokens.is_glued(i) {
        return None;
    }
    let ends = |next: usize| !tokens.is_glued(next) || tokens.shape(next) == Some(Shape::Mark);
    let minus = |at: usize| matches!(tokens.written(at), "−" | "-") && tokens.is_glued(at + 1);
    let digit = |at: usize| match tokens.number(at) {
        "2" if ends(at + 1) => Some(2),
        "3" if ends(at + 1) => Some(3),
        _ => None,
    };
    // `m2` and `km3` are areas and volumes; other letters before a digit are names.
    let length = matches!(symbol, "km" | "m" | "cm" | "mm" | "dm" | "µm" | "nm" | "ft" | "in" | "yd" | "mi" | "s");
    match tokens.written(i) {
        "²" => Some((2, i + 1)),
        "³" => Some((3, i + 1)),
        "^" if minus(i + 1) && tokens.is(i + 2, "1") => Some((-1, i + 3)),
        "^" => digit(i + 1).map(|exponent| (exponent, i + 2)),
        "⁻" if tokens.is(i + 1, "¹") => Some((-1, i + 2)),
        _ if minus(i) && tokens.is(i + 1, "1") && ends(i + 2) => Some((-1, i + 2)),
        _ => digit(i).filter(|_| length).map(|exponent| (exponent, i + 1)),
    }
}

/// `4 km cubed`.
pub(super) fn worded_power(tokens: &Tokens<'_>, unit: Unit) -> Unit {
    let exponent = match tokens.word(unit.next) {
        "squared" => 2,
        "cubed" => 3,
        _ => return unit,
    };
    if unit::is_time(&unit.symbol) {
        return unit;
    }
    Unit { symbol: raised(&unit.symbol, exponent), next: unit.next + 1 }
}

/// Whether `/` and a unit or time follow at token `i`, so that a letter before them is a unit.
pub(super) fn is_rated(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.is(i, "/") && tokens.is_glued(i) && tokens.is_glued(i + 1) && divisor(tokens, i + 1).is_some()
}

/// Adds what `unit` is counted by.
pub(super) fn rate(tokens: &Tokens<'_>, unit: Unit) -> Unit {
    if unit::is_time(&unit.symbol) || unit.symbol.contains('/') {
        return unit;
    }
    (0..DIVISORS).try_fold(unit, |unit, _| divided(tokens, unit).map_or_else(Err, Ok)).unwrap_or_else(|unit| unit)
}

/// `650,000-barrel-per-day`, `a 500-barrel-a-day well`: the time of a rate between hyphens.
fn hyphened(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    let joined = tokens.is(i, "-") && matches!(tokens.word(i + 1), "per" | "a") && tokens.is(i + 2, "-");
    Some((time(tokens.word(i + 3)).filter(|_| joined && tokens.is_glued(i))?, i + 4))
}

/// Short forms that hold a scale: form, power of ten, symbol of the unit.
const SCALED: [(&str, u32, &str); 9] = [
    ("mmboe", 6, "boe"),
    ("MMboe", 6, "boe"),
    ("mboe", 6, "boe"),
    ("kboe", 3, "boe"),
    ("kboed", 3, "boe/day"),
    ("kboepd", 3, "boe/day"),
    ("mmbbl", 6, "barrel"),
    ("MMbbl", 6, "barrel"),
    ("mmbbls", 6, "barrel"),
];

/// A unit with its scale at token `i`: the power of ten, the symbol and the token after. `mb/d` and `kb/d` are of barrels.
pub(super) fn scaled(tokens: &Tokens<'_>, i: usize) -> Option<(u32, &'static str, usize)> {
    let written = tokens.written(i);
    if let Some((_, exponent, symbol)) = SCALED.iter().find(|(form, ..)| *form == written) {
        return Some((*exponent, symbol, i + 1));
    }
    let exponent = match written {
        "mb" | "mmb" => 6,
        "kb" => 3,
        _ => return None,
    };
    (tokens.is(i + 1, "/") && tokens.is(i + 2, "d")).then_some((exponent, "bpd", i + 3))
}

/// `unit` by what stands after it; as an error where nothing does.
fn divided(tokens: &Tokens<'_>, unit: Unit) -> Result<Unit, Unit> {
    if let Some((time, next)) = hyphened(tokens, unit.next) {
        return Ok(Unit { symbol: by_time(&unit.symbol, time), next });
    }
    let at = unit.next + 1;
    let slash = tokens.is(unit.next, "/");
    let per = tokens.word(unit.next) == "per";
    let article = matches!(tokens.word(unit.next), "a" | "an");
    let time = time(tokens.word(at)).filter(|_| slash || tokens.word(at).len() > 2);
    if let Some(time) = time.filter(|_| slash || per || article) {
        return Ok(match exponent(tokens, at + 1, "s").filter(|_| time == "s") {
            Some((power, next)) => Unit { symbol: format!("{}/{}", unit.symbol, raised(time, power)), next },
            None => Unit { symbol: by_time(&unit.symbol, time), next: at + 1 },
        });
    }
    // `220 kg per hectare` is told as 220 kg: what a thing is spread over in words is no part of its unit.
    match divisor(tokens, at).filter(|_| slash && tokens.is_glued(at)) {
        Some(by) => Ok(Unit { symbol: format!("{}/{}", unit.symbol, by.symbol), next: by.next }),
        None => Err(unit),
    }
}

fn by_time(base: &str, time: &str) -> String {
    match (base, time) {
        ("mi", "h") => "mph".to_owned(),
        ("barrel", "day") => "bpd".to_owned(),
        (base, time) => format!("{base}/{time}"),
    }
}

/// The unit by which one is divided.
fn divisor(tokens: &Tokens<'_>, i: usize) -> Option<Unit> {
    if let Some(time) = time(tokens.word(i)) {
        return Some(Unit { symbol: time.to_owned(), next: i + 1 });
    }
    let short = || {
        let symbol = unit::short(tokens.written(i)).filter(|_| tokens.shape(i) == Some(Shape::Word))?;
        Some(Unit { symbol: symbol.to_owned(), next: i + 1 })
    };
    unit::base(tokens, i).or_else(short).filter(|unit| !unit::is_time(&unit.symbol))
}
