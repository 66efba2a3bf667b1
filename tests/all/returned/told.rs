//! The difficulties that a unit told stand in the form that goes back to it, in the row of what they are about.

use giaingan::domain::code::ComponentId;
use giaingan::domain::difficulty::{Difficulty, Part, Told};

use std::fs;

use super::edit::{self, Typed};
use super::office::{Office, Report, beside};
use crate::program::{self, giaingan};
use crate::workspace::{copied, fixture};

const SHEET: &str = "Khó khăn, vướng mắc";

fn difficulty(component: Option<&ComponentId>, about: &str, texts: &[(Part, &str)]) -> Difficulty {
    let told = (2..).zip(texts);
    let told =
        told.map(|(column, (part, text))| Told { part: *part, column, text: (*text).into() });
    Difficulty {
        component: component.cloned(),
        about: about.into(),
        is_whole: !about.contains("Trường"),
        sheet: 7,
        row: 0,
        told: told.collect(),
        amount: None,
        followed: None,
    }
}

/// Each of these is of another kind; the rows are told apart by their numbers.
fn all_kinds(component: &ComponentId) -> Vec<Difficulty> {
    let own = Some(component);
    let mut told = vec![
        difficulty(own, "", &[(Part::Difficulty, "Chưa có định mức"), (Part::Status, "Mới nêu")]),
        difficulty(own, "", &[(Part::Cause, "Giá vật liệu tăng"), (Part::Difficulty, "-")]),
        difficulty(own, "Trường mầm non", &[(Part::Difficulty, "Vướng mặt bằng")]),
        difficulty(Some(&component.program()), "", &[(Part::Proposal, "Giao vốn sớm")]),
        difficulty(
            None,
            "Khó khăn chung",
            &[(Part::Difficulty, "Thiếu cán bộ"), (Part::Proposal, "a"), (Part::Proposal, "b")],
        ),
        difficulty(None, "", &[(Part::Difficulty, "=1+1 là công thức"), (Part::Level, "tỉnh")]),
    ];
    for (row, difficulty) in (20..).zip(&mut told) {
        difficulty.row = row;
    }
    told
}

#[test]
fn difficulties_of_all_kinds_come_back_with_what_they_are_about() {
    for name in ["low-rate-without-reason", "issued-form-filled", "cumulative-fell"] {
        let office = Office::open(&fixture(name));
        let file = &office.files()[0];
        let mut report: Report = office.read(file).unwrap();
        let component = report.submission.lines[0].key.component.clone();
        report.submission.difficulties = all_kinds(&component);
        let form = office.form(&report);
        let back = office.read_form(file, &form).unwrap();
        assert_eq!(beside(&back), beside(&report), "{name}");
        assert_eq!(back.submission.difficulties.len(), 6, "{name}");
        // The first stands in the row of its component, whose name the office wrote.
        let rows = edit::rows(&form, SHEET);
        let row = rows.iter().find(|row| row[3] == *"Chưa có định mức").unwrap();
        assert_eq!(row[1], *component.as_str(), "{name}");
        assert!(!row[2].to_string().is_empty(), "{name}");
    }
}

#[test]
fn what_a_difficulty_lacks_is_listed_with_its_cell() {
    let office = Office::open(&fixture("low-rate-told-in-other-words"));
    let mut reports = office.files().into_iter().filter_map(|file| office.read(&file));
    let lacks = |report: &Report| report.findings.iter().any(|found| found.rule.code.0 == "GN802");
    let report = reports.find(lacks).unwrap();
    let form = office.form(&report);
    let place = edit::to_mend(&form).into_iter().find(|place| place.sheet == SHEET).unwrap();
    assert!(place.cell.starts_with('F'), "the column of proposals, not {}", place.cell);
    let row: usize = place.cell[1..].parse().unwrap();
    assert_eq!(edit::rows(&form, SHEET)[row - 1][3], *"Chưa có hướng dẫn định mức");
}

#[test]
fn who_is_asked_for_a_reason_learns_where_to_write_it() {
    let office = Office::open(&fixture("low-rate-without-reason"));
    let mut reports = office.files().into_iter().filter_map(|file| office.read(&file));
    let asks = |report: &Report| report.findings.iter().any(|found| found.rule.code.0 == "GN801");
    let form = office.form(&reports.find(asks).unwrap());
    let rows = edit::rows(&form, "Cần sửa");
    let advice = rows.iter().find(|row| row[2] == *"GN801").unwrap()[9].to_string();
    assert!(advice.contains(&format!("{SHEET}!D")), "{advice}");
}

#[test]
fn what_is_open_stands_in_the_next_form_and_is_settled_by_its_id() {
    let temp = copied(&fixture("low-rate-told-in-other-words"));
    let obstacles = |period: &str| {
        let report =
            giaingan(temp.path(), &["aggregate", "-p", period, "--format", "json"]).report();
        program::rows(&report, "obstacles").to_vec()
    };
    let june = obstacles("2024-06");
    let ids: Vec<&str> = june.iter().map(|of| of["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    let done = giaingan(temp.path(), &["template", "-p", "2024-07"]);
    let path = done.shown.lines().find(|path| path.contains("HL-02")).unwrap();
    let form = fs::read(path).unwrap();
    let rows = edit::rows(&form, SHEET);
    let at = |id: &str| rows.iter().position(|row| row[10] == *id).unwrap();
    let [first, second] = [at(ids[0]), at(ids[1])];
    assert_eq!(rows[first][3], *june[0]["told"].as_str().unwrap());
    // Other words, and one row left out: the id says which is settled, and silence settles nothing.
    let mut filled =
        edit::typed(&form, SHEET, &format!("D{}", first + 1), &Typed::Text("Xong rồi"));
    filled = edit::typed(&filled, SHEET, &format!("H{}", first + 1), &Typed::Text("Đã giải quyết"));
    filled = edit::typed(&filled, SHEET, &format!("I{}", second + 1), &Typed::Number(120.0));
    for column in ["D", "F", "K"] {
        let cell = format!("{column}{}", second + 1);
        filled = edit::typed(&filled, SHEET, &cell, &Typed::Text(""));
    }
    filled = edit::typed(&filled, "Vốn sự nghiệp", "H12", &Typed::Number(95.0));
    let folder = temp.path().join("nop/2024-07");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("HL-02.xlsx"), filled).unwrap();
    let july = obstacles("2024-07");
    let told = |at: usize| {
        let of = &july[at];
        [&of["id"], &of["status"], &of["since"], &of["last"], &of["told_now"]]
            .map(|it| it.to_string())
    };
    let quoted = |id: &str| format!("\"{id}\"");
    assert_eq!(told(0), [&*quoted(ids[0]), "\"settled\"", "\"2024-06\"", "\"2024-07\"", "true"]);
    assert_eq!(
        told(1),
        [&*quoted(ids[1]), "\"in-progress\"", "\"2024-06\"", "\"2024-06\"", "false"]
    );
    // The form of August asks for what is left.
    let done = giaingan(temp.path(), &["template", "-p", "2024-08"]);
    let path = done.shown.lines().find(|path| path.contains("HL-02")).unwrap();
    let rows = edit::rows(&fs::read(path).unwrap(), SHEET);
    let asked = |id: &str| rows.iter().any(|row| row[10] == *id);
    assert_eq!([asked(ids[0]), asked(ids[1])], [false, true]);
}
