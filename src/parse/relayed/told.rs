//! The words of an office below: the difficulties that it follows, and the sums of its results. What people added to or
//! changed in their sheets is read as it stands there; hidden keys beside them say what each row is.

use crate::domain::difficulty::{Difficulty, Followed, Part, Status, Told};
use crate::domain::indicator::Naming;
use crate::domain::label::composed;
use crate::domain::lang::Text;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::relay::{difficulties, results};
use crate::domain::results::{Amount, ResultLine};
use crate::domain::submission::Submission;
use crate::parse::Known;
use crate::parse::results::amount;
use crate::read::{Sheet, Value, Workbook};

/// Reads both sheets into the submission; the amounts of the first are in `unit`.
pub(super) fn read(
    known: &Known<'_>,
    workbook: &Workbook,
    unit: Option<MoneyUnit>,
    submission: &mut Submission,
) {
    let unit = unit.unwrap_or(submission.money_unit);
    for (number, sheet) in (0..).zip(&workbook.sheets) {
        if *sheet.name == *mark::DIFFICULTIES
            && let Some(table) = Keyed::find(sheet, &difficulties::KEYS)
        {
            let rows = table.rows().filter_map(|row| difficulty(&table, number, row, unit));
            submission.difficulties.extend(rows);
        }
        if *sheet.name == *mark::RESULTS
            && let Some(table) = Keyed::find(sheet, &results::KEYS)
        {
            let rows = table.rows().filter_map(|row| result(known, &table, number, row));
            submission.results.extend(rows);
        }
    }
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

    /// The rows that have keys.
    fn rows(&self) -> impl Iterator<Item = u32> {
        let rows = self.sheet.rows(self.heading + 1..u32::MAX);
        let has_key = |(cell, _): &(Cell, Value)| self.keys <= cell.column;
        rows.filter(move |(_, cells)| cells.iter().any(has_key)).map(|(row, _)| row)
    }

    fn key(&self, row: u32, at: u32) -> &'a str {
        self.sheet.text(Cell::new(row, self.keys + at))
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
}

fn difficulty(table: &Keyed<'_>, number: u16, row: u32, unit: MoneyUnit) -> Option<Difficulty> {
    use difficulties::{CAUSE, DOCUMENT, HELD_UP, ID, LEVEL, PROPOSAL, STATUS, TOLD, UNIT};
    let [component, work, since, last, level_since] = [0, 1, 2, 3, 4].map(|at| table.key(row, at));
    let id = table.text(row, ID);
    let period = |text: &str| text.parse().ok();
    let (since, last, level_since) = (period(since)?, period(last)?, period(level_since)?);
    let followed = Followed { id: id.into(), since, last, level_since };
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
    let about = match (table.text(row, UNIT), work) {
        (unit, "") => unit.to_owned(),
        (unit, work) => format!("{unit}: {work}"),
    };
    Some(Difficulty {
        component: component.parse().ok(),
        about: about.into(),
        is_whole: false,
        sheet: number,
        row,
        told: told.collect(),
        amount,
        followed: (!id.is_empty()).then_some(followed),
    })
}

/// The status that the office gave it, whichever language it writes; what its unit typed stands behind that in brackets.
fn status(text: &str) -> &str {
    let label = text.split(" (“").next().unwrap_or(text).trim();
    let known = Status::ALL.into_iter().map(Status::label);
    known.into_iter().find(|of| [of.vi, of.en].contains(&label)).map_or(label, |of| of.vi)
}

fn result(known: &Known<'_>, table: &Keyed<'_>, number: u16, row: u32) -> Option<ResultLine> {
    use results::{APART, DONE, IN_PERIOD, MEASURE, PARTIAL, PARTIAL_AND_UNKNOWN, PLAN, UNKNOWN};
    let [what, component, name] = [0, 1, 2].map(|at| table.key(row, at));
    let told =
        |heading| table.cell(row, heading).map_or(Amount::Blank, |cell| amount(table.sheet, cell));
    let (plan, done, in_period) = (told(PLAN), told(DONE), told(IN_PERIOD));
    let unit = table.text(row, MEASURE);
    let is_counted = [&plan, &done, &in_period].iter().all(|of| !matches!(of, Amount::Text(_)));
    let naming = match known.context.catalogue.indicators.named(name) {
        // What the office below could not add is not added here.
        Naming::Known(id) if what == APART && is_counted && !unit.is_empty() => Naming::Near(id),
        naming => naming,
    };
    // The sum of those of which it is known is not what was done.
    let is_unknown = [UNKNOWN, PARTIAL_AND_UNKNOWN].contains(&what);
    let cell = table.cell(row, MEASURE)?;
    Some(ResultLine {
        component: component.parse().ok(),
        naming,
        name: composed(name).into(),
        unit: composed(unit).into(),
        plan,
        done,
        in_period: if is_unknown { Amount::Blank } else { in_period },
        note: "".into(),
        sheet: number,
        cell,
        told: table.cell(row, DONE).unwrap_or(cell),
        is_partial: [PARTIAL, PARTIAL_AND_UNKNOWN].contains(&what),
    })
}
