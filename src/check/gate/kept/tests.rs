//! What a unit explained and an office accepted, after the unit has sent another file.

use crate::check::fixture::*;
use crate::check::{Gate, findings, idle_waivers};
use crate::domain::catalogue::Catalogue;
use crate::domain::context::Context;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::{Finding, Severity};
use crate::domain::settings::Waiver;
use crate::domain::spill::Shelf;
use crate::domain::submission::{Line, Said, Submission};

/// A file of the unit in which gn.2 overspends its plan of 100, in this row of its sheet.
fn overspent(file: &str, row: u32, paid: f64) -> Submission {
    of_lines(file, vec![line(row, "gn.2", Some(100.0), [None, Some(paid)])])
}

fn of_lines(file: &str, lines: Vec<Line>) -> Submission {
    let mut report = submission("2024-06", lines);
    report.file.path = format!("nop/2024-06/{file}.xlsx").into();
    report
}

/// The same laid out in another way: the cumulative stands in the first column, under another name of the sheet.
fn laid_out_otherwise(mut report: Submission) -> Submission {
    report.sheets = vec!["Biểu 02".into()];
    for figure in report.lines.iter_mut().flat_map(|line| &mut line.figures) {
        figure.column = 9 - figure.column;
    }
    report
}

fn explaining(mut report: Submission, text: &str) -> Submission {
    let row = report.lines[0].row;
    report.explanations.push(Said { sheet: 0, row, text: text.into() });
    report
}

/// What is found in the last of these files, and what is said of waivers that accept nothing.
fn last_of(world: &World, files: Vec<Submission>) -> (Vec<Finding>, usize) {
    let catalogue = Catalogue::embedded();
    let context = Context {
        catalogue: &catalogue,
        register: &world.register,
        settings: &world.settings,
        period: "2024-06".parse().unwrap(),
    };
    let gate = Gate::new(context, &[], &Shelf::default());
    let pass = |report: Submission| gate.pass(report, context.period, |_, _, _| {}).unwrap();
    let mut passed: Vec<_> = files.into_iter().map(pass).collect();
    let mut counted = passed.pop().unwrap();
    gate.recall(context.period, &mut counted, &mut passed);
    let mut current = vec![counted];
    let found = findings(&context, &mut current, Vec::new());
    let idle = idle_waivers(&context, &current, &found).len();
    (found, idle)
}

/// The only finding of the last file.
fn only(world: &World, files: Vec<Submission>) -> Finding {
    let (found, _) = last_of(world, files);
    let [only] = &found[..] else { panic!("{found:?}") };
    only.clone()
}

/// What it was and what it is, where it is no longer what was explained or accepted.
fn changed(finding: &Finding) -> Option<[Option<Money>; 2]> {
    let recalled = finding.recalled.as_ref().filter(|recalled| !recalled.holds())?;
    Some([recalled.then.found, recalled.now.found])
}

#[test]
fn an_explanation_follows_its_figure_into_a_file_of_another_layout() {
    let explained = || explaining(overspent("a", 10, 112.0), "Chờ quyết định điều chỉnh");
    let again = laid_out_otherwise(overspent("b", 40, 112.0));
    let found = only(&World::default(), vec![explained(), again]);
    assert_eq!(found.explanation.as_deref(), Some("Chờ quyết định điều chỉnh"));
    assert_eq!((changed(&found), found.is_error()), (None, true), "it hides nothing");
    let other = of_lines("b", vec![line(10, "gn.4", Some(100.0), [None, Some(112.0)])]);
    let found = only(&World::default(), vec![explained(), other]);
    assert!(found.explanation.is_none() && found.recalled.is_none(), "of another component");
}

#[test]
fn an_explanation_ends_with_its_figure_and_both_figures_are_known() {
    let explained = explaining(overspent("a", 10, 112.0), "Chờ quyết định điều chỉnh");
    let again = laid_out_otherwise(overspent("b", 40, 115.0));
    let found = only(&World::default(), vec![explained, again]);
    assert!(found.explanation.is_none());
    assert_eq!(changed(&found), Some([112.0, 115.0].map(|paid| Some(million(paid)))));
}

#[test]
fn who_explains_a_little_explains_no_more_though_the_figure_is_the_same() {
    let over = |file: &str, plan: f64| {
        of_lines(file, vec![line(10, "gn.2", Some(plan), [None, Some(112.0)])])
    };
    let explained = || explaining(over("a", 100.0), "Tạm ứng 12");
    let found = only(&World::default(), vec![explained(), over("b", 100.0)]);
    assert!(found.explanation.is_some());
    let found = only(&World::default(), vec![explained(), over("b", 20.0)]);
    assert!(found.explanation.is_none() && changed(&found).is_some(), "{found:?}");
    let recalled = found.recalled.unwrap();
    let against = [recalled.then, recalled.now].map(|of| of.against);
    assert_eq!(against, [100.0, 20.0].map(|plan| Some(million(plan))));
    let world = accepting("E11", Some("a"));
    assert!(only(&world, vec![over("a", 100.0), over("b", 20.0)]).is_error());
}

