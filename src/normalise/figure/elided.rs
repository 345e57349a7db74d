//! Reads bare numbers that count what stands before them: `1,874 homes against 1,722`, `38 trains, of which eleven`,
//! `three of 22 schools`, `vacancies fell to 702,000`.
//!
//! Takes tokens, a number without a measure and the figures before it; gives a figure or nothing.

use rust_decimal::Decimal;

use crate::types::{Amount, Mention, Money, Percent, PercentUnit, Quantity, Value};

use super::amount::Found;
use super::bare::{ends_here, one, quantity, sentence_start};
use super::lexicon::Class;
use super::piece::{self, Piece};
use super::token::{Shape, Tokens};
use super::{bound, lexicon, multiple, noun, number, unit};

/// The number in digits of `piece`, behind which nothing is counted: part of a whole, more of what the sentence counted
/// before, or of what the subject of its verb names, whichever is nearer.
pub(super) fn read(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    if let Some(found) = part_of(tokens, piece) {
        return Some(found);
    }
    if tokens.word(piece.next) == "of" && matches!(tokens.word(piece.next + 1), "them" | "which" | "those") {
        return some_of(tokens, piece, before);
    }
    let verb = verb_of(tokens, piece);
    let counted = last_counted(tokens, piece.first, before).map_or(0, |mention| mention.span.start());
    match verb.filter(|verb| subject(tokens, *verb).is_some()) {
        Some(verb) if tokens.start(verb) > counted => of_subject(tokens, piece, verb),
        _ => set_against(tokens, piece, before),
    }
}

/// `ordered 38 trains, of which eleven have arrived`, `three of 22 schools`, `eleven more than last time`: a number word
/// for some of what is counted before or right behind.
pub(super) fn some_of(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let (i, next) = (piece.first, piece.next);
    let value = piece.value().filter(|value| *value > Decimal::ONE && value.is_integer())?;
    if let Some(found) = part_of(tokens, piece) {
        return Some(found);
    }
    let of_them = tokens.word(next) == "of" && matches!(tokens.word(next + 1), "them" | "those" | "these" | "which");
    let verb = matches!(tokens.word(next), "have" | "were" | "are" | "had" | "remain" | "remained");
    // `Two of them` may begin a sentence of its own.
    let counts = |mention: &&Mention| matches!(mention.value, Some(Value::Quantity(_)));
    let of_those = || before.iter().rev().find(counts).filter(|_| of_them);
    let prior = last_counted(tokens, i, before).filter(counts).or_else(of_those)?;
    let Some(Value::Quantity(Quantity { unit, .. })) = &prior.value else { return None };
    let compared = matches!(tokens.word(next), "more" | "fewer" | "less") && tokens.word(next + 1) == "than";
    let included = tokens.word_before(i) == "including" && ends_here(tokens, next);
    if !(of_them || verb || compared || included)
        || unit::is_time(unit)
        || matches!(tokens.word_before(i), "the" | "these" | "those")
    {
        return None;
    }
    one(tokens, i, next, |bound| quantity(value, bound, unit))
}

/// The last money or count of the sentence before token `i`: of `35 stores in 12 countries` the stores.
fn last_counted<'a>(tokens: &Tokens<'_>, i: usize, before: &'a [Mention]) -> Option<&'a Mention> {
    let start = sentence_start(tokens, i);
    let from = tokens.start(start);
    let mut here = before
        .iter()
        .rev()
        .take_while(|mention| mention.span.start() >= from)
        .filter(|mention| matches!(mention.value, Some(Value::Quantity(_) | Value::Money(_))));
    // `90 million pounds, or 6.5 times an EBITDA of 13.8 million`: comparisons stand back.
    let compares = |mention: &&Mention| matches!(&mention.value, Some(Value::Quantity(Quantity { unit, .. })) if unit == multiple::UNIT);
    let last = here.clone().find(|mention| !compares(mention)).or_else(|| here.clone().next())?;
    here.by_ref().find(|mention| mention.span == last.span)?;
    let at = (start..i).find(|at| tokens.start(*at) == last.span.start())?;
    let counts = matches!(last.value, Some(Value::Quantity(_)));
    let inside =
        counts && matches!(tokens.word_before(at), "in" | "across" | "at" | "among" | "for" | "over" | "within");
    Some(here.next().filter(|_| inside).unwrap_or(last))
}

