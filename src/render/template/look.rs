//! How an issued form looks: Times New Roman as official documents have it (NĐ 30/2020/NĐ-CP), entry cells in colour.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatUnderline, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use crate::render::xlsx::text::clean_lines;

/// Cells to fill in.
pub(in crate::render) const ENTRY: Color = Color::RGB(0xFF_F6_D6);
/// The total and the headings.
const SHADE: Color = Color::RGB(0xE7_EE_F5);
/// Programs.
const PALE: Color = Color::RGB(0xF3_F6_FA);
/// Over the plan.
const RED: Color = Color::RGB(0xF8_C9_C4);
/// Falling, or negative.
const AMBER: Color = Color::RGB(0xFF_D3_8A);

/// To be mended.
const MARKED: Color = Color::RGB(0xFF_B3_A7);

/// Height of a row and width of a column without one of its own, in pixels; the digits of the font are 7 wide.
const ROW: u32 = 20;
/// Likewise.
const COLUMN: u32 = 64;

/// The text of a document: black Times New Roman.
pub(in crate::render) fn text(size: f64) -> Format {
    Format::new().set_font_name("Times New Roman").set_font_family(1).set_font_size(size)
}

/// The workbook of a form, in which text that a unit adds looks like the rest.
pub(in crate::render) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&text(11.0), ROW, COLUMN)?;
    Ok(workbook)
}

/// A sheet of that workbook.
pub(in crate::render) fn sheet(name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_default_format(&text(11.0), ROW, COLUMN)?.set_name(name)?;
    Ok(sheet)
}

/// A line of the title block, centred.
pub(in crate::render) fn centred(size: f64) -> Format {
    text(size).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

/// A cell of a heading.
pub(in crate::render) fn heading() -> Format {
    centred(10.0).set_bold().set_border(FormatBorder::Thin).set_background_color(SHADE)
}

/// A cell of the index row under the heading.
pub(in crate::render) fn index() -> Format {
    text(8.0)
        .set_italic()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_shrink()
        .set_border(FormatBorder::Thin)
}

/// What a row of a table is, for its look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::render) enum Tier {
    /// The total.
    Total,
    /// A program.
    Program,
    /// A component with rows below it.
    Group,
    /// Anything else.
    Plain,
}

/// A locked cell of a table.
pub(in crate::render) fn cell(tier: Tier) -> Format {
    let format = text(11.0).set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    match tier {
        Tier::Total => format.set_bold().set_background_color(SHADE),
        Tier::Program => format.set_bold().set_background_color(PALE),
        Tier::Group => format.set_bold(),
        Tier::Plain => format,
    }
}

/// The same, to be filled in.
pub(in crate::render) fn entry() -> Format {
    cell(Tier::Plain).set_background_color(ENTRY).set_unlocked()
}

/// The height of the highest row that a sheet can have, in points.
pub(in crate::render) const HIGHEST: f64 = 409.0;

/// A text that wraps in its cell.
pub(in crate::render) fn wrapped(format: Format) -> Format {
    format.set_text_wrap().set_align(FormatAlign::Left)
}

/// A short text in the middle of its cell.
pub(in crate::render) fn middle(format: Format) -> Format {
    format.set_align(FormatAlign::Center)
}

/// A whole amount; a fraction shows by [`crate::render::xlsx::number::show_fractions`].
pub(in crate::render) fn amount(format: Format) -> Format {
    format.set_num_format("#,##0").set_align(FormatAlign::Right)
}

/// A rate in percent.
pub(in crate::render) fn rate(format: Format) -> Format {
    format.set_num_format("0.00").set_align(FormatAlign::Right)
}

/// A cell that the unit has to look at. The colour prints.
pub(in crate::render) fn marked(format: Format) -> Format {
    format.set_background_color(MARKED)
}

/// Marks a figure over the plan.
pub(in crate::render) fn over_plan() -> Format {
    Format::new().set_background_color(RED).set_font_color(Color::RGB(0x9C_00_06)).set_bold()
}

/// Marks a falling or negative figure, and the reason that it asks for.
pub(in crate::render) fn falling() -> Format {
    Format::new().set_background_color(AMBER)
}

/// The name of the one who issues or signs, with the short rule that an official head has below it.
pub(in crate::render) fn ruled(format: Format) -> Format {
    format.set_underline(FormatUnderline::Single)
}

/// Locks what is locked, without a password: it guards against a slip, not against a person.
pub(in crate::render) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}

/// Writes a text over a run of columns of one row, merged where it is more than one.
pub(in crate::render) fn across(
    sheet: &mut Worksheet,
    row: u32,
    columns: (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    block(sheet, (row, row), columns, text, format)
}

/// Writes a text into a cell, whatever a unit made it hold.
pub(in crate::render) fn write<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: impl AsRef<str>,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    sheet.write_string_with_format(row, column, &*clean_lines(text.as_ref()), format)
}

/// Writes a text over a block of cells, merged where it is more than one.
pub(in crate::render) fn block(
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

/// How many lines a text takes where `room` characters stand on one. A merged cell never grows by itself, and
/// another program than Excel may not let the others grow.
pub(in crate::render) fn lines(text: &str, room: usize) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if room < used + length && 0 < used {
            lines += 1;
            used = 0;
        }
        used += length + 1;
    }
    lines
}

/// Characters of 11-point Times New Roman, bold at the worst, that stand on a line of a column.
pub(in crate::render) fn room(width: f64) -> usize {
    width as usize
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
