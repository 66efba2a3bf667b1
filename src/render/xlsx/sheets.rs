//! Workbooks and sheets of forms: what stands in their cells, merged and locked.

use rust_xlsxwriter::{Format, ProtectionOptions, Workbook, Worksheet, XlsxError};

use super::style::text;
use super::text::clean_lines;

/// Height of a row and width of a column without one of its own, in pixels; the digits of the font are 7 wide.
const ROW: u32 = 20;
/// Likewise.
const COLUMN: u32 = 64;

/// The workbook of a form, in which text that a unit adds looks like the rest.
pub fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&text(11.0), ROW, COLUMN)?;
    Ok(workbook)
}

/// A sheet of that workbook.
pub fn named(name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_default_format(&text(11.0), ROW, COLUMN)?.set_name(name)?;
    Ok(sheet)
}

/// The height of the highest row that a sheet can have, in points.
const HIGHEST: f64 = 409.0;

/// A row of so many points, as far as a sheet can have them. A merged cell never grows by itself, and another program than
/// Excel may not let the others grow.
pub fn height(sheet: &mut Worksheet, row: u32, points: f64) -> Result<(), XlsxError> {
    sheet.set_row_height(row, points.min(HIGHEST))?;
    Ok(())
}

/// Locks what is locked, without a password: it guards against a slip, not against a person.
pub fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}

/// Writes a text over a run of columns of one row, merged where it is more than one.
pub fn across(
    sheet: &mut Worksheet,
    row: u32,
    columns: (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    block(sheet, (row, row), columns, text, format)
}

/// Writes a text into a cell, whatever a unit made it hold.
pub fn write<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: impl AsRef<str>,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    sheet.write_string_with_format(row, column, &*clean_lines(text.as_ref()), format)
}

/// Writes a text over a block of cells, merged where it is more than one.
pub fn block(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if rows.0 == rows.1 && columns.0 == columns.1 {
        write(sheet, rows.0, columns.0, text, format)?;
    } else {
        let text = clean_lines(text);
        sheet.merge_range(rows.0, columns.0, rows.1, columns.1, &text, format)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_the_form_is_written() {
        let mut sheet = Worksheet::new();
        let long = "ễ".repeat(40_000);
        write(&mut sheet, 0, 0, &long, &Format::new()).unwrap();
        block(&mut sheet, (1, 2), (0, 3), &long, &Format::new()).unwrap();
        block(&mut sheet, (3, 3), (0, 0), &long, &Format::new()).unwrap();
    }
}