/// `cut 2,000 of its 80,000 staff`, `three of 22 schools`: what the whole counts.
fn part_of(tokens: &Tokens<'_>, piece: &Piece) -> Option<Found> {
    let owned = matches!(tokens.word(piece.next + 1), "its" | "the" | "their" | "his" | "her");
    let behind = piece.next + 1 + usize::from(owned);
    // `8,000 of the port's 11,500 dockers`
    let apostrophe = (behind..behind + OWNER).take_while(|at| tokens.shape(*at) != Some(Shape::Number)).find(|at| {
        matches!(tokens.written(*at), "'" | "’") && tokens.is_glued(*at) && tokens.shape(*at - 1) == Some(Shape::Word)
    });
    let at = apostrophe.map_or(behind, |at| at + 1 + usize::from(tokens.word(at + 1) == "s"));
    let counts = tokens.shape(at) == Some(Shape::Number) || tokens.is_of(at, Class::Unit);
    let of = tokens.word(piece.next) == "of" && counts;
    let whole = number::read(tokens, at).filter(|_| of)?;
    let noun = noun::read(tokens, whole.next)?;
    let value = piece.value().filter(|value| *value > Decimal::ONE && !piece::is_year_like(tokens, piece))?;
    let labelled = tokens.is_after(piece.first, Class::Label);
    let is_part = !labelled && value.is_integer() && whole.value().is_some_and(|whole| whole > value);
    is_part.then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, &noun.singular)))?
}

/// Tokens of the name of who has the whole.
const OWNER: usize = 5;

/// Tokens between a verb of change and the number at its end, figures of the change among them.
const CHANGE: usize = 8;

/// The verb that says how the number of `piece` came to be: `fell by 6,000`, `shrank 6% to about 2.85 million`, `topped
/// 40,000`.
fn verb_of(tokens: &Tokens<'_>, piece: &Piece) -> Option<usize> {
    let edge = bound::start(tokens, piece.first);
    // `deliveries topped 40,000`: the verb is itself the bound.
    let bounds = matches!(tokens.word(edge), "topped" | "exceeded" | "surpassed" | "passed" | "approached" | "neared");
    if edge < piece.first && (bounds || noun::is_plural(tokens.word_before(edge))) {
        return Some(edge);
    }
    let is_linked = matches!(tokens.word_before(edge), "to" | "by" | "from" | "at");
    let end = edge - usize::from(is_linked);
    let from = end.saturating_sub(if is_linked { CHANGE } else { 1 }).max(sentence_start(tokens, end));
    let is_verb = |at: &usize| {
        let word = tokens.word(*at);
        let reached = matches!(word, "hit" | "reached" | "totalled" | "totaled" | "numbered" | "averaged");
        tokens.is_of(*at, Class::Change) || matches!(word, "stood" | "came") && is_linked || reached && at + 1 == edge
    };
    let closes = |at: usize| matches!(tokens.written(at), "," | ";" | ":" | "(" | ")");
    (from..end).rev().take_while(|at| !closes(*at)).find(is_verb)
}

/// Tokens from the subject of a verb to the verb.
const SUBJECT: usize = 12;

