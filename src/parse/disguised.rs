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
        self.rows += 1;
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
    /// The rows that pass for works and are, column by column, the sum of the figures above them: of the other works of
    /// their component or, at the end, of the whole table.
    pub(super) fn disguised_sums(&self) -> Vec<usize> {
        let (rows, width) = (&self.table.rows, self.table.columns.len());
        let figures = |row: usize| -> Vec<Option<Money>> {
            let figure = |at: usize| self.table.at(row, at).amount();
            (0..width).map(|at| figure(at).filter(|_| self.figures[row * width + at])).collect()
        };
        let mut all = Sum::of(width);
        let mut by_parent: BTreeMap<Option<usize>, Sum> = BTreeMap::new();
        let mut found = Vec::new();
        let last = (0..rows.len()).rev().find(|row| figures(*row).iter().any(Option::is_some));
        for (row, line) in rows.iter().enumerate() {
            let own = figures(row);
            if own.iter().all(Option::is_none) {
                continue;
            }
            if matches!(&line.kind, RowKind::Item(_, Some(work)) if work.code.is_none()) {
                let beside = by_parent.entry(line.parent).or_insert_with(|| Sum::of(width));
                if beside.is_stated_by(&own) || last == Some(row) && all.is_stated_by(&own) {
                    found.push(row);
                    continue;
                }
                beside.add(&own);
            }
            all.add(&own);
        }
        found
    }
}
