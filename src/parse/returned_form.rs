//! The sheet "Cần sửa" of a return form that came back: what the unit explains there, cell by cell or rule by rule.

use crate::domain::label::Label;
use crate::domain::mark;
use crate::domain::place::Cell;
use crate::domain::submission::{Said, Submission};
use crate::read::{Sheet, Value, Workbook};

/// Takes the explanations into the submission. A row without a text says nothing.
pub(super) fn explanations(workbook: &Workbook, submission: &mut Submission) {
    let Some(sheet) = workbook.sheets.iter().find(|sheet| *sheet.name == *mark::MEND) else {
        return;
    };
    let Some((heading, [code, place, reason])) = columns(sheet) else { return };
    for (row, _) in sheet.rows(heading + 1..u32::MAX) {
        let text = |column: u32| sheet.text(Cell::new(row, column)).trim().to_owned();
        let (said, place) = (text(reason), text(place));
        match linked(workbook, &place) {
            _ if said.is_empty() => {}
            Some((number, cell)) => {
                submission.explanations.push(Said {
                    sheet: number,
                    row: cell.row,
                    text: said.into(),
                });
            }
            None => submission.answers.push((text(code), said)),
        }
    }
}

/// The number of the sheet and the cell of `Vốn đầu tư!K12`.
fn linked(workbook: &Workbook, place: &str) -> Option<(u16, Cell)> {
    let (name, cell) = place.rsplit_once('!')?;
    let number = workbook.sheets.iter().position(|sheet| *sheet.name == *name)?;
    Some((u16::try_from(number).ok()?, cell.parse().ok()?))
}

/// The row of the headings, and the columns of the rules, the places and the explanations.
fn columns(sheet: &Sheet) -> Option<(u32, [u32; 3])> {
    let wanted = [mark::MEND_CODE, mark::MEND_PLACE, mark::MEND_REASON].map(Label::new);
    sheet.rows(0..u32::MAX).find_map(|(row, cells)| {
        let column = |wanted: &Label| {
            let is_it =
                |value: &Value| matches!(value, Value::Text(text) if Label::new(text) == *wanted);
            cells.iter().find(|(_, value)| is_it(value)).map(|(cell, _)| cell.column)
        };
        let [code, place, reason] = &wanted;
        Some((row, [column(code)?, column(place)?, column(reason)?]))
    })
}
