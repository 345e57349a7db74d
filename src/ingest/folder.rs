//! From the paths given on the command line to the files to read: folders recursively, sorted, each file once.
//!
//! Hidden entries below a folder are skipped (a hidden file given by name is read). A folder that links back to one of
//! its own parents is refused as a reject, so that no walk is endless. Opens no file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::IngestError;
use crate::types::{Origin, RejectReason, Rejected};

/// The input that is no file: standard input.
pub const STDIN: &str = "-";

/// A file to read: its name in every [`Origin`], and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Path as given or found below a given folder, with `/` between parts.
    pub name: String,
    /// Path on disk.
    pub disk: PathBuf,
}

impl SourceFile {
    /// The file at `path`, named by it.
    pub fn at(path: &Path) -> Self {
        Self { name: name_of(path), disk: path.to_owned() }
    }
}

/// What the inputs hold.
#[derive(Debug, Default)]
pub struct Found {
    /// Files, sorted by name, each once.
    pub files: Vec<SourceFile>,
    /// Folders that could not be listed, and links that run in a circle.
    pub rejected: Vec<Rejected>,
}

/// The files of `inputs`; fails where an input does not exist, since a mistyped path must not give an empty run.
pub fn files(inputs: &[PathBuf]) -> Result<Found, IngestError> {
    let mut walk = Walk::default();
    for input in inputs {
        fs::metadata(input).map_err(|source| IngestError::Missing { path: input.display().to_string(), source })?;
        walk.visit(input);
    }
    let files = walk.files.into_iter().map(|(name, disk)| SourceFile { name, disk }).collect();
    Ok(Found { files, rejected: walk.rejected })
}

#[derive(Default)]
struct Walk {
    files: BTreeMap<String, PathBuf>,
    rejected: Vec<Rejected>,
    /// Real paths of the folders between the input and here.
    parents: Vec<PathBuf>,
}

impl Walk {
    fn visit(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => self.enter(path),
            Ok(data) if data.is_file() => {
                self.files.insert(name_of(path), path.to_owned());
            }
            Ok(_) => {
                self.reject(path, "expected a file or folder, found a device or socket", "remove it from the input");
            }
            Err(error) => self.reject(path, &format!("cannot be read: {error}"), "mend or remove the link"),
        }
    }

    fn enter(&mut self, folder: &Path) {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        if self.parents.contains(&real) {
            return self.reject(folder, "the folder links back to one of its own parents", "remove the link");
        }
        match fs::read_dir(folder) {
            Ok(entries) => {
                self.parents.push(real);
                let mut paths: Vec<PathBuf> =
                    entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| !is_hidden(p)).collect();
                paths.sort();
                for path in &paths {
                    self.visit(path);
                }
                self.parents.pop();
            }
            Err(error) => {
                self.reject(folder, &format!("cannot be listed: {error}"), "give this user the right to list it");
            }
        }
    }

    fn reject(&mut self, path: &Path, message: &str, hint: &str) {
        self.rejected.push(Rejected {
            origin: Origin { path: name_of(path), record_id: None },
            reason: RejectReason::Unreadable,
            message: message.to_owned(),
            hint: hint.to_owned(),
        });
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path.components().filter(|part| *part != std::path::Component::CurDir).collect();
    let joined: PathBuf = parts.into_iter().collect();
    joined.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own input")]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_recursively_sorted_and_hidden_files_are_skipped() {
        let dir = tempfile::tempdir().expect("temporary folder");
        for name in ["b.txt", "a/z.txt", "a/.hidden", "c.txt"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("made");
            fs::write(path, "x").expect("written");
        }
        let found = files(&[dir.path().to_owned(), dir.path().join("b.txt")]).expect("exists");
        let root = name_of(dir.path());
        let names: Vec<_> = found.files.iter().map(|f| f.name.trim_start_matches(&root).to_owned()).collect();
        assert_eq!(names, ["/a/z.txt", "/b.txt", "/c.txt"]);
    }

    #[test]
    fn a_missing_input_is_named() {
        let error = files(&[PathBuf::from("no/such/dump")]).expect_err("missing");
        assert_eq!(error.to_string(), "no file or folder at `no/such/dump`");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_parent_is_refused_once() {
        let dir = tempfile::tempdir().expect("temporary folder");
        fs::write(dir.path().join("a.txt"), "x").expect("written");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).expect("linked");
        let found = files(&[dir.path().to_owned()]).expect("exists");
        assert_eq!((found.files.len(), found.rejected.len()), (1, 1));
        assert!(found.rejected[0].message.contains("its own parents"));
    }
}
