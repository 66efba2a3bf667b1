//! A table that goes on on the next sheet: its rows are parts of rows on the sheet before, and count once.

use std::collections::BTreeMap;

use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::submission::{Column, RowKind};

impl Grid {
    /// Takes this table as the rest of those before it, the last one first.
    ///
    /// A row of theirs that is the sum of rows here states their money again. It cannot be held against the rows of its
    /// own sheet alone, so it stays a repetition without a check.
    pub(super) fn go_on_from<'a>(&self, before: impl Iterator<Item = &'a mut Grid>, budget: i32) {
        let topmost = self.topmost();
        for earlier in before {
            earlier.take_over(self, &topmost, budget);
        }
    }

    /// The rows that hang nowhere, each with the component above it and the columns that it or a row below it states.
    fn topmost(&self) -> Vec<(Option<ComponentId>, u128)> {
        let table = &self.table;
        let is_stated = |row: usize, column: &usize| table.at(row, *column).is_stated();
        let mut stated: Vec<u128> = (0..table.rows.len())
            .map(|row| {
                let columns = (0..table.columns.len()).filter(|column| is_stated(row, column));
                columns.fold(0, |mask, column| mask | 1 << column)
            })
            .collect();
        let mut topmost = Vec::new();
        for (at, row) in table.rows.iter().enumerate().rev() {
            match (&row.kind, row.parent) {
                (RowKind::Item(..), Some(parent)) => stated[parent] |= stated[at],
                (RowKind::Item(id, Some(_)), None) => topmost.push((Some(id.clone()), stated[at])),
                (RowKind::Item(id, None), None) => topmost.push((id.parent(), stated[at])),
                _ => {}
            }
        }
        topmost
    }

    /// Marks the rows whose money the table `later` goes on to state.
    fn take_over(&mut self, later: &Grid, topmost: &[(Option<ComponentId>, u128)], budget: i32) {
        let same = |a: &Column, b: &Column| a.measure == b.measure && a.facts == b.facts;
        let columns: Vec<Option<usize>> = later
            .table
            .columns
            .iter()
            .map(|own| self.table.columns.iter().position(|other| same(own, other)))
            .collect();
        let rows = &self.table.rows;
        let mut last: BTreeMap<&ComponentId, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let RowKind::Item(id, None) = &row.kind {
                last.insert(id, at);
            }
        }
        let total = rows.iter().position(|row| row.kind == RowKind::Total && row.parent.is_none());
        let mut after = self.table.after.clone();
        after.resize(rows.len(), 0);
        for (above, stated) in topmost {
            let here = columns.iter().enumerate().filter(|(at, _)| stated & 1 << at != 0);
            let mask = here.filter_map(|(_, column)| *column);
            let mask = mask.fold(0_u128, |mask, column| mask | 1 << column);
            let mut id = above.clone();
            let mut open = None;
            while let (None, Some(wanted)) = (open, id) {
                open = last.get(&wanted).copied();
                id = wanted.parent();
            }
            for row in std::iter::successors(open.or(total), |&row| rows[row].parent) {
                after[row] |= mask;
            }
        }
        if self.table.after == after || after.iter().all(|mask| *mask == 0) {
            return;
        }
        self.table.after = after;
        for row in 0..self.table.rows.len() {
            let mask = self.table.after[row];
            let is_left = |at: usize| {
                let is_figure = self.table.columns[at].measure.is_figure();
                is_figure && self.table.at(row, at).is_stated() && mask & 1 << at == 0
            };
            if mask != 0 && !(0..self.table.columns.len()).any(is_left) {
                self.table.rows[row].kind = RowKind::Detail;
            }
        }
        self.find_figures(budget);
    }
}
