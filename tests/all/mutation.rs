//! Damage done at random (with a fixed seed) to real workbooks of all formats: never a panic, a hang or a file that vanishes.

mod damage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use giaingan::read::{self, Workbook};
use serde_json::Value;

use self::damage::{Dice, mutant, with_macros};
use super::program::{JUNE, LONGEST, PROGRAM, Ran, command, contained, giaingan, rows};
use super::workspace::{entries, expecting_june, fixture};

/// The report of Cai Kinh in a fixture.
fn report_of(case: &str, kind: &str) -> Vec<u8> {
    let mut files = entries(&fixture(case).join("nop/2024-06")).into_iter();
    let file = files.find(|file| file.to_string_lossy().contains("Cai Kinh"));
    let report = fs::read(file.unwrap()).unwrap();
    if kind == "xlsm" { with_macros(&report) } else { report }
}

#[test]
fn damaged_workbooks_are_read_or_refused_in_time() {
    contained();
    let originals = ["book.xlsx", "book.xls", "book.ods", "book.xlsb", "book-95.xls"]
        .map(|name| fs::read(fixture("formats").join(name)).unwrap());
    let mut dice = Dice(0x5EED_0001);
    for number in 0..300 {
        let bytes = mutant(&originals[number % originals.len()], &mut dice);
        let began = Instant::now();
        // What reads a file of any format guards itself against a panic of the reader of .xlsx.
        let read = catch_unwind(AssertUnwindSafe(|| read::workbook(&bytes)));
        assert!(began.elapsed() < 2 * LONGEST, "mutant {number} took {:?}", began.elapsed());
        let is_xlsx = number % originals.len() == 0;
        assert!(read.is_ok() || is_xlsx, "mutant {number} brought the process to a panic");
        if let Ok(Ok(workbook)) = read {
            let sheets = &workbook.sheets;
            let is_ordered = |sheet: &read::Sheet| sheet.cells.is_sorted_by(|a, b| a.0 < b.0);
            assert!(sheets.iter().all(is_ordered), "mutant {number}: cells out of order");
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_never_taken_for_whole() {
    contained();
    for name in ["book.ods", "book.xlsb", "book.xls", "book-95.xls"] {
        let bytes = fs::read(fixture("formats").join(name)).unwrap();
        let whole = read::workbook(&bytes).unwrap();
        for part in 1..16 {
            let Ok(book) = read::workbook(&bytes[..bytes.len() * part / 16]) else { continue };
            let is_told = book.sheets.iter().any(|sheet| sheet.failure.is_some());
            // What was cut off may be the rest of a sector, or a picture.
            let cells = |book: &Workbook| -> Vec<_> {
                book.sheets.iter().map(|sheet| sheet.cells.clone()).collect()
            };
            assert!(is_told || cells(&book) == cells(&whole), "{name} {part}/16: {book:?}");
        }
    }
}

/// A number that is asked for from outside.
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// `GIAINGAN_DAMAGED`: how many files of each format lie beside the sound report; `GIAINGAN_PROGRAM`: the program that
/// reads them, where it is not the one built for the tests, which is ten times slower.
#[test]
fn every_damaged_submission_is_accounted_for() {
    let (temp, june) = expecting_june();
    let sound = "nop/2024-06/Xa Dong Tan T6.xlsx";
    fs::copy(fixture("clean-xls").join(sound), temp.path().join(sound)).unwrap();
    let mut dice = Dice(0x5EED_0002);
    let mut names = BTreeSet::from([sound.to_owned()]);
    for (kind, case) in [
        ("xls", "clean-xls"),
        ("xls", "clean-excel-95"),
        ("ods", "clean-ods"),
        ("xlsb", "clean-xlsb"),
        ("xlsx", "clean-libreoffice"),
        ("xlsm", "clean-xlsxwriter"),
    ] {
        let original = report_of(case, kind);
        for number in 0..asked("GIAINGAN_DAMAGED").unwrap_or(40) {
            let name = format!("Xa Cai Kinh {case} {number}.{kind}");
            fs::write(june.join(&name), mutant(&original, &mut dice)).unwrap();
            names.insert(format!("nop/2024-06/{name}"));
        }
    }
    let program = std::env::var_os("GIAINGAN_PROGRAM");
    let mut command = command(program.unwrap_or(PROGRAM.into()), temp.path());
    let done = Ran::of(command.args(["check", "--format", "json"]).args(JUNE));
    assert!(matches!(done.code, Some(0 | 1)), "{done:?}");
    let report = done.report();
    assert_eq!(report["control"]["balanced"], true);
    let files = |list: &str| -> BTreeSet<String> {
        rows(&report, list)
            .iter()
            .filter_map(|row| Some(row["file"].as_str()?.to_owned()))
            .collect()
    };
    assert_eq!(files("submissions"), names, "each file is used, superseded or rejected");
    let rejected: BTreeSet<String> = rows(&report, "submissions")
        .iter()
        .filter(|row| row["state"] == "rejected")
        .map(|row| row["file"].as_str().unwrap().to_owned())
        .collect();
    assert!(!rejected.is_empty() && rejected.is_subset(&files("findings")), "why is said");
    let whole = rows(&report, "submissions").iter().find(|row| row["file"] == sound);
    assert_eq!(whole.unwrap()["state"], "accepted", "what is sound is counted");
}

/// calamine lays out what lies between the first and the last cell, 16 million places, and what lies between the first and the
/// last formula beside it: as much as is let through fits into the memory of a worker.
#[test]
fn an_xls_is_read_to_its_last_cell() {
    contained();
    let sound = fs::read(fixture("formats/book-95.xls")).unwrap();
    let place = |row: u16, column: u16| [row.to_le_bytes(), column.to_le_bytes()].concat();
    let moved = |bytes: &mut [u8], record: [u8; 4], from: Vec<u8>, to: Vec<u8>| {
        let from = [&record[..], &from].concat();
        let at = bytes.windows(8).position(|bytes| bytes == from).expect("the cell");
        bytes[at + 4..at + 8].copy_from_slice(&to);
    };
    let last_cell = |bytes: &[u8]| {
        let book = read::workbook(bytes).unwrap();
        book.sheets[0].cells.last().unwrap().clone()
    };
    let (number, formula) = ([0x03, 0x02, 14, 0], [0x06, 0, 25, 0]);
    let mut bytes = sound.clone();
    moved(&mut bytes, number, place(899, 7), place(65_535, 255));
    assert_eq!(last_cell(&bytes), ("IV65536".parse().unwrap(), read::Value::Number(12.0)));
    let mut bytes = sound;
    moved(&mut bytes, formula, place(4, 3), place(0, 0));
    moved(&mut bytes, formula, place(7, 3), place(65_535, 190));
    assert_eq!(last_cell(&bytes).0, "GI65536".parse().unwrap());
}

/// What became of a damaged report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Outcome {
    /// Its figures are those of the sound report.
    Whole,
    /// They differ, and an error or a warning says what is wrong.
    Told,
    /// Nothing of it is used.
    Refused,
    /// They differ, and nobody is told.
    Silent,
}

/// The lines and findings of a run over one report.
struct Run {
    lines: Value,
    is_told: bool,
    is_refused: bool,
}

fn run(folder: &Path, kind: &str, report: &[u8]) -> Run {
    let file = folder.join("nop/2024-06").join(format!("Xa Cai Kinh.{kind}"));
    fs::write(&file, report).unwrap();
    let began = Instant::now();
    let done = giaingan(folder, &[&["aggregate", "--format", "json", "-n"][..], &JUNE].concat());
    assert!(began.elapsed() < 2 * LONGEST, "took {:?}", began.elapsed());
    fs::remove_file(&file).unwrap();
    assert!(matches!(done.code, Some(0 | 1)), "{done:?}");
    let report = done.report();
    assert_eq!(report["control"]["balanced"], true);
    let is_it = |row: &&Value| row["file"].as_str().is_some_and(|file| file.contains("Cai Kinh"));
    let own: Vec<&Value> = rows(&report, "submissions").iter().filter(is_it).collect();
    let [own] = own[..] else { panic!("{} submissions", own.len()) };
    let is_said = |finding: &Value| finding["severity"] != "note";
    let mut findings = rows(&report, "findings").iter().filter(is_it);
    Run {
        is_told: findings.any(is_said),
        is_refused: own["state"] == "rejected",
        lines: report["lines"].clone(),
    }
}

/// `GIAINGAN_MUTANTS`: how many of each format; `GIAINGAN_SEED`: other ones; `GIAINGAN_SILENT`: a folder to keep the silent.
#[test]
fn no_damage_changes_a_figure_in_silence() {
    let (mutants, seed) = (asked("GIAINGAN_MUTANTS").unwrap_or(60), asked("GIAINGAN_SEED"));
    let keep = std::env::var_os("GIAINGAN_SILENT").map(PathBuf::from);
    let kinds = [
        ("xls", "clean-xls"),
        ("xls", "clean-excel-95"),
        ("ods", "clean-ods"),
        ("xlsb", "clean-xlsb"),
        ("xlsx", "clean-xlsxwriter"),
        ("xlsm", "clean-libreoffice"),
    ];
    let counts: Mutex<BTreeMap<(&str, Outcome), usize>> = Mutex::new(BTreeMap::new());
    let silent: Mutex<Vec<String>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for half in 0..2 {
            let (counts, silent, keep) = (&counts, &silent, &keep);
            scope.spawn(move || {
                let (temp, _) = expecting_june();
                for (kind, case) in kinds {
                    let original = report_of(case, kind);
                    let whole = run(temp.path(), kind, &original).lines;
                    for number in (half..mutants).step_by(2) {
                        let begin = seed.unwrap_or(0x5EED_0003).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                        let mut dice =
                            Dice((begin ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03)) | 1);
                        let damaged = mutant(&original, &mut dice);
                        let found = run(temp.path(), kind, &damaged);
                        let outcome = match (found.is_refused, found.is_told) {
                            (true, _) => Outcome::Refused,
                            _ if found.lines == whole => Outcome::Whole,
                            (_, true) => Outcome::Told,
                            (_, false) => Outcome::Silent,
                        };
                        *counts.lock().unwrap().entry((case, outcome)).or_default() += 1;
                        if outcome == Outcome::Silent {
                            silent.lock().unwrap().push(format!("{case} {number}"));
                            let name = format!("{case}-{number}.{kind}");
                            keep.iter().for_each(|folder| {
                                fs::write(folder.join(&name), &damaged).unwrap()
                            });
                        }
                    }
                }
            });
        }
    });
    eprintln!("{:#?}", counts.into_inner().unwrap());
    let silent = silent.into_inner().unwrap();
    assert!(silent.is_empty(), "figures changed in silence: {silent:?}");
}
