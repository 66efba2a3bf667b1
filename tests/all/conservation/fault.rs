//! One thing that goes wrong in a report between the unit that keeps it and the office that reads it.

use giaingan::domain::place::Cell;
use giaingan::read::Value;
use proptest::prelude::*;

use super::form::{Dice, Form, Spot, text};

/// A fault; which cell, row or column it strikes is drawn from the seed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Fault {
    /// A figure stands in the cell beside, above or below its own.
    Moved,
    /// A heading says nothing that anybody knows.
    Heading,
    /// So does the label of a row.
    Label,
    /// A figure is no number: a text, an error, a day, a yes, a formula without a result.
    Broken,
    /// An empty row stands inside the table.
    RowInserted,
    /// A row is missing.
    RowDeleted,
    /// A row is hidden.
    RowHidden,
    /// The figures of two columns stand in each other's place.
    Swapped,
    /// A sheet has another name.
    Renamed,
    /// Nothing says the unit of money.
    UnitRemoved,
}

/// All of them.
pub(super) fn faults() -> impl Strategy<Value = (Fault, u64)> {
    let all = [
        Fault::Moved,
        Fault::Moved,
        Fault::Heading,
        Fault::Heading,
        Fault::Label,
        Fault::Broken,
        Fault::RowInserted,
        Fault::RowDeleted,
        Fault::RowHidden,
        Fault::Swapped,
        Fault::Renamed,
        Fault::UnitRemoved,
    ];
    (prop::sample::select(all.to_vec()), any::<u64>().prop_map(|seed| seed | 1))
}

/// What became of a report.
pub(super) struct Damaged {
    /// It, with the figures where they now stand.
    pub form: Form,
    /// A figure that stands where it does not belong, and where it came from.
    pub astray: Option<(Spot, Spot)>,
}

/// Damages a report.
pub(super) fn strike(mut form: Form, (fault, seed): (Fault, u64)) -> Damaged {
    let mut dice = Dice(seed);
    let mut astray = None;
    let leaves: Vec<Spot> = form.leaves.keys().copied().collect();
    let any = |spots: &[Spot], dice: &mut Dice| spots[dice.below(spots.len() as u64) as usize];
    match fault {
        Fault::Moved => {
            let from = any(&leaves, &mut dice);
            let (row, column) = (from.1.row, from.1.column);
            let to = match dice.below(4) {
                0 => Cell::new(row, column + 1),
                1 => Cell::new(row, column - 1),
                2 => Cell::new(row + 1, column),
                _ => Cell::new(row - 1, column),
            };
            let to = (from.0, to);
            let moved = form.leaves.remove(&from).expect("a figure");
            let cells = &mut form.pages[from.0].cells;
            let value = cells.remove(&from.1).expect("a figure");
            if cells.get(&to.1) == Some(&value) {
                // The only part of a sum slipped onto it: the sum reads as before, and has to stand for its part.
                form.leaves.insert(from, moved);
            } else {
                cells.insert(to.1, value);
                // What stood there is overwritten: nobody can know of it.
                form.leaves.insert(to, moved);
                form.sums.remove(&to);
                astray = Some((to, from));
            }
        }
        Fault::Heading => {
            let spot = any(&form.headings, &mut dice);
            form.pages[spot.0].cells.insert(spot.1, text("Xyzt quwp"));
        }
        Fault::Label => {
            let spot = any(&form.labels, &mut dice);
            form.pages[spot.0].cells.insert(spot.1, text("Xyzt quwp"));
        }
        Fault::Broken => {
            let spot = any(&leaves, &mut dice);
            let day = chrono::NaiveDate::from_ymd_opt(2024, 5, 1)
                .and_then(|day| day.and_hms_opt(0, 0, 0));
            let broken = match dice.below(6) {
                0 => text("chưa có"),
                1 => text("1.2.3,4"),
                2 => Value::Error("#REF!".into()),
                3 => Value::Date(day.expect("a day")),
                4 => Value::Bool(true),
                _ => Value::NoResult,
            };
            form.pages[spot.0].cells.insert(spot.1, broken);
        }
        Fault::RowInserted => {
            let at = any(&leaves, &mut dice);
            shift(&mut form, at, |row| Some(row + u32::from(at.1.row <= row)));
        }
        Fault::RowDeleted => {
            let at = any(&leaves, &mut dice);
            let above = at.1.row;
            shift(&mut form, at, |row| (row != above).then(|| row - u32::from(above < row)));
        }
        Fault::RowHidden => {
            let at = any(&leaves, &mut dice);
            form.pages[at.0].hidden_rows.push(at.1.row);
        }
        Fault::Swapped => {
            let (a, b) = (any(&leaves, &mut dice), any(&leaves, &mut dice));
            let rows: Vec<u32> = leaves
                .iter()
                .filter(|(page, cell)| *page == a.0 && cell.column == a.1.column)
                .map(|(_, cell)| cell.row)
                .collect();
            for row in rows {
                let spots = [a, b].map(|spot| (a.0, Cell::new(row, spot.1.column)));
                let held = spots.map(|(page, cell)| form.pages[page].cells.remove(&cell));
                let known = spots.map(|spot| form.leaves.remove(&spot));
                let put = spots.iter().rev().zip(held).zip(known);
                for (((page, cell), value), leaf) in put {
                    if let Some(value) = value {
                        form.pages[*page].cells.insert(*cell, value);
                    }
                    if let Some(leaf) = leaf {
                        form.leaves.insert((*page, *cell), leaf);
                    }
                }
            }
        }
        Fault::Renamed => {
            let page = dice.below(form.pages.len() as u64) as usize;
            form.pages[page].name = "Sheet1".to_owned();
        }
        Fault::UnitRemoved => {
            for page in &mut form.pages {
                if let Some(cell) = page.unit.take() {
                    page.cells.remove(&cell);
                }
            }
        }
    }
    Damaged { form, astray }
}

/// Moves the rows of a sheet; `None` takes one away with its figures.
fn shift(form: &mut Form, at: Spot, to: impl Fn(u32) -> Option<u32>) {
    let moved = |cell: Cell| Some(Cell::new(to(cell.row)?, cell.column));
    let moved_spot = |spot: Spot| {
        if spot.0 == at.0 { Some((spot.0, moved(spot.1)?)) } else { Some(spot) }
    };
    let page = &mut form.pages[at.0];
    let cells = std::mem::take(&mut page.cells).into_iter();
    page.cells = cells.filter_map(|(cell, value)| Some((moved(cell)?, value))).collect();
    let leaves = std::mem::take(&mut form.leaves).into_iter();
    form.leaves = leaves.filter_map(|(spot, leaf)| Some((moved_spot(spot)?, leaf))).collect();
    let sums = std::mem::take(&mut form.sums).into_iter();
    form.sums = sums
        .filter_map(|(spot, parts)| {
            Some((moved_spot(spot)?, parts.into_iter().filter_map(moved_spot).collect()))
        })
        .collect();
}
