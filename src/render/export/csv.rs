//! The figures as CSV: RFC 4180, UTF-8.

use std::borrow::Cow;
use std::io::Write;

use anyhow::Result;
use csv::{Terminator, Writer, WriterBuilder};

use super::columns::{COLUMNS, Read};
use super::figure::Figure;

/// Excel takes a CSV for UTF-8 by it; DuckDB, pandas, pyarrow and Polars step over it.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A file of figures.
pub(super) struct Csv<W: Write>(Writer<W>);

impl<W: Write> Csv<W> {
    /// One with its headings.
    pub(super) fn new(mut out: W) -> Result<Csv<W>> {
        out.write_all(BOM)?;
        let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        csv.write_record(COLUMNS.iter().map(|column| column.name))?;
        Ok(Csv(csv))
    }

    /// Adds a figure.
    pub(super) fn write(&mut self, figure: &Figure<'_>) -> Result<()> {
        for column in &COLUMNS {
            match column.read {
                Read::Text(read) => {
                    let text = read(figure).unwrap_or_default();
                    self.0.write_field(guarded(&text).as_bytes())?;
                }
                Read::Date(read) => self.shown(read(figure))?,
                Read::Int32(read) => self.shown(read(figure))?,
                Read::Int64(read) => self.shown(read(figure))?,
                Read::Bool(read) => self.shown(read(figure))?,
            }
        }
        self.0.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn shown(&mut self, value: Option<impl ToString>) -> Result<()> {
        let text = value.map(|value| value.to_string()).unwrap_or_default();
        Ok(self.0.write_field(text)?)
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// A text that Excel does not take for a formula. A clerk opens this file with a double click, and quotes do not keep Excel
/// from running what begins like one; so such a text has an apostrophe before it, and so has one that begins with an
/// apostrophe: taking the first apostrophe away gives back what it was. Programs that would rather not do so read Parquet.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\'', '\n']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}
