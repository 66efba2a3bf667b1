//! `trace` both ways and through levels: every printed total reaches cells whose sum it is. All amounts are số liệu minh họa.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::program::{JUNE, PROGRAM, Ran, command, giaingan, rows};
use super::upward::{hand_up, office, province, rewrite, told};

fn trace(folder: &Path, words: &[&str]) -> Ran {
    giaingan(folder, &[&["truy-nguon"], words, &JUNE].concat())
}

fn found(folder: &Path, words: &[&str]) -> Value {
    let ran = trace(folder, &[words, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{words:?} {}", ran.told);
    ran.report()
}

fn money(of: &Value) -> i64 {
    of.as_i64().unwrap_or_else(|| panic!("{of} is no amount"))
}

fn sum(of: &[Value]) -> i64 {
    of.iter().map(|row| money(&row["amount"])).sum()
}

/// The cells of a total, of which the sum is it.
fn cells(report: &Value) -> Vec<Value> {
    let sums = rows(&report["total"], "sums");
    let mut all = Vec::new();
    for of in sums {
        let parts = rows(of, "rows");
        assert_eq!(sum(parts), money(&of["total"]), "{of:#}");
        for part in parts {
            let cells = rows(part, "cells");
            assert_eq!(sum(cells), money(&part["amount"]), "{part:#}");
            all.extend(cells.iter().cloned());
        }
        assert_eq!(of["rest"], 0);
    }
    all
}

/// The rows of an office below that are behind a cell, down to the lowest.
fn lowest(cell: &Value) -> Vec<Value> {
    let below = &cell["below"];
    assert_eq!(money(&below["of_rows"]), money(&cell["amount"]), "{cell:#}");
    let rows = rows(below, "rows").iter();
    rows.flat_map(|row| if row["below"].is_null() { vec![row.clone()] } else { lowest(row) })
        .collect()
}

#[test]
fn every_total_of_three_levels_reaches_the_cells_of_the_communes() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let centre = temp.path().join("trung-uong");
    office(&centre, ("Bộ Tài chính", "trung ương"), &[["TW-01", "Tỉnh Minh", "tỉnh"]], &[]);
    hand_up(&above, &centre.join("nop/2024-06"), "tinh-minh.xlsx");
    let folder = temp.path().to_str().unwrap();
    for office in [&above, &centre] {
        let totals = told(office)["totals"].clone();
        for measure in ["plan", "in_period", "cumulative"] {
            let report = found(office, &[measure, "--in", folder]);
            let total = &report["total"]["sums"][0];
            assert_eq!(total["total"], totals[measure], "{measure}");
            for cell in cells(&report) {
                let lowest = lowest(&cell);
                assert_eq!(sum(&lowest), money(&cell["amount"]), "{cell:#}");
                for row in &lowest {
                    let is_cell = row["seen"] == "equal" && !row["cells"][0]["typed"].is_null();
                    // A decision of the district, and the commune that was silent in June.
                    let is_told = row["seen"] == "no-file";
                    // Nobody knows what Cát Thịnh paid in June.
                    let is_unknown = row["seen"] == "worked-out" && row["amount"] == 0;
                    assert!(is_cell || is_told || is_unknown, "{row:#}");
                }
            }
        }
        // The cell of An Hòa for gn.4 is found by the digest of its file.
        let report = found(office, &["gn.4", "--in", folder]);
        let all: Vec<Value> = cells(&report).iter().flat_map(lowest).collect();
        let own: Vec<&Value> = all.iter().filter(|row| row["unit"] == "A-01").collect();
        let [own] = own[..] else { panic!("{all:#?}") };
        assert_eq!(own["cells"][0], serde_json::json!({ "cell": "I7", "typed": "500" }));
        assert!(own["found"].as_str().unwrap().ends_with("A-01.xlsx"), "{own}");
    }
    // Without the folder the ledger of the district is the end of the way.
    let report = found(&above, &["gn.4"]);
    for row in cells(&report).iter().flat_map(lowest) {
        assert_eq!(row["seen"], Value::Null);
    }
    assert_eq!(told(&below)["totals"]["cumulative"], 2_520_875_000_i64);
}

#[test]
fn a_file_of_a_commune_that_was_changed_is_not_taken_for_the_one_that_was_added_up() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let commune = below.join("nop/2024-06/A-01.xlsx");
    fs::write(below.join("nop/2024-06/copy.xlsx"), fs::read(&commune).unwrap()).unwrap();
    let folder = below.to_str().unwrap();
    let seen = |folder: &str| {
        let report = found(&above, &["gn.4", "--in", folder]);
        let all = cells(&report).into_iter().flat_map(|cell| lowest(&cell));
        let own = all.filter(|row| row["unit"] == "A-01").map(|row| row["seen"].clone());
        own.collect::<Vec<_>>()
    };
    assert_eq!(seen(folder), ["equal"]);
    fs::remove_file(below.join("nop/2024-06/copy.xlsx")).unwrap();
    rewrite(&commune, "worksheets/sheet2.xml", |sheet| sheet.replace("<v>500</v>", "<v>501</v>"));
    assert_eq!(seen(folder), ["missing"]);
    assert_eq!(trace(&above, &["gn.4", "--in", "khong-co"]).code, Some(2));
}

