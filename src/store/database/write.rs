//! Adding to the store.

use rusqlite::{Statement, Transaction, params};

use super::day::{DayRecord, Kept, Stored};
use super::document::{DocumentRow, read_hash};
use super::extraction::{ExtractionRow, bytes};
use super::{Database, DatabaseError};
use crate::store::claims;
use crate::types::{Document, content_hash};

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

    /// Adds a day, all of it or, where anything fails, nothing. The edition of a day that is there already is replaced.
    pub fn add(&mut self, day: &DayRecord<'_>) -> Result<(), DatabaseError> {
        let json = |error| self.row("record", error);
        let rows = |stored: &Stored| serde_json::to_string(&DocumentRow::of(&stored.document)).map_err(json);
        let documents = day.documents.iter().map(rows).collect::<Result<Vec<_>, _>>()?;
        let claims = claims(day.edition).map(|claim| serde_json::to_string(claim.citations).map_err(json));
        let citations = claims.collect::<Result<Vec<_>, _>>()?;
        let run = serde_json::to_string(day.run).map_err(json)?;
        let edition = serde_json::to_string(day.edition).map_err(json)?;
        self.write(|to| {
            remove_replaced(to, day)?;
            add_documents(to, day.documents, &documents)?;
            add_members(to, day)?;
            add_stories(to, day)?;
            add_claims(to, day, &citations)?;
            let date = day.edition.date.to_string();
            to.execute("INSERT OR REPLACE INTO run VALUES (?1, ?2, ?3)", params![date, run, edition])?;
            Ok(())
        })
    }

    fn write(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<(), rusqlite::Error>,
    ) -> Result<(), DatabaseError> {
        let path = self.path.clone();
        let fail = |source| DatabaseError::Sqlite { path, source };
        let written = self.connection.transaction().and_then(|transaction| {
            change(&transaction)?;
            transaction.commit()
        });
        written.map_err(fail)
    }
}

fn remove_replaced(to: &Transaction<'_>, day: &DayRecord<'_>) -> Result<(), rusqlite::Error> {
    for sql in [
        "DELETE FROM document WHERE id = ?1",
        "DELETE FROM member WHERE document = ?1",
        "DELETE FROM extraction WHERE document = ?1",
        "DELETE FROM vector WHERE document = ?1",
    ] {
        let mut remove = to.prepare(sql)?;
        for id in day.replaced {
            remove.execute([&id.0])?;
        }
    }
    Ok(())
}

fn add_documents(to: &Transaction<'_>, documents: &[Stored], records: &[String]) -> Result<(), rusqlite::Error> {
    let mut source = to.prepare("INSERT OR IGNORE INTO source VALUES (?1, ?2)")?;
    let mut row = to.prepare("INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (Stored { document, page, arrived }, record) in documents.iter().zip(records) {
        let hash = content_hash(document.source.as_bytes());
        source.execute(params![hash, &*document.source])?;
        let published = document.published.as_ref().map(|publication| publication.date.to_string());
        let (path, id) = (&document.origin.path, &document.origin.record_id);
        row.execute(params![document.id.0, path, id, arrived.to_string(), published, hash, page, record])?;
    }
    Ok(())
}

fn add_members(to: &Transaction<'_>, day: &DayRecord<'_>) -> Result<(), rusqlite::Error> {
    let mut member = to.prepare("INSERT OR REPLACE INTO member VALUES (?1, ?2, ?3, ?4)")?;
    for story in day.stories {
        for joined in &story.documents {
            let original = day.copies.original_of(&joined.document).map(|id| &id.0);
            member.execute(params![joined.document.0, story.id.0, joined.reason, original])?;
        }
    }
    Ok(())
}

fn add_stories(to: &Transaction<'_>, day: &DayRecord<'_>) -> Result<(), rusqlite::Error> {
    // The headline is that of the last edition, whatever the order in which days are run.
    let mut story: Statement<'_> = to.prepare(
        "INSERT INTO story VALUES (?1, ?2, ?3, ?3) ON CONFLICT (id) DO UPDATE SET
             headline = iif(excluded.last >= last, excluded.headline, headline),
             first = min(first, excluded.first), last = max(last, excluded.last)",
    )?;
    let date = day.edition.date.to_string();
    for brief in &day.edition.briefs {
        story.execute(params![brief.story.0, brief.headline.text(), date])?;
    }
    let mut lineage = to.prepare("INSERT OR IGNORE INTO lineage VALUES (?1, ?2)")?;
    for (story, ancestor) in day.lineage {
        lineage.execute([&story.0, &ancestor.0])?;
    }
    Ok(())
}

fn add_claims(to: &Transaction<'_>, day: &DayRecord<'_>, citations: &[String]) -> Result<(), rusqlite::Error> {
    let date = day.edition.date.to_string();
    to.execute("DELETE FROM claim WHERE day = ?1", [&date])?;
    let mut row = to.prepare("INSERT INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (claim, citations) in claims(day.edition).zip(citations) {
        let counts = (claim.n as i64, claim.documents as i64, claim.families as i64);
        row.execute(params![date, claim.story.0, claim.part, counts.0, claim.text, counts.1, counts.2, citations])?;
    }
    Ok(())
}
