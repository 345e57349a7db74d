//! Text around a cited span: what stands before it, the span, what stands after.

use serde::Serialize;

use crate::store::DocumentRecord;
use crate::types::{Span, content_hash};

/// A text parted at the cited span; without one, all of it stands in `before`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Passage<'a> {
    before: &'a str,
    cited: &'a str,
    after: &'a str,
}

impl<'a> Passage<'a> {
    /// The whole of `text`, nothing cited.
    pub(super) fn whole(text: &'a str) -> Self {
        Self { before: text, cited: "", after: "" }
    }

    /// `part` within `whole`; `None` where `part` leaves it or either cuts a character.
    pub(super) fn cut(text: &'a str, whole: Span, part: Span) -> Option<Self> {
        let before = text.get(whole.start()..part.start())?;
        let after = text.get(part.end()..whole.end())?;
        Some(Self { before, cited: part.slice(text)?, after })
    }
}

/// A source of an edition with its text as it reads now.
#[derive(Debug)]
pub(super) struct Article {
    /// Its line of `documents.jsonl`.
    pub(super) record: DocumentRecord,
    /// The source text, where it could be read again.
    pub(super) text: Option<String>,
}

impl Article {
    /// Whether the text is another than the one the run read, so that spans may point at other words.
    pub(super) fn has_changed(&self) -> bool {
        self.text.as_ref().is_some_and(|text| content_hash(text.as_bytes()) != self.record.source_hash)
    }

    /// The whole document, where its text could be read; all of a text that has changed too much to hold its bytes.
    pub(super) fn whole(&self) -> Option<Passage<'_>> {
        let text = self.text.as_deref()?;
        Some(Passage::whole(self.span()?.slice(text).unwrap_or(text)))
    }

    /// `part` within the document.
    pub(super) fn passage(&self, part: Span) -> Option<Passage<'_>> {
        Passage::cut(self.text.as_deref()?, self.span()?, part)
    }

    /// `part` within its sentence or headline; alone where it stands in neither.
    pub(super) fn in_sentence(&self, part: Span) -> Option<Passage<'_>> {
        let sentences = self.record.sentences.iter().map(|sentence| sentence.span);
        let whole = self.record.title_span.into_iter().chain(sentences).find(|span| span.contains(part));
        Passage::cut(self.text.as_deref()?, whole.unwrap_or(part), part)
    }

    fn span(&self) -> Option<Span> {
        Span::new(self.record.start, self.record.end).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_leaves_the_text_or_cuts_a_character_is_no_passage() {
        let text = "Zürich opens.";
        let span = |start, end| Span::new(start, end).expect("not empty");
        let cut = |start, end| Passage::cut(text, span(0, text.len()), span(start, end));
        assert_eq!(cut(0, 7), Some(Passage { before: "", cited: "Zürich", after: " opens." }));
        for (start, end) in [(1, 2), (2, 7), (0, 99), (98, 99)] {
            assert_eq!(cut(start, end), None, "{start}..{end}");
        }
        assert_eq!(Passage::cut(text, span(3, 7), span(0, 7)), None, "before the whole");
    }
}
