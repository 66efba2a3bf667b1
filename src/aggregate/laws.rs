//! What holds of a unit in the totals: which of its figures stand for the period, and where its plan goes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::planned;
use super::stages::{Aim, Report, stages, standing};
use crate::check::fixture::{key, line, million, submission, unit};
use crate::domain::key::Key;
use crate::domain::known::{Amount, Known};
use crate::domain::money::Money;
use crate::domain::position::Figures;
use crate::domain::register::Register;
use crate::domain::submission::{ByMeasure, Counted, Measure};
use crate::domain::summary::{Standing, SummaryLine};

/// In period and cumulative of one line of the unit.
type Month = [Option<f64>; 2];

/// What stands for a unit after these reports of one line, of which those from the period on are counted: in period and
/// cumulative, and how many cells of them are used.
fn stands(reports: &[(&str, Month)], period: &str, carries: bool) -> (String, Standing, usize) {
    let aim = Aim { period: period.parse().unwrap(), year: 2024, carries };
    let read: Vec<_> = reports
        .iter()
        .map(|(period, figures)| {
            (submission(period, Vec::new()), [line(9, "gn.2", None, *figures)])
        })
        .collect();
    let reports = read.iter().map(|(submission, lines)| Report {
        submission,
        lines,
        is_current: aim.period.from() <= submission.period.from(),
    });
    let mut used = Counted::default();
    let reports: Vec<Report<'_, '_>> = reports.collect();
    let stages = stages(&reports, &Register::default(), aim.year, &mut used);
    let is_received = stages.last().is_some_and(|last| last.period.to() == aim.period.to());
    let (figures, standing) = standing(stages, is_received, aim);
    let show = |amount: Option<Amount>| match amount {
        None => "-".to_owned(),
        Some(Amount { money, known }) => format!("{} {known:?}", money.as_dong() / 1_000_000),
    };
    let row =
        |figures: &Figures| format!("{} | {}", show(figures.in_period), show(figures.cumulative));
    let rows: Vec<String> = figures.values().map(row).collect();
    (rows.join("; "), standing, used.cells as usize)
}

#[test]
fn a_quarter_is_the_sum_of_its_months_and_ends_with_the_last() {
    let year = [
        ("2024-03", [None, Some(40.0)]),
        ("2024-04", [Some(10.0), Some(50.0)]),
        ("2024-05", [Some(20.0), Some(70.0)]),
        ("2024-06", [Some(30.0), Some(100.0)]),
    ];
    let told = ("60 Stated | 100 Stated".to_owned(), Standing::Counted, 6);
    assert_eq!(stands(&year, "2024-Q2", false), told);
}

#[test]
fn months_that_tell_the_period_only_add_up_on_what_was_before() {
    let year = [
        ("2024-03", [None, Some(40.0)]),
        ("2024-04", [Some(10.0), None]),
        ("2024-05", [Some(20.0), None]),
        ("2024-06", [Some(30.0), None]),
    ];
    let told = ("60 Stated | 100 Implied".to_owned(), Standing::Counted, 3);
    assert_eq!(stands(&year, "2024-Q2", false), told);
}

#[test]
fn a_report_of_the_quarter_itself_goes_before_the_sum_of_its_months() {
    let year = [
        ("2024-04", [Some(10.0), Some(50.0)]),
        ("2024-05", [Some(20.0), Some(70.0)]),
        ("2024-Q2", [Some(61.0), Some(101.0)]),
    ];
    let (told, standing, _) = stands(&year, "2024-Q2", false);
    assert_eq!((&*told, standing), ("61 Stated | 101 Stated", Standing::Counted));
}

#[test]
fn a_month_that_is_missing_inside_a_quarter_leaves_its_in_period_a_lower_bound() {
    // Nothing is known of April, nor of what was before it.
    let year = [("2024-05", [Some(20.0), Some(70.0)]), ("2024-06", [Some(30.0), Some(100.0)])];
    let (told, ..) = stands(&year, "2024-Q2", false);
    assert_eq!(told, "50 AtLeast | 100 Stated");
    // With March known the difference says what April and May came to.
    let year = [[("2024-03", [None, Some(40.0)])].as_slice(), &year].concat();
    let (told, ..) = stands(&year, "2024-Q2", false);
    assert_eq!(told, "60 Implied | 100 Stated");
}

