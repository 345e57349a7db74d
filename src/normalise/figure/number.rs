//! Reads one number: digits, words or both, with its scale.
//!
//! Takes tokens and the place to read from; gives a [`Number`] with an exact decimal, or nothing. Knows no units and
//! never looks to the left.

use rust_decimal::Decimal;

use super::lexicon::{Class, Entry};
use super::power;
use super::token::{Shape, Tokens};

/// A number in text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// The number before its scale: 1.2 of `1.2 million`.
    pub(super) mantissa: Decimal,
    /// The scale: 1000000 of `1.2 million`, 1 where there is none.
    pub(super) scale: Decimal,
    /// Token after the last of the number.
    pub(super) next: usize,
    /// Whether it begins with digits.
    pub(super) digits: bool,
}

impl Number {
    /// Mantissa times scale, `None` past what a decimal holds.
    pub(super) fn value(&self) -> Option<Decimal> {
        self.mantissa.checked_mul(self.scale)
    }

    /// Whether it has no scale of its own.
    pub(super) fn is_unscaled(&self) -> bool {
        self.scale == Decimal::ONE
    }
}

/// The number that begins at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let number = match tokens.shape(i)? {
        Shape::Number => digits(tokens, i)?,
        Shape::Word => words(tokens, i)?,
        Shape::Mark => {
            glyph(tokens, i).map(|part| Number { mantissa: part, scale: Decimal::ONE, next: i + 1, digits: true })?
        }
    };
    Some(trailing_part(tokens, with_scale(tokens, number)))
}

/// Ten to the power `exponent`.
pub(super) fn power(exponent: u32) -> Decimal {
    Decimal::from_i128_with_scale(10_i128.checked_pow(exponent.min(27)).unwrap_or(1), 0)
}

/// The value of digits with separators: `1,234.5`, `1.234,56`, `12,34,567`, `10 000`, `1,3`; `None` for `1.2.3`.
pub(super) fn decimal(written: &str) -> Option<Decimal> {
    // Most numbers are whole and short.
    if written.len() < 19 && written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok().map(|whole: u64| Decimal::from(whole));
    }
    let plain: String = written.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let (commas, stops) = (plain.matches(',').count(), plain.matches('.').count());
    let text = match (commas, stops) {
        (0, 0 | 1) => plain,
        (0, _) => grouped(&plain, '.')?,
        (1, 0) if plain.rsplit(',').next().is_some_and(|tail| tail.len() != 3) || plain.starts_with("0,") => {
            plain.replace(',', ".")
        }
        (_, 0) => grouped(&plain, ',')?,
        (_, 1) if plain.rfind(',') < plain.find('.') => {
            let (whole, part) = plain.split_once('.')?;
            format!("{}.{part}", grouped(whole, ',')?)
        }
        (1, _) => {
            let (whole, part) = plain.split_once(',')?;
            format!("{}.{part}", grouped(whole, '.')?)
        }
        _ => return None,
    };
    if text.len() > 28 { None } else { format!("0{text}").parse().ok() }
}

/// The digits of a whole number whose groups are well formed: three each, or Indian twos before the last three.
fn grouped(text: &str, separator: char) -> Option<String> {
    let groups: Vec<&str> = text.split(separator).collect();
    let (last, inner) = groups.get(1..)?.split_last()?;
    let width = inner.first().map_or(3, |group| group.len());
    let fits = last.len() == 3 && (2..=3).contains(&width) && inner.iter().all(|group| group.len() == width);
    (fits && groups.first().is_some_and(|group| (1..=3).contains(&group.len()))).then(|| groups.concat())
}

fn digits(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let whole = decimal(tokens.number(i))?;
    if let Some((mantissa, next)) = power::read(tokens, i, whole) {
        return Some(Number { mantissa, scale: Decimal::ONE, next, digits: true });
    }
    let (part, next) = mixed_part(tokens, i, whole).unwrap_or((whole, i + 1));
    Some(Number { mantissa: part, scale: Decimal::ONE, next, digits: true })
}

/// `2½`, `2 1/2`, `10-1/2`, `1/4`: the value and the token after.
fn mixed_part(tokens: &Tokens<'_>, i: usize, whole: Decimal) -> Option<(Decimal, usize)> {
    if let Some(part) = glyph(tokens, i + 1) {
        return Some((whole.checked_add(part)?, i + 2));
    }
    if tokens.is(i + 1, "/") && tokens.is_glued(i + 1) {
        return slash(tokens, i).map(|part| (part, i + 3));
    }
    let at = if tokens.is(i + 1, "-") { i + 2 } else { i + 1 };
    let part = slash(tokens, at).filter(|part| *part < Decimal::ONE)?;
    // `$5.38-1/2`: of the last place.
    let place = match tokens.number(i).split_once('.') {
        Some((_, cents)) if cents.len() == 2 => Decimal::new(1, 2),
        Some(_) => return None,
        None => Decimal::ONE,
    };
    Some((whole.checked_add(part.checked_mul(place)?)?, at + 3))
}

