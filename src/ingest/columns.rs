//! Parquet: one record a row, the names of its columns read as those of JSON records are.
//!
//! Takes a file on disk, or one inside an archive that is held up to the limit of a record, since its list of contents stands
//! at its end; gives its rows, a page of each column at a time. A group of rows that is broken is one reject, and the next is
//! read. The library panics on some broken files: that is caught here and is a fault of the file.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use super::pages::Group;
use super::record::Records;
use super::{Place, Sink};
use crate::types::{RejectReason, Rejected};

/// What a row without a word counts against the budget, so that rows of nothing have an end.
const ROW_BYTES: u64 = 256;
/// Characters of the library's own words that are told; some of its messages quote the whole cell.
const MESSAGE: usize = 200;

/// Reads a file that comes out of a stream.
pub(super) fn read(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match place.whole(reader) {
        Ok(bytes) => read_file(Bytes::from(bytes), place, sink),
        Err(reject) => sink(Err(reject)),
    }
}

/// Reads a file on disk, or held.
pub(super) fn read_file<R: ChunkReader + 'static>(source: R, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let source = Arc::new(source);
    let metadata = match caught(|| ParquetMetaDataReader::new().parse_and_finish(&*source)) {
        Ok(metadata) => metadata,
        Err(message) => return sink(Err(broken(place, None, &message))),
    };
    let times = columns_of_times(&metadata);
    let mut records = Records::of(place);
    let mut number = 0;
    for metadata in metadata.row_groups() {
        let group = Group::new(Arc::clone(&source), metadata, place.limit);
        let mut rows = match caught(|| RowIter::from_row_group(None, &group)) {
            Ok(rows) => rows,
            Err(message) => {
                sink(Err(broken(place, Some(format!("row:{}", number + 1)), &message)))?;
                continue;
            }
        };
        loop {
            let id = format!("row:{}", number + 1);
            match caught(|| rows.next().transpose()) {
                Ok(None) => break,
                Ok(Some(row)) => {
                    let record = record(row, &times);
                    if let Err(error) = place.budget.take(ROW_BYTES + size(&record)) {
                        return sink(Err(place.unreadable(Some(id), &error)));
                    }
                    number += 1;
                    sink(records.take(&record, id))?;
                }
                Err(message) => {
                    sink(Err(broken(place, Some(id), &message)))?;
                    records.pass();
                    break;
                }
            }
        }
    }
    if records.none_seen() {
        let message = "expected a row, found columns alone".to_owned();
        return sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put records in it")));
    }
    ControlFlow::Continue(())
}

/// What `read` gives; its error, or panic, in words.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    let message = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "a value that is not of the type of its column".to_owned(),
    };
    Err(message.chars().take(MESSAGE).collect())
}

fn broken(place: Place<'_>, id: Option<String>, message: &str) -> Rejected {
    let message = format!("expected a Parquet file, found a fault in it: {message}");
    let hint = "the file is cut off, broken or packed in a way that is not read; write it again with snappy or zstd";
    place.rejected(id, RejectReason::Malformed, message, hint)
}

/// Columns of times, with their unit: the library gives those of newer writers as bare numbers.
fn columns_of_times(metadata: &ParquetMetaData) -> BTreeMap<String, TimeUnit> {
    let columns = metadata.file_metadata().schema().get_fields().iter();
    let times = columns.filter_map(|column| match column.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(kind)) => Some((column.name().to_owned(), kind.unit)),
        _ => None,
    });
    times.collect()
}

fn instant(time: i64, unit: TimeUnit) -> Option<Timestamp> {
    match unit {
        TimeUnit::MILLIS => Timestamp::from_millisecond(time).ok(),
        TimeUnit::MICROS => Timestamp::from_microsecond(time).ok(),
        TimeUnit::NANOS => Timestamp::from_nanosecond(i128::from(time)).ok(),
    }
}

fn record(row: Row, times: &BTreeMap<String, TimeUnit>) -> Map<String, Value> {
    let cell = |(name, field): (String, Field)| {
        let value = match (field, times.get(&name)) {
            (Field::Long(time), Some(unit)) => words(instant(time, *unit)),
            (field, _) => value(field),
        };
        (name, value)
    };
    row.into_columns().into_iter().map(cell).collect()
}

fn value(field: Field) -> Value {
    match field {
        Field::Bool(value) => value.into(),
        Field::Byte(value) => value.into(),
        Field::Short(value) => value.into(),
        Field::Int(value) => value.into(),
        Field::Long(value) => value.into(),
        Field::UByte(value) => value.into(),
        Field::UShort(value) => value.into(),
        Field::UInt(value) => value.into(),
        Field::ULong(value) => value.into(),
        Field::Float(value) => value.into(),
        Field::Double(value) => value.into(),
        Field::Str(text) => text.into(),
        // Some writers do not say that their strings are strings.
        Field::Bytes(bytes) => bytes.as_utf8().map_or(Value::Null, Value::from),
        Field::Date(days) => words(day(days)),
        Field::TimestampMillis(time) => words(instant(time, TimeUnit::MILLIS)),
        Field::TimestampMicros(time) => words(instant(time, TimeUnit::MICROS)),
        Field::Group(row) => Value::Object(record(row, &BTreeMap::new())),
        Field::ListInternal(list) => list.elements().iter().cloned().map(value).collect(),
        Field::MapInternal(map) => {
            let pairs = map.entries().iter().filter_map(|(key, field)| match value(key.clone()) {
                Value::String(key) => Some((key, value(field.clone()))),
                _ => None,
            });
            Value::Object(pairs.collect())
        }
        Field::Null | Field::Float16(_) | Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => {
            Value::Null
        }
    }
}

/// The day `days` after the first of 1970.
fn day(days: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

fn words(time: Option<impl ToString>) -> Value {
    time.map_or(Value::Null, |time| Value::String(time.to_string()))
}

/// Bytes of the strings of a record, its lists and objects counted by their parts.
fn size(record: &Map<String, Value>) -> u64 {
    fn of(value: &Value) -> u64 {
        match value {
            Value::String(text) => text.len() as u64,
            Value::Array(parts) => parts.iter().map(|part| 8 + of(part)).sum(),
            Value::Object(object) => size(object),
            _ => 8,
        }
    }
    record.values().map(of).sum()
}