#[test]
fn the_newest_answer_wins_and_that_of_the_file_itself_before_all() {
    let files = |last: Submission| {
        vec![
            explaining(overspent("a", 10, 112.0), "Cũ"),
            explaining(overspent("b", 10, 112.0), "Mới"),
            last,
        ]
    };
    let said = |last| only(&World::default(), files(last)).explanation;
    assert_eq!(said(overspent("c", 10, 112.0)).as_deref(), Some("Mới"));
    let own = explaining(overspent("c", 10, 112.0), "Của tệp này");
    assert_eq!(said(own).as_deref(), Some("Của tệp này"));
}

#[test]
fn a_negative_amount_that_was_explained_stays_a_warning_while_it_is_the_same() {
    let returned = |file, row, paid: f64| {
        of_lines(file, vec![line(row, "gn.2", Some(100.0), [Some(paid), None])])
    };
    let of = |paid| {
        let explained = explaining(returned("a", 10, -5.0), "Nộp trả ngân sách");
        only(&World::default(), vec![explained, returned("b", 30, paid)]).severity
    };
    assert_eq!((of(-5.0), of(-6.0)), (Severity::Warning, Severity::Error));
}

#[test]
fn what_is_not_known_to_be_the_same_figure_is_not_explained() {
    // Nobody knows what these rows are about.
    let stray = |file, row| {
        let mut report = of_lines(file, Vec::new());
        let place = report.place(0, Cell::new(row, 4));
        let words = crate::domain::lang::Words::default();
        report.problems.push(crate::domain::rule::Problem::new(
            &crate::rules::UNKNOWN_ROW,
            place,
            words,
        ));
        report
    };
    let mut explained = stray("a", 10);
    explained.explanations.push(said(10, "Kinh phí quản lý"));
    let found = only(&World::default(), vec![explained, stray("b", 30)]);
    assert!(found.explanation.is_none() && found.recalled.is_none());
}

#[test]
fn a_low_rate_that_an_earlier_file_explains_is_asked_about_again_only_once_it_moves() {
    let mut world = World::default();
    world.settings.targets.low_rate = crate::domain::settings::Percent::new(30.0);
    let low = |file, paid| {
        let mut report = overspent(file, 10, paid);
        report.lines[0].figures[0].amount = million(500.0);
        report
    };
    let explained = || explaining(low("a", 40.0), "Chưa có hướng dẫn");
    let (found, _) = last_of(&world, vec![explained(), laid_out_otherwise(low("b", 40.0))]);
    assert!(found.is_empty(), "{found:?}");
    let found = only(&world, vec![explained(), low("b", 45.0)]);
    assert_eq!(changed(&found), Some([40.0, 45.0].map(|paid| Some(million(paid)))));
}

/// A waiver of GN502 for a cell, and for a file where one is named.
fn accepting(cell: &str, file: Option<&str>) -> World {
    let mut world = World::default();
    world.settings.waiver.push(Waiver {
        rule: crate::rules::DISBURSED_OVER_PLAN.code,
        unit: unit("HL-01"),
        period: "2024-06".parse().unwrap(),
        file: file.map(|file| format!("nop/2024-06/{file}.xlsx")),
        sheet: None,
        cell: cell.parse().ok(),
        by: None,
        until: None,
        reason: "Tạm ứng theo hợp đồng".to_owned(),
    });
    world
}

#[test]
fn what_was_accepted_in_a_cell_is_accepted_wherever_the_figure_stands_later() {
    for file in [None, Some("a")] {
        let world = accepting("E11", file);
        let again = laid_out_otherwise(overspent("b", 40, 112.0));
        let (found, idle) = last_of(&world, vec![overspent("a", 10, 112.0), again]);
        assert!(found[0].accepted.is_some() && idle == 0, "{file:?} {found:?}");
        let again = laid_out_otherwise(overspent("b", 40, 115.0));
        let (found, idle) = last_of(&world, vec![overspent("a", 10, 112.0), again]);
        assert!(found[0].is_error() && idle == 0, "{file:?} {found:?}");
        assert_eq!(changed(&found[0]), Some([112.0, 115.0].map(|paid| Some(million(paid)))));
    }
}

#[test]
fn a_cell_that_is_another_figure_in_each_file_accepts_none_of_them_until_the_file_is_named() {
    let files = || vec![overspent("a", 10, 112.0), overspent("b", 10, 115.0)];
    let found = only(&accepting("E11", None), files());
    assert!(found.is_error() && found.recalled.as_ref().is_some_and(|known| known.is_ambiguous));
    assert!(only(&accepting("E11", Some("b")), files()).accepted.is_some());
    assert!(only(&accepting("E11", Some("a")), files()).is_error());
    // That the doubtful figure comes once more settles nothing.
    let thrice = || [112.0, 180.0, 180.0].into_iter().zip(["a", "b", "c"]);
    let same = thrice().map(|(paid, file)| overspent(file, 10, paid)).collect();
    assert!(only(&accepting("E11", None), same).is_error());
    let moved = thrice().zip([10, 10, 11]).map(|((paid, file), row)| overspent(file, row, paid));
    assert!(only(&accepting("E11", None), moved.collect()).is_error());
    // The cell of another row in the later file is not what was accepted.
    let moved = of_lines("b", vec![line(10, "gn.4", Some(100.0), [None, Some(112.0)])]);
    assert!(only(&accepting("E11", None), vec![overspent("a", 10, 112.0), moved]).is_error());
}
