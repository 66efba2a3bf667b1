//! Form → submission: every money cell becomes a figure of a line, a check on others, or is set aside by a problem. The
//! cell ledger counts them all (`ledger`, `outside`): read = used + checked + set aside.
//!
//! Two designs were weighed for "which cell is the figure and which only repeats it". *Leaves only* (the deepest row and
//! the most split column) is short, but loses what a unit states only in a total. This takes *the lowest stated cell*:
//! a cell is a figure unless something below it – in its rows or in the columns it sums up – states the same money
//! (`table`). So a total counts where it stands alone, and never twice.

pub(crate) mod number;
mod cells;
mod ambiguous;
mod text_numbers;
mod columns;
mod formula;
mod table;
pub(crate) mod ledger;
mod rows;
mod plan_adjustments;
mod proposals;
mod continued;
mod lines;
pub(crate) mod money_unit;
mod set_aside;
mod hidden;
mod merged;
mod explanations;
mod money_unit_check;
mod beyond;
mod strays;
mod quantities;
mod parts;
mod strangers;
mod sums;
mod outside;
mod unread;
mod worded;
mod repeated;
mod returned_form;
mod relayed;
mod difficulties;
mod results;
#[cfg(test)]
pub(crate) mod fixture;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::key::Funding;
use crate::domain::lang::words;
use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, Rule, Severity};
use crate::domain::submission::{FileId, Reading, Submission, UnitBasis};
use crate::read::{About, Workbook};
use crate::recognise::lexicon::{Lexicon, Said};
use crate::recognise::rows::Names;
use crate::recognise::{Form, Framed};
use crate::rules;

use self::money_unit::{Before, Guess};

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

