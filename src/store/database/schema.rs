//! Tables of the store and the way from each schema to the next.

use std::cmp::Ordering;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::DatabaseError;

/// "wire" in ASCII; by it SQLite's `application_id` tells our files.
pub(super) const APPLICATION: i64 = 0x7769_7265;

/// How long a second program waits for one that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// Step `i` leads from schema `i` to `i + 1`. A step that was released is never changed.
pub(super) const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE source (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE document (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        record_id TEXT,
        arrived TEXT NOT NULL,          -- the edition it came with
        published TEXT,
        source TEXT NOT NULL REFERENCES source (hash),
        page TEXT,                      -- hash of the page it was extracted from
        record TEXT NOT NULL            -- JSON
    );
    CREATE INDEX document_origin ON document (path, record_id);
    CREATE INDEX document_arrived ON document (arrived);
    CREATE INDEX document_published ON document (published);
    CREATE TABLE extraction (
        document TEXT PRIMARY KEY,
        maker TEXT NOT NULL,            -- hash of program, model and thresholds
        read TEXT NOT NULL,             -- hash of the document as it was read
        wordpieces INTEGER NOT NULL,
        record TEXT NOT NULL            -- JSON
    );
    CREATE TABLE vector (
        document TEXT PRIMARY KEY,
        title BLOB,                     -- f32, little-endian
        sentences BLOB NOT NULL         -- one vector after the other
    );
    CREATE TABLE story (
        id TEXT PRIMARY KEY,
        headline TEXT NOT NULL,
        first TEXT NOT NULL,            -- the first edition that told it
        last TEXT NOT NULL              -- the last one
    ) WITHOUT ROWID;
    CREATE TABLE lineage (              -- stories that documents of a story were in before it split or merged
        story TEXT NOT NULL,
        ancestor TEXT NOT NULL,
        PRIMARY KEY (story, ancestor)
    ) WITHOUT ROWID;
    CREATE TABLE member (
        document TEXT PRIMARY KEY,
        story TEXT NOT NULL,
        reason TEXT NOT NULL,
        copy_of TEXT
    );
    CREATE INDEX member_story ON member (story);
    CREATE TABLE claim (
        day TEXT NOT NULL,              -- the edition
        story TEXT NOT NULL,
        part TEXT NOT NULL,             -- headline, sentence, figure and so on
        n INTEGER NOT NULL,             -- which one of that part, from 1
        text TEXT NOT NULL,
        documents INTEGER NOT NULL,
        families INTEGER NOT NULL,
        citations TEXT NOT NULL,        -- JSON
        PRIMARY KEY (story, day, part, n)
    ) WITHOUT ROWID;
    CREATE INDEX claim_day ON claim (day);
    CREATE TABLE run (day TEXT PRIMARY KEY, record TEXT NOT NULL, edition TEXT NOT NULL);
",
    "
    -- An edition as one value is held in memory twice when it is written, and may be longer than a value can be.
    CREATE TABLE brief (
        day TEXT NOT NULL,              -- the edition
        n INTEGER NOT NULL,             -- its place there, from 0
        record TEXT NOT NULL,           -- JSON
        PRIMARY KEY (day, n)
    ) WITHOUT ROWID;
    INSERT INTO brief SELECT run.day, briefs.key, briefs.value FROM run, json_each(run.edition, '$.briefs') AS briefs;
    ALTER TABLE run DROP COLUMN edition;
",
];

/// Checks that `connection` is a store of ours and brings it to the present schema.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), DatabaseError> {
    let fail = |source| DatabaseError::Sqlite { path: path.to_path_buf(), source };
    connection.busy_timeout(PATIENCE).map_err(fail)?;
    let (found, known) = (version(connection).map_err(fail)?, MIGRATIONS.len() as i64);
    if !is_ours(connection).map_err(fail)? && !is_empty(connection).map_err(fail)? {
        return Err(DatabaseError::Foreign(path.to_path_buf()));
    }
    match found.cmp(&known) {
        Ordering::Greater => Err(DatabaseError::Newer { path: path.to_path_buf(), found, known }),
        Ordering::Equal => Ok(()),
        Ordering::Less => migrate(connection).map_err(fail),
    }
}

fn migrate(connection: &mut Connection) -> Result<(), rusqlite::Error> {
    // Immediate: of two programs that open an old store at once, the second waits and finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?;
    for step in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.commit()
}

fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn is_ours(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(application == APPLICATION)
}

fn is_empty(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let n_tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(n_tables == 0)
}
