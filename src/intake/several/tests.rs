//! Several files of a unit: what counts of them, and what is told.

use super::*;
use crate::domain::key::{PlanYear, Source};
use crate::domain::money::MoneyUnit;
use crate::domain::submission::{FileId, Line};
use crate::rules;

/// A report of lines (component, funding, plan, cumulative).
fn report(file: &str, lines: &[(&str, Funding, i64, i64)]) -> Submission {
    let id = FileId {
        path: file.into(),
        sha256: String::new(),
        received: None,
        is_registered: false,
        order: (0, 0),
    };
    let period = "2024-06".parse().unwrap();
    let unit = crate::domain::code::UnitCode::new("HL-02").unwrap();
    let mut report = Submission::new(unit, period, id, MoneyUnit::Dong);
    report.sheets.push("Biểu".into());
    for (row, (component, funding, plan, cumulative)) in (10..).zip(lines) {
        let figure = |measure, column, amount: i64| {
            let amount = Money::from_dong(amount);
            Figure { measure, column, amount }
        };
        let line = Line {
            key: Key {
                component: component.parse().unwrap(),
                work: None,
                funding: *funding,
                source: None,
                year: PlanYear::Any,
            },
            sheet: 0,
            row,
            figures: vec![
                figure(Measure::Plan, 2, *plan),
                figure(Measure::Cumulative, 3, *cumulative),
            ],
            lacks_cumulative: false,
            previous: None,
            relayed: None,
        };
        line.figures.iter().for_each(|figure| report.read.add(figure.amount));
        report.lines.push(line);
    }
    report
}

fn balances(report: &Submission) -> bool {
    let mut told = report.checked.all();
    let used = report.lines.iter().flat_map(|line| &line.figures);
    used.for_each(|figure| told.add(figure.amount));
    report.set_aside.iter().for_each(|cell| told.add(cell.amount));
    told == report.read
}

use Funding::{Investment, Recurrent};

#[test]
fn a_file_for_each_funding_type_is_one_report() {
    let files = vec![
        report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
        report("b.xlsx", &[("ntm.2", Investment, 90, 10), ("gn.1.1", Investment, 80, 0)]),
    ];
    let settled = settle(files, 2024);
    assert_eq!(settled.report.lines.len(), 3);
    assert!(settled.superseded.is_empty() && balances(&settled.report));
    assert_eq!(settled.report.problems[0].rule.code.0, "GN113");
    let place = settled.report.place(1, settled.report.lines[2].cell(Measure::Plan));
    assert_eq!(place.to_string(), "a.xlsx › Biểu!C11");
}

/// A file that states plan and cumulative of programs as a whole.
fn summary(file: &str, rows: &[(&str, i64, i64)]) -> Submission {
    let lines: Vec<_> =
        rows.iter().map(|(id, plan, paid)| (*id, Investment, *plan, *paid)).collect();
    let mut summary = report(file, &lines);
    for line in std::mem::take(&mut summary.lines) {
        for figure in &line.figures {
            let cell = line.set_aside(figure, &rules::MISSING_COLUMN);
            let (id, measure) = (line.key.component.clone(), figure.measure);
            let facts = crate::domain::attributes::Facts::default();
            summary.homeless.push(Homeless { id, work: None, facts, measure, cell });
        }
    }
    summary
}

#[test]
fn a_file_that_sums_up_the_files_of_each_funding_type_is_a_check_wherever_it_comes() {
    let parts = || {
        [
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
            report("b.xlsx", &[("gn.1.1", Investment, 80, 5)]),
        ]
    };
    for at in 0..3 {
        let mut files = parts().to_vec();
        files.insert(at, summary("th.xlsx", &[("gn", 180, 45)]));
        let report = settle(files, 2024).report;
        assert_eq!((report.lines.len(), report.set_aside.len()), (2, 0), "{at}");
        assert!(balances(&report) && report.homeless.is_empty());
    }
    let files = [&parts()[..], &[summary("th.xlsx", &[("gn", 190, 45)])]].concat();
    let report = settle(files, 2024).report;
    let told = report.problems.iter().find(|problem| problem.rule.code.0 == "GN203").unwrap();
    assert_eq!((told.set_aside.as_dong(), report.lines.len()), (235, 2), "the plan differs");
    assert!(told.place.to_string().starts_with("th.xlsx") && balances(&report));
}

