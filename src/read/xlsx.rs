//! .xlsx and .xlsm: cells streamed by calamine, the rest from the parts themselves.

mod fonts;
mod parts;

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

pub(super) use self::fonts::faces;
use self::parts::Package;
use super::{MOST_CELLS, Refused, Sheet, Value, Workbook, damaged};
use crate::domain::lang::Words;
use crate::domain::place::Cell;

/// Reads an .xlsx or .xlsm.
///
/// # Errors
/// Why nothing of it could be read.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let package = Package::open(bytes)?;
    if let Some((claimed, size)) = package.claimed_strings()
        && size < claimed
    {
        return Err(damaged("sharedStrings"));
    }
    let mut reader = match Xlsx::new(Cursor::new(package.bytes())) {
        Ok(reader) => reader,
        Err(XlsxError::Password) => return Err(Refused::Password),
        Err(error) => return Err(damaged(error)),
    };
    let mut left = MOST_CELLS;
    let mut sheets = Vec::new();
    for metadata in reader.sheets_metadata().to_vec() {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet {
            name: metadata.name.as_str().into(),
            is_hidden: metadata.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        read_cells(&mut reader, &mut sheet, &mut left)?;
        let extras = package.extras(&metadata.name);
        sheet.merges = extras.merges;
        sheet.hidden_rows = extras.hidden_rows;
        sheet.hidden_columns = extras.hidden_columns;
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, remarks: Vec::new() })
}

/// Streams the cells of a sheet: a dense range of two far cells would ask for gigabytes.
fn read_cells(
    reader: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    left: &mut usize,
) -> Result<(), Refused> {
    let name = sheet.name.clone();
    let mut cells = match reader.worksheet_cells_reader(&name) {
        Ok(cells) => cells,
        Err(error) => {
            sheet.failure = Some(error.to_string());
            return Ok(());
        }
    };
    let mut is_ordered = true;
    loop {
        let record = match cells.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => {
                sheet.failure = Some(error.to_string());
                break;
            }
        };
        let Some(value) = value(&record.value, record.formula.is_some()) else { continue };
        *left = left.checked_sub(1).ok_or_else(|| {
            Refused::OverLimits(Words::new(
                format!("hơn {MOST_CELLS} ô có nội dung"),
                format!("more than {MOST_CELLS} cells that hold something"),
            ))
        })?;
        let cell = Cell::new(record.pos.0, record.pos.1);
        is_ordered &= sheet.cells.last().is_none_or(|(last, _)| *last < cell);
        sheet.cells.push((cell, value));
    }
    if !is_ordered {
        // A cell given twice: the later one is what Excel shows.
        sheet.cells.reverse();
        sheet.cells.sort_by_key(|(cell, _)| *cell);
        sheet.cells.dedup_by_key(|(cell, _)| *cell);
    }
    Ok(())
}

/// What a cell holds; `None` for a blank one. An empty text as the result of a formula is a blank.
fn value(value: &DataRef<'_>, is_formula: bool) -> Option<Value> {
    Some(match value {
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) => text_value(text)?,
        DataRef::SharedString(text) => text_value(text)?,
        DataRef::Bool(yes) => Value::Bool(*yes),
        DataRef::DateTime(date) => match date.as_datetime() {
            Some(date) => Value::Date(date),
            None => Value::Number(date.as_f64()),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_value(text)?,
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::Empty if is_formula => Value::NoResult,
        DataRef::Empty => return None,
    })
}

fn text_value(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.into()))
}
