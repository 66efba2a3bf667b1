//! What the rules over a unit's earlier reports share: sums by obligation, and the plan that stands beside them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, Reported, reported};
use crate::domain::rule::Case;

/// What this report states of each obligation.
pub(super) fn stated(case: &Case<'_>) -> Option<BTreeMap<Obligation, Reported>> {
    reported(&case.submission.lines, &case.submission.set_aside)
}

pub(super) fn sum(obligation: &Obligation, plan: &BTreeMap<Key, Money>) -> Money {
    plan.iter().filter(|(key, _)| obligation.covers(key)).map(|(_, amount)| *amount).sum()
}

/// The registered plan of an obligation, else the stated one.
pub(super) fn plan_of(case: &Case<'_>, obligation: &Obligation, own: Reported) -> Option<Money> {
    if case.plan.is_empty() { own.plan } else { Some(sum(obligation, case.plan)) }
}

pub(super) fn next_day(day: NaiveDate) -> NaiveDate {
    day + Days::new(1)
}
