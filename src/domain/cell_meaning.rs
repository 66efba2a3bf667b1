//! What a cell of a unit's own table means (component, measure, source), so that it is found again in the standard
//! form.

use std::collections::BTreeMap;

use super::attributes::Facts;
use super::code::ComponentId;
use super::key::Work;
use super::place::{Cell, Place};
use super::submission::{Measure, Row, RowKind, Submission, Table};

/// What a cell is about, as far as its row and its column say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The component or work of its row; `None` for the sum of everything.
    pub item: Option<(ComponentId, Option<Work>)>,
    /// What its column measures; `None` where the whole row is meant.
    pub measure: Option<Measure>,
    /// What else row and column say.
    pub facts: Facts,
}

/// The cells of a submission that somebody will ask for again, when its tables are no longer at hand.
#[derive(Clone, Default, Debug)]
pub struct Spots {
    /// Each once, in order.
    cells: Box<[((u16, Cell), Spot)]>,
}

impl Spots {
    /// What these places of a submission and its rows with a text of the unit and no line are about.
    pub fn of<'a>(submission: &Submission, places: impl Iterator<Item = &'a Place>) -> Spots {
        let named = places.filter_map(|place| Some((submission.sheet_at(place)?, place.cell?)));
        // Of a row with a line, the line says what it is about.
        let mut lines: Vec<(u16, u32)> =
            submission.lines.iter().map(|line| (line.sheet, line.row)).collect();
        lines.sort_unstable();
        let said = submission.explanations.iter().chain(&submission.notes);
        let said = said.filter(|said| lines.binary_search(&(said.sheet, said.row)).is_err());
        let said = said.map(|said| (said.sheet, Cell::new(said.row, 0)));
        let spot = |(sheet, cell)| Some(((sheet, cell), spot(submission, sheet, cell)?));
        let cells: BTreeMap<(u16, Cell), Spot> = named.chain(said).filter_map(spot).collect();
        Spots { cells: cells.into_iter().collect() }
    }

    /// What a cell of a sheet is about; `None` where it stands in no row of a table.
    pub fn at(&self, sheet: u16, cell: Cell) -> Option<&Spot> {
        let at = self.cells.binary_search_by_key(&(sheet, cell), |(place, _)| *place);
        at.ok().map(|at| &self.cells[at].1)
    }
}

fn spot(submission: &Submission, sheet: u16, cell: Cell) -> Option<Spot> {
    let row_of = |table: &Table| table.rows.binary_search_by_key(&cell.row, |row| row.index).ok();
    let column_of =
        |table: &Table| table.columns.iter().position(|column| column.index == cell.column);
    let tables = submission.tables.iter().filter(|table| table.sheet == sheet);
    let tables: Vec<&Table> = tables.filter(|table| row_of(table).is_some()).collect();
    // Tables may stand side by side.
    let table = tables.iter().find(|table| column_of(table).is_some()).or(tables.first())?;
    let row = &table.rows[row_of(table)?];
    let column = column_of(table).map(|at| &table.columns[at]);
    Some(Spot {
        item: item(table, row)?,
        measure: column.map(|column| column.measure),
        facts: column.map_or(row.facts, |column| row.facts.below(column.facts)),
    })
}

/// What a row stands for; `None` for one that stands for nothing.
fn item(table: &Table, row: &Row) -> Option<Option<(ComponentId, Option<Work>)>> {
    match &row.kind {
        RowKind::Total => Some(None),
        RowKind::Item(id, work) => Some(Some((id.clone(), work.clone()))),
        RowKind::Subtotal(id) => Some(Some((id.clone(), None))),
        RowKind::Detail => {
            let parent = &table.rows[row.parent?];
            let RowKind::Item(id, work) = &parent.kind else { return None };
            Some(Some((id.clone(), work.clone())))
        }
        RowKind::Quantity | RowKind::Stray => None,
    }
}
