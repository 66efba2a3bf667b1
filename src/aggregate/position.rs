//! What a unit's reports say, one after the other: each position knows what the report left unsaid.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::key::{Key, align};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::submission::{Counted, Line, Measure, Submission};

/// A report of a unit, opened.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The report, without its lines.
    pub submission: &'a Submission,
    /// Its lines.
    pub lines: &'a [Line],
    /// Whether it is of the period that is aggregated (or one of its months), not of the time before.
    pub is_current: bool,
}

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

/// Resolves a unit's reports in order of time. The figures of those of the aggregated `period` are counted into `used`.
pub fn positions<'a>(
    reports: &[Report<'a>],
    period: Period,
    year: i32,
    used: &mut Counted,
    remarks: &mut Vec<Words>,
) -> Vec<Position<'a>> {
    let mut reports = reports.to_vec();
    reports.sort_by_key(|report| report.submission.period);
    let mut resolved: Vec<Position<'a>> = Vec::new();
    for report in reports {
        let Report { submission, is_current: is_report, .. } = report;
        let mut counted = Counted::default();
        let previous = resolved.iter().rfind(|before| before.period.to() < submission.period.to());
        let figures = resolve(report, previous, period, year, &mut counted, remarks);
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
struct Said<'a> {
    key: &'a Key,
    figures: Figures,
    in_period: Option<Money>,
    cumulative: Option<Money>,
    lacks_cumulative: bool,
    /// The sheet has a column of that measure: a blank in it is nothing, not silence.
    has_in_period: bool,
    has_cumulative: bool,
}

fn resolve(
    report: Report<'_>,
    previous: Option<&Position<'_>>,
    period: Period,
    year: i32,
    counted: &mut Counted,
    remarks: &mut Vec<Words>,
) -> BTreeMap<Key, Figures> {
    let submission = report.submission;
    let mut said = stated(report.lines, counted);
    let is_first = submission.period.from() == first_day(year);
    let is_next = previous.is_some_and(|before| is_next(before.period, submission.period));
    let inside =
        gap_is_inside(previous.map(|before| before.period), submission.period, period, is_first);
    let mut is_unknown = false;
    // What speaks of money that was disbursed, or should.
    let speaking: Vec<usize> = (0..said.len())
        .filter(|&at| {
            let said = &said[at];
            said.in_period.is_some() || said.cumulative.is_some() || said.lacks_cumulative
        })
        .collect();
    let nothing = BTreeMap::new();
    let before = previous.map_or(&nothing, |position| &position.figures);
    let paid = before.iter().filter(|(_, figures)| !figures.cumulative.is_zero());
    let mut all: Vec<&Key> = speaking.iter().map(|&at| said[at].key).collect();
    all.extend(paid.map(|(key, _)| key));
    let is_alone = all.len() == speaking.len();
    // Where nothing is before it and every key has its cumulative figure, every key stands for itself.
    let is_complete = speaking.iter().all(|&at| said[at].cumulative.is_some());
    let groups = if is_alone && is_complete {
        (0..speaking.len()).map(|at| vec![at]).collect()
    } else {
        align(&all, year)
    };
    // Keys of the report before of which this one says nothing.
    let mut kept: Vec<&Key> = Vec::new();
    for group in groups {
        let (ours, theirs): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|at| *at < speaking.len());
        let Some(&first) = ours.first() else {
            kept.extend(theirs.iter().map(|&at| all[at]));
            continue;
        };
        let last_sum: Money = theirs.iter().map(|&at| before[all[at]].cumulative).sum();
        let last_of = |key: &Key| before.get(key).map_or(Money::ZERO, |figures| figures.cumulative);
        let exact = theirs.iter().all(|&at| ours.iter().any(|&own| all[own] == all[at]));
        // What is known only of the group as a whole is put on its first key.
        let last_for = |at: usize| match (exact, at == first) {
            (true, _) => last_of(all[at]),
            (false, true) => last_sum,
            (false, false) => Money::ZERO,
        };
        // A component may state what its works do not: then the group has one cumulative figure, not two.
        let is_stated = ours.iter().any(|&at| {
            let said = &said[speaking[at]];
            said.cumulative.is_some() || said.lacks_cumulative
        });
        for &at in &ours {
            let said = &mut said[speaking[at]];
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
            if said.in_period.is_some() && !is_next && inside {
                said.figures.in_gap = cumulative - said.figures.in_period - last;
            }
        }
    }
    // A report that states no cumulative figure at all adds to the one before; else a blank is nothing (GN601 tells it).
    let states = |key: &Key| {
        said.iter().any(|said| said.key.funding == key.funding && said.cumulative.is_some())
    };
    let kept: Vec<&Key> = kept.into_iter().filter(|key| !states(key)).collect();
    if is_unknown && report.is_current {
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
    let mut figures: BTreeMap<Key, Figures> =
        said.into_iter().map(|said| (said.key.clone(), said.figures)).collect();
    for key in kept {
        figures.entry(key.clone()).or_default().cumulative = before[key].cumulative;
    }
    figures
}

/// What a report states by key, in the order of the keys; every figure that is taken is counted.
fn stated<'a>(lines: &'a [Line], counted: &mut Counted) -> Vec<Said<'a>> {
    let with = |measure: Measure| -> BTreeSet<u16> {
        let lines = lines.iter().filter(|line| line.figure(measure).is_some());
        lines.map(|line| line.sheet).collect()
    };
    let (in_period, cumulative) = (with(Measure::InPeriod), with(Measure::Cumulative));
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|a, b| a.key.cmp(&b.key));
    let of_key = lines.chunk_by(|a, b| a.key == b.key);
    let mut said = Vec::with_capacity(lines.len());
    for lines in of_key {
        let mut entry = Said {
            key: &lines[0].key,
            figures: Figures { place: Some((lines[0].sheet, lines[0].row)), ..Figures::default() },
            in_period: None,
            cumulative: None,
            lacks_cumulative: lines.iter().any(|line| line.lacks_cumulative),
            has_in_period: lines.iter().any(|line| in_period.contains(&line.sheet)),
            has_cumulative: lines.iter().any(|line| cumulative.contains(&line.sheet)),
        };
        for figure in lines.iter().flat_map(|line| &line.figures) {
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
        said.push(entry);
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
