//! Laws found in invented sentences, and the shape of the bundled table.

use std::collections::BTreeSet;

use regex::Regex;

use super::table;
use crate::normalise::Tables;
use crate::types::{Mention, RegulationRef, RegulationStatus, Value};

fn law(mention: &Mention) -> &RegulationRef {
    match &mention.value {
        Some(Value::Regulation(law)) => law,
        other => panic!("a law has a law's value, found {other:?}"),
    }
}

fn line(text: &str, mention: &Mention) -> String {
    let law = law(mention);
    let ids = [&law.ids.celex, &law.ids.public_law, &law.ids.us_code, &law.ids.number].into_iter().flatten().next();
    let is_linked = acts().iter().any(|act| act.name == law.name && law.status != RegulationStatus::Unknown);
    let name = if is_linked { law.name.as_str() } else { "-" };
    format!("{} | {name} | {}", mention.span.slice(text).unwrap_or("?"), ids.map_or("-", String::as_str))
}

#[test]
fn laws_are_found_with_the_words_and_identifiers_of_the_cases() {
    let blocks = include_str!("find.cases").split("\n\n").filter(|block| !block.starts_with('#'));
    let mut failures = Vec::new();
    for block in blocks {
        let mut lines = block.trim_end().lines();
        let text = lines.next().unwrap_or_default();
        let expected: Vec<&str> = lines.collect();
        let found: Vec<String> =
            super::find(text, Tables::bundled()).iter().map(|mention| line(text, mention)).collect();
        if found != expected {
            failures.push(format!("{text}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

fn acts() -> Vec<table::Act> {
    table::acts(include_str!("../regulations.tsv")).expect("the bundled table reads")
}

#[test]
fn no_name_stands_twice_in_a_jurisdiction() {
    let mut seen = BTreeSet::new();
    let twice: Vec<String> = acts()
        .into_iter()
        .filter(|act| !seen.insert((act.jurisdiction.clone(), act.name.clone())))
        .map(|act| act.name)
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn identifiers_in_the_table_are_well_formed_and_agree() {
    let celex = Regex::new(r"^3(19[5-9]\d|20[0-4]\d)[RLDF]\d{4}$").expect("a pattern");
    let eli = Regex::new(r"^http://data\.europa\.eu/eli/(reg|reg_del|reg_impl|dir|dec_framw)/(\d{4})/(\d+)/oj$")
        .expect("a pattern");
    let public_law = Regex::new(r"^(5[0-9]|[6-9]\d|1[01]\d)-\d{1,3}$").expect("a pattern");
    let place = Regex::new(r"^(EU|INT|[A-Z]{2}(-[A-Z]{2,3})?)$").expect("a pattern");
    for act in acts() {
        let (name, ids) = (&act.name, &act.ids);
        assert!(place.is_match(&act.jurisdiction), "{name}: {}", act.jurisdiction);
        assert!(ids.celex.as_ref().is_none_or(|id| celex.is_match(id)), "{name}: {:?}", ids.celex);
        assert!(ids.celex.is_none() || act.jurisdiction == "EU", "{name}");
        assert!(ids.public_law.as_ref().is_none_or(|id| public_law.is_match(id)), "{name}: {:?}", ids.public_law);
        assert!(ids.public_law.is_none() || act.jurisdiction == "US", "{name}");
        assert!(ids.us_code.as_ref().is_none_or(|id| super::is_us_code(id)), "{name}: {:?}", ids.us_code);
        assert!(ids.us_code.is_none() || act.jurisdiction == "US", "{name}");
        if let (Some(link), Some(celex)) = (&ids.eli, &ids.celex) {
            let parts = eli.captures(link).unwrap_or_else(|| panic!("{name}: {link}"));
            assert_eq!(&celex[1..5], &parts[2], "{name}");
            assert_eq!(celex[6..].parse::<u32>().ok(), parts[3].parse().ok(), "{name}");
        }
    }
}

#[test]
fn the_table_is_large_and_its_statuses_are_told() {
    let acts = acts();
    assert!(acts.len() >= 4800, "{} acts", acts.len());
    let told = acts.iter().filter(|act| act.status != RegulationStatus::Unknown).count();
    assert!(told * 10 >= acts.len() * 8, "{told} of {}", acts.len());
}

#[test]
fn no_form_is_a_bare_noun_of_laws() {
    // `Law 1581 of 2012` would be found as `Law`: its year is not part of its form, nor is the number before it.
    let forms = acts().into_iter().flat_map(|act| act.forms);
    let bare: Vec<String> =
        forms.map(|form| form.text).filter(|text| !text.contains(' ') && super::noun::ends_name(text)).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn a_line_with_too_few_columns_is_refused_by_number() {
    let error = table::acts("# head\nHarbour Act\t\tact").expect_err("three columns");
    assert_eq!(error.to_string(), "regulations.tsv:2: expected 13 columns, found 3");
}

#[test]
fn a_law_stands_as_it_stood_when_the_text_was_published() {
    let text = "The GDPR and NAFTA bind the shop.";
    let status = |year| -> Vec<RegulationStatus> {
        super::Reading::of(text, Some(year), &Tables::bundled().laws)
            .find(text)
            .iter()
            .map(|mention| law(mention).status)
            .collect()
    };
    assert_eq!(status(2014), [RegulationStatus::Proposed, RegulationStatus::InForce]);
    assert_eq!(status(2025), [RegulationStatus::InForce, RegulationStatus::Repealed]);
}
