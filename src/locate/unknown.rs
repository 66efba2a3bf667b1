//! Columns that nobody understood and that the sums count all the same: every total is then too large by what such a column
//! states below it.

use std::collections::BTreeMap;

use super::candidates::Wanting;
use super::edit::{Changes, Edit, Kind, Sums};
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::grid::Grid;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::Finding;
use crate::domain::submission::{Stated, Submission};
use crate::rules;

/// So many columns are looked at.
const MOST_COLUMNS: usize = 20;

/// The sums that count a column without a meaning, put right.
pub(super) struct Counted {
    /// The index of the finding (GN201) that set the column aside.
    pub(super) finding: usize,
    pub(super) edit: Edit,
}

/// One edit for each column that was set aside and explains, to the đồng, what sums over columns hold too much.
pub(super) fn columns(
    submission: &Submission,
    findings: &[Finding],
    open: &BTreeMap<usize, Wanting>,
) -> Vec<Counted> {
    let found = findings.iter().enumerate().filter(|(_, finding)| {
        finding.rule == &rules::UNKNOWN_COLUMN && finding.accepted.is_none()
    });
    let counted = found.take(MOST_COLUMNS).filter_map(|(at, finding)| {
        let edit = edit(submission, &finding.problem.place, open)?;
        Some(Counted { finding: at, edit })
    });
    counted.collect()
}

fn edit(submission: &Submission, heading: &Place, open: &BTreeMap<usize, Wanting>) -> Option<Edit> {
    let (sheet, column) = (submission.sheet_at(heading)?, heading.cell?.column);
    let strange = submission.set_aside.iter().filter(|aside| {
        let is_here = aside.sheet == sheet && aside.cell.column == column;
        is_here && aside.rule == &rules::UNKNOWN_COLUMN
    });
    let strange: BTreeMap<u32, Money> =
        strange.map(|aside| (aside.cell.row, aside.amount)).collect();
    let mut changes = Changes::new();
    let mut hope = 0;
    for wanting in open.values() {
        let Demand::Sum { whole, parts, gap, kind: SumKind::Table, .. } = &wanting.demand else {
            continue;
        };
        let ([sum], Some(part)) = (whole.as_slice(), parts.first()) else { continue };
        let table = sum.table_of(submission);
        let grid = Grid::new(table);
        let below = match grid.is_leaf(sum.row) {
            true => vec![sum.row],
            false => grid.leaves(sum.row),
        };
        let stated = |row: &usize| strange.get(&table.rows[*row].index).copied();
        let counted: Money = below.iter().filter_map(stated).sum();
        let is_across = part.row == sum.row && table.sheet == sheet;
        let Some(typed) = sum.amount(submission).filter(|_| is_across) else { continue };
        if !gap.is_zero() && counted == *gap {
            changes.push((*sum, Stated::Amount(typed - *gap)));
            hope += wanting.weight;
        }
    }
    let at = changes.iter().map(|(site, _)| *site).min()?;
    let kind = Kind::Counts(column);
    let (weight, sums) = (kind.weight(), Sums::FollowOnce);
    Some(Edit { at, kind, changes, value: None, weight, hope, sums })
}
