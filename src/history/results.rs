//! What stands of each result by the reports of a unit so far: what was done since the beginning of the year, or stands on
//! the day of the last report.
//!
//! What a report leaves out stays as it was told last. A figure of a period alone is added to what stood before it, where
//! both follow each other; else it is marked as a part of the year.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::reports::first_day;
use crate::domain::code::UnitCode;
use crate::domain::indicator::{Indicators, Kind};
use crate::domain::period::Period;
use crate::domain::register::Register;
use crate::domain::results::{Quantity, ResultKey, ResultLine, Stated, Told};
use crate::domain::submission::Submission;

/// What stands for a key.
#[derive(Clone, Debug)]
pub struct Reached<'a> {
    /// What was to be done in the year.
    pub plan: Option<Quantity>,
    /// What was done since the beginning of the year, or stands on the last day told.
    pub done: Option<Quantity>,
    /// The last day of the report that tells it; of several units the earliest.
    pub to: NaiveDate,
    /// Only some of the year's months are in it.
    pub is_partial: bool,
    /// The report that tells it.
    pub report: &'a Submission,
    /// Its row there.
    pub line: &'a ResultLine,
    /// The units whose own figures are added up in it.
    pub senders: Vec<&'a UnitCode>,
}

impl<'a> Reached<'a> {
    /// The sum with what another unit told.
    fn and(self, other: Reached<'a>) -> Reached<'a> {
        let (first, last) = if other.to < self.to { (other, self) } else { (self, other) };
        let mut senders = first.senders;
        senders.extend(last.senders);
        senders.sort();
        senders.dedup();
        Reached {
            plan: Quantity::sum(first.plan, last.plan),
            done: Quantity::sum(first.done, last.done),
            to: first.to,
            is_partial: first.is_partial || last.is_partial,
            senders,
            ..last
        }
    }
}

/// What stands by these reports of a unit and of those that it took over, in a budget year. What one of these told stands
/// beside what its successor tells until a report of the successor, for a period that ends later, tells the same result:
/// that is of both.
pub fn results<'a>(
    reports: impl IntoIterator<Item = &'a Submission>,
    (register, indicators): (&Register, &Indicators),
    year: i32,
) -> BTreeMap<ResultKey, Reached<'a>> {
    let mut reports: Vec<&Submission> = reports.into_iter().collect();
    reports.sort_by_key(|report| (report.period, report.file.order));
    // What stood after each report, by who sent it.
    let mut senders: BTreeMap<&UnitCode, BTreeMap<ResultKey, Vec<Reached<'a>>>> = BTreeMap::new();
    for report in reports {
        let (from, to) = (report.period.from(), report.period.to());
        // In the month of a merger both may report, each for itself.
        let is_in = |of: &UnitCode, last: &Reached<'_>| {
            *of == report.unit || last.to < to && register.successor(of, to) == Some(&report.unit)
        };
        for (key, stated) in Told::of(&report.results, indicators).sums {
            let held = senders.iter().filter_map(|(of, held)| Some((*of, held.get(&key)?)));
            let held = held.filter(|(of, stood)| stood.last().is_some_and(|last| is_in(of, last)));
            let held: Vec<(&UnitCode, &Vec<Reached<'a>>)> = held.collect();
            let last = held.iter().filter_map(|(_, stood)| stood.last().cloned());
            let base = held
                .iter()
                .filter_map(|(_, stood)| stood.iter().rev().find(|stood| stood.to < from).cloned());
            let (last, base) = (last.reduce(Reached::and), base.reduce(Reached::and));
            let is_stock = indicators.get(&key.indicator).is_some_and(|of| of.kind == Kind::Stock);
            let reached = reach(report, (last, base), stated, (is_stock, year));
            let taken: Vec<&UnitCode> = held.into_iter().map(|(of, _)| of).collect();
            for of in taken.into_iter().filter(|of| **of != report.unit) {
                senders.get_mut(of).map(|held| held.remove(&key));
            }
            let own = senders.entry(&report.unit).or_default();
            own.entry(key).or_default().push(reached);
        }
    }
    let mut all: BTreeMap<ResultKey, Reached<'a>> = BTreeMap::new();
    for (key, mut stood) in senders.into_values().flatten() {
        let Some(last) = stood.pop() else { continue };
        let sum = match all.remove(&key) {
            Some(known) => known.and(last),
            None => last,
        };
        all.insert(key, sum);
    }
    all
}

