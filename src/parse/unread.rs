//! Money in sheets, or parts of sheets, that no table reads: a table whose heading was not understood (GN210), or an
//! annex of another kind.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Known;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};
use crate::recognise::lexicon::{KeyColumn, Said, heading_label};
use crate::recognise::rows::{RowReader, Seen};
use crate::recognise::titles;

/// What stands outside the tables of a sheet under headings of its own.
pub struct Unread {
    /// Its heading says plan, allocated or disbursed, or its rows name components: a table that should have been read.
    pub is_table: bool,
    /// The headings over its numbers, from left to right.
    pub headings: Vec<Cell>,
    /// Its money cells: numbers, typed as text or not.
    pub cells: Vec<Cell>,
}

/// Headings stand in so many rows above the numbers.
const MOST_ROWS: u32 = 6;
/// A longer text is a title or a note.
const LONGEST: usize = 120;

/// The texts above the numbers of a column, from top to bottom.
#[derive(Default, Clone)]
struct Above {
    texts: Vec<Cell>,
    /// A number came below them: the next text begins a heading of its own.
    has_numbers: bool,
}

/// Finds the money cells of a sheet outside of the rows that are `read`; `None` where there are none.
pub fn find(known: &Known<'_>, sheet: &Sheet, read: &[Range<u32>]) -> Option<Unread> {
    let is_read = |row: u32| read.iter().any(|rows| rows.contains(&row));
    let mut above: BTreeMap<u32, Above> = BTreeMap::new();
    let mut says = Says { known, known_texts: BTreeMap::new() };
    let mut found = Unread { is_table: false, headings: Vec::new(), cells: Vec::new() };
    for (row, cells) in sheet.rows(0..u32::MAX).filter(|(row, _)| !is_read(*row)) {
        let mut has_money = false;
        for (cell, value) in cells {
            match value {
                Value::Text(text) if !titles::is_typed_figure(text) => {
                    for column in columns_of(sheet, *cell) {
                        let own = above.entry(column).or_default();
                        if own.has_numbers {
                            *own = Above::default();
                        }
                        own.texts.push(*cell);
                    }
                }
                Value::Number(_) | Value::Text(_) | Value::NoResult => {
                    let Some(own) = above.get_mut(&cell.column) else { continue };
                    own.has_numbers = true;
                    let texts = own.texts.iter().filter(|text| row - text.row <= MOST_ROWS * 20);
                    let kinds: Vec<Option<Kind>> =
                        texts.map(|text| says.of(sheet.text(*text))).collect();
                    if kinds.is_empty() || kinds.contains(&Some(Kind::NoMoney)) {
                        continue;
                    }
                    found.is_table |= kinds.contains(&Some(Kind::Money));
                    has_money = true;
                    found.cells.push(*cell);
                    if let Some(heading) =
                        own.texts.last().filter(|at| !found.headings.contains(at))
                    {
                        found.headings.push(*heading);
                    }
                }
                Value::Bool(_) | Value::Date(_) | Value::Error(_) => {}
            }
        }
        found.is_table |= has_money && names_component(known, cells);
    }
    found.headings.sort_by_key(|cell| (cell.column, cell.row));
    (!found.cells.is_empty()).then_some(found)
}

/// The columns that a text stands over.
fn columns_of(sheet: &Sheet, cell: Cell) -> Range<u32> {
    let area = sheet.merges.iter().find(|area| area.from == cell);
    // A title over the whole sheet is no heading.
    let last = area.map_or(cell.column, |area| area.to.column);
    cell.column..last + 1
}

/// Whether a row names a component of any program.
fn names_component(known: &Known<'_>, cells: &[(Cell, Value)]) -> bool {
    let names = |text: &str| {
        let is_node = |program| {
            let seen = RowReader::new(known.names, program).read("", "", text);
            matches!(seen, Some(Seen::Item(_, None)))
        };
        is_node(None) || known.names.programs().any(|program| is_node(Some(program)))
    };
    cells.iter().any(|(_, value)| matches!(value, Value::Text(text) if names(text)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Plan, allocated, disbursed.
    Money,
    /// STT, a code, a rate, a count.
    NoMoney,
}

/// What headings say, each asked once.
struct Says<'a> {
    known: &'a Known<'a>,
    known_texts: BTreeMap<Box<str>, Option<Kind>>,
}

impl Says<'_> {
    fn of(&mut self, text: &str) -> Option<Kind> {
        if let Some(kind) = self.known_texts.get(text) {
            return *kind;
        }
        let label = heading_label(text);
        let lexicon = self.known.lexicon;
        let kind = match (lexicon.measure(&label), lexicon.key_column(&label)) {
            _ if LONGEST < text.len() => None,
            (Some(Said::NotMoney), _) | (None, Some(KeyColumn::Number | KeyColumn::Code)) => {
                Some(Kind::NoMoney)
            }
            (Some(Said::Measure(measure)), _) if !measure.is_money() => Some(Kind::NoMoney),
            (Some(Said::Measure(_)), _) => Some(Kind::Money),
            _ => None,
        };
        self.known_texts.insert(text.into(), kind);
        kind
    }
}
