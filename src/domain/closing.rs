//! A closed period (kỳ đã chốt): what it stood at, and what the time after it adds to it.
//!
//! A closed figure stays. What a late or a changed file adds stands in the next open period on a line of its own, outside of
//! what was disbursed in that period: cumulative now − disbursed in the period − cumulative as closed. So over the closed
//! periods and the one after them: the first cumulative + Σ disbursed in the periods + Σ adjustments = the last cumulative.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::{ComponentId, UnitCode};
use super::key::Funding;
use super::known::Known;
use super::lang::Words;
use super::money::Money;
use super::period::Period;
use super::register::Register;
use super::summary::SummaryLine;

/// What closed figures are held by: a finer key is the form's, and units write it another way from month to month.
pub type Part = (UnitCode, ComponentId, Funding);

/// What a part came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stood {
    /// The plan that counted.
    pub plan: Money,
    /// Disbursed in the period, as far as it was known.
    pub in_period: Money,
    /// Disbursed since 1 January, as far as it was known, what stood for a silent unit included.
    pub cumulative: Money,
    /// Somebody left the first of these open.
    pub lacks_in_period: bool,
    /// Somebody left the second open.
    pub lacks_cumulative: bool,
}

impl Stood {
    /// Adds those of another line.
    pub fn add(&mut self, other: &Stood) {
        self.plan += other.plan;
        self.in_period += other.in_period;
        self.cumulative += other.cumulative;
        self.lacks_in_period |= other.lacks_in_period;
        self.lacks_cumulative |= other.lacks_cumulative;
    }
}

/// What each part came to.
pub type Standing = BTreeMap<Part, Stood>;

/// The standing of lines.
pub fn standing(lines: impl IntoIterator<Item = SummaryLine>) -> Standing {
    let mut all = Standing::new();
    for line in lines {
        let stood = Stood {
            plan: line.plan,
            in_period: line.in_period,
            cumulative: line.cumulative,
            lacks_in_period: line.in_period_known.is_some_and(Known::is_lost),
            lacks_cumulative: line.basis.is_some_and(Known::is_lost),
        };
        all.entry((line.unit, line.key.component, line.key.funding)).or_default().add(&stood);
    }
    all
}

/// A closed period that a later one goes on from.
#[derive(Clone, Debug)]
pub struct Closed {
    /// The period.
    pub period: Period,
    /// Its edition in force, from 1.
    pub edition: u32,
    /// What it stood at when it was closed.
    pub then: Standing,
    /// What it would stand at by the files that are there now.
    pub now: Standing,
}

/// What one part adds to a closed period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adjustment {
    /// The unit (the one that took it over), component and funding type.
    pub part: Part,
    /// The cumulative as it was closed.
    pub closed: Money,
    /// The cumulative of the closed period by the files that are there now.
    pub now: Money,
    /// What is added, in no figure of the period itself.
    pub amount: Money,
    /// Whether all of it is known; where not, `amount` is what is.
    pub is_known: bool,
}

/// All that is added to a closed period (điều chỉnh số liệu kỳ trước).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adjustments {
    /// The closed period.
    pub period: Period,
    /// Its edition in force, from 1.
    pub edition: u32,
    /// By part, in the order of units and components; only what is not nothing.
    pub list: Vec<Adjustment>,
}

impl Adjustments {
    /// What the period `last` adds to the one that was closed before it.
    pub fn new(closed: &Closed, last: &Standing, period: Period, register: &Register) -> Self {
        let then = taken_over(&closed.then, period, register);
        let now = taken_over(&closed.now, period, register);
        let mut parts: Vec<&Part> = then.keys().chain(now.keys()).chain(last.keys()).collect();
        parts.sort();
        parts.dedup();
        let stood = |of: &Standing, part: &Part| of.get(part).copied().unwrap_or_default();
        let of_part = |part: &Part| {
            let [then, now, last] = [&then, &now, last].map(|of| stood(of, part));
            // Where nobody knows what was disbursed in the period, the rest is not the closed period's.
            let amount = match last.lacks_in_period {
                true => now.cumulative - then.cumulative,
                false => last.cumulative - last.in_period - then.cumulative,
            };
            let lacks = last.lacks_in_period
                || [then, now, last].iter().any(|stood| stood.lacks_cumulative);
            Adjustment {
                part: part.clone(),
                closed: then.cumulative,
                now: now.cumulative,
                amount,
                is_known: !lacks,
            }
        };
        let list = parts.into_iter().map(of_part).filter(|of| !of.amount.is_zero()).collect();
        Adjustments { period: closed.period, edition: closed.edition, list }
    }

    /// The whole.
    pub fn total(&self) -> Money {
        self.list.iter().map(|of| of.amount).sum()
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        self.list.iter().all(|of| of.is_known)
    }
}

/// With what belonged to units that were merged since with the one that took them over.
pub fn taken_over(standing: &Standing, period: Period, register: &Register) -> Standing {
    let mut all = Standing::new();
    for ((unit, component, funding), stood) in standing {
        let owner = register.successor(unit, period.to()).unwrap_or(unit).clone();
        all.entry((owner, component.clone(), *funding)).or_default().add(stood);
    }
    all
}

