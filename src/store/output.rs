//! Writing a run: staged beside its place, moved in when complete.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Serialize;

use super::{RunRecord, Shelf, Spool, TOOL, files};
use crate::types::{ContentHasher, content_hash};

/// What a run puts into its folder; an earlier run's are replaced, anything else is left alone.
const OURS: [&str; 8] = [
    files::DOCUMENTS,
    files::MENTIONS,
    files::STORIES,
    files::REJECTED,
    files::PAIRS,
    files::BRIEFS,
    files::SOURCES,
    files::RUN, // last: a folder with this file is complete
];

/// Bytes of standard input copied at once.
const COPIED_AT_ONCE: usize = 1 << 16;

/// The briefs until they are in their files.
const SPOOL: &str = "briefs.spool";
/// The documents until the run is written.
const SHELF: &str = "documents.shelf";

const STAGING: &str = ".wirebrief-staging";

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds something that is not a run.
    #[error("output folder `{0}` exists and holds something else than a wirebrief run")]
    Occupied(PathBuf),
    /// The path is a file.
    #[error("output `{0}` is a file, expected a folder")]
    NotAFolder(PathBuf),
    /// The disk refused.
    #[error("cannot write `{path}`")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was put aside during the run cannot be used.
    #[error("cannot use the scratch file `{path}`")]
    Scratch {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is to be kept cannot be read.
    #[error("cannot read standard input")]
    Input(#[source] io::Error),
    /// A record is no JSON; a bug.
    #[error("cannot write a record of `{path}` as JSON")]
    Json {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        source: serde_json::Error,
    },
}

impl StoreError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Occupied(_) => "name an empty or new folder with `--out`, or empty this one",
            Self::NotAFolder(_) => "name a folder with `--out`",
            Self::Write { source, .. } | Self::Scratch { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull => "free space on this disk, or name a folder on another one with `--out`",
                io::ErrorKind::PermissionDenied => "name a folder you may write to with `--out`",
                _ => "check the folder given with `--out`",
            },
            Self::Input(_) => "check what writes into the pipe",
            Self::Json { .. } => "this is a bug of wirebrief; report it with the input",
        }
    }
}

/// A run being written.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    staging: PathBuf,
    hashes: BTreeMap<String, String>,
}

impl Output {
    /// Prepares to write a run into `folder`, which is new, empty, or holds an earlier run.
    pub fn create(folder: &Path) -> Result<Self, StoreError> {
        refuse_occupied(folder)?;
        let staging = folder.join(STAGING);
        let fail = |source| StoreError::Write { path: folder.to_path_buf(), source };
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(fail)?;
        }
        fs::create_dir_all(staging.join(files::BRIEFS)).map_err(fail)?;
        fs::create_dir_all(staging.join(files::SOURCES)).map_err(fail)?;
        Ok(Self { folder: folder.to_path_buf(), staging, hashes: BTreeMap::new() })
    }

    /// Writes `records` as JSON lines into the file `name`; the first fault among them ends it.
    pub fn lines<T: Serialize>(
        &mut self,
        name: &str,
        records: impl Iterator<Item = Result<T, StoreError>>,
    ) -> Result<(), StoreError> {
        let path = self.staging.join(name);
        let fail = |source| StoreError::Write { path: path.clone(), source };
        let mut file = Hashed::create(&path).map_err(fail)?;
        for record in records {
            serde_json::to_writer(&mut file, &record?).map_err(|source| match source.io_error_kind() {
                Some(_) => fail(source.into()),
                None => StoreError::Json { path: self.folder.join(name), source },
            })?;
            file.write_all(b"\n").map_err(fail)?;
        }
        self.hashes.insert(name.to_owned(), file.finish().map_err(fail)?);
        Ok(())
    }

    /// Writes as the file `name`, a path below the run, what `write` gives; its fault is given back beside ours.
    pub fn stream<E>(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Result<(), E>, StoreError> {
        let path = self.staging.join(name);
        let fail = |source| StoreError::Write { path: path.clone(), source };
        let mut file = Hashed::create(&path).map_err(fail)?;
        if let Err(error) = write(&mut file) {
            return Ok(Err(error));
        }
        self.hashes.insert(name.to_owned(), file.finish().map_err(fail)?);
        Ok(Ok(()))
    }

    /// The edition of `date`, empty yet, in a file that goes with the run's end.
    pub fn spool(&self, date: Date) -> Result<Spool, StoreError> {
        Spool::create(&self.staging.join(SPOOL), date)
    }

    /// A shelf for the documents, in a file that goes with the run's end.
    pub fn shelf(&self) -> Result<Shelf, StoreError> {
        Shelf::create(&self.staging.join(SHELF))
    }

    /// Writes `bytes` as the file `name`, a path below the run.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.hashes.insert(name.to_owned(), content_hash(bytes));
        write(&self.staging.join(name), bytes)
    }

    /// Keeps the text of a page under `sources/`; the same text twice is one file.
    pub fn source(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        if self.hashes.contains_key(name) { Ok(()) } else { self.file(name, text.as_bytes()) }
    }

    /// Keeps everything `reader` gives as the file `name`, a path below the run; where it lies until the run is finished.
    pub fn keep(&mut self, name: &str, reader: &mut dyn Read) -> Result<PathBuf, StoreError> {
        let path = self.staging.join(name);
        let fail = |source| StoreError::Write { path: path.clone(), source };
        let mut file = Hashed::create(&path).map_err(fail)?;
        let mut buffer = vec![0; COPIED_AT_ONCE];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(StoreError::Input(source)),
            };
            file.write_all(&buffer[..read]).map_err(fail)?;
        }
        self.hashes.insert(name.to_owned(), file.finish().map_err(fail)?);
        Ok(path)
    }

    /// Hash of each file written so far, by name.
    pub fn hashes(&self) -> &BTreeMap<String, String> {
        &self.hashes
    }

    /// Writes `run.json` and moves the run into its place.
    pub fn finish(self, run: &RunRecord) -> Result<(), StoreError> {
        let path = self.staging.join(files::RUN);
        let mut text =
            serde_json::to_vec_pretty(run).map_err(|source| StoreError::Json { path: path.clone(), source })?;
        text.push(b'\n');
        write(&path, &text)?;
        for name in OURS.iter().rev() {
            remove(&self.folder.join(name))?;
        }
        for name in OURS {
            let (from, to) = (self.staging.join(name), self.folder.join(name));
            // What is written only where it is asked for.
            if name == files::PAIRS && !from.exists() {
                continue;
            }
            fs::rename(from, &to).map_err(|source| StoreError::Write { path: to, source })?;
        }
        Ok(())
    }
}

