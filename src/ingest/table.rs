//! Delimited tables (CSV, TSV): a header that names the fields, one record a row.
//!
//! Takes the file, streaming; a row that grows past the limit ends the reading, since after an open quotation mark there is no
//! telling where the next row begins.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::record::Records;
use super::{Place, Sink, fields};
use crate::types::RejectReason;

/// The delimiter of a file that begins with `line`, where that is the header of a table with a text or a headline in it.
pub(super) fn delimiter(line: &str) -> Option<u8> {
    [b',', b'\t', b';', b'|'].into_iter().find(|delimiter| {
        // Prose has a space after its commas, the names of columns have none.
        let spaced = line.split(char::from(*delimiter)).any(|cell| cell.starts_with(' '));
        let cells: Vec<&str> = line.trim_end().split(char::from(*delimiter)).map(unquoted).collect();
        let is_name = |cell: &&str| !cell.is_empty() && cell.len() <= 40 && !cell.contains(['.', '!', '?']);
        let named = |names: &[&str]| cells.iter().any(|cell| names.iter().any(|name| name.eq_ignore_ascii_case(cell)));
        // A first column without a name is what data frames write for their index.
        !spaced
            && cells.len() >= 2
            && cells.iter().skip(1).all(is_name)
            && (named(fields::TEXT) || named(fields::TITLE))
    })
}

fn unquoted(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

pub(super) fn read(
    reader: Box<dyn BufRead + '_>,
    delimiter: u8,
    place: Place<'_>,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let used = Rc::new(Cell::new(0));
    let bounded = Bounded { reader, used: Rc::clone(&used), limit: place.limit };
    let mut table = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bounded);
    let header = match table.headers() {
        Ok(header) => header.clone(),
        Err(error) => return sink(Err(broken(place, 0, &error))),
    };
    let mut row = StringRecord::new();
    for number in 1_usize.. {
        used.set(0);
        match table.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => sink(records.take(&record(&header, &row), format!("row:{number}")))?,
            Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                sink(Err(broken(place, number, &error)))?;
            }
            Err(error) => return sink(Err(broken(place, number, &error))),
        }
    }
    if records.none_seen() {
        let message = "expected a row, found a header alone".to_owned();
        return sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put records in it")));
    }
    ControlFlow::Continue(())
}

fn record(header: &StringRecord, row: &StringRecord) -> Map<String, Value> {
    let cells = header.iter().map(unquoted).zip(row).filter(|(name, _)| !name.is_empty());
    // A cell without a word says nothing, but its column is there.
    let value = |cell: &str| if cell.is_empty() { Value::Null } else { Value::String(cell.to_owned()) };
    cells.map(|(name, cell)| (name.trim_start_matches('\u{feff}').to_owned(), value(cell))).collect()
}

fn broken(place: Place<'_>, number: usize, error: &csv::Error) -> crate::types::Rejected {
    let id = (number > 0).then(|| format!("row:{number}"));
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => place.too_large(id),
        csv::ErrorKind::Io(error) => place.unreadable(id, error),
        _ => {
            let message = format!("expected a row of the table, found a fault: {error}");
            place.rejected(id, RejectReason::Malformed, message, "write the table in UTF-8 with quoted cells")
        }
    }
}

/// Fails once more than `limit` bytes (and what the buffers hold) have been read since `used` was last cleared.
struct Bounded<R> {
    reader: R,
    used: Rc<Cell<usize>>,
    limit: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used.get() > self.limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a row is longer than the limit"));
        }
        let read = self.reader.read(buffer)?;
        self.used.set(self.used.get() + read);
        Ok(read)
    }
}
