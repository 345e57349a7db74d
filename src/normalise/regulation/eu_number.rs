//! CELEX numbers and European Legislation Identifiers from the number of an EU act, where its form leaves no doubt.
//!
//! CELEX of an act in force is sector `3`, year of four digits, type letter, number of four digits (EUR-Lex,
//! "Types of documents"). Directives have always been numbered year/number. Regulations and decisions written with
//! `No` are number/year; without it, since 1 January 2015, year/number (Interinstitutional style guide, 1.2.2).

use crate::types::RegulationIds;

/// First year of the numbering that puts the year first for every type.
const YEAR_FIRST: u16 = 2015;
/// First year of Community acts.
const FIRST_YEAR: u16 = 1952;
/// Last year an act can plausibly bear.
const LAST_YEAR: u16 = 2049;

/// Type of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// `Regulation`.
    Regulation,
    /// `Delegated Regulation`.
    Delegated,
    /// `Implementing Regulation`.
    Implementing,
    /// `Directive`.
    Directive,
    /// `Decision`.
    Decision,
    /// `Framework Decision`.
    FrameworkDecision,
}

/// The number as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'a> {
    /// Before the stroke.
    pub(super) left: &'a str,
    /// After it.
    pub(super) right: &'a str,
    /// Whether `No` stands before it.
    pub(super) no: No,
}

/// Whether `No` stands before the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum No {
    /// `No 648/2012`.
    Written,
    /// `2016/679`.
    Absent,
}

/// Identifiers of the act of `kind` and `number`; empty where year and number cannot be told apart.
pub(super) fn ids(kind: Type, number: Number<'_>) -> RegulationIds {
    let Some((year, ordinal)) = year_and_ordinal(kind, number) else { return RegulationIds::default() };
    RegulationIds {
        celex: Some(format!("3{year}{}{ordinal:04}", letter(kind))),
        eli: path(kind).map(|path| format!("http://data.europa.eu/eli/{path}/{year}/{ordinal}/oj")),
        ..RegulationIds::default()
    }
}

/// CELEX numbers an act `left/right/EC` without its type may have, directive first.
pub(super) fn untyped(number: Number<'_>) -> [Option<String>; 3] {
    [Type::Directive, Type::Decision, Type::FrameworkDecision].map(|kind| ids(kind, number).celex)
}

fn year_and_ordinal(kind: Type, number: Number<'_>) -> Option<(u16, u16)> {
    let year_first = (year(number.left), ordinal(number.right));
    let number_first = (year(number.right), ordinal(number.left));
    let settled = match (kind, number.no) {
        (Type::Directive, _) | (Type::Decision | Type::FrameworkDecision, No::Absent) => year_first,
        (_, No::Written) => number_first,
        (_, No::Absent) => match (year_first.0, number_first.0) {
            (Some(left), Some(_)) if left >= YEAR_FIRST => year_first,
            (_, Some(_)) => number_first,
            _ => year_first,
        },
    };
    match settled {
        (Some(year), Some(ordinal)) => Some((year, ordinal)),
        _ => None,
    }
}

fn year(digits: &str) -> Option<u16> {
    let number: u16 = digits.parse().ok()?;
    let year = match digits.len() {
        2 if number >= 52 => 1900 + number,
        4 => number,
        _ => return None,
    };
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

fn ordinal(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|number| (1..=9999).contains(number))
}

fn letter(kind: Type) -> char {
    match kind {
        Type::Regulation | Type::Delegated | Type::Implementing => 'R',
        Type::Directive => 'L',
        Type::Decision => 'D',
        Type::FrameworkDecision => 'F',
    }
}

fn path(kind: Type) -> Option<&'static str> {
    match kind {
        Type::Regulation => Some("reg"),
        Type::Delegated => Some("reg_del"),
        Type::Implementing => Some("reg_impl"),
        Type::Directive => Some("dir"),
        Type::FrameworkDecision => Some("dec_framw"),
        // Decisions come in several ELI classes the number does not tell apart.
        Type::Decision => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn celex(kind: Type, text: &str) -> Option<String> {
        let (no, text) = text.strip_prefix("No ").map_or((No::Absent, text), |rest| (No::Written, rest));
        let (left, right) = text.split_once('/').expect("a stroke");
        ids(kind, Number { left, right, no }).celex
    }

    #[test]
    fn the_form_of_the_number_settles_year_and_ordinal() {
        let cases = [
            (Type::Regulation, "2016/679", Some("32016R0679")),
            (Type::Regulation, "No 648/2012", Some("32012R0648")),
            (Type::Regulation, "1/2003", Some("32003R0001")),
            (Type::Regulation, "No 4064/89", Some("31989R4064")),
            (Type::Regulation, "1998/2006", Some("32006R1998")),
            (Type::Regulation, "2019/2014", Some("32019R2014")),
            (Type::Regulation, "2015/2120", Some("32015R2120")),
            (Type::Directive, "2009/65", Some("32009L0065")),
            (Type::Directive, "95/46", Some("31995L0046")),
            (Type::Decision, "No 1313/2013", Some("32013D1313")),
            (Type::FrameworkDecision, "2002/584", Some("32002F0584")),
            (Type::Regulation, "12/34", None),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(celex(kind, text).as_deref(), expected, "{text}");
        }
    }
}
