//! By how much the printed rate could move: of a district that plans 1.000 and paid out 100, 10 triệu are a point.

use std::sync::Arc;

use crate::aggregate::fixture::inputs;
use crate::aggregate::{Inputs, RejectedFile, aggregate};
use crate::check::fixture::*;
use crate::domain::lang::Words;
use crate::domain::place::Place;
use crate::domain::rule::{Finding, Problem};
use crate::domain::settings::MissingPolicy;
use crate::domain::submission::{Counted, FileId, Line, Measure, Reading, Submission};
use crate::domain::summary::Summary;
use crate::domain::tally::Points;
use crate::rules;

/// 600 are planned for HL-01, 400 for HL-02, and the level above assigned what it says.
fn district(assigned: f64) -> World {
    World::planning(&[("", "gn.2", assigned), ("HL-01", "gn.2", 600.0), ("HL-02", "gn.2", 400.0)])
}

fn summary(
    world: &World,
    reports: Vec<Submission>,
    earlier: Vec<Submission>,
    rejected: Vec<RejectedFile>,
    more: Vec<Finding>,
) -> Summary {
    let (current, mut findings) = world.check(reports, earlier.clone());
    findings.extend(more);
    let (earlier, _) = world.check(earlier, Vec::new());
    aggregate(Inputs { rejected, ..inputs(world, "2024-06", (&current, &earlier), findings) })
        .unwrap()
}

/// `GN502 0.50` of each finding, by unit and rank.
fn told(summary: &Summary) -> Vec<String> {
    let worth = |worth: Option<Points>| worth.map_or("-".to_owned(), Points::to_plain);
    let findings = summary.findings.iter();
    findings.map(|of| format!("{} {}", of.rule.code, worth(of.worth))).collect()
}

/// The same of each row of the submissions: `HL-02 40.00`.
fn silent(summary: &Summary) -> Vec<String> {
    let rows = summary
        .submissions
        .iter()
        .filter_map(|row| Some(format!("{} {}", row.unit.as_ref()?, row.worth?.to_plain())));
    rows.collect()
}

/// A report of June of which a column of cumulative figures was read.
fn of_june(code: &str, lines: Vec<Line>) -> Submission {
    let read = Reading {
        sheet: 0,
        column: 4,
        heading: "".into(),
        measure: Some(Measure::Cumulative),
        facts: Default::default(),
    };
    Submission { readings: [read].into(), ..report(code, "2024-06", lines) }
}

fn paid(code: &str, cumulative: f64) -> Submission {
    of_june(code, vec![line(10, "gn.2", None, [None, Some(cumulative)])])
}

#[test]
fn a_figure_that_is_off_moves_the_rate_by_its_difference_over_the_whole_plan() {
    // 5 too much of 1.000.
    let of = summary(
        &district(1000.0),
        vec![paid("HL-01", 605.0), paid("HL-02", 1.0)],
        vec![],
        vec![],
        vec![],
    );
    assert_eq!(told(&of), ["GN502 0.50"]);
}

#[test]
fn money_that_waits_for_its_allocation_lowers_the_rate_once_it_is_planned() {
    // 100 ÷ 1.000 is 10,00 %, 100 ÷ 1.250 is 8,00 %.
    let reports = || vec![paid("HL-01", 60.0), paid("HL-02", 40.0)];
    let of = summary(&district(1250.0), reports(), vec![], vec![], vec![]);
    assert_eq!(told(&of), ["GN508 2.00"]);
    let of = summary(&district(800.0), reports(), vec![], vec![], vec![]);
    assert_eq!(told(&of), ["GN507 2.50"]);
}

#[test]
fn the_plan_that_a_unit_states_moves_it_only_where_the_register_may_be_wrong() {
    // GN501: 100 ÷ 1.100 is 9,09 %.
    let lines = vec![line(10, "gn.2", Some(700.0), [None, Some(60.0)])];
    let of = summary(
        &district(1000.0),
        vec![of_june("HL-01", lines), paid("HL-02", 40.0)],
        vec![],
        vec![],
        vec![],
    );
    assert_eq!(told(&of), ["GN501 0.91"]);
}

