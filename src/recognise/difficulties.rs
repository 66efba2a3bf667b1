//! Where a form asks for difficulties: a table whose heading says so, or columns beside the figures.

use std::collections::BTreeMap;
use std::ops::Range;

use super::heading::is_index_token;
use super::lexicon::{KeyColumn, Lexicon, heading_label};
use super::rows::Names;
use super::{Framed, signs};
use crate::domain::code::ComponentId;
use crate::domain::difficulty::Part;
use crate::domain::label::Label;
use crate::domain::place::{Area, Cell};
use crate::read::{Sheet, Value};

/// A place where difficulties are told, row by row.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The number of its sheet.
    pub sheet: u16,
    /// The last row of its heading.
    pub heading: u32,
    /// Its rows.
    pub rows: Range<u32>,
    /// The column of STT.
    pub number: Option<u32>,
    /// The column of codes.
    pub code: Option<u32>,
    /// The column of labels; a list of difficulties alone has none.
    pub label: Option<u32>,
    /// What is asked for in which column, from left to right; a difficulty, a cause or a proposal is among it.
    pub told: Vec<(Part, u32)>,
    /// The program that the sheet's name or title says.
    pub program: Option<ComponentId>,
    /// Whether it is a part of a table of figures.
    pub is_beside: bool,
}

/// A heading is short; a longer text is an instruction or a difficulty itself.
const LONGEST: usize = 120;

/// Finds where a sheet with these tables of figures asks for difficulties.
///
/// Only rows outside of the tables are searched, and what is asked beside figures was found with their headings: a
/// sheet of figures costs nothing.
pub(crate) fn find<'a>(
    number: u16,
    sheet: &Sheet,
    tables: impl Iterator<Item = &'a Framed>,
    lexicon: &Lexicon,
    names: &Names,
) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut taken: Vec<Range<u32>> = Vec::new();
    for framed in tables {
        taken.push(framed.heading.rows.start..framed.end);
        found.extend(beside(framed));
    }
    taken.sort_by_key(|rows| rows.start);
    let mut from = 0;
    for rows in taken.into_iter().chain(std::iter::once(u32::MAX..u32::MAX)) {
        if from < rows.start {
            between(number, sheet, from..rows.start, lexicon, &mut found);
        }
        from = from.max(rows.end);
    }
    let program = || names.program_in(&Label::new(&sheet.name));
    for asked in found.iter_mut().filter(|asked| !asked.is_beside) {
        asked.program = program();
    }
    found
}

/// What a table of figures asks for beside them.
fn beside(framed: &Framed) -> Option<Asked> {
    let heading = &framed.heading;
    is_asked(&heading.told).then(|| Asked {
        sheet: framed.sheet,
        heading: heading.rows.end - 1,
        rows: heading.body..framed.end,
        number: heading.number,
        code: heading.code,
        label: Some(heading.label),
        told: heading.told.clone(),
        program: framed.scope.program.clone(),
        is_beside: true,
    })
}

fn is_asked(told: &[(Part, u32)]) -> bool {
    told.iter().any(|(part, _)| matches!(part, Part::Difficulty | Part::Cause | Part::Proposal))
}

/// The tables of difficulties in these rows.
fn between(
    number: u16,
    sheet: &Sheet,
    rows: Range<u32>,
    lexicon: &Lexicon,
    found: &mut Vec<Asked>,
) {
    let first = found.len();
    for (row, cells) in sheet.rows(rows.clone()) {
        let open = found[first..].last_mut();
        if open.as_ref().is_some_and(|last| row < last.rows.start) {
            continue;
        }
        if let Some(asked) = table(number, sheet, row, rows.end, lexicon) {
            if let Some(last) = open {
                last.rows.end = last.rows.end.min(row);
            }
            found.push(asked);
        } else if let Some(last) = open.filter(|last| row < last.rows.end)
            && is_end(last, cells)
        {
            last.rows.end = row;
        }
    }
}

/// Whether a row ends a list: a signature, where no number or code makes it one more difficulty.
fn is_end(asked: &Asked, cells: &[(Cell, Value)]) -> bool {
    let is_key = |cell: &Cell| [asked.number, asked.code].contains(&Some(cell.column));
    !cells.iter().any(|(cell, _)| is_key(cell)) && cells.iter().any(|(_, value)| signs(value))
}

