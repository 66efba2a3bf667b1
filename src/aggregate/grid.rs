//! Units by months: how each report of a longer period came. One definition of a unit's state serves a month's status and
//! this table of many.

use std::collections::{BTreeMap, BTreeSet};

use super::duties::{owes, stands};
use super::{Arrival, Inputs};
use crate::domain::code::UnitCode;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::summary::{GridCell, State, SubmissionRow};

/// The reports of each expected unit for the months of the period, in their order; nothing for a single month.
///
/// A month before the first and after the last one for which anybody sent something is left out: nobody was asked then, or
/// it has not come to that yet.
pub(super) fn grid(
    inputs: &Inputs<'_>,
    expected: &[&Unit],
    rows: &[SubmissionRow],
) -> Vec<GridCell> {
    let months = inputs.period.months();
    let sent: BTreeSet<Period> =
        inputs.arrivals.iter().map(|Arrival { period, .. }| *period).collect();
    let first = months.iter().position(|month| sent.contains(month));
    let last = months.iter().rposition(|month| sent.contains(month));
    let Some((first, last)) = first.zip(last) else { return Vec::new() };
    let mut of_units: BTreeMap<(&UnitCode, Period), Vec<&SubmissionRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.file.is_some()) {
        if let Some(unit) = &row.unit {
            of_units.entry((unit, row.period)).or_default().push(row);
        }
    }
    let mut cells = Vec::new();
    for unit in expected {
        for period in &months[first..=last] {
            let files = of_units.get(&(&unit.code, *period)).map_or(&[][..], Vec::as_slice);
            let standing = files.iter().max_by_key(|row| (stands(row.state), row.version));
            let is_exempt = inputs.settings.exemption(*period, &unit.code).is_some();
            let state = match standing {
                Some(row) => Some(row.state),
                None if is_exempt => Some(State::Exempt),
                None => owes(inputs, unit, *period).then_some(State::Missing),
            };
            // Whether it was late its first file says that can be used; what replaces it is a correction.
            let usable = files.iter().filter(|row| row.state.has_come());
            let days_late = usable.min_by_key(|row| row.version).and_then(|row| row.days_late);
            cells.push(GridCell { unit: unit.code.clone(), period: *period, state, days_late });
        }
    }
    cells
}
