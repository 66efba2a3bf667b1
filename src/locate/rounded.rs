//! A few figures typed with more digits than all others make every rounded sum of their table differ from its parts: what
//! rounding to the usual digit explains is no evidence for a slip of the hand.

use super::candidates::Wanting;
use crate::check::gate::demand::Demand;
use crate::domain::money::Money;
use crate::domain::same_money::slack;
use crate::domain::submission::{Submission, Table};

/// Of so many figures one may have more digits than is usual.
const FEW: usize = 20;

/// Whether rounding explains a finding: its sum is off by no more than figures of the usual step may be.
pub(super) fn explains(submission: &Submission, steps: &[Money], wanting: &Wanting) -> bool {
    let Demand::Sum { whole, parts, gap, tolerance, .. } = &wanting.demand else { return false };
    let Some(table) = whole.first().map(|site| site.table) else { return false };
    let is_finer = submission.tables[table].step < steps[table];
    is_finer && *tolerance < gap.abs() && gap.abs() <= slack(steps[table], parts.len() + 1)
}

/// The step that nearly all figures of each table keep.
pub(super) fn usual_steps(submission: &Submission) -> Vec<Money> {
    submission.tables.iter().map(usual_step).collect()
}

fn usual_step(table: &Table) -> Money {
    let amounts = table.cells.iter().filter_map(|cell| cell.amount());
    let amounts: Vec<i128> =
        amounts.filter(|amount| !amount.is_zero()).map(Money::as_dong).collect();
    let unit = table.columns.first().map_or(1, |column| column.unit.dong());
    let is_usual = |step: i64| {
        let finer = amounts.iter().filter(|amount| **amount % i128::from(step) != 0).count();
        finer * FEW <= amounts.len()
    };
    let steps = std::iter::successors(Some(1_i64), |step| step.checked_mul(10));
    let steps = steps.take_while(|step| i128::from(*step) <= unit);
    let usual = steps.take_while(|step| is_usual(*step)).last().unwrap_or(1);
    Money::from_dong(usual).max(table.step)
}
