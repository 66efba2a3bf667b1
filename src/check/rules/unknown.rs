//! What a report leaves unsaid: worked out from what it prints of the period before (GN310), or known by nobody (GN606).

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::group::Sheets;
use crate::check::gate::implied::{self, is_open};
use crate::check::gate::wording;
use crate::domain::context::Context;
use crate::domain::key::Key;
use crate::domain::known::{Amount, Known};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::position::Figures;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Line, Measure, RowKind, Table};
use crate::history::first_day;
use crate::rules;

use Measure::{Cumulative, InPeriod, Previous};

pub(super) fn worked_out(case: &Case<'_>) -> Vec<Problem> {
    if case.submission.lines.iter().all(|line| line.previous.is_none()) {
        return Vec::new();
    }
    let position = implied::position(case);
    let mut problems = Vec::new();
    for measure in [InPeriod, Cumulative] {
        let amount = |figures: &Figures| match measure {
            InPeriod => figures.in_period,
            _ => figures.cumulative,
        };
        // By sheet: how many figures, their sum, and the first row.
        let mut sheets: BTreeMap<u16, (usize, Money, u32)> = BTreeMap::new();
        for figures in position.figures.values() {
            let (Some(amount), Some((_, sheet, row))) = (amount(figures), figures.place) else {
                continue;
            };
            if amount.known != Known::Printed {
                continue;
            }
            let known = sheets.entry(sheet).or_insert((0, Money::ZERO, row));
            *known = (known.0 + 1, known.1 + amount.money, known.2.min(row));
        }
        for (sheet, (count, sum, row)) in sheets {
            let of_sheet = |figures: &&Figures| figures.place.is_some_and(|(_, at, _)| at == sheet);
            let all = position.figures.values().filter(of_sheet).filter_map(amount);
            let all: Money = all.map(|amount| amount.money).sum();
            problems.push(told(case, measure, sheet, row, count, sum, all));
        }
    }
    problems
}

/// One note for a column; a warning where the form's own total is another.
fn told(
    case: &Case<'_>,
    measure: Measure,
    sheet: u16,
    row: u32,
    count: usize,
    sum: Money,
    all: Money,
) -> Problem {
    let tables = case.submission.tables.iter().filter(|table| table.sheet == sheet);
    let table = tables.clone().find(|table| table.rows.iter().any(|of| of.index == row));
    let column = table.and_then(|table| {
        let of = |wanted| table.columns.iter().find(|column| column.measure == wanted);
        of(measure).or_else(|| of(Previous))
    });
    let cell = column.map(|column| Cell::new(row, column.index));
    let unit = column.map_or(case.submission.money_unit, |column| column.unit);
    let label = measure.label();
    let shown = wording::amount(sum, unit);
    let (how_vi, how_en) = match measure {
        InPeriod => (
            "lũy kế trừ lũy kế kỳ trước ghi trên biểu",
            "cumulative less the previous cumulative on the form",
        ),
        _ => (
            "lũy kế kỳ trước ghi trên biểu cộng số trong kỳ",
            "the previous cumulative on the form plus the period",
        ),
    };
    let mut words = Words::new(
        format!(
            "Chưa có báo cáo kỳ trước nên {} của {count} dòng là {how_vi}: {}.",
            label.vi, shown.vi
        ),
        format!(
            "No report of the period before: {} of {count} rows is {how_en}: {}.",
            label.en, shown.en
        ),
    );
    let place = Place { cell, ..case.submission.place(sheet, Cell::new(row, 0)) };
    let stated = table.and_then(|table| own_total(table, measure));
    let allowed = table.map_or(Money::ZERO, |table| table.tolerance(count + 1));
    let mut severity = None;
    if let Some(stated) = stated.filter(|stated| (*stated - all).abs() > allowed) {
        let [stated, all] = [stated, all].map(|money| wording::amount(money, unit));
        let more = words!(
            "Dòng tổng của biểu ghi {stated}, cộng được {all}.",
            "The form's own total is {stated}, the rows come to {all}.";
            stated, all
        );
        words = wording::then(words, &more);
        severity = Some(Severity::Warning);
    }
    let problem = Problem::new(&rules::BLANK_WORKED_OUT, place, words);
    Problem { severity, ..problem.of(&case.submission.unit) }
}

