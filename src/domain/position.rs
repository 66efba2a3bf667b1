//! A report resolved: the figures of its keys, and how each is known. [`history`](crate::history) works it out.

use std::collections::BTreeMap;

use super::key::Key;
use super::known::{Amount, Complete, Held, Known};
use super::money::Money;
use super::submission::ByMeasure;

/// The figures of one key in one report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// What it states, but for disbursed money.
    pub stated: ByMeasure,
    /// Disbursed in its period; `None` where nothing is said and nothing is missing.
    pub in_period: Option<Amount>,
    /// Disbursed since the report before, which may be more than one period ago.
    pub since: Option<Amount>,
    /// Disbursed since 1 January; `None` where the report says nothing of disbursed money.
    pub cumulative: Option<Amount>,
    /// The part of it that stands for what was not reported, where an office below says so.
    pub carried: Money,
    /// The number of the report (where units merged later report side by side), its sheet and row.
    pub place: Option<(usize, u16, u32)>,
}

impl Figures {
    /// Adds those of the same key in another report of the period.
    pub fn add(&mut self, other: &Figures) {
        self.stated += &other.stated;
        self.in_period = Amount::sum(self.in_period, other.in_period);
        self.since = Amount::sum(self.since, other.since);
        self.cumulative = Amount::sum(self.cumulative, other.cumulative);
        self.carried += other.carried;
        self.place = self.place.or(other.place);
    }
}

/// A report, resolved.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// Its figures, and those of the report before that still stand.
    pub figures: BTreeMap<Key, Figures>,
    /// Of which funding types it tells all.
    pub complete: Complete,
}

impl Position {
    /// Its cumulative figures: what a later report follows. One of which a part is provisional is as a whole: from there on
    /// nobody can tell what was paid by what it grew by.
    pub fn held(&self) -> Held {
        let told = |(key, figures): (&Key, &Figures)| {
            let cumulative = figures.cumulative?;
            let is_provisional = !figures.carried.is_zero() && cumulative.known.is_base();
            let known = if is_provisional { Known::Carried } else { cumulative.known };
            Some((key.clone(), Amount::new(cumulative.money, known)))
        };
        self.figures.iter().filter_map(told).collect()
    }
}

/// The sum of two amounts of which either may be missing.
pub(crate) fn added(a: Option<Money>, b: Option<Money>) -> Option<Money> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (one, other) => one.or(other),
    }
}
