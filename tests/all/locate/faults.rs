//! The faults that hands make, put into a sound report.

use std::ops::RangeInclusive;

use super::form::{Chance, Form, Level, Measure, Part};

/// What is done wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fault {
    Dong,
    Thousand,
    Nought,
    Swapped,
    Mistyped,
    Doubled,
    Lost,
    Sign,
    Moved,
    Skipped,
    ChildLeftOut,
    ChildTwice,
    TotalTypedOver,
    LeafTypedOver,
    Rate,
    ColumnInDong,
    /// The figure was typed as text, and the formulas over it take it for nothing.
    AsText,
    /// A row is missing altogether: the parent's cell is told, or none.
    RowLeftOut,
    /// The plan is that of before the last decision, everywhere in the report: no cell is wrong.
    OldPlan,
    /// Two of the others.
    Two,
    /// Three of the others.
    Three,
    /// A leaf, and a total over it in the same column.
    LeafAndTotal,
    /// A figure of the register: no cell of the report is wrong.
    InRegister,
    /// The range of a formula stops a row short.
    RangeShort,
    /// It runs on into the next item.
    RangeOver,
    /// It is of the rows below and of those below them.
    RangeTwice,
    /// A range that stops short was filled to the right.
    RangeFilled,
}

impl Fault {
    pub(super) const ALL: [Fault; 27] = [
        Fault::Dong,
        Fault::Thousand,
        Fault::Nought,
        Fault::Swapped,
        Fault::Mistyped,
        Fault::Doubled,
        Fault::Lost,
        Fault::Sign,
        Fault::Moved,
        Fault::Skipped,
        Fault::ChildLeftOut,
        Fault::ChildTwice,
        Fault::TotalTypedOver,
        Fault::LeafTypedOver,
        Fault::Rate,
        Fault::ColumnInDong,
        Fault::AsText,
        Fault::RowLeftOut,
        Fault::OldPlan,
        Fault::Two,
        Fault::Three,
        Fault::LeafAndTotal,
        Fault::InRegister,
        Fault::RangeShort,
        Fault::RangeOver,
        Fault::RangeTwice,
        Fault::RangeFilled,
    ];
    /// The faults of formulas.
    pub(super) const OF_RANGES: [Fault; 4] =
        [Fault::RangeShort, Fault::RangeOver, Fault::RangeTwice, Fault::RangeFilled];
    /// Those that two may be of.
    const SINGLE: [Fault; 10] = [
        Fault::Dong,
        Fault::Nought,
        Fault::Swapped,
        Fault::Mistyped,
        Fault::Doubled,
        Fault::Lost,
        Fault::Sign,
        Fault::Skipped,
        Fault::ChildLeftOut,
        Fault::Rate,
    ];
}

/// Where the fault was put, and what should stand there.
#[derive(Clone, Debug)]
pub(super) struct Put {
    /// Nothing where no cell of the form is wrong.
    pub cell: String,
    /// In đồng; none where the cell should hold no amount.
    pub value: Option<i64>,
}

/// Puts a fault somewhere; `None` where the form has no place for it.
pub(super) fn put(fault: Fault, form: &mut Form, level: Level, chance: &mut Chance) -> Option<Put> {
    if fault == Fault::Two || fault == Fault::Three {
        let count = if fault == Fault::Two { 2 } else { 3 };
        let puts: Option<Vec<Put>> =
            (0..count).map(|_| put(chance.of(&Fault::SINGLE), form, level, chance)).collect();
        let cells: Vec<String> = puts?.into_iter().map(|put| put.cell).collect();
        return Some(Put { cell: cells.join(" "), value: None });
    }
    if fault == Fault::LeafAndTotal {
        return leaf_and_total(form, level, chance);
    }
    if fault == Fault::InRegister {
        return level.register.then(|| Put { cell: String::new(), value: None });
    }
    if fault == Fault::RowLeftOut || fault == Fault::OldPlan {
        return no_cell(fault, form, level, chance);
    }
    let sound = form.clone();
    let cells = places(fault, form, level);
    if cells.is_empty() {
        return None;
    }
    for _ in 0..50 {
        *form = sound.clone();
        let (row, column) = chance.of(&cells);
        if let Some(put) = put_at(fault, form, row, column, chance) {
            // A hand that rounds to millions types no tenths.
            let rounds = |figure: f64| !level.rounded || figure % 10.0 == 0.0;
            let is_rate = form.columns[column].0 == Measure::Rate;
            if !is_rate && form.cells[row][column].is_some_and(|figure| !rounds(figure)) {
                continue;
            }
            if level.formulas {
                form.add_up();
            }
            return Some(put);
        }
    }
    None
}

