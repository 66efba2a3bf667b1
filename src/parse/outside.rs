//! Money that stands where no table reads it: beside its column or below the table (GN209), under headings that were not
//! understood (GN210), or in an annex of another kind.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Known;
use super::cells;
use super::unit::Settled;
use super::unread::{self, Unread};
use super::worded;
use crate::domain::label::{Label, harmless};
use crate::domain::lang::Words;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, RuleCode, Severity};
use crate::domain::submission::{
    CheckedAs, CheckedCells, Counted, Measure, SetAside, Stated, Submission,
};
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::heading::{Headed, Heading};
use crate::recognise::lexicon::Said;
use crate::recognise::rows::says_sum;
use crate::recognise::titles::{self, Mark};
use crate::recognise::{Form, Framed};

/// No rate is as large as this, and no running number.
const NO_SMALL_NUMBER: f64 = 1000.0;

/// What stands outside the tables of a workbook.
#[derive(Default)]
pub struct Outside {
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
pub fn find(
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
        let slipped = beside(sheet, framed, &others);
        for &cell in &slipped {
            let problem = problem(submission, "GN209", framed.sheet, Some(cell), beside_words());
            match is_counted(framed, cell.column) {
                true => outside.problems.push(problem),
                false => outside.refuse(problem, sheet, framed.sheet, &[cell], settled.unit),
            }
        }
        let mut notes = in_notes(sheet, framed);
        notes.retain(|cell| !slipped.contains(cell));
        if let Some(first) = notes.first() {
            let words = note_words(notes.len());
            let problem = problem(submission, "GN209", framed.sheet, Some(*first), words);
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
    let headed = framed.heading.columns.iter().find(|headed| headed.index == column);
    headed.is_some_and(|headed| match headed.said {
        Some(Said::Measure(measure)) => measure != Measure::Rate,
        Some(Said::NotMoney) => false,
        Some(Said::NotAsked) | None => true,
    })
}

fn problem(
    submission: &Submission,
    code: &'static str,
    sheet: u16,
    cell: Option<Cell>,
    words: Words,
) -> Problem {
    let place = Place { cell, ..submission.place(sheet, Cell::new(0, 0)) };
    Problem::new(RuleCode(code), place, words).of(&submission.unit)
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
            self.read.add(amount);
            self.set_aside.push(SetAside {
                sheet: number,
                cell,
                measure: None,
                amount,
                rule: problem.rule,
                label: label_of(sheet, cell).into(),
                text: None,
                key: None,
            });
        }
        self.problems.push(problem.setting_aside(sum));
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
            let problem = problem(submission, "GN209", number, Some(cell), worded_words());
            self.read.add(amount);
            self.set_aside.push(SetAside {
                sheet: number,
                cell,
                measure: None,
                amount,
                rule: problem.rule,
                label: label_of(sheet, cell).into(),
                text: Some(harmless(sheet.text(cell)).into()),
                key: None,
            });
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
        let mut read: Vec<Range<u32>> = tables()
            .map(|(framed, _)| framed.heading.rows.start..framed.end)
            .chain(told.map(|asked| asked.rows.clone()))
            .collect();
        let below = tables().map(|(framed, _)| framed.end).min().unwrap_or(u32::MAX);
        for (row, _) in sheet.rows(below..u32::MAX) {
            if read.iter().any(|rows| rows.contains(&row)) {
                continue;
            }
            let repeated =
                tables().find_map(|(framed, settled)| repeated(sheet, framed, settled.unit, row));
            if let Some(cells) = repeated {
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
            let words = loose_words(unread.loose.len());
            let problem = problem(submission, "GN209", number, Some(*first), words);
            self.refuse(problem, sheet, number, &unread.loose, unit);
        }
        let Some(first) = unread.cells.first() else { return };
        let place = Some(*unread.headings.first().unwrap_or(first));
        if unread.is_table {
            let words = not_understood(sheet, &unread);
            let problem = problem(submission, "GN210", number, place, words);
            self.refuse(problem, sheet, number, &unread.cells, unit);
        } else if has_table {
            let words = loose_words(unread.cells.len());
            let problem = problem(submission, "GN209", number, Some(*first), words);
            self.refuse(problem, sheet, number, &unread.cells, unit);
        } else {
            let mut cells = Counted::default();
            for cell in &unread.cells {
                let amount = cells::amount(sheet, *cell, unit);
                cells.add(amount.unwrap_or(Money::ZERO));
            }
            self.read += cells;
            self.checked.add_all(CheckedAs::NotAsked, cells);
            let words = annex(&sheet.name, cells.cells);
            let problem = problem(submission, "GN210", number, place, words);
            let found = unread.is_of_money.then_some(cells.amount);
            let severity = Some(Severity::Note);
            self.problems.push(Problem { found, severity, ..problem });
        }
    }
}

/// The money of a row below a table that says to be a sum, where it is a row of the table once more: each of its amounts
/// stands in that row too, and nothing of that row is missing.
fn repeated(sheet: &Sheet, framed: &Framed, unit: MoneyUnit, row: u32) -> Option<Counted> {
    let texts = sheet.row(row).iter().filter_map(|(_, value)| match value {
        Value::Text(text) => Some(&**text),
        _ => None,
    });
    if row < framed.end || !texts.into_iter().any(says_sum) {
        return None;
    }
    let is_money = |headed: &&Headed| match headed.said {
        Some(Said::Measure(measure)) => measure.is_money(),
        Some(Said::NotAsked) | None => true,
        Some(Said::NotMoney) => false,
    };
    let columns: Vec<&Headed> = framed.heading.columns.iter().filter(is_money).collect();
    let amounts = |row: u32| -> Vec<Option<Money>> {
        let amount = |headed: &&Headed| {
            let cell = Cell::new(row, headed.index);
            cells::amount(sheet, cell, headed.unit.unwrap_or(unit)).filter(|of| !of.is_zero())
        };
        columns.iter().map(amount).collect()
    };
    let own = amounts(row);
    if own.iter().all(Option::is_none) {
        return None;
    }
    let rows = sheet.rows(framed.heading.body..framed.end);
    let is_again = rows.into_iter().any(|(other, _)| amounts(other) == own);
    is_again.then(|| {
        let mut cells = Counted::default();
        own.into_iter().flatten().for_each(|amount| cells.add(amount));
        cells
    })
}

/// The first text of a cell's row.
fn label_of(sheet: &Sheet, cell: Cell) -> String {
    let texts = sheet.row(cell.row).iter().filter_map(|(_, value)| match value {
        Value::Text(text) if !titles::is_typed_figure(text) => Some(&**text),
        _ => None,
    });
    texts.max_by_key(|text| text.len()).map_or_else(String::new, harmless)
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

/// Whether a column is one of the table, and not of another that stands beside it.
fn is_own(framed: &Framed, column: u32) -> bool {
    framed.heading.columns.iter().any(|headed| headed.index == column)
}

/// Numbers of the table's rows that slipped out of their column: the cell beside them, where they belong, is blank. The
/// columns of `others` are those of tables beside this one.
fn beside(sheet: &Sheet, framed: &Framed, others: &BTreeSet<u32>) -> Vec<Cell> {
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
    let amounts = |is_it: fn(Option<Said>) -> bool| {
        let of = move |cell: &Cell| {
            heading.columns.iter().any(|headed| headed.index == cell.column && is_it(headed.said))
        };
        let of_row = sheet.row(row).iter().filter(move |(cell, _)| of(cell));
        of_row.filter_map(|(cell, value)| Some((cell.column, number(value)?))).collect()
    };
    let wholes: Vec<(u32, f64)> = amounts(|said| match said {
        Some(Said::Measure(measure)) => {
            matches!(measure, Measure::Plan | Measure::Allocated | Measure::Volume)
        }
        Some(Said::NotAsked) | None => true,
        Some(Said::NotMoney) => false,
    });
    let parts: Vec<(u32, f64)> = amounts(|said| match said {
        Some(Said::Measure(measure)) => measure.is_money() && measure != Measure::Plan,
        Some(Said::NotAsked) | None => true,
        Some(Said::NotMoney) => false,
    });
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

/// Whether a cell stands in a column of figures of a table.
fn is_figure_column(framed: &Framed, cell: Cell) -> bool {
    framed.heading.columns.iter().any(|headed| headed.index == cell.column && is_figure(headed))
}

/// Amounts in the columns of notes and reasons beside the figures of a row, typed as text or not.
fn in_notes(sheet: &Sheet, framed: &Framed) -> Vec<Cell> {
    let heading = &framed.heading;
    let told = heading.told.iter().map(|(_, column)| column);
    let columns: BTreeSet<u32> =
        heading.notes.iter().chain(&heading.reason).chain(told).copied().collect();
    let says_rate = |column: u32| {
        let texts = heading.rows.clone().map(|row| sheet.text(Cell::new(row, column)));
        texts.into_iter().any(|text| text.contains('%') || Label::new(text).has("ty le"))
    };
    let columns: BTreeSet<u32> = columns.into_iter().filter(|at| !says_rate(*at)).collect();
    let rows = sheet.rows(heading.body..framed.end);
    let rows = rows.filter(|(row, _)| !framed.is_heading_again(*row));
    let cells = rows.flat_map(|(_, cells)| cells);
    let is_of_row = |row: u32, value: &Value| match value {
        Value::Number(number) => is_rate(sheet, heading, row, *number),
        Value::Text(text) => match cells::typed_percent(text) {
            (Stated::Percent(number), _) => is_rate(sheet, heading, row, number),
            _ => false,
        },
        _ => false,
    };
    let notes = cells.filter(|(cell, value)| {
        columns.contains(&cell.column)
            && unread::is_number(value)
            && unread::is_amount(sheet, *cell, value)
            && unread::is_large(value)
            && !unread::is_year(value)
            && !is_of_row(cell.row, value)
    });
    notes.map(|(cell, _)| *cell).collect()
}

fn beside_words() -> Words {
    Words::new(
        "Ô này có số nhưng không thuộc cột số liệu nào, còn ô bên cạnh bỏ trống; số này không được tính",
        "This cell holds a number in no column of figures, and the cell beside it is blank; it does not count",
    )
}

fn worded_words() -> Words {
    Words::new(
        "Số tiền ghi bằng lời trong tên dòng, dòng không có số ở cột số liệu nào; không được tính: ghi số vào đúng cột",
        "An amount is told in the label of a row without figures; it does not count: write it into its column",
    )
}

fn note_words(count: usize) -> Words {
    Words::new(
        format!("Có {count} ô số tiền nằm ở cột ghi chú; không được tính"),
        format!("{count} amounts stand in a column of notes; they do not count"),
    )
}

fn loose_words(count: usize) -> Words {
    Words::new(
        format!(
            "Có {count} ô số nằm ngoài bảng (trên tiêu đề, dưới phần ký tên hoặc ghi chú); không được tính"
        ),
        format!(
            "{count} numbers stand outside the table, above its heading or behind its signatures or notes; they do not count"
        ),
    )
}

fn not_understood(sheet: &Sheet, unread: &Unread) -> Words {
    const MOST: usize = 4;
    let name = harmless(&sheet.name);
    let headings = unread.headings.iter().take(MOST);
    let headings: Vec<String> = headings
        .map(|cell| format!("{cell} \u{201c}{}\u{201d}", harmless(sheet.text(*cell))))
        .collect();
    let (vi, en) = match headings.is_empty() {
        true => (String::new(), String::new()),
        false => {
            let list = headings.join(", ");
            (format!("; tiêu đề: {list}"), format!("; headings: {list}"))
        }
    };
    let count = unread.cells.len();
    Words::new(
        format!(
            "Không nhận ra bảng số liệu ở trang \"{name}\" ({count} ô có số{vi}); các ô này chưa đưa vào tổng hợp"
        ),
        format!(
            "No table was understood on the sheet \"{name}\" ({count} cells with numbers{en}); they are set aside"
        ),
    )
}

fn annex(name: &str, count: u64) -> Words {
    let name = harmless(name);
    Words::new(
        format!(
            "Trang \"{name}\" là phụ lục khác, không phải bảng giải ngân ({count} ô có số); không tính vào tổng hợp"
        ),
        format!(
            "The sheet \"{name}\" is an annex of another kind ({count} cells with numbers); it does not count"
        ),
    )
}
