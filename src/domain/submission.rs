//! One unit's report for one period, read: its tables as they stand, its lines, and what was set aside.

mod ledger;
mod by_measure;
mod table;
mod lowest;
mod of_row;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::attributes::Facts;
use super::code::{ComponentId, UnitCode};
use super::difficulty::Difficulty;
use super::homeless::Homeless;
use super::key::{Funding, Key};
use super::known::Known;
use super::lang::Text;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::{Cell, Place};
use super::results::ResultLine;
use super::rule::{Problem, Rule};

pub use self::by_measure::ByMeasure;
pub use self::ledger::{CheckedAs, CheckedCells, Counted};
pub use self::lowest::Lowest;
pub(crate) use self::of_row::Keys;
pub use self::table::{Addition, Column, Formula, Row, RowKind, Stated, Table};
pub use super::measure::Measure;

/// One figure of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Figure {
    /// What it measures.
    pub measure: Measure,
    /// Its column in the sheet, from 0.
    pub column: u16,
    /// The amount.
    pub amount: Money,
}

/// The figures of one key in one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What they are about.
    pub key: Key,
    /// The number of the sheet in [`Submission::sheets`].
    pub sheet: u16,
    /// The row in the sheet, from 0.
    pub row: u32,
    /// At most one of each measure.
    pub figures: Vec<Figure>,
    /// Its cumulative cell was set aside, or its table has no column of what was disbursed: the last cumulative stands for it,
    /// whatever stands for a unit that is silent.
    pub lacks_cumulative: bool,
    /// The cumulative of the period before, as the form prints it: it checks the report before, and stands for it where
    /// there is none. It is no figure of its own.
    pub previous: Option<Money>,
    /// How the office that sums up these figures knows them, where it says so.
    pub relayed: Option<Relayed>,
}

/// How the office below knows what it hands up of one key: its workbook says it beside the figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Relayed {
    /// Of what was disbursed in the period.
    pub in_period: Option<Known>,
    /// Of the cumulative.
    pub cumulative: Option<Known>,
    /// The part of the cumulative that is provisional.
    pub carried: Money,
}

/// What a consolidated workbook says of those that it sums up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Below {
    /// How many of them reported.
    pub coverage: Reach,
    /// The plan is in doubt there: no rate is told.
    pub is_doubted: bool,
    /// What those that are silent, and what nobody knows of the others, may add to the cumulative for certain, at least and at
    /// most.
    pub room: [Money; 2],
}

/// How many of the lowest offices that report are in a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Reach {
    /// Who owes a report or sent one.
    pub expected: usize,
    /// Whose report counts.
    pub received: usize,
    /// Who sent nothing.
    pub missing: usize,
    /// Of whose report nothing could be used.
    pub rejected: usize,
}

impl Reach {
    /// Whether some of them are in no figure.
    pub fn lacks_some(self) -> bool {
        0 < self.missing + self.rejected
    }
}

impl std::ops::AddAssign for Reach {
    fn add_assign(&mut self, other: Reach) {
        self.expected += other.expected;
        self.received += other.received;
        self.missing += other.missing;
        self.rejected += other.rejected;
    }
}

impl Line {
    /// Whether a part of its cumulative stands for those who were silent below.
    pub fn is_provisional(&self) -> bool {
        self.relayed
            .is_some_and(|of| !of.carried.is_zero() || of.cumulative == Some(Known::Carried))
    }

    /// Whether the office below says that a part of the figure is known by nobody.
    pub fn is_lost_below(&self, measure: Measure) -> bool {
        let known = self.relayed.and_then(|of| match measure {
            Measure::InPeriod => of.in_period,
            _ => of.cumulative,
        });
        known.is_some_and(Known::is_lost)
    }

    /// The figure of a measure.
    pub fn figure(&self, measure: Measure) -> Option<Figure> {
        self.figures.iter().copied().find(|figure| figure.measure == measure)
    }

    /// The amount of a measure, where it is stated.
    pub fn amount(&self, measure: Measure) -> Option<Money> {
        self.figure(measure).map(|figure| figure.amount)
    }

    /// One of its figures as a cell that does not count, for this rule.
    pub fn set_aside(&self, figure: &Figure, rule: &'static Rule) -> SetAside {
        SetAside {
            sheet: self.sheet,
            cell: Cell::new(self.row, u32::from(figure.column)),
            measure: Some(figure.measure),
            amount: figure.amount,
            rule,
            label: Arc::from(self.key.component.as_str()),
            text: None,
            key: None,
        }
    }

