//! Workbook → sheets of raw cells at absolute positions; the only door to calamine.

mod charset;
mod colour;
mod compound;
mod content;
mod encrypted;
mod formulas;
mod locks;
mod ods;
mod serial;
pub mod shown;
mod xls;
mod xlsb;
mod xlsx;
pub mod worker;

use std::io::{self, Cursor};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use crate::domain::lang::{Words, words};
use crate::domain::place::{Area, Cell};

use self::content::Format;
use self::formulas::Formulas;
use self::locks::Locks;
use self::shown::Look;

/// What a cell holds.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// A number, a formula's result included.
    Number(f64),
    /// A text.
    Text(Arc<str>),
    /// A yes or no.
    Bool(bool),
    /// A day, perhaps with a time.
    Date(NaiveDateTime),
    /// An error value: `#REF!`.
    Error(Arc<str>),
    /// A formula without a stored result.
    NoResult,
}

/// A worksheet: only the cells that hold something, row by row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    /// How cells show their value, by cell; those that show it as it stands are not listed.
    pub looks: Vec<(Cell, Look)>,
    /// The formulas that gave values.
    pub formulas: Formulas,
    /// The cells that nobody may type into, where the sheet is protected.
    pub locks: Locks,
    /// Why it could not be read (to the end), where that is so.
    pub failure: Option<String>,
}

/// What a remark is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum About {
    /// The content is of another format than the name says.
    Format,
    /// Text of an old Vietnamese encoding was converted.
    Encoding,
    /// Something stands twice in the file that may stand there once: a part, a sheet, a cell.
    Repetition,
    /// Another workbook lies inside the file and is not read.
    Embedded,
}

/// What reading brought up that did not keep the workbook from being read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Workbook {
    /// Its worksheets, in their order.
    pub sheets: Vec<Sheet>,
    /// What reading brought up.
    pub remarks: Vec<Remark>,
}

/// The cell of a column among those of one row, which go from left to right.
pub fn in_column(row: &[(Cell, Value)], column: u32) -> Option<&(Cell, Value)> {
    let found = row.binary_search_by_key(&column, |(cell, _)| cell.column).ok()?;
    Some(&row[found])
}

impl Sheet {
    /// What the cell holds.
    pub fn get(&self, cell: Cell) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&cell, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }

    /// How the cell shows its value.
    pub fn look(&self, cell: Cell) -> Look {
        let found = self.looks.binary_search_by_key(&cell, |(at, _)| *at);
        found.map_or_else(|_| Look::default(), |at| self.looks[at].1)
    }

    /// The rows that hold something, of these: each with its cells from left to right.
    pub fn rows(&self, range: Range<u32>) -> impl Iterator<Item = (u32, &[(Cell, Value)])> {
        let from = self.cells.partition_point(|(cell, _)| cell.row < range.start);
        let to = self.cells.partition_point(|(cell, _)| cell.row < range.end).max(from);
        let rows = self.cells[from..to].chunk_by(|(a, _), (b, _)| a.row == b.row);
        rows.map(|cells| (cells[0].0.row, cells))
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Refused {
    /// It is protected by a password.
    Password,
    /// It is larger than we read; what is too much.
    OverLimits(Words),
    /// It is damaged, or no spreadsheet at all; what it is instead.
    Unreadable(Words),
    /// Nothing is known against it: this machine could not open it, and why.
    NotOpened(Words),
}

/// Whether the system says that another program has the file to itself, as Excel has the one that it shows.
pub fn is_held(error: &io::Error) -> bool {
    // A violation of sharing, and one of a lock.
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether the content is that of a workbook, sound or not.
pub fn is_workbook(bytes: &[u8]) -> bool {
    content::format(bytes).is_ok()
}

impl Refused {
    /// The reason in words.
    pub fn words(&self) -> Words {
        match self {
            Refused::Password => {
                words!("tệp được bảo vệ bằng mật khẩu", "the file is protected by a password")
            }
            Refused::OverLimits(words) | Refused::Unreadable(words) | Refused::NotOpened(words) => {
                words.clone()
            }
        }
    }
}

/// How much of one file is read: a submission of a unit has some thousand cells.
pub const MOST_CELLS: usize = 4_000_000;
/// The bytes of text that the cells of a file may hold together.
pub const MOST_TEXT: usize = 128 << 20;
/// The bytes that a file may expand to; they are held in memory while it is read.
pub const MOST_BYTES: u64 = 512 << 20;

/// Reads a workbook of any format, by its content and not by its name.
///
/// # Errors
/// Why nothing of it could be read. A sheet that fails alone is kept with its [`Sheet::failure`].
pub fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut workbook = match content::format(bytes)? {
        Format::Xlsx => xlsx::workbook(bytes)?,
        other => worker::read(other, bytes)?,
    };
    // Other formats than .xlsx have no fonts to tell of: their words do.
    charset::convert(&mut workbook, || xlsx::faces(bytes));
    Ok(workbook)
}

/// The same of a file with this name: content of another format than its extension says is a remark.
///
/// # Errors
/// As [`workbook`].
pub fn workbook_named(bytes: &[u8], name: &str) -> Result<Workbook, Refused> {
    let mut workbook = workbook(bytes)?;
    workbook.remarks.extend(content::misnamed(content::format(bytes)?, name));
    Ok(workbook)
}

/// Reads any format here and now, as a [`worker`] does.
fn legacy(format: Format, bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut workbook = match format {
        Format::Xlsx => return xlsx::workbook(bytes),
        Format::Encrypted => return encrypted::workbook(bytes),
        Format::Xlsb => xlsb::workbook(bytes),
        Format::Xls => xls::workbook(bytes),
        Format::Ods => ods::workbook(bytes),
    }?;
    for sheet in &mut workbook.sheets {
        workbook.remarks.extend(in_order(sheet));
        sheet.hidden_rows.sort_unstable();
        sheet.hidden_rows.dedup();
        sheet.hidden_columns.sort_unstable();
        sheet.hidden_columns.dedup();
    }
    let again = repeated_names(&workbook.sheets);
    workbook.remarks.extend(again);
    Ok(workbook)
}

/// Cells by row and column; of a cell given twice the later one, which is what Excel shows, and a remark about it.
fn in_order(sheet: &mut Sheet) -> Option<Remark> {
    sheet.looks.sort_by_key(|(cell, _)| *cell);
    sheet.formulas.sort();
    sheet.locks.sort();
    let cells = &mut sheet.cells;
    if cells.is_sorted_by(|(a, _), (b, _)| a < b) {
        return None;
    }
    cells.reverse();
    cells.sort_by_key(|(cell, _)| *cell);
    let (count, first) = (cells.len(), cells.windows(2).find(|pair| pair[0].0 == pair[1].0));
    let cell = first.map(|pair| pair[0].0)?;
    cells.dedup_by_key(|(cell, _)| *cell);
    let twice = count - cells.len();
    Some(Remark {
        about: About::Repetition,
        sheet: Some(sheet.name.clone()),
        cell: Some(cell),
        words: words!(
            "Tệp ghi {twice} ô hai lần; đã lấy giá trị ghi sau, như Excel",
            "The file gives {twice} cells twice; the later value was taken, as Excel does";
            twice
        ),
    })
}

/// A remark for each name that more than one sheet bears; both are read.
fn repeated_names(sheets: &[Sheet]) -> Vec<Remark> {
    let mut names: Vec<&Arc<str>> = sheets.iter().map(|sheet| &sheet.name).collect();
    names.sort();
    let mut twice: Vec<&Arc<str>> =
        names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    let remark = |name: &Arc<str>| Remark {
        about: About::Repetition,
        sheet: Some(name.clone()),
        cell: None,
        words: words!(
            "Tệp có nhiều trang tính cùng tên \"{name}\"; các trang đều được đọc",
            "Several sheets of the file bear the name \"{name}\"; all of them are read";
            name
        ),
    };
    twice.into_iter().map(remark).collect()
}

/// The numbers of ranges that may lie over each other, each once: a file can list 200,000 ranges of all its columns.
fn each_once(mut ranges: Vec<Range<u32>>) -> Vec<u32> {
    ranges.sort_unstable_by_key(|range| range.start);
    let (mut numbers, mut next) = (Vec::new(), 0);
    for range in ranges {
        numbers.extend(range.start.max(next)..range.end);
        next = next.max(range.end);
    }
    numbers
}

/// A text as a value; one of nothing but blanks is no value.
fn text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.into()))
}

