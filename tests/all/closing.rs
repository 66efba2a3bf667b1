//! Closing: what was closed stays, what comes later stands in the next open period, and all adds up.
//! All amounts are số liệu minh họa.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use super::book::{JOURNAL, book, row};
use super::program::{Ran, giaingan, rows};
use super::workspace::{copied, fixture};

const UNITS: [[&str; 3]; 3] =
    [["A-01", "Xã An Hòa", "xã"], ["A-02", "Xã Bình Yên", "xã"], ["A-03", "Xã Cát Thịnh", "xã"]];

/// An office with three communes and a plan for each.
fn office() -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    fs::write(
        temp.path().join("giaingan.toml"),
        "[office]\nname = \"Phòng Tài chính - Kế hoạch huyện An\"\nlevel = \"huyện\"\nyear = 2024\n",
    )
    .unwrap();
    let head = row(&["Mã đơn vị", "Tên đơn vị", "Loại"]);
    let plan =
        |unit: &str| row(&["QĐ 1", "15/01/2024", unit, "gn.4", "", "SN", "TW", "2024", "9000", ""]);
    let sheets = [
        ("Đơn vị", [head].into_iter().chain(UNITS.iter().map(|unit| row(unit))).collect()),
        (
            "Kế hoạch vốn",
            [row(&JOURNAL)].into_iter().chain(UNITS.iter().map(|[code, ..]| plan(code))).collect(),
        ),
    ];
    book(&temp.path().join("danh-muc.xlsx"), &sheets);
    temp
}

/// The report of a unit for a month, in million đồng: disbursed in the month and since New Year.
pub(crate) fn report(
    folder: &Path,
    unit: usize,
    month: u32,
    in_period: i64,
    cumulative: i64,
) -> PathBuf {
    let [code, name, _] = UNITS[unit];
    let path = folder.join(format!("nop/2024-{month:02}/{code}.xlsx"));
    let line =
        ["1", "gn.4", "", "NSTW", "2024", "9000", &in_period.to_string(), &cumulative.to_string()];
    let sheet = vec![
        row(&[name]),
        row(&[&format!("BÁO CÁO GIẢI NGÂN THÁNG {month} NĂM 2024")]),
        row(&["Đơn vị tính: triệu đồng"]),
        row(&[
            "STT",
            "Mã",
            "Nội dung",
            "Nguồn vốn",
            "Năm vốn",
            "Kế hoạch vốn",
            "Giải ngân trong kỳ",
            "Lũy kế giải ngân",
        ]),
        row(&line),
    ];
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    book(&path, &[("Vốn sự nghiệp", sheet)]);
    path
}

fn run(folder: &Path, words: &[&str]) -> Ran {
    let ran = giaingan(folder, &[words, &["--today", "2025-01-10"]].concat());
    assert!(!ran.told.contains("panicked"), "{}", ran.told);
    ran
}

fn told(folder: &Path, period: &str) -> Value {
    let report = run(folder, &["aggregate", "-n", "--format", "json", "-p", period]).report();
    assert_eq!(report["control"]["balanced"], true, "{}", report["control"]);
    report
}