#[test]
fn a_file_that_sums_up_others_by_funding_type_is_a_check_wherever_it_comes() {
    let parts = || {
        let first = [("gn.2", Recurrent, 100, 40), ("gn.4.3", Recurrent, 10, 4)];
        [report("a.xlsx", &first), report("b.xlsx", &[("gn.1.1", Investment, 80, 5)])]
    };
    let sum = |plan| report("th.xlsx", &[("gn", Recurrent, plan, 44), ("gn", Investment, 80, 5)]);
    for at in 0..3 {
        let mut files = parts().to_vec();
        files.insert(at, sum(110));
        let settled = settle(files, 2024);
        let report = &settled.report;
        assert_eq!((report.lines.len(), settled.superseded.len()), (3, 0), "{at}");
        assert!(report.problems.iter().all(|of| of.rule.code.0 == "GN113") && balances(report));
    }
    // One that differs is no sum: what it says is told.
    let files = [&parts()[..1], &[sum(120)], &parts()[1..]].concat();
    let report = settle(files, 2024).report;
    assert!(report.problems.iter().any(|of| of.rule.code.0 == "GN105") && balances(&report));
    // A copy of one file is no sum of two.
    let files = [&parts()[..], &parts()[..1]].concat();
    let settled = settle(files, 2024);
    assert_eq!((settled.report.lines.len(), settled.superseded.len()), (3, 1));
}

#[test]
fn a_summary_that_was_sent_again_stands_for_the_first() {
    let files = vec![
        summary("th1.xlsx", &[("gn", 170, 45)]),
        report("a.xlsx", &[("gn.2", Recurrent, 100, 40), ("gn.1.1", Investment, 80, 5)]),
        summary("th2.xlsx", &[("gn", 180, 45)]),
    ];
    let settled = settle(files, 2024);
    assert_eq!((settled.superseded.len(), settled.report.set_aside.len()), (1, 0));
    assert_eq!(settled.problems[0].found.unwrap().as_dong(), 170, "nobody states that plan");
}

#[test]
fn a_correction_that_splits_the_money_by_funding_type_stands_for_the_first() {
    let split = |plan: i64| {
        vec![
            summary("a.xlsx", &[("gn", 170, 45)]),
            report("b.xlsx", &[("gn.2", Recurrent, plan, 40), ("gn.1.1", Investment, 80, 5)]),
        ]
    };
    // Its plan was wrong: that is told, and counts nowhere.
    let settled = settle(split(100), 2024);
    assert_eq!((settled.superseded.len(), settled.report.set_aside.len()), (1, 0));
    assert_eq!(settled.problems[0].found.unwrap().as_dong(), 215);
    assert!(balances(&settled.report));
    let one = settle(
        split(100)
            .into_iter()
            .map(|mut file| {
                file.lines.truncate(1);
                file.read = Counted::default();
                let figures = file.lines.iter().flat_map(|line| &line.figures).map(|of| of.amount);
                let homeless = file.homeless.iter().map(|of| of.cell.amount);
                figures.chain(homeless).for_each(|amount| file.read.add(amount));
                file
            })
            .collect(),
        2024,
    );
    let told = one.report.problems.iter().find(|problem| problem.rule.code.0 == "GN203");
    assert_eq!(told.unwrap().set_aside.as_dong(), 215, "the other type may be missing");
}

#[test]
fn a_correction_that_states_every_line_takes_the_place_of_the_first() {
    let files = vec![
        report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
        report("b.xlsx", &[("gn.2", Recurrent, 100, 45), ("gn.4.3", Recurrent, 7, 1)]),
    ];
    let settled = settle(files, 2024);
    assert_eq!((settled.superseded.len(), settled.report.lines.len()), (1, 2));
    assert!(settled.report.problems.is_empty());
}

#[test]
fn lines_that_a_correction_lacks_are_named_and_set_aside() {
    let files = vec![
        report("a.xlsx", &[("gn.2", Recurrent, 100, 40), ("gn.4.3", Recurrent, 7, 1)]),
        report("b.xlsx", &[("gn.2", Recurrent, 100, 45)]),
    ];
    let settled = settle(files, 2024);
    let problem = &settled.report.problems[0];
    assert_eq!((problem.rule.code.0, problem.set_aside.as_dong()), ("GN105", 8));
    assert!(problem.words.vi.contains("gn.4.3") && balances(&settled.report));
}

