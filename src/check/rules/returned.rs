//! Family 5, what a unit proposes to return against what is left of its plan.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::group::{Group, Sheets, groups, largest, total};
use crate::check::gate::implied::{self, Take};
use crate::check::gate::wording;
use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure};
use crate::rules;

use Measure::{Cumulative, Plan, ToReturn};

const LEFT: Text = Text {
    vi: "kế hoạch vốn trừ lũy kế giải ngân chỉ còn",
    en: "of the plan there is only left",
};

pub(super) fn out_of_range(case: &Case<'_>) -> Vec<Problem> {
    if !super::forecast::states(case, ToReturn) {
        return Vec::new();
    }
    let (sheets, lines) = (Sheets::new(case.submission), implied::lines(case, Take::AtLeast));
    let unplanned = BTreeMap::new();
    let plan = if case.plan.is_empty() { &unplanned } else { case.plan };
    let found = groups(case, lines.iter(), [].iter(), plan);
    let mut problems: Vec<Problem> =
        lines.iter().filter_map(|line| negative(case, &sheets, line)).collect();
    problems.extend(found.iter().filter_map(|group| over(case, &sheets, group)));
    problems
}

/// Less than nothing.
fn negative(case: &Case<'_>, sheets: &Sheets<'_>, line: &Line) -> Option<Problem> {
    let found = line.amount(ToReturn).filter(|amount| amount.is_negative())?;
    let place = sheets.place(case, line, ToReturn);
    let amount = wording::amount(found, sheets.unit(line));
    let words = words!(
        "{place}: ghi số âm {amount}.",
        "{place}: states a negative amount, {amount}.";
        place, amount
    );
    let rule = &rules::RETURN_OUT_OF_RANGE;
    Some(sheets.problem(rule, line, ToReturn, words).compared(found, Money::ZERO))
}

/// More than is left. What was disbursed for certain is asked: more of it would leave less.
fn over(case: &Case<'_>, sheets: &Sheets<'_>, group: &Group<'_>) -> Option<Problem> {
    let (found, addends) = total(&group.lines, ToReturn)?;
    let plan: Money = if case.plan.is_empty() {
        if group.lines.iter().any(|line| sheets.lacks(line, Plan)) {
            return None;
        }
        total(&group.lines, Plan)?.0
    } else {
        group.plan.iter().map(|(_, amount)| *amount).sum()
    };
    let (paid, of_paid) = total(&group.lines, Cumulative).unwrap_or((Money::ZERO, 0));
    // Where more than the plan was disbursed already, that is told where it stands (GN502).
    let left = if plan < paid { Money::ZERO } else { plan - paid };
    let rule = &rules::RETURN_OUT_OF_RANGE;
    let allowed = group.tolerance(case, rule, sheets, None, addends + of_paid);
    if found - left <= allowed {
        return None;
    }
    let line = largest(&group.lines, ToReturn)?;
    let place = sheets.place(case, line, ToReturn);
    let mut words = wording::differs(&place, sheets.unit(line), found, LEFT, left);
    if let Some(said) = group.lines.iter().find_map(|line| implied::said(line)) {
        words = wording::then(words, &said);
    }
    Some(sheets.problem(rule, line, ToReturn, words).compared(found, left))
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::{Figure, Line, Measure};

    fn returning(mut line: Line, amount: f64) -> Line {
        let (measure, amount) = (Measure::ToReturn, million(amount));
        line.figures.push(Figure { measure, column: 6, amount });
        line
    }

    #[test]
    fn no_more_is_returned_than_is_left_and_no_less_than_nothing() {
        let of = |amount| {
            let line = line(10, "gn.2", Some(1000.0), [None, Some(700.0)]);
            World::default().found(submission("2024-06", vec![returning(line, amount)]), vec![])
        };
        assert_eq!(of(300.0), [""; 0]);
        assert_eq!(of(0.0), [""; 0]);
        assert_eq!(of(400.0), ["w GN512 G11 +100"]);
        assert_eq!(of(-5.0), ["w GN512 G11 -5"]);
    }

    #[test]
    fn the_registered_plan_is_what_something_may_be_left_of() {
        let world =
            World::planning(&[("HL-01", "gn.2@central", 700.0), ("HL-01", "gn.2@local", 300.0)]);
        let of = |key: &str, amount| {
            let lines = vec![
                line(10, "gn.2@central", None, [None, Some(600.0)]),
                line(10, "gn.2@local", None, [None, Some(100.0)]),
                returning(line(20, key, None, [None, None]), amount),
            ];
            world.found(submission("2024-06", lines), vec![])
        };
        assert_eq!(of("gn.2", 300.0), [""; 0]);
        assert_eq!(of("gn.2", 301.0), ["w GN512 G21 +1"]);
        assert_eq!(of("gn.2@central", 101.0), ["w GN512 G21 +1"]);
    }
}
