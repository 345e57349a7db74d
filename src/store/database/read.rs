//! Reading days back.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Params, Row, params};
use serde::de::DeserializeOwned;

use super::day::{Arrival, Kept, Member, Stored, Told};
use super::document::{DocumentRow, read_hash};
use super::extraction::ExtractionRow;
use super::{Database, DatabaseError};
use crate::store::{RunRecord, parts};
use crate::types::{Document, DocumentId, Edition, Origin, StoryId};

/// Columns of a document in the order that [`Columns`] reads.
const DOCUMENTS: &str = "SELECT d.id, d.arrived, d.page, d.record, d.source, s.text
    FROM document d JOIN source s ON s.hash = d.source";

/// Documents given at once.
const AT_ONCE: usize = 256;

/// Columns of an extraction with its vectors.
type Found = (String, i64, Option<Vec<u8>>, Vec<u8>);

impl Database {
    /// What `maker`, or whoever read it last, found in `document`, where it read the same text before.
    pub fn kept(&self, document: &Document, maker: Option<&str>) -> Result<Option<Kept>, DatabaseError> {
        let read = read_hash(document).map_err(|error| self.row(format!("document `{}`", document.id), error))?;
        let sql = "SELECT e.record, e.wordpieces, v.title, v.sentences FROM extraction e
                   JOIN vector v ON v.document = e.document WHERE e.document = ?1 AND e.maker = coalesce(?2, e.maker) AND e.read = ?3";
        let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let mut statement = self.connection.prepare(sql).map_err(|error| self.sqlite(error))?;
        let found: Option<Found> = statement
            .query_row(params![document.id.0, maker, read], columns)
            .optional()
            .map_err(|error| self.sqlite(error))?;
        let Some((record, wordpieces, title, sentences)) = found else { return Ok(None) };
        let row: ExtractionRow = self.json(&record, || format!("extraction of `{}`", document.id))?;
        let extraction = row.extraction(document.id.clone(), title.as_deref(), &sentences);
        Ok(Some(Kept { extraction, wordpieces: wordpieces as usize }))
    }

    /// The documents that came with an edition of `first` to `last`, or were published then, some at a time: they may be
    /// more than memory holds. Those cut from one text come together.
    pub fn window<E: From<DatabaseError>>(
        &self,
        (first, last): (Date, Date),
        mut take: impl FnMut(Vec<Stored>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "{DOCUMENTS} WHERE d.arrived BETWEEN ?1 AND ?2 OR d.published BETWEEN ?1 AND ?2 ORDER BY d.source, d.id"
        );
        let fault = |error| self.sqlite(error);
        let mut statement = self.connection.prepare(&sql).map_err(fault)?;
        let mut rows = statement.query([first.to_string(), last.to_string()]).map_err(fault)?;
        let mut batch: Vec<Stored> = Vec::new();
        let mut source: Option<(String, Arc<str>)> = None;
        while let Some(row) = rows.next().map_err(fault)? {
            let columns = Columns::of(row).map_err(fault)?;
            let text = match source.take() {
                Some((hash, text)) if hash == columns.hash => text,
                _ if batch.len() >= AT_ONCE => {
                    take(std::mem::take(&mut batch))?;
                    Arc::from(columns.text.as_str())
                }
                _ => Arc::from(columns.text.as_str()),
            };
            source = Some((columns.hash.clone(), Arc::clone(&text)));
            batch.push(self.stored(columns, text)?);
        }
        take(batch)
    }

