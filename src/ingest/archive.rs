//! Archives: every file in a zip or tar is read as if it lay in a folder, in the order of the archive.
//!
//! Nothing is ever unpacked to disk: names are only told in origins, and one that leaves the archive is refused all the same.
//! Archives in archives are read to a depth of [`DEPTH`], all together to the budget of the file; memory is bounded as
//! elsewhere, by one record.

use std::io::{BufRead, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Component, Path};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Place, Sink, stream};
use crate::types::RejectReason;

/// Archives around a file.
const DEPTH: usize = 3;

/// Reads a zip archive on disk.
pub(super) fn read_zip(file: impl Read + Seek, place: Place<'_>, depth: usize, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) if depth < DEPTH => archive,
        Ok(_) => return sink(Err(too_deep(place))),
        Err(error) => return sink(Err(broken(place, &error))),
    };
    if archive.is_empty() {
        return sink(Err(empty(place)));
    }
    for i in 0..archive.len() {
        match archive.by_index(i) {
            Ok(entry) if entry.is_dir() => {}
            Ok(entry) => {
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                enter(place.budget.guard(entry), &name, place, depth, sink)?;
            }
            Err(error) => sink(Err(broken(Place { inner: Some(&format!("entry:{}", i + 1)), ..place }, &error)))?,
        }
    }
    ControlFlow::Continue(())
}

/// Reads a zip archive that comes out of another stream; its list of contents stands at its end, so it is held whole, up to the
/// limit of a record.
pub(super) fn read_zip_stream(
    reader: Box<dyn BufRead + '_>,
    place: Place<'_>,
    depth: usize,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    match place.whole(reader) {
        Ok(bytes) => read_zip(Cursor::new(bytes), place, depth, sink),
        Err(reject) => sink(Err(reject)),
    }
}

/// Reads a tar archive.
pub(super) fn read_tar(
    reader: Box<dyn BufRead + '_>,
    place: Place<'_>,
    depth: usize,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    if depth >= DEPTH {
        return sink(Err(too_deep(place)));
    }
    let mut archive = tar::Archive::new(reader);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return sink(Err(place.unreadable(None, &error))),
    };
    let mut none = true;
    for entry in entries {
        match entry {
            Ok(entry) if entry.header().entry_type().is_file() => {
                none = false;
                let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                enter(entry, &name, place, depth, sink)?;
            }
            Ok(_) => {}
            // After a broken header there is no telling where the next begins.
            Err(error) => return sink(Err(place.unreadable(None, &error))),
        }
    }
    if none { sink(Err(empty(place))) } else { ControlFlow::Continue(()) }
}

fn enter(entry: impl Read, name: &str, place: Place<'_>, depth: usize, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let path = Path::new(name);
    let leaves = path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let inner = place.inner.map_or_else(|| name.to_owned(), |outer| format!("{outer}/{name}"));
    let place = Place { inner: Some(&inner), ..place };
    if leaves || name.contains('\\') {
        let message = format!("expected a file inside the archive, found the name `{name}`");
        let hint = "the name leads out of the archive; pack it again without it";
        return sink(Err(place.rejected(None, RejectReason::Malformed, message, hint)));
    }
    // As in folders.
    if hidden { ControlFlow::Continue(()) } else { stream(Box::new(entry), place, depth + 1, sink) }
}

fn too_deep(place: Place<'_>) -> crate::types::Rejected {
    let message = format!("expected at most {DEPTH} archives in each other, found more");
    place.rejected(None, RejectReason::Malformed, message, "unpack the outer ones first")
}

fn empty(place: Place<'_>) -> crate::types::Rejected {
    let message = "expected a file in the archive, found none".to_owned();
    place.rejected(None, RejectReason::Empty, message, "remove the archive, or put articles in it")
}

fn broken(place: Place<'_>, error: &ZipError) -> crate::types::Rejected {
    let message = format!("expected a zip archive, found a fault in it: {error}");
    place.rejected(
        None,
        RejectReason::Malformed,
        message,
        "the archive is cut off, broken or encrypted; fetch it again",
    )
}
