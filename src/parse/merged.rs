//! A figure in a cell that is merged over several rows: whose is it? (GN309)
//!
//! It is that of the first row where the others are parts of that row. Over works of one component it is only a check
//! where the component states the same. Else nobody knows how much of it belongs to which row.

use super::table::{Grid, Remark, Told};
use crate::domain::code::ComponentId;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::Area;
use crate::domain::submission::{RowKind, Stated};
use crate::read::Sheet;
use crate::rules;

impl Grid {
    /// Sets figures aside that are merged over rows of several components.
    pub(super) fn set_merged_aside(&mut self, sheet: &Sheet) {
        let over_rows = sheet.merges.iter().filter(|area| area.from.row < area.to.row);
        for area in over_rows {
            let columns = &self.table.columns;
            let Some(at) = columns.iter().position(|column| column.index == area.from.column)
            else {
                continue;
            };
            self.set_aside_merged(at, area);
        }
    }

    fn set_aside_merged(&mut self, at: usize, area: &Area) {
        let rows = &self.table.rows;
        let from = rows.partition_point(|row| row.index < area.from.row);
        let to = rows.partition_point(|row| row.index <= area.to.row);
        let is_first = rows.get(from).is_some_and(|row| row.index == area.from.row);
        let amount = if is_first && from < to { self.table.at(from, at).amount() } else { None };
        let Some(amount) = amount.filter(|amount| !amount.is_zero()) else { return };
        let is_own = |row: &usize| matches!(rows[*row].kind, RowKind::Item(..) | RowKind::Stray);
        let is_sum = !is_own(&from);
        let others: Vec<usize> = (from + 1..to).filter(is_own).collect();
        if is_sum || others.iter().all(|&other| self.is_part(other, from)) {
            return;
        }
        let is_check = rows[from].parent.is_some_and(|whole| {
            let is_of_merge = |row: usize| (from..to).contains(&row);
            let is_of_component = |row: &usize| self.component(*row) == self.component(from);
            // A part beside them that states its own would leave these out of the component's sum.
            let has_other = (0..rows.len()).any(|row| {
                !is_of_merge(row) && self.is_part(row, whole) && self.table.at(row, at).is_stated()
            });
            self.table.at(whole, at) == Stated::Amount(amount)
                && self.component(whole) == self.component(from)
                && others.iter().all(is_of_component)
                && !has_other
        });
        let index = from * self.table.columns.len() + at;
        if is_check {
            self.table.cells[index] = Stated::Blank;
            self.cleared.add(amount);
            return;
        }
        self.table.cells[index] = Stated::SetAside;
        self.aside.insert((from, at), amount);
        self.table.covered.extend(others.iter().map(|&other| (other, at)));
        let words = words(amount, others.len() + 1);
        let rule = &rules::FIGURE_OF_SEVERAL_ROWS;
        self.remarks.push(Remark { row: from, at, rule, words, told: Told::Fault });
    }

    fn component(&self, row: usize) -> Option<&ComponentId> {
        match &self.table.rows[row].kind {
            RowKind::Item(id, _) | RowKind::Subtotal(id) => Some(id),
            RowKind::Total | RowKind::Detail | RowKind::Stray | RowKind::Quantity => None,
        }
    }

    /// Whether a row is below another, however deep.
    fn is_part(&self, row: usize, whole: usize) -> bool {
        let parent = |row: &usize| self.table.rows[*row].parent;
        std::iter::successors(parent(&row), parent).any(|above| above == whole)
    }
}

fn words(amount: Money, rows: usize) -> Words {
    words!(
        "Số {amount} đồng nằm trong ô gộp qua {rows} dòng, không rõ mỗi dòng bao nhiêu",
        "{amount} đồng stand in a cell merged over {rows} rows; nobody knows how much is whose";
        amount, rows
    )
}
