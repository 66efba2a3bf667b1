//! A sheet of an .ods while it is read: rows and cells that repeat are kept as long as they hold something.

use quick_xml::events::BytesStart;

use super::cell::Held;
use super::styles::Styles;
use super::{attribute, count};
use crate::domain::place::Cell;
use crate::read::locks::Locks;
use crate::read::shown::{Look, Unseen};
use crate::read::{Area, Refused, Room, Sheet, Value};

/// The rows and columns that a sheet has at most; LibreOffice fills up to them with one repeated row or cell.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// A sheet up to the cell that is being read.
pub(super) struct Table {
    sheet: Sheet,
    /// The row and column that come next.
    next: Cell,
    /// How many columns were described.
    columns: u32,
    /// The style of a column's cells that name none, by the column behind its last one.
    column_styles: Vec<(u32, String)>,
    row: Row,
    cell: Option<Held>,
    /// Hidden rows and columns, from the first to before the last: there may be a million, all empty.
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    repeats: u32,
    /// The style of its cells that name none.
    style: Option<String>,
    /// First column, how many of them, what each of them holds, and how it looks.
    cells: Vec<(u32, u32, Value, Option<Look>)>,
}

impl Table {
    /// An empty sheet.
    pub(super) fn new(name: &str, is_hidden: bool, is_protected: bool) -> Table {
        let locks = if is_protected { Locks::protected() } else { Locks::default() };
        Table {
            sheet: Sheet { name: name.into(), is_hidden, locks, ..Sheet::default() },
            next: Cell::new(0, 0),
            columns: 0,
            column_styles: Vec::new(),
            row: Row::default(),
            cell: None,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    /// An element of the sheet begins.
    pub(super) fn begin(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        // "collapse": hidden by hand; "filter": hidden by a filter.
        let is_hidden = || attribute(element, "visibility").is_some_and(|seen| seen != "visible");
        match name {
            "table-column" => {
                let from = self.columns;
                self.columns = from.saturating_add(count(element, "number-columns-repeated"));
                if is_hidden() {
                    self.hidden_columns.push((from, self.columns));
                }
                let style = attribute(element, "default-cell-style-name").unwrap_or_default();
                if from < self.columns {
                    let is_open = styles.of_cell(&style).is_some_and(|style| style.is_open);
                    self.sheet.locks.columns(from, self.columns - 1, is_open);
                }
                self.column_styles.push((self.columns, style));
            }
            "table-row" => {
                let repeats = count(element, "number-rows-repeated");
                if is_hidden() {
                    self.hidden_rows.push((self.next.row, self.next.row.saturating_add(repeats)));
                }
                let style = attribute(element, "default-cell-style-name");
                self.row = Row { repeats, style, cells: Vec::new() };
                self.next.column = 0;
            }
            "table-cell" | "covered-table-cell" => self.cell = Some(Held::new(element)),
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.begin(name, element, styles);
                }
            }
        }
    }

    /// A table begins inside the sheet.
    pub(super) fn hold_table(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.hold_table();
        }
    }

    /// Text of a cell.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text(text);
        }
    }

    /// An element of the sheet ends. `left` is what may still be read.
    ///
    /// # Errors
    /// There is more.
    pub(super) fn end(
        &mut self,
        name: &str,
        styles: &Styles,
        left: &mut Room,
    ) -> Result<(), Refused> {
        match name {
            "table-cell" | "covered-table-cell" => {
                let Some(mut held) = self.cell.take() else { return Ok(()) };
                self.merge(&held);
                let from = self.next.column;
                self.next.column = from.saturating_add(held.repeats).min(COLUMNS);
                let width = self.next.column - from;
                let is_struck = held.settle();
                let style = held.style.take().or_else(|| self.row.style.clone());
                if let Some(style) = &style {
                    let is_open = styles.of_cell(style).is_some_and(|style| style.is_open);
                    self.lock(from, width, is_open);
                }
                let style = style.or_else(|| self.column_style(from));
                let style = style.and_then(|style| styles.of_cell(&style));
                let formula = held.formula.clone();
                let Some(value) = held.value() else { return Ok(()) };
                let at = Cell::new(self.next.row, from);
                if let Some(formula) = formula {
                    let text = self.sheet.formulas.keep(at, &formula);
                    self.sheet.formulas.push(at, text);
                }
                let mut look = style.and_then(|style| style.look(&value));
                if is_struck {
                    look.get_or_insert_default().unseen.get_or_insert(Unseen::Struck);
                }
                if width == 0 {
                    let failure = format!("có ô vượt quá cột {COLUMNS} (columns beyond {COLUMNS})");
                    self.sheet.failure.get_or_insert(failure);
                }
                self.row.cells.push((from, width, value, look));
            }
            "table-row" => self.end_row(left)?,
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.end(name);
                }
            }
        }
        Ok(())
    }

    /// Cells from this column on, of the row that is being read, are open or not.
    fn lock(&mut self, from: u32, width: u32, is_open: bool) {
        if self.sheet.locks.is_empty() || width == 0 || ROWS <= self.next.row {
            return;
        }
        let last = self.next.row.saturating_add(self.row.repeats.max(1) - 1).min(ROWS - 1);
        let from = Cell::new(self.next.row, from);
        let to = Cell::new(last, from.column + width - 1);
        self.sheet.locks.cells(Area { from, to }, is_open);
    }

    /// The style that a column gives to cells that name none.
    fn column_style(&self, column: u32) -> Option<String> {
        let at = self.column_styles.partition_point(|(behind, _)| *behind <= column);
        self.column_styles.get(at).map(|(_, style)| style.clone())
    }

    fn merge(&mut self, held: &Held) {
        let (rows, columns) = held.spans;
        if rows <= 1 && columns <= 1 || COLUMNS <= self.next.column || ROWS <= self.next.row {
            return;
        }
        let last = |from: u32, length: u32, most: u32| {
            from.saturating_add(length.max(1) - 1).min(most - 1)
        };
        let to =
            Cell::new(last(self.next.row, rows, ROWS), last(self.next.column, columns, COLUMNS));
        self.sheet.merges.push(Area { from: self.next, to });
    }

    fn end_row(&mut self, left: &mut Room) -> Result<(), Refused> {
        let row = std::mem::take(&mut self.row);
        let from = self.next.row;
        self.next.row = from.saturating_add(row.repeats);
        if row.cells.is_empty() {
            return Ok(());
        }
        if ROWS < self.next.row {
            let failure = format!("có dòng vượt quá dòng {ROWS} (rows beyond {ROWS})");
            self.sheet.failure.get_or_insert(failure);
        }
        for row_index in from..self.next.row.min(ROWS) {
            for (column, width, value, look) in &row.cells {
                let width = *width as usize;
                left.take_times(width, value)?;
                let cells = (*column..).take(width).map(|column| Cell::new(row_index, column));
                if let Some(look) = look {
                    self.sheet.looks.extend(cells.clone().map(|cell| (cell, *look)));
                }
                self.sheet.cells.extend(cells.map(|cell| (cell, value.clone())));
            }
        }
        Ok(())
    }

    /// The sheet as far as it was read.
    pub(super) fn into_sheet(mut self) -> Sheet {
        let last = self.sheet.cells.last().map_or(0, |(cell, _)| cell.row);
        let rows = self.hidden_rows.into_iter().flat_map(|(from, to)| from..to.min(last + 1));
        self.sheet.hidden_rows = rows.collect();
        let columns = self.hidden_columns.into_iter().flat_map(|(from, to)| from..to.min(COLUMNS));
        self.sheet.hidden_columns = columns.collect();
        self.sheet
    }
}
