//! What a unit tells of its difficulties, row by row, with the component that each is about.

use super::{Known, text_numbers};
use crate::domain::code::ComponentId;
use crate::domain::difficulty::{Difficulty, Part, Told, says_nothing};
use crate::domain::label::{Label, composed};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::Submission;
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::Form;
use crate::recognise::difficulties::Asked;
use crate::recognise::rows::{RowReader, Seen};
use crate::recognise::titles;

/// Reads the difficulties of a form into the submission. Rows that tell nothing are none.
pub(super) fn read(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    submission: &mut Submission,
) {
    let is_own = |asked: &&Asked| !form.left_out.contains(&asked.sheet);
    for asked in form.difficulties.iter().filter(is_own) {
        let sheet = &workbook.sheets[usize::from(asked.sheet)];
        let asks_why = |(part, _): &&(Part, u32)| matches!(part, Part::Difficulty | Part::Cause);
        if let Some((_, column)) = asked.told.iter().find(asks_why) {
            submission.asked.push((asked.sheet, Cell::new(asked.heading, *column)));
        }
        let unit = amount_unit(sheet, asked).unwrap_or(submission.money_unit);
        submission.difficulties.extend(rows(known, sheet, asked, unit));
    }
}

/// The unit of money that the heading over the amounts states.
fn amount_unit(sheet: &Sheet, asked: &Asked) -> Option<MoneyUnit> {
    let (_, column) = asked.told.iter().find(|(part, _)| *part == Part::Amount)?;
    let mut heading = (0..=asked.heading).rev().map(|row| sheet.text(Cell::new(row, *column)));
    titles::unit_in_heading(heading.find(|text| !text.is_empty())?)
}

fn rows(known: &Known<'_>, sheet: &Sheet, asked: &Asked, unit: MoneyUnit) -> Vec<Difficulty> {
    let tells = |(cell, value): &(Cell, Value)| {
        let is_asked = |(part, column): &(Part, u32)| part.is_content() && *column == cell.column;
        matches!(value, Value::Text(text) if asked.told.iter().any(is_asked) && !says_nothing(text))
    };
    let mut found = Vec::new();
    // Most columns beside figures are empty: then no row is read for them.
    if !sheet.rows(asked.rows.clone()).any(|(_, cells)| cells.iter().any(tells)) {
        return found;
    }
    let mut reader = RowReader::new(known.names, asked.program.clone());
    let mut above = About::default();
    for (row, cells) in sheet.rows(asked.rows.clone()) {
        let about = about(known, sheet, asked, row, &mut reader, &above);
        if cells.iter().any(tells) && !about.is_section {
            let component = spread(sheet, asked, row, &about, known);
            // What is about several programs is not about the one whose row it begins in.
            let is_spread = component.is_none() && about.component.is_some();
            found.push(Difficulty {
                about: if is_spread { "" } else { about.text.as_str() }.into(),
                component,
                is_whole: about.is_whole,
                sheet: asked.sheet,
                row,
                told: told(sheet, asked, row),
                amount: amount(sheet, asked, row, unit),
                followed: None,
            });
        }
        above = about;
    }
    found
}

/// What a row is about.
#[derive(Clone, Debug, Default)]
struct About {
    component: Option<ComponentId>,
    text: String,
    /// It says no more than the component.
    is_whole: bool,
    /// It names a component and tells nothing else: the rows below are about that.
    is_section: bool,
}

fn about(
    known: &Known<'_>,
    sheet: &Sheet,
    asked: &Asked,
    row: u32,
    reader: &mut RowReader<'_>,
    above: &About,
) -> About {
    let text = |column: Option<u32>| column.map_or("", |column| sheet.text(Cell::new(row, column)));
    let (number, code) = (text(asked.number), text(asked.code));
    let Some(column) = asked.label else { return of_text(known, sheet, asked, row, above) };
    let label = sheet.text(Cell::new(row, column)).trim();
    if label.is_empty() && code.trim().is_empty() {
        // One more difficulty of what stands above, unless it has a number of its own.
        let has_number = asked.number.is_some_and(|at| sheet.get(Cell::new(row, at)).is_some());
        let goes_on = !has_number || is_merged(sheet, Cell::new(row, column));
        return if goes_on { above.clone() } else { About::default() };
    }
    let seen = reader.read(number, code, label);
    let is_whole =
        matches!(seen, Some(Seen::Item(_, None) | Seen::Subtotal(_) | Seen::Part(Some(_))));
    let component = match seen {
        _ if is_general(&Label::new(label)) => None,
        Some(Seen::Item(id, _) | Seen::Subtotal(id) | Seen::Part(Some(id))) => Some(id),
        Some(Seen::Stray) => known.names.program_in(&Label::new(label)),
        Some(Seen::Total | Seen::PageSum | Seen::Part(None) | Seen::Quantity) | None => None,
    };
    let component = component.or_else(|| asked.program.clone());
    About { component, text: composed(label), is_whole, is_section: false }
}

