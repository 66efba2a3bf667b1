//! How a figure of disbursed money is known: stated in a cell, worked out, or by nobody.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::key::{Funding, Key};
use super::money::Money;

/// How a figure of one key in one report is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Known {
    /// A cell of the report states it.
    Stated,
    /// It follows from the report before.
    Implied,
    /// It follows from the previous cumulative that the form itself prints.
    Printed,
    /// A part of it is known by nobody; this is the rest.
    AtLeast,
    /// Known for several keys together ("chưa tách"), and told under the key that covers them.
    Group,
    /// What is known of this key alone; the rest of it is in the [`Known::Group`] figure of a key that covers it.
    Share,
    /// The last figure known, in place of one that did not come or was set aside.
    Carried,
}

impl Known {
    /// All, in the order of their numbers.
    pub const ALL: [Known; 7] = [
        Known::Stated,
        Known::Implied,
        Known::Printed,
        Known::AtLeast,
        Known::Group,
        Known::Share,
        Known::Carried,
    ];

    /// Whether the amount is all there is of its key.
    pub fn is_whole(self) -> bool {
        !matches!(self, Known::AtLeast | Known::Share)
    }

    /// Whether a part of the money is in no figure at all: no sum that has it is whole.
    pub fn is_lost(self) -> bool {
        self == Known::AtLeast
    }

    /// Whether a later figure can be worked out from it.
    pub fn is_base(self) -> bool {
        !matches!(self, Known::AtLeast | Known::Carried)
    }

    /// For machines (`lines[].basis`).
    pub const fn id(self) -> &'static str {
        match self {
            Known::Stated => "stated",
            Known::Implied | Known::Printed => "implied",
            Known::AtLeast => "at-least",
            Known::Group | Known::Share => "group",
            Known::Carried => "carried",
        }
    }
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// An amount and how it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The amount.
    pub money: Money,
    /// How it is known.
    pub known: Known,
}

impl Amount {
    /// An amount that is known so.
    pub const fn new(money: Money, known: Known) -> Amount {
        Amount { money, known }
    }

    /// The sum of two; it is known as badly as the worse of them.
    pub fn plus(self, other: Amount) -> Amount {
        let rank = |known: Known| match known {
            Known::Stated => 0,
            Known::Implied => 1,
            Known::Printed => 2,
            Known::Group => 3,
            Known::Carried => 4,
            Known::Share => 5,
            Known::AtLeast => 6,
        };
        let known = if rank(self.known) < rank(other.known) { other.known } else { self.known };
        Amount::new(self.money + other.money, known)
    }

    /// The sum where either may be missing.
    pub fn sum(a: Option<Amount>, b: Option<Amount>) -> Option<Amount> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a.plus(b)),
            (one, other) => one.or(other),
        }
    }
}

/// Cumulative figures by key.
pub type Held = BTreeMap<Key, Amount>;

/// The funding types of which all money is told: a key that is not there has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Complete([bool; Funding::ALL.len()]);

impl Complete {
    /// Every one.
    pub const ALL: Complete = Complete([true; Funding::ALL.len()]);

    /// Those for which `is_it` holds.
    pub fn of(is_it: impl FnMut(Funding) -> bool) -> Complete {
        Complete(Funding::ALL.map(is_it))
    }

    /// Whether this one is among them.
    pub fn has(self, funding: Funding) -> bool {
        self.0[funding as usize]
    }
}

/// What a unit had disbursed before a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Before {
    /// By the last report that ends before this one's period begins.
    pub base: Held,
    /// By the last report that ends before this one does: within a quarter its months, within a month an ad hoc day.
    pub last: Held,
    /// Whether `base` tells all of a funding type.
    pub complete: Complete,
    /// Whether `base` ends the day before this report's period begins, or the period begins on 1 January.
    pub follows: bool,
}

impl Before {
    /// Before a period that begins on 1 January: nothing.
    pub fn new_year() -> Before {
        Before { complete: Complete::ALL, follows: true, ..Before::default() }
    }
}
