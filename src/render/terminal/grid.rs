//! Units × months: how each report of a longer period came, and who has been late or silent several times in a row.

use std::collections::BTreeMap;

use super::screen::{Screen, Tone};
use super::table::{Column, Table};
use super::units::UNIT;
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, Text};
use crate::domain::period::Period;
use crate::domain::summary::{GridCell, State, Summary};

/// The table; nothing where there are no months.
pub(super) fn grid(summary: &Summary, grid: &[GridCell], lang: Lang, screen: &Screen) -> String {
    let mut months: Vec<Period> = grid.iter().map(|cell| cell.period).collect();
    months.sort_by_key(|period| period.to());
    months.dedup();
    if months.is_empty() {
        return String::new();
    }
    let mut columns = vec![Column::names(UNIT.get(lang))];
    columns.extend(months.iter().map(|month| Column::figure(&narrow(*month))));
    columns.push(Column::figure(IN_A_ROW.get(lang)));
    let mut table = Table::new(columns);
    for (unit, cells) in of_units(grid) {
        let streak = streak(&cells);
        let mut row = vec![summary.register.name(unit)];
        row.extend(cells.iter().map(|cell| mark(cell)));
        row.push(if streak == 0 { String::new() } else { streak.to_string() });
        let tone = match streak {
            0 => Tone::Quiet,
            1 => Tone::Warning,
            _ => Tone::Error,
        };
        table.row(tone, row);
    }
    let legend = screen.paragraph("", LEGEND.get(lang));
    format!("{}{}{legend}", screen.heading(HEADING.get(lang)), table.show(screen))
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
fn streak(cells: &[&GridCell]) -> usize {
    let owed = cells.iter().rev().filter(|cell| {
        !matches!(cell.state, None | Some(State::Exempt | State::Excluded | State::OtherPeriod))
    });
    let is_miss = |cell: &&&GridCell| {
        cell.state == Some(State::Missing) || cell.days_late.is_some_and(|days| 0 < days)
    };
    owed.take_while(is_miss).count()
}

fn narrow(period: Period) -> String {
    match period {
        Period::Month(_, month) => format!("T{month}"),
        other => other.short(),
    }
}

fn mark(cell: &GridCell) -> String {
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

const HEADING: Text = Text { vi: "Theo tháng", en: "By month" };
const IN_A_ROW: Text = Text { vi: "Liên\ntiếp", en: "In a\nrow" };
const LEGEND: Text = Text {
    vi: "x: đã nộp; e: đã nộp, có lỗi; +n: chậm n ngày; –: chưa nộp; !: không dùng được; m: được miễn; k: không tính; trống: không phải nộp. Liên tiếp: số kỳ gần nhất liền nhau chưa nộp hoặc nộp chậm.",
    en: "x: received; e: received, with errors; +n: n days late; –: missing; !: rejected; m: exempt; k: left out; blank: none was due. In a row: the last periods that are missing or late.",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::terminal::fixture;
    use crate::render::terminal::screen::Colour;

    #[test]
    fn a_row_a_unit_and_a_column_a_month() {
        let cell = |unit: &str, month: u32, state, days_late| GridCell {
            unit: UnitCode::new(unit).unwrap(),
            period: Period::Month(2024, month),
            state,
            days_late,
        };
        let cells = [
            cell("HL-01", 4, Some(State::Accepted), Some(0)),
            cell("HL-01", 5, Some(State::AcceptedWithErrors), Some(2)),
            cell("HL-01", 6, Some(State::Missing), None),
            cell("HL-05", 4, None, None),
            cell("HL-05", 5, Some(State::Exempt), None),
            cell("HL-05", 6, Some(State::Accepted), None),
        ];
        let screen = Screen { width: 80, colour: Colour::Plain };
        let text = grid(&fixture::district(), &cells, Lang::Vi, &screen);
        let words = |name: &str| -> Vec<&str> {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap();
            line[name.len()..].split_whitespace().collect()
        };
        assert_eq!(words("Xã Hòa Sơn"), ["x", "e+2", "–", "2"]);
        assert_eq!(words("Thị trấn Hữu Lũng"), ["m", "x"]);
    }
}
