//! Joins pieces into figures: single amounts with their bound, and ranges.
//!
//! Takes tokens and the place to read from; gives the figures found there and the token after them.

use rust_decimal::Decimal;

use crate::types::{Amount, Bound, Mention, Money, Percent, Quantity, Value};

use super::bare::ends_here;
use super::bound::{self, Reach};
use super::calendar::{self, Ahead, When};
use super::currency;
use super::lexicon::Class;
use super::number::{self, Number};
use super::piece::{self, Measure, Piece};
use super::token::{Shape, Tokens};
use super::{FigureContext, date, lexicon, multiple, noun, unit};

/// Figures that begin together, and the token after them.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Token ranges with their values.
    pub(super) figures: Vec<(usize, usize, Value)>,
    /// Token after the last.
    pub(super) next: usize,
}

/// How two numbers are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Dash,
    To,
    And,
    Or,
    /// `45 and 50 mg`: two figures that share their measure.
    List,
}

/// The money, percentage or quantity in a known unit that `first` begins.
pub(super) fn measured(tokens: &Tokens<'_>, first: &Piece, context: &FigureContext) -> Option<Found> {
    let joined = partner(tokens, first, context);
    if let Some(found) = joined.and_then(|(join, second)| pair(tokens, first, &second, join, context)) {
        return Some(found);
    }
    first.measure.is_some().then(|| single(tokens, first, context)).flatten()
}

/// The number of things that `first`, which has no measure, begins: `two availability zones`, `10 to 12 stores`.
pub(super) fn counted(tokens: &Tokens<'_>, first: &Piece, context: &FigureContext) -> Option<Found> {
    let i = first.first;
    // `and Five Guys restaurants`: a capital amid lower case begins a name; `4K screens` are of a kind.
    let capital = tokens.shape(i) == Some(Shape::Word) && tokens.is_capital(i) && !tokens.is_sentence_start(i);
    let amid = i > 0 && tokens.shape(i - 1) == Some(Shape::Word) && !tokens.is_capital(i - 1);
    let sharp = tokens.is(i + 1, "K") && tokens.is_glued(i + 1) && tokens.number(i).len() == 1;
    if capital && amid && tokens.is_capital(first.next) || sharp {
        return None;
    }
    // `the Group of 20 nations`
    let group = tokens.word_before(i) == "of" && i > 1 && tokens.is(i - 2, "Group");
    if group || is_named(tokens, i) && !matches!(tokens.word_before(i), "aged" | "age") {
        return None;
    }
    let of_age = tokens.word_before(i) == "of" && i > 1 && matches!(tokens.word(i - 2), "age" | "ages");
    let is_age = matches!(tokens.word_before(i), "aged" | "age") || of_age && ends_here(tokens, first.next);
    if let Some((join, second)) = partner(tokens, first, context).filter(|(_, second)| second.measure.is_none()) {
        // `between the ages of 65 and 74`
        let range = if of_age && join == Join::List { Join::And } else { join };
        if (of_age || matches!(tokens.word_before(i), "aged" | "ages")) && range != Join::List {
            let years = |piece: &Piece| Piece { measure: Some(Measure::Unit("year".to_owned())), ..piece.clone() };
            return pair(tokens, &years(first), &years(&second), range, context);
        }
        let noun = noun::read(tokens, second.next).filter(|_| !piece::is_year_like(tokens, first))?;
        let shared = |piece: &Piece| Piece { measure: Some(Measure::Unit(noun.singular.clone())), ..piece.clone() };
        return pair(tokens, &shared(first), &Piece { next: noun.next, ..shared(&second) }, join, context);
    }
    if is_age && first.number.value()? <= Decimal::from(120) {
        return single(tokens, &Piece { measure: Some(Measure::Unit("year".to_owned())), ..first.clone() }, context);
    }
    // `IC 07 services`: no count begins with a nought.
    let number = tokens.number(i);
    if number.len() > 1 && number.starts_with('0') && !number.contains(['.', ',']) {
        return None;
    }
    if is_one_point(tokens, first) {
        let point = Measure::Unit("point".to_owned());
        return single(tokens, &Piece { measure: Some(point), next: first.next + 1, ..first.clone() }, context);
    }
    let noun = noun::read(tokens, first.next)?;
    let people = || {
        noun.singular
            .split(' ')
            .next_back()
            .is_some_and(|head| lexicon::is(Class::People, &noun::plural(head)) || lexicon::is(Class::People, head))
    };
    let value = first.number.value()?;
    let few = value <= Decimal::ONE && (value.is_integer() || !first.number.digits);
    // `2018 campaign staff` is of a year, `2018 staff` may count them.
    if few || piece::is_year_like(tokens, first) && !(people() && noun.next == first.next + 1) {
        return None;
    }
    if is_mere_reference(tokens, first, value) {
        return None;
    }
    // `against the 4.5 billion analysts had hoped for`
    let hoped = matches!(tokens.word(noun.next), "had" | "expected" | "forecast" | "predicted" | "were");
    if hoped && value >= Decimal::from(10_000) && matches!(noun.singular.as_str(), "analyst" | "economist" | "expert") {
        return None;
    }
    // No frequency is fractional.
    let compared = noun.singular == "time" && (multiple::compares(tokens, noun.next) || !value.is_integer());
    let unit = if compared { multiple::UNIT.to_owned() } else { noun.singular };
    single(tokens, &Piece { measure: Some(Measure::Unit(unit)), next: noun.next, ..first.clone() }, context)
}

