//! The cells that state the amounts of "Dữ liệu", looked up for all of its rows one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::origin::measure;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::submission::{Figure, Line, Measure, Submission};
use crate::domain::summary::Summary;
use crate::render::export::Stated;
use crate::render::workbook::ledger::{Amount, Row};

/// More cells than this are no place that anybody looks up.
const MOST: usize = 32;

/// A cell of a unit's last report: the number of the report, its sheet, the cell, and what it states.
type Piece = (usize, u16, Cell, Money);

/// The reports of the units, and the cells of the last one of the unit that was asked for last: rows come unit by unit.
pub(crate) struct Cells<'a> {
    reports: &'a [Checked],
    of_units: BTreeMap<UnitCode, Vec<usize>>,
    opened: Option<UnitCode>,
    pieces: BTreeMap<(Key, Measure), Vec<Piece>>,
}

impl<'a> Cells<'a> {
    /// Those of the reports that a summary was made of.
    pub(crate) fn new(summary: &Summary, reports: &'a [Checked]) -> Cells<'a> {
        let mut of_units: BTreeMap<UnitCode, Vec<usize>> = BTreeMap::new();
        for (at, report) in reports.iter().enumerate() {
            let unit = &report.submission().unit;
            let owner = summary.register.successor(unit, summary.period.to()).unwrap_or(unit);
            of_units.entry(owner.clone()).or_default().push(at);
        }
        Cells { reports, of_units, opened: None, pieces: BTreeMap::new() }
    }

    /// The cells of one sheet of the unit's last report that state an amount of a row, or come to it.
    pub(crate) fn of(&mut self, row: &Row<'_>, amount: Amount) -> Option<Stated> {
        let (unit, key) = (row.code.as_ref()?, row.key.as_ref()?);
        let (money, measure) = (row.amount(amount)?, measure(amount)?);
        if self.opened.as_ref() != Some(unit) {
            self.open(unit);
        }
        let pieces = self.pieces.get(&(key.clone(), measure))?;
        if MOST < pieces.len() {
            return None;
        }
        let sheets: BTreeSet<(usize, u16)> =
            pieces.iter().map(|(report, sheet, ..)| (*report, *sheet)).collect();
        let sum: Money = pieces.iter().map(|(.., stated)| *stated).sum();
        let mut sheets = sheets.into_iter();
        let (Some((report, sheet)), None, true) = (sheets.next(), sheets.next(), sum == money)
        else {
            return None;
        };
        let of = self.reports[report].submission();
        let cells: Vec<String> = pieces.iter().map(|(_, _, cell, _)| cell.to_string()).collect();
        Some(Stated {
            file: of.file_of(sheet).path.to_string(),
            sheet: of.sheets.get(usize::from(sheet))?.to_string(),
            cells: cells.join("+"),
        })
    }

    fn open(&mut self, unit: &UnitCode) {
        self.opened = Some(unit.clone());
        self.pieces.clear();
        let own = self.of_units.get(unit).map_or(&[][..], |own| own);
        let period = |at: &usize| {
            let of = self.reports[*at].submission().period;
            (of.to(), of)
        };
        let last = own.iter().map(period).max();
        for at in own.iter().filter(|at| Some(period(at)) == last) {
            let of = self.reports[*at].submission();
            for line in self.reports[*at].lines() {
                for figure in line.figures.iter().filter(|figure| is_printed(of, &line, figure)) {
                    let cell = Cell::new(line.row, u32::from(figure.column));
                    let pieces = self.pieces.entry((line.key.clone(), figure.measure)).or_default();
                    pieces.push((*at, line.sheet, cell, figure.amount));
                }
            }
        }
    }
}

/// Whether the form has a cell for a figure. What an office below hands up beside its forms (volumes, forecasts) has none: it
/// stands at the cell of another figure of its row.
fn is_printed(of: &Submission, line: &Line, figure: &Figure) -> bool {
    let key = &line.key;
    line.relayed.is_none()
        || of.readings.iter().any(|reading| {
            let facts = reading.facts;
            (reading.sheet, reading.column) == (line.sheet, u32::from(figure.column))
                && reading.measure == Some(figure.measure)
                && facts.source.is_none_or(|source| Some(source) == key.source)
                && facts.funding.is_none_or(|funding| funding == key.funding)
        })
}
