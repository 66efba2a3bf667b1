//! The stream of an .xls that is the workbook, and what calamine does not tell of its records: hidden rows and columns, two
//! sheets of one name, and which stream is meant where other workbooks are embedded.

use std::io::{self, Cursor, Write};

use calamine::Data;
use cfb::{CompoundFile, Version};

use super::styles::{self, Styles};
use crate::domain::lang::{Words, words};
use crate::domain::place::Cell;
use crate::read::compound::{self, Compound};
use crate::read::locks::Locks;
use crate::read::{MOST_CELLS, Refused, damaged, each_once, encrypted};

/// A workbook stream, alone in a package.
pub(super) struct Stream {
    /// A compound file with nothing in it but the workbook, its sheets all of different names.
    pub package: Vec<u8>,
    /// What is known of each sheet, of whatever kind, in their order.
    pub sheets: Vec<Extras>,
    /// The styles of cells.
    pub styles: Styles,
    /// How many other workbooks are embedded.
    pub embedded: usize,
}

/// What one sheet has beside its cells.
#[derive(Default)]
pub(super) struct Extras {
    /// The earlier sheet whose name it bears too; in the package it has another.
    pub named_as: Option<usize>,
    /// Whether its records were followed to their end: calamine takes a sheet that is cut off for whole.
    pub is_whole: bool,
    /// Hidden rows, from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0.
    pub hidden_columns: Vec<u32>,
    /// The cells that point into the table of texts: calamine drops those for which there is none.
    pub texts: Vec<Cell>,
    /// The cells with a formula.
    pub formulas: Vec<Cell>,
    /// Whether they lie so near to each other that their texts may be asked for.
    pub are_formulas_near: bool,
    /// Where in the sheet records say how large it is: calamine takes memory for as much as they claim.
    sizes: Vec<usize>,
    /// The cells whose style changes what they show, and its number.
    pub styled: Vec<(Cell, u16)>,
    /// What the sheet locks.
    pub locks: Locks,
}

impl Stream {
    /// Finds the workbook in a compound file.
    ///
    /// # Errors
    /// The file is damaged, protected by a password, or holds no workbook.
    pub(super) fn open(bytes: &[u8]) -> Result<Stream, Refused> {
        let mut file = compound::open(bytes)?;
        let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name))
        else {
            return Err(Refused::Unreadable(instead(&file)));
        };
        let is_embedded = |entry: &cfb::Entry| {
            let is_below = 2 < entry.path().components().count();
            let is_workbook = |name: &&str| entry.name().eq_ignore_ascii_case(name);
            is_below && entry.is_stream() && ["Workbook", "Book"].iter().any(is_workbook)
        };
        let embedded = file.walk().filter(is_embedded).count();
        let mut stream = compound::stream(&mut file, name, bytes.len())?;
        encrypted::open_records(&mut stream)?;
        let styles = styles(&stream);
        let sheets = sheets(&mut stream, &styles)?;
        let package = alone(name, &stream).map_err(damaged)?;
        Ok(Stream { package, sheets, styles, embedded })
    }
}

