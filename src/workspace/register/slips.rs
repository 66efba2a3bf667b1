//! Headings of `danh-muc.xlsx` that were typed over or deleted: which column lost which name, told once a table.

use std::collections::BTreeMap;

use super::super::faults::{nearest, quoted};
use super::form::{Form, Heading, Need, heading_label};
use super::table::Table;
use crate::domain::lang::{Words, words};
use crate::domain::place::Cell;
use crate::read::Value;

/// A column under no heading that we know: its heading's cell, and what is typed there.
#[derive(Clone, Copy)]
struct Unknown<'a> {
    cell: Cell,
    typed: &'a str,
}

/// What is wrong with the headings of a table as one sentence, and the first cell to mend; `None` where every column
/// that is needed has its name, and no other one seems to have lost it.
///
/// Columns that an office added are its own business. One of them is taken for a column that we miss where its heading
/// is spelt nearly so or its cells hold what only that column holds; a column that must be there also by its place.
pub(super) fn of<C: Copy + PartialEq>(
    table: &Table<'_, C>,
    form: &Form<C>,
) -> Option<(Option<Cell>, Words)> {
    let mut unknown = unknown(table);
    let mut told: Vec<(Option<Cell>, Words)> = Vec::new();
    let missing = form.headings.iter().filter(|heading| table.place(heading.column).is_none());
    // What must be there chooses first.
    let (required, optional): (Vec<_>, Vec<_>) =
        missing.partition(|heading| heading.need == Need::Required);
    for heading in required.into_iter().chain(optional) {
        let is_required = heading.need == Need::Required;
        let found = held(table, heading, &unknown)
            .or_else(|| spelt(heading, &unknown))
            .or_else(|| is_required.then(|| placed(table, form, heading, &unknown)).flatten());
        if let Some(at) = found {
            let slip = unknown.remove(at);
            told.push((Some(slip.cell), slip.words(heading.name)));
        } else if is_required {
            let name = quoted(heading.name);
            let words = words!(
                "thiếu cột {name}, thêm cột với đúng tên đó",
                "{name} is missing, add a column of that name";
                name
            );
            told.push((None, words));
        }
    }
    let cell = told.iter().filter_map(|(cell, _)| *cell).min();
    let (first, others) = told.split_first()?;
    let row = table.heading + 1;
    let mut words = words!(
        "dòng tiêu đề (dòng {row}): {first}",
        "the heading row ({row}): {first}";
        row, first = first.1
    );
    for (_, other) in others {
        words = words!("{words}; {other}", "{words}; {other}"; words, other);
    }
    Some((cell, words))
}

impl Unknown<'_> {
    fn words(&self, name: &str) -> Words {
        let (cell, name) = (self.cell, quoted(name));
        if self.typed.is_empty() {
            return words!(
                "ô {cell} để trống, phải ghi {name}",
                "{cell} is blank and must say {name}";
                cell, name
            );
        }
        let typed = quoted(self.typed);
        words!(
            "ô {cell} ghi {typed}, phải ghi {name}",
            "{cell} says {typed} and must say {name}";
            cell, typed, name
        )
    }
}

/// The columns that hold something and are none of the table's, from left to right.
fn unknown<'a, C: Copy + PartialEq>(table: &Table<'a, C>) -> Vec<Unknown<'a>> {
    let mut columns: BTreeMap<u32, Cell> = BTreeMap::new();
    for (cell, _) in table.sheet.cells.iter().filter(|(cell, _)| table.heading <= cell.row) {
        if !table.is_column(cell.column) {
            columns.entry(cell.column).or_insert(Cell::new(table.heading, cell.column));
        }
    }
    let typed = |cell: Cell| Unknown { cell, typed: table.sheet.text(cell).trim() };
    columns.into_values().map(typed).collect()
}

/// The column whose cells hold what only the missing one holds, all of them.
fn held<C: Copy + PartialEq>(
    table: &Table<'_, C>,
    heading: &Heading<C>,
    unknown: &[Unknown<'_>],
) -> Option<usize> {
    let holds = heading.holds?;
    unknown.iter().position(|of| {
        let is_below = |cell: &Cell| cell.column == of.cell.column && table.heading < cell.row;
        let is_blank = |value: &Value| matches!(value, Value::Text(text) if text.trim().is_empty());
        let cells =
            table.sheet.cells.iter().filter(|(cell, value)| is_below(cell) && !is_blank(value));
        let mut values = cells.map(|(_, value)| value).peekable();
        values.peek().is_some() && values.all(holds)
    })
}

/// The column whose heading is the missing one but for a slip or two.
fn spelt<C>(heading: &Heading<C>, unknown: &[Unknown<'_>]) -> Option<usize> {
    let typed = |of: &Unknown<'_>| heading_label(of.typed);
    unknown.iter().position(|of| {
        let typed = typed(of);
        let near = nearest(typed.as_str(), heading.labels.iter().map(|label| (*label, *label)));
        near.is_some_and(|label| strsim::osa_distance(typed.as_str(), label) * 5 <= label.len())
    })
}

/// The column that stands next to the one that the missing column stands next to.
fn placed<C: Copy + PartialEq>(
    table: &Table<'_, C>,
    form: &Form<C>,
    heading: &Heading<C>,
    unknown: &[Unknown<'_>],
) -> Option<usize> {
    let own = form.headings.iter().position(|of| of.column == heading.column)?;
    let beside = |at: Option<usize>| table.place(form.headings.get(at?)?.column);
    let left = beside(own.checked_sub(1)).map(|column| column + 1);
    let right = beside(Some(own + 1)).and_then(|column| column.checked_sub(1));
    unknown.iter().position(|of| Some(of.cell.column) == left || Some(of.cell.column) == right)
}
