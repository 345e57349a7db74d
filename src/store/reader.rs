//! Reading a run back.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{DocumentRecord, MentionRecord, RunRecord, StoryRecord, files};
use crate::types::{ContentHasher, Edition, Rejected};

/// Why a run cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file is missing or unreadable.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("{path}:{line}: not a record of this file")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// What the reader said.
        source: serde_json::Error,
    },
}

/// A run as it lies on disk.
#[derive(Debug)]
pub struct StoredRun {
    /// The folder.
    pub folder: PathBuf,
    /// `run.json`.
    pub run: RunRecord,
    /// `documents.jsonl`.
    pub documents: Vec<DocumentRecord>,
    /// `mentions.jsonl`.
    pub mentions: Vec<MentionRecord>,
    /// `stories.jsonl`.
    pub stories: Vec<StoryRecord>,
    /// `rejected.jsonl`.
    pub rejected: Vec<Rejected>,
    /// `briefs/DATE.json`.
    pub edition: Edition,
}

impl StoredRun {
    /// Reads the run in `folder`.
    pub fn open(folder: &Path) -> Result<Self, ReadError> {
        let run: RunRecord = object(&folder.join(files::RUN))?;
        let edition = object(&folder.join(files::BRIEFS).join(format!("{}.json", run.date)))?;
        Ok(Self {
            documents: lines(&folder.join(files::DOCUMENTS))?,
            mentions: lines(&folder.join(files::MENTIONS))?,
            stories: lines(&folder.join(files::STORIES))?,
            rejected: lines(&folder.join(files::REJECTED))?,
            edition,
            run,
            folder: folder.to_path_buf(),
        })
    }

    /// The text of the file `name` below the run.
    pub fn text(&self, name: &str) -> Result<String, ReadError> {
        read(&self.folder.join(name))
    }

    /// The hash of the file `name` below the run; of any size, and text or not.
    pub fn hash(&self, name: &str) -> Result<String, ReadError> {
        let path = self.folder.join(name);
        hash(&path).map_err(|source| ReadError::Read { path, source })
    }

    /// What came on standard input, where the run read it.
    pub fn stdin(&self) -> Option<PathBuf> {
        self.run.files.contains_key(files::STDIN).then(|| self.folder.join(files::STDIN))
    }
}

#[expect(clippy::disallowed_methods, reason = "store reads and writes the run")]
fn read(path: &Path) -> Result<String, ReadError> {
    fs::read_to_string(path).map_err(|source| ReadError::Read { path: path.to_path_buf(), source })
}

#[expect(clippy::disallowed_methods, reason = "store reads and writes the run")]
fn hash(path: &Path) -> io::Result<String> {
    let (mut file, mut hasher, mut buffer) = (fs::File::open(path)?, ContentHasher::default(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finish());
        }
        hasher.update(&buffer[..read]);
    }
}

fn object<T: DeserializeOwned>(path: &Path) -> Result<T, ReadError> {
    let fail = |source| ReadError::Line { path: path.to_path_buf(), line: 1, source };
    serde_json::from_str(&read(path)?).map_err(fail)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, ReadError> {
    let fail = |line, source| ReadError::Line { path: path.to_path_buf(), line, source };
    let text = read(path)?;
    text.lines().enumerate().map(|(i, line)| serde_json::from_str(line).map_err(|e| fail(i + 1, e))).collect()
}
