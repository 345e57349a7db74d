//! Reads numbers that stand by themselves and that only the text tells the kind of: `the union speaks of 1,300`, `Injured:
//! 24`, `Of 92 ships, eleven fly the flag`, `the planned 23 billion`.
//!
//! Takes the tokens of a stretch of a text, the figures that all other rules found in it and what the text told before;
//! adds figures. What is counted and nobody says of what has an empty unit. Run last, so it never competes for words.

use rust_decimal::Decimal;

use crate::types::{Amount, Bound, Mention, Money, Percent, Quantity, Value};

use super::bare::{ends_here, sentence_start};
use super::bound::{self, Reach};
use super::lexicon::Class;
use super::piece::{self, Piece};
use super::token::{Shape, Tokens};
use super::{FigureContext, amount, lexicon, mention, multiple, noun, people, unit};

/// What the stretches of a text told before the one that is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// The last money.
    money: Option<Money>,
    /// The last figure that was no date.
    last: Option<Value>,
}

impl Told {
    /// Adds what `found`, the figures of a stretch, tells.
    pub(super) fn hear(&mut self, found: &[Mention]) {
        let mut values = found.iter().rev().filter_map(|mention| mention.value.as_ref());
        if let Some(money) = found.iter().rev().find_map(money) {
            self.money = Some(money.clone());
        }
        if let Some(last) = values.find(|value| !matches!(value, Value::Date(_))) {
            self.last = Some(last.clone());
        }
    }
}

/// Adds to `found` the numbers of `tokens` that stand by themselves.
pub(super) fn add(tokens: &Tokens<'_>, told: &Told, context: &FigureContext, found: &mut Vec<Mention>) {
    let mut i = 0;
    let mut before = 0;
    while i < tokens.len() {
        let may_start = match tokens.shape(i) {
            Some(Shape::Number) => !piece::is_year(tokens.number(i)),
            Some(Shape::Word) => tokens.entry(i).small().is_some(),
            _ => false,
        };
        if !may_start {
            i += 1;
            continue;
        }
        while found.get(before).is_some_and(|mention| mention.span.end() <= tokens.start(i)) {
            before += 1;
        }
        let is_taken = |end: usize| found.get(before).is_some_and(|mention| mention.span.start() < end);
        if is_taken(tokens.end(i)) {
            i += 1;
            continue;
        }
        let piece = piece::read(tokens, i, context).filter(|piece| piece.measure.is_none() && !piece.is_negative);
        let Some(piece) = piece.filter(|piece| !is_taken(tokens.end(piece.next - 1))) else {
            i += 1;
            continue;
        };
        if let Some(value) = value(tokens, &piece, found.get(..before).unwrap_or_default(), told)
            && let Some(figure) = mention(tokens, i, piece.next, value)
        {
            found.insert(before, figure);
        }
        i = piece.next;
    }
}

/// What the number of `piece` says after the figures `before` of its stretch.
fn value(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention], told: &Told) -> Option<Value> {
    let value = piece.value().filter(|value| *value > Decimal::ONE)?;
    if !stands_alone(tokens, piece) {
        return None;
    }
    let bound = bound::of(tokens, Reach { first: piece.first, next: piece.next, is_time: false });
    let count = |unit: String| Value::Quantity(Quantity { amount: Amount::single(value, bound), unit });
    let whole = value.is_integer();
    let unit = || {
        headed(tokens, piece)
            .or_else(|| listed(tokens, piece))
            .or_else(|| of_people(tokens, piece))
            .or_else(|| of_whole(tokens, piece, before))
    };
    if let Some(unit) = whole.then(unit).flatten() {
        return Some(count(unit));
    }
    if let Some(value) = echoed(tokens, piece, value, before, told) {
        return Some(value);
    }
    // A hedge or words may lead a number to a noun that another rule passed over.
    let sized = tokens.number(piece.first).contains(',') || piece.number.digits && !piece.number.is_unscaled();
    if !is_large(tokens, piece, value, bound) || !(sized || ends_here(tokens, piece.next)) {
        return None;
    }
    // Without a word of money `2.6m` may be a length.
    let length = tokens.word(piece.next - 1) == "m";
    if is_sum(tokens, piece, before, told)? {
        let currency = before.iter().rev().find_map(money).or(told.money.as_ref()).and_then(|of| of.currency.clone());
        return Some(Value::Money(Money { amount: Amount::single(value, bound), currency }));
    }
    let unit = if is_level(tokens, piece) { "point" } else { "" };
    (whole && !length).then(|| count(unit.to_owned()))
}

