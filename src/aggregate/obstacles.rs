//! What hinders the units: open from the first report that tells it until one says that it is settled.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::Inputs;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::difficulty::{Level, Part, Status};
use crate::domain::period::Period;
use crate::domain::summary::Obstacle;
use crate::history::{self, Followed};

/// What is open at the end of the period, and what its reports settled; the oldest first. `owned` are the reports of each
/// unit, with whether they are of the period.
pub(super) fn obstacles(
    inputs: &Inputs<'_>,
    owned: &BTreeMap<UnitCode, Vec<(&Checked, bool)>>,
) -> Vec<Obstacle> {
    let last = last_step(inputs);
    let mut all: Vec<Obstacle> = Vec::new();
    for (unit, reports) in owned {
        let submissions = reports.iter().map(|(report, _)| report.submission());
        let current = reports.iter().filter(|(_, is_current)| *is_current);
        let current: BTreeSet<Period> =
            current.map(|(report, _)| report.submission().period).collect();
        let stands = |of: &Followed| of.settled.is_none_or(|period| current.contains(&period));
        let followed = history::obstacles(submissions).into_iter().filter(stands);
        all.extend(followed.map(|of| Obstacle {
            unit: unit.clone(),
            told_now: current.contains(&of.last),
            proposed: proposed(&of, last),
            ..obstacle(of, inputs.period)
        }));
    }
    all.sort_by_key(|of| of.since);
    all
}

/// What was told of it last.
fn obstacle(of: Followed, period: Period) -> Obstacle {
    let text = |part: Part| of.text(part).to_owned();
    let parts = [Part::Difficulty, Part::Cause, Part::Proposal];
    let first = parts.into_iter().find(|part| !of.text(*part).is_empty());
    let beside = |part: Part| if Some(part) == first { String::new() } else { text(part) };
    let is_old = of.since.to() < period.from();
    let status = of.status().unwrap_or(if is_old { Status::InProgress } else { Status::New });
    Obstacle {
        told: first.map(text).unwrap_or_default(),
        cause: beside(Part::Cause),
        proposal: beside(Part::Proposal),
        level: of.level(),
        level_told: text(Part::Level),
        level_since: of.level_since,
        proposed: None,
        held_up: text(Part::Amount),
        amount: of.amount,
        document: text(Part::Document),
        status,
        status_told: text(Part::Status),
        since: of.since,
        last: of.last,
        told_now: false,
        unit: of.unit,
        id: of.id,
        component: of.component,
        about: of.about,
        is_whole: of.is_whole,
    }
}

/// The level that should settle what stood for two whole periods at the one below.
fn proposed(of: &Followed, last: Period) -> Option<Level> {
    let is_due = of.settled.is_none() && of.level_since.to() < first_day_before(last);
    of.level().filter(|_| is_due)?.above(last.to())
}

/// The period in which reports come: the shortest that ends with the one that is aggregated.
fn last_step(inputs: &Inputs<'_>) -> Period {
    let periods = inputs.current.iter().map(|report| report.submission().period);
    let ending = periods.filter(|period| period.to() == inputs.period.to());
    ending.chain([inputs.period]).min().unwrap_or(inputs.period)
}

/// The first day of the period before this one, which is as long.
fn first_day_before(period: Period) -> NaiveDate {
    let months = u32::try_from(period.months().len()).unwrap_or(1).max(1);
    period.from() - Months::new(months)
}

#[cfg(test)]
mod tests;
