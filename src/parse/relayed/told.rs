//! The words of an office below: the difficulties that it follows, and the sums of its results. What people added to or
//! changed in their sheets is read as it stands there; hidden keys beside them say what each row is.

use crate::domain::code::ComponentId;
use crate::domain::difficulty::{Difficulty, Followed, Part, Status, Told, says_nothing};
use crate::domain::indicator::Naming;
use crate::domain::label::{Label, composed};
use crate::domain::lang::{Text, Words, words};
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Area, Cell};
use crate::domain::relay::results::Mark;
use crate::domain::relay::{difficulties, results};
use crate::domain::results::{Amount, ResultLine};
use crate::domain::rule::Problem;
use crate::domain::submission::Submission;
use crate::parse::Known;
use crate::parse::results::amount;
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::rows::{RowReader, Seen};
use crate::rules;

/// Reads both sheets into the submission; the amounts of the first are in `unit`. A row that people added has no keys and is
/// read by what stands in it; of one that cannot be read it is said where it is.
pub(super) fn read(
    known: &Known<'_>,
    workbook: &Workbook,
    unit: Option<MoneyUnit>,
    submission: &mut Submission,
) {
    let unit = unit.unwrap_or(submission.money_unit);
    for (number, sheet) in (0..).zip(&workbook.sheets) {
        let (is_of_results, keys) = match &*sheet.name {
            mark::DIFFICULTIES => (false, &difficulties::KEYS[..]),
            mark::RESULTS => (true, &results::KEYS[..]),
            _ => continue,
        };
        let mut lost: Vec<(Cell, Words)> = Vec::new();
        match Keyed::find(sheet, keys) {
            None => lost.extend(first_cell(sheet).map(|cell| (cell, unkeyed()))),
            Some(table) if is_of_results => {
                let is_marked = table.rows().any(|row| table.marks(row).contains(&Mark::OfUnit));
                for row in table.rows() {
                    match result(known, &table, number, (row, is_marked)) {
                        Ok(line) => submission.results.extend(line),
                        Err(cell) => lost.push((cell, unread())),
                    }
                }
            }
            Some(table) => {
                for row in table.rows() {
                    let (told, is_damaged) = difficulty(known, &table, number, (row, unit));
                    submission.difficulties.extend(told);
                    lost.extend(is_damaged.map(|cell| (cell, damaged())));
                }
            }
        }
        for (cell, words) in lost {
            let place = submission.place(number, cell);
            let problem = Problem::new(&rules::READ_BY_ITS_FORMS, place, words);
            submission.problems.push(problem.of(&submission.unit));
        }
    }
}

fn unkeyed() -> Words {
    words!(
        "Trang này không còn các cột ẩn mà giaingan ghi kèm: không đọc được dòng nào.",
        "This sheet lacks the hidden columns that giaingan wrote: none of its rows was read."
    )
}

fn unread() -> Words {
    words!(
        "Dòng kết quả này không đọc được (thiếu tên chỉ tiêu, hoặc phần ẩn kèm dòng đã bị sửa): chưa cộng.",
        "This row of results cannot be read (without a name, or what is hidden beside it was changed): it is not added."
    )
}

fn damaged() -> Words {
    words!(
        "Phần ẩn kèm dòng này đã bị sửa: đọc như khó khăn mới, không rõ nêu từ kỳ nào.",
        "What is hidden beside this row was changed: it is read as a new difficulty, and since when it has stood is not known."
    )
}

fn first_cell(sheet: &Sheet) -> Option<Cell> {
    sheet.cells.first().map(|(cell, _)| *cell)
}

/// A table with hidden keys beside it.
struct Keyed<'a> {
    sheet: &'a Sheet,
    /// The row of the headings.
    heading: u32,
    /// The column of the first key.
    keys: u32,
}

