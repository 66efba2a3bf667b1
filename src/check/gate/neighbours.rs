//! Looks up a unit's registered plan and its reports before the one that is checked.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::check::Checked;
use crate::check::case::{Case, Merger};
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::difficulty::Part;
use crate::domain::key::Key;
use crate::domain::known::Before;
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::obligation::Past;
use crate::domain::period::Period;
use crate::domain::register::Register;
use crate::domain::results::ResultKey;
use crate::domain::submission::Submission;
use crate::history::{self, Reached, first_day, follows, merged_into};

type Plan = BTreeMap<Key, Money>;

/// Plans and reports by unit, put together once for a period.
pub(crate) struct Neighbours<'a> {
    plans: BTreeMap<&'a UnitCode, Plan>,
    /// In the order of their periods; of two for one period the later file comes last.
    reports: BTreeMap<&'a UnitCode, Vec<&'a Checked>>,
    nothing: Plan,
}

impl<'a> Neighbours<'a> {
    pub(crate) fn new(context: &Context<'a>, before: &'a [Checked]) -> Neighbours<'a> {
        let mut reports: BTreeMap<&UnitCode, Vec<&Checked>> = BTreeMap::new();
        for report in before {
            reports.entry(&report.submission.unit).or_default().push(report);
        }
        for of_unit in reports.values_mut() {
            of_unit.sort_by_key(|report| (report.submission.period, report.submission.file.order));
        }
        let plans = plans_on(context.register, context.period.to());
        Neighbours { plans, reports, nothing: Plan::new() }
    }

    /// What `look` makes of a submission with all that is known beside it.
    pub(crate) fn with_case<T>(
        &self,
        context: &Context<'_>,
        submission: &Submission,
        look: impl FnOnce(&Case<'_>) -> T,
    ) -> T {
        let context = &Context { period: submission.period, ..*context };
        let (from, to) = (submission.period.from(), submission.period.to());
        let base = self.last(context, &submission.unit, from);
        let previous = self.last(context, &submission.unit, to);
        let is_same = match (base, previous) {
            (Some(base), Some(previous)) => std::ptr::eq(base, previous),
            _ => false,
        };
        let before = self.before(context, submission);
        let merger = self.merger(context, submission);
        let base = base.map(Checked::opened);
        let previous = if is_same { None } else { previous.map(Checked::opened) };
        let is_first = from == first_day(context.year());
        let last = submission.period.to();
        let history = self.history(context, submission, |period| period.to() < last);
        let parts = submission.period.months();
        let is_last_month = |period: Period| period.to() == last && parts.contains(&period);
        let last_months = self.history(context, submission, is_last_month);
        look(&Case {
            context: *context,
            submission,
            plan: self.plans.get(&submission.unit).unwrap_or(&self.nothing),
            previous: if is_same { base.as_ref() } else { previous.as_ref() },
            base: base.as_ref(),
            before: &before,
            merger,
            position: OnceCell::new(),
            is_next: is_first
                || base.as_ref().is_some_and(|base| is_next(context, base, submission)),
            history: &history,
            last_months: &last_months,
            obstacles: &self.obstacles(context, submission),
            results: &self.results(context, submission),
        })
    }

    /// See [`Case::before`].
    pub(crate) fn before(&self, context: &Context<'_>, submission: &Submission) -> Before {
        let latest = |unit: &UnitCode, day: NaiveDate| self.latest(context, unit, day);
        let held = |unit: &UnitCode, period: Period| {
            let mut reports = self.reports.get(unit).into_iter().flatten().rev();
            let report = reports.find(|report| report.submission.period == period);
            report.map_or_else(Default::default, |report| (report.held(), report.unstated.complete))
        };
        let (unit, period) = (&submission.unit, submission.period);
        history::before(context.register, context.year(), unit, period, latest, held)
    }

    /// The period of a unit's last report of the budget year that ends before a day.
    fn latest(&self, context: &Context<'_>, unit: &UnitCode, day: NaiveDate) -> Option<Period> {
        let reports = self.reports.get(unit)?.iter().rev();
        let mut periods = reports.map(|report| report.submission.period);
        periods.find(|period| period.to() < day && is_of_year(context, *period))
    }

    /// See [`Case::merger`].
    fn merger(&self, context: &Context<'_>, submission: &Submission) -> Option<Merger> {
        let (unit, period) = (&submission.unit, submission.period);
        let latest = |unit: &UnitCode| self.latest(context, unit, period.to());
        let register = context.register;
        // In the period in which it ends a unit may still report for itself.
        let is_over = |gone: &UnitCode| {
            register.unit(gone).and_then(|gone| gone.to).is_some_and(|to| to < period.from())
        };
        let units = history::earlier_units(register, unit, period, latest);
        let mut gone = units.iter().map(|(gone, _)| *gone).filter(|gone| *gone != unit).peekable();
        gone.peek()?;
        Some(if gone.all(is_over) { Merger::Over } else { Merger::Now })
    }

    /// See [`Case::history`].
    fn history(
        &self,
        context: &Context<'_>,
        submission: &Submission,
        is_meant: impl Fn(Period) -> bool,
    ) -> Vec<Past<'_>> {
        let Some(reports) = self.reports.get(&submission.unit) else { return Vec::new() };
        let merged = |day| merged_into(context.register, &submission.unit, day).count();
        let now = merged(submission.period.to());
        let counts = |period: Period| {
            is_meant(period) && is_of_year(context, period) && merged(period.to()) == now
        };
        let reports = reports.iter().filter(|report| counts(report.submission.period));
        let mut history: Vec<Past<'_>> = reports
            .map(|report| Past {
                period: report.submission.period,
                sha256: &report.submission.file.sha256,
                reported: report.reported(),
            })
            .collect();
        history.sort_by_key(|past| past.period.to());
        history
    }

    /// See [`Case::obstacles`].
    fn obstacles(&self, context: &Context<'_>, submission: &Submission) -> BTreeSet<Label> {
        let mut rows = submission.difficulties.iter();
        if !rows.any(|difficulty| difficulty.text(Part::Id).is_some()) {
            return BTreeSet::new();
        }
        let before = self.all(context, submission).into_iter();
        let before = before.filter(|of| of.period < submission.period);
        history::obstacles(before).iter().map(|of| Label::new(&of.id)).collect()
    }

    /// See [`Case::results`].
    fn results(
        &self,
        context: &Context<'_>,
        submission: &Submission,
    ) -> BTreeMap<ResultKey, Reached<'_>> {
        if submission.results.is_empty() {
            return BTreeMap::new();
        }
        let to = submission.period.to();
        let before = self.all(context, submission).into_iter();
        let before = before.filter(|of| of.period.to() < to && !of.sums_up_others);
        let beside = (context.register, &context.catalogue.indicators);
        history::results(before, beside, context.year())
    }

    /// The reports of the budget year of the unit and of those that it has taken over by the end of the period.
    fn all(&self, context: &Context<'_>, submission: &Submission) -> Vec<&'a Submission> {
        let gone = merged_into(context.register, &submission.unit, submission.period.to());
        let units = gone.chain([&submission.unit]);
        let reports = units.filter_map(|unit| self.reports.get(unit)).flatten();
        let reports = reports.map(|report| report.submission());
        reports.filter(|report| is_of_year(context, report.period)).collect()
    }

    /// The last report of the unit, or of one merged into it, that ends before `day` in the same budget year.
    fn last(&self, context: &Context<'_>, unit: &UnitCode, day: NaiveDate) -> Option<&'a Checked> {
        let is_before = |period: Period| period.to() < day && is_of_year(context, period);
        let last = |unit: &UnitCode| {
            let of_unit = self.reports.get(unit)?;
            of_unit.iter().rev().copied().find(|report| is_before(report.submission.period))
        };
        let merged = merged_into(context.register, unit, context.period.to()).filter_map(last);
        // Its own report goes before one of another unit for the same period: max_by_key takes the last.
        merged.chain(last(unit)).max_by_key(|report| report.submission.period)
    }
}

fn is_of_year(context: &Context<'_>, period: Period) -> bool {
    context.settings.is_of_year(period) && context.settings.budget_year(period) == context.year()
}

/// Whether the two follow each other without a gap, and no unit was merged in between (its figures are then in the
/// later one only).
fn is_next(context: &Context<'_>, base: &Submission, submission: &Submission) -> bool {
    let merged = |day| merged_into(context.register, &submission.unit, day).count();
    follows(base.period, submission.period)
        && base.unit == submission.unit
        && merged(base.period.to()) == merged(submission.period.to())
}

/// The plan of every unit on `day`, as [`Register::plan`] gives it for one, in one pass over the journal.
fn plans_on(register: &Register, day: NaiveDate) -> BTreeMap<&UnitCode, Plan> {
    let mut plans: BTreeMap<&UnitCode, Plan> = BTreeMap::new();
    let mut successors: BTreeMap<&UnitCode, Option<&UnitCode>> = BTreeMap::new();
    for decision in register.decided(day) {
        let Some(owner) = &decision.unit else { continue };
        let successor = successors.entry(owner).or_insert_with(|| register.successor(owner, day));
        for unit in [Some(owner), *successor].into_iter().flatten() {
            let plan = plans.entry(unit).or_default();
            *plan.entry(decision.key.clone()).or_insert(Money::ZERO) += decision.amount;
        }
    }
    plans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Gate;
    use crate::check::fixture::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::spill::Shelf;

    /// The periods of previous and base, and whether the base is next.
    fn beside(world: &World, now: &str, earlier: &[&str]) -> (String, String, bool) {
        let catalogue = Catalogue::embedded();
        let context = Context {
            catalogue: &catalogue,
            register: &world.register,
            settings: &world.settings,
            period: now.parse().unwrap(),
        };
        let gate = Gate::new(context, &[], &Shelf::default());
        let earlier: Vec<Checked> =
            earlier.iter().map(|period| gate.admit(submission(period, vec![])).unwrap()).collect();
        let neighbours = Neighbours::new(&context, &earlier);
        let period =
            |report: Option<&Submission>| report.map_or("-".to_owned(), |at| at.period.to_string());
        neighbours.with_case(&context, &submission(now, vec![]), |case| {
            (period(case.previous), period(case.base), case.is_next)
        })
    }

    #[test]
    fn the_report_before_is_the_latest_of_the_budget_year() {
        let world = World::planning(&[]);
        let of = |now, earlier: &[&str]| {
            let (previous, base, is_next) = beside(&world, now, earlier);
            format!("{previous} {base} {is_next}")
        };
        assert_eq!(of("2024-06", &["2024-03", "2024-05", "2024-04"]), "2024-05 2024-05 true");
        assert_eq!(of("2024-06", &["2024-04"]), "2024-04 2024-04 false");
        assert_eq!(of("2024-01", &["2023-12"]), "- - true");
        assert_eq!(of("2024-Q2", &["2024-03", "2024-05"]), "2024-05 2024-03 true");
        assert_eq!(of("2024-07", &["2024-06", "2024-07-12"]), "2024-07-12 2024-06 true");
        assert_eq!(of("2025-01-31", &["2024-12"]), "2024-12 2024-12 true");
    }

    #[test]
    fn all_plans_are_those_that_the_register_gives_one_by_one() {
        let mut world = World::planning(&[
            ("HL-01", "gn.2", 10.0),
            ("HL-02", "gn.2", 5.0),
            ("HL-02", "gn.4", 5.0),
            ("", "gn.2", 99.0),
        ]);
        world.decide("88/QĐ-UBND", "2024-07-20", "HL-01", "gn.2", 50.0);
        world.register.units[1].to = Some("2024-06-15".parse().unwrap());
        world.register.units[1].merged_into = Some(unit("HL-01"));
        for day in ["2024-01-01", "2024-06-15", "2024-06-30", "2024-07-31"] {
            let day = day.parse().unwrap();
            let plans = plans_on(&world.register, day);
            for unit in &world.register.units {
                let plan = plans.get(&unit.code).cloned().unwrap_or_default();
                assert_eq!(plan, world.register.plan(&unit.code, day), "{} {day}", unit.code);
            }
        }
    }
}
