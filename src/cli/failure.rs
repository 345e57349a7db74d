//! A command that could not be done: what, where, why, and how to mend it.

use std::error::Error;
use std::io::{self, Write};

use crate::config::ConfigError;
use crate::export::ExportError;
use crate::ingest::IngestError;
use crate::model::ModelError;
use crate::normalise::TableError;
use crate::pipeline::PipelineError;
use crate::store::{DatabaseError, ReadError, StoreError};
use crate::web::WebError;

/// How to mend a folder given with `--out` that cannot be written.
pub(super) const OUT: &str = "name a folder you may write to with `--out`";

/// What is told before exit status 2.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    hint: String,
    broken_pipe: bool,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), broken_pipe: false }
    }

    fn of(error: &dyn Error, hint: &str) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            message.push_str(": ");
            message.push_str(&inner.to_string());
            cause = inner.source();
        }
        Self::new(message, hint)
    }

    /// Stdout cannot be written.
    pub(super) fn stdout(error: &io::Error) -> Self {
        let broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { message: format!("cannot write to stdout: {error}"), hint: String::new(), broken_pipe }
    }

    /// `path` cannot be read.
    pub(super) fn unreadable(path: &std::path::Path, error: &io::Error) -> Self {
        Self::new(format!("cannot read `{}`: {error}", path.display()), "check the path and your right to read it")
    }

    /// A file that cannot be written.
    pub(super) fn unwritable(path: &std::path::Path, error: &io::Error, hint: &str) -> Self {
        Self::new(format!("cannot write `{}`: {error}", path.display()), hint)
    }

    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "error: {}", self.message)?;
        if self.hint.is_empty() { Ok(()) } else { writeln!(out, "hint: {}", self.hint) }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::of(&error, "the default settings with a reason for each are in src/config/default.toml")
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        Self::of(&error, error.hint())
    }
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::of(&error, error.hint())
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        Self::of(&error, "the columns of a table of one's own are in `wirebrief run --help`")
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::of(&error, error.hint())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::of(&error, "name a folder written by `wirebrief run`")
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::of(&error, error.hint())
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::of(&error, "check free space and your right to write into the folder given with `--out`")
    }
}

impl From<WebError> for Failure {
    fn from(error: WebError) -> Self {
        Self::of(&error, error.hint())
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        match error {
            PipelineError::Ingest(error) => error.into(),
            PipelineError::Model(error) => error.into(),
            PipelineError::Store(error) => error.into(),
            PipelineError::Days(error) => error.into(),
            PipelineError::Nameless(_) => Self::of(&error, "save it to a file named after the day, and give that"),
            PipelineError::Changed { .. } => Self::of(
                &error,
                "give each day's file its own name; to correct that day, run it again with its `--date`",
            ),
            PipelineError::Links(error) => {
                Self::of(&error, "mend that line of the file given with `--links`; ids are in documents.jsonl")
            }
            PipelineError::Moved(_) => Self::of(
                &error,
                "start it in the folder in which the run was made, with its inputs in their place and the same \
                 `--settings`; a run made with `--store` is asked with `--store`",
            ),
            PipelineError::Name(_) => {
                Self::of(&error, "name a document by its id in documents.jsonl, its path, or `path#record`")
            }
            PipelineError::Render(error) => Self::of(&error, "this is a bug of wirebrief; report it with the input"),
        }
    }
}
