//! Issued or foreign, filled in wrongly, sent back, mended: accepted. For every fault that a unit can make.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use giaingan::domain::place::Cell;
use serde_json::Value;
use tempfile::TempDir;

use super::edit::{self, Typed};
use super::root;
use super::workspace::copy;

/// A fixture with one fault, its rule, and what the unit types where nothing says what should stand there.
const FAULTS: [(&str, &str, Option<Typed>); 22] = [
    ("text-for-money", "GN302", Some(Typed::Number(45.0))),
    ("no-numbers", "GN302", Some(Typed::Number(45.0))),
    ("typed-with-units", "GN302", Some(Typed::Number(45.0))),
    ("ambiguous-undecided", "GN306", Some(Typed::Number(40.0))),
    ("negative", "GN303", Some(Typed::Number(40.0))),
    ("typed-negative", "GN303", Some(Typed::Number(40.0))),
    ("error-cell", "GN304", Some(Typed::Number(40.0))),
    ("error-value", "GN304", Some(Typed::Number(40.0))),
    ("formula-without-value", "GN305", Some(Typed::Number(40.0))),
    ("total-differs", "GN402", None),
    ("layout-states-differ", "GN402", None),
    ("children-differ", "GN401", None),
    ("period-and-cumulative", "GN404", None),
    ("cumulative-fell", "GN601", None),
    ("overspent", "GN502", None),
    ("plan-differs", "GN501", None),
    ("not-in-plan", "GN503", None),
    ("row-twice", "GN205", None),
    ("unknown-row", "GN204", None),
    ("unknown-heading", "GN201", None),
    ("same-heading-twice", "GN202", None),
    ("one-column-in-dong", "GN208", None),
];

/// The same for warnings at a cell.
const WARNINGS: [(&str, &str); 3] = [
    ("rate-differs", "GN403"),
    ("forecast-below-cumulative", "GN510"),
    ("forecast-over-plan", "GN510"),
];

/// A copy of a fixture to run in.
pub struct Folder {
    temp: TempDir,
    options: Vec<String>,
}

impl Folder {
    pub fn of(fixture: &str) -> Folder {
        let temp = tempfile::tempdir().unwrap();
        let from = root().join("fixtures").join(fixture);
        copy(&from, temp.path());
        let command = fs::read_to_string(from.join("command.txt")).unwrap();
        let options = command.split_whitespace().skip(1).map(str::to_owned).collect();
        Folder { temp, options }
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_giaingan"));
        let command = command.arg("check").args(&self.options).args(words);
        command.current_dir(self.temp.path()).env("COLUMNS", "100").output().unwrap()
    }

    /// The findings of the folder as it is.
    pub fn findings(&self) -> Vec<Value> {
        let done = self.run(&["--format", "json"]);
        let told = String::from_utf8_lossy(&done.stderr);
        let report: Value =
            serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {told}"));
        report["findings"].as_array().unwrap().clone()
    }

    pub fn errors(&self) -> Vec<Value> {
        let mut findings = self.findings();
        findings.retain(|finding| finding["severity"] == "error");
        findings
    }

    fn warnings(&self) -> Vec<Value> {
        let mut findings = self.findings();
        findings.retain(|finding| finding["severity"] == "warning" && !finding["cell"].is_null());
        findings
    }

    /// The one form that goes back.
    pub fn form(&self) -> Vec<u8> {
        let done = self.run(&["--return"]);
        let made = files(&self.temp.path().join("tra-lai"));
        let told = String::from_utf8_lossy(&done.stderr);
        assert_eq!(made.len(), 1, "{made:?} {told}");
        let form = fs::read(&made[0]).unwrap();
        fs::remove_file(&made[0]).unwrap();
        form
    }

