//! A period beside the same one of the year before: another workspace is read for comparison, and changes no figure.

use std::fs;
use std::path::Path;

use super::book::{JOURNAL, Row, book, row};
use super::program::{Ran, giaingan, rows};

/// A workspace of two communes in `folder`, with what the first reports of June. Amounts are in million đồng.
fn office(folder: &Path, year: i32, plan: &str, [in_period, cumulative]: [&str; 2]) {
    fs::create_dir_all(folder).unwrap();
    let before = year - 1;
    let settings = format!(
        "[office]\nname = \"Phòng Tài chính - Kế hoạch\"\nlevel = \"huyện\"\nyear = {year}\nlast_year = \"../{before}\"\n"
    );
    fs::write(folder.join("giaingan.toml"), settings).unwrap();
    let units = [
        ["Mã đơn vị", "Tên đơn vị", "Loại"],
        ["A-01", "Xã An Hòa", "xã"],
        ["A-02", "Xã Bình Yên", "xã"],
    ];
    let (day, of_year) = (format!("15/01/{year}"), year.to_string());
    let planned = ["QĐ 1", &day, "A-01", "gn.4", "", "SN", "TW", &of_year, plan, ""];
    let journal: Vec<Row> = vec![row(&JOURNAL), row(&planned)];
    let sheets = [("Đơn vị", units.map(|unit| row(&unit)).into()), ("Kế hoạch vốn", journal)];
    book(&folder.join("danh-muc.xlsx"), &sheets);
    let report = [
        vec!["Xã An Hòa"],
        vec!["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6"],
        vec!["Đơn vị tính: triệu đồng"],
        vec![],
        vec!["STT", "Nội dung", "Kế hoạch vốn", "Giải ngân trong kỳ", "Lũy kế giải ngân"],
        vec!["I", "Chương trình mục tiêu quốc gia giảm nghèo bền vững"],
        vec![
            "1",
            "Dự án 4: Phát triển giáo dục nghề nghiệp, việc làm bền vững",
            plan,
            in_period,
            cumulative,
        ],
    ];
    let path = folder.join(format!("nop/{year}-06/A-01.xlsx"));
    book(&path, &[("Biểu", report.iter().map(|texts| row(texts)).collect())]);
}

fn june(folder: &Path, words: &[&str]) -> Ran {
    giaingan(folder, &[&["aggregate", "-p", "2024-06", "--today", "2024-07-06"], words].concat())
}

#[test]
fn the_year_before_is_shown_beside_the_period_and_changes_no_figure() {
    let temp = tempfile::tempdir().unwrap();
    let now = temp.path().join("2024");
    office(&now, 2024, "2000", ["100", "500"]);
    let alone = june(&now, &["-n", "--format", "json"]).report();
    assert!(alone["last_year"].is_null());
    office(&temp.path().join("2023"), 2023, "1000", ["30", "200"]);
    let ran = june(&now, &["-n", "--format", "json"]);
    let beside = ran.report();
    for block in ["coverage", "totals", "by_program_funding", "lines", "findings", "control"] {
        assert_eq!(alone[block], beside[block], "{block}");
    }
    let before = &beside["last_year"];
    assert_eq!((&before["period"], &before["received"]), (&"2023-06".into(), &1.into()));
    assert_eq!(before["expected"], 1, "who has no plan owes nothing: {before}");
    let [part] = rows(before, "by_program_funding") else { panic!("{before}") };
    assert_eq!((&part["program"], &part["funding"]), (&"gn".into(), &"recurrent".into()));
    assert_eq!(
        [&part["plan"], &part["in_period"], &part["cumulative"]],
        [1_000_000_000i64, 30_000_000, 200_000_000]
    );
    assert_eq!(part["rate"], "20.00");
    let shown = june(&now, &["-n"]).shown;
    assert!(shown.contains("tăng 5,00 điểm phần trăm (từ 20,00% lên 25,00%)"), "{shown}");
}

#[test]
fn a_year_before_that_cannot_be_read_is_said_and_stops_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let now = temp.path().join("2024");
    office(&now, 2024, "2000", ["100", "500"]);
    let before = temp.path().join("2023");
    let told = |why: &str| {
        let ran = june(&now, &["-n", "--format", "json"]);
        assert!(ran.told.contains("[office] last_year") && ran.told.contains(why), "{}", ran.told);
        assert!(ran.report()["last_year"].is_null());
    };
    told("2023");
    fs::create_dir_all(&before).unwrap();
    told("không phải thư mục làm việc");
    office(&before, 2022, "1000", ["30", "200"]);
    told("không phải thư mục làm việc của năm 2023");
    office(&before, 2023, "1000", ["30", "200"]);
    fs::remove_file(before.join("nop/2023-06/A-01.xlsx")).unwrap();
    told("không có báo cáo dùng được của tháng 6 năm 2023");
}
