//! Money that stands where no table reads it: beside its column or below the table (GN209), under headings that were not
//! understood (GN210), or in an annex of another kind.

mod again;
mod astray;
mod words;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::Known;
use super::cells;
use super::money_unit::Settled;
use super::unread;
use super::worded;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, Rule, Severity};
use crate::domain::submission::{CheckedAs, CheckedCells, Counted, SetAside, Submission};
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::Said;
use crate::recognise::titles::{self, Mark};
use crate::recognise::{Form, Framed};
use crate::rules;

/// What stands outside the tables of a workbook.
#[derive(Default)]
pub(super) struct Outside {
    /// What is to be said of it.
    pub problems: Vec<Problem>,
    /// Its money cells that a problem names.
    pub set_aside: Vec<SetAside>,
    /// Its money cells.
    pub read: Counted,
    /// Those of them that belong to an annex of another kind.
    pub checked: CheckedCells,
}

/// Finds the money that stands outside the tables of a form; `units` are the units of money of its tables.
pub(super) fn find(
    known: &Known<'_>,
    submission: &Submission,
    workbook: &Workbook,
    form: &Form,
    units: &[Settled],
) -> Outside {
    let mut outside = Outside::default();
    for (framed, settled) in form.tables.iter().zip(units) {
        if framed.checked.is_some() || form.left_out.contains(&framed.sheet) {
            continue;
        }
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        let others: BTreeSet<u32> = form
            .tables
            .iter()
            .filter(|other| {
                (other.sheet, &other.heading.rows) == (framed.sheet, &framed.heading.rows)
            })
            .flat_map(|other| other.heading.columns.iter().map(|headed| headed.index))
            .filter(|column| !is_own(framed, *column))
            .collect();
        let slipped = astray::beside(sheet, framed, &others);
        for &cell in &slipped {
            let problem = problem(
                submission,
                &rules::FIGURES_OUTSIDE_TABLE,
                framed.sheet,
                Some(cell),
                words::beside(),
            );
            match is_counted(framed, cell.column) {
                true => outside.problems.push(problem),
                false => outside.refuse(problem, sheet, framed.sheet, &[cell], settled.unit),
            }
        }
        let mut notes = astray::in_notes(sheet, framed);
        notes.retain(|cell| !slipped.contains(cell));
        if let Some(first) = notes.first() {
            let words = words::notes(notes.len());
            let problem = problem(
                submission,
                &rules::FIGURES_OUTSIDE_TABLE,
                framed.sheet,
                Some(*first),
                words,
            );
            outside.refuse(problem, sheet, framed.sheet, &notes, settled.unit);
        }
    }
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        let number = number as u16;
        if !is_ours(form, &sheet.name) && !form.left_out.contains(&number) {
            outside.unread(known, submission, form, (number, sheet), units);
            outside.worded(known, submission, form, (number, sheet), units);
        }
    }
    outside
}

/// What a form of ours has beside its tables.
fn is_ours(form: &Form, name: &str) -> bool {
    let own = [mark::COVER, mark::DIFFICULTIES, mark::RESULTS, mark::MEND, mark::SHEET];
    let is_part = |mark: &Mark| mark.parts.iter().any(|part| part == name);
    // A consolidated workbook of ours repeats its parts on other sheets.
    let repeats = |mark: &Mark| !mark.parts.is_empty() && !is_part(mark);
    form.mark.as_ref().is_some_and(|mark| own.contains(&name) || repeats(mark))
}

/// Whether the cells of a column are counted with the table.
fn is_counted(framed: &Framed, column: u32) -> bool {
    framed.heading.columns.iter().any(|headed| headed.index == column && headed.is_money())
}

fn problem(
    submission: &Submission,
    rule: &'static Rule,
    sheet: u16,
    cell: Option<Cell>,
    words: Words,
) -> Problem {
    let place = Place { cell, ..submission.place(sheet, Cell::new(0, 0)) };
    Problem::new(rule, place, words).of(&submission.unit)
}

impl Outside {
    /// Sets cells aside under a problem.
    fn refuse(
        &mut self,
        problem: Problem,
        sheet: &Sheet,
        number: u16,
        cells: &[Cell],
        unit: MoneyUnit,
    ) {
        let mut sum = Money::ZERO;
        for &cell in cells {
            let amount = cells::amount(sheet, cell, unit);
            let amount = amount.unwrap_or(Money::ZERO);
            sum += amount;
            self.leave(problem.rule, sheet, number, (cell, amount), None);
        }
        self.problems.push(problem.setting_aside(sum));
    }

    /// Sets a cell aside; `text` is what it says where that is no plain number.
    fn leave(
        &mut self,
        rule: &'static Rule,
        sheet: &Sheet,
        number: u16,
        (cell, amount): (Cell, Money),
        text: Option<Arc<str>>,
    ) {
        self.read.add(amount);
        self.set_aside.push(SetAside {
            sheet: number,
            cell,
            measure: None,
            amount,
            rule,
            label: label_of(sheet, cell).into(),
            text,
            key: None,
        });
    }