#[test]
fn the_last_figures_of_a_silent_unit_stand_for_it_only_where_the_office_carries() {
    let year = [("2024-05", [Some(20.0), Some(70.0)])];
    let told = |carries| stands(&year, "2024-06", carries);
    assert_eq!(told(true), ("- | 70 Carried".to_owned(), Standing::Provisional, 0));
    assert_eq!(told(false), ("- | -".to_owned(), Standing::PlanOnly, 0));
    assert_eq!(stands(&[], "2024-06", true), (String::new(), Standing::PlanOnly, 0));
}

/// The plan of each line, where the unit states these plans (with a cumulative of 1) and the register plans that.
fn plans(stated: &[(&str, f64)], registered: &[(&str, f64)]) -> Vec<String> {
    let show = |line: &SummaryLine| {
        let Key { component, work, source, .. } = &line.key;
        let work = work.as_ref().map_or(String::new(), |work| format!("/{}", work.name));
        let source = source.map_or(String::new(), |source| format!("@{}", source.short()));
        let kind = if line.standing == Standing::PlanOnly { " (only planned)" } else { "" };
        format!("{component}{work}{source} {}{kind}", line.plan.as_dong() / 1_000_000)
    };
    lines(stated, registered).iter().map(show).collect()
}

fn lines(stated: &[(&str, f64)], registered: &[(&str, f64)]) -> Vec<SummaryLine> {
    let figures = |(of, plan): &(&str, f64)| {
        let stated: ByMeasure = [(Measure::Plan, million(*plan))].into_iter().collect();
        let cumulative = Some(Amount::new(million(1.0), Known::Stated));
        (key(of), Figures { stated, cumulative, ..Figures::default() })
    };
    let figures = stated.iter().map(figures).collect();
    let plan: BTreeMap<Key, Money> =
        registered.iter().map(|(of, plan)| (key(of), million(*plan))).collect();
    let (unit, is_registered) = (unit("HL-01"), !plan.is_empty());
    planned::lines(&unit, &plan, is_registered, figures, Standing::Counted, 2024, &Some)
}

#[test]
fn the_plan_of_the_register_counts_and_not_what_the_unit_states() {
    assert_eq!(plans(&[("gn.2", 9.0)], &[]), ["gn.2 9"]);
    assert_eq!(plans(&[("gn.2", 9.0)], &[("gn.2", 8.0)]), ["gn.2 8"]);
}

#[test]
fn a_plan_goes_to_the_finest_line_that_covers_it_else_to_a_line_of_its_own() {
    let registered =
        [("gn.2/Đường A@central", 5.0), ("gn.2/Đường B@central", 3.0), ("gn.4@central", 2.0)];
    let stated = [("gn.2", 9.0), ("gn.2/Đường A", 9.0)];
    assert_eq!(
        plans(&stated, &registered),
        ["gn.2 3", "gn.2/Đường A 5", "gn.4@TW 2 (only planned)"]
    );
}

proptest! {
    /// Whatever the unit reports, no đồng of the register's plan is lost or counted twice.
    #[test]
    fn the_plans_of_the_lines_are_the_plan(
        stated in proptest::collection::btree_map(0..KEYS.len(), 0..50_u32, 0..6),
        registered in proptest::collection::btree_map(0..KEYS.len(), 1..50_u32, 1..6),
    ) {
        let of = |(at, amount): (usize, u32)| (KEYS[at], f64::from(amount));
        let stated: Vec<_> = stated.into_iter().map(of).collect();
        let registered: Vec<_> = registered.into_iter().map(of).collect();
        let sum: Money = lines(&stated, &registered).iter().map(|line| line.plan).sum();
        prop_assert_eq!(sum, registered.iter().map(|(_, amount)| million(*amount)).sum());
    }
}

/// Keys of which some cover others.
const KEYS: [&str; 8] = [
    "gn.2",
    "gn.2@central",
    "gn.2@central:2023",
    "gn.2@central:kd",
    "gn.2/Đường A",
    "gn.2/Đường A@district",
    "gn.4",
    "gn.4@local",
];
