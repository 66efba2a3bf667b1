//! Small workbooks for tests and benches.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Workbook, Worksheet};

/// A row of a sheet: texts that are numbers are entered as numbers, empty ones not at all.
pub(crate) type Row = Vec<String>;

/// The headings of the plan journal.
pub(crate) const JOURNAL: [&str; 10] = [
    "Số quyết định",
    "Ngày",
    "Mã đơn vị",
    "Mã nội dung",
    "Công trình",
    "Loại vốn",
    "Nguồn vốn",
    "Năm vốn",
    "Số tiền",
    "Ghi chú",
];

/// A row of these texts.
pub(crate) fn row(texts: &[&str]) -> Row {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Writes a workbook of these sheets, and the folders above it.
pub(crate) fn book(path: &Path, sheets: &[(&str, Vec<Row>)]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        fill(book.add_worksheet().set_name(*name).unwrap(), rows);
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    book.save(path).unwrap();
}

/// Enters rows into a sheet.
pub(crate) fn fill(sheet: &mut Worksheet, rows: &[Row]) {
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number).unwrap(),
                Err(_) => sheet.write_string(at, column, text).unwrap(),
            };
        }
    }
}
