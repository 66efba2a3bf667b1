//! How the money went month by month: what is known now of the end of each month of the year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Inputs;
use super::stages::Stage;
use super::unit::Parts;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key};
use crate::domain::known::Known;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::settings::Settings;
use crate::domain::submission::Measure;
use crate::domain::summary::{Step, UnitTotal};
use crate::domain::tally::Tally;

/// A program and funding type.
type Part = (ComponentId, Funding);

/// The months of the budget year that end before the period does.
pub(super) fn months(period: Period, settings: &Settings) -> Vec<Period> {
    let all = Period::Year(settings.budget_year(period)).months().into_iter();
    all.filter(|month| month.to() < period.to()).collect()
}

/// What stood for units at the end of a month.
#[derive(Clone, Default)]
pub(super) struct Stood {
    /// Plan and cumulative.
    pub parts: Parts,
    /// How many units have a report that ends on that day.
    pub reported: usize,
    /// Of which parts some unit was silent.
    pub silent: BTreeSet<Part>,
}

impl Stood {
    pub(super) fn add(&mut self, other: Stood) {
        self.reported += other.reported;
        self.silent.extend(other.silent);
        for (part, tally) in other.parts {
            *self.parts.entry(part).or_default() += tally;
        }
    }
}

/// What stood for a unit at the end of each of these months. Where it was silent its last figures stand for it, if they
/// do in that period (`stands`).
///
/// What a unit that it took over until now had, in plan and in money, is its own for the whole year: otherwise the months
/// before a merger would lack it.
pub(super) fn of_unit(
    inputs: &Inputs,
    unit: &UnitCode,
    stages: &[Stage<'_>],
    months: &[Period],
    stands: &dyn Fn(Period) -> bool,
) -> Vec<Stood> {
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
        for stage in known.into_iter().filter(|stage| senders(stage).any(|unit| is_apart(&unit))) {
            for key in stage.position.figures.keys() {
                let part = (key.component.program(), key.funding);
                parts.entry(part).or_default().lacks_cumulative = true;
            }
        }
        let silent = if is_reported { BTreeSet::new() } else { parts.keys().cloned().collect() };
        Stood { parts, reported: reported.len(), silent }
    };
    months.iter().map(stood).collect()
}

/// The month and the quarter that end on the same day.
fn ending_with(month: Period) -> impl Iterator<Item = Period> {
    let quarters = (1..=4).map(move |quarter| Period::Quarter(month.year(), quarter));
    [month].into_iter().chain(quarters.filter(move |quarter| quarter.to() == month.to()))
}

/// Whose reports a stage is made of.
fn senders<'a>(stage: &'a Stage<'_>) -> impl Iterator<Item = &'a UnitCode> {
    stage.files.iter().map(|file| &file.unit)
}

/// Plan and cumulative by program and funding type: the registered plan where there is one, else what the unit stated.
fn parts(stage: Option<&Stage<'_>>, is_reported: bool, plan: &BTreeMap<&Key, Money>) -> Parts {
    let mut parts = Parts::new();
    let mut add = |key: &Key, tally: Tally| {
        *parts.entry((key.component.program(), key.funding)).or_default() += tally;
    };
    let is_registered = plan.values().any(|money| !money.is_zero());
    if is_registered {
        plan.iter().for_each(|(key, money)| add(key, Tally { plan: *money, ..Tally::default() }));
    }
    for (key, figure) in stage.into_iter().flat_map(|stage| &stage.position.figures) {
        let stated = figure.stated.get(Measure::Plan).filter(|_| !is_registered);
        let cumulative = figure.cumulative.map_or(Money::ZERO, |amount| amount.money);
        let carried = if is_reported { Money::ZERO } else { cumulative };
        let lacks_cumulative = figure.cumulative.is_some_and(|amount| Known::is_lost(amount.known));
        let plan = stated.unwrap_or(Money::ZERO);
        add(key, Tally { plan, cumulative, carried, lacks_cumulative, ..Tally::default() });
    }
    parts
}

/// The months in which anybody reported, and the period itself at the end.
pub(super) fn steps(
    inputs: &Inputs,
    months: &[Period],
    stood: Vec<Stood>,
    units: &[UnitTotal],
) -> Vec<Step> {
    let earlier = months.iter().zip(stood).filter(|(_, stood)| 0 < stood.reported);
    let earlier = earlier.map(|(month, stood)| Step {
        period: *month,
        reported: stood.reported,
        parts: stood.parts,
        silent: stood.silent,
    });
    let mut now = Stood::default();
    for unit in units {
        let parts = unit.parts.clone();
        let silent = parts.keys().filter(|_| !unit.received).cloned().collect();
        now.add(Stood { parts, reported: usize::from(unit.received), silent });
    }
    let last = inputs.period.months().last().copied().unwrap_or(inputs.period);
    let Stood { parts, reported, silent } = now;
    let now = Step { period: last, reported, parts, silent };
    earlier.chain([now]).collect()
}