    /// The cell of a measure; the first of the line where it has none.
    pub fn cell(&self, measure: Measure) -> Cell {
        let figure = self.figure(measure).or(self.figures.first().copied());
        Cell::new(self.row, figure.map_or(0, |figure| u32::from(figure.column)))
    }
}

/// A cell that was read and is not in the totals; a finding names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetAside {
    /// The number of the sheet.
    pub sheet: u16,
    /// The cell.
    pub cell: Cell,
    /// What it would have measured, where that is known.
    pub measure: Option<Measure>,
    /// Its amount; 0 where it cannot be read.
    pub amount: Money,
    /// The rule that set it aside.
    pub rule: &'static Rule,
    /// The label of its row.
    pub label: Arc<str>,
    /// What stands there, where it is no amount.
    pub text: Option<Arc<str>>,
    /// What it would be about, where it is no amount and its row and its column say so.
    pub key: Option<Key>,
}

/// A text of the unit beside the figures of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The number of the sheet.
    pub sheet: u16,
    /// The row, from 0.
    pub row: u32,
    /// As it was typed.
    pub text: Arc<str>,
}

/// How a heading was read, for the sheet "Nguồn".
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Reading {
    /// The number of the sheet.
    pub sheet: u16,
    /// The column, from 0.
    pub column: u32,
    /// The headings above it.
    pub heading: Arc<str>,
    /// The measure; `None` where the column is known and not needed, or unknown (then a finding says so).
    pub measure: Option<Measure>,
    /// What else it says.
    pub facts: Facts,
}

/// Where the unit of money of a submission comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitBasis {
    /// The sheet says it.
    Stated,
    /// The hidden mark of our own form says it.
    Mark,
    /// Inferred from the registered plan by powers of 10³.
    Inferred,
    /// Nothing says it: the office's own.
    Assumed,
}

impl UnitBasis {
    /// For people.
    pub const fn label(self) -> Text {
        match self {
            UnitBasis::Stated => Text { vi: "biểu ghi", en: "stated" },
            UnitBasis::Mark => {
                Text { vi: "theo biểu mẫu đã phát hành", en: "of the issued form" }
            }
            UnitBasis::Inferred => Text { vi: "suy ra từ số liệu", en: "inferred" },
            UnitBasis::Assumed => Text { vi: "tạm hiểu", en: "assumed" },
        }
    }
}

/// The file of a submission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileId {
    /// Path from the workspace, with `/`.
    pub path: Arc<str>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The day it was received: of the receipt register, else of the file itself.
    pub received: Option<NaiveDate>,
    /// That day stands in the receipt register.
    pub is_registered: bool,
    /// Orders the files of a unit: the last one counts. Seconds of the receipt or of the file, then the row of the
    /// receipt register.
    pub order: (i64, u32),
}

/// A further file of a unit's report: several that share no line are one report (GN113).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// The file.
    pub file: FileId,
    /// The number of its first sheet in [`Submission::sheets`].
    pub first: u16,
    /// Its money cells.
    pub read: Counted,
    /// Those of them that were understood and are not added.
    pub checked: Counted,
}

/// One unit's report for one period, read and not yet checked: a workbook, or several that share no line.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Who sent it.
    pub unit: UnitCode,
    /// For which period.
    pub period: Period,
    /// Its file; of several the last one.
    pub file: FileId,
    /// Its other files.
    pub beside: Vec<Beside>,
    /// The names of its sheets, in their order, file by file.
    pub sheets: Vec<Arc<str>>,
    /// The unit of its money (of its first table).
    pub money_unit: MoneyUnit,
    /// Where that comes from.
    pub unit_basis: UnitBasis,
    /// Its tables as they stand.
    pub tables: Vec<Table>,
    /// Its lines: every figure that is used, once.
    pub lines: Vec<Line>,
    /// Every cell that is not used.
    pub set_aside: Vec<SetAside>,
    /// Figures without a funding type, until all files of the unit are read and intake has settled them.
    pub homeless: Vec<Homeless>,
    /// How its headings were read: units that fill in the same form share the list ([`super::spill::Shelf::shared`]).
    pub readings: Arc<[Reading]>,
    /// What reading it brought up.
    pub problems: Vec<Problem>,
    /// Money cells read: what is used, checked and set aside must add up to this.
    pub read: Counted,
    /// Money cells that were understood and are not added.
    pub checked: CheckedCells,
    /// It sums up what other units report: the consolidation of a lead agency.
    pub sums_up_others: bool,
    /// Program and funding type that the unit ticked as "không phát sinh".
    pub nil_ticks: Vec<(ComponentId, Funding)>,
    /// The power of ten by which its plan is off against the registered one (0: they are alike); `None` where it states
    /// none, or its unit of money is not its own word. Many units off alike mean that the register is wrong (GN511).
    pub off_by: Option<i32>,
    /// What it explains of its figures ("Giải trình").
    pub explanations: Vec<Said>,
    /// What it notes beside them ("Ghi chú").
    pub notes: Vec<Said>,
    /// What it answers to findings that name no cell: the code of the rule, text.
    pub answers: Vec<(String, String)>,
    /// The state of the register from which its form was issued; `None` where the form is not ours.
    pub register_state: Option<Arc<str>>,
    /// The difficulties that the unit tells.
    pub difficulties: Vec<Difficulty>,
    /// The headings under which it may tell them: sheet, cell.
    pub asked: Vec<(u16, Cell)>,
    /// What it tells of results, in their own units of measure.
    pub results: Vec<ResultLine>,
    /// What it says of those that it sums up, where it is the workbook of an office below.
    pub below: Option<Below>,
}

