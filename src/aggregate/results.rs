//! Results over all units: added up where component, indicator and unit of measure agree. Of each unit its last word
//! counts; where that is older than the period it is marked.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use crate::check::Checked;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::indicator::{IndicatorId, Kind};
use crate::domain::register::Unit;
use crate::domain::results::{Apart, Quantity, ResultKey, ResultLine, Told};
use crate::domain::submission::Submission;
use crate::domain::summary::{ResultApart, ResultOfUnit, ResultTotal, Results};
use crate::history::{self, InPeriod, Reached};

/// A component, and an indicator in whichever unit of measure.
type Subject = (Option<ComponentId>, IndicatorId);

/// Adds up what the units tell. `owned` are the reports of each, and of those that it took over, with whether they are of
/// the period; `expected` the units that owe one.
pub(super) fn results(
    inputs: &Inputs<'_>,
    owned: &BTreeMap<UnitCode, Vec<(&Checked, bool)>>,
    expected: &[&Unit],
) -> Results {
    let mut results = Results::default();
    let mut totals: BTreeMap<ResultKey, ResultTotal> = BTreeMap::new();
    let mut told: BTreeSet<(Subject, &UnitCode)> = BTreeSet::new();
    let codes = inputs.register.units.iter().map(|unit| &unit.code);
    for (unit, reports) in codes.filter_map(|code| owned.get_key_value(code)) {
        let all = || reports.iter().map(|(report, now)| (report.submission(), *now));
        let consolidated = all().filter(|(report, now)| *now && report.sums_up_others);
        match consolidated.map(|(report, _)| report.results.len()).sum() {
            0 => {}
            rows => results.consolidated.push((unit.clone(), rows)),
        }
        let own: Vec<&Submission> =
            all().map(|(report, _)| report).filter(|report| !report.sums_up_others).collect();
        for (key, of_unit) in of_unit(inputs, unit, &own) {
            told.insert(((key.component.clone(), key.indicator.clone()), unit));
            let total = totals.entry(key).or_insert_with_key(|key| ResultTotal {
                kind: kind(inputs, key),
                key: key.clone(),
                plan: None,
                in_period: None,
                done: None,
                units: Vec::new(),
                silent: Vec::new(),
            });
            total.plan = Quantity::sum(total.plan, of_unit.plan);
            total.in_period = Quantity::sum(total.in_period, of_unit.in_period);
            total.done = Quantity::sum(total.done, of_unit.done);
            total.units.push(of_unit);
        }
        for (line, row) in kept_apart(inputs, unit, &own) {
            let near = match &row.why {
                Apart::Near(id) => Some(id),
                _ => line.naming.known(),
            };
            told.extend(near.map(|id| ((line.component.clone(), id.clone()), unit)));
            results.apart.push(row);
        }
    }
    results.totals = totals.into_values().collect();
    if results.totals.is_empty() {
        return results;
    }
    let planned = planned(inputs, expected);
    for total in &mut results.totals {
        let Some(component) = &total.key.component else { continue };
        let subject = (total.key.component.clone(), total.key.indicator.clone());
        let own = inputs.catalogue.indicators.get(&total.key.indicator);
        // In another unit of measure than the indicator's own nobody is asked for it.
        if own.is_none_or(|own| own.unit != total.key.unit) {
            continue;
        }
        let is_silent = |(unit, of): &&(&UnitCode, BTreeSet<ComponentId>)| {
            let is_planned = of.iter().any(|planned| component.covers(planned));
            is_planned && !told.contains(&(subject.clone(), unit))
        };
        total.silent = planned.iter().filter(is_silent).map(|(unit, _)| (*unit).clone()).collect();
    }
    results
}

fn kind(inputs: &Inputs<'_>, key: &ResultKey) -> Kind {
    inputs.catalogue.indicators.get(&key.indicator).map_or(Kind::Flow, |known| known.kind)
}

/// What the units have money for.
fn planned<'a>(
    inputs: &Inputs<'_>,
    expected: &[&'a Unit],
) -> Vec<(&'a UnitCode, BTreeSet<ComponentId>)> {
    let of_unit = |unit: &'a Unit| {
        let plan = inputs.register.plan(&unit.code, inputs.period.to()).into_iter();
        let plan = plan.filter(|(_, amount)| !amount.is_zero());
        (&unit.code, plan.map(|(key, _)| key.component).collect())
    };
    expected.iter().copied().map(of_unit).collect()
}

/// What stands for a unit by its own reports and those of the units that it took over.
fn of_unit<'a>(
    inputs: &'a Inputs<'a>,
    unit: &'a UnitCode,
    reports: &'a [&'a Submission],
) -> impl Iterator<Item = (ResultKey, ResultOfUnit)> + 'a {
    let period = inputs.period;
    let year = inputs.settings.budget_year(period);
    let indicators = &inputs.catalogue.indicators;
    let beside = (&*inputs.register, indicators);
    let earlier = reports.iter().filter(move |report| report.period.to() < period.from());
    let before = history::results(earlier.copied(), beside, year);
    let now = history::results(reports.iter().copied(), beside, year);
    let told = reports.iter().map(|report| (*report, Told::of(&report.results, indicators)));
    let told: Vec<(&Submission, Told<'_>)> = told.collect();
    now.into_iter().map(move |(key, reached)| {
        let InPeriod { amount, is_contradicted } = match kind(inputs, &key) {
            Kind::Stock => InPeriod::default(),
            Kind::Flow => {
                history::in_period(&told, &key, &reached, before.get(&key), (period, year))
            }
        };
        let Reached { plan, done, to, is_partial, report, line, senders } = reached;
        let with = senders.into_iter().filter(|sender| *sender != unit).cloned().collect();
        let of_unit = ResultOfUnit {
            unit: unit.clone(),
            plan,
            in_period: amount,
            done,
            period: report.period,
            place: report.place(line.sheet, line.told),
            with,
            is_carried: to < period.to() || line.is_carried,
            is_carried_below: period.to() <= to && line.is_carried,
            is_partial,
            is_contradicted,
        };
        (key, of_unit)
    })
}

/// What the last report of each sender tells and is not added up; of a unit that was taken over only until its successor
/// reports for a period that ends later.
fn kept_apart<'a>(
    inputs: &'a Inputs<'a>,
    unit: &'a UnitCode,
    reports: &[&'a Submission],
) -> Vec<(&'a ResultLine, ResultApart)> {
    let mut last: BTreeMap<&UnitCode, &'a Submission> = BTreeMap::new();
    for report in reports {
        let known = last.entry(&report.unit).or_insert(report);
        if known.period <= report.period {
            *known = report;
        }
    }
    let own = last.get(unit).map(|own| own.period.to());
    let is_over = |report: &&Submission| {
        let to = report.period.to();
        let later = own.filter(|own| report.unit != *unit && to < *own);
        later.is_some_and(|own| inputs.register.successor(&report.unit, own).is_some())
    };
    let last = last.into_values().filter(|report| !is_over(report));
    let rows = last.flat_map(|report| {
        let told = Told::of(&report.results, &inputs.catalogue.indicators);
        told.apart.into_iter().map(|(line, why)| {
            let ResultLine { component, name, unit: measure, plan, done, in_period, .. } = line;
            let row = ResultApart {
                unit: unit.clone(),
                component: component.clone(),
                name: name.clone(),
                measure: measure.clone(),
                plan: plan.clone(),
                done: done.clone(),
                in_period: in_period.clone(),
                place: report.place(line.sheet, line.told),
                why,
            };
            (line, row)
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests;
