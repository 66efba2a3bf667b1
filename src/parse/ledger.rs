//! The cell ledger of a table: every money cell is read once; one that is no figure is checked, and it is known why.
//!
//! Figures, and what is set aside, are counted where they are taken (`lines`, `set_aside`).

use super::cells;
use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::{CheckedAs, Counted, Measure, RowKind, Stated, Table};
use crate::read::Sheet;
use crate::recognise::Framed;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::Said;

impl Taker<'_> {
    /// Counts the money cells of a table, and those of them that are no figures.
    pub(super) fn count(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let mut is_taken = grid.lowest.figures.clone();
        for &at in &grid.table.ambiguous {
            grid.refused_rows(at).into_iter().for_each(|row| is_taken[row * width + at] = true);
        }
        for row in 0..table.rows.len() {
            for at in 0..width {
                let Some(amount) = money_at(grid, row, at) else { continue };
                taken.read.add(amount);
                if !is_taken[row * width + at] {
                    taken.checked.add(reason(table, row, at), amount);
                }
            }
        }
        for unknown in &grid.unknown {
            unknown.amounts.iter().for_each(|(_, amount)| taken.read.add(*amount));
            for amount in &unknown.sums {
                taken.read.add(*amount);
                taken.checked.add(CheckedAs::Total, *amount);
            }
        }
        taken.read += grid.cleared;
        taken.checked.add_all(CheckedAs::Part, grid.cleared);
        let not_asked = grid.not_asked(self.sheet, self.framed);
        taken.read += not_asked;
        taken.checked.add_all(CheckedAs::NotAsked, not_asked);
    }
}

impl Grid {
    /// All money cells of a table that does not count: none of them is a figure.
    pub(super) fn cells(&self, sheet: &Sheet, framed: &Framed) -> Counted {
        let table = &self.table;
        let mut all = self.not_asked(sheet, framed);
        all += self.cleared;
        for row in 0..table.rows.len() {
            let amounts = (0..table.columns.len()).filter_map(|at| money_at(self, row, at));
            amounts.for_each(|amount| all.add(amount));
        }
        for unknown in &self.unknown {
            let own = unknown.amounts.iter().map(|(_, amount)| amount);
            own.chain(&unknown.sums).for_each(|amount| all.add(*amount));
        }
        all
    }
}

/// The amount of a money cell; 0 where it cannot be read, `None` where the cell is blank or holds no money.
fn money_at(grid: &Grid, row: usize, at: usize) -> Option<Money> {
    let is_money = grid.table.columns[at].measure != Measure::Rate;
    let is_blank = grid.table.at(row, at) == Stated::Blank;
    (is_money && !is_blank).then(|| grid.amount(row, at))
}

/// Why a cell of a table that is no figure is not added.
pub(crate) fn reason(table: &Table, row: usize, at: usize) -> CheckedAs {
    let column = &table.columns[at];
    let is_item = matches!(table.rows[row].kind, RowKind::Item(..) | RowKind::Stray);
    // A part of a row, told beside it; a detail of none is a sum.
    let is_part = table.rows[row].kind == RowKind::Detail && table.rows[row].parent.is_some();
    match column.measure {
        Measure::Previous => CheckedAs::OtherPeriod,
        measure if !measure.is_figure() => CheckedAs::NotAsked,
        _ if column.is_detail || is_part => CheckedAs::Part,
        _ if is_item && !column.splits.is_empty() => CheckedAs::Part,
        _ => CheckedAs::Total,
    }
}

impl Grid {
    /// The cells of a table under headings of money that is known and not asked for. What the figures made of a column
    /// goes before its words.
    fn not_asked(&self, sheet: &Sheet, framed: &Framed) -> Counted {
        let heading = &framed.heading;
        let mut counted = Counted::default();
        let is_left = |headed: &&Headed| {
            let is_in_table = || self.table.columns.iter().any(|own| own.index == headed.index);
            self.proposed_plans.contains(&headed.index)
                || headed.said == Some(Said::NotAsked) && !is_in_table()
        };
        let columns = heading.columns.iter().filter(is_left);
        let columns: Vec<(u32, MoneyUnit)> =
            columns.map(|headed| (headed.index, headed.unit.unwrap_or(self.unit))).collect();
        if columns.is_empty() {
            return counted;
        }
        for (row, _) in sheet.rows(heading.body..framed.end) {
            for (column, unit) in &columns {
                let amount = cells::amount(sheet, Cell::new(row, *column), *unit);
                amount.into_iter().for_each(|amount| counted.add(amount));
            }
        }
        counted
    }
}
