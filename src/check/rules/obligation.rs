//! Family 1, obligations that a report leaves open (neither a figure, nor 0, nor "không phát sinh") or answers both ways.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::obligation_cell::{self, Whole};
use crate::check::gate::wording;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::obligation::{Answer, Obligation};
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure, RowKind, SetAside};
use crate::rules;

pub(super) fn partly_filled(case: &Case<'_>) -> Vec<Problem> {
    let unit = case.submission.money_unit;
    let problem = |(obligation, plan): (Obligation, Money)| {
        let key = wording::obligation(&case.context, &obligation);
        let plan = wording::amount(plan, unit);
        let rule = &rules::PARTLY_FILLED;
        let line = obligation.key();
        match first_cell(case, &obligation) {
            Some(cell) => {
                let at = cell.words();
                let words = words!(
                    "{at}: không có số giải ngân nào của {key}; kế hoạch {plan}.",
                    "{at}: no figure of what was disbursed of {key}; its plan is {plan}.";
                    at, key, plan
                );
                cell.problem(case, rule, words).missing(line)
            }
            None => {
                let words = words!(
                    "Báo cáo không có số liệu nào của {key}; kế hoạch {plan}.",
                    "The report has no figure of {key}; its plan is {plan}.";
                    key, plan
                );
                let file = Some(case.submission.file.path.clone());
                Problem::new(rule, Place { file, ..Place::default() }, words).missing(line)
            }
        }
    };
    let blank = blank(case).into_iter().map(problem);
    blank.chain(denied(case)).collect()
}

/// The obligations that are ticked as nil beside money that was disbursed in the period.
fn denied(case: &Case<'_>) -> Vec<Problem> {
    let mut ticked: Vec<Obligation> = Vec::new();
    for (program, funding) in &case.submission.nil_ticks {
        let of = Obligation { program: program.clone(), funding: *funding };
        if !ticked.contains(&of) {
            ticked.push(of);
        }
    }
    let problem = |of: Obligation| {
        let (measure, found, expected) = disbursed(case, &of)?;
        let name = wording::obligation(&case.context, &of);
        let problem = obligation_cell::problem(
            case,
            &of,
            &rules::PARTLY_FILLED,
            measure,
            |at, unit| {
                let amount = wording::amount(found - expected, unit);
                words!(
                    "{at}: {name} được đánh dấu “không phát sinh” nhưng biểu ghi giải ngân {amount} trong kỳ; số này vẫn được tính.",
                    "{at}: {name} is ticked “không phát sinh”, and the form states {amount} disbursed in the period; it counts.";
                    at, name, amount
                )
            },
        );
        Some(problem.compared(found, expected))
    };
    ticked.into_iter().filter_map(problem).collect()
}

/// What contradicts a nil tick: figures of the period, or where the form states none a cumulative that is not that of
/// the report just before.
fn disbursed(case: &Case<'_>, of: &Obligation) -> Option<(Measure, Money, Money)> {
    let figures = |lines: &[Line], measure: Measure| -> Vec<Money> {
        let own = lines.iter().filter(|line| of.covers(&line.key));
        own.filter_map(|line| line.amount(measure)).collect()
    };
    let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
    let lines = &case.submission.lines;
    let in_period = figures(lines, Measure::InPeriod);
    if !in_period.is_empty() {
        let is_nil = in_period.iter().all(|amount| amount.is_zero());
        return (!is_nil).then(|| (Measure::InPeriod, sum(&in_period), Money::ZERO));
    }
    let cumulative = figures(lines, Measure::Cumulative);
    let before =
        case.base.map_or(Money::ZERO, |base| sum(&figures(&base.lines, Measure::Cumulative)));
    let is_other = case.is_next && !cumulative.is_empty() && sum(&cumulative) != before;
    is_other.then(|| (Measure::Cumulative, sum(&cumulative), before))
}

/// The cell in which the report should say something first.
fn first_cell<'a>(case: &Case<'a>, obligation: &Obligation) -> Option<Whole<'a>> {
    Whole::of(case, obligation, &[Measure::Cumulative, Measure::InPeriod])
}

/// The obligations of which the report says nothing, with their plans.
pub(super) fn blank(case: &Case<'_>) -> BTreeMap<Obligation, Money> {
    let submission = case.submission;
    if submission.lines.is_empty() {
        // Nothing of the file could be used, or it only sums up others: another finding says why.
        return BTreeMap::new();
    }
    let answers = answers(case).into_iter();
    let open = answers.filter(|(_, (_, answer))| *answer == Answer::Open);
    let mut blank: BTreeMap<Obligation, Money> = open.map(|(of, (plan, _))| (of, plan)).collect();
    // A form with its rows and without a column for disbursed money: GN203 tells that.
    let is_named = |of: &Obligation| submission.lines.iter().any(|line| of.covers(&line.key));
    blank.retain(|of, _| !is_named(of) || first_cell(case, of).is_some());
    blank
}

