//! The stream of an .xls that is the workbook, and what calamine does not tell of its records: hidden rows and columns, two
//! sheets of one name, and which stream is meant where other workbooks are embedded.

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use crate::domain::lang::Words;
use crate::read::{Refused, damaged};

/// The bytes of a sector, the unit of a compound file.
const SECTOR: usize = 512;

/// A workbook stream, alone in a package.
pub struct Stream {
    /// A compound file with nothing in it but the workbook, its sheets all of different names.
    pub package: Vec<u8>,
    /// What is known of each sheet, of whatever kind, in their order.
    pub sheets: Vec<Extras>,
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
}

impl Stream {
    /// Finds the workbook in a compound file.
    ///
    /// # Errors
    /// The file is damaged, protected by a password, or holds no workbook.
    pub fn open(bytes: &[u8]) -> Result<Stream, Refused> {
        // Some programs do not fill up the last sector.
        let mut padded = bytes.to_vec();
        padded.resize(bytes.len().next_multiple_of(SECTOR), 0);
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
        let sheets = sheets(&mut stream);
        let package = alone(name, &stream).map_err(damaged)?;
        Ok(Stream { package, sheets, embedded })
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

/// What the records say of each sheet. A sheet with the name of an earlier one is given another in the stream: calamine
/// keeps sheets by their names.
fn sheets(stream: &mut [u8]) -> Vec<Extras> {
    let mut sheets = Vec::new();
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut renamed = Vec::new();
    let is_wide_able = short(stream, 4) == Some(0x0600);
    let text = if is_wide_able { 8 } else { 7 };
    for (kind, at, record) in (Records { stream, at: 0 }) {
        if kind == END {
            break;
        }
        if kind != SHEET {
            continue;
        }
        let (Some(from), Some(name)) = (long(record, 0), record.get(6..)) else { break };
        let mut extras = hidden(stream.get(from as usize..).unwrap_or_default());
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

/// The hidden rows and columns of the sheet that begins here.
fn hidden(sheet: &[u8]) -> Extras {
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
            ROW if depth == 1 && short(record, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                extras.hidden_rows.extend(short(record, 0).map(u32::from));
            }
            COLUMN if depth == 1 && short(record, 8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(from), Some(to)) = (short(record, 0), short(record, 2)) {
                    extras.hidden_columns.extend((from..=to.min(255)).map(u32::from));
                }
            }
            _ => {}
        }
    }
    extras
}

/// The records of a stream: kind, place of the bytes, bytes.
struct Records<'a> {
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

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
