//! Worth: by how many points the printed rate of the whole could move, were a finding settled or a silent unit heard.
//!
//! The printed rate is cumulative ÷ plan. A finding leaves open how much of the two is right ([`Stake`]); its worth is the
//! distance from the printed rate to what would be printed if the other figure were the right one:
//!
//! - A figure that is held against another one ([`Problem::compared`]) is at stake with their difference, where it is of
//!   the cumulative or of the plan that counts; one below nothing with what its sign makes of it. The plan that a unit states itself does not count where the register plans
//!   for it; that the register may be the one that is wrong is what GN501 and GN503 say.
//! - What was set aside is at stake with its amount; so is a line, a program or a whole report that says nothing, or says
//!   what the month before said, with what is left of its plan.
//! - Of all this no more is believed than what is left of the unit's plan, nor less than nothing of what is in the totals.
//! - A silent unit (nothing came, or nothing that can be used) is at stake from what stands for it now (its last
//!   cumulative, or nothing) to its plan. So are the files of it that were refused.
//!
//! What cannot move the rate has no worth, and neither has anything where there is no rate.

mod asides;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use self::asides::Asides;
use super::{Inputs, RejectedFile};
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::obligation::Obligation;
use crate::domain::rule::{AtStake, Finding, Problem, Severity};
use crate::domain::submission::{Measure, SetAside};
use crate::domain::summary::{State, SubmissionRow, UnitTotal};
use crate::domain::tally::{Points, Rate, Tally};
use crate::rules;

/// What would be added to the two sums of the printed rate; below nothing where it would be taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Stake {
    plan: Money,
    cumulative: Money,
}

impl Stake {
    fn cumulative(money: Money) -> Stake {
        Stake { cumulative: money, ..Stake::default() }
    }

    fn plan(money: Money) -> Stake {
        Stake { plan: money, ..Stake::default() }
    }

    /// By how many points it moves the rate of the whole.
    fn worth(self, whole: Tally) -> Option<Points> {
        if self == Stake::default() {
            return None;
        }
        let other = Rate::of(whole.cumulative + self.cumulative, whole.plan + self.plan)?;
        Some((other - whole.rate()?).abs())
    }
}

/// Weighs what was found in a run.
pub(super) struct Scale<'a> {
    inputs: &'a Inputs<'a>,
    whole: Tally,
    units: BTreeMap<&'a UnitCode, &'a UnitTotal>,
    /// What the register plans for a unit, worked out when a finding asks.
    plans: BTreeMap<&'a UnitCode, OnceCell<BTreeMap<Key, Money>>>,
    /// The reports that count.
    reports: Vec<(&'a Checked, OnceCell<Asides<'a>>)>,
    /// Which of them each file is, or is a part of.
    files: BTreeMap<&'a str, usize>,
    /// The files of which nothing is used.
    refused: BTreeMap<&'a str, &'a RejectedFile>,
}

