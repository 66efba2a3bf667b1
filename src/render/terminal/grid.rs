//! Units × months: how each report of a longer period came, and who has been late or silent several times in a row.

use super::screen::{Screen, Tone};
use super::table::{Column, Table};
use super::units::UNIT;
use crate::domain::lang::{Lang, Text};
use crate::domain::summary::{GridCell, Summary};
use crate::render::sentences::{Grid, IN_A_ROW, LEGEND, mark, narrow, streak};

/// The table; nothing where there are no months.
pub(super) fn grid(summary: &Summary, grid: &[GridCell], lang: Lang, screen: &Screen) -> String {
    let Grid { months, units } = Grid::of(grid);
    if months.is_empty() {
        return String::new();
    }
    let mut columns = vec![Column::names(UNIT.get(lang))];
    columns.extend(months.iter().map(|month| Column::figure(&narrow(*month))));
    columns.push(Column::figure(IN_A_ROW.get(lang)));
    let mut table = Table::new(columns);
    for (unit, cells) in units {
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

const HEADING: Text = Text { vi: "Theo tháng", en: "By month" };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::UnitCode;
    use crate::domain::period::Period;
    use crate::domain::summary::State;
    use crate::domain::summary::fixture;
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
