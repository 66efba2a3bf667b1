//! The faults of real print, and the law: an edit clears what it says.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::check::fixture::*;
use crate::check::gate::site::Site;
use crate::domain::catalogue::Catalogue;
use crate::domain::key::Source;
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Area, Cell};
use crate::domain::rule::{Finding, Problem};
use crate::domain::settings::Waiver;
use crate::domain::submission::{
    Addition, Column, Formula, Keys, Measure, Stated, Submission, Table,
};
use crate::rules;

/// The report of a table: its lines are what its cells give.
fn report(table: Table) -> Submission {
    let (plan, catalogue) = (BTreeMap::new(), Catalogue::embedded());
    let (keys, lowest) = (Keys::new(&plan, &catalogue, 2024), table.lowest(2024));
    let lines = (0..table.rows.len()).flat_map(|row| keys.of_row(&table, &lowest, row).lines);
    let lines = lines.collect();
    Submission { tables: vec![table], ..submission("2024-06", lines) }
}

/// Plan, in period, cumulative and rate in C to F.
fn plain(rows: &[NamedRow<'_>]) -> Table {
    let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative, Measure::Rate];
    table((2..).zip(measures).map(|(index, measure)| column(index, measure)).collect(), rows)
}

/// Cumulative figures: in all in C, central in D, district in E.
fn by_source(rows: &[NamedRow<'_>]) -> Table {
    let of = |index, source| of_source(column(index, Measure::Cumulative), source);
    let whole = Column { splits: vec![vec![1, 2]], ..column(2, Measure::Cumulative) };
    table(vec![whole, of(3, Source::Central), of(4, Source::District)], rows)
}

fn found(submission: &Submission, before: &[Submission]) -> Vec<Finding> {
    World::default().check(vec![submission.clone()], before.to_vec()).1
}

/// `D11 = 67.712: 2/2`, and the findings with `>` before the one that leads and `-` before its consequences.
fn suggested(table: Table) -> (String, Vec<String>) {
    told_of(&found(&report(table), &[]))
}

fn told_of(findings: &[Finding]) -> (String, Vec<String>) {
    let fault = findings.iter().find_map(|finding| finding.fault.as_ref());
    let fault = fault.map_or("none".to_owned(), |fault| {
        if !fault.candidates.is_empty() {
            let cells = fault.candidates.iter().map(|of| of.place.cell.unwrap().to_string());
            return format!("one of {}", cells.collect::<Vec<_>>().join(" "));
        }
        let value = fault.value.map_or("-".to_owned(), |value| value.show(MoneyUnit::Million, 6));
        let cell = fault.place.cell.map_or("-".to_owned(), |cell| cell.to_string());
        format!("{cell} = {value}: {}/{}", fault.clears, fault.of)
    });
    let mark = |finding: &Finding| match (&finding.fault, finding.is_consequence) {
        (None, _) => " ",
        (Some(_), false) => ">",
        (Some(_), true) => "-",
    };
    let told = findings.iter().map(|finding| format!("{}{}", mark(finding), told(finding)));
    (fault, told.collect())
}

fn words(table: Table) -> String {
    let findings = found(&report(table), &[]);
    findings.iter().find_map(|finding| finding.fault.as_ref()).unwrap().words.vi.clone()
}

fn some<const N: usize>(figures: [f64; N]) -> [Option<f64>; N] {
    figures.map(Some)
}

/// The printed table: three programs, of which one is printed as 67.172 for 67.712.
fn printed(second: f64) -> Table {
    plain(&[
        ("total", None, &some([614_294.0, 0.0, 41_000.0, 6.67])),
        ("dtts", Some(0), &some([320_197.0, 0.0, 20_000.0, 6.25])),
        ("gn", Some(0), &some([second, 0.0, 4_369.0, 6.45])),
        ("ntm", Some(0), &some([226_385.0, 0.0, 16_631.0, 7.35])),
    ])
}

#[test]
fn two_digits_swapped_are_found_by_the_sum_and_the_rate() {
    assert_eq!(suggested(printed(67_712.0)), ("none".to_owned(), vec![]));
    let (fault, told) = suggested(printed(67_172.0));
    assert_eq!(fault, "C13 = 67.712: 2/2");
    assert_eq!(told, [">GN401 C11 +540", "-w GN403 F13 -"]);
    assert_eq!(
        words(printed(67_172.0)),
        "Nhiều khả năng ô C13 gõ đảo hai chữ số: sửa 67.172 thành 67.712 triệu đồng thì hết 2/2 lỗi."
    );
}

#[test]
fn a_rate_is_told_by_its_digit() {
    let of = |rate| plain(&[("gn.2", None, &[Some(119_365.0), None, Some(19_216.0), Some(rate)])]);
    assert_eq!(suggested(of(16.1)), ("none".to_owned(), vec![]));
    assert_eq!(suggested(of(10.1)), ("F11 = -: 1/1".to_owned(), vec![">w GN403 F11 -".to_owned()]));
    assert_eq!(
        words(of(10.1)),
        "Nhiều khả năng tỷ lệ ở ô F11 ghi sai: sửa 10,1 % thành 16,1 % thì hết lỗi."
    );
}

/// Two components by source, with a total.
fn sources(first: [Option<f64>; 3], second: [Option<f64>; 3], total: [f64; 3]) -> Table {
    by_source(&[
        ("total", None, &some(total)),
        ("gn.2", Some(0), &first),
        ("gn.4", Some(0), &second),
    ])
}

const TOTAL: [f64; 3] = [2_000.5, 1_500.5, 500.0];

#[test]
fn a_cell_in_dong_among_millions_is_told_once_with_its_consequences() {
    let table = sources(some([1_234.5, 1_234_500_000.0, 0.0]), some([766.0, 266.0, 500.0]), TOTAL);
    assert_eq!(
        words(table.clone()),
        "Nhiều khả năng ô D12 nhập theo đồng: chia cho 1.000.000, còn 1.234,5 triệu đồng thì hết 2/2 lỗi."
    );
    let (fault, told) = suggested(table);
    assert_eq!(fault, "D12 = 1.234,5: 2/2");
    assert_eq!(told.iter().filter(|told| told.starts_with('>')).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|told| told.starts_with('-')).count(), 1, "{told:?}");
}