pub(crate) fn close(folder: &Path, period: &str) -> Value {
    let ran = run(folder, &["close", "-p", period, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{} {}", ran.shown, ran.told);
    ran.report()
}

fn million(value: &Value) -> i64 {
    let dong = value.as_i64().unwrap();
    assert_eq!(dong % 1_000_000, 0);
    dong / 1_000_000
}

fn gn602(report: &Value) -> Vec<&Value> {
    rows(report, "findings").iter().filter(|of| of["code"] == "GN602").collect()
}

/// Three communes report for January; two for February.
pub(crate) fn two_months() -> tempfile::TempDir {
    let temp = office();
    for unit in 0..3 {
        report(temp.path(), unit, 1, 100, 100);
    }
    for unit in 0..2 {
        report(temp.path(), unit, 2, 50, 150);
    }
    temp
}

#[test]
fn what_is_lacking_is_listed_and_closed_over_only_with_a_reason_for_each_unit() {
    let temp = two_months();
    let folder = temp.path();
    let ran = run(folder, &["close", "-p", "2024-02", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let kinds: Vec<(Value, Value)> = rows(&ran.report(), "refused")
        .iter()
        .map(|of| (of["kind"].clone(), of["unit"].clone()))
        .collect();
    assert_eq!(kinds, [("earlier-open".into(), Value::Null), ("missing".into(), "A-03".into())]);
    // No reason helps where the months before are open.
    let ran = run(folder, &["close", "-p", "2024-02", "--accept", "xin nộp muộn"]);
    assert_eq!(ran.code, Some(1));
    assert!(!folder.join("chot").exists());
    close(folder, "2024-01");
    let ran =
        run(folder, &["chot", "-p", "2/2024", "--accept", "xin nộp muộn", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    let answer = ran.report();
    let [accepted] = rows(&answer, "accepted") else { panic!("{answer}") };
    assert_eq!(accepted["unit"], "A-03");
    assert_eq!(accepted["reason"], "xin nộp muộn");
    assert_eq!(answer["edition"], 1);
}

#[test]
fn a_closed_period_is_printed_and_copied_out_byte_for_byte_whatever_comes_later() {
    let temp = two_months();
    let folder = temp.path();
    let before = run(folder, &["aggregate", "-n", "--format", "json", "-p", "2024-01"]).shown;
    close(folder, "2024-01");
    report(folder, 2, 1, 170, 170);
    let ran = run(folder, &["aggregate", "-p", "2024-01", "--format", "json"]);
    assert_eq!((ran.code, ran.shown), (Some(0), before));
    assert!(ran.told.contains("A-03.xlsx bị sửa sau khi chốt"), "{}", ran.told);
    let name = "Tong hop giai ngan 2024-01.xlsx";
    let [closed, copy] = ["chot/2024-01/1", "ket-qua/2024-01"].map(|of| folder.join(of).join(name));
    assert_eq!(fs::read(&closed).unwrap(), fs::read(&copy).unwrap());
    for own in ["giaingan.toml", "danh-muc.xlsx"] {
        let kept = folder.join("chot/2024-01/1").join(own);
        assert_eq!(fs::read(kept).unwrap(), fs::read(folder.join(own)).unwrap());
    }
}

#[test]
fn the_page_of_a_closed_period_is_copied_out_byte_for_byte_too() {
    let temp = two_months();
    let folder = temp.path();
    let name = "Tong hop giai ngan 2024-01.html";
    let [closed, copy] = ["chot/2024-01/1", "ket-qua/2024-01"].map(|of| folder.join(of).join(name));
    run(folder, &["aggregate", "--html", "-p", "2024-01"]);
    let open = fs::read(&copy).unwrap();
    fs::remove_file(&copy).unwrap();
    close(folder, "2024-01");
    report(folder, 2, 1, 170, 170);
    run(folder, &["aggregate", "-p", "2024-01"]);
    assert!(!copy.exists(), "nobody asked for it");
    let ran = run(folder, &["aggregate", "--html", "-p", "2024-01"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    assert!(fs::read(&copy).unwrap() == fs::read(&closed).unwrap());
    assert!(fs::read(&copy).unwrap() == open, "closing changes nothing of it");
}

#[test]
fn an_edition_of_a_version_that_wrote_no_page_says_so() {
    let temp = copied(&fixture("closed-period-changed"));
    let ran = run(temp.path(), &["aggregate", "--html", "-p", "2024-05"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    assert!(ran.told.contains("bản đã chốt này không có trang HTML"), "{}", ran.told);
    let folder = temp.path().join("ket-qua/2024-05");
    assert!(folder.join("Tong hop giai ngan 2024-05.xlsx").is_file());
    assert!(!folder.join("Tong hop giai ngan 2024-05.html").exists());
}

#[test]
fn a_late_file_is_an_adjustment_of_the_next_open_month_and_inside_its_quarter() {
    let temp = two_months();
    let folder = temp.path();
    close(folder, "2024-01");
    let ran = run(folder, &["close", "-p", "2024-02", "--accept", "xin nộp muộn"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    // The third commune is 30 late, and the second finds 5 more of February.
    report(folder, 2, 2, 30, 130);
    report(folder, 1, 2, 55, 155);
    report(folder, 0, 3, 10, 160);
    report(folder, 1, 3, 10, 165);
    report(folder, 2, 3, 10, 140);
    let march = told(folder, "2024-03");
    assert_eq!(million(&march["totals"]["in_period"]), 30);
    assert_eq!(million(&march["totals"]["cumulative"]), 465);
    let adjustments = &march["adjustments"];
    assert_eq!(adjustments["period"], "2024-02");
    assert_eq!((million(&adjustments["amount"]), &adjustments["known"]), (35, &true.into()));
    let of_units: Vec<(String, i64)> = rows(adjustments, "lines")
        .iter()
        .map(|of| (of["unit"].as_str().unwrap().to_owned(), million(&of["amount"])))
        .collect();
    assert_eq!(of_units, [("A-02".to_owned(), 5), ("A-03".to_owned(), 30)]);
    let found: Vec<(&Value, i64)> =
        gn602(&march).iter().map(|of| (&of["unit"], million(&of["difference"]))).collect();
    assert_eq!(found, [(&"A-02".into(), 5), (&"A-03".into(), 30)], "{:#}", march["findings"]);
    let shown = run(folder, &["aggregate", "-n", "-p", "2024-03"]).shown;
    let line = "Điều chỉnh số liệu kỳ trước (tháng 2 năm 2024 đã chốt, bản 1): 35 triệu đồng";
    assert!(shown.replace("\n  ", " ").contains(line), "{shown}");
    // The quarter has it inside: January was closed with 300, and nothing is before it.
    let quarter = told(folder, "2024-Q1");
    assert_eq!(million(&quarter["totals"]["in_period"]), 465);
    assert!(quarter["adjustments"].is_null());
    // Closed February stays.
    assert_eq!(million(&told(folder, "2024-02")["totals"]["cumulative"]), 400);
}

/// What a unit disburses in a month, in million đồng; by how many months its report is late (9: it never comes); and by how much
/// the month is corrected how many months later.
type Month = (i64, u32, Option<(u32, i64)>);

const MONTHS: u32 = 5;

/// What a unit's report of a month states when it is sent, and again when something of it is corrected.
struct Told<'a>(&'a [Month]);

impl Told<'_> {
    /// When the report of a month is sent, and when again.
    fn times(&self, month: u32) -> impl Iterator<Item = u32> {
        let (_, late, correction) = self.0[month as usize - 1];
        let corrected = correction.map(|(after, _)| month + late + after);
        std::iter::once(month + late).chain(corrected)
    }

    /// Disbursed in the month and since New Year, as the unit has it at a time.
    fn stated(&self, month: u32, time: u32) -> (i64, i64) {
        let of = |of: u32| {
            let (amount, late, correction) = self.0[of as usize - 1];
            let correction = correction.filter(|(after, _)| of + late + after <= time);
            amount + correction.map_or(0, |(_, by)| by)
        };
        (of(month), (1..=month).map(of).sum())
    }
}

fn any_month() -> impl Strategy<Value = Month> {
    let late = prop_oneof![4 => Just(0_u32), 2 => 1..3_u32, 1 => Just(9)];
    (20..90_i64, late, prop::option::weighted(0.3, (1..3_u32, -15..15_i64)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Σ closed in period + Σ adjustments = the last cumulative, with files that come late or never, corrections of closed
    /// months, and months that are opened and closed again.
    #[test]
    fn closed_months_and_adjustments_add_up_to_the_last_cumulative(
        units in prop::collection::vec(prop::collection::vec(any_month(), MONTHS as usize), UNITS.len()),
        reopened in 1..=MONTHS,
    ) {
        let temp = office();
        let folder = temp.path();
        let close = |period: &str| {
            let ran = run(folder, &["close", "-p", period, "--accept", "chốt để báo cáo"]);
            assert_eq!(ran.code, Some(0), "{} {}", ran.shown, ran.told);
        };
        let (mut sum, mut last) = (None, 0);
        for time in 1..=MONTHS {
            for (unit, told) in units.iter().map(|months| Told(months)).enumerate() {
                for month in (1..=time).filter(|month| told.times(*month).any(|at| at == time)) {
                    let (in_period, cumulative) = told.stated(month, time);
                    report(folder, unit, month, in_period, cumulative);
                }
            }
            // Months for which nobody sent anything are no periods; they are closed in their order, or never.
            for month in last + 1..=time {
                let period = format!("2024-{month:02}");
                if !folder.join("nop").join(&period).exists() {
                    continue;
                }
                last = month;
                close(&period);
                if month == reopened {
                    let ran = run(folder, &["reopen", "-p", &period, "--reason", "lập lại"]);
                    prop_assert_eq!(ran.code, Some(0), "{}", ran.told);
                    close(&period);
                }
                let report = told(folder, &period);
                prop_assert_eq!(&report["totals"]["in_period_known"], true);
                let cumulative = million(&report["totals"]["cumulative"]);
                let own = million(&report["totals"]["in_period"]);
                // What stands before the first closed period is all in its cumulative.
                let before = sum.unwrap_or(cumulative - own);
                let added = report["adjustments"].get("amount").map_or(0, million);
                prop_assert_eq!(before + own + added, cumulative, "{}", period);
                sum = Some(cumulative);
            }
        }
    }
}

#[test]
fn periods_are_opened_again_back_from_the_last_with_a_reason_that_is_kept() {
    let temp = two_months();
    let folder = temp.path();
    report(folder, 2, 2, 0, 100);
    close(folder, "2024-01");
    close(folder, "2024-02");
    assert_eq!(run(folder, &["close", "-p", "2024-02"]).code, Some(2));
    let ran = run(folder, &["reopen", "-p", "2024-01", "--reason", "sai", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.report()["refused"][0]["kind"], "later-closed");
    assert_eq!(run(folder, &["reopen", "-p", "2024-02"]).code, Some(2));
    assert_eq!(run(folder, &["reopen", "-p", "2024-02", "--reason", " "]).code, Some(2));
    let ran = run(
        folder,
        &["mo-chot", "-p", "2024-02", "--reason", "tỉnh yêu cầu lập lại", "--format", "json"],
    );
    assert_eq!(ran.code, Some(0));
    let answer = ran.report();
    assert_eq!(answer["edition"], Value::Null);
    assert_eq!(answer["history"][1]["reason"], "tỉnh yêu cầu lập lại");
    assert_eq!(run(folder, &["reopen", "-p", "2024-02", "--reason", "lại"]).code, Some(2));
    // The first edition is kept, and the period is made again.
    report(folder, 2, 2, 20, 120);
    assert_eq!(million(&told(folder, "2024-02")["totals"]["cumulative"]), 420);
    let again = close(folder, "2024-02");
    assert_eq!(again["edition"], 2);
    let restates = &again["restates"];
    assert_eq!((&restates["edition"], million(&restates["cumulative"])), (&1.into(), 20));
    assert!(folder.join("chot/2024-02/1/ban-chot.json").exists());
}

#[test]
fn a_file_of_a_closed_period_that_is_gone_is_an_error_that_names_it() {
    let temp = two_months();
    let folder = temp.path();
    close(folder, "2024-01");
    report(folder, 2, 2, 50, 150);
    fs::remove_file(folder.join("nop/2024-01/A-02.xlsx")).unwrap();
    let february = told(folder, "2024-02");
    let [found] = gn602(&february)[..] else { panic!("{:#}", february["findings"]) };
    assert_eq!((&found["severity"], &found["unit"]), (&"error".into(), &"A-02".into()));
    assert!(found["message"].as_str().unwrap().contains("nop/2024-01/A-02.xlsx"), "{found}");
    assert_eq!(million(&february["totals"]["cumulative"]), 450);
}

#[test]
fn an_edition_changed_by_hand_stops_every_run_that_needs_it_and_loses_nothing() {
    let temp = two_months();
    let folder = temp.path();
    report(folder, 2, 2, 50, 150);
    close(folder, "2024-01");
    let figures = folder.join("chot/2024-01/1/tong-hop.json");
    let text = fs::read_to_string(&figures).unwrap();
    fs::write(&figures, text.replace("100000000", "900000000")).unwrap();
    for words in [["aggregate", "-p", "2024-01"], ["aggregate", "-p", "2024-02"]] {
        let ran = run(folder, &words);
        assert_eq!(ran.code, Some(2), "{}", ran.shown);
        assert!(ran.told.contains("chot/2024-01/1/tong-hop.json"), "{}", ran.told);
    }
    fs::write(&figures, text).unwrap();
    assert_eq!(run(folder, &["aggregate", "-p", "2024-02"]).code, Some(0));
    // Without what points to it the period counts as open, and that is said.
    fs::remove_file(folder.join("chot/2024-01.json")).unwrap();
    let told = run(folder, &["aggregate", "-p", "2024-02"]).told;
    assert!(told.contains("2024-01 đang được coi là chưa chốt"), "{told}");
}

#[test]
fn a_changed_plan_or_setting_is_told_as_such_and_no_file_is_blamed() {
    let temp = two_months();
    let folder = temp.path();
    report(folder, 2, 2, 50, 150);
    close(folder, "2024-01");
    let settings = folder.join("giaingan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(
        &settings,
        format!("{text}\n[[exclude]]\nfile = \"nop/2024-01/A-02.xlsx\"\nreason = \"gửi nhầm\"\n"),
    )
    .unwrap();
    let february = told(folder, "2024-02");
    let [found] = gn602(&february)[..] else { panic!("{:#}", february["findings"]) };
    assert_eq!(million(&found["difference"]), -100);
    assert_eq!(found["severity"], "warning");
    assert!(found["message"].as_str().unwrap().contains("[[exclude]]"), "{found}");
}

/// The steps of a comparison that are not nothing: their amounts in million đồng, and their points.
fn steps(compared: &Value) -> Vec<(String, i64, String)> {
    let all = rows(compared, "steps").iter().filter(|of| of["amount"] != 0);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|of| (text(&of["step"]), million(&of["amount"]), text(&of["points"]))).collect()
}

fn compared(folder: &Path, period: &str, with: &str) -> Value {
    let ran = run(folder, &["compare", "-p", period, "--with", with, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    let answer = ran.report();
    let points = |value: &Value| (value.as_str().unwrap().parse::<f64>().unwrap() * 100.0).round();
    let sum: f64 = rows(&answer, "steps").iter().map(|of| points(&of["points"])).sum();
    let change = points(&answer["to"]["rate"]) - points(&answer["from"]["rate"]);
    assert_eq!(sum, change, "{answer:#}");
    answer
}

#[test]
fn why_a_rate_moved_is_told_by_steps_that_add_up_with_who_is_behind_each() {
    let temp = two_months();
    let folder = temp.path();
    close(folder, "2024-01");
    let ran = run(folder, &["close", "-p", "2024-02", "--accept", "xin nộp muộn"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    // As it was closed, by the files that it was closed of: nothing moved.
    assert_eq!(steps(&compared(folder, "2024-02", "2024-02")), []);
    report(folder, 2, 2, 30, 130);
    report(folder, 1, 2, 55, 155);
    // One period: what came late, and what was corrected.
    let own = compared(folder, "2024-02", "2024-02");
    let told = |of: &Value| -> Vec<(String, i64)> {
        steps(of).into_iter().map(|(step, amount, _)| (step, amount)).collect()
    };
    let late = ("late".to_owned(), 30);
    let restated = ("restated".to_owned(), 5);
    assert_eq!(told(&own), [late.clone(), restated.clone()]);
    assert_eq!((&own["from"]["edition"], &own["to"]["edition"]), (&1.into(), &Value::Null));
    for unit in 0..3 {
        report(folder, unit, 3, 10, [160, 165, 140][unit]);
    }
    // Two periods, and in which order they are named makes no difference.
    let next = compared(folder, "2024-03", "2024-02");
    assert_eq!(told(&next), [late, restated, ("disbursed".to_owned(), 30)]);
    assert_eq!(rows(&next, "steps")[1]["by_unit"][0]["unit"], "A-03");
    assert_eq!(compared(folder, "2024-02", "2024-03")["steps"], next["steps"]);
    // Another setting is a step of its own.
    let settings = folder.join("giaingan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n[missing]\npolicy = \"zero\"\n")).unwrap();
    fs::remove_file(folder.join("nop/2024-02/A-03.xlsx")).unwrap();
    report(folder, 1, 2, 50, 150);
    let shown = run(folder, &["so-sanh", "-p", "2024-02", "--with", "2"]).shown;
    assert!(shown.contains("giaingan.toml đã sửa"), "{shown}");
    // An edition as the workbook that was kept of it.
    fs::write(&settings, text).unwrap();
    let kept = "chot/2024-02/1/Tong hop giai ngan 2024-02.xlsx";
    report(folder, 2, 2, 30, 130);
    report(folder, 1, 2, 55, 155);
    let by_workbook = compared(folder, "2024-02", kept);
    assert_eq!(by_workbook["steps"], own["steps"]);
    assert_eq!(by_workbook["from"]["workbook"], kept);
    assert_eq!(run(folder, &["compare", "-p", "2024-02", "--with", "danh-muc.xlsx"]).code, Some(2));
    // January was never open again, and April has no files.
    assert_eq!(run(folder, &["compare", "-p", "2024-03", "--with", "2024-04"]).code, Some(2));
    assert_eq!(run(folder, &["compare", "-p", "2024-03", "--with", "2024-03"]).code, Some(2));
}
