//! The texts that stand above a column.

use std::ops::Range;

use crate::domain::place::Cell;
use crate::read::{Sheet, Value};

/// The merged range over a cell: its first cell and its last row.
pub(super) fn covering(sheet: &Sheet, cell: Cell) -> Option<(Cell, u32)> {
    let area = sheet.merges.iter().find(|area| area.contains(cell))?;
    Some((area.from, area.to.row))
}

/// The cells whose texts cover a column, row by row of the block.
///
/// A merged range covers all its cells. Without merges, a blank under a text on its left in the same parent range
/// continues it; `above` holds the cells of the column before, `own` says whether this one has a heading of its own.
pub(super) fn path(
    sheet: &Sheet,
    rows: &Range<u32>,
    index: u32,
    own: bool,
    above: &[Option<Cell>],
) -> Vec<Option<Cell>> {
    let mut cells: Vec<Option<Cell>> = Vec::with_capacity(rows.len());
    let mut left: Vec<Option<Cell>> = above.to_vec();
    left.resize(rows.len(), None);
    for (depth, row) in rows.clone().enumerate() {
        let cell = Cell::new(row, index);
        let merged = covering(sheet, cell).map(|(first, _)| first);
        let covered = merged.filter(|first| matches!(sheet.get(*first), Some(Value::Text(_))));
        let found = match sheet.get(cell) {
            Some(Value::Text(_)) => Some(cell),
            _ => covered,
        };
        let continued = || {
            let parents =
                depth == 0 || cells[depth - 1] == left[depth - 1] && cells[depth - 1].is_some();
            let deeper =
                (row + 1..rows.end).any(|below| sheet.get(Cell::new(below, index)).is_some());
            let from = left[depth].filter(|from| covering(sheet, *from).is_none())?;
            (own && deeper && parents && merged.is_none()).then_some(from)
        };
        let cell = found.or_else(continued);
        cells.push(cell);
    }
    cells
}

pub(super) fn distinct(cells: &[Option<Cell>]) -> impl Iterator<Item = Cell> {
    let mut last = None;
    cells.iter().flatten().copied().filter(move |cell| last.replace(*cell) != Some(*cell))
}
