//! Rows that count something by their words: "Đường giao thông (km)", "Số hộ". The figures say which of them are money.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::lines::{Taken, Taker};
use super::results;
use super::strays::Why;
use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::indicator::Naming;
use crate::domain::key::Work;
use crate::domain::label::harmless;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Measure, RowKind, Stated};
use crate::read::Sheet;
use crate::recognise::rows::without_number;
use crate::rules;

/// What a row would state if its numbers were money, column by column.
type Amounts = Vec<Option<Money>>;

impl Grid {
    /// Takes the rows for money that a row above them needs to come to what it states: the one they stand below, or one
    /// that this is a part of.
    pub(super) fn prove_quantities(&mut self, sheet: &Sheet) {
        let is_quantity = |row: &usize| self.table.rows[*row].kind == RowKind::Quantity;
        let mut open: Vec<(usize, Amounts, Vec<usize>)> = (0..self.table.rows.len())
            .filter(is_quantity)
            .map(|row| (row, self.as_money(sheet, row), self.wholes_of(row)))
            .collect();
        let wholes: BTreeSet<usize> =
            open.iter().flat_map(|(.., wholes)| wholes).copied().collect();
        let mut wholes: Vec<usize> = wholes.into_iter().collect();
        // What a component needs its program needs no more.
        wholes.sort_by_key(|&whole| std::cmp::Reverse(self.ancestors(whole).count()));
        for whole in wholes {
            let below = open.iter().filter(|(.., wholes)| wholes.contains(&whole));
            let rows: Vec<(usize, Amounts)> =
                below.map(|(row, amounts, _)| (*row, amounts.clone())).collect();
            let each = rows.iter().map(std::slice::from_ref);
            let proved =
                std::iter::once(&rows[..]).chain(each).find(|rows| self.needs(whole, rows));
            for (row, amounts) in proved.unwrap_or_default() {
                self.take_for_money(*row, whole, amounts);
                open.retain(|(other, ..)| other != row);
            }
        }
    }

    /// A row and those that it is a part of, from the nearest to the furthest.
    fn ancestors(&self, row: usize) -> impl Iterator<Item = usize> {
        // A row has fewer ancestors than the table has rows.
        let rows = &self.table.rows;
        std::iter::successors(Some(row), |&row| rows[row].parent).take(rows.len())
    }

    /// The rows that a quantity may be a part of: the one it stands below, and those that this is a part of.
    fn wholes_of(&self, row: usize) -> Vec<usize> {
        let rows = &self.table.rows;
        let above = |above: &usize| matches!(rows[*above].kind, RowKind::Item(..) | RowKind::Total);
        let Some(above) = (0..row).rev().find(above) else { return Vec::new() };
        let is_whole = |row: &usize| !matches!(rows[*row].kind, RowKind::Item(_, Some(_)));
        self.ancestors(above).filter(is_whole).collect()
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

    /// The rows that may as well be the money of the row above them: they, those of them that are named, or one alone come to
    /// all that it states; or nothing stands above them.
    fn like_money(
        &self,
        rows: &[(usize, Amounts)],
        is_named: impl Fn(usize) -> bool,
    ) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        let mut by_whole: BTreeMap<usize, Vec<&(usize, Amounts)>> = BTreeMap::new();
        for row in rows {
            match self.wholes_of(row.0).first() {
                Some(whole) => by_whole.entry(*whole).or_default().push(row),
                None => _ = found.insert(row.0),
            }
        }
        for (whole, all) in by_whole {
            let named = all.iter().copied().filter(|(row, _)| is_named(*row)).collect();
            let alone = all.iter().map(|&row| vec![row]);
            let like = alone.chain([named, all.clone()]).filter(|rows| self.is_sum(whole, rows));
            found.extend(like.flatten().map(|(row, _)| *row));
        }
        found
    }

    /// Whether these amounts come to what a row states, in every column of figures.
    fn is_sum(&self, whole: usize, rows: &[&(usize, Amounts)]) -> bool {
        let figures = (0..self.table.columns.len())
            .filter(|at| self.table.columns[*at].measure.is_figure())
            .map(|at| {
                let stated = self.table.at(whole, at).amount().unwrap_or_default();
                (stated, rows.iter().filter_map(|(_, amounts)| amounts[at]).sum::<Money>())
            });
        let figures: Vec<(Money, Money)> = figures.collect();
        figures.iter().all(|(stated, sum)| stated == sum)
            && figures.iter().any(|(stated, _)| !stated.is_zero())
    }