impl Submission {
    /// A report of which nothing was read; its money would be told in `money_unit`.
    pub fn new(unit: UnitCode, period: Period, file: FileId, money_unit: MoneyUnit) -> Submission {
        Submission {
            unit,
            period,
            file,
            beside: Vec::new(),
            sheets: Vec::new(),
            money_unit,
            unit_basis: UnitBasis::Assumed,
            tables: Vec::new(),
            lines: Vec::new(),
            set_aside: Vec::new(),
            homeless: Vec::new(),
            readings: Arc::default(),
            problems: Vec::new(),
            read: Counted::default(),
            checked: CheckedCells::default(),
            sums_up_others: false,
            nil_ticks: Vec::new(),
            off_by: None,
            explanations: Vec::new(),
            notes: Vec::new(),
            answers: Vec::new(),
            register_state: None,
            difficulties: Vec::new(),
            asked: Vec::new(),
            results: Vec::new(),
            below: None,
        }
    }

    /// Gives back the memory that its lists grew beyond what they hold: a run keeps thousands of reports.
    pub fn shrink_to_fit(&mut self) {
        self.set_aside.shrink_to_fit();
        self.explanations.shrink_to_fit();
        self.results.shrink_to_fit();
    }

    /// Takes in another file of the same report: its sheets follow those that are here.
    pub fn join(&mut self, mut other: Submission) {
        let first = u16::try_from(self.sheets.len()).unwrap_or(u16::MAX);
        let shift = |sheet: &mut u16| *sheet = sheet.saturating_add(first);
        other.tables.iter_mut().for_each(|table| shift(&mut table.sheet));
        other.lines.iter_mut().for_each(|line| shift(&mut line.sheet));
        other.set_aside.iter_mut().for_each(|cell| shift(&mut cell.sheet));
        other.homeless.iter_mut().for_each(|figure| shift(&mut figure.cell.sheet));
        let said = other.explanations.iter_mut().chain(&mut other.notes);
        said.for_each(|said| shift(&mut said.sheet));
        other.asked.iter_mut().for_each(|(sheet, _)| shift(sheet));
        other.difficulties.iter_mut().for_each(|of| shift(&mut of.sheet));
        other.results.iter_mut().for_each(|line| shift(&mut line.sheet));
        let (mut read, mut checked) = (other.read, other.checked.all());
        for beside in &other.beside {
            read -= beside.read;
            checked -= beside.checked;
        }
        self.beside.push(Beside { file: other.file, first, read, checked });
        let beside = other.beside.into_iter();
        self.beside.extend(beside.map(|mut of| {
            shift(&mut of.first);
            of
        }));
        self.sheets.extend(other.sheets);
        self.tables.extend(other.tables);
        self.lines.extend(other.lines);
        self.set_aside.extend(other.set_aside);
        self.homeless.extend(other.homeless);
        let joined = other.readings.iter().cloned().map(|mut reading| {
            shift(&mut reading.sheet);
            reading
        });
        self.readings = self.readings.iter().cloned().chain(joined).collect();
        self.problems.extend(other.problems);
        self.read += other.read;
        self.checked += &other.checked;
        self.nil_ticks.extend(other.nil_ticks);
        self.explanations.extend(other.explanations);
        self.notes.extend(other.notes);
        self.answers.extend(other.answers);
        self.difficulties.extend(other.difficulties);
        self.asked.extend(other.asked);
        self.results.extend(other.results);
        self.below = self.below.or(other.below);
    }

