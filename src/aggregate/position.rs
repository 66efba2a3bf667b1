//! What a unit's reports say, one after the other: each position knows what the report left unsaid.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::key::{Key, align};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::submission::{Counted, Measure, Submission};

/// The figures of one key in one report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// The plan that it states.
    pub plan: Option<Money>,
    /// What it states as allocated below it.
    pub allocated: Option<Money>,
    /// Accepted volume.
    pub volume: Option<Money>,
    /// Disbursed in its period.
    pub in_period: Money,
    /// Disbursed in months before it of which no report came, as far as its cumulative shows.
    pub in_gap: Money,
    /// Disbursed since 1 January.
    pub cumulative: Money,
    /// The part of it that stands for a cell that was set aside.
    pub carried: Money,
    /// Forecast to 31/12.
    pub forecast: Option<Money>,
    /// Forecast to 31/01.
    pub forecast_next: Option<Money>,
    /// Sheet and row.
    pub place: Option<(u16, u32)>,
}

/// A report with its figures by key.
pub struct Position<'a> {
    /// The period that it reports.
    pub period: Period,
    /// The report.
    pub submission: &'a Submission,
    /// Whether it is of the period that is aggregated (or one of its months), not of the time before.
    pub is_report: bool,
    /// Its figures.
    pub figures: BTreeMap<Key, Figures>,
}

/// Resolves a unit's reports in order of time. `reports` says of each whether it is of the aggregated `period`;
/// the figures of those are counted into `used`.
pub fn positions<'a>(
    reports: &[(&'a Submission, bool)],
    period: Period,
    year: i32,
    used: &mut Counted,
    remarks: &mut Vec<Words>,
) -> Vec<Position<'a>> {
    let mut reports = reports.to_vec();
    reports.sort_by_key(|(submission, _)| submission.period);
    let mut resolved: Vec<Position<'a>> = Vec::new();
    for (submission, is_report) in reports {
        let mut counted = Counted::default();
        let previous = resolved.iter().rfind(|before| before.period.to() < submission.period.to());
        let figures = resolve(submission, previous, period, year, &mut counted, is_report, remarks);
        if is_report {
            *used += counted;
        }
        // Several units merged into one report side by side: their figures add up.
        match resolved.iter_mut().find(|known| known.period == submission.period) {
            Some(known) => {
                for (key, figure) in figures {
                    let sum = known.figures.entry(key).or_default();
                    sum.in_period += figure.in_period;
                    sum.in_gap += figure.in_gap;
                    sum.cumulative += figure.cumulative;
                    sum.carried += figure.carried;
                    sum.plan = added(sum.plan, figure.plan);
                    sum.allocated = added(sum.allocated, figure.allocated);
                    sum.volume = added(sum.volume, figure.volume);
                    sum.forecast = added(sum.forecast, figure.forecast);
                    sum.forecast_next = added(sum.forecast_next, figure.forecast_next);
                }
            }
            None => resolved.push(Position {
                period: submission.period,
                submission,
                is_report,
                figures,
            }),
        }
    }
    resolved
}

fn added(a: Option<Money>, b: Option<Money>) -> Option<Money> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (one, other) => one.or(other),
    }
}

/// What is stated of a key, before anything is inferred.
#[derive(Default)]
struct Said {
    figures: Figures,
    in_period: Option<Money>,
    cumulative: Option<Money>,
    lacks_cumulative: bool,
    /// The sheet has a column of that measure: a blank in it is nothing, not silence.
    has_in_period: bool,
    has_cumulative: bool,
}

