//! Money paid out of a plan year whose plan nobody stated: neither the form nor the register.

use std::collections::BTreeMap;

use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, RuleCode};
use crate::domain::submission::{Line, Measure};
use crate::parse::lines::Taken;

/// GN203 for each plan year that money was paid of and that has no plan, beside other years that have one. Where no year
/// has one, that is told of each table.
pub fn without_plan(tables: &[Taken], plan: &BTreeMap<Key, Money>, budget: i32) -> Vec<Problem> {
    let lines =
        || tables.iter().flat_map(|table| table.lines.iter().map(move |line| (table, line)));
    let stated = lines().filter(|(_, line)| line.figure(Measure::Plan).is_some());
    let planned: Vec<PlanYear> =
        stated.map(|(_, line)| line.key.year).chain(plan.keys().map(|key| key.year)).collect();
    if planned.is_empty() {
        return Vec::new();
    }
    let is_planned = |year: PlanYear| {
        planned.iter().any(|own| own.covers(year, budget) || year.covers(*own, budget))
    };
    let paid = |line: &Line| {
        let paid = line.amount(Measure::Cumulative).or(line.amount(Measure::InPeriod));
        paid.unwrap_or(Money::ZERO)
    };
    let mut lacking: Vec<(PlanYear, &Taken, Money)> = Vec::new();
    for (table, line) in lines().filter(|(_, line)| !is_planned(line.key.year)) {
        let amount = paid(line);
        match lacking.iter_mut().find(|(year, _, _)| *year == line.key.year) {
            Some((_, _, sum)) => *sum += amount,
            None => lacking.push((line.key.year, table, amount)),
        }
    }
    let lacking = lacking.into_iter().filter(|(_, _, sum)| !sum.is_zero());
    let problem = |(year, table, sum): (PlanYear, &Taken, Money)| {
        let (vi, en) = match year.stated(budget) {
            Some(year) => (format!("vốn năm {year}"), format!("money of {year}")),
            None => ("vốn kéo dài".to_owned(), "carried-over money".to_owned()),
        };
        let words = Words::new(
            format!("Có giải ngân {vi} nhưng biểu và danh mục đều không có kế hoạch của vốn đó"),
            format!("There is {en} paid out, and neither the form nor the register plans any"),
        );
        let problem = Problem { rule: RuleCode("GN203"), words, ..table.base.clone() };
        Problem { found: Some(sum), ..problem }
    };
    lacking.map(problem).collect()
}
