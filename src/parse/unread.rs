//! Money outside of every table: under a heading that was not understood or on the row of a component (GN210), in an
//! annex of another kind, or loose beside and below the tables (GN209).

mod says;

use std::collections::BTreeMap;
use std::ops::Range;

pub(super) use self::says::Says;
use self::says::{Kind, counts, is_reference, say_report, speaks_of_money};
use super::Known;
use super::number::{self, Typed};
use crate::domain::place::Cell;
use crate::domain::year;
use crate::read::shown::Scale;
use crate::read::{Sheet, Value};
use crate::recognise::titles;

/// What stands outside the tables of a sheet.
#[derive(Default)]
pub(super) struct Unread {
    /// A heading says plan, allocated or disbursed, or a row names a component: a table that should have been read.
    pub is_table: bool,
    /// The headings over its numbers, from left to right.
    pub headings: Vec<Cell>,
    /// Its money cells: numbers, typed as text or not.
    pub cells: Vec<Cell>,
    /// The titles above them are those of a report.
    pub is_titled: bool,
    /// Its headings, or its rows, speak of money.
    pub is_of_money: bool,
    /// Numbers under no heading, on the row of no component.
    pub loose: Vec<Cell>,
}

/// As many figures on one row are no lone number.
const SEVERAL: usize = 2;
/// No running number is as large as this: "2.1", "12".
const NO_ORDINAL: f64 = 1000.0;
/// Headings stand in so many rows above the numbers.
const FURTHEST: u32 = 120;
/// A longer text, in bytes, is no number.
const LONGEST_NUMBER: usize = 60;
/// A whole number below it, in no column of figures and beside no word of money, counts or numbers something.
const NO_COUNT: f64 = 100.0;

/// The texts above the numbers of a column, from top to bottom.
#[derive(Default, Clone)]
struct Above {
    texts: Vec<Cell>,
    /// A number came below them: the next text begins a heading of its own.
    has_numbers: bool,
}

/// What the texts above a number say together: the strongest word counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Over {
    Nothing,
    /// Something that nobody understands.
    Unknown,
    /// Plan, allocated, disbursed.
    Money,
    /// STT, a code, a rate, a count.
    NoMoney,
}

impl From<Option<Kind>> for Over {
    fn from(kind: Option<Kind>) -> Over {
        match kind {
            None => Over::Unknown,
            Some(Kind::Money) => Over::Money,
            Some(Kind::NoMoney) => Over::NoMoney,
        }
    }
}

/// Where a number stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// On the row of a component.
    OfComponent,
    /// In a column of figures below its table, with others on its row.
    InRow,
    /// In such a column, alone.
    Below,
    Apart,
}

/// A number outside of every table, and what stands around it.
struct Number<'a> {
    value: &'a Value,
    over: Over,
    stands: Stands,
    label: Option<&'a str>,
    /// It may be the running number of its row.
    is_ordinal: bool,
}

/// What a number outside of every table is, if it is money.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It belongs to a table that should have been read.
    OfTable,
    /// It stands under a heading of something else.
    Headed,
    Loose,
}

impl Number<'_> {
    fn verdict(&self) -> Option<Verdict> {
        let is_of_money = || self.label.is_some_and(speaks_of_money);
        match self.stands {
            _ if self.over == Over::NoMoney => None,
            Stands::OfComponent => Some(Verdict::OfTable),
            _ if self.label.is_some_and(is_reference) => None,
            Stands::InRow => Some(Verdict::OfTable),
            Stands::Below => (!self.is_ordinal).then_some(Verdict::Loose),
            Stands::Apart if self.over == Over::Money => Some(Verdict::OfTable),
            Stands::Apart if is_year(self.value) && !is_of_money() => None,
            Stands::Apart if self.over == Over::Unknown => Some(Verdict::Headed),
            Stands::Apart => {
                let is_loose = !self.is_ordinal && (is_of_money() || is_large(self.value));
                is_loose.then_some(Verdict::Loose)
            }
        }
    }
}

