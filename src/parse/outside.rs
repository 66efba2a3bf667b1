//! Figures that stand where no table reads them (GN209): beside their column, below the table, in a table without heading.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Known;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, RuleCode};
use crate::domain::submission::{Measure, Submission};
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::heading::{Headed, Heading};
use crate::recognise::lexicon::{Said, heading_label};
use crate::recognise::rows::{RowReader, Seen};
use crate::recognise::{Form, Framed};

/// No rate is as large as this, and no running number.
const NO_SMALL_NUMBER: f64 = 1000.0;

/// What is to be said of the figures of a workbook that stand outside the tables that were `read`.
pub fn problems(
    known: &Known<'_>,
    submission: &Submission,
    workbook: &Workbook,
    form: &Form,
    read: &[&Framed],
) -> Vec<Problem> {
    let mut found = Vec::new();
    for framed in read.iter().filter(|framed| !form.left_out.contains(&framed.sheet)) {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        for cell in beside(sheet, framed) {
            found.push((framed.sheet, Some(cell), beside_words()));
        }
        let next = form.tables.iter().filter(|other| other.sheet == framed.sheet);
        let next =
            next.map(|other| other.heading.rows.start).filter(|row| framed.end <= *row).min();
        let below = below(sheet, framed, next.unwrap_or(u32::MAX));
        if let Some(first) = below.first() {
            found.push((framed.sheet, Some(*first), below_words(below.len())));
        }
    }
    let is_told = |number: usize| form.mark.is_some() || form.left_out.contains(&(number as u16));
    for (number, sheet) in workbook.sheets.iter().enumerate().filter(|(at, _)| !is_told(*at)) {
        // A table of plans alone is understood, though nothing of it counts beside one of disbursement.
        let is_understood = |framed: &Framed| {
            read.iter().any(|other| std::ptr::eq(*other, framed))
                || framed.heading.columns.iter().all(|headed| headed.said.is_some())
        };
        let on_it = form.tables.iter().filter(|framed| usize::from(framed.sheet) == number);
        let on_it = on_it.filter(|framed| is_understood(framed));
        let told = form.difficulties.iter();
        let told = told.filter(|asked| usize::from(asked.sheet) == number && !asked.is_beside);
        let tables: Vec<Range<u32>> = on_it
            .map(|framed| framed.heading.rows.start..framed.end)
            .chain(told.map(|asked| asked.rows.clone()))
            .collect();
        if is_lost_table(known, sheet, &tables) {
            found.push((number as u16, None, lost_words(&sheet.name)));
        }
    }
    let problem = |(sheet, cell, words)| {
        let place = Place { cell, ..submission.place(sheet, Cell::new(0, 0)) };
        Problem::new(RuleCode("GN209"), place, words).of(&submission.unit)
    };
    found.into_iter().map(problem).collect()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) if *number != 0.0 => Some(*number),
        _ => None,
    }
}

/// Whether a column gives figures of lines.
fn is_figure(headed: &Headed) -> bool {
    matches!(headed.said, Some(Said::Measure(measure)) if measure.is_figure())
}

/// Numbers of the table's rows that slipped out of their column: the cell beside them, where they belong, is blank.
fn beside(sheet: &Sheet, framed: &Framed) -> Vec<Cell> {
    let heading = &framed.heading;
    let figures: BTreeSet<u32> = heading
        .columns
        .iter()
        .filter(|headed| is_figure(headed))
        .map(|headed| headed.index)
        .collect();
    let is_blank = |row: u32, column: Option<u32>| {
        column.is_some_and(|column| {
            figures.contains(&column) && sheet.get(Cell::new(row, column)).is_none()
        })
    };
    let numbers = || {
        let cells = sheet.rows(heading.body..framed.end).flat_map(|(_, cells)| cells);
        cells.filter_map(|(cell, value)| Some((*cell, number(value)?)))
    };
    let is_alone =
        |column: u32| numbers().filter(|(cell, _)| cell.column == column).nth(1).is_none();
    let slots: BTreeMap<u32, Slot> = heading
        .columns
        .iter()
        .map(|headed| headed.index)
        .map(|at| (at, slot(heading, at)))
        .collect();
    // As large as it is: where an amount has digits too many, so has the rate that a formula makes of it.
    let is_rate = |row: u32, rate: f64| {
        let of_row = sheet.rows(row..row + 1).flat_map(|(_, cells)| cells);
        let amounts: Vec<f64> = of_row
            .filter(|(cell, _)| figures.contains(&cell.column))
            .filter_map(|(_, value)| number(value))
            .collect();
        let is_near = |share: f64| (share / rate - 1.0).abs() <= 1e-4;
        let is_of = |part: f64, whole: f64| is_near(part / whole) || is_near(part / whole * 100.0);
        amounts.iter().any(|&part| amounts.iter().any(|&whole| is_of(part, whole)))
    };
    let is_astray = |cell: &Cell, number: f64| {
        let own = slots.get(&cell.column).copied().unwrap_or_else(|| slot(heading, cell.column));
        match own {
            Slot::Figure => false,
            Slot::Label => true,
            Slot::Running => NO_SMALL_NUMBER <= number.abs(),
            Slot::Rate => NO_SMALL_NUMBER <= number.abs() && !is_rate(cell.row, number),
            // A column of its own has other numbers.
            Slot::Other => is_alone(cell.column),
            Slot::Note => true,
        }
    };
    let slipped = numbers().filter(|(cell, number)| {
        let left = cell.column.checked_sub(1);
        is_astray(cell, *number)
            && (is_blank(cell.row, left) || is_blank(cell.row, Some(cell.column + 1)))
    });
    slipped.map(|(cell, _)| cell).collect()
}

