//! Whom to call first: the units whose answers could move the printed rate, who is worth most first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::rule::Finding;
use crate::domain::summary::{Call, SubmissionRow, UnitTotal};
use crate::domain::tally::Points;

/// A unit that is silent is worth what its report could bring; any other what its findings are worth together. What one
/// edit clears is worth as much as the worst of it.
pub(super) fn calls(
    units: &[UnitTotal],
    findings: &[Finding],
    rows: &[SubmissionRow],
) -> Vec<Call> {
    let mut silent: BTreeMap<&UnitCode, Points> = BTreeMap::new();
    for row in rows {
        if let (Some(unit), Some(worth)) = (&row.unit, row.worth) {
            silent.insert(unit, worth);
        }
    }
    let mut open: BTreeMap<&UnitCode, Vec<Points>> = BTreeMap::new();
    let asked = findings.iter().filter(|of| of.goes_back() && !of.is_consequence);
    for finding in asked {
        if let (Some(unit), Some(worth)) = (&finding.problem.unit, finding.worth) {
            open.entry(unit).or_default().push(worth);
        }
    }
    let none = Points::from_hundredths(0);
    let worth_of = |unit: &UnitTotal| match silent.get(&unit.unit) {
        Some(worth) => *worth,
        None => open.get(&unit.unit).into_iter().flatten().copied().sum(),
    };
    let mut calls: Vec<Call> = units
        .iter()
        .map(|unit| Call {
            unit: unit.unit.clone(),
            worth: worth_of(unit),
            is_silent: silent.contains_key(&unit.unit),
        })
        .filter(|call| none < call.worth)
        .collect();
    calls.sort_by_key(|call| Reverse(call.worth));
    calls
}
