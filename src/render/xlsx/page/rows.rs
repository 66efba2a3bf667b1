//! The rows of a sheet until it is finished.
//!
//! What is written can come in any order, and the decimals of an amount are known when all of its column are. The library
//! could hold the cells, at a hundred bytes each, of all sheets until the workbook is saved; or take them row by row, from
//! top to bottom, and put them into a file. So the cells wait here, packed to a tenth of that, and go out sheet by sheet.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ColNum, RowNum};
use serde::{Deserialize, Serialize};

use crate::render::xlsx::style::{Kind, Look};

/// What a cell holds.
#[derive(Serialize, Deserialize)]
pub(super) enum Content<'t> {
    /// Nothing, in its format.
    Blank,
    /// A text that a cell can hold.
    Text(&'t str),
    /// A number.
    Number(f64),
    /// A formula of ours, and its result.
    Formula(&'t str, &'t str),
    /// Where it leads, and its text.
    Link(&'t str, &'t str),
    /// A text over all cells down to this row and column.
    Merged(RowNum, ColNum, &'t str),
}

/// How a cell looks.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum Paint {
    /// Like its column.
    Column,
    /// A cell of a table.
    Cell(Look, Kind),
    /// A cell of a table with an amount, in đồng: all amounts of a column have one number of decimals.
    Amount(Look, Kind, i128),
    /// A format of the sheet, by its number.
    Own(usize),
}

/// The cells of a row in the order in which they were made.
#[derive(Default)]
pub(super) struct Cells(Vec<u8>);

impl Cells {
    /// Tells each of them.
    pub(super) fn each(
        &self,
        mut tell: impl FnMut(ColNum, Paint, Content<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut rest = &self.0[..];
        while !rest.is_empty() {
            let ((column, paint, content), behind) = postcard::take_from_bytes(rest)?;
            tell(column, paint, content)?;
            rest = behind;
        }
        Ok(())
    }
}

/// Rows that wait.
#[derive(Default)]
pub(super) struct Rows(BTreeMap<RowNum, Cells>);

impl Rows {
    /// Adds a cell.
    pub(super) fn add(
        &mut self,
        (row, column): (RowNum, ColNum),
        paint: Paint,
        content: Content<'_>,
    ) -> anyhow::Result<()> {
        let cells = &mut self.0.entry(row).or_default().0;
        *cells = postcard::to_extend(&(column, paint, content), std::mem::take(cells))?;
        Ok(())
    }

    /// All rows from top to bottom.
    pub(super) fn into_rows(self) -> impl Iterator<Item = (RowNum, Cells)> {
        self.0.into_iter()
    }
}