/// The plural noun that is the subject of `verb`: right before it, or with where and of whom behind it (`approvals in the
/// south rose`, `the number of people waiting for a bed fell`).
fn subject<'t>(tokens: &'t Tokens<'_>, verb: usize) -> Option<&'t str> {
    let helps =
        |word: &str| matches!(word, "has" | "have" | "had" | "also" | "will" | "almost") || word.ends_with("ly");
    let end = verb - usize::from(helps(tokens.word_before(verb)));
    let from = end.saturating_sub(SUBJECT).max(sentence_start(tokens, end));
    let open = (from..end).rev().find(|at| tokens.shape(*at) != Some(Shape::Word)).map_or(from, |at| at + 1);
    let free = |at: &usize| !tokens.is_capital(*at) || tokens.is_sentence_start(*at);
    let plural = |at: &usize| noun::is_plural(tokens.word(*at)) && free(at);
    let of_number = |at: &usize| *at > 1 && tokens.word(at - 1) == "of" && tokens.word(at - 2) == "number";
    let placed = |at: &usize| matches!(tokens.word(at + 1), "in" | "at" | "across" | "among" | "from" | "for" | "on");
    let near = end.saturating_sub(1);
    let told = |fits: &dyn Fn(&usize) -> bool| (open..end).find(|at| plural(at) && fits(at));
    if tokens.is_of(near, Class::Employment) {
        return Some(tokens.word(near));
    }
    let at = told(&of_number).or_else(|| told(&|at| *at == near)).or_else(|| told(&placed))?;
    Some(tokens.word(at))
}

/// `vacancies fell by 6,000`, `the number of residents shrank to about 2.85 million`: what the subject of the verb counts.
/// Money and levels are told by nouns in the plural too (`profits`, `yields`), and of these nobody knows the unit.
fn of_subject(tokens: &Tokens<'_>, piece: &Piece, verb: usize) -> Option<Found> {
    // Of `the number of branches` every number counts them.
    let numbered =
        (sentence_start(tokens, verb)..verb).any(|at| tokens.word(at) == "number" && tokens.word(at + 1) == "of");
    let least = if numbered { Decimal::TWO } else { Decimal::ONE_THOUSAND };
    let value = piece.value().filter(|value| *value >= least && value.is_integer())?;
    let subject = subject(tokens, verb).filter(|_| !piece::is_year_like(tokens, piece))?;
    let unit = if lexicon::is(Class::Employment, subject) { "job".to_owned() } else { noun::singular(subject) };
    let counted = !lexicon::is(Class::Level, subject) && !unit::is_time(&unit);
    counted.then(|| one(tokens, piece.first, piece.next, |bound| quantity(value, bound, &unit)))?
}

/// Whether money in a sum of millions, or near that of `money` and said to be another level of it (`42,000 naira, up from
/// 19,500`), is told by the number of `piece`.
fn is_of_size(piece: &Piece, money: &Money, word: &str) -> bool {
    let near = |(value, of): (Decimal, Decimal)| {
        let ratio = value.checked_div(of).unwrap_or_default();
        ratio > Decimal::new(5, 2) && ratio < Decimal::from(20)
    };
    let values = piece.value().zip(money.amount.amount);
    let level = matches!(word, "from" | "against" | "versus" | "than") && piece.number.is_unscaled();
    piece.number.scale >= Decimal::from(1_000_000) || level && values.is_some_and(near)
}

/// `Of the 412 passengers, 17 were children`: whether the sentence begins with the whole that `prior` counts.
fn is_parted(tokens: &Tokens<'_>, i: usize, prior: &Mention) -> bool {
    let start = sentence_start(tokens, i);
    let opens = tokens.word(start) == "of" && (start + 1..start + 4).any(|at| tokens.start(at) == prior.span.start());
    let holds = matches!(tokens.word(i + 1), "were" | "are" | "had" | "have" | "remain" | "went" | "came");
    opens && holds
}

/// Whether the sentence of token `i` speaks of money before it.
fn pays(tokens: &Tokens<'_>, i: usize, before: &[Mention]) -> bool {
    let start = tokens.start(sentence_start(tokens, i));
    before.iter().any(|mention| mention.span.start() >= start && matches!(mention.value, Some(Value::Money(_))))
}

