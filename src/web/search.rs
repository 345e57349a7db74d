//! Full-text search over stories, companies and laws: SQLite FTS5, in memory, filled once at the start.
//!
//! Words are passed to FTS5 as quoted strings, so that nothing typed is read as an operator of its query language.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};
use serde::Serialize;

/// Most hits shown of one kind.
pub(super) const SHOWN: usize = 50;

/// Mark the words found in a snippet; no text that was indexed holds them.
const MARKS: [char; 2] = ['\u{1}', '\u{2}'];

/// `porter` finds `opens` for `opening`; `remove_diacritics` finds `Zürich` for `zurich`. `prefix`: the last word
/// typed matches as a beginning.
const SCHEMA: &str = "CREATE VIRTUAL TABLE entry USING fts5(
    title, body, class UNINDEXED, href UNINDEXED, note UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3')";

/// A title counts eight times as much as the body: who types a headline wants that story.
const FIND: &str = "SELECT title, href, note, snippet(entry, 1, char(1), char(2), '…', 24)
    FROM entry WHERE entry MATCH ?1 AND class = ?2 ORDER BY bm25(entry, 8.0, 1.0), rowid LIMIT ?3";

const COUNT: &str = "SELECT count(*) FROM entry WHERE entry MATCH ?1 AND class = ?2";

/// What can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `story`, or the shelf of a name.
    pub(super) class: &'static str,
    pub(super) title: String,
    /// Words it is also found by.
    pub(super) body: String,
    pub(super) href: String,
    /// What is shown beside it.
    pub(super) note: String,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Hit {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) note: String,
    /// Pieces of the body, each with whether it is a word that was looked for.
    pub(super) snippet: Vec<(bool, String)>,
}

/// The index. One connection, locked: SQLite answers in milliseconds, and one reader at a time is enough for a page.
#[derive(Debug)]
pub(super) struct Index(Mutex<Connection>);

impl Index {
    /// An index of `entries`.
    pub(super) fn of(entries: impl Iterator<Item = Entry>) -> Result<Self, rusqlite::Error> {
        let mut connection = Connection::open_in_memory()?;
        connection.execute_batch(SCHEMA)?;
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for entry in entries {
                insert.execute(params![
                    printable(&entry.title),
                    printable(&entry.body),
                    entry.class,
                    entry.href,
                    entry.note
                ])?;
            }
        }
        transaction.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    /// The best [`SHOWN`] of `class` for `words`, and how many there are.
    pub(super) fn find(&self, words: &str, class: &str) -> Result<(Vec<Hit>, usize), rusqlite::Error> {
        let Some(expression) = expression(words) else { return Ok((Vec::new(), 0)) };
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let total: i64 = connection.prepare(COUNT)?.query_row(params![expression, class], |row| row.get(0))?;
        let mut statement = connection.prepare(FIND)?;
        let rows = statement.query_map(params![expression, class, SHOWN as i64], |row| {
            let snippet: String = row.get(3)?;
            Ok(Hit { title: row.get(0)?, href: row.get(1)?, note: row.get(2)?, snippet: pieces(&snippet) })
        })?;
        Ok((rows.collect::<Result<_, _>>()?, total as usize))
    }
}

/// Every word quoted, the last as a beginning; `None` where there is no word.
fn expression(words: &str) -> Option<String> {
    let words = printable(words);
    let quoted: Vec<String> = words
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    if quoted.is_empty() { None } else { Some(format!("{}*", quoted.join(" "))) }
}

/// `text` without control characters: they end a string inside SQLite, or are our own marks.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn pieces(snippet: &str) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    let mut is_found = false;
    for piece in snippet.split(MARKS) {
        if !piece.is_empty() {
            pieces.push((is_found, piece.to_owned()));
        }
        is_found = !is_found;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let entry = |title: &str, body: &str| Entry {
            class: "story",
            title: title.to_owned(),
            body: body.to_owned(),
            href: "/x".to_owned(),
            note: String::new(),
        };
        let entries =
            [entry("Vela AB opens a harbour", "The C++ firm AT&T paid \"Vela\" 5%."), entry("Zürich", "Rain.")];
        Index::of(entries.into_iter()).expect("fills")
    }

    fn titles(words: &str) -> Vec<String> {
        let (hits, total) = index().find(words, "story").expect("answers");
        assert_eq!(hits.len(), total);
        hits.into_iter().map(|hit| hit.title).collect()
    }

    #[test]
    fn words_are_found_by_stem_beginning_and_bare_letter() {
        for words in ["harbours", "harb", "VELA opening", "at&t", "c++", "\"vela\" 5%"] {
            assert_eq!(titles(words), ["Vela AB opens a harbour"], "{words}");
        }
        assert_eq!(titles("zurich"), ["Zürich"]);
    }

    #[test]
    fn the_query_language_of_fts5_is_only_words() {
        for words in [
            "",
            "*",
            "\"",
            "\"\"",
            "(",
            "^",
            "-",
            "{",
            "title:",
            ":",
            "+",
            "\u{0}",
            "'; DROP TABLE entry; --",
            "harbour AND",
            "NEAR(",
            "title : vela NOT",
            "vela\u{0}\"",
            "\"vela",
            "vela\" OR \"x",
        ] {
            let _ = titles(words);
        }
        assert_eq!(titles("vela OR zurich"), Vec::<String>::new(), "an operator is a word like any other");
        assert_eq!(titles("vela\u{0}harbour").len(), 1);
    }

    #[test]
    fn the_words_found_are_marked() {
        let (hits, _) = index().find("paid", "story").expect("answers");
        assert!(hits[0].snippet.contains(&(true, "paid".to_owned())), "{hits:?}");
    }
}
