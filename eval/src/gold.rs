//! Gold records: one JSON object a line.

use serde::Deserialize;

use crate::Labelled;

/// One gold text. `kinds` are the kinds labelled completely in it; only those are scored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRecord {
    /// Id, unique in its file.
    pub id: String,
    /// The text.
    pub text: String,
    /// Publication day (ISO 8601), for dates that depend on it.
    #[serde(default)]
    pub published: Option<String>,
    /// Kinds that are labelled completely.
    pub kinds: Vec<String>,
    /// Byte spans.
    pub spans: Vec<GoldSpan>,
}

/// One labelled span.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Kind.
    pub kind: String,
    /// The words, so that a shifted offset is seen.
    pub text: String,
}

/// Why gold cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// Not the JSON that is expected.
    #[error("{file}:{line}: not a gold record")]
    Json {
        /// The file.
        file: String,
        /// Line from 1.
        line: usize,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// A span whose bytes are not its words.
    #[error("{file}:{line}: span {start}..{end} of `{id}` should read `{text}`")]
    Span {
        /// The file.
        file: String,
        /// Line from 1.
        line: usize,
        /// The record.
        id: String,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// The words it should cover.
        text: String,
    },
}

/// The records of `text`, the content of `file`; blank lines are passed over, every span is checked against its words.
pub fn parse_gold(file: &str, text: &str) -> Result<Vec<GoldRecord>, GoldError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| parse_line(file, i + 1, line)).collect()
}

fn parse_line(file: &str, line: usize, text: &str) -> Result<GoldRecord, GoldError> {
    let record: GoldRecord =
        serde_json::from_str(text).map_err(|source| GoldError::Json { file: file.to_owned(), line, source })?;
    match record.spans.iter().find(|span| record.text.get(span.start..span.end) != Some(&span.text)) {
        None => Ok(record),
        Some(span) => Err(GoldError::Span {
            file: file.to_owned(),
            line,
            id: record.id.clone(),
            start: span.start,
            end: span.end,
            text: span.text.clone(),
        }),
    }
}

impl GoldRecord {
    /// The spans as the scorer takes them.
    pub fn labelled(&self) -> Vec<Labelled> {
        self.spans.iter().map(|span| Labelled::new(&span.kind, span.start, span.end)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_off_its_words_is_refused_with_its_place() {
        let good = r#"{"id":"a","text":"Vela AB rose","kinds":["company"],"spans":[{"start":0,"end":7,"kind":"company","text":"Vela AB"}]}"#;
        assert_eq!(parse_gold("g.jsonl", good).expect("reads")[0].labelled()[0].end, 7);
        let bad = good.replace("\"end\":7", "\"end\":6");
        let error = parse_gold("g.jsonl", &format!("\n{bad}")).expect_err("shifted");
        assert_eq!(error.to_string(), "g.jsonl:2: span 0..6 of `a` should read `Vela AB`");
    }
}
