//! Money cells, counted: what was read is what was used, checked and set aside.

use std::collections::BTreeMap;

use crate::domain::money::Money;

/// Why a money cell that was understood is not added (đã đối chiếu).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CheckedAs {
    /// A sum of rows that count themselves.
    Total,
    /// A part of a figure that counts as a whole, or a whole whose parts count.
    Part,
    /// The same money stands elsewhere, where it counts.
    Repeat,
    /// Known money that the report is not asked for: total investment, last year's figure.
    NotAsked,
    /// Money of another period.
    OtherPeriod,
    /// A later file of the unit states it anew.
    Superseded,
}

/// Money cells that were understood and are not added, by reason.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckedCells(BTreeMap<CheckedAs, Counted>);

impl CheckedCells {
    /// Counts one more cell.
    pub fn add(&mut self, reason: CheckedAs, amount: Money) {
        self.0.entry(reason).or_default().add(amount);
    }

    /// Counts these cells, whatever their own reasons, for this one.
    pub fn add_all(&mut self, reason: CheckedAs, cells: Counted) {
        if cells.cells != 0 {
            *self.0.entry(reason).or_default() += cells;
        }
    }

    /// Counts one cell no longer for this reason: it is set aside after all.
    pub fn take(&mut self, reason: CheckedAs, amount: Money) {
        let counted = self.0.entry(reason).or_default();
        counted.cells -= 1;
        counted.amount -= amount;
    }

    /// All of them together.
    pub fn all(&self) -> Counted {
        let mut sum = Counted::default();
        self.0.values().for_each(|counted| sum += *counted);
        sum
    }

    /// The cells of one reason.
    pub fn of(&self, reason: CheckedAs) -> Counted {
        self.0.get(&reason).copied().unwrap_or_default()
    }
}

impl std::ops::AddAssign<&CheckedCells> for CheckedCells {
    fn add_assign(&mut self, other: &CheckedCells) {
        other.0.iter().for_each(|(reason, cells)| self.add_all(*reason, *cells));
    }
}

/// Cells and their amounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    /// How many cells.
    pub cells: u64,
    /// Their amounts together, in đồng, whatever they measure.
    pub amount: Money,
}

impl Counted {
    /// Counts one more cell.
    pub fn add(&mut self, amount: Money) {
        self.cells += 1;
        self.amount += amount;
    }
}

impl std::ops::AddAssign for Counted {
    fn add_assign(&mut self, other: Counted) {
        self.cells += other.cells;
        self.amount += other.amount;
    }
}

impl std::ops::SubAssign for Counted {
    fn sub_assign(&mut self, other: Counted) {
        self.cells -= other.cells;
        self.amount -= other.amount;
    }
}
