//! Rows that the formulas of a form put elsewhere than its table has them: two formulas agree, so no figure is wrong, and to
//! change one of them would make an error of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::Wanting;
use super::figures::Figures;
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::formula::{Along, Says};
use crate::check::gate::site::Site;
use crate::domain::money::Money;

/// Rows in question, and the findings that come of them.
pub(super) struct Apart {
    /// The first row of them, in the first column.
    pub(super) row: Site,
    /// How many rows there are beside that.
    pub(super) others: usize,
    /// The sum whose formula counts them.
    pub(super) with: Site,
    /// The one whose formula does not.
    pub(super) without: Site,
    pub(super) explained: BTreeSet<usize>,
}

/// The rows that formulas put elsewhere, and all findings at the cells of such formulas: nothing else is to be said of those.
pub(super) fn rows(
    figures: &Figures<'_>,
    open: &BTreeMap<usize, Wanting>,
) -> (Vec<Apart>, BTreeSet<usize>) {
    let mut rows: BTreeMap<(usize, Vec<usize>, usize, usize), Apart> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (&at, wanting) in open {
        let Demand::Sum { whole, gap, tolerance, kind: SumKind::Table, .. } = &wanting.demand
        else {
            continue;
        };
        let [sum] = whole.as_slice() else { continue };
        let Says::Apart(apart) = figures.says(*sum) else { continue };
        all.insert(at);
        let cell = |row: usize| Site { row, ..*sum };
        let lines = apart.lines.iter().map(|&row| cell(row).amount(figures.submission));
        let Some(amount) = lines.sum::<Option<Money>>() else { continue };
        let expected = if sum.row == apart.with { amount } else { -amount };
        let is_all = apart.along == Along::Rows && (*gap - expected).abs() <= *tolerance;
        let Some(&row) = apart.lines.first().filter(|_| is_all) else { continue };
        let key = (sum.table, apart.lines.clone(), apart.with, apart.without);
        let told = rows.entry(key).or_insert_with(|| Apart {
            row: cell(row),
            others: apart.lines.len() - 1,
            with: cell(apart.with),
            without: cell(apart.without),
            explained: BTreeSet::new(),
        });
        told.explained.insert(at);
    }
    (rows.into_values().collect(), all)
}
