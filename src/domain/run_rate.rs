//! What has to be disbursed in a month from now on, so that the target is met by 31 January.

use chrono::{Days, NaiveDate};

use super::code::ComponentId;
use super::key::Funding;
use super::money::Money;
use super::period::Period;
use super::summary::{Step, Summary};
use super::tally::{Rate, Tally};

/// How many months have to be known before one of them is called the largest.
const FEWEST: usize = 3;

/// What is required of a program and funding type.
#[derive(Clone, Debug)]
pub(crate) struct RunRate {
    /// The program.
    pub program: ComponentId,
    /// The funding type.
    pub funding: Funding,
    /// Its plan, and what is disbursed.
    pub tally: Tally,
    /// The target: its share of the plan.
    pub target: Money,
    /// The month of the year in which most was disbursed, and how much; `None` where fewer than three are known.
    pub largest: Option<(Period, Money)>,
    /// The last day on which as much a month would still be enough, which may be over; `None` where nothing is left to be
    /// disbursed, where that or the largest month is not known, or where it brought nothing.
    pub last_day: Option<NaiveDate>,
}

impl RunRate {
    /// What is left of the target; nothing where it is met.
    pub(crate) fn left(&self) -> Money {
        (self.target - self.tally.cumulative).max(Money::ZERO)
    }

    /// Whether the target cannot be met any more by what is known: the last day is over, or the time of the money is.
    pub(crate) fn is_too_late(&self, period: Period, end: NaiveDate) -> bool {
        let is_open = Money::ZERO < self.left() && !self.tally.lacks_cumulative;
        let last_day = self.last_day.unwrap_or(end).min(end);
        is_open && (last_day < period.to() || end <= period.to())
    }

    /// What is left, spread over so many months.
    pub(crate) fn per_month(&self, months: u32) -> Money {
        self.left().divided(i128::from(months.max(1)))
    }
}

/// What is required of each program and funding type that has a plan, in the order of the summary.
pub(crate) fn run_rates(summary: &Summary) -> Vec<RunRate> {
    let planned = summary.programs.iter().filter(|of| of.tally.rate().is_some());
    let one = |of: &super::summary::ProgramTotal| {
        let part = (of.program.clone(), of.funding);
        let largest = largest(&summary.course, &part);
        let target = target_rate(summary).share_of(of.tally.plan);
        let mut required = RunRate {
            program: part.0,
            funding: part.1,
            tally: of.tally,
            target,
            largest,
            last_day: None,
        };
        let is_known = !required.tally.lacks_cumulative;
        required.last_day =
            last_day(required.left(), largest, end(summary.year)).filter(|_| is_known);
        required
    };
    planned.map(one).collect()
}

/// The share of the plan that is to be disbursed.
pub(crate) fn target_rate(summary: &Summary) -> Rate {
    Rate::from_hundredths(summary.settings.targets.rate.hundredths())
}

/// The last day of the budget year's money: 31 January of the next one.
pub(crate) fn end(year: i32) -> NaiveDate {
    Period::Month(year + 1, 1).to()
}

/// How many months end after the period, up to 31 January.
pub(crate) fn months_left(period: Period, year: i32) -> u32 {
    let months = Period::Year(year).months().into_iter().chain([Period::Month(year + 1, 1)]);
    months.filter(|month| period.to() < month.to()).count() as u32
}

/// The month in which most was disbursed of those that are known: every unit was heard then, and in the month before, or it
/// is January.
fn largest(course: &[Step], part: &(ComponentId, Funding)) -> Option<(Period, Money)> {
    // Where a unit was silent, what it paid shows in the month in which it is heard again.
    let cumulative = |step: &Step| {
        let tally = step.parts.get(part).copied().unwrap_or_default();
        let is_known = !tally.lacks_cumulative && !step.silent.contains(part);
        is_known.then_some(tally.cumulative)
    };
    let mut before: Option<&Step> = None;
    let mut months: Vec<(Period, Money)> = Vec::new();
    for step in course {
        let base = match (before, step.period) {
            (_, Period::Month(_, 1)) => Some(Money::ZERO),
            (Some(last), now) if last.period.to().succ_opt() == Some(now.from()) => {
                cumulative(last)
            }
            _ => None,
        };
        let is_month = matches!(step.period, Period::Month(..));
        let paid = cumulative(step).zip(base).map(|(now, base)| now - base);
        months.extend(paid.filter(|_| is_month).map(|paid| (step.period, paid)));
        before = Some(step);
    }
    if months.len() < FEWEST {
        return None;
    }
    months.into_iter().max_by_key(|(_, paid)| *paid)
}

