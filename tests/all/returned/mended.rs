//! Issued or foreign, filled in wrongly, sent back, mended: accepted. For every fault that a unit can make.

use std::collections::BTreeSet;
use std::fs;

use calamine::Data;
use giaingan::domain::place::Cell;
use giaingan::domain::rule::Severity;
use giaingan::rules;
use serde_json::Value;
use tempfile::TempDir;

use super::edit::{self, Typed};
use super::faults::{Does, FAULTS, OF_THE_OFFICE};
use crate::program::{Ran, giaingan};
use crate::workspace::{copied, files, fixture};

/// A copy of a fixture to run in.
pub(super) struct Folder {
    temp: TempDir,
    options: Vec<String>,
}

impl Folder {
    pub(super) fn of(fixture: &str) -> Folder {
        let from = self::fixture(fixture);
        let temp = copied(&from);
        let command = fs::read_to_string(from.join("command.txt")).unwrap();
        let options = command.split_whitespace().skip(1).map(str::to_owned).collect();
        Folder { temp, options }
    }

    fn run(&self, words: &[&str]) -> Ran {
        let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
        giaingan(self.temp.path(), &[&["check"], &options[..], words].concat())
    }

    /// The findings of the folder as it is.
    pub(super) fn findings(&self) -> Vec<Value> {
        self.run(&["--format", "json"]).findings()
    }

    pub(super) fn errors(&self) -> Vec<Value> {
        let mut findings = self.findings();
        findings.retain(|finding| finding["severity"] == "error");
        findings
    }

    /// Its errors and warnings that nobody accepted.
    fn to_act_on(&self) -> Vec<Value> {
        let mut findings = self.findings();
        findings.retain(|finding| finding["severity"] != "note" && finding["waived"].is_null());
        findings
    }

    /// The office accepts what the one faulty unit says of a rule.
    fn accept(&self, rule: &str, reason: &str) {
        let path = self.temp.path().join("giaingan.toml");
        let mut settings = fs::read_to_string(&path).unwrap();
        settings.push_str(&format!(
            "\n[[waiver]]\nrule = \"{rule}\"\nunit = \"HL-02\"\nperiod = \"2024-06\"\nreason = \"{reason}\"\n"
        ));
        fs::write(path, settings).unwrap();
    }

    /// The one form that goes back.
    pub(super) fn form(&self) -> Vec<u8> {
        let done = self.run(&["--return"]);
        let folder = self.temp.path().join("tra-lai");
        assert!(folder.is_dir(), "{}", done.told);
        let mut made = files(&folder);
        assert_eq!(made.len(), 1, "{:?} {}", made.keys(), done.told);
        let (path, form) = made.pop_first().unwrap();
        fs::remove_file(folder.join(path)).unwrap();
        form
    }

    /// Puts a form in the place of the file of which these errors speak.
    pub(super) fn send(&self, errors: &[Value], form: &[u8]) {
        let file = errors.iter().find_map(|error| error["file"].as_str()).unwrap();
        let file = self.temp.path().join(file);
        fs::remove_file(&file).unwrap();
        fs::write(file.with_file_name("gui lai.xlsx"), form).unwrap();
    }
}

