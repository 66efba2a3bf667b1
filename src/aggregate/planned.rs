//! Lines of a unit: what it reported, with the plan that the register gives to each.

use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::{Amount, Known};
use crate::domain::money::Money;
use crate::domain::position::Figures;
use crate::domain::submission::{ByMeasure, Measure};
use crate::domain::summary::{Standing, SummaryLine};

/// Where a figure stands: the number of its report, its sheet and its row.
type Spot = (usize, u16, u32);

/// The lines of a unit, in the order of their keys; `place` finds the source of a figure.
///
/// Where the register plans for the unit, its plan goes to the reported line with the same key, else to the finest one
/// that covers it (a form may be coarser), else to a line of its own; what the unit states as its plan is kept beside.
pub(super) fn lines(
    unit: &UnitCode,
    plan: &BTreeMap<Key, Money>,
    is_registered: bool,
    figures: BTreeMap<Key, Figures>,
    standing: Standing,
    year: i32,
    place: &dyn Fn(Spot) -> Option<Spot>,
) -> Vec<SummaryLine> {
    let line = |(key, figures): (Key, Figures)| {
        let stated_plan = figures.stated.get(Measure::Plan).unwrap_or_default();
        let plan = if is_registered { Money::ZERO } else { stated_plan };
        SummaryLine {
            unit: unit.clone(),
            key,
            plan,
            stated: figures.stated,
            in_period: money(figures.in_period),
            in_period_known: figures.in_period.map(|amount| amount.known),
            cumulative: money(figures.cumulative),
            basis: figures.cumulative.map(|amount| amount.known),
            carried: match figures.cumulative {
                Some(Amount { money, known: Known::Carried }) => money,
                _ => figures.carried,
            },
            standing,
            place: figures.place.and_then(place),
        }
    };
    let reported = figures.into_iter().map(line);
    if !is_registered {
        return reported.collect();
    }
    let mut lines: BTreeMap<Key, SummaryLine> =
        reported.map(|line| (line.key.clone(), line)).collect();
    let has_money = |line: &&SummaryLine| {
        line.stated.get(Measure::Plan).is_some()
            || !line.cumulative.is_zero()
            || !line.in_period.is_zero()
    };
    let homes: BTreeMap<Key, ()> =
        lines.values().filter(has_money).map(|line| (line.key.clone(), ())).collect();
    for (key, money) in plan.iter().filter(|(_, money)| !money.is_zero()) {
        let home = if lines.contains_key(key) {
            Some(key.clone())
        } else {
            let covering = key.wholes(&homes, year).into_iter().map(|(own, ())| own);
            // The finest of those that cover it is itself covered by the others.
            covering.reduce(|a, b| if a.covers(b, year) { b } else { a }).cloned()
        };
        let home = home.unwrap_or_else(|| key.clone());
        let line = lines.entry(home.clone()).or_insert_with(|| plan_only(unit, home));
        line.plan += *money;
    }
    lines.into_values().collect()
}

fn plan_only(unit: &UnitCode, key: Key) -> SummaryLine {
    SummaryLine {
        unit: unit.clone(),
        key,
        plan: Money::ZERO,
        stated: ByMeasure::default(),
        in_period: Money::ZERO,
        in_period_known: None,
        cumulative: Money::ZERO,
        basis: None,
        carried: Money::ZERO,
        standing: Standing::PlanOnly,
        place: None,
    }
}

fn money(amount: Option<Amount>) -> Money {
    amount.map_or(Money::ZERO, |amount| amount.money)
}
