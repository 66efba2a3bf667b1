//! Family 6, a quarter or longer against its months.

use crate::check::case::Case;
use crate::check::gate::past::{months, stated};
use crate::check::gate::{obligation_cell, wording};
use crate::domain::lang::{Text, Words};
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::Measure::{Cumulative, InPeriod};
use crate::history::first_day;
use crate::rules;

pub(super) fn differing(case: &Case<'_>) -> Vec<Problem> {
    let period = case.submission.period;
    let parts = period.months();
    if parts.is_empty() {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let is_since_new_year = period.from() == first_day(case.context.year());
    let rule = &rules::QUARTER_DIFFERS_FROM_MONTHS;
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let (found, measure) = match (own.in_period, own.cumulative) {
            (Some(found), _) => (found, InPeriod),
            (None, Some(found)) if is_since_new_year => (found, Cumulative),
            (None, _) => continue,
        };
        let months = months(case, obligation);
        let inside: Vec<Money> =
            months.iter().filter(|(of, _)| parts.contains(of)).map(|(_, paid)| *paid).collect();
        if inside.len() < parts.len() {
            continue;
        }
        let expected: Money = inside.iter().copied().sum();
        let unit = case.submission.money_unit;
        // Half of the last digit that a form usually shows, for each month and the quarter.
        let usual = Money::from_dong(unit.dong() as i64 / 2_000 * (inside.len() as i64 + 1));
        let tolerance = case.context.settings.tolerance(rule, unit, usual);
        if (found - expected).abs() <= tolerance {
            continue;
        }
        let against = Text { vi: "cộng các tháng được", en: "the months add up to" };
        let words = |place: &Words, unit| wording::differs(place, unit, found, against, expected);
        let problem = obligation_cell::problem(case, obligation, rule, measure, words);
        problems.push(problem.compared(found, expected));
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::Submission;

    fn report(period: &str, figures: [Option<f64>; 2]) -> Submission {
        submission(period, vec![line(10, "gn.2", Some(1000.0), figures)])
    }

    fn found(now: Submission, months: &[(u32, f64, f64)]) -> Vec<String> {
        let month = |(at, paid, sum): &(u32, f64, f64)| {
            report(&format!("2024-{at:02}"), [Some(*paid), Some(*sum)])
        };
        let world = World::planning(&[("HL-01", "gn.2", 1000.0)]);
        let found = world.found(now, months.iter().map(month).collect());
        found.into_iter().filter(|told| told.contains("GN605")).collect()
    }

    #[test]
    fn a_quarter_is_the_sum_of_its_months() {
        let months = [(3, 5.0, 100.0), (4, 10.0, 110.0), (5, 20.0, 130.0), (6, 30.0, 160.0)];
        let quarter = |paid| report("2024-Q2", [Some(paid), Some(160.0)]);
        assert_eq!(found(quarter(60.0), &months), [""; 0]);
        assert_eq!(found(quarter(70.0), &months), ["GN605 D11 +10"]);
        assert_eq!(found(quarter(70.0), &months[..3]), [""; 0], "a month is missing");
    }

    #[test]
    fn from_new_year_the_cumulative_is_the_sum_of_the_months() {
        let months = [(1, 10.0, 10.0), (2, 20.0, 30.0), (3, 30.0, 60.0)];
        let quarter = |sum| report("2024-Q1", [None, Some(sum)]);
        assert_eq!(found(quarter(60.0), &months), [""; 0]);
        assert_eq!(found(quarter(65.0), &months), ["GN605 E11 +5"]);
    }
}
