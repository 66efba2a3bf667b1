//! What units propose to do with their plans, and what was taken back from them: whole runs over small folders.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::book::{JOURNAL, book, row};
use super::program::{JUNE, giaingan, rows};

const GN: &str = "Chương trình mục tiêu quốc gia giảm nghèo bền vững";
const TITLE: &str = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024";
const LINES: [&str; 2] = [
    "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo",
    "Tiểu dự án 1 Dự án 3: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
];

/// Writes the report of a commune: these columns, and of each line these figures.
fn report(path: &Path, columns: &[&str], figures: [&[&str]; 2]) {
    let head = [&["STT", "Nội dung"][..], columns].concat();
    let above = [&["UBND XÃ CAI KINH"][..], &[TITLE], &["Đơn vị tính: triệu đồng"], &[], &head];
    let mut sheet: Vec<_> = above.iter().map(|texts| row(texts)).collect();
    sheet.push(row(&["I", GN]));
    for (number, (name, figures)) in ["1", "2"].iter().zip(LINES.iter().zip(figures)) {
        sheet.push(row(&[&[*number, *name][..], figures].concat()));
    }
    book(path, &[("Vốn sự nghiệp", sheet)]);
}

/// What comes of one such report in a folder of its own.
fn ran(columns: &[&str], figures: [&[&str]; 2]) -> Value {
    let temp = tempfile::tempdir().unwrap();
    report(&temp.path().join("xa cai kinh.xlsx"), columns, figures);
    aggregated(temp.path())
}

fn aggregated(folder: &Path) -> Value {
    let words = [&["aggregate", "-n", "--format", "json"][..], &JUNE].concat();
    let ran = giaingan(folder, &words).report();
    assert_eq!(ran["control"]["balanced"], true, "{}", ran["control"]);
    ran
}

/// Plan and cumulative of all, in million đồng.
fn totals(ran: &Value) -> [i64; 2] {
    ["plan", "cumulative"].map(|of| ran["totals"][of].as_i64().unwrap() / 1_000_000)
}

/// What each line says of a wish, in million đồng.
fn wishes(ran: &Value, of: &str) -> Vec<Option<i64>> {
    let lines = rows(ran, "lines").iter();
    lines.map(|line| line[of].as_i64().map(|dong| dong / 1_000_000)).collect()
}

/// The findings of a rule: severity and cell.
fn found(ran: &Value, code: &str) -> Vec<String> {
    let of_rule = rows(ran, "findings").iter().filter(|finding| finding["code"] == code);
    let told = |finding: &Value| {
        let [severity, cell] = ["severity", "cell"].map(|of| finding[of].as_str().unwrap_or("-"));
        format!("{severity} {cell}")
    };
    of_rule.map(told).collect()
}

const PAID: [&str; 2] = ["Kế hoạch vốn năm 2024", "Lũy kế giải ngân"];

#[test]
fn wishes_are_added_up_apart_and_a_decrease_is_taken_off_with_its_sign_or_without() {
    let columns =
        [&PAID[..], &["Đề nghị hoàn trả", "Đề nghị điều chỉnh tăng", "Đề nghị điều chỉnh giảm"]]
            .concat();
    for decrease in ["20", "-20"] {
        let ran =
            ran(&columns, [&["1000", "400", "30", "", decrease], &["500", "100", "", "60", ""]]);
        assert_eq!(totals(&ran), [1500, 500]);
        assert_eq!(wishes(&ran, "to_return"), [Some(30), None]);
        assert_eq!(wishes(&ran, "to_adjust"), [Some(-20), Some(60)], "{decrease}");
        let [all] = &rows(&ran, "proposals") else { panic!("one program") };
        let sums = ["to_return", "to_raise", "to_lower", "to_adjust"].map(|of| all[of].clone());
        let million = |amount: i64| json!(amount * 1_000_000);
        assert_eq!(sums, [million(30), million(60), million(-20), million(40)]);
        let others = rows(&ran, "findings").iter().filter(|finding| finding["code"] != "GN606");
        assert_eq!(others.count(), 0, "{}", ran["findings"]);
    }
}

#[test]
fn decreases_of_both_signs_are_told() {
    let columns = [&PAID[..], &["Đề nghị điều chỉnh giảm"]].concat();
    let ran = ran(&columns, [&["1000", "400", "20"], &["500", "100", "-5"]]);
    assert_eq!(wishes(&ran, "to_adjust"), [Some(-20), Some(-5)]);
    assert_eq!(found(&ran, "GN213"), ["warning E5"]);
}