impl<'a> Keyed<'a> {
    fn find(sheet: &'a Sheet, keys: &[&str]) -> Option<Keyed<'a>> {
        let is_first = |value: &Value| matches!(value, Value::Text(text) if **text == *keys[0]);
        let cells = sheet.cells.iter().filter(|(_, value)| is_first(value));
        let is_whole = |at: &Cell| {
            (at.column..)
                .zip(keys)
                .all(|(column, key)| sheet.text(Cell::new(at.row, column)) == *key)
        };
        let at = cells.map(|(cell, _)| *cell).find(is_whole)?;
        Some(Keyed { sheet, heading: at.row, keys: at.column })
    }

    fn rows(&self) -> impl Iterator<Item = u32> {
        self.sheet.rows(self.heading + 1..u32::MAX).map(|(row, _)| row)
    }

    fn has_keys(&self, row: u32) -> bool {
        self.sheet.row(row).iter().any(|(cell, _)| self.keys <= cell.column)
    }

    fn key(&self, row: u32, at: u32) -> &'a str {
        self.sheet.text(Cell::new(row, self.keys + at))
    }

    fn marks(&self, row: u32) -> Vec<Mark> {
        Mark::read(self.key(row, 0))
    }

    /// The cell of a row under a heading.
    fn cell(&self, row: u32, heading: Text) -> Option<Cell> {
        let is_it = |(cell, value): &&(Cell, Value)| {
            cell.column < self.keys
                && matches!(value, Value::Text(text) if [heading.vi, heading.en].contains(&&**text))
        };
        let head = self.sheet.row(self.heading).iter().find(is_it)?;
        Some(Cell::new(row, head.0.column))
    }

    fn text(&self, row: u32, heading: Text) -> &'a str {
        self.cell(row, heading).map_or("", |cell| self.sheet.text(cell).trim())
    }

    /// The first of these cells in which something stands that is no title, note or signature across the table.
    fn typed(&self, row: u32, headings: &[Text]) -> Option<Cell> {
        let across = |cell: &Cell| {
            let wide = |area: &&Area| area.from.column < area.to.column;
            self.sheet.merges.iter().filter(wide).any(|area| area.contains(*cell))
        };
        let says = |cell: &Cell| match self.sheet.get(*cell) {
            Some(Value::Text(text)) => !says_nothing(text),
            other => other.is_some(),
        };
        let mut cells = headings.iter().filter_map(|heading| self.cell(row, *heading));
        cells.find(|cell| says(cell) && !across(cell))
    }
}

/// What a row tells, and the cell of its keys where they are not as they were written.
fn difficulty(
    known: &Known<'_>,
    table: &Keyed<'_>,
    number: u16,
    (row, unit): (u32, MoneyUnit),
) -> (Option<Difficulty>, Option<Cell>) {
    use difficulties::{ABOUT, CAUSE, DOCUMENT, HELD_UP, ID, LEVEL, PROPOSAL, STATUS, TOLD, UNIT};
    let Some(typed) = table.typed(row, &[TOLD, CAUSE, PROPOSAL]) else { return (None, None) };
    let [component, work, since, last, level_since] = [0, 1, 2, 3, 4].map(|at| table.key(row, at));
    let id = table.text(row, ID);
    let period = |text: &str| text.parse().ok();
    let followed = match (period(since), period(last), period(level_since)) {
        (Some(since), Some(last), Some(level_since)) => {
            Some(Followed { id: id.into(), since, last, level_since })
        }
        _ => None,
    };
    let keyed: Option<ComponentId> = component.parse().ok();
    let is_damaged =
        table.has_keys(row) && (followed.is_none() || keyed.is_none() && !component.is_empty());
    // Of a row without keys the words say what it is about.
    let named = || named(known, table.text(row, ABOUT));
    let is_typed = !table.has_keys(row) || is_damaged && keyed.is_none();
    let component_id = if is_typed { named() } else { keyed };
    let parts = [
        (Part::Difficulty, TOLD),
        (Part::Cause, CAUSE),
        (Part::Proposal, PROPOSAL),
        (Part::Level, LEVEL),
        (Part::Amount, HELD_UP),
        (Part::Document, DOCUMENT),
        (Part::Status, STATUS),
    ];
    let held_up = table.cell(row, HELD_UP);
    let amount = match held_up.and_then(|cell| table.sheet.get(cell)) {
        Some(Value::Number(number)) => Money::from_cell(*number, unit).map(|of| of.money),
        _ => None,
    };
    let told = parts.into_iter().filter_map(|(part, heading)| {
        let cell = table.cell(row, heading)?;
        let text = match (part, amount) {
            (Part::Status, _) => status(table.sheet.text(cell)).to_owned(),
            (Part::Amount, Some(amount)) => amount.show(unit, unit.dong().ilog10()),
            _ => composed(table.sheet.text(cell)),
        };
        Some(Told { part, column: cell.column, text: text.into() })
    });
    // The next level knows only who handed it up; who told it stands before the work.
    let work = if table.has_keys(row) { work } else { table.text(row, ABOUT) };
    let about = match (table.text(row, UNIT), work) {
        (unit, "") => unit.to_owned(),
        ("", work) => work.to_owned(),
        (unit, work) => format!("{unit}: {work}"),
    };
    let difficulty = Difficulty {
        component: component_id,
        about: about.into(),
        is_whole: false,
        sheet: number,
        row,
        told: told.collect(),
        amount,
        followed: followed.filter(|_| !id.is_empty()),
    };
    (Some(difficulty), is_damaged.then_some(typed))
}

