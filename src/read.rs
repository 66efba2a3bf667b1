//! Workbook → sheets of raw cells at absolute positions; the only door to calamine.

mod charset;
mod xlsx;

use std::sync::Arc;

use chrono::NaiveDateTime;

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

/// What a remark is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum About {
    /// The content is of another format than the name says.
    Format,
    /// Text of an old Vietnamese encoding was converted.
    Encoding,
    /// Something stands twice in the file that may stand there once: a part, a sheet, a cell.
    Repetition,
}

/// What reading brought up that did not keep the workbook from being read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// What it is about.
    pub about: About,
    /// The sheet, where it is about one.
    pub sheet: Option<Arc<str>>,
    /// The (first) cell, where it is about one.
    pub cell: Option<Cell>,
    /// What is to be said of it.
    pub words: Words,
}

/// A workbook as it was read.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// Its worksheets, in their order.
    pub sheets: Vec<Sheet>,
    /// What reading brought up.
    pub remarks: Vec<Remark>,
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
/// The bytes that a file may expand to; they are held in memory while it is read.
pub const MOST_BYTES: u64 = 512 << 20;

/// Reads an .xlsx or .xlsm, by its content and not by its name.
///
/// # Errors
/// Why nothing of it could be read. A sheet that fails alone is kept with its [`Sheet::failure`].
pub fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut workbook = match content(bytes) {
        Content::Zip => xlsx::workbook(bytes)?,
        Content::Other(refused) => return Err(refused),
    };
    // Other formats than .xlsx have no fonts to tell of: their words do.
    charset::convert(&mut workbook, || xlsx::faces(bytes));
    Ok(workbook)
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

fn damaged(error: impl std::fmt::Display) -> Refused {
    Refused::Unreadable(Words::new(
        format!("tệp bị hỏng hoặc chép thiếu ({error})"),
        format!("the file is damaged or incomplete ({error})"),
    ))
}
