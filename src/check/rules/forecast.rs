//! Family 5, what a unit expects to disburse against what it has disbursed and may.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::group::{Group, Sheets, groups, largest, total};
use crate::check::gate::implied::{self, Take};
use crate::check::gate::wording;
use crate::domain::key::Key;
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure};
use crate::rules;

use Measure::{Cumulative, Forecast, ForecastNext, Plan};

const BELOW_CUMULATIVE: Text =
    Text { vi: "lũy kế đã giải ngân", en: "the cumulative is already" };
const BELOW_DECEMBER: Text =
    Text { vi: "ước đến 31/12 đã là", en: "the one to 31/12 is already" };
const ABOVE_PLAN: Text = Text { vi: "kế hoạch vốn chỉ có", en: "the plan is only" };

pub(super) fn out_of_range(case: &Case<'_>) -> Vec<Problem> {
    let measures = [Forecast, ForecastNext].into_iter().filter(|measure| states(case, *measure));
    let measures: Vec<Measure> = measures.collect();
    if measures.is_empty() {
        return Vec::new();
    }
    let (sheets, lines) = (Sheets::new(case.submission), implied::lines(case, Take::AtLeast));
    let unplanned = BTreeMap::new();
    let stated = groups(case, lines.iter(), [].iter(), &unplanned);
    let registered = match case.plan.is_empty() {
        true => Vec::new(),
        false => groups(case, lines.iter(), [].iter(), case.plan),
    };
    let mut problems = Vec::new();
    for measure in measures {
        let checked = Checked { case, sheets: &sheets, measure };
        problems.extend(stated.iter().filter_map(|group| checked.below(group)));
        problems.extend(match case.plan.is_empty() {
            true => {
                stated.iter().filter_map(|group| checked.above_stated(group)).collect::<Vec<_>>()
            }
            false => {
                registered.iter().filter_map(|group| checked.above_registered(group)).collect()
            }
        });
    }
    problems
}

/// Whether any line states something but 0: a column full of zeros was not used.
pub(super) fn states(case: &Case<'_>, measure: Measure) -> bool {
    // What an office hands up is the sum of those below that state it: theirs was checked there.
    let own = case.submission.lines.iter().filter(|line| line.relayed.is_none());
    let mut amounts = own.filter_map(|line| line.amount(measure));
    amounts.any(|amount| !amount.is_zero())
}

/// A forecast of a report.
struct Checked<'c, 'a> {
    case: &'c Case<'a>,
    sheets: &'c Sheets<'a>,
    measure: Measure,
}

impl Checked<'_, '_> {
    /// Whether the figures of this measure in the group are known, as far as the forecast speaks of them: a forecast
    /// that is blank beside a figure says nothing of it.
    fn is_comparable(&self, group: &Group<'_>, with: Measure) -> bool {
        let budget = self.case.context.year();
        let lacks =
            |line: &Line| self.sheets.lacks(line, self.measure) || self.sheets.lacks(line, with);
        let forecast = |key: &Key| {
            let mut own = group.lines.iter().filter(|line| line.figure(self.measure).is_some());
            own.any(|line| line.key.covers(key, budget))
        };
        let is_open = |line: &Line| {
            line.amount(with).is_some_and(|amount| !amount.is_zero()) && !forecast(&line.key)
        };
        !group.lines.iter().any(|line| lacks(line) || is_open(line))
    }

    /// The forecast against what it cannot be below.
    fn below(&self, group: &Group<'_>) -> Option<Problem> {
        let (found, _) = total(&group.lines, self.measure)?;
        let against = |with: Measure, against: Text| {
            let (expected, addends) = total(&group.lines, with)?;
            let is_low = found < expected && self.is_comparable(group, with);
            is_low.then(|| self.problem(group, found, against, expected, addends)).flatten()
        };
        let december = Period::Year(self.case.context.year()).to();
        let is_past = december < self.case.submission.period.to();
        let of_cumulative = || against(Cumulative, BELOW_CUMULATIVE);
        match self.measure {
            // In January what was disbursed since 31/12 is in the cumulative too.
            Forecast if is_past => None,
            Forecast => of_cumulative(),
            _ => of_cumulative().or_else(|| against(Forecast, BELOW_DECEMBER)),
        }
    }

    fn above_registered(&self, group: &Group<'_>) -> Option<Problem> {
        if group.plan.is_empty() {
            return None;
        }
        self.above(group, group.plan.iter().map(|(_, amount)| *amount).sum())
    }

    /// Without a register: where every line with a forecast has a plan beside it.
    fn above_stated(&self, group: &Group<'_>) -> Option<Problem> {
        let (plan, _) = total(&group.lines, Plan)?;
        let budget = self.case.context.year();
        let has_plan = |line: &Line| {
            let mut planned = group.lines.iter().filter(|other| other.figure(Plan).is_some());
            planned.any(|other| {
                other.key.covers(&line.key, budget) || line.key.covers(&other.key, budget)
            })
        };
        let is_open = |line: &&Line| {
            self.sheets.lacks(line, Plan) || line.figure(self.measure).is_some() && !has_plan(line)
        };
        if group.lines.iter().any(is_open) { None } else { self.above(group, plan) }
    }

    fn above(&self, group: &Group<'_>, plan: Money) -> Option<Problem> {
        let (found, addends) = total(&group.lines, self.measure)?;
        let paid = total(&group.lines, Cumulative).map_or(Money::ZERO, |(paid, _)| paid);
        // Where more than the plan was disbursed already, that is told where it stands (GN502).
        let is_above = plan < found && paid <= plan;
        is_above.then(|| self.problem(group, found, ABOVE_PLAN, plan, addends)).flatten()
    }

