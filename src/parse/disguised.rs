//! A sum whose label says nothing looks like one more work, and would count everything twice: the figures give it away.

use std::collections::BTreeMap;

use super::table::Grid;
use crate::domain::money::Money;
use crate::domain::submission::RowKind;

/// Fewer rows than this add up to another by chance.
const FEWEST_ROWS: usize = 2;
/// So do fewer columns.
const FEWEST_COLUMNS: usize = 2;

/// What rows add up to, column by column.
struct Sum {
    rows: usize,
    amounts: Vec<Money>,
}

impl Sum {
    fn of(columns: usize) -> Sum {
        Sum { rows: 0, amounts: vec![Money::ZERO; columns] }
    }

    fn add(&mut self, figures: &[Option<Money>]) {
        self.rows += usize::from(figures.iter().any(Option::is_some));
        for (sum, figure) in self.amounts.iter_mut().zip(figures) {
            *sum += figure.unwrap_or(Money::ZERO);
        }
    }

    /// Whether a row states this sum, and not by chance.
    fn is_stated_by(&self, figures: &[Option<Money>]) -> bool {
        let is_same = |(sum, figure): (&Money, &Option<Money>)| {
            figure.map_or(sum.is_zero(), |figure| figure == *sum)
        };
        let stated = self.amounts.iter().filter(|sum| !sum.is_zero()).count();
        FEWEST_ROWS <= self.rows
            && FEWEST_COLUMNS <= stated
            && self.amounts.iter().zip(figures).all(is_same)
    }
}

impl Grid {
    /// Takes the rows for what they are that pass for works and add up, column by column, the other works of their
    /// component or, at the end, the whole table.
    pub(super) fn unmask_sums(&mut self, budget: i32) {
        for row in self.sums_of_works() {
            self.unmask(row);
        }
        if !self.disguised.is_empty() {
            self.find_figures(budget);
        }
        let figures = |row: &usize| self.figures_of(*row).iter().any(Option::is_some);
        let last = (0..self.table.rows.len()).rev().find(figures);
        let Some(last) = last.filter(|row| self.is_work(*row)) else { return };
        // As long as it passes for a work, what stands above it passes for a sum.
        let (row, cells) = (self.table.rows[last].clone(), self.table.cells.clone());
        let remarks = self.remarks.len();
        let own = self.figures_of(last);
        self.unmask(last);
        self.find_figures(budget);
        let mut all = Sum::of(self.table.columns.len());
        for above in 0..last {
            all.add(&self.figures_of(above));
        }
        if !all.is_stated_by(&own) {
            self.disguised.pop();
            self.table.rows[last] = row;
            self.table.cells = cells;
            self.remarks.truncate(remarks);
            self.find_figures(budget);
        }
    }

    fn unmask(&mut self, row: usize) {
        self.table.rows[row].kind = RowKind::Stray;
        self.table.rows[row].parent = None;
        self.disguised.push(row);
    }

    fn is_work(&self, row: usize) -> bool {
        matches!(&self.table.rows[row].kind, RowKind::Item(_, Some(work)) if work.code.is_none())
    }

    /// The amounts of a row that are figures, column by column.
    fn figures_of(&self, row: usize) -> Vec<Option<Money>> {
        let width = self.table.columns.len();
        let amount = |at: usize| self.table.at(row, at).amount();
        (0..width).map(|at| amount(at).filter(|_| self.figures[row * width + at])).collect()
    }

    fn sums_of_works(&self) -> Vec<usize> {
        let mut by_parent: BTreeMap<Option<usize>, Sum> = BTreeMap::new();
        let mut found = Vec::new();
        for row in (0..self.table.rows.len()).filter(|row| self.is_work(*row)) {
            let own = self.figures_of(row);
            let beside = by_parent.entry(self.table.rows[row].parent);
            let beside = beside.or_insert_with(|| Sum::of(self.table.columns.len()));
            if beside.is_stated_by(&own) {
                found.push(row);
            } else {
                beside.add(&own);
            }
        }
        found
    }
}
