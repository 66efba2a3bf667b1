//! Form → submission: every money cell becomes a figure of a line, a check on others, or is set aside by a problem.
//!
//! Two designs were weighed for "which cell is the figure and which only repeats it". *Leaves only* (the deepest row and
//! the most split column) is short, but loses what a unit states only in a total. This takes *the lowest stated cell*:
//! a cell is a figure unless something below it – in its rows or in the columns it sums up – states the same money
//! (`table`). So a total counts where it stands alone, and never twice.

pub mod number;
mod cells;
mod witness;
mod typed;
mod table;
mod lines;
mod aside;
mod repeated;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::code::UnitCode;
use crate::domain::key::{Funding, Key};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Context, Problem, RuleCode};
use crate::domain::submission::{Counted, FileId, Measure, Reading, Submission, UnitBasis};
use crate::read::{About, Workbook};
use crate::recognise::Form;
use crate::recognise::lexicon::{Lexicon, Said};
use crate::recognise::rows::Names;

/// What parsing knows beside the form.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The lexicon, for the nearest wording of an unknown heading.
    pub lexicon: &'a Lexicon,
    /// The names of the catalogue.
    pub names: &'a Names,
    /// Catalogue, register, settings, and the period of the submission.
    pub context: Context<'a>,
}

/// Reads the figures of a form that `unit` sent for `period`.
pub fn submission(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    unit: &UnitCode,
    period: Period,
    file: FileId,
) -> Submission {
    let plan = known.context.register.plan(unit, period.to());
    let (money_unit, unit_basis) = money_unit(known, workbook, form, &plan);
    let mut submission = Submission {
        unit: unit.clone(),
        period,
        file,
        sheets: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        money_unit,
        unit_basis,
        tables: Vec::new(),
        lines: Vec::new(),
        set_aside: Vec::new(),
        readings: Vec::new(),
        problems: Vec::new(),
        read: Counted::default(),
        nil_ticks: nil_ticks(known, workbook),
        explanations: Vec::new(),
    };
    if matches!(unit_basis, UnitBasis::Inferred | UnitBasis::Assumed) && !form.tables.is_empty() {
        submission.problems.push(money_unit_missing(&submission, form));
    }
    let mut taken = Vec::new();
    for framed in tables_of(form) {
        read_headings(&mut submission, framed);
        let grid = table::grid(known, workbook, framed, framed.unit.unwrap_or(money_unit), &plan);
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        taken.push(lines::Taker::new(known, &submission, sheet, framed, &plan).take(grid));
    }
    for table in repeated::without(taken, known.context.year()) {
        submission.read += table.read;
        submission.lines.extend(table.lines);
        submission.set_aside.extend(table.set_aside);
        submission.problems.extend(table.problems);
        submission.explanations.extend(table.explanations);
        submission.tables.push(table.table);
    }
    let place = |sheet: Option<Arc<str>>, cell: Option<Cell>| Place {
        file: Some(submission.file.path.clone()),
        sheet,
        cell,
    };
    for remark in &workbook.remarks {
        let code = match remark.about {
            About::Format => "GN103",
            About::Encoding => "GN307",
            About::Repetition => "GN101",
        };
        let place = place(remark.sheet.clone(), remark.cell);
        let problem = Problem::new(RuleCode(code), place, remark.words.clone()).of(unit);
        submission.problems.push(problem);
    }
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.failure.is_some()) {
        let error = sheet.failure.as_deref().unwrap_or_default();
        let place = place(Some(sheet.name.clone()), None);
        let words = Words::new(
            format!("Không đọc hết được trang tính \"{}\" ({error})", sheet.name),
            format!("The sheet \"{}\" could not be read to its end ({error})", sheet.name),
        );
        submission.problems.push(Problem::new(RuleCode("GN101"), place, words).of(unit));
    }
    submission
}