#[test]
fn the_same_sums_under_other_names_are_no_second_report() {
    let files = vec![
        report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
        report("b.xlsx", &[("gn.4.3", Recurrent, 100, 40)]),
    ];
    let settled = settle(files, 2024);
    assert_eq!(settled.report.problems[0].rule.code.0, "GN105");
    assert_eq!(settled.report.set_aside.len(), 2);
}

#[test]
fn an_equal_sum_is_told_under_another_funding_type_too() {
    let settled = |later: &[(&str, Funding, i64, i64)]| {
        let first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
        let report = settle(vec![first, report("b.xlsx", later)], 2024).report;
        let told = report.problems.iter().map(|of| (of.rule.code.0, of.found.map(Money::as_dong)));
        (report.lines.len(), told.collect::<Vec<_>>())
    };
    let apart = (2, vec![("GN113", None)]);
    assert_eq!(settled(&[("gn.1.1", Investment, 101, 41)]), apart);
    let told = (2, vec![("GN113", Some(100)), ("GN113", None)]);
    assert_eq!(settled(&[("gn.1.1", Investment, 100, 40)]), told, "the type may be corrected");
    assert_eq!(settled(&[("gn.4.3", Recurrent, 100, 45)]), told);
    let unpaid = |file, id| report(file, &[(id, Recurrent, 100, 0)]);
    let settled = settle(vec![unpaid("a.xlsx", "gn.2"), unpaid("b.xlsx", "gn.4.3")], 2024);
    let found: Vec<_> = settled.report.problems.iter().map(|of| of.found).collect();
    assert_eq!(found, [Some(Money::from_dong(100)), None], "one amount proves nothing");
}

#[test]
fn a_correction_by_source_is_told_to_state_the_same_sum() {
    let mut later =
        report("b.xlsx", &[("gn.4.3", Recurrent, 60, 30), ("gn.4.3", Recurrent, 40, 10)]);
    for (line, source) in later.lines.iter_mut().zip([Source::Central, Source::Local]) {
        line.key.source = Some(source);
    }
    let settled = settle(vec![report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]), later], 2024);
    assert_eq!(settled.report.lines.len(), 3);
    assert_eq!(settled.report.problems[0].found.map(Money::as_dong), Some(100));
}

#[test]
fn a_part_of_what_stands_without_a_funding_type_leaves_the_rest_told() {
    let files = vec![
        summary("a.xlsx", &[("gn", 500, 50)]),
        report("b.xlsx", &[("gn.2", Recurrent, 50, 5), ("gn.1.1", Investment, 100, 10)]),
    ];
    let settled = settle(files, 2024);
    assert_eq!((settled.superseded.len(), settled.report.lines.len()), (0, 2));
    let told = settled.report.problems.iter().find(|problem| problem.rule.code.0 == "GN203");
    assert_eq!(told.unwrap().set_aside.as_dong(), 550);
}

#[test]
fn the_cumulative_of_the_period_before_that_only_the_summary_tells_is_not_lost() {
    // Its plan, and what came in the period; before that came so much.
    let told = |file, lines: &[(&str, i64, i64, i64)]| {
        let figures: Vec<_> =
            lines.iter().map(|(id, plan, since, _)| (*id, Recurrent, *plan, *since)).collect();
        let mut report = report(file, &figures);
        for (line, (.., before)) in report.lines.iter_mut().zip(lines) {
            line.figures[1].measure = Measure::InPeriod;
            line.previous = Some(Money::from_dong(*before)).filter(|before| !before.is_zero());
        }
        report
    };
    let all = || told("th.xlsx", &[("gn.2", 100, 6, 40), ("gn.4.3", 50, 4, 20)]);
    let parts =
        || [told("a.xlsx", &[("gn.2", 100, 6, 0)]), told("b.xlsx", &[("gn.4.3", 50, 4, 0)])];
    for at in 0..3 {
        let mut files = parts().to_vec();
        files.insert(at, all());
        let report = settle(files, 2024).report;
        let before: Money = report.lines.iter().filter_map(|line| line.previous).sum();
        assert_eq!((report.lines.len(), before.as_dong()), (2, 60), "{at}");
        assert!(balances(&report) && report.set_aside.is_empty());
    }
    let sent = |line: &str, before| told("a.xlsx", &[(line, 100, 6, before)]);
    let later = || [sent("gn.2", 40), told("b.xlsx", &[("gn.4.3", 50, 4, 20)])];
    let report = settle([&[all()][..], &later()].concat(), 2024).report;
    assert!(report.problems.iter().all(|of| of.rule.code.0 == "GN113"), "both tell it");
    // A correction that leaves it out says nothing of it.
    let report = settle(vec![sent("gn.2", 40), sent("gn.2", 0)], 2024).report;
    let told = &report.problems[0];
    assert_eq!((told.rule.code.0, told.found.map(Money::as_dong)), ("GN105", Some(46)));
}

