//! Whose dollar a bare `$` is, settled over the reports of one event.
//!
//! Takes the reports of a story; gives the same sum the same currency in all of them. One report is read alone and its
//! bare `$` taken for the dollar that its dateline or address shows, or for the US one: where two reports give one
//! number in two dollars, one of them was misread, and with it all its bare dollars. The only part of normalise that
//! looks at more than one document.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Amount, Document, Extraction, Mention, Value, significant};

use super::regulation;

/// ISO 4217 codes of the dollars that are written `$` at home; a code begins with that of its country (ISO 3166-1).
const DOLLARS: [&str; 7] = ["AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "USD"];

/// Gives sums under a bare `$` that several of `reports` tell in different dollars the one that most of them tell; of
/// equals the one whose country they speak of more.
pub fn settle_dollars(reports: &mut [(&Document, &mut Extraction)]) {
    let bare: Vec<BTreeMap<Amount, &'static str>> =
        reports.iter().map(|(document, extraction)| bare_sums(document, extraction)).collect();
    let mut told: BTreeMap<&Amount, BTreeSet<&'static str>> = BTreeMap::new();
    for (amount, dollar) in bare.iter().flatten() {
        told.entry(amount).or_default().insert(dollar);
    }
    let clash: BTreeSet<&Amount> =
        told.into_iter().filter(|(_, dollars)| dollars.len() > 1).map(|(sum, _)| sum).collect();
    let mut votes: BTreeMap<&'static str, usize> = BTreeMap::new();
    for sums in &bare {
        let dollars: BTreeSet<_> =
            sums.iter().filter(|(sum, _)| clash.contains(sum)).map(|(_, dollar)| *dollar).collect();
        for dollar in dollars {
            *votes.entry(dollar).or_default() += 1;
        }
    }
    let spoken = |dollar: &str| -> usize {
        let count = |document: &Document| {
            let spoken = regulation::jurisdictions(document.words(document.span));
            spoken.get(&dollar[..2]).copied().unwrap_or_default()
        };
        reports.iter().map(|(document, _)| count(document)).sum()
    };
    let most = votes.iter().max_by_key(|(dollar, n)| (**n, spoken(dollar), Reverse(**dollar)));
    let Some(meant) = most.map(|(dollar, _)| *dollar) else { return };
    let misread = |sums: &BTreeMap<Amount, &'static str>| {
        let clashing: Vec<_> = sums.iter().filter(|(sum, dollar)| clash.contains(sum) && **dollar != meant).collect();
        let is_sure = clashing.len() > 1 || clashing.iter().any(|(sum, _)| is_odd(sum));
        clashing.into_iter().filter(|_| is_sure).map(|(_, dollar)| *dollar).collect()
    };
    let misread: Vec<BTreeSet<&'static str>> = bare.iter().map(misread).collect();
    for ((document, extraction), misread) in reports.iter_mut().zip(misread) {
        for mention in &mut extraction.mentions {
            if bare_dollar(document, mention).is_some_and(|dollar| misread.contains(dollar))
                && let Some(Value::Money(money)) = &mut mention.value
            {
                money.currency = Some(meant.to_owned());
            }
        }
    }
}

/// Whether a sum is no round one, which two reports may give of two things.
fn is_odd(sum: &Amount) -> bool {
    sum.middle().is_some_and(|sum| significant(sum).len() > 1)
}

/// Sums of a report under a bare `$`, with the dollar they were read in.
fn bare_sums(document: &Document, extraction: &Extraction) -> BTreeMap<Amount, &'static str> {
    let sum = |mention: &Mention| Some((mention.value.as_ref()?.amount()?.clone(), bare_dollar(document, mention)?));
    extraction.mentions.iter().filter_map(sum).collect()
}

/// The dollar that a mention was read in, where a `$` without letters is all that the words say of it.
fn bare_dollar(document: &Document, mention: &Mention) -> Option<&'static str> {
    let Some(Value::Money(money)) = &mention.value else { return None };
    let words = document.words(mention.span);
    let is_bare = words.starts_with('$') && !words.contains(|c: char| c.is_uppercase());
    let says = ["american", "australian", "canadian", "dollar", "singapore", "us ", "u.s."];
    if !is_bare || says.iter().any(|word| words.contains(word)) {
        return None;
    }
    DOLLARS.into_iter().find(|code| Some(*code) == money.currency.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Bound, Kind, Money, example};

    fn report(name: &str, sentence: &str, sums: &[(&str, &str, i64)]) -> (Document, Extraction) {
        let document = example::document(name, None, "The bank pays", &[sentence]);
        let money = |currency: &str, sum: i64| {
            let amount = Amount::single(sum.into(), Bound::Exact);
            Value::Money(Money { amount, currency: Some(currency.to_owned()) })
        };
        let figures: Vec<(Kind, &str, Value)> =
            sums.iter().map(|(words, currency, sum)| (Kind::Money, *words, money(currency, *sum))).collect();
        let extraction = example::extraction(&document, &[], &figures);
        (document, extraction)
    }

    fn settled(mut reports: Vec<(Document, Extraction)>) -> Vec<Vec<String>> {
        let mut both: Vec<(&Document, &mut Extraction)> = reports.iter_mut().map(|(d, e)| (&*d, e)).collect();
        settle_dollars(&mut both);
        let currency = |mention: &Mention| match &mention.value {
            Some(Value::Money(money)) => money.currency.clone().unwrap_or_default(),
            _ => String::new(),
        };
        reports.iter().map(|(_, extraction)| extraction.mentions.iter().map(currency).collect()).collect()
    }

    #[test]
    fn one_sum_in_two_dollars_is_in_the_one_most_reports_tell() {
        let c = [("$520", "USD", 520), ("US$9", "USD", 9), ("$70", "USD", 70)];
        let found = settled(vec![
            report("a", "It pays $520 to each.", &[("$520", "AUD", 520)]),
            report("b", "It pays $520 a year.", &[("$520", "AUD", 520)]),
            report("c", "It pays $520, of US$9 and $70.", &c),
        ]);
        assert_eq!(found, [vec!["AUD"], vec!["AUD"], vec!["AUD", "USD", "AUD"]]);
    }

    #[test]
    fn of_equals_the_country_spoken_of_decides_and_other_reports_stay() {
        let found = settled(vec![
            report("a", "Regulators in Canada fined it $520.", &[("$520", "USD", 520)]),
            report("b", "It was fined $520 in Canada.", &[("$520", "CAD", 520)]),
            report("c", "It has $80 in cash.", &[("$80", "USD", 80)]),
        ]);
        assert_eq!(found, [vec!["CAD"], vec!["CAD"], vec!["USD"]]);
    }

    #[test]
    fn one_round_sum_may_be_of_two_things() {
        let a = report("a", "It pays $5 million.", &[("$5 million", "USD", 5_000_000)]);
        let b = report("b", "It has $5 million in Canada.", &[("$5 million", "CAD", 5_000_000)]);
        assert_eq!(settled(vec![a, b]), [["USD"], ["CAD"]]);
    }
}
