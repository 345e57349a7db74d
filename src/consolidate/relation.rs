//! What two different answers to one question come to.
//!
//! Takes two answers; gives the kind of difference and the reason in words, or `None` where they agree or nothing
//! certain can be said. A false dispute is worse than a missed one.

use rust_decimal::Decimal;

use crate::types::{Amount, Bound, DifferenceKind, Kind, is_rounded, significant, words};

use super::metric::is_casualty;
use super::named::may_be_one;
use super::question::{Answer, is_time};
use super::scope::{self, Scopes};

/// Relative distance within which one number can be a rounding of another; with `about`, twice as much.
const ROUNDING: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// Counts below this are not rounded: 17 and 20 dead differ.
const SMALL: Decimal = Decimal::from_parts(100, 0, 0, false, 0);
/// Numbers further apart than this factor answer different questions.
pub(super) const FAR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Significant digits from which a number is no chance.
const ODD_DIGITS: usize = 4;

/// Days after which another figure is a new one: what is disputed is disputed while it is news.
pub(super) const LATER: i32 = 3;

/// Words by which a report says that its figure replaces an earlier one.
const UPDATING: [&str; 23] = [
    "climbed",
    "climbs",
    "corrected",
    "downgraded",
    "earlier",
    "final",
    "increased",
    "initially",
    "latest",
    "lowered",
    "now",
    "previously",
    "raised",
    "raises",
    "revised",
    "revises",
    "risen",
    "rises",
    "rising",
    "rose",
    "still",
    "updated",
    "upgraded",
];

/// Words by which a report says that its figure is not the last one.
const PROVISIONAL: [&str; 3] = ["preliminary", "provisional", "provisionally"];

/// Words by which a report sets a figure against what others say.
const DISPUTING: [&str; 22] = [
    "alleged",
    "alleges",
    "claim",
    "claimed",
    "claims",
    "contested",
    "contests",
    "contradicted",
    "contradicts",
    "denied",
    "denies",
    "disputed",
    "disputes",
    "insisted",
    "insists",
    "maintained",
    "maintains",
    "rejected",
    "rejects",
    "understated",
    "overstated",
    "whatever",
];

/// The kind of difference between `a` and `b`, with its reason; `is_sure` where they answer one question beyond what their
/// measures say, which are misread more often than the sentences around them.
pub(super) fn between(a: &Answer<'_, '_>, b: &Answer<'_, '_>, is_sure: bool) -> Option<(DifferenceKind, String)> {
    if is_nothing(a, b) || are_quotes(a, b, is_sure) {
        return None;
    }
    // Two measures and two firms differ in nothing; only an odd number that is rounded is one fact under whatever name.
    let is_odd = || significant(a.amount().amount.unwrap_or_default()).len() >= ODD_DIGITS;
    let is_odd = a.metric() == b.metric() && is_odd();
    // Percentages are of anything: only their measure says of what.
    let is_sure_of_measure = is_odd || is_sure && a.mention.kind != Kind::Percent;
    let is_another =
        a.is_of_another_time(b) || a.is_of_stranger(b, is_sure) || a.is_forecast_of(b) || a.is_change_of(b);
    if is_another && !is_odd || a.measures_another(b) && !is_sure_of_measure {
        return None;
    }
    // One number that rounds the other is said of the same, whatever else the sentences say; but spans of time are few, so
    // that any two are near.
    let is_time = is_time(&a.unit);
    if let Some(reason) = rounding(a.amount(), b.amount()) {
        return (!is_time).then_some((DifferenceKind::Rounded, reason));
    }
    // Shares of two things are of two scopes only where they surely measure the same.
    if let Some(reason) = scope::wholes(a, b) {
        let is_known = a.metric().is_some() || b.metric().is_some();
        let is_same = is_sure && is_known && !a.measures_another(b);
        return is_same.then_some((DifferenceKind::Scope, reason));
    }
    match scope::compare(a, b) {
        Scopes::Differ(reason) => return (!is_time).then_some((DifferenceKind::Scope, reason)),
        Scopes::Open if !is_sure => return None,
        Scopes::Open | Scopes::Same => {}
    }
    let (x, y) = (a.amount().amount?, b.amount().amount?);
    if x.max(y) > x.min(y) * FAR || x.is_sign_negative() != y.is_sign_negative() {
        return None;
    }
    if let Some(reason) = update(a, b) {
        return Some((DifferenceKind::Updated, reason));
    }
    contradict(a.amount(), b.amount()).then(|| (DifferenceKind::Disputed, DISPUTED.to_owned()))
}