#[test]
fn a_figure_in_the_neighbouring_column_is_moved() {
    let table = sources([Some(1_234.5), None, Some(1_234.5)], some([766.0, 266.0, 500.0]), TOTAL);
    assert_eq!(
        words(table.clone()),
        "Nhiều khả năng số 1.234,5 triệu đồng ở ô E12 ghi nhầm cột: chuyển sang ô D12 thì hết 2/2 lỗi."
    );
    assert_eq!(suggested(table).0, "E12 = -: 2/2");
}

#[test]
fn a_missing_child_is_the_gap() {
    let first = some([1_234.5, 1_234.5, 0.0]);
    let table = sources(first, [Some(766.0), Some(266.0), None], TOTAL);
    assert_eq!(suggested(table).0, "E13 = 500: 2/2");
    let sum = plain(&[
        ("gn.3", None, &[Some(1_000.0), None, None, None]),
        ("gn.3.1", Some(0), &[Some(583.0), None, None, None]),
        ("gn.3.2", Some(0), &[None, None, None, None]),
    ]);
    assert_eq!(words(sum), "Nhiều khả năng ô C13 bị bỏ sót: ghi 417 triệu đồng thì hết lỗi.");
}

#[test]
fn a_total_that_misses_a_row_or_counts_it_twice_says_which() {
    let sum = |total| {
        words(plain(&[
            ("gn.3", None, &[Some(total), None, None, None]),
            ("gn.3.1", Some(0), &[Some(583.0), None, None, None]),
            ("gn.3.2", Some(0), &[Some(417.0), None, None, None]),
            ("gn.3.3", Some(0), &[Some(2_296.0), None, None, None]),
        ]))
    };
    assert_eq!(
        sum(2_713.0),
        "Nhiều khả năng ô C11 cộng thiếu dòng “gn.3.1” (ô C12): sửa 2.713 thành 3.296 triệu đồng thì hết lỗi."
    );
    assert_eq!(
        sum(3_713.0),
        "Nhiều khả năng ô C11 cộng hai lần dòng “gn.3.2” (ô C13): sửa 3.713 thành 3.296 triệu đồng thì hết lỗi."
    );
    assert_eq!(
        sum(1_745.0),
        "Nhiều khả năng chính ô tổng C11 sai: sửa 1.745 thành 3.296 triệu đồng thì hết lỗi."
    );
}

#[test]
fn a_total_left_blank_is_what_the_sums_over_it_lack() {
    let of = |total: f64, blank: Option<f64>| {
        sources(some([766.0, 266.0, 500.0]), [blank, Some(50.0), None], [total, 316.0, 500.0])
    };
    assert_eq!(suggested(of(816.0, Some(50.0))), ("none".to_owned(), vec![]));
    let lacking = of(766.0, None);
    assert_eq!(
        words(lacking.clone()),
        "Nhiều khả năng ô C13 để trống nên các ô tổng không cộng được: ghi 50 triệu đồng thì hết lỗi."
    );
    assert_eq!(suggested(lacking), ("C13 = 50: 1/1".to_owned(), vec![">GN402 C11 -50".to_owned()]));
    // By 50 and something more: the blank cell alone explains nothing.
    assert!(!words(of(700.0, None)).contains("để trống"));
}

#[test]
fn a_cell_in_error_is_what_the_sums_over_it_lack() {
    let lost = Some(f64::NAN);
    let total =
        sources(some([766.0, 266.0, 500.0]), [lost, lost, Some(54.0)], [766.0, 266.0, 554.0]);
    assert_eq!(suggested(total.clone()).0, "C13 = 54: 1/1");
    assert!(words(total).contains("ô C13, D13 không có số"));
    let part = sources(
        some([766.0, 266.0, 500.0]),
        [Some(454.0), lost, Some(54.0)],
        [1220.0, 266.0, 554.0],
    );
    assert_eq!(suggested(part).0, "D13 = 400: 1/1");
}

