//! Runs as tables for DuckDB, Polars and pandas: documents, mentions, stories, claims and their citations.
//!
//! Takes records of a run or a store; gives [`Table`]s, and writes them as Parquet or CSV. Knows neither where the
//! records lay nor where the tables go.

mod csv;
mod parquet;
mod table;

#[cfg(test)]
mod tests;

use std::io::Write;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::normalise::figure;
use crate::store::{ClaimRecord, DocumentRecord, MentionRecord, claims};
use crate::types::{Amount, Brief, Citation, Direction, Edition, Modality, SourceField, Value};

use self::csv::CsvSheet;
use self::parquet::ParquetSheet;
pub use table::{Cells, Column, Table};
use table::{day, number, text, whole};

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet, a row group for each batch.
    Parquet,
    /// Comma-separated values with a header; an empty cell is nothing.
    Csv,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The Parquet writer failed, or what it writes into.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The CSV writer failed, or what it writes into.
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    /// What is written into failed at the end.
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// A table being written, a batch of rows at a time.
pub enum Sheet<W: Write + Send> {
    /// As Parquet.
    Parquet(ParquetSheet<W>),
    /// As CSV.
    Csv(CsvSheet<W>),
}

impl<W: Write + Send> Sheet<W> {
    /// A sheet with the columns of `table`, whose rows are not written yet.
    pub fn new(format: Format, table: &Table, to: W) -> Result<Self, ExportError> {
        Ok(match format {
            Format::Parquet => Self::Parquet(ParquetSheet::new(table, to)?),
            Format::Csv => Self::Csv(CsvSheet::new(table, to)?),
        })
    }

    /// Adds the rows of `table`, which has the columns that the sheet was made with.
    pub fn add(&mut self, table: &Table) -> Result<(), ExportError> {
        match self {
            Self::Parquet(sheet) => sheet.add(table),
            Self::Csv(sheet) => sheet.add(table),
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), ExportError> {
        match self {
            Self::Parquet(sheet) => sheet.finish(),
            Self::Csv(sheet) => sheet.finish(),
        }
    }
}

/// One row a document: `day` is the edition it came with.
pub fn documents(rows: &[(Date, DocumentRecord)]) -> Table {
    let flags = |record: &DocumentRecord| {
        let words = record.flags.iter().filter_map(|flag| serde_json::to_value(flag).ok());
        words.filter_map(|word| word.as_str().map(str::to_owned)).collect::<Vec<_>>().join(",")
    };
    Table {
        name: "documents",
        columns: vec![
            text("id", rows, |(_, d)| Some(d.id.to_string())),
            day("day", rows, |(day, _)| Some(*day)),
            text("story", rows, |(_, d)| Some(d.story.to_string())),
            text("copy_of", rows, |(_, d)| d.copy_of.as_ref().map(ToString::to_string)),
            text("title", rows, |(_, d)| d.title.clone()),
            text("subtitle", rows, |(_, d)| d.subtitle.clone()),
            text("authors", rows, |(_, d)| (!d.authors.is_empty()).then(|| d.authors.join("; "))),
            text("publisher", rows, |(_, d)| d.publisher.clone()),
            day("published", rows, |(_, d)| d.published),
            day("updated", rows, |(_, d)| d.updated),
            text("language", rows, |(_, d)| d.language.clone()),
            text("url", rows, |(_, d)| d.url.clone()),
            text("path", rows, |(_, d)| Some(d.path.clone())),
            text("record_id", rows, |(_, d)| d.record_id.clone()),
            whole("start", rows, |(_, d)| Some(d.start)),
            whole("end", rows, |(_, d)| Some(d.end)),
            whole("sentences", rows, |(_, d)| Some(d.sentences.len())),
            text("flags", rows, |(_, d)| (!d.flags.is_empty()).then(|| flags(d))),
            text("source_hash", rows, |(_, d)| Some(d.source_hash.clone())),
        ],
    }
}

/// One row a mention, with its value in columns.
pub fn mentions(records: &[MentionRecord]) -> Table {
    let value = |m: &MentionRecord| m.value.as_ref().and_then(|json| Value::from_json(m.kind, json));
    let rows: Vec<(&MentionRecord, Option<Value>)> = records.iter().map(|m| (m, value(m))).collect();
    let rows = rows.as_slice();
    let mut columns = vec![
        text("document", rows, |(m, _)| Some(m.document.to_string())),
        text("kind", rows, |(m, _)| Some(m.kind.name().to_owned())),
        whole("start", rows, |(m, _)| Some(m.start)),
        whole("end", rows, |(m, _)| Some(m.end)),
        text("text", rows, |(m, _)| Some(m.text.clone())),
        number("score", rows, |(m, _)| Some(m.score)),
        text("entity", rows, |(m, _)| m.entity.as_ref().map(ToString::to_string)),
        text("printed", rows, |(_, v)| v.as_ref().and_then(figure::print)),
    ];
    columns.extend(amounts(rows));
    columns.extend(names(rows));
    columns.extend(abouts(rows));
    Table { name: "mentions", columns }
}

/// A mention with its value.
type Valued<'a> = (&'a MentionRecord, Option<Value>);

