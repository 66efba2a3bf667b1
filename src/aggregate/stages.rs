//! A unit's reports of the budget year, resolved one after the other, and what stands for it in the end.

mod silence;

use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::{Amount, Complete, Held, Known};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::position::{Figures, Position};
use crate::domain::register::Register;
use crate::domain::submission::{Counted, Line, Measure, Submission};
use crate::domain::summary::Standing;
use crate::history::{self, first_day};

/// A report of a unit, opened.
#[derive(Clone, Copy)]
pub(super) struct Report<'a, 'b> {
    /// The report, without its lines.
    pub submission: &'a Submission,
    /// Its lines.
    pub lines: &'b [Line],
    /// Whether it is of the period that is aggregated (or one of its months), not of the time before.
    pub is_current: bool,
}

/// What a unit and those merged into it reported for one period.
pub(super) struct Stage<'a> {
    /// The period.
    pub period: Period,
    /// The reports; [`Figures::place`] counts them.
    pub files: Vec<&'a Submission>,
    /// Whether it is of the period that is aggregated (or one of its months), not of the time before.
    pub is_current: bool,
    /// Its figures.
    pub position: Position,
    /// Whether the report before it ends the day before, or nothing was before.
    follows: bool,
    /// The period of the report before.
    base: Option<Period>,
}

/// Resolves a unit's reports in order of time. The figures of those of the aggregated period are counted into `used`.
pub(super) fn stages<'a>(
    reports: &[Report<'a, '_>],
    register: &Register,
    year: i32,
    used: &mut Counted,
) -> Vec<Stage<'a>> {
    let mut reports = reports.to_vec();
    reports.sort_by_key(|report| {
        let of = report.submission;
        (of.period.to(), of.period, of.unit.clone(), of.file.order)
    });
    let mut done: BTreeMap<&UnitCode, Vec<(Period, Position)>> = BTreeMap::new();
    let mut stages: Vec<Stage<'a>> = Vec::new();
    let last = reports.len().saturating_sub(1);
    for (at, report) in reports.into_iter().enumerate() {
        let (unit, period) = (&report.submission.unit, report.submission.period);
        let latest = |unit: &UnitCode, day| {
            let mut periods = done.get(unit)?.iter().rev().map(|(period, _)| *period);
            periods.find(|period| period.to() < day)
        };
        let held = |unit: &UnitCode, period| -> (Held, Complete) {
            let positions = done.get(unit).into_iter().flatten();
            let mut of_period = positions.filter(|(of, _)| *of == period);
            of_period.next().map_or_else(Default::default, |(_, at)| (at.held(), at.complete))
        };
        let before = history::before(register, year, unit, period, latest, held);
        let base =
            history::earlier_units(register, unit, period, |unit| latest(unit, period.from()));
        let base = base.into_iter().map(|(_, period)| period).max_by_key(|period| period.to());
        let mut counted = Counted::default();
        let set_aside = &report.submission.set_aside;
        let statements = history::statements(report.lines, set_aside, &mut counted);
        let position = history::resolve(statements, &before, year);
        let is_current = report.is_current;
        if is_current {
            *used += counted;
        }
        if at < last {
            done.entry(unit).or_default().push((period, position.clone()));
        }
        let files = vec![report.submission];
        let stage = Stage { period, files, is_current, position, follows: before.follows, base };
        match stages.iter_mut().find(|known| known.period == period) {
            Some(known) => known.add(stage),
            None => stages.push(stage),
        }
    }
    stages
}

impl<'a> Stage<'a> {
    /// A unit that was merged later reports side by side: the figures add up.
    fn add(&mut self, other: Stage<'a>) {
        let shift = self.files.len();
        self.files.extend(other.files);
        self.follows &= other.follows;
        self.base = self.base.min(other.base);
        for (key, mut figures) in other.position.figures {
            figures.place = figures.place.map(|(file, sheet, row)| (file + shift, sheet, row));
            self.position.figures.entry(key).or_default().add(&figures);
        }
    }

    /// What it adds to the in-period figures of `period`, which is its own or one that it is a part of.
    fn within(&self, period: Period) -> impl Iterator<Item = (&Key, Amount)> {
        let is_gap_inside =
            self.period != period && period.from() < self.period.from() && !self.follows;
        let is_gap_known = self
            .base
            .is_some_and(|base| base.to().succ_opt().is_some_and(|next| period.from() <= next));
        self.position.figures.iter().filter_map(move |(key, figures)| {
            let amount = match (is_gap_inside, is_gap_known) {
                (false, _) => figures.in_period,
                (true, true) => figures.since,
                (true, false) => figures.cumulative.map(|_| {
                    let paid = figures.in_period.map_or(Money::ZERO, |paid| paid.money);
                    Amount::new(paid, Known::AtLeast)
                }),
            };
            Some((key, amount?))
        })
    }

