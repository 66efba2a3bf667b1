//! Whole runs over workbooks that other programs saved: every folder of `fixtures/` with a `command.txt`.
//!
//! `expected.json` names what must match; `only` are the codes that may be found as errors or warnings.
//! `GIAINGAN_BLESS=1` writes the terminal texts (`expected.txt`) anew, to be read in the diff.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::program::{Ran, giaingan};
use super::workspace::{copied, entries, files, fixture};

/// Each list of rows, and the fields that say which row is meant.
const KEYS: [(&str, &[&str]); 6] = [
    ("by_program_funding", &["program", "funding"]),
    ("by_unit", &["unit"]),
    ("submissions", &["unit", "file"]),
    ("counterpart", &["unit", "component"]),
    ("lines", &["unit", "component", "work", "funding", "source", "plan_year"]),
    ("results", &["component", "indicator", "measure"]),
];

#[test]
fn every_fixture_comes_out_as_expected() {
    let cases = cases();
    assert!(30 < cases.len(), "only {} fixtures", cases.len());
    let wrong: Vec<String> = cases.iter().flat_map(|case| faults(case)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folders = entries(&fixture("")).into_iter();
    folders.filter(|folder| folder.join("command.txt").exists()).collect()
}

/// What is wrong with a run of this fixture.
fn faults(case: &Path) -> Vec<String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let expected: Value =
        serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
    let command = fs::read_to_string(case.join("command.txt")).unwrap();
    let words: Vec<&str> = command.split_whitespace().collect();
    let temp = copied(case);
    let before = files(temp.path());

    let mut wrong = Vec::new();
    let done = giaingan(temp.path(), &[&words[..], &["--format", "json", "--dry-run"]].concat());
    judge(&done, &expected, &mut wrong);
    match serde_json::from_str::<Value>(&done.shown) {
        Ok(got) => compare(&expected, &got, &mut wrong),
        Err(error) => wrong.push(format!("stdout is not one JSON object: {error}")),
    }

    let text = case.join("expected.txt");
    if text.exists() {
        let check = [&["check"], &words[1..]].concat();
        let done = giaingan(temp.path(), &check);
        judge(&done, &expected, &mut wrong);
        let shown = done.shown;
        if std::env::var_os("GIAINGAN_BLESS").is_some() {
            fs::write(&text, &shown).unwrap();
        } else if shown != fs::read_to_string(&text).unwrap().replace("\r\n", "\n") {
            wrong.push(format!("the text is not expected.txt:\n{shown}"));
        }
    }
    if files(temp.path()) != before {
        wrong.push("a file was changed or written".to_owned());
    }
    wrong.into_iter().map(|fault| format!("{name}: {fault}")).collect()
}

fn judge(done: &Ran, expected: &Value, wrong: &mut Vec<String>) {
    if done.code.map(i64::from) != expected["exit"].as_i64() {
        wrong.push(format!("exit {:?}, not {}: {}", done.code, expected["exit"], done.told));
    }
    if done.told.contains("panicked") {
        wrong.push(format!("panic: {}", done.told));
    }
}

fn compare(expected: &Value, got: &Value, wrong: &mut Vec<String>) {
    for block in ["coverage", "totals", "period", "control"] {
        fields(&expected[block], &got[block], block, wrong);
    }
    for (list, keys) in KEYS {
        for row in rows(&expected[list]) {
            compare_row(list, keys, row, rows(&got[list]), wrong);
        }
    }
    let findings = rows(&got["findings"]);
    for item in rows(&expected["must_find"]) {
        if !findings.iter().any(|finding| matches(item, finding)) {
            let near = findings.iter().filter(|finding| finding["code"] == item["code"]);
            wrong.push(format!("not found: {item}, but {:?}", near.collect::<Vec<_>>()));
        }
    }
    let allowed = rows(&expected["only"]);
    for finding in findings.iter().filter(|finding| finding["severity"] != "note") {
        if !allowed.contains(&finding["code"]) {
            wrong.push(format!("false alarm: {finding}"));
        }
    }
    balance(got, wrong);
}

/// The row with the key of `want`; several lines with one key are added up.
fn compare_row(list: &str, keys: &[&str], want: &Value, got: &[Value], wrong: &mut Vec<String>) {
    let is_key = |name: &&&str| want.get(**name).is_some();
    let key: Vec<&&str> = keys.iter().filter(is_key).collect();
    let found = got.iter().filter(|row| key.iter().all(|name| row[**name] == want[**name]));
    let found: Vec<&Value> = found.collect();
    let [first, ..] = found[..] else {
        wrong.push(format!("{list}: no row like {want}"));
        return;
    };
    if list != "lines" {
        fields(want, first, list, wrong);
        return;
    }
    for (name, value) in
        want.as_object().unwrap().iter().filter(|(name, _)| !keys.contains(&&***name))
    {
        let sum: i64 = found.iter().filter_map(|row| row[name].as_i64()).sum();
        if value.as_i64() != Some(sum) {
            wrong.push(format!("{list}: {want}: {name} is {sum}"));
        }
    }
}

/// Only the named fields.
fn fields(want: &Value, got: &Value, place: &str, wrong: &mut Vec<String>) {
    for (name, value) in want.as_object().into_iter().flatten() {
        if got[name] != *value {
            wrong.push(format!("{place}.{name}: {}, not {value}", got[name]));
        }
    }
}

fn matches(want: &Value, got: &Value) -> bool {
    want.as_object().unwrap().iter().all(|(name, value)| got[name] == *value)
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// What was read is what was used and what was set aside; what the findings name was set aside.
fn balance(got: &Value, wrong: &mut Vec<String>) {
    let control = &got["control"];
    let of = |name: &str| control[name].as_i64().unwrap_or(i64::MIN / 8);
    let is_sum = |what: &str| {
        let told = ["used", "checked", "set_aside"].map(|part| of(&format!("{what}_{part}")));
        told.iter().sum::<i64>() == of(&format!("{what}_read"))
    };
    let adds_up = is_sum("cells") && is_sum("amount");
    if !adds_up || control["balanced"] != true {
        wrong.push(format!("the control total does not balance: {control}"));
    }
}