    /// Whether money would be lost if these amounts are some: the row above does not state them, or one that they may be
    /// a part of lacks something.
    fn is_doubtful(&self, row: usize, amounts: &[Option<Money>]) -> bool {
        let wholes = self.wholes_of(row);
        let holds = |(at, amount): (usize, &Option<Money>)| {
            Some((at, amount.filter(|amount| !amount.is_zero())?))
        };
        amounts.iter().enumerate().filter_map(holds).any(|(at, amount)| {
            let lacks = |&whole: &usize| match self.held_against(whole, at) {
                (Some(stated), Some(below)) if amount.is_negative() => stated < below,
                (Some(stated), Some(below)) => below < stated,
                _ => false,
            };
            let is_unsaid = |&whole: &usize| self.held_against(whole, at).0.is_none();
            wholes.first().is_some_and(is_unsaid) || wholes.iter().any(lacks)
        })
    }
}

/// The cells of a row that would be money.
fn cells_of(row: usize, amounts: Amounts) -> impl Iterator<Item = (usize, usize, Money)> {
    let amounts = amounts.into_iter().enumerate();
    amounts.filter_map(move |(at, amount)| Some((row, at, amount?)))
}

impl Taker<'_> {
    /// Rows that count something: their numbers are not read as money. One finding for the table says how many they are and
    /// what they would come to; those whose money would be missed are set aside by one of their own. What the others tell of
    /// an indicator are results; the ones that are called so need no finding, unless they come to what their whole states.
    pub(super) fn tell_quantities(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let mut doubtful = Vec::new();
        let mut clear: Vec<(usize, Amounts)> = Vec::new();
        for row in (0..table.rows.len()).filter(|row| table.rows[*row].kind == RowKind::Quantity) {
            let mut amounts = grid.as_money(self.sheet, row);
            for (amount, column) in amounts.iter_mut().zip(&table.columns) {
                let is_figure = column.measure.is_figure();
                *amount = amount.filter(|amount| is_figure && !amount.is_zero());
            }
            if grid.is_doubtful(row, &amounts) {
                doubtful.extend(cells_of(row, amounts));
            } else {
                clear.push((row, amounts));
            }
        }
        if !taken.is_hidden {
            let is_one = |index| clear.iter().any(|(row, _)| table.rows[*row].index == index);
            taken.results = results::in_table(self.known, self.sheet, self.framed, is_one);
        }
        let named = taken.results.iter().filter(|line| line.naming != Naming::Unknown);
        let named: BTreeSet<u32> = named.map(|line| line.cell.row).collect();
        let is_named = |row: usize| named.contains(&table.rows[row].index);
        let may_be_money = grid.like_money(&clear, is_named);
        clear.retain(|(row, _)| !is_named(*row) || may_be_money.contains(row));
        let clear = clear.into_iter().flat_map(|(row, amounts)| cells_of(row, amounts)).collect();
        for (cells, severity) in [(doubtful, Severity::Warning), (clear, Severity::Note)] {
            let Some(&(row, at, _)) = cells.first() else { continue };
            let label = harmless(&table.rows[row].label);
            let count = cells.len();
            let words = words!(
                "{count} ô ở các dòng ghi số lượng (dòng \"{label}\" …) được hiểu là số lượng, không phải tiền; nếu là tiền thì bỏ đơn vị đo khỏi dòng đó",
                "{count} cells in rows that count something (row \"{label}\" …) are taken for numbers of things, not money; if they are money take the unit of measure out of the row";
                count, label
            );
            let problem = self.problem(&rules::UNKNOWN_ROW, table.cell(row, at), words);
            let problem = Problem { severity: Some(severity), ..problem };
            let sum: Money = cells.iter().map(|(.., amount)| *amount).sum();
            if severity == Severity::Note {
                taken.problems.push(Problem { found: Some(sum), ..problem });
                continue;
            }
            for (row, at, amount) in cells {
                taken.read.add(amount);
                taken.set_aside.push(self.aside(table, row, at, amount, &rules::UNKNOWN_ROW));
            }
            taken.problems.push(problem.setting_aside(sum));
        }
    }
}