/// The numbers of figures, and the days of dates.
fn amounts(rows: &[Valued<'_>]) -> Vec<Column> {
    let amount = |value: &Option<Value>| match value {
        Some(Value::Money(money)) => Some(money.amount.clone()),
        Some(Value::Percent(percent)) => Some(percent.amount.clone()),
        Some(Value::Quantity(quantity)) => Some(quantity.amount.clone()),
        _ => None,
    };
    let part = |value: &Option<Value>, part: fn(&Amount) -> Option<Decimal>| amount(value).as_ref().and_then(part);
    let unit = |value: &Option<Value>| match value {
        Some(Value::Percent(percent)) => word(&percent.unit),
        Some(Value::Quantity(quantity)) => Some(quantity.unit.clone()),
        _ => None,
    };
    let currency = |value: &Option<Value>| match value {
        Some(Value::Money(money)) => money.currency.clone(),
        _ => None,
    };
    let range = |value: &Option<Value>| match value {
        Some(Value::Date(range)) => Some(range.clone()),
        _ => None,
    };
    vec![
        number("amount", rows, |(_, v)| part(v, |amount| amount.amount).and_then(nearest)),
        number("low", rows, |(_, v)| part(v, |amount| amount.low).and_then(nearest)),
        number("high", rows, |(_, v)| part(v, |amount| amount.high).and_then(nearest)),
        text("amount_exact", rows, |(_, v)| part(v, |amount| amount.amount).map(|exact| exact.to_string())),
        text("bound", rows, |(_, v)| amount(v).and_then(|amount| word(&amount.bound))),
        text("currency", rows, |(_, v)| currency(v)),
        text("unit", rows, |(_, v)| unit(v)),
        day("first_day", rows, |(_, v)| range(v)?.start),
        day("last_day", rows, |(_, v)| range(v)?.end),
    ]
}

/// Companies and laws.
fn names(rows: &[Valued<'_>]) -> Vec<Column> {
    let law = |value: &Option<Value>| match value {
        Some(Value::Regulation(law)) => Some(law.clone()),
        _ => None,
    };
    let name = |value: &Option<Value>| match value {
        Some(Value::Company(company)) => Some(company.name.clone()),
        Some(Value::Regulation(law)) => Some(law.name.clone()),
        _ => None,
    };
    let ids = |value: &Option<Value>| match value {
        Some(Value::Company(company)) if !company.ids.is_empty() => {
            Some(company.ids.iter().map(|(scheme, id)| format!("{scheme}:{id}")).collect::<Vec<_>>().join(","))
        }
        _ => None,
    };
    vec![
        text("name", rows, |(_, v)| name(v)),
        text("company_ids", rows, |(_, v)| ids(v)),
        text("celex", rows, |(_, v)| law(v)?.ids.celex),
        text("eli", rows, |(_, v)| law(v)?.ids.eli),
        text("public_law", rows, |(_, v)| law(v)?.ids.public_law),
        text("us_code", rows, |(_, v)| law(v)?.ids.us_code),
        text("law_number", rows, |(_, v)| law(v)?.ids.number),
        text("law_status", rows, |(_, v)| word(&law(v)?.status)),
    ]
}

/// What figures are about.
fn abouts(rows: &[Valued<'_>]) -> Vec<Column> {
    vec![
        text("subject", rows, |(m, _)| m.about.as_ref()?.subject.clone()),
        text("metric", rows, |(m, _)| m.about.as_ref()?.metric.clone()),
        text("direction", rows, |(m, _)| word::<Direction>(&m.about.as_ref()?.direction)),
        text("base", rows, |(m, _)| m.about.as_ref()?.base.clone()),
        text("scope", rows, |(m, _)| m.about.as_ref()?.scope.clone()),
        text("period", rows, |(m, _)| m.about.as_ref()?.period.clone()),
        text("attribution", rows, |(m, _)| m.about.as_ref()?.attribution.clone()),
        text("modality", rows, |(m, _)| word::<Modality>(&m.about.as_ref()?.modality)),
    ]
}

/// One row a story of each of `editions`.
pub fn stories(editions: &[&Edition]) -> Table {
    let rows: Vec<(Date, &Brief)> =
        editions.iter().flat_map(|edition| edition.briefs.iter().map(|brief| (edition.date, brief))).collect();
    let rows = rows.as_slice();
    Table {
        name: "stories",
        columns: vec![
            text("id", rows, |(_, b)| Some(b.story.to_string())),
            day("day", rows, |(day, _)| Some(*day)),
            text("headline", rows, |(_, b)| Some(b.headline.text().to_owned())),
            day("date", rows, |(_, b)| b.date),
            text("place", rows, |(_, b)| b.place.as_ref().map(|place| place.text().to_owned())),
            whole("documents", rows, |(_, b)| Some(b.sources.len())),
            whole("families", rows, |(_, b)| Some(b.families)),
            whole("differences", rows, |(_, b)| Some(b.differences.len())),
            day("new_since", rows, |(_, b)| b.news.as_ref().map(|news| news.since)),
        ],
    }
}

/// One row a claim of each of `editions`.
pub fn claim_rows(editions: &[&Edition]) -> Table {
    let rows: Vec<ClaimRecord<'_>> = editions.iter().flat_map(|edition| claims(edition)).collect();
    let rows = rows.as_slice();
    let mut columns = keys(rows, |claim| claim);
    columns.extend([
        text("text", rows, |c| Some(c.text.to_owned())),
        text("context", rows, |c| c.context.map(str::to_owned)),
        whole("documents", rows, |c| Some(c.documents)),
        whole("families", rows, |c| Some(c.families)),
    ]);
    Table { name: "claims", columns }
}

/// One row a citation of a claim.
pub fn citations(editions: &[&Edition]) -> Table {
    let claims = editions.iter().flat_map(|edition| claims(edition));
    let rows: Vec<(ClaimRecord<'_>, &Citation)> =
        claims.flat_map(|claim| claim.citations.iter().map(move |citation| (claim, citation))).collect();
    let rows = rows.as_slice();
    let mut columns = keys(rows, |(claim, _)| claim);
    columns.extend([
        text("document", rows, |(_, c)| Some(c.document.to_string())),
        text("field", rows, |(_, c)| word::<SourceField>(&c.field)),
        whole("start", rows, |(_, c)| Some(c.span.start())),
        whole("end", rows, |(_, c)| Some(c.span.end())),
        text("quote", rows, |(_, c)| Some(c.quote.clone())),
    ]);
    Table { name: "citations", columns }
}

/// The columns that together name a claim.
fn keys<'a, T>(rows: &'a [T], claim: fn(&'a T) -> &'a ClaimRecord<'a>) -> Vec<Column> {
    vec![
        day("day", rows, |row| Some(claim(row).day)),
        text("story", rows, |row| Some(claim(row).story.to_string())),
        text("part", rows, |row| Some(claim(row).part.to_owned())),
        whole("n", rows, |row| Some(claim(row).n)),
    ]
}

/// The word by which files name a variant.
fn word<T: serde::Serialize>(variant: &T) -> Option<String> {
    serde_json::to_value(variant).ok()?.as_str().map(str::to_owned)
}

/// The nearest f64; the exact number stands beside it.
fn nearest(exact: Decimal) -> Option<f64> {
    exact.to_string().parse().ok()
}
