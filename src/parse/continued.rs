//! A table that goes on on the next sheet: its rows are parts of rows on the sheet before, and count once.

use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::submission::{Column, RowKind};

impl Grid {
    /// Takes this table as the rest of those before it (the last one first in time, all in their order).
    ///
    /// A row of theirs that is the sum of rows here states their money again. It cannot be held against the rows of its
    /// own sheet alone, so it stays a repetition without a check.
    pub fn go_on_from<'a>(
        &self,
        before: impl DoubleEndedIterator<Item = &'a mut Grid>,
        budget: i32,
    ) {
        let table = &self.table;
        let width = table.columns.len();
        for earlier in before.rev() {
            let same = |a: &Column, b: &Column| a.measure == b.measure && a.facts == b.facts;
            let columns: Vec<Option<usize>> = table
                .columns
                .iter()
                .map(|own| earlier.table.columns.iter().position(|other| same(own, other)))
                .collect();
            let mut masks = vec![0_u128; earlier.table.rows.len()];
            for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.parent.is_none()) {
                let RowKind::Item(id, work) = &row.kind else { continue };
                let above = if work.is_some() { Some(id.clone()) } else { id.parent() };
                let stated = (0..width).filter(|&column| {
                    // What stands below a blank row here is below its sum there too.
                    let is_below = |other: usize| table.rows[other].parent == Some(at);
                    let below = (0..table.rows.len()).filter(|&other| is_below(other));
                    let mut all = below.chain([at]);
                    all.any(|row| table.at(row, column).is_stated())
                });
                let mask = stated.filter_map(|column| columns[column]);
                let mask = mask.fold(0_u128, |mask, column| mask | 1 << column);
                for open in open(earlier, above) {
                    masks[open] |= mask;
                }
            }
            earlier.after.resize(masks.len(), 0);
            for (row, mask) in masks.into_iter().enumerate() {
                earlier.after[row] |= mask;
                let mask = earlier.after[row];
                let is_left = |column: usize| {
                    let is_figure = earlier.table.columns[column].measure.is_figure();
                    is_figure
                        && earlier.table.at(row, column).is_stated()
                        && mask & 1 << column == 0
                };
                if mask != 0 && !(0..earlier.table.columns.len()).any(is_left) {
                    earlier.table.rows[row].kind = RowKind::Detail;
                }
            }
            earlier.find_figures(budget);
        }
    }
}

/// The last row of a component or of the nearest one above it, with all rows that it is a part of.
fn open(earlier: &Grid, mut id: Option<ComponentId>) -> Vec<usize> {
    let rows = &earlier.table.rows;
    let total = rows.iter().position(|row| row.kind == RowKind::Total && row.parent.is_none());
    let mut found = None;
    while let (None, Some(wanted)) = (found, id) {
        let is_it = |kind: &RowKind| matches!(kind, RowKind::Item(own, None) if *own == wanted);
        found = rows.iter().rposition(|row| is_it(&row.kind));
        id = wanted.parent();
    }
    let first = found.or(total);
    std::iter::successors(first, |&row| rows[row].parent).collect()
}