    /// Puts a form in the place of the file of which these errors speak.
    pub fn send(&self, errors: &[Value], form: &[u8]) {
        let file = errors.iter().find_map(|error| error["file"].as_str()).unwrap();
        let file = self.temp.path().join(file);
        fs::remove_file(&file).unwrap();
        fs::write(file.with_file_name("gui lai.xlsx"), form).unwrap();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_warning_at_a_cell_goes_back_and_is_mended_too() {
    for (fixture, rule) in WARNINGS {
        let folder = Folder::of(fixture);
        let warnings = folder.warnings();
        assert!(warnings.iter().any(|warning| warning["code"] == rule), "{fixture}");
        folder.send(&warnings, &mended(folder.form(), &None));
        let left = [folder.errors(), folder.warnings()].concat();
        assert!(left.is_empty(), "{fixture}: {left:#?}");
    }
}

#[test]
fn a_form_that_is_mended_where_it_says_is_accepted() {
    for (fixture, rule, value) in FAULTS {
        let folder = Folder::of(fixture);
        let mut errors = folder.errors();
        assert!(errors.iter().any(|error| error["code"] == rule), "{fixture}: {errors:?}");
        // A line that is nowhere planned is told at one of its cells, then at the other.
        for _ in 0..2 {
            if !errors.is_empty() {
                folder.send(&errors, &mended(folder.form(), &value));
                errors = folder.errors();
            }
        }
        assert!(errors.is_empty(), "{fixture}: {errors:#?}");
    }
}

/// The form with what should stand in the cells that it says are wrong, else `value`.
fn mended(mut form: Vec<u8>, value: &Option<Typed>) -> Vec<u8> {
    for place in edit::to_mend(&form).iter().filter(|place| place.level != "Lưu ý") {
        // Sums and rates are right by themselves, and the plan (column D) is the register's and locked.
        let is_right =
            place.cell.starts_with('D') || edit::is_formula(&form, &place.sheet, &place.cell);
        let number = place.expected.map(Typed::Number).or_else(|| value.clone());
        if let Some(number) = number.filter(|_| !is_right) {
            form = edit::typed(&form, &place.sheet, &place.cell, &number);
        }
    }
    form
}

#[test]
fn a_form_that_comes_back_as_it_went_has_its_faults_still() {
    let kept = ["text-for-money", "negative", "error-cell", "overspent", "cumulative-fell"];
    for fixture in kept {
        let folder = Folder::of(fixture);
        let errors = folder.errors();
        folder.send(&errors, &folder.form());
        let codes = |errors: &[Value]| -> Vec<Value> {
            errors.iter().map(|error| error["code"].clone()).collect()
        };
        assert_eq!(codes(&folder.errors()), codes(&errors), "{fixture}");
    }
}

#[test]
fn an_explanation_reaches_the_finding_that_it_is_given_for() {
    let folder = Folder::of("negative");
    let errors = folder.errors();
    let form = folder.form();
    let [place] = edit::to_mend(&form).try_into().unwrap();
    let reason = format!("K{}", place.row + 1);
    folder.send(&errors, &edit::typed(&form, "Cần sửa", &reason, &Typed::Text("Thu hồi tạm ứng")));
    // A negative amount that is explained is no error.
    let findings = folder.findings();
    let negative: Vec<&Value> = findings.iter().filter(|found| found["code"] == "GN303").collect();
    assert!(!negative.is_empty(), "{findings:#?}");
    assert!(negative.iter().all(|found| found["severity"] != "error"), "{negative:#?}");
    assert_eq!(negative[0]["cell"], place.cell.as_str());
}

#[test]
fn an_explanation_of_the_report_as_a_whole_reaches_its_finding_and_stays() {
    let folder = Folder::of("same-as-last-period");
    let mut form = folder.form();
    let repeated = edit::rows(&form, "Cần sửa").iter().position(|row| row[2] == *"GN110");
    let reason = format!("K{}", repeated.unwrap() + 1);
    let said = "Trong tháng giải ngân đúng bằng tháng trước";
    form = edit::typed(&form, "Cần sửa", &reason, &Typed::Text(said));
    let file = "nop/2024-06/Xa Cai Kinh T6.xlsx";
    fs::remove_file(folder.temp.path().join(file)).unwrap();
    fs::write(folder.temp.path().join("nop/2024-06/gui lai.xlsx"), form).unwrap();
    let findings = folder.findings();
    let explained = findings.iter().find(|found| found["code"] == "GN110").unwrap();
    assert_eq!(explained["explanation"], said);
    // Sent back once more, it stands there already.
    let rows = edit::rows(&folder.form(), "Cần sửa");
    assert!(rows.iter().any(|row| row[2] == *"GN110" && row[10] == *said), "{rows:?}");
    // What the office settles is not put to the unit.
    assert!(rows.iter().all(|row| row[2] != *"GN105" && row[2] != *"GN112"), "{rows:?}");
}

#[test]
fn a_number_that_is_no_amount_goes_back_as_it_was_typed() {
    let folder = Folder::of("text-for-money");
    let errors = folder.errors();
    let form = folder.form();
    let place = edit::to_mend(&form).into_iter().find(|place| place.level == "Lỗi").unwrap();
    // More than a cell holds exactly.
    let typed = edit::typed(&form, &place.sheet, &place.cell, &Typed::Number(4e20));
    folder.send(&errors, &typed);
    let form = folder.form();
    let place = edit::to_mend(&form).into_iter().find(|place| place.level == "Lỗi").unwrap();
    let cell: Cell = place.cell.parse().unwrap();
    let stands = &edit::rows(&form, &place.sheet)[cell.row as usize][cell.column as usize];
    assert!(stands.to_string().starts_with("4000000000"), "{stands:?}");
}

#[test]
fn what_has_no_place_in_the_form_is_listed_with_its_amount() {
    for (fixture, rule) in
        [("unknown-heading", "GN201"), ("unknown-row", "GN204"), ("same-heading-twice", "GN202")]
    {
        let folder = Folder::of(fixture);
        let aside: i64 = folder
            .errors()
            .iter()
            .map(|error| error["amount_set_aside"].as_i64().unwrap_or_default())
            .sum();
        assert_ne!(aside, 0, "{fixture}");
        let rows = edit::rows(&folder.form(), "Cần sửa");
        let part = rows.iter().position(|row| row[0].to_string().contains("CHƯA ĐƯA ĐƯỢC VÀO"));
        let left = &rows[part.unwrap() + 1..];
        let (sum, listed) = left.split_last().unwrap();
        assert!(listed.iter().all(|row| row[2] == *rule), "{fixture}: {listed:?}");
        let dong = |cell: &calamine::Data| match cell {
            calamine::Data::Float(number) => (number * 1e6).round() as i64,
            calamine::Data::Int(number) => number * 1_000_000,
            other => panic!("{other:?}"),
        };
        assert_eq!(dong(&sum[6]), aside, "{fixture}");
        assert_eq!(listed.iter().map(|row| dong(&row[6])).sum::<i64>(), aside, "{fixture}");
    }
}

#[test]
fn a_form_is_the_same_bytes_each_time_and_a_dry_run_writes_none() {
    let folder = Folder::of("total-differs");
    let done = folder.run(&["--return", "-n"]);
    assert!(String::from_utf8_lossy(&done.stderr).contains("can sua.xlsx"));
    assert!(files(&folder.temp.path().join("tra-lai")).is_empty());
    assert_eq!(folder.form(), folder.form());
}
