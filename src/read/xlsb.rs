//! .xlsb: the parts of an .xlsx as binary records. Read here and not by calamine, which passes over the errors of formulas,
//! the second of two sheets of one name, merged and hidden cells, and stops at records it does not expect.

mod records;
mod strings;
mod styles;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use self::records::{Record, Records};
use self::strings::Strings;
use self::styles::Styles;
use super::serial::{self, Epoch};
use super::shown::Unseen;
use super::{
    Area, MOST_BYTES, Refused, Room, Sheet, Value, Workbook, damaged, each_once, package, text,
};
use crate::domain::place::Cell;

/// The last row and column that a sheet has, from 0.
const LAST: Cell = Cell::new(1_048_575, 16_383);

/// In a row lower than this (in twentieths of a point) and a column narrower than this (in 256ths of a digit) nobody sees
/// anything.
const LOWEST: u16 = 20;
const NARROWEST: u32 = 77;

/// The records of cells whose value a formula gave; what it says is not read.
const FORMULAS: RangeInclusive<u32> = 0x08..=0x0B;

/// What all sheets share.
struct Shared {
    epoch: Epoch,
    strings: Strings,
    styles: Styles,
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
    let styles = styles::read(&part(&mut archive, "xl/styles.bin")?.unwrap_or_default());
    let strings = part(&mut archive, "xl/sharedStrings.bin")?.unwrap_or_default();
    let strings = strings::read(&strings, &styles)?;
    let mut shared = Shared { epoch: Epoch::Y1900, strings, styles };
    let mut left = Room::default();
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
        // What old macros left in the list points nowhere.
        if relation.is_empty() || target.is_some_and(|target| !target.contains("worksheets/")) {
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
    left: &mut Room,
) -> Result<(), Refused> {
    let (mut row, mut column) = (0, 0);
    let (mut is_whole, mut refused, mut hidden) = (false, None, Vec::new());
    for record in Records::new(bytes) {
        let done = record.ok().and_then(|record| {
            match record.kind {
                0x00 => {
                    row = record.long(0).filter(|row| *row <= LAST.row)?;
                    column = 0;
                    let flags = record.byte(11)?;
                    // A height of its own, not the default that some programs leave open.
                    let is_low = flags & 0x20 != 0 && record.short(8)? < LOWEST;
                    if flags & 0x10 != 0 || is_low {
                        sheet.hidden_rows.push(row);
                    }
                }
                // A short record says no column: its cell stands behind the one before.
                0x01..=0x12 | 0x3E => {
                    let is_short = (0x0C..=0x12).contains(&record.kind);
                    let from = if is_short { 0 } else { 4 };
                    if !is_short {
                        column = record.long(0)?;
                    }
                    let at = Cell::new(row, column);
                    if LAST.column < column {
                        return None;
                    }
                    column += 1;
                    let style = shared.styles.of_cell(record.long(from)? & 0x00FF_FFFF);
                    let (value, is_struck) = value(&record, from + 4, style.code.is_day, shared)?;
                    if let Some(value) = value {
                        refused = left.take(&value).err();
                        let mut look = style.look(&value);
                        if is_struck {
                            look.get_or_insert_default().unseen.get_or_insert(Unseen::Struck);
                        }
                        sheet.looks.extend(look.map(|look| (at, look)));
                        if FORMULAS.contains(&record.kind) {
                            sheet.formulas.push(at, None);
                        }
                        sheet.cells.push((at, value));
                    }
                }
                0x3C if record.byte(16)? & 1 != 0 || record.long(8)? < NARROWEST => {
                    let last = record.long(4)?.min(LAST.column);
                    hidden.push(record.long(0)?..last + 1);
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
        if let Some(refused) = refused {
            return Err(refused);
        }
        if done.is_none() {
            is_whole = false;
            break;
        }
    }
    sheet.hidden_columns = each_once(hidden);
    if !is_whole {
        sheet.failure = Some("dữ liệu bị đứt quãng (broken records)".to_owned());
    }
    Ok(())
}

/// What a cell holds whose value stands at `at`, and whether that is a text struck through: `None` where the record is
/// broken, `(None, _)` for a blank.
fn value(
    record: &Record<'_>,
    at: usize,
    is_day: bool,
    shared: &Shared,
) -> Option<(Option<Value>, bool)> {
    let number = |number| match is_day {
        true => serial::day(number, shared.epoch),
        false => Value::Number(number),
    };
    let value = match record.kind {
        0x01 | 0x0C => None,
        0x02 | 0x0D => Some(number(record.packed(at)?)),
        0x03 | 0x0B | 0x0E => Some(Value::Error(error(record.byte(at)?).into())),
        0x04 | 0x0A | 0x0F => Some(Value::Bool(record.byte(at)? != 0)),
        0x05 | 0x09 | 0x10 => Some(number(record.double(at)?)),
        0x07 | 0x12 => {
            let number = record.long(at)? as usize;
            let is_struck = shared.strings.struck.contains(&number);
            return Some((text(shared.strings.texts.get(number)?), is_struck));
        }
        0x3E => {
            let (said, is_struck) = strings::rich(record, at, &shared.styles)?;
            return Some((text(&said), is_struck));
        }
        // 0x06 and 0x11: a text of the cell's own; 0x08: that of a formula.
        _ => text(&record.text(at)?),
    };
    Some((value, false))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
        [&[kind, bytes.len() as u8], bytes].concat()
    }

    fn sheet(records: &[Vec<u8>]) -> Sheet {
        let mut sheet = Sheet::default();
        let shared = Shared {
            epoch: Epoch::Y1900,
            strings: Strings { texts: vec!["Dự án 1".into()], ..Strings::default() },
            styles: Styles::default(),
        };
        let bytes = [records.concat(), vec![0x82, 0x01, 0]].concat();
        read_sheet(&bytes, &shared, &mut sheet, &mut Room::default()).unwrap();
        sheet
    }

    #[test]
    fn where_formulas_stand_is_known() {
        let cell = |kind: u8, column: u8, value: &[u8]| {
            record(kind, &[&[column, 0, 0, 0, 0, 0, 0, 0][..], value].concat())
        };
        let number = 1.5_f64.to_le_bytes();
        let row = record(0x00, &[0; 17]);
        let sheet =
            sheet(&[row, cell(0x05, 0, &number), cell(0x09, 1, &number), cell(0x0B, 2, &[7])]);
        let is_formula = |cell: &str| sheet.formulas.contains(cell.parse().unwrap());
        assert_eq!(["A1", "B1", "C1"].map(is_formula), [false, true, true]);
        assert_eq!(sheet.cells.len(), 3);
    }

    #[test]
    fn short_cells_stand_behind_the_cell_before() {
        let row = |row: u8| record(0x00, &[&[row][..], &[0; 16]].concat());
        let style = [0; 4];
        let short = |kind: u8, value: &[u8]| record(kind, &[&style[..], value].concat());
        let letter = [1, 0, 0, 0, b'a', 0];
        let sheet = sheet(&[
            row(0),
            record(0x02, &[2, 0, 0, 0, 0, 0, 0, 0, 22, 0, 0, 0]),
            short(0x0D, &[26, 0, 0, 0]),
            short(0x0C, &[]),
            short(0x11, &letter),
            short(0x12, &[0; 4]),
            row(1),
            short(0x10, &1.5_f64.to_le_bytes()),
            short(0x0F, &[1]),
            short(0x0E, &[0x17]),
        ]);
        let cells: Vec<String> =
            sheet.cells.iter().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        let want = [
            "C1 Number(5.0)",
            "D1 Number(6.0)",
            "F1 Text(\"a\")",
            "G1 Text(\"Dự án 1\")",
            "A2 Number(1.5)",
            "B2 Bool(true)",
            "C2 Error(\"#REF!\")",
        ];
        assert_eq!(cells, want);
        assert_eq!(sheet.failure, None);
        assert!(sheet.hidden_rows.is_empty(), "a height that is left open is none");
    }
}
