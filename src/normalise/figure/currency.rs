//! Finds the currency a sign, code or name stands for.
//!
//! Takes words as written; gives ISO 4217 codes, or the noun several countries share, which [`FigureContext`] may
//! settle. Knows nothing of numbers.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::FigureContext;
use super::fnv::{WordMap, WordSet};
use super::lexicon::Class;
use super::token::{Shape, Tokens};

/// What money is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The currency.
    pub(super) currency: Currency,
    /// How many of what is counted make one: 100 of cents and pence, 10 of dimes, 1 of the currency itself.
    pub(super) parts: u32,
}

/// A currency as the text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Currency {
    /// One currency.
    Code(&'static str),
    /// A noun several countries share.
    Noun(&'static str),
}

/// A currency found, and the token after it.
pub(super) type Found = (Unit, usize);

#[derive(Default)]
struct Tables {
    /// Bare noun or own name, one or two words → currency.
    names: WordMap<String, Currency>,
    /// `swiss franc` → CHF.
    settled: WordMap<(String, &'static str), &'static str>,
    /// First words of own names of two words.
    pairs: HashSet<&'static str>,
    /// Adjectives with the currency they may stand before: `Czech` koruna.
    adjectives: HashSet<(String, &'static str)>,
    /// Words before digits → currency.
    before: WordMap<&'static str, &'static str>,
    /// Words before digits that need to be glued and upper-case.
    glued: WordMap<&'static str, &'static str>,
    /// Letters before `$` → currency.
    dollar: WordMap<&'static str, &'static str>,
    /// Every code.
    codes: WordMap<String, &'static str>,
    /// Shared noun → code where nothing is said.
    default: WordMap<&'static str, &'static str>,
    /// Shared nouns that are everyday words too.
    risky: Vec<&'static str>,
    /// Parts, and how many make one.
    parts: WordMap<&'static str, (Currency, u32)>,
    /// Parts that stick to their number.
    glued_parts: WordMap<&'static str, (Currency, u32)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    rows(include_str!("tables/generic.tsv")).for_each(|row| tables.add_generic(&row));
    rows(include_str!("tables/currencies.tsv")).for_each(|row| tables.add_currency(&row));
    for row in rows(include_str!("tables/subunits.tsv")) {
        if let [form, of, ref many @ ..] = row[..] {
            let currency = if of.len() == 3 && of.bytes().all(|b| b.is_ascii_uppercase()) {
                Currency::Code(of)
            } else {
                Currency::Noun(of)
            };
            let many = many.first().and_then(|many| many.parse().ok()).unwrap_or(100);
            match form.strip_suffix('!') {
                Some(form) => tables.glued_parts.insert(form, (currency, many)),
                None => tables.parts.insert(form, (currency, many)),
            };
        }
    }
    tables
});

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(',').filter(|form| *form != "-")
}

impl Tables {
    fn add_generic(&mut self, row: &[&'static str]) {
        let [noun, forms, code, risk] = row[..] else { return };
        for form in list(forms) {
            self.names.insert(form.to_owned(), Currency::Noun(noun));
        }
        if code != "-" {
            self.default.insert(noun, code);
        }
        if risk == "risky" {
            self.risky.push(noun);
        }
    }

    fn add_currency(&mut self, row: &[&'static str]) {
        let [code, noun, adjectives, names, before, dollar] = row[..] else { return };
        self.codes.insert(code.to_ascii_lowercase(), code);
        for adjective in list(adjectives) {
            self.settled.insert((adjective.to_owned(), noun), code);
            self.adjectives.insert((adjective.to_owned(), code));
        }
        for name in list(names) {
            self.names.insert(name.to_owned(), Currency::Code(code));
            self.names.insert(format!("{name}s"), Currency::Code(code));
            self.pairs.extend(name.split_once(' ').map(|(first, _)| first));
        }
        for form in list(before) {
            match form.strip_suffix('!') {
                Some(form) => self.glued.insert(form, code),
                None => self.before.insert(form, code),
            };
        }
        for letters in list(dollar) {
            self.dollar.insert(letters, code);
        }
    }
}

/// Codes people write in lower case; the others are taken in capitals only.
const LOWER_CODES: [&str; 22] = [
    "usd", "eur", "gbp", "cad", "aud", "jpy", "cny", "rmb", "inr", "chf", "hkd", "sgd", "nzd", "sek", "nok", "dkk",
    "mxn", "zar", "brl", "krw", "twd", "aed",
];

/// Codes that are also words or names in capitals; taken only with a scale after the number.
const WORD_CODES: [&str; 12] = ["ALL", "TRY", "TOP", "CUP", "PEN", "MAD", "COP", "BOB", "RON", "MOP", "AMD", "GEL"];

/// The unit of a currency in whole.
fn whole(currency: Currency) -> Unit {
    Unit { currency, parts: 1 }
}

/// The currency of a sign.
fn sign(written: &str) -> Option<Currency> {
    Some(match written {
        "$" | "＄" => Currency::Noun("dollar"),
        "£" | "￡" => Currency::Noun("pound"),
        "€" => Currency::Code("EUR"),
        "¥" | "￥" => Currency::Noun("yen or yuan"),
        "₹" | "₨" => Currency::Noun("rupee"),
        "₩" | "￦" => Currency::Code("KRW"),
        "₽" => Currency::Code("RUB"),
        "₺" => Currency::Code("TRY"),
        "₴" => Currency::Code("UAH"),
        "₦" => Currency::Code("NGN"),
        "₱" => Currency::Code("PHP"),
        "฿" => Currency::Code("THB"),
        "₫" => Currency::Code("VND"),
        "₪" => Currency::Code("ILS"),
        "₡" => Currency::Code("CRC"),
        "₭" => Currency::Code("LAK"),
        "₮" => Currency::Code("MNT"),
        "₲" => Currency::Code("PYG"),
        "₵" => Currency::Code("GHS"),
        "₸" => Currency::Code("KZT"),
        "₼" => Currency::Code("AZN"),
        "₾" => Currency::Code("GEL"),
        "₤" => Currency::Code("ITL"),
        _ => return None,
    })
}

/// Whether a figure may begin at token `i` with a currency.
pub(super) fn may_start(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.shape(i) {
        Some(Shape::Mark) => sign(tokens.written(i)).is_some(),
        Some(Shape::Word) => {
            is_near_number(tokens, i) && (before(tokens, i).is_some() || scaled_code(tokens, i).is_some())
        }
        _ => false,
    }
}

/// Every word that can name a currency in front of a number.
pub(super) fn leading() -> impl Iterator<Item = &'static str> {
    let codes = TABLES.codes.keys().map(String::as_str);
    let others = [&TABLES.before, &TABLES.glued, &TABLES.dollar].into_iter().flat_map(WordMap::keys).copied();
    codes.chain(others).chain(["dollar", "dollars"])
}

/// Whether a short word stands before something that a number or a sign may be; a code may stand before words.
fn is_near_number(tokens: &Tokens<'_>, i: usize) -> bool {
    let len = tokens.lower(i).len();
    len <= 7 && (len == 3 || tokens.shape(i + 1).is_some_and(|shape| shape != Shape::Word))
}

/// Digits in a row, without a mark between them, that make a number of registers and not of money.
const CODE_DIGITS: usize = 10;

/// The currency named before a number, starting at token `i`: `$`, `US$`, `Rs.`, `EUR`, `MAUD`.
pub(super) fn before(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    if tokens.shape(i)? == Shape::Mark {
        if let Some(found) = dollar_then_letters(tokens, i) {
            return Some(found);
        }
        return sign(tokens.written(i)).map(|currency| (whole(currency), i + 1));
    }
    if !tokens.is_of(i, Class::Money) {
        return None;
    }
    let word = tokens.lower(i);
    // `R2 lakh` counts as India does.
    if tokens.is(i, "R")
        && tokens.is_glued(i + 1)
        && matches!(tokens.word(i + 2), "lakh" | "lakhs" | "crore" | "crores")
    {
        return Some((whole(Currency::Code("INR")), i + 1));
    }
    if let Some(code) = TABLES.dollar.get(word).filter(|_| is_letters_of_cents(tokens, i)) {
        return Some((Unit { currency: Currency::Code(code), parts: 100 }, i + 1));
    }
    let has_sign = tokens.is(i + 1, "$") || (word == "gh" && tokens.is(i + 1, "¢"));
    if let Some(found) = dollar(tokens, i, word).filter(|_| has_sign) {
        return Some(found);
    }
    if sign(tokens.written(i + 1)).is_some() && tokens.is_glued(i + 1) {
        let code = TABLES.codes.get(word).copied().or_else(|| TABLES.before.get(word).copied())?;
        return Some((whole(Currency::Code(code)), i + 2));
    }
    let next = i + 1 + usize::from(tokens.is(i + 1, ".") && TABLES.before.contains_key(word));
    if !starts_number(tokens, next) {
        let in_words = tokens.is_of(next, Class::Unit) && tokens.is_of(next + 1, Class::Scale);
        return code(tokens, i).filter(|_| in_words).map(|code| (whole(Currency::Code(code)), next));
    }
    if let Some(code) = code(tokens, i) {
        return Some((whole(Currency::Code(code)), next));
    }
    // `FR0010540740`: letters and digits of one number that counts nothing.
    let digits = tokens.number(next);
    let long = digits.len() >= CODE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") && !digits.starts_with("0,");
    if tokens.is_glued(next) && (long || padded) {
        return None;
    }
    if let Some(code) = TABLES.before.get(word).filter(|_| word.len() > 2 || tokens.is_capital(i) || word == "rs") {
        let currency = match word {
            "rs" | "re" | "rupees" => Currency::Noun("rupee"),
            "ps" => Currency::Noun("peso"),
            _ => Currency::Code(code),
        };
        return Some((whole(currency), next));
    }
    if matches!(word, "dollar" | "dollars") {
        return Some((whole(Currency::Noun("dollar")), next));
    }
    let glued = TABLES.glued.get(word).filter(|_| tokens.is_glued(i + 1) && tokens.is_capital(i))?;
    let number = tokens.number(i + 1);
    let grouped = number.contains([',', ' ']) || number.split_once('.').is_some_and(|(_, cents)| cents.len() == 2);
    (grouped || has_scale(tokens, i + 1)).then_some((whole(Currency::Code(glued)), i + 1))
}

/// `US64.8¢`, `A22.5c`: letters of a dollar in front of cents.
fn is_letters_of_cents(tokens: &Tokens<'_>, i: usize) -> bool {
    let capitals = super::noun::is_all_capitals(tokens, i) || tokens.is(i, "A");
    let cents = matches!(tokens.written(i + 2), "¢" | "c") && tokens.is_glued(i + 2);
    capitals && cents && tokens.shape(i + 1) == Some(Shape::Number) && tokens.is_glued(i + 1)
}

fn starts_number(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.shape(i) == Some(Shape::Number) || (tokens.is_dash(i) && tokens.shape(i + 1) == Some(Shape::Number))
}

/// `C$`, `US $`, `c $`: letters before a dollar sign. Letters that are words need to be glued to it.
fn dollar(tokens: &Tokens<'_>, i: usize, word: &str) -> Option<Found> {
    let code = TABLES.dollar.get(word)?;
    let after_apostrophe = tokens.is_glued(i) && i > 0 && matches!(tokens.written(i - 1), "'" | "’");
    let alone = matches!(word, "c" | "hk" | "nz" | "cad" | "cdn" | "mex" | "mxn" | "aud" | "usd" | "u.s.")
        || (word == "us" && !tokens.is(i, "us"));
    ((tokens.is_glued(i + 1) && !after_apostrophe) || alone).then_some((whole(Currency::Code(code)), i + 2))
}

/// `$US5`, `$A5`: the letters after the sign.
fn dollar_then_letters(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let glued = tokens.is(i, "$") && tokens.is_glued(i + 1) && tokens.is_glued(i + 2) && tokens.is_capital(i + 1);
    let code = TABLES.dollar.get(tokens.word(i + 1)).filter(|_| glued && tokens.shape(i + 2) == Some(Shape::Number))?;
    Some((whole(Currency::Code(code)), i + 2))
}

/// The code at token `i`, `MEUR` and `KEUR` apart.
fn code(tokens: &Tokens<'_>, i: usize) -> Option<&'static str> {
    let (word, written) = (tokens.word(i), tokens.written(i));
    let code = TABLES.codes.get(word).copied()?;
    if written != code {
        return LOWER_CODES.contains(&word).then_some(code);
    }
    let before_number = tokens.shape(i + 1) == Some(Shape::Number);
    let is_scaled = if before_number { has_scale(tokens, i + 1) } else { i > 0 && has_scale(tokens, i - 1) };
    let stands_apart =
        before_number && tokens.word(i + 2).is_empty() && (i == 0 || tokens.word_before(i) == tokens.written(i - 1));
    (!WORD_CODES.contains(&code) || is_scaled || stands_apart).then_some(code)
}

/// Whether a scale follows the number at token `i`.
fn has_scale(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.entry(i + 1);
    word.is(Class::Scale) || (tokens.is_glued(i + 1) && word.is(Class::Short))
}

/// `MEUR`, `KSEK`, `EURm`, `SEKbn`: a code and its scale in one word.
pub(super) fn scaled_code(tokens: &Tokens<'_>, i: usize) -> Option<(Unit, u32)> {
    let written = tokens.written(i);
    let (code, exponent) = match written.len() {
        4 if written.starts_with('M') => (written.get(1..)?, 6),
        4 if written.starts_with(['K', 'T', 'k']) => (written.get(1..)?, 3),
        4 if written.ends_with('m') => (written.get(..3)?, 6),
        5 if written.ends_with("bn") => (written.get(..3)?, 9),
        _ => return None,
    };
    let capitals = code.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = TABLES.codes.get(&code.to_ascii_lowercase()).filter(|_| capitals)?;
    Some((whole(Currency::Code(known)), exponent))
}

/// The currency named after a number, starting at token `i`: `dollars`, `Swiss francs`, `USD`, `€`, `cents`, `p`.
pub(super) fn after(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    if let Some(found) = sign_after(tokens, i).or_else(|| part(tokens, i)) {
        return Some(found);
    }
    if let Some(code) = code(tokens, i) {
        return Some((whole(Currency::Code(code)), i + 1));
    }
    if tokens.word(i) == "us" && tokens.is(i, "us") && !matches!(tokens.word(i + 1), "dollar" | "dollars" | "cents") {
        return None;
    }
    (1..=2).rev().find_map(|words| adjective(tokens, i, words)).or_else(|| name(tokens, i))
}

/// A sign after the number, unless it belongs to the next number.
fn sign_after(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let currency = sign(tokens.written(i))?;
    // `10 $ 30 $`: the next number has a sign of its own behind it.
    let own = sign(tokens.written(i + 2)).is_some() && !tokens.is_glued(i + 1);
    let of_next = tokens.shape(i + 1) == Some(Shape::Number) && (tokens.is_glued(i + 1) || !tokens.is_glued(i)) && !own;
    (!of_next).then_some((whole(currency), i + 1))
}

/// A part of a currency: `cents`, `US cents`, `45p`.
fn part(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let adjective = matches!(tokens.word(i), "us" | "u.s." | "australian" | "canadian" | "euro" | "singapore");
    let at = i + usize::from(adjective && tokens.word(i + 1).starts_with("cent"));
    let form = tokens.lower(at);
    let glued = || TABLES.glued_parts.get(form).filter(|_| tokens.is_glued(at) && tokens.written(at) == form);
    let plain = TABLES.parts.get(form).filter(|_| !form.is_empty());
    let (mut currency, parts) = *plain.or_else(glued)?;
    if at > i {
        let settled = TABLES.settled.get(&(tokens.word(i).to_owned(), "dollar"));
        currency = Currency::Code(settled.copied().unwrap_or("EUR"));
    }
    Some((Unit { currency, parts }, at + 1))
}

/// An adjective of one or two words before a shared noun or an own name: `Hong Kong dollars`, `Chinese yuan`.
fn adjective(tokens: &Tokens<'_>, i: usize, words: usize) -> Option<Found> {
    let at = i + words;
    let named = *TABLES.names.get(tokens.word(at))?;
    let adjective =
        if words == 2 { format!("{} {}", tokens.word(i), tokens.word(i + 1)) } else { tokens.word(i).to_owned() };
    let adjective = adjective.trim_matches('.').to_owned();
    match named {
        Currency::Noun(noun) => {
            let dotted = format!("{adjective}.");
            let code = TABLES.settled.get(&(adjective, noun)).or_else(|| TABLES.settled.get(&(dotted, noun)))?;
            let next = at + 1 + usize::from(tokens.word(at + 1) == "sterling");
            Some((whole(Currency::Code(code)), next))
        }
        Currency::Code(code) => {
            let euro = code == "EUR" && TABLES.settled.contains_key(&(adjective.clone(), "-"));
            (euro || TABLES.adjectives.contains(&(adjective, code))).then_some(())?;
            Some((whole(Currency::Code(code)), at + 1))
        }
    }
}

/// A currency noun by itself, of one or two words.
fn name(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    if TABLES.pairs.contains(tokens.word(i)) {
        let pair = format!("{} {}", tokens.word(i), tokens.word(i + 1));
        if let Some(currency) = TABLES.names.get(&pair) {
            return Some((whole(*currency), i + 2));
        }
    }
    let currency = *TABLES.names.get(tokens.word(i))?;
    let sterling = currency == Currency::Noun("pound") && tokens.word(i + 1) == "sterling";
    Some((whole(if sterling { Currency::Code("GBP") } else { currency }), i + 1 + usize::from(sterling)))
}

/// Whether `code` is one of the currencies that bear the shared `noun`.
pub(super) fn is_of(code: &str, noun: &str) -> bool {
    TABLES.settled.iter().any(|((_, of), settled)| *of == noun && *settled == code)
}

/// Whether the bare noun needs a reason to be read as money (`pounds`, `won`, `marks`, `reals`).
pub(super) fn is_risky(unit: Unit) -> bool {
    unit.parts == 1 && matches!(unit.currency, Currency::Noun(noun) if TABLES.risky.contains(&noun))
}

/// Currencies that are no dollars and have cents.
const CENTS: [&str; 3] = ["EUR", "ZAR", "KES"];

/// The ISO 4217 code, `None` where neither the text nor its context tells.
pub(super) fn settle(unit: Unit, context: &FigureContext) -> Option<&'static str> {
    let noun = match unit.currency {
        Currency::Code(code) => return Some(code),
        Currency::Noun("yen or yuan") => return Some(if context.currency() == Some("CNY") { "CNY" } else { "JPY" }),
        Currency::Noun(noun) => noun,
    };
    if noun == "dollar" && unit.parts > 1 && context.of_us {
        return Some("USD");
    }
    // Cents in a text without dollars.
    let of_cents = context.currency().filter(|local| CENTS.contains(local)).or(context.letter.filter(|c| *c == "ZAR"));
    if let ("dollar", Some(local), true) = (noun, of_cents, unit.parts > 1) {
        return TABLES.codes.get(&local.to_ascii_lowercase()).copied();
    }
    let local = context.currency().filter(|local| is_of(local, noun));
    let known = local.and_then(|local| TABLES.codes.get(&local.to_ascii_lowercase()).copied());
    known.or_else(|| TABLES.default.get(noun).copied())
}

/// Words of a text by which [`of_text`] goes; most words are none of them.
static TELLING: LazyLock<WordSet<&str>> = LazyLock::new(|| {
    let adjectives = TABLES.settled.keys().map(|(adjective, _)| adjective.as_str());
    let nouns = TABLES.names.keys().map(String::as_str);
    adjectives.chain(nouns).chain(["euros", "rand", "cents", "cent", "rs"]).collect()
});

/// The one currency whose country a text names beside a noun that several share: shillings in a text about Kenya; euros
/// where cents can be of no dollar.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let (mut words, mut shillings, mut glued_cents) = (WordSet::default(), false, false);
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if TELLING.contains(word) {
            words.insert(word);
        }
        let is_digit = |c: char| c.is_ascii_digit();
        shillings |= word.strip_prefix("sh").is_some_and(|number| number.starts_with(is_digit));
        glued_cents |= word.strip_suffix('c').is_some_and(|number| number.ends_with(is_digit));
    }
    // `17.88 to the dollar` quotes a rate and pays nothing.
    let paid = lower
        .match_indices("dollar")
        .any(|(at, _)| !lower[..at].ends_with("the ") && !lower[..at].ends_with("the us "));
    let cents = words.contains("cents") || words.contains("cent") || text.contains('¢') || glued_cents;
    if cents && !(paid || text.contains('$')) {
        let others = [
            ("EUR", words.contains("euros") || text.contains('€')),
            ("ZAR", words.contains("rand")),
            ("KES", shillings),
        ];
        let mut told = others.iter().filter(|(_, told)| *told);
        if let (Some((code, _)), None) = (told.next(), told.next()) {
            return Some(code);
        }
    }
    let shared = |noun: &&str| !matches!(*noun, "dollar" | "pound" | "mark" | "won");
    let named = words.iter().filter_map(|word| match TABLES.names.get(*word) {
        Some(Currency::Noun(noun)) => Some(*noun),
        _ => None,
    });
    let rupee = (words.contains("rs") || text.contains('₹')).then_some("rupee");
    let nouns: Vec<&str> = named.filter(shared).chain(rupee).collect();
    let says = |adjective: &str| {
        if adjective.contains(' ') { lower.contains(adjective) } else { words.contains(adjective) }
    };
    let mut codes: Vec<&'static str> = TABLES
        .settled
        .iter()
        .filter(|((adjective, noun), _)| nouns.contains(noun) && says(adjective))
        .map(|(_, code)| *code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    if let [code] = codes[..] { Some(code) } else { None }
}

/// Every ISO 4217 code of the table, sorted.
#[cfg(test)]
pub(super) fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = TABLES.codes.values().copied().collect();
    codes.sort_unstable();
    codes
}
