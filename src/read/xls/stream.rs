//! The stream of an .xls that is the workbook, and what calamine does not tell of its records: hidden rows and columns, two
//! sheets of one name, and which stream is meant where other workbooks are embedded.

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::styles::Styles;
use crate::domain::lang::Words;
use crate::domain::place::Cell;
use crate::read::{Refused, damaged};

/// The bytes of a sector, the unit of a compound file.
const SECTOR: usize = 512;
/// How many sectors a table of sectors describes.
const ENTRIES: usize = SECTOR / 4;
/// Where the header says how many such tables there are.
const TABLES: usize = 44;

/// A workbook stream, alone in a package.
pub struct Stream {
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
pub struct Extras {
    /// The earlier sheet whose name it bears too; in the package it has another.
    pub named_as: Option<usize>,
    /// Whether its records were followed to their end: calamine takes a sheet that is cut off for whole.
    pub is_whole: bool,
    /// Hidden rows, from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0.
    pub hidden_columns: Vec<u32>,
    /// The cells whose style changes what they show, and its number.
    pub styled: Vec<(Cell, u16)>,
}

impl Stream {
    /// Finds the workbook in a compound file.
    ///
    /// # Errors
    /// The file is damaged, protected by a password, or holds no workbook.
    pub fn open(bytes: &[u8]) -> Result<Stream, Refused> {
        let mut padded = bytes.to_vec();
        padded.resize(whole_length(bytes), 0);
        let mut file = CompoundFile::open(Cursor::new(&*padded)).map_err(damaged)?;
        if file.is_stream("/EncryptedPackage") {
            return Err(Refused::Password);
        }
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
        let mut stream = Vec::new();
        let part = file.open_stream(name).map_err(damaged)?;
        // A chain of sectors that runs in a circle is longer than the file.
        part.take(padded.len() as u64).read_to_end(&mut stream).map_err(damaged)?;
        let styles = styles(&stream);
        let sheets = sheets(&mut stream, &styles);
        let package = alone(name, &stream).map_err(damaged)?;
        Ok(Stream { package, sheets, styles, embedded })
    }
}

/// The length that a compound file ought to have: some programs do not fill up the last sector, and some (SheetJS among
/// them) mark the sectors behind the end as used ones.
fn whole_length(bytes: &[u8]) -> usize {
    let length = bytes.len().next_multiple_of(SECTOR);
    let tables = long(bytes, TABLES).unwrap_or_default() as usize;
    let described = tables.saturating_mul(ENTRIES).saturating_add(1).saturating_mul(SECTOR);
    // One table of sectors is the most that may be unfilled.
    if (length..length + ENTRIES * SECTOR).contains(&described) { described } else { length }
}

/// A compound file with this stream in it.
fn alone(name: &str, stream: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream(name)?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// What a compound file without a workbook is.
fn instead(file: &CompoundFile<Cursor<&[u8]>>) -> Words {
    if file.is_stream("/WordDocument") {
        return Words::new(
            "tệp là văn bản Word (.doc), không phải bảng tính",
            "the file is a Word document (.doc), not a spreadsheet",
        );
    }
    if file.is_stream("/PowerPoint Document") {
        return Words::new(
            "tệp là bài trình chiếu (.ppt), không phải bảng tính",
            "the file is a presentation (.ppt), not a spreadsheet",
        );
    }
    Words::new(
        "tệp không chứa sổ tính Excel nào hoặc bị hỏng",
        "the file holds no Excel workbook, or is damaged",
    )
}

/// The kinds of records that are looked at.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const ROW: u16 = 0x0208;
const COLUMN: u16 = 0x007D;

/// The styles, which stand before the sheets.
fn styles(stream: &[u8]) -> Styles {
    let mut styles = Styles::default();
    let is_wide_able = is_wide_able(stream);
    for (kind, _, record) in (Records { stream, at: 0 }).take_while(|(kind, ..)| *kind != END) {
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
fn sheets(stream: &mut [u8], styles: &Styles) -> Vec<Extras> {
    let mut sheets = Vec::new();
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut renamed = Vec::new();
    let is_wide_able = is_wide_able(stream);
    let text = if is_wide_able { 8 } else { 7 };
    for (kind, at, record) in (Records { stream, at: 0 }) {
        if kind == END {
            break;
        }
        if kind != SHEET {
            continue;
        }
        let (Some(from), Some(name)) = (long(record, 0), record.get(6..)) else { break };
        let mut extras = extras(stream.get(from as usize..).unwrap_or_default(), styles);
        extras.named_as = names.iter().position(|known| known == name);
        if extras.named_as.is_some() && text < record.len() {
            let is_wide = is_wide_able && record[7] & 1 != 0;
            renamed.push((at + record.len(), is_wide));
        }
        names.push(name.to_vec());
        sheets.push(extras);
    }
    for ((end, is_wide), letter) in renamed.into_iter().zip(1_u8..) {
        if is_wide {
            stream[end - 2..end].copy_from_slice(&[letter, 0]);
        } else {
            stream[end - 1] = letter;
        }
    }
    sheets
}

/// The hidden rows and columns of the sheet that begins here, and its cells of another look.
fn extras(sheet: &[u8], styles: &Styles) -> Extras {
    let mut extras = Extras::default();
    let mut depth = 0;
    for (kind, _, record) in (Records { stream: sheet, at: 0 }) {
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
                    extras.hidden_columns.extend((from..=to.min(255)).map(u32::from));
                }
            }
            _ if depth == 1 => extras.styled.extend(styles.styled(kind, record)),
            _ => {}
        }
    }
    extras
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
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
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

pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