/// Reads the figures of a form that `unit` sent for the period of the context.
///
/// Where neither the form nor the register tells the unit of money, the sums of the last report do (`before`).
pub fn submission(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    unit: &UnitCode,
    file: FileId,
    before: Option<Before>,
) -> Submission {
    let period = known.context.period;
    let plan = known.context.register.plan(unit, period.to());
    let units = money_unit::settle(known, workbook, form, &plan, before);
    let first = units.first();
    let money_unit = first.map_or(known.context.settings.office.money_unit, |first| first.unit);
    let unit_basis = first.map_or(UnitBasis::Assumed, |first| first.basis);
    let issued = form.mark.as_ref().filter(|mark| mark.is_form());
    let mut submission = Submission {
        sheets: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        unit_basis,
        nil_ticks: nil_ticks(known, workbook),
        register_state: issued.map(|mark| mark.register.as_str().into()),
        ..Submission::new(unit.clone(), period, file, money_unit)
    };
    difficulties::read(known, workbook, form, &mut submission);
    results::read(known, workbook, form, &mut submission);
    let outside = outside::find(known, &submission, workbook, form, &units);
    submission.read += outside.read;
    submission.checked += &outside.checked;
    submission.set_aside.extend(outside.set_aside);
    submission.problems.extend(outside.problems);
    let mut grids: Vec<(&Framed, table::Grid)> = Vec::new();
    let mut own_words: Vec<bool> = Vec::new();
    let mut guesses: BTreeSet<(MoneyUnit, Guess)> = BTreeSet::new();
    let mut readings: Vec<Reading> = Vec::new();
    for (framed, settled) in form.tables.iter().zip(units) {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        if let Some(reason) = framed.checked {
            let grid = table::grid(known, workbook, framed, settled.unit, &plan, None);
            let cells = grid.cells(sheet, framed);
            submission.read += cells;
            submission.checked.add_all(reason, cells);
            continue;
        }
        own_words.push(matches!(settled.basis, UnitBasis::Stated | UnitBasis::Mark));
        if let Some(guess) = settled.guess.filter(|guess| guesses.insert((settled.unit, *guess))) {
            let place = submission.place(framed.sheet, Cell::new(framed.heading.rows.start, 0));
            let words = guess.words(settled.unit);
            submission
                .problems
                .push(Problem::new(&rules::MONEY_UNIT_MISSING, place, words).of(unit));
        }
        readings.extend(headings(framed));
        let before = grids.last().filter(|_| framed.goes_on);
        let before = before.and_then(|(_, grid): &(&Framed, table::Grid)| grid.end.clone());
        let grid = table::grid(known, workbook, framed, settled.unit, &plan, before);
        if framed.goes_on {
            grid.go_on_from(grids.iter_mut().rev().map(|(_, grid)| grid), known.context.year());
        }
        grids.push((framed, grid));
    }
    submission.readings = readings.into();
    let mut taken = Vec::new();
    for (framed, grid) in grids {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        taken.push(lines::Taker::new(known, &submission, sheet, framed, &plan).take(grid));
    }
    submission.off_by =
        off_by(taken.iter().zip(own_words).filter(|(_, own)| *own).map(|(of, _)| of));
    submission.problems.extend(lines::missing_columns(&mut taken));
    for table in repeated::settle(taken, known.context.year()) {
        submission.read += table.read;
        submission.checked += &table.checked;
        submission.lines.extend(table.lines);
        submission.set_aside.extend(table.set_aside);
        submission.homeless.extend(table.homeless);
        submission.problems.extend(table.problems);
        submission.explanations.extend(table.beside.explanations);
        submission.notes.extend(table.beside.notes);
        submission.results.extend(table.results);
        submission.tables.push(table.table);
    }
    relayed::take(known, workbook, form, &mut submission);
    if form.mark.is_some() {
        returned_form::explanations(workbook, &mut submission);
    }
    let place = |sheet: Option<Arc<str>>, cell: Option<Cell>| Place {
        file: Some(submission.file.path.clone()),
        sheet,
        cell,
    };
    for remark in &workbook.remarks {
        let (rule, severity): (&'static Rule, _) = match remark.about {
            About::Format => (&rules::MISNAMED_FORMAT, None),
            About::Encoding => (&rules::LEGACY_ENCODING, None),
            About::Repetition => (&rules::UNREADABLE_FILE, None),
            About::Embedded => (&rules::UNREADABLE_FILE, Some(Severity::Note)),
        };
        let place = place(remark.sheet.clone(), remark.cell);
        let problem = Problem::new(rule, place, remark.words.clone()).of(unit);
        submission.problems.push(Problem { severity, ..problem });
    }
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.failure.is_some()) {
        let error = sheet.failure.as_deref().unwrap_or_default();
        let place = place(Some(sheet.name.clone()), None);
        let words = words!(
            "Không đọc hết được trang tính \"{name}\" ({error})",
            "The sheet \"{name}\" could not be read to its end ({error})";
            name = sheet.name, error
        );
        submission.problems.push(Problem::new(&rules::UNREADABLE_FILE, place, words).of(unit));
    }
    submission
}

/// See [`Submission::off_by`]: what the tables say that state their unit of money themselves, where they agree.
fn off_by<'a>(tables: impl Iterator<Item = &'a lines::Taken>) -> Option<i32> {
    let mut powers = tables.filter_map(|table| table.off_by);
    let first = powers.next()?;
    powers.all(|other| other == first).then_some(first)
}

/// How the headings of a table are read.
fn headings(framed: &Framed) -> impl Iterator<Item = Reading> {
    let headed = framed.heading.columns.iter().filter(|headed| !headed.path.is_empty());
    headed.map(|headed| Reading {
        sheet: framed.sheet,
        column: headed.index,
        heading: headed.path.clone(),
        measure: match headed.said {
            Some(Said::Measure(measure)) => Some(measure),
            Some(Said::NotAsked | Said::NotMoney) | None => None,
        },
        facts: headed.facts,
    })
}

/// "Không phát sinh" ticks on the cover of our own form: a program, a funding type and an `x` in one row.
fn nil_ticks(
    known: &Known<'_>,
    workbook: &Workbook,
) -> Vec<(crate::domain::code::ComponentId, Funding)> {
    let Some(cover) = workbook.sheets.iter().find(|sheet| *sheet.name == *mark::COVER) else {
        return Vec::new();
    };
    let mut ticks = Vec::new();
    for (_, cells) in cover.rows(0..u32::MAX) {
        let texts: Vec<crate::domain::label::Label> = cells
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