/// The report without its figures of a measure.
fn without(mut report: Submission, measure: Measure) -> Submission {
    for line in &mut report.lines {
        line.figures.retain(|figure| figure.measure != measure);
    }
    report.read = Counted::default();
    let figures = report.lines.iter().flat_map(|line| &line.figures);
    figures.for_each(|figure| report.read.add(figure.amount));
    report
}

#[test]
fn who_states_only_what_was_disbursed_does_not_take_the_place_of_the_plan() {
    let first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
    let later = report("b.xlsx", &[("gn.2", Recurrent, 0, 45)]);
    let settled = settle(vec![first.clone(), without(later, Measure::Plan)], 2024);
    let problem = &settled.report.problems[0];
    assert_eq!((problem.rule.code.0, problem.set_aside.as_dong()), ("GN105", 100));
    assert!(problem.words.vi.contains("gn.2: kế hoạch vốn (Biểu!C11)"), "{}", problem.words.vi);
    assert_eq!((settled.partly.len(), balances(&settled.report)), (1, true));
    let supplement = without(report("b.xlsx", &[("gn.2", Recurrent, 0, 40)]), Measure::Plan);
    let settled = settle(vec![without(first, Measure::Cumulative), supplement], 2024);
    assert_eq!(settled.report.problems[0].rule.code.0, "GN113", "plan and disbursement apart");
}

#[test]
fn what_was_set_aside_in_the_first_file_is_told_unless_the_correction_states_it() {
    let with_aside = |figures: &[(Measure, i64)]| {
        let mut first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
        for (measure, dong) in figures {
            let mut line = first.lines[0].clone();
            (line.row, line.figures[0].measure) = (20, *measure);
            line.figures[0].amount = Money::from_dong(*dong);
            first.read.add(line.figures[0].amount);
            first.set_aside.push(line.set_aside(&line.figures[0], &rules::UNKNOWN_ROW));
        }
        first
    };
    let lost = |first: Submission, later: &[(&str, Funding, i64, i64)]| {
        let settled = settle(vec![first, report("b.xlsx", later)], 2024);
        assert_eq!(settled.superseded.len(), 1);
        let found =
            |problem: &Problem| (problem.place.to_string(), problem.found.unwrap().as_dong());
        settled.problems.iter().map(found).collect::<Vec<_>>()
    };
    let same = [("gn.2", Recurrent, 100, 40)];
    let first = || with_aside(&[(Measure::Plan, 70), (Measure::Cumulative, 7)]);
    assert_eq!(lost(first(), &same), [("a.xlsx › Biểu!C21".to_owned(), 77)]);
    let mended = [same[0], ("gn.4.3", Recurrent, 70, 7)];
    assert_eq!(lost(first(), &mended), [], "the row is understood now");
    let twice = || with_aside(&[(Measure::Plan, 100)]);
    assert_eq!(lost(twice(), &same).len(), 1, "100 is the plan of gn.2, not this one");
}

#[test]
fn a_file_of_zeros_adds_nothing() {
    let files = vec![
        report("a.xlsx", &[("gn.2", Recurrent, 0, 0)]),
        report("b.xlsx", &[("ntm.2", Investment, 90, 10)]),
    ];
    assert_eq!(settle(files, 2024).superseded[0].file.path, "a.xlsx".into());
}
