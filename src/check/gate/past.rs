//! Helpers of the rules over a unit's earlier reports: sums by program and funding type, and the plan beside them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::check::case::Case;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, Reported, reported};
use crate::domain::period::Period;
use crate::history::first_day;

/// What this report states of each obligation.
pub(crate) fn stated(case: &Case<'_>) -> Option<BTreeMap<Obligation, Reported>> {
    reported(&case.submission.lines, &case.submission.set_aside)
}

pub(crate) fn sum(obligation: &Obligation, plan: &BTreeMap<Key, Money>) -> Money {
    plan.iter().filter(|(key, _)| obligation.covers(key)).map(|(_, amount)| *amount).sum()
}

/// The registered plan of an obligation, else the stated one.
pub(crate) fn plan_of(case: &Case<'_>, obligation: &Obligation, own: Reported) -> Option<Money> {
    if case.plan.is_empty() { own.plan } else { Some(sum(obligation, case.plan)) }
}

pub(crate) fn next_day(day: NaiveDate) -> NaiveDate {
    day + Days::new(1)
}

/// What was disbursed in each earlier month, where it is known.
pub(crate) fn months(case: &Case<'_>, obligation: &Obligation) -> Vec<(Period, Money)> {
    let mut found = Vec::new();
    // The day after the month before, and its cumulative.
    let mut before = (first_day(case.context.year()), Some(Money::ZERO));
    let all = case.history.iter().chain(case.last_months);
    for past in all.filter(|past| is_month(past.period)) {
        let own = past.of(obligation);
        let cumulative = if before.0 == past.period.from() { before.1 } else { None };
        let paid = own.and_then(|own| in_month(own, cumulative));
        found.extend(paid.map(|paid| (past.period, paid)));
        let whole = own.filter(|own| !own.is_provisional);
        before = (next_day(past.period.to()), whole.and_then(|own| own.cumulative));
    }
    found
}

/// What was disbursed in a month: as stated, else what the cumulative grew by. Where some below were silent it is known by
/// nobody: a later month's report tells it together with its own.
pub(crate) fn in_month(own: Reported, before: Option<Money>) -> Option<Money> {
    if own.is_provisional {
        return None;
    }
    own.in_period.or_else(|| Some(own.cumulative? - before?))
}

pub(crate) fn is_month(period: Period) -> bool {
    matches!(period, Period::Month(..))
}
