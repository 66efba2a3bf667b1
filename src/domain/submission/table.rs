//! A table as it stands on its sheet: what rules of arithmetic look at.

use std::ops::Range;
use std::sync::Arc;

use super::Measure;
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::Work;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Area, Cell};
use crate::domain::same_money::slack;

/// A column of a table that measures something.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its place in the sheet, from 0.
    pub index: u32,
    /// The headings above it, from top to bottom, ` › ` between.
    pub heading: Arc<str>,
    /// What it measures.
    pub measure: Measure,
    /// What else its headings say.
    pub facts: Facts,
    /// What one unit of its figures is worth.
    pub unit: MoneyUnit,
    /// The columns that it is the sum of: one list for each way in which it is split (by source, by year …). Parts that are
    /// only some of it ("trong đó") are no split.
    /// Indices into [`Table::columns`].
    pub splits: Vec<Vec<usize>>,
    /// Its money stands in another column too: a part, a copy, another way to split it. A check, never a figure.
    pub is_detail: bool,
}

/// What a row stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowKind {
    /// A sum of everything ("Tổng cộng").
    Total,
    /// A node of the catalogue, or a work below one.
    Item(ComponentId, Option<Work>),
    /// A second row for an item, after the rows that it adds up ("Cộng Dự án 4").
    Subtotal(ComponentId),
    /// It repeats money that other rows state, and adds up to nothing: a part told beside its whole ("trong đó: NSTW"),
    /// the sum of a page, a sum under a name that does not say so.
    Detail,
    /// It counts households, kilometres, classes: no money stands in it.
    Quantity,
    /// It fits no node (GN204), or repeats one (GN205).
    Stray,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its place in the sheet, from 0.
    pub index: u32,
    /// Its label as it was typed.
    pub label: Arc<str>,
    /// What it stands for.
    pub kind: RowKind,
    /// What it says of its money beside its columns: "- NSTW" below a component, "A. Vốn đầu tư" above some.
    pub facts: Facts,
    /// The row that it is a part of; an index into [`Table::rows`].
    pub parent: Option<usize>,
}

/// What a cell of a table states.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub enum Stated {
    /// Nothing.
    #[default]
    Blank,
    /// An amount.
    Amount(Money),
    /// A percentage as the cell holds it (26.59, or 0.2659).
    Percent(f64),
    /// Something that could not be used; a finding names it.
    SetAside,
    /// A formula without a value in a place that only checks others.
    Unknown,
}

impl Stated {
    /// The amount, where it states one.
    pub fn amount(self) -> Option<Money> {
        match self {
            Stated::Amount(money) => Some(money),
            _ => None,
        }
    }

    /// Whether it is more than a blank or a 0.
    pub(crate) fn is_amount(self) -> bool {
        !matches!(self, Stated::Blank | Stated::Amount(Money::ZERO))
    }

    /// Whether the unit wrote something there.
    pub fn is_stated(self) -> bool {
        matches!(self, Stated::Amount(_) | Stated::SetAside)
    }
}

/// What a formula adds up, where it is a sum of cells of its own sheet and of nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addition {
    /// As it stands in its cell: `=SUM(F12:F18)`.
    pub text: Arc<str>,
    /// What is added: a cell counts as often as it lies in them.
    pub areas: Vec<Area>,
    /// It goes past cells that do the same (`SUBTOTAL`).
    pub is_subtotal: bool,
}

impl Addition {
    /// How often it counts a cell that is no subtotal.
    pub fn times(&self, cell: Cell) -> usize {
        self.areas.iter().filter(|area| area.contains(cell)).count()
    }
}

/// A cell whose value a formula gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Formula {
    /// Index into [`Table::rows`].
    pub row: usize,
    /// Index into [`Table::columns`].
    pub column: usize,
    /// What it adds up; `None` where it does something else, or the format does not say.
    pub adds: Option<Addition>,
}

/// A table as it stands on its sheet: what rules of arithmetic look at.
#[derive(Clone, Debug)]
pub struct Table {
    /// The number of its sheet in [`Submission::sheets`](super::Submission::sheets).
    pub sheet: u16,
    /// Its columns that measure something, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
    /// What each cell states, row by row; see [`Table::at`].
    pub cells: Vec<Stated>,
    /// The smallest step of its figures, in đồng: figures shown to 0,1 triệu have 100.000.
    pub step: Money,
    /// The cells (indices as for [`Table::at`]) whose amount was typed as text: a formula that adds them up takes them
    /// for nothing.
    pub texts: Vec<(usize, usize)>,
    /// The cells whose amount a formula gave, by row and column; empty, too, where the format does not say.
    pub formulas: Vec<Formula>,
    /// The cells that the form locks, so that the unit cannot type into them: stretches of columns, by row; empty, too,
    /// where the format does not say.
    pub locked: Vec<(usize, Range<usize>)>,
    /// The columns that say the same as another: their cells are set aside.
    pub ambiguous: Vec<usize>,
    /// Blank cells under a figure that is merged over their row too and set aside (GN309), by row and column.
    pub covered: Vec<(usize, usize)>,
    /// For each row the columns in which rows of the table that goes on with this one state its money.
    pub after: Vec<u128>,
}

impl Table {
    /// What the cell of this row and column (indices into `rows` and `columns`) states.
    pub fn at(&self, row: usize, column: usize) -> Stated {
        self.cells[row * self.columns.len() + column]
    }

    /// The cell's place in its sheet.
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        Cell::new(self.rows[row].index, self.columns[column].index)
    }

    /// The formula of a cell (indices as for [`Table::at`]).
    pub fn formula(&self, row: usize, column: usize) -> Option<&Formula> {
        let of = |formula: &Formula| (formula.row, formula.column);
        let found = self.formulas.binary_search_by_key(&(row, column), of).ok()?;
        Some(&self.formulas[found])
    }

    /// Whether the form locks a cell (indices as for [`Table::at`]).
    pub fn is_locked(&self, row: usize, column: usize) -> bool {
        let from = self.locked.partition_point(|(at, of)| (*at, of.end) <= (row, column));
        self.locked.get(from).is_some_and(|(at, of)| *at == row && of.contains(&column))
    }

    /// The rows directly below `row`, subtotals and strays left out.
    pub fn children(&self, row: usize) -> impl Iterator<Item = usize> {
        let is_child = move |at: &usize| {
            self.rows[*at].parent == Some(row)
                && matches!(self.rows[*at].kind, RowKind::Item(..) | RowKind::Total)
        };
        (0..self.rows.len()).filter(is_child)
    }

    /// What a sum of so many addends may be off by: half of the last shown digit for each.
    pub fn tolerance(&self, addends: usize) -> Money {
        slack(self.step, addends)
    }
}