#[test]
fn a_form_that_is_mended_where_it_says_is_accepted() {
    let mut left: Vec<String> = Vec::new();
    for (fixture, rule, does) in FAULTS {
        let folder = Folder::of(fixture);
        let mut found = folder.to_act_on();
        assert!(found.iter().any(|finding| finding["code"] == rule), "{fixture}: {found:?}");
        // A line that is nowhere planned is told at one of its cells, then at the other.
        let rounds = if rule == "GN503" { 2 } else { 1 };
        for _ in 0..rounds {
            let form = mended(folder.form(), rule, &does);
            folder.send(&found, &form);
            found = folder.to_act_on();
        }
        if let Does::Explains(reason) = does {
            let is_of_rule = |finding: &&Value| finding["code"] == rule;
            let mut explained = found.iter().filter(is_of_rule);
            assert!(
                explained.all(|finding| finding["explanation"] == reason),
                "{fixture}: {found:?}"
            );
            folder.accept(rule, reason);
            found = folder.to_act_on();
        }
        let told =
            |finding: &Value| format!("{fixture}: {} {}", finding["code"], finding["message"]);
        // Nothing is known of the month before: no form of this month mends that.
        let is_left = |finding: &&Value| rule == "GN606" || finding["code"] != "GN606";
        left.extend(found.iter().filter(is_left).map(told));
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn every_fault_of_a_unit_has_a_form_that_mends_it() {
    let mended = FAULTS.iter().map(|(_, rule, _)| *rule);
    let told: BTreeSet<&str> = mended.chain(OF_THE_OFFICE.map(|(rule, _)| rule)).collect();
    let rules = rules::ALL.iter().filter(|rule| rule.severity != Severity::Note);
    let missing: Vec<&str> =
        rules.map(|rule| rule.code.0).filter(|code| !told.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The form as its unit sends it in.
fn mended(mut form: Vec<u8>, rule: &str, does: &Does) -> Vec<u8> {
    let value = match does {
        Does::AsAsked(value) => *value,
        Does::Types(cells) => {
            for (sheet, cell, value) in *cells {
                form = edit::typed(&form, sheet, cell, value);
            }
            return form;
        }
        Does::Explains(reason) => {
            for place in edit::to_mend(&form).iter().filter(|place| place.code == rule) {
                let cell = format!("K{}", place.row + 1);
                form = edit::typed(&form, "Cần sửa", &cell, &Typed::Text(reason));
            }
            return form;
        }
    };
    let is_asked =
        |place: &&edit::ToMend| place.code == rule || place.level == Severity::Error.label().vi;
    for place in edit::to_mend(&form).iter().filter(is_asked) {
        // Sums and rates are right by themselves, and the plan (column D) is the register's and locked.
        let is_right =
            place.cell.starts_with('D') || edit::is_formula(&form, &place.sheet, &place.cell);
        if let Some(number) = place.expected.or(value).filter(|_| !is_right) {
            let number = Typed::Number(number);
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
fn what_follows_from_a_known_fault_is_told_under_it_and_marked_nowhere() {
    // The fixture, the findings that the form's own formulas see to, and the cells that are left to mend.
    let cases: [(&str, usize, &[&str]); 3] = [
        ("fault-digits-swapped", 2, &["L14"]),
        ("fault-total-left-blank", 3, &[]),
        ("fault-formula-stops-short", 9, &[]),
    ];
    for (fixture, all, wanted) in cases {
        let form = Folder::of(fixture).form();
        let told = edit::rows(&form, "Cần sửa");
        let is_about = |row: &&Vec<Data>| row[2].to_string().starts_with("GN40");
        let told: Vec<&Vec<Data>> = told.iter().filter(is_about).collect();
        assert_eq!(told.len(), all, "{fixture}");
        let following = told.iter().filter(|row| row[5].to_string().starts_with("↳")).count();
        assert_eq!(following, all - 1, "{fixture}");
        let places =
            edit::to_mend(&form).into_iter().filter(|place| place.code.starts_with("GN40"));
        let typed = places.filter(|place| !edit::is_formula(&form, &place.sheet, &place.cell));
        let cells: Vec<String> = typed.map(|place| place.cell).collect();
        assert_eq!(cells, wanted, "{fixture}");
        let marked = edit::notes(&form).matches("GN40").count();
        assert_eq!(marked, wanted.len(), "{fixture}");
    }
}

#[test]
fn a_form_is_the_same_bytes_each_time_and_a_dry_run_writes_none() {
    let folder = Folder::of("total-differs");
    let done = folder.run(&["--return", "-n"]);
    assert!(done.told.contains("can sua.xlsx"));
    assert!(!folder.temp.path().join("tra-lai").exists());
    assert_eq!(folder.form(), folder.form());
}
