//! Family 6, a month that is far beyond the unit's own months.

use crate::check::case::Case;
use crate::check::gate::past::{in_month, is_month, months, next_day, plan_of, stated};
use crate::check::gate::{obligation_cell, wording};
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::rule::Problem;
use crate::domain::submission::Measure::{Cumulative, InPeriod};
use crate::rules;

/// How many earlier months must be known.
const KNOWN: usize = 5;

pub(super) fn jumped(case: &Case<'_>) -> Vec<Problem> {
    let Period::Month(_, month) = case.submission.period else { return Vec::new() };
    if case.history.len() < KNOWN {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let (times, deviations) = if month == 12 { (5, 20) } else { (3, 10) };
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let Some(plan) = plan_of(case, obligation, *own) else { continue };
        let last = case.history.iter().rev().find(|past| is_month(past.period));
        let last = last.filter(|last| next_day(last.period.to()) == case.submission.period.from());
        let before = last.and_then(|last| last.of(obligation)?.cumulative);
        let Some(found) = in_month(*own, before) else { continue };
        let months = months(case, obligation);
        let months: Vec<i128> = months.into_iter().map(|(_, paid)| paid.as_dong()).collect();
        if months.len() < KNOWN {
            continue;
        }
        let twice_median = twice_median(months.clone());
        let gaps = months.iter().map(|amount| (2 * amount - twice_median).abs());
        // Twice the median of doubled gaps: four times the median absolute deviation.
        let deviation = self::twice_median(gaps.collect()).max(4 * plan.as_dong() / 100);
        let highest = months.iter().copied().max().unwrap_or_default();
        let amount = found.as_dong();
        let is_far = deviations * deviation < 4 * amount - 2 * twice_median;
        if twice_median <= 0 || !is_far || amount <= times * highest {
            continue;
        }
        let usual = Money::from_dong(i64::try_from(twice_median / 2).unwrap_or(i64::MAX));
        let measure = if own.in_period.is_some() { InPeriod } else { Cumulative };
        problems.push(obligation_cell::problem(case, obligation, &rules::UNUSUAL_JUMP, measure, |place, unit| {
            let highest = Money::from_dong(i64::try_from(highest).unwrap_or(i64::MAX));
            let [found, usual, highest] =
                [found, usual, highest].map(|amount| wording::amount(amount, unit));
            let count = months.len();
            words!(
                "{place}: trong tháng {found}; {count} tháng trước thường {usual}, cao nhất {highest}.",
                "{place}: {found} in the month; of {count} earlier months the median is {usual}, the highest {highest}.";
                place, found, count, usual, highest
            )
        })
        .compared(found, usual));
    }
    problems
}

/// Twice the median, so that it is a whole number.
fn twice_median(mut numbers: Vec<i128>) -> i128 {
    numbers.sort_unstable();
    match numbers.len() {
        0 => 0,
        count => numbers[(count - 1) / 2] + numbers[count / 2],
    }
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;

    /// Months with these figures in the period, the cumulative following them.
    fn flow(world: &World, paid: &[f64]) -> Vec<String> {
        let mut total = 0.0;
        let months = paid.iter().zip(1..).map(|(paid, month)| {
            total += paid;
            (month, Some(*paid), total)
        });
        of_year(world, &months.collect::<Vec<_>>())
    }

    #[test]
    fn a_month_ten_times_the_others_is_told() {
        let world = planned_year();
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 450.0]), ["w GN604 D11 +410"]);
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 45.0]), [""; 0]);
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 150.0]), [""; 0], "three times");
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 450.0]), [""; 0], "too few months");
        assert_eq!(
            flow(&world, &[0.0, 0.0, 0.0, 35.0, 0.0, 450.0]),
            [""; 0],
            "a unit that pays in one go"
        );
        assert_eq!(flow(&world, &[1.0, 2.0, 1.0, 2.0, 1.0, 60.0]), [""; 0], "5% of the plan");
    }

    #[test]
    fn december_may_be_high() {
        let paid = |last: f64| [vec![40.0; 11], vec![last]].concat();
        let world = World::planning(&[("HL-01", "gn.2", 1200.0)]);
        assert_eq!(flow(&world, &paid(190.0)), [""; 0]);
        assert_eq!(flow(&world, &paid(600.0)), ["w GN604 D11 +560"]);
    }

    #[test]
    fn months_of_a_form_with_cumulative_figures_only_are_their_differences() {
        let totals = [30.0, 80.0, 120.0, 155.0, 200.0, 650.0];
        let months: Vec<_> =
            totals.iter().zip(1..).map(|(total, month)| (month, None, *total)).collect();
        assert_eq!(of_year(&planned_year(), &months), ["w GN604 E11 +410"]);
        assert_eq!(of_year(&planned_year(), &months[1..]), [""; 0], "four months are known");
    }
}
