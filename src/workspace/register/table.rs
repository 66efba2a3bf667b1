//! A flat table of `danh-muc.xlsx`: found by its heading row anywhere in its sheet, read by column, faults by cell.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::label::{Label, composed};
use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::read::{Sheet, Value, Workbook};

use super::super::faults::quoted;
use super::FILE;

/// The workbook and everything that was found wrong with it.
pub(super) struct Book<'a> {
    workbook: &'a Workbook,
    pub(super) faults: Vec<Words>,
}

/// A column of a table, as the office calls it.
pub(super) struct Heading<C> {
    pub(super) column: C,
    /// As the contract writes it.
    pub(super) name: &'static str,
    /// Labels of other wordings.
    pub(super) also: &'static [&'static str],
    pub(super) need: Need,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// What a table is called and how its columns are.
pub(super) struct Form<C: 'static> {
    /// The name of its sheet.
    pub(super) sheet: &'static str,
    pub(super) headings: &'static [Heading<C>],
    /// Whether its headings say enough to find it in a sheet of another name.
    pub(super) known_by: KnownBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// Its sheet's name only.
    Name,
    /// The name, else the headings.
    Headings,
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
    table: &'t Table<'a, C>,
    /// From 0.
    pub(super) index: u32,
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
        let sheet = sheet.map(|sheet| Arc::clone(&sheet.name));
        let place = Place { file: Some(FILE.into()), sheet, cell };
        let (vi, en) = (vi.as_ref(), en.as_ref());
        self.faults.push(Words::new(format!("{place}: {vi}"), format!("{place}: {en}")));
    }

    /// Finds a table. `None` where the file has none, or where it has faults that were noted.
    pub(super) fn table<C: Copy + PartialEq>(&mut self, form: &Form<C>) -> Option<Table<'a, C>> {
        let wanted = Label::new(form.sheet);
        let named = self.workbook.sheets.iter().find(|sheet| Label::new(&sheet.name) == wanted);
        let Some(sheet) = named else { return self.unnamed(form) };
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
        let missing = |table: &Table<'_, C>| {
            form.headings
                .iter()
                .filter(|heading| heading.need == Need::Required)
                .filter(|heading| table.place(heading.column).is_none())
                .map(|heading| format!("\"{}\"", heading.name))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match table {
            Some((table, repeated)) if missing(&table).is_empty() => {
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
                let (missing, row) = (missing(&table), table.heading + 1);
                self.wrong(
                    Some(sheet),
                    None,
                    format!(
                        "dòng tiêu đề (dòng {row}) thiếu cột {missing}; thêm cột với đúng tên đó"
                    ),
                    format!("the heading row ({row}) lacks {missing}; add a column of that name"),
                );
                None
            }
            _ if sheet.cells.is_empty() => None,
            _ => {
                let names: Vec<String> =
                    form.headings.iter().map(|heading| format!("\"{}\"", heading.name)).collect();
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

    /// A table in a sheet of another name.
    fn unnamed<C: Copy + PartialEq>(&mut self, form: &Form<C>) -> Option<Table<'a, C>> {
        if form.known_by == KnownBy::Name {
            return None;
        }
        let is_whole = |table: &Table<'_, C>| {
            let required = form.headings.iter().filter(|heading| heading.need == Need::Required);
            required.map(|heading| heading.column).all(|column| table.place(column).is_some())
        };
        let tables = self.workbook.sheets.iter().filter_map(|sheet| best_row(sheet, form));
        let mut tables: Vec<Table<'a, C>> =
            tables.map(|(table, _)| table).filter(is_whole).collect();
        if 1 < tables.len() {
            let names: Vec<String> = tables.iter().map(|table| quoted(&table.sheet.name)).collect();
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
        }
        if tables.len() == 1 { tables.pop() } else { None }
    }

    /// The text of a cell in NFC; a number as it is shown. Blank where it holds nothing or cannot be used.
    pub(super) fn text<C: Copy + PartialEq>(&mut self, row: &Row<'_, '_, C>, column: C) -> String {
        match row.value(column) {
            None => String::new(),
            Some(Value::Text(text)) => composed(text),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Date(day)) => day.format("%-d/%-m/%Y").to_string(),
            Some(Value::Bool(truth)) => truth.to_string(),
            Some(Value::Error(error)) => {
                let error = quoted(error);
                self.wrong_at(
                    row,
                    column,
                    format!("ô báo lỗi {error}; sửa công thức hoặc gõ lại giá trị"),
                    format!("the cell shows {error}; mend the formula or type the value"),
                );
                String::new()
            }
            Some(Value::NoResult) => {
                self.wrong_at(
                    row,
                    column,
                    "công thức chưa có kết quả; mở tệp bằng Excel rồi lưu lại, hoặc gõ giá trị vào ô",
                    "a formula without a result; open the file in Excel and save it, or type the value",
                );
                String::new()
            }
        }
    }

    /// The day in a cell; a blank is `None`, and so is what is no day: that is noted.
    pub(super) fn day<C: Copy + PartialEq>(
        &mut self,
        row: &Row<'_, '_, C>,
        column: C,
    ) -> Option<NaiveDate> {
        let day = match row.value(column)? {
            Value::Date(moment) => Some(moment.date()),
            Value::Number(_) => None,
            _ => match self.text(row, column).as_str() {
                "" => return None,
                text => match text.parse() {
                    Ok(Period::Day(day)) => Some(day),
                    _ => None,
                },
            },
        };
        // A number in the format of a date, or a slip of the year: no decision was signed in 1905.
        let day = day.filter(|day| Period::Day(*day).to_string().parse::<Period>().is_ok());
        if day.is_none() {
            let typed = quoted(&self.text(row, column));
            self.wrong_at(
                row,
                column,
                format!("{typed} không phải ngày; gõ theo dạng ngày/tháng/năm, ví dụ 15/01/2024"),
                format!("{typed} is no day; type day/month/year, such as 15/01/2024"),
            );
        }
        day
    }

    /// Something is wrong in a cell of a row.
    pub(super) fn wrong_at<C: Copy + PartialEq>(
        &mut self,
        row: &Row<'_, '_, C>,
        column: C,
        vi: impl AsRef<str>,
        en: impl AsRef<str>,
    ) {
        self.wrong(Some(row.table.sheet), row.cell(column), vi, en);
    }
}

impl<'a, C: Copy + PartialEq> Table<'a, C> {
    fn place(&self, column: C) -> Option<u32> {
        self.columns.iter().find(|(at, _)| *at == column).map(|(_, place)| *place)
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
        let mut table = Table { sheet, heading: row[0].0.row, columns: Vec::new() };
        let mut repeated = Vec::new();
        for (cell, value) in row {
            let Value::Text(text) = value else { continue };
            let Some(column) = form.column(text) else { continue };
            if table.place(column).is_some() {
                repeated.push(*cell);
            } else {
                table.columns.push((column, cell.column));
            }
        }
        let known = best.as_ref().map_or(0, |(best, _)| best.columns.len());
        if known < table.columns.len() {
            best = Some((table, repeated));
        }
    }
    best
}

impl<C: Copy> Form<C> {
    /// The column that a heading names; what stands in brackets behind it explains it only.
    fn column(&self, text: &str) -> Option<C> {
        let label = Label::new(text.split('(').next().unwrap_or_default());
        let is_named = |heading: &&Heading<C>| {
            Label::new(heading.name) == label || heading.also.contains(&label.as_str())
        };
        self.headings.iter().find(is_named).map(|heading| heading.column)
    }
}
