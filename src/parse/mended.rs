//! What a unit explains on the sheet "Cần sửa" of a form that went back to it: said of the cell that the row links to.

use crate::domain::label::Label;
use crate::domain::mark;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value, Workbook};

/// The explanations: sheet and row of the cell that each speaks of, text. A row without a cell or a text says nothing.
pub fn explanations(workbook: &Workbook) -> Vec<(u16, u32, String)> {
    let Some(sheet) = workbook.sheets.iter().find(|sheet| *sheet.name == *mark::MEND) else {
        return Vec::new();
    };
    let Some((heading, place, reason)) = columns(sheet) else { return Vec::new() };
    let rows = sheet.rows(heading + 1..u32::MAX);
    let said = rows.filter_map(|(row, _)| {
        let text = sheet.text(Cell::new(row, reason)).trim();
        let (name, cell) = sheet.text(Cell::new(row, place)).trim().rsplit_once('!')?;
        let number = workbook.sheets.iter().position(|sheet| *sheet.name == *name)?;
        let cell: Cell = cell.parse().ok()?;
        (!text.is_empty())
            .then(|| Some((u16::try_from(number).ok()?, cell.row, text.to_owned())))?
    });
    said.collect()
}

/// The row of the headings, and the columns of the places and of the explanations.
fn columns(sheet: &Sheet) -> Option<(u32, u32, u32)> {
    let (wanted_place, wanted_reason) =
        (Label::new(mark::MEND_PLACE), Label::new(mark::MEND_REASON));
    sheet.rows(0..u32::MAX).find_map(|(row, cells)| {
        let column = |wanted: &Label| {
            let is_it =
                |value: &Value| matches!(value, Value::Text(text) if Label::new(text) == *wanted);
            cells.iter().find(|(_, value)| is_it(value)).map(|(cell, _)| cell.column)
        };
        Some((row, column(&wanted_place)?, column(&wanted_reason)?))
    })
}
