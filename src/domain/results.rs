//! What a unit tells of its results: amounts of indicators, in their own units of measure. None of it is money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::code::ComponentId;
use super::indicator::Naming;
use super::place::Cell;

/// An amount of something that is counted, in thousandths: 2,5 km is exact, as is a sum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Quantity(i64);

/// How fine it is.
const PARTS: f64 = 1_000.0;

impl Quantity {
    /// A whole number.
    pub const fn whole(number: i32) -> Quantity {
        Quantity(number as i64 * 1_000)
    }

    /// A number of a cell to three decimals; `None` where it is no number, or larger than anything that is counted.
    pub fn from_cell(number: f64) -> Option<Quantity> {
        const LARGEST: f64 = 1e12;
        (number.abs() < LARGEST).then(|| Quantity((number * PARTS).round() as i64))
    }

    /// As a cell holds it.
    pub fn as_number(self) -> f64 {
        self.0 as f64 / PARTS
    }

    /// Its share of a whole in hundredths of a percent; `None` of nothing.
    pub fn share_of(self, whole: Quantity) -> Option<f64> {
        (0 < whole.0).then(|| self.0 as f64 / whole.0 as f64)
    }
}

impl fmt::Display for Quantity {
    /// As Vietnamese offices write it: `1.234,5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let mut text = String::new();
        let digits = whole.to_string();
        for (at, digit) in digits.char_indices() {
            if 0 < at && (digits.len() - at) % 3 == 0 {
                text.push('.');
            }
            text.push(digit);
        }
        if 0 < part {
            let part = format!("{part:03}");
            text = format!("{text},{}", part.trim_end_matches('0'));
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{text}"))
    }
}

impl Serialize for Quantity {
    /// A plain number: `12`, `2.5`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 1_000 {
            0 => serializer.serialize_i64(self.0 / 1_000),
            _ => serializer.serialize_f64(self.as_number()),
        }
    }
}

impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Quantity {
    fn add_assign(&mut self, other: Quantity) {
        *self = *self + other;
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(amounts: I) -> Quantity {
        amounts.fold(Quantity::default(), Add::add)
    }
}

/// What a cell tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Amount {
    /// Nothing.
    #[default]
    Blank,
    /// A number.
    Of(Quantity),
    /// Something that is no number, or several; it is shown and not added.
    Text(Arc<str>),
}

impl Amount {
    /// The number, where it is one.
    pub fn number(&self) -> Option<Quantity> {
        match self {
            Amount::Of(quantity) => Some(*quantity),
            Amount::Blank | Amount::Text(_) => None,
        }
    }

    /// Whether the unit wrote nothing there.
    pub fn is_blank(&self) -> bool {
        *self == Amount::Blank
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Blank => Ok(()),
            Amount::Of(quantity) => quantity.fmt(f),
            Amount::Text(text) => f.pad(text),
        }
    }
}

/// A row in which a unit tells a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultLine {
    /// The program or component that it is about; `None` where the row names none.
    pub component: Option<ComponentId>,
    /// Which indicator its name means.
    pub naming: Naming,
    /// The name as it was typed.
    pub name: Arc<str>,
    /// The unit of measure as it was typed; empty where none was.
    pub unit: Arc<str>,
    /// What was to be done in the year.
    pub plan: Amount,
    /// What was done from the beginning of the year, or stands on the day of the report.
    pub done: Amount,
    /// What was done in the period alone.
    pub in_period: Amount,
    /// What the unit notes beside it.
    pub note: Arc<str>,
    /// The number of the sheet.
    pub sheet: u16,
    /// The cell of the name.
    pub cell: Cell,
    /// The cell of what was done; else of the plan, or the name.
    pub told: Cell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_written_as_offices_do() {
        let show = |number| Quantity::from_cell(number).unwrap().to_string();
        assert_eq!(
            [0.0, 4.0, 2.5, 1234.0, -1234567.125].map(show),
            ["0", "4", "2,5", "1.234", "-1.234.567,125"]
        );
        assert_eq!(Quantity::from_cell(f64::NAN), None);
        let sum: Quantity = [0.1, 0.2].into_iter().filter_map(Quantity::from_cell).sum();
        assert_eq!(sum.to_string(), "0,3");
    }
}
