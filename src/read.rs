//! Workbook → sheets of raw cells at absolute positions; the only door to calamine.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::domain::place::Cell;

/// What a cell holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A number, a formula's result included.
    Number(f64),
    /// A text.
    Text(Box<str>),
    /// A yes or no.
    Bool(bool),
    /// A day, perhaps with a time.
    Date(NaiveDateTime),
    /// An error value: `#REF!`.
    Error(Box<str>),
    /// A formula without a stored result.
    NoResult,
}

/// A merged range, both corners included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Area {
    /// Top left.
    pub from: Cell,
    /// Bottom right.
    pub to: Cell,
}

impl Area {
    /// Whether the cell lies in it.
    pub fn contains(&self, cell: Cell) -> bool {
        (self.from.row..=self.to.row).contains(&cell.row)
            && (self.from.column..=self.to.column).contains(&cell.column)
    }
}

/// A worksheet: only the cells that hold something, row by row.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is hidden (or very hidden).
    pub is_hidden: bool,
    /// Its cells, by row and then column; no cell twice.
    pub cells: Vec<(Cell, Value)>,
    /// Its merged ranges.
    pub merges: Vec<Area>,
    /// Hidden rows, ascending.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, ascending.
    pub hidden_columns: Vec<u32>,
    /// Why it could not be read (to the end), where that is so.
    pub failure: Option<String>,
}

/// A workbook as it was read.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// Its worksheets, in their order.
    pub sheets: Vec<Sheet>,
}

impl Sheet {
    /// What the cell holds.
    pub fn get(&self, cell: Cell) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&cell, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }

    /// The text of the cell; empty where it holds none.
    pub fn text(&self, cell: Cell) -> &str {
        match self.get(cell) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}
