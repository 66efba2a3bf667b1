//! Rows that the sums above them do not count: their own total was left blank, or holds an error. The total of the table
//! is then less than its columns, by just what stands in those rows.

use std::collections::BTreeSet;

use super::candidates::Wanting;
use super::edit::{Changes, Edit, Kind, Sums};
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::grid::Grid;
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::{Stated, Submission};

/// A row whose total and columns do not both count.
struct Broken {
    /// The cells that state no amount.
    cells: BTreeSet<Site>,
    total: Site,
    /// What its columns state beyond its total; a cell without an amount counts as nothing.
    lacked: Money,
    /// Whether it is the total that states nothing.
    is_total: bool,
}

/// An edit for each set of rows that explains what the sums over them lack, to the đồng.
pub(super) fn rows<'a>(
    submission: &Submission,
    open: impl Iterator<Item = &'a Wanting>,
) -> Vec<Edit> {
    let mut edits: Vec<(BTreeSet<(usize, usize)>, Edit)> = Vec::new();
    for wanting in open {
        let Some((rows, edit)) = explained(submission, wanting) else { continue };
        match edits.iter_mut().find(|(of, _)| !of.is_disjoint(&rows)) {
            None => edits.push((rows, edit)),
            Some((of, same)) => {
                of.extend(rows);
                let is_new = |change: &&(Site, Stated)| !same.changes.contains(change);
                let new: Changes = edit.changes.iter().filter(is_new).copied().collect();
                same.changes.extend(new);
                same.hope += edit.hope;
            }
        }
    }
    edits.into_iter().map(|(_, edit)| edit).collect()
}

/// The rows that one sum lacks, and what would put them right.
fn explained(
    submission: &Submission,
    wanting: &Wanting,
) -> Option<(BTreeSet<(usize, usize)>, Edit)> {
    let Demand::Sum { whole, parts, gap, tolerance, kind: SumKind::Table } = &wanting.demand else {
        return None;
    };
    let ([sum], Some(part)) = (whole.as_slice(), parts.first()) else { return None };
    if part.row != sum.row {
        return None;
    }
    let grid = Grid::new(sum.table_of(submission));
    let columns: Vec<usize> = parts.iter().map(|part| part.column).collect();
    let is_meant = |split: &&[usize]| grid.counted_columns(sum.row, split) == columns;
    let split = grid.splits(sum.column).find(is_meant)?;
    let leaves = grid.leaves(sum.row).into_iter();
    let broken: Vec<Broken> =
        leaves.filter_map(|row| broken(submission, &grid, Site { row, ..*sum }, split)).collect();
    let lacked: Money = broken.iter().map(|row| row.lacked).sum();
    if broken.is_empty() || *tolerance < (*gap + lacked).abs() {
        return None;
    }
    let mut changes = Changes::new();
    for row in &broken {
        let (total, stated) = (row.total, row.total.stated(submission));
        match row.is_total {
            true => changes.push((total, Stated::Amount(row.lacked))),
            // The total stands: what its row lacks is in the columns.
            false => changes.push((total, stated)),
        }
        let is = if row.is_total { Stated::SetAside } else { Stated::Amount(-row.lacked) };
        let parts = row.cells.iter().filter(|cell| **cell != total);
        changes.extend(parts.map(|part| (*part, is)));
    }
    let of_totals: Money = broken.iter().filter(|row| row.is_total).map(|row| row.lacked).sum();
    let stated = sum.amount(submission)?;
    changes.push((*sum, Stated::Amount(stated + of_totals)));
    let at = *broken.iter().flat_map(|row| &row.cells).min()?;
    let value = changes.iter().find(|(site, _)| *site == at).and_then(|(_, is)| is.amount());
    let rows = broken.iter().map(|row| (row.total.table, row.total.row)).collect();
    let kind = Kind::Uncounted;
    let (weight, hope) = (kind.weight(), wanting.weight);
    let edit = Edit { at, kind, changes, value, weight, hope, sums: Sums::FollowOnce };
    Some((rows, edit))
}

/// The row of `total` where one of its cells states no amount and its columns do not add up to its total.
fn broken(
    submission: &Submission,
    grid: &Grid<'_>,
    total: Site,
    split: &[usize],
) -> Option<Broken> {
    let parts = split.iter().map(|&column| Site { column, ..total });
    let is_lost = |site: &Site| site.stated(submission) == Stated::SetAside;
    let lost: Vec<Site> = parts.clone().filter(is_lost).collect();
    let known = parts.filter(|part| !is_lost(part));
    let known: Vec<Money> =
        known.filter_map(|part| grid.across(part.row, &[part.column]).amount()).collect();
    let stated: Money = known.iter().copied().sum();
    let is_total = total.stated(submission).amount().is_none();
    let own = total.amount(submission).unwrap_or(Money::ZERO);
    let lacked = stated - own;
    // Of two columns without an amount nobody knows which one has what is left.
    let is_one = is_total || lost.len() == 1;
    let cells: BTreeSet<Site> = lost.into_iter().chain(is_total.then_some(total)).collect();
    (!cells.is_empty() && is_one && !lacked.is_zero()).then_some(Broken {
        cells,
        total,
        lacked,
        is_total,
    })
}