/// A digit mistyped in a leaf and in the row above it.
fn leaf_and_total(form: &mut Form, level: Level, chance: &mut Chance) -> Option<Put> {
    let cells = places(Fault::Mistyped, form, level);
    let leaves: Vec<(usize, usize)> =
        cells.into_iter().filter(|(row, column)| !form.is_sum(*row, *column)).collect();
    if leaves.is_empty() || level.formulas {
        return None;
    }
    for _ in 0..50 {
        let (row, column) = chance.of(&leaves);
        let Some(parent) = form.rows[row].parent else { continue };
        let mut tried = form.clone();
        let leaf = put_at(Fault::Mistyped, &mut tried, row, column, chance);
        let total = put_at(Fault::Mistyped, &mut tried, parent, column, chance);
        if let (Some(leaf), Some(total)) = (leaf, total) {
            *form = tried;
            return Some(Put { cell: format!("{} {}", leaf.cell, total.cell), value: None });
        }
    }
    None
}

/// Faults that are in no cell.
fn no_cell(fault: Fault, form: &mut Form, level: Level, chance: &mut Chance) -> Option<Put> {
    let leaves: Vec<usize> = (0..form.rows.len()).filter(|row| form.is_leaf(*row)).collect();
    let row = chance.of(&leaves);
    let parent = form.rows[row].parent?;
    if fault == Fault::OldPlan {
        let columns = 0..form.columns.len();
        let plan =
            columns.filter(|at| form.columns[*at].0 == Measure::Plan && !form.is_sum(row, *at));
        let at = plan.max().filter(|_| level.register)?;
        *form.cells[row][at].as_mut()? += (chance.below(20) as f64 + 1.0) * 500.0;
        form.add_up();
        return Some(Put { cell: String::new(), value: None });
    }
    let siblings = form.rows.iter().filter(|other| other.parent == Some(parent)).count();
    if siblings < 2 {
        return None;
    }
    form.rows.remove(row);
    form.cells.remove(row);
    for other in &mut form.rows {
        other.parent = other.parent.map(|at| if row < at { at - 1 } else { at });
    }
    if level.formulas {
        form.add_up();
    }
    let parent = if row < parent { parent - 1 } else { parent };
    Some(told(form, parent, 0, None))
}

/// The cells in which a hand may have done it: with formulas only those that are typed.
fn places(fault: Fault, form: &Form, level: Level) -> Vec<(usize, usize)> {
    let all = (0..form.rows.len())
        .flat_map(|row| (0..form.columns.len()).map(move |column| (row, column)));
    let fits = |&(row, column): &(usize, usize)| {
        let (measure, part) = form.columns[column];
        let (is_sum, has_figure) =
            (form.is_sum(row, column), form.cells[row][column].is_some_and(|figure| figure != 0.0));
        if Fault::OF_RANGES.contains(&fault) {
            let is_sum = measure != Measure::Rate && !form.is_leaf(row);
            return level.formulas && is_sum && has_figure && range(fault, form, row).is_some();
        }
        let is_typed = !level.formulas || !is_sum && measure != Measure::Rate;
        let wanted = match fault {
            Fault::Rate => measure == Measure::Rate,
            Fault::ChildLeftOut | Fault::ChildTwice => {
                measure != Measure::Rate && !form.is_leaf(row)
            }
            Fault::TotalTypedOver => measure != Measure::Rate && is_sum,
            Fault::ColumnInDong => measure != Measure::Rate && row == 0 && part != Part::Whole,
            Fault::Moved | Fault::LeafTypedOver => measure != Measure::Rate && !is_sum,
            Fault::Skipped => measure != Measure::Rate && !is_sum,
            Fault::AsText => level.formulas && measure != Measure::Rate,
            _ => measure != Measure::Rate,
        };
        has_figure && is_typed && wanted
    };
    all.filter(fits).collect()
}

/// The rows that a formula is of that should be of those directly below `row`.
fn range(fault: Fault, form: &Form, row: usize) -> Option<RangeInclusive<usize>> {
    let children = form.children(row);
    let (first, last) = (*children.first()?, *children.last()?);
    let is_together = last - first + 1 == children.len();
    let is_last = |at: usize| at + 1 == form.rows.len();
    match fault {
        Fault::RangeShort | Fault::RangeFilled if is_together && 2 < children.len() => {
            Some(first..=last - 1)
        }
        Fault::RangeOver if is_together && !is_last(last) => Some(first..=last + 1),
        Fault::RangeTwice if !is_together => Some(first..=form.end(last)),
        _ => None,
    }
}

