//! Tables as comma-separated values.

use std::io::Write;

use csv::Writer;

use super::{Cells, ExportError, Table};

/// A CSV file being written.
pub struct CsvSheet<W: Write>(Writer<W>);

impl<W: Write> CsvSheet<W> {
    pub(super) fn new(table: &Table, to: W) -> Result<Self, ExportError> {
        let mut writer = Writer::from_writer(to);
        writer.write_record(table.columns.iter().map(|column| column.name))?;
        Ok(Self(writer))
    }

    pub(super) fn add(&mut self, table: &Table) -> Result<(), ExportError> {
        for row in 0..table.n_rows() {
            self.0.write_record(table.columns.iter().map(|column| cell(&column.cells, row)))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}

fn cell(cells: &Cells, row: usize) -> String {
    let printed = match cells {
        Cells::Text(cells) => cells[row].clone(),
        Cells::Whole(cells) => cells[row].map(|n| n.to_string()),
        Cells::Number(cells) => cells[row].map(|n| n.to_string()),
        Cells::Day(cells) => cells[row].map(|day| day.to_string()),
    };
    printed.unwrap_or_default()
}
