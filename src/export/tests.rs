//! What is written reads back as it was, by the reader that reads other people's Parquet.

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use jiff::civil::date;

use super::*;
use crate::types::{Bound, DocumentId, EntityId, Kind, Money};

fn mention(text: &str, value: Option<&Value>) -> MentionRecord {
    MentionRecord {
        document: DocumentId("d1".into()),
        kind: Kind::Money,
        start: 3,
        end: 3 + text.len(),
        text: text.to_owned(),
        score: 0.5,
        entity: value.is_none().then(|| EntityId("company:vela, \"the yard\"".into())),
        value: value.map(|value| serde_json::to_value(value).expect("writes")),
        about: None,
    }
}

fn money() -> Value {
    let amount = Amount::single("41600000000.25".parse().expect("a number"), Bound::About);
    Value::Money(Money { amount, currency: Some("CNY".into()) })
}

fn written(format: Format, batches: &[Table]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut sheet = Sheet::new(format, &mentions(&[]), &mut bytes).expect("begins");
    for batch in batches {
        sheet.add(batch).expect("adds");
    }
    sheet.finish().expect("ends");
    bytes
}

#[test]
fn parquet_reads_back_value_by_value_and_batch_by_batch() {
    let batches =
        [mentions(&[mention("41.6 bn yuan", Some(&money()))]), mentions(&[]), mentions(&[mention("x", None)])];
    let reader = SerializedFileReader::new(bytes::Bytes::from(written(Format::Parquet, &batches))).expect("opens");
    assert_eq!((reader.metadata().num_row_groups(), reader.metadata().file_metadata().num_rows()), (2, 2));
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    let cell = |row: usize, name: &str| {
        rows[row].get_column_iter().find(|(column, _)| *column == name).map(|(_, field)| field.clone()).expect("there")
    };
    assert_eq!(cell(0, "amount"), Field::Double(41_600_000_000.25));
    assert_eq!(cell(0, "amount_exact"), Field::Str("41600000000.25".into()));
    assert_eq!(cell(0, "bound"), Field::Str("about".into()));
    assert_eq!(cell(0, "currency"), Field::Str("CNY".into()));
    assert_eq!(cell(0, "end"), Field::Long(15));
    assert_eq!((cell(1, "amount"), cell(1, "currency")), (Field::Null, Field::Null));
}

#[test]
fn days_are_dates() {
    let edition = Edition { date: date(2026, 5, 4), briefs: Vec::new() };
    assert_eq!(stories(&[&edition]).n_rows(), 0);
    let table =
        Table { name: "t", columns: vec![day("day", &[date(1969, 12, 31), date(2026, 5, 4)], |day| Some(*day))] };
    let mut bytes = Vec::new();
    let mut sheet = Sheet::new(Format::Parquet, &table, &mut bytes).expect("begins");
    sheet.add(&table).expect("adds");
    sheet.finish().expect("ends");
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("opens");
    let rows: Vec<String> =
        reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect();
    assert_eq!(rows, ["{day: 1969-12-31}", "{day: 2026-05-04}"]);
}

#[test]
fn csv_quotes_what_would_break_it() {
    let bytes = written(Format::Csv, &[mentions(&[mention("5 m\n\"euros\"", None)])]);
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("reads");
    let cell = |name: &str| &row[header.iter().position(|column| column == name).expect("a column")];
    assert_eq!((cell("text"), cell("entity")), ("5 m\n\"euros\"", "company:vela, \"the yard\""));
    assert_eq!((cell("amount"), cell("start")), ("", "3"));
}
