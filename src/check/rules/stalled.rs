//! Family 6, money that lies still.

use chrono::{Months, NaiveDate};

use crate::check::case::Case;
use crate::check::gate::past::{next_day, plan_of, stated, sum};
use crate::check::gate::{obligation_cell, wording};
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, Reported};
use crate::domain::rule::Problem;
use crate::domain::submission::Measure::Cumulative;
use crate::history::first_day;
use crate::rules;

pub(super) fn stalled(case: &Case<'_>) -> Vec<Problem> {
    let periods = case.context.settings.targets.stalled_periods;
    if periods == 0 || case.history.is_empty() {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let Some(found) = own.cumulative else { continue };
        let Some((since, months)) = still_since(case, obligation, *own) else { continue };
        if months < periods {
            continue;
        }
        let Some(plan) = plan_of(case, obligation, *own) else { continue };
        let window = next_day(case.submission.period.to()) - Months::new(periods);
        let is_left = |plan: Money| plan.as_dong() < 100 * (plan - found).as_dong();
        if !is_left(plan) || !is_left(planned_on(case, obligation, window, plan)) {
            continue;
        }
        problems.push(obligation_cell::problem(case, obligation, &rules::STALLED, Cumulative, |place, unit| {
            let [paid, left] = [found, plan - found].map(|amount| wording::amount(amount, unit));
            let [from, to] =
            [since, case.submission.period.to()].map(|day| day.format("%-d/%-m/%Y"));
            words!(
                "{place}: lũy kế vẫn là {paid} từ {from} đến {to} ({months} tháng liền không giải ngân), còn {left}.",
                "{place}: still {paid} from {from} to {to} ({months} months without disbursement), {left} left.";
                place, paid, from, to, months, left
            )
        })
        .compared(found, plan));
    }
    problems
}

/// Since which day nothing was disbursed, as far as earlier reports show, and for how many whole months.
fn still_since(
    case: &Case<'_>,
    obligation: &Obligation,
    own: Reported,
) -> Option<(NaiveDate, u32)> {
    let period = case.submission.period;
    let end = next_day(period.to());
    let is_nil = |reported: Reported| reported.in_period.is_some_and(Money::is_zero);
    if own.in_period.is_some_and(|amount| !amount.is_zero()) {
        return None;
    }
    let found = own.cumulative?;
    let mut since = None;
    for past in case.history.iter().rev() {
        let Some(before) = past.of(obligation) else { continue };
        let Some(earlier) = before.cumulative else { continue };
        if earlier != found {
            break;
        }
        let from = if is_nil(before) { past.period.from() } else { next_day(past.period.to()) };
        since = Some(since.map_or(from, |since: NaiveDate| since.min(from)));
    }
    let since = since?;
    // Nothing at all: then nothing was disbursed since the year began.
    let since = if found.is_zero() { first_day(case.context.year()) } else { since };
    let months = (1..=24).take_while(|&months| since + Months::new(months) <= end).count();
    Some((since, u32::try_from(months).expect("at most 24")))
}

/// What the register had planned by that day; without a register, `plan`.
fn planned_on(case: &Case<'_>, obligation: &Obligation, day: NaiveDate, plan: Money) -> Money {
    if case.plan.is_empty() {
        return plan;
    }
    sum(obligation, &case.context.register.plan(&case.submission.unit, day))
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;

    #[test]
    fn three_months_at_the_same_figure_are_told() {
        let world = planned_year();
        let flat = |months: std::ops::RangeInclusive<u32>| {
            let months: Vec<_> = months.map(|month| (month, None, 450.0)).collect();
            of_year(&world, &months)
        };
        assert_eq!(flat(3..=6), ["w GN603 E11 -750"]);
        assert_eq!(flat(4..=6), [""; 0], "what was paid in April is not known");
        let nil = [(4, Some(0.0), 450.0), (5, None, 450.0), (6, None, 450.0)];
        assert_eq!(of_year(&world, &nil), ["w GN603 E11 -750"], "April says 0 itself");
        let moved = [(3, None, 440.0), (4, None, 450.0), (5, None, 450.0), (6, None, 450.0)];
        assert_eq!(of_year(&world, &moved), [""; 0]);
        assert_eq!(
            of_year(&World::default(), &[(3, None, 450.0), (6, None, 450.0)]),
            ["w GN603 E11 -750"],
            "the missing months lie between two equal figures; the stated plan serves"
        );
    }

    #[test]
    fn a_missing_month_is_not_a_month_without_disbursement() {
        assert_eq!(of_year(&planned_year(), &[(6, None, 450.0)]), [""; 0]);
        assert_eq!(of_year(&planned_year(), &[(2, None, 400.0), (6, None, 450.0)]), [""; 0]);
    }

    #[test]
    fn nothing_is_stalled_where_nothing_is_left() {
        let spent = [(3, None, 1195.0), (6, None, 1195.0)];
        assert_eq!(of_year(&planned_year(), &spent), [""; 0]);
    }

    #[test]
    fn money_that_was_just_allocated_is_not_stalled() {
        let mut world = World::planning(&[]);
        world.decide("88/QĐ-UBND", "2024-05-20", "HL-01", "gn.2", 1200.0);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (6, None, 0.0)]), [""; 0]);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (7, None, 0.0)]), [""; 0]);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (8, None, 0.0)]), ["w GN603 E11 -1.200"]);
    }

    #[test]
    fn the_office_says_for_how_many_months() {
        let mut world = planned_year();
        world.settings.targets.stalled_periods = 2;
        assert_eq!(of_year(&world, &[(4, None, 450.0), (6, None, 450.0)]), ["w GN603 E11 -750"]);
        world.settings.targets.stalled_periods = 0;
        assert_eq!(of_year(&world, &[(1, None, 450.0), (12, None, 450.0)]), [""; 0]);
    }

    #[test]
    fn a_program_is_told_once_and_at_what_it_adds_up_to() {
        let of = |period: &str| {
            let lines = vec![
                line(10, "gn.2", None, [None, Some(100.0)]),
                line(11, "gn.3.1", None, [None, Some(300.0)]),
                line(12, "ntm.2", None, [None, Some(0.0)]),
            ];
            submission(period, lines)
        };
        let world = World::planning(&[("HL-01", "gn.2", 300.0), ("HL-01", "gn.3.1", 300.0)]);
        let found = world.found(of("2024-06"), vec![of("2024-03")]);
        assert_eq!(found, ["w GN603 E12 -200"]);
    }
}