/// What the report answers to each obligation of its unit, with the plan: by the register, else as the report states it.
pub(crate) fn answers(case: &Case<'_>) -> BTreeMap<Obligation, (Money, Answer)> {
    let submission = case.submission;
    let said = said(&submission.lines);
    let mut owed: BTreeMap<Obligation, Money> = BTreeMap::new();
    for (key, amount) in case.plan.iter().filter(|(_, amount)| !amount.is_zero()) {
        *owed.entry(Obligation::of(key)).or_insert(Money::ZERO) += *amount;
    }
    if case.plan.is_empty() {
        owed.extend(said.iter().map(|(of, said)| (of.clone(), said.plan)));
    }
    owed.retain(|_, plan| Money::ZERO < *plan);
    let is_ticked = |of: &Obligation| {
        let mut ticks = submission.nil_ticks.iter();
        ticks.any(|(program, funding)| (program, funding) == (&of.program, &of.funding))
    };
    let answer = |of: &Obligation| {
        let said = said.iter().find(|(at, _)| at == of).map(|(_, said)| *said);
        match said.filter(|said| said.is_answered) {
            Some(said) if said.is_nil() => Answer::Nil,
            Some(_) => Answer::Stated,
            None if is_ticked(of) => Answer::Nil,
            None if submission.set_aside.iter().any(|cell| may_answer(case, cell, of)) => {
                Answer::SetAside
            }
            None => Answer::Open,
        }
    };
    owed.into_iter()
        .map(|(of, plan)| {
            let answer = answer(&of);
            (of, (plan, answer))
        })
        .collect()
}

/// What the lines say of an obligation.
#[derive(Clone, Copy, Default)]
struct Said {
    plan: Money,
    /// Any figure beside the plan, a 0 included.
    is_answered: bool,
    /// Whether all figures of the period are 0; `None` where there are none.
    in_period: Option<bool>,
    /// The same of the cumulative.
    cumulative: Option<bool>,
}

impl Said {
    /// Whether it says that nothing was disbursed in the period; in a form without that column: at all.
    fn is_nil(self) -> bool {
        self.in_period.or(self.cumulative).unwrap_or(false)
    }
}

fn said(lines: &[Line]) -> Vec<(Obligation, Said)> {
    let mut found: Vec<(Obligation, Said)> = Vec::new();
    let is_alike =
        |a: &Line, b: &Line| a.key.component == b.key.component && a.key.funding == b.key.funding;
    for lines in lines.chunk_by(is_alike) {
        let at = found.iter().position(|(of, _)| of.covers(&lines[0].key)).unwrap_or_else(|| {
            found.push((Obligation::of(&lines[0].key), Said::default()));
            found.len() - 1
        });
        let said = &mut found[at].1;
        for line in lines {
            said.is_answered |= line.lacks_cumulative;
            for figure in &line.figures {
                let is_zero = figure.amount.is_zero();
                let all_zero = |so_far: Option<bool>| Some(is_zero && so_far.unwrap_or(true));
                match figure.measure {
                    Measure::Plan => said.plan += figure.amount,
                    Measure::Allocated => continue,
                    Measure::InPeriod => said.in_period = all_zero(said.in_period),
                    Measure::Cumulative => said.cumulative = all_zero(said.cumulative),
                    _ => {}
                }
                said.is_answered |= figure.measure != Measure::Plan;
            }
        }
    }
    found
}