/// Whether the number is of no name, label, date or word beside it.
fn stands_alone(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let (i, next) = (piece.first, piece.next);
    let ends = !tokens.is_glued(next)
        || matches!(tokens.written(next), "." | "," | ";" | ")" | "?" | "!" | ":" | "\"" | "”" | "'" | "’")
            && !(tokens.is_glued(next + 1) && tokens.shape(next + 1) != Some(Shape::Mark));
    let lone = tokens.is_line_start(i) && (next >= tokens.len() || tokens.is_line_start(next));
    let vague = !piece.number.digits && tokens.word(next - 1).ends_with('s');
    let named = tokens.is_capital(next) && !tokens.is_line_start(next);
    let is_dated = tokens.is_after(i, Class::Month) || tokens.is_of(next, Class::Month);
    let edge = bound::start(tokens, i);
    // A row of a table.
    let in_row = tokens.shape(i.wrapping_sub(1)) == Some(Shape::Number)
        || tokens.shape(next) == Some(Shape::Number)
        || matches!(tokens.written(next), "+" | "$" | "=");
    // `No. 8,679,038`
    let numbered = tokens.is(i.wrapping_sub(1), ".") && matches!(tokens.word(i.wrapping_sub(2)), "no" | "nos");
    // `(4,598)` in a row of numbers: a loss in a table.
    let account = tokens.is(i.wrapping_sub(1), "(")
        && tokens.is(next, ")")
        && (tokens.is_line_start(i - 1) || tokens.shape(i.wrapping_sub(2)) != Some(Shape::Word));
    !account
        && !in_row
        && !numbered
        && ends
        && !(lone || vague || named || is_dated || piece::is_year_like(tokens, piece) || amount::is_named(tokens, edge))
}

/// Whether the number is of a size that only figures have: thousands with their comma, millions, hundreds in words; or a
/// hundred and more behind `about` or `at least`.
fn is_large(tokens: &Tokens<'_>, piece: &Piece, value: Decimal, bound: Bound) -> bool {
    let one = !piece.number.digits && piece.number.mantissa == Decimal::ONE;
    // `in 4K`
    let sharp = tokens.is(piece.next - 1, "K") && tokens.number(piece.first).len() == 1;
    let grouped = tokens.number(piece.first).contains(',') && value >= Decimal::ONE_THOUSAND && value.is_integer();
    let hedged = matches!(bound, Bound::About | Bound::AtLeast) && value >= Decimal::ONE_HUNDRED && value.is_integer();
    let worded = !piece.number.digits && value >= Decimal::ONE_HUNDRED;
    !one && !sharp && (piece.number.scale >= Decimal::ONE_THOUSAND || grouped || hedged || worded)
}

/// Whether the number is the level of an index that its sentence names before it: `the Nikkei may rally to 38,430`.
fn is_level(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let start = sentence_start(tokens, piece.first);
    let named = |at: usize| tokens.is_of(at, Class::Index) && tokens.word(at) != "average" && !tokens.is(at + 1, ":");
    piece.number.digits && piece.number.is_unscaled() && (start..piece.first).any(named)
}

/// Words of a label before a colon at most.
const LABEL: usize = 6;

/// What `Injured: 24`, `Vaccine doses received: 400,000` count: a list of labels with their numbers.
fn headed(tokens: &Tokens<'_>, piece: &Piece) -> Option<String> {
    let colon = bound::start(tokens, piece.first).checked_sub(1).filter(|at| tokens.is(*at, ":"))?;
    let closes = matches!(tokens.written(piece.next), "." | "," | ";" | "(" | "") || tokens.is_line_start(piece.next);
    if !closes || tokens.is_glued(colon + 1) {
        return None;
    }
    let words = (0..colon).rev().take_while(|at| tokens.shape(*at) == Some(Shape::Word)).count();
    let from = colon - words;
    let opens = tokens.is_line_start(from) || matches!(tokens.written(from.wrapping_sub(1)), "." | ";" | "!" | "?");
    if words == 0 || words > LABEL || !opens {
        return None;
    }
    if (from..colon).any(|at| people::is_harm(tokens.word(at))) {
        return Some("person".to_owned());
    }
    let head = (from..colon).rev().map(|at| tokens.word(at)).find(|word| noun::is_plural(word))?;
    let unit = noun::singular(head);
    let counts = !lexicon::is(Class::Level, head) && !lexicon::is(Class::Label, &unit) && !unit::is_time(&unit);
    counts.then_some(unit)
}

/// Tokens from the start of a sentence to the whole it parts.
const WHOLE: usize = 6;