/// What keeps a period from being closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hindrance {
    /// The unit that it is about, where it is about one.
    pub unit: Option<UnitCode>,
    /// What it is.
    pub kind: Lacking,
    /// In a sentence.
    pub words: Words,
}

/// What is lacking of a period that is to be closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lacking {
    /// A unit is silent.
    Missing,
    /// A file of which nothing is used.
    Rejected,
    /// Money that is not in the totals.
    SetAside,
    /// The control total does not balance.
    Unbalanced,
    /// An earlier period that has files is open.
    EarlierOpen,
    /// A later period is closed.
    LaterClosed,
}

impl Lacking {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Lacking::Missing => "missing",
            Lacking::Rejected => "rejected",
            Lacking::SetAside => "set-aside",
            Lacking::Unbalanced => "unbalanced",
            Lacking::EarlierOpen => "earlier-open",
            Lacking::LaterClosed => "later-closed",
        }
    }

    /// Whether the office can close all the same, with a reason. The order of periods and a control total that does not
    /// balance are no shortcomings of a unit.
    pub const fn can_be_accepted(self) -> bool {
        matches!(self, Lacking::Missing | Lacking::Rejected | Lacking::SetAside)
    }
}

/// What became of a period, the newest last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// An edition was closed.
    Closed {
        /// Its number, from 1.
        edition: u32,
        /// The day.
        on: NaiveDate,
        /// The version of giaingan.
        version: String,
        /// SHA-256 of its list.
        sha256: String,
    },
    /// It was opened again.
    Reopened {
        /// The edition that was in force.
        edition: u32,
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
}

/// What a new edition says otherwise than the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restated {
    /// The edition before, from 1.
    pub edition: u32,
    /// By how much the plan differs.
    pub plan: Money,
    /// By how much the cumulative differs.
    pub cumulative: Money,
}

/// An accepted shortcoming of what is closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// The unit; `None` where nobody knows whose it is.
    pub unit: Option<String>,
    /// What is lacking: `missing`, `rejected`, `set-aside`.
    pub kind: String,
    /// In a sentence, Vietnamese.
    pub message: String,
    /// Why it is accepted.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(unit: &str) -> Part {
        (UnitCode::new(unit).unwrap(), "gn.4".parse().unwrap(), Funding::Recurrent)
    }

    fn stood(in_period: i64, cumulative: i64) -> Stood {
        let [in_period, cumulative] = [in_period, cumulative].map(Money::from_dong);
        Stood { in_period, cumulative, ..Stood::default() }
    }

    fn closed(then: Standing, now: Standing) -> Closed {
        Closed { period: "2024-05".parse().unwrap(), edition: 1, then, now }
    }

    const JUNE: Period = Period::Month(2024, 6);

    #[test]
    fn what_a_late_file_adds_is_no_disbursement_of_the_next_period() {
        let before = closed(
            Standing::from([(part("A"), stood(0, 200))]),
            Standing::from([(part("A"), stood(30, 230))]),
        );
        let june = Standing::from([(part("A"), stood(50, 280))]);
        let adjustments = Adjustments::new(&before, &june, JUNE, &Register::default());
        assert_eq!(adjustments.total(), Money::from_dong(30));
        assert!(adjustments.is_known());
    }

    #[test]
    fn where_nobody_knows_the_period_only_the_files_of_the_closed_one_count() {
        let before = closed(
            Standing::from([(part("A"), stood(0, 200))]),
            Standing::from([(part("A"), stood(30, 230))]),
        );
        let june = Stood { lacks_in_period: true, ..stood(0, 280) };
        let june = Standing::from([(part("A"), june)]);
        let adjustments = Adjustments::new(&before, &june, JUNE, &Register::default());
        assert_eq!(adjustments.total(), Money::from_dong(30));
        assert!(!adjustments.is_known());
    }

    proptest! {
        /// Σ closed in period + Σ adjustments = the last cumulative, whatever was late, changed or taken back.
        #[test]
        fn a_year_of_closed_months_adds_up(
            months in prop::collection::vec(
                prop::collection::btree_map(0_u8..4, (-900_i64..900, 0_i64..9_000), 0..4), 1..12),
        ) {
            let mut sum = Money::ZERO;
            let mut before = closed(Standing::new(), Standing::new());
            for month in months {
                let june: Standing = month
                    .into_iter()
                    .map(|(unit, (in_period, cumulative))| (part(&unit.to_string()), stood(in_period, cumulative)))
                    .collect();
                let adjustments = Adjustments::new(&before, &june, JUNE, &Register::default());
                let disbursed: Money = june.values().map(|stood| stood.in_period).sum();
                sum += disbursed;
                sum += adjustments.total();
                let last: Money = june.values().map(|stood| stood.cumulative).sum();
                prop_assert_eq!(sum, last);
                before = closed(june.clone(), june);
            }
        }
    }
}
