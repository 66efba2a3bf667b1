//! Promises of whole runs: the examples to the đồng, same input same bytes, recalculation changes nothing, exit codes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

use super::program::{JUNE, giaingan, rows};
use super::workspace::{copied, entries, example, fixture};

/// Aggregates an example and returns its consolidated workbook.
fn consolidated(temp: &TempDir, period: &str, today: &str) -> PathBuf {
    let out = temp.path().join("tong-hop.xlsx");
    let done = giaingan(
        temp.path(),
        &["aggregate", "-p", period, "--today", today, "-o", out.to_str().unwrap()],
    );
    assert!(out.exists(), "{done:?}");
    out
}

#[test]
fn the_examples_come_out_to_the_dong() {
    for (name, expected, period, today, exit) in [
        ("huu-lung-2024", "huu-lung-2024", "2024-06", "2024-07-06", 1),
        ("huu-lung-2024", "huu-lung-2024-q2", "2024-Q2", "2024-07-06", 1),
        ("bach-thong-2024", "bach-thong-2024", "2024-03", "2024-04-08", 0),
        ("bac-kan-2023", "bac-kan-2023", "2023-05", "2023-06-05", 0),
    ] {
        let temp = example(name);
        let words = ["aggregate", "-p", period, "--today", today, "--format", "json", "-n"];
        let done = giaingan(temp.path(), &words);
        assert_eq!(done.code, Some(exit), "{expected}");
        let file = fixture(&format!("examples/{expected}.json"));
        let want: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        let got = done.report();
        for block in ["period", "coverage", "totals", "control"] {
            assert_fields(&want[block], &got[block], &format!("{expected} {block}"));
        }
        let lists: [(&str, &[&str]); 3] = [
            ("by_program_funding", &["program", "funding"]),
            ("by_unit", &["unit"]),
            ("submissions", &["unit", "file"]),
        ];
        for (list, keys) in lists {
            for row in want[list].as_array().into_iter().flatten() {
                let is_row = |other: &&Value| {
                    keys.iter().all(|key| row.get(key).is_none_or(|value| other[key] == *value))
                };
                let found = rows(&got, list).iter().find(is_row);
                let found = found.unwrap_or_else(|| panic!("{expected} {list}: no {row}"));
                assert_fields(row, found, &format!("{expected} {list}"));
            }
        }
        let findings = rows(&got, "findings");
        for item in want["must_find"].as_array().into_iter().flatten() {
            let is_it = |finding: &&Value| {
                item.as_object()
                    .unwrap()
                    .iter()
                    .all(|(name, value)| is_one_of(value, &finding[name]))
            };
            assert!(findings.iter().any(|finding| is_it(&finding)), "{expected}: {item}");
        }
        let forbidden = want["must_not_find"]["*"].as_array().cloned().unwrap_or_default();
        for finding in findings {
            let is_bad = forbidden.contains(&finding["code"])
                || forbidden.contains(&"error".into()) && finding["severity"] == "error";
            assert!(!is_bad, "{expected}: {finding}");
        }
    }
}

fn assert_fields(want: &Value, got: &Value, place: &str) {
    for (name, value) in want.as_object().into_iter().flatten() {
        assert!(is_one_of(value, &got[name]), "{place}.{name}: {} for {value}", got[name]);
    }
}

/// A list where one value is expected means "one of these".
fn is_one_of(want: &Value, got: &Value) -> bool {
    want.as_array().map_or(want == got, |values| values.contains(got))
}

#[test]
fn the_same_workspace_gives_the_same_bytes() {
    let [first, second] = [(), ()].map(|()| {
        let temp = example("huu-lung-2024");
        fs::read(consolidated(&temp, "2024-06", "2024-07-06")).unwrap()
    });
    assert!(first == second, "two runs differ");
}

#[test]
fn a_recalculation_by_libreoffice_changes_no_cell() {
    if !has_soffice() {
        return;
    }
    for (name, period, today) in
        [("huu-lung-2024", "2024-06", "2024-07-06"), ("bac-kan-2023", "2023-05", "2023-06-05")]
    {
        let temp = example(name);
        let ours = consolidated(&temp, period, today);
        let theirs = recalculated(&ours, temp.path());
        let (ours, theirs) = (cells(&ours), cells(&theirs));
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        let changed = ours.iter().flat_map(|(sheet, own)| differences(sheet, own, &theirs[sheet]));
        let changed: Vec<String> = changed.collect();
        assert!(changed.is_empty(), "{name}: {}\n{}", changed.len(), changed.join("\n"));
    }
}