#[test]
fn what_is_right_on_both_sides_is_worth_nothing() {
    let mut world = district(1000.0);
    world.settings.targets.low_rate = crate::domain::settings::Percent::new(30.0);
    let of =
        summary(&world, vec![paid("HL-01", 60.0), paid("HL-02", 399.0)], vec![], vec![], vec![]);
    assert_eq!(told(&of), ["GN801 -"]);
}

#[test]
fn a_silent_unit_is_worth_what_is_left_from_what_stands_for_it_to_its_plan() {
    let may = || Submission { period: "2024-05".parse().unwrap(), ..paid("HL-02", 40.0) };
    let mut world = district(1000.0);
    let of = |world: &World, earlier| {
        silent(&summary(world, vec![paid("HL-01", 60.0)], earlier, vec![], vec![]))
    };
    assert_eq!(of(&world, vec![]), ["HL-02 40.00"]);
    assert_eq!(of(&world, vec![may()]), ["HL-02 36.00"]);
    world.settings.missing = MissingPolicy::Zero;
    assert_eq!(of(&world, vec![may()]), ["HL-02 40.00"], "nothing stands for it");
}

#[test]
fn a_refused_file_of_a_silent_unit_is_worth_as_much_as_the_unit() {
    let path: Arc<str> = "nop/2024-06/HL-02.pdf".into();
    let file = FileId {
        path: path.clone(),
        sha256: String::new(),
        received: None,
        is_registered: false,
        order: (0, 0),
    };
    let refused = RejectedFile {
        unit: Some(unit("HL-02")),
        period: "2024-06".parse().unwrap(),
        file,
        is_blank: false,
        sheets: Vec::new(),
        set_aside: Vec::new(),
        read: Counted::default(),
        checked: Counted::default(),
    };
    let place = Place { file: Some(path), ..Place::default() };
    let problem = Problem::new(&rules::UNREADABLE_FILE, place, Words::default()).of(&unit("HL-02"));
    let finding = Finding::new(problem.rule.severity, problem);
    let of =
        summary(&district(1000.0), vec![paid("HL-01", 60.0)], vec![], vec![refused], vec![finding]);
    assert_eq!((told(&of), silent(&of)), (vec!["GN101 40.00".into()], vec!["HL-02 40.00".into()]));
}

#[test]
fn what_was_set_aside_is_worth_its_amount_and_never_more_than_is_left_of_the_plan() {
    let with = |amount: f64, measure: Option<Measure>, is_read: bool| {
        let mut first = paid("HL-01", 60.0);
        let mut cell = set_aside("E12", Measure::Cumulative);
        (cell.amount, cell.measure, cell.rule) = (million(amount), measure, &rules::UNKNOWN_ROW);
        cell.key = (!is_read).then(|| key("gn.2"));
        let place = first.place(0, cell.cell);
        let problem = Problem::new(&rules::UNKNOWN_ROW, place, Words::default());
        first.problems.push(problem.setting_aside(million(amount)));
        first.set_aside.push(cell);
        told(&summary(&district(1000.0), vec![first, paid("HL-02", 40.0)], vec![], vec![], vec![]))
    };
    assert_eq!(with(50.0, Some(Measure::Cumulative), true), ["GN204 5.00"]);
    assert_eq!(with(50.0, None, true), ["GN204 5.00"], "it may be disbursed money");
    assert_eq!(with(50.0, Some(Measure::Plan), true), ["GN204 -"], "the register has the plan");
    assert_eq!(with(50_000.0, Some(Measure::Cumulative), true), ["GN204 54.00"]);
    assert_eq!(with(0.0, Some(Measure::Cumulative), false), ["GN204 54.00"], "nobody can read it");
}

#[test]
fn findings_of_a_unit_come_by_severity_and_then_by_worth() {
    // 25 of a plan are more money than 20 of the cumulative, and move the rate less.
    let lines = vec![line(10, "gn.2", Some(625.0), [None, Some(620.0)])];
    let of = summary(
        &district(1000.0),
        vec![of_june("HL-01", lines), paid("HL-02", 0.0)],
        vec![],
        vec![],
        vec![],
    );
    assert_eq!(told(&of), ["GN502 2.00", "GN501 1.51"]);
}