/// What the sum of everything states in the widest column of a measure.
fn own_total(table: &Table, measure: Measure) -> Option<Money> {
    let is_total =
        |row: &usize| table.rows[*row].kind == RowKind::Total && table.rows[*row].parent.is_none();
    let row = (0..table.rows.len()).find(is_total)?;
    let is_whole = |at: &usize| {
        let column = &table.columns[*at];
        let is_part =
            table.columns.iter().any(|whole| whole.splits.iter().flatten().any(|of| of == at));
        column.measure == measure && !column.is_detail && !is_part
    };
    let wholes: Vec<usize> = (0..table.columns.len()).filter(is_whole).collect();
    let [only] = wholes.as_slice() else { return None };
    table.at(row, *only).amount()
}

pub(super) fn unknown(case: &Case<'_>) -> Vec<Problem> {
    let states = |line: &Line| line.figure(InPeriod).is_some() || line.figure(Cumulative).is_some();
    if !case.submission.lines.iter().any(states) {
        return Vec::new();
    }
    let position = implied::position(case);
    let sheets = Sheets::new(case.submission);
    // What was set aside has a finding of its own.
    let is_set_aside = |key: &Key, measure| {
        let mut own = case.submission.lines.iter().filter(|line| line.key == *key);
        own.any(|line| sheets.lacks(line, measure) || sheets.lacks(line, Cumulative))
    };
    let lost = |measure, amount: fn(&Figures) -> Option<Amount>| -> Vec<&Key> {
        let figures = position.figures.iter();
        let lost = figures.filter(|(_, of)| amount(of).is_some_and(|of| of.known.is_lost()));
        lost.map(|(key, _)| key).filter(|key| !is_set_aside(key, measure)).collect()
    };
    let sum = |amount: fn(&Figures) -> Option<Amount>| -> Money {
        position.figures.values().filter_map(amount).map(|amount| amount.money).sum()
    };
    let (in_period, cumulative) = (sum(|of| of.in_period), sum(|of| of.cumulative));
    let mut problems = Vec::new();
    let sums = lost(Cumulative, |of| of.cumulative);
    if !sums.is_empty() {
        let least = wording::amount(cumulative, case.submission.money_unit);
        let why = why(case);
        let words = words!(
            "Chưa rõ lũy kế giải ngân của {sums} dòng: biểu chỉ ghi số trong kỳ, {why}. Lũy kế của đơn vị ít nhất là {least}.",
            "The cumulative of {sums} rows is unknown: the form states the period only, {why}. The unit's cumulative is at least {least}.";
            sums = sums.len(), why, least
        );
        let problem = problem(case, is_open, InPeriod, words);
        problems.push(Problem { severity: Some(Severity::Error), ..problem });
    }
    let periods = lost(InPeriod, |of| of.in_period);
    if !periods.is_empty() {
        let unit = case.submission.money_unit;
        let [known, whole] = [in_period, cumulative].map(|money| wording::amount(money, unit));
        let why = why(case);
        let words = words!(
            "Chưa rõ số giải ngân trong kỳ của {periods} dòng: biểu chỉ ghi lũy kế ({whole}), {why}. Trong kỳ mới biết {known}.",
            "What was disbursed in the period is unknown for {periods} rows: the form states the cumulative only ({whole}), {why}. Of the period {known} is known.";
            periods = periods.len(), whole, why, known
        );
        let is_it =
            |line: &Line| line.figure(InPeriod).is_none() && line.figure(Cumulative).is_some();
        problems.push(problem(case, is_it, Cumulative, words));
    }
    problems
}

/// Whether what is unknown of a month is no matter of the period that is aggregated: since 1 January its cumulative was
/// disbursed.
pub(crate) fn is_known_in(whole: &Context<'_>, problem: &Problem) -> bool {
    let is_of_period = problem.rule == &rules::UNKNOWN_FIGURE && problem.severity.is_none();
    is_of_period && whole.period.from() == first_day(whole.year())
}

