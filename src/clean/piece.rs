//! A piece of a part: some bytes and what they are held to be, so far.

use crate::types::{DropReason, Span};

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
    /// Why it is no article text; `None` while it is held to be.
    pub(super) dropped: Option<DropReason>,
}

impl Piece {
    pub(super) fn new(source: &str, span: Span, paragraph: usize) -> Self {
        Self { span, paragraph, shape: Shape::at(source, span), dropped: None }
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
            Some(Self { dropped: self.dropped, ..Self::new(source, span, self.paragraph) })
        };
        (side(self.span.start(), at), side(at, self.span.end()))
    }
}
