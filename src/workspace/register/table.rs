//! A flat table of `danh-muc.xlsx`: found by its heading row anywhere in its sheet, read by column, faults by cell.

use std::sync::Arc;

use crate::domain::label::Label;
use crate::domain::lang::Words;
use crate::domain::place::{Cell, Place};
use crate::read::{Sheet, Value, Workbook};

use super::super::faults::quoted;
use super::FILE;
use super::form::{Form, KnownBy, Wording, heading_label};
use super::slips;

/// The workbook and everything that was found wrong with it.
pub(super) struct Book<'a> {
    workbook: &'a Workbook,
    pub(super) faults: Vec<Words>,
}

/// A table that was found.
pub(super) struct Table<'a, C> {
    pub(super) sheet: &'a Sheet,
    /// The row of its headings, from 0.
    pub(super) heading: u32,
    columns: Vec<(C, u32)>,
}

/// A row of it.
pub(super) struct Row<'t, 'a, C> {
    pub(super) table: &'t Table<'a, C>,
    /// From 0.
    pub(super) index: u32,
}

/// A place in the file.
pub(super) fn place(sheet: Option<&Sheet>, cell: Option<Cell>) -> Place {
    let sheet = sheet.map(|sheet| Arc::clone(&sheet.name));
    Place { file: Some(FILE.into()), sheet, cell }
}

impl<'a> Book<'a> {
    pub(super) fn new(workbook: &'a Workbook) -> Book<'a> {
        Book { workbook, faults: Vec::new() }
    }

    /// Something is wrong at a place in the file.
    pub(super) fn wrong(
        &mut self,
        sheet: Option<&Sheet>,
        cell: Option<Cell>,
        vi: impl AsRef<str>,
        en: impl AsRef<str>,
    ) {
        let place = place(sheet, cell);
        let (vi, en) = (vi.as_ref(), en.as_ref());
        self.faults.push(Words::new(format!("{place}: {vi}"), format!("{place}: {en}")));
    }

    /// Finds a table. `None` where the file has none, or where it has faults that were noted.
    pub(super) fn table<C: Copy + PartialEq>(&mut self, form: &Form<C>) -> Option<Table<'a, C>> {
        let sheet = self.sheet(form)?;
        if let Some(failure) = &sheet.failure {
            self.wrong(
                Some(sheet),
                None,
                format!("không đọc hết được trang này: {failure}"),
                format!("this sheet cannot be read to its end: {failure}"),
            );
            return None;
        }
        let table = best_row(sheet, form);
        let slips = table.as_ref().and_then(|(table, _)| slips::of(table, form));
        match table {
            Some((table, repeated)) if slips.is_none() => {
                for cell in &repeated {
                    self.wrong(
                        Some(sheet),
                        Some(*cell),
                        "cột này lặp lại tên của một cột khác; đổi tên hoặc xóa một trong hai",
                        "this column has the heading of another one; rename or delete one of them",
                    );
                }
                repeated.is_empty().then_some(table)
            }
            Some((table, _)) if 1 < table.columns.len() => {
                let (cell, words) = slips.unwrap_or_default();
                self.wrong(Some(sheet), cell, words.vi, words.en);
                None
            }
            _ if sheet.cells.is_empty() => None,
            _ => {
                let names: Vec<String> =
                    form.headings.iter().map(|heading| quoted(heading.name)).collect();
                let names = names.join(", ");
                self.wrong(
                    Some(sheet),
                    None,
                    format!("không thấy dòng tiêu đề; cần một dòng có các cột {names}"),
                    format!("there is no heading row; one with these columns is needed: {names}"),
                );
                None
            }
        }
    }

