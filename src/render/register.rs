//! The empty register (`danh-muc.xlsx`) that `init` writes for the clerk to fill in.

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    FormatAlign, FormatBorder, Formula, Note, Worksheet, XlsxError,
};

use crate::domain::catalogue::Catalogue;
use crate::domain::key::{Funding, Source};
use crate::render::xlsx::{number, sheets, style};

mod columns;

use columns::{Column, PLAN, Takes, UNITS};

/// Rows that are prepared with lists and formats.
const ROWS: u32 = 2_000;
/// The row of the headings of "Kế hoạch vốn", below its title and its unit of money.
const PLAN_HEADING: u32 = 3;
/// The sheet with the ids that the plan journal takes. Not "Chương trình": a sheet of that name would be read as a
/// change of the catalogue.
const CODES: &str = "Mã nội dung";

/// `danh-muc.xlsx` with headings, validation lists, notes and one sample line to overwrite, as bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn empty(catalogue: &Catalogue, year: i32) -> anyhow::Result<Vec<u8>> {
    write(catalogue, year).context("danh-muc.xlsx")
}

fn write(catalogue: &Catalogue, year: i32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = sheets::workbook()?;
    let created = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    workbook.push_worksheet(units(year)?);
    workbook.push_worksheet(plan(catalogue, year)?);
    workbook.push_worksheet(guide()?);
    workbook.push_worksheet(codes(catalogue)?);
    workbook.save_to_buffer()
}

fn units(year: i32) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named("Đơn vị")?;
    table(&mut sheet, 0, &UNITS, year, "")?;
    Ok(sheet)
}

fn plan(catalogue: &Catalogue, year: i32) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named("Kế hoạch vốn")?;
    let title = "SỔ THEO DÕI QUYẾT ĐỊNH GIAO, PHÂN BỔ KẾ HOẠCH VỐN";
    sheets::write(&mut sheet, 0, 0, title, &style::text(14.0).set_bold())?;
    sheets::write(&mut sheet, 1, 0, "Đơn vị tính: triệu đồng", &style::text(12.0).set_italic())?;
    let last = catalogue.nodes().count() + 1;
    table(&mut sheet, PLAN_HEADING, &PLAN, year, &format!("='{CODES}'!$A$2:$A${last}"))?;
    Ok(sheet)
}

/// Headings with their notes, the sample line, and what is allowed below.
fn table(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[Column],
    year: i32,
    codes: &str,
) -> Result<(), XlsxError> {
    let (first, last) = (row + 1, row + ROWS);
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.set_column_format(at, &column.format(style::text(12.0)))?;
        sheets::write(sheet, row, at, column.heading, &style::heading(12.0))?;
        let note = Note::new(column.note).add_author_prefix(false).set_width(280).set_height(130);
        sheet.insert_note(row, at, &note)?;
        let format = column.format(style::sample());
        match (&column.takes, column.sample) {
            (_, "") => sheet.write_blank(first, at, &format)?,
            (Takes::Day, _) => {
                let day = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(2024), 1, 15)?;
                sheet.write_datetime_with_format(first, at, &day, &format)?
            }
            (Takes::Year, _) => {
                sheet.write_number_with_format(first, at, f64::from(year), &format)?
            }
            (Takes::Amount, _) => sheet.write_number_with_format(first, at, 1_000, &format)?,
            (_, words) => sheets::write(sheet, first, at, words, &format)?,
        };
        if matches!(column.takes, Takes::Amount) {
            number::show_fractions(sheet, (first, last), (at, at), number::MOST)?;
        }
        if let Some(validation) = validation(column, year, codes)? {
            sheet.add_data_validation(first, at, last, at, &validation)?;
        }
    }
    let width = u16::try_from(columns.len()).expect("a dozen columns");
    sheet.set_row_height(row, 34)?;
    sheet.set_freeze_panes(first, 0)?;
    sheet.autofilter(row, 0, last, width - 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(row, row)?;
    Ok(())
}

/// What a column takes. It warns and does not block: the tool says in its own words what it cannot read.
fn validation(
    column: &Column,
    year: i32,
    codes: &str,
) -> Result<Option<DataValidation>, XlsxError> {
    let new = DataValidation::new();
    let (validation, message) = match column.takes {
        Takes::Text => return Ok(None),
        Takes::OneOf(words) => {
            (new.allow_list_strings(words)?, "Nên chọn một giá trị trong danh sách.")
        }
        Takes::Funding => {
            (new.allow_list_strings(&Funding::ALL.map(Funding::short))?, "Chọn ĐT hoặc SN.")
        }
        Takes::Source => {
            let sources = Source::ALL.into_iter().filter(|source| *source != Source::Local);
            let sources: Vec<&str> = sources.map(Source::short).collect();
            (new.allow_list_strings(&sources)?, "Chọn TW, tỉnh, huyện, xã, nước ngoài hoặc khác.")
        }
        Takes::Unit => (
            new.allow_list_formula(Formula::new(format!("='Đơn vị'!$A$2:$A${ROWS}"))),
            "Mã này chưa có ở trang Đơn vị.",
        ),
        Takes::Code => {
            (new.allow_list_formula(Formula::new(codes)), "Mã này không có ở trang Mã nội dung.")
        }
        Takes::Day => {
            let earliest = ExcelDateTime::from_ymd(2010, 1, 1)?;
            (
                new.allow_date(DataValidationRule::GreaterThanOrEqualTo(earliest)),
                "Nhập ngày dạng ngày/tháng/năm, ví dụ 15/01/2024.",
            )
        }
        Takes::Year => (
            new.allow_whole_number(DataValidationRule::Between(year - 5, year)),
            "Năm mà vốn được giao; vốn kéo dài ghi năm gốc.",
        ),
        Takes::Amount => (
            new.allow_decimal_number(DataValidationRule::Between(-1e12, 1e12)),
            "Ô này nhận số; điều chỉnh giảm ghi số âm.",
        ),
    };
    let warning = validation.set_error_style(DataValidationErrorStyle::Warning);
    Ok(Some(warning.set_error_message(message)?))
}

