//! Damage done at random (with a fixed seed) to real workbooks of all formats: never a panic, a hang or a file that vanishes.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use giaingan::read::worker::{self, Containment};
use giaingan::read::{self, Workbook};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// How long one file may take: the limit of a worker and a start on a busy machine.
const LONGEST: Duration = Duration::from_secs(15);

/// Numbers that look random and are the same on every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// Damages bytes: flipped, wiped, overstated, repeated, cut off.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let to = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(6) {
            0 | 1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
            2 => bytes[at.min(to)..to].fill(0),
            3 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xFF),
            4 => drop(bytes.splice(at..at, bytes[at..to].to_vec()).collect::<Vec<_>>()),
            _ => bytes.truncate(at.max(16)),
        }
    }
}

/// Damages a file as it lies on the disk or, where it is a package, inside one of its parts.
fn mutant(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = original.to_vec();
    let packed = ZipArchive::new(Cursor::new(original));
    let (Ok(mut archive), true) = (packed, 0 < dice.below(4)) else {
        damage(&mut bytes, dice);
        return bytes;
    };
    let chosen = dice.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if index == chosen && !content.is_empty() {
            damage(&mut content, dice);
        }
        let name = part.name().unwrap().into_owned();
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn contained() {
    let program = env!("CARGO_BIN_EXE_giaingan").into();
    worker::contain(Containment { program, hold: |_| {} });
}

#[test]
fn damaged_workbooks_are_read_or_refused_in_time() {
    contained();
    let originals = ["book.xlsx", "book.xls", "book.ods", "book.xlsb", "book-95.xls"]
        .map(|name| fs::read(fixtures().join("formats").join(name)).unwrap());
    let mut dice = Dice(0x5EED_0001);
    for number in 0..300 {
        let bytes = mutant(&originals[number % originals.len()], &mut dice);
        let began = Instant::now();
        // What reads a file of any format guards itself against a panic of the reader of .xlsx.
        let read = catch_unwind(AssertUnwindSafe(|| read::workbook(&bytes)));
        assert!(began.elapsed() < LONGEST, "mutant {number} took {:?}", began.elapsed());
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
        let bytes = fs::read(fixtures().join("formats").join(name)).unwrap();
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

#[test]
fn every_damaged_submission_is_accounted_for() {
    let temp = tempfile::tempdir().unwrap();
    let june = temp.path().join("nop/2024-06");
    fs::create_dir_all(&june).unwrap();
    let case = fixtures().join("clean-xls");
    for name in ["giaingan.toml", "danh-muc.xlsx"] {
        fs::copy(case.join(name), temp.path().join(name)).unwrap();
    }
    let mut dice = Dice(0x5EED_0002);
    let mut names = BTreeSet::new();
    for (kind, case) in [
        ("xls", "clean-xls"),
        ("xls", "clean-excel-95"),
        ("ods", "clean-ods"),
        ("xlsb", "clean-xlsb"),
        ("xlsx", "clean-libreoffice"),
    ] {
        let folder = fixtures().join(case).join("nop/2024-06");
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.to_string_lossy().contains("Cai Kinh"));
        let original = fs::read(&files[0]).unwrap();
        for number in 0..24 {
            let name = format!("Xa Cai Kinh {case} {number}.{kind}");
            fs::write(june.join(&name), mutant(&original, &mut dice)).unwrap();
            names.insert(format!("nop/2024-06/{name}"));
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_giaingan"));
    command.args(["check", "-p", "2024-06", "--today", "2024-07-06", "--format", "json"]);
    let done = command.current_dir(temp.path()).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{:?} {told}", done.status);
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["control"]["balanced"], true);
    let files = |list: &str| -> BTreeSet<String> {
        let rows = report[list].as_array().unwrap().iter();
        rows.filter_map(|row| Some(row["file"].as_str()?.to_owned())).collect()
    };
    assert_eq!(files("submissions"), names, "each file is used, superseded or rejected");
    let rejected: BTreeSet<String> = report["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "rejected")
        .map(|row| row["file"].as_str().unwrap().to_owned())
        .collect();
    assert!(!rejected.is_empty() && rejected.is_subset(&files("findings")), "why is said");
}

/// calamine lays out what lies between the first and the last cell: 16 million cells, within the memory of a worker.
#[test]
fn a_value_in_the_last_cell_of_an_xls_is_read() {
    contained();
    let mut bytes = fs::read(fixtures().join("formats/book-95.xls")).unwrap();
    let far = [0x03, 0x02, 14, 0, 0x83, 3, 7, 0];
    let at = bytes.windows(8).position(|record| record == far).expect("the number in H900");
    bytes[at + 4..at + 8].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
    let book = read::workbook(&bytes).unwrap();
    let last = book.sheets[0].cells.last().unwrap();
    assert_eq!(*last, ("IV65536".parse().unwrap(), read::Value::Number(12.0)));
}
