//! The days that were run, in one SQLite file: documents, extractions, vectors, stories, claims and editions.
//!
//! Takes the documents of a day with what was found in them; gives back those of a window of days, so that stories are
//! built over all of them and no document is encoded twice. Extractions are kept as they are made, and are of use to
//! none but the run that comes to the same text again; all else of a day is one transaction, so that a killed run
//! leaves the days as they were. Knows nothing of how anything stored was made: `maker` says by what, and what another
//! maker left is not used.

mod day;
mod document;
mod extraction;
mod read;
mod schema;
mod write;

pub(super) use document::DocumentRow;
pub(super) use extraction::{ExtractionRow, bytes};

pub use day::{Arrival, Arriving, DayRecord, Kept, Member, Stored, Told};

use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// Why a database of days cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// There is no such file.
    #[error("no store at `{0}`")]
    Missing(PathBuf),
    /// SQLite refused.
    #[error("cannot use the store `{path}`")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file is a database of something else.
    #[error("`{0}` is a database, but no store of wirebrief")]
    Foreign(PathBuf),
    /// The file was written by a later version.
    #[error("the store `{path}` is of schema {found}, this program knows schemas up to {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema known.
        known: i64,
    },
    /// A row is not what this version writes.
    #[error("the store `{path}` holds a {what} that cannot be read")]
    Row {
        /// The file.
        path: PathBuf,
        /// Which record.
        what: String,
        /// What the reader said.
        source: serde_json::Error,
    },
}

impl DatabaseError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing(_) => "name the file given to `wirebrief run --store`",
            Self::Sqlite { .. } => {
                "check the path given with `--store`, free space, and that no other run is writing it"
            }
            Self::Foreign(_) => "name a new file, or one written by `wirebrief run --store`",
            Self::Newer { .. } => "use the later wirebrief that wrote it, or name another file with `--store`",
            Self::Row { .. } => "restore the file from a copy, or run its days again into a new one",
        }
    }
}

/// A store of days.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    connection: Connection,
}

impl Database {
    /// Opens the store at `path`, made where there is none, brought to the present schema where it is older.
    pub fn open(path: &Path) -> Result<Self, DatabaseError> {
        let fail = |source| DatabaseError::Sqlite { path: path.to_path_buf(), source };
        let mut connection = Connection::open(path).map_err(fail)?;
        schema::prepare(&mut connection, path)?;
        Ok(Self { path: path.to_path_buf(), connection })
    }

    /// Opens the store at `path`, which must be there.
    pub fn existing(path: &Path) -> Result<Self, DatabaseError> {
        if path.is_file() { Self::open(path) } else { Err(DatabaseError::Missing(path.to_path_buf())) }
    }

    fn sqlite(&self, source: rusqlite::Error) -> DatabaseError {
        DatabaseError::Sqlite { path: self.path.clone(), source }
    }

    fn row(&self, what: impl Into<String>, source: serde_json::Error) -> DatabaseError {
        DatabaseError::Row { path: self.path.clone(), what: what.into(), source }
    }
}

#[cfg(test)]
mod tests;