/// What may still be read of a file: cells, and the text in them. A file of some kilobytes can point from 300,000 cells at
/// one text of 30,000 letters; each of them would be understood on its own.
#[derive(Clone, Copy, Debug)]
struct Room {
    cells: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Room {
        Room { cells: MOST_CELLS, text: MOST_TEXT }
    }
}

impl Room {
    /// Takes the room of one more cell.
    fn take(&mut self, value: &Value) -> Result<(), Refused> {
        self.take_times(1, value)
    }

    /// Takes the room of so many cells that hold the same.
    fn take_times(&mut self, times: usize, value: &Value) -> Result<(), Refused> {
        self.cells = self.cells.checked_sub(times).ok_or_else(too_many_cells)?;
        let Value::Text(text) = value else { return Ok(()) };
        self.text = self.text.checked_sub(text.len().saturating_mul(times)).ok_or_else(|| {
            Refused::OverLimits(words!(
                "hơn {most} MB chữ trong các ô",
                "more than {most} MB of text in its cells";
                most = MOST_TEXT >> 20
            ))
        })?;
        Ok(())
    }
}

/// More cells than [`MOST_CELLS`].
fn too_many_cells() -> Refused {
    Refused::OverLimits(words!(
        "hơn {most} ô có nội dung",
        "more than {most} cells that hold something";
        most = MOST_CELLS
    ))
}

/// The parts of a package, if they do not expand to more than [`MOST_BYTES`].
fn package(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
    let mut size: u64 = 0;
    for index in 0..archive.len() {
        // The reader of a part holds it to what is declared here.
        size = size.saturating_add(archive.by_index_raw(index).map_or(0, |part| part.size()));
    }
    if MOST_BYTES < size {
        return Err(Refused::OverLimits(words!(
            "nội dung giải nén vượt quá 512 MB",
            "its content expands to more than 512 MB"
        )));
    }
    Ok(archive)
}

fn damaged(error: impl std::fmt::Display) -> Refused {
    Refused::Unreadable(words!(
        "tệp bị hỏng hoặc chép thiếu ({error})",
        "the file is damaged or incomplete ({error})";
        error
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_merged_before_they_are_counted_out() {
        assert_eq!(each_once(vec![4..7, 0..2, 1..3, 5..6, 4..7]), [0, 1, 2, 4, 5, 6]);
        assert_eq!(each_once(vec![0..16_384; 100_000]).len(), 16_384);
    }

    #[test]
    fn cells_and_their_text_are_counted_also_where_many_hold_the_same() {
        let mut room = Room { cells: 5, text: 10 };
        room.take_times(3, &Value::Text("abc".into())).unwrap();
        room.take(&Value::Number(1.0)).unwrap();
        assert!(room.take(&Value::Text("ab".into())).is_err(), "more text");
        assert!(Room { cells: 2, text: 10 }.take_times(3, &Value::Bool(true)).is_err());
        assert!(Room::default().take_times(usize::MAX, &Value::Text("ab".into())).is_err());
    }
}