    /// What the labels of a sheet say in words.
    fn worded(
        &mut self,
        known: &Known<'_>,
        submission: &Submission,
        form: &Form,
        (number, sheet): (u16, &Sheet),
        units: &[Settled],
    ) {
        let tables = form.tables.iter().zip(units.iter().map(|settled| settled.unit));
        let tables: Vec<_> = tables.filter(|(framed, _)| framed.sheet == number).collect();
        let told = || form.difficulties.iter().filter(|asked| asked.sheet == number);
        let is_told = |row: u32| told().any(|asked| !asked.is_beside && asked.rows.contains(&row));
        for (cell, amount) in worded::find(known, sheet, &tables, is_told) {
            let problem = problem(
                submission,
                &rules::FIGURES_OUTSIDE_TABLE,
                number,
                Some(cell),
                words::worded(),
            );
            let text = Some(harmless(sheet.text(cell)).into());
            let amount = amount.unwrap_or(Money::ZERO);
            self.leave(problem.rule, sheet, number, (cell, amount), text);
            self.problems.push(problem.setting_aside(amount));
        }
    }

    /// What a sheet holds under headings that no table reads.
    fn unread(
        &mut self,
        known: &Known<'_>,
        submission: &Submission,
        form: &Form,
        (number, sheet): (u16, &Sheet),
        units: &[Settled],
    ) {
        let tables = || form.tables.iter().zip(units).filter(|(framed, _)| framed.sheet == number);
        let told = form.difficulties.iter();
        let told = told.filter(|asked| asked.sheet == number && !asked.is_beside);
        let results = form.results.iter().filter(|table| table.sheet == number);
        let mut read: Vec<Range<u32>> = tables()
            .map(|(framed, _)| framed.heading.rows.start..framed.end)
            .chain(told.map(|asked| asked.rows.clone()))
            .chain(results.map(|table| table.heading..table.rows.end))
            .collect();
        let below = tables().map(|(framed, _)| framed.end).min().unwrap_or(u32::MAX);
        let above = tables().map(|(framed, settled)| (framed, settled.unit));
        let above = again::Tables::new(known, sheet, above);
        for (row, _) in sheet.rows(below..u32::MAX) {
            if read.iter().any(|rows| rows.contains(&row)) {
                continue;
            }
            if let Some(cells) = above.repeated(row) {
                self.read += cells;
                self.checked.add_all(CheckedAs::Repeat, cells);
                read.push(row..row + 1);
            }
        }
        let is_below = |cell: Cell| {
            tables().any(|(framed, _)| framed.end <= cell.row && is_figure_column(framed, cell))
        };
        let mut unread = unread::find(known, sheet, &read, is_below);
        let has_table = tables().next().is_some();
        if !has_table {
            // Whatever its headings say: no annex has the title of a report.
            unread.is_table |= unread.is_titled;
            unread.is_of_money |= !unread.loose.is_empty();
            unread.cells.append(&mut unread.loose);
            unread.cells.sort();
        }
        let stated = titles::texts_above(sheet, u32::MAX);
        let stated = stated.filter_map(|(_, text)| titles::unit_in_title(text)).next();
        let unit = tables().map(|(_, settled)| settled.unit).next();
        let unit = stated.or(unit).unwrap_or(submission.money_unit);
        if let Some(first) = unread.loose.first() {
            let words = words::loose(unread.loose.len());
            let problem =
                problem(submission, &rules::FIGURES_OUTSIDE_TABLE, number, Some(*first), words);
            self.refuse(problem, sheet, number, &unread.loose, unit);
        }
        let Some(first) = unread.cells.first() else { return };
        let place = Some(*unread.headings.first().unwrap_or(first));
        if unread.is_table {
            let words = words::not_understood(sheet, &unread);
            let problem = problem(submission, &rules::SHEET_NOT_UNDERSTOOD, number, place, words);
            self.refuse(problem, sheet, number, &unread.cells, unit);
        } else if has_table {
            let words = words::loose(unread.cells.len());
            let problem =
                problem(submission, &rules::FIGURES_OUTSIDE_TABLE, number, Some(*first), words);
            self.refuse(problem, sheet, number, &unread.cells, unit);
        } else {
            let mut cells = Counted::default();
            for cell in &unread.cells {
                let amount = cells::amount(sheet, *cell, unit);
                cells.add(amount.unwrap_or(Money::ZERO));
            }
            self.read += cells;
            self.checked.add_all(CheckedAs::NotAsked, cells);
            let words = words::annex(&sheet.name, cells.cells);
            let problem = problem(submission, &rules::SHEET_NOT_UNDERSTOOD, number, place, words);
            let found = unread.is_of_money.then_some(cells.amount);
            let severity = Some(Severity::Note);
            self.problems.push(Problem { found, severity, ..problem });
        }
    }
}

/// The first text of a cell's row.
fn label_of(sheet: &Sheet, cell: Cell) -> String {
    let texts = sheet.row(cell.row).iter().filter_map(|(_, value)| match value {
        Value::Text(text) if !titles::is_typed_figure(text) => Some(&**text),
        _ => None,
    });
    texts.max_by_key(|text| text.len()).map_or_else(String::new, harmless)
}

/// Whether a column gives figures of lines.
fn is_figure(headed: &Headed) -> bool {
    matches!(headed.said, Some(Said::Measure(measure)) if measure.is_figure())
}

/// Whether a column is one of the table, and not of another that stands beside it.
fn is_own(framed: &Framed, column: u32) -> bool {
    framed.heading.columns.iter().any(|headed| headed.index == column)
}

/// Whether a cell stands in a column of figures of a table.
fn is_figure_column(framed: &Framed, cell: Cell) -> bool {
    framed.heading.columns.iter().any(|headed| headed.index == cell.column && is_figure(headed))
}
