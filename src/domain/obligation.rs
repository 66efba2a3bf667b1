//! What a unit must report on, program by funding type, and what its reports state of each.

use std::collections::BTreeMap;

use super::code::ComponentId;
use super::key::{Funding, Key, PlanYear};
use super::money::Money;
use super::period::Period;
use super::submission::{Line, Measure, SetAside};

/// An obligation (nghĩa vụ báo cáo) of a unit: a program and a funding type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Obligation {
    /// The program.
    pub program: ComponentId,
    /// The funding type.
    pub funding: Funding,
}

impl Obligation {
    /// The one that money of this key belongs to.
    pub fn of(key: &Key) -> Obligation {
        Obligation { program: key.component.program(), funding: key.funding }
    }

    /// The key of all its money.
    pub fn key(&self) -> Key {
        let Obligation { program, funding } = self.clone();
        Key { component: program, work: None, funding, source: None, year: PlanYear::Any }
    }

    /// Whether money of this key belongs to it.
    pub fn covers(&self, key: &Key) -> bool {
        self.funding == key.funding && self.program.covers(&key.component)
    }
}

/// What a report answers to an obligation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Answer {
    /// Figures beside the plan.
    Stated,
    /// An explicit zero everywhere, or a tick "không phát sinh".
    Nil,
    /// What may be the answer was set aside.
    SetAside,
    /// Nothing.
    Open,
}

/// How an obligation stands in a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum OwedState {
    /// The unit's report counts and answers it.
    Answered(Answer),
    /// No report that counts has come.
    Missing,
    /// It need not be met in this period (`[[exempt]]`).
    Exempt,
}

impl OwedState {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            OwedState::Answered(Answer::Stated) => "received",
            OwedState::Answered(Answer::Nil) => "nil",
            OwedState::Answered(Answer::SetAside) => "set-aside",
            OwedState::Answered(Answer::Open) | OwedState::Missing => "missing",
            OwedState::Exempt => "exempt",
        }
    }

    /// Whether the unit still has to send something.
    pub const fn is_open(self) -> bool {
        matches!(self, OwedState::Answered(Answer::Open) | OwedState::Missing)
    }
}

/// An obligation of a unit in a period, with its plan on the last day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owed {
    /// What is owed.
    pub of: Obligation,
    /// Its plan.
    pub plan: Money,
    /// How it stands.
    pub state: OwedState,
}

/// What one report states of an obligation; `None` where it states nothing, or not all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reported {
    /// The plan.
    pub plan: Option<Money>,
    /// Disbursed in the period.
    pub in_period: Option<Money>,
    /// Cumulative.
    pub cumulative: Option<Money>,
    /// A part of it stands for those who were silent below: the figures of the months do not add up to it.
    pub is_provisional: bool,
}

/// What the lines of a report state of each obligation; `None` where one of its cells of disbursed money was set
/// aside, or nobody knows what it measures.
pub(crate) fn reported(
    lines: &[Line],
    set_aside: &[SetAside],
) -> Option<BTreeMap<Obligation, Reported>> {
    let is_paid = |cell: &SetAside| {
        matches!(cell.measure, None | Some(Measure::InPeriod | Measure::Cumulative))
    };
    if set_aside.iter().any(is_paid) || lines.iter().any(|line| line.lacks_cumulative) {
        return None;
    }
    let mut found: BTreeMap<Obligation, Reported> = BTreeMap::new();
    // A blank cumulative beside money of the period is not 0: what it is, this report alone does not say.
    let mut open = Vec::new();
    let same =
        |a: &Line, b: &Line| a.key.component == b.key.component && a.key.funding == b.key.funding;
    for lines in lines.chunk_by(same) {
        let of = Obligation::of(&lines[0].key);
        let sum = found.entry(of.clone()).or_default();
        for line in lines {
            sum.is_provisional |= line.is_provisional();
            for figure in &line.figures {
                let place = match figure.measure {
                    Measure::Plan => &mut sum.plan,
                    Measure::InPeriod => &mut sum.in_period,
                    Measure::Cumulative => &mut sum.cumulative,
                    _ => continue,
                };
                *place = Some(place.unwrap_or_default() + figure.amount);
            }
            let in_period = line.amount(Measure::InPeriod).unwrap_or_default();
            if !in_period.is_zero() && line.figure(Measure::Cumulative).is_none() {
                open.push(of.clone());
            }
        }
    }
    for of in open {
        if let Some(sum) = found.get_mut(&of) {
            sum.cumulative = None;
        }
    }
    Some(found)
}

/// An earlier report of the same unit.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Its period.
    pub period: Period,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: &'a str,
    /// What it states of each obligation, where all of it is known.
    pub reported: Option<&'a BTreeMap<Obligation, Reported>>,
}

impl Past<'_> {
    /// What it states of this obligation.
    pub fn of(&self, obligation: &Obligation) -> Option<Reported> {
        self.reported?.get(obligation).copied()
    }
}
