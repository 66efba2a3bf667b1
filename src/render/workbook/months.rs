//! "Nộp theo tháng": how the reports of a longer period came, units by months.

use rust_xlsxwriter::Worksheet;

use crate::domain::code::UnitCode;
use crate::domain::lang::Text;
use crate::domain::summary::GridCell;
use crate::render::sentences::{Grid, IN_A_ROW, LEGEND, mark, narrow, streak};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::frame::{self, Frame, Titled};

/// The name of the sheet.
const NAME: &str = "Nộp theo tháng";

/// A unit with its number and its cells, one a month.
struct Row<'a> {
    number: usize,
    unit: &'a UnitCode,
    cells: &'a [&'a GridCell],
}

/// The sheet; `None` for a single month.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let grid = Grid::of(&book.summary.grid);
    if grid.months.is_empty() {
        return Ok(None);
    }
    let table = table(book, &grid);
    let title = Text {
        vi: "TÌNH HÌNH NỘP BÁO CÁO CỦA CÁC ĐƠN VỊ THEO THÁNG",
        en: "REPORTS OF THE UNITS BY MONTH",
    };
    let titled = Titled::new(NAME, book.say(title), 3).without_money();
    let mut frame = Frame::begin(book, titled, &table)?;
    for (number, (unit, cells)) in (1..).zip(&grid.units) {
        let look = if streak(cells) == 0 { Look::Plain } else { Look::Strong };
        frame.row(&table, &Row { number, unit, cells }, look)?;
    }
    frame.note(book.say(LEGEND))?;
    frame.signed().map(Some)
}

fn table<'a>(book: &'a Book<'_>, grid: &Grid<'_>) -> Table<'a, Row<'a>> {
    let say = |vi, en| book.say(Text { vi, en });
    let mut columns = vec![
        frame::number(book, |of: &Row<'a>| of.number.to_string()),
        Column::new(say("Mã đơn vị", "Code"), 12.0, |_, of: &Row<'a>| {
            Value::Centred(of.unit.to_string())
        }),
        Column::new(say("Đơn vị", "Unit"), 40.0, |_, of: &Row<'a>| {
            Value::Text(book.summary.register.name(of.unit))
        }),
    ];
    columns.extend(grid.months.iter().enumerate().map(|(at, month)| {
        Column::new(narrow(*month), 12.0, move |_, of: &Row<'a>| {
            Value::Centred(of.cells.get(at).map_or_else(String::new, |cell| mark(cell)))
        })
    }));
    let in_a_row = book.say(IN_A_ROW).replace('\n', " ");
    columns.push(Column::new(in_a_row, 12.0, |_, of: &Row<'a>| match streak(of.cells) {
        0 => Value::Blank,
        streak => Value::Centred(streak.to_string()),
    }));
    Table::new(columns)
}
