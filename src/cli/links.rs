//! Files of `--links`.

use std::path::Path;

use super::{Failure, say, text};
use crate::cluster::{Link, links};

/// The links of the file at `path`; none where no file is given.
pub(super) fn read(path: Option<&Path>) -> Result<Vec<Link>, Failure> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let text = text(path)?;
    links(&text).map_err(|error| {
        let hint = "two documents follow the verb, each by id, path or path#record; `#` begins a comment";
        Failure::new(format!("`{}`, {error}", path.display()), hint)
    })
}

/// Tells of lines that name no document.
pub(super) fn warn<'a>(path: Option<&Path>, unknown: impl IntoIterator<Item = &'a String>) {
    let Some(path) = path else { return };
    for line in unknown {
        say(&format!("warning: `{}`, {line}; the line is left out", path.display()));
    }
}