/// The plain fraction `1/4` at token `i`, with a denominator that people use.
fn slash(tokens: &Tokens<'_>, i: usize) -> Option<Decimal> {
    if !tokens.is(i + 1, "/") || !tokens.is_glued(i + 1) || !tokens.is_glued(i + 2) || tokens.is(i + 3, "/") {
        return None;
    }
    let (over, under) = (tokens.number(i).parse::<u32>().ok()?, tokens.number(i + 2).parse::<u32>().ok()?);
    let usual = matches!(under, 2..=6 | 8 | 10 | 12 | 16 | 20 | 32 | 40 | 64 | 100);
    (usual && over < under).then(|| Decimal::from(over) / Decimal::from(under))
}

/// Whether token `i` is a fraction of one character.
pub(super) fn is_glyph(tokens: &Tokens<'_>, i: usize) -> bool {
    glyph(tokens, i).is_some()
}

fn glyph(tokens: &Tokens<'_>, i: usize) -> Option<Decimal> {
    let (over, under) = match tokens.written(i) {
        "½" => (1, 2),
        "¼" => (1, 4),
        "¾" => (3, 4),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "⅛" => (1, 8),
        "⅜" => (3, 8),
        "⅝" => (5, 8),
        "⅞" => (7, 8),
        "⅕" => (1, 5),
        _ => return None,
    };
    Some(Decimal::from(over) / Decimal::from(under))
}

/// Multiplies by the scale words that follow (`10.4 lakh crore`, `2-million`, `three dozen`).
fn with_scale(tokens: &Tokens<'_>, mut number: Number) -> Number {
    loop {
        let at =
            if tokens.is(number.next, "-") && tokens.is_glued(number.next) { number.next + 1 } else { number.next };
        // `Rs 1 lakh cr`
        let crore = tokens.word(at) == "cr" && number.scale == Decimal::from(100_000);
        let word = if crore { Some(power(7)) } else { scale_word(tokens, at) };
        let Some(scale) = word.and_then(|scale| number.scale.checked_mul(scale)) else {
            return number;
        };
        number = Number { scale, next: at + 1, ..number };
    }
}

/// What the word at token `i` multiplies a number by.
fn scale_word(tokens: &Tokens<'_>, i: usize) -> Option<Decimal> {
    match tokens.word(i) {
        "hundred" => Some(Decimal::ONE_HUNDRED),
        "dozen" | "dozens" | "doz" | "dozs" => Some(Decimal::from(12)),
        _ => tokens.value(i, Class::Scale).map(power),
    }
}

/// `3 million and a half`: half of the scale more.
fn trailing_part(tokens: &Tokens<'_>, number: Number) -> Number {
    if number.is_unscaled() || tokens.word(number.next) != "and" || tokens.is_line_start(number.next + 1) {
        return number;
    }
    let is_part = tokens.word(number.next + 1) == "a" || tokens.is_of(number.next + 1, Class::Unit);
    let Some((part, next)) = part_at(tokens, number.next + 1).filter(|(_, next)| is_part && !is_part_of(tokens, *next))
    else {
        return number;
    };
    number.mantissa.checked_add(part).map_or(number, |mantissa| Number { mantissa, next, ..number })
}

fn is_part_of(tokens: &Tokens<'_>, next: usize) -> bool {
    tokens.word(next) == "of" || scale_word(tokens, next).is_some()
}

/// A number in words at token `i`.
fn words(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    if let Some(number) = part_number(tokens, i) {
        return Some(number);
    }
    let article = matches!(tokens.word(i), "a" | "an");
    let first = i + usize::from(article);
    if article && scale_word(tokens, first).is_none() {
        return None;
    }
    let mut sum = if article { Sum::one() } else { Sum::default() };
    let mut at = first;
    while let Some(next) = sum.take(tokens, at) {
        at = next;
    }
    let mantissa = sum.value().or_else(|| scale_word(tokens, first).map(|_| Decimal::ONE))?;
    let plain = split_scale(Number { mantissa, scale: Decimal::ONE, next: at, digits: false });
    let parted = word_part(tokens, at).and_then(|(part, next)| with_part(tokens, plain, part, next));
    Some(parted.or_else(|| point(tokens, plain)).unwrap_or(plain))
}

/// `number` with a part of one more, or of a smaller scale that follows: `one billion and three quarters million`.
fn with_part(tokens: &Tokens<'_>, number: Number, part: Decimal, next: usize) -> Option<Number> {
    match scale_word(tokens, next).filter(|scale| *scale < number.scale) {
        Some(scale) => {
            let mantissa = number.value()?.checked_add(part.checked_mul(scale)?)?;
            Some(Number { mantissa, scale: Decimal::ONE, next: next + 1, ..number })
        }
        None => Some(Number { mantissa: number.mantissa.checked_add(part)?, next, ..number }),
    }
}

