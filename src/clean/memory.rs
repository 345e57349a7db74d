//! What was worked out about the lines and sentences of an article, for the passes that meet them again.
//!
//! Takes pieces of text, gives what is known of them. A line that is kept is read again by every further pass, and is
//! the same line; its words decide, so where it stands does not matter. Holds nothing over from one article to the next.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use twox_hash::XxHash3_128;

use crate::types::Span;

use super::content::Content;
use super::paragraph::Paragraph;
use super::words::AsIs;
use super::{language, sentence};

/// What was found, by the hash of the words that it was found of.
#[derive(Default)]
pub(super) struct Memory {
    told: RefCell<By<Paragraph>>,
    sentences: RefCell<By<Box<[Span]>>>,
    language: RefCell<By<Option<String>>>,
    contents: RefCell<By<Rc<Content>>>,
}

type By<T> = HashMap<u128, T, BuildHasherDefault<AsIs>>;

impl Memory {
    /// The text under `span` with what is known of it.
    pub(super) fn paragraph(&self, source: &str, span: Span) -> Paragraph {
        let key = key(span.slice(source).unwrap_or_default());
        let told = *self.told.borrow_mut().entry(key).or_insert_with(|| Paragraph::of(source, span));
        Paragraph { span, ..told }
    }

    /// The sentences of the text under `span`.
    pub(super) fn sentences(&self, source: &str, span: Span, language: &str) -> Vec<Span> {
        let text = span.slice(source).unwrap_or_default();
        if sentence::is_single(text, language) {
            return vec![span];
        }
        // Languages differ in their rules; few texts are read in two.
        let key = key(text) ^ key(language);
        let mut known = self.sentences.borrow_mut();
        let found = known.entry(key).or_insert_with(|| {
            sentence::split(source, span, language).iter().filter_map(|found| within(*found, span)).collect()
        });
        found.iter().map(|found| found.shifted(span.start())).collect()
    }

    /// The words of `text` as the search for seams counts them.
    pub(super) fn content(&self, text: &str) -> Rc<Content> {
        Rc::clone(self.contents.borrow_mut().entry(key(text)).or_insert_with(|| Rc::new(Content::of(text))))
    }

    /// The language of `sample`.
    pub(super) fn language(&self, sample: &str) -> Option<String> {
        self.language.borrow_mut().entry(key(sample)).or_insert_with(|| language::detected(sample)).clone()
    }
}

fn key(text: &str) -> u128 {
    XxHash3_128::oneshot(text.as_bytes())
}

/// `span` counted from where `outer` begins.
fn within(span: Span, outer: Span) -> Option<Span> {
    Span::new(span.start().checked_sub(outer.start())?, span.end() - outer.start()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_found() {
        let text =
            "Harlow Mills fell. The plant closed, it said.\nHarlow Mills fell. The plant closed, it said.\nSign up now";
        let memory = Memory::default();
        for span in crate::clean::paragraph::split(text) {
            let (told, found) = (memory.paragraph(text, span), Paragraph::of(text, span));
            assert_eq!((told.span, told.shape, told.chrome), (span, found.shape, found.chrome));
            assert_eq!(memory.sentences(text, span, "en"), sentence::split(text, span, "en"));
        }
        assert_eq!(memory.language(text), language::detected(text));
        assert_eq!(memory.language(text), language::detected(text));
    }
}
