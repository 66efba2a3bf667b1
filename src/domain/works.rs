//! What is kept of the works of a report after it has passed, so that the reports can be held against each other.

use std::sync::Arc;

use super::code::{ComponentId, UnitCode};
use super::key::PlanYear;
use super::label::Label;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::Place;
use super::submission::Submission;

/// The works of one report that are known well enough to be found again in another.
#[derive(Clone, Debug)]
pub(crate) struct WorksOf {
    /// The unit.
    pub unit: UnitCode,
    /// The period of the report.
    pub period: Period,
    /// Its works, in the order of their rows.
    pub works: Vec<ReportedWork>,
}

impl WorksOf {
    /// Nothing is kept of this report.
    pub(crate) fn none(submission: &Submission) -> WorksOf {
        WorksOf { unit: submission.unit.clone(), period: submission.period, works: Vec::new() }
    }
}

/// A work with its money, whatever its sources and funding types.
#[derive(Clone, Debug)]
pub(crate) struct ReportedWork {
    /// Its name as it was typed.
    pub name: Arc<str>,
    /// The component that it lies below.
    pub component: ComponentId,
    /// Its code, where that is one of the whole country (mã số dự án: seven digits or more).
    pub code: Option<Box<str>>,
    /// What its name is compared by, where it is specific enough.
    pub identity: Option<WorkName>,
    /// The plan years of its money.
    pub years: Vec<PlanYear>,
    /// Its plan as the unit states it.
    pub plan: Money,
    /// What was disbursed since 1 January.
    pub cumulative: Money,
    /// The unit that the report is written in.
    pub unit: MoneyUnit,
    /// Its first figure.
    pub place: Place,
}

/// The name of a work in the parts that decide whether two names mean one work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct WorkName {
    /// The whole name, without the commune and what is said of any work ("Xây dựng …").
    pub label: Label,
    /// The proper names in it: of the hamlet, the bridge, the school.
    pub place: Label,
    /// What is left of the name without them.
    pub rest: Label,
    /// Numbers and single letters: never a typing error.
    pub marks: Box<str>,
    /// How far the place is known.
    pub scope: Scope,
    /// The commune that the name states.
    pub commune: Option<Label>,
}

/// How far a place is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// By a number ("thôn 3"): within one unit.
    Numbered,
    /// By a name of its own.
    Named,
}