const DISPUTED: &str = "the same question, different answers, none of them marked as later or rounded";

/// Whether nothing is to be told of the two, whatever they answer.
pub(super) fn is_nothing(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    let is_equal = a.amount().amount == b.amount().amount && a.amount().amount.is_some();
    is_equal || are_quotes(a, b, true) || a.fills_form_of(b)
}

/// Why `a` and `b`, which differ in `kind`, do so.
pub(super) fn reason(kind: DifferenceKind, a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> String {
    let told = match kind {
        DifferenceKind::Rounded => rounding(a.amount(), b.amount()),
        DifferenceKind::Scope => scope::wholes(a, b).or_else(|| match scope::compare(a, b) {
            Scopes::Differ(reason) => Some(reason),
            Scopes::Open | Scopes::Same => None,
        }),
        DifferenceKind::Updated => by_day(a, b).and_then(|(earlier, later, _)| update_told(earlier, later)),
        DifferenceKind::Disputed => None,
    };
    told.unwrap_or_else(|| {
        let plain = match kind {
            DifferenceKind::Rounded => "one rounds what the other gives exactly",
            DifferenceKind::Scope => "by their words they cover different parts of it",
            DifferenceKind::Updated => "a later report gives a new figure",
            DifferenceKind::Disputed => DISPUTED,
        };
        plain.to_owned()
    })
}

/// Whether they say what a market paid at some hour: two reports of different hours are no dispute.
fn are_quotes(a: &Answer<'_, '_>, b: &Answer<'_, '_>, is_sure: bool) -> bool {
    let both = a.is_quote() && b.is_quote();
    both || a.moves || b.moves || !is_sure && (a.is_quote() || b.is_quote())
}

/// Whether no number can be what both say: `at most 450` and `600` cannot, `at least 450` and `600` can.
pub(super) fn contradict(a: &Amount, b: &Amount) -> bool {
    let (Some(x), Some(y)) = (a.amount, b.amount) else { return false };
    let slack = ROUNDING * Decimal::TWO * x.abs().max(y.abs());
    match (a.bound, b.bound) {
        (Bound::Exact, Bound::Exact) => x != y,
        (Bound::Exact | Bound::About, Bound::Exact | Bound::About) => (x - y).abs() > slack,
        (Bound::AtMost | Bound::Under, Bound::Exact | Bound::About) => y > x + slack,
        (Bound::AtLeast | Bound::Over, Bound::Exact | Bound::About) => y < x - slack,
        (Bound::Exact | Bound::About, Bound::AtMost | Bound::Under | Bound::AtLeast | Bound::Over) => contradict(b, a),
        _ => false,
    }
}

/// How one number covers the other, or `None` where it does not.
pub(super) fn rounding(a: &Amount, b: &Amount) -> Option<String> {
    covers(a, b).or_else(|| covers(b, a))
}

/// Whether `rough` is a rounding or a bound of `exact`.
fn covers(rough: &Amount, exact: &Amount) -> Option<String> {
    let exact_number = exact.amount?;
    if let (Some(low), Some(high)) = (rough.low, rough.high) {
        return (low <= exact_number && exact_number <= high)
            .then(|| "one gives a range that holds the other".to_owned());
    }
    let number = rough.amount?;
    let apart = (number - exact_number).abs();
    let within = |share: Decimal| apart <= share * exact_number.abs();
    let wide = ROUNDING * Decimal::TWO;
    match rough.bound {
        // `nearly 5` is said of 4.6, and `about 43` not of 46.
        Bound::About => (within(ROUNDING) || within(wide) && is_rounded(number, exact_number))
            .then(|| "one gives about the number of the other".to_owned()),
        Bound::Over | Bound::AtLeast => (exact_number >= number && within(wide))
            .then(|| "one gives a lower bound that the other is above".to_owned()),
        Bound::Under | Bound::AtMost => (exact_number <= number && within(wide))
            .then(|| "one gives an upper bound that the other is below".to_owned()),
        Bound::Exact | Bound::Range => {
            let is_large = number.abs() >= SMALL || number.scale() < exact_number.scale();
            (is_large && within(ROUNDING) && is_rounded(number, exact_number))
                .then(|| "one rounds what the other gives exactly".to_owned())
        }
    }
}

/// The two by day, the earlier first, and the days between; `None` where they are of one day or a day is not known.
pub(super) fn by_day<'x, 't, 'a>(
    a: &'x Answer<'t, 'a>,
    b: &'x Answer<'t, 'a>,
) -> Option<(&'x Answer<'t, 'a>, &'x Answer<'t, 'a>, i32)> {
    let days = (b.day? - a.day?).get_days();
    match days {
        0 => None,
        1.. => Some((a, b, days)),
        _ => Some((b, a, -days)),
    }
}

