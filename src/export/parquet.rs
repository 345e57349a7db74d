//! Tables as Parquet: every column may be null, strings as UTF-8, days as dates; repeated values by dictionary. Pages are
//! not packed: the library's codecs are not built in (see Cargo.toml).

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::{Cells, Column, ExportError, Table};

/// The day from which Parquet counts.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A Parquet file being written.
pub struct ParquetSheet<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> ParquetSheet<W> {
    pub(super) fn new(table: &Table, to: W) -> Result<Self, ExportError> {
        let fields = table.columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
        let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
        // The library's default names its own version; ours is what a reader of the file can look up.
        let made_by = concat!("wirebrief version ", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder().set_created_by(made_by.to_owned()).build();
        Ok(Self(SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties))?))
    }

    pub(super) fn add(&mut self, table: &Table) -> Result<(), ExportError> {
        if table.n_rows() == 0 {
            return Ok(());
        }
        let mut group = self.0.next_row_group()?;
        for column in &table.columns {
            let Some(mut writer) = group.next_column()? else { break };
            match &column.cells {
                Cells::Text(cells) => write(writer.typed::<ByteArrayType>(), cells, |s| ByteArray::from(s.as_str()))?,
                Cells::Whole(cells) => write(writer.typed::<Int64Type>(), cells, |n| *n)?,
                Cells::Number(cells) => write(writer.typed::<DoubleType>(), cells, |n| *n)?,
                Cells::Day(cells) => write(writer.typed::<Int32Type>(), cells, |day| days(*day))?,
            }
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), ExportError> {
        self.0.close()?;
        Ok(())
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.cells {
        Cells::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Cells::Whole(_) => (Physical::INT64, None),
        Cells::Number(_) => (Physical::DOUBLE, None),
        Cells::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
    };
    let builder = Type::primitive_type_builder(column.name, physical);
    Ok(Arc::new(builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build()?))
}

/// Writes the values that are there, and for each row whether one is.
fn write<T: DataType, C>(
    writer: &mut ColumnWriterImpl<'_, T>,
    cells: &[Option<C>],
    value: impl Fn(&C) -> T::T,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.iter().flatten().map(value).collect();
    writer.write_batch(&values, Some(&levels), None).map(drop)
}

/// Days since the epoch.
fn days(day: Date) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}