#[test]
fn a_recalculation_changes_no_cell_of_a_form_that_goes_back() {
    if !has_soffice() {
        return;
    }
    for name in ["total-differs", "cumulative-fell", "no-numbers", "not-in-plan"] {
        let temp = copied(&fixture(name));
        giaingan(temp.path(), &["check", "-p", "2024-06", "--return", "-o", "ra"]);
        let made = entries(&temp.path().join("ra")).remove(0);
        let theirs = cells(&recalculated(&made, temp.path()));
        let ours = cells(&made);
        let changed = ours.iter().flat_map(|(sheet, own)| differences(sheet, own, &theirs[sheet]));
        let changed: Vec<String> = changed.collect();
        assert!(changed.is_empty(), "{name}: {}", changed.join("\n"));
    }
}

/// Whether LibreOffice is here to recalculate; where a machine builds every change it must be.
fn has_soffice() -> bool {
    let is_there = Command::new("soffice").arg("--version").output().is_ok();
    assert!(is_there || std::env::var_os("CI").is_none(), "there is no soffice");
    if !is_there {
        eprintln!("skipped: there is no soffice");
    }
    is_there
}

/// The workbook as LibreOffice saves it after it calculated every formula anew on opening.
fn recalculated(workbook: &Path, temp: &Path) -> PathBuf {
    let user = temp.join("profile/user");
    fs::create_dir_all(&user).unwrap();
    fs::write(
        user.join("registrymodifications.xcu"),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"#,
    )
    .unwrap();
    let out = temp.join("recalculated");
    let profile = format!("-env:UserInstallation=file://{}", temp.join("profile").display());
    let mut command = Command::new("soffice");
    command.args([profile.as_str(), "--headless", "--convert-to", "xlsx", "--outdir"]);
    let done = command.arg(&out).arg(workbook).output().unwrap();
    let file = out.join(workbook.file_name().unwrap());
    assert!(file.exists(), "{}", String::from_utf8_lossy(&done.stderr));
    file
}

/// The cells of a sheet that hold something, by row and column.
type Cells = BTreeMap<(u32, u32), Data>;

fn cells(workbook: &Path) -> BTreeMap<String, Cells> {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let names = book.sheet_names();
    let of_sheet = |name: String| {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells().filter(|(_, _, value)| !is_blank(value));
        let cells = used.map(|(row, column, value)| {
            (
                (top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap()),
                value.clone(),
            )
        });
        (name, cells.collect())
    };
    names.into_iter().map(of_sheet).collect()
}

/// A formula whose result is an empty text shows what an empty cell shows.
fn is_blank(value: &Data) -> bool {
    matches!(value, Data::Empty) || matches!(value, Data::String(text) if text.is_empty())
}

fn differences(sheet: &str, ours: &Cells, theirs: &Cells) -> Vec<String> {
    let places: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differs = |place: &&&(u32, u32)| !is_same(ours.get(**place), theirs.get(**place));
    let told = |place: &(u32, u32)| {
        let (row, column) = (place.0 + 1, place.1 + 1);
        format!("{sheet} R{row}C{column}: {:?} became {:?}", ours.get(place), theirs.get(place))
    };
    places.iter().filter(differs).map(|place| told(place)).collect()
}

fn is_same(ours: Option<&Data>, theirs: Option<&Data>) -> bool {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return ours == theirs };
    match (number(ours), number(theirs)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => ours.to_string().replace("\r\n", "\n") == theirs.to_string().replace("\r\n", "\n"),
    }
}

fn number(value: &Data) -> Option<f64> {
    match value {
        Data::Int(value) => Some(*value as f64),
        Data::Float(value) => Some(*value),
        Data::DateTime(value) => Some(value.as_f64()),
        _ => None,
    }
}

#[test]
fn the_consolidated_workbook_is_a_submission_one_level_up() {
    let district = example("huu-lung-2024");
    let words = [&["aggregate", "--format", "json", "-n"][..], &JUNE].concat();
    let below = giaingan(district.path(), &words).report();
    let workbook = consolidated(&district, "2024-06", "2024-07-06");

    let province = tempfile::tempdir().unwrap();
    fs::copy(fixture("province/danh-muc.xlsx"), province.path().join("danh-muc.xlsx")).unwrap();
    let settings =
        "[office]\nname = \"Sở Tài chính tỉnh Lạng Sơn\"\nlevel = \"tỉnh\"\nyear = 2024\n";
    fs::write(province.path().join("giaingan.toml"), settings).unwrap();
    let folder = province.path().join("nop/2024-06");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(workbook, folder.join("Huu Lung T6.xlsx")).unwrap();

    let above = giaingan(province.path(), &words).report();
    let of = |report: &Value, name: &str| report["totals"][name].as_i64().unwrap();
    assert_eq!(above["coverage"]["received"], 1, "{}", above["findings"]);
    assert_eq!(of(&above, "cumulative"), of(&below, "cumulative"), "{}", above["findings"]);
    assert_eq!(of(&above, "in_period"), of(&below, "in_period"));
    // One level up, what the district was assigned is its plan.
    assert_eq!(of(&above, "plan"), of(&below, "assigned"), "allocated {}", of(&below, "allocated"));
    assert_eq!(above["control"]["balanced"], true);
}