/// How to fill in the two sheets.
fn guide() -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named("Hướng dẫn")?;
    sheet.set_column_width(0, 88)?;
    let title = style::text(14.0).set_bold();
    sheets::write(&mut sheet, 0, 0, "CÁCH ĐIỀN DANH MỤC", &title)?;
    for (row, line) in (2..).zip(columns::GUIDE) {
        let is_heading = line.ends_with(':');
        let format = style::text(12.0).set_text_wrap().set_align(FormatAlign::Top);
        let format = if is_heading { format.set_bold() } else { format };
        sheets::write(&mut sheet, row, 0, line, &format)?;
        let lines = u32::try_from(line.chars().count().div_ceil(87).max(1)).unwrap_or(1);
        sheet.set_row_height(row, 3.0 + 16.5 * f64::from(lines))?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

/// The ids of programs and components with their names.
fn codes(catalogue: &Catalogue) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named(CODES)?;
    for (column, (words, width)) in
        (0..).zip([("Mã nội dung", 16.0), ("Tên", 100.0), ("Loại vốn thường có", 20.0)])
    {
        sheet.set_column_width(column, width)?;
        sheets::write(&mut sheet, 0, column, words, &style::heading(12.0))?;
    }
    for (row, node) in (1..).zip(catalogue.nodes()) {
        let plain =
            style::text(12.0).set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let plain = if node.id.is_program() { plain.set_bold() } else { plain };
        let depth = u8::try_from(node.id.depth()).unwrap_or(0);
        let name = plain.clone().set_text_wrap().set_indent(depth);
        let funding: Vec<&str> = node.funding.iter().map(|funding| funding.short()).collect();
        sheets::write(&mut sheet, row, 0, node.id.as_str(), &plain)?;
        sheets::write(&mut sheet, row, 1, node.title(), &name)?;
        sheets::write(&mut sheet, row, 2, funding.join(", "), &plain)?;
        let lines = u32::try_from(node.title().chars().count().div_ceil(92)).unwrap_or(1);
        sheet.set_row_height(row, 3.0 + 16.5 * f64::from(lines.max(1)))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

    use super::*;

    fn opened() -> Xlsx<std::io::Cursor<Vec<u8>>> {
        let bytes = empty(&Catalogue::embedded(), 2024).unwrap();
        open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
    }

    fn row(workbook: &mut Xlsx<std::io::Cursor<Vec<u8>>>, sheet: &str, row: u32) -> Vec<String> {
        let range = workbook.worksheet_range(sheet).unwrap();
        let width = range.end().unwrap().1;
        let value = |column| range.get_value((row, column)).map(Data::to_string);
        (0..=width).map(|column| value(column).unwrap_or_default()).collect()
    }

    #[test]
    fn the_register_has_the_headings_of_the_contract() {
        let mut register = opened();
        assert_eq!(register.sheet_names(), ["Đơn vị", "Kế hoạch vốn", "Hướng dẫn", "Mã nội dung"]);
        assert_eq!(
            row(&mut register, "Đơn vị", 0).join("|"),
            "Mã đơn vị|Tên đơn vị|Loại|Tên khác|Chương trình chủ trì|Người phụ trách|Điện thoại|\
             Email|Hiệu lực từ|Hiệu lực đến|Sáp nhập vào"
        );
        assert_eq!(
            row(&mut register, "Kế hoạch vốn", 3).join("|"),
            "Số quyết định|Ngày|Mã đơn vị|Mã nội dung|Công trình|Loại vốn|Nguồn vốn|Năm vốn|\
             Số tiền|Ghi chú"
        );
        assert_eq!(row(&mut register, "Kế hoạch vốn", 1)[0], "Đơn vị tính: triệu đồng");
    }

    #[test]
    fn each_table_has_one_sample_line_that_says_so() {
        let mut register = opened();
        for (sheet, first) in [("Đơn vị", 1), ("Kế hoạch vốn", 4)] {
            assert!(row(&mut register, sheet, first).join("|").contains("số liệu minh họa"));
            let range = register.worksheet_range(sheet).unwrap();
            assert_eq!(range.end().unwrap().0, first, "{sheet}: nothing below the sample");
        }
    }

    #[test]
    fn the_sample_names_a_unit_and_a_component_that_exist() {
        let mut register = opened();
        let unit = row(&mut register, "Đơn vị", 1)[0].clone();
        let decision = row(&mut register, "Kế hoạch vốn", 4);
        assert_eq!(decision[2], unit);
        assert!(Catalogue::embedded().get(&decision[3].parse().unwrap()).is_some());
    }

    #[test]
    fn the_same_year_gives_the_same_bytes() {
        let catalogue = Catalogue::embedded();
        assert_eq!(empty(&catalogue, 2024).unwrap(), empty(&catalogue, 2024).unwrap());
    }
}