/// The tables that are read: one without any disbursement is left out where another has some.
fn tables_of(form: &Form) -> Vec<&crate::recognise::Framed> {
    let has = |framed: &crate::recognise::Framed| {
        let disbursed = [Said::Measure(Measure::InPeriod), Said::Measure(Measure::Cumulative)];
        framed
            .heading
            .columns
            .iter()
            .any(|headed| headed.said.is_some_and(|said| disbursed.contains(&said)))
    };
    let any = form.tables.iter().any(has);
    form.tables.iter().filter(|framed| !any || has(framed)).collect()
}

fn read_headings(submission: &mut Submission, framed: &crate::recognise::Framed) {
    for headed in framed.heading.columns.iter().filter(|headed| !headed.path.is_empty()) {
        submission.readings.push(Reading {
            sheet: framed.sheet,
            column: headed.index,
            heading: headed.path.clone(),
            measure: match headed.said {
                Some(Said::Measure(measure)) => Some(measure),
                Some(Said::Ignored) | None => None,
            },
            facts: headed.facts,
        });
    }
}

/// The unit of money of a form: stated, of our own mark, inferred from the registered plan, else the office's.
fn money_unit(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    plan: &BTreeMap<Key, Money>,
) -> (MoneyUnit, UnitBasis) {
    let stated = form.tables.iter().find_map(|framed| {
        framed.unit.or_else(|| framed.heading.columns.iter().find_map(|headed| headed.unit))
    });
    if let Some(unit) = stated {
        return (unit, UnitBasis::Stated);
    }
    if let Some(unit) = form.mark.as_ref().and_then(|mark| mark.money_unit) {
        return (unit, UnitBasis::Mark);
    }
    let fits = |unit: &MoneyUnit| {
        let ratio = aside::plan_ratio(known, workbook, form, *unit, plan);
        ratio.is_some_and(|ratio| (0.2..5.0).contains(&ratio))
    };
    match MoneyUnit::ALL.into_iter().find(fits) {
        Some(unit) => (unit, UnitBasis::Inferred),
        None => (known.context.settings.office.money_unit, UnitBasis::Assumed),
    }
}

fn money_unit_missing(submission: &Submission, form: &Form) -> Problem {
    let label = submission.money_unit.label();
    let words = match submission.unit_basis {
        UnitBasis::Inferred => Words::new(
            format!("Biểu không ghi đơn vị tính; so với kế hoạch vốn đã giao thì là {label}"),
            format!("The form states no unit of money; against the registered plan it is {label}"),
        ),
        _ => Words::new(
            format!("Biểu không ghi đơn vị tính; tạm hiểu là {label}"),
            format!("The form states no unit of money; taken to be {label}"),
        ),
    };
    let heading = form.tables.first().map(|framed| (framed.sheet, framed.heading.rows.start));
    let (sheet, row) = heading.unwrap_or_default();
    let place = submission.place(sheet, Cell::new(row, 0));
    Problem::new(RuleCode("GN207"), place, words).of(&submission.unit)
}

/// "Không phát sinh" ticks on the cover of our own form: a program, a funding type and an `x` in one row.
fn nil_ticks(
    known: &Known<'_>,
    workbook: &Workbook,
) -> Vec<(crate::domain::code::ComponentId, Funding)> {
    let Some(cover) = workbook.sheets.iter().find(|sheet| *sheet.name == *"Bìa") else {
        return Vec::new();
    };
    let mut ticks = Vec::new();
    for (_, range) in crate::recognise::heading::rows_of(cover) {
        let texts: Vec<crate::domain::label::Label> = cover.cells[range]
            .iter()
            .filter_map(|(_, value)| match value {
                crate::read::Value::Text(text) => Some(crate::domain::label::Label::new(text)),
                _ => None,
            })
            .collect();
        let program = texts.iter().find_map(|label| known.names.program_in(label));
        let funding = texts.iter().find_map(|label| known.lexicon.funding(label));
        let is_ticked = texts.iter().any(|label| label.as_str() == "x");
        if let (Some(program), Some(funding), true) = (program, funding, is_ticked) {
            ticks.push((program, funding));
        }
    }
    ticks
}
