//! The texts that stand above a column.

use std::ops::Range;

use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};

/// The merged range over a cell: its first cell and its last row.
pub(super) fn covering(sheet: &Sheet, cell: Cell) -> Option<(Cell, u32)> {
    let area = sheet.merges.iter().find(|area| area.contains(cell))?;
    Some((area.from, area.to.row))
}

/// The texts above a column.
pub(super) struct Path {
    /// Their cells, row by row of the block.
    pub(super) cells: Vec<Option<Cell>>,
    /// A heading is missing that its sisters have: nobody knows which part of the money the column is.
    pub(super) has_gap: bool,
    /// A group over it has lost its text.
    pub(super) is_blanked: bool,
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
) -> Path {
    let (mut has_gap, mut is_without) = (false, false);
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
        let deeper = (row + 1..rows.end).any(|below| sheet.get(Cell::new(below, index)).is_some());
        let continued = || {
            let parents =
                depth == 0 || cells[depth - 1] == left[depth - 1] && cells[depth - 1].is_some();
            let from = left[depth].filter(|from| covering(sheet, *from).is_none())?;
            (own && deeper && parents && merged.is_none()).then_some(from)
        };
        let from = if found.is_none() { continued() } else { None };
        let is_gap = from.is_some_and(|from| is_gap(sheet, from, index));
        has_gap |= is_gap;
        is_without |= found.is_none() && deeper && is_blanked(sheet, cell);
        cells.push(found.or(from.filter(|_| !is_gap)));
    }
    if is_unnamed(sheet, rows, index) {
        cells.fill(None);
    }
    Path { cells, has_gap, is_blanked: is_without }
}

/// Whether a column stands in the midst of a group that was merged over it and has no heading of its own, where those on
/// both sides have one. The first and the last column of a group may be its total.
fn is_unnamed(sheet: &Sheet, rows: &Range<u32>, index: u32) -> bool {
    let is_over = |row: u32, column: u32| {
        sheet.get(Cell::new(row, column)).is_some()
            || covering(sheet, Cell::new(row, column))
                .is_some_and(|(from, _)| from.row == row && sheet.get(from).is_some())
    };
    let group = sheet.merges.iter().filter(|area| {
        let (from, to) = (area.from, area.to);
        rows.contains(&from.row)
            && (from.column + 1..to.column).contains(&index)
            && matches!(sheet.get(from), Some(Value::Text(_)))
    });
    let Some(group) = group.max_by_key(|area| area.from.row) else { return false };
    let below = group.to.row + 1..rows.end;
    let is_named = |column: u32| below.clone().any(|row| is_over(row, column));
    let (from, to) = (group.from.column, group.to.column);
    !below.is_empty()
        && !is_named(index)
        && (from..index).any(is_named)
        && (index + 1..=to).any(is_named)
}

/// Whether a column lies behind the end of a heading that stands on its left: elsewhere in the row the same heading ends
/// sooner and another follows, which is missing here.
fn is_gap(sheet: &Sheet, from: Cell, index: u32) -> bool {
    let texts: Vec<(u32, Label)> = sheet
        .row(from.row)
        .iter()
        .filter_map(|(cell, value)| match value {
            Value::Text(text) => Some((cell.column, Label::new(text))),
            _ => None,
        })
        .collect();
    let next = |at: usize| texts.get(at + 1).map(|(_, label)| label);
    let Some(own) = texts.iter().position(|(column, _)| *column == from.column) else {
        return false;
    };
    (0..texts.len()).filter(|&at| at != own && texts[at].1 == texts[own].1).any(|at| {
        let ends = texts.get(at + 1).map(|(column, _)| column - texts[at].0);
        ends.is_some_and(|width| from.column + width <= index) && next(at) != next(own)
    })
}

/// Whether a cell lies in a range that was merged over several columns and lost its text.
fn is_blanked(sheet: &Sheet, cell: Cell) -> bool {
    let area = sheet.merges.iter().find(|area| area.contains(cell));
    area.is_some_and(|area| area.from.column < area.to.column && sheet.get(area.from).is_none())
}

/// The cells of a path, each once.
pub(super) fn distinct(cells: &[Option<Cell>]) -> impl Iterator<Item = Cell> {
    let mut last = None;
    cells.iter().flatten().copied().filter(move |cell| last.replace(*cell) != Some(*cell))
}