    fn problem(
        &self,
        group: &Group<'_>,
        found: Money,
        against: Text,
        expected: Money,
        addends: usize,
    ) -> Option<Problem> {
        let rule = &rules::FORECAST_OUT_OF_RANGE;
        let allowed = group.tolerance(self.case, rule, self.sheets, None, addends);
        if (found - expected).abs() <= allowed {
            return None;
        }
        let line = largest(&group.lines, self.measure)?;
        let place = self.sheets.place(self.case, line, self.measure);
        let words = wording::differs(&place, self.sheets.unit(line), found, against, expected);
        Some(self.sheets.problem(rule, line, self.measure, words).compared(found, expected))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::{Figure, Line, Measure};

    /// A line with a figure in column G and another in H.
    fn more(mut line: Line, figures: [(Measure, Option<f64>); 2]) -> Line {
        for ((measure, amount), column) in figures.into_iter().zip(6..) {
            let figure = amount.map(|amount| Figure { measure, column, amount: million(amount) });
            line.figures.extend(figure);
        }
        line
    }

    fn forecast(row: u32, key: &str, cumulative: f64, to: [Option<f64>; 2]) -> Line {
        let line = line(row, key, Some(1000.0), [None, Some(cumulative)]);
        more(line, [(Measure::Forecast, to[0]), (Measure::ForecastNext, to[1])])
    }

    fn found(lines: Vec<Line>) -> Vec<String> {
        World::default().found(submission("2024-06", lines), vec![])
    }

    #[test]
    fn a_forecast_lies_between_the_cumulative_and_the_plan() {
        let of = |to| found(vec![forecast(10, "gn.2", 600.0, to)]);
        assert_eq!(of([Some(1000.0), Some(1000.0)]), [""; 0]);
        assert_eq!(of([Some(600.0), None]), [""; 0]);
        assert_eq!(of([None, None]), [""; 0]);
        assert_eq!(of([Some(400.0), None]), ["w GN510 G11 -200"]);
        assert_eq!(of([Some(1100.0), None]), ["w GN510 G11 +100"]);
        assert_eq!(of([None, Some(550.0)]), ["w GN510 H11 -50"]);
        assert_eq!(of([None, Some(1001.0)]), ["w GN510 H11 +1"]);
        assert_eq!(of([Some(900.0), Some(800.0)]), ["w GN510 H11 -100"]);
    }

    #[test]
    fn a_column_of_zeros_was_not_used() {
        let zero = Some(0.0);
        let lines = |to| vec![forecast(10, "gn.2", 600.0, to), forecast(11, "gn.3.1", 5.0, to)];
        assert_eq!(found(lines([zero, zero])), [""; 0]);
        let mut used = lines([zero, None]);
        used[1] = forecast(11, "gn.3.1", 5.0, [Some(10.0), None]);
        assert_eq!(found(used), ["w GN510 G11 -600"]);
    }

    #[test]
    fn a_forecast_in_total_is_compared_with_the_sum_of_the_sources() {
        let lines = |to: f64| {
            let mut whole = forecast(10, "gn.2", 0.0, [Some(to), None]);
            whole.figures.retain(|figure| figure.measure == Measure::Forecast);
            vec![
                line(10, "gn.2@central", Some(700.0), [None, Some(400.0)]),
                line(10, "gn.2@district", Some(300.0), [None, Some(100.0)]),
                whole,
            ]
        };
        assert_eq!(found(lines(800.0)), [""; 0]);
        assert_eq!(found(lines(450.0)), ["w GN510 G11 -50"]);
        assert_eq!(found(lines(1010.0)), ["w GN510 G11 +10"]);
    }

    #[test]
    fn a_blank_forecast_beside_another_work_is_not_nothing() {
        let works = vec![
            forecast(10, "ntm.2/Đường A", 80.0, [Some(100.0), None]),
            forecast(11, "ntm.2/Đường B", 90.0, [None, None]),
        ];
        let world = World::planning(&[("HL-01", "ntm.2", 2000.0)]);
        assert_eq!(world.found(submission("2024-06", works), vec![]), [""; 0]);
    }

    #[test]
    fn the_registered_plan_is_the_limit_where_there_is_one() {
        let world =
            World::planning(&[("HL-01", "gn.2@central", 700.0), ("HL-01", "gn.2@local", 300.0)]);
        let of = |to| {
            let report = submission("2024-06", vec![forecast(10, "gn.2", 600.0, [Some(to), None])]);
            world.found(report, vec![])
        };
        assert_eq!(of(1000.0), [""; 0]);
        assert_eq!(of(1200.0), ["w GN510 G11 +200"]);
    }

    #[test]
    fn what_is_overspent_already_is_told_once() {
        assert_eq!(
            found(vec![forecast(10, "gn.2", 1012.0, [Some(1012.0), None])]),
            ["GN502 E11 +12"]
        );
    }

    #[test]
    fn in_january_the_cumulative_may_pass_the_forecast_to_december() {
        let lines = || vec![forecast(10, "gn.2", 600.0, [Some(500.0), Some(700.0)])];
        let mut world = World::planning(&[]);
        world.register.units.clear();
        assert_eq!(world.found(submission("2025-01-31", lines()), vec![]), [""; 0]);
        assert_eq!(world.found(submission("2024-12", lines()), vec![]), ["w GN510 G11 -100"]);
    }
}