#[test]
fn the_exit_code_says_whether_there_is_something_to_do() {
    let clean = example("bach-thong-2024");
    let missing = example("huu-lung-2024");
    let words = |period: &'static str| ["aggregate", "-n", "-p", period, "--today", "2024-07-06"];
    assert_eq!(giaingan(clean.path(), &words("2024-03")).code, Some(0));
    assert_eq!(giaingan(missing.path(), &words("2024-06")).code, Some(1));
    assert_eq!(giaingan(clean.path(), &words("2024-11")).code, Some(2));
}

#[test]
fn wrong_usage_is_one_line_on_stderr() {
    let temp = tempfile::tempdir().unwrap();
    for words in [
        &["tong-hop", "-p", "tháng mười ba"][..],
        &["khong-co-lenh-nay"],
        &["check", "--format", "pdf"],
    ] {
        let done = giaingan(temp.path(), words);
        assert_eq!(done.code, Some(2), "{words:?}: {}", done.told);
        assert_eq!(done.told.trim_end().lines().count(), 1, "{words:?}: {}", done.told);
        assert!(done.shown.is_empty(), "{words:?}");
    }
}

#[test]
fn an_issued_form_filled_in_is_read_back_to_the_dong() {
    let case = fixture("issued-form-filled");
    let want: Value =
        serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
    let words = ["aggregate", "-p", "2023-05", "--today", "2023-06-05", "--format", "json", "-n"];
    let done = giaingan(&case, &words);
    let got = done.report();
    // What is not yet allocated is a note on the register, not on a form.
    let findings = rows(&got, "findings").iter();
    let of_forms: Vec<&Value> = findings.filter(|finding| finding["code"] != "GN508").collect();
    assert!(of_forms.is_empty(), "{of_forms:?}");
    for name in ["in_period", "cumulative"] {
        assert_eq!(got["totals"][name], want["totals"][name], "{name}");
    }
    assert_eq!(done.code, Some(0));
}

#[test]
fn a_file_is_left_out_on_purpose_and_the_report_says_so() {
    let temp = copied(&fixture("several-files"));
    let settings = temp.path().join("giaingan.toml");
    let exclude =
        |file: &str| format!("\n[[exclude]]\nfile = \"{file}\"\nreason = \"Gửi nhầm bản nháp\"\n");
    let mut text = fs::read_to_string(&settings).unwrap();
    text += &exclude("nop/2024-06/Xa Cai Kinh T6 (sua).xlsx");
    text += &exclude("nop/2024-06/Xa Cai Kinh T7.xlsx");
    fs::write(&settings, text).unwrap();
    let done = giaingan(temp.path(), &["check", "-p", "2024-06", "--format", "json"]);
    let report = done.report();
    let files: Vec<(&str, &str)> = rows(&report, "submissions")
        .iter()
        .filter(|row| row["unit"] == "HL-02")
        .map(|row| (row["file"].as_str().unwrap(), row["state"].as_str().unwrap()))
        .collect();
    let kept = ("nop/2024-06/Xa Cai Kinh T6.xlsx", "accepted");
    assert_eq!(files, [kept, ("nop/2024-06/Xa Cai Kinh T6 (sua).xlsx", "excluded")]);
    assert_eq!(rows(&report, "findings").len(), 0, "{}", report["findings"]);
    let told = done.told;
    assert!(
        told.contains("(sua).xlsx: không tổng hợp theo quyết định của cơ quan (Gửi nhầm bản nháp)"),
        "{told}"
    );
    assert!(told.contains("không có tệp nop/2024-06/Xa Cai Kinh T7.xlsx"), "{told}");
}

#[test]
fn a_unit_that_counts_with_nothing_now_and_told_another_month_is_in_the_quarter() {
    let temp = copied(&fixture("missing-zero"));
    for period in ["2024-Q2", "2024-H1"] {
        let done = giaingan(temp.path(), &["aggregate", "-p", period, "--format", "json"]);
        assert_eq!(done.code, Some(1), "{}", done.told);
        let workbook =
            temp.path().join(format!("ket-qua/{period}/Tong hop giai ngan {period}.xlsx"));
        assert!(workbook.is_file());
        let report = done.report();
        let told: i64 =
            rows(&report, "lines").iter().filter_map(|line| line["in_period"].as_i64()).sum();
        assert_eq!(report["totals"]["in_period"], told);
    }
}