    /// The sheet of a table: by its name, else the only one that has all the headings.
    fn sheet<C: Copy + PartialEq>(&mut self, form: &Form<C>) -> Option<&'a Sheet> {
        let sheets = &self.workbook.sheets;
        let wanted = Label::new(form.sheet);
        let named = sheets.iter().find(|sheet| Label::new(&sheet.name) == wanted);
        if named.is_some() || form.known_by == KnownBy::Name {
            return named;
        }
        let has_all = |sheet: &&Sheet| {
            best_row(sheet, form).is_some_and(|(table, _)| {
                form.required().all(|heading| table.place(heading.column).is_some())
            })
        };
        let found: Vec<&Sheet> = sheets.iter().filter(has_all).collect();
        if 1 < found.len() {
            let names: Vec<String> = found.iter().map(|sheet| quoted(&sheet.name)).collect();
            let (names, wanted) = (names.join(", "), form.sheet);
            self.wrong(
                None,
                None,
                format!(
                    "các trang {names} đều có bảng này; đổi tên trang cần dùng thành \"{wanted}\""
                ),
                format!(
                    "{names} all have this table; rename the sheet that counts to \"{wanted}\""
                ),
            );
            return None;
        }
        found.first().copied()
    }
}

impl<'a, C: Copy + PartialEq> Table<'a, C> {
    /// Where a column stands, from 0.
    pub(super) fn place(&self, column: C) -> Option<u32> {
        self.columns.iter().find(|(at, _)| *at == column).map(|(_, place)| *place)
    }

    /// Whether one of its columns stands there, from 0.
    pub(super) fn is_column(&self, place: u32) -> bool {
        self.columns.iter().any(|(_, own)| *own == place)
    }

    /// The cell of a heading.
    pub(super) fn heading_of(&self, column: C) -> Option<Cell> {
        self.place(column).map(|place| Cell::new(self.heading, place))
    }

    /// The rows below the headings that hold something in one of the table's columns.
    pub(super) fn rows<'t>(&'t self) -> impl Iterator<Item = Row<'t, 'a, C>> {
        let mut last = self.heading;
        self.sheet.cells.iter().filter_map(move |(cell, _)| {
            if cell.row <= last {
                return None;
            }
            last = cell.row;
            let row = Row { table: self, index: cell.row };
            let is_blank = self.columns.iter().all(|(column, _)| row.is_blank(*column));
            (!is_blank).then_some(row)
        })
    }
}

impl<'t, C: Copy + PartialEq> Row<'t, '_, C> {
    /// The cell of a column; `None` where the table has no such column.
    pub(super) fn cell(&self, column: C) -> Option<Cell> {
        self.table.place(column).map(|place| Cell::new(self.index, place))
    }

    /// What the cell holds; white space is nothing.
    pub(super) fn value(&self, column: C) -> Option<&'t Value> {
        let value = self.table.sheet.get(self.cell(column)?)?;
        let is_blank = matches!(value, Value::Text(text) if text.trim().is_empty());
        (!is_blank).then_some(value)
    }

    pub(super) fn is_blank(&self, column: C) -> bool {
        self.value(column).is_none()
    }
}

/// The row that has the most of the headings, the first of several; and the cells that repeat one.
fn best_row<'a, C: Copy + PartialEq>(
    sheet: &'a Sheet,
    form: &Form<C>,
) -> Option<(Table<'a, C>, Vec<Cell>)> {
    let mut best: Option<(Table<'a, C>, Vec<Cell>)> = None;
    for row in sheet.cells.chunk_by(|(a, _), (b, _)| a.row == b.row) {
        let texts = row.iter().filter_map(|(cell, value)| match value {
            Value::Text(text) => Some((*cell, heading_label(text))),
            _ => None,
        });
        let texts: Vec<(Cell, Label)> = texts.collect();
        let mut table = Table { sheet, heading: row[0].0.row, columns: Vec::new() };
        let mut repeated = Vec::new();
        // What is called by its own name goes before other wordings, which may be another column here.
        for wording in [Wording::Own, Wording::Other] {
            let placed = table.columns.clone();
            for (cell, label) in &texts {
                let Some(column) = form.column(label, wording) else { continue };
                if placed.iter().any(|(known, _)| *known == column) {
                    continue;
                }
                if table.place(column).is_some() {
                    repeated.push(*cell);
                } else {
                    table.columns.push((column, cell.column));
                }
            }
        }
        let known = best.as_ref().map_or(0, |(best, _)| best.columns.len());
        if known < table.columns.len() {
            best = Some((table, repeated));
        }
    }
    best
}