    /// The documents of these ids, in order of id.
    pub fn of_ids(&self, ids: &BTreeSet<&DocumentId>) -> Result<Vec<Stored>, DatabaseError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.documents("WHERE d.id = ?1", [&id.0])?);
        }
        Ok(found)
    }

    /// The editions with which documents came, in order.
    pub fn arrivals(&self) -> Result<Vec<Date>, DatabaseError> {
        self.rows("SELECT DISTINCT arrived FROM document ORDER BY arrived", [], |row| day(row, 0))
    }

    /// The documents that came with the edition of `date`, in order of id.
    pub fn arrived(&self, date: Date) -> Result<Vec<Stored>, DatabaseError> {
        self.documents("WHERE d.arrived = ?1 ORDER BY d.id", [date.to_string()])
    }

    /// The documents that `name` may mean: an id, a path, or `path#record`.
    pub fn named(&self, name: &str) -> Result<Vec<Stored>, DatabaseError> {
        self.documents("WHERE d.id = ?1 OR d.path = ?1 OR d.path || '#' || d.record_id = ?1 ORDER BY d.id", [name])
    }

    /// What is known to have come from `origin`, in order of id.
    pub fn known_at(&self, origin: &Origin) -> Result<Vec<Arrival>, DatabaseError> {
        let sql = "SELECT id, coalesce(page, source), arrived FROM document
                   WHERE path = ?1 AND record_id IS ?2 ORDER BY id";
        self.rows(sql, params![origin.path, origin.record_id], |row| {
            Ok(Arrival { document: DocumentId(row.get(0)?), content: row.get(1)?, arrived: day(row, 2)? })
        })
    }

    /// Where each document is among stories, of those that are in one.
    pub fn members<'a>(
        &self,
        documents: impl Iterator<Item = &'a DocumentId>,
    ) -> Result<BTreeMap<DocumentId, Member>, DatabaseError> {
        let fail = |error| self.sqlite(error);
        let mut statement =
            self.connection.prepare("SELECT story, copy_of FROM member WHERE document = ?1").map_err(fail)?;
        let mut found = BTreeMap::new();
        for document in documents {
            let member = statement.query_row([&document.0], |row| {
                Ok(Member { story: StoryId(row.get(0)?), copy_of: row.get::<_, Option<_>>(1)?.map(DocumentId) })
            });
            found.extend(member.optional().map_err(fail)?.map(|member| (document.clone(), member)));
        }
        Ok(found)
    }

    /// Whether a story has or had this id.
    pub fn has_story(&self, id: &StoryId) -> Result<bool, DatabaseError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM story WHERE id = ?1) OR EXISTS (SELECT 1 FROM member WHERE story = ?1)";
        self.connection.query_row(sql, [&id.0], |row| row.get(0)).map_err(|error| self.sqlite(error))
    }

    /// What editions before `date` told of any of `stories`, and of those that they split off or were merged from.
    pub fn told(&self, stories: &BTreeSet<&StoryId>, date: Date) -> Result<Told, DatabaseError> {
        let sql = "WITH RECURSIVE line (id) AS (
                       SELECT ?1 UNION SELECT ancestor FROM lineage JOIN line ON lineage.story = line.id)
                   SELECT day, part, text FROM claim WHERE story IN (SELECT id FROM line) AND day < ?2";
        let mut told = Told::default();
        for story in stories {
            let rows = self.rows(sql, params![story.0, date.to_string()], |row| {
                Ok((day(row, 0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })?;
            told.last = told.last.max(rows.iter().map(|(day, ..)| *day).max());
            let telling = [parts::SENTENCE, parts::FIGURE, parts::NEW_SENTENCE, parts::NEW_FIGURE];
            let is_telling = |part: &str| telling.contains(&part);
            told.texts.extend(rows.into_iter().filter(|(_, part, _)| is_telling(part)).map(|(.., text)| text));
        }
        Ok(told)
    }

    /// The edition of `date` and what `run.json` said of it.
    pub fn edition(&self, date: Date) -> Result<Option<(Edition, RunRecord)>, DatabaseError> {
        let day = date.to_string();
        let column = |row: &Row<'_>| row.get::<_, String>(0);
        let found = self.connection.query_row("SELECT record FROM run WHERE day = ?1", [&day], column).optional();
        let Some(run) = found.map_err(|error| self.sqlite(error))? else { return Ok(None) };
        let told = self.rows("SELECT record FROM brief WHERE day = ?1 ORDER BY n", [&day], column)?;
        let brief = |text: String| self.json(&text, || format!("story of the edition of {date}"));
        let edition = Edition { date, briefs: told.into_iter().map(brief).collect::<Result<_, _>>()? };
        Ok(Some((edition, self.json(&run, || format!("run of {date}"))?)))
    }

    /// The days of which there are editions, in order.
    pub fn days(&self) -> Result<Vec<Date>, DatabaseError> {
        self.rows("SELECT day FROM run ORDER BY day", [], |row| day(row, 0))
    }

    fn documents(&self, restriction: &str, range: impl Params) -> Result<Vec<Stored>, DatabaseError> {
        let rows = self.rows(&format!("{DOCUMENTS} {restriction}"), range, Columns::of)?;
        let mut sources: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let stored = |columns: Columns| {
            // Documents cut from one text share it, as they did when they were read.
            let text = || Arc::from(columns.text.as_str());
            let source = Arc::clone(sources.entry(columns.hash.clone()).or_insert_with(text));
            self.stored(columns, source)
        };
        rows.into_iter().map(stored).collect()
    }

    fn stored(&self, columns: Columns, source: Arc<str>) -> Result<Stored, DatabaseError> {
        let row: DocumentRow = self.json(&columns.record, || format!("document `{}`", columns.id))?;
        Ok(Stored { document: row.document(source), page: columns.page, arrived: columns.arrived })
    }

    fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<Vec<T>, DatabaseError> {
        let mut statement = self.connection.prepare(sql).map_err(|error| self.sqlite(error))?;
        let rows = statement.query_map(params, read).and_then(Iterator::collect);
        rows.map_err(|error| self.sqlite(error))
    }

    fn json<T: DeserializeOwned>(&self, text: &str, what: impl FnOnce() -> String) -> Result<T, DatabaseError> {
        serde_json::from_str(text).map_err(|error| self.row(what(), error))
    }
}

/// Columns of a document.
struct Columns {
    id: String,
    arrived: Date,
    page: Option<String>,
    record: String,
    hash: String,
    text: String,
}

impl Columns {
    fn of(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            arrived: day(row, 1)?,
            page: row.get(2)?,
            record: row.get(3)?,
            hash: row.get(4)?,
            text: row.get(5)?,
        })
    }
}

/// The day in column `at`.
fn day(row: &Row<'_>, at: usize) -> Result<Date, rusqlite::Error> {
    let text: String = row.get(at)?;
    Date::from_str(&text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}
