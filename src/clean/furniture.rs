//! Sentences that one outlet prints under many different headlines: disclaimers, quote-page notes, "about us" lines.
//!
//! Takes the documents of a run; moves such sentences to `dropped`. The only part of clean that looks at more than one
//! document: a line of furniture looks like any other sentence until it is seen for the fourth time. Knows no meaning.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Document, DropReason, Dropped, Sentence, folded};

/// Drops every sentence that documents of one outlet have under at least `different_titles` titles.
/// Reprints and updates share their title or are few, so what they share stays. Without an outlet nothing is dropped.
pub fn drop_furniture(documents: &mut [Document], different_titles: usize) {
    let furniture = furniture(documents, different_titles);
    for document in documents {
        let Some(lines) = document.publisher.as_deref().and_then(|outlet| furniture.get(outlet)) else { continue };
        let source = std::sync::Arc::clone(&document.source);
        let is_furniture = |s: &Sentence| s.span.slice(&source).is_some_and(|text| lines.contains(&folded(text)));
        let (gone, kept): (Vec<Sentence>, Vec<Sentence>) = document.sentences.iter().partition(|s| is_furniture(s));
        if gone.is_empty() {
            continue;
        }
        document.sentences = kept;
        document.dropped.extend(gone.iter().map(|s| Dropped { span: s.span, reason: DropReason::Furniture }));
        document.dropped.sort_by_key(|drop| drop.span);
    }
}

/// Outlet → its lines of furniture, white space folded.
fn furniture(documents: &[Document], different_titles: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut titles: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for document in documents {
        let (Some(outlet), Some(title)) = (document.publisher.as_deref(), document.title.as_ref()) else { continue };
        for text in document.sentence_texts() {
            titles.entry((outlet, folded(text))).or_default().insert(&title.text);
        }
    }
    let mut furniture: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ((outlet, line), titles) in titles {
        if titles.len() >= different_titles {
            furniture.entry(outlet.to_owned()).or_default().insert(line);
        }
    }
    furniture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::bare;
    use crate::types::Title;

    fn document(outlet: &str, title: &str, text: &str) -> Document {
        let mut document = bare(text).expect("not empty");
        document.publisher = Some(outlet.to_owned());
        document.title = Some(Title { text: title.to_owned(), span: None });
        document
    }

    fn kept(documents: &[Document]) -> Vec<Vec<&str>> {
        documents.iter().map(|d| d.sentence_texts().collect()).collect()
    }

    #[test]
    fn a_line_under_many_headlines_of_one_outlet_goes_and_is_listed() {
        let note = "Quotes are delayed by twenty minutes.";
        let of =
            |i: usize| document("Tallow Post", &format!("Headline {i}"), &format!("Story {i} is told here.\n{note}"));
        let mut documents: Vec<Document> = (0..4).map(of).collect();
        drop_furniture(&mut documents, 4);
        assert_eq!(kept(&documents)[2], ["Story 2 is told here."]);
        let dropped = &documents[2].dropped[0];
        assert_eq!((documents[2].words(dropped.span), dropped.reason), (note, DropReason::Furniture));
    }

    #[test]
    fn reprints_and_other_outlets_keep_their_sentences() {
        let text = "The yard opened on Monday.";
        let of = |i: usize| document(&format!("Outlet {i}"), &format!("Headline {i}"), text);
        let mut many_outlets: Vec<Document> = (0..6).map(of).collect();
        let mut one_title: Vec<Document> = (0..6).map(|_| document("Tallow Post", "Yard opens", text)).collect();
        drop_furniture(&mut many_outlets, 4);
        drop_furniture(&mut one_title, 4);
        assert!(kept(&many_outlets).iter().chain(&kept(&one_title)).all(|sentences| sentences.len() == 1));
    }
}