/// Whether a clause begins between `prior` and token `i`.
fn clause_starts(tokens: &Tokens<'_>, i: usize, prior: &Mention) -> bool {
    (0..i).rev().take_while(|at| tokens.start(*at) >= prior.span.end()).any(|at| tokens.is(at, ";"))
}

/// Words before a number that only points elsewhere.
const POINTING: [&str; 12] =
    ["in", "since", "until", "by", "before", "after", "on", "during", "year", "early", "late", "mid"];
/// Words that set one figure against another.
const SETTING: [&str; 9] = ["from", "to", "against", "versus", "with", "than", "and", "of", "at"];

/// `slid to 24 per cent from 31 in May`: a share against another that was a level.
fn of_level(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let i = bound::start(tokens, piece.first);
    // `a margin of 9.8 percent (11.7)`: that of the year before.
    if let Some(Value::Percent(percent)) = before.last().map(|last| &last.value).and_then(Option::as_ref)
        && tokens.is(i.wrapping_sub(1), "(")
        && tokens.is(piece.next, ")")
        && tokens.number(i).contains('.')
        && before.last().is_some_and(|last| i > 1 && last.span.end() == tokens.end(i - 2))
    {
        let (value, unit) = (piece.value()?, percent.unit);
        return one(tokens, piece.first, piece.next, |bound| share(value, bound, unit));
    }
    let compared = tokens.word_before(i) == "with" && i > 1 && tokens.word(i - 2) == "compared";
    let set = matches!(tokens.word_before(i), "from" | "against" | "versus") || compared;
    let value = piece.value().filter(|value| set && *value <= Decimal::ONE_HUNDRED && piece.number.is_unscaled())?;
    let last = before.last().filter(|last| last.span.start() >= tokens.start(sentence_start(tokens, i)))?;
    let Some(Value::Percent(percent)) = &last.value else { return None };
    let at = (0..i).rev().find(|at| tokens.start(*at) == last.span.start())?;
    let level = matches!(tokens.word_before(bound::start(tokens, at)), "to" | "at" | "was" | "is" | "of" | "stood");
    let unit = percent.unit;
    level.then(|| one(tokens, piece.first, piece.next, |bound| share(value, bound, unit)))?
}

fn share(value: Decimal, bound: crate::types::Bound, unit: PercentUnit) -> Value {
    Value::Percent(Percent { amount: Amount::single(value, bound), unit })
}

