//! A money table laid out: its rows, its columns, and what is said of them.

use std::collections::BTreeMap;

use super::Order;
use super::body::FIRST;
use super::columns::{Block, Columns, LABEL, PlanOf};
use super::outline::{Kind, Outline, Place, Previous, Row};
use super::split::Part;
use crate::domain::cell_meaning::Spot;
use crate::domain::key::{Funding, Key};
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::render::xlsx::page::Notes;

/// A money table.
#[derive(Debug)]
pub(in crate::render) struct Table {
    /// Its funding type.
    pub funding: Funding,
    /// Its rows.
    pub(super) outline: Outline,
    pub(super) columns: Columns,
    /// What is said of them.
    pub remarks: Remarks,
}

/// What is said of rows and cells beside their figures.
#[derive(Debug, Default)]
pub(in crate::render) struct Remarks {
    /// Cells to look at, and why.
    pub cells: Notes,
    /// Explanations by row of the outline.
    pub reasons: BTreeMap<usize, String>,
    /// Notes, likewise.
    pub notes: BTreeMap<usize, String>,
}

impl Table {
    /// The tables of a form: one for each funding type that the unit owes or has figures of.
    pub(in crate::render) fn all(order: &Order<'_>) -> Vec<Table> {
        let year = order.settings.budget_year(order.period);
        let of_funding = |funding| {
            let outline = Outline::new(order, funding)?;
            let columns = Columns::new(&outline, order.period, year);
            Some(Table { funding, outline, columns, remarks: Remarks::default() })
        };
        Funding::ALL.into_iter().filter_map(of_funding).collect()
    }

    /// The name of its sheet.
    pub(in crate::render) fn sheet(&self) -> &'static str {
        self.funding.label().vi
    }

    /// Who says the plan: the unit where nothing of it is the register's.
    pub(super) fn plan_of(&self) -> PlanOf {
        let is_registered = !self.outline.rows[0].plan.is_empty();
        if is_registered { PlanOf::Office } else { PlanOf::Unit }
    }

    /// The cell in which a figure of a key stands.
    pub(in crate::render) fn cell(&self, key: &Key, measure: Measure) -> Option<Cell> {
        let place = (key.component.clone(), key.work.clone());
        let row = self.row_of(|row| row.place.as_ref() == Some(&place))?;
        Some(self.at(row, Some(measure), key_part(key)))
    }

    /// The cell that stands for what another cell is about: of a sum the row of the sum.
    pub(in crate::render) fn spot(&self, spot: &Spot) -> Option<Cell> {
        let row = self.row_for(spot.item.as_ref())?;
        let year = spot.facts.year.unwrap_or(crate::domain::key::PlanYear::Any);
        Some(self.at(row, spot.measure, Part { year, source: spot.facts.source }))
    }

    /// Whether the form works out what stands in a cell: a sum of rows or columns, a rate.
    pub(in crate::render) fn is_computed(&self, cell: Cell) -> bool {
        let row = cell.row.checked_sub(FIRST).and_then(|at| self.outline.rows.get(at as usize));
        let (Some(row), Ok(column)) = (row, u16::try_from(cell.column)) else { return false };
        let columns = &self.columns;
        let is_total = |block: &Block| block.group.is_split() && block.group.total == column;
        column == columns.rate
            || match row.kind {
                Kind::Sum(_) if columns.previous == Some(column) => {
                    matches!(row.previous, Previous::Sum(_))
                }
                Kind::Sum(_) => columns.summed().any(|summed| summed == column),
                Kind::Entry | Kind::Free => columns.blocks.iter().any(is_total),
            }
    }

    /// The row of the outline for a component, a work, or everything.
    pub(in crate::render) fn row_for(&self, item: Option<&Place>) -> Option<usize> {
        let Some(item) = item else { return Some(0) };
        let is_sum = |row: &Row| row.component.as_ref() == Some(&item.0) && item.1.is_none();
        self.row_of(is_sum).or_else(|| self.row_of(|row| row.place.as_ref() == Some(item)))
    }

    /// The row that takes the figures of a component or work itself; else that of its sum.
    pub(in crate::render) fn own_row(&self, item: Option<&Place>) -> Option<usize> {
        let own = item.and_then(|item| self.row_of(|row| row.place.as_ref() == Some(item)));
        own.or_else(|| self.row_for(item))
    }

    fn row_of(&self, is_it: impl Fn(&Row) -> bool) -> Option<usize> {
        self.outline.rows.iter().position(is_it)
    }

    /// The cell of a row in the column of a measure and part; the total where there is no such part, the label where the
    /// form has no such measure.
    fn at(&self, row: usize, measure: Option<Measure>, part: Part) -> Cell {
        let columns = &self.columns;
        let column = match measure {
            Some(Measure::Rate) => columns.rate,
            Some(Measure::Previous) => columns.previous.unwrap_or(LABEL),
            Some(measure) => columns.block(measure).map_or(LABEL, |block| {
                let found = block.parts.iter().position(|own| *own == part);
                let found = found.and_then(|at| u16::try_from(at).ok());
                found.map_or(block.group.total, |at| block.group.first + at)
            }),
            None => LABEL,
        };
        Cell::new(FIRST + u32::try_from(row).expect("fewer rows than a sheet has"), column.into())
    }
}

fn key_part(key: &Key) -> Part {
    Part { year: key.year, source: key.source }
}
