//! Programs in words that nobody knows: a row whose figures are the sum of the components below it.

use std::collections::BTreeSet;

use super::strays::Why;
use super::table::Grid;
use crate::domain::money::Money;
use crate::domain::submission::RowKind;

impl Grid {
    /// Takes rows that pass for works and are the sum of the components below them for the parents that they are.
    ///
    /// Below such a row a number alone (`by_number`) does not say of which program a component is: it is set aside. A name
    /// does, and so does the program above, where it is made up of these components too.
    pub(super) fn find_strangers(&mut self, by_number: &BTreeSet<usize>) {
        for row in 0..self.table.rows.len() {
            let passes_for_work = self.is_plain_work(row);
            let is_loose = self.table.rows[row].kind == RowKind::Stray
                && !self.strays.contains_key(&row)
                && !self.repeated.contains(&row);
            if !passes_for_work && !is_loose {
                continue;
            }
            let Some(tops) = self.components_summed_by(row) else { continue };
            if passes_for_work && self.is_own_work(row) {
                continue;
            }
            let above = self.table.rows[tops[0]].parent;
            let is_inside = above.is_some_and(|above| {
                let children: Vec<usize> = self.table.children(above).collect();
                above < row && self.is_made_up(above, &children)
            });
            let lost: Vec<usize> =
                tops.iter().copied().filter(|top| by_number.contains(top)).collect();
            if is_inside || lost.is_empty() {
                self.take_for_sum(row);
                continue;
            }
            for top in lost {
                for row in self.with_those_below(top) {
                    self.set_row_aside(row, Why::Stranger);
                }
            }
            self.set_row_aside(row, Why::Unknown);
        }
    }

    /// The component above is made up with this row, and not without it.
    fn is_own_work(&self, row: usize) -> bool {
        let Some(parent) = self.table.rows[row].parent else { return false };
        let children: Vec<usize> = self.table.children(parent).collect();
        self.is_made_up(parent, &children)
    }

    /// Whether the components behind a row add up to it.
    pub(super) fn is_sum_of_components(&self, row: usize) -> bool {
        self.components_summed_by(row).is_some()
    }

    /// The topmost components behind `row` that add up to it.
    fn components_summed_by(&self, row: usize) -> Option<Vec<usize>> {
        let figures = self.amounts(row);
        let mut amounts: Vec<Money> = figures.iter().flatten().copied().collect();
        amounts.retain(|amount| !amount.is_zero());
        amounts.sort_unstable();
        amounts.dedup();
        let mut sum = vec![Money::ZERO; figures.len()];
        let mut tops = Vec::new();
        let is_it = |sum: &[Money], tops: &[usize]| {
            let mut pairs = sum.iter().zip(&figures);
            let is_same = pairs.all(|(sum, figure)| figure.unwrap_or(Money::ZERO) == *sum);
            // One row that states one amount may be another work by chance.
            is_same && !amounts.is_empty() && 2 < tops.len() + amounts.len()
        };
        for at in row + 1..self.table.rows.len() {
            match &self.table.rows[at].kind {
                RowKind::Item(id, None) if !id.is_program() => {}
                RowKind::Item(_, Some(_)) | RowKind::Detail | RowKind::Quantity
                    if !tops.is_empty() =>
                {
                    continue;
                }
                _ => break,
            }
            let is_top = self.table.rows[at]
                .parent
                .is_none_or(|parent| !tops.contains(&parent) && (parent < row || at < parent));
            if !is_top {
                continue;
            }
            if is_it(&sum, &tops) {
                return Some(tops);
            }
            for (sum, amount) in sum.iter_mut().zip(self.amounts(at)) {
                *sum += amount.unwrap_or(Money::ZERO);
            }
            tops.push(at);
        }
        is_it(&sum, &tops).then_some(tops)
    }
}
