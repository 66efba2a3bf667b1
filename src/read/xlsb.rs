//! .xlsb: the parts of an .xlsx as binary records. Read here and not by calamine, which passes over the errors of formulas,
//! the second of two sheets of one name, merged and hidden cells, and stops at records it does not expect.

mod records;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use self::records::{Record, Records};
use super::serial::{self, Epoch, IsDay};
use super::{
    Area, MOST_BYTES, MOST_CELLS, Refused, Sheet, Value, Workbook, damaged, package, text,
    too_many_cells,
};
use crate::domain::place::Cell;

/// The last row and column that a sheet has, from 0.
const LAST: Cell = Cell::new(1_048_575, 16_383);

/// What all sheets share.
struct Shared {
    epoch: Epoch,
    strings: Vec<Box<str>>,
    /// Whether each cell format shows a day.
    formats: Vec<IsDay>,
}

/// Reads an .xlsb.
///
/// # Errors
/// Why nothing of it could be read.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut archive = package(bytes)?;
    let book = part(&mut archive, "xl/workbook.bin")?.ok_or_else(|| damaged("workbook.bin"))?;
    let relations = part(&mut archive, "xl/_rels/workbook.bin.rels")?.unwrap_or_default();
    let targets = targets(&String::from_utf8_lossy(&relations));
    let mut shared = Shared { epoch: Epoch::Y1900, strings: Vec::new(), formats: Vec::new() };
    if let Some(strings) = part(&mut archive, "xl/sharedStrings.bin")? {
        let items = Records::new(&strings).flatten().filter(|record| record.kind == 0x13);
        shared.strings = items.map(|item| item.text(1).unwrap_or_default().into()).collect();
    }
    if let Some(styles) = part(&mut archive, "xl/styles.bin")? {
        shared.formats = formats(&styles);
    }
    let mut left = MOST_CELLS;
    let mut workbook = Workbook::default();
    for record in Records::new(&book) {
        let record = record.map_err(|_| damaged("workbook.bin"))?;
        if record.kind == 0x99 && record.byte(0).is_some_and(|flags| flags & 1 != 0) {
            shared.epoch = Epoch::Y1904;
        }
        if record.kind != 0x9C {
            continue;
        }
        let (Some(state), Some(relation)) = (record.long(0), record.text(8)) else {
            return Err(damaged("workbook.bin"));
        };
        let name = record.text(12 + 2 * relation.encode_utf16().count()).unwrap_or_default();
        let target = targets.get(&relation);
        if target.is_some_and(|target| !target.contains("worksheets/")) {
            continue;
        }
        let mut sheet = Sheet { name: name.into(), is_hidden: state != 0, ..Sheet::default() };
        match target.map(|target| part(&mut archive, target)) {
            Some(Ok(Some(bytes))) => read_sheet(&bytes, &shared, &mut sheet, &mut left)?,
            Some(Err(refused)) => sheet.failure = Some(refused.words().vi),
            _ => sheet.failure = Some("không có phần nội dung của trang (no part)".to_owned()),
        }
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// Reads a sheet as far as it goes; where its records end too early it is kept with its failure.
fn read_sheet(
    bytes: &[u8],
    shared: &Shared,
    sheet: &mut Sheet,
    left: &mut usize,
) -> Result<(), Refused> {
    let mut row = 0;
    let mut is_whole = false;
    for record in Records::new(bytes) {
        let done = record.ok().and_then(|record| {
            match record.kind {
                0x00 => {
                    row = record.long(0).filter(|row| *row <= LAST.row)?;
                    if record.byte(11)? & 0x10 != 0 {
                        sheet.hidden_rows.push(row);
                    }
                }
                0x02..=0x0B => {
                    let column = record.long(0).filter(|column| *column <= LAST.column)?;
                    if let Some(value) = value(&record, shared)? {
                        *left = left.checked_sub(1).unwrap_or(usize::MAX);
                        sheet.cells.push((Cell::new(row, column), value));
                    }
                }
                0x3C if record.byte(16)? & 1 != 0 => {
                    let last = record.long(4)?.min(LAST.column);
                    sheet.hidden_columns.extend(record.long(0)?..=last);
                }
                0xB0 => sheet.merges.push(Area {
                    from: Cell::new(record.long(0)?, record.long(8)?),
                    to: Cell::new(record.long(4)?, record.long(12)?),
                }),
                // The end of the sheet.
                0x82 => is_whole = true,
                _ => {}
            }
            Some(())
        });
        if *left == usize::MAX {
            return Err(too_many_cells());
        }
        if done.is_none() {
            is_whole = false;
            break;
        }
    }
    if !is_whole {
        sheet.failure = Some("dữ liệu bị đứt quãng (broken records)".to_owned());
    }
    Ok(())
}

/// What a cell holds: `None` where the record is broken, `Some(None)` for a blank.
fn value(record: &Record<'_>, shared: &Shared) -> Option<Option<Value>> {
    let format = (record.long(4)? & 0x00FF_FFFF) as usize;
    let is_day = shared.formats.get(format).copied().unwrap_or(IsDay::No);
    let number = |number| Some(serial::value(number, is_day, shared.epoch));
    Some(match record.kind {
        0x02 => number(record.packed(8)?),
        0x03 | 0x0B => Some(Value::Error(error(record.byte(8)?).into())),
        0x04 | 0x0A => Some(Value::Bool(record.byte(8)? != 0)),
        0x05 | 0x09 => number(record.double(8)?),
        0x07 => text(shared.strings.get(record.long(8)? as usize)?),
        // 0x06 and 0x08: a text of the cell's own, and that of a formula.
        _ => text(&record.text(8)?),
    })
}

/// The error value of this number.
pub(super) fn error(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#DATA!",
        _ => "#ERROR!",
    }
}