/// `one point below last week`, `0.1 point`; not `at one point`.
fn is_one_point(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let compared = matches!(tokens.word(piece.next + 1), "above" | "below" | "higher" | "lower" | "more" | "less");
    let part = piece.number.digits && piece.number.mantissa < Decimal::ONE && tokens.word(piece.next) == "point";
    if part {
        return true;
    }
    let changed =
        matches!(tokens.word_before(piece.first), "by" | "than") || tokens.is_after(piece.first, Class::Change);
    tokens.word(piece.first) == "one" && tokens.word(piece.next) == "point" && (compared || changed)
}

/// `absolute zero`: a temperature that is named.
pub(super) fn named(tokens: &Tokens<'_>, i: usize) -> Option<Found> {
    let value =
        || Value::Quantity(Quantity { amount: Amount::single(Decimal::ZERO, Bound::Exact), unit: "K".to_owned() });
    let is_zero = tokens.word(i) == "absolute" && tokens.word(i + 1) == "zero";
    is_zero.then(|| Found { figures: vec![(i, i + 2, value())], next: i + 2 })
}

/// Whether `the two companies` only points back at things named before, which tells no count.
fn is_mere_reference(tokens: &Tokens<'_>, piece: &Piece, value: Decimal) -> bool {
    value <= Decimal::TEN
        && tokens.shape(piece.first) == Some(Shape::Word)
        && matches!(tokens.word_before(piece.first), "the" | "these" | "those")
}

/// Whether the word before token `i` makes the number part of a name: `Chapter 11 filings`, `Galaxy 7 phones`.
pub(super) fn is_named(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = tokens.word_before(i);
    if before.is_empty() {
        return i > 0 && matches!(tokens.written(i - 1), "&" | "#" | "$");
    }
    let said = tokens.entry(i - 1);
    let shouted = noun::is_all_capitals(tokens, i - 1)
        && (noun::is_all_capitals(tokens, i + 1) || i > 1 && noun::is_all_capitals(tokens, i - 2));
    let name = tokens.is_capital(i - 1) && !said.is(Class::Stop) && !tokens.is_sentence_start(i - 1) && !shouted;
    // `iPhone 6 Plus sales`, and at the beginning of a sentence `Boeing 787 Dreamliner jets`.
    let spelled = !shouted && tokens.written(i - 1).chars().skip(1).any(char::is_uppercase);
    let leads = tokens.is_capital(i - 1) && tokens.is_capital(i + 1) && tokens.shape(i) == Some(Shape::Number);
    let opens = leads && !shouted && !said.is(Class::Stop) && bound::start(tokens, i) == i;
    said.is(Class::Label) || (name || spelled || opens && before != "another") && !said.is(Class::Start)
}

