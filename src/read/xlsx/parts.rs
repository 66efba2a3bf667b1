//! The parts of an .xlsx: each inflated once, and what calamine does not tell of them.
//!
//! calamine inflates a part whenever it is asked for it, and keeps hidden rows and columns to itself. So the package is
//! written anew in memory with its parts stored flat: calamine reads that, and the rest is read from the same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::ops::Range;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::{Area, MOST_BYTES, Refused, damaged};
use crate::domain::lang::Words;
use crate::domain::place::Cell;

/// A package with its parts stored flat.
pub struct Package {
    bytes: Vec<u8>,
    /// Where each part stands in the bytes, by its name.
    parts: BTreeMap<String, Range<usize>>,
    /// The part of each sheet, by the sheet's name.
    sheets: BTreeMap<String, String>,
    /// Parts of one name of which only the last counts.
    pub repeated: usize,
}

/// What one sheet has beside its cells.
#[derive(Default)]
pub struct Extras {
    /// Its merged ranges.
    pub merges: Vec<Area>,
    /// Hidden rows, from 0, ascending.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0, ascending.
    pub hidden_columns: Vec<u32>,
}

impl Package {
    /// Opens a package.
    ///
    /// # Errors
    /// It is damaged, or expands to more than [`MOST_BYTES`]; the reader of the zip holds each part to the size that
    /// the central directory declares.
    pub fn open(bytes: &[u8]) -> Result<Package, Refused> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
        let mut expanded: u64 = 0;
        for index in 0..archive.len() {
            let size = archive.by_index_raw(index).map_or(0, |part| part.size());
            expanded = expanded.saturating_add(size);
        }
        if MOST_BYTES < expanded {
            return Err(Refused::OverLimits(Words::new(
                format!("nội dung giải nén vượt quá {} MB", MOST_BYTES >> 20),
                format!("its content expands to more than {} MB", MOST_BYTES >> 20),
            )));
        }
        let repeated = entries(bytes).map_or(0, |count| count.saturating_sub(archive.len()));
        let mut package = Package {
            bytes: Vec::new(),
            parts: BTreeMap::new(),
            sheets: BTreeMap::new(),
            repeated,
        };
        package.bytes = flat(&mut archive, expanded).map_err(damaged)?;
        package.find_parts().map_err(damaged)?;
        package.sheets = package.sheets();
        Ok(package)
    }

    /// The package, its parts stored flat.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of strings that the table of strings claims to hold, and the bytes it has for them.
    pub fn claimed_strings(&self) -> Option<(u64, u64)> {
        let (_, range) = self.parts.iter().find(|(name, _)| name.ends_with("sharedStrings.xml"))?;
        let part = &self.bytes[range.clone()];
        let head = String::from_utf8_lossy(&part[..part.len().min(1024)]).into_owned();
        let claim = head.split("uniqueCount=\"").nth(1)?.split('"').next()?.parse().ok()?;
        Some((claim, part.len() as u64))
    }

    fn find_parts(&mut self) -> zip::result::ZipResult<()> {
        let mut archive = ZipArchive::new(Cursor::new(&self.bytes))?;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index)?;
            let Some(start) = part.data_start() else { continue };
            let start = start as usize;
            let name = part.name()?.into_owned();
            self.parts.insert(name, start..start + part.size() as usize);
        }
        Ok(())
    }

    /// The part of each sheet; of two sheets of one name the first, as calamine reads them.
    fn sheets(&self) -> BTreeMap<String, String> {
        let mut sheets = BTreeMap::new();
        let Some(workbook) = self.text("xl/workbook.xml") else { return sheets };
        let relations = self.text("xl/_rels/workbook.xml.rels").unwrap_or_default();
        let targets: BTreeMap<String, String> = elements(&relations, "Relationship")
            .filter_map(|element| {
                Some((attribute(&element, "Id")?, attribute(&element, "Target")?))
            })
            .collect();
        for element in elements(&workbook, "sheet") {
            let (Some(name), Some(id)) = (attribute(&element, "name"), attribute(&element, "id"))
            else {
                continue;
            };
            if let Some(target) = targets.get(&id) {
                let path = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("xl/{}", target.trim_start_matches("./")),
                };
                sheets.entry(name).or_insert(path);
            }
        }
        sheets
    }

    fn part(&self, name: &str) -> Option<&[u8]> {
        Some(&self.bytes[self.parts.get(name)?.clone()])
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.part(name).map(String::from_utf8_lossy)
    }

    /// What the sheet of this name has beside its cells; nothing where its part cannot be found.
    pub fn extras(&self, sheet: &str) -> Extras {
        let part = self.sheets.get(sheet).and_then(|name| self.part(name));
        let mut extras = Extras::default();
        let Some(part) = part else { return extras };
        // Merged ranges stand behind the cells, and hardly any sheet hides anything: most of a part is only searched.
        let end = memmem::rfind(part, b"sheetData").unwrap_or(0);
        let tail = String::from_utf8_lossy(&part[end..]);
        for element in elements(tail.get(tail.find('<').unwrap_or(0)..).unwrap_or(""), "mergeCell")
        {
            extras.merges.extend(attribute(&element, "ref").and_then(|text| area(&text)));
        }
        if memmem::find(part, b"hidden=").is_none() {
            return extras;
        }
        let xml = String::from_utf8_lossy(part);
        for element in elements(&xml, "col").filter(is_hidden) {
            let number = |name| attribute(&element, name)?.parse::<u32>().ok();
            let (Some(from), Some(to)) = (number("min"), number("max")) else { continue };
            extras.hidden_columns.extend((from.max(1)..=to.min(16_384)).map(|column| column - 1));
        }
        for element in elements(&xml, "row").filter(is_hidden) {
            let row = attribute(&element, "r").and_then(|text| text.parse::<u32>().ok());
            extras.hidden_rows.extend(row.and_then(|row| row.checked_sub(1)));
        }
        extras.hidden_columns.sort_unstable();
        extras.hidden_rows.sort_unstable();
        extras
    }
}