/// The component that a text names, or its program.
fn named(known: &Known<'_>, text: &str) -> Option<ComponentId> {
    match RowReader::new(known.names, None).read("", "", text) {
        Some(Seen::Item(id, _)) => Some(id),
        _ => known.names.program_in(&Label::new(text)),
    }
}

/// The status that the office gave it, whichever language it writes; what its unit typed stands behind that in brackets.
fn status(text: &str) -> &str {
    let label = text.split(" (“").next().unwrap_or(text).trim();
    let known = Status::ALL.into_iter().map(Status::label);
    known.into_iter().find(|of| [of.vi, of.en].contains(&label)).map_or(label, |of| of.vi)
}

/// What a row tells; the cell of one that cannot be read. Where `is_marked` those of units are, and every other tells
/// something of its own.
fn result(
    known: &Known<'_>,
    table: &Keyed<'_>,
    number: u16,
    (row, is_marked): (u32, bool),
) -> Result<Option<ResultLine>, Cell> {
    use results::{DONE, IN_PERIOD, MEASURE, NAME, PLAN};
    let marks = table.marks(row);
    let is_sum = marks.contains(&Mark::Total);
    let is_apart = marks.contains(&Mark::Apart);
    let Some(typed) = table.typed(row, &[PLAN, DONE, IN_PERIOD, MEASURE]) else { return Ok(None) };
    if marks.contains(&Mark::OfUnit) || !table.has_keys(row) && !is_marked {
        return Ok(None);
    }
    let [component, name] = [1, 2].map(|at| table.key(row, at));
    let name = if table.has_keys(row) { name } else { table.text(row, NAME) };
    let is_known = is_sum || is_apart || !table.has_keys(row);
    let cell = table.cell(row, MEASURE).filter(|_| is_known && !name.is_empty());
    let cell = cell.ok_or(typed)?;
    let told =
        |heading| table.cell(row, heading).map_or(Amount::Blank, |cell| amount(table.sheet, cell));
    let (plan, done, in_period) = (told(PLAN), told(DONE), told(IN_PERIOD));
    let unit = table.text(row, MEASURE);
    let is_counted = [&plan, &done, &in_period].iter().all(|of| !matches!(of, Amount::Text(_)));
    let naming = match known.context.catalogue.indicators.named(name) {
        // What the office below could not add is not added here.
        Naming::Known(id) if is_apart && is_counted && !unit.is_empty() => Naming::Near(id),
        naming => naming,
    };
    Ok(Some(ResultLine {
        component: component.parse().ok(),
        naming,
        name: composed(name).into(),
        unit: composed(unit).into(),
        plan,
        done,
        // The sum of those of which it is known is not what was done.
        in_period: if marks.contains(&Mark::Unknown) { Amount::Blank } else { in_period },
        note: "".into(),
        sheet: number,
        cell,
        told: table.cell(row, DONE).unwrap_or(cell),
        is_partial: marks.contains(&Mark::Partial),
        is_carried: marks.contains(&Mark::Carried),
    }))
}
