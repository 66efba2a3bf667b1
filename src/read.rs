//! Workbook → sheets of raw cells at absolute positions; the only door to calamine.

mod parts;

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDateTime;

use self::parts::Parts;
use crate::domain::lang::Words;
use crate::domain::place::Cell;

/// What a cell holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A number, a formula's result included.
    Number(f64),
    /// A text.
    Text(Box<str>),
    /// A yes or no.
    Bool(bool),
    /// A day, perhaps with a time.
    Date(NaiveDateTime),
    /// An error value: `#REF!`.
    Error(Box<str>),
    /// A formula without a stored result.
    NoResult,
}

/// A merged range, both corners included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Area {
    /// Top left.
    pub from: Cell,
    /// Bottom right.
    pub to: Cell,
}

impl Area {
    /// Whether the cell lies in it.
    pub fn contains(&self, cell: Cell) -> bool {
        (self.from.row..=self.to.row).contains(&cell.row)
            && (self.from.column..=self.to.column).contains(&cell.column)
    }
}

/// A worksheet: only the cells that hold something, row by row.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is hidden (or very hidden).
    pub is_hidden: bool,
    /// Its cells, by row and then column; no cell twice.
    pub cells: Vec<(Cell, Value)>,
    /// Its merged ranges.
    pub merges: Vec<Area>,
    /// Hidden rows, ascending.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, ascending.
    pub hidden_columns: Vec<u32>,
    /// Why it could not be read (to the end), where that is so.
    pub failure: Option<String>,
}

/// A workbook as it was read.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// Its worksheets, in their order.
    pub sheets: Vec<Sheet>,
}

impl Sheet {
    /// What the cell holds.
    pub fn get(&self, cell: Cell) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&cell, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }

    /// The cells of a row that hold something, from left to right.
    pub fn row(&self, row: u32) -> &[(Cell, Value)] {
        let from = self.cells.partition_point(|(cell, _)| cell.row < row);
        let length = self.cells[from..].iter().take_while(|(cell, _)| cell.row == row).count();
        &self.cells[from..from + length]
    }

    /// The text of the cell; empty where it holds none.
    pub fn text(&self, cell: Cell) -> &str {
        match self.get(cell) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}

/// Why nothing of a file could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It is protected by a password.
    Password,
    /// It is larger than we read; what is too much.
    OverLimits(Words),
    /// It is damaged, or no spreadsheet at all; what it is instead.
    Unreadable(Words),
}

impl Refused {
    /// The reason in words.
    pub fn words(&self) -> Words {
        match self {
            Refused::Password => {
                Words::new("tệp được bảo vệ bằng mật khẩu", "the file is protected by a password")
            }
            Refused::OverLimits(words) | Refused::Unreadable(words) => words.clone(),
        }
    }
}

/// How much of one file is read: a submission of a unit has some thousand cells.
pub const MOST_CELLS: usize = 4_000_000;
/// The bytes that a file may expand to.
pub const MOST_BYTES: u64 = 1 << 30;

/// Reads an .xlsx or .xlsm, by its content and not by its name.
///
/// # Errors
/// Why nothing of it could be read. A sheet that fails alone is kept with its [`Sheet::failure`].
pub fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    match content(bytes) {
        Content::Zip => xlsx(bytes),
        Content::Other(refused) => Err(refused),
    }
}

enum Content {
    Zip,
    Other(Refused),
}

/// What the first bytes say that a file is.
fn content(bytes: &[u8]) -> Content {
    let unreadable = |vi: &str, en: &str| Content::Other(Refused::Unreadable(Words::new(vi, en)));
    let trimmed = bytes.trim_ascii_start();
    let begins = |text: &[u8]| {
        trimmed.len() >= text.len() && trimmed[..text.len()].eq_ignore_ascii_case(text)
    };
    if bytes.is_empty() {
        return unreadable("tệp rỗng (0 byte)", "the file is empty (0 bytes)");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Content::Zip;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let encrypted: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            return Content::Other(Refused::Password);
        }
        return unreadable(
            "tệp định dạng Excel cũ (.xls)",
            "the file has the old Excel format (.xls)",
        );
    }
    if begins(b"%PDF") {
        return unreadable(
            "tệp là PDF, không phải bảng tính",
            "the file is a PDF, not a spreadsheet",
        );
    }
    if begins(b"<!doctype") || begins(b"<html") || begins(b"\xEF\xBB\xBF<html") {
        return unreadable(
            "tệp là trang web (HTML), không phải bảng tính",
            "the file is a web page (HTML)",
        );
    }
    if begins(b"<?xml") || begins(b"\xEF\xBB\xBF<?xml") {
        return unreadable(
            "tệp là XML, không phải bảng tính Excel",
            "the file is XML, not an Excel workbook",
        );
    }
    unreadable("không phải tệp bảng tính Excel", "the file is not an Excel workbook")
}

