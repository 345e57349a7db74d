//! A checked half-open byte range into a source text.

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` into the source text of one document; never empty, never reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw")]
pub struct Span {
    start: usize,
    end: usize,
}

/// Why a pair of offsets is no [`Span`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// `start` is not before `end`.
    #[error("expected a span with start before end, found {start}..{end}")]
    Empty {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
}

#[derive(Deserialize)]
struct Raw {
    start: usize,
    end: usize,
}

impl TryFrom<Raw> for Span {
    type Error = SpanError;

    fn try_from(raw: Raw) -> Result<Self, SpanError> {
        Self::new(raw.start, raw.end)
    }
}

impl Span {
    /// A span of at least one byte.
    pub fn new(start: usize, end: usize) -> Result<Self, SpanError> {
        if start < end { Ok(Self { start, end }) } else { Err(SpanError::Empty { start, end }) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end
    }

    /// Length in bytes, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// The words under the span, or `None` where it leaves `text` or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Whether the two ranges share a byte; neighbours do not overlap.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same range, `by` bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The range without white space at its ends, or `None` where nothing else is in it.
    pub fn trimmed(self, text: &str) -> Option<Self> {
        let inner = self.slice(text)?;
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_do_not_overlap() {
        let left = Span::new(0, 3).expect("not empty");
        let right = Span::new(3, 5).expect("not empty");
        assert!(!left.overlaps(right));
        assert!(left.overlaps(Span::new(2, 4).expect("not empty")));
    }

    #[test]
    fn an_empty_or_reversed_range_is_refused_from_json_too() {
        assert!(Span::new(4, 4).is_err());
        assert!(serde_json::from_str::<Span>(r#"{"start":5,"end":4}"#).is_err());
    }

    #[test]
    fn trimming_keeps_the_words() {
        let text = "  a b \n";
        let all = Span::new(0, text.len()).expect("not empty");
        assert_eq!(all.trimmed(text).and_then(|s| s.slice(text)), Some("a b"));
        assert_eq!(Span::new(0, 2).expect("not empty").trimmed(text), None);
    }
}