/// The second number of a range that begins with `first`.
fn partner(tokens: &Tokens<'_>, first: &Piece, context: &FigureContext) -> Option<(Join, Piece)> {
    let dangling = tokens.is(first.next, "-") && matches!(tokens.word(first.next + 1), "to" | "or");
    let at = first.next + usize::from(dangling);
    let join = match tokens.word(at) {
        "to" | "through" => Join::To,
        "and" if tokens.word_before(first.first) == "between" => Join::And,
        "and" if first.measure.is_none() => Join::List,
        // `quickened to 3.0 from 2.8 per cent`
        "from" if first.measure.is_none() && tokens.word_before(first.first) == "to" => Join::List,
        // `to Rs 92.35 and 73.15, respectively`
        "and" if first.is_prefixed && is_respective(tokens, at) => Join::List,
        "or" => Join::Or,
        _ if tokens.is_dash(at) && is_range_dash(tokens, at) => Join::Dash,
        _ => return None,
    };
    // `7-Eleven`
    let named = tokens.shape(at + 1) == Some(Shape::Word) && tokens.is_capital(at + 1) && first.number.digits;
    if join == Join::Dash && (tokens.is_line_start(at + 1) || named && currency::before(tokens, at + 1).is_none()) {
        return None;
    }
    let second =
        if join == Join::Dash { dash_partner(tokens, at + 1, context) } else { piece::read(tokens, at + 1, context) }?;
    // `$400 million through 2016`: a year.
    if first.is_prefixed
        && !first.number.is_unscaled()
        && second.measure.is_none()
        && piece::is_year_like(tokens, &second)
    {
        return None;
    }
    // After money, `4m` is millions and no metres.
    let is_money = matches!(first.measure, Some(Measure::Money(_))) && first.is_prefixed;
    let second = if is_money { piece::in_millions(tokens, second) } else { second };
    Some((join, second))
}

/// Whether a number, perhaps a comma, and `respectively` follow token `i`.
fn is_respective(tokens: &Tokens<'_>, i: usize) -> bool {
    let next = number::read(tokens, i + 1).map_or(i, |number| number.next);
    next > i && tokens.word(next + usize::from(tokens.is(next, ","))) == "respectively"
}

/// A dash glued on both sides or on neither.
fn is_range_dash(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.is_glued(i) == tokens.is_glued(i + 1)
}

/// The number after a dash, which [`piece::read`] refuses because it sticks to something.
fn dash_partner(tokens: &Tokens<'_>, i: usize, context: &FigureContext) -> Option<Piece> {
    piece::read_joined(tokens, i, context)
}

/// The figures two joined numbers make: a range, or two figures after a word of change.
fn pair(tokens: &Tokens<'_>, first: &Piece, second: &Piece, join: Join, context: &FigureContext) -> Option<Found> {
    let measure = shared_measure(tokens, first, second, join)?;
    let mut low = Piece { measure: Some(measure.clone()), ..first.clone() };
    let high = Piece { measure: Some(measure.clone()), ..second.clone() };
    let own_suffix = first.measure.is_some() && !first.is_prefixed;
    if first.number.is_unscaled()
        && !second.number.is_unscaled()
        && !own_suffix
        && first.number.mantissa < second.number.mantissa
    {
        low.number = Number { scale: second.number.scale, ..low.number };
    }
    let (from, to) = (low.value()?, high.value()?);
    if join == Join::List {
        let plain =
            low.number.is_unscaled() == first.number.is_unscaled() && first.number.digits == second.number.digits;
        let lists = plain && !is_named(tokens, first.first) && !piece::is_year_like(tokens, first);
        return if lists { both(tokens, &low, &high, context) } else { None };
    }
    let own = own_suffix || first.is_prefixed;
    if join == Join::To && (is_change(tokens, first, own, (from, to)) || is_step(tokens, first, &measure, (from, to))) {
        return both(tokens, &low, &high, context);
    }
    let ranged = tokens.word(first.first.saturating_sub(2)).starts_with("rang") || join == Join::And;
    if from > to && ranged {
        let value = with_measure(Amount::range(to, from), high.measure.as_ref()?, context);
        return Some(Found { figures: vec![(first.first, high.next, value)], next: high.next });
    }
    if from >= to {
        return if matches!(join, Join::To) { both(tokens, &low, &high, context) } else { None };
    }
    let value = with_measure(Amount::range(from, to), high.measure.as_ref()?, context);
    Some(Found { figures: vec![(first.first, high.next, value)], next: high.next })
}

fn both(tokens: &Tokens<'_>, first: &Piece, second: &Piece, context: &FigureContext) -> Option<Found> {
    let mut found = single(tokens, first, context)?;
    let rest = single(tokens, second, context)?;
    found.figures.extend(rest.figures);
    Some(Found { next: rest.next, ..found })
}

