//! Sentences that one outlet prints under many different headlines: disclaimers, quote-page notes, "about us" lines.
//!
//! Takes the documents of a run one after the other, and once all are known moves such sentences of any of them to
//! `dropped`. The only part of clean that looks at more than one document: a line of furniture looks like any other
//! sentence until it is seen for the fourth time. Knows no meaning.

use std::collections::HashMap;

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use crate::types::{Document, DropReason, Dropped, Sentence, folded};

/// A text that shares more than one sentence in so many with others is a reprint or an update of theirs.
const RETOLD: usize = 3;

/// The lines of a run's documents with the headlines they stand under, by hashes: every sentence of a run is in hand at
/// once here.
#[derive(Debug, Default)]
pub struct Lines {
    told: Vec<(u64, u64)>,
}

impl Lines {
    /// Takes the lines of `document`; without an outlet or a title they tell nothing.
    pub fn add(&mut self, document: &Document) {
        let (Some(outlet), Some(title)) = (document.publisher.as_deref(), document.title.as_ref()) else { return };
        let title = XxHash3_64::oneshot(title.text.as_bytes());
        self.told.extend(document.sentence_texts().map(|text| (line_hash(outlet, text), title)));
    }

    /// What of them is furniture: lines that documents of one outlet have under at least `different_titles` titles.
    /// Reprints and updates share their title or are few, so what they share stays.
    ///
    /// At the end of a text two headlines are enough, where the rest of it is its own: teasers and notes stand there.
    pub fn furniture(self, different_titles: usize) -> Furniture {
        let Self { mut told } = self;
        told.par_sort_unstable();
        told.dedup();
        let lines = told.chunk_by(|a, b| a.0 == b.0).map(|titles| (titles[0].0, titles.len()));
        Furniture { titles: lines.filter(|(_, n)| *n >= different_titles.min(2)).collect(), different_titles }
    }
}

/// What outlets print under many headlines.
#[derive(Debug)]
pub struct Furniture {
    /// Outlet and line, white space folded, with the number of headlines under which it stands, where there are several.
    titles: HashMap<u64, usize>,
    different_titles: usize,
}

impl Furniture {
    /// Drops the furniture of `document`; whether it had any. Without an outlet nothing is dropped.
    pub fn drop_from(&self, document: &mut Document) -> bool {
        let Some(outlet) = document.publisher.as_deref() else { return false };
        let titles_of = |s: &Sentence| self.titles.get(&line_hash(outlet, document.words(s.span))).copied();
        let titles: Vec<usize> = document.sentences.iter().map(|s| titles_of(s).unwrap_or(1)).collect();
        let tail = tail(&titles);
        let is_furniture = |at: usize| titles[at] >= self.different_titles || at >= tail;
        let (gone, kept): (Vec<_>, Vec<_>) =
            document.sentences.iter().enumerate().partition(|(at, _)| is_furniture(*at));
        if gone.is_empty() {
            return false;
        }
        let gone: Vec<Sentence> = gone.into_iter().map(|(_, sentence)| *sentence).collect();
        document.sentences = kept.into_iter().map(|(_, sentence)| *sentence).collect();
        document.dropped.extend(gone.iter().map(|s| Dropped { span: s.span, reason: DropReason::Furniture }));
        document.dropped.sort_by_key(|drop| drop.span);
        true
    }
}

/// Where the sentences begin that stand at the end of the text and under other headlines too: the number of sentences
/// where none do, or where so many of the text are shared that it is told again.
fn tail(titles: &[usize]) -> usize {
    let shared = titles.iter().filter(|n| **n > 1).count();
    let own = titles.iter().rposition(|n| *n == 1).map_or(0, |at| at + 1);
    if shared * RETOLD <= titles.len() { own } else { titles.len() }
}

fn line_hash(outlet: &str, line: &str) -> u64 {
    XxHash3_64::oneshot(format!("{outlet}\u{0}{}", folded(line)).as_bytes())
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

    fn drop_furniture(documents: &mut [Document]) {
        let mut lines = Lines::default();
        for document in documents.iter() {
            lines.add(document);
        }
        let furniture = lines.furniture(4);
        for document in documents {
            furniture.drop_from(document);
        }
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
        drop_furniture(&mut documents);
        assert_eq!(kept(&documents)[2], ["Story 2 is told here."]);
        let dropped = &documents[2].dropped[0];
        assert_eq!((documents[2].words(dropped.span), dropped.reason), (note, DropReason::Furniture));
    }

    #[test]
    fn what_ends_two_texts_of_one_outlet_goes_unless_they_are_told_again() {
        let of = |i: usize, end: &str| {
            let own: Vec<String> = (0..5).map(|k| format!("Story {i} has part {k} of its own.")).collect();
            document("Tallow Post", &format!("Headline {i}"), &format!("{}\n{end}", own.join("\n")))
        };
        let teaser = "The minister's visit to the yard offered both sides a start.";
        let mut documents = vec![of(0, teaser), of(1, teaser)];
        drop_furniture(&mut documents);
        assert!(documents.iter().all(|d| d.sentences.len() == 5 && d.dropped.len() == 1));
        let told = of(2, teaser).source.to_string();
        let mut again =
            vec![document("Tallow Post", "Headline", &told), document("Tallow Post", "Headline, updated", &told)];
        drop_furniture(&mut again);
        assert!(again.iter().all(|d| d.sentences.len() == 6));
    }

    #[test]
    fn reprints_and_other_outlets_keep_their_sentences() {
        let text = "The yard opened on Monday.";
        let of = |i: usize| document(&format!("Outlet {i}"), &format!("Headline {i}"), text);
        let mut many_outlets: Vec<Document> = (0..6).map(of).collect();
        let mut one_title: Vec<Document> = (0..6).map(|_| document("Tallow Post", "Yard opens", text)).collect();
        drop_furniture(&mut many_outlets);
        drop_furniture(&mut one_title);
        assert!(kept(&many_outlets).iter().chain(&kept(&one_title)).all(|sentences| sentences.len() == 1));
    }
}
