//! The cell that is named in a finding about a whole program and funding type: in the row of the program, else in its
//! first row.

use super::group::{Sheets, largest};
use super::wording;
use crate::check::case::Case;
use crate::domain::lang::Words;
use crate::domain::money::MoneyUnit;
use crate::domain::obligation::Obligation;
use crate::domain::rule::{Problem, Rule};
use crate::domain::submission::{Line, Measure, RowKind, Stated, Table};

/// A cell of a table that speaks of a whole obligation.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'a> {
    table: &'a Table,
    row: usize,
    column: usize,
}

impl<'a> Whole<'a> {
    /// The cell of the program's row, else of its first row, under the first of `measures` that the form has.
    pub(crate) fn of(
        case: &Case<'a>,
        obligation: &Obligation,
        measures: &[Measure],
    ) -> Option<Whole<'a>> {
        let tables = &case.submission.tables;
        let wholes = tables.iter().flat_map(|table| {
            measures.iter().filter_map(move |measure| in_table(case, obligation, table, *measure))
        });
        let wholes: Vec<Whole<'a>> = wholes.collect();
        wholes.iter().find(|whole| whole.is_program()).or(wholes.first()).copied()
    }

    fn is_program(&self) -> bool {
        matches!(&self.table.rows[self.row].kind, RowKind::Item(id, None) if id.is_program())
    }

    /// Whether the cell holds an amount.
    fn is_filled(&self) -> bool {
        matches!(self.table.at(self.row, self.column), Stated::Amount(_))
    }

    /// The unit of its column.
    fn unit(&self) -> MoneyUnit {
        self.table.columns[self.column].unit
    }

    /// Its row and heading in words.
    pub(crate) fn words(&self) -> Words {
        wording::cell(&self.table.rows[self.row].label, &self.table.columns[self.column].heading)
    }

    /// A problem of this cell.
    pub(crate) fn problem(&self, case: &Case<'_>, rule: &'static Rule, words: Words) -> Problem {
        let cell = self.table.cell(self.row, self.column);
        Problem::new(rule, case.submission.place(self.table.sheet, cell), words)
    }
}

fn in_table<'a>(
    case: &Case<'a>,
    obligation: &Obligation,
    table: &'a Table,
    measure: Measure,
) -> Option<Whole<'a>> {
    let is_its = |row: &usize| match &table.rows[*row].kind {
        RowKind::Item(id, _) => obligation.program.covers(id),
        _ => false,
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(is_its).collect();
    let columns = (0..table.columns.len())
        .filter(|&at| table.columns[at].measure == measure && !table.columns[at].is_detail);
    let cells = columns.flat_map(|column| rows.iter().map(move |&row| (row, column)));
    let wholes: Vec<Whole<'a>> = cells
        .filter(|&(row, column)| is_of_funding(case, obligation, table, row, column))
        .map(|(row, column)| Whole { table, row, column })
        .collect();
    wholes.iter().find(|whole| whole.is_program()).or(wholes.first()).copied()
}

/// Whether the cell is of the obligation's funding type: its row or column says so, or a line of the row does where
/// neither says anything.
fn is_of_funding(
    case: &Case<'_>,
    obligation: &Obligation,
    table: &Table,
    row: usize,
    column: usize,
) -> bool {
    let (row, column) = (&table.rows[row], &table.columns[column]);
    match (row.facts.funding, column.facts.funding) {
        (Some(a), Some(b)) => a == b && a == obligation.funding,
        (Some(funding), None) | (None, Some(funding)) => funding == obligation.funding,
        (None, None) => {
            let within = |line: &Line| {
                let (first, last) = (table.rows.first(), table.rows.last());
                line.sheet == table.sheet
                    && first.is_some_and(|first| first.index <= line.row)
                    && last.is_some_and(|last| line.row <= last.index)
            };
            let mut lines = case.submission.lines.iter();
            lines.any(|line| obligation.covers(&line.key) && within(line))
        }
    }
}

/// A problem of the cell that states this measure of a whole obligation: of the program's row where it has one, else
/// of the line with the largest figure.
pub(crate) fn problem(
    case: &Case<'_>,
    obligation: &Obligation,
    rule: &'static Rule,
    measure: Measure,
    words: impl Fn(&Words, MoneyUnit) -> Words,
) -> Problem {
    let whole = Whole::of(case, obligation, &[measure]).filter(Whole::is_filled);
    if let Some(whole) = whole {
        return whole.problem(case, rule, words(&whole.words(), whole.unit()));
    }
    let sheets = Sheets::new(case.submission);
    let lines = case.submission.lines.iter().filter(|line| obligation.covers(&line.key));
    let lines: Vec<&Line> = lines.collect();
    let line = largest(&lines, measure).expect("an obligation that states money has a line");
    let name = wording::obligation(&case.context, obligation);
    sheets.problem(rule, line, measure, words(&name, sheets.unit(line)))
}