/// A compound file with this stream in it.
fn alone(name: &str, stream: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream(name)?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// What a compound file without a workbook is.
fn instead(file: &Compound) -> Words {
    if file.is_stream("/WordDocument") {
        return words!(
            "tệp là văn bản Word (.doc), không phải bảng tính",
            "the file is a Word document (.doc), not a spreadsheet"
        );
    }
    if file.is_stream("/PowerPoint Document") {
        return words!(
            "tệp là bài trình chiếu (.ppt), không phải bảng tính",
            "the file is a presentation (.ppt), not a spreadsheet"
        );
    }
    words!(
        "tệp không chứa sổ tính Excel nào hoặc bị hỏng",
        "the file holds no Excel workbook, or is damaged"
    )
}

/// The kinds of records that are looked at.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const ROW: u16 = 0x0208;
const COLUMN: u16 = 0x007D;
const TEXT: u16 = 0x00FD;
/// A row of numbers: the first column, and behind them the last.
const NUMBERS: u16 = 0x00BD;
/// Other cells: texts, numbers, yes or no.
const CELLS: [u16; 6] = [TEXT, 0x0203, 0x0204, 0x0205, 0x00D6, 0x027E];
/// The sheet is protected.
const PROTECTED: u16 = 0x0012;
const FORMULA: u16 = 0x0006;
/// How large a sheet claims to be.
const SIZE: u16 = 0x0200;
/// A kind that no record has and every reader passes over.
pub(crate) const NO_KIND: u16 = 0x0FFF;

/// The styles, which stand before the sheets.
fn styles(stream: &[u8]) -> Styles {
    let mut styles = Styles::default();
    let is_wide_able = is_wide_able(stream);
    for (kind, _, record) in Records::of(stream).take_while(|(kind, ..)| *kind != END) {
        styles.take(kind, record, is_wide_able);
    }
    styles
}

/// Whether the letters of texts may have two bytes: not so in Excel 5.0.
fn is_wide_able(stream: &[u8]) -> bool {
    short(stream, 4) == Some(0x0600)
}

/// What the records say of each sheet. A sheet with the name of an earlier one is given another in the stream: calamine
/// keeps sheets by their names.
///
/// # Errors
/// calamine would need more memory for them than is given to a file.
fn sheets(stream: &mut [u8], styles: &Styles) -> Result<Vec<Extras>, Refused> {
    let mut left = Left { records: MOST_RECORDS, memory: MOST_MEMORY };
    let mut sheets = Vec::new();
    let mut names: Vec<Vec<u8>> = Vec::new();
    let (mut renamed, mut claims) = (Vec::new(), Vec::new());
    let is_wide_able = is_wide_able(stream);
    let text = if is_wide_able { 8 } else { 7 };
    for (kind, at, record) in Records::of(stream) {
        if kind == END {
            break;
        }
        if kind != SHEET {
            continue;
        }
        let (Some(from), Some(name)) = (long(record, 0), record.get(6..)) else { break };
        let of_sheet = stream.get(from as usize..).unwrap_or_default();
        let mut extras = extras(of_sheet, styles, &mut left).ok_or_else(too_large)?;
        extras.named_as = names.iter().position(|known| known == name);
        if extras.named_as.is_some() && text < record.len() {
            let is_wide = is_wide_able && record[7] & 1 != 0;
            renamed.push((at + record.len(), is_wide));
        }
        claims.extend(extras.sizes.iter().map(|at| from as usize + at));
        names.push(name.to_vec());
        sheets.push(extras);
    }
    for at in claims {
        stream[at - 4..at - 2].copy_from_slice(&NO_KIND.to_le_bytes());
    }
    for ((end, is_wide), letter) in renamed.into_iter().zip(1_u8..) {
        if is_wide {
            stream[end - 2..end].copy_from_slice(&[letter, 0]);
        } else {
            stream[end - 1] = letter;
        }
    }
    Ok(sheets)
}

/// What may still be read of a file, over all the sheets that it lists: each of them calamine lays out from its first
/// cell to its last, and its formulas beside them; nothing but this holds its process to a share of the memory everywhere.
struct Left {
    records: usize,
    memory: usize,
}

/// What a place between the first and the last cell takes: calamine hands out a copy of the sheet.
const PLACE: usize = 2 * size_of::<Data>();
/// What a place between the first and the last formula takes beside that.
const PLACE_OF_FORMULA: usize = size_of::<String>();
/// Of so many such places at most a copy is asked for, to see what the formulas say.
const MOST_FORMULAS: usize = 1 << 20;
/// A whole sheet of these formats has 16 Mi cells, and some more stand on others.
const MOST_MEMORY: usize = (17 << 20) * PLACE;
/// More than cells are read of one file: blank ones and rows have records, too.
const MOST_RECORDS: usize = 4 * MOST_CELLS;

fn too_large() -> Refused {
    Refused::OverLimits(words!(
        "các ô của tệp .xls nằm rải quá rộng (có ô ở tận cuối trang); xóa các dòng, cột thừa rồi lưu lại dạng .xlsx",
        "the cells of the .xls lie too far apart (some at the very end of a sheet); delete the rows and columns that are too many and save it as .xlsx"
    ))
}

/// From the first to the last place of cells: rows and columns.
#[derive(Default)]
struct Bounds(Option<[(u16, u16); 2]>);

impl Bounds {
    fn take(&mut self, row: u16, from: u16, to: u16) {
        let [rows, columns] = self.0.get_or_insert([(row, row), (from, to)]);
        *rows = (rows.0.min(row), rows.1.max(row));
        *columns = (columns.0.min(from), columns.1.max(to));
    }

    fn places(&self) -> usize {
        let length = |(from, to): (u16, u16)| usize::from(to.saturating_sub(from)) + 1;
        self.0.map_or(0, |[rows, columns]| length(rows) * length(columns))
    }
}

/// The hidden rows and columns of the sheet that begins here, and its cells of another look; `None` where there is more
/// than is left.
fn extras(sheet: &[u8], styles: &Styles, left: &mut Left) -> Option<Extras> {
    let mut extras = Extras::default();
    let (mut depth, mut hidden) = (0, Vec::new());
    let (mut cells, mut formulas) = (Bounds::default(), Bounds::default());
    for (kind, at, record) in Records::of(sheet) {
        left.records = left.records.checked_sub(1)?;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => {
                extras.is_whole = true;
                break;
            }
            END => depth -= 1,
            // A chart on the sheet has records of its own.
            ROW if depth == 1 && is_row_hidden(record) => {
                extras.hidden_rows.extend(short(record, 0).map(u32::from));
            }
            COLUMN if depth == 1 && is_column_hidden(record) => {
                if let (Some(from), Some(to)) = (short(record, 0), short(record, 2)) {
                    hidden.push(u32::from(from)..u32::from(to.min(255)) + 1);
                }
            }
            SIZE => extras.sizes.push(at),
            PROTECTED if depth == 1 && short(record, 0) == Some(1) => {
                extras.locks = Locks::protected();
            }
            _ if depth == 1 => {
                if !extras.locks.is_empty() {
                    lock(kind, record, styles, &mut extras.locks);
                }
                if let (Some(row), Some(column)) = (short(record, 0), short(record, 2)) {
                    match kind {
                        NUMBERS => cells.take(row, column, last_short(record).unwrap_or(column)),
                        FORMULA => {
                            cells.take(row, column, column);
                            formulas.take(row, column, column);
                            extras.formulas.push(Cell::new(row.into(), column.into()));
                        }
                        kind if CELLS.contains(&kind) => cells.take(row, column, column),
                        _ => {}
                    }
                }
                extras.styled.extend(styles.styled(kind, record));
                if let (TEXT, Some(row), Some(column)) = (kind, short(record, 0), short(record, 2))
                {
                    extras.texts.push(Cell::new(row.into(), column.into()));
                }
            }
            _ => {}
        }
    }
    extras.are_formulas_near = formulas.places() <= MOST_FORMULAS;
    let memory = cells.places() * PLACE + formulas.places() * PLACE_OF_FORMULA;
    left.memory = left.memory.checked_sub(memory)?;
    extras.hidden_columns = each_once(hidden);
    Some(extras)
}

