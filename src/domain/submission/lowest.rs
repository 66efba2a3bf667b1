//! Which cells of a table are figures: the lowest stated ones.
//!
//! A cell is a figure unless something below it – in its rows or in the columns it sums up – states the same money: a total
//! counts where it stands alone, and never twice. How rows and columns hang together is settled when the table is read;
//! which cells are figures follows from what they state, and is asked again wherever that changes.

use super::{Measure, RowKind, Stated, Table};
use crate::domain::money::Money;

/// The lowest stated cells of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lowest {
    /// Which cells are figures, row by row like [`Table::cells`].
    pub figures: Vec<bool>,
    /// The lowest cells of the previous cumulative, by row and column: no figures, but known for each line.
    pub previous: Vec<(usize, usize)>,
    /// Formulas without a stored result where a figure would be, by row and column.
    pub without_value: Vec<(usize, usize)>,
}

impl Table {
    /// The lowest stated cells, for the budget year `budget`.
    pub(crate) fn lowest(&self, budget: i32) -> Lowest {
        let columns = &self.columns;
        let width = columns.len();
        let bit = |at: usize| 1_u128 << at;
        let counts = |at: &usize| {
            let measure = columns[*at].measure;
            !columns[*at].is_detail
                && (measure.is_figure() || measure == Measure::Previous)
                && !self.ambiguous.contains(at)
        };
        let mut parts = vec![0_u128; width];
        let mut meets = vec![0_u128; width];
        for a in (0..width).filter(counts) {
            for b in (0..width).filter(counts).filter(|&b| columns[a].measure == columns[b].measure)
            {
                let down = columns[a].facts.covers(&columns[b].facts, budget);
                let up = columns[b].facts.covers(&columns[a].facts, budget);
                if down && !up {
                    parts[a] |= bit(b);
                }
                if down || up {
                    meets[a] |= bit(b);
                }
            }
        }
        let stated: Vec<u128> = (0..self.rows.len())
            .map(|row| {
                let is_stated = |at: &usize| self.at(row, *at).is_stated();
                (0..width).filter(counts).filter(is_stated).fold(0, |mask, at| mask | bit(at))
            })
            .collect();
        // Where a total states an amount and all its parts say 0, they do not say where the money is: it counts there,
        // and the difference is told (GN402).
        let untold: Vec<u128> = (0..self.rows.len())
            .map(|row| {
                let is_amount = |at: usize| self.at(row, at).is_amount();
                let amounts =
                    (0..width).filter(|&at| is_amount(at)).fold(0, |mask, at| mask | bit(at));
                let is_untold = |at: &usize| amounts & bit(*at) != 0 && amounts & parts[*at] == 0;
                (0..width).filter(counts).filter(is_untold).fold(0, |mask, at| mask | parts[at])
            })
            .collect();
        let mut below = vec![0_u128; self.rows.len()];
        let mut is_parent = vec![false; self.rows.len()];
        // From the bottom up every row is complete before its parent takes it over; a total, wherever it stands, has
        // no parent to hand it on to.
        for (row, mask) in self.after.iter().enumerate() {
            below[row] |= mask;
            is_parent[row] |= *mask != 0;
        }
        for (row, line) in self.rows.iter().enumerate().rev() {
            if let (Some(parent), RowKind::Item(..)) = (line.parent, &line.kind) {
                below[parent] |= stated[row] | below[row];
                is_parent[parent] = true;
            }
        }
        // Sums of sections, and the sum of everything: their parts may stand above them.
        let totals: Vec<usize> =
            (0..self.rows.len()).filter(|&row| self.rows[row].kind == RowKind::Total).collect();
        for &row in &totals {
            if let Some(parent) = self.rows[row].parent {
                below[parent] |= stated[row] | below[row];
                is_parent[parent] = true;
            }
        }
        // Of several sums of everything each repeats what the first one sums up.
        let mut loose = totals.iter().filter(|&&row| self.rows[row].parent.is_none());
        if let Some(&first) = loose.next() {
            for &other in loose {
                below[other] |= stated[first] | below[first];
            }
        }
        let mut lowest = Lowest { figures: vec![false; self.cells.len()], ..Lowest::default() };
        for (row, line) in self.rows.iter().enumerate() {
            let can_be = match line.kind {
                RowKind::Item(..) | RowKind::Total | RowKind::Stray => true,
                RowKind::Subtotal(_) | RowKind::Detail | RowKind::Quantity => false,
            };
            for at in (0..width).filter(|_| can_be) {
                let alone = below[row] & meets[at] == 0
                    && stated[row] & parts[at] & !untold[row] == 0
                    && untold[row] & bit(at) == 0;
                let cell = self.at(row, at);
                let is_sum = is_parent[row] || !columns[at].splits.is_empty();
                let is_total = line.kind == RowKind::Total;
                // A sum of blanks is a formula's 0, and nobody's word that nothing was disbursed.
                let is_empty_sum = cell == Stated::Amount(Money::ZERO) && (is_sum || is_total);
                let is_previous = columns[at].measure == Measure::Previous;
                if counts(&at) && cell.is_stated() && alone && !is_empty_sum {
                    match is_previous {
                        true => lowest.previous.push((row, at)),
                        false => lowest.figures[row * width + at] = true,
                    }
                }
                if counts(&at) && !is_previous && cell == Stated::Unknown && !is_sum && !is_total {
                    lowest.without_value.push((row, at));
                }
            }
        }
        lowest
    }
}