/// The measure both numbers share, `None` where they are two figures.
fn shared_measure(tokens: &Tokens<'_>, first: &Piece, second: &Piece, join: Join) -> Option<Measure> {
    match (&first.measure, &second.measure) {
        (None, Some(measure)) => (!second.is_prefixed
            && (join != Join::Or || second.number.scale == first.number.scale))
            .then(|| measure.clone()),
        (Some(measure), None) => {
            (first.is_prefixed && noun::read(tokens, second.next).is_none()).then(|| measure.clone())
        }
        (Some(Measure::Money(a)), Some(Measure::Money(b))) if a.parts == b.parts => {
            same_money(*a, *b, join).map(Measure::Money)
        }
        (Some(a), Some(b)) => (a == b && join != Join::Or).then(|| a.clone()),
        (None, None) => None,
    }
}

fn same_money(a: currency::Unit, b: currency::Unit, join: Join) -> Option<currency::Unit> {
    match (a.currency, b.currency) {
        (x, y) if x == y => Some(a),
        // `A$5 or $3.30` converts; `A$5-$6` goes on.
        (currency::Currency::Code(code), currency::Currency::Noun(noun)) => {
            (join != Join::Or && currency::is_of(code, noun)).then_some(a)
        }
        (currency::Currency::Noun(_), currency::Currency::Code(_)) => Some(b),
        _ => None,
    }
}

/// Whether `by A to B` is a step and the level it leads to: `raised by two dollars to $17.99`. Where the two are near each
/// other, `by` is of a range (`by $5 to $10`).
fn is_step(tokens: &Tokens<'_>, first: &Piece, measure: &Measure, (from, to): (Decimal, Decimal)) -> bool {
    let is_money = matches!(measure, Measure::Money(_));
    let far = from.checked_mul(Decimal::from(4)).is_some_and(|far| far <= to);
    is_money && far && tokens.word_before(first.first) == "by"
}

/// Whether `A to B` is a move from one to the other: a word of change stands just before, or `from` after one.
fn is_change(tokens: &Tokens<'_>, first: &Piece, has_own_measure: bool, (from, to): (Decimal, Decimal)) -> bool {
    let is_from = tokens.word_before(first.first) == "from";
    let end = first.first - usize::from(is_from);
    let near = (end.saturating_sub(if is_from { 4 } else { 3 })..end).rev();
    let puts_on = |i: usize| tokens.word(i).starts_with("put") && tokens.word(i + 1) == "on";
    let changed = near
        .take_while(|i| tokens.shape(*i) != Some(Shape::Mark))
        .any(|i| tokens.is_of(i, Class::Change) || puts_on(i));
    if is_from {
        // `climb from 1.9% to 2.6%, or from 11 to 16 billion`
        return changed || tokens.word_before(end) == "or";
    }
    let percent = matches!(first.measure, Some(Measure::Percent(_)));
    let close = percent && from < to && from.checked_mul(Decimal::from(3)).is_some_and(|triple| triple >= to);
    changed && has_own_measure && !close
}

/// Gives a conversion in brackets the bound of what it converts: `more than $5 million (€4.6 million)`. What is written
/// with a bare sign behind an amount of the same money (`US$502m ($684m)`) is in another, which the text does not name.
pub(super) fn bound_conversions(text: &str, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let [(first, second)] = [(&before[at - 1], &mut rest[0])];
        let (Some(Value::Money(of)), Some(Value::Money(converted))) = (&first.value, &mut second.value) else {
            continue;
        };
        let bracket = text.get(first.span.end()..second.span.start()).is_some_and(|gap| gap.trim() == "(");
        let plain = converted.amount.bound == Bound::Exact && of.amount.bound != Bound::Range;
        let is_bare = text.get(second.span.start()..).is_some_and(|rest| rest.starts_with('$'));
        let said = first.span.slice(text).is_some_and(|of| of.contains("US$") || of.contains("$US"));
        if bracket && plain && said && is_bare && converted.currency == of.currency {
            converted.currency = None;
        }
        if bracket && plain && converted.currency != of.currency {
            converted.amount.bound = of.amount.bound;
        }
    }
}

/// One figure with its bound.
fn single(tokens: &Tokens<'_>, piece: &Piece, context: &FigureContext) -> Option<Found> {
    let measure = piece.measure.as_ref()?;
    let is_time = matches!(measure, Measure::Unit(symbol) if unit::is_time(symbol));
    if is_time && matches!(tokens.word(piece.next), "ago" | "earlier") {
        return ago(piece, context);
    }
    if is_time && (is_stretch(tokens, piece) || is_tenor(tokens, piece) || is_some_day(tokens, piece)) {
        return None;
    }
    let bound = bound::of(tokens, Reach { first: piece.first, next: piece.next, is_time });
    let value = with_measure(Amount::single(piece.value()?, bound), measure, context);
    Some(Found { figures: vec![(piece.first, piece.next, value)], next: piece.next })
}