/// Puts the scale of a number in words apart, so that a range can share it: 5000000 is 5 at 1000000.
fn split_scale(number: Number) -> Number {
    let fits = |scale: &Decimal| number.mantissa >= *scale && (number.mantissa % *scale).is_zero();
    let scale = [12, 9, 6, 3].into_iter().map(power).find(fits).filter(|_| number.is_unscaled());
    scale.map_or(number, |scale| Number { mantissa: number.mantissa / scale, scale, ..number })
}

/// `half a`, `a quarter of a`, `three quarters of`, `two-thirds of a` with what it is a part of left to `with_scale`.
fn part_number(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let (mantissa, mut next) = part_at(tokens, i)?;
    let after_of = next + usize::from(tokens.word(next) == "of");
    let after_article = after_of + usize::from(matches!(tokens.word(after_of), "a" | "an" | "one" | "1"));
    if after_article > next && !tokens.is_line_start(after_article) {
        next = after_article;
    }
    Some(Number { mantissa, scale: Decimal::ONE, next, digits: false })
}

/// A fraction in words at token `i`: `half`, `a quarter`, `three-quarters`, `one third`.
fn part_at(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    let word = tokens.word(i);
    if word == "half" || (word == "quarter" && takes_bare_quarter(tokens, i + 1)) {
        return Some((Decimal::ONE / Decimal::from(tokens.value(i, Class::Part)?), i + 1));
    }
    let over = if matches!(word, "a" | "an") { 1 } else { tokens.value(i, Class::Unit).filter(|over| *over > 0)? };
    let at = i + 1 + usize::from(tokens.is(i + 1, "-"));
    let under = tokens.value(at, Class::Part)?;
    // `five billion and three quarters`
    let of_scale = tokens.word(i.wrapping_sub(1)) == "and" && tokens.is_of(i.wrapping_sub(2), Class::Scale);
    let is_time = matches!(tokens.word(at), "quarter" | "quarters") && !is_share(tokens, at + 1) && !of_scale;
    let is_ordinal =
        over == 1 && matches!(tokens.word(at), "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth");
    if (is_time && (over > 1 || tokens.word(i.wrapping_sub(1)) != "and"))
        || (is_ordinal && matches!(word, "a" | "an") && tokens.word(at + 1) != "of")
    {
        return None;
    }
    Some((Decimal::from(over) / Decimal::from(under), at + 1))
}

/// Whether what stands at token `i` makes a number of an article before it: `a million`, `an eighth`, `a half-`.
pub(super) fn takes_article(tokens: &Tokens<'_>, i: usize) -> bool {
    let at = i + usize::from(tokens.is(i, "-"));
    scale_word(tokens, i).is_some() || tokens.is_of(at, Class::Part)
}

/// Whether `quarter` without a number before it is a fraction: `quarter million`, `quarter point`.
fn takes_bare_quarter(tokens: &Tokens<'_>, next: usize) -> bool {
    let at = next + usize::from(tokens.is(next, "-"));
    scale_word(tokens, at).is_some() || matches!(tokens.word(at), "point" | "percentage")
}

/// Whether a `quarter` before token `next` is a fraction of something and not three months.
fn is_share(tokens: &Tokens<'_>, next: usize) -> bool {
    takes_bare_quarter(tokens, next)
        || (tokens.word(next) == "of" && matches!(tokens.word(next + 1), "a" | "an" | "one" | "1"))
}

/// `and a half`, `and three quarters` after a whole number in words.
fn word_part(tokens: &Tokens<'_>, i: usize) -> Option<(Decimal, usize)> {
    let at = i + usize::from(tokens.is(i, "-"));
    if tokens.word(at) != "and" {
        return None;
    }
    let from = at + 1 + usize::from(tokens.is(at + 1, "-"));
    if tokens.word(from) == "a" && tokens.is(from + 1, "-") {
        return tokens.value(from + 2, Class::Part).map(|under| (Decimal::ONE / Decimal::from(under), from + 3));
    }
    part_at(tokens, from).filter(|(_, next)| tokens.word(*next) != "of")
}

/// `point five` after a whole number in words.
fn point(tokens: &Tokens<'_>, number: Number) -> Option<Number> {
    if tokens.word(number.next) != "point" {
        return None;
    }
    let mut digits = String::new();
    let mut at = number.next + 1;
    while let Some((digit, next)) = decimals(tokens, at).filter(|_| digits.len() < 12) {
        digits.push_str(&digit.to_string());
        at = next;
    }
    let part: Decimal = format!("0.{digits}").parse().ok().filter(|_| !digits.is_empty())?;
    Some(Number { mantissa: number.mantissa.checked_add(part)?, next: at, ..number })
}

