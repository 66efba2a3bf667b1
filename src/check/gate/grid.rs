//! Sums over a table as it stands: the rows below a row, the columns that a column is split into.

use std::collections::BTreeMap;

use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::PlanYear;
use crate::domain::money::Money;
use crate::domain::submission::{Measure, RowKind, Stated, Table};

/// What several cells add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sum {
    /// None of them states anything.
    Nothing,
    /// So much, from so many cells.
    Of(Money, usize),
    /// One of them was set aside or has no value: whatever they add up to, it is not what the unit meant.
    Unsound,
}

impl Sum {
    /// Both together.
    pub(crate) fn plus(self, other: Sum) -> Sum {
        match (self, other) {
            (Sum::Unsound, _) | (_, Sum::Unsound) => Sum::Unsound,
            (Sum::Nothing, sum) | (sum, Sum::Nothing) => sum,
            (Sum::Of(a, m), Sum::Of(b, n)) => Sum::Of(a + b, m + n),
        }
    }

    fn all(sums: impl Iterator<Item = Sum>) -> Sum {
        sums.fold(Sum::Nothing, Sum::plus)
    }

    /// The amount, where there is a sound one.
    pub(crate) fn amount(self) -> Option<Money> {
        match self {
            Sum::Of(amount, _) => Some(amount),
            Sum::Nothing | Sum::Unsound => None,
        }
    }
}

/// A table with its rows by what they add up to.
pub(crate) struct Grid<'a> {
    pub(crate) table: &'a Table,
    /// The items directly below each row.
    children: Vec<Vec<usize>>,
    /// The rows directly below each row that fit no node, or repeat one: their money is in what the unit added up.
    strays: Vec<Vec<usize>>,
    /// The strays that hang nowhere.
    loose: Vec<usize>,
    /// The row of each component.
    items: BTreeMap<&'a ComponentId, usize>,
    /// The topmost rows of each component that has no row of its own.
    tops: BTreeMap<ComponentId, Vec<usize>>,
}

impl<'a> Grid<'a> {
    pub(crate) fn new(table: &'a Table) -> Grid<'a> {
        let mut grid = Grid {
            table,
            children: vec![Vec::new(); table.rows.len()],
            strays: vec![Vec::new(); table.rows.len()],
            loose: Vec::new(),
            items: BTreeMap::new(),
            tops: BTreeMap::new(),
        };
        for (at, row) in table.rows.iter().enumerate() {
            match (&row.kind, row.parent) {
                (RowKind::Item(..) | RowKind::Total, Some(parent)) => {
                    grid.children[parent].push(at);
                }
                (RowKind::Stray, Some(parent)) => grid.strays[parent].push(at),
                (RowKind::Stray, None) => grid.loose.push(at),
                _ => {}
            }
            if let RowKind::Item(component, work) = &row.kind {
                if work.is_none() {
                    grid.items.entry(component).or_insert(at);
                }
                let above = row.parent.map(|parent| &table.rows[parent].kind);
                let mut id = Some(component.clone());
                while let Some(top) = id.filter(|id| !is_below(above, id)) {
                    id = top.parent();
                    grid.tops.entry(top).or_default().push(at);
                }
            }
        }
        grid
    }

    /// The rows that `row` should be the sum of.
    pub(crate) fn addends(&self, row: usize) -> &[usize] {
        match &self.table.rows[row].kind {
            RowKind::Item(..) | RowKind::Total => &self.children[row],
            RowKind::Subtotal(component) => match self.items.get(component) {
                Some(&own) => &self.children[own],
                None => self.tops.get(component).map_or(&[], Vec::as_slice),
            },
            RowKind::Detail | RowKind::Quantity | RowKind::Stray => &[],
        }
    }

    /// The rows whose money a subtotal repeats: the row of its component, else the topmost ones of it.
    pub(crate) fn stands_for(&self, subtotal: usize) -> Vec<usize> {
        let RowKind::Subtotal(component) = &self.table.rows[subtotal].kind else {
            return Vec::new();
        };
        let own = self.items.get(component).map(|&own| vec![own]);
        own.unwrap_or_else(|| self.addends(subtotal).to_vec())
    }

    /// Whether the row stands for an item that no other row is a part of.
    pub(crate) fn is_leaf(&self, row: usize) -> bool {
        matches!(self.table.rows[row].kind, RowKind::Item(..)) && self.children[row].is_empty()
    }

    /// What the rows below `row` add up to in this column. A blank one counts with the rows below it.
    pub(crate) fn below(&self, row: usize, column: usize) -> Sum {
        let addends = self.addends(row).iter().map(|&child| self.counted(child, column));
        let loose: &[usize] = match self.table.rows[row].kind {
            RowKind::Total => &self.loose,
            _ => &[],
        };
        let mut strays = self.strays[row].iter().chain(loose);
        let strays = strays.any(|&stray| self.table.at(stray, column) == Stated::SetAside);
        Sum::all(addends).plus(if strays { Sum::Unsound } else { Sum::Nothing })
    }

    /// The rows whose figures make up the sum below `row`: a blank one gives way to the rows below it, where they state
    /// anything.
    pub(crate) fn counted_rows(&self, row: usize, column: usize) -> Vec<usize> {
        let mut rows = Vec::new();
        for &child in self.addends(row) {
            let is_blank = matches!(self.table.at(child, column), Stated::Blank | Stated::Unknown);
            match is_blank && self.below(child, column) != Sum::Nothing {
                true => rows.extend(self.counted_rows(child, column)),
                false => rows.push(child),
            }
        }
        rows
    }

    /// The same for columns: a blank one gives way to those it is split into.
    pub(crate) fn counted_columns(&self, row: usize, columns: &[usize]) -> Vec<usize> {
        let mut counted = Vec::new();
        for &column in columns {
            let is_blank = matches!(self.table.at(row, column), Stated::Blank | Stated::Unknown);
            let mut splits = self.splits(column);
            let stating = splits.find(|parts| self.across(row, parts) != Sum::Nothing);
            match stating.filter(|_| is_blank) {
                Some(parts) => counted.extend(self.counted_columns(row, parts)),
                None => counted.push(column),
            }
        }
        counted
    }

    /// The items below `row` that no other row is a part of.
    pub(crate) fn leaves(&self, row: usize) -> Vec<usize> {
        let below = |&child: &usize| match self.is_leaf(child) {
            true => vec![child],
            false => self.leaves(child),
        };
        self.addends(row).iter().flat_map(below).collect()
    }

    fn counted(&self, row: usize, column: usize) -> Sum {
        match self.table.at(row, column) {
            Stated::Amount(amount) => Sum::Of(amount, 1),
            Stated::SetAside | Stated::Percent(_) => Sum::Unsound,
            Stated::Blank => self.below(row, column),
            Stated::Unknown => known(self.below(row, column)),
        }
    }

    /// What these columns add up to in `row`. A blank one counts with the columns that it is split into.
    pub(crate) fn across(&self, row: usize, columns: &[usize]) -> Sum {
        Sum::all(columns.iter().map(|&column| match self.table.at(row, column) {
            Stated::Amount(amount) => Sum::Of(amount, 1),
            Stated::SetAside | Stated::Percent(_) => Sum::Unsound,
            Stated::Blank => self.split(row, column),
            Stated::Unknown => known(self.split(row, column)),
        }))
    }

    /// What the first split of `column` that states anything in `row` adds up to.
    fn split(&self, row: usize, column: usize) -> Sum {
        let splits = self.splits(column).map(|parts| self.across(row, parts));
        splits.into_iter().find(|sum| *sum != Sum::Nothing).unwrap_or(Sum::Nothing)
    }

    /// The ways in which a column is split.
    pub(crate) fn splits(&self, column: usize) -> impl Iterator<Item = &'a [usize]> {
        self.table.columns[column].splits.iter().map(Vec::as_slice)
    }