fn resolve(
    submission: &Submission,
    previous: Option<&Position<'_>>,
    period: Period,
    year: i32,
    counted: &mut Counted,
    is_report: bool,
    remarks: &mut Vec<Words>,
) -> BTreeMap<Key, Figures> {
    let mut said = stated(submission, counted);
    let is_first = submission.period.from() == first_day(year);
    let is_next = previous.is_some_and(|before| is_next(before.period, submission.period));
    let mut is_unknown = false;
    let keys: Vec<Key> = said
        .iter()
        .filter(|(_, said)| {
            said.in_period.is_some() || said.cumulative.is_some() || said.lacks_cumulative
        })
        .map(|(key, _)| key.clone())
        .collect();
    let nothing = BTreeMap::new();
    let before = previous.map_or(&nothing, |position| &position.figures);
    let paid = |figures: &Figures| !figures.cumulative.is_zero();
    let before_keys: Vec<&Key> =
        before.iter().filter(|(_, figures)| paid(figures)).map(|(key, _)| key).collect();
    let all: Vec<&Key> = keys.iter().chain(before_keys.iter().copied()).collect();
    // Where nothing is before it and every key has its cumulative figure, every key stands for itself.
    let is_complete = keys.iter().all(|key| said[key].cumulative.is_some());
    let groups = if before_keys.is_empty() && is_complete {
        (0..keys.len()).map(|at| vec![at]).collect()
    } else {
        align(&all, year)
    };
    // Keys of the report before of which this one says nothing.
    let mut kept: Vec<Key> = Vec::new();
    for group in groups {
        let (ours, theirs): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|at| *at < keys.len());
        let Some(&first) = ours.first() else {
            kept.extend(theirs.iter().map(|&at| all[at].clone()));
            continue;
        };
        let last_sum: Money = theirs.iter().map(|&at| before[all[at]].cumulative).sum();
        let last_of = |key: &Key| before.get(key).map_or(Money::ZERO, |figures| figures.cumulative);
        let exact = theirs.iter().all(|&at| ours.iter().any(|&own| keys[own] == *all[at]));
        // What is known only of the group as a whole is put on its first key.
        let last_for = |at: usize| match (exact, at == first) {
            (true, _) => last_of(&keys[at]),
            (false, true) => last_sum,
            (false, false) => Money::ZERO,
        };
        // A component may state what its works do not: then the group has one cumulative figure, not two.
        let is_stated = ours.iter().any(|&at| {
            let said = &said[&keys[at]];
            said.cumulative.is_some() || said.lacks_cumulative
        });
        for &at in &ours {
            let said = said.get_mut(&keys[at]).expect("the key was taken from there");
            let last = last_for(at);
            match (said.cumulative, said.lacks_cumulative) {
                (_, true) => {
                    said.figures.cumulative = last;
                    said.figures.carried = last;
                }
                (Some(cumulative), _) => said.figures.cumulative = cumulative,
                (None, _) if is_stated => {}
                (None, _)
                    if said.has_cumulative && said.in_period.is_none_or(|paid| paid.is_zero()) =>
                {
                    said.figures.cumulative = last;
                }
                (None, _) => said.figures.cumulative = last + said.in_period.unwrap_or_default(),
            }
            let cumulative = said.figures.cumulative;
            match said.in_period {
                Some(paid) => said.figures.in_period = paid,
                None if said.has_in_period || said.lacks_cumulative => {}
                None if previous.is_some() || is_first => {
                    said.figures.in_period = cumulative - last
                }
                None => is_unknown |= !cumulative.is_zero(),
            }
            let inside = gap_is_inside(
                previous.map(|before| before.period),
                submission.period,
                period,
                is_first,
            );
            if said.in_period.is_some() && !is_next && inside {
                said.figures.in_gap = cumulative - said.figures.in_period - last;
            }
        }
    }
    // A report that states no cumulative figure at all adds to the one before; else a blank is nothing (GN601 tells it).
    let states = |key: &Key| {
        said.iter().any(|(own, said)| own.funding == key.funding && said.cumulative.is_some())
    };
    let kept: Vec<Key> = kept.into_iter().filter(|key| !states(key)).collect();
    for key in kept {
        let last = before[&key].cumulative;
        said.entry(key).or_default().figures.cumulative = last;
    }
    if is_unknown && is_report {
        remarks.push(Words::new(
            format!(
                "{} ({}): biểu không có cột giải ngân trong kỳ và chưa có báo cáo kỳ trước nên số trong kỳ tính là 0",
                submission.unit, submission.file.path
            ),
            format!(
                "{} ({}): the form has no in-period column and no earlier report is known; in period counts as 0",
                submission.unit, submission.file.path
            ),
        ));
    }
    said.into_iter().map(|(key, said)| (key, said.figures)).collect()
}

/// What a report states by key; every figure that is taken is counted.
fn stated(submission: &Submission, counted: &mut Counted) -> BTreeMap<Key, Said> {
    let with = |measure: Measure| -> BTreeSet<u16> {
        let lines = submission.lines.iter().filter(|line| line.figure(measure).is_some());
        lines.map(|line| line.sheet).collect()
    };
    let (in_period, cumulative) = (with(Measure::InPeriod), with(Measure::Cumulative));
    let mut said: BTreeMap<Key, Said> = BTreeMap::new();
    for line in &submission.lines {
        let entry = said.entry(line.key.clone()).or_default();
        entry.figures.place = entry.figures.place.or(Some((line.sheet, line.row)));
        entry.lacks_cumulative |= line.lacks_cumulative;
        entry.has_in_period |= in_period.contains(&line.sheet);
        entry.has_cumulative |= cumulative.contains(&line.sheet);
        for figure in &line.figures {
            counted.add(figure.amount);
            let sum = match figure.measure {
                Measure::Plan => &mut entry.figures.plan,
                Measure::Allocated => &mut entry.figures.allocated,
                Measure::Volume => &mut entry.figures.volume,
                Measure::InPeriod => &mut entry.in_period,
                Measure::Cumulative => &mut entry.cumulative,
                Measure::Forecast => &mut entry.figures.forecast,
                Measure::ForecastNext => &mut entry.figures.forecast_next,
                other => unreachable!("{other:?} is no figure of a line"),
            };
            *sum = added(*sum, Some(figure.amount));
        }
    }
    said
}

fn first_day(year: i32) -> chrono::NaiveDate {
    Period::Year(year).from()
}

/// Whether `after` begins the day after `before` ended.
fn is_next(before: Period, after: Period) -> bool {
    before.to().succ_opt() == Some(after.from())
}

/// Whether a month without a report before `own`, back to the report before it, lies in `period`.
///
/// Before the first report of the year lies 1 January, when every cumulative figure is 0.
fn gap_is_inside(previous: Option<Period>, own: Period, period: Period, is_first: bool) -> bool {
    let from = match previous {
        Some(before) => before.to().succ_opt(),
        None if period.from() == Period::Year(own.year()).from() => Some(period.from()),
        None => None,
    };
    let is_part = own != period && period.from() <= own.from();
    let missing_inside = from.is_some_and(|from| from < own.from()) && period.from() < own.from();
    is_part && missing_inside && !is_first
}
