//! Tables of named columns.

use jiff::civil::Date;

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name, by which its file is called.
    pub name: &'static str,
    /// Its columns, all of one length.
    pub columns: Vec<Column>,
}

/// Values of one type under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name.
    pub name: &'static str,
    /// A value a row, `None` where it is not known.
    pub cells: Cells,
}

/// Values of one type.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Words.
    Text(Vec<Option<String>>),
    /// Counts and places.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Days.
    Day(Vec<Option<Date>>),
}

impl Table {
    /// How many rows it has.
    pub fn n_rows(&self) -> usize {
        self.columns.first().map_or(0, |column| match &column.cells {
            Cells::Text(cells) => cells.len(),
            Cells::Whole(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Day(cells) => cells.len(),
        })
    }
}

pub(super) fn text<'a, T>(name: &'static str, rows: &'a [T], of: impl Fn(&'a T) -> Option<String>) -> Column {
    Column { name, cells: Cells::Text(rows.iter().map(of).collect()) }
}

pub(super) fn whole<'a, T>(name: &'static str, rows: &'a [T], of: impl Fn(&'a T) -> Option<usize>) -> Column {
    Column { name, cells: Cells::Whole(rows.iter().map(|row| of(row).map(|n| n as i64)).collect()) }
}

pub(super) fn number<'a, T>(name: &'static str, rows: &'a [T], of: impl Fn(&'a T) -> Option<f64>) -> Column {
    Column { name, cells: Cells::Number(rows.iter().map(of).collect()) }
}

pub(super) fn day<'a, T>(name: &'static str, rows: &'a [T], of: impl Fn(&'a T) -> Option<Date>) -> Column {
    Column { name, cells: Cells::Day(rows.iter().map(of).collect()) }
}