    /// The same for a period that begins on 1 January: all that was disbursed until then.
    fn since_new_year(&self) -> impl Iterator<Item = (&Key, Amount)> {
        self.position.figures.iter().filter_map(|(key, figures)| {
            let amount = match figures.cumulative {
                // What stands for those who were silent below was paid until they fell silent.
                Some(Amount { money, known: Known::Carried }) if !figures.carried.is_zero() => {
                    let known = figures.in_period.map_or(Known::Implied, |_| Known::AtLeast);
                    Some(Amount::new(money, known))
                }
                // What stands for a cell that was set aside tells nothing of the period.
                Some(Amount { known: Known::Carried, .. }) => figures.in_period,
                known => known,
            };
            Some((key, amount?))
        })
    }
}

/// What is aggregated, and how a unit stands in it.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    /// The period.
    pub period: Period,
    /// The budget year.
    pub year: i32,
    /// Whether the last figures of a silent unit stand for it.
    pub carries: bool,
}

/// What stands for a unit, and how.
pub(super) fn standing(
    mut stages: Vec<Stage<'_>>,
    is_received: bool,
    aim: Aim,
) -> (BTreeMap<Key, Figures>, Standing) {
    let Aim { period, year, carries } = aim;
    if stages.is_empty() {
        return (BTreeMap::new(), Standing::PlanOnly);
    }
    // A report of the period itself that no other came after states it as it is.
    let is_own = |last: &Stage<'_>| last.is_current && last.period == period;
    let states_it = period.from() != first_day(year) && stages.last().is_some_and(is_own);
    let in_periods = (!states_it).then(|| in_periods(&stages, period, year));
    let mut figures = stages.pop().map_or_else(BTreeMap::new, |last| last.position.figures);
    for figure in figures.values_mut() {
        if !states_it {
            figure.in_period = None;
        }
        if !is_received {
            // What else it stated was for another time.
            let cumulative = figure.cumulative.filter(|_| carries).map(|last| {
                let known = if last.known.is_whole() { Known::Carried } else { last.known };
                Amount::new(last.money, known)
            });
            let stated = figure.stated.only(Measure::Plan);
            let carried = cumulative.map_or(Money::ZERO, |last| last.money);
            *figure = Figures { stated, cumulative, carried, ..Figures::default() };
        }
    }
    // From 1 January what was disbursed is the cumulative: nothing of a silent unit that counts with nothing.
    let is_nothing = period.from() == first_day(year) && !is_received && !carries;
    let in_periods = in_periods.filter(|_| !is_nothing);
    for (key, amount) in in_periods.into_iter().flatten() {
        figures.entry(key).or_default().in_period = Some(amount);
    }
    let standing = match (is_received, carries) {
        (true, _) => Standing::Counted,
        (false, true) => Standing::Provisional,
        (false, false) => Standing::PlanOnly,
    };
    (figures, standing)
}

/// What was disbursed in the period, by key. A report of the period itself goes before the sum of its months.
fn in_periods(stages: &[Stage<'_>], period: Period, year: i32) -> BTreeMap<Key, Amount> {
    let is_inside = |stage: &&Stage<'_>| stage.is_current && period.from() <= stage.period.from();
    let own: Vec<&Stage<'_>> = stages.iter().filter(|stage| stage.period == period).collect();
    let counted = if own.is_empty() { stages.iter().filter(is_inside).collect() } else { own };
    let mut sums: BTreeMap<Key, Amount> = BTreeMap::new();
    let mut add = |amounts: BTreeMap<Key, Amount>| {
        if sums.is_empty() {
            sums = amounts;
            return;
        }
        for (key, amount) in amounts {
            sums.entry(key).and_modify(|sum| *sum = sum.plus(amount)).or_insert(amount);
        }
    };
    let own = |(key, amount): (&Key, Amount)| (key.clone(), amount);
    if period.from() == first_day(year) {
        counted.last().into_iter().for_each(|last| add(last.since_new_year().map(own).collect()));
    } else {
        counted.iter().for_each(|stage| add(stage.within(period).map(own).collect()));
        silence::mend(&mut sums, stages, &counted, period, year);
    }
    sums
}