#[test]
fn a_column_that_nobody_understood_is_what_totals_hold_too_much() {
    let of = |strange: f64| {
        let table = sources(
            some([769.0, 266.0, 500.0]),
            some([1_234.5, 1_234.5, 0.0]),
            [2_003.5, 1_500.5, 500.0],
        );
        let mut submission = report(table);
        let mut aside = set_aside("F12", Measure::Plan);
        (aside.measure, aside.amount, aside.rule) =
            (None, million(strange), &rules::UNKNOWN_COLUMN);
        let heading = submission.place(0, "F9".parse().unwrap());
        let words = Words::new("số liệu minh họa", "sample");
        submission.problems.push(Problem::new(&rules::UNKNOWN_COLUMN, heading, words));
        submission.set_aside.push(aside);
        told_of(&found(&submission, &[]))
    };
    let (fault, told) = of(3.0);
    assert_eq!(fault, "F9 = -: 3/3");
    assert_eq!(told, ["-GN402 C11 +3", "-GN402 C12 +3", ">GN201 F9 -"]);
    assert!(!of(4.0).1.contains(&">GN201 F9 -".to_owned()), "the figures do not say so");
}

/// June of a unit whose plan has two roads, and May's cumulative of the first.
fn roads(first: &str, figures: [f64; 4]) -> Vec<Finding> {
    let (a, b) = ("gn.2/Đường giao thông thôn Chiềng Lẫm", "gn.2/Đường giao thông thôn Tân Lập");
    let world = World::planning(&[("HL-01", a, 900.0), ("HL-01", b, 700.0)]);
    let may = line(10, a, Some(900.0), [None, Some(300.0)]);
    let first = format!("gn.2/{first}");
    let now = report(plain(&[
        (&first, None, &some(figures)),
        (b, None, &some([700.0, 0.0, 100.0, 14.29])),
    ]));
    let other = line(11, b, Some(700.0), [None, Some(100.0)]);
    world.check(vec![now], vec![submission("2024-05", vec![may, other])]).1
}

#[test]
fn a_work_under_another_name_is_one_question() {
    let (fault, told) = told_of(&roads("Đường GT thôn Chiềng Lẫm", [900.0, 40.0, 340.0, 37.78]));
    assert_eq!(fault.split(':').nth(1), Some(" 4/4"), "{told:?}");
    assert_eq!(told.iter().filter(|told| told.starts_with('>')).count(), 1, "{told:?}");
    assert!(told.iter().all(|told| !told.starts_with(' ')), "{told:?}");
    let (_, told) =
        told_of(&roads("Đường giao thông thôn Chiềng Lẫm", [900.0, 40.0, 340.0, 37.78]));
    assert_eq!(told, [""; 0]);
    // Its plan and its past are another's: a new work, and the old one is missing.
    let findings = roads("Nhà văn hóa thôn Điền Giang", [450.0, 40.0, 40.0, 8.89]);
    let fault = findings.iter().find_map(|finding| finding.fault.as_ref()).unwrap();
    assert_eq!(
        fault.words.vi,
        "Nhiều khả năng báo cáo thiếu dòng: Đường giao thông thôn Chiềng Lẫm, Vốn sự nghiệp; thêm dòng đó thì hết 2/2 lỗi."
    );
}