#[test]
fn a_plan_with_proposed_changes_is_no_plan_and_one_with_decided_changes_is() {
    let figures = |last: [&'static str; 2]| -> [Vec<&'static str>; 2] {
        [vec!["1000", "400", "", "20", last[0]], vec!["500", "100", "60", "", last[1]]]
    };
    let wished = [
        &PAID[..],
        &["Đề nghị điều chỉnh tăng", "Đề nghị điều chỉnh giảm", "Kế hoạch sau điều chỉnh"],
    ]
    .concat();
    let of = |columns: &[&str], last| {
        let [a, b] = figures(last);
        ran(columns, [&a, &b])
    };
    let proposed = of(&wished, ["980", "560"]);
    assert_eq!(totals(&proposed), [1500, 500]);
    assert_eq!(found(&proposed, "GN213"), ["note G5"]);
    // Another plan than what is proposed was decided.
    let other = of(&wished, ["1100", "500"]);
    assert_eq!(totals(&other), [1600, 500]);
    assert_eq!(wishes(&other, "to_adjust"), [Some(-20), Some(60)]);
    let decided =
        [&PAID[..], &["Điều chỉnh tăng", "Điều chỉnh giảm", "Kế hoạch sau điều chỉnh"]].concat();
    let decided = of(&decided, ["980", "560"]);
    assert_eq!(totals(&decided), [1540, 500]);
    assert_eq!(wishes(&decided, "to_adjust"), [None, None]);
}

#[test]
fn what_was_returned_is_told_and_is_no_wish() {
    for heading in ["Đã nộp trả ngân sách", "Nộp trả ngân sách", "Kế hoạch vốn đề nghị điều chỉnh"]
    {
        let columns = [&PAID[..], &[heading]].concat();
        let ran = ran(&columns, [&["1000", "400", "30"], &["500", "100", "5"]]);
        assert_eq!(totals(&ran), [1500, 500], "{heading}");
        assert_eq!(wishes(&ran, "to_return"), [None, None], "{heading}");
        assert_eq!(wishes(&ran, "to_adjust"), [None, None], "{heading}");
        assert_eq!(found(&ran, "GN213"), ["note E5"], "{heading}");
    }
}

/// An office with one unit, and these decisions for it: number, day, million đồng.
fn office(decisions: &[[&str; 3]]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let settings = "[office]\nname = \"Phòng Tài chính\"\nlevel = \"huyện\"\nyear = 2024\n";
    fs::write(temp.path().join("giaingan.toml"), settings).unwrap();
    let decision = |[number, day, amount]: &[&str; 3]| {
        row(&[number, day, "HL-02", "gn.2", "", "SN", "TW", "2024", amount, "Hoàn trả"])
    };
    let sheets = [
        (
            "Đơn vị",
            vec![row(&["Mã đơn vị", "Tên đơn vị", "Loại"]), row(&["HL-02", "Xã Cai Kinh", "xã"])],
        ),
        (
            "Kế hoạch vốn",
            [row(&JOURNAL)].into_iter().chain(decisions.iter().map(decision)).collect(),
        ),
    ];
    book(&temp.path().join("danh-muc.xlsx"), &sheets);
    let path = temp.path().join("nop/2024-06/Xa Cai Kinh.xlsx");
    report(&path, &PAID, [&["850", "400"], &["", ""]]);
    temp
}

#[test]
fn money_returned_is_a_negative_decision_with_its_number() {
    let given = ["QĐ 1", "15/01/2024", "1000"];
    let returned = office(&[given, ["QĐ 31", "20/03/2024", "-150"], ["QĐ 9", "01/08/2024", "-50"]]);
    let ran = aggregated(returned.path());
    assert_eq!(totals(&ran), [850, 400], "the last one is of August");
    let [of] = &rows(&ran, "reductions") else { panic!("{}", ran["reductions"]) };
    assert_eq!(
        (&of["decision"], &of["date"], &of["amount"]),
        (&json!("QĐ 31"), &json!("2024-03-20"), &json!(-150_000_000))
    );
    assert!(found(&ran, "GN511").is_empty());
    let unnamed = office(&[given, ["", "20/03/2024", "-150"]]);
    let ran = aggregated(unnamed.path());
    assert_eq!(totals(&ran), [850, 400]);
    assert_eq!(found(&ran, "GN511"), ["warning I3"]);
    assert_eq!(rows(&ran, "reductions")[0]["decision"], Value::Null);
    let too_much = office(&[given, ["QĐ 31", "20/03/2024", "-1150"]]);
    assert_eq!(found(&aggregated(too_much.path()), "GN511"), ["error I3"]);
    let undated = office(&[given, ["QĐ 31", "", "-150"]]);
    let done = giaingan(undated.path(), &[&["aggregate", "-n"][..], &JUNE].concat());
    assert_eq!(done.code, Some(2));
    assert!(
        done.told.contains("B3") && done.told.contains("thiếu ngày quyết định"),
        "{}",
        done.told
    );
}
