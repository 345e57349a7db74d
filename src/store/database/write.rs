//! Adding to the store.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};
use serde::Serialize;

use super::day::{Arriving, DayRecord, Kept};
use super::document::{DocumentRow, read_hash};
use super::extraction::{ExtractionRow, bytes};
use super::{Database, DatabaseError};
use crate::store::{RunRecord, StoreError, claims_of};
use crate::types::{Briefs, Copies, Document, DocumentId, Story, StoryId, content_hash};

impl Database {
    /// Keeps what `maker` found in `documents`, so that no later run needs to find it again.
    pub fn keep(&mut self, maker: &str, documents: &[(&Document, &Kept)]) -> Result<(), DatabaseError> {
        let json = |what: &Document, error| self.row(format!("document `{}`", what.id), error);
        let mut rows = Vec::with_capacity(documents.len());
        for (document, kept) in documents {
            let row = ExtractionRow::of(&kept.extraction).and_then(|row| serde_json::to_string(&row));
            let read = read_hash(document).map_err(|error| json(document, error))?;
            rows.push((*kept, read, row.map_err(|error| json(document, error))?));
        }
        self.write(|to| {
            let mut extraction = to.prepare("INSERT OR REPLACE INTO extraction VALUES (?1, ?2, ?3, ?4, ?5)")?;
            let mut vectors = to.prepare("INSERT OR REPLACE INTO vector VALUES (?1, ?2, ?3)")?;
            for (Kept { extraction: found, wordpieces }, read, row) in &rows {
                let id = &found.document.0;
                extraction.execute(params![id, maker, read, *wordpieces as i64, row])?;
                vectors.execute(params![
                    id,
                    found.title.as_ref().map(|title| bytes([title])),
                    bytes(&found.sentences)
                ])?;
            }
            Ok(())
        })
    }

    /// Adds a day, all of it or, where anything fails, nothing; `run` is asked for `run.json` when all else is in. The
    /// edition of a day that is there already is replaced.
    pub fn add(
        &mut self,
        day: DayRecord<'_, impl Iterator<Item = Result<Arriving, StoreError>>, impl Briefs>,
        run: impl FnOnce() -> RunRecord,
    ) -> Result<RunRecord, DatabaseError> {
        self.write(|to| {
            remove_replaced(to, day.replaced)?;
            add_documents(to, day.documents)?;
            add_members(to, day.stories, day.copies)?;
            add_lineage(to, day.lineage)?;
            add_edition(to, day.edition)?;
            let run = run();
            let date = day.edition.date().to_string();
            to.execute("INSERT OR REPLACE INTO run VALUES (?1, ?2)", params![date, json(&run)?])?;
            Ok(run)
        })
    }

    fn write<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, DatabaseError> {
        let path = self.path.clone();
        let fail = |source| DatabaseError::Sqlite { path, source };
        let written = self.connection.transaction().and_then(|transaction| {
            let made = change(&transaction)?;
            transaction.commit()?;
            Ok(made)
        });
        written.map_err(fail)
    }
}

/// `record` as a column holds it.
fn json(record: &impl Serialize) -> Result<String, rusqlite::Error> {
    serde_json::to_string(record).map_err(foreign)
}

/// A fault of what is to be written, where only one of the database can be told.
fn foreign(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

fn remove_replaced(to: &Transaction<'_>, replaced: &[DocumentId]) -> Result<(), rusqlite::Error> {
    for sql in [
        "DELETE FROM document WHERE id = ?1",
        "DELETE FROM member WHERE document = ?1",
        "DELETE FROM extraction WHERE document = ?1",
        "DELETE FROM vector WHERE document = ?1",
    ] {
        let mut remove = to.prepare(sql)?;
        for id in replaced {
            remove.execute([&id.0])?;
        }
    }
    Ok(())
}

/// Adds the documents, one at a time: they may be more than memory holds.
fn add_documents(
    to: &Transaction<'_>,
    documents: impl Iterator<Item = Result<Arriving, StoreError>>,
) -> Result<(), rusqlite::Error> {
    let mut source = to.prepare("INSERT OR IGNORE INTO source VALUES (?1, ?2)")?;
    let mut row = to.prepare("INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for arriving in documents {
        let Arriving { document, page, arrived } = arriving.map_err(foreign)?;
        let hash = content_hash(document.source.as_bytes());
        source.execute(params![hash, &*document.source])?;
        let published = document.published.as_ref().map(|publication| publication.date.to_string());
        let (path, id) = (&document.origin.path, &document.origin.record_id);
        let record = json(&DocumentRow::of(&document))?;
        row.execute(params![document.id.0, path, id, arrived.to_string(), published, hash, page, record])?;
    }
    Ok(())
}

fn add_members(to: &Transaction<'_>, stories: &[Story], copies: &Copies) -> Result<(), rusqlite::Error> {
    let mut member = to.prepare("INSERT OR REPLACE INTO member VALUES (?1, ?2, ?3, ?4)")?;
    for story in stories {
        for joined in &story.documents {
            let original = copies.original_of(&joined.document).map(|id| &id.0);
            member.execute(params![joined.document.0, story.id.0, joined.reason, original])?;
        }
    }
    Ok(())
}

fn add_lineage(to: &Transaction<'_>, lineage: &BTreeSet<(StoryId, StoryId)>) -> Result<(), rusqlite::Error> {
    let mut row = to.prepare("INSERT OR IGNORE INTO lineage VALUES (?1, ?2)")?;
    for (story, ancestor) in lineage {
        row.execute([&story.0, &ancestor.0])?;
    }
    Ok(())
}

/// Adds the briefs, a story at a time: an edition may be larger than memory.
fn add_edition(to: &Transaction<'_>, edition: &impl Briefs) -> Result<(), rusqlite::Error> {
    let date = edition.date().to_string();
    for sql in ["DELETE FROM claim WHERE day = ?1", "DELETE FROM brief WHERE day = ?1"] {
        to.execute(sql, [&date])?;
    }
    let mut row = to.prepare("INSERT INTO brief VALUES (?1, ?2, ?3)")?;
    // The headline is that of the last edition, whatever the order in which days are run.
    let mut story = to.prepare(
        "INSERT INTO story VALUES (?1, ?2, ?3, ?3) ON CONFLICT (id) DO UPDATE SET
             headline = iif(excluded.last >= last, excluded.headline, headline),
             first = min(first, excluded.first), last = max(last, excluded.last)",
    )?;
    let mut claim = to.prepare("INSERT INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (n, brief) in edition.briefs().enumerate() {
        let brief = brief.map_err(foreign)?;
        row.execute(params![date, n as i64, json(&*brief)?])?;
        story.execute(params![brief.story.0, brief.headline.text(), date])?;
        for said in claims_of(edition.date(), &brief) {
            let counts = (said.n as i64, said.documents as i64, said.families as i64);
            let citations = json(&said.citations)?;
            claim.execute(params![
                date,
                said.story.0,
                said.part,
                counts.0,
                said.text,
                counts.1,
                counts.2,
                citations
            ])?;
        }
    }
    Ok(())
}