/// The table whose heading begins in this row.
fn table(number: u16, sheet: &Sheet, row: u32, end: u32, lexicon: &Lexicon) -> Option<Asked> {
    let cells = sheet.row(row);
    let texts = texts(cells)?;
    if texts.len() < 2 {
        return None;
    }
    let mut asked = Asked {
        sheet: number,
        heading: row,
        rows: row + 1..end,
        number: None,
        code: None,
        label: None,
        told: Vec::new(),
        program: None,
        is_beside: false,
    };
    let mut told: BTreeMap<u32, Part> = BTreeMap::new();
    for (column, text) in texts {
        let label = heading_label(text);
        if let Some(part) = lexicon.part(&label) {
            told.insert(column, part);
            continue;
        }
        match lexicon.key_column(&label) {
            Some(KeyColumn::Number) => asked.number = asked.number.or(Some(column)),
            Some(KeyColumn::Code) => asked.code = asked.code.or(Some(column)),
            // "Chương trình | Dự án | Khó khăn": the last one says most.
            Some(KeyColumn::Label | KeyColumn::Level) => asked.label = Some(column),
            _ => {}
        }
    }
    let keys = [asked.number, asked.code, asked.label].iter().flatten().count();
    let mut parts: Vec<Part> = told.values().copied().collect();
    parts.sort_unstable();
    parts.dedup();
    if told.is_empty() || keys + parts.len() < 2 {
        return None;
    }
    let bottom = below(sheet, row, &mut told, lexicon);
    asked.told = told.into_iter().map(|(column, part)| (part, column)).collect();
    asked.heading = bottom;
    let is_index = |row: u32| {
        let cells = sheet.row(row);
        !cells.is_empty() && cells.iter().all(|(_, value)| is_index_token(value))
    };
    asked.rows.start = if is_index(bottom + 1) { bottom + 2 } else { bottom + 1 };
    is_asked(&asked.told).then_some(asked)
}

/// The texts of a row that may be a heading: no number among them, none that is long.
fn texts(cells: &[(Cell, Value)]) -> Option<Vec<(u32, &str)>> {
    let text = |(cell, value): &'_ (Cell, Value)| match value {
        Value::Text(text) if text.len() <= LONGEST => Some((cell.column, cell.row)),
        _ => None,
    };
    if cells.len() < 2 || cells.iter().any(|cell| text(cell).is_none()) {
        return None;
    }
    let texts = cells.iter().filter_map(|(cell, value)| match value {
        Value::Text(text) if !text.trim().is_empty() => Some((cell.column, &**text)),
        _ => None,
    });
    Some(texts.collect())
}

/// The last row of the heading that begins in `row`. Where a heading is split below ("Kiến nghị": "Cấp huyện", "Cấp tỉnh"),
/// its columns all ask for the same.
fn below(sheet: &Sheet, row: u32, told: &mut BTreeMap<u32, Part>, lexicon: &Lexicon) -> u32 {
    let begins_here = |area: &&Area| area.from.row == row;
    let merged: Vec<&Area> = sheet.merges.iter().filter(begins_here).collect();
    let bottom = merged.iter().map(|area| area.to.row).max().unwrap_or(row);
    for (_, cells) in sheet.rows(row + 1..bottom + 1) {
        for (cell, value) in cells {
            let Value::Text(text) = value else { continue };
            let above = merged.iter().find(|area| {
                (area.from.column..=area.to.column).contains(&cell.column) && area.to.row < cell.row
            });
            let above = above.and_then(|area| told.get(&area.from.column).copied());
            if let Some(part) = lexicon.part(&heading_label(text)).or(above) {
                told.insert(cell.column, part);
            }
        }
    }
    bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Vec<Asked> {
        let mut sheet = Sheet::default();
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
                sheet.cells.push((Cell::new(row, column), Value::Text((*text).into())));
            }
        }
        let lexicon = Lexicon::new(&[]).unwrap();
        find(0, &sheet, [].iter(), &lexicon, &Names::default())
    }

    #[test]
    fn a_heading_row_makes_a_table_of_difficulties() {
        for heading in [
            &["STT", "Nội dung", "Khó khăn, vướng mắc", "Nguyên nhân", "Đề xuất, kiến nghị"][..],
            &["TT", "Dự án", "Tồn tại, hạn chế", "Nguyên nhân chậm giải ngân", "Kiến nghị"],
            &["Số TT", "Chương trình", "Vướng mắc", "Nguyên nhân", "Đề xuất hướng xử lý"],
        ] {
            let [asked] = &found(&[&["Biểu 03"], heading, &["1", "Dự án 2", "Chậm"]])[..]
            else {
                panic!("{heading:?}")
            };
            let told = [(Part::Difficulty, 2), (Part::Cause, 3), (Part::Proposal, 4)];
            assert_eq!((asked.told.as_slice(), asked.rows.start), (&told[..], 2), "{heading:?}");
            assert_eq!((asked.number, asked.label), (Some(0), Some(1)));
        }
    }

    #[test]
    fn titles_instructions_and_names_of_poor_communes_are_none() {
        for row in [
            &["KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ"][..],
            &[
                "Khó khăn, vướng mắc",
                "Nêu rõ khó khăn, nguyên nhân và đề xuất, kiến nghị của đơn vị đối với từng dự án, tiểu dự án; ghi cấp giải quyết",
            ],
            &["STT", "Xã đặc biệt khó khăn", "Số hộ"],
        ] {
            assert!(found(&[row, &["1", "Hòa Sơn"]]).is_empty(), "{row:?}");
        }
    }

    #[test]
    fn an_index_row_is_no_difficulty_and_a_signature_ends_the_list() {
        let found = found(&[
            &["STT", "Nội dung", "Khó khăn", "Kiến nghị"],
            &["A", "B", "1", "2"],
            &["1", "Dự án 2", "Chưa có hướng dẫn", ""],
            &["", "NGƯỜI LẬP BIỂU", "", "THỦ TRƯỞNG ĐƠN VỊ"],
            &["", "Ký tên"],
        ]);
        assert_eq!(found[0].rows, 2..3);
    }
}
