//! Workbooks: how what people add to them looks, and the hidden sheet by which the tool knows its own.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::page::{COLUMN, ROW};
use super::style::text;
use crate::domain::mark;

/// A workbook in which text that people add looks like the rest.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&text(11.0), ROW, COLUMN)?;
    Ok(workbook)
}

/// The very hidden sheet by which a workbook is known when it comes back: name and value, a row each.
pub(crate) fn marked(rows: &[(&str, &str)]) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(mark::SHEET)?.set_very_hidden(true);
    for (row, (name, value)) in (0..).zip(rows) {
        sheet.write_string(row, 0, *name)?.write_string(row, 1, *value)?;
    }
    Ok(sheet)
}