/// What stands after a report that tells a key, by what was told `last` and by what stood before its period began.
fn reach<'a>(
    report: &'a Submission,
    (last, base): (Option<Reached<'a>>, Option<Reached<'a>>),
    Stated { amounts, line }: Stated<'a>,
    (is_stock, year): (bool, i32),
) -> Reached<'a> {
    let plan = amounts.plan.or(last.as_ref().and_then(|last| last.plan));
    let (from, to) = (report.period.from(), report.period.to());
    let senders = vec![&report.unit];
    let own = |done, is_partial| Reached { plan, done, to, is_partial, report, line, senders };
    let last = last.filter(|last| last.done.is_some());
    let more = match (amounts.done, amounts.in_period) {
        (Some(done), _) => return own(Some(done), line.is_partial),
        (None, Some(stands)) if is_stock => return own(Some(stands), false),
        (None, Some(more)) => more,
        // Only the plan: what was done stays as old as it was.
        (None, None) => return last.map_or(own(None, false), |last| Reached { plan, ..last }),
    };
    let base = base.filter(|base| base.done.is_some());
    let (done, is_partial) = match &base {
        _ if from <= first_day(year) => (more, false),
        Some(base) => {
            let goes_on = base.to.succ_opt() == Some(from);
            (base.done.unwrap_or_default() + more, base.is_partial || !goes_on)
        }
        None => (more, true),
    };
    match last {
        // A quarter beside its months.
        Some(last) if last.to == to => Reached { plan, ..last },
        // More was done before it ended.
        Some(last) if last.done > Some(done) => Reached { plan, is_partial: true, ..last },
        _ => own(Some(done), is_partial),
    }
}

/// What was done in a period, where it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InPeriod {
    /// The amount.
    pub amount: Option<Quantity>,
    /// It is not what the cumulative figures at its two ends say.
    pub is_contradicted: bool,
}

/// What the reports say was done of a key in `period`: as a report of the period states it, else as those of its parts do
/// one after another from its first day to its last, else by what stood before it and what stands `now`.
pub fn in_period(
    reports: &[(&Submission, Told<'_>)],
    key: &ResultKey,
    now: &Reached<'_>,
    before: Option<&Reached<'_>>,
    (period, year): (Period, i32),
) -> InPeriod {
    let is_of_year = period.from() <= first_day(year);
    let day_before = period.from().pred_opt();
    let base = if is_of_year {
        Some(Quantity::default())
    } else {
        let whole = before.filter(|before| !before.is_partial && Some(before.to) == day_before);
        whole.and_then(|before| before.done)
    };
    let whole = (!now.is_partial && now.to == period.to()).then_some(now.done).flatten();
    let difference = whole.zip(base).map(|(now, base)| now - base);
    let own = reports.iter().filter(|(report, _)| now.senders.contains(&&report.unit));
    let parts =
        own.filter_map(|(report, told)| Some((*report, told.sums.get(key)?.amounts.in_period?)));
    let parts: Vec<(&Submission, Quantity)> = parts.collect();
    let stated = parts.iter().filter(|(report, _)| report.period == period);
    let stated: Vec<Quantity> = stated.map(|(_, amount)| *amount).collect();
    let is_whole = stated.len() == now.senders.len();
    let stated = is_whole.then(|| stated.into_iter().sum());
    let stated = stated.or_else(|| one_after_another(&parts, period));
    InPeriod {
        amount: stated.or(difference),
        is_contradicted: stated.zip(difference).is_some_and(|(stated, by)| stated != by),
    }
}

/// The sum of reports of one unit that follow each other from the first day of a period to its last.
fn one_after_another(parts: &[(&Submission, Quantity)], period: Period) -> Option<Quantity> {
    let mut next = period.from();
    let mut sum = Quantity::default();
    let unit = &parts.first()?.0.unit;
    if parts.iter().any(|(report, _)| report.unit != *unit) {
        return None;
    }
    let mut parts: Vec<_> = parts.iter().filter(|(of, _)| of.period != period).collect();
    parts.sort_by_key(|(report, _)| report.period.from());
    for (report, amount) in parts {
        if report.period.from() == next && report.period.to() <= period.to() {
            sum = sum + *amount;
            next = report.period.to().succ_opt()?;
        }
    }
    (next == period.to().succ_opt()?).then_some(sum)
}
