//! What calamine does not tell of an .xlsx: hidden rows and columns, and merged ranges without a second parse.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::domain::place::Cell;
use crate::read::Area;

/// A part larger than this is left alone: nothing is hidden in it that anybody could see.
const LARGEST_PART: u64 = 256 << 20;

/// The parts of an .xlsx beside its cells.
pub struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The part of each sheet, by the sheet's name.
    sheets: BTreeMap<String, String>,
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

impl<'a> Parts<'a> {
    /// Opens the package; `None` where it is none.
    pub fn open(bytes: &'a [u8]) -> Option<Parts<'a>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = Parts { archive, sheets: BTreeMap::new() };
        parts.find_sheets();
        Some(parts)
    }

    /// What its parts expand to, in bytes, by what the central directory declares; the reader of the zip holds them to it.
    pub fn expanded(&mut self) -> u64 {
        (0..self.archive.len()).fold(0, |sum: u64, index| {
            let size = self.archive.by_index_raw(index).map_or(0, |part| part.size());
            sum.saturating_add(size)
        })
    }

    /// The number of strings that the table of strings claims to hold, and the bytes it has for them.
    pub fn claimed_strings(&mut self) -> Option<(u64, u64)> {
        let is_table = |name: &std::borrow::Cow<'_, str>| name.ends_with("sharedStrings.xml");
        let name = self.archive.file_names().flatten().find(is_table)?.into_owned();
        let mut part = self.archive.by_name(&name).ok()?;
        let size = part.size();
        let mut head = vec![0; 1024];
        let length = part.read(&mut head).ok()?;
        let head = String::from_utf8_lossy(&head[..length]).into_owned();
        let claim = head.split("uniqueCount=\"").nth(1)?.split('"').next()?.parse().ok()?;
        Some((claim, size))
    }

    fn find_sheets(&mut self) {
        let Some(workbook) = self.text("xl/workbook.xml") else { return };
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
                self.sheets.entry(name).or_insert(path);
            }
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let part = self.archive.by_name(name).ok()?;
        if LARGEST_PART < part.size() {
            return None;
        }
        let mut bytes = Vec::new();
        part.take(LARGEST_PART).read_to_end(&mut bytes).ok()?;
        Some(
            String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        )
    }

    /// What the sheet of this name has beside its cells; nothing where its part cannot be found.
    pub fn extras(&mut self, sheet: &str) -> Extras {
        let Some(path) = self.sheets.get(sheet).cloned() else { return Extras::default() };
        let Some(xml) = self.text(&path) else { return Extras::default() };
        let mut extras = Extras::default();
        let tail = xml.rfind("sheetData>").or(xml.rfind("sheetData/>")).unwrap_or(0);
        for element in elements(&xml[tail..], "mergeCell") {
            extras.merges.extend(attribute(&element, "ref").and_then(|text| area(&text)));
        }
        if !xml.contains("hidden=\"") {
            return extras;
        }
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