/// A word by which a sentence says that its figure replaces another.
pub(super) fn updating(answer: &Answer<'_, '_>) -> Option<&'static str> {
    one_of(answer, &UPDATING)
}

/// A word by which a sentence says that its figure is not the last.
pub(super) fn provisional(answer: &Answer<'_, '_>) -> Option<&'static str> {
    one_of(answer, &PROVISIONAL)
}

/// A word by which a sentence sets its figure against what others say.
pub(super) fn disputing(answer: &Answer<'_, '_>) -> Option<&'static str> {
    one_of(answer, &DISPUTING)
}

/// Whether the two are known to be said by different speakers.
pub(super) fn of_two_speakers(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> bool {
    a.speaker().zip(b.speaker()).is_some_and(|(one, other)| !may_be_one(one, other))
}

fn one_of(answer: &Answer<'_, '_>, list: &[&'static str]) -> Option<&'static str> {
    let lower = answer.statement.text.to_lowercase();
    words(&lower).find_map(|word| list.iter().find(|listed| **listed == word)).copied()
}

/// Why the later of the two replaces the earlier, or `None` where neither is later or nothing says that it does.
fn update(a: &Answer<'_, '_>, b: &Answer<'_, '_>) -> Option<String> {
    let (earlier, later, days) = by_day(a, b)?;
    if let Some(reason) = update_told(earlier, later) {
        return Some(reason);
    }
    // What another says days later may as well be denied as new, and what is long past does not change.
    let is_past = earlier.day.is_some_and(|day| earlier.is_long_past(day));
    if days >= LATER && !of_two_speakers(a, b) && disputing(later).is_none() && !is_past {
        return Some("a report of days later gives a new figure".to_owned());
    }
    let grows =
        later.key.as_ref().is_some_and(|key| is_casualty(&key.2)) && later.amount().amount? > earlier.amount().amount?;
    grows.then(|| "a later report gives a higher count".to_owned())
}

/// By what word the later of two says that it replaces the earlier.
fn update_told(earlier: &Answer<'_, '_>, later: &Answer<'_, '_>) -> Option<String> {
    let by_later = updating(later).map(|word| format!("a later report gives a new figure (`{word}`)"));
    by_later.or_else(|| provisional(earlier).map(|word| format!("a later report gives what was `{word}`")))
}
