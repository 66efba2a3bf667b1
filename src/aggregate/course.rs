//! How the money went month by month: what is known now of the end of each month of the year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Inputs;
use super::stages::Stage;
use super::unit::{Part, Parts};
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::Known;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::settings::Settings;
use crate::domain::submission::Measure;
use crate::domain::summary::{Step, UnitTotal};
use crate::domain::tally::Tally;

/// The months of the budget year that end before the period does.
pub(super) fn months(period: Period, settings: &Settings) -> Vec<Period> {
    let all = Period::Year(settings.budget_year(period)).months().into_iter();
    all.filter(|month| month.to() < period.to()).collect()
}

/// What stood for a unit at the end of each of these months. Where it was silent its last figures stand for it, if they
/// do in that period (`stands`).
///
/// What a unit that it took over until now had, in plan and in money, is its own for the whole year: otherwise the months
/// before a merger would lack it.
pub(super) fn of_unit(
    inputs: &Inputs<'_>,
    unit: &UnitCode,
    stages: &[Stage<'_>],
    months: &[Period],
    stands: &dyn Fn(Period) -> bool,
) -> Vec<Step> {
    let day = inputs.period.to();
    let owners = inputs.register.owners(unit, day);
    let decisions = inputs.register.decided(day);
    let own = decisions.filter(|one| one.unit.as_ref().is_some_and(|of| owners.contains(&of)));
    let own: Vec<_> = own.collect();
    let stood = |month: &Period| {
        let day: NaiveDate = month.to();
        let known: Vec<&Stage<'_>> =
            stages.iter().filter(|stage| stage.period.to() <= day).collect();
        let last = known.last().copied();
        let reported: BTreeSet<&UnitCode> =
            last.filter(|stage| stage.period.to() == day).into_iter().flat_map(senders).collect();
        let mut plan: BTreeMap<&Key, Money> = BTreeMap::new();
        for decision in own.iter().filter(|decision| decision.date <= day) {
            *plan.entry(&decision.key).or_default() += decision.amount;
        }
        let is_reported = !reported.is_empty();
        // A quarter that ends with the month may be what the office exempts it from.
        let stands = || ending_with(*month).any(stands);
        let mut parts = parts(last.filter(|_| is_reported || stands()), is_reported, &plan);
        // One that was merged later and fell silent before has its money in no figure of the last report.
        let is_apart = |unit: &&UnitCode| {
            let heard = last.into_iter().flat_map(senders);
            let owner = inputs.register.successor(unit, day).unwrap_or(unit);
            !heard.into_iter().any(|heard| heard == *unit || heard == owner)
        };
        let told = |stage: &Stage<'_>| -> BTreeSet<Part> {
            stage.position.figures.keys().map(part).collect()
        };
        let apart = known.iter().filter(|stage| senders(stage).any(|unit| is_apart(&unit)));
        for part in apart.flat_map(|stage| told(stage)) {
            parts.entry(part).or_default().lacks_cumulative = true;
        }
        // Of what it had a plan or ever told of, be it counted now or not.
        let silent = match is_reported {
            true => BTreeSet::new(),
            false => parts.keys().cloned().chain(last.into_iter().flat_map(told)).collect(),
        };
        Step { period: *month, parts, reported: reported.len(), silent }
    };
    months.iter().map(stood).collect()
}

/// The month and the quarter that end on the same day.
fn ending_with(month: Period) -> impl Iterator<Item = Period> {
    let quarters = (1..=4).map(move |quarter| Period::Quarter(month.year(), quarter));
    [month].into_iter().chain(quarters.filter(move |quarter| quarter.to() == month.to()))
}

/// Under what a key stands.
fn part(key: &Key) -> Part {
    (key.component.program(), key.funding)
}

/// Whose reports a stage is made of.
fn senders<'a>(stage: &'a Stage<'_>) -> impl Iterator<Item = &'a UnitCode> {
    stage.files.iter().map(|file| &file.unit)
}

/// Plan and cumulative by program and funding type: the registered plan where there is one, else what the unit stated.
fn parts(stage: Option<&Stage<'_>>, is_reported: bool, plan: &BTreeMap<&Key, Money>) -> Parts {
    let mut parts = Parts::new();
    let mut add = |key: &Key, tally: Tally| *parts.entry(part(key)).or_default() += tally;
    let is_registered = plan.values().any(|money| !money.is_zero());
    if is_registered {
        plan.iter().for_each(|(key, money)| add(key, Tally { plan: *money, ..Tally::default() }));
    }
    for (key, figure) in stage.into_iter().flat_map(|stage| &stage.position.figures) {
        let stated = figure.stated.get(Measure::Plan).filter(|_| !is_registered);
        let cumulative = figure.cumulative.map_or(Money::ZERO, |amount| amount.money);
        let carried = if is_reported { figure.carried } else { cumulative };
        let lacks_cumulative = figure.cumulative.is_some_and(|amount| Known::is_lost(amount.known));
        let plan = stated.unwrap_or(Money::ZERO);
        add(key, Tally { plan, cumulative, carried, lacks_cumulative, ..Tally::default() });
    }
    parts
}

/// The months in which anybody reported, and the period itself at the end.
pub(super) fn steps(inputs: &Inputs<'_>, months: Vec<Step>, units: &[UnitTotal]) -> Vec<Step> {
    let mut now = Step::new(inputs.period.months().last().copied().unwrap_or(inputs.period));
    for unit in units {
        let silent = unit.parts.keys().filter(|_| !unit.received).cloned().collect();
        let (parts, reported) = (unit.parts.clone(), usize::from(unit.received));
        now.add(Step { period: now.period, parts, reported, silent });
    }
    months.into_iter().filter(|step| 0 < step.reported).chain([now]).collect()
}
