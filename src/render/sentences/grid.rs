//! How the reports of a longer period came, unit by unit and month by month: the same signs on every output.

use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::lang::Text;
use crate::domain::period::Period;
use crate::domain::summary::{GridCell, State};

/// The months and the units of a grid, both in their order.
pub(in crate::render) struct Grid<'a> {
    /// The months, from the first to the last.
    pub months: Vec<Period>,
    /// Each unit with its cells, one a month.
    pub units: Vec<(&'a UnitCode, Vec<&'a GridCell>)>,
}

impl Grid<'_> {
    /// Of these cells.
    pub(in crate::render) fn of(cells: &[GridCell]) -> Grid<'_> {
        let mut months: Vec<Period> = cells.iter().map(|cell| cell.period).collect();
        months.sort_by_key(|period| period.to());
        months.dedup();
        Grid { months, units: of_units(cells) }
    }
}

fn of_units(grid: &[GridCell]) -> Vec<(&UnitCode, Vec<&GridCell>)> {
    let mut place: BTreeMap<&UnitCode, usize> = BTreeMap::new();
    let mut units: Vec<(&UnitCode, Vec<&GridCell>)> = Vec::new();
    for cell in grid {
        let at = *place.entry(&cell.unit).or_insert_with(|| {
            units.push((&cell.unit, Vec::new()));
            units.len() - 1
        });
        units[at].1.push(cell);
    }
    units
}

/// How many of the last months in a row did not come or came late.
pub(in crate::render) fn streak(cells: &[&GridCell]) -> usize {
    let owed = cells.iter().rev().filter(|cell| {
        !matches!(cell.state, None | Some(State::Exempt | State::Excluded | State::OtherPeriod))
    });
    let is_miss = |cell: &&&GridCell| {
        cell.state == Some(State::Missing) || cell.days_late.is_some_and(|days| 0 < days)
    };
    owed.take_while(is_miss).count()
}

/// A month as a narrow heading: `T6`.
pub(in crate::render) fn narrow(period: Period) -> String {
    match period {
        Period::Month(_, month) => format!("T{month}"),
        other => other.short(),
    }
}

/// How a report came, in a few signs.
pub(in crate::render) fn mark(cell: &GridCell) -> String {
    let sign = match cell.state {
        None => return String::new(),
        Some(State::Missing) => return "–".to_owned(),
        Some(State::Exempt) => return "m".to_owned(),
        Some(State::Excluded | State::OtherPeriod) => return "k".to_owned(),
        Some(State::Rejected) => "!",
        Some(State::AcceptedWithErrors) => "e",
        Some(State::Accepted | State::AcceptedWithWarnings | State::Superseded) => "x",
    };
    match cell.days_late {
        Some(days) if 0 < days => format!("{sign}+{days}"),
        _ => sign.to_owned(),
    }
}

/// Over the number of periods in a row.
pub(in crate::render) const IN_A_ROW: Text = Text { vi: "Liên\ntiếp", en: "In a\nrow" };
/// What the signs mean.
pub(in crate::render) const LEGEND: Text = Text {
    vi: "x: đã nộp; e: đã nộp, có lỗi; +n: chậm n ngày; –: chưa nộp; !: không dùng được; m: được miễn; k: không tính; trống: không phải nộp. Liên tiếp: số kỳ gần nhất liền nhau chưa nộp hoặc nộp chậm.",
    en: "x: received; e: received, with errors; +n: n days late; –: missing; !: rejected; m: exempt; k: left out; blank: none was due. In a row: the last periods that are missing or late.",
};
