//! The main job on the sample corpus: what must come out, whatever the model.

use std::collections::BTreeSet;

use crate::command::{contents, lines, run_into, sample_run};

#[test]
fn output_depends_on_neither_thread_count_nor_run() {
    let dir = tempfile::tempdir().expect("temp");
    for (name, threads) in [("one", "1"), ("two", "2"), ("again", "2")] {
        run_into(&dir.path().join(name), &["--threads", threads]);
    }
    let one = contents(&dir.path().join("one"));
    assert!(one.len() >= 8, "{} files", one.len());
    for name in ["two", "again"] {
        for (before, after) in one.iter().zip(&contents(&dir.path().join(name))) {
            assert_eq!(before, after, "{name}");
        }
    }
}

#[test]
fn every_file_is_accounted_for() {
    let documents = lines("documents.jsonl");
    let rejected = lines("rejected.jsonl");
    let paths: BTreeSet<&str> = documents.iter().chain(&rejected).filter_map(|line| line["path"].as_str()).collect();
    assert_eq!(paths.len(), 13, "{paths:?}");
    let reasons: Vec<&str> = rejected.iter().filter_map(|line| line["reason"].as_str()).collect();
    assert_eq!(reasons, ["empty", "malformed"], "{rejected:?}");
    assert!(rejected.iter().all(|line| line["hint"].as_str().is_some_and(|hint| !hint.is_empty())));
}

#[test]
fn a_glued_file_gives_two_documents_in_two_stories() {
    let documents = lines("documents.jsonl");
    let parts: Vec<_> = documents.iter().filter(|line| line["path"] == "corpora/sample/morning-digest.txt").collect();
    assert_eq!(parts.len(), 2);
    assert_ne!(parts[0]["story"], parts[1]["story"]);
}

#[test]
fn each_event_is_one_story_and_a_reprint_is_no_second_voice() {
    let documents = lines("documents.jsonl");
    let story = |file: &str| {
        let path = format!("corpora/sample/{file}");
        documents
            .iter()
            .find(|line| line["path"] == path.as_str())
            .map(|line| line["story"].clone())
            .expect("a document")
    };
    for file in
        ["harbour-wire.txt", "regional-echo.txt", "baltic-courier.txt", "aegean-post.txt", "seaways-weekly.html"]
    {
        assert_eq!(story(file), story("northport-ledger.txt"), "{file}");
    }
    for file in ["city-evening.txt", "consumer-watch.txt", "payments-review.html"] {
        assert_eq!(story(file), story("fintech-desk.txt"), "{file}");
    }
    assert_ne!(story("fintech-desk.txt"), story("northport-ledger.txt"));
    let copy = |file: &str| {
        let path = format!("corpora/sample/{file}");
        documents.iter().find(|line| line["path"] == path.as_str()).expect("a document")
    };
    assert_eq!(copy("regional-echo.txt")["copy_of"], copy("harbour-wire.txt")["id"]);
    let stories = lines("stories.jsonl");
    let ferry = stories.iter().find(|line| line["id"] == story("northport-ledger.txt")).expect("a story");
    let members = ferry["documents"].as_array().expect("members").len();
    assert_eq!(ferry["families"].as_u64(), Some(members as u64 - 1));
}

#[test]
fn the_real_dispute_is_shown_and_the_apparent_one_is_not_called_one() {
    let (_, json) = contents(sample_run()).into_iter().find(|(name, _)| name.ends_with("05.json")).expect("a brief");
    let edition: serde_json::Value = serde_json::from_str(&json).expect("json");
    let differences: Vec<(String, String)> = edition["briefs"]
        .as_array()
        .expect("briefs")
        .iter()
        .flat_map(|brief| brief["differences"].as_array().expect("differences"))
        .map(|d| (d["kind"].as_str().unwrap_or_default().to_owned(), d["positions"].to_string()))
        .collect();
    let disputed = |figures: &[&str]| {
        differences.iter().any(|(kind, text)| kind == "disputed" && figures.iter().all(|figure| text.contains(figure)))
    };
    assert!(disputed(&["450", "600"]), "{differences:#?}");
    assert!(!disputed(&["38", "44"]), "{differences:#?}");
    assert!(!disputed(&["48.6", "49"]), "{differences:#?}");
}

#[test]
fn figures_in_three_currencies_and_four_laws_are_found() {
    let mentions = lines("mentions.jsonl");
    let of = |kind: &'static str| mentions.iter().filter(move |line| line["kind"] == kind);
    let currencies: BTreeSet<&str> = of("money").filter_map(|line| line["value"]["currency"].as_str()).collect();
    assert!(currencies.is_superset(&BTreeSet::from(["EUR", "GBP", "USD"])), "{currencies:?}");
    let figures = of("money").chain(of("percent")).chain(of("quantity")).count();
    assert!(figures >= 15, "{figures}");
    let laws: BTreeSet<&str> = of("regulation").filter_map(|line| line["value"]["name"].as_str()).collect();
    assert!(laws.len() >= 4, "{laws:?}");
}

#[test]
fn adverts_and_chrome_are_dropped_with_their_reason() {
    let documents = lines("documents.jsonl");
    let courier =
        documents.iter().find(|line| line["path"] == "corpora/sample/baltic-courier.txt").expect("a document");
    let reasons: Vec<&str> =
        courier["dropped"].as_array().expect("drops").iter().filter_map(|d| d["reason"].as_str()).collect();
    assert!(reasons.contains(&"advert") && reasons.contains(&"related"), "{reasons:?}");
    let mentions = lines("mentions.jsonl");
    for chrome in ["MoneyOtter", "Kalliste Cruises", "Acme Analytics", "Ledgerly"] {
        assert!(mentions.iter().all(|line| line["text"] != chrome), "{chrome}");
    }
}
