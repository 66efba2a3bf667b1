//! Results over all units: added up where component, indicator and unit of measure agree. Of each unit its last word
//! counts; where that is older than the period it is marked.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Inputs;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::indicator::Kind;
use crate::domain::register::Unit;
use crate::domain::results::{Quantity, ResultKey, ResultLine, Told};
use crate::domain::submission::Submission;
use crate::domain::summary::{ResultApart, ResultTotal, Results};

/// What a unit has told of a key so far.
#[derive(Clone, Copy, Default)]
struct State {
    plan: Option<Quantity>,
    done: Option<Quantity>,
    /// The last day of the report that tells it.
    to: NaiveDate,
    /// Only some of the year's months are in it.
    is_partial: bool,
}

/// Adds up what the units tell; each with its reports of the year, and whether they are of the period.
pub(super) fn results(inputs: &Inputs, reports: &[(&Unit, Vec<(&Checked, bool)>)]) -> Results {
    let mut totals: BTreeMap<ResultKey, ResultTotal> = BTreeMap::new();
    let mut apart = Vec::new();
    for (unit, reports) in reports {
        let own = in_order(reports);
        for (key, state) in of_unit(inputs, &own) {
            let kind = inputs.catalogue.indicators.get(&key.indicator).map(|known| known.kind);
            let total = totals.entry(key.clone()).or_insert_with(|| ResultTotal {
                key,
                kind: kind.unwrap_or(Kind::Flow),
                plan: None,
                done: None,
                units: 0,
                carried: 0,
                partial: 0,
            });
            let add = |sum: &mut Option<Quantity>, of: Option<Quantity>| {
                if let Some(of) = of {
                    *sum = Some(sum.unwrap_or_default() + of);
                }
            };
            add(&mut total.plan, state.plan);
            add(&mut total.done, state.done);
            total.units += 1;
            total.carried += usize::from(state.to < inputs.period.to());
            total.partial += usize::from(state.is_partial);
        }
        apart.extend(kept_apart(inputs, unit, &own));
    }
    Results { totals: totals.into_values().collect(), apart }
}

/// The reports of its own results, in order of time.
fn in_order<'a>(reports: &[(&'a Checked, bool)]) -> Vec<&'a Submission> {
    let own = reports.iter().map(|(report, _)| report.submission());
    let mut own: Vec<&Submission> = own.filter(|report| !report.sums_up_others).collect();
    own.sort_by_key(|report| (report.period.to(), std::cmp::Reverse(report.period.from())));
    own
}

/// What stands for a unit. What it reported before another one was merged into it and what that one reported are added up
/// until one of its later reports tells the whole.
fn of_unit(inputs: &Inputs, reports: &[&Submission]) -> BTreeMap<ResultKey, State> {
    let mut senders: BTreeMap<&UnitCode, BTreeMap<ResultKey, State>> = BTreeMap::new();
    for report in reports {
        let states = senders.entry(&report.unit).or_default();
        for (key, amounts) in Told::of(&report.results, &inputs.catalogue.indicators).sums {
            let kind = inputs.catalogue.indicators.get(&key.indicator).map(|known| known.kind);
            let is_stock = kind == Some(Kind::Stock);
            let before = states.get(&key).copied();
            let mut state = State { to: report.period.to(), ..before.unwrap_or_default() };
            state.plan = amounts.plan.or(state.plan);
            match (amounts.done, amounts.in_period) {
                (Some(done), _) => (state.done, state.is_partial) = (Some(done), false),
                (None, Some(stands)) if is_stock => state.done = Some(stands),
                (None, Some(more)) => state = with_period(inputs, report, before, state, more),
                // Only the plan: what was done stays as old as it was.
                (None, None) => {
                    let told = before.filter(|before| before.done.is_some());
                    state.to = told.map_or(state.to, |before| before.to);
                }
            }
            states.insert(key, state);
        }
    }
    let mut all: BTreeMap<ResultKey, State> = BTreeMap::new();
    for (key, state) in senders.into_values().flatten() {
        let known = all.entry(key).or_insert(State { to: state.to, ..State::default() });
        if known.to < state.to {
            *known = state;
        } else if known.to == state.to {
            let sum = |a: Option<Quantity>, b: Option<Quantity>| match (a, b) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            };
            known.plan = sum(known.plan, state.plan);
            known.done = sum(known.done, state.done);
            known.is_partial |= state.is_partial;
        }
    }
    all
}

/// What was done by the end of a report that tells the period alone: more than before, where that ends the day before.
fn with_period(
    inputs: &Inputs,
    report: &Submission,
    before: Option<State>,
    state: State,
    more: Quantity,
) -> State {
    let from = report.period.from();
    let year = inputs.settings.budget_year(report.period);
    let begins = NaiveDate::from_ymd_opt(year, 1, 1).is_some_and(|first| from <= first);
    match before.filter(|before| before.done.is_some()) {
        _ if begins => State { done: Some(more), is_partial: false, ..state },
        None => State { done: Some(more), is_partial: true, ..state },
        // A quarter beside its months: the longer one holds what nobody can take apart.
        Some(before) if from <= before.to => State { is_partial: true, ..state },
        Some(before) => {
            let goes_on = before.to.succ_opt() == Some(from);
            let is_partial = before.is_partial || !goes_on;
            State { done: before.done.map(|done| done + more), is_partial, ..state }
        }
    }
}

/// What the last report of each sender tells and is not added up.
fn kept_apart<'a>(
    inputs: &'a Inputs,
    unit: &'a Unit,
    reports: &[&'a Submission],
) -> Vec<ResultApart> {
    let last: BTreeMap<&UnitCode, &'a Submission> =
        reports.iter().map(|report| (&report.unit, *report)).collect();
    let rows = last.into_values().flat_map(|report| {
        let told = Told::of(&report.results, &inputs.catalogue.indicators);
        told.apart.into_iter().map(|(line, why)| {
            let ResultLine { component, name, unit: measure, plan, done, in_period, .. } = line;
            ResultApart {
                unit: unit.code.clone(),
                component: component.clone(),
                name: name.clone(),
                measure: measure.clone(),
                plan: plan.clone(),
                done: done.clone(),
                in_period: in_period.clone(),
                why,
            }
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests;