/// Whether a length of time says how far back from a month a period reaches, or that it is one beside another: `the nine
/// months to the end of September`, `in the first five months`, `the previous two quarters`.
fn is_stretch(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let weeks = matches!(tokens.word(piece.next - 1), "weeks");
    let months = matches!(tokens.word(piece.next - 1), "months" | "quarters");
    let of_year = tokens.word(piece.next) == "of" && tokens.number(piece.next + 1).len() == 4;
    match tokens.word_before(piece.first) {
        "same" | "corresponding" | "comparable" if months || weeks => return true,
        "first" | "previous" | "preceding" if months => return true,
        "last" | "final" | "closing" | "opening" if months && of_year => return true,
        _ => {}
    }
    let end = piece.next + 1;
    let to = matches!(tokens.word(piece.next), "to" | "through" | "ended" | "ending" | "until");
    let month = |at: usize| tokens.is_of(at, Class::Month) && tokens.is_capital(at);
    let dated = month(end)
        || tokens.shape(end) == Some(Shape::Number) && month(end + 1)
        || matches!(tokens.word(end), "end" | "in" | "on" | "the" | "late" | "mid") && (end + 1..end + 4).any(month);
    to && dated && matches!(tokens.word_before(piece.first), "the" | "first" | "last")
}

/// Whether `one day` tells no length: `it may pay one day`.
fn is_some_day(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let said = tokens.word(piece.first) == "one" && tokens.word(piece.first + 1) == "day";
    let bounded = matches!(
        tokens.word_before(piece.first),
        "for"
            | "in"
            | "within"
            | "than"
            | "just"
            | "only"
            | "of"
            | "about"
            | "every"
            | "least"
            | "to"
            | "by"
            | "lasted"
    );
    let measures = matches!(
        tokens.word(piece.next),
        "of" | "after" | "before" | "later" | "each" | "per" | "a" | "off" | "or" | "earlier" | "ahead" | "only" | "in"
    );
    said && !bounded && !measures
}

/// Whether a length of time names a contract, an extreme or a mean and measures nothing: `the 10-year note`, `three-month
/// copper`, `a five-year high`, `the 200-day average`.
fn is_tenor(tokens: &Tokens<'_>, piece: &Piece) -> bool {
    let named = |at: usize| {
        let word = tokens.word(at);
        lexicon::is(Class::Tenor, word.strip_suffix('s').unwrap_or(word))
    };
    // `the nine-month loss` is that of nine months.
    let in_part = matches!(tokens.word(piece.next - 1), "month" | "quarter");
    let account = in_part && tokens.is_of(piece.next, Class::Account);
    let hyphen = tokens.is(piece.next.saturating_sub(2), "-");
    let follows = || (piece.next..piece.next + 3).take_while(|at| tokens.shape(*at) == Some(Shape::Word)).any(named);
    // `the 30-year advanced`
    let verb = tokens.word(piece.next);
    let stands = tokens.is_of(piece.next, Class::Change)
        || matches!(verb, "was" | "is" | "stood" | "traded" | "yielded" | "yields");
    let alone = tokens.word_before(piece.first) == "the" && stands;
    hyphen && (account || alone || follows())
}

/// `two days ago` is a date.
fn ago(piece: &Piece, context: &FigureContext) -> Option<Found> {
    let Some(Measure::Unit(unit)) = &piece.measure else { return None };
    let count = piece.value().filter(Decimal::is_integer).and_then(|value| i32::try_from(value).ok());
    let when = count.map_or(When::Open, |count| date::ago(unit, count));
    let range = calendar::settle(when, context.published, Ahead::Unknown);
    Some(Found { figures: vec![(piece.first, piece.next + 1, Value::Date(range))], next: piece.next + 1 })
}

pub(super) fn with_measure(amount: Amount, measure: &Measure, context: &FigureContext) -> Value {
    match measure {
        Measure::Money(unit) => {
            Value::Money(Money { amount, currency: currency::settle(*unit, context).map(str::to_owned) })
        }
        Measure::Percent(unit) => Value::Percent(Percent { amount, unit: *unit }),
        Measure::Unit(unit) => Value::Quantity(Quantity { amount, unit: unit.clone() }),
    }
}
