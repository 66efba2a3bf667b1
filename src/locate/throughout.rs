//! Faults of a whole report rather than of a cell: the last report sent again, or one measure taken for another.

use std::collections::BTreeSet;

use super::edit::Throughout;
use super::wording;
use crate::domain::place::Place;
use crate::domain::rule::{Fault, Finding, Rule};
use crate::domain::submission::{Line, Measure, Submission};
use crate::rules;

/// So many cumulative figures are a habit, not slips of the hand.
const HABIT: usize = 3;

/// What is wrong with all cumulative figures together, and the findings that it explains.
pub(super) fn fault(
    submission: &Submission,
    findings: &[Finding],
) -> Option<(Fault, BTreeSet<usize>)> {
    let of = |rule: &Rule| -> BTreeSet<usize> {
        let is_it =
            |finding: &Finding| finding.rule.code == rule.code && finding.accepted.is_none();
        (0..findings.len()).filter(|&at| is_it(&findings[at])).collect()
    };
    let mut cleared = of(&rules::PERIOD_AND_CUMULATIVE_DISAGREE);
    if cleared.is_empty() {
        return None;
    }
    let kind = if !of(&rules::SAME_AS_LAST_PERIOD).is_empty() {
        Throughout::SentAgain
    } else if HABIT <= cleared.len()
        && cleared.iter().all(|&at| is_twice(submission, &findings[at].problem.place))
    {
        // A cumulative below the last one is none.
        let places: BTreeSet<&Place> =
            cleared.iter().map(|&at| &findings[at].problem.place).collect();
        let is_there = |at: &usize| places.contains(&findings[*at].problem.place);
        let fell: BTreeSet<usize> =
            of(&rules::CUMULATIVE_FELL).into_iter().filter(is_there).collect();
        let did_fall = cleared.len() <= 2 * fell.len();
        cleared.extend(fell);
        if did_fall { Throughout::PeriodAsCumulative } else { Throughout::CumulativeAsPeriod }
    } else {
        return None;
    };
    let clears = cleared.len();
    let words = wording::throughout(kind, clears);
    let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
    Some((Fault::cause(place, clears, words), cleared))
}

/// Whether a cumulative figure stands as disbursed in the period too.
fn is_twice(submission: &Submission, place: &Place) -> bool {
    let (Some(sheet), Some(cell)) = (submission.sheet_at(place), place.cell) else {
        return false;
    };
    let is_row = |line: &&Line| line.sheet == sheet && line.row == cell.row;
    let is_twice = |line: &Line| {
        let cumulative = line.figure(Measure::Cumulative);
        cumulative.is_some_and(|figure| {
            u32::from(figure.column) == cell.column
                && line.amount(Measure::InPeriod) == Some(figure.amount)
        })
    };
    submission.lines.iter().filter(is_row).any(is_twice)
}
