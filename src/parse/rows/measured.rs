//! What the figures of a row are counted in, where a column ĐVT says it row by row.

use crate::domain::label::Label;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};
use crate::recognise::heading::Heading;
use crate::recognise::lexicon::Said;
use crate::recognise::titles;

/// What a row's figures are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Measured {
    /// Money, in the unit of the table.
    Money,
    /// Money in another unit.
    OtherMoney,
    /// Households, kilometres: no money.
    Quantity,
}

/// Reads the column ĐVT from top to bottom.
pub(super) struct Units {
    column: Option<u32>,
    /// The columns of quantities: "ĐVT | Khối lượng | Kế hoạch vốn".
    counts: Vec<u32>,
    unit: MoneyUnit,
    last: Measured,
}

impl Units {
    /// For a table whose money is in `unit`.
    pub(super) fn new(heading: &Heading, unit: MoneyUnit) -> Units {
        let counts = heading.columns.iter().filter(|headed| match headed.said {
            Some(Said::NotMoney) => true,
            // A volume that is money in some rows.
            None => heading.uom.is_some_and(|uom| uom + 1 == headed.index),
            Some(_) => false,
        });
        let counts = counts.map(|headed| headed.index).collect();
        Units { column: heading.uom, counts, unit, last: Measured::Money }
    }

    /// What the figures of a row are.
    pub(super) fn of(&mut self, sheet: &Sheet, row: u32) -> Measured {
        let Some(column) = self.column else { return Measured::Money };
        let text = sheet.text(Cell::new(row, column)).trim();
        let label = Label::new(text);
        let is_ditto = ["\"", "''", "nt", "nhu tren", "-nt-"]
            .contains(&text.to_lowercase().as_str())
            || ["nt", "nhu tren"].contains(&label.as_str());
        if is_ditto {
            return self.last;
        }
        let is_number =
            |column| matches!(sheet.get(Cell::new(row, column)), Some(Value::Number(_)));
        self.last = match titles::unit_word(&label) {
            _ if label.is_empty() && !text.contains('%') => Measured::Money,
            Some(unit) if unit == self.unit => Measured::Money,
            Some(_) => Measured::OtherMoney,
            // A unit of money with a slip, or in words that are not known.
            None if label.has("dong") || label.has("vnd") || label.has("d") => Measured::Money,
            // A quantity beside the money is what is counted in it.
            None if self.counts.iter().any(|column| is_number(*column)) => Measured::Money,
            None => Measured::Quantity,
        };
        self.last
    }
}