/// What `Of 92 ships, eleven fly the flag` counts: part of the whole that the sentence begins with.
fn of_whole(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<String> {
    let comma = bound::start(tokens, piece.first).checked_sub(1).filter(|at| tokens.is(*at, ","))?;
    let start = sentence_start(tokens, comma);
    let whole = before.iter().rev().find(|mention| mention.span.start() >= tokens.start(start))?;
    let opens = tokens.word(start) == "of" && whole.span.start() <= tokens.start(start + WHOLE);
    counts(whole).filter(|_| opens && !tokens.is_of(piece.next, Class::Month)).map(str::to_owned)
}

/// Verbs whose object a number alone is: `the union counts 37`, `the ministry says 8.3`.
const TELLING: [&str; 32] = [
    "say", "says", "count", "counts", "counted", "list", "lists", "listed", "found", "find", "finds", "claims",
    "claim", "admits", "admit", "admitted", "reports", "wanted", "want", "wants", "demand", "demands", "demanded",
    "asked", "offers", "offered", "promised", "suggests", "suggest", "allows", "permits", "reckons",
];

/// `five, not nine`, `126 litres instead of 160`, `7 percent; the institute says 8.3`: what the figure before measures, told
/// otherwise.
fn echoed(tokens: &Tokens<'_>, piece: &Piece, value: Decimal, before: &[Mention], told: &Told) -> Option<Value> {
    let edge = bound::start(tokens, piece.first);
    let closes = matches!(tokens.written(piece.next), "" | "." | "," | ";" | ")" | "!" | "?" | "\"" | "”");
    let last = before.last().and_then(|last| last.value.as_ref());
    let word = tokens.word_before(edge);
    let pair = (tokens.word_before(edge.saturating_sub(1)), word);
    let set = matches!(pair, ("instead", "of") | ("rather", "than") | ("compared", "with")) || word == "not";
    let telling = TELLING.contains(&word);
    if !closes || !(set || telling) {
        return None;
    }
    let last = last.filter(|value| !matches!(value, Value::Date(_)));
    let near = |amount: &Amount| {
        let ratio = amount.amount.and_then(|of| value.checked_div(of));
        ratio.is_some_and(|ratio| ratio >= Decimal::new(1, 1) && ratio <= Decimal::TEN)
    };
    let bound = bound::of(tokens, Reach { first: piece.first, next: piece.next, is_time: false });
    let amount = Amount::single(value, bound);
    let echo = |of: &Value| match of {
        Value::Money(money) if near(&money.amount) => {
            Some(Value::Money(Money { amount: amount.clone(), currency: money.currency.clone() }))
        }
        Value::Percent(percent) if near(&percent.amount) && value <= Decimal::ONE_HUNDRED => {
            Some(Value::Percent(Percent { amount: amount.clone(), unit: percent.unit }))
        }
        Value::Quantity(quantity)
            if near(&quantity.amount) && (value.is_integer() || unit::is_known(&quantity.unit)) =>
        {
            Some(Value::Quantity(Quantity { amount: amount.clone(), unit: quantity.unit.clone() }))
        }
        _ => None,
    };
    let several = telling && tokens.number(piece.first).len() > 1 && value.is_integer();
    last.or(told.last.as_ref().filter(|_| telling))
        .and_then(echo)
        .or_else(|| several.then(|| Value::Quantity(Quantity { amount, unit: String::new() })))
}

/// `the 318 who asked for protection`, `the 290 laid off`: people.
fn of_people(tokens: &Tokens<'_>, piece: &Piece) -> Option<String> {
    let the = matches!(tokens.word_before(piece.first), "the" | "those" | "these" | "all" | "of");
    let off = tokens.word(piece.next) == "laid" && tokens.word(piece.next + 1) == "off";
    let done = off || matches!(tokens.word(piece.next), "held" | "dismissed" | "sacked" | "hired" | "accused");
    // `a man over 55 who` tells an age.
    let aged = matches!(tokens.word_before(piece.first), "over" | "under" | "above" | "below" | "aged" | "age");
    let who = tokens.word(piece.next) == "who" && piece.number.is_unscaled() && !aged;
    (who || the && (done || people::is_harm(tokens.word(piece.next)))).then(|| "person".to_owned())
}

/// What `Relief camps 38; bridges lost nine`, `Deaths 2.` count: a label and its number, as telegrams list them.
fn listed(tokens: &Tokens<'_>, piece: &Piece) -> Option<String> {
    let closes = matches!(tokens.written(piece.next), "." | "," | ";" | "(" | "");
    let words = (0..piece.first).rev().take_while(|at| tokens.shape(*at) == Some(Shape::Word)).count();
    let from = piece.first - words;
    let opens =
        tokens.is_line_start(from) || matches!(tokens.written(from.wrapping_sub(1)), "." | ";" | "," | "!" | "?");
    if !closes
        || !opens
        || words == 0
        || words > LISTED
        || !tokens.is_capital(from) && tokens.is(from.wrapping_sub(1), ",")
    {
        return None;
    }
    let end = piece.first - 1;
    // `Patients seen 318`
    let done = words > 1 && (tokens.word(end).ends_with("ed") || matches!(tokens.word(end), "seen" | "cut" | "lost"));
    let head = end - usize::from(done);
    let last = tokens.word(head);
    if matches!(last, "deaths" | "fatalities" | "injuries" | "casualties") || people::is_harm(last) && words == 1 {
        return Some("person".to_owned());
    }
    let unit = noun::singular(last);
    // `Its rival counts 52`
    let told = tokens.is_of(from, Class::Stop) || TELLING.contains(&last);
    let plain = words > 1 && !told && (done || !tokens.is_capital(head)) && noun::is_plural(last);
    let counts = !lexicon::is(Class::Level, last) && !lexicon::is(Class::Change, last) && !unit::is_time(&unit);
    (plain && counts && !lexicon::is(Class::Label, &unit)).then_some(unit)
}

/// Words of such a label at most.
const LISTED: usize = 3;

/// The noun that `mention` counts.
pub(super) fn counts(mention: &Mention) -> Option<&str> {
    let Some(Value::Quantity(Quantity { unit, .. })) = &mention.value else { return None };
    (!unit::is_known(unit) && unit != multiple::UNIT && unit != "point").then_some(unit)
}

/// Tokens from a word of money to its number.
const CLAUSE: usize = 10;
/// What is money beside the words of payment of the tables.
const SUMS: [&str; 40] = [
    "profit",
    "profits",
    "loss",
    "losses",
    "revenue",
    "revenues",
    "turnover",
    "earnings",
    "ebitda",
    "ebit",
    "income",
    "dividend",
    "dividends",
    "cash",
    "cashflow",
    "proceeds",
    "receipts",
    "debts",
    "costs",
    "wages",
    "salaries",
    "deposits",
    "loans",
    "funds",
    "rents",
    "fees",
    "taxes",
    "tariffs",
    "subsidy",
    "subsidies",
    "grant",
    "investment",
    "invest",
    "invested",
    "funding",
    "damages",
    "compensation",
    "valued",
    "owed",
    "owes",
];
/// What is counted and no sum, in the singular.
const COUNTS: [&str; 14] = [
    "membership",
    "circulation",
    "population",
    "attendance",
    "unemployment",
    "output",
    "production",
    "headcount",
    "tally",
    "numbers",
    "number",
    "audience",
    "employment",
    "workforce",
];

/// Whether a number is a sum of money, nothing where it may be either: beside a word of money, or billions where the text
/// speaks of money.
fn is_sum(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention], told: &Told) -> Option<bool> {
    let from = piece.first.saturating_sub(CLAUSE).max(sentence_start(tokens, piece.first));
    let is_paid = |at: usize| tokens.is_of(at, Class::Paid) || SUMS.contains(&tokens.word(at));
    let is_count = |at: usize| {
        let word = tokens.word(at);
        COUNTS.contains(&word) || noun::is_plural(word) && !tokens.is_of(at, Class::Change)
    };
    let cue = (from..piece.first).rev().take_while(|at| !tokens.is(*at, ";")).find(|at| is_paid(*at) || is_count(*at));
    let behind = matches!(tokens.word(piece.next), "of" | "in") && (piece.next + 1..piece.next + 4).any(is_paid);
    let last = before.iter().rev().find_map(|mention| match &mention.value {
        Some(value @ (Value::Money(_) | Value::Quantity(_))) => Some(value),
        _ => None,
    });
    let paid = |value: Option<&Value>| matches!(value, Some(Value::Money(_)));
    let millions = piece.number.scale >= Decimal::from(1_000_000);
    let billions = piece.number.scale >= Decimal::from(1_000_000_000);
    let near = match cue {
        Some(at) if is_paid(at) => true,
        Some(_) => billions && (paid(last) || told.money.is_some()),
        // Of bare millions after money, every second one counts something else.
        None if millions && !billions && !behind && paid(last.or(told.last.as_ref())) => return None,
        None => billions && told.money.is_some(),
    };
    // `3,958,811 restricted shares`: a noun follows.
    let counts = piece.number.is_unscaled() && !ends_here(tokens, piece.next);
    Some(!counts && (near || behind))
}

/// The money that `mention` is.
fn money(mention: &Mention) -> Option<&Money> {
    match &mention.value {
        Some(Value::Money(money)) => Some(money),
        _ => None,
    }
}