/// So many days before the end as it takes to disburse what is left at the pace of the largest month.
fn last_day(left: Money, largest: Option<(Period, Money)>, end: NaiveDate) -> Option<NaiveDate> {
    let (month, paid) = largest?;
    if left <= Money::ZERO || paid <= Money::ZERO {
        return None;
    }
    let days_of_month = i128::from((month.to() - month.from()).num_days() + 1);
    // Up to the whole day: one day less would not be enough.
    let (needed, paid) = (left.as_dong() * days_of_month, paid.as_dong());
    let needed = (needed + paid - 1) / paid;
    end.checked_sub_days(Days::new(u64::try_from(needed).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const fn dong(amount: i64) -> Money {
        Money::from_dong(amount)
    }

    fn part() -> (ComponentId, Funding) {
        ("gn".parse().unwrap(), Funding::Recurrent)
    }

    /// What stood at the end of these months.
    fn course(months: &[(&str, i64)]) -> Vec<Step> {
        let step = |(month, cumulative): &(&str, i64)| {
            let tally = Tally { cumulative: dong(*cumulative), ..Tally::default() };
            let parts = [(part(), tally)].into();
            Step { period: month.parse().unwrap(), reported: 1, parts, silent: BTreeSet::new() }
        };
        months.iter().map(step).collect()
    }

    #[test]
    fn the_largest_month_is_known_after_three() {
        let mut year = vec![("2024-01", 10), ("2024-02", 40), ("2024-03", 50), ("2024-04", 90)];
        let april = Period::Month(2024, 4);
        assert_eq!(largest(&course(&year), &part()), Some((april, dong(40))));
        assert_eq!(largest(&course(&year[..2]), &part()), None);
        // What April brought nobody knows where March is missing.
        year.remove(2);
        year.push(("2024-05", 95));
        assert_eq!(largest(&course(&year), &part()), Some((Period::Month(2024, 2), dong(30))));
    }

    #[test]
    fn a_month_in_which_a_unit_was_silent_is_not_known_nor_the_one_after_it() {
        let mut year = course(&[
            ("2024-01", 10),
            ("2024-02", 20),
            ("2024-03", 30),
            ("2024-04", 30),
            ("2024-05", 90),
            ("2024-06", 95),
        ]);
        year[3].silent.insert(part());
        assert_eq!(largest(&year, &part()).map(|(_, paid)| paid), Some(dong(10)));
    }

    #[test]
    fn at_the_pace_of_the_largest_month_there_is_a_last_day() {
        let april = Some((Period::Month(2024, 4), dong(30)));
        let end = end(2024);
        let told = |left| last_day(dong(left), april, end).map(|day| day.to_string());
        // 30 đồng in 30 days: one a day.
        assert_eq!(told(30), Some("2025-01-01".to_owned()));
        assert_eq!(told(31), Some("2024-12-31".to_owned()));
        assert_eq!(told(0), None);
        assert_eq!(last_day(dong(30), Some((Period::Month(2024, 4), dong(0))), end), None);
    }

    #[test]
    fn it_is_too_late_behind_the_last_day_or_the_time_of_the_money_but_not_where_it_is_met_or_not_known()
     {
        let of = |cumulative, last_day: Option<&str>, lacks_cumulative| RunRate {
            program: part().0,
            funding: part().1,
            tally: Tally { cumulative: dong(cumulative), lacks_cumulative, ..Tally::default() },
            target: dong(100),
            largest: None,
            last_day: last_day.map(|day| day.parse().unwrap()),
        };
        let late = |of: RunRate, period: &str| of.is_too_late(period.parse().unwrap(), end(2024));
        assert!(late(of(10, Some("2024-06-29"), false), "2024-06"));
        assert!(!late(of(10, Some("2024-06-30"), false), "2024-06"));
        assert!(!late(of(10, None, false), "2024-06"));
        assert!(late(of(10, None, false), "2025-01-31"));
        assert!(!late(of(100, None, false), "2025-01-31"));
        assert!(!late(of(10, None, true), "2025-01-31"));
    }

    #[test]
    fn the_months_that_are_left_end_with_january() {
        let left = |period: &str| months_left(period.parse().unwrap(), 2024);
        assert_eq!([left("2024-06"), left("2024-12"), left("2025-01-31")], [7, 1, 0]);
    }
}