/// The digits that a word after `point` says: `five`, `seventy-one`.
fn decimals(tokens: &Tokens<'_>, i: usize) -> Option<(u32, usize)> {
    let (value, place) = small(tokens.entry(i))?;
    let ones = |at: usize| tokens.value(at, Class::Unit).filter(|ones| place == 10 && *ones > 0);
    let dash = i + 1 + usize::from(tokens.is(i + 1, "-"));
    Some(ones(dash).map_or((value, i + 1), |ones| (value + ones, dash + 1)))
}

/// A whole number in words as it is read, left to right.
#[derive(Default)]
struct Sum {
    /// What stands before the last scale.
    total: Decimal,
    /// What stands after it, below 1000.
    group: u32,
    /// The last scale, 0 before the first.
    last_scale: u32,
    /// Smallest place already set in `group`: 1000 none, 100, 10, 1.
    place: u32,
    /// Whether anything was read.
    begun: bool,
}

impl Sum {
    /// What an article before a scale says: `a hundred`.
    fn one() -> Self {
        Self { group: 1, place: 1, begun: true, ..Self::default() }
    }

    fn value(&self) -> Option<Decimal> {
        self.total.checked_add(Decimal::from(self.group)).filter(|_| self.begun)
    }

    fn room(&self) -> u32 {
        if self.place == 0 { 1000 } else { self.place }
    }

    /// Takes the word at `i` and gives the token after it, `None` where the number has ended.
    fn take(&mut self, tokens: &Tokens<'_>, i: usize) -> Option<usize> {
        let at = self.joined(tokens, i)?;
        let word = tokens.word(at);
        if self.begun && tokens.is_line_start(at) && tokens.is_capital(at) {
            return None;
        }
        if word == "hundred" && self.room() < 1000 && self.group > 0 && self.group < 100 {
            self.group *= 100;
            self.place = 100;
            return Some(at + 1);
        }
        if let Some(exponent) = tokens.value(at, Class::Scale).filter(|e| *e == 3 || *e >= 5) {
            return self.take_scale(exponent).map(|()| at + 1);
        }
        let (value, place) = small(tokens.entry(at)).filter(|(_, place)| *place <= 10 || at == i)?;
        let floor = if place == 1 { 1 } else { 10 };
        if self.room() <= floor || (value == 0 && self.begun) {
            return None;
        }
        self.group += value;
        self.place = if place == 10 { 10 } else { 1 };
        self.begun = true;
        Some(at + 1)
    }

    fn take_scale(&mut self, exponent: u32) -> Option<()> {
        let held = if self.group == 0 && self.last_scale > 0 { None } else { Some(self.group) }?;
        if held == 0 || (self.last_scale > 0 && exponent >= self.last_scale) {
            return None;
        }
        self.total = self.total.checked_add(Decimal::from(held).checked_mul(power(exponent))?)?;
        (self.group, self.place, self.last_scale) = (0, 0, exponent);
        Some(())
    }

    /// The token after `and` or a hyphen where the number goes on there, else `i`.
    fn joined(&self, tokens: &Tokens<'_>, i: usize) -> Option<usize> {
        if !self.begun {
            return Some(i);
        }
        let goes_on = |at: usize| {
            small(tokens.entry(at)).is_some() || tokens.word(at) == "hundred" || tokens.is_of(at, Class::Scale)
        };
        if tokens.is(i, "-") {
            return goes_on(i + 1).then_some(i + 1);
        }
        // `three million, two hundred and forty`
        if tokens.is(i, ",") && self.group == 0 && self.last_scale > 0 && tokens.word(i + 2) == "hundred" {
            let closed = matches!(tokens.lower(i + 3), "and" | "&") && small(tokens.entry(i + 4)).is_some();
            return (closed && small(tokens.entry(i + 1)).is_some()).then_some(i + 1);
        }
        if matches!(tokens.lower(i), "and" | "&") {
            let open = self.group.is_multiple_of(100) && (self.group > 0 || self.last_scale > 0);
            let is_part = tokens.is_of(i + 2, Class::Part) || tokens.is(i + 2, "-") && tokens.is_of(i + 3, Class::Part);
            return (open && small(tokens.entry(i + 1)).is_some() && !is_part).then_some(i + 1);
        }
        Some(i)
    }
}

/// Value and place (1 ones, 5 teens, 10 tens) of a number word below 100.
fn small(word: Entry) -> Option<(u32, u32)> {
    let places = [(Class::Unit, 1), (Class::Teen, 5), (Class::Tens, 10)];
    places.into_iter().find_map(|(class, place)| Some((word.value(class)?, place)))
}