#[test]
fn a_figure_of_the_form_that_its_ledger_does_not_hold_is_a_difference_that_is_said() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    rewrite(&above.join("nop/2024-06/huyen-an.xlsx"), "worksheets/sheet3.xml", |sheet| {
        sheet.replace("<v>820.5</v>", "<v>830.5</v>")
    });
    let report = found(&above, &["gn.4"]);
    let [cell] = &cells(&report)[..] else { panic!("{report:#}") };
    assert_eq!(cell["amount"], 830_500_000);
    assert_eq!([&cell["below"]["of_rows"], &cell["below"]["rest"]], [820_500_000, 10_000_000]);
    let shown = trace(&above, &["gn.4"]).shown;
    assert!(shown.contains("(10.000.000)"), "{shown}");
}

#[test]
fn a_cell_of_a_commune_is_followed_to_the_totals_and_back() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let report = found(&below, &["A-01.xlsx!Vốn sự nghiệp!I7"]);
    let cell = &report["cell"];
    assert_eq!([&cell["typed"], &cell["unit"]], ["500", "A-01"]);
    assert_eq!(cell["figures"][0]["amount"], 500_000_000);
    let totals = rows(cell, "totals");
    assert!(totals.iter().all(|of| money(&of["share"]).abs() == 500_000_000));
    let sheets: BTreeSet<&str> = totals.iter().filter_map(|of| of["sheet"].as_str()).collect();
    for sheet in ["Tổng hợp", "Biểu 02 – Vốn sự nghiệp", "Theo đơn vị"] {
        assert!(sheets.contains(sheet), "{sheets:?}");
    }
    for of in totals.iter().filter(|of| 0 < money(&of["share"])) {
        let key = format!("{}!{}", of["sheet"].as_str().unwrap(), of["cell"].as_str().unwrap());
        let back = cells(&found(&below, &[&key]));
        let is_it = |cell: &&Value| cell["cell"] == "I7" && cell["sheet"] == "Vốn sự nghiệp";
        assert_eq!(back.iter().filter(is_it).count(), 1, "{key} {back:#?}");
    }
    // One level up the cell of the form stands for the district, and its ledger for what is behind it.
    let report = found(&above, &["huyen-an.xlsx!Biểu 02 – Vốn sự nghiệp!A1"]);
    assert_eq!(report["cell"]["counts"], false);
}

#[test]
fn money_that_is_known_by_a_subtraction_shows_both_cells() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("huyen");
    let journal = [["A-01", "gn.4", "", "SN", "TW", "2024", "900"]];
    office(&folder, ("Phòng Tài chính", "huyện"), &[["A-01", "Xã An Hòa", "xã"]], &journal);
    for (month, paid) in [(5, "200.5"), (6, "230")] {
        let lines = format!(
            "Đơn vị tính: triệu đồng\n\
             STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Lũy kế giải ngân\n\
             1 | gn.4 | | NSTW | 2024 | 900 | {paid}"
        );
        let path = folder.join(format!("nop/2024-{month:02}/A-01.xlsx"));
        super::upward::report(&path, "Xã An Hòa", month, &[("Vốn sự nghiệp", &lines)]);
    }
    let report = found(&folder, &["in_period"]);
    assert_eq!(report["total"]["sums"][0]["total"], 29_500_000);
    let told: Vec<String> = cells(&report)
        .iter()
        .map(|cell| format!("{} {} {}", cell["how"], cell["period"], cell["amount"]))
        .collect();
    let want = ["\"from\" \"2024-06\" 230000000", "\"less\" \"2024-05\" -200500000"];
    assert_eq!(told, want);
    let shown = trace(&folder, &["trong", "kỳ"]).shown;
    assert!(shown.contains("− lũy kế T5/2024") && shown.contains("-200.500.000"), "{shown}");
    let of_may = found(&folder, &["nop/2024-05/A-01.xlsx!Vốn sự nghiệp!G7"]);
    assert!(rows(&of_may["cell"], "totals").iter().any(|of| of["share"] == -200_500_000));
}

#[test]
fn a_workbook_on_the_disk_that_was_made_of_other_files_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let (below, _) = province(temp.path());
    assert!(!trace(&below, &["gn"]).shown.contains("không giống"));
    giaingan(&below, &[&["aggregate"][..], &JUNE].concat());
    assert!(!trace(&below, &["gn"]).shown.contains("không giống"));
    rewrite(&below.join("nop/2024-06/A-01.xlsx"), "worksheets/sheet2.xml", |sheet| {
        sheet.replace("<v>500</v>", "<v>501</v>")
    });
    let shown = trace(&below, &["gn"]).shown;
    assert!(
        shown.contains("Tong hop giai ngan 2024-06.xlsx không giống sổ lập từ các tệp"),
        "{shown}"
    );
}

#[test]
fn what_is_shown_fits_the_screen_and_loses_nothing_without_colour() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    let folder = temp.path().to_str().unwrap();
    for key in [&["gn.4", "--in", folder][..], &["tỷ lệ"], &["Tổng hợp!F12"]] {
        for width in ["80", "120"] {
            let shown = |colour: &str| {
                let words = [&["truy-nguon", "--color", colour], key, &JUNE].concat();
                Ran::of(command(PROGRAM, &above).env("COLUMNS", width).args(words)).shown
            };
            let plain = shown("never");
            for line in plain.lines().filter(|line| !line.starts_with('[')) {
                assert!(line.chars().count() <= width.parse().unwrap(), "{width}: {line}");
            }
            let mut bare = String::new();
            for part in shown("always").split('\u{1b}') {
                bare.push_str(
                    part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |of| of.1),
                );
            }
            let bare: Vec<&str> = bare.lines().map(str::trim_end).collect();
            assert_eq!(bare, plain.lines().collect::<Vec<_>>());
        }
    }
}
