//! A cell of a table of a submission, by its indices.

use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::submission::{Column, Measure, Row, Stated, Submission, Table};

/// A cell of a table: indices into [`Submission::tables`], [`Table::rows`] and [`Table::columns`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Site {
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

impl Site {
    /// The cell of a table that stands in this cell of a sheet.
    pub(crate) fn find(submission: &Submission, sheet: u16, cell: Cell) -> Option<Site> {
        submission.tables.iter().enumerate().find_map(|(at, table)| {
            if table.sheet != sheet {
                return None;
            }
            let row = table.rows.binary_search_by_key(&cell.row, |row| row.index).ok()?;
            let column = table.columns.iter().position(|column| column.index == cell.column)?;
            Some(Site { table: at, row, column })
        })
    }

    /// The same where a finding names it.
    pub(crate) fn named(submission: &Submission, place: &Place) -> Option<Site> {
        Site::find(submission, submission.sheet_at(place)?, place.cell?)
    }

    pub(crate) fn table_of(self, submission: &Submission) -> &Table {
        &submission.tables[self.table]
    }

    pub(crate) fn row_of(self, submission: &Submission) -> &Row {
        &self.table_of(submission).rows[self.row]
    }

    pub(crate) fn column_of(self, submission: &Submission) -> &Column {
        &self.table_of(submission).columns[self.column]
    }

    pub(crate) fn unit(self, submission: &Submission) -> MoneyUnit {
        self.column_of(submission).unit
    }

    pub(crate) fn stated(self, submission: &Submission) -> Stated {
        self.table_of(submission).at(self.row, self.column)
    }

    /// The amount it holds, nothing where it is blank; `None` where it is no sound amount.
    pub(crate) fn amount(self, submission: &Submission) -> Option<Money> {
        match self.stated(submission) {
            Stated::Amount(amount) => Some(amount),
            Stated::Blank => Some(Money::ZERO),
            Stated::Percent(_) | Stated::SetAside | Stated::Unknown => None,
        }
    }

    pub(crate) fn cell(self, submission: &Submission) -> Cell {
        self.table_of(submission).cell(self.row, self.column)
    }

    pub(crate) fn place(self, submission: &Submission) -> Place {
        submission.place(self.table_of(submission).sheet, self.cell(submission))
    }

    /// Whether its amount was typed as text.
    pub(crate) fn is_text(self, submission: &Submission) -> bool {
        self.table_of(submission).texts.contains(&(self.row, self.column))
    }

    /// Whether a formula gave its amount.
    pub(crate) fn is_formula(self, submission: &Submission) -> bool {
        self.table_of(submission).formula(self.row, self.column).is_some()
    }

    /// Whether the form locks it: in a form of the office's the unit cannot type there.
    pub(crate) fn is_locked(self, submission: &Submission) -> bool {
        self.table_of(submission).is_locked(self.row, self.column)
    }

    /// Whether it is a part of what another cell of its row sums up.
    pub(crate) fn is_part_of(self, sum: Site, submission: &Submission) -> bool {
        let mut parts = sum.column_of(submission).splits.iter().flatten();
        parts.any(|&column| {
            column == self.column || self.is_part_of(Site { column, ..sum }, submission)
        })
    }

    /// The money columns left and right of it, rates passed over.
    pub(crate) fn neighbours(self, submission: &Submission) -> impl Iterator<Item = Site> {
        let columns = &self.table_of(submission).columns;
        let is_money = |at: &usize| columns[*at].measure != Measure::Rate;
        let left = (0..self.column).rev().find(is_money);
        let right = (self.column + 1..columns.len()).find(is_money);
        left.into_iter().chain(right).map(move |column| Site { column, ..self })
    }
}
