//! Rows that count something by their words: "Đường giao thông (km)", "Số hộ". The figures say which of them are money.

use std::collections::BTreeMap;

use super::cells;
use super::lines::{Taken, Taker};
use super::strays::Why;
use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::key::Work;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Measure, RowKind, Stated};
use crate::read::Sheet;
use crate::recognise::rows::without_number;

/// What a row would state if its numbers were money, column by column.
type Amounts = Vec<Option<Money>>;

impl Grid {
    /// Takes the rows for money that the row above them needs to come to what it states.
    pub(super) fn prove_quantities(&mut self, sheet: &Sheet) {
        let mut by_whole: BTreeMap<usize, Vec<(usize, Amounts)>> = BTreeMap::new();
        for row in 0..self.table.rows.len() {
            if let Some(whole) = self.whole_of_quantity(row) {
                by_whole.entry(whole).or_default().push((row, self.as_money(sheet, row)));
            }
        }
        for (whole, rows) in by_whole {
            let each = rows.iter().map(std::slice::from_ref);
            let proved =
                std::iter::once(&rows[..]).chain(each).find(|rows| self.needs(whole, rows));
            let Some(proved) = proved else { continue };
            for (row, amounts) in proved {
                self.take_for_money(*row, whole, amounts);
            }
        }
    }

    /// The row that a quantity stands below.
    fn whole_of_quantity(&self, row: usize) -> Option<usize> {
        let rows = &self.table.rows;
        if rows[row].kind != RowKind::Quantity {
            return None;
        }
        let above = |above: &usize| matches!(rows[*above].kind, RowKind::Item(..) | RowKind::Total);
        let above = (0..row).rev().find(above)?;
        match &rows[above].kind {
            RowKind::Item(_, Some(_)) => rows[above].parent,
            _ => Some(above),
        }
    }

    fn as_money(&self, sheet: &Sheet, row: usize) -> Amounts {
        let columns = self.table.columns.iter().enumerate();
        columns
            .map(|(at, column)| {
                let is_money = column.measure != Measure::Rate;
                let amount = || cells::amount(sheet, self.table.cell(row, at), column.unit);
                is_money.then(amount).flatten()
            })
            .collect()
    }

    /// What `whole` states and the rows of money below it come to, in a column.
    fn held_against(&self, whole: usize, at: usize) -> (Option<Money>, Option<Money>) {
        let below =
            self.table.children(whole).filter_map(|child| self.table.at(child, at).amount());
        (self.table.at(whole, at).amount(), below.reduce(|sum, amount| sum + amount))
    }

    /// Whether a row states the sum of those below it with these rows, and not without them.
    fn needs(&self, whole: usize, rows: &[(usize, Amounts)]) -> bool {
        let mut is_needed = false;
        let is_sum = (0..self.table.columns.len()).all(|at| {
            let (Some(stated), below) = self.held_against(whole, at) else { return true };
            let more: Money = rows.iter().filter_map(|(_, amounts)| amounts[at]).sum();
            let below = below.unwrap_or(Money::ZERO);
            // One row alone that repeats its whole proves nothing: a whole may count what it buys.
            is_needed |= !more.is_zero() && !below.is_zero();
            below + more == stated
        });
        is_sum && is_needed
    }

    fn take_for_money(&mut self, row: usize, whole: usize, amounts: &[Option<Money>]) {
        let width = self.table.columns.len();
        for (at, amount) in amounts.iter().enumerate() {
            if let Some(amount) = amount {
                self.table.cells[row * width + at] = Stated::Amount(*amount);
            }
        }
        let component: Option<ComponentId> = match &self.table.rows[whole].kind {
            RowKind::Item(id, _) if !id.is_program() => Some(id.clone()),
            _ => None,
        };
        let Some(id) = component else {
            self.set_row_aside(row, Why::Unknown);
            return;
        };
        let facts = self.table.rows[whole].facts;
        let line = &mut self.table.rows[row];
        let work = Work::named(without_number(&line.label));
        (line.kind, line.parent, line.facts) = (RowKind::Item(id, Some(work)), Some(whole), facts);
    }

    /// Whether money would be lost if these amounts are some: the row above does not state them, or lacks something.
    fn is_doubtful(&self, row: usize, amounts: &[Option<Money>]) -> bool {
        let Some(whole) = self.whole_of_quantity(row) else { return false };
        amounts.iter().enumerate().any(|(at, amount)| {
            let is_silent = amount.is_none_or(Money::is_zero);
            !is_silent
                && match self.held_against(whole, at) {
                    (Some(stated), Some(below)) => stated != below,
                    (Some(_), None) => false,
                    (None, _) => true,
                }
        })
    }
}

impl Taker<'_> {
    /// Rows that count something: their numbers are not read as money. One finding for the table says how many they are and
    /// what they would come to, so that money under such a name is not lost unseen.
    pub(super) fn tell_quantities(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let (mut count, mut sum, mut first) = (0, Money::ZERO, None);
        let mut is_doubtful = false;
        for row in (0..table.rows.len()).filter(|row| table.rows[*row].kind == RowKind::Quantity) {
            let mut amounts = grid.as_money(self.sheet, row);
            for (amount, column) in amounts.iter_mut().zip(&table.columns) {
                let (is_figure, is_plan) =
                    (column.measure.is_figure(), column.measure == Measure::Plan);
                *amount = amount.filter(|amount| (is_figure || is_plan) && !amount.is_zero());
            }
            is_doubtful |= grid.is_doubtful(row, &amounts);
            for (at, amount) in amounts.iter().enumerate() {
                let Some(amount) = amount else { continue };
                (count, sum) = (count + 1, sum + *amount);
                first = first.or(Some((row, table.cell(row, at))));
            }
        }
        let Some((row, cell)) = first else { return };
        let label = harmless(&table.rows[row].label);
        let words = Words::new(
            format!(
                "{count} ô ở các dòng ghi số lượng (dòng \"{label}\" …) được hiểu là số lượng, không phải tiền; nếu là tiền thì bỏ đơn vị đo khỏi dòng đó"
            ),
            format!(
                "{count} cells in rows that count something (row \"{label}\" …) are taken for numbers of things, not money; if they are money take the unit of measure out of the row"
            ),
        );
        let problem = self.problem("GN204", cell, words);
        let severity = Some(if is_doubtful { Severity::Warning } else { Severity::Note });
        taken.problems.push(Problem { found: Some(sum), severity, ..problem });
    }
}