/// What a column holds.
#[derive(Clone, Copy)]
enum Slot {
    /// Figures, or something unknown that is set aside.
    Figure,
    Label,
    /// STT and codes.
    Running,
    Rate,
    /// Numbers that are no figures of ours.
    Other,
    Note,
}

fn slot(heading: &Heading, column: u32) -> Slot {
    if column == heading.label {
        return Slot::Label;
    }
    if [heading.number, heading.code].contains(&Some(column)) {
        return Slot::Running;
    }
    let headed = heading.columns.iter().find(|headed| headed.index == column);
    match headed.map(|headed| headed.said) {
        Some(Some(Said::Measure(Measure::Rate))) => Slot::Rate,
        Some(Some(Said::Measure(measure))) if !measure.is_figure() => Slot::Other,
        Some(Some(Said::NotAsked | Said::NotMoney)) => Slot::Other,
        Some(_) => Slot::Figure,
        None => Slot::Note,
    }
}

/// Numbers in columns of figures below the last row of the table.
fn below(sheet: &Sheet, framed: &Framed, next: u32) -> Vec<Cell> {
    let columns: BTreeSet<u32> = framed
        .heading
        .columns
        .iter()
        .filter(|headed| is_figure(headed))
        .map(|headed| headed.index)
        .collect();
    let cells = sheet.rows(framed.end..next).flat_map(|(_, cells)| cells);
    let cells =
        cells.filter(|(cell, value)| columns.contains(&cell.column) && number(value).is_some());
    cells.map(|(cell, _)| *cell).collect()
}

/// Whether a sheet that speaks of disbursement has rows of the catalogue with numbers outside the tables that are read:
/// a heading was not understood.
fn is_lost_table(known: &Known<'_>, sheet: &Sheet, tables: &[Range<u32>]) -> bool {
    let is_read = |row: u32| tables.iter().any(|table| table.contains(&row));
    let holds = |(_, value): &(Cell, Value)| number(value).is_some();
    let names_component = |cells: &[(Cell, Value)]| {
        let label = cells.iter().position(|(_, value)| {
            let Value::Text(text) = value else { return false };
            let seen = RowReader::new(known.names, None).read("", "", text);
            matches!(seen, Some(Seen::Item(_, None)))
        });
        label.is_some_and(|label| cells[label..].iter().any(holds))
    };
    // Most rows outside of tables hold no number, so what costs more is seldom asked.
    let mut rows = sheet.rows(0..u32::MAX).filter(|(row, _)| !is_read(*row));
    if !rows.any(|(_, cells)| cells.iter().any(holds) && names_component(cells)) {
        return false;
    }
    let speaks = |text: &str| {
        let paid = [Measure::InPeriod, Measure::Cumulative].map(Said::Measure);
        known.lexicon.measure(&heading_label(text)).is_some_and(|said| paid.contains(&said))
    };
    let mut texts = sheet.cells.iter().filter_map(|(_, value)| match value {
        Value::Text(text) if text.len() < 300 => Some(&**text),
        _ => None,
    });
    speaks(&sheet.name) || texts.any(speaks)
}

fn beside_words() -> Words {
    Words::new(
        "Ô này có số nhưng không thuộc cột số liệu nào, còn ô bên cạnh bỏ trống; số này không được tính",
        "This cell holds a number in no column of figures, and the cell beside it is blank; it does not count",
    )
}

fn below_words(count: usize) -> Words {
    Words::new(
        format!("Có {count} ô số nằm dưới bảng, sau phần ký tên hoặc ghi chú; không được tính"),
        format!(
            "{count} numbers stand below the table, behind its signatures or notes; they do not count"
        ),
    )
}

fn lost_words(name: &str) -> Words {
    let name = harmless(name);
    Words::new(
        format!(
            "Trang \"{name}\" có số liệu theo dự án nhưng không hiểu được tiêu đề bảng; không được tính"
        ),
        format!(
            "The sheet \"{name}\" has figures by project under no heading that is understood; they do not count"
        ),
    )
}
