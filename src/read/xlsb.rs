//! .xlsb: the parts of an .xlsx as binary records. Read here and not by calamine, which passes over the errors of formulas,
//! the second of two sheets of one name, merged and hidden cells, and stops at records it does not expect.

mod formula;
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
use super::locks::Locks;
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

/// The records of cells whose value a formula gave.
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
    let mut formulas = formula::Told::default();
    // That the sheet is protected is said behind its cells.
    if Records::new(bytes).flatten().any(|record| is_protection(&record)) {
        sheet.locks = Locks::protected();
    }
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
                    // A row with a style of its own.
                    if flags & 0x40 != 0 {
                        sheet.locks.row(row, shared.styles.of_cell(record.long(4)?).is_open);
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
                    sheet.locks.cell(at, style.is_open);
                    let (value, is_struck) = value(&record, from + 4, style.code.is_day, shared)?;
                    if let Some(value) = value {
                        refused = left.take(&value).err();
                        let mut look = style.look(&value);
                        if is_struck {
                            look.get_or_insert_default().unseen.get_or_insert(Unseen::Struck);
                        }
                        sheet.looks.extend(look.map(|look| (at, look)));
                        if FORMULAS.contains(&record.kind) {
                            formulas.take(&record, at, &mut sheet.formulas);
                        }
                        sheet.cells.push((at, value));
                    }
                }
                0x1AB => formulas.take_shared(&record, &mut sheet.formulas),
                0x3C => {
                    let (first, last) = (record.long(0)?, record.long(4)?.min(LAST.column));
                    sheet.locks.columns(
                        first,
                        last,
                        shared.styles.of_cell(record.long(12)?).is_open,
                    );
                    if record.byte(16)? & 1 != 0 || record.long(8)? < NARROWEST {
                        hidden.push(first..last + 1);
                    }
                }
                0x218 => open(&record, &mut sheet.locks)?,
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
    formulas.put(&mut sheet.formulas);
    sheet.hidden_columns = each_once(hidden);
    if !is_whole {
        sheet.failure = Some("dữ liệu bị đứt quãng (broken records)".to_owned());
    }
    Ok(())
}

/// Whether a record says that the sheet is protected; with a password of a later kind it says nothing else.
fn is_protection(record: &Record<'_>) -> bool {
    record.kind == 0x217 && record.long(2).is_some_and(|is_locked| is_locked != 0)
        || record.kind == 0x2A6
}

/// The ranges of a protected sheet that anybody may type into.
fn open(record: &Record<'_>, locks: &mut Locks) -> Option<()> {
    for number in 0..record.long(2)? {
        let at = 6 + 16 * usize::try_from(number).ok()?;
        let [first, last, left, right] = [0, 4, 8, 12].map(|place| record.long(at + place));
        locks.open(Area { from: Cell::new(first?, left?), to: Cell::new(last?, right?) });
    }
    Some(())
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

    /// Styles of cells: one that is locked, and one that is open.
    const STYLES: [&[u8]; 3] = [
        &[0xE9, 0x04, 0],
        &[0x2F, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0],
        &[0x2F, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0, 0],
    ];

    fn sheet(records: &[Vec<u8>]) -> Sheet {
        let mut sheet = Sheet::default();
        let shared = Shared {
            epoch: Epoch::Y1900,
            strings: Strings { texts: vec!["Dự án 1".into()], ..Strings::default() },
            styles: styles::read(&STYLES.concat()),
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
    fn what_formulas_say_is_read_also_where_cells_share_one() {
        let number = |of: u32| of.to_le_bytes();
        let cell = |column: u32, tokens: &[u8], behind: &[u8]| {
            let value = 1.5_f64.to_le_bytes();
            let head = [&number(column)[..], &[0; 4], &value, &[0; 2]].concat();
            let length = number(tokens.len() as u32);
            record(0x09, &[&head[..], &length, tokens, behind].concat())
        };
        let sum = |kind: u8, rows: [u32; 2], column: u16| {
            let columns = [column.to_le_bytes(), column.to_le_bytes()].concat();
            let area = [&[kind][..], &number(rows[0]), &number(rows[1]), &columns].concat();
            [&area[..], &[0x19, 0x10, 0, 0]].concat()
        };
        let row = record(0x00, &[&number(0)[..], &[0; 13]].concat());
        // B1 and C1 share the formula that stands behind B1.
        let behind = [number(4), number(1)].concat();
        let sharing = |column: u32| cell(column, &[&[0x01][..], &number(0)].concat(), &behind);
        let tokens = sum(0x2D, [1, 4], 0xC000);
        let content = [&[0; 16][..], &number(tokens.len() as u32), &tokens].concat();
        let shared = [&[0xAB, 0x03, content.len() as u8], &content[..]].concat();
        let own = cell(0, &sum(0x25, [1, 4], 0xC000), &[]);
        let unknown = cell(3, &[0x23, 1, 0, 0, 0], &[]);
        let sheet = sheet(&[row, own, sharing(1), shared, sharing(2), unknown]);
        let says = |cell: &str| sheet.formulas.says(cell.parse().unwrap()).map(|(text, _)| text);
        let want = [Some("SUM(A2:A5)"), Some("SUM(B2:B5)"), Some("SUM(B2:B5)"), None];
        assert_eq!(["A1", "B1", "C1", "D1"].map(says), want);
        assert!(sheet.formulas.contains("D1".parse().unwrap()));
    }

    #[test]
    fn cells_are_locked_where_the_sheet_is_protected_and_nothing_opens_them() {
        let cell = |column: u8, style: u8| record(0x01, &[column, 0, 0, 0, style, 0, 0, 0]);
        let locked = |kind: u16, is_locked: u8| {
            let protection =
                [kind as u8 & 0x7F | 0x80, (kind >> 7) as u8, 6, 0, 0, is_locked, 0, 0, 0];
            let open = [[1_u32, 1].map(u32::to_le_bytes), [3, 3].map(u32::to_le_bytes)].concat();
            let open = [&[0x98, 0x04, 22, 0, 0, 1, 0, 0, 0][..], &open.concat()].concat();
            let row = record(0x00, &[0; 17]);
            let records = [row, cell(0, 0), cell(1, 1), protection.to_vec(), open];
            let sheet = sheet(&records);
            ["A1", "B1", "A2", "D2"].map(|cell| sheet.locks.contains(cell.parse().unwrap()))
        };
        assert_eq!(locked(0x217, 1), [true, false, true, false]);
        assert_eq!(locked(0x217, 0), [false; 4]);
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