/// Whether a cell that was set aside may hold what the unit says of this obligation.
fn may_answer(case: &Case<'_>, cell: &SetAside, of: &Obligation) -> bool {
    if matches!(cell.measure, Some(Measure::Plan | Measure::Allocated)) {
        return false;
    }
    let tables = case.submission.tables.iter().filter(|table| table.sheet == cell.sheet);
    let mut rows = tables.flat_map(|table| &table.rows);
    match rows.find(|row| row.index == cell.cell.row).map(|row| &row.kind) {
        Some(RowKind::Item(id, _)) => of.program.covers(id),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::key::Funding;
    use crate::domain::submission::{Line, Measure, Submission};

    fn of(funding: Funding, mut line: Line) -> Line {
        line.key.funding = funding;
        line
    }

    const PLAN: [(&str, &str, f64); 3] =
        [("HL-01", "gn.2", 100.0), ("HL-01", "ntm.2", 50.0), ("HL-01", "ntm.9", 20.0)];

    /// A report on gn; of ntm it has the plan, and `cumulative`.
    fn report(cumulative: Option<f64>) -> Submission {
        let lines = vec![
            line(10, "gn.2", Some(100.0), [None, Some(5.0)]),
            line(12, "ntm.2", Some(50.0), [None, cumulative]),
            line(13, "ntm.9", Some(20.0), [None, None]),
        ];
        let columns = vec![column(2, Measure::Plan), column(4, Measure::Cumulative)];
        let rows: [NamedRow<'_>; 4] = [
            ("gn.2", None, &[Some(100.0), Some(5.0)]),
            ("ntm", None, &[Some(70.0), cumulative]),
            ("ntm.2", Some(1), &[Some(50.0), cumulative]),
            ("ntm.9", Some(1), &[Some(20.0), None]),
        ];
        Submission { tables: vec![table(columns, &rows)], ..submission("2024-06", lines) }
    }

    #[test]
    fn a_blank_obligation_is_told_once_at_the_programs_row() {
        let world = World::planning(&PLAN);
        assert_eq!(world.found(report(None), vec![]), ["w GN111 E12 -"]);
        assert_eq!(world.found(report(Some(0.0)), vec![]), [""; 0], "an explicit zero");
        assert_eq!(World::default().found(report(None), vec![]), ["w GN111 E12 -"]);
    }

    #[test]
    fn a_tick_answers() {
        let mut ticked = report(None);
        ticked.nil_ticks.push((key("ntm").component, Funding::Recurrent));
        assert_eq!(World::planning(&PLAN).found(ticked.clone(), vec![]), [""; 0]);
        ticked.nil_ticks[0].1 = Funding::Investment;
        assert_eq!(World::planning(&PLAN).found(ticked, vec![]), ["w GN111 E12 -"]);
    }

    #[test]
    fn a_tick_beside_money_of_the_period_is_told_with_the_amount() {
        let ticked = |month: &str, figures| {
            let lines = vec![line(10, "gn.2", Some(100.0), figures)];
            let mut report = submission(month, lines);
            report.nil_ticks = vec![(key("gn").component, Funding::Recurrent); 2];
            report
        };
        let world = World::planning(&PLAN[..1]);
        let may = ticked("2024-05", [Some(0.0), Some(15.0)]);
        let found = |figures, before: &[Submission]| {
            world.found(ticked("2024-06", figures), before.to_vec())
        };
        assert_eq!(found([Some(5.0), None], &[]), ["w GN111 D11 +5"]);
        assert_eq!(found([Some(0.0), Some(20.0)], &[]), [""; 0], "nothing in the period");
        assert_eq!(found([None, Some(20.0)], std::slice::from_ref(&may)), ["w GN111 E11 +5"]);
        assert_eq!(found([None, Some(15.0)], std::slice::from_ref(&may)), [""; 0]);
        assert_eq!(found([None, Some(20.0)], &[]), [""; 0], "what came before is not known");
    }

    #[test]
    fn an_obligation_without_any_row_is_told_once_and_not_line_by_line() {
        let mut report = report(None);
        report.lines.truncate(1);
        report.tables.clear();
        assert_eq!(World::planning(&PLAN).found(report.clone(), vec![]), ["w GN111 - -"]);
        assert_eq!(World::default().found(report, vec![]), [""; 0], "nobody planned it");
    }

    #[test]
    fn funding_types_are_two_obligations() {
        let mut world = World::planning(&PLAN[1..2]);
        world.register.decisions[0].key.funding = Funding::Investment;
        let paid = line(10, "ntm.2", None, [None, Some(5.0)]);
        let report = |funding| submission("2024-06", vec![of(funding, paid.clone())]);
        assert_eq!(world.found(report(Funding::Investment), vec![]), [""; 0]);
        let other = world.found(report(Funding::Recurrent), vec![]);
        assert!(other.contains(&"w GN111 - -".to_owned()), "{other:?}");
    }

    #[test]
    fn what_was_set_aside_may_be_the_answer() {
        let mut unread = report(None);
        unread.set_aside.push(set_aside("E13", Measure::Cumulative));
        assert_eq!(World::planning(&PLAN).found(unread.clone(), vec![]), [""; 0]);
        unread.set_aside[0] = set_aside("E11", Measure::Cumulative);
        assert_eq!(World::planning(&PLAN).found(unread, vec![]), ["w GN111 E12 -"]);
    }

    #[test]
    fn a_plan_taken_back_is_not_owed() {
        let mut world = World::planning(&PLAN);
        world.decide("88/QĐ-UBND", "2024-05-20", "HL-01", "ntm.2", -50.0);
        world.decide("88/QĐ-UBND", "2024-05-20", "HL-01", "ntm.9", -20.0);
        let mut report = report(None);
        report.lines.truncate(1);
        assert_eq!(world.found(report, vec![]), [""; 0]);
    }
}
