//! Numbers in the rows of a table that stand in no column of its figures: slipped into the next one, or put into a note.

use std::collections::{BTreeMap, BTreeSet};

use super::is_figure;
use crate::domain::difficulty::{Part, says_nothing};
use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::domain::submission::{Measure, Stated};
use crate::parse::{cells, unread};
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::{Headed, Heading};
use crate::recognise::lexicon::Said;

/// No rate is as large as this, and no running number.
const NO_SMALL_NUMBER: f64 = 1000.0;

/// A rate beside the words that speak of rates.
const MOST_RATE: f64 = 100.0;

/// Numbers of the table's rows that slipped out of their column: the cell beside them, where they belong, is blank. The
/// columns of `others` are those of tables beside this one.
pub(super) fn beside(sheet: &Sheet, framed: &Framed, others: &BTreeSet<u32>) -> Vec<Cell> {
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
        cells
            .filter(|(cell, _)| {
                heading.span.contains(&cell.column) && !others.contains(&cell.column)
            })
            .filter_map(|(cell, value)| Some((*cell, number(value)?)))
    };
    let is_alone =
        |column: u32| numbers().filter(|(cell, _)| cell.column == column).nth(1).is_none();
    let slots: BTreeMap<u32, Slot> = heading
        .columns
        .iter()
        .map(|headed| headed.index)
        .map(|at| (at, slot(heading, at)))
        .collect();
    let is_astray = |cell: &Cell, number: f64| {
        let own = slots.get(&cell.column).copied().unwrap_or_else(|| slot(heading, cell.column));
        match own {
            Slot::Figure => false,
            Slot::Label => true,
            Slot::Running => NO_SMALL_NUMBER <= number.abs(),
            Slot::Rate => {
                NO_SMALL_NUMBER <= number.abs() && !is_rate(sheet, heading, cell.row, number)
            }
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

/// Whether a number is the rate of amounts of its row, as large as it may be: where an amount has digits too many, so has
/// the rate that a formula makes of it. What was paid before and in the period may be added up in the formula only.
fn is_rate(sheet: &Sheet, heading: &Heading, row: u32, rate: f64) -> bool {
    let amounts = |is_it: fn(&Headed) -> bool| {
        let of = move |cell: &Cell| {
            heading.columns.iter().any(|headed| headed.index == cell.column && is_it(headed))
        };
        let of_row = sheet.row(row).iter().filter(move |(cell, _)| of(cell));
        of_row.filter_map(|(cell, value)| Some((cell.column, number(value)?))).collect()
    };
    let wholes: Vec<(u32, f64)> = amounts(|headed| match headed.said {
        Some(Said::Measure(measure)) => {
            matches!(measure, Measure::Plan | Measure::Allocated | Measure::Volume)
        }
        _ => headed.is_money(),
    });
    let parts: Vec<(u32, f64)> =
        amounts(|headed| headed.is_money() && headed.said != Some(Said::Measure(Measure::Plan)));
    let is_near = |share: f64| (share / rate - 1.0).abs() <= 1e-4;
    let is_of = |part: f64, whole: f64| is_near(part / whole) || is_near(part / whole * 100.0);
    wholes.iter().any(|&(of, whole)| {
        let parts = || parts.iter().filter(|(at, _)| *at != of);
        parts().any(|&(at, part)| {
            let others = parts().filter(|(other, _)| at < *other);
            is_of(part, whole) || others.into_iter().any(|(_, other)| is_of(part + other, whole))
        })
    })
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

/// Amounts in the columns of notes and reasons beside the figures of a row, typed as text or not. The amount that a
/// difficulty holds up is told with it, and the number of a document is none.
pub(super) fn in_notes(sheet: &Sheet, framed: &Framed) -> Vec<Cell> {
    let heading = &framed.heading;
    let told = heading.told.iter().filter(|(part, _)| *part != Part::Document);
    let told = told.map(|(_, column)| column);
    let columns: BTreeSet<u32> =
        heading.notes.iter().chain(&heading.reason).chain(told).copied().collect();
    // "Lý do giải ngân dưới 50%": rates are written there, and more than those.
    let says_rate = |column: u32| {
        let texts = heading.rows.clone().map(|row| sheet.text(Cell::new(row, column)));
        texts.into_iter().any(|text| text.contains('%') || Label::new(text).has("ty le"))
    };
    let of_rates: BTreeSet<u32> = columns.iter().copied().filter(|at| says_rate(*at)).collect();
    let rows = sheet.rows(heading.body..framed.end);
    let rows = rows.filter(|(row, _)| !framed.is_passed_over(*row));
    let cells = rows.flat_map(|(_, cells)| cells);
    let is_rate = |cell: &Cell, value: &Value| {
        let number = match value {
            Value::Number(number) => *number,
            Value::Text(text) => match cells::typed_percent(text) {
                (Stated::Percent(number), _) => number,
                _ => return false,
            },
            _ => return false,
        };
        let is_small = number.abs() <= MOST_RATE && of_rates.contains(&cell.column);
        is_small || is_rate(sheet, heading, cell.row, number)
    };
    let of = |column: u32| heading.told.iter().find(|(_, of)| *of == column).map(|(part, _)| *part);
    let is_held_up = |cell: &Cell| {
        let is_told = |(other, value): &(Cell, Value)| {
            of(other.column).is_some_and(Part::is_content)
                && matches!(value, Value::Text(text) if !says_nothing(text))
        };
        of(cell.column) == Some(Part::Amount) && sheet.row(cell.row).iter().any(is_told)
    };
    let notes = cells.filter(|(cell, value)| {
        columns.contains(&cell.column)
            && !is_held_up(cell)
            && unread::is_number(value)
            && unread::is_amount(sheet, *cell, value)
            && unread::is_large(value)
            && !unread::is_year(value)
            && !is_rate(cell, value)
    });
    notes.map(|(cell, _)| *cell).collect()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) if *number != 0.0 => Some(*number),
        _ => None,
    }
}
