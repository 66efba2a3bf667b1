//! What a total is made of, cell by cell, and where a cell goes: what `trace` finds.

use std::sync::Arc;

use super::code::UnitCode;
use super::key::Key;
use super::known::Known;
use super::lang::{Text, Words};
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::{Cell, Place};
use super::tally::Rate;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The period.
    pub period: Period,
    /// The unit of the money that is shown.
    pub money_unit: MoneyUnit,
    /// What was asked, as it was understood.
    pub asked: Words,
    /// What is to be said beside it.
    pub remarks: Vec<Words>,
    /// What was found.
    pub found: Found,
}

/// What was found.
#[derive(Clone, Debug)]
pub enum Found {
    /// A total and the cells that it is made of.
    Total(Total),
    /// A cell of a report and the totals that it is in.
    Cell(OfCell),
    /// A cell of the consolidated workbook that adds up nothing.
    Plain {
        /// Where it stands.
        at: Place,
        /// What it is.
        what: Words,
        /// What it shows.
        shown: String,
    },
}

/// A cell of the consolidated workbook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// The sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: Cell,
    /// The words of its row.
    pub label: String,
    /// The words above it.
    pub heading: String,
    /// What it shows, where that is money.
    pub amount: Option<Money>,
}

/// A total.
#[derive(Clone, Debug)]
pub struct Total {
    /// Where the consolidated workbook prints it.
    pub printed: Vec<Printed>,
    /// The rate, of one that is one: of the first sum on the second. `Some(None)` where there is no plan.
    pub rate: Option<Option<Rate>>,
    /// The amount; of a rate what was disbursed and the plan.
    pub sums: Vec<Sum>,
    /// The same of other measures, where the words named none.
    pub others: Vec<(Text, Money)>,
}

/// An amount and what it is made of.
#[derive(Clone, Debug)]
pub struct Sum {
    /// What it is.
    pub name: Words,
    /// What is printed.
    pub total: Money,
    /// A part of it is known by nobody.
    pub is_least: bool,
    /// The rows of "Dữ liệu" that it adds up.
    pub rows: Vec<Part>,
}

impl Sum {
    /// What the cells come to.
    pub fn of_cells(&self) -> Money {
        self.rows.iter().map(Part::of_cells).sum()
    }

    /// What of it no cell was found for.
    pub fn rest(&self) -> Money {
        self.total - self.of_cells()
    }
}

/// A row of "Dữ liệu" in a sum.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its number there, from 1; `None` of a number that stands in a sheet of the workbook.
    pub number: Option<usize>,
    /// Its unit; `None` where the office itself is meant.
    pub unit: Option<UnitCode>,
    /// The name of the unit.
    pub name: String,
    /// What it is about.
    pub key: Option<Key>,
    /// What the row is: a report, a decision.
    pub kind: Text,
    /// What it adds; negative where it is taken away.
    pub amount: Money,
    /// How it is known.
    pub known: Option<Known>,
    /// What the row notes.
    pub note: String,
    /// The cells that it comes from.
    pub cells: Vec<Origin>,
}

impl Part {
    /// What its cells come to.
    pub fn of_cells(&self) -> Money {
        self.cells.iter().map(|cell| cell.amount).sum()
    }

    /// What of it no cell was found for.
    pub fn rest(&self) -> Money {
        self.amount - self.of_cells()
    }
}

/// How a cell comes into a figure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// It states it.
    Stated,
    /// It states what was disbursed in a period, which is added.
    Paid(Period),
    /// It states a cumulative figure from which the rest is counted.
    From(Period),
    /// It states a cumulative figure that is taken away.
    Less(Period),
    /// The cumulative of the period before, as a form of this period prints it.
    Previous(Period),
    /// It stands for a report that did not come, or a cell that does not count: of this period.
    Carried(Period),
    /// A decision of the register.
    Decided,
    /// A number in the consolidated workbook.
    Written,
}

