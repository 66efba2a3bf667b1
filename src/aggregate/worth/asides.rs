//! The cells of a report that were set aside, in the order of their rules and places: a hostile report has many of them, and
//! as many findings that name one.

use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::{Problem, RuleCode};
use crate::domain::submission::SetAside;

/// What orders cells: the rule, the sheet, and two numbers that say where the cell stands there.
type Order = fn(&SetAside) -> (RuleCode, u16, u32, u32);

fn by_row(of: &SetAside) -> (RuleCode, u16, u32, u32) {
    (of.rule.code, of.sheet, of.cell.row, of.cell.column)
}

fn by_column(of: &SetAside) -> (RuleCode, u16, u32, u32) {
    (of.rule.code, of.sheet, of.cell.column, of.cell.row)
}

/// The cells, row by row and column by column.
pub(super) struct Asides<'a> {
    rows: Vec<&'a SetAside>,
    columns: Vec<&'a SetAside>,
}

impl<'a> Asides<'a> {
    /// Of these cells.
    pub(super) fn of(cells: &'a [SetAside]) -> Asides<'a> {
        let sorted = |order: Order| {
            let mut sorted: Vec<&SetAside> = cells.iter().collect();
            sorted.sort_by_key(|of| order(of));
            sorted
        };
        Asides { rows: sorted(by_row), columns: sorted(by_column) }
    }

    /// The cells that were set aside because of a problem on a sheet: those of its cell, its row, its column, its sheet or
    /// its file, whichever are the first that come to the amount that it names; without an amount only its own cell.
    pub(super) fn because_of(&self, problem: &Problem, sheet: Option<u16>) -> &[&'a SetAside] {
        const ALL: u32 = u32::MAX;
        let rule = problem.rule.code;
        let of_file = between(&self.rows, by_row, (rule, 0, 0, 0), (rule, u16::MAX, ALL, ALL));
        let named = sheet.zip(problem.place.cell);
        let own = named.map_or(&[][..], |(sheet, Cell { row, column })| {
            let at = (rule, sheet, row, column);
            between(&self.rows, by_row, at, at)
        });
        if problem.set_aside.is_zero() {
            return own;
        }
        let of_row = named.map_or(&[][..], |(sheet, Cell { row, .. })| {
            between(&self.rows, by_row, (rule, sheet, row, 0), (rule, sheet, row, ALL))
        });
        let of_column = named.map_or(&[][..], |(sheet, Cell { column, .. })| {
            between(&self.columns, by_column, (rule, sheet, column, 0), (rule, sheet, column, ALL))
        });
        let of_sheet = sheet.map_or(&[][..], |sheet| {
            between(&self.rows, by_row, (rule, sheet, 0, 0), (rule, sheet, ALL, ALL))
        });
        let comes_to_it = |cells: &&[&SetAside]| {
            let sum: Money = cells.iter().map(|cell| cell.amount).sum();
            !cells.is_empty() && sum == problem.set_aside
        };
        let near = [own, of_row, of_column, of_sheet].into_iter();
        near.into_iter().find(comes_to_it).unwrap_or(of_file)
    }
}

/// The run of cells from one place to another.
fn between<'v, 'a>(
    sorted: &'v [&'a SetAside],
    order: Order,
    first: (RuleCode, u16, u32, u32),
    last: (RuleCode, u16, u32, u32),
) -> &'v [&'a SetAside] {
    let from = sorted.partition_point(|of| order(of) < first);
    let to = sorted.partition_point(|of| order(of) <= last);
    &sorted[from..to.max(from)]
}