#[test]
fn a_leaf_and_the_total_over_it_are_told_together() {
    let of = |total: f64, leaf: f64| {
        let figures = |plan: f64| [Some(plan), None, Some(0.0), None];
        let rows = [1_583.0, total, leaf, 417.0, 583.0].map(figures);
        let names = ["total", "gn.3", "gn.3.1", "gn.3.2", "gn.4"];
        let parents = [None, Some(0), Some(1), Some(1), Some(0)];
        let world = World::planning(&[
            ("HL-01", "gn.3.1", 583.0),
            ("HL-01", "gn.3.2", 417.0),
            ("HL-01", "gn.4", 583.0),
        ]);
        let rows = names.iter().zip(parents).zip(&rows);
        let rows: Vec<NamedRow<'_>> =
            rows.map(|((name, parent), row)| (*name, parent, &row[..])).collect();
        let findings = world.check(vec![report(plain(&rows))], vec![]).1;
        let told = findings.iter().filter_map(|finding| finding.fault.as_ref());
        let told = told.map(|fault| {
            let value = fault.value.unwrap().show(MoneyUnit::Million, 6);
            let other = fault.words.vi.contains("(Cùng với sửa ô ");
            format!("{} = {value}{}", fault.place.cell.unwrap(), if other { " beside" } else { "" })
        });
        let told: std::collections::BTreeSet<String> = told.collect();
        told.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(of(1_000.0, 583.0), [""; 0]);
    assert_eq!(of(1_600.0, 593.0), ["C12 = 1.000", "C13 = 583 beside"]);
}

#[test]
fn a_formula_is_not_mistyped_and_a_total_among_formulas_was_typed_over() {
    let of = |formulas: &[(usize, usize)]| {
        let figures = [1_045.0, 600.0, 400.0, 2_000.0, 2_000.0];
        let rows = figures.map(|plan| [Some(plan), None, Some(0.0), None]);
        let names = ["gn.3", "gn.3.1", "gn.3.2", "gn.4", "gn.4.1"];
        let parents = [None, Some(0), Some(0), None, Some(3)];
        let rows = names.iter().zip(parents).zip(&rows);
        let rows: Vec<NamedRow<'_>> =
            rows.map(|((name, parent), row)| (*name, parent, &row[..])).collect();
        let formula = |&(row, column): &(usize, usize)| Formula { row, column, adds: None };
        words(Table { formulas: formulas.iter().map(formula).collect(), ..plain(&rows) })
    };
    // Nothing but the formulas says which of the three cells is wrong.
    assert_eq!(
        of(&[(3, 0)]),
        "Nhiều khả năng ô tổng C11 gõ số đè lên công thức: đặt lại công thức, thành 1.000 triệu đồng thì hết lỗi."
    );
    let told = of(&[(0, 0), (3, 0)]);
    assert!(!told.contains("gõ số đè"), "{told}");
    assert!(!told.contains("ô C11 gõ sai"), "{told}");
}

/// A table with these formulas of sums in it: the cell, and the cells and ranges that are added.
fn with_sums(table: Table, formulas: &[(&str, &str)]) -> Table {
    let cell = |text: &str| text.parse::<Cell>().unwrap();
    let area = |text: &str| {
        let (from, to) = text.split_once(':').unwrap_or((text, text));
        Area { from: cell(from), to: cell(to) }
    };
    let formula = |(at, adds): &(&str, &str)| {
        let at = cell(at);
        let row = table.rows.iter().position(|row| row.index == at.row).unwrap();
        let column = table.columns.iter().position(|head| head.index == at.column).unwrap();
        let text = format!("=SUM({})", adds.replace(' ', ",")).into();
        let areas = adds.split(' ').map(area).collect();
        Formula { row, column, adds: Some(Addition { text, areas, is_subtotal: false }) }
    };
    let mut formulas: Vec<Formula> = formulas.iter().map(formula).collect();
    formulas.sort_by_key(|formula| (formula.row, formula.column));
    Table { formulas, ..table }
}

/// Two programs below a total, in rows 11 to 17: plans in C and cumulative figures in E.
fn two_programs(figures: [f64; 7]) -> Table {
    let rows = figures.map(|plan| [Some(plan), None, Some(plan / 2.0), None]);
    let names = ["total", "gn", "gn.2", "gn.3", "gn.4", "ntm", "ntm.1"];
    let parents = [None, Some(0), Some(1), Some(1), Some(1), Some(0), Some(5)];
    let rows = names.iter().zip(parents).zip(&rows);
    let rows: Vec<NamedRow<'_>> =
        rows.map(|((name, parent), row)| (*name, parent, &row[..])).collect();
    plain(&rows)
}

#[test]
fn a_formula_that_stops_a_row_short_is_the_fault_wherever_it_was_filled() {
    let short = two_programs([340.0, 300.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let sums = [("C11", "C12 C16"), ("C12", "C13:C14"), ("E11", "E12 E16"), ("E12", "E13:E14")];
    let short = with_sums(short, &sums);
    assert_eq!(suggested(short.clone()).0, "C12 = 350: 2/2");
    assert_eq!(
        words(short.clone()),
        "Nhiều khả năng công thức =SUM(C13:C14) của ô C12 và 1 ô khác bỏ sót dòng 15: sửa công thức (không gõ số đè lên), từ 300 thành 350 triệu đồng thì hết 2/2 lỗi."
    );
    let finding = &found(&report(short.clone()), &[])[0];
    let told = &finding.problem.words.vi;
    assert!(
        told.ends_with("ít hơn 50 triệu đồng. Công thức =SUM(C13:C14) bỏ sót dòng 15."),
        "{told}"
    );
    // What the formula adds up is not what its cell shows: then it is no proof.
    let stale = with_sums(short, &[("C12", "C13:C13"), ("E12", "E13:E13")]);
    assert!(!found(&report(stale), &[])[0].problem.words.vi.contains("Công thức"));
}

#[test]
fn a_formula_may_run_over_the_next_item_or_count_a_sum_and_its_parts() {
    let over = two_programs([430.0, 390.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let over = with_sums(over, &[("C11", "C12 C16"), ("C12", "C13:C16")]);
    assert!(words(over).contains("công thức =SUM(C13:C16) của ô C12 cộng lấn sang dòng 16: "));
    let twice = two_programs([780.0, 350.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let twice = with_sums(twice, &[("C11", "C12:C17"), ("C12", "C13:C15")]);
    assert!(
        words(twice).contains("công thức =SUM(C12:C17) của ô C11 cộng hai lần dòng 13–15, 17: ")
    );
    // All the leaves, and none of the sums between, are a way to add up.
    let leaves = two_programs([390.0, 350.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let leaves = with_sums(leaves, &[("C11", "C13:C15 C17")]);
    assert_eq!(suggested(leaves), ("none".to_owned(), vec![]));
}

#[test]
fn formulas_that_agree_with_each_other_are_not_blamed_for_where_a_row_belongs() {
    let apart = |text: &str| {
        let apart = two_programs([390.0, 300.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
        with_sums(apart, &[("C11", text), ("C12", "C13:C14")])
    };
    let findings = found(&report(apart("C12 C15 C16")), &[]);
    let sentences = findings.iter().map(|finding| &finding.problem.words.vi);
    for told in sentences.filter(|told| told.contains("Công thức")) {
        assert!(told.ends_with("Công thức của biểu cộng dòng 15 vào ô C11, không cộng vào ô C12."));
    }
    let (fault, told) = told_of(&findings);
    assert_eq!(fault, "C15 = -: 2/2");
    assert_eq!(told, [">GN401 C11 +50", "-GN401 C12 -50", "-GN401 E11 +25", ">GN401 E12 -25"]);
    assert!(words(apart("C12 C15 C16")).contains("mà không vào dòng “gn” (ô C12)"));
    // One that counts the rows itself, and not what the other leaves out, is no witness.
    assert!(words(apart("C13:C14 C15 C16")).contains("công thức =SUM(C13:C14) của ô C12"));
}

#[test]
fn a_row_that_two_formulas_give_to_the_item_before_is_not_run_over() {
    let over = two_programs([390.0, 390.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let over = with_sums(over, &[("C11", "C12"), ("C12", "C13:C16")]);
    let findings = found(&report(over), &[]);
    let told = findings.iter().filter_map(|finding| finding.fault.as_ref());
    let told: Vec<&str> = told.map(|fault| fault.words.vi.as_str()).collect();
    assert!(told.iter().all(|told| !told.contains("công thức =")), "{told:?}");
    assert!(told.iter().any(|told| told.contains("cộng dòng 16 “ntm”")), "{told:?}");
}

/// A program in blocks with a sum of its own below each, and the sum of those below it all.
fn blocks(formulas: &[(&str, &str)], first: f64, total: f64) -> Table {
    let figures = [100.0, 200.0, first, 40.0, 40.0, total];
    let rows = figures.map(|plan| [Some(plan), None, Some(plan / 2.0), None]);
    let names = ["gn.3.1", "gn.3.2", "sub gn.3", "gn.4.1", "sub gn.4", "total"];
    let parents = [Some(5), Some(5), None, Some(5), None, None];
    let rows = names.iter().zip(parents).zip(&rows);
    let rows: Vec<NamedRow<'_>> =
        rows.map(|((name, parent), row)| (*name, parent, &row[..])).collect();
    with_sums(plain(&rows), formulas)
}

#[test]
fn a_total_whose_formula_is_right_follows_the_one_that_is_at_fault() {
    let sums = [
        ("C13", "C11:C11"),
        ("C15", "C14"),
        ("C16", "C13 C15"),
        ("E13", "E11:E11"),
        ("E15", "E14"),
        ("E16", "E13 E15"),
    ];
    let short = blocks(&sums, 100.0, 140.0);
    let findings = found(&report(short.clone()), &[]);
    let told: Vec<&str> =
        findings.iter().filter_map(|of| of.fault.as_ref()).map(|of| of.words.vi.as_str()).collect();
    let named = "công thức =SUM(C11:C11) của ô C13 và 1 ô khác bỏ sót dòng 12";
    assert!(told.iter().all(|told| told.contains(named)), "{told:?}");
    assert_eq!(suggested(short).0, "C13 = 300: 4/4");
    // The total alone was typed: it is what its own words say.
    let typed = blocks(&sums[..2], 100.0, 140.0);
    assert!(words(typed).contains("công thức =SUM(C11:C11) của ô C13 bỏ sót dòng 12"));
}

#[test]
fn of_a_locked_cell_the_unit_may_have_to_ask_the_office() {
    let locked = |table: Table, cells: &[(usize, std::ops::Range<usize>)]| Table {
        locked: cells.to_vec(),
        ..table
    };
    assert_eq!(
        words(locked(printed(67_172.0), &[(2, 0..1)])),
        "Nhiều khả năng ô C13 gõ đảo hai chữ số (ô đang khóa trong biểu mẫu, đơn vị không sửa được thì báo cơ quan tổng hợp): sửa 67.172 thành 67.712 triệu đồng thì hết 2/2 lỗi."
    );
    // A cell beside it is the unit's own.
    let told = words(locked(printed(67_172.0), &[(1, 0..3), (2, 1..3)]));
    assert!(!told.contains("khóa") && told.contains("ô C13 gõ đảo hai chữ số: sửa"), "{told}");
    // Likewise of a formula.
    let short = two_programs([340.0, 300.0, 100.0, 200.0, 50.0, 40.0, 40.0]);
    let short = with_sums(short, &[("C11", "C12 C16"), ("C12", "C13:C14")]);
    let told = words(locked(short, &[(0, 0..4), (1, 0..4)]));
    assert!(told.contains("bỏ sót dòng 15 (ô đang khóa trong biểu mẫu"), "{told}");
}

#[test]
fn of_two_explanations_the_one_that_the_unit_could_have_typed_is_told() {
    let of = |cells: &[(usize, std::ops::Range<usize>)]| {
        let rows = [1_000.0, 640.0, 400.0].map(|plan| [Some(plan), None, Some(0.0), None]);
        let names = ["gn.3", "gn.3.1", "gn.3.2"].iter().zip([None, Some(0), Some(0)]).zip(&rows);
        let names: Vec<NamedRow<'_>> =
            names.map(|((name, parent), row)| (*name, parent, &row[..])).collect();
        suggested(Table { locked: cells.to_vec(), ..plain(&names) }).0
    };
    assert_eq!(of(&[]), "one of C11 C12 C13");
    assert_eq!(of(&[(0, 0..4), (2, 0..4)]), "C12 = 600: 1/1");
    // That one cell is left is no evidence: the office may be wrong.
    assert_eq!(of(&[(0, 0..4), (1, 0..4)]), "none");
    assert_eq!(of(&[(0, 0..4), (1, 0..4), (2, 0..4)]), "one of C11 C12 C13");
}

/// A program over seven rows of whole millions, whose plan says 1 million too much between its rows and the total; the
/// cumulative of so many rows says tenths.
fn nearly_whole(finer: usize) -> Table {
    let row = |plan: f64, of: f64| [Some(plan), Some(10.0 * of), Some(20.0 * of), None];
    let names = ["gn.1", "gn.2", "gn.3", "gn.4", "gn.5", "gn.6", "gn.7"];
    let mut below = [row(40.0, 1.0); 7];
    below.iter_mut().take(finer).for_each(|row| row[2] = Some(20.4));
    let above = [row(280.0, 7.0), row(281.0, 7.0)];
    let mut rows: Vec<NamedRow<'_>> = vec![("total", None, &above[0]), ("gn", Some(0), &above[1])];
    rows.extend(names.iter().zip(&below).map(|(name, row)| (*name, Some(1), &row[..])));
    plain(&rows)
}

#[test]
fn what_rounding_to_the_usual_digit_explains_is_no_slip_of_the_hand() {
    // Where several rows say tenths the figures are not rounded.
    assert_eq!(suggested(nearly_whole(2)).0, "C12 = 280: 2/2");
    // Without this one all would be whole millions, and the sums within what they may be off by.
    let (fault, told) = suggested(nearly_whole(1));
    assert_eq!((fault.as_str(), told.len()), ("none", 3), "{told:?}");
}

#[test]
fn a_row_that_was_left_out_is_told_as_one() {
    let with = |last: f64| {
        plain(&[
            ("gn.3", None, &some([1_000.0, 40.0, 250.0, 25.0])),
            ("gn.3.1", Some(0), &some([583.0, 30.0, 100.0, 17.15])),
            ("gn.3.2", Some(0), &some([317.0, last, 120.0, 37.85])),
        ])
    };
    let (fault, told) = suggested(with(10.0));
    assert_eq!(fault, "C11 = -: 2/2");
    assert_eq!(told, [">GN401 C11 +100", "-GN401 E11 +30"]);
    assert_eq!(
        words(with(10.0)),
        "Nhiều khả năng báo cáo thiếu một dòng con của dòng “gn.3”: kế hoạch vốn 100 triệu đồng, lũy kế giải ngân 30 triệu đồng; thêm dòng đó thì hết 2/2 lỗi."
    );
    let (_, told) = suggested(with(17.0));
    assert!(
        !told.iter().any(|told| told.starts_with('-')),
        "no row has less than nothing: {told:?}"
    );
}

#[test]
fn rows_that_are_there_and_lack_figures_are_no_row_that_was_left_out() {
    let table = plain(&[
        ("gn.3", None, &some([1_000.0, 40.0, 250.0, 25.0])),
        ("gn.3.1", Some(0), &[None, Some(30.0), Some(100.0), None]),
        ("gn.3.2", Some(0), &[Some(317.0), Some(10.0), None, None]),
    ]);
    let findings = found(&report(table), &[]);
    let faults = findings.iter().filter_map(|finding| finding.fault.as_ref());
    assert!(faults.clone().all(|fault| !fault.words.vi.contains("thiếu một dòng")));
    assert!(2 <= findings.len());
}

#[test]
fn a_sum_over_a_row_that_is_doubted_is_not_said_to_be_wrong_itself() {
    // The plan of row 12 lacks a digit, so that the 337 million it lacks of its cumulative would be over its plan.
    let (fault, told) = suggested(plain(&[
        ("gn", None, &[Some(1_500.0), Some(90.0), Some(537.0), None]),
        ("gn.1", Some(0), &[Some(60.0), Some(70.0), None, None]),
        ("gn.2", Some(0), &[Some(900.0), Some(20.0), Some(200.0), None]),
    ]));
    assert_eq!(fault, "C12 = 600: 2/2");
    assert_eq!(told, [">GN401 C11 +540", " GN401 E11 +337", "-GN502 D12 +10"]);
}

#[test]
fn a_sign_is_told_with_the_sum_that_it_spoils() {
    let table = sources(some([1_234.5, 1_234.5, 0.0]), some([766.0, 266.0, -500.0]), TOTAL);
    let (fault, told) = suggested(table);
    assert_eq!(fault, "E13 = 500: 3/3");
    assert!(told.contains(&">GN303 E13 -".to_owned()), "the finding at the cell leads: {told:?}");
}

#[test]
fn an_amount_below_nothing_alone_may_be_right() {
    let table = by_source(&[("gn.2", None, &some([-30.0, -30.0, 0.0]))]);
    assert_eq!(suggested(table).0, "none");
}

#[test]
fn a_column_in_dong_is_told_as_one() {
    let row = |whole: f64, central: f64| some([whole, central, whole - central / 1e6]);
    let table = by_source(&[
        ("gn.2", None, &row(900.0, 400e6)),
        ("gn.4", None, &row(700.0, 300e6)),
        ("gn.5", None, &row(800.0, 123e6)),
    ]);
    assert_eq!(
        words(table.clone()),
        "Nhiều khả năng cả cột D (từ ô D11) nhập theo đồng: chia cho 1.000.000 thì hết 3/3 lỗi."
    );
    assert_eq!(suggested(table).0, "D11 = 400: 3/3");
}

#[test]
fn of_a_few_cells_that_are_as_likely_all_are_told_and_of_many_none() {
    let sum = |children: &[f64]| {
        let total = children.iter().sum::<f64>() + 100.0;
        let figures = |amount| [Some(amount), None, Some(0.0), None];
        let (total, children) = (figures(total), children.iter().map(|of| figures(*of)));
        let children: Vec<_> = children.collect();
        let names: Vec<String> = (1..=children.len()).map(|at| format!("gn.3.{at}")).collect();
        let mut rows: Vec<NamedRow<'_>> = vec![("gn.3", None, &total)];
        rows.extend(names.iter().zip(&children).map(|(name, row)| (&**name, Some(0), &row[..])));
        plain(&rows)
    };
    let few = sum(&[583.0, 417.0]);
    assert_eq!(
        words(few.clone()),
        "Một trong các ô sau sai: C11 (đúng ra 1.000 triệu đồng); C12 (đúng ra 683 triệu đồng); C13 (đúng ra 517 triệu đồng)."
    );
    assert_eq!(
        suggested(few),
        ("one of C11 C12 C13".to_owned(), vec![">GN401 C11 +100".to_owned()])
    );
    let (suggestion, told) = suggested(sum(&[583.0, 417.0, 211.0]));
    assert_eq!((suggestion.as_str(), told[0].as_str()), ("none", " GN401 C11 +100"));
}

#[test]
fn what_was_accepted_is_left_alone() {
    let mut world = World::default();
    world.settings.waiver.push(Waiver {
        rule: crate::rules::CHILDREN_DO_NOT_ADD_UP.code,
        unit: unit("HL-01"),
        period: "2024-06".parse().unwrap(),
        file: None,
        sheet: None,
        cell: None,
        by: None,
        until: None,
        reason: "Số liệu minh họa".to_owned(),
    });
    let children = [Some(1_000.0), Some(583.0), Some(471.0)].map(|plan| [plan, None, None, None]);
    let table = plain(&[
        ("gn.3", None, &children[0]),
        ("gn.3.1", Some(0), &children[1]),
        ("gn.3.2", Some(0), &children[2]),
    ]);
    assert_eq!(suggested(table.clone()).0, "C13 = 417: 1/1");
    let (_, findings) = world.check(vec![report(table)], vec![]);
    let (suggestion, told) = told_of(&findings);
    assert_eq!((suggestion.as_str(), told[0].as_str()), ("none", " GN401 C11 -54"));
}

#[test]
fn the_report_before_shows_which_of_two_is_wrong() {
    let now = |cumulative| {
        let figures = [Some(9_000.0), Some(412.0), Some(cumulative), None];
        report(plain(&[("gn.2", None, &figures)]))
    };
    let before =
        submission("2024-05", vec![line(10, "gn.2", Some(9_000.0), [None, Some(3_167.0)])]);
    let of = |cumulative| told_of(&found(&now(cumulative), std::slice::from_ref(&before))).0;
    assert_eq!(of(3_579.0), "none");
    assert_eq!(of(5_379.0), "E11 = 3.579: 1/1");
    assert_eq!(of(3_167.0), "E11 = 3.579: 1/1", "not carried on from the month before");
    assert_eq!(of(3_579_000.0), "E11 = 3.579: 2/2");
}

#[test]
fn a_file_full_of_errors_takes_a_bounded_time() {
    let rows: Vec<_> = (0..3_000_u32)
        .map(|at| some([f64::from(at * 7 % 901), f64::from(at * 13 % 977), 5.0]))
        .collect();
    let names: Vec<String> = (0..3_000).map(|at| format!("gn.2/Công trình {at}")).collect();
    let rows: Vec<NamedRow<'_>> =
        names.iter().zip(&rows).map(|(name, row)| (name.as_str(), None, &row[..])).collect();
    let submission = report(by_source(&rows));
    let findings = found(&submission, &[]);
    assert!(2_900 < findings.len());
    let told = findings.iter().filter(|finding| finding.fault.is_some()).count();
    assert!(told <= super::MOST_FINDINGS);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_edit_clears_what_it_says(
        figures in proptest::collection::vec(0_u32..9_999, 8),
        at in (0_usize..5, 0_usize..3),
        wrong in -99_999_i64..9_999_999,
        factor in prop::sample::select(vec![1.0, 1e-1, 10.0, 1e3, 1e6]),
    ) {
        let amount = |at: usize| f64::from(figures[at]) / 10.0;
        let leaf = |at: usize| [amount(at) + amount(at + 1), amount(at), amount(at + 1)];
        let leaves = [leaf(0), leaf(2), leaf(4), leaf(6)];
        let sum = |of: usize| leaves.iter().map(|leaf| leaf[of]).sum::<f64>();
        let mut rows = vec![[sum(0), sum(1), sum(2)]];
        rows.extend(leaves);
        let typed = rows[at.0][at.1];
        rows[at.0][at.1] = if factor == 1.0 { wrong as f64 / 10.0 } else { typed * factor };
        let names = ["total", "gn.2", "gn.4", "gn.5", "gn.6"];
        let figures: Vec<_> = rows.iter().map(|row| some(*row)).collect();
        let rows: Vec<NamedRow<'_>> = names
            .iter()
            .zip(&figures)
            .enumerate()
            .map(|(at, (name, row))| (*name, (0 < at).then_some(0), &row[..]))
            .collect();
        let submission = report(by_source(&rows));
        let before = found(&submission, &[]);
        for finding in &before {
            let Some(fault) = &finding.fault else { continue };
            let Some(value) = fault.value else { continue };
            let site = Site::named(&submission, &fault.place).unwrap();
            let after = found(&report(with(&submission, site, value)), &[]);
            let left: Vec<String> = after.iter().map(place).collect();
            let shared = before.iter().filter(|other| other.fault.as_ref() == Some(fault));
            let shared: Vec<&Finding> = shared.collect();
            prop_assert_eq!(shared.len(), fault.clears);
            prop_assert!(fault.clears <= fault.of);
            prop_assert_eq!(shared.iter().filter(|finding| !finding.is_consequence).count(), 1);
            prop_assert!(shared.iter().all(|finding| !left.contains(&place(finding))));
            prop_assert!(after.iter().all(|new| before.iter().any(|old| place(old) == place(new))));
        }
    }
}

fn with(submission: &Submission, site: Site, value: Money) -> Table {
    let mut table = submission.tables[site.table].clone();
    let at = site.row * table.columns.len() + site.column;
    table.cells[at] = Stated::Amount(value);
    table
}

/// A finding by its rule and cell.
fn place(finding: &Finding) -> String {
    format!("{} {}", finding.rule.code, finding.problem.place)
}

#[test]
fn what_was_typed_as_text_is_missing_in_the_sum() {
    let sums = |texts: &[(usize, usize)]| {
        let mut table = plain(&[
            ("gn", None, &[Some(900.0), None, Some(60.0), None]),
            ("gn.1.1", Some(0), &[Some(300.0), None, Some(60.0), None]),
            ("gn.2", Some(0), &[Some(300.0), None, Some(40.0), None]),
            ("gn.4", Some(0), &[Some(300.0), None, Some(25.0), None]),
        ]);
        table.texts = texts.to_vec();
        let found = found(&report(table), &[]);
        found.iter().find_map(|finding| Some(finding.fault.as_ref()?.words.vi.clone()))
    };
    let said = sums(&[(2, 2), (3, 2)]).unwrap();
    assert!(said.contains("ô E13 và 1 ô khác gõ dạng chữ nên ô tổng không cộng được"), "{said}");
    // One of them explains no more than a part.
    assert!(!sums(&[(2, 2)]).unwrap_or_default().contains("gõ dạng chữ"));
}

#[test]
fn a_total_does_not_repeat_its_only_part() {
    let table = by_source(&[("gn.2", None, &[Some(90.0), Some(90.0), None])]);
    let site = |column| Site { table: 0, row: 0, column };
    let report = report(table);
    assert!(site(1).is_part_of(site(0), &report) && !site(0).is_part_of(site(1), &report));
}

/// The suggestion for two months of four lines, told at all findings that it clears, and how many these are.
fn throughout(may: [f64; 4], june: [[f64; 2]; 4]) -> (String, usize) {
    let report = |period: &str, figures: [[f64; 2]; 4]| {
        let lines = (10..).zip(["gn.1.1", "gn.2", "gn.4", "ntm.3"]).zip(figures);
        let lines = lines.map(|((row, key), [in_period, cumulative])| {
            line(row, key, Some(900.0), [Some(in_period), Some(cumulative)])
        });
        submission(period, lines.collect())
    };
    let before = report("2024-05", may.map(|cumulative| [cumulative; 2]));
    let found = found(&report("2024-06", june), &[before]);
    let told: Vec<_> = found.iter().filter_map(|finding| finding.fault.as_ref()).collect();
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
    let leads = found.iter().filter(|finding| finding.fault.is_some() && !finding.is_consequence);
    assert_eq!(leads.count(), told.len().min(1));
    // The warning that the report is the last one's stands for itself.
    let again = found.iter().filter(|finding| finding.rule.code.0 == "GN110");
    assert!(again.clone().all(|finding| finding.fault.is_none()));
    (told.first().map_or(String::new(), |fault| fault.words.vi.clone()), told.len())
}

#[test]
fn what_is_wrong_throughout_a_report_is_one_fault() {
    let may = [200.0, 150.0, 40.0, 30.0];
    let (words, count) = throughout(may, may.map(|cumulative| [cumulative; 2]));
    assert_eq!((words.contains("số liệu kỳ trước gửi lại"), count), (true, 4), "{words}");
    let (words, count) = throughout(may, [[50.0; 2], [20.0; 2], [10.0; 2], [5.0; 2]]);
    assert_eq!((words.contains("các ô lũy kế ghi số trong kỳ"), count), (true, 8), "{words}");
    let (words, count) = throughout(may, [[250.0; 2], [170.0; 2], [50.0; 2], [35.0; 2]]);
    assert_eq!((words.contains("các ô trong kỳ ghi số lũy kế"), count), (true, 4), "{words}");
    // One of them is a slip of the hand.
    let june = [[50.0, 250.0], [20.0, 170.0], [10.0, 50.0], [5.0; 2]];
    assert_eq!(throughout(may, june), (String::new(), 0));
}

#[test]
fn a_figure_of_the_period_far_beyond_the_plan_is_in_another_unit_where_no_cumulative_is_given() {
    let suggested = |paid: f64| {
        let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
        let columns = (2..).zip(measures).map(|(index, measure)| column(index, measure));
        let rows = [[Some(2_100.0), Some(paid), None]];
        let report = report(table(columns.collect(), &[("gn.2", None, &rows[0])]));
        let world = World::planning(&[("HL-01", "gn.2", 2_100.0)]);
        told_of(&world.check(vec![report], Vec::new()).1).0
    };
    // Of the units in which it would be within the plan the nearest.
    assert_eq!(suggested(441_160.0), "D11 = 441,16: 1/1");
    assert_eq!(suggested(441_160_000.0), "D11 = 441,16: 1/1");
    assert_eq!(suggested(4_411.0), "none");
}