/// The package written anew, without compression and without what is no XML (pictures, settings of printers).
fn flat(archive: &mut ZipArchive<Cursor<&[u8]>>, size: u64) -> zip::result::ZipResult<Vec<u8>> {
    // At once as large as it becomes: a buffer that grows is two buffers for a moment.
    let room = usize::try_from(size).unwrap_or_default() + (64 << 10);
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        // Some writers separate folders as Windows does.
        let name = part.name()?.replace('\\', "/");
        if name.ends_with(".xml") || name.ends_with(".rels") {
            writer.start_file(name, stored.large_file(u64::from(u32::MAX) <= part.size()))?;
            io::copy(&mut part, &mut writer)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

/// How many entries the end of the central directory counts; more than the archive holds where names stand twice.
fn entries(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, b"PK\x05\x06")?;
    let count = bytes.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "hidden").is_some_and(|value| value == "1" || value == "true")
}

/// The elements of this local name, whatever stands around them.
fn elements<'a>(xml: &'a str, name: &'static str) -> impl Iterator<Item = BytesStart<'a>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    std::iter::from_fn(move || {
        loop {
            match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element))
                    if element.local_name().as_ref() == name =>
                {
                    return Some(element);
                }
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    })
}

/// The value of the attribute of this local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).flatten();
    for attribute in attributes {
        if attribute.key.local_name().as_ref() == name {
            return attribute
                .normalized_value(quick_xml::XmlVersion::default())
                .ok()
                .map(|value| value.into_owned());
        }
    }
    None
}

/// `A6:B8` as an area.
fn area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    let (a, b): (Cell, Cell) = (from.parse().ok()?, to.parse().ok()?);
    Some(Area {
        from: Cell::new(a.row.min(b.row), a.column.min(b.column)),
        to: Cell::new(a.row.max(b.row), a.column.max(b.column)),
    })
}