fn put_at(
    fault: Fault,
    form: &mut Form,
    row: usize,
    column: usize,
    chance: &mut Chance,
) -> Option<Put> {
    let was = form.cells[row][column]?;
    if Fault::OF_RANGES.contains(&fault) {
        let range = range(fault, form, row)?;
        let columns = match fault {
            Fault::RangeFilled => {
                (0..form.columns.len()).filter(|at| form.columns[*at].0 != Measure::Rate).collect()
            }
            _ => vec![column],
        };
        form.ranges.extend(columns.iter().map(|column| ((row, *column), range.clone())));
        form.add_up();
        let is = form.cells[row][column].unwrap_or(0.0);
        let first = columns.iter().map(|column| form.address(row, *column));
        let cells = first.collect::<Vec<_>>().join(" ");
        let value =
            told(form, row, column, Some(was)).value.filter(|_| fault != Fault::RangeFilled);
        return (0.5 <= (is - was).abs()).then_some(Put { cell: cells, value });
    }
    let is = match fault {
        Fault::Dong => was * 1e6,
        Fault::Thousand => was * 1e3,
        Fault::Nought => was * 10.0,
        Fault::Sign => -was,
        Fault::Swapped | Fault::Mistyped | Fault::Doubled | Fault::Lost => {
            slipped(fault, was, chance)?
        }
        Fault::Rate => slipped(Fault::Mistyped, was, chance)?,
        Fault::ChildLeftOut | Fault::ChildTwice => {
            let children: Vec<usize> = (0..form.rows.len())
                .filter(|below| form.rows[*below].parent == Some(row))
                .collect();
            if children.len() < 2 {
                return None;
            }
            let child = form.cells[chance.of(&children)][column].filter(|figure| *figure != 0.0)?;
            if fault == Fault::ChildTwice { was + child } else { was - child }
        }
        Fault::TotalTypedOver | Fault::LeafTypedOver => {
            (was * (70 + chance.below(60)) as f64 / 100.0).round() + chance.below(97) as f64
        }
        Fault::Skipped => {
            form.cells[row][column] = None;
            return Some(told(form, row, column, Some(was)));
        }
        Fault::AsText => {
            form.texts.push((row, column));
            return Some(told(form, row, column, Some(was)));
        }
        Fault::Moved => {
            let others = [column.checked_sub(1), Some(column + 1)];
            let is_free = |at: &usize| {
                let inside =
                    form.columns.get(*at).is_some_and(|(measure, _)| *measure != Measure::Rate);
                inside
                    && !form.is_sum(row, *at)
                    && form.cells[row][*at].is_none_or(|figure| figure == 0.0)
            };
            let to = others.into_iter().flatten().find(is_free)?;
            form.cells[row].swap(column, to);
            return Some(told(form, row, to, None));
        }
        Fault::ColumnInDong => {
            let figures = (0..form.rows.len()).filter(|row| form.cells[*row][column].is_some());
            for row in figures.collect::<Vec<_>>() {
                let cell = form.cells[row][column].as_mut()?;
                *cell *= 1e6;
                if 9e10 < *cell {
                    return None;
                }
            }
            // What is told is the column: its cells each want another value.
            return Some(told(form, 0, column, None));
        }
        Fault::RowLeftOut
        | Fault::OldPlan
        | Fault::Two
        | Fault::Three
        | Fault::LeafAndTotal
        | Fault::RangeShort
        | Fault::RangeOver
        | Fault::RangeTwice
        | Fault::RangeFilled
        | Fault::InRegister => return None,
    };
    // What is larger than a cell can hold in đồng is refused while it is read.
    if (is - was).abs() < 0.5 || 9e10 < is.abs() {
        return None;
    }
    form.cells[row][column] = Some(is);
    let is_rate = form.columns[column].0 == Measure::Rate;
    if is_rate && (is - was).abs() < 20.0 {
        return None;
    }
    Some(told(form, row, column, (!is_rate).then_some(was)))
}

fn told(form: &Form, row: usize, column: usize, tenths: Option<f64>) -> Put {
    let dong = |tenths: f64| (tenths * 100_000.0).round() as i64;
    Put { cell: form.address(row, column), value: tenths.map(dong) }
}

/// A slip among the digits as they are typed.
fn slipped(fault: Fault, was: f64, chance: &mut Chance) -> Option<f64> {
    let mut digits: Vec<u8> = format!("{}", was.abs() as u64).into_bytes();
    let at = chance.below(digits.len() as u64) as usize;
    match fault {
        Fault::Swapped => {
            let next = at + 1;
            if digits.len() <= next || digits[at] == digits[next] || at == 0 && digits[next] == b'0'
            {
                return None;
            }
            digits.swap(at, next);
        }
        Fault::Mistyped => {
            let digit = b'0' + chance.below(10) as u8;
            if digit == digits[at] || at == 0 && digit == b'0' {
                return None;
            }
            digits[at] = digit;
        }
        // A digit before the comma.
        Fault::Doubled if at + 1 < digits.len() => digits.insert(at, digits[at]),
        Fault::Lost if 2 < digits.len() && at + 1 < digits.len() => drop(digits.remove(at)),
        _ => return None,
    }
    String::from_utf8(digits).ok()?.parse().ok()
}