/// What a record of a protected sheet says of which cells are locked; that it is protected is said before its cells.
fn lock(kind: u16, record: &[u8], styles: &Styles, locks: &mut Locks) {
    let is_open = |style: u16| styles.get(style).is_some_and(|style| style.is_open);
    for (cell, style) in styles::cells(kind, record) {
        locks.cell(cell, is_open(style));
    }
    let at = |place| short(record, place);
    match kind {
        COLUMN => {
            if let (Some(from), Some(to), Some(style)) = (at(0), at(2), at(6)) {
                locks.columns(from.into(), to.into(), is_open(style));
            }
        }
        ROW if at(12).is_some_and(|flags| flags & 0x80 != 0) => {
            if let (Some(row), Some(style)) = (at(0), at(14)) {
                locks.row(row.into(), is_open(style & 0x0FFF));
            }
        }
        _ => {}
    }
}

fn last_short(record: &[u8]) -> Option<u16> {
    record.last_chunk().copied().map(u16::from_le_bytes)
}

/// Hidden, or lower than a point and not by default.
fn is_row_hidden(record: &[u8]) -> bool {
    let is_low = short(record, 6).is_some_and(|height| height < 20);
    short(record, 12).is_some_and(|flags| flags & 0x20 != 0 || is_low && flags & 0x40 != 0)
}

