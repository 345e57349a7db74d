//! The nouns in which names of laws end, and the words after a name that make it another law.

use super::table;

/// Last words of names of laws in the table.
const LAW_NOUNS: &[&str] = &[
    "Act",
    "Agreement",
    "Bill",
    "Charter",
    "Code",
    "Constitution",
    "Convention",
    "Decree",
    "Directive",
    "Directives",
    "Framework",
    "Law",
    "Ordinance",
    "Protocol",
    "Regulation",
    "Regulations",
    "Rule",
    "Rules",
    "Standard",
    "Standards",
    "Statute",
    "Treaty",
];
/// Words after an act's name that make it another act.
const CONTINUATIONS: &[&str] = &[
    " Amendment",
    " Amending",
    " Reauthorization",
    " Reauthorisation",
    " Modernization",
    " Improvement",
    " Reform",
    " (Amendment",
    " Implementation",
    " Enforcement Act",
];
/// Last words of names that are laws by themselves; an `Agreement` or `Framework` that a text defines may be a contract.
const SURE_NOUNS: &[&str] = &[
    "Act",
    "Bill",
    "Code",
    "Constitution",
    "Convention",
    "Decree",
    "Directive",
    "Law",
    "Ordinance",
    "Regulation",
    "Regulations",
    "Rules",
    "Statute",
    "Treaty",
];

/// Whether `name`, without its year, ends in a noun of laws.
pub(super) fn ends_name(name: &str) -> bool {
    last_is(name, LAW_NOUNS)
}

/// Whether `name`, without its year, ends in a noun that nothing but a law bears.
pub(super) fn ends_law(name: &str) -> bool {
    last_is(name, SURE_NOUNS)
}

fn last_is(name: &str, nouns: &[&str]) -> bool {
    let (base, _) = table::split_year(name);
    base.rsplit(' ').next().is_some_and(|word| nouns.contains(&word))
}

/// Whether the words after a form make it another law: `Clean Air Act Amendments`, `Section 301 of the Harbour Code`.
pub(super) fn is_of_another(form: &str, after: &str) -> bool {
    let provision = form.starts_with("Section ") || form.starts_with("Title ");
    CONTINUATIONS.iter().any(|word| after.starts_with(word)) || (provision && after.starts_with(" of "))
}
