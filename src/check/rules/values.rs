//! Family 3, values: what cells hold. All but one are raised while a cell is read.

use crate::check::case::Case;
use crate::check::gate::group::Sheets;
use crate::check::gate::wording;
use crate::domain::lang::words;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::Measure;
use crate::rules;

pub(super) fn negative(case: &Case<'_>) -> Vec<Problem> {
    let sheets = Sheets::new(case.submission);
    let checked = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
    let mut problems = Vec::new();
    for line in &case.submission.lines {
        for figure in &line.figures {
            if !figure.amount.is_negative() || !checked.contains(&figure.measure) {
                continue;
            }
            let place = sheets.place(case, line, figure.measure);
            let amount = wording::amount(figure.amount, sheets.unit(line));
            let words = words!(
                "{place}: ghi số âm {amount}.",
                "{place}: states a negative amount, {amount}.";
                place, amount
            );
            let mut problem = sheets.problem(&rules::NEGATIVE_AMOUNT, line, figure.measure, words);
            problem.found = Some(figure.amount);
            if case.submission.explains(line.sheet, line.row) {
                problem.severity = Some(Severity::Warning);
            }
            problems.push(problem);
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::Submission;

    #[test]
    fn a_negative_amount_is_a_fault_unless_explained() {
        let report =
            |plan: f64| submission("2024-06", vec![line(10, "gn.2", Some(plan), [None; 2])]);
        let found = |report: Submission| World::default().found(report, vec![]);
        assert_eq!(found(report(5.0)), [""; 0]);
        assert_eq!(found(report(-5.0)), ["GN303 C11 -"]);
        let mut explained = report(-5.0);
        explained.explanations.push(said(10, "Nộp trả ngân sách"));
        assert_eq!(found(explained), ["w GN303 C11 -"]);
    }
}
