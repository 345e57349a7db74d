//! A piece of a part: some bytes and what they are held to be, so far.

use crate::types::{DropReason, Span};

use super::paragraph::Paragraph;
use super::phrases::Chrome;
use super::shape::Shape;

/// Bytes of the source with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The bytes, trimmed.
    pub(super) span: Span,
    /// Index of the paragraph it was cut from.
    pub(super) paragraph: usize,
    /// Counts of its text.
    pub(super) shape: Shape,
    /// What the table of phrases says.
    pub(super) chrome: Option<Chrome>,
    /// Whether a picture credit stands in it.
    pub(super) captioned: bool,
    /// Why it is no article text; `None` while it is held to be.
    pub(super) dropped: Option<DropReason>,
}

impl Piece {
    /// The whole of `paragraph`, the one at `idx`.
    pub(super) fn of(paragraph: &Paragraph, idx: usize) -> Self {
        let Paragraph { span, shape, chrome, captioned } = *paragraph;
        Self { span, paragraph: idx, shape, chrome, captioned, dropped: None }
    }

    /// Its bytes with what is known of them.
    pub(super) fn told(self) -> Paragraph {
        Paragraph { span: self.span, shape: self.shape, chrome: self.chrome, captioned: self.captioned }
    }

    pub(super) fn text(self, source: &str) -> &str {
        self.span.slice(source).unwrap_or_default()
    }

    pub(super) fn is_kept(self) -> bool {
        self.dropped.is_none()
    }

    pub(super) fn is_prose(self) -> bool {
        self.is_kept() && self.shape.is_prose()
    }

    /// Drops the piece unless it already is.
    pub(super) fn drop_as(&mut self, reason: DropReason) {
        self.dropped = self.dropped.or(Some(reason));
    }

    /// The piece cut at byte `at` of the source, both sides trimmed; one of them may be missing.
    pub(super) fn cut(self, source: &str, at: usize) -> (Option<Self>, Option<Self>) {
        let side = |start, end| {
            let span = Span::new(start, end).ok()?.trimmed(source)?;
            Some(Self { dropped: self.dropped, ..Self::of(&Paragraph::of(source, span), self.paragraph) })
        };
        (side(self.span.start(), at), side(at, self.span.end()))
    }
}
