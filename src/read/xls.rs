//! .xls of Excel 5.0 to 2003: cells and merges by calamine, out of the one stream that is the workbook.

mod stream;
mod styles;

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use self::stream::Stream;
pub(super) use self::stream::{NO_KIND, Records, long, short};
use super::{About, Area, Refused, Remark, Room, Sheet, Value, Workbook, damaged, text};
use crate::domain::lang::words;
use crate::domain::place::Cell;

/// Reads an .xls.
///
/// # Errors
/// Why nothing of it could be read: of a damaged one calamine gives all sheets or none.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let Stream { package, sheets: mut extras, styles, embedded } = Stream::open(bytes)?;
    let mut reader = match Xls::new(Cursor::new(&*package)) {
        Ok(reader) => reader,
        Err(XlsError::Password) => return Err(Refused::Password),
        Err(error) => return Err(damaged(error)),
    };
    let mut left = Room::default();
    let mut workbook = Workbook::default();
    let all = reader.sheets_metadata().to_vec();
    extras.resize_with(all.len(), Default::default);
    let mut formulas = BTreeSet::new();
    for (metadata, extras) in all.iter().zip(extras) {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let name = extras.named_as.and_then(|earlier| all.get(earlier)).unwrap_or(metadata);
        let mut sheet = Sheet {
            name: name.name.as_str().into(),
            is_hidden: metadata.visible != SheetVisible::Visible,
            hidden_rows: extras.hidden_rows,
            hidden_columns: extras.hidden_columns,
            locks: extras.locks,
            failure: (!extras.is_whole).then(|| {
                "tệp .xls bị hỏng hoặc chép thiếu, có thể thiếu số liệu (cut off)".to_owned()
            }),
            ..Sheet::default()
        };
        read_cells(&mut reader, &metadata.name, &extras.texts, &mut sheet, &mut left)?;
        let looks = extras
            .styled
            .into_iter()
            .filter_map(|(cell, style)| Some((cell, styles.get(style)?.look(sheet.get(cell)?)?)));
        sheet.looks = looks.collect();
        let said = extras.are_formulas_near.then(|| reader.worksheet_formula(&metadata.name));
        let said = said.and_then(Result::ok).unwrap_or_default();
        for &cell in &extras.formulas {
            let text = said.get_value((cell.row, cell.column));
            let text = text.and_then(|text| sheet.formulas.keep(cell, text));
            sheet.formulas.push(cell, text);
        }
        let number = workbook.sheets.len();
        formulas.extend(extras.formulas.into_iter().map(|cell| (number, cell)));
        workbook.sheets.push(sheet);
    }
    mark_never_calculated(&mut workbook.sheets, &formulas);
    if 0 < embedded {
        workbook.remarks.push(Remark {
            about: About::Embedded,
            sheet: None,
            cell: None,
            words: words!(
                "Trong tệp có nhúng {embedded} sổ tính khác; chỉ đọc sổ tính chính",
                "{embedded} other workbooks are embedded in the file; only its own is read";
                embedded
            ),
        });
    }
    Ok(workbook)
}

fn read_cells(
    reader: &mut Xls<Cursor<&[u8]>>,
    name: &str,
    texts: &[Cell],
    sheet: &mut Sheet,
    left: &mut Room,
) -> Result<(), Refused> {
    let range = match reader.worksheet_range(name) {
        Ok(range) => range,
        Err(error) => {
            sheet.failure = Some(error.to_string());
            return Ok(());
        }
    };
    let from = range.start().unwrap_or_default();
    for (row, column, held) in range.used_cells() {
        let Some(value) = value(held) else { continue };
        left.take(&value)?;
        sheet.cells.push((Cell::new(from.0 + row as u32, from.1 + column as u32), value));
    }
    let is_lost = |cell: &&Cell| {
        let held = range.get_value((cell.row, cell.column));
        held.is_none_or(|held| *held == Data::Empty)
    };
    if let Some(cell) = texts.iter().find(is_lost) {
        let lost = format!("ô {cell} trỏ tới chữ không có trong tệp (no such text)");
        sheet.failure.get_or_insert(lost);
    }
    for area in reader.merge_cells_by_sheet_name(name).unwrap_or_default() {
        let (from, to) = (area.start, area.end);
        sheet.merges.push(Area { from: Cell::new(from.0, from.1), to: Cell::new(to.0, to.1) });
    }
    Ok(())
}

/// A formula that shows nothing gave an empty text, as `=IF(A1=0,"",A1)` does. Where no formula of the whole workbook shows
/// anything, a program wrote them that does not calculate, and none of them has a result.
fn mark_never_calculated(sheets: &mut [Sheet], formulas: &BTreeSet<(usize, Cell)>) {
    if formulas.iter().any(|(sheet, cell)| sheets[*sheet].get(*cell).is_some()) {
        return;
    }
    for (sheet, cell) in formulas {
        sheets[*sheet].cells.push((*cell, Value::NoResult));
    }
}

/// What a cell holds; `None` for a blank one.
fn value(held: &Data) -> Option<Value> {
    Some(match held {
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::String(held) => text(held)?,
        Data::Bool(yes) => Value::Bool(*yes),
        Data::DateTime(date) => match date.as_datetime() {
            Some(day) => Value::Date(day),
            None => Value::Number(date.as_f64()),
        },
        Data::DateTimeIso(held) | Data::DurationIso(held) => text(held)?,
        Data::Error(error) => Value::Error(error.to_string().into()),
        // Rich text is of .xlsx alone.
        _ => return None,
    })
}
