//! Reads one number with its sign and measure: money, percentage or unit.
//!
//! Takes tokens and the place to read from; gives a [`Piece`]. Ranges, bounds and counted nouns are for others.

use rust_decimal::Decimal;

use crate::types::PercentUnit;

use super::currency::{self, Currency};
use super::lexicon::Class;
use super::number::{self, Number};
use super::token::{Shape, Tokens};
use super::{FigureContext, bound, compound, letter, mixed, percent, unit};

/// What a number measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    /// Money.
    Money(currency::Unit),
    /// A percentage.
    Percent(PercentUnit),
    /// A unit or counted noun.
    Unit(String),
}

/// A number with its measure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// First token.
    pub(super) first: usize,
    /// Token after the last.
    pub(super) next: usize,
    /// The number.
    pub(super) number: Number,
    /// Whether a minus stands before it.
    pub(super) is_negative: bool,
    /// What it measures, where that is said.
    pub(super) measure: Option<Measure>,
    /// Whether the measure stands before the number.
    pub(super) is_prefixed: bool,
}

impl Piece {
    /// The value, with parts of a currency brought to wholes.
    pub(super) fn value(&self) -> Option<Decimal> {
        let value = self.number.value()?;
        let value = if self.is_negative { -value } else { value };
        match &self.measure {
            Some(Measure::Money(unit)) if unit.parts > 1 => value.checked_div(Decimal::from(unit.parts)),
            _ => Some(value),
        }
    }
}

/// The piece that begins at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Piece> {
    is_free(tokens, i + sign_len(tokens, i)).then(|| read_joined(tokens, i, context))?
}

