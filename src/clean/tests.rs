//! Real and invented articles through every rule of clean, and properties that must always hold.

use proptest::prelude::*;

use super::*;
use crate::types::{Document, DropReason, Flag};

fn settings() -> config::Clean {
    config::Clean { min_words: 3, furniture_titles: 4 }
}

fn article(text: &str, metadata: Metadata) -> Article {
    let origin = Origin { path: "dump".into(), record_id: None };
    Article { origin, content: Content::Plain(text.into()), metadata }
}

fn cleaned(text: &str) -> Vec<Document> {
    documents(article(text, Metadata::default()), &settings()).map(|c| c.documents).unwrap_or_default()
}

/// The text of the sentences, one paragraph a line.
fn kept(document: &Document) -> String {
    let mut text = String::new();
    let mut paragraph = 0;
    for sentence in &document.sentences {
        let space = if text.is_empty() {
            ""
        } else if sentence.paragraph == paragraph {
            " "
        } else {
            "\n"
        };
        paragraph = sentence.paragraph;
        text.push_str(space);
        text.push_str(document.words(sentence.span));
    }
    text
}

#[test]
fn pages_flattened_to_text_keep_the_article_and_lose_the_rest() {
    let mut faults = Vec::new();
    for case in include_str!("documents.cases").split("\n=====\n").map(|case| case.trim_start_matches('\n')) {
        let (input, expected) = case.split_once("\n-----\n").expect("input and expectation");
        let found: Vec<String> = cleaned(input).iter().map(shown).collect();
        let found = found.join("\n+\n");
        if found.trim() != expected.trim() {
            faults.push(format!("{input}\n----- expected\n{expected}\n----- found\n{found}\n"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n=====\n"));
}

/// A document as the cases write it: head, kept paragraphs, dropped lines with their reason.
fn shown(document: &Document) -> String {
    let mut lines = Vec::new();
    lines.extend(document.title.as_ref().map(|title| format!("title: {}", title.text)));
    lines.extend(document.publisher.as_ref().map(|name| format!("publisher: {name}")));
    lines.extend(document.published.as_ref().map(|day| format!("date: {}", day.date)));
    lines.extend(document.flags.iter().filter(|flag| **flag != Flag::Undated).map(|flag| format!("flag: {flag:?}")));
    lines.extend(kept(document).lines().map(|line| format!("  {line}")));
    for dropped in document.dropped.iter().filter(|dropped| dropped.reason != DropReason::Title) {
        let words = document.words(dropped.span).split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(format!("- {:?}: {words}", dropped.reason));
    }
    lines.join("\n")
}

/// The document that cleaning the cleaned text of `document` gives, with what is known of it declared.
fn again(document: &Document) -> Option<Document> {
    let mut text = document.title_span().map(|span| format!("{}\n", document.words(span))).unwrap_or_default();
    text.push_str(&kept(document));
    documents(article(&text, settle::declared(document)), &settings()).ok()?.documents.into_iter().next()
}

fn sentences(document: &Document) -> Vec<&str> {
    document.sentence_texts().collect()
}

#[test]
fn a_cleaned_page_is_clean() {
    let cases = include_str!("documents.cases").split("\n=====\n").filter_map(|case| case.split_once("\n-----\n"));
    for document in cases.flat_map(|(input, _)| cleaned(input)) {
        let again = again(&document).expect("what was kept is kept");
        assert_eq!(sentences(&again), sentences(&document));
        assert!(again.dropped.iter().all(|dropped| dropped.reason == DropReason::Title), "{:?}", again.dropped);
    }
}

fn chrome_or_text() -> impl Strategy<Value = String> {
    let lines = prop::sample::select(vec![
        "Harlow Mills said on Monday it would buy Castor Freight for $3.5 million.",
        "Share",
        "By Ann Bee",
        "March 12, 2026",
        "Sign up for our newsletter.",
        "Related articles",
        "“We will not sell,” she said. “Not now.",
        "* * *",
        "Title: Harlow buys Castor",
        "ORRIN, July 3 (Tidewire) - The council met. It agreed…",
        "Advertisement The plant in Orrin has 300 staff, approx. a tenth of them new.",
        "©\u{200b} 2026",
        "é\u{301}漢字。「はい」",
        "12 | 13 | 14",
    ]);
    prop::collection::vec(lines, 0..14).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn kept_and_dropped_tile_any_text(text in "(?s).{0,400}") {
        for document in cleaned(&text) {
            prop_assert_eq!(document.tiles(), Ok(()));
        }
    }

    #[test]
    fn kept_and_dropped_tile_whatever_lines_are_put_together(text in chrome_or_text()) {
        for document in cleaned(&text) {
            prop_assert_eq!(document.tiles(), Ok(()));
        }
    }
}
