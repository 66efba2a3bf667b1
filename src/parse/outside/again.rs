//! Rows below a table that say to be a sum and state a row of it once more.

use std::cell::OnceCell;

use super::is_own;
use crate::domain::code::ComponentId;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::{Counted, Stated};
use crate::parse::rows::{self, SeenRow};
use crate::parse::{Known, cells, text_numbers, unread};
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::Headed;
use crate::recognise::rows::{RowReader, Seen, says_sum};

/// One amount is equal to another by chance, several of them are not.
const SEVERAL: usize = 2;

/// The tables of a sheet, as what stands below them may repeat them.
pub(super) struct Tables<'a> {
    sheet: &'a Sheet,
    tables: Vec<Table<'a>>,
}

/// A table with its unit of money; its rows are read once a row below it asks for them.
struct Table<'a> {
    known: Known<'a>,
    framed: &'a Framed,
    unit: MoneyUnit,
    rows: OnceCell<(RowReader<'a>, Vec<SeenRow>)>,
}

/// What a cell states.
#[derive(Clone, Copy, PartialEq)]
enum Figure {
    Money(Money),
    /// A rate, a count.
    Other(f64),
}

impl<'a> Tables<'a> {
    /// The tables of `sheet`, each in its unit of money.
    pub(super) fn new(
        known: &Known<'a>,
        sheet: &'a Sheet,
        tables: impl Iterator<Item = (&'a Framed, MoneyUnit)>,
    ) -> Tables<'a> {
        let table = |(framed, unit)| Table { known: *known, framed, unit, rows: OnceCell::new() };
        Tables { sheet, tables: tables.map(table).collect() }
    }

    /// The money of a row that is one of a table above it once more. The proof is whole: each of its numbers stands in
    /// that row, or in such a row of the table beside it.
    pub(super) fn repeated(&self, row: u32) -> Option<Counted> {
        let cells = self.sheet.row(row);
        let label = cells.iter().find_map(|(_, value)| match value {
            Value::Text(text) if says_sum(text) => Some(&**text),
            _ => None,
        })?;
        let numbers = cells.iter().filter(|(_, value)| is_figure(value));
        let mut open: Vec<Cell> = numbers.map(|(cell, _)| *cell).collect();
        let has_column =
            |cell: &Cell| self.above(row).any(|table| is_own(table.framed, cell.column));
        if open.is_empty() || !open.iter().all(has_column) {
            return None;
        }
        let mut counted = Counted::default();
        for table in self.above(row) {
            let is_own = |cell: &Cell| is_own(table.framed, cell.column);
            let own: Vec<Cell> = open.iter().copied().filter(is_own).collect();
            if own.is_empty() || !table.repeats(self.sheet, label, &own) {
                continue;
            }
            for &cell in &own {
                if let Some(Figure::Money(amount)) = table.figure(self.sheet, cell) {
                    counted.add(amount);
                }
            }
            open.retain(|cell| !own.contains(cell));
        }
        open.is_empty().then_some(counted)
    }

    fn above(&self, row: u32) -> impl Iterator<Item = &Table<'a>> {
        self.tables.iter().filter(move |table| table.framed.end <= row)
    }
}

impl<'a> Table<'a> {
    /// Whether the cells of a sum with this label are those of a row that it can be the sum of.
    fn repeats(&self, sheet: &Sheet, label: &str, own: &[Cell]) -> bool {
        let figures: Option<Vec<(u32, Figure)>> =
            own.iter().map(|cell| Some((cell.column, self.figure(sheet, *cell)?))).collect();
        let Some(figures) = figures else { return false };
        let is_money = |figure: &Figure| matches!(figure, Figure::Money(_));
        let count = figures.iter().filter(|(_, figure)| is_money(figure)).count();
        let is_same = |row: &SeenRow| {
            figures.iter().all(|(column, figure)| {
                self.figure(sheet, Cell::new(row.index, *column)).as_ref() == Some(figure)
            })
        };
        let (reader, rows) = self.rows.get_or_init(|| self.read(sheet));
        let mut same = rows.iter().filter(|row| is_same(row)).peekable();
        if count == 0 || same.peek().is_none() {
            return false;
        }
        let Some(sum) = reader.clone().read("", "", label) else { return false };
        same.any(|row| {
            let is_meant = match (&sum, &row.seen) {
                (Seen::Total, seen) => is_everything(seen.as_ref(), rows),
                (Seen::Subtotal(of), Some(Seen::Item(id, None) | Seen::Subtotal(id))) => of == id,
                _ => false,
            };
            is_meant && (SEVERAL <= count || is_whole(row) && count == self.count(sheet, row))
        })
    }

    /// Its rows that hold figures and are no mere sources, and the reader behind the last.
    fn read(&self, sheet: &Sheet) -> (RowReader<'a>, Vec<SeenRow>) {
        let (mut rows, reader) = rows::seen(&self.known, sheet, self.framed);
        let holds =
            |(cell, value): &(Cell, Value)| is_own(self.framed, cell.column) && is_figure(value);
        rows.retain(|row| !row.is_attribute && sheet.row(row.index).iter().any(holds));
        (reader, rows)
    }

    /// How many amounts a row holds.
    fn count(&self, sheet: &Sheet, row: &SeenRow) -> usize {
        let columns = self.framed.heading.columns.iter();
        let figure = |headed: &Headed| self.figure(sheet, Cell::new(row.index, headed.index));
        let is_amount = |figure: &Option<Figure>| matches!(figure, Some(Figure::Money(amount)) if !amount.is_zero());
        columns.map(figure).filter(is_amount).count()
    }

    /// What a cell states for sure.
    fn figure(&self, sheet: &Sheet, cell: Cell) -> Option<Figure> {
        let columns = &self.framed.heading.columns;
        let headed = columns.iter().find(|headed| headed.index == cell.column)?;
        let unit = headed.unit.unwrap_or(self.unit);
        match sheet.get(cell)? {
            Value::Text(text) if headed.is_money() => {
                text_numbers::certain(text, unit).amount().map(Figure::Money)
            }
            value if headed.is_money() => {
                let read = cells::money(Some(value), sheet.look(cell).scale, unit);
                read.stated.amount().map(Figure::Money)
            }
            Value::Number(number) => Some(Figure::Other(*number)),
            Value::Text(text) => match cells::typed_percent(text) {
                (Stated::Percent(number), _) => Some(Figure::Other(number)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a cell holds a number that is not 0.
fn is_figure(value: &Value) -> bool {
    let is_zero = match value {
        Value::Number(number) => *number == 0.0,
        Value::Text(text) => !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)),
        _ => false,
    };
    !is_zero && unread::is_number(value)
}

/// Whether a row is a sum of everything, or a program's own.
fn is_whole(row: &SeenRow) -> bool {
    match &row.seen {
        Some(Seen::Total) => true,
        Some(Seen::Item(id, None) | Seen::Subtotal(id)) => id.is_program(),
        _ => false,
    }
}

/// Whether all money of a table stands on a row or below it.
fn is_everything(seen: Option<&Seen>, rows: &[SeenRow]) -> bool {
    let whole = match seen {
        Some(Seen::Total) => return true,
        Some(Seen::Item(id, None)) => id,
        _ => return false,
    };
    let covers = |id: &ComponentId| whole.covers(id);
    rows.iter().all(|row| match &row.seen {
        Some(Seen::Item(id, _) | Seen::Subtotal(id)) => covers(id),
        Some(Seen::Part(of)) => of.as_ref().is_none_or(covers),
        Some(Seen::Total | Seen::PageSum | Seen::Quantity) => true,
        Some(Seen::Stray) | None => false,
    })
}
