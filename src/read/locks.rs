//! Which cells of a protected sheet nobody may type into.

use serde::{Deserialize, Serialize};

use crate::domain::place::{Area, Cell};

/// So many stretches of cells are kept of a sheet; of one with more nothing is known.
const MOST_STRETCHES: usize = 1 << 20;

/// What a sheet locks: nothing, unless it is protected. Kept by stretches of cells that are alike, blank ones among them:
/// what may be filled in is blank.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Locks {
    is_protected: bool,
    /// Stretches of a row, or of rows that repeat it, and whether they are open; in order.
    cells: Vec<(Area, bool)>,
    /// What cells are that nothing is said of: by row, else by columns from the first to the last, else locked.
    rows: Vec<(u32, bool)>,
    columns: Vec<(u32, u32, bool)>,
    /// Ranges that are open whatever their cells say.
    open: Vec<Area>,
}

impl Locks {
    /// Of a protected sheet.
    pub(super) fn protected() -> Locks {
        Locks { is_protected: true, ..Locks::default() }
    }

    /// A cell of the sheet, or cells in a stretch, with the style that says whether they are open; row by row.
    pub(super) fn cells(&mut self, at: Area, is_open: bool) {
        if let Some((last, was_open)) = self.cells.last_mut()
            && *was_open == is_open
            && (last.from.row, last.to.row) == (at.from.row, at.to.row)
            && last.to.column + 1 == at.from.column
        {
            last.to.column = at.to.column;
            return;
        }
        self.cells.push((at, is_open));
        if MOST_STRETCHES < self.cells.len() {
            *self = Locks::default();
        }
    }

    /// The same of a single cell.
    pub(super) fn cell(&mut self, at: Cell, is_open: bool) {
        self.cells(Area { from: at, to: at }, is_open);
    }

    /// Whether the cells of a row are open that say nothing.
    pub(super) fn row(&mut self, row: u32, is_open: bool) {
        self.rows.push((row, is_open));
    }

    /// Whether the cells of these columns are open that say nothing.
    pub(super) fn columns(&mut self, from: u32, to: u32, is_open: bool) {
        if self.is_protected {
            self.columns.push((from, to, is_open));
            self.bound();
        }
    }

    /// Anybody may type into these cells.
    pub(super) fn open(&mut self, area: Area) {
        self.open.push(area);
        self.bound();
    }

    /// A cell is looked for in all of these: of a sheet with more than a form has nothing is known.
    fn bound(&mut self) {
        const MOST: usize = 500;
        if MOST < self.open.len().max(self.columns.len()) {
            *self = Locks::default();
        }
    }

    /// Puts them in the order of their cells.
    pub(super) fn sort(&mut self) {
        self.cells.sort_by_key(|(area, _)| (area.from, area.to));
        self.rows.sort_unstable();
    }

    /// Whether nothing is locked.
    pub fn is_empty(&self) -> bool {
        !self.is_protected
    }

    /// Whether nobody may type into the cell.
    pub fn contains(&self, cell: Cell) -> bool {
        let is_open = || {
            let own = || self.stretch(cell);
            let of_row = || {
                let found = self.rows.binary_search_by_key(&cell.row, |(row, _)| *row).ok()?;
                Some(self.rows[found].1)
            };
            let of_column = || {
                let here = |(from, to, _): &&(u32, u32, bool)| (*from..=*to).contains(&cell.column);
                self.columns.iter().find(here).map(|(.., is_open)| *is_open)
            };
            own().or_else(of_row).or_else(of_column).unwrap_or(false)
        };
        self.is_protected && !is_open() && !self.open.iter().any(|area| area.contains(cell))
    }

    fn stretch(&self, cell: Cell) -> Option<bool> {
        let from = self.cells.partition_point(|(area, _)| area.to.row < cell.row);
        let of_row = &self.cells[from..];
        let of_row = &of_row[..of_row.partition_point(|(area, _)| area.from.row <= cell.row)];
        let at = of_row.partition_point(|(area, _)| area.to.column < cell.column);
        let (area, is_open) = of_row.get(at)?;
        area.contains(cell).then_some(*is_open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_locked_unless_it_its_row_its_column_or_a_range_is_open() {
        let at = |cell: &str| cell.parse::<Cell>().unwrap();
        let mut locks = Locks::protected();
        for (cell, is_open) in [("B2", true), ("C2", true), ("D2", false), ("B3", false)] {
            locks.cell(at(cell), is_open);
        }
        locks.cells(Area { from: at("C5"), to: at("D9") }, true);
        locks.row(3, true);
        locks.columns(5, 6, true);
        locks.open(Area { from: at("A20"), to: at("A21") });
        locks.sort();
        let open = ["B2", "C2", "C5", "D9", "Z4", "F1", "G100", "A21"];
        let locked = ["A1", "D2", "B3", "B5", "E9", "C10", "H1", "A22"];
        assert_eq!(open.map(|cell| locks.contains(at(cell))), [false; 8]);
        assert_eq!(locked.map(|cell| locks.contains(at(cell))), [true; 8]);
        assert_eq!(locks.cells.len(), 4);
        assert!(
            !Locks::default().contains(at("A1")),
            "a sheet that is not protected locks nothing"
        );
    }
}