/// `completed 1,874 homes, against 1,722 the year before`: what the last figure of the sentence counts.
pub(super) fn set_against(tokens: &Tokens<'_>, piece: &Piece, before: &[Mention]) -> Option<Found> {
    let i = piece.first;
    let value = piece.value()?;
    if let Some(found) = of_level(tokens, piece, before) {
        return Some(found);
    }
    let prior = last_counted(tokens, i, before)?;
    let word = tokens.word_before(i);
    // `April 23 and 27`: more of the date.
    let dated = |mention: &Mention| {
        matches!(mention.value, Some(Value::Date(_)))
            && word == "and"
            && i >= 2
            && mention.span.end() == tokens.end(i - 2)
    };
    if before.last().is_some_and(dated) {
        return None;
    }
    let year = piece::is_year_like(tokens, piece);
    // `starting at 10 in the morning`
    let hour = tokens.word(piece.next) == "in"
        && tokens.word(piece.next + 1) == "the"
        && matches!(tokens.word(piece.next + 2), "morning" | "afternoon" | "evening");
    let named = i > 0 && tokens.is_capital(i - 1) && !tokens.is_sentence_start(i - 1) && !word.is_empty();
    let changed = word == "by" && i > 1 && (tokens.word(i - 2) == "off" || tokens.is_of(i - 2, Class::Change));
    if year
        || hour
        || named
        || POINTING.contains(&word) && !changed
        || tokens.is_after(i, Class::Label)
        || tokens.is_after(i, Class::Month)
    {
        return None;
    }
    // `ahead by two points, 44 to 42` is a score.
    if word == "to" && i > 2 && tokens.shape(i - 2) == Some(Shape::Number) && tokens.is(i - 3, ",") {
        return None;
    }
    let edge = tokens.word_before(bound::start(tokens, i));
    let set = SETTING.contains(&word) || SETTING.contains(&edge);
    match &prior.value {
        Some(Value::Quantity(Quantity { unit, .. })) => {
            let weighed = matches!(edge, "from" | "against" | "versus" | "than");
            let time = unit::is_time(unit) || unit == multiple::UNIT && !(weighed && value < Decimal::ONE_THOUSAND);
            let large = value >= Decimal::ONE_HUNDRED;
            let parted = is_parted(tokens, i, prior) && tokens.word(i - 1) != "and";
            let compared = matches!(tokens.word(piece.next), "fewer" | "more" | "less");
            // `14.5m` after a length is a length.
            let short = tokens.is_glued(piece.next - 1) && !tokens.is(piece.next - 2, "-");
            let length = !piece.number.is_unscaled() && short && unit::is_known(unit);
            // `BMI of 30`, `the score of 21`: of something else.
            let other = word == "of" && i > 1 && noun::is_all_capitals(tokens, i - 2)
                || matches!(edge, "at" | "of" | "to" | "from") && clause_starts(tokens, i, prior)
                || compared && !set && !large && unit::is_known(unit)
                || edge == "at" && unit::is_known(unit)
                || edge == "or" && pays(tokens, i, before)
                || value <= Decimal::ONE && !unit::is_known(unit);
            // Things that are counted come whole.
            let whole = value.is_integer() || unit::is_known(unit) || unit == "point" || unit == multiple::UNIT;
            (!time && !length && !other && whole && (set || large && !unit::is_known(unit) || compared || parted))
                .then_some(())?;
            one(tokens, i, piece.next, |bound| quantity(value, bound, unit))
        }
        // `1.84 bln euros, above a forecast of 1.71 bln`: large numbers set against money are money.
        Some(Value::Money(money))
            if set && is_of_size(piece, money, edge) && !(edge == "of" && clause_starts(tokens, i, prior)) =>
        {
            one(tokens, i, piece.next, |bound| {
                Value::Money(Money { amount: Amount::single(value, bound), currency: money.currency.clone() })
            })
        }
        // `AED2.83 billion (770.49 million)`: a conversion that does not say into what.
        Some(Value::Money(_)) if tokens.is(i - 1, "(") && tokens.is(piece.next, ")") && !piece.number.is_unscaled() => {
            let touches = i >= 2 && prior.span.end() == tokens.end(i - 2);
            touches.then_some(())?;
            one(tokens, i, piece.next, |bound| {
                Value::Money(Money { amount: Amount::single(value, bound), currency: None })
            })
        }
        // `EUR 318.4 million (327.2)`: the figure of the year before, as Nordic releases give it.
        Some(Value::Money(money)) if tokens.is(i - 1, "(") && tokens.is(piece.next, ")") => {
            let word = tokens.entry(i.checked_sub(2)?);
            let exponent = word.value(Class::Scale).or_else(|| word.value(Class::Short));
            let touches = prior.span.end() == tokens.end(i - 2);
            let value = value.checked_mul(exponent.map_or(Decimal::ONE, number::power)).filter(|_| touches)?;
            let ratio = money.amount.amount.and_then(|of| value.checked_div(of)).unwrap_or_default();
            let near = ratio > Decimal::new(33, 2) && ratio < Decimal::from(3) && !year;
            (tokens.number(i).contains('.') || near).then_some(())?;
            one(tokens, i, piece.next, |bound| {
                Value::Money(Money { amount: Amount::single(value, bound), currency: money.currency.clone() })
            })
        }
        _ => None,
    }
}