/// Why nothing gives what is not stated.
fn why(case: &Case<'_>) -> Words {
    match case.base {
        None => words!("chưa có báo cáo kỳ trước", "no earlier report is known"),
        Some(base) if !case.before.follows => {
            let period = base.period.words();
            words!(
                "báo cáo gần nhất là {period} nên thiếu kỳ ở giữa",
                "the last report is of {period}, and a period between is missing";
                period
            )
        }
        Some(_) => words!(
            "báo cáo kỳ trước cũng chưa rõ lũy kế",
            "and the report before does not tell its cumulative either"
        ),
    }
}

/// A problem of the unit, at the first line that is meant.
fn problem(
    case: &Case<'_>,
    is_meant: impl Fn(&Line) -> bool,
    measure: Measure,
    words: Words,
) -> Problem {
    let line = case.submission.lines.iter().find(|line| is_meant(line));
    let place = match line {
        Some(line) => case.submission.place(line.sheet, line.cell(measure)),
        None => Place { file: Some(case.submission.file.path.clone()), ..Place::default() },
    };
    Problem::new(&rules::UNKNOWN_FIGURE, place, words).of(&case.submission.unit)
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::Submission;

    fn report(period: &str, figures: [Option<f64>; 2]) -> Submission {
        submission(period, vec![line(10, "gn.2", Some(1000.0), figures)])
    }

    fn found(now: Submission, earlier: Vec<Submission>) -> Vec<String> {
        let world = World::planning(&[("HL-01", "gn.2", 1000.0)]).telling_unknown();
        world.found(now, earlier)
    }

    #[test]
    fn the_period_alone_does_not_tell_the_cumulative() {
        let june = || report("2024-06", [Some(130.0), None]);
        assert_eq!(found(june(), vec![]), ["GN606 D11 -"]);
        assert_eq!(found(june(), vec![report("2024-04", [None, Some(9.0)])]), ["GN606 D11 -"]);
        assert_eq!(found(june(), vec![report("2024-05", [None, Some(9.0)])]), [""; 0]);
        assert_eq!(found(report("2024-01", [Some(130.0), None]), vec![]), [""; 0]);
        // What the report before does not tell, this one does not know either.
        assert_eq!(found(june(), vec![report("2024-05", [Some(9.0), None])]), ["GN606 D11 -"]);
    }

    #[test]
    fn the_cumulative_alone_does_not_tell_the_period() {
        let june = || report("2024-06", [None, Some(130.0)]);
        assert_eq!(found(june(), vec![]), ["w GN606 E11 -"]);
        assert_eq!(found(june(), vec![report("2024-05", [None, Some(9.0)])]), [""; 0]);
        assert_eq!(found(report("2024-06", [None, Some(0.0)]), vec![]), [""; 0]);
    }

    #[test]
    fn a_month_that_states_the_cumulative_alone_is_known_in_a_period_since_january() {
        let world = World::planning(&[("HL-01", "gn.2", 1000.0)]).telling_unknown();
        let found = |quarter: &str, month: &str| {
            let whole = submission(quarter, vec![]);
            let (_, findings) =
                world.check(vec![whole, report(month, [None, Some(130.0)])], vec![]);
            findings.iter().filter(|finding| finding.rule.code.0 == "GN606").count()
        };
        assert_eq!((found("2024-Q1", "2024-03"), found("2024-Q2", "2024-06")), (0, 1));
    }

    #[test]
    fn what_the_form_prints_of_the_period_before_is_said_once_a_column() {
        let june = |figures| {
            let mut june = report("2024-06", figures);
            june.lines[0].previous = Some(million(200.0));
            june
        };
        assert_eq!(found(june([Some(130.0), None]), vec![]), ["n GN310 - -"]);
        assert_eq!(found(june([None, Some(330.0)]), vec![]), ["n GN310 - -"]);
        assert_eq!(found(june([Some(130.0), Some(330.0)]), vec![]), [""; 0]);
        let may = vec![report("2024-05", [None, Some(190.0)])];
        assert_eq!(found(june([Some(130.0), None]), may), [""; 0], "the report before goes first");
    }

    #[test]
    fn what_was_set_aside_has_its_own_finding() {
        let mut june = report("2024-06", [Some(130.0), None]);
        june.lines[0].lacks_cumulative = true;
        assert_eq!(found(june, vec![]), [""; 0]);
    }
}