/// The piece at token `i`, whatever stands before it: the second half of a range.
pub(super) fn read_joined(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Piece> {
    let sign = sign_len(tokens, i);
    let at = i + sign;
    if let Some((unit, next)) = currency::before(tokens, at).or_else(|| letter::before(tokens, at, context)) {
        if let Some(piece) = in_brackets(tokens, i, unit, next) {
            return Some(piece);
        }
        let inner = usize::from(tokens.is_dash(next) && tokens.is_glued(next + 1));
        if let Some(number) = number::read(tokens, next + inner).filter(|n| n.digits || !tokens.is_glued(next + 1)) {
            let piece = Piece {
                first: i,
                next: number.next,
                number,
                is_negative: sign + inner > 0,
                measure: None,
                is_prefixed: true,
            };
            let piece = prefixed(tokens, piece, unit);
            let is_negative = piece.is_negative || is_loss(tokens, &piece);
            return Some(Piece { is_negative, ..piece });
        }
    }
    if let Some(piece) = scaled_prefix(tokens, i) {
        return Some(piece);
    }
    let number = number::read(tokens, at)?;
    let number = bound::attached(tokens, number.next).map_or(number, |(_, next)| Number { next, ..number });
    let next = after_error(tokens, number.next);
    let piece = Piece { first: i, next, number, is_negative: sign > 0, measure: None, is_prefixed: false };
    let piece = suffixed(tokens, piece, context)?;
    // An error without a unit behind it is left out.
    Some(if piece.measure.is_none() && next > number.next { Piece { next: number.next, ..piece } } else { piece })
}

/// The token after the error of a measurement at token `i`: `± 0.3`, `+/- 2`.
fn after_error(tokens: &Tokens<'_>, i: usize) -> usize {
    let sign = if tokens.is(i, "±") {
        1
    } else if tokens.is(i, "+") && tokens.is(i + 1, "/") && matches!(tokens.written(i + 2), "-" | "−") {
        3
    } else {
        return i;
    };
    number::read(tokens, i + sign).map_or(i, |error| error.next)
}

/// `$(2.16) per share`, `$(0.2) million`: a loss as accounts write it, of the money at token `i`, with the bracket at
/// token `open`.
fn in_brackets(tokens: &Tokens<'_>, i: usize, unit: currency::Unit, open: usize) -> Option<Piece> {
    let glued = tokens.is(open, "(") && tokens.is_glued(open) && tokens.is_glued(open + 1);
    let number = number::read(tokens, open + 1).filter(|number| glued && number.digits && number.is_unscaled())?;
    let close = number.next;
    let scale = tokens.value(close + 1, Class::Scale).filter(|_| tokens.is(close, ")"));
    let number = Number { scale: scale.map_or(number.scale, number::power), ..number };
    let next = close + 1 + usize::from(scale.is_some());
    let measure = Some(Measure::Money(unit));
    tokens.is(close, ")").then_some(Piece { first: i, next, number, is_negative: true, measure, is_prefixed: true })
}

/// `a profit of ($0.12)`: brackets around an amount alone that no other amount stands before, as accounts write losses.
fn is_loss(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let i = piece.first;
    let alone = i > 1 && tokens.is(i - 1, "(") && tokens.is(piece.next, ")") && tokens.is_glued(i);
    alone && matches!(tokens.word(i - 2), "is" | "was" | "were" | "of" | "to" | "at" | "from")
}

/// Tokens of a minus sign at token `i`: a dash that sticks to the number and to nothing before it, or a word.
pub(super) fn sign_len(tokens: &Tokens<'_>, i: usize) -> usize {
    let dash = matches!(tokens.written(i), "-" | "−" | "–")
        && tokens.is_glued(i + 1)
        && (!tokens.is_glued(i) || tokens.is(i - 1, "("));
    // `plus or minus 3` is an error and no sign.
    let error = i >= 2 && tokens.word(i - 1) == "or" && tokens.word(i - 2) == "plus";
    let word = matches!(tokens.word(i), "minus" | "negative") && !error;
    let after_number = i > 0 && tokens.shape(i - 1) == Some(Shape::Number);
    usize::from((dash && !after_number) || word)
}

/// Whether a figure may begin at token `i`: it is no part of a name, time, id or date.
fn is_free(tokens: &Tokens<'_>, i: usize) -> bool {
    let time = tokens.is(i + 1, ":")
        && tokens.is_glued(i + 1)
        && tokens.shape(i + 2) == Some(Shape::Number)
        && tokens.is_glued(i + 2);
    // A time has minutes of two digits: `2.1 pm` is a length.
    let minutes = tokens.number(i).split_once('.').is_none_or(|(_, minutes)| minutes.len() == 2);
    let clock = tokens.shape(i) == Some(Shape::Number)
        && minutes
        && matches!(tokens.word(i + 1), "am" | "pm" | "a.m." | "p.m." | "o'clock");
    if time || clock || is_vague(tokens, i) || is_divisor(tokens, i) {
        return false;
    }
    if !tokens.is_glued(i) || sign_len(tokens, i - 1) > 0 || currency::may_start(tokens, i) {
        return true;
    }
    match tokens.written(i - 1) {
        "-" | "‑" | "–" => !tokens.is_glued(i - 1),
        mark => {
            tokens.shape(i - 1) == Some(Shape::Mark)
                && !matches!(mark, "#" | "/" | "@" | "_" | "." | ":" | "," | "&" | "*" | "\\" | "=" | "%")
        }
    }
}

/// `per million British thermal units`, `per 100,000 people`: a round number that only says what a rate is of.
fn is_divisor(tokens: &Tokens<'_>, i: usize) -> bool {
    let digits = tokens.number(i).replace(',', "");
    let round = digits.len() > 2 && digits.starts_with('1') && digits.bytes().skip(1).all(|digit| digit == b'0');
    let scale = tokens.word(i) == "hundred" || tokens.is_of(i, Class::Scale);
    tokens.word_before(i) == "per" && (round || scale)
}

/// `several hundred years`: more than one hundred, nobody says how many; and the scale of a number that was passed over.
fn is_vague(tokens: &Tokens<'_>, i: usize) -> bool {
    let scale = tokens.word(i) == "hundred" || tokens.is_of(i, Class::Scale);
    let before = tokens.word_before(i);
    let counted =
        i > 0 && tokens.shape(i - 1) == Some(Shape::Number) || tokens.entry(i.wrapping_sub(1)).small().is_some();
    scale && (counted || matches!(before, "several" | "few" | "many" | "couple" | "of"))
}

/// `MAUD 60`.
fn scaled_prefix(tokens: &Tokens<'_>, i: usize) -> Option<Piece> {
    if tokens.shape(i)? != Shape::Word || tokens.shape(i + 1) != Some(Shape::Number) {
        return None;
    }
    let (unit, exponent) = currency::scaled_code(tokens, i)?;
    let number = number::read(tokens, i + 1).filter(Number::is_unscaled)?;
    let number = Number { scale: number::power(exponent), ..number };
    Some(Piece {
        first: i,
        next: number.next,
        number,
        is_negative: false,
        measure: Some(Measure::Money(unit)),
        is_prefixed: true,
    })
}

/// Adds what may follow a number with its currency before it: a short scale, the currency once more.
fn prefixed(tokens: &Tokens<'_>, mut piece: Piece, mut unit: currency::Unit) -> Piece {
    if let Some(exponent) = short_scale(tokens, piece.next).filter(|_| piece.number.is_unscaled()) {
        piece.number.scale = number::power(exponent);
        piece.next += 1;
    }
    let again = currency::after(tokens, piece.next).filter(|(after, _)| {
        after.parts == 1 && after.currency != unit.currency || *after == unit || unit.parts > 1 && after.parts > 1
    });
    if let Some((after, next)) = again {
        match (unit.currency, after.currency) {
            (Currency::Code(_), Currency::Noun(_)) if unit.parts > 1 => piece.next = next,
            (Currency::Noun(_), Currency::Code(_)) => (unit, piece.next) = (after, next),
            (a, b) if a == b => piece.next = next,
            _ => {}
        }
    } else if unit.currency == Currency::Noun("pound") && tokens.word(piece.next) == "sterling" {
        piece.next += 1;
    }
    piece.measure = Some(Measure::Money(unit));
    piece
}

/// `piece` with the letters that stick to its number read as a scale, where a unit of length or weight was read.
pub(super) fn in_millions(tokens: &Tokens<'_>, piece: Piece) -> Piece {
    let at = piece.next.saturating_sub(1);
    let is_scaled = matches!(piece.measure, Some(Measure::Unit(_))) && piece.number.next == at && tokens.is_glued(at);
    match short_scale(tokens, at).filter(|_| is_scaled && piece.number.is_unscaled()) {
        Some(exponent) => Piece {
            number: Number { scale: number::power(exponent), next: piece.next, ..piece.number },
            measure: None,
            ..piece
        },
        None => piece,
    }
}

/// `m`, `bn`, `k`, `mm` after an amount of money.
fn short_scale(tokens: &Tokens<'_>, i: usize) -> Option<u32> {
    let word = tokens.word(i);
    let exponent = match word {
        "mm" => 6,
        "tn" => 12,
        "cr" => 7,
        "bi" if !tokens.is_glued(i) => 9,
        _ => tokens.value(i, Class::Short)?,
    };
    let ends = !tokens.is_glued(i + 1) || tokens.shape(i + 1) == Some(Shape::Mark);
    let word_alone = tokens.is_glued(i) || (word != "t" && !matches!(tokens.written(i + 1), "'" | "’" | "&"));
    (ends && word_alone).then_some(exponent)
}

/// Finds the measure after a number; `None` where letters stuck to the digits make it a name (`3D`, `4th`).
fn suffixed(tokens: &Tokens<'_>, piece: Piece, context: &FigureContext) -> Option<Piece> {
    if let Some(found) = measure_at(tokens, &piece, context) {
        return Some(found);
    }
    if let Some(exponent) = tokens
        .value(piece.next, Class::Short)
        .filter(|_| tokens.is_glued(piece.next) && piece.number.digits && piece.number.is_unscaled())
    {
        let number = Number { scale: number::power(exponent), ..piece.number };
        let scaled = Piece { number, next: piece.next + 1, ..piece };
        let ends =
            !tokens.is_glued(scaled.next) || matches!(tokens.written(scaled.next), "." | "," | ";" | ")" | "?" | "!");
        return measure_at(tokens, &scaled, context).or_else(|| ends.then_some(scaled));
    }
    let stuck = tokens.is_glued(piece.next) && tokens.shape(piece.next) == Some(Shape::Word);
    (!stuck).then_some(piece)
}

fn measure_at(tokens: &Tokens<'_>, piece: &Piece, context: &FigureContext) -> Option<Piece> {
    let hyphen = tokens.is(piece.next, "-") && tokens.is_glued(piece.next) && tokens.is_glued(piece.next + 1);
    let at = piece.next + usize::from(hyphen);
    if tokens.is_line_start(at) && (tokens.is_capital(at) || tokens.shape(at) == Some(Shape::Mark)) {
        return None;
    }
    if is_times(tokens, piece) {
        let unit = Measure::Unit(super::multiple::UNIT.to_owned());
        return Some(Piece { measure: Some(unit), next: piece.next + 1, ..piece.clone() });
    }
    if let Some((unit, next)) = percent_at(tokens, piece, at) {
        return Some(Piece { measure: Some(Measure::Percent(unit)), next, ..piece.clone() });
    }
    if let Some(money) = money_at(tokens, piece, at, context) {
        return Some(money);
    }
    if let Some((exponent, symbol, next)) = compound::scaled(tokens, at).filter(|_| piece.number.is_unscaled()) {
        let number = Number { scale: number::power(exponent), ..piece.number };
        return Some(Piece { number, measure: Some(Measure::Unit(symbol.to_owned())), next, ..piece.clone() });
    }
    let unit = unit::read(tokens, at).filter(|unit| is_unit(tokens, piece, at, &unit.symbol))?;
    let piece = Piece { measure: Some(Measure::Unit(unit.symbol)), next: unit.next, ..piece.clone() };
    Some(mixed::read(tokens, &piece).unwrap_or(piece))
}

/// `1.4x Ebitda`, not `4x6` or `iPhone 4x`.
fn is_times(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let at = piece.next;
    let ends = !tokens.is_glued(at + 1) || matches!(tokens.written(at + 1), "." | "," | ";" | ")" | "-" | "?" | "!");
    let sized = tokens.shape(at + 1) == Some(Shape::Number) || tokens.is(at + 1, "×");
    // `EV/EBITDA 9x`, `Leverage 1.4x`: measures that are written like names; names have no decimals.
    let measure = tokens.number(piece.first).contains('.')
        || matches!(
            tokens.word_before(piece.first),
            "ebitda" | "ebitdar" | "ebit" | "e" | "per" | "leverage" | "multiple"
        );
    let named = piece.first > 0 && tokens.written(piece.first - 1).contains(char::is_uppercase) && !measure;
    !named
        && piece.number.digits
        && piece.number.next == at
        && tokens.word(at) == "x"
        && tokens.is_glued(at)
        && ends
        && !sized
}

fn percent_at(tokens: &Tokens<'_>, piece: &Piece, at: usize) -> Option<(PercentUnit, usize)> {
    let part = !piece.number.digits && piece.number.mantissa < Decimal::ONE;
    percent::read(tokens, at).or_else(|| percent::read_after_part(tokens, piece.next).filter(|_| part))
}

/// Whether a unit fits the number: `2014 week`, `half-year results` and `two second-half goals` count nothing.
fn is_unit(tokens: &Tokens<'_>, piece: &Piece, at: usize, symbol: &str) -> bool {
    let half = tokens.word(piece.first) == "half"
        && at <= piece.first + 2
        && tokens.word(piece.first + 1) != "a"
        && tokens.word(piece.first + 1) != "an";
    let hyphened = at > piece.next;
    let ordinal = tokens.word(at) == "second" && !hyphened;
    let stuck_year = unit::is_time(symbol) && (is_year_like(tokens, piece) || half);
    let bit = piece.number.mantissa == Decimal::ONE && tokens.word(at) == "bit";
    !(stuck_year || ordinal || bit)
}

/// Whether the piece is four digits that could be a year.
pub(super) fn is_year_like(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    piece.number.is_unscaled() && is_year(tokens.number(piece.first))
}

/// Whether `digits` are four that could be a year.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Money named after the number: `5 million dollars`, `75 USD million`, `thirteen dollars and forty-five cents`.
fn money_at(tokens: &Tokens<'_>, piece: &Piece, at: usize, context: &FigureContext) -> Option<Piece> {
    if let Some((unit, exponent)) = currency::scaled_code(tokens, at).filter(|_| piece.number.is_unscaled()) {
        let number = Number { scale: number::power(exponent), ..piece.number };
        return Some(Piece { number, measure: Some(Measure::Money(unit)), next: at + 1, ..piece.clone() });
    }
    let (unit, next) = currency::after(tokens, at)?;
    let in_year = is_year_like(tokens, piece)
        && matches!(tokens.word_before(piece.first), "in" | "for" | "to" | "constant" | "real");
    if in_year || (currency::is_risky(unit) && !is_money(tokens, piece, next, context)) {
        return None;
    }
    let mut money = Piece { measure: Some(Measure::Money(unit)), next, ..piece.clone() };
    if let Some(exponent) =
        tokens.value(next, Class::Scale).filter(|_| piece.number.is_unscaled() && piece.number.digits)
    {
        money.number.scale = number::power(exponent);
        money.next += 1;
    } else if let Some((part, next)) = change(tokens, next, unit, context) {
        let mantissa = money.number.value()?.checked_add(part)?;
        money.number = Number { mantissa, scale: Decimal::ONE, ..money.number };
        money.next = next;
    }
    Some(money)
}

/// The cents after whole dollars, as a part of one: `15 dollars 50`, `dollars and forty-five cents`.
fn change(tokens: &Tokens<'_>, i: usize, unit: currency::Unit, context: &FigureContext) -> Option<(Decimal, usize)> {
    let and = usize::from(tokens.word(i) == "and");
    let number = number::read(tokens, i + and)
        .filter(|n| n.is_unscaled() && n.mantissa < Decimal::ONE_HUNDRED && n.mantissa >= Decimal::ONE)?;
    if unit.parts > 1 || tokens.is_sentence_start(i) {
        return None;
    }
    let cents = currency::after(tokens, number.next).filter(|(after, _)| after.parts > 1);
    if let Some((cents, next)) = cents {
        return Some((number.mantissa.checked_div(Decimal::from(cents.parts))?, next));
    }
    let plain = Piece { first: i, next: number.next, number, is_negative: false, measure: None, is_prefixed: false };
    let ends = measure_at(tokens, &plain, context).is_none() && super::noun::read(tokens, number.next).is_none();
    let two_digits = number.mantissa >= Decimal::TEN
        && and == 0
        && (!tokens.is_glued(number.next) || tokens.shape(number.next) == Some(Shape::Mark));
    let part = number.mantissa.checked_div(Decimal::ONE_HUNDRED)?;
    (ends && two_digits && currency::before(tokens, i).is_none()).then_some((part, number.next))
}

/// Whether a noun that is also an everyday word is money here.
fn is_money(tokens: &Tokens<'_>, piece: &Piece, next: usize, context: &FigureContext) -> bool {
    let of = tokens.word(next) == "of" || tokens.word(next) == "per" && tokens.word(next + 1) == "square";
    let large = piece.number.value().is_some_and(|value| value >= Decimal::ONE_THOUSAND);
    let scaled = piece.number.scale >= Decimal::ONE_THOUSAND;
    let near = || (piece.first.saturating_sub(6)..next + 6).any(|i| tokens.is_of(i, Class::Paid) || tokens.is(i, "£"));
    match tokens.word(next - 1) {
        "won" => large || scaled || context.currency() == Some("KRW"),
        "pound" | "pounds" => !of && (scaled || context.currency() == Some("GBP") || near()),
        // `passed the three million mark`
        "mark" if tokens.word_before(piece.first) == "the" => false,
        "mark" | "marks" | "real" | "reals" => scaled && !of,
        _ => scaled || near(),
    }
}