impl<'a> Scale<'a> {
    /// Of a run that came to `whole`.
    pub(super) fn new(inputs: &'a Inputs<'a>, units: &'a [UnitTotal], whole: Tally) -> Scale<'a> {
        let files = inputs.current.iter().enumerate().flat_map(|(at, report)| {
            report.submission().files().map(move |file| (&*file.path, at))
        });
        Scale {
            inputs,
            whole,
            units: units.iter().map(|unit| (&unit.unit, unit)).collect(),
            plans: units.iter().map(|unit| (&unit.unit, OnceCell::new())).collect(),
            files: files.collect(),
            reports: inputs.current.iter().map(|report| (report, OnceCell::new())).collect(),
            refused: inputs.rejected.iter().map(|file| (&*file.file.path, file)).collect(),
        }
    }

    /// Says of each finding what it is worth.
    pub(super) fn weigh(&self, findings: &mut [Finding]) {
        for finding in findings {
            finding.worth = self.stake(finding).worth(self.whole);
        }
    }

    /// The same of each unit of which no report counts.
    pub(super) fn weigh_silent(&self, rows: &mut [SubmissionRow]) {
        let of_unit = |row: &&mut SubmissionRow| is_silent(row.state) && !row.is_consolidation;
        for row in rows.iter_mut().filter(of_unit) {
            let total = row.unit.as_ref().and_then(|unit| self.total(unit));
            let silent = total.filter(|total| !total.received);
            row.worth =
                silent.and_then(|total| Stake::cumulative(left(total.tally)).worth(self.whole));
        }
    }

    fn stake(&self, finding: &Finding) -> Stake {
        let problem = &finding.problem;
        let total = problem.unit.as_ref().and_then(|unit| self.total(unit));
        let file = problem.place.file.as_deref();
        if let Some(refused) = file.and_then(|file| self.refused.get(file)) {
            return match total.filter(|total| !total.received) {
                Some(silent) => Stake::cumulative(left(silent.tally)),
                None => {
                    let cells: Vec<&SetAside> = refused.set_aside.iter().collect();
                    self.set_aside(problem, &cells, total)
                }
            };
        }
        let report = file.and_then(|file| self.files.get(file)).map(|&at| &self.reports[at]);
        let aside = report.map_or_else(Stake::default, |(report, asides)| {
            let submission = report.submission();
            let asides = asides.get_or_init(|| Asides::of(&submission.set_aside));
            let sheet = submission.sheet_at(&problem.place);
            self.set_aside(problem, asides.because_of(problem, sheet), total)
        });
        if aside != Stake::default() {
            return aside;
        }
        let unsaid = total.map_or(Money::ZERO, |total| unsaid(finding, total));
        if !unsaid.is_zero() {
            return Stake::cumulative(unsaid);
        }
        self.compared(problem, report.map(|(report, _)| *report), total)
    }

    /// What is at stake where one figure is held against another one.
    fn compared(
        &self,
        problem: &Problem,
        report: Option<&Checked>,
        total: Option<&UnitTotal>,
    ) -> Stake {
        let at_stake = problem.rule.at_stake;
        let signed = || problem.found.filter(|_| at_stake == AtStake::Sign);
        let difference = problem.difference().or_else(|| signed().map(|found| found - found.abs()));
        let Some(difference) = difference else { return Stake::default() };
        match at_stake {
            AtStake::Nothing => return Stake::default(),
            AtStake::Assigned => return Stake::plan(-difference),
            AtStake::Found | AtStake::Others | AtStake::Sign | AtStake::Register => {}
        }
        match report.and_then(|report| measure(problem, report)).or(problem.measure) {
            Some(Measure::Cumulative) => {
                let whole = total.map_or(self.whole, |total| total.tally);
                let change = if at_stake == AtStake::Others { difference } else { -difference };
                Stake::cumulative(change.min(left(whole)).max(-whole.cumulative))
            }
            Some(Measure::Plan) if at_stake == AtStake::Register || !self.is_registered(total) => {
                Stake::plan(difference)
            }
            _ => Stake::default(),
        }
    }

    /// What is at stake with cells that were set aside: those that nobody knows the measure of may be disbursed money.
    fn set_aside(
        &self,
        problem: &Problem,
        cells: &[&SetAside],
        total: Option<&UnitTotal>,
    ) -> Stake {
        let room = left(total.map_or(self.whole, |total| total.tally));
        let of = |is_it: fn(Option<Measure>) -> bool| -> Money {
            let own = cells.iter().filter(|cell| is_it(cell.measure));
            own.map(|cell| cell.amount.abs()).sum()
        };
        // What cannot be read has no amount, and may be all that is left of the plan.
        let unread = cells.iter().find(|cell| cell.measure == Some(Measure::Cumulative));
        let cumulative = match unread.filter(|_| problem.set_aside.is_zero()) {
            Some(unread) => match (&unread.key, total) {
                (Some(key), Some(total)) => self.room_of(key, total),
                _ => room,
            },
            None => of(|measure| matches!(measure, None | Some(Measure::Cumulative))),
        };
        let plan = match self.is_registered(total) {
            true => Money::ZERO,
            false => of(|measure| measure == Some(Measure::Plan)),
        };
        Stake { plan, cumulative: cumulative.min(room) }
    }

    /// What a line of a unit may have disbursed beyond what is in the totals, as far as its plan says.
    fn room_of(&self, key: &Key, total: &UnitTotal) -> Money {
        let of_program = left(of_obligation(total, &Obligation::of(key)));
        let Some(plan) = self.plans.get(&total.unit).filter(|_| total.is_registered) else {
            return of_program;
        };
        let (register, period) = (&self.inputs.register, self.inputs.period);
        let plan = plan.get_or_init(|| register.plan(&total.unit, period.to()));
        let own = key.parts(plan, self.inputs.settings.budget_year(period));
        match own.map(|(_, money)| *money).sum::<Money>() {
            // Only what is above the line has a plan.
            none if none.is_zero() => of_program,
            planned => planned.min(of_program),
        }
    }

    /// Whether the plan of a unit is that of the register; of one that nobody knows, where there is a journal at all.
    fn is_registered(&self, total: Option<&UnitTotal>) -> bool {
        total.map_or_else(|| self.inputs.register.has_journal(), |total| total.is_registered)
    }

    /// What stands for a unit; for one that was merged, the one that took it over.
    fn total(&self, unit: &UnitCode) -> Option<&'a UnitTotal> {
        let taken = || self.inputs.register.successor(unit, self.inputs.period.to());
        self.units.get(unit).or_else(|| self.units.get(taken()?)).copied()
    }
}

fn is_silent(state: State) -> bool {
    matches!(state, State::Missing | State::Rejected)
}

/// What is left of a plan.
fn left(tally: Tally) -> Money {
    tally.remaining().max(Money::ZERO)
}

fn of_obligation(total: &UnitTotal, of: &Obligation) -> Tally {
    total.parts.get(&(of.program.clone(), of.funding)).copied().unwrap_or_default()
}

/// What may have been disbursed and is not said, where that is what is wrong.
fn unsaid(finding: &Finding, total: &UnitTotal) -> Money {
    let (problem, rule) = (&finding.problem, finding.rule);
    if rule == &rules::SAME_AS_LAST_PERIOD {
        return left(total.tally);
    }
    let is_unknown = [&rules::UNKNOWN_FIGURE, &rules::MISSING_COLUMN].contains(&rule);
    if is_unknown && finding.severity == Severity::Error {
        return total.unknown();
    }
    match &problem.missing {
        Some(_) if rule == &rules::PLANNED_LINE_MISSING => {
            problem.expected.unwrap_or_default().min(left(total.tally))
        }
        Some(line) if rule == &rules::PARTLY_FILLED => {
            left(of_obligation(total, &Obligation::of(line)))
        }
        _ => Money::ZERO,
    }
}

/// What the cell that a problem names measures. In a table without a cumulative column the figures of the period are what
/// the cumulative is made of.
fn measure(problem: &Problem, report: &Checked) -> Option<Measure> {
    let submission = report.submission();
    let sheet = submission.sheet_at(&problem.place)?;
    let measure = report.spots().at(sheet, problem.place.cell?)?.measure?;
    let is_cumulative = || {
        let mut readings = submission.readings.iter().filter(|reading| reading.sheet == sheet);
        readings.any(|reading| reading.measure == Some(Measure::Cumulative))
    };
    match measure {
        Measure::InPeriod if !is_cumulative() => Some(Measure::Cumulative),
        measure => Some(measure),
    }
}

#[cfg(test)]
mod tests;