    /// All its files.
    pub fn files(&self) -> impl Iterator<Item = &FileId> {
        std::iter::once(&self.file).chain(self.beside.iter().map(|beside| &beside.file))
    }

    /// The number of the file that a sheet lies in (0 is [`Submission::file`]), and the number of the sheet in it.
    pub fn part_of(&self, sheet: u16) -> (usize, u16) {
        // The sheets of files that were joined later come later.
        match self.beside.partition_point(|beside| beside.first <= sheet) {
            0 => (0, sheet),
            part => (part, sheet - self.beside[part - 1].first),
        }
    }

    /// The file that a sheet lies in.
    pub fn file_of(&self, sheet: u16) -> &FileId {
        let (part, _) = self.part_of(sheet);
        part.checked_sub(1).map_or(&self.file, |at| &self.beside[at].file)
    }

    /// The number of the sheet that a place names.
    pub fn sheet_at(&self, place: &Place) -> Option<u16> {
        let (file, name) = (place.file.as_ref()?, place.sheet.as_ref()?);
        let numbers = 0..u16::try_from(self.sheets.len()).unwrap_or(u16::MAX);
        let is_it = |sheet: &u16| {
            self.sheets[usize::from(*sheet)] == *name && self.file_of(*sheet).path == *file
        };
        numbers.into_iter().find(is_it)
    }

    /// Whether the form has a cell for a figure of one of its lines. What an office below hands up beside its forms (volumes,
    /// forecasts) has none: it stands at the cell of another figure of its row.
    pub fn prints(&self, line: &Line, figure: &Figure) -> bool {
        let key = &line.key;
        line.relayed.is_none()
            || self.readings.iter().any(|reading| {
                let facts = reading.facts;
                (reading.sheet, reading.column) == (line.sheet, u32::from(figure.column))
                    && reading.measure == Some(figure.measure)
                    && facts.source.is_none_or(|source| Some(source) == key.source)
                    && facts.funding.is_none_or(|funding| funding == key.funding)
            })
    }

    /// The place of a cell, for a finding.
    pub fn place(&self, sheet: u16, cell: Cell) -> Place {
        Place {
            file: Some(self.file_of(sheet).path.clone()),
            sheet: self.sheets.get(usize::from(sheet)).cloned(),
            cell: Some(cell),
        }
    }

    /// Whether a text of the unit explains the figures of that row.
    pub fn explains(&self, sheet: u16, row: u32) -> bool {
        self.explanations.iter().any(|said| (said.sheet, said.row) == (sheet, row))
    }

    /// What the unit says of a finding of `rule` at `place`: of the figures in its row, or of the report as a whole where no
    /// cell is named. It never hides a finding.
    pub fn explanation(&self, rule: &Rule, place: &Place) -> Option<Arc<str>> {
        let is_silent = self.explanations.is_empty() && self.answers.is_empty();
        if is_silent || !self.files().any(|file| Some(&file.path) == place.file.as_ref()) {
            return None;
        }
        let texts: Vec<&str> = match (&place.sheet, place.cell) {
            (Some(_), Some(cell)) => {
                let at = (self.sheet_at(place)?, cell.row);
                let here = self.explanations.iter().filter(|said| (said.sheet, said.row) == at);
                here.map(|said| &*said.text).collect()
            }
            _ => {
                let answers = self.answers.iter().filter(|(code, _)| code == rule.code.0);
                answers.map(|(_, text)| text.as_str()).collect()
            }
        };
        let mut said: Vec<&str> = Vec::new();
        for text in texts {
            if !said.contains(&text) {
                said.push(text);
            }
        }
        (!said.is_empty()).then(|| said.join("; ").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{difficulty, submission};

    #[test]
    fn what_a_joined_file_tells_stands_on_its_own_sheet() {
        let telling = |row| Submission {
            difficulties: vec![Difficulty { row, ..difficulty("gn.2", &[]) }],
            ..submission("2024-06", Vec::new())
        };
        let mut joined = telling(5);
        joined.join(telling(9));
        let places: Vec<(u16, u32)> =
            joined.difficulties.iter().map(|of| (of.sheet, of.row)).collect();
        assert_eq!(places, [(0, 5), (1, 9)]);
    }
}
