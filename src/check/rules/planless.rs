//! Family 2, money paid out of a plan year whose plan nobody stated: neither the form nor the register.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::group::Sheets;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, PlanYear};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure};
use crate::rules;

use Measure::{Cumulative, InPeriod, Plan};

/// GN203 for each plan year that money of a program and funding type was paid of and that has no plan, beside other years
/// that have one. Where no year has one, that is told of each table.
pub(super) fn without_plan(case: &Case<'_>) -> Vec<Problem> {
    let (submission, budget) = (case.submission, case.context.year());
    let of = |key: &Key| (key.component.program(), key.funding);
    let mut planned: BTreeMap<(ComponentId, Funding), Vec<PlanYear>> = BTreeMap::new();
    let stated = submission.lines.iter().filter(|line| line.figure(Plan).is_some());
    for key in stated.map(|line| &line.key).chain(case.plan.keys()) {
        planned.entry(of(key)).or_default().push(key.year);
    }
    let is_planned = |key: &Key| {
        planned.get(&of(key)).is_none_or(|years| {
            years.iter().any(|own| own.covers(key.year, budget) || key.year.covers(*own, budget))
        })
    };
    let paid = |line: &Line| {
        let measure = [Cumulative, InPeriod].into_iter().find(|of| line.figure(*of).is_some())?;
        Some((measure, line.amount(measure)?))
    };
    let sheets = Sheets::new(submission);
    // A column for it is there: that its cell is blank is another matter.
    let has_column = |line: &Line| {
        let mut columns = sheets.table(line).into_iter().flat_map(|table| &table.columns);
        columns.any(|column| {
            let (year, funding) = (column.facts.year, column.facts.funding);
            column.measure == Plan
                && year.is_some_and(|own| own.covers(line.key.year, budget))
                && funding.is_none_or(|own| own == line.key.funding)
        })
    };
    let is_lacking =
        |line: &&Line| !is_planned(&line.key) && !has_column(line) && !sheets.lacks(line, Plan);
    let mut lacking: BTreeMap<(ComponentId, Funding, PlanYear), (&Line, Measure, Money)> =
        BTreeMap::new();
    for line in submission.lines.iter().filter(is_lacking) {
        let Some((measure, amount)) = paid(line) else { continue };
        let (program, funding) = of(&line.key);
        let (_, _, sum) = lacking.entry((program, funding, line.key.year)).or_insert((
            line,
            measure,
            Money::ZERO,
        ));
        *sum += amount;
    }
    lacking.retain(|_, (.., sum)| !sum.is_zero());
    let mut problems = Vec::new();
    for ((program, funding, year), (line, measure, sum)) in lacking {
        let of_year = match year.stated(budget) {
            Some(year) => words!("vốn năm {year}", "money of {year}"; year),
            None => words!("vốn kéo dài", "carried-over money"),
        };
        let (program, funding) = (case.context.catalogue.short(&program), funding.label());
        let words = Words::new(
            format!(
                "{program}, {}: có giải ngân {} nhưng biểu và danh mục đều không có kế hoạch của vốn đó",
                funding.vi.to_lowercase(),
                of_year.vi
            ),
            format!(
                "{program}, {}: there is {} paid out, and neither the form nor the register plans any",
                funding.en, of_year.en
            ),
        );
        let problem = sheets.problem(&rules::MISSING_COLUMN, line, measure, words);
        problems.push(Problem { found: Some(sum), ..problem });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::*;

    fn found(world: &World, lines: Vec<Line>) -> Vec<String> {
        let found = world.found(submission("2024-06", lines), vec![]).into_iter();
        found.filter(|told| told.contains("GN203")).collect()
    }

    #[test]
    fn money_of_a_year_without_a_plan_is_told_beside_years_that_have_one() {
        let world = World::default();
        let now = line(10, "gn.2@central:2024", Some(100.0), [None, Some(10.0)]);
        let before = |plan| line(11, "gn.2@central:2023", plan, [None, Some(3.0)]);
        assert_eq!(found(&world, vec![now.clone(), before(None)]), ["GN203 E12 -"]);
        assert_eq!(found(&world, vec![now.clone(), before(Some(5.0))]), [""; 0]);
        let of_program = line(12, "gn@central:2023", Some(5.0), [None; 2]);
        assert_eq!(found(&world, vec![now, before(None), of_program]), [""; 0]);
    }

    #[test]
    fn the_plan_of_another_program_is_no_plan_of_this_one() {
        let lines = vec![
            line(10, "gn.2@central:2024", Some(100.0), [None, Some(10.0)]),
            line(11, "gn.2@central:2023", None, [None, Some(3.0)]),
            line(12, "ntm.2@central:2023", Some(5.0), [None, Some(1.0)]),
        ];
        assert_eq!(found(&World::default(), lines.clone()), ["GN203 E12 -"]);
        let planned = [("HL-01", "gn.2@central:2023", 5.0), ("HL-01", "gn.2@central:2024", 100.0)];
        assert_eq!(found(&World::planning(&planned), lines), [""; 0]);
    }
}