impl Drop for Output {
    /// What was staged and not moved is of no use to anyone; a fault here must not hide the one that led to it.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// A file that is hashed while it is written, so that no file has to fit into memory.
struct Hashed {
    file: BufWriter<fs::File>,
    hasher: ContentHasher,
}

impl Hashed {
    #[expect(clippy::disallowed_methods, reason = "store reads and writes the run")]
    fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(fs::File::create(path)?), hasher: ContentHasher::default() })
    }

    /// Writes what is left; the hash of all that was written.
    fn finish(mut self) -> io::Result<String> {
        self.file.flush()?;
        Ok(self.hasher.finish())
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn refuse_occupied(folder: &Path) -> Result<(), StoreError> {
    if folder.is_file() {
        return Err(StoreError::NotAFolder(folder.to_path_buf()));
    }
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let names: Vec<_> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let all = |is_known: &dyn Fn(&OsStr) -> bool| names.iter().all(|name| name.as_ref().is_ok_and(|n| is_known(n)));
    let empty = all(&|name| name == STAGING);
    // A run that was killed while it moved its files in: nothing else stands beside its staging folder.
    let top = |name: &OsStr| OURS.iter().any(|ours| name == *ours);
    let half = folder.join(STAGING).is_dir() && all(&|name| name == STAGING || top(name));
    if empty || half || is_run(folder) { Ok(()) } else { Err(StoreError::Occupied(folder.to_path_buf())) }
}

#[expect(clippy::disallowed_methods, reason = "store reads and writes the run")]
fn is_run(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join(files::RUN)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|run| run["tool"] == TOOL)
}

#[expect(clippy::disallowed_methods, reason = "store reads and writes the run")]
fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let fail = |source| StoreError::Write { path: path.to_path_buf(), source };
    let mut file = BufWriter::new(fs::File::create(path).map_err(fail)?);
    file.write_all(bytes).and_then(|()| file.flush()).map_err(fail)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let done = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match done {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Write { path: path.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_holds_something_else_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().expect("temp");
        #[expect(clippy::disallowed_methods, reason = "the test plants a file")]
        fs::write(dir.path().join("thesis.doc"), "years of work").expect("writes");
        assert!(matches!(Output::create(dir.path()), Err(StoreError::Occupied(_))));
        assert_eq!(fs::read_dir(dir.path()).expect("reads").count(), 1);
    }

    #[test]
    fn a_run_killed_while_it_moved_its_files_in_may_be_run_again() {
        let dir = tempfile::tempdir().expect("temp");
        fs::create_dir(dir.path().join(STAGING)).expect("creates");
        fs::create_dir(dir.path().join(files::BRIEFS)).expect("creates");
        assert!(Output::create(dir.path()).is_ok());
        fs::create_dir(dir.path().join(STAGING)).expect("creates");
        fs::create_dir(dir.path().join("letters")).expect("creates");
        assert!(matches!(Output::create(dir.path()), Err(StoreError::Occupied(_))));
    }

    #[test]
    fn an_unfinished_run_leaves_no_trace() {
        let dir = tempfile::tempdir().expect("temp");
        let folder = dir.path().join("out");
        let mut output = Output::create(&folder).expect("creates");
        output.lines(files::REJECTED, [1, 2].into_iter().map(Ok)).expect("writes");
        drop(output);
        assert_eq!(fs::read_dir(&folder).expect("reads").count(), 0);
    }
}
