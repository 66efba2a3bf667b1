//! The gate: submissions → checked submissions and findings.
//!
//! A rule is one record and one function, next to each other in the file of its family; [`RULES`] lists them. To add
//! one: the record, the function, a test that trips it, and its line in `RULES`.

use rayon::prelude::*;

use crate::domain::rule::{Check, Context, Finding, Problem, Rule, RuleCode};
use crate::domain::submission::Submission;

mod allocation;
mod arithmetic;
mod cumulative;
mod file;
#[cfg(test)]
mod fixture;
mod grid;
mod group;
mod layout;
mod neighbours;
mod plan;
mod rate;
mod settle;
mod values;
mod wording;

/// A submission that went through the gate. Only [`check`] makes one, so that nothing unchecked is aggregated.
#[derive(Debug)]
pub struct Checked(Submission);

impl Checked {
    /// What was submitted.
    pub fn submission(&self) -> &Submission {
        &self.0
    }
}

/// Everything that was read for a period.
#[derive(Default)]
pub struct Batch {
    /// The submissions that count: of the period, and for a quarter and longer of its months.
    pub current: Vec<Submission>,
    /// The submissions of the budget year before them.
    pub earlier: Vec<Submission>,
    /// What intake brought up that no submission carries: unreadable files, unknown units, wrong periods.
    pub problems: Vec<Problem>,
}

/// What came out of the gate.
pub struct Outcome {
    /// The submissions that count, checked.
    pub current: Vec<Checked>,
    /// Those before them.
    pub earlier: Vec<Checked>,
    /// All findings: by unit in the order of the register, the worst and largest first.
    pub findings: Vec<Finding>,
}

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &file::UNREADABLE_FILE,
    &file::PASSWORD_PROTECTED,
    &file::MISNAMED_FORMAT,
    &file::FILE_OVER_LIMITS,
    &file::SEVERAL_SUBMISSIONS,
    &file::UNKNOWN_UNIT,
    &file::WRONG_PERIOD,
    &file::NO_TABLE_FOUND,
    &file::OUTDATED_TEMPLATE,
    &layout::UNKNOWN_COLUMN,
    &layout::AMBIGUOUS_COLUMN,
    &layout::MISSING_COLUMN,
    &layout::UNKNOWN_ROW,
    &layout::DUPLICATE_ROW,
    &layout::HIDDEN_FIGURES,
    &layout::MONEY_UNIT_MISSING,
    &layout::MONEY_UNIT_CONTRADICTED,
    &values::NUMBER_TYPED_AS_TEXT,
    &values::NOT_A_NUMBER,
    &values::NEGATIVE_AMOUNT,
    &values::ERROR_CELL,
    &values::FORMULA_WITHOUT_VALUE,
    &values::AMBIGUOUS_NUMBER,
    &values::LEGACY_ENCODING,
    &values::FRACTION_OF_DONG,
    &arithmetic::CHILDREN_DO_NOT_ADD_UP,
    &arithmetic::PARTS_DO_NOT_ADD_UP,
    &rate::RATE_DIFFERS,
    &cumulative::PERIOD_AND_CUMULATIVE_DISAGREE,
    &plan::PLAN_DIFFERS_FROM_REGISTER,
    &plan::DISBURSED_OVER_PLAN,
    &plan::LINE_NOT_IN_PLAN,
    &plan::PLANNED_LINE_MISSING,
    &allocation::OVER_ALLOCATED,
    &allocation::NOT_YET_ALLOCATED,
    &cumulative::CUMULATIVE_FELL,
];

/// The rule with this code.
pub fn rule(code: RuleCode) -> &'static Rule {
    RULES.iter().find(|rule| rule.code == code).expect("every code that is raised has a record")
}

/// Runs every rule on what was read.
///
/// Nothing is dropped or changed: every submission comes out as it went in, with what is to be said of it beside it.
pub fn check(context: &Context<'_>, batch: Batch) -> Outcome {
    let neighbours = neighbours::Neighbours::new(context, &batch);
    let of_submissions: Vec<Vec<Finding>> = batch
        .current
        .par_iter()
        .map(|submission| {
            let case = neighbours.case(context, submission);
            let found = RULES.iter().filter_map(|rule| match rule.check {
                Check::Each(find) => Some(find(&case)),
                Check::Reading | Check::Register(_) => None,
            });
            let problems = submission.problems.iter().cloned().chain(found.flatten());
            let owned = problems.map(|problem| match problem.unit {
                None => problem.of(&submission.unit),
                Some(_) => problem,
            });
            owned
                .filter_map(|problem| settle::finding(context, submission.period, problem))
                .collect()
        })
        .collect();
    let of_register = RULES.iter().filter_map(|rule| match rule.check {
        Check::Register(find) => Some(find(context)),
        Check::Reading | Check::Each(_) => None,
    });
    let others = batch.problems.iter().cloned().chain(of_register.flatten());
    let others = others.filter_map(|problem| settle::finding(context, context.period, problem));
    let mut findings: Vec<Finding> = of_submissions.into_iter().flatten().chain(others).collect();
    settle::sort(context.register, &mut findings);
    Outcome {
        current: batch.current.into_iter().map(passed).collect(),
        earlier: batch.earlier.into_iter().map(passed).collect(),
        findings,
    }
}

/// What has passed the gate is aggregated by its lines; the tables were for the rules, and are most of its memory.
fn passed(submission: Submission) -> Checked {
    Checked(Submission { tables: Vec::new(), ..submission })
}

#[cfg(test)]
mod tests {
    use super::fixture::*;
    use crate::domain::money::MoneyUnit;
    use crate::domain::submission::Measure;

    #[test]
    fn every_submission_comes_out_in_its_place() {
        let reports = |period| {
            ["B", "A", "C"].map(|code| {
                let mut report = submission(period, vec![]);
                report.unit = unit(code);
                report
            })
        };
        let outcome = World::default().check(reports("2024-06").into(), reports("2024-05").into());
        for checked in [&outcome.current, &outcome.earlier] {
            let units = checked.iter().map(|checked| checked.submission().unit.as_str());
            assert_eq!(units.collect::<String>(), "BAC");
        }
    }

    #[test]
    fn a_finding_says_unit_cell_row_heading_and_amounts() {
        let rows: [NamedRow<'_>; 2] =
            [("gn.3", None, &[Some(1045.0)]), ("gn.3.1", Some(0), &[Some(1000.0)])];
        let table = table(vec![column(2, Measure::Plan)], &rows);
        let outcome = World::default().check(vec![with_table(table)], vec![]);
        let [finding] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
        assert_eq!(finding.problem.unit, Some(unit("HL-01")));
        assert_eq!(finding.problem.place.to_string(), "nop/2024-06/HL-01.xlsx › Vốn sự nghiệp!C11");
        assert_eq!(
            finding.problem.words.vi,
            "Dòng “gn.3”, cột “kế hoạch vốn”: ghi 1.045 triệu đồng, cộng các dòng con được 1.000 triệu đồng, nhiều hơn 45 triệu đồng."
        );
        assert_eq!(finding.difference().unwrap().show(MoneyUnit::Million, 0), "45");
    }
}