impl How {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            How::Stated => "stated",
            How::Paid(_) => "paid",
            How::From(_) => "from",
            How::Less(_) => "less",
            How::Previous(_) => "previous",
            How::Carried(_) => "carried",
            How::Decided => "decided",
            How::Written => "written",
        }
    }

    /// The period of its report, where that is not plain.
    pub const fn period(self) -> Option<Period> {
        match self {
            How::Paid(of)
            | How::From(of)
            | How::Less(of)
            | How::Previous(of)
            | How::Carried(of) => Some(of),
            How::Stated | How::Decided | How::Written => None,
        }
    }
}

/// A cell that a figure comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where it stands.
    pub place: Place,
    /// What stands there; `None` where it could not be read again.
    pub typed: Option<String>,
    /// What it adds; negative where it is taken away.
    pub amount: Money,
    /// How.
    pub how: How,
    /// What it is made of, where its file is the workbook of an office below.
    pub below: Option<Box<Below>>,
}

/// What a figure of an office below is made of, by its own workbook.
#[derive(Clone, Debug)]
pub struct Below {
    /// The workbook.
    pub file: Arc<str>,
    /// What the figure is.
    pub total: Money,
    /// The rows of its "Dữ liệu".
    pub rows: Vec<Lower>,
}

impl Below {
    /// What its rows come to.
    pub fn of_rows(&self) -> Money {
        self.rows.iter().map(|row| row.amount).sum()
    }

    /// What of the figure its rows do not hold.
    pub fn rest(&self) -> Money {
        self.total - self.of_rows()
    }
}

/// A row of "Dữ liệu" of an office below.
#[derive(Clone, Debug)]
pub struct Lower {
    /// The number of the row there, as it says it.
    pub number: String,
    /// The code of its unit.
    pub unit: String,
    /// The name of its unit.
    pub name: String,
    /// What the row is.
    pub kind: String,
    /// The amount.
    pub amount: Money,
    /// The file of the unit, as that workbook names it; empty where it names none.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The row, or the cell, as it names it.
    pub row: String,
    /// What it notes.
    pub note: String,
    /// What the file of the unit itself says.
    pub seen: Seen,
    /// What it is made of, where that file is such a workbook again.
    pub below: Option<Box<Below>>,
}

/// What the file of a unit says of the figure that an office below states of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Nobody named a folder to look in.
    NotAsked,
    /// The workbook names no file: a decision, or a figure that stands for a report that did not come.
    NoFile,
    /// No file below the folder has the SHA-256 that the workbook names.
    Missing,
    /// A cell says the same.
    Equal {
        /// The file.
        file: String,
        /// The cell.
        cell: Cell,
        /// What stands there.
        typed: String,
    },
    /// The cells that were read as this measure say something else.
    Differs {
        /// The file.
        file: String,
        /// The cells, and what stands there.
        cells: Vec<(Cell, String)>,
    },
    /// The file has no cell for it: the office below worked it out.
    WorkedOut {
        /// The file.
        file: String,
    },
}

/// A cell of a report.
#[derive(Clone, Debug)]
pub struct OfCell {
    /// Where it stands.
    pub place: Place,
    /// The unit of the file, where it is known.
    pub unit: Option<UnitCode>,
    /// Its name.
    pub name: String,
    /// The period of the file.
    pub period: Option<Period>,
    /// What stands there.
    pub typed: Option<String>,
    /// What became of it.
    pub what: Words,
    /// The figures that it states: what each is, and its amount.
    pub figures: Vec<(Key, Text, Money)>,
    /// The rows of "Dữ liệu" that it is in, by the measure.
    pub rows: Vec<(Text, Part)>,
    /// The totals that it is in, each with what it adds there.
    pub totals: Vec<(Printed, Money)>,
    /// What it is made of, where its file is the workbook of an office below.
    pub below: Option<Box<Below>>,
}