/// Hidden, or narrower than a third of a digit.
fn is_column_hidden(record: &[u8]) -> bool {
    let is_narrow = short(record, 4).is_some_and(|width| width < 77);
    is_narrow || short(record, 8).is_some_and(|flags| flags & 1 != 0)
}

/// The records of a stream: kind, place of the bytes, bytes.
pub(crate) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// Of a stream, from its beginning.
    pub(crate) fn of(stream: &'a [u8]) -> Records<'a> {
        Records { stream, at: 0 }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = short(self.stream, self.at)?;
        let length = usize::from(short(self.stream, self.at + 2)?);
        let from = self.at + 4;
        let bytes = self.stream.get(from..from + length)?;
        self.at = from + length;
        Some((kind, from, bytes))
    }
}

/// The 16-bit number at this place.
pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// The 32-bit number at this place.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(bytes.len() as u16).to_le_bytes(), bytes].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
        record(0x0203, &[&place[..], &[0; 10]].concat())
    }

    /// A workbook stream that lists one sheet with these records so many times.
    fn listed(times: usize, records: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let list = |at: u32, number: usize| {
            let name = [0, 0, 2, 0, b'a' + number as u8, b' '];
            record(SHEET, &[&at.to_le_bytes()[..], &name].concat())
        };
        let length = begin.len() + times * list(0, 0).len() + record(END, &[]).len();
        let lists = (0..times).map(|number| list(length as u32, number));
        let globals = [begin.clone(), lists.collect::<Vec<_>>().concat(), record(END, &[])];
        [globals.concat(), begin, records.concat(), record(END, &[])].concat()
    }

    #[test]
    fn what_a_sheet_claims_is_not_believed_and_what_it_spans_is_counted() {
        let styles = Styles::default();
        let mut stream = listed(1, &[record(SIZE, &[0xFF; 14]), number(0, 0), number(65_535, 255)]);
        let found = sheets(&mut stream, &styles).unwrap();
        assert!(found[0].is_whole);
        let kinds: Vec<u16> = Records::of(&stream).map(|(kind, ..)| kind).collect();
        assert!(kinds.contains(&NO_KIND) && !kinds.contains(&SIZE));
        let mut stream = listed(2, &[number(0, 0), number(65_535, 255)]);
        assert!(matches!(sheets(&mut stream, &styles), Err(Refused::OverLimits(_))));
        let mut stream = listed(20, &[number(0, 0), number(65_535, 9)]);
        assert!(sheets(&mut stream, &styles).is_ok());
        // No sheet has so many columns: a damaged number of one.
        let mut stream = listed(1, &[number(0, 0), number(65_535, 40_000)]);
        assert!(sheets(&mut stream, &styles).is_err());
    }

    #[test]
    fn formulas_take_less_room_than_cells() {
        let formula = |row: u16, column: u16| {
            let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
            record(FORMULA, &[&place[..], &[0; 18]].concat())
        };
        let read = |last: u16| {
            let records = [formula(0, 0), formula(65_535, last)];
            sheets(&mut listed(1, &records), &Styles::default())
        };
        assert!(read(190).is_ok());
        assert!(matches!(read(255), Err(Refused::OverLimits(_))));
    }

    #[test]
    fn one_sheet_listed_many_times_is_counted_each_time() {
        let rows: Vec<Vec<u8>> = (0..60_000).map(|row| record(ROW, &[row as u8; 16])).collect();
        let mut stream = listed(20, &rows);
        assert!(sheets(&mut stream, &Styles::default()).is_ok());
        let mut left = Left { records: 59_999, memory: 9 };
        assert!(extras(&rows.concat(), &Styles::default(), &mut left).is_none());
    }
}
