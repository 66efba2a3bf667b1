//! Rows "Trong đó: …" below their whole: a part is told beside the whole and never added to it.

use std::collections::BTreeMap;

use super::strays::Why;
use super::table::Grid;
use crate::domain::key::Work;
use crate::domain::money::Money;
use crate::domain::submission::RowKind;
use crate::recognise::rows::without_number;

impl Grid {
    /// Takes the rows for what they are that say "trong đó": those that make up their whole may be its parts, others only
    /// repeat some of it. `parts` lists them.
    pub(super) fn settle_parts(&mut self, parts: &[usize]) {
        let mut by_whole: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &part in parts {
            if let Some(whole) = self.table.rows[part].parent {
                by_whole.entry(whole).or_default().push(part);
            }
        }
        for (whole, parts) in by_whole {
            match self.table.rows[parts[0]].kind {
                RowKind::Item(..) => self.settle_node(whole, &parts),
                _ => self.settle_parts_of(whole, &parts),
            }
        }
    }

    /// A node told as a part is one like others, unless it stands alone and is less than what its whole states.
    fn settle_node(&mut self, whole: usize, parts: &[usize]) {
        let is_total = self.table.rows[whole].kind == RowKind::Total;
        let is_alone = self.table.children(whole).eq(parts.iter().copied());
        let of_parts = self.sum_of(parts);
        let of_whole = self.amounts(whole);
        let mut stated =
            of_whole.iter().zip(&of_parts).filter_map(|(own, sum)| Some((*own)? == *sum));
        let differs = stated.any(|is_same| !is_same);
        if !is_total && is_alone && differs {
            parts.iter().for_each(|&part| self.tell_beside(part, whole));
        }
    }

    fn settle_parts_of(&mut self, whole: usize, parts: &[usize]) {
        let others: Vec<usize> = self.table.children(whole).collect();
        let first = parts[0];
        let is_listed = others.iter().all(|&other| first < other && self.is_plain_work(other));
        // Rows behind the first one stand under its "Trong đó" too, where none stands before it.
        let mut list: Vec<usize> = parts.to_vec();
        if is_listed {
            list.extend(&others);
        }
        let is_silent = self.amounts(whole).iter().all(Option::is_none);
        let states = |row: &&usize| self.amounts(**row).iter().flatten().any(|sum| !sum.is_zero());
        let is_sum = 2 <= list.iter().filter(states).count() && self.is_made_up(whole, &list);
        let own = match &self.table.rows[whole].kind {
            RowKind::Item(id, None) => Some(id.clone()),
            _ => None,
        };
        if let Some(id) = own.filter(|_| is_sum || is_silent) {
            for &part in parts {
                let row = &mut self.table.rows[part];
                row.kind = RowKind::Item(id.clone(), Some(Work::named(without_number(&row.label))));
            }
            return;
        }
        let are_the_whole = !others.is_empty() && self.is_made_up(whole, &others);
        let told = if is_listed && !are_the_whole { &list } else { parts };
        told.iter().for_each(|&part| self.tell_beside(part, whole));
    }

    /// Makes a row and those below it repeat what `whole` states; where the whole does not state it, they are set aside.
    fn tell_beside(&mut self, part: usize, whole: usize) {
        let of_whole = self.amounts(whole);
        let is_within = |(own, whole): (&Option<Money>, &Option<Money>)| {
            let Some(own) = own.filter(|own| !own.is_zero()) else { return true };
            whole.is_some_and(|whole| own.as_dong().abs() <= whole.as_dong().abs())
        };
        let is_stated = self.stated(part).iter().zip(&of_whole).all(is_within);
        for row in self.with_those_below(part) {
            if is_stated {
                self.table.rows[row].kind = RowKind::Detail;
            } else {
                self.set_row_aside(row, Why::Apart);
            }
        }
        if is_stated {
            self.table.rows[part].parent = Some(whole);
        }
    }

    /// A row with all rows below it.
    pub(super) fn with_those_below(&self, row: usize) -> Vec<usize> {
        let mut found = vec![row];
        for at in row + 1..self.table.rows.len() {
            if self.table.rows[at].parent.is_some_and(|parent| found.contains(&parent)) {
                found.push(at);
            }
        }
        found
    }

    pub(super) fn is_plain_work(&self, row: usize) -> bool {
        matches!(&self.table.rows[row].kind, RowKind::Item(_, Some(work)) if work.code.is_none())
    }

    /// The amounts of a row, column by column.
    pub(super) fn amounts(&self, row: usize) -> Vec<Option<Money>> {
        (0..self.table.columns.len()).map(|at| self.table.at(row, at).amount()).collect()
    }

    /// The amounts of a row; where it is blank, what the rows below it come to.
    fn stated(&self, row: usize) -> Vec<Option<Money>> {
        let mut stated = self.amounts(row);
        if self.is_plain_work(row) || stated.iter().all(Option::is_some) {
            return stated;
        }
        let below: Vec<Vec<Option<Money>>> =
            self.table.children(row).map(|child| self.stated(child)).collect();
        for (at, own) in stated.iter_mut().enumerate().filter(|(_, own)| own.is_none()) {
            *own = below.iter().filter_map(|child| child[at]).reduce(|sum, amount| sum + amount);
        }
        stated
    }

    /// What some rows, with those below them, come to in each column.
    fn sum_of(&self, rows: &[usize]) -> Vec<Money> {
        let mut sums = vec![Money::ZERO; self.table.columns.len()];
        for &row in rows {
            for (sum, amount) in sums.iter_mut().zip(self.stated(row)) {
                *sum += amount.unwrap_or(Money::ZERO);
            }
        }
        sums
    }

    /// Whether some rows add up to `whole` in every column in which it states an amount, and state nothing beside.
    pub(super) fn is_made_up(&self, whole: usize, parts: &[usize]) -> bool {
        let of_whole = self.amounts(whole);
        let is_same = |(own, sum): (&Option<Money>, Money)| own.unwrap_or(Money::ZERO) == sum;
        of_whole.iter().any(Option::is_some) && of_whole.iter().zip(self.sum_of(parts)).all(is_same)
    }
}
