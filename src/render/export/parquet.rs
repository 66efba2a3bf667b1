//! The figures as Parquet. Without default features the crate brings no Arrow and no compression: most columns are
//! dictionaries of a few words, which stay small without it. It adds eleven crates to a build for Linux and about a minute of one core to
//! the first build.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::columns::{COLUMNS, Column, Read};
use super::figure::Figure;

/// So many rows stand in a row group, and no more are held at a time.
const ROWS: usize = 1 << 16;

/// A file of figures.
pub(super) struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    values: Vec<Values>,
    rows: usize,
}

/// The values of a column that are not written yet, and for each row whether there is one.
struct Values {
    of: Of,
    are_there: Vec<i16>,
}

enum Of {
    Text(Vec<ByteArray>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Bool(Vec<bool>),
}

impl<W: Write + Send> Parquet<W> {
    /// One without a row.
    pub(super) fn new(out: W) -> Result<Parquet<W>> {
        // What wrote it is named without a version of the crate: the same figures are the same bytes.
        let properties = WriterProperties::builder()
            .set_created_by(format!("giaingan version {}", env!("CARGO_PKG_VERSION")))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let file = SerializedFileWriter::new(out, schema()?, Arc::new(properties))?;
        Ok(Parquet { file, values: COLUMNS.iter().map(Values::of).collect(), rows: 0 })
    }

    /// Adds a figure.
    pub(super) fn write(&mut self, figure: &Figure<'_>) -> Result<()> {
        for (column, values) in COLUMNS.iter().zip(&mut self.values) {
            let is_there = values.push(column.read, figure);
            // A column that is never empty has no room for nothing: the file would say something else.
            anyhow::ensure!(is_there || column.empty.is_some(), "{} is empty", column.name);
        }
        self.rows += 1;
        if self.rows == ROWS { self.flush() } else { Ok(()) }
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<()> {
        if 0 < self.rows {
            self.flush()?;
        }
        self.file.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        for (column, values) in COLUMNS.iter().zip(&mut self.values) {
            let are_there = std::mem::take(&mut values.are_there);
            let are_there = column.empty.is_some().then_some(&are_there[..]);
            match &mut values.of {
                Of::Text(of) => put::<ByteArrayType, W>(&mut group, of, are_there)?,
                Of::Int32(of) => put::<Int32Type, W>(&mut group, of, are_there)?,
                Of::Int64(of) => put::<Int64Type, W>(&mut group, of, are_there)?,
                Of::Bool(of) => put::<BoolType, W>(&mut group, of, are_there)?,
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

/// Writes the values of the next column of a row group.
fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    are_there: Option<&[i16]>,
) -> Result<()> {
    let mut column = group.next_column()?.context("the schema has a column for every list")?;
    column.typed::<T>().write_batch(values, are_there, None)?;
    column.close()?;
    values.clear();
    Ok(())
}

impl Values {
    fn of(column: &Column) -> Values {
        let of = match column.read {
            Read::Text(_) => Of::Text(Vec::new()),
            Read::Date(_) | Read::Int32(_) => Of::Int32(Vec::new()),
            Read::Int64(_) => Of::Int64(Vec::new()),
            Read::Bool(_) => Of::Bool(Vec::new()),
        };
        Values { of, are_there: Vec::new() }
    }

    /// Adds what a column reads off a figure; whether there was anything.
    fn push(&mut self, read: Read, figure: &Figure<'_>) -> bool {
        let is_there = match (&mut self.of, read) {
            (Of::Text(of), Read::Text(read)) => add(of, read(figure).map(|text| (&*text).into())),
            (Of::Int32(of), Read::Date(read)) => add(of, read(figure).map(days)),
            (Of::Int32(of), Read::Int32(read)) => add(of, read(figure)),
            (Of::Int64(of), Read::Int64(read)) => add(of, read(figure)),
            (Of::Bool(of), Read::Bool(read)) => add(of, read(figure)),
            _ => unreachable!("a list is made for the type of its column"),
        };
        self.are_there.push(i16::from(is_there));
        is_there
    }
}

fn add<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let is_there = value.is_some();
    values.extend(value);
    is_there
}

/// A date as Parquet counts it: in days since 1 January 1970.
fn days(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

fn schema() -> Result<TypePtr> {
    let field = |column: &Column| -> Result<TypePtr> {
        let (physical, logical) = match column.read {
            Read::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Read::Date(_) => (Physical::INT32, Some(LogicalType::Date)),
            Read::Int32(_) => (Physical::INT32, None),
            Read::Int64(_) => (Physical::INT64, None),
            Read::Bool(_) => (Physical::BOOLEAN, None),
        };
        let repetition = match column.empty {
            Some(_) => Repetition::OPTIONAL,
            None => Repetition::REQUIRED,
        };
        let field = Type::primitive_type_builder(column.name, physical);
        let field = field.with_repetition(repetition).with_logical_type(logical);
        Ok(Arc::new(field.build()?))
    };
    let fields = COLUMNS.iter().map(field).collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Type::group_type_builder("giaingan").with_fields(fields).build()?))
}