    /// The columns that together give this measure for `facts`: one with the same facts, else the widest ones within.
    pub(crate) fn columns(&self, measure: Measure, facts: Facts, budget: i32) -> Vec<usize> {
        let columns = &self.table.columns;
        let of_measure: Vec<usize> = (0..columns.len())
            .filter(|&at| columns[at].measure == measure && !columns[at].is_detail)
            .collect();
        let same = |at: &&usize| plain(columns[**at].facts) == plain(facts);
        if let Some(&same) = of_measure.iter().find(same) {
            return vec![same];
        }
        let within: Vec<usize> = of_measure
            .into_iter()
            .filter(|&at| is_within(facts, columns[at].facts, budget))
            .collect();
        let parts: Vec<usize> =
            within.iter().flat_map(|&at| columns[at].splits.iter().flatten()).copied().collect();
        within.into_iter().filter(|at| !parts.contains(at)).collect()
    }
}

/// A cell without a value is known by its parts only where they state something.
fn known(sum: Sum) -> Sum {
    if sum == Sum::Nothing { Sum::Unsound } else { sum }
}

fn is_below(above: Option<&RowKind>, id: &ComponentId) -> bool {
    matches!(above, Some(RowKind::Item(component, _)) if id.covers(component))
}

/// A column that is not split by year says the same with and without the words.
fn plain(facts: Facts) -> Facts {
    Facts { year: facts.year.filter(|year| *year != PlanYear::Any), ..facts }
}

fn is_within(whole: Facts, part: Facts, budget: i32) -> bool {
    let (whole, part) = (plain(whole), plain(part));
    if whole.is_rest && whole != part {
        return false;
    }
    let funding = whole.funding.is_none_or(|funding| part.funding == Some(funding));
    let source =
        whole.source.is_none_or(|whole| part.source.is_some_and(|part| whole.covers(part)));
    let year =
        whole.year.is_none_or(|whole| part.year.is_some_and(|part| whole.covers(part, budget)));
    let piece = whole.piece.is_none() || whole.piece == part.piece;
    funding && source && year && piece
}
