//! Real and invented articles through every rule of clean.

use super::*;
use crate::types::{Document, DropReason, Flag};

pub(super) fn settings() -> config::Clean {
    config::Clean { min_words: 3, furniture_titles: 4 }
}

pub(super) fn article(text: &str, metadata: Metadata) -> Article {
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
    documents(super::kept(document), &settings()).ok()?.documents.into_iter().next()
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