/// Finds the money cells of a sheet outside of the rows that are `read`; `is_below` tells the cells in the columns of
/// figures of a table above them.
pub(super) fn find(
    known: &Known<'_>,
    sheet: &Sheet,
    read: &[Range<u32>],
    is_below: impl Fn(Cell) -> bool,
) -> Unread {
    let mut above: BTreeMap<u32, Above> = BTreeMap::new();
    let mut says = Says::new(known);
    let mut found = Unread::default();
    let columns = || sheet.cells.iter().map(|(cell, _)| cell.column);
    let used = columns().min().unwrap_or(0)..columns().max().map_or(0, |last| last + 1);
    for (row, cells) in sheet.rows(0..u32::MAX) {
        if read.iter().any(|rows| rows.contains(&row)) {
            // What stands above a table is no heading of what stands below it.
            above.clear();
            continue;
        }
        let has_numbers = cells.iter().any(|(_, value)| is_number(value));
        let texts = cells.iter().filter_map(|(cell, value)| match value {
            Value::Text(text) if has_numbers => Some((cell.column, &**text)),
            _ => None,
        });
        let component = texts.clone().find(|(_, text)| says.names_component(text));
        let component = component.map(|(column, _)| column);
        // Several figures on one row below a table are a row of it, and not a lone number.
        let below = cells.iter().filter(|(cell, value)| is_below(*cell) && is_number(value));
        let is_row =
            SEVERAL <= below.filter(|(cell, value)| is_amount(sheet, *cell, value)).count();
        // What counts things may still be paid for: a row of a component or of figures is not passed over for a word.
        let is_count = component.is_none()
            && !is_row
            && texts.clone().any(|(_, text)| counts(text))
            && !texts.clone().any(|(_, text)| speaks_of_money(text));
        let first_text =
            cells.iter().find(|(_, value)| matches!(value, Value::Text(_)) && !is_number(value));
        // The text to the left of a number, which says what it is.
        let mut label: Option<&str> = None;
        for (cell, value) in cells {
            if let Value::Text(text) = value
                && !is_number(value)
            {
                label = Some(text);
                for column in columns_of(sheet, &used, *cell) {
                    let own = above.entry(column).or_default();
                    if own.has_numbers {
                        *own = Above::default();
                    }
                    own.texts.push(*cell);
                }
                continue;
            }
            let heading = above.get_mut(&cell.column);
            if !is_number(value) || is_count {
                continue;
            }
            let (mut over, mut last) = (Over::Nothing, None);
            if let Some(own) = heading {
                own.has_numbers = true;
                let texts = own.texts.iter().filter(|text| row - text.row <= FURTHEST);
                let kinds = texts.map(|text| says.of(sheet.text(*text)));
                over = kinds.map(Over::from).max().unwrap_or(Over::Nothing);
                last = own.texts.last().copied();
            }
            let stands = match component {
                Some(column) if column < cell.column => Stands::OfComponent,
                _ if !is_below(*cell) => Stands::Apart,
                _ if is_row => Stands::InRow,
                _ => Stands::Below,
            };
            let is_ordinal = first_text.is_some_and(|(text, _)| *cell < *text) && is_small(value);
            let number = Number { value, over, stands, label, is_ordinal };
            match number.verdict().filter(|_| is_amount(sheet, *cell, value)) {
                None => {}
                Some(Verdict::Loose) => found.loose.push(*cell),
                Some(verdict) => {
                    let speaks = |at: Cell| speaks_of_money(sheet.text(at));
                    found.is_table |= verdict == Verdict::OfTable;
                    found.is_of_money |= stands == Stands::InRow
                        || label.is_some_and(speaks_of_money)
                        || last.is_some_and(speaks);
                    found.cells.push(*cell);
                    let last = last.filter(|_| stands != Stands::InRow);
                    found.headings.extend(last.filter(|at| !found.headings.contains(at)));
                }
            }
        }
    }
    found.headings.sort_by_key(|cell| (cell.column, cell.row));
    let first = found.cells.iter().chain(&found.loose).map(|cell| cell.row).min();
    let titles: Vec<&str> =
        titles::texts_above(sheet, first.unwrap_or(0)).map(|(_, text)| text).collect();
    found.is_titled = say_report(known, &titles);
    found
}

/// Whether a cell holds a number, typed as text or not.
pub(super) fn is_number(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::NoResult => true,
        Value::Text(text) => {
            text.len() <= LONGEST_NUMBER
                && text.bytes().any(|byte| byte.is_ascii_digit())
                && (titles::is_typed_figure(text) || matches!(number::read(text), Typed::Number(_)))
        }
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    }
}

/// Whether a number may well be a year.
pub(super) fn is_year(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.and_then(year::of_number).is_some()
}

/// Whether a number may be an amount: no rate or telephone number.
pub(super) fn is_amount(sheet: &Sheet, cell: Cell, value: &Value) -> bool {
    match value {
        Value::Number(number) => *number != 0.0 && sheet.look(cell).scale != Scale::Percent,
        Value::Text(text) => {
            let text = text.trim();
            let digits = || text.bytes().filter(u8::is_ascii_digit);
            let is_telephone = text.starts_with('0') && 9 <= digits().count();
            // "(1)" marks a note.
            let is_mark = text.starts_with('(') && digits().count() <= 2;
            !is_telephone && !is_mark && !text.contains('%') && digits().any(|digit| digit != b'0')
        }
        Value::NoResult => true,
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    }
}

/// Whether a number is too large, or too exact, to count or number something.
pub(super) fn is_large(value: &Value) -> bool {
    match value {
        Value::Number(number) => NO_COUNT <= number.abs() || number.fract() != 0.0,
        Value::Text(text) => titles::is_typed_figure(text) || 3 <= text.trim().len(),
        _ => false,
    }
}

/// Whether a number may be the running number of its row.
fn is_small(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.abs() < NO_ORDINAL,
        Value::Text(text) => text.trim().len() < 6 && !text.contains(','),
        _ => false,
    }
}

/// The columns that a text stands over. A title that begins at the left edge and spans half of the sheet is no heading.
fn columns_of(sheet: &Sheet, used: &Range<u32>, cell: Cell) -> Range<u32> {
    let area = sheet.merges.iter().find(|area| area.from == cell);
    let last = area.map_or(cell.column, |area| area.to.column);
    let is_title = cell.column <= used.start && used.len() <= 2 * (cell.column..=last).count();
    let last = if is_title { cell.column } else { last };
    cell.column..last + 1
}