fn xlsx(bytes: &[u8]) -> Result<Workbook, Refused> {
    let damaged = |error: String| {
        Refused::Unreadable(Words::new(
            format!("tệp bị hỏng hoặc chép thiếu ({error})"),
            format!("the file is damaged or incomplete ({error})"),
        ))
    };
    let mut parts = Parts::open(bytes).ok_or_else(|| damaged("zip".to_owned()))?;
    if MOST_BYTES < parts.expanded() {
        return Err(Refused::OverLimits(Words::new(
            "nội dung giải nén vượt quá 1 GB",
            "its content expands to more than 1 GB",
        )));
    }
    if let Some((claimed, size)) = parts.claimed_strings()
        && size < claimed
    {
        return Err(damaged("sharedStrings".to_owned()));
    }
    let mut reader = match Xlsx::new(Cursor::new(bytes)) {
        Ok(reader) => reader,
        Err(XlsxError::Password) => return Err(Refused::Password),
        Err(error) => return Err(damaged(error.to_string())),
    };
    let mut left = MOST_CELLS;
    let mut sheets = Vec::new();
    for metadata in reader.sheets_metadata().to_vec() {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet {
            name: metadata.name.as_str().into(),
            is_hidden: metadata.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        read_cells(&mut reader, &mut sheet, &mut left)?;
        let extras = parts.extras(&metadata.name);
        sheet.merges = extras.merges;
        sheet.hidden_rows = extras.hidden_rows;
        sheet.hidden_columns = extras.hidden_columns;
        sheets.push(sheet);
    }
    Ok(Workbook { sheets })
}

/// Streams the cells of a sheet: a dense range of two far cells would ask for gigabytes.
fn read_cells(
    reader: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    left: &mut usize,
) -> Result<(), Refused> {
    let name = sheet.name.clone();
    let mut cells = match reader.worksheet_cells_reader(&name) {
        Ok(cells) => cells,
        Err(error) => {
            sheet.failure = Some(error.to_string());
            return Ok(());
        }
    };
    let mut is_ordered = true;
    loop {
        let record = match cells.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => {
                sheet.failure = Some(error.to_string());
                break;
            }
        };
        let Some(value) = value(&record.value, record.formula.is_some()) else { continue };
        *left = left.checked_sub(1).ok_or_else(|| {
            Refused::OverLimits(Words::new(
                format!("hơn {MOST_CELLS} ô có nội dung"),
                format!("more than {MOST_CELLS} cells that hold something"),
            ))
        })?;
        let cell = Cell::new(record.pos.0, record.pos.1);
        is_ordered &= sheet.cells.last().is_none_or(|(last, _)| *last < cell);
        sheet.cells.push((cell, value));
    }
    if !is_ordered {
        // A cell given twice: the later one is what Excel shows.
        sheet.cells.reverse();
        sheet.cells.sort_by_key(|(cell, _)| *cell);
        sheet.cells.dedup_by_key(|(cell, _)| *cell);
    }
    Ok(())
}

/// What a cell holds; `None` for a blank one. An empty text as the result of a formula is a blank.
fn value(value: &DataRef<'_>, is_formula: bool) -> Option<Value> {
    Some(match value {
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) => text_value(text)?,
        DataRef::SharedString(text) => text_value(text)?,
        DataRef::Bool(yes) => Value::Bool(*yes),
        DataRef::DateTime(date) => match date.as_datetime() {
            Some(date) => Value::Date(date),
            None => Value::Number(date.as_f64()),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_value(text)?,
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::Empty if is_formula => Value::NoResult,
        DataRef::Empty => return None,
    })
}

fn text_value(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.into()))
}
