//! What must hold of any text: every byte is kept or dropped, and cleaning what was kept changes nothing.

use proptest::prelude::*;

use super::tests::{article, settings};
use super::{documents, kept};
use crate::types::{Cleaned, Document, DropReason, Metadata, Span};

fn cleaned(text: &str) -> Vec<Document> {
    let article = article(text, Metadata::default());
    documents(article, &settings()).map(|Cleaned { documents, .. }| documents).unwrap_or_default()
}

/// Sentences with their paragraphs.
fn sentences(document: &Document) -> Vec<(&str, usize)> {
    document.sentences.iter().map(|sentence| (document.words(sentence.span), sentence.paragraph)).collect()
}

/// Every byte of `text` is kept, dropped or white space: of its documents, and between them.
fn check_tiles(text: &str) -> Result<(), TestCaseError> {
    let documents = cleaned(text);
    let mut at = 0;
    let mut gaps: Vec<Span> = Vec::new();
    for document in &documents {
        prop_assert_eq!(document.tiles(), Ok(()));
        prop_assert!(document.span.start() >= at, "documents overlap");
        gaps.extend(Span::new(at, document.span.start()));
        at = document.span.end();
    }
    if let Some(last) = documents.last() {
        gaps.extend(Span::new(last.span.end(), text.len()));
    }
    // A part of too few words is no document; whatever else is left out is white space.
    let lost = |gap: &Span| gap.slice(text).unwrap_or_default().split_whitespace().count() >= 40;
    prop_assert!(!gaps.iter().any(lost), "{:?}", gaps);
    Ok(())
}

fn check_settled(text: &str) -> Result<(), TestCaseError> {
    for document in cleaned(text) {
        let again = documents(kept(&document), &settings()).map(|cleaned| cleaned.documents);
        let Ok([again]) = again.as_deref() else {
            return Err(TestCaseError::fail(format!("one document becomes {again:?}")));
        };
        prop_assert_eq!(sentences(again), sentences(&document));
        let dropped: Vec<_> = again.dropped.iter().filter(|dropped| dropped.reason != DropReason::Title).collect();
        prop_assert!(dropped.is_empty(), "{:?}", dropped);
    }
    Ok(())
}

/// Pieces of text that have been hard to read, and what stands between them.
fn awkward() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Harlow Mills said on Monday it would buy Castor Freight for $3.5 million.",
        "The council of Orrin met on Thursday. It agreed to a bridge, which opens in May.",
        "“We will not sell,” she said. “Not now. Not ever.” He agreed.She did not.",
        "ORRIN, July 3 (Tidewire) - The council met. It agreed…",
        "Die Firma sagte, dass sie das Werk in Orrin nicht schließt, solange es Arbeit gibt.",
        "Harlow buys Castor",
        "Title: Harlow buys Castor",
        "Share",
        "Advertisement",
        "Advertisement The plant in Orrin has 300 staff, approx. a tenth of them new.",
        "By Ann Bee",
        "March 12, 2026",
        "3 hours ago",
        "Sign up for our newsletter.",
        "Related articles",
        "Comments (3)",
        "Read more",
        "* * *",
        "----------",
        "12 | 13 | 14",
        "• a list mark and some words after it",
        "1. the first of a list",
        "- the second",
        "a\tb\tc",
        "<p>markup & bits</p> {{ left }} &amp;nbsp;",
        "```",
        "é\u{301}漢字。「はい」と言った。",
        "\u{200b}\u{feff}\u{202e}abc",
        "\0",
        "word",
        "U.S.",
        "https://tide.example/a?b=c",
        "© 2026 The Orrin Post. All rights reserved.",
        "(Reporting by Ann Bee; Editing by Carl Dee)",
        "\"Straight,\" he said, \"and 'nested' ones.\" ) ] ”",
        "...",
        "!?",
    ]);
    let long = (1_usize..40).prop_map(|n| "and the firm of Orrin said that it was so, ".repeat(n));
    let any = "(?s).{0,12}";
    let piece = prop_oneof![12 => pieces.prop_map(str::to_owned), 1 => long, 1 => any];
    let space = prop::sample::select(vec![
        "\n", "\n", "\n\n", "\r\n", "\r\n\r\n", " ", "  ", "\t", "", "\u{2028}", "\u{a0}", "\u{b}",
    ]);
    prop::collection::vec((piece, space), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| piece + space).collect())
}

proptest! {
    #[test]
    fn kept_and_dropped_tile_any_text(text in "(?s).{0,400}") {
        check_tiles(&text)?;
    }

    #[test]
    fn kept_and_dropped_tile_whatever_pieces_are_put_together(text in awkward()) {
        check_tiles(&text)?;
    }

    #[test]
    fn cleaning_what_was_kept_changes_nothing(text in awkward()) {
        check_settled(&text)?;
    }
}