/// A list without labels: the text may name a program, or stand below one.
fn of_text(known: &Known<'_>, sheet: &Sheet, asked: &Asked, row: u32, above: &About) -> About {
    let mut texts = asked.told.iter().map(|(_, column)| sheet.text(Cell::new(row, *column)).trim());
    let mut filled = texts.by_ref().filter(|text| !text.is_empty());
    let Some(first) = filled.next() else { return above.clone() };
    let is_alone = filled.next().is_none();
    let seen = RowReader::new(known.names, asked.program.clone()).read("", "", first);
    match seen {
        Some(Seen::Item(id, None)) if is_alone => {
            About { component: Some(id), text: composed(first), is_whole: true, is_section: true }
        }
        _ => {
            let named = known.names.program_in(&Label::new(first));
            let component = named.or_else(|| above.component.clone());
            let text =
                if component == above.component { above.text.clone() } else { String::new() };
            About { component, text, is_whole: true, is_section: false }
        }
    }
}

/// "Khó khăn chung", "Các chương trình": it is about all of them.
fn is_general(label: &Label) -> bool {
    let of_all = ["kho khan chung", "vuong mac chung", "noi dung chung", "van de chung"];
    label.as_str() == "chung"
        || label.after("chung cho").is_some()
        || label.after("cac chuong trinh").is_some()
        || of_all.iter().any(|words| label.has(words))
}

fn is_merged(sheet: &Sheet, cell: Cell) -> bool {
    sheet.merges.iter().any(|area| area.contains(cell))
}

/// A text that is merged over the rows of several programs is about all of them.
fn spread(
    sheet: &Sheet,
    asked: &Asked,
    row: u32,
    about: &About,
    known: &Known<'_>,
) -> Option<ComponentId> {
    let component = about.component.clone()?;
    let (Some(label), true) = (asked.label, asked.is_beside) else { return Some(component) };
    let starts = |column: u32| {
        let area = sheet.merges.iter().find(|area| area.from == Cell::new(row, column))?;
        Some(area.to.row).filter(|last| row < *last)
    };
    let last = asked.told.iter().filter_map(|(_, column)| starts(*column)).max();
    let others = row + 1..last.map_or(row + 1, |last| last + 1).min(asked.rows.end);
    let is_other = |row: u32| {
        let label = Label::new(sheet.text(Cell::new(row, label)));
        known.names.program_in(&label).is_some_and(|program| !program.covers(&component))
    };
    (!others.into_iter().any(is_other)).then_some(component)
}

/// The texts of a row.
fn told(sheet: &Sheet, asked: &Asked, row: u32) -> Vec<Told> {
    // A proposal may be merged over the rows of several difficulties.
    let value = |cell: Cell| {
        let merged = || sheet.merges.iter().find(|area| area.contains(cell));
        sheet.get(cell).or_else(|| sheet.get(merged()?.from))
    };
    let text = |column: u32| match value(Cell::new(row, column)) {
        Some(Value::Text(text)) => composed(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Date(day)) => day.format("%d/%m/%Y").to_string(),
        _ => String::new(),
    };
    let told = asked.told.iter();
    told.map(|&(part, column)| Told { part, column, text: text(column).into() }).collect()
}

/// The amount that a row says is held up, where it says one for certain.
fn amount(sheet: &Sheet, asked: &Asked, row: u32, unit: MoneyUnit) -> Option<Money> {
    let mut amounts = asked.told.iter().filter(|(part, _)| *part == Part::Amount);
    amounts.find_map(|(_, column)| match sheet.get(Cell::new(row, *column))? {
        Value::Number(number) => Money::from_cell(*number, unit).map(|rounded| rounded.money),
        Value::Text(text) => text_numbers::certain(text, unit).amount(),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