/// Whether each cell format shows a day: the formats that are written out come before the cells' own.
fn formats(styles: &[u8]) -> Vec<IsDay> {
    let mut codes = BTreeMap::new();
    let mut formats = Vec::new();
    let mut is_of_cells = false;
    for record in Records::new(styles).flatten() {
        match record.kind {
            0x2C => {
                if let (Some(number), Some(code)) = (record.short(0), record.text(2)) {
                    codes.insert(number, IsDay::of_code(&code));
                }
            }
            0x269 => is_of_cells = true,
            0x26A => is_of_cells = false,
            0x2F if is_of_cells => {
                let number = record.short(2).unwrap_or_default();
                let is_day = codes.get(&number).copied();
                formats.push(is_day.unwrap_or_else(|| IsDay::built_in(number)));
            }
            _ => {}
        }
    }
    formats
}

/// The part of each relation.
fn targets(relations: &str) -> BTreeMap<String, String> {
    let mut reader = Reader::from_str(relations);
    let mut targets = BTreeMap::new();
    while let Ok(event) = reader.read_event() {
        let element = match event {
            Event::Start(element) | Event::Empty(element) => element,
            Event::Eof => break,
            _ => continue,
        };
        let (mut id, mut target) = (None, None);
        for attribute in element.attributes().flatten() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::default()).ok();
            match attribute.key.local_name().as_ref() {
                "Id" => id = value.map(|value| value.into_owned()),
                "Target" => target = value.map(|value| value.into_owned()),
                _ => {}
            }
        }
        if let (Some(id), Some(target)) = (id, target) {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{}", target.trim_start_matches("./")),
            };
            targets.insert(id, path);
        }
    }
    targets
}

/// A part of the package, whatever the case of its name.
///
/// # Errors
/// It is there and cannot be read.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Refused> {
    let is_it = |found: &Cow<'_, str>| found.eq_ignore_ascii_case(name);
    let Some(found) = archive.file_names().flatten().find(is_it).map(Cow::into_owned) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let part = archive.by_name(&found).map_err(damaged)?;
    part.take(MOST_BYTES).read_to_end(&mut bytes).map_err(damaged)?;
    Ok(Some(bytes))
}
